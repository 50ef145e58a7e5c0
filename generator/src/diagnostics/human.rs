//! Findings for people: rustc's own renderer, with Chinese headings.

use super::harmless::{harmless, harmless_name};
use super::window::window;
use super::{Finding, Severity, Sources, Span, count};
use annotate_snippets::{AnnotationKind, Group, Level, Origin, Renderer, Snippet, renderer::DecorStyle};
use std::collections::BTreeSet;
use std::ops::Range;

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
    let title = level.primary_title(harmless(&finding.message)).id(finding.rule.id);
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
        group = group.element(Origin::path(harmless_name(file)));
    }
    if let Some(why) = why {
        group = group.element(Level::NOTE.with_name("为什么").message(why));
    }
    if let Some(help) = &finding.help {
        group = group.element(Level::HELP.with_name("怎么改").message(harmless(help)));
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
        .path(harmless_name(file))
        .fold(true);
    if let Some(span) = primary {
        let mut mark = AnnotationKind::Primary.span(inside(span));
        if let Some(note) = &finding.note {
            mark = mark.label(harmless(note));
        }
        snippet = snippet.annotation(mark);
    }
    for label in labels() {
        snippet = snippet.annotation(
            AnnotationKind::Context
                .span(inside(&label.span))
                .label(harmless(&label.text)),
        );
    }
    Some(snippet)
}

/// The place alone, where there is no text to show or its line has no end.
fn place<'a>(finding: &Finding, sources: &Sources, file: &'a str) -> Origin<'a> {
    let origin = Origin::path(harmless_name(file));
    let span = finding.primary.as_ref().filter(|span| span.file == file);
    match span.and_then(|span| sources.line_col(file, span.range.start)) {
        Some((line, column)) => origin.line(line).char_column(column),
        None => origin,
    }
}

/// The span's range, forced inside the text and onto character boundaries, at least one character wide where there is one.
fn within(text: &str, span: &Span) -> Range<usize> {
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

/// One line that says how to learn more, with the rule that matters most; empty when there is nothing to say.
pub fn hint(findings: &[Finding]) -> String {
    let first = findings.iter().min_by_key(|finding| finding.severity);
    first.map_or(String::new(), |finding| {
        format!(
            "想知道为什么这样要求、确实如此时怎么办，运行 tassel explain {}\n",
            finding.rule.id
        )
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostics::Rule;

    static ODD: Rule = Rule {
        id: "T001",
        severity: Severity::Error,
        judgement: false,
        title: "",
        why: "因为。",
        fix: "",
    };

    /// The line with the text and the one with the mark below it, for a mark on `word` in `line`.
    fn marked(line: &str, word: &str) -> (String, String) {
        let mut sources = Sources::default();
        let text = format!("a: 1\nb: 2\n{line}\nc: 3\n");
        let start = text.find(word).unwrap();
        sources.insert("content/site.yaml", &*text);
        let range = start..start + word.len();
        let file = "content/site.yaml".to_owned();
        let finding = Finding::of(&ODD, "写错了").at(Span { file, range });
        let said = render_human(&[finding], &sources, false);
        let mut lines = said.lines().skip_while(|line| !line.starts_with("3 |"));
        (lines.next().unwrap().to_owned(), lines.next().unwrap().to_owned())
    }

    /// Columns in a terminal, as it counts them for these tests: Han, full-width signs and emoji take two, combining marks none.
    fn columns(text: &str) -> usize {
        let one = |c: char| match c {
            '\u{300}'..='\u{36f}' => 0,
            '\u{2e80}'..='\u{ffef}' | '\u{1f000}'.. => 2,
            _ => 1,
        };
        text.chars().map(one).sum()
    }

    #[test]
    fn marks_stand_below_their_words_whatever_the_width() {
        for (line, word) in [
            ("标题: 毕业生图像采集", "图像"),
            ("费用：２０元，含全角（括号）", "（括号）"),
            ("\t缩进: 用了制表符", "制表符"),
            ("名字: 🎓毕业🎓", "毕业"),
            ("cafe\u{301}: 重音", "重音"),
            ("plain: words", "words"),
        ] {
            let (text, mark) = marked(line, word);
            let at = text.find(word).unwrap();
            assert_eq!(columns(&text[..at]), mark.find('^').unwrap(), "\n{text}\n{mark}");
            assert_eq!(mark.matches('^').count(), columns(word), "\n{text}\n{mark}");
        }
    }

    #[test]
    fn a_very_long_line_is_cut_around_its_mark() {
        let line = format!("说明: {}这里{}", "很长".repeat(5000), "还有".repeat(5000));
        let (text, mark) = marked(&line, "这里");
        assert!(text.contains("这里") && mark.contains("^^^^"), "\n{text}\n{mark}");
        assert!(columns(&text) < 200, "{} columns", columns(&text));
    }

    #[test]
    fn a_place_behind_the_last_line_is_shown() {
        let mut sources = Sources::default();
        sources.insert("a.yaml", "a: 1\n");
        let at = |range| {
            Finding::of(&ODD, "缺了一行").at(Span {
                file: "a.yaml".to_owned(),
                range,
            })
        };
        for range in [5..5, 4..5, 99..100] {
            let said = render_human(&[at(range.clone())], &sources, false);
            assert!(said.contains("--> a.yaml:"), "{range:?}\n{said}");
        }
        let empty = Finding::of(&ODD, "空的").at(Span {
            file: "b.yaml".to_owned(),
            range: 0..0,
        });
        sources.insert("b.yaml", "");
        assert!(render_human(&[empty], &sources, false).contains("错误[T001]: 空的"));
    }

    #[test]
    fn colour_is_there_only_when_asked_for() {
        let finding = [Finding::of(&ODD, "写错了")];
        let sources = Sources::default();
        assert!(render_human(&finding, &sources, true).contains('\u{1b}'));
        assert!(!render_human(&finding, &sources, false).contains('\u{1b}'));
    }
}
