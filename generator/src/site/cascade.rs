//! Findings that only say again what another has said: left out, so that the cause stands alone.

use crate::diagnostics::Finding;
use std::collections::BTreeSet;

/// Drops what follows from files that could not be understood, or from names that lead nowhere.
pub(super) fn drop_followers(findings: &mut Vec<Finding>, failed: &BTreeSet<String>) {
    let lost = lost_names(findings);
    let missing = missing_attachments(findings);
    findings.retain(|finding| !follows_from(finding, failed, &lost) && !is_told_by(finding, &missing));
}

/// What a finding is about: its rule, its file, its place there, or where there is none what is said.
type Matter = (&'static str, Option<String>, Option<(usize, usize)>, String);

/// What the findings of a pass are about.
pub(super) fn matters(findings: &[Finding]) -> BTreeSet<Matter> {
    findings.iter().map(matter).collect()
}

/// Drops what an earlier pass has told: with less on the site it is seen on other pages, and is the same fault.
pub(super) fn drop_told(findings: &mut Vec<Finding>, told: &BTreeSet<Matter>) {
    findings.retain(|finding| !told.contains(&matter(finding)));
}

fn matter(finding: &Finding) -> Matter {
    let range = finding.primary.as_ref().map(|span| (span.range.start, span.range.end));
    // The pages that show a dead link stand behind what is said of it.
    let said = match &range {
        Some(_) => "",
        None => finding.message.split("（在 ").next().unwrap_or_default(),
    };
    (
        finding.rule.id,
        finding.path().map(str::to_owned),
        range,
        said.to_owned(),
    )
}

/// Campaign and file name of each attachment that is named and isn't there.
fn missing_attachments(findings: &[Finding]) -> BTreeSet<(String, String)> {
    let named = findings.iter().filter(|finding| finding.rule.id == "A403");
    named
        .filter_map(|finding| {
            let (_, name) = finding.message.split_once('“')?;
            let (name, _) = name.split_once('”')?;
            Some((campaign_of(finding.path()?)?.to_owned(), name.to_owned()))
        })
        .collect()
}

/// Whether it is the dead link that a template makes of an attachment whose absence has been told where it is named. One that somebody
/// wrote into a notice is told at its own place.
fn is_told_by(finding: &Finding, missing: &BTreeSet<(String, String)>) -> bool {
    let of_template = finding.rule.id == "L601" && finding.primary.is_none();
    of_template
        && missing
            .iter()
            .any(|(id, name)| finding.message.contains(&format!("/{id}/attachments/{name}（")))
}

/// Campaigns that name a school or provider which doesn't exist: their facts about offices and providers are missing, too.
fn lost_names(findings: &[Finding]) -> BTreeSet<String> {
    findings
        .iter()
        .filter(|f| f.rule.id == "K101")
        .filter_map(|f| campaign_of(f.path()?))
        .map(str::to_owned)
        .collect()
}

fn campaign_of(path: &str) -> Option<&str> {
    Some(path.strip_prefix("content/campaigns/")?.split_once('/')?.0)
}

/// Whether a finding only says again what another has said: facts are missing because the data behind them could not be read.
fn follows_from(finding: &Finding, failed: &BTreeSet<String>, lost: &BTreeSet<String>) -> bool {
    let Some(own) = finding
        .path()
        .filter(|_| finding.rule.id == "H103")
        .and_then(campaign_of)
    else {
        return false;
    };
    let elsewhere = ["“office.", "“provider."]
        .iter()
        .any(|start| finding.message.contains(start));
    failed.iter().any(|file| {
        let shared = file.starts_with("content/schools/") || file.starts_with("content/providers/");
        shared || (!file.ends_with(".md") && campaign_of(file) == Some(own))
    }) || (elsewhere && lost.contains(own))
}
