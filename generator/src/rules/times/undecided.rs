//! T213: still 待定 although pictures are taken soon. The only rule of time that asks what day it is.

use super::plan::{LABELS, Part, Plan, Thing};
use super::printed;
use crate::derive::Now;
use crate::diagnostics::{Finding, Rule, Severity, Sources, Span};
use crate::model::scalar::TBA;
use crate::model::{Money, Route, Session, Sourced, Stamp, When};
use crate::rules::{Context, span_at};

pub(crate) static T213: Rule = Rule {
    id: "T213",
    severity: Severity::Warning,
    judgement: true,
    title: "快到采集日了，还有待定",
    why: "同学要请假、买票、排开考试；临时才知道时间地点，就会有人错过。",
    fix: "定下来就改成真实的值；已经发过通知的，另发一份更正。",
};

/// Days before a capture from which nothing should be open: a supplement takes three working days to reach everybody, and students a
/// week to arrange their own.
const DAYS_AHEAD: i32 = 14;

/// Items that a message lists; more are counted.
const LISTED: usize = 6;

/// Something open, and where it is written.
struct Item {
    what: String,
    span: Option<Span>,
}

pub(super) fn check(context: &mut Context<'_>, plan: &Plan<'_>) {
    for (id, route) in &plan.folder.routes {
        let items = of_route(plan, id, route, context.sources);
        let file = &route.file;
        context
            .findings
            .extend(finding(items, file, near(plan, id, context.now)));
    }
    let main = plan.folder.campaign.main_route.value.as_str();
    let items = of_campaign(plan);
    let file = &plan.folder.campaign.file;
    context
        .findings
        .extend(finding(items, file, near(plan, main, context.now)));
}

/// The day on which a route begins, and how many days that is away: none when it is far, over, or not known.
fn near(plan: &Plan<'_>, route: &str, now: Now) -> Option<(Stamp, i32)> {
    let today = Stamp::of_day(now.0)?;
    let main = plan.folder.campaign.main_route.value.as_str();
    let start = plan.capture_start(route).or_else(|| plan.capture_start(main));
    let (start, _) = start?;
    let ends = [plan.capture_end(route), plan.capture_end(main)];
    let last = ends.into_iter().flatten().map(|(stamp, _)| stamp.last_second()).max();
    let is_over = last.unwrap_or_else(|| start.last_second()) <= now.0;
    let days = (start.date - today.date).get_days();
    (!is_over && days <= DAYS_AHEAD).then_some((start, days))
}

fn finding(items: Vec<Item>, file: &str, near: Option<(Stamp, i32)>) -> Option<Finding> {
    let (start, days) = near?;
    let names: Vec<&str> = items.iter().take(LISTED).map(|item| item.what.as_str()).collect();
    let more = if items.len() > LISTED {
        format!("等 {} 项", items.len())
    } else {
        String::new()
    };
    let when = match days {
        ..0 => format!("采集 {} 已经开始", printed(start)),
        0 => "今天就是采集日".to_owned(),
        days => format!("{days} 天后就是采集日 {}", printed(start)),
    };
    let message = format!("仍有待定：{}{more}；{when}", names.join("、"));
    let mut items = items.into_iter();
    let first = items.next()?;
    let finding =
        Finding::of(&T213, message).help("定下来就写上；通知已经发出的，发一份更正，把新值写在它的 changes 里");
    let finding = match first.span {
        Some(span) => finding.at(span),
        None => finding.in_file(file),
    };
    let labelled = items.filter_map(|item| Some((item.span?, item.what))).take(LABELS);
    Some(labelled.fold(finding, |finding, (span, what)| finding.label(span, what)))
}

/// The open ends of a thing.
fn open_times<'a>(thing: &'a Thing<'_>) -> impl Iterator<Item = Item> + 'a {
    let edges = [(&thing.start, "开始"), (&thing.end, "截止")];
    edges.into_iter().filter_map(|(time, edge)| {
        let time = time.as_ref().filter(|time| *time.when == When::Tba)?;
        let what = match thing.part {
            Part::Session if edge == "开始" => format!("{}的时间", thing.what),
            _ => format!("{}的{edge}", thing.what),
        };
        Some(Item {
            what,
            span: time.span.clone(),
        })
    })
}

fn of_campaign(plan: &Plan<'_>) -> Vec<Item> {
    // Checking comes after the capture and may stay open until then.
    let parts = [Part::Deadline, Part::Task];
    let things = plan.things.iter().filter(|thing| parts.contains(&thing.part));
    things.flat_map(open_times).collect()
}

fn of_route(plan: &Plan<'_>, id: &str, route: &Sourced<Route>, sources: &Sources) -> Vec<Item> {
    let mut items: Vec<Item> = plan.of_route(id).flat_map(open_times).collect();
    for (index, session) in route.sessions.iter().enumerate() {
        items.extend(of_session(route, session, sources, index < LABELS));
    }
    if let Some(fee) = route.fee.as_ref().filter(|fee| fee.amount.value == Money::Tba) {
        items.push(Item {
            what: format!("{}的费用", route.name),
            span: span_at(&route.file, &fee.amount),
        });
    }
    items.sort_by_key(|item| item.span.as_ref().map_or(usize::MAX, |span| span.range.start));
    items
}

/// `shown`: whether the place is looked for.
fn of_session(route: &Sourced<Route>, session: &Session, sources: &Sources, shown: bool) -> Vec<Item> {
    let name = if route.sessions.len() > 1 {
        format!("场次 {} 的", session.id)
    } else {
        "场次的".to_owned()
    };
    let start = span_at(&route.file, &session.start).filter(|_| shown);
    let line = |keys: &[&str]| start.as_ref().and_then(|start| beside(start, keys, sources));
    let mut items = Vec::new();
    if session.venue.trim() == TBA {
        items.push(Item {
            what: format!("{name}地点"),
            span: line(&["venue:", "地点:"]),
        });
    }
    let hour_open = session.start.value.stamp().is_some_and(|stamp| stamp.minutes.is_none());
    if session.hours_tba && hour_open {
        items.push(Item {
            what: format!("{name}钟点"),
            span: line(&["hours_tba:", "钟点待定:"]),
        });
    }
    items
}

/// The value of the nearest line with one of these keys, seen from a session's start: fields of one session stand together.
fn beside(start: &Span, keys: &[&str], sources: &Sources) -> Option<Span> {
    let text = sources.get(&start.file)?;
    let (before, behind) = (text.get(..start.range.start)?, text.get(start.range.start..)?);
    let own = |line: &str| {
        keys.iter()
            .any(|key| line.trim_start().trim_start_matches("- ").starts_with(key))
    };
    let mut at = 0;
    let mut above = None;
    for line in before.split_inclusive('\n') {
        // A new item of the list is another session.
        if line.trim_start().starts_with("- ") {
            above = None;
        }
        above = if own(line) { Some((at, line)) } else { above };
        at += line.len();
    }
    let mut at = start.range.start;
    let mut below = None;
    for (index, line) in behind.split_inclusive('\n').enumerate() {
        if index > 0 && line.trim_start().starts_with("- ") {
            break;
        }
        if below.is_none() && index > 0 && own(line) {
            below = Some((at, line));
        }
        at += line.len();
    }
    let (line_start, line) = above.or(below)?;
    let value = line.split_once(':')?.1.trim();
    let from = line_start + line.find(value).filter(|_| !value.is_empty())?;
    Some(Span {
        file: start.file.clone(),
        range: from..from + value.len(),
    })
}
