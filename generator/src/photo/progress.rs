//! How far a long run is, on standard error; nothing where that isn't a terminal.

use std::time::Duration;

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use tassel_validator::{Lang, Verdict};

use super::{Item, pick};

/// Fewer photos than this are done before a bar could be read.
const MANY: usize = 20;

/// A bar, or none.
pub(super) struct Progress(Option<ProgressBar>);

impl Progress {
    /// `count` is asked only when the bar is wanted: it walks the folders once more.
    pub(super) fn new(wanted: bool, count: impl FnOnce() -> usize, lang: Lang) -> Self {
        let photos = if wanted { count() } else { 0 };
        if photos < MANY {
            return Self(None);
        }
        let template = pick(
            lang,
            "{bar:24} {pos}/{len} 张  已用 {elapsed}，还要约 {eta}  {msg}",
            "{bar:24} {pos}/{len}  {elapsed} gone, about {eta} left  {msg}",
        );
        let bar = ProgressBar::with_draw_target(Some(photos as u64), ProgressDrawTarget::stderr_with_hz(4));
        bar.set_style(ProgressStyle::with_template(template).unwrap_or_else(|_| ProgressStyle::default_bar()));
        bar.enable_steady_tick(Duration::from_secs(1));
        Self(Some(bar))
    }

    /// One photo is done.
    pub(super) fn step(&self, item: &Item) {
        if let Some(bar) = &self.0 {
            bar.inc(1);
            if let Item::Report(report) = item
                && report.verdict == Verdict::Fail
            {
                bar.set_message(format!("✗ {}", super::plain(&report.file)));
            }
        }
    }

    /// Prints something while the bar is out of the way.
    pub(super) fn aside<T>(&self, print: impl FnOnce() -> T) -> T {
        match &self.0 {
            Some(bar) => bar.suspend(print),
            None => print(),
        }
    }

    /// Takes the bar away.
    pub(super) fn end(&self) {
        if let Some(bar) = &self.0 {
            bar.finish_and_clear();
        }
    }
}
