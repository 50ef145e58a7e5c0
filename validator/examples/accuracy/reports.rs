//! The checker over the folder, each photo under its own profile.

use std::path::Path;
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Instant;

use tassel_validator::portrait::Models;
use tassel_validator::{Clock, Lang, Options, Photo, Report, builtin, check};

use super::Fallible;
use super::label::Label;

struct Watch(Instant);

impl Clock for Watch {
    fn now_ms(&self) -> f64 {
        self.0.elapsed().as_secs_f64() * 1e3
    }
}

/// A report for each label, in their order.
pub(super) fn make(dir: &Path, labels: &[Label], threads: usize) -> Fallible<Vec<Report>> {
    let next = AtomicUsize::new(0);
    let reports: Mutex<Vec<(usize, Result<Report, String>)>> = Mutex::default();
    std::thread::scope(|scope| {
        for _ in 0..threads.max(1) {
            scope.spawn(|| {
                loop {
                    let index = next.fetch_add(1, Ordering::Relaxed);
                    let Some(label) = labels.get(index) else { break };
                    let report = one(dir, label);
                    if let Ok(mut reports) = reports.lock() {
                        reports.push((index, report));
                    }
                }
            });
        }
    });
    let mut reports = reports.into_inner()?;
    reports.sort_by_key(|(index, _)| *index);
    Ok(reports
        .into_iter()
        .map(|(_, report)| report)
        .collect::<Result<_, _>>()?)
}

fn one(dir: &Path, label: &Label) -> Result<Report, String> {
    let profile = builtin(&label.profile).ok_or_else(|| format!("{}: no profile {}", label.file, label.profile))?;
    let path = dir.join(&label.file);
    let bytes = std::fs::read(&path).map_err(|error| format!("{}: {error}", path.display()))?;
    let options = Options {
        lang: Lang::Zh,
        clock: &Watch(Instant::now()),
        models: Some(Models::builtin()),
        decoded: None,
        measures: false,
        heat: false,
    };
    let photo = Photo {
        bytes: &bytes,
        file_name: &label.file,
    };
    Ok(check(&photo, &profile, &options))
}

/// One JSON object a line.
pub(super) fn lines(reports: &[Report]) -> Fallible<String> {
    let mut text = String::new();
    for report in reports {
        text += &serde_json::to_string(report)?;
        text.push('\n');
    }
    Ok(text)
}
