//! `tassel photo check`: walks files and folders, checks every photo, prints people's text, CSV, JSON or JSON lines.
//!
//! Photos are read and checked in parallel, one per thread at a time, and printed in the order in which they were named: memory stays
//! bounded however many there are. A file that can't be read is reported in its place and doesn't stop the run.

mod find;
mod human;
mod mend;
mod print;
mod progress;
mod reasons;
mod table;

use std::io::Write;
use std::path::{Path, PathBuf};

use anyhow::Result;
use rayon::prelude::*;
use serde::Serialize;
use tassel_validator::portrait::Models;
use tassel_validator::{Clock, Lang, Options, Photo, Profile, Report, Verdict, check, check_oversize};

use find::Contents;
use print::Printer;
use progress::Progress;

pub use find::listed;
pub use mend::{FixFormat, FixOutcome, FixRequest, run_fix};

/// How the reports are printed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PhotoFormat {
    /// Text for people.
    Human,
    /// A table that spreadsheets open: one row a photo.
    Csv,
    /// One JSON array.
    Json,
    /// One JSON object per line.
    Jsonl,
}

/// What to check, and how to say it.
#[derive(Debug, Clone)]
pub struct CheckRequest {
    /// Files and folders; folders are walked in the order of their names.
    pub paths: Vec<PathBuf>,
    /// The standard to apply.
    pub profile: Profile,
    /// How to print.
    pub format: PhotoFormat,
    /// Language of the words.
    pub lang: Lang,
    /// Whether the measures of ISO/IEC 29794-5 are told too.
    pub measures: bool,
    /// Whether standard error shows how far the run is.
    pub progress: bool,
}

/// How a run went.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Outcome {
    /// Photos that passed.
    pub passed: usize,
    /// Photos with at least one failed check.
    pub failed: usize,
    /// Photos that a person should look at.
    pub review: usize,
    /// Files and folders that could not be read.
    pub unreadable: usize,
}

impl Outcome {
    /// Photos that were checked.
    pub fn photos(&self) -> usize {
        self.passed + self.failed + self.review
    }

    fn count(&mut self, item: &Item) {
        match item {
            Item::Report(report) => match report.verdict {
                Verdict::Pass => self.passed += 1,
                Verdict::Fail => self.failed += 1,
                Verdict::Review => self.review += 1,
            },
            Item::Unreadable { .. } => self.unreadable += 1,
        }
    }
}

/// One line of the output: a report, or why there is none.
#[derive(Debug, Serialize)]
#[serde(untagged)]
enum Item {
    Report(Box<Report>),
    Unreadable { file: String, error: String },
}

/// Photos that are under way at a time for each thread: enough that none waits for the slowest of its batch.
const AHEAD: usize = 16;

/// Checks everything the request names and prints it to `out`.
///
/// # Errors
/// Only when `out` can't be written; unreadable photos are part of the output and of the [`Outcome`].
pub fn run(request: &CheckRequest, out: &mut dyn Write, clock: &(dyn Clock + Sync)) -> Result<Outcome> {
    let found = || request.paths.iter().flat_map(|path| find::walk(path, request.lang));
    let progress = Progress::new(request.progress, || found().count(), request.lang);
    let mut printer = Printer::new(out, request);
    printer.begin()?;
    let mut batch = Vec::new();
    for entry in found() {
        batch.push(entry);
        if batch.len() == rayon::current_num_threads().max(1) * AHEAD {
            let items = check_batch(std::mem::take(&mut batch), request, clock, &progress);
            progress.aside(|| printer.print(items))?;
        }
    }
    let items = check_batch(batch, request, clock, &progress);
    progress.end();
    printer.print(items)?;
    printer.end()
}

fn check_batch(
    batch: Vec<Result<PathBuf, Item>>,
    request: &CheckRequest,
    clock: &(dyn Clock + Sync),
    progress: &Progress,
) -> Vec<Item> {
    let one = |entry: Result<PathBuf, Item>| {
        let item = entry.map_or_else(|problem| problem, |path| check_file(&path, request, clock));
        progress.step(&item);
        item
    };
    batch.into_par_iter().map(one).collect()
}

fn check_file(path: &Path, request: &CheckRequest, clock: &(dyn Clock + Sync)) -> Item {
    let file = find::shown(path);
    let clock = AsClock(clock);
    let options = Options {
        lang: request.lang,
        clock: &clock,
        models: Some(Models::builtin()),
        decoded: None,
        measures: request.measures,
        heat: false,
    };
    match find::read(path, request.lang) {
        Ok(Contents::Whole(bytes)) => {
            let photo = Photo {
                bytes: &bytes,
                file_name: &file,
            };
            Item::Report(Box::new(check(&photo, &request.profile, &options)))
        }
        Ok(Contents::TooLarge(len)) => Item::Report(Box::new(check_oversize(len, &file, &request.profile, &options))),
        Err(error) => Item::Unreadable { file, error },
    }
}

/// A clock that may be used from any thread, as one that need not.
struct AsClock<'a>(&'a (dyn Clock + Sync));

impl Clock for AsClock<'_> {
    fn now_ms(&self) -> f64 {
        self.0.now_ms()
    }
}

fn pick<'a>(lang: Lang, zh: &'a str, en: &'a str) -> &'a str {
    match lang {
        Lang::Zh => zh,
        Lang::En => en,
    }
}

/// Text without control characters: a file's name must not be able to steer a terminal.
fn plain(text: &str) -> String {
    text.chars()
        .map(|c| if c.is_control() { '\u{FFFD}' } else { c })
        .collect()
}

#[cfg(test)]
mod tests;
