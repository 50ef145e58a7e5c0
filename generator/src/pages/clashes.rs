//! L606, L607: two sources for one URL, and URLs that the site itself needs. Letters that differ only in case are the same on Windows.

use super::links::shown;
use super::{Content, Page, Part};
use crate::diagnostics::{Finding, Rule, Severity, Span};
use crate::i18n::Locale;
use crate::model::{CampaignFolder, Model, Spanned};
use crate::rules::span_at;
use std::collections::BTreeMap;

pub(crate) static L606: Rule = Rule {
    id: "L606",
    severity: Severity::Error,
    judgement: false,
    title: "两个来源抢同一个网址",
    why: "一个网址只能有一页，另一页会丢；Windows 的服务器和硬盘不分大小写。",
    fix: "给其中一个文件或文件夹改名。",
};

pub(crate) static L607: Rule = Rule {
    id: "L607",
    severity: Severity::Error,
    judgement: false,
    title: "网址是网站自己要用的",
    why: "这个网址上已经有网站自己的页面。",
    fix: "给文件夹改名，例如 2025-benke。",
};

/// URLs that no campaign may take, because the site's own pages live there.
const OWN: &[&str] = &["assets", "en", "search", "self-check"];

/// Pages that take the same URL, or one of the site's own.
pub(super) fn duplicates(pages: &[Page<'_>]) -> Vec<Finding> {
    let mut seen: BTreeMap<String, &Page<'_>> = BTreeMap::new();
    let mut findings = Vec::new();
    for page in pages {
        if let Some(reserved) = reserved(page) {
            findings.extend(reserved);
            continue;
        }
        if let Some(first) = seen.insert(page.url.to_lowercase(), page)
            && !same_clash(first, page)
        {
            findings.push(duplicate(first, page));
        }
    }
    findings
}

fn duplicate(first: &Page<'_>, second: &Page<'_>) -> Finding {
    let (a, b) = (shown(&first.url), shown(&second.url));
    let message = if a == b {
        format!("两个来源抢同一个网址 {a}：{} 和 {}", first.source, second.source)
    } else {
        format!("两个网址只差大小写：{a}（{}）和 {b}（{}）", first.source, second.source)
    };
    let place = |page: &Page<'_>| Span {
        file: page.source.clone(),
        range: 0..0,
    };
    Finding::of(&L606, message)
        .at(place(second))
        .note("这一个")
        .label(place(first), "和这一个")
        .help("给其中一个文件或文件夹改名")
}

/// Whether two pages clash only because their campaigns' overviews do, which is said once.
fn same_clash(a: &Page<'_>, b: &Page<'_>) -> bool {
    let (Content::Campaign(first, _, part), Content::Campaign(second, _, _)) = (a.content, b.content) else {
        return false;
    };
    first.id != second.id && part != Part::Overview
}

/// For a page of a campaign that took one of the site's own names: a finding with the first of them, nothing more with the rest.
fn reserved(page: &Page<'_>) -> Option<Option<Finding>> {
    let Content::Campaign(folder, _, part) = page.content else {
        return None;
    };
    if !OWN.contains(&folder.id.as_str()) {
        return None;
    }
    let message = format!("“{}”是网站自己要用的网址，不能当作届次的名字", folder.id);
    let finding = Finding::of(&L607, message)
        .in_file(&page.source)
        .help("给这个文件夹改名，例如 2025-benke");
    Some((part == Part::Overview && page.locale == Locale::Zh).then_some(finding))
}

/// Attachments of one campaign whose names differ only in case.
pub(super) fn attachments(model: &Model) -> Vec<Finding> {
    model.campaigns.iter().flat_map(of_campaign).collect()
}

fn of_campaign(folder: &CampaignFolder) -> Vec<Finding> {
    let file = &folder.campaign.file;
    let mut seen: BTreeMap<String, &Spanned<String>> = BTreeMap::new();
    let mut findings = Vec::new();
    for attached in folder
        .campaign
        .attachments
        .iter()
        .filter_map(|attachment| attachment.file.as_ref())
    {
        let first = *seen.entry(attached.value.to_lowercase()).or_insert(attached);
        if first.value == attached.value {
            continue;
        }
        let message = format!("两个附件的文件名只差大小写：{} 和 {}", first.value, attached.value);
        let mut finding = Finding::of(&L606, message).at_value(file, attached);
        if let Some(span) = span_at(file, first) {
            finding = finding.label(span, "另一个在这里");
        }
        findings.push(finding.help("给其中一个文件改名，这里也照着改"));
    }
    findings
}
