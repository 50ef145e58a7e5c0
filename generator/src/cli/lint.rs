//! `tassel lint`: everything that `tassel build` would find, without writing a file.

use super::args::{Format, Lint};
use super::{Exit, World, external, findings};
use crate::channels::Channel;
use crate::site::{Report, Request, lint, lint_asking, stops};
use std::io::{self, Write};
use std::path::PathBuf;

pub(super) fn run(args: &Lint, world: &mut World<'_>) -> Exit {
    let request = Request {
        root: args.site.root.clone(),
        out: PathBuf::new(),
        base_url: args.base_url.clone(),
        now: args.present.now.unwrap_or(world.now),
        strict: args.strict,
        channel: Channel::Site,
        drafts: false,
    };
    // Before anything is written: what can't be done is said first.
    let able = if args.external { external::curl() } else { Ok(()) };
    let mended = able.and_then(|()| {
        let fixed = super::fix::apply(&args.mending, &args.site.root, world.err);
        fixed.map_err(|error| error.to_string())
    });
    let report = mended.and_then(|()| {
        findings::with_jobs(&args.work, || match args.external {
            true => lint_asking(&request, &external::dead),
            false => lint(&request),
        })
    });
    let report = match report {
        Ok(report) => report,
        Err(error) => {
            let _ = writeln!(world.err, "错误：{error}");
            return Exit::System;
        }
    };
    let told = findings::tell(&args.listing, &report, &args.site.root, world);
    let told = told.and_then(|()| match args.listing.format {
        Format::Json => Ok(()),
        _ => last_word(&report, args.strict, world.err),
    });
    findings::exit(told, &report, args.strict)
}

fn last_word(report: &Report, strict: bool, err: &mut dyn Write) -> io::Result<()> {
    let (campaigns, pages) = (report.campaigns, report.pages);
    if report.findings.is_empty() {
        return writeln!(err, "没有发现问题：{campaigns} 个届次，{pages} 个页面");
    }
    if stops(&report.findings, strict) {
        let why = if stops(&report.findings, false) {
            ""
        } else {
            "（--strict 下警告也算）"
        };
        return writeln!(err, "没有通过{why}。改好上面的问题再检查一次");
    }
    writeln!(err, "可以生成网站：{campaigns} 个届次，{pages} 个页面")
}
