//! Findings for GitHub Actions: workflow commands, which it shows beside the lines of a change.

use super::harmless::harmless;
use super::{Finding, Severity, Sources};
use std::fmt::Write as _;

/// One line for each finding. `folder` leads from the repository to the site's root, such as `sites/2027/`; empty when they are the same.
///
/// The form is that of "Workflow commands for GitHub Actions": properties escape `%`, line breaks, `:` and `,`; the message escapes the first two.
pub fn render_github(findings: &[Finding], sources: &Sources, folder: &str) -> String {
    let mut text = String::new();
    for finding in findings {
        let command = match finding.severity {
            Severity::Error => "error",
            Severity::Warning => "warning",
            Severity::Info => "notice",
        };
        let _ = write!(text, "::{command} ");
        if let Some(path) = finding.path() {
            let _ = write!(text, "file={},", property(&format!("{folder}{path}")));
        }
        text.push_str(&position(finding, sources));
        let message = match &finding.help {
            Some(help) => format!("{}\n怎么改：{help}", finding.message),
            None => finding.message.clone(),
        };
        let _ = writeln!(text, "title={}::{}", property(finding.rule.id), data(&message));
    }
    text
}

/// Line and columns, the last one only where the place ends on the line that it begins on.
fn position(finding: &Finding, sources: &Sources) -> String {
    let Some(span) = &finding.primary else {
        return String::new();
    };
    let Some((line, column)) = sources.line_col(&span.file, span.range.start) else {
        return String::new();
    };
    let end = sources.line_col(&span.file, span.range.end);
    let end = end.filter(|(last, after)| *last == line && *after > column);
    let end = end.map(|(_, after)| format!("endColumn={after},")).unwrap_or_default();
    format!("line={line},col={column},{end}")
}

/// The log of a run is shown in a terminal, too.
fn data(text: &str) -> String {
    harmless(&text.replace("\r\n", "\n"))
        .replace('%', "%25")
        .replace('\n', "%0A")
}

fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostics::{Rule, Span};

    static ODD: Rule = Rule {
        id: "T1:2",
        severity: Severity::Error,
        judgement: false,
        title: "",
        why: "",
        fix: "",
    };

    #[test]
    fn what_would_end_a_property_or_a_line_is_escaped() {
        let mut sources = Sources::default();
        let file = "content/a,b:c.yaml".to_owned();
        sources.insert(&file, "标题: 一\n费用: 100%\n");
        let range = "标题: 一\n".len().."标题: 一\n费用".len();
        let finding = Finding::of(&ODD, "100%\r\n::error::\u{1b}[31m")
            .at(Span { file, range })
            .help("a, b: c");
        assert_eq!(
            render_github(
                &[finding, Finding::of(&ODD, "无处可指").severity(Severity::Warning)],
                &sources,
                "a b/"
            ),
            "::error file=a b/content/a%2Cb%3Ac.yaml,line=2,col=1,endColumn=3,title=T1%3A2::100%25%0A::error::\u{fffd}[31m%0A怎么改：a, b: c\n\
             ::warning title=T1%3A2::无处可指\n"
        );
    }
}
