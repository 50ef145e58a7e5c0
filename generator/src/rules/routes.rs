//! R903: a sentence says that only one way is left, while the routes say that another is open, too.

use super::prose::Line;
use super::written::sentences;
use super::{Context, span_at};
use crate::diagnostics::{Finding, Rule, Severity};
use crate::model::{CampaignFolder, Route, RouteKind, Sourced};
use std::collections::BTreeSet;

pub(crate) static R903: Rule = Rule {
    id: "R903",
    severity: Severity::Error,
    judgement: true,
    title: "后果和路线说的不一样",
    why: "一处说只能走一条路，另一处还开着别的路，学生会白花钱、白跑一趟。",
    fix: "核对错过以后还能走哪几条路线，把句子和路线的 fallback 改成一致。",
};

/// Words by which sentences call a kind of route.
fn words(kind: RouteKind) -> &'static [&'static str] {
    match kind {
        RouteKind::Onsite => &["现场", "线下", "到校", "集体采集", "集体拍"],
        RouteKind::Online => &["线上", "在线采集"],
        RouteKind::Studio => &["散拍", "图片社"],
        RouteKind::Upload => &["小程序", "上传"],
        RouteKind::SelfUpload => &["自行上传", "系统上传"],
        RouteKind::Makeup => &["补拍"],
    }
}

/// Words for somebody who didn't manage one route.
const MISSED: [&str; 19] = [
    "不成功",
    "未成功",
    "没有成功",
    "没成功",
    "错过",
    "没有参加",
    "未参加",
    "不能参加",
    "无法参加",
    "没有缴",
    "未缴",
    "没缴",
    "逾期",
    "过期",
    "缺席",
    "放弃",
    "失败",
    "没有拍",
    "没赶上",
];

/// A choice between routes, not what is left after missing one.
const CHOICE: [&str; 4] = ["选", "二选一", "择", "从"];

/// That there is no later chance at all.
const NEVER: [&str; 5] = ["不再补拍", "不予补拍", "不安排补拍", "没有补拍", "不组织补拍"];

pub(super) fn check(context: &mut Context<'_>) {
    let written = context.written;
    let model = context.model;
    let mut found = Vec::new();
    for folder in model.campaigns.iter().filter(|folder| folder.routes.len() > 1) {
        for line in &written.of(&folder.id).lines {
            for (at, sentence) in sentences(line.text) {
                found.extend(only_way(folder, line, at, sentence));
                found.extend(no_way(folder, line, at, sentence));
            }
        }
    }
    context.findings.append(&mut found);
}

type Entry = (String, Sourced<Route>);

fn named<'a>(folder: &'a CampaignFolder, text: &str) -> Vec<&'a Entry> {
    let called = |entry: &&Entry| {
        let (_, route) = *entry;
        let spoken = words(route.kind).iter().any(|word| text.contains(word));
        // 小程序散拍 is called 散拍 as well.
        let kinds = [RouteKind::Studio, RouteKind::Makeup, RouteKind::Online];
        let mut parts = kinds.iter().flat_map(|kind| words(*kind));
        spoken || text.contains(&route.name) || parts.any(|word| text.contains(word) && route.name.contains(word))
    };
    folder.routes.iter().filter(called).collect()
}

fn main_route(folder: &CampaignFolder) -> Option<&Entry> {
    folder
        .routes
        .iter()
        .find(|(id, _)| *id == folder.campaign.main_route.value)
}

/// `……只能散拍`, said to those who missed a route that others follow, too.
fn only_way(folder: &CampaignFolder, line: &Line<'_>, at: usize, sentence: &str) -> Option<Finding> {
    let only = sentence.find("只能")?;
    let (before, left) = (sentence.get(..only)?, sentence.get(only..)?);
    let behind = left.strip_prefix("只能")?;
    let negated = ["不", "不是", "并非"].iter().any(|word| before.ends_with(word));
    let is_choice = CHOICE.iter().any(|word| behind.starts_with(word));
    if negated || is_choice || !MISSED.iter().any(|word| before.contains(word)) {
        return None;
    }
    let offered: BTreeSet<&str> = named(folder, behind).into_iter().map(|(id, _)| id.as_str()).collect();
    let (id, missed) = missed(folder, line, before)?;
    if offered.is_empty() || offered.contains(id.as_str()) {
        return None;
    }
    let open = open_after(folder, id, missed);
    let open: Vec<&Entry> = open
        .into_iter()
        .filter(|(other, _)| !offered.contains(other.as_str()))
        .collect();
    let (first, names) = (open.first()?, open.iter().map(|(_, route)| format!("“{}”", route.name)));
    let said = left.trim_end_matches(['。', '；', ';', '！', '!']);
    let message = format!(
        "这里说“{}”，可是错过“{}”还能走{}",
        shortened(said),
        missed.name,
        names.collect::<Vec<_>>().join("、")
    );
    let finding = Finding::of(&R903, message)
        .at(line.span(at + only..at + only + said.len()))
        .help(format!(
            "还能走，就把句子改成“可以走……”；真的不能走，就从“{}”的 fallback 里删掉它",
            missed.name
        ));
    Some(label(finding, missed, first))
}

/// `不再补拍`, while there is a route for just that. What can't be made up for on the spot may be made up for elsewhere.
fn no_way(folder: &CampaignFolder, line: &Line<'_>, at: usize, sentence: &str) -> Option<Finding> {
    let (start, word) = NEVER.iter().find_map(|word| Some((sentence.find(word)?, *word)))?;
    let before = sentence.get(..start)?;
    let clause = before.rsplit(['，', ',', '、']).next().unwrap_or(before);
    if ["现场", "当场", "当天"].iter().any(|word| clause.contains(word)) {
        return None;
    }
    let (_, route) = folder
        .routes
        .iter()
        .find(|(_, route)| route.kind == RouteKind::Makeup)?;
    // The route itself may say that there is none after it.
    if line.file == route.file || before.contains(&route.name) {
        return None;
    }
    let message = format!("这里说“{word}”，可是路线“{}”就是给人补拍的", route.name);
    let finding = Finding::of(&R903, message).at(line.span(at + start..at + start + word.len()));
    Some(finding.help("核对还有没有补拍；有，就改这句话，没有，就删掉那条路线"))
}

/// Whom a sentence speaks to: those who missed the route of its file, or the one that it names, or the main route.
fn missed<'a>(folder: &'a CampaignFolder, line: &Line<'_>, before: &str) -> Option<&'a Entry> {
    let own = folder.routes.iter().find(|(_, route)| route.file == line.file);
    let onsite = |entry: &&&Entry| entry.1.kind == RouteKind::Onsite;
    let spoken = named(folder, before);
    let spoken = spoken.iter().find(onsite).or(spoken.first()).copied();
    own.or(spoken).or_else(|| main_route(folder))
}

/// The routes that those may take who missed one, as far as the routes themselves say, unless they are over before it begins.
fn open_after<'a>(folder: &'a CampaignFolder, id: &str, missed: &Route) -> Vec<&'a Entry> {
    let start = first_moment(missed);
    let open = |entry: &&Entry| {
        let (other, route) = *entry;
        let offered = missed.fallback.iter().any(|fallback| fallback.value == *other);
        let made_for = route.audience.iter().filter_map(|group| group.value.missed.as_ref());
        let over = matches!((start, last_moment(route)), (Some(start), Some(end)) if end <= start);
        other != id && !over && (offered || made_for.into_iter().any(|of| of.value == id))
    };
    folder.routes.iter().filter(open).collect()
}

fn first_moment(route: &Route) -> Option<i64> {
    let sessions = route.sessions.iter().map(|session| &session.start);
    let window = route.window.iter().filter_map(|window| window.start.as_ref());
    let all = sessions.chain(window).filter_map(|when| when.value.stamp());
    all.map(|stamp| stamp.first_second()).min()
}

fn last_moment(route: &Route) -> Option<i64> {
    let end = route.window.as_ref()?.end.as_ref()?;
    Some(end.value.last_stamp()?.last_second())
}

/// Points at the place that says the contrary.
fn label(finding: Finding, missed: &Sourced<Route>, open: &Entry) -> Finding {
    let (id, route) = open;
    let fallback = missed.fallback.iter().find(|fallback| fallback.value == *id);
    let place = match fallback {
        Some(fallback) => span_at(&missed.file, fallback),
        None => {
            let group = route.audience.iter().find_map(|group| group.value.missed.as_ref());
            group.and_then(|group| span_at(&route.file, group))
        }
    };
    match place {
        Some(span) => finding.label(span, format!("这里写着错过了可以走“{}”", route.name)),
        None => finding,
    }
}

/// Long sentences are quoted by their beginning.
fn shortened(text: &str) -> String {
    const LENGTH: usize = 24;
    if text.chars().count() <= LENGTH {
        return text.to_owned();
    }
    let start: String = text.chars().take(LENGTH).collect();
    format!("{start}……")
}
