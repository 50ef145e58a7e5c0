//! What `build` and `lint` share: how findings are told, and what a command ends with because of them.

use super::args::{Format, Listing, Work};
use super::{Exit, World};
use crate::diagnostics::{Settled, hint, render_github, render_gitlab, render_human, render_json, render_sarif};
use crate::site::{BuildError, Report, stops};
use std::io::{self, Write};
use std::path::{Component, Path};

/// Does the work on as many cores as were asked for; the error is ready to be printed.
pub(super) fn with_jobs<T: Send>(
    work: &Work,
    task: impl FnOnce() -> Result<T, BuildError> + Send,
) -> Result<T, String> {
    let done = match work.jobs {
        None => task(),
        Some(jobs) => {
            let pool = rayon::ThreadPoolBuilder::new().num_threads(jobs).build();
            pool.map_err(|error| format!("开不了这么多线程：{error}"))?
                .install(task)
        }
    };
    done.map_err(|error| error.to_string())
}

/// Prints the findings in the wanted form: for people to standard error, for programs to standard output; then, except for `json`,
/// what is not listed and where to read on.
pub(super) fn tell(listing: &Listing, report: &Report, root: &Path, world: &mut World<'_>) -> io::Result<()> {
    let Report {
        findings,
        sources,
        settled,
        ..
    } = report;
    let folder = folder(root);
    let text = match listing.format {
        Format::Human => render_human(findings, sources, world.color),
        Format::Json => render_json(findings, settled, sources)?,
        Format::Sarif => render_sarif(findings, settled, sources, &folder)?,
        Format::Github => render_github(findings, sources, &folder),
        Format::Gitlab => render_gitlab(findings, sources, &folder)?,
    };
    match listing.format {
        Format::Human => {
            write!(world.err, "{text}")?;
            not_listed(settled, world.err)?;
            write!(world.err, "{}", hint(findings))
        }
        Format::Json => write!(world.out, "{text}"),
        Format::Sarif | Format::Github | Format::Gitlab => {
            write!(world.out, "{text}")?;
            not_listed(settled, world.err)
        }
    }
}

fn not_listed(settled: &Settled, err: &mut dyn Write) -> io::Result<()> {
    let (allowed, off) = (settled.allowed.len(), settled.off);
    if allowed > 0 {
        writeln!(err, "按 allow 里写明的原因，放过了 {allowed} 条提示")?;
    }
    if off > 0 {
        writeln!(err, "site.yaml 的 levels 关掉的规则，有 {off} 条没有列出")?;
    }
    Ok(())
}

/// How a command ends that has `told` what it found.
pub(super) fn exit(told: io::Result<()>, report: &Report, strict: bool) -> Exit {
    match told {
        Err(_) => Exit::System,
        Ok(()) if stops(&report.findings, strict) => Exit::Findings,
        Ok(()) => Exit::Clean,
    }
}

/// The way from the current folder to the site, as annotations want it: with `/` and one at its end, empty for the current folder itself.
fn folder(root: &Path) -> String {
    let mut way = String::new();
    for part in root.components() {
        match part {
            Component::CurDir => {}
            Component::RootDir => way.push('/'),
            _ => way += &(part.as_os_str().to_string_lossy() + "/"),
        }
    }
    way
}
