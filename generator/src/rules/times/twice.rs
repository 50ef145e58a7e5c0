//! T205: one thing with two deadlines, in the data or between the data and the text.

use super::plan::{Part, Plan, Thing, Time};
use super::printed;
use super::written::{Day, Text};
use crate::derive::timeline::STUDENT;
use crate::diagnostics::{Finding, Rule, Severity, Span};
use crate::model::{Stamp, When};
use crate::rules::Context;
use crate::rules::prose::Line;
use std::collections::BTreeMap;

pub(crate) static T205: Rule = Rule {
    id: "T205",
    severity: Severity::Error,
    judgement: true,
    title: "同一件事有两个截止时间",
    why: "有人照早的赶，有人照晚的等；过了早的那个，谁也说不清还收不收。",
    fix: "确定一个，另一处改成一样；正文里用 {{ … }} 插入数据里的时间，就只写一次。",
};

pub(super) fn check(context: &mut Context<'_>, plan: &Plan<'_>) {
    let mut first: BTreeMap<(String, &str), (Stamp, &Thing<'_>)> = BTreeMap::new();
    let mut findings = Vec::new();
    for (key, thing) in plan.things.iter().flat_map(keys) {
        let Some((end, stamp)) = known_end(thing) else { continue };
        // A class and a college may hand in the same thing on different days.
        let who = thing.who.unwrap_or(STUDENT);
        match first.get(&(key.clone(), who)) {
            Some((before, other)) if *before != stamp && !std::ptr::eq(*other, thing) => {
                findings.push(two(thing, end, stamp, other, *before));
            }
            Some(_) => {}
            None => {
                first.insert((key, who), (stamp, thing));
            }
        }
    }
    // Two deliverables of one task say the same thing once.
    findings.sort_by_key(|finding| {
        finding
            .primary
            .as_ref()
            .map(|span| (span.file.clone(), span.range.start))
    });
    findings.dedup_by(|a, b| a.primary == b.primary && a.labels == b.labels);
    context.findings.append(&mut findings);
}

/// What a thing can be recognised by: its own words, and what is handed in.
fn keys<'a, 'p>(thing: &'a Thing<'p>) -> impl Iterator<Item = (String, &'a Thing<'p>)> {
    let is_own = matches!(thing.part, Part::Deadline | Part::Task);
    let words = is_own.then_some(thing.what.as_str());
    let all = words.into_iter().chain(thing.deliver.iter().map(String::as_str));
    let keys = all.map(core).filter(|key| !key.is_empty());
    keys.map(move |key| (key, thing))
}

/// The words without spaces, punctuation and what only says that it is a deadline.
fn core(words: &str) -> String {
    let plain: String = words.chars().filter(|c| c.is_alphanumeric()).collect();
    let ends = ["截止时间", "截止日期", "截止"];
    let end = ends.iter().find_map(|end| plain.strip_suffix(end));
    end.unwrap_or(&plain).to_owned()
}

fn known_end<'a>(thing: &'a Thing<'_>) -> Option<(&'a Time<'a>, Stamp)> {
    let end = thing.end.as_ref()?;
    match end.when {
        When::At(stamp) => Some((end, *stamp)),
        _ => None,
    }
}

fn two(thing: &Thing<'_>, end: &Time<'_>, stamp: Stamp, other: &Thing<'_>, before: Stamp) -> Finding {
    let mine: Vec<String> = keys(thing).map(|(key, _)| key).collect();
    let shared = other.deliver.iter().find(|words| mine.contains(&core(words)));
    let message = format!(
        "“{}”有两个截止时间：{} 与 {}",
        shared.unwrap_or(&other.what),
        printed(before),
        printed(stamp)
    );
    let finding = end.place(Finding::of(&T205, message));
    let finding = match &other.end {
        Some(time) => time.label(finding, "第一次写在这里"),
        None => finding,
    };
    finding.help("确定一个截止时间，两处写成一样；其实是两件事的，把事项写得能分清")
}

/// The attachments of a campaign by their printed number and their id, each with the deadline by which it is handed in.
pub(super) struct Numbered(Vec<Due>);

struct Due {
    /// `附件3`, and `attachment.a3` as it is inserted.
    names: [String; 2],
    stamp: Stamp,
    place: Option<Span>,
    /// Who hands it in.
    who: Vec<String>,
}

/// Attachments that are looked for in the text: a notice has a handful.
const ATTACHMENTS: usize = 100;

impl Numbered {
    /// Only attachments whose deadline is the same wherever the data name them, and as it was written first: a notice of before may say
    /// what held until another notice changed it.
    pub(super) fn of(plan: &Plan<'_>) -> Self {
        let attachments = plan.folder.campaign.attachments.iter().take(ATTACHMENTS);
        let due = attachments.filter_map(|attachment| {
            let own = plan
                .things
                .iter()
                .filter(|thing| matches!(thing.part, Part::Deadline | Part::Task));
            let named = own.filter(|thing| {
                let texts = std::iter::once(&thing.what).chain(thing.deliver);
                let mut texts = texts.filter(|text| mentions(text, &attachment.no));
                texts.next().is_some()
            });
            let ends: Vec<(&Thing<'_>, (&Time<'_>, Stamp))> =
                named.filter_map(|thing| Some((thing, known_end(thing)?))).collect();
            let (_, (time, stamp)) = ends.first()?;
            let agreed = ends.iter().all(|(_, (end, other))| other == stamp && !end.amended);
            agreed.then(|| Due {
                names: [attachment.no.clone(), format!("attachment.{}", attachment.id)],
                stamp: *stamp,
                place: time.span.clone(),
                who: ends
                    .iter()
                    .filter_map(|(thing, _)| thing.who.map(str::to_owned))
                    .collect(),
            })
        });
        Self(due.collect())
    }
}

/// Whether a text names an attachment: 附件1 is not 附件12.
fn mentions(text: &str, name: &str) -> bool {
    let next = |at: usize| text.get(at + name.len()..).and_then(|rest| rest.chars().next());
    let own = |at: usize| !next(at).is_some_and(|c| c.is_ascii_alphanumeric());
    !name.is_empty() && text.match_indices(name).any(|(at, _)| own(at))
}

/// A sentence of the text that says until when an attachment is handed in, and says it otherwise than the data.
pub(super) fn line(context: &mut Context<'_>, line: &Line<'_>, text: &Text, numbers: &Numbered) {
    for day in text.days() {
        let Some((minutes, sentence)) = until(line.text, text, day) else {
            continue;
        };
        let named = numbers
            .0
            .iter()
            .find(|due| due.names.iter().any(|name| mentions(sentence, name)));
        let Some(due) = named else { continue };
        let date = due.stamp.date;
        let same_day = (date.month(), date.day()) == (day.month, day.day) && day.year.is_none_or(|y| y == date.year());
        // Another day may be that of another role, unless the sentence names the same one.
        let same_role = due.who.iter().any(|who| sentence.contains(who.as_str()));
        if (same_day && minutes == due.stamp.minutes) || !(same_day || same_role) {
            continue;
        }
        if due
            .place
            .as_ref()
            .is_some_and(|place| place.file == line.file && line.span(day.range.clone()) == *place)
        {
            continue;
        }
        let said = line.text.get(day.range.start..).unwrap_or_default();
        let end = text.bytes(day.after, day.after).start - day.range.start;
        let clock = minutes.map_or("（没有钟点）".to_owned(), |m| {
            format!(" {}:{:02}", m / 60, m % 60)
        });
        let message = format!(
            "{}有两个截止时间：这里写 {}{clock}，数据里是 {}",
            due.names.first().map(String::as_str).unwrap_or_default(),
            said.get(..end).unwrap_or_default(),
            printed(due.stamp)
        );
        let mut finding = Finding::of(&T205, message).at(line.span(day.range.clone()));
        if let Some(place) = &due.place {
            finding = finding.label(place.clone(), "数据写在这里");
        }
        context
            .findings
            .push(finding.help("改成一样；正文里用 {{ … }} 插入数据里的时间，就只写一次"));
    }
}

/// The clock time of a day that is a deadline (`10月27日17:00之前`), and the sentence around it.
fn until<'a>(line: &'a str, text: &Text, day: &Day) -> Option<(Option<u16>, &'a str)> {
    let mut at = text.skip(day.after);
    if let Some((_, behind)) = text.bracket(at) {
        at = text.skip(behind);
    }
    let clock = text.clock(at);
    let end = text.skip(clock.map_or(at, |(_, behind)| behind));
    let marks = ["前", "之前", "以前", "截止", "为止"];
    if !marks.iter().any(|mark| text.has(end, mark)) || text.has(end, "前往") {
        return None;
    }
    let sentence = line.get(text.sentence(day.first, day.after))?;
    Some((clock.map(|(minutes, _)| minutes), sentence))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_attachment_is_named_by_its_whole_number() {
        assert!(mentions("填写附件1，盖章", "附件1"));
        assert!(mentions("见{{ attachment.a1 }}", "attachment.a1"));
        assert!(!mentions("填写附件12", "附件1"));
        assert!(mentions("附件12和附件1", "附件1"));
    }

    #[test]
    fn a_deadline_is_recognised_by_what_it_is_about() {
        assert_eq!(core("报名 截止时间"), core("报名"));
        assert_eq!(core("交附件3（电子版）"), core("交附件3 (电子版)"));
        assert_ne!(core("交附件3"), core("交附件4"));
    }

    #[test]
    fn the_sentence_around_a_deadline_ends_at_its_stops() {
        let line = "先做别的。请在10月27日17:00之前交附件3，电子版；其余不交";
        let text = Text::new(line);
        let day = &text.days()[0];
        let (minutes, sentence) = until(line, &text, day).unwrap();
        assert_eq!(
            (minutes, sentence),
            (Some(17 * 60), "请在10月27日17:00之前交附件3，电子版")
        );
    }
}
