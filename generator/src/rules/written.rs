//! What people wrote, folder by folder, and where in a file a value of theirs stands: for rules that read whole campaigns.

use super::prose::{Line, campaign_of, is_english, lines};
use crate::diagnostics::{Finding, Sources, Span};
use std::collections::BTreeMap;
use std::ops::Range;

/// The lines of one campaign's folder.
#[derive(Debug, Default)]
pub(super) struct Folder<'a> {
    /// What speaks to readers.
    pub(super) lines: Vec<Line<'a>>,
    /// Notes of the editors: what they tell of the source is no instruction.
    pub(super) asides: Vec<Line<'a>>,
}

/// All lines in Chinese, sorted by file and place. Reasons under `allow` are nobody's instruction and are left out.
#[derive(Debug, Default)]
pub(super) struct Written<'a> {
    campaigns: BTreeMap<&'a str, Folder<'a>>,
    /// Schools, providers and whatever else campaigns share.
    pub(super) shared: Vec<Line<'a>>,
    nothing: Folder<'a>,
}

impl<'a> Written<'a> {
    /// Reads all sources once.
    pub(super) fn new(sources: &'a Sources) -> Self {
        let mut written = Self::default();
        let mut block = ("", "");
        for line in lines(sources).filter(|line| !is_english(line.file)) {
            let Some((id, own)) = campaign_of(line.file) else {
                written.shared.push(line);
                continue;
            };
            let folder = written.campaigns.entry(id).or_default();
            if own != "campaign.yaml" {
                folder.lines.push(line);
                continue;
            }
            if block.0 != line.file {
                block = (line.file, "");
            }
            if !line.text.starts_with([' ', '-', '#']) {
                block.1 = line.text.split(':').next().unwrap_or("").trim();
            }
            match block.1 {
                "allow" | "允许" => {}
                "editor_notes" | "编者注" => folder.asides.push(line),
                _ => folder.lines.push(line),
            }
        }
        written
    }

    /// The lines of one campaign.
    pub(super) fn of(&self, id: &str) -> &Folder<'a> {
        self.campaigns.get(id).unwrap_or(&self.nothing)
    }

    /// Every line, campaign by campaign, after those that campaigns share.
    pub(super) fn all(&self) -> impl Iterator<Item = &Line<'a>> {
        let own = self.campaigns.values().flat_map(|folder| &folder.lines);
        self.shared.iter().chain(own)
    }
}

/// The sentences of a line with their places in it.
pub(super) fn sentences(text: &str) -> impl Iterator<Item = (usize, &str)> {
    let mut start = 0;
    text.split_inclusive(['。', '；', '！', '？', ';', '!', '?'])
        .map(move |sentence| {
            let at = start;
            start += sentence.len();
            (at, sentence)
        })
}

/// Where a value of a YAML file stands that the model keeps without its place.
#[derive(Debug, Clone, Copy)]
pub(super) struct Wanted<'a> {
    pub(super) file: &'a str,
    /// The key at the left margin under which it stands, in English and in Chinese.
    pub(super) key: [&'a str; 2],
    /// The item's `id` where the key holds a list.
    pub(super) id: Option<&'a str>,
}

impl Wanted<'_> {
    /// The first place of `value` under the key, in the item that has the id.
    pub(super) fn place(&self, sources: &Sources, value: &str) -> Option<Span> {
        let text = sources.get(self.file)?;
        let block = self.block(sources)?;
        let item = self.id.and_then(|id| {
            let mut items = items(text, &block).into_iter();
            items.find(|item| item.id == Some(id))
        });
        let (own, value) = (item.map_or(block, |item| item.range), value.trim());
        if value.is_empty() {
            return None;
        }
        let at = own.start + text.get(own)?.find(value)?;
        Some(self.span(at, value.len()))
    }

    /// The ids of the list under the key, each with its place.
    pub(super) fn ids<'s>(&self, sources: &'s Sources) -> Vec<(&'s str, Span)> {
        let (Some(text), Some(block)) = (sources.get(self.file), self.block(sources)) else {
            return Vec::new();
        };
        let named = items(text, &block).into_iter();
        named
            .filter_map(|item| Some((item.id?, self.span(item.named.start, item.named.len()))))
            .collect()
    }

    /// From behind the key to the next one at the left margin.
    fn block(&self, sources: &Sources) -> Option<Range<usize>> {
        let text = sources.get(self.file)?;
        let from = self.key_place(sources)?.range.end;
        let mut end = from;
        for line in text.get(from..)?.split_inclusive('\n') {
            if end > from && line.starts_with(|c: char| !c.is_whitespace() && !matches!(c, '-' | '#')) {
                break;
            }
            end += line.len();
        }
        Some(from..end)
    }

    /// The key itself.
    pub(super) fn key_place(&self, sources: &Sources) -> Option<Span> {
        let text = sources.get(self.file)?;
        let mut offset = 0;
        for line in text.split_inclusive('\n') {
            let key = line.split(':').next().unwrap_or("");
            if key.len() < line.len() && self.key.contains(&key.trim_end()) {
                return Some(self.span(offset, key.trim_end().len()));
            }
            offset += line.len();
        }
        None
    }

    /// Where the item names itself.
    fn item_place(&self, sources: &Sources) -> Option<Span> {
        let id = self.id?;
        let mut ids = self.ids(sources).into_iter();
        ids.find(|(own, _)| *own == id).map(|(_, span)| span)
    }

    /// Makes a finding point at the value, at the item's id, at the key, or at least at the file.
    pub(super) fn mark(&self, finding: Finding, sources: &Sources, value: &str) -> Finding {
        let item = || self.item_place(sources).or_else(|| self.key_place(sources));
        match self.place(sources, value).or_else(item) {
            Some(span) => finding.at(span),
            None => finding.in_file(self.file),
        }
    }

    fn span(&self, at: usize, length: usize) -> Span {
        Span {
            file: self.file.to_owned(),
            range: at..at + length,
        }
    }
}

/// An item of a list.
#[derive(Debug, Default)]
struct Item<'a> {
    range: Range<usize>,
    id: Option<&'a str>,
    /// Where `id: …` stands.
    named: Range<usize>,
}

/// The items of a block's list, from each `- ` to the next of the same indentation.
fn items<'a>(text: &'a str, block: &Range<usize>) -> Vec<Item<'a>> {
    let mut found: Vec<Item<'a>> = Vec::new();
    // Where the dashes stand, and where the fields behind the last of them.
    let (mut margin, mut fields) = (None, 0);
    let mut offset = block.start;
    for line in text.get(block.clone()).unwrap_or("").split_inclusive('\n') {
        let content = line.trim_start_matches(' ');
        let mut column = line.len() - content.len();
        let mut own = content.trim_end();
        if let Some(rest) = own
            .strip_prefix("- ")
            .filter(|_| *margin.get_or_insert(column) == column)
        {
            found.push(Item {
                range: offset..offset,
                ..Item::default()
            });
            let inner = rest.trim_start_matches([' ', '{']);
            column += own.len() - inner.len();
            (fields, own) = (column, inner);
        }
        if let Some(item) = found.last_mut() {
            item.range.end = offset + line.len();
            let field = value_only(own);
            if let Some(id) = id_of(field).filter(|_| column == fields && item.id.is_none()) {
                item.id = Some(id);
                item.named = offset + column..offset + column + field.len();
            }
        }
        offset += line.len();
    }
    found
}

/// A field without the comment behind it, and without further fields on its line.
fn value_only(field: &str) -> &str {
    let bare = field.split(" #").next().unwrap_or(field);
    bare.split([',', '}']).next().unwrap_or(bare).trim_end()
}

/// What stands behind `id:`, without quotes.
fn id_of(field: &str) -> Option<&str> {
    let value = field.strip_prefix("id:").or_else(|| field.strip_prefix("代号:"))?;
    Some(value.trim().trim_matches(['"', '\'']))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_are_told_apart_by_whom_they_speak_to() {
        let mut sources = Sources::default();
        sources.insert(
            "content/campaigns/a/campaign.yaml",
            "title: 甲\neditor_notes:\n  - 编者说\nallow:\n  - rule: C303\n    because: 原因\nremarks:\n  - 备注\n",
        );
        sources.insert("content/campaigns/a/notices/n.md", "---\ntitle: 乙\n---\n正文\n");
        sources.insert("content/campaigns/a/notices/n.en.md", "---\ntitle: B\n---\nBody\n");
        sources.insert("content/schools/s.yaml", "name: 丙\n");
        let written = Written::new(&sources);
        let text = |lines: &[Line<'_>]| lines.iter().map(|line| line.text.to_owned()).collect::<Vec<_>>();
        assert_eq!(
            text(&written.of("a").lines),
            ["title: 甲", "remarks:", "  - 备注", "title: 乙", "正文"]
        );
        assert_eq!(text(&written.of("a").asides), ["editor_notes:", "  - 编者说"]);
        assert_eq!(text(&written.shared), ["name: 丙"]);
        assert!(written.of("b").lines.is_empty());
    }

    #[test]
    fn a_value_is_found_in_its_own_item() {
        let mut sources = Sources::default();
        let text =
            "systems:\n  - id: a\n    name: 同\ncontacts:\n  - id: x\n    post: 同\n  - id: a # 二\n    post: 同\n";
        sources.insert("c.yaml", text);
        let wanted = Wanted {
            file: "c.yaml",
            key: ["contacts", "联系方式"],
            id: Some("a"),
        };
        let span = wanted.place(&sources, "同").unwrap();
        assert_eq!(span.range.start, text.rfind('同').unwrap());
        assert_eq!(wanted.place(&sources, "无"), None);
        assert_eq!(wanted.key_place(&sources).unwrap().range, 33..41);
    }

    #[test]
    fn an_item_ends_where_the_next_begins() {
        let mut sources = Sources::default();
        let text = "contacts:\n  - post: 甲\n    id: a\n    list:\n      - id: b\n        post: 丙\n  - {id: b, post: 乙}\n  - id: c\n    post: 丁\nnotes: 戊\n";
        sources.insert("c.yaml", text);
        let wanted = |id| Wanted {
            file: "c.yaml",
            key: ["contacts", "联系方式"],
            id: Some(id),
        };
        let place = |id, value| Some(wanted(id).place(&sources, value)?.range.start);
        assert_eq!(place("a", "甲"), text.find('甲'));
        assert_eq!(place("b", "乙"), text.find('乙'));
        assert_eq!(place("b", "丙"), None);
        assert_eq!(place("a", "丁"), None);
        assert_eq!(place("c", "戊"), None);
        // A text that doesn't stand there as it is read is pointed at by its id.
        let marked = |id| {
            let finding = wanted(id).mark(Finding::of(&crate::rules::names::K102, ""), &sources, "己");
            finding.primary.unwrap().range.start
        };
        assert_eq!(Some(marked("c")), text.find("id: c"));
        assert_eq!(marked("d"), 0);
        let ids = wanted("").ids(&sources);
        let named: Vec<(&str, &str)> = ids
            .into_iter()
            .map(|(id, span)| (id, text.get(span.range).unwrap()))
            .collect();
        assert_eq!(named, [("a", "id: a"), ("b", "id: b"), ("c", "id: c")]);
    }
}
