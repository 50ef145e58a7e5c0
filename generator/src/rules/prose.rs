//! What people wrote, line by line, as it stands in the files: for rules that look at words rather than at fields.

use crate::diagnostics::{Sources, Span};

/// One line of a content file, without the comment that may follow it in YAML.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Line<'a> {
    /// File, relative to the site's root.
    pub(crate) file: &'a str,
    /// Byte offset of the line in the file.
    pub(crate) start: usize,
    /// The line without its break.
    pub(crate) text: &'a str,
    /// Whether it stands in the body of a Markdown file rather than among fields.
    pub(crate) body: bool,
}

impl Line<'_> {
    /// The place of a byte range of this line.
    pub(crate) fn span(&self, range: std::ops::Range<usize>) -> Span {
        Span {
            file: self.file.to_owned(),
            range: self.start + range.start..self.start + range.end,
        }
    }
}

/// The campaign in whose folder a file lies, and its path there.
pub(crate) fn campaign_of(file: &str) -> Option<(&str, &str)> {
    file.strip_prefix("content/campaigns/")?.split_once('/')
}

/// English says the same again, in its own way of writing numbers, and repeats Chinese words as keys.
pub(crate) fn is_english(file: &str) -> bool {
    file.ends_with(".en.md") || file.ends_with("/en.yaml")
}

/// Whether a character is a Chinese one, be it rare.
pub(crate) fn is_han(c: char) -> bool {
    matches!(u32::from(c), 0x3400..=0x4dbf | 0x4e00..=0x9fff | 0xf900..=0xfaff | 0x20000..=0x323af)
}

/// All lines of all `.yaml` and `.md` files of `content/`, sorted by file and place; lines that are only comments are left out.
pub(crate) fn lines(sources: &Sources) -> impl Iterator<Item = Line<'_>> {
    let written =
        |file: &str| file.starts_with("content/") && [".yaml", ".yml", ".md"].iter().any(|end| file.ends_with(end));
    sources
        .iter()
        .filter(move |(file, _)| written(file))
        .flat_map(|(file, text)| of_file(file, text))
}

fn of_file<'a>(file: &'a str, text: &'a str) -> impl Iterator<Item = Line<'a>> {
    let markdown = file.ends_with(".md");
    let (mut start, mut fences) = (0, 0);
    // The margin of a text behind `|` or `>`, in which a `#` begins a heading at most.
    let mut block: Option<usize> = None;
    text.split_inclusive('\n').filter_map(move |whole| {
        let (at, line) = (start, whole.trim_end_matches(['\n', '\r']));
        start += whole.len();
        let body = markdown && fences >= 2;
        if markdown && !body && line.trim_end() == "---" {
            fences += 1;
            return None;
        }
        let indent = line.len() - line.trim_start_matches(' ').len();
        block = block.filter(|margin| line.trim().is_empty() || indent > *margin);
        let as_it_is = body || block.is_some();
        let text = if as_it_is { line } else { without_comment(line) };
        block = block.or_else(|| block_margin(text).filter(|_| !body));
        (!text.trim().is_empty()).then_some(Line {
            file,
            start: at,
            text,
            body,
        })
    })
}

/// The column beyond which the text stands that a line opens with `|` or `>` at its end.
pub(crate) fn block_margin(line: &str) -> Option<usize> {
    let text = line.trim_end();
    let (lead, mark) = text.rsplit_once(' ')?;
    let options = mark.strip_prefix(['|', '>'])?;
    let opens =
        lead.trim_end().ends_with([':', '-']) && options.chars().all(|c| c.is_ascii_digit() || "+-".contains(c));
    let mut margin = text.len() - text.trim_start_matches(' ').len();
    // Behind the dashes of lists stands the key, unless the text is itself the item.
    while let Some(rest) = text.get(margin..).and_then(|rest| rest.strip_prefix("- ")) {
        let inner = rest.trim_start_matches(' ');
        if inner == mark {
            break;
        }
        margin = text.len() - inner.len();
    }
    opens.then_some(margin)
}

/// A `#` begins a comment at the line's start and after a space, outside quotes.
pub(crate) fn without_comment(line: &str) -> &str {
    let mut quote = None;
    let mut before = ' ';
    for (at, c) in line.char_indices() {
        match (quote, c) {
            (None, '#') if before == ' ' => return line.get(..at).unwrap_or(line).trim_end(),
            (None, '"' | '\'') if matches!(before, ' ' | '[' | '{' | ',') => quote = Some(c),
            (Some(open), c) if c == open => quote = None,
            _ => {}
        }
        before = c;
    }
    line
}

/// Follows the texts of YAML that stand on lines of their own below `|` or `>`: a `#` or a quote in them is part of the text.
#[derive(Debug, Default)]
pub(crate) struct Blocks {
    /// How deep the field stands whose text is open.
    field: Option<usize>,
}

impl Blocks {
    /// Whether a line belongs to such a text; asked of every line in order.
    pub(crate) fn hold(&mut self, line: &str) -> bool {
        let depth = line.len() - line.trim_start_matches(' ').len();
        if self.field.is_some_and(|field| depth > field || line.trim().is_empty()) {
            return true;
        }
        self.field = opens_block(line);
        false
    }
}

/// How deep the field of a line stands whose text follows on the lines below.
fn opens_block(line: &str) -> Option<usize> {
    let line = without_comment(line).trim_end();
    let head = line.trim_end_matches(|c: char| c.is_ascii_digit() || matches!(c, '+' | '-'));
    let before = head.strip_suffix(['|', '>'])?;
    before.ends_with([' ', ':', '-']).then_some(())?;
    let rest = line.trim_start_matches([' ', '-']);
    let depth = line.len() - rest.len();
    // The text of an item stands deeper than its dash; that of a field in an item deeper than the field.
    let item = rest.starts_with(['|', '>']);
    Some(if item {
        line.get(..depth)?.rfind('-').unwrap_or(0)
    } else {
        depth
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_heading_within_a_text_is_no_comment() {
        let mut sources = Sources::default();
        let yaml = "notes: | # 注\n  # 甲\n\n  乙 # 丙\n# 注释\nlist:\n  - text: >-\n      # 丁\n    # 注释\n    more: 戊\n  - |\n    # 己\n";
        sources.insert("content/a.yaml", yaml);
        let found: Vec<&str> = lines(&sources).map(|line| line.text.trim()).collect();
        let expected = [
            "notes: |",
            "# 甲",
            "乙 # 丙",
            "list:",
            "- text: >-",
            "# 丁",
            "more: 戊",
            "- |",
            "# 己",
        ];
        assert_eq!(found, expected);
    }

    #[test]
    fn comments_are_left_out_and_places_are_those_of_the_file() {
        let mut sources = Sources::default();
        let yaml = "# 注释\ntitle: 通知 # 旁注\nnote: \"# 不是\"\ncode: a#b\n";
        sources.insert("content/a.yaml", yaml);
        sources.insert("content/b.md", "---\ntitle: 甲 # 乙\n---\n# 标题\n\n正文\n");
        sources.insert("themes/x.yaml", "a: b\n");
        let found: Vec<(&str, bool)> = lines(&sources).map(|line| (line.text, line.body)).collect();
        let expected = [
            ("title: 通知", false),
            ("note: \"# 不是\"", false),
            ("code: a#b", false),
            ("title: 甲", false),
            ("# 标题", true),
            ("正文", true),
        ];
        assert_eq!(found, expected);
        for line in lines(&sources) {
            let span = line.span(0..line.text.len());
            assert_eq!(sources.get(line.file).unwrap().get(span.range), Some(line.text));
        }
    }
}
