//! K102: two things of one kind must not share an id, because ids become anchors and names of facts.

use super::{Context, span_at};
use crate::diagnostics::{Finding, Rule, Severity, Sources, Span};
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
    let sources = context.sources;
    let model = context.model;
    for folder in &model.campaigns {
        let campaign = &folder.campaign;
        for (what, ids) in lists(&campaign.value) {
            repeated(context, sources, &campaign.file, what, &ids);
        }
        let duties: Vec<&Spanned<String>> = campaign.duties.iter().map(|duty| &duty.id).collect();
        twice(context, &campaign.file, "分工", &duties);
        for duty in &campaign.duties {
            let tasks: Vec<&Spanned<String>> = duty.tasks.iter().map(|task| &task.id).collect();
            twice(context, &campaign.file, &format!("“{}”的任务", duty.role), &tasks);
        }
        for (_, route) in &folder.routes {
            let sessions: Vec<&str> = route.sessions.iter().map(|session| session.id.as_str()).collect();
            repeated(context, sources, &route.file, "场次", &sessions);
            let deliveries: Vec<&Spanned<String>> = route.delivery.iter().map(|delivery| &delivery.id).collect();
            twice(context, &route.file, "提交", &deliveries);
        }
    }
    for school in model.schools.values() {
        let campuses: Vec<&str> = school.campuses.iter().map(|campus| campus.id.as_str()).collect();
        repeated(context, sources, &school.file, "校区", &campuses);
        let offices: Vec<&str> = school.offices.iter().map(|office| office.id.as_str()).collect();
        repeated(context, sources, &school.file, "部门", &offices);
    }
}

fn lists(campaign: &Campaign) -> [(&'static str, Vec<&str>); 5] {
    [
        ("时间节点", campaign.deadlines.iter().map(|d| d.id.as_str()).collect()),
        ("核对", campaign.verification.iter().map(|v| v.id.as_str()).collect()),
        ("系统", campaign.systems.iter().map(|s| s.id.as_str()).collect()),
        ("联系方式", campaign.contacts.iter().map(|c| c.id.as_str()).collect()),
        ("附件", campaign.attachments.iter().map(|a| a.id.as_str()).collect()),
    ]
}

fn repeated(context: &mut Context<'_>, sources: &Sources, file: &str, what: &str, ids: &[&str]) {
    let mut seen = BTreeSet::new();
    for id in ids {
        if !seen.insert(id) {
            let finding = Finding::of(&K102, format!("有两个{what}都叫“{id}”")).help("给其中一个换个 id");
            let mut places = places(sources, file, id).into_iter();
            let first = places.next();
            let finding = match (places.next(), first) {
                (Some(second), Some(first)) => finding.at(second).label(first, "第一个在这里"),
                _ => finding.in_file(file),
            };
            context.findings.push(finding);
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

/// Places where `id: <id>` is written.
fn places(sources: &Sources, file: &str, id: &str) -> Vec<Span> {
    let text = sources.get(file).unwrap_or("");
    let mut offset = 0;
    let mut found = Vec::new();
    for line in text.split_inclusive('\n') {
        let content = line.trim_start_matches([' ', '-']).trim_end();
        if content
            .strip_prefix("id:")
            .is_some_and(|value| value.trim().trim_matches(['"', '\'']) == id)
        {
            let start = offset + (line.len() - line.trim_start_matches([' ', '-']).len());
            found.push(Span {
                file: file.to_owned(),
                range: start..start + content.len(),
            });
        }
        offset += line.len();
    }
    found
}
