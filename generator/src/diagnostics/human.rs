//! Findings for people: rustc's own renderer, with Chinese headings.

use super::window::window;
use super::{Finding, Severity, Sources, Span, count};
use annotate_snippets::{AnnotationKind, Group, Level, Origin, Renderer, Snippet, renderer::DecorStyle};
use std::collections::BTreeSet;

/// All findings as text, followed by a line that counts them; empty when there is nothing to say.
pub fn render_human(findings: &[Finding], sources: &Sources, color: bool) -> String {
    let renderer = if color { Renderer::styled() } else { Renderer::plain() };
    let renderer = renderer.decor_style(DecorStyle::Ascii);
    let mut text = String::new();
    let mut said: BTreeSet<&str> = BTreeSet::new();
    for finding in findings {
        // The reason of a rule is told once.
        let why = said.insert(finding.rule.id).then_some(finding.rule.why);
        text.push_str(&renderer.render(&[group(finding, sources, why)]));
        text.push_str("\n\n");
    }
    text.push_str(&summary(findings));
    text
}

fn group<'a>(finding: &'a Finding, sources: &'a Sources, why: Option<&'a str>) -> Group<'a> {
    let level = match finding.severity {
        Severity::Error => Level::ERROR.with_name("错误"),
        Severity::Warning => Level::WARNING.with_name("警告"),
        Severity::Info => Level::INFO.with_name("提示"),
    };
    let title = level.primary_title(finding.message.as_str()).id(finding.rule.id);
    let mut group = Group::with_title(title);
    let mut files: Vec<&str> = Vec::new();
    let spans = finding
        .primary
        .iter()
        .chain(finding.labels.iter().map(|label| &label.span));
    for span in spans {
        if !files.contains(&span.file.as_str()) {
            files.push(&span.file);
        }
    }
    for file in files {
        group = match snippet(finding, sources, file) {
            Some(snippet) => group.element(snippet),
            None => group.element(place(finding, sources, file)),
        };
    }
    if finding.primary.is_none()
        && let Some(file) = &finding.file
    {
        group = group.element(Origin::path(file.as_str()));
    }
    if let Some(why) = why {
        group = group.element(Level::NOTE.with_name("为什么").message(why));
    }
    if let Some(help) = &finding.help {
        group = group.element(Level::HELP.with_name("怎么改").message(help.as_str()));
    }
    group
}

fn snippet<'a>(
    finding: &'a Finding,
    sources: &'a Sources,
    file: &'a str,
) -> Option<Snippet<'a, annotate_snippets::Annotation<'a>>> {
    let text = sources.get(file)?;
    let labels = || finding.labels.iter().filter(|label| label.span.file == file);
    let primary = finding.primary.as_ref().filter(|span| span.file == file);
    let spans = primary.into_iter().chain(labels().map(|label| &label.span));
    let window = window(text, spans.map(|span| within(text, span)))?;
    let inside = |span: &Span| {
        let range = within(text, span);
        range.start - window.offset..range.end - window.offset
    };
    let mut snippet = Snippet::source(window.text)
        .line_start(window.line)
        .path(file)
        .fold(true);
    if let Some(span) = primary {
        let mut mark = AnnotationKind::Primary.span(inside(span));
        if let Some(note) = &finding.note {
            mark = mark.label(note.as_str());
        }
        snippet = snippet.annotation(mark);
    }
    for label in labels() {
        snippet = snippet.annotation(
            AnnotationKind::Context
                .span(inside(&label.span))
                .label(label.text.as_str()),
        );
    }
    Some(snippet)
}

/// The place alone, where there is no text to show or its line has no end.
fn place<'a>(finding: &Finding, sources: &Sources, file: &'a str) -> Origin<'a> {
    let origin = Origin::path(file);
    let span = finding.primary.as_ref().filter(|span| span.file == file);
    match span.and_then(|span| sources.line_col(file, span.range.start)) {
        Some((line, column)) => origin.line(line).char_column(column),
        None => origin,
    }
}

/// The span's range, forced inside the text and onto character boundaries, at least one character wide where there is one.
fn within(text: &str, span: &Span) -> std::ops::Range<usize> {
    let floor = |mut i: usize| {
        i = i.min(text.len());
        while !text.is_char_boundary(i) {
            i -= 1;
        }
        i
    };
    let start = floor(span.range.start);
    let end = floor(span.range.end).max(start);
    if end > start {
        return start..end;
    }
    let next = text.get(start..).and_then(|rest| rest.chars().next());
    start..start + next.filter(|c| *c != '\n').map_or(0, char::len_utf8)
}

fn summary(findings: &[Finding]) -> String {
    let counted = tally(findings);
    if counted.is_empty() {
        return counted;
    }
    format!("共 {counted}\n")
}

/// How many there are of each kind, such as `2 个错误，1 条提示`; empty when there are none.
pub fn tally(findings: &[Finding]) -> String {
    let (errors, warnings, infos) = count(findings);
    let numbers = [(errors, "个错误"), (warnings, "个警告"), (infos, "条提示")];
    let parts = numbers.iter().filter(|(number, _)| *number > 0);
    let parts: Vec<String> = parts.map(|(number, word)| format!("{number} {word}")).collect();
    parts.join("，")
}
