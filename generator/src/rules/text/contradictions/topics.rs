//! What a date or an amount in a sentence is about: the last route or task that was named before it.

use super::super::passage::{clause, sentence};
use super::known::{Event, Known};
use crate::model::RouteKind;
use std::cell::OnceCell;
use std::ops::Range;

/// What is spoken of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum About {
    /// Routes of these kinds.
    Kinds(&'static [RouteKind]),
    /// One route, by its place in [`Known::routes`].
    Route(usize),
    /// Paying.
    Payment,
    /// Signing up.
    SignUp,
    /// Checking one's picture.
    Verification,
}

use RouteKind::{Makeup, Online, Onsite, SelfUpload, Studio, Upload};

/// Words for what is spoken of; longer ones first.
const WORDS: [(&str, About); 19] = [
    ("线上集中采集", About::Kinds(&[Online])),
    ("线上集采", About::Kinds(&[Online])),
    ("线上采集", About::Kinds(&[Online])),
    ("在线采集", About::Kinds(&[Online])),
    ("线下集中采集", About::Kinds(&[Onsite])),
    ("线下集采", About::Kinds(&[Onsite])),
    ("线下采集", About::Kinds(&[Onsite])),
    ("现场集中采集", About::Kinds(&[Onsite])),
    ("集体现场采集", About::Kinds(&[Onsite])),
    ("现场采集", About::Kinds(&[Onsite])),
    ("集体采集", About::Kinds(&[Onsite])),
    ("集体拍摄", About::Kinds(&[Onsite])),
    ("补拍", About::Kinds(&[Makeup, Studio, Upload, Online])),
    ("散拍", About::Kinds(&[Studio, Upload, Makeup, SelfUpload])),
    ("缴费", About::Payment),
    ("交费", About::Payment),
    ("付款", About::Payment),
    ("报名", About::SignUp),
    ("核对", About::Verification),
];

/// A topic and where it is named.
#[derive(Debug, Clone)]
pub(super) struct Topic {
    pub(super) about: About,
    pub(super) range: Range<usize>,
}

/// The topics of one passage. They are looked for once, and only when something asks.
pub(super) struct Topics<'a> {
    text: &'a str,
    known: &'a Known<'a>,
    all: OnceCell<Vec<Topic>>,
}

impl<'a> Topics<'a> {
    pub(super) fn of(text: &'a str, known: &'a Known<'a>) -> Self {
        Self {
            text,
            known,
            all: OnceCell::new(),
        }
    }

    /// From left to right, none within another.
    fn all(&self) -> &[Topic] {
        self.all.get_or_init(|| topics(self.text, self.known))
    }

    /// Those between two bytes.
    fn within(&self, own: &Range<usize>) -> &[Topic] {
        let all = self.all();
        let from = all.partition_point(|topic| topic.range.start < own.start);
        let to = all.partition_point(|topic| topic.range.end <= own.end);
        all.get(from..to).unwrap_or(&[])
    }

    /// What a place in the text is about; in a row of a table, what the row is about when that is but one thing.
    pub(super) fn at(&self, range: &Range<usize>) -> Option<Topic> {
        if self.text.trim_start().starts_with('|') {
            let (first, others) = self.all().split_first()?;
            return others
                .iter()
                .all(|topic| topic.about == first.about)
                .then(|| first.clone());
        }
        let all = self.within(&sentence(self.text, range));
        let before = all.iter().rfind(|topic| topic.range.end <= range.start);
        let near = clause(self.text, range);
        // `4月20日前缴费` names it behind; then nothing else may be named in the same breath.
        let behind = || {
            all.iter()
                .find(|topic| topic.range.start >= range.end && topic.range.end <= near.end)
        };
        let in_clause = before.filter(|topic| topic.range.start >= near.start);
        in_clause.or_else(behind).or(before).cloned()
    }
}

fn topics(text: &str, known: &Known<'_>) -> Vec<Topic> {
    let mut found: Vec<Topic> = Vec::new();
    // Bytes that belong to a topic.
    let mut taken = vec![false; text.len()];
    let names = known
        .routes
        .iter()
        .enumerate()
        .map(|(index, route)| (route.name, About::Route(index)));
    for (word, about) in names.chain(WORDS).filter(|(word, _)| !word.is_empty()) {
        for (at, _) in text.match_indices(word) {
            let range = at..at + word.len();
            let Some(own) = taken.get_mut(range.clone()).filter(|own| !own.contains(&true)) else {
                continue;
            };
            own.fill(true);
            found.push(Topic { about, range });
        }
    }
    found.sort_by_key(|topic| topic.range.start);
    found
}

impl About {
    /// How it is called in a message.
    pub(super) fn name<'k>(self, known: &'k Known<'_>) -> &'k str {
        match self {
            Self::Route(index) => known.routes.get(index).map_or("采集", |route| route.name),
            Self::Kinds([Onsite, ..]) => "现场采集",
            Self::Kinds([Online, ..]) => "线上采集",
            Self::Kinds([Makeup, ..]) => "补拍",
            Self::Kinds(_) => "散拍",
            Self::Payment => "缴费",
            Self::SignUp => "报名",
            Self::Verification => "核对",
        }
    }

    /// Whether a route is meant.
    pub(super) fn means(self, route: usize, kind: RouteKind) -> bool {
        match self {
            Self::Route(index) => index == route,
            Self::Kinds(kinds) => kinds.contains(&kind),
            Self::Payment | Self::SignUp | Self::Verification => false,
        }
    }

    /// Whether an event is meant.
    pub(super) fn covers(self, event: &Event, known: &Known<'_>) -> bool {
        match self {
            Self::Payment => event.id.ends_with(".payment"),
            Self::SignUp => event.id.ends_with(".sign_up"),
            Self::Verification => event.id.starts_with("verify."),
            Self::Route(_) | Self::Kinds(_) => {
                let own = |(index, route): (usize, &super::known::KnownRoute<'_>)| {
                    Some(route.id) == event.route.as_deref() && self.means(index, route.kind)
                };
                known.routes.iter().enumerate().any(own)
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_place_is_about_what_was_named_before_it_in_its_sentence() {
        let known = Known::default();
        let about = |text: &str, place: &str| {
            let at = text.find(place).unwrap();
            let topic = Topics::of(text, &known).at(&(at..at + place.len()))?;
            Some((topic.about, topic.range))
        };
        let text = "先报名。缴费到4月2日，4月20日前核对。4月30日";
        assert_eq!(about(text, "4月2日"), Some((About::Payment, 12..18)));
        assert_eq!(
            about(text, "4月20日").map(|(about, _)| about),
            Some(About::Verification)
        );
        assert_eq!(about(text, "4月30日"), None);
        assert_eq!(
            about("| 缴费 | 4月2日 |", "4月2日").map(|(about, _)| about),
            Some(About::Payment)
        );
        assert_eq!(about("| 缴费 | 4月2日 | 报名 |", "4月2日"), None);
    }

    #[test]
    fn a_long_row_is_read_once() {
        let known = Known::default();
        let row = format!("|{}", "缴费4月2日|".repeat(50_000));
        let topics = Topics::of(&row, &known);
        for (at, day) in row.match_indices("4月2日") {
            assert!(topics.within(&(at..at + day.len())).is_empty());
        }
        assert_eq!(topics.all().len(), 50_000);
    }
}
