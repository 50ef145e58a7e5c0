//! Findings for GitLab: a Code Quality report, which it shows in merge requests.

use super::identity::fingerprints;
use super::{Finding, Severity, Sources};
use serde_json::{Value, json};

/// A JSON array with a line break at its end. `folder` leads from the repository to the site's root, such as `sites/2027/`; empty when they are the same.
///
/// # Errors
/// None in practice: the rows hold only text and numbers.
pub fn render_gitlab(findings: &[Finding], sources: &Sources, folder: &str) -> Result<String, serde_json::Error> {
    let prints = fingerprints(findings.iter(), folder);
    let rows = findings.iter().zip(&prints);
    let rows: Vec<Value> = rows
        .map(|(finding, print)| row(finding, print, sources, folder))
        .collect();
    let mut text = serde_json::to_string_pretty(&rows)?;
    text.push('\n');
    Ok(text)
}

fn row(finding: &Finding, fingerprint: &str, sources: &Sources, folder: &str) -> Value {
    let path = format!("{folder}{}", finding.path().unwrap_or("content"));
    let place = finding.primary.as_ref();
    let line = place.and_then(|span| sources.line_col(&span.file, span.range.start));
    let line = line.map_or(1, |(line, _)| line);
    let severity = match finding.severity {
        Severity::Error => "critical",
        Severity::Warning => "major",
        Severity::Info => "info",
    };
    let description = match &finding.help {
        Some(help) => format!("{}。怎么改：{help}", finding.message),
        None => finding.message.clone(),
    };
    json!({
        "description": description,
        "check_name": finding.rule.id,
        "fingerprint": fingerprint,
        "severity": severity,
        "location": { "path": path, "lines": { "begin": line } },
    })
}
