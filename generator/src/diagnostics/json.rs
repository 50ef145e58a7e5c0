//! Findings for programs: one JSON object whose form has a version and a schema, `docs/schema/findings.json`.
//!
//! Lines and columns count from 1, columns in characters; an end is the place behind the last character. Fields may be added within a
//! version; one that is there keeps its name and meaning.

use super::{Allowed, Finding, Label, Settled, Severity, Sources, Span, count};
use schemars::JsonSchema;
use serde::Serialize;

const VERSION: u32 = 1;

/// What `tassel lint --format json` and `tassel build --format json` print.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(title = "findings")]
pub struct Document<'a> {
    /// Version of this form.
    #[schemars(extend("const" = VERSION))]
    version: u32,
    /// How many there are.
    summary: Summary,
    /// What was found, sorted by file and place.
    findings: Vec<Row<'a>>,
    /// What is known and meant: found, but allowed with a reason in campaign.yaml or site.yaml.
    allowed: Vec<AllowedRow<'a>>,
}

/// Numbers of findings.
#[derive(Debug, Serialize, JsonSchema)]
struct Summary {
    /// Errors: nothing is published while there is one.
    errors: usize,
    /// Warnings: they stop a build with --strict.
    warnings: usize,
    /// Hints: they stop nothing.
    infos: usize,
    /// Findings that are allowed with a reason.
    allowed: usize,
    /// Findings of rules that the site has switched off; they are not listed.
    off: usize,
}

/// One finding.
#[derive(Debug, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
struct Row<'a> {
    /// Id of the rule; `tassel explain` says more about it.
    rule: &'a str,
    /// How much it matters.
    severity: Severity,
    /// What is wrong, in one sentence.
    message: &'a str,
    /// Why that matters.
    why: &'a str,
    /// How to mend it.
    #[serde(skip_serializing_if = "Option::is_none")]
    help: Option<&'a str>,
    /// File, relative to the site's root, with `/`.
    #[serde(skip_serializing_if = "Option::is_none")]
    file: Option<&'a str>,
    /// Where it stands; absent when it concerns the file as a whole.
    #[serde(flatten)]
    region: Option<Region>,
    /// Words for the place itself.
    #[serde(skip_serializing_if = "Option::is_none")]
    note: Option<&'a str>,
    /// Further places that explain it.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    labels: Vec<Place<'a>>,
}

/// A finding that is known and meant.
#[derive(Debug, Serialize, JsonSchema)]
struct AllowedRow<'a> {
    #[serde(flatten)]
    finding: Row<'a>,
    /// The reason that stands beside `allow`.
    because: &'a str,
}

/// A second place.
#[derive(Debug, Serialize, JsonSchema)]
struct Place<'a> {
    /// File, relative to the site's root, with `/`.
    file: &'a str,
    #[serde(flatten)]
    region: Region,
    /// What is to be seen there.
    text: &'a str,
}

/// A stretch of text.
#[derive(Debug, Clone, Copy, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub(super) struct Region {
    /// First line, from 1.
    #[schemars(range(min = 1))]
    pub(super) line: usize,
    /// First column, from 1, in characters.
    #[schemars(range(min = 1))]
    pub(super) column: usize,
    /// Last line, from 1.
    #[schemars(range(min = 1))]
    pub(super) end_line: usize,
    /// Column behind the last character, from 1.
    #[schemars(range(min = 1))]
    pub(super) end_column: usize,
}

impl Region {
    /// The place of a span in its text; `None` for texts that are not known.
    pub(super) fn of(span: &Span, sources: &Sources) -> Option<Self> {
        let (line, column) = sources.line_col(&span.file, span.range.start)?;
        let end = sources.line_col(&span.file, span.range.end);
        let (end_line, end_column) = end.filter(|end| *end >= (line, column)).unwrap_or((line, column));
        Some(Self {
            line,
            column,
            end_line,
            end_column,
        })
    }
}

impl<'a> Row<'a> {
    fn of(finding: &'a Finding, sources: &Sources) -> Self {
        let place = |label: &'a Label| {
            Some(Place {
                file: &label.span.file,
                region: Region::of(&label.span, sources)?,
                text: &label.text,
            })
        };
        Self {
            rule: finding.rule.id,
            severity: finding.severity,
            message: &finding.message,
            why: finding.rule.why,
            help: finding.help.as_deref(),
            file: finding.path(),
            region: finding.primary.as_ref().and_then(|span| Region::of(span, sources)),
            note: finding.note.as_deref(),
            labels: finding.labels.iter().filter_map(place).collect(),
        }
    }
}

impl<'a> Document<'a> {
    fn of(findings: &'a [Finding], settled: &'a Settled, sources: &Sources) -> Self {
        let (errors, warnings, infos) = count(findings);
        let allowed = |allowed: &'a Allowed| AllowedRow {
            finding: Row::of(&allowed.finding, sources),
            because: &allowed.because,
        };
        Self {
            version: VERSION,
            summary: Summary {
                errors,
                warnings,
                infos,
                allowed: settled.allowed.len(),
                off: settled.off,
            },
            findings: findings.iter().map(|finding| Row::of(finding, sources)).collect(),
            allowed: settled.allowed.iter().map(allowed).collect(),
        }
    }
}

/// All findings as a JSON object with a line break at its end.
///
/// # Errors
/// None in practice: the rows hold only text and numbers.
pub fn render_json(findings: &[Finding], settled: &Settled, sources: &Sources) -> Result<String, serde_json::Error> {
    let mut text = serde_json::to_string_pretty(&Document::of(findings, settled, sources))?;
    text.push('\n');
    Ok(text)
}
