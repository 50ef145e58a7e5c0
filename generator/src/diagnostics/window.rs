//! The part of a long text that a snippet is cut from: a renderer that reads a whole file once per finding takes minutes on a big one.

use std::ops::Range;

/// Texts up to this many bytes are shown to the renderer whole.
const WHOLE: usize = 64 * 1024;

/// Lines of a text with their place in it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Window<'a> {
    /// The lines.
    pub(super) text: &'a str,
    /// Number of the first one, from 1.
    pub(super) line: usize,
    /// Byte offset of the first one.
    pub(super) offset: usize,
}

/// The lines that hold all of `places`; the whole text where it is short. `None` when even these lines are too long to be looked at, such as
/// a file of one line.
pub(super) fn window<'a>(text: &'a str, places: impl Iterator<Item = Range<usize>>) -> Option<Window<'a>> {
    if text.len() <= WHOLE {
        return Some(Window {
            text,
            line: 1,
            offset: 0,
        });
    }
    let edges = places.fold(None, |edges: Option<(usize, usize)>, place| {
        let (start, end) = edges.unwrap_or((place.start, place.end));
        Some((start.min(place.start), end.max(place.end)))
    });
    let (start, end) = edges?;
    // In bytes: a place need not begin and end between characters.
    let bytes = text.as_bytes();
    let offset = bytes
        .get(..start)?
        .iter()
        .rposition(|byte| *byte == b'\n')
        .map_or(0, |at| at + 1);
    let end = bytes
        .get(end..)?
        .iter()
        .position(|byte| *byte == b'\n')
        .map_or(text.len(), |at| end + at + 1);
    let lines = text.get(offset..end).filter(|lines| lines.len() <= WHOLE)?;
    Some(Window {
        text: lines,
        line: text.get(..offset)?.matches('\n').count() + 1,
        offset,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_long_text_is_cut_to_the_lines_in_question() {
        let text = "字：1\n".repeat(20_000);
        let at = 8 * 15_000 + 3;
        let found = window(&text, [at..at + 1, at + 8..at + 9].into_iter()).unwrap();
        assert_eq!(
            (found.text, found.line, found.offset),
            ("字：1\n字：1\n", 15_001, 8 * 15_000)
        );
        let last = window(&text, std::iter::once(text.len()..text.len())).unwrap();
        assert_eq!((last.text, last.line), ("", 20_001));
        let short = window("a\nb\n", std::iter::once(2..3)).unwrap();
        assert_eq!((short.text, short.line), ("a\nb\n", 1));
    }

    #[test]
    fn a_line_without_end_is_not_shown() {
        let text = "字".repeat(100_000);
        assert_eq!(window(&text, std::iter::once(3..6)), None);
    }
}
