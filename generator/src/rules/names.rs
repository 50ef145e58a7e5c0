//! K102: two things of one kind must not share an id, because ids become anchors and names of facts.

use super::written::Wanted;
use super::{Context, span_at};
use crate::diagnostics::{Finding, Rule, Severity, Span};
use crate::model::{Campaign, Spanned};
use std::collections::{BTreeMap, BTreeSet};

pub(crate) static K102: Rule = Rule {
    id: "K102",
    severity: Severity::Error,
    judgement: false,
    title: "同一个代号用了两次",
    why: "代号是网址、日历和更正通知认东西的名字，不能重复。",
    fix: "给其中一个换个代号。",
};

pub(super) fn check(context: &mut Context<'_>) {
    let model = context.model;
    for folder in &model.campaigns {
        let campaign = &folder.campaign;
        for list in lists(&campaign.value) {
            repeated(context, &campaign.file, list);
        }
        let duties: Vec<&Spanned<String>> = campaign.duties.iter().map(|duty| &duty.id).collect();
        twice(context, &campaign.file, "分工", &duties);
        for duty in &campaign.duties {
            let tasks: Vec<&Spanned<String>> = duty.tasks.iter().map(|task| &task.id).collect();
            twice(context, &campaign.file, &format!("“{}”的任务", duty.role), &tasks);
        }
        for (_, route) in &folder.routes {
            let sessions: Vec<&str> = route.sessions.iter().map(|session| session.id.as_str()).collect();
            repeated(context, &route.file, ("场次", ["sessions", "场次"], sessions));
            let deliveries: Vec<&Spanned<String>> = route.delivery.iter().map(|delivery| &delivery.id).collect();
            twice(context, &route.file, "提交", &deliveries);
        }
    }
    for school in model.schools.values() {
        let campuses: Vec<&str> = school.campuses.iter().map(|campus| campus.id.as_str()).collect();
        repeated(context, &school.file, ("校区", ["campuses", "校区"], campuses));
        let offices: Vec<&str> = school.offices.iter().map(|office| office.id.as_str()).collect();
        repeated(context, &school.file, ("部门", ["offices", "部门"], offices));
    }
}

/// What a list is called, the key under which it stands, in English and in Chinese, and its ids.
type List<'a> = (&'static str, [&'static str; 2], Vec<&'a str>);

fn lists(campaign: &Campaign) -> [List<'_>; 5] {
    [
        (
            "时间节点",
            ["deadlines", "日程"],
            campaign.deadlines.iter().map(|d| d.id.as_str()).collect(),
        ),
        (
            "核对",
            ["verification", "核对"],
            campaign.verification.iter().map(|v| v.id.as_str()).collect(),
        ),
        (
            "系统",
            ["systems", "系统"],
            campaign.systems.iter().map(|s| s.id.as_str()).collect(),
        ),
        (
            "联系方式",
            ["contacts", "联系方式"],
            campaign.contacts.iter().map(|c| c.id.as_str()).collect(),
        ),
        (
            "附件",
            ["attachments", "附件"],
            campaign.attachments.iter().map(|a| a.id.as_str()).collect(),
        ),
    ]
}

/// A finding for each id that an item before it has, at its place in the list.
fn repeated(context: &mut Context<'_>, file: &str, (what, key, ids): List<'_>) {
    let mut seen = BTreeSet::new();
    let twice: BTreeSet<&str> = ids.iter().copied().filter(|id| !seen.insert(*id)).collect();
    if twice.is_empty() {
        return;
    }
    let wanted = Wanted { file, key, id: None };
    let mut places: BTreeMap<&str, Vec<Span>> = BTreeMap::new();
    for (id, span) in wanted.ids(context.sources) {
        places.entry(id).or_default().push(span);
    }
    for id in twice {
        let finding = || Finding::of(&K102, format!("有两个{what}都叫“{id}”")).help("给其中一个换个 id");
        let mut places = places.remove(id).unwrap_or_default().into_iter();
        match (places.next(), places.next()) {
            (Some(first), Some(second)) => {
                let others = std::iter::once(second).chain(places);
                let findings = others.map(|place| finding().at(place).label(first.clone(), "第一个在这里"));
                context.findings.extend(findings);
            }
            _ => context.findings.push(finding().in_file(file)),
        }
    }
}

/// The same for ids that know their places.
fn twice(context: &mut Context<'_>, file: &str, what: &str, ids: &[&Spanned<String>]) {
    let mut seen: BTreeMap<&str, &Spanned<String>> = BTreeMap::new();
    for id in ids {
        let Some(first) = seen.get(id.value.as_str()) else {
            seen.insert(&id.value, id);
            continue;
        };
        let finding = Finding::of(&K102, format!("{what}里有两个“{}”", id.value))
            .at_value(file, id)
            .help("给其中一个换个 id");
        context.findings.push(match span_at(file, first) {
            Some(span) => finding.label(span, "第一个在这里"),
            None => finding,
        });
    }
}
