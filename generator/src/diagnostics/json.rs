//! Findings for programs: one JSON array, positions from 1, columns in characters.

use super::{Finding, Severity, Sources, Span};
use serde::Serialize;

#[derive(Serialize)]
struct Row<'a> {
    rule: &'a str,
    severity: Severity,
    message: &'a str,
    why: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    help: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    file: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    line: Option<usize>,
    #[serde(skip_serializing_if = "Option::is_none")]
    column: Option<usize>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    labels: Vec<Place<'a>>,
}

#[derive(Serialize)]
struct Place<'a> {
    file: &'a str,
    line: usize,
    column: usize,
    text: &'a str,
}

/// All findings as a JSON array with a line break at its end.
///
/// # Errors
/// None in practice: the rows hold only text and numbers.
pub fn render_json(findings: &[Finding], sources: &Sources) -> Result<String, serde_json::Error> {
    let position = |span: &Span| sources.line_col(&span.file, span.range.start);
    let rows: Vec<Row<'_>> = findings
        .iter()
        .map(|finding| {
            let at = finding.primary.as_ref().and_then(position);
            Row {
                rule: finding.rule.id,
                severity: finding.severity,
                message: &finding.message,
                why: finding.rule.why,
                help: finding.help.as_deref(),
                file: finding.path(),
                line: at.map(|(line, _)| line),
                column: at.map(|(_, column)| column),
                labels: finding
                    .labels
                    .iter()
                    .filter_map(|label| {
                        let (line, column) = position(&label.span)?;
                        Some(Place {
                            file: &label.span.file,
                            line,
                            column,
                            text: &label.text,
                        })
                    })
                    .collect(),
            }
        })
        .collect();
    let mut text = serde_json::to_string_pretty(&rows)?;
    text.push('\n');
    Ok(text)
}
