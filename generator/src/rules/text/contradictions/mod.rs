//! W704: what is written by hand in a notice, an answer or a note says other than the campaign's data.
//!
//! Only what is certainly about the same thing is compared: a number behind its label, an amount or a date behind the route it belongs
//! to, a room behind its campus. What an amendment changes, and what is said of the past, is left alone.

mod dates;
mod known;
mod topics;
mod values;

use super::passage::Passage;
use super::{Places, times};
use crate::diagnostics::{Finding, Rule, Severity, Span};
use crate::model::Model;
use known::Known;
use std::collections::BTreeMap;
use std::ops::Range;
use topics::Topics;

pub(crate) static W704: Rule = Rule {
    id: "W704",
    severity: Severity::Warning,
    judgement: true,
    title: "正文和数据不一致",
    why: "同一件事在一页上有两个说法，学生只会信看到的第一个。",
    fix: "核对哪个是对的，改正另一个；在正文里用 {{ }} 插入数据，就不会再不一致。",
};

/// A place where prose and data differ.
#[derive(Debug)]
struct Clash {
    /// What was written, in the passage.
    range: Range<usize>,
    /// What is meant: 缴费, 院校代码.
    what: String,
    /// What the data say.
    data: String,
    /// The name under which a body can insert it.
    fact: Option<String>,
    /// Where the data say so.
    place: Option<Span>,
}

pub(super) fn check(model: &Model, passages: &[Passage<'_>]) -> Vec<Finding> {
    let known: BTreeMap<&str, Known<'_>> = model
        .campaigns
        .iter()
        .map(|folder| (folder.id.as_str(), Known::new(model, folder)))
        .collect();
    let mut places = Places::new();
    let mut sources = BTreeMap::new();
    for passage in passages.iter().filter(|passage| passage.is_readable()) {
        let Some(known) = passage.campaign.and_then(|campaign| known.get(campaign)) else {
            continue;
        };
        // Notes on the source tell of its contradictions; amendments, of what no longer holds.
        let elsewhere = ["related", "相关通知", "from", "原值", "to", "新值", "aliases", "别名"];
        if passage.tells_of_faults() || elsewhere.contains(&passage.key) {
            continue;
        }
        let topics = Topics::of(&passage.prose, known);
        let clashes = values::check(passage, known, &topics).into_iter();
        for clash in clashes.chain(dates::check(passage, known, &topics)) {
            let written = passage.prose.get(clash.range.clone()).unwrap_or("").trim().to_owned();
            if known.is_amended(&written) {
                continue;
            }
            let key = (
                clash.what,
                written,
                clash.data,
                clash.fact.filter(|_| passage.line.body),
            );
            if let Some(place) = clash.place.filter(|place| place.file != passage.line.file) {
                sources.insert(key.clone(), place);
            }
            places.add(passage, key, clash.range);
        }
    }
    places.findings(|key, count| {
        let (what, written, data, fact) = key;
        let message = format!("“{what}”前后不一致：这里写“{written}”，数据是“{data}”{}", times(count));
        let help = match fact {
            Some(fact) => format!("核对哪个是对的，改正另一个；这里写 {{{{ {fact} }}}}，就不会再不一致"),
            None => "核对哪个是对的，改正另一个".to_owned(),
        };
        let finding = Finding::of(&W704, message).help(help);
        match sources.get(key) {
            Some(place) => finding.label(place.clone(), "数据写在这里"),
            None => finding,
        }
    })
}
