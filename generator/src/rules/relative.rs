//! Times that can't be worked out. K106: counted from an event that isn't there. T218: counted from itself. T221: `即日起` or a counted
//! time where neither can stand. T220: beyond the calendar.

use super::near::near;
use super::span_at;
use crate::derive::relative::{Fault, Problem};
use crate::diagnostics::{Finding, Rule, Severity, Sources, Span};
use crate::model::{EventKind, When};
use crate::source::Loaded;
use std::collections::BTreeSet;

pub(crate) static K106: Rule = Rule {
    id: "K106",
    severity: Severity::Error,
    judgement: false,
    title: "没有这个事件",
    why: "相对时间要从一件有时间的事算起。",
    fix: "改成已有的事件；可以写的都列在提示里。",
};

pub(crate) static T218: Rule = Rule {
    id: "T218",
    severity: Severity::Error,
    judgement: false,
    title: "相对时间绕成了一个圈",
    why: "互相等着对方的时间，一个也算不出来。",
    fix: "把其中一个改写成日期，或写 待定。",
};

pub(crate) static T220: Rule = Rule {
    id: "T220",
    severity: Severity::Error,
    judgement: false,
    title: "相对时间太远",
    why: "算出来的日期不在日历范围里，数字多半写错了。",
    fix: "核对天、小时、周、月的数字。",
};

pub(crate) static T221: Rule = Rule {
    id: "T221",
    severity: Severity::Error,
    judgement: false,
    title: "这里不能写这样的时间",
    why: "有的地方只能是一个日期，有的地方只能是开始或截止。",
    fix: "照提示改成日期；还不知道就写 待定。",
};

/// How many lines a counted time takes at most.
const LINES: usize = 4;

/// How many ids a message lists.
const LISTED: usize = 12;

/// Says what is wrong with each. Nobody is blamed for naming an event of a file that could not be read.
pub fn check(problems: &[Problem], loaded: &Loaded) -> Vec<Finding> {
    problems
        .iter()
        .filter(|problem| !names_unread(problem, &loaded.failed))
        .map(|problem| {
            let start = span_at(&problem.file, &problem.when).map(|span| span.range.start);
            let named = start.and_then(|start| event_span(&problem.file, start, event(problem), &loaded.sources));
            match named {
                Some(span) => finding(problem).at(span),
                None => finding(problem).at_value(&problem.file, &problem.when),
            }
        })
        .collect()
}

/// Where the event is named: the place of the whole time is but its first character.
pub(super) fn event_span(file: &str, start: usize, event: &str, sources: &Sources) -> Option<Span> {
    let text = sources.get(file)?.get(start..)?;
    let near: usize = text.split_inclusive('\n').take(LINES).map(str::len).sum();
    let at = start + text.get(..near)?.find(event).filter(|_| !event.is_empty())?;
    Some(Span {
        file: file.to_owned(),
        range: at..at + event.len(),
    })
}

fn finding(problem: &Problem) -> Finding {
    match &problem.fault {
        Fault::Unknown(known) => unknown(event(problem), known),
        Fault::Circle(chain) => {
            let chain = chain.join(" → ");
            Finding::of(&T218, format!("相对时间绕成了一个圈：{chain}")).help("把其中一个改写成日期，或写 待定")
        }
        Fault::NotAStart => Finding::of(&T221, "“即日起”是开始，不能写在截止这里")
            .help("截止写日期，例如 2024-04-27 17:00；还不知道就写 待定"),
        Fault::NotADate => {
            Finding::of(&T221, "这里只能写日期，不能写“即日起”或相对时间").help("写成 2024-04-10 或 2024-04-10 16:32")
        }
        Fault::TooFar => {
            Finding::of(&T220, "这个相对时间算出来不在 1000–9999 年之间").help("核对天、小时、周、月的数字")
        }
    }
}

fn event(problem: &Problem) -> &str {
    match &problem.when.value {
        When::Relative(relative) => &relative.event,
        _ => "",
    }
}

fn unknown(event: &str, known: &[String]) -> Finding {
    let words = EventKind::WORDS.into_iter();
    let nearest = words
        .clone()
        .chain(known.iter().map(String::as_str))
        .filter_map(|name| {
            let length = name.chars().count();
            let limit = if name.is_ascii() { length.max(3) / 3 } else { length / 2 };
            Some((near(event, name, limit)?, name))
        })
        .min();
    let guess = nearest
        .map(|(_, name)| format!("，是不是想写“{name}”"))
        .unwrap_or_default();
    let mut listed: Vec<&str> = words.chain(known.iter().take(LISTED).map(String::as_str)).collect();
    if known.len() > LISTED {
        listed.push("……");
    }
    Finding::of(&K106, format!("没有叫“{event}”的事件{guess}")).help(format!("可以写的有：{}", listed.join("、")))
}

/// Whether the event lies in a route's file that could not be read.
fn names_unread(problem: &Problem, failed: &BTreeSet<String>) -> bool {
    if !matches!(problem.fault, Fault::Unknown(_)) {
        return false;
    }
    let folder = problem.file.split("/routes/").next().unwrap_or("");
    let folder = folder.strip_suffix("/campaign.yaml").unwrap_or(folder);
    let route = event(problem)
        .strip_prefix("route.")
        .and_then(|rest| rest.split('.').next());
    route.is_some_and(|route| failed.contains(&format!("{folder}/routes/{route}.yaml")))
}
