//! Where an error of the library stands in a text, in bytes.

use serde_saphyr::Location;
use std::ops::Range;

/// The byte range that a location marks; the word that begins there when the library knows no length.
pub(super) fn range_of(text: &str, location: Location) -> Option<Range<usize>> {
    let start = match location.span().byte_offset() {
        Some(offset) => usize::try_from(offset).ok()?,
        None => byte_of(text, location.line(), location.column())?,
    }
    .min(text.len());
    let length = location
        .span()
        .byte_len()
        .and_then(|n| usize::try_from(n).ok())
        .unwrap_or(0);
    let line_end = text.get(start..)?.find('\n').map_or(text.len(), |i| start + i);
    let end = if length > 0 {
        (start + length).min(line_end)
    } else {
        word_end(text, start)
    };
    Some(start..end.max(start))
}

fn byte_of(text: &str, line: u64, column: u64) -> Option<usize> {
    let line = usize::try_from(line).ok()?.checked_sub(1)?;
    let column = usize::try_from(column).ok()?.checked_sub(1)?;
    let start: usize = text.split_inclusive('\n').take(line).map(str::len).sum();
    let rest = text.get(start..)?;
    Some(start + rest.char_indices().nth(column).map_or(0, |(i, _)| i))
}

fn word_end(text: &str, start: usize) -> usize {
    let rest = text.get(start..).unwrap_or("");
    let line = rest.lines().next().unwrap_or("");
    let word = line.find([':', ' ', '\t']).unwrap_or(line.len());
    start
        + if word == 0 {
            line.chars().next().map_or(0, char::len_utf8)
        } else {
            word
        }
}

/// What stands at a place.
pub(super) fn word_at<'t>(text: &'t str, place: &Range<usize>) -> &'t str {
    text.get(place.clone()).unwrap_or("")
}
