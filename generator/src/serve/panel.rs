//! Findings as HTML: a bar at the bottom of every page, and a page of its own.

use crate::derive::moment::escape;
use crate::diagnostics::{Finding, Severity, Sources, Span, count, tally};
use crate::rules::explain;

/// What the last build found, ready to be shown.
#[derive(Debug)]
pub(super) struct Panel {
    /// The bar's HTML; empty when there is nothing to say.
    pub(super) list: String,
    /// Hash of what is shown.
    pub(super) version: String,
    headline: String,
    rows: String,
}

impl Panel {
    /// `fresh`: this build's site is shown. `any`: there is a site to show, be it an older one.
    pub(super) fn new(findings: &[Finding], sources: &Sources, fresh: bool, any: bool) -> Self {
        let counted = tally(findings);
        let headline = match (fresh, any) {
            _ if findings.is_empty() => "没有发现问题".to_owned(),
            (true, _) => format!("{counted}，不影响预览"),
            (false, true) => format!("{counted}，页面还是改之前的样子"),
            (false, false) => format!("{counted}，网站还生成不了"),
        };
        let mut ordered: Vec<&Finding> = findings.iter().collect();
        ordered.sort_by_key(|finding| finding.severity);
        let rows: Vec<String> = ordered.iter().map(|finding| row(finding, sources)).collect();
        let rows = rows.concat();
        let list = if findings.is_empty() {
            String::new()
        } else {
            let (open, worst) = match count(findings) {
                (0, 0, _) => ("", "info"),
                (0, _, _) => ("", "warning"),
                _ => (" open", "error"),
            };
            format!(
                "<details class=\"tassel-bar\" data-worst=\"{worst}\"{open}>\
                 <summary><b>{headline}</b></summary>\
                 <div><ol>{rows}</ol><p><a href=\"/__tassel/\">单独一页看</a></p></div></details>"
            )
        };
        let version = blake3::hash(format!("{headline}{rows}").as_bytes())
            .to_hex()
            .to_string();
        Self {
            list,
            version,
            headline,
            rows,
        }
    }

    /// The page with all findings; `site` says whether there is a site to go to.
    pub(super) fn page(&self, site: bool) -> String {
        let advice = if self.rows.is_empty() {
            ""
        } else {
            "<p>改好存盘，这一页自己更新。</p>"
        };
        let home = if site { "<p><a href=\"/\">看网站</a></p>" } else { "" };
        let body = format!(
            "<h1>{headline}</h1>\n{advice}\n<ol>{rows}</ol>\n{home}",
            headline = self.headline,
            rows = self.rows,
        );
        document(&self.headline, &body)
    }
}

/// The page of all rules; a rule's id is its anchor.
pub(super) fn rules_page() -> String {
    let body = format!(
        "<p><a href=\"/__tassel/\">这次发现的问题</a></p>\n<h1>全部规则</h1>\n{}",
        explain::html()
    );
    document("全部规则", &body)
}

fn document(title: &str, body: &str) -> String {
    format!(
        "<!doctype html>\n<html lang=\"zh-CN\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<meta name=\"color-scheme\" content=\"light dark\">\n\
         <title>{title} · 预览</title>\n<link rel=\"stylesheet\" href=\"/__tassel/panel.css\">\n</head>\n<body class=\"tassel-page\">\n\
         <main>\n{body}\n</main>\n</body>\n</html>\n"
    )
}

fn row(finding: &Finding, sources: &Sources) -> String {
    let (kind, word) = match finding.severity {
        Severity::Error => ("error", "错误"),
        Severity::Warning => ("warning", "警告"),
        Severity::Info => ("info", "提示"),
    };
    let mut html = format!(
        "<li data-rule=\"{}\" data-severity=\"{kind}\"><p><b class=\"tassel-{kind}\">{word}</b> {} <a href=\"/__tassel/rules#{}\">{}</a></p>",
        finding.rule.id,
        escape(&finding.message),
        finding.rule.id,
        finding.rule.id
    );
    match &finding.primary {
        Some(span) => html.push_str(&place(span, finding.note.as_deref(), sources)),
        None => html.extend(
            finding
                .path()
                .map(|path| format!("<p class=\"tassel-place\">{}</p>", escape(path))),
        ),
    }
    for label in &finding.labels {
        html.push_str(&place(&label.span, Some(&label.text), sources));
    }
    if let Some(help) = &finding.help {
        html.push_str(&format!("<p class=\"tassel-help\">怎么改：{}</p>", escape(help)));
    }
    html + "</li>"
}

/// File, line and column, and the line itself with the place marked.
fn place(span: &Span, note: Option<&str>, sources: &Sources) -> String {
    let file = escape(&span.file);
    let note = note.map(|note| format!(" {}", escape(note))).unwrap_or_default();
    let found = sources
        .get(&span.file)
        .zip(sources.line_col(&span.file, span.range.start));
    let Some((text, (line, column))) = found else {
        return format!("<p class=\"tassel-place\">{file}{note}</p>");
    };
    let (before, marked, after) = around(text, span);
    format!(
        "<p class=\"tassel-place\">{file}:{line}:{column}{note}</p><pre><span>{line}</span>{}<mark>{}</mark>{}</pre>",
        escape(before),
        escape(marked),
        escape(after)
    )
}

/// The line that the span begins in, parted in what stands before it, the span itself up to the line's end, and what follows.
fn around<'a>(text: &'a str, span: &Span) -> (&'a str, &'a str, &'a str) {
    let floor = |mut at: usize| {
        at = at.min(text.len());
        while !text.is_char_boundary(at) {
            at -= 1;
        }
        at
    };
    let start = floor(span.range.start);
    let from = text[..start].rfind('\n').map_or(0, |at| at + 1);
    let to = text[start..].find('\n').map_or(text.len(), |at| start + at);
    let end = floor(span.range.end).clamp(start, to);
    (&text[from..start], &text[start..end], text[end..to].trim_end())
}
