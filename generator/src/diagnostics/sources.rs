//! The texts that findings point into, and the way from byte offsets to lines and columns.

use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::OnceLock;

/// The texts of all source files that were read, for showing snippets.
#[derive(Debug, Default, Clone)]
pub struct Sources {
    texts: BTreeMap<String, Text>,
}

#[derive(Debug, Clone)]
struct Text {
    text: String,
    /// Where lines begin, in bytes; made when the first place in this file is asked for.
    starts: OnceLock<Vec<usize>>,
}

impl Text {
    fn starts(&self) -> &[usize] {
        self.starts.get_or_init(|| {
            let breaks = self.text.match_indices('\n').map(|(at, _)| at + 1);
            std::iter::once(0).chain(breaks).collect()
        })
    }

    /// Line of an offset, from 0.
    fn line(&self, offset: usize) -> usize {
        self.starts()
            .partition_point(|start| *start <= offset)
            .saturating_sub(1)
    }

    /// Byte range of a line (from 0) without its line break.
    fn range(&self, line: usize) -> Option<Range<usize>> {
        let starts = self.starts();
        let start = *starts.get(line)?;
        let end = starts.get(line + 1).map_or(self.text.len(), |next| next - 1);
        Some(start..end)
    }
}

impl Sources {
    /// Keeps a file's text.
    pub fn insert(&mut self, file: impl Into<String>, text: impl Into<String>) {
        let text = Text {
            text: text.into(),
            starts: OnceLock::new(),
        };
        self.texts.insert(file.into(), text);
    }

    /// All files and their texts, sorted by file.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &str)> {
        self.texts
            .iter()
            .map(|(file, text)| (file.as_str(), text.text.as_str()))
    }

    /// A file's text.
    pub fn get(&self, file: &str) -> Option<&str> {
        self.texts.get(file).map(|text| text.text.as_str())
    }

    /// Line and column from 1, columns in characters, of a byte offset; one behind the end counts as the end.
    pub fn line_col(&self, file: &str, offset: usize) -> Option<(usize, usize)> {
        let text = self.texts.get(file)?;
        let offset = offset.min(text.text.len());
        let line = text.line(offset);
        let before = text.text.get(text.range(line)?.start..offset)?;
        Some((line + 1, before.chars().count() + 1))
    }

    /// Byte range of the given line (from 1), without its line break and the spaces around it.
    pub fn line_range(&self, file: &str, line: usize) -> Option<Range<usize>> {
        let text = self.texts.get(file)?;
        let range = text.range(line.checked_sub(1)?)?;
        let content = text.text.get(range.clone())?;
        let lead = content.len() - content.trim_start().len();
        Some(range.start + lead..range.start + content.trim_end().len().max(lead))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sources(text: &str) -> Sources {
        let mut sources = Sources::default();
        sources.insert("a.yaml", text);
        sources
    }

    #[test]
    fn columns_are_counted_in_characters() {
        let sources = sources("标题: 一\r\n费用: 20\n\n");
        let at = |offset| sources.line_col("a.yaml", offset);
        assert_eq!(at(0), Some((1, 1)));
        assert_eq!(at("标题: ".len()), Some((1, 5)));
        assert_eq!(at("标题: 一\r\n费用: ".len()), Some((2, 5)));
        assert_eq!(at("标题: 一\r\n费用: 20\n".len()), Some((3, 1)));
        assert_eq!(at(9999), Some((4, 1)));
        assert_eq!(at(1), None, "inside a character");
        assert_eq!(sources.line_col("b.yaml", 0), None);
    }

    #[test]
    fn lines_are_given_without_what_surrounds_them() {
        let sources = sources("a: 1\r\n  b: 2  \n");
        assert_eq!(sources.line_range("a.yaml", 1), Some(0..4));
        assert_eq!(sources.line_range("a.yaml", 2), Some(8..12));
        assert_eq!(sources.line_range("a.yaml", 3), Some(15..15));
        assert_eq!(sources.line_range("a.yaml", 4), None);
        assert_eq!(sources.line_range("a.yaml", 0), None);
    }
}
