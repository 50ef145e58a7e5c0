//! What is prose in a line and what isn't: keys, code, addresses and inserted facts are blanked out, byte for byte, so that places stay.

use crate::diagnostics::Sources;
pub(super) use crate::rules::prose::is_han;
use crate::rules::prose::{Line, block_margin, campaign_of, lines};
use std::ops::Range;

/// One line of content.
#[derive(Debug, Clone)]
pub(super) struct Passage<'a> {
    /// The line as it stands in the file.
    pub(super) line: Line<'a>,
    /// Where its value begins: behind the key of a YAML line.
    pub(super) start: usize,
    /// The campaign whose folder it stands in.
    pub(super) campaign: Option<&'a str>,
    /// The key of a YAML line, or of the list that it belongs to.
    pub(super) key: &'a str,
    /// The line without its key, code and inserted facts.
    pub(super) plain: String,
    /// `plain` without web and e-mail addresses and the targets of links.
    pub(super) prose: String,
}

/// Lines longer than this, in bytes, are no text that somebody wrote: what a sentence means isn't asked of them.
const LONGEST: usize = 16_384;

impl Passage<'_> {
    /// Whether it tells what is wrong with the published source and why that is meant: faults are named there on purpose.
    pub(super) fn tells_of_faults(&self) -> bool {
        // An entry may stand in braces on one line, and so may a whole list of them.
        matches!(
            self.key.trim_start_matches(['{', ' ']),
            "editor_notes"
                | "编者注"
                | "because"
                | "reason"
                | "原因"
                | "allow"
                | "允许"
                | "levels"
                | "级别"
                | "rule"
                | "规则"
        )
    }

    /// Whether it makes sense to ask what its sentences mean.
    pub(super) fn is_readable(&self) -> bool {
        self.prose.len() <= LONGEST
    }
}

/// All lines that hold words.
pub(super) fn read(sources: &Sources) -> Vec<Passage<'_>> {
    let mut all = Vec::new();
    let mut reader = Reader::default();
    for line in lines(sources) {
        if reader.file != line.file {
            reader = Reader {
                file: line.file,
                ..Reader::default()
            };
        }
        all.push(reader.read(line));
    }
    all
}

/// What must be remembered from one line of a file to the next.
#[derive(Debug, Default)]
struct Reader<'a> {
    file: &'a str,
    /// The last key that stood in front of a value or a list.
    key: &'a str,
    /// Indentation of the key above a `|` or `>` text.
    block: Option<usize>,
    /// The mark that opened a fenced block.
    fence: Option<&'static str>,
}

impl<'a> Reader<'a> {
    fn read(&mut self, line: Line<'a>) -> Passage<'a> {
        let text = line.text;
        let mut plain = text.to_owned();
        let (mut key, mut start) = ("", 0);
        if line.body && self.fenced(text) {
            // No prose at all, and yet something may have been put in.
            blank(&mut plain, 0..text.len());
        } else if line.body {
            for range in code_spans(text) {
                blank(&mut plain, range);
            }
        } else {
            start = self.value(text);
            blank(&mut plain, 0..start);
            key = self.key;
        }
        for range in between(&plain, "{{", "}}") {
            blank(&mut plain, range);
        }
        let mut prose = plain.clone();
        for range in between(&plain, "](", ")") {
            blank(&mut prose, range.start + 1..range.end);
        }
        for range in addresses(&plain) {
            blank(&mut prose, range);
        }
        Passage {
            line,
            start,
            campaign: campaign_of(line.file).map(|(id, _)| id),
            key,
            plain,
            prose,
        }
    }

    /// Whether a line of a body is code in a fence, or the fence.
    fn fenced(&mut self, text: &str) -> bool {
        let start = text.trim_start();
        let mark = ["```", "~~~"].into_iter().find(|mark| start.starts_with(mark));
        match (self.fence, mark) {
            (None, Some(_)) => {
                self.fence = mark;
                true
            }
            (Some(open), Some(mark)) if open == mark => {
                self.fence = None;
                true
            }
            (fence, _) => fence.is_some(),
        }
    }

    /// Where the value of a YAML line begins.
    fn value(&mut self, text: &'a str) -> usize {
        let indent = text.len() - text.trim_start().len();
        if self.block.is_some_and(|block| indent > block) {
            return indent;
        }
        self.block = None;
        let mut start = indent;
        while let Some(rest) = text.get(start..).and_then(|rest| rest.strip_prefix("- ")) {
            start = text.len() - rest.trim_start().len();
        }
        let rest = text.get(start..).unwrap_or("");
        let Some(length) = key_length(rest) else {
            return start;
        };
        self.key = rest.get(..length).unwrap_or("").trim_matches(['"', '\'']);
        let value = rest.get(length + 1..).unwrap_or("");
        self.block = block_margin(text);
        if self.block.is_some() {
            return text.len();
        }
        text.len() - value.trim_start().len()
    }
}

/// Length of the key that a YAML line begins with.
fn key_length(text: &str) -> Option<usize> {
    if let Some(quote) = text.chars().next().filter(|c| matches!(c, '"' | '\'')) {
        let close = text.get(1..)?.find(quote)? + 2;
        return text.get(close..)?.starts_with(':').then_some(close);
    }
    text.find(": ").or_else(|| text.ends_with(':').then(|| text.len() - 1))
}

/// Puts spaces in the place of a range, byte for byte.
pub(super) fn blank(text: &mut String, range: Range<usize>) {
    if range.start < range.end && text.get(range.clone()).is_some() {
        let spaces = " ".repeat(range.len());
        text.replace_range(range, &spaces);
    }
}

/// Ranges from an opening to the next closing mark, both included.
pub(super) fn between(text: &str, open: &str, close: &str) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    let mut from = 0;
    while let Some(start) = text.get(from..).and_then(|rest| rest.find(open)) {
        let start = from + start;
        let Some(length) = text.get(start + open.len()..).and_then(|rest| rest.find(close)) else {
            break;
        };
        from = start + open.len() + length + close.len();
        found.push(start..from);
    }
    found
}

/// Spans of code: from a row of backticks to the next row as long.
fn code_spans(text: &str) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    let mut from = 0;
    while let Some(start) = text.get(from..).and_then(|rest| rest.find('`')) {
        let start = from + start;
        let row = row_of(text, start, '`');
        from = start + row;
        let mut at = from;
        while let Some(next) = text.get(at..).and_then(|rest| rest.find('`')) {
            let next = at + next;
            let closing = row_of(text, next, '`');
            at = next + closing;
            if closing == row {
                found.push(start..at);
                from = at;
                break;
            }
        }
    }
    found
}

/// How many bytes the same ASCII character goes on for.
fn row_of(text: &str, at: usize, mark: char) -> usize {
    let rest = text.get(at..).unwrap_or("");
    rest.len() - rest.trim_start_matches(mark).len()
}

/// Web addresses, and e-mail addresses, as far as ASCII goes.
fn addresses(text: &str) -> Vec<Range<usize>> {
    let mut found: Vec<Range<usize>> = web_addresses(text);
    for (at, _) in text.match_indices('@') {
        let local = |c: char| c.is_ascii_alphanumeric() || "._+-".contains(c);
        let before = text.get(..at).unwrap_or("");
        let start = before.trim_end_matches(local).len();
        let after = text.get(at + 1..).unwrap_or("");
        let length = after.len() - after.trim_start_matches(local).len();
        if start < at && length > 0 {
            found.push(start..at + 1 + length);
        }
    }
    found
}

/// Web addresses with a scheme or `www.`, as far as characters of an address go.
pub(super) fn web_addresses(text: &str) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    if !text.contains('.') {
        return found;
    }
    let mut done = 0;
    for start in ["http://", "https://", "www."]
        .iter()
        .flat_map(|scheme| places(text, scheme))
        .collect::<std::collections::BTreeSet<_>>()
    {
        let glued = text
            .get(..start)
            .is_some_and(|before| before.ends_with(|c: char| c.is_ascii_alphanumeric()));
        if start < done || glued {
            continue;
        }
        let rest = text.get(start..).unwrap_or("");
        let length = rest.find(|c| !is_address(c)).unwrap_or(rest.len());
        let address = without_tail(rest.get(..length).unwrap_or(""));
        done = start + address.len();
        found.push(start..done);
    }
    found
}

/// Without the punctuation of the sentence around it; a bracket stays when it was opened within.
fn without_tail(address: &str) -> &str {
    let bare = address.trim_end_matches(['.', ',', ';', ':', '!', '?', '\'', '*', '_']);
    match bare.find([')', ']']) {
        Some(close) if !bare.get(..close).is_some_and(|before| before.contains(['(', '['])) => {
            bare.get(..close).unwrap_or(bare)
        }
        _ => bare,
    }
}

/// Where a lower-case ASCII word stands, in any case.
fn places(text: &str, word: &str) -> Vec<usize> {
    let lower = text.to_ascii_lowercase();
    lower.match_indices(word).map(|(at, _)| at).collect()
}

/// Characters of RFC 3986.
fn is_address(c: char) -> bool {
    c.is_ascii_alphanumeric() || "-._~:/?#[]@!$&'()*+,;=%".contains(c)
}

/// The sentence around a place: to the next full stop, semicolon or edge of a table's cell on both sides.
pub(super) fn sentence(text: &str, range: &Range<usize>) -> Range<usize> {
    around(text, range, &['。', '；', '！', '？', ';', '|'])
}

/// The part of a sentence around a place: to the next comma, too.
pub(super) fn clause(text: &str, range: &Range<usize>) -> Range<usize> {
    around(text, range, &['。', '；', '！', '？', ';', '|', '，', ','])
}

/// How far a sentence is followed to each side, in bytes: so that a line of any length is read in linear time.
const REACH: usize = 600;

fn around(text: &str, range: &Range<usize>, stops: &[char]) -> Range<usize> {
    let near = window(text, range);
    let before = text.get(near.start..range.start).unwrap_or("");
    let start = before
        .char_indices()
        .rfind(|(_, c)| stops.contains(c))
        .map_or(near.start, |(at, c)| near.start + at + c.len_utf8());
    let after = text.get(range.end..near.end).unwrap_or("");
    let end = after.find(stops).map_or(near.end, |at| range.end + at);
    start..end
}

/// What stands around a place, as far as it can matter.
pub(super) fn window(text: &str, range: &Range<usize>) -> Range<usize> {
    let mut start = range.start.saturating_sub(REACH);
    while !text.is_char_boundary(start) {
        start += 1;
    }
    let mut end = (range.end + REACH).min(text.len());
    while !text.is_char_boundary(end) {
        end += 1;
    }
    start..end
}

#[cfg(test)]
mod tests {
    use super::*;

    fn prose(file: &str, text: &str) -> Vec<String> {
        let mut sources = Sources::default();
        sources.insert(file, text);
        let all = read(&sources);
        for passage in &all {
            assert_eq!(passage.plain.len(), passage.line.text.len());
            assert_eq!(passage.prose.len(), passage.line.text.len());
        }
        all.iter().map(|passage| passage.prose.trim().to_owned()).collect()
    }

    #[test]
    fn keys_code_addresses_and_facts_are_not_prose() {
        assert_eq!(
            prose(
                "content/a.yaml",
                "缴费:\n  - 标题: 到校\n    \"网址\": https://交费.cn/登录\n  - 只是一句\nnotes: |\n  注意: 这里\n下一个: 值\n"
            ),
            ["", "到校", "交费.cn/登录", "只是一句", "", "注意: 这里", "值"]
        );
        let body = "---\ntitle: 甲\n---\n见`代码`和[文字](/链接/)，写信a@b.cn；{{ fee }}元，http://a.cn/b核对\n```\n围栏\n```\n后\n";
        let expected = ["甲", "见 和[文字] ，写信 ； 元， 核对", "", "", "", "后"];
        let narrow = |line: &String| line.split_whitespace().collect::<Vec<_>>().join(" ");
        let found: Vec<String> = prose("content/a.md", body).iter().map(narrow).collect();
        assert_eq!(found, expected);
    }

    #[test]
    fn reasons_tell_of_faults_in_every_way_of_writing_them() {
        let mut sources = Sources::default();
        let yaml = "allow:\n  - rule: W701\n    because: 一\n  - {rule: W701, because: 二}\n  - { 规则: W701, 原因: 三 }\n允许: [{rule: W701, because: 四}]\nlevels: [{rule: W701, because: 五}]\nsummary: 六\n";
        sources.insert("content/a.yaml", yaml);
        let told: Vec<bool> = read(&sources).iter().map(Passage::tells_of_faults).collect();
        assert_eq!(told, [true, true, true, true, true, true, true, false]);
    }

    #[test]
    fn sentences_and_clauses_end_at_their_marks() {
        let text = "甲。乙，丙；丁";
        let range = text.find('丙').map(|at| at..at + 3).unwrap();
        assert_eq!(text.get(sentence(text, &range)), Some("乙，丙"));
        assert_eq!(text.get(clause(text, &range)), Some("丙"));
    }
}
