//! Findings as SARIF 2.1.0 (OASIS), which code hosts and editors read.
//!
//! What is allowed with a reason is a result with a suppression, as the standard has it: found, known, and meant.

use super::identity::fingerprints;
use super::json::Region;
use super::{Allowed, Finding, Rule, Settled, Severity, Sources, Span};
use serde_json::{Map, Value, json};
use std::collections::BTreeMap;

const SCHEMA: &str = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json";

/// What relative addresses start from: the repository, a name that readers of SARIF know.
const ROOT: &str = "%SRCROOT%";

/// One run as a SARIF log with a line break at its end. `folder` leads from the repository to the site's root, such as `sites/2027/`;
/// empty when they are the same.
///
/// # Errors
/// None in practice: the log holds only text and numbers.
pub fn render_sarif(
    findings: &[Finding],
    settled: &Settled,
    sources: &Sources,
    folder: &str,
) -> Result<String, serde_json::Error> {
    let writer = Writer { sources, folder };
    let all = || {
        findings
            .iter()
            .chain(settled.allowed.iter().map(|allowed| &allowed.finding))
    };
    let rules: BTreeMap<&str, &Rule> = all().map(|finding| (finding.rule.id, finding.rule)).collect();
    let prints = fingerprints(all(), folder);
    let reasons = std::iter::repeat_n(None, findings.len()).chain(settled.allowed.iter().map(Some));
    let results = all().zip(&prints).zip(reasons).map(|((finding, print), allowed)| {
        let index = rules.keys().position(|id| *id == finding.rule.id).unwrap_or_default();
        writer.result(finding, index, print, allowed)
    });
    let log = json!({
        "$schema": SCHEMA,
        "version": "2.1.0",
        "runs": [{
            "tool": { "driver": {
                "name": "tassel",
                "version": env!("CARGO_PKG_VERSION"),
                "semanticVersion": env!("CARGO_PKG_VERSION"),
                "language": "zh-CN",
                "rules": rules.values().map(|rule| described(rule)).collect::<Vec<Value>>(),
            } },
            "language": "zh-CN",
            "columnKind": "unicodeCodePoints",
            "originalUriBaseIds": { ROOT: { "description": { "text": "内容所在的代码仓库" } } },
            "invocations": [{ "executionSuccessful": true }],
            "results": results.collect::<Vec<Value>>(),
        }],
    });
    let mut text = serde_json::to_string_pretty(&log)?;
    text.push('\n');
    Ok(text)
}

fn level(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Info => "note",
    }
}

fn described(rule: &Rule) -> Value {
    json!({
        "id": rule.id,
        "shortDescription": { "text": rule.title },
        "fullDescription": { "text": rule.why },
        "help": { "text": format!("{}\n怎么改：{}", rule.why, rule.fix) },
        "defaultConfiguration": { "level": level(rule.severity) },
    })
}

struct Writer<'a> {
    sources: &'a Sources,
    folder: &'a str,
}

impl Writer<'_> {
    fn result(&self, finding: &Finding, index: usize, print: &str, allowed: Option<&Allowed>) -> Value {
        let message = match &finding.help {
            Some(help) => format!("{}\n怎么改：{help}", finding.message),
            None => finding.message.clone(),
        };
        let place = match (&finding.primary, finding.path()) {
            (Some(span), _) => Some(self.location(span, finding.note.as_deref())),
            (None, Some(path)) => Some(json!({ "physicalLocation": { "artifactLocation": self.artifact(path) } })),
            (None, None) => None,
        };
        let related = finding.labels.iter().zip(1..).map(|(label, id)| {
            let mut location = self.location(&label.span, Some(&label.text));
            put(&mut location, "id", json!(id));
            location
        });
        let related: Vec<Value> = related.collect();
        let mut result = json!({
            "ruleId": finding.rule.id,
            "ruleIndex": index,
            "level": level(finding.severity),
            "message": { "text": message },
            "locations": place.into_iter().collect::<Vec<Value>>(),
            "partialFingerprints": { "tassel/v1": print },
        });
        if !related.is_empty() {
            put(&mut result, "relatedLocations", Value::Array(related));
        }
        if let Some(allowed) = allowed {
            put(&mut result, "suppressions", json!([self.suppression(allowed)]));
        }
        result
    }

    fn suppression(&self, allowed: &Allowed) -> Value {
        let mut suppression = json!({
            "kind": "external",
            "status": "accepted",
            "justification": allowed.because,
        });
        if let Some(place) = &allowed.place {
            put(&mut suppression, "location", self.location(place, None));
        }
        suppression
    }

    fn location(&self, span: &Span, text: Option<&str>) -> Value {
        let mut physical = json!({ "artifactLocation": self.artifact(&span.file) });
        if let Some(region) = Region::of(span, self.sources) {
            let region = json!({
                "startLine": region.line,
                "startColumn": region.column,
                "endLine": region.end_line,
                "endColumn": region.end_column,
            });
            put(&mut physical, "region", region);
        }
        let mut location = json!({ "physicalLocation": physical });
        if let Some(text) = text {
            put(&mut location, "message", json!({ "text": text }));
        }
        location
    }

    /// A file's address: relative to the repository, or whole when the site was named by a whole path.
    fn artifact(&self, path: &str) -> Value {
        let whole = format!("{}{path}", self.folder);
        if whole.starts_with('/') {
            json!({ "uri": format!("file://{}", encoded(&whole)) })
        } else {
            json!({ "uri": encoded(&whole), "uriBaseId": ROOT })
        }
    }
}

fn put(value: &mut Value, key: &str, inner: Value) {
    let object: Option<&mut Map<String, Value>> = value.as_object_mut();
    if let Some(object) = object {
        object.insert(key.to_owned(), inner);
    }
}

/// A path in a URI: ASCII letters, digits and `/-._~` as they are, every other byte percent-encoded.
fn encoded(path: &str) -> String {
    let mut out = String::with_capacity(path.len());
    for byte in path.bytes() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'/' | b'-' | b'.' | b'_' | b'~' => out.push(char::from(byte)),
            _ => out.push_str(&format!("%{byte:02X}")),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_become_addresses() {
        let sources = Sources::default();
        let artifact = |folder, path| {
            Writer {
                sources: &sources,
                folder,
            }
            .artifact(path)
        };
        assert_eq!(
            artifact("a b/", "content/schools/示.yaml"),
            json!({ "uri": "a%20b/content/schools/%E7%A4%BA.yaml", "uriBaseId": ROOT })
        );
        assert_eq!(
            artifact("/srv/", "content/a#1?.md"),
            json!({ "uri": "file:///srv/content/a%231%3F.md" })
        );
    }
}
