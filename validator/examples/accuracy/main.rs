//! How often the checker is right: `accuracy DIR [--threads N] [--reports FILE] [--write FILE] [--only PREFIX]…`.
//!
//! DIR holds photos and `labels.jsonl`, one object a photo: `file`, `profile`, `fault`, `severity`, `role`, `verdict`, `target` (ids of the
//! checks that should catch it), `expect` (`pass | warn | fail | na` by check id) and `truth` (px of the upright photo). `cargo xtask
//! accuracy` runs this in release. Exit code 1 when a goal is missed.

#![allow(clippy::disallowed_methods, reason = "times are told, never compared")]

mod label;
mod reports;
mod score;
mod table;

use std::path::PathBuf;
use std::process::ExitCode;

type Fallible<T> = Result<T, Box<dyn std::error::Error>>;

/// What was asked for.
struct Asked {
    dir: PathBuf,
    threads: usize,
    reports: Option<PathBuf>,
    write: Option<PathBuf>,
    only: Vec<String>,
}

fn asked() -> Fallible<Asked> {
    const USAGE: &str = "usage: accuracy DIR [--threads N] [--reports FILE] [--write FILE] [--only PREFIX]…";
    let mut asked = Asked {
        dir: PathBuf::new(),
        threads: std::thread::available_parallelism().map_or(1, usize::from),
        reports: None,
        write: None,
        only: Vec::new(),
    };
    let mut arguments = std::env::args().skip(1);
    while let Some(argument) = arguments.next() {
        let mut value = || arguments.next().ok_or(USAGE);
        match argument.as_str() {
            "--threads" => asked.threads = value()?.parse()?,
            "--reports" => asked.reports = Some(value()?.into()),
            "--write" => asked.write = Some(value()?.into()),
            "--only" => asked.only.push(value()?),
            _ => asked.dir = argument.into(),
        }
    }
    if asked.dir.as_os_str().is_empty() {
        return Err(USAGE.into());
    }
    Ok(asked)
}

fn run() -> Fallible<bool> {
    let asked = asked()?;
    let mut labels = label::read(&asked.dir.join("labels.jsonl"))?;
    labels.retain(|label| {
        asked.only.is_empty() || asked.only.iter().any(|prefix| label.file.starts_with(prefix.as_str()))
    });
    let reports = reports::make(&asked.dir, &labels, asked.threads)?;
    if let Some(file) = &asked.reports {
        std::fs::write(file, reports::lines(&reports)?)?;
    }
    let scores = score::of(&labels, &reports);
    print!("{}", table::text(&scores));
    if let Some(file) = &asked.write {
        let old = std::fs::read_to_string(file).unwrap_or_default();
        std::fs::write(file, table::written(&old, &scores)?)?;
    }
    Ok(scores.unmet.is_empty())
}

fn main() -> ExitCode {
    match run() {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::from(1),
        Err(error) => {
            eprintln!("错误 | error: {error}");
            ExitCode::from(3)
        }
    }
}
