//! M101: emphasis that works here and nowhere else.

use super::mark;
use super::passage::between;
use crate::diagnostics::{Finding, Rule, Severity, Sources, Span};
use crate::render::markdown::fragile_emphasis;
use std::ops::Range;

pub(crate) static M101: Rule = Rule {
    id: "M101",
    severity: Severity::Warning,
    judgement: true,
    title: "加粗的星号挨着标点",
    why: "本站照样加粗；同一段文字粘贴到别的平台，星号会原样印出来。",
    fix: "把标点移到星号外面，例如 **注意**：请按时到场。",
};

pub(super) fn check(sources: &Sources) -> Vec<Finding> {
    let bodies = sources
        .iter()
        .filter(|(file, _)| file.starts_with("content/") && file.ends_with(".md"));
    let one = |(file, text)| {
        let start = body_start(text)?;
        of_body(file, start, text.get(start..)?)
    };
    bodies.filter_map(one).collect()
}

/// Where the Markdown below the front matter begins.
fn body_start(text: &str) -> Option<usize> {
    let (mut at, mut fences) = (0, 0);
    for line in text.split_inclusive('\n') {
        at += line.len();
        fences += usize::from(line.trim_end() == "---");
        if fences == 2 {
            return Some(at);
        }
    }
    None
}

/// A finding for a body that begins at this byte of its file.
fn of_body(file: &str, start: usize, body: &str) -> Option<Finding> {
    if !body.contains('*') {
        return None;
    }
    let body = with_facts(body);
    let places: Vec<Range<usize>> = fragile_emphasis(&body);
    let first = places.first()?;
    let line = body
        .get(..first.start)
        .map_or(0, |before| before.rfind('\n').map_or(0, |at| at + 1));
    let shown = body.get(line..).and_then(|rest| rest.lines().next()).unwrap_or("");
    let lines = first_of_lines(&body, &places);
    let more = if lines.len() > 1 {
        format!("（这个文件里 {} 行）", lines.len())
    } else {
        String::new()
    };
    let spans = lines.into_iter().map(|range| Span {
        file: file.to_owned(),
        range: start + range.start..start + range.end,
    });
    let message = format!("加粗的星号挨着标点，粘贴到别的平台会失效{more}");
    let help = match moved(shown) {
        Some(example) => format!("把标点移到星号外面，例如 {example}"),
        None => "把标点移到星号外面，例如 **注意**：请按时到场".to_owned(),
    };
    Some(mark(Finding::of(&M101, message), spans.collect()).help(help))
}

/// `{{ … }}` as the words or numbers that will stand there.
fn with_facts(body: &str) -> String {
    let mut text = body.to_owned();
    for range in between(body, "{{", "}}") {
        let letters = "x".repeat(range.len());
        if text.get(range.clone()).is_some() {
            text.replace_range(range, &letters);
        }
    }
    text
}

/// The first place of each line.
fn first_of_lines(body: &str, places: &[Range<usize>]) -> Vec<Range<usize>> {
    let mut kept: Vec<Range<usize>> = Vec::new();
    for place in places {
        let between = kept.last().and_then(|last| body.get(last.end..place.start));
        if between.is_none_or(|between| between.contains('\n')) {
            kept.push(place.clone());
        }
    }
    kept
}

/// `**注意：**` as `**注意**：`.
fn moved(line: &str) -> Option<String> {
    let range = between(line, "**", "**").into_iter().next()?;
    let inner = line.get(range.start + 2..range.end - 2)?;
    let last = inner.chars().next_back().filter(|c| "，。：；！？、".contains(*c))?;
    let words = inner.trim_end_matches(last);
    let plain = !words.is_empty() && words.chars().count() <= 20 && !words.contains("xxxx");
    plain.then(|| format!("**{words}**{last}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(body: &str) -> Vec<(String, String)> {
        let mut sources = Sources::default();
        let text = format!("---\ntitle: 甲\n---\n\n{body}\n");
        sources.insert("content/a.md", text.clone());
        let told = check(&sources);
        let one = |finding: &Finding| {
            let range = finding.primary.as_ref().unwrap().range.clone();
            (text[range].to_owned(), finding.help.clone().unwrap())
        };
        told.iter().map(one).collect()
    }

    #[test]
    fn marks_beside_punctuation_are_told_with_the_way_out() {
        let expected = ("**".to_owned(), "把标点移到星号外面，例如 **注意**：".to_owned());
        assert_eq!(found("先看一行。\n\n**注意：**请按时到场"), [expected]);
        assert_eq!(found("**先选路线：**{{ deadline.apply.time }}").len(), 1);
    }

    #[test]
    fn marks_that_work_everywhere_are_left_alone() {
        for fine in ["**注意**：请按时", "**注意：**", "`**注意：**请`"] {
            assert!(found(fine).is_empty(), "{fine}");
        }
    }
}
