//! What photos were refused for, counted: the list that an office acts on.

use std::collections::BTreeMap;
use std::io::{self, Write};

use tassel_validator::{CHECK_IDS, Lang, Status, check_title};

use super::{Item, pick};

/// Photos that each check refused, or left to a person.
#[derive(Default)]
pub(super) struct Reasons {
    photos: usize,
    counts: BTreeMap<usize, [usize; 2]>,
}

impl Reasons {
    pub(super) fn count(&mut self, item: &Item) {
        let Item::Report(report) = item else { return };
        self.photos += 1;
        for check in &report.checks {
            let kind = match check.status {
                Status::Fail => 0,
                Status::Review => 1,
                Status::Pass | Status::Skip => continue,
            };
            let place = CHECK_IDS.iter().position(|id| *id == check.id);
            let counts = self.counts.entry(place.unwrap_or(CHECK_IDS.len())).or_default();
            counts[kind] += 1;
        }
    }

    /// The most frequent reasons first; nothing for a handful of photos, whose lines say it already.
    pub(super) fn print(&self, out: &mut dyn Write, lang: Lang) -> io::Result<()> {
        const MANY: usize = 5;
        if self.photos <= MANY || self.counts.is_empty() {
            return Ok(());
        }
        let mut sorted: Vec<(usize, [usize; 2])> =
            self.counts.iter().map(|(place, counts)| (*place, *counts)).collect();
        sorted.sort_by(|a, b| b.1.cmp(&a.1).then(a.0.cmp(&b.0)));
        writeln!(
            out,
            "\n{}",
            pick(
                lang,
                "按原因（需要修改 / 请人工确认，张）：",
                "By reason (to change / to look at):"
            )
        )?;
        for (place, [failed, review]) in sorted {
            let title = CHECK_IDS
                .get(place)
                .map_or_else(String::new, |id| check_title(id, lang));
            writeln!(out, "{failed:>7} / {review:<7}{title}")?;
        }
        writeln!(out)
    }
}
