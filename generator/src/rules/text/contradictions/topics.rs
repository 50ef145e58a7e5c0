//! What a date or an amount in a sentence is about: the last route or task that was named before it.

use super::super::passage::{clause, sentence};
use super::known::{Event, Known};
use crate::model::RouteKind;
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

/// All topics of a text, from left to right, none within another.
pub(super) fn topics(text: &str, known: &Known<'_>) -> Vec<Topic> {
    let mut found: Vec<Topic> = Vec::new();
    let names = known
        .routes
        .iter()
        .enumerate()
        .map(|(index, route)| (route.name, About::Route(index)));
    for (word, about) in names.chain(WORDS).filter(|(word, _)| !word.is_empty()) {
        for (at, _) in text.match_indices(word) {
            let range = at..at + word.len();
            let inside = |other: &Topic| other.range.start < range.end && range.start < other.range.end;
            if !found.iter().any(inside) {
                found.push(Topic { about, range });
            }
        }
    }
    found.sort_by_key(|topic| topic.range.start);
    found
}

/// What a place in a text is about; in a row of a table, what the row is about when that is but one thing.
pub(super) fn topic_of(text: &str, range: &Range<usize>, known: &Known<'_>) -> Option<Topic> {
    let row = text.trim_start().starts_with('|');
    let own = if row { 0..text.len() } else { sentence(text, range) };
    let mut all = topics(text.get(own.clone())?, known);
    for topic in &mut all {
        topic.range = topic.range.start + own.start..topic.range.end + own.start;
    }
    if row {
        let first = all.first()?.clone();
        return all.iter().all(|topic| topic.about == first.about).then_some(first);
    }
    let before = all.iter().rfind(|topic| topic.range.end <= range.start);
    let near = clause(text, range);
    // `4月20日前缴费` names it behind; then nothing else may be named in the same breath.
    let behind = || {
        all.iter()
            .find(|topic| topic.range.start >= range.end && topic.range.end <= near.end)
    };
    let in_clause = before.filter(|topic| topic.range.start >= near.start);
    in_clause.or_else(behind).or(before).cloned()
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
