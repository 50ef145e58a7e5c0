//! The parts of picture files, without their meaning: segments of JPEG, chunks of PNG and WebP. All are lists of byte ranges.

use std::ops::Range;

/// One part of a picture's file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Part {
    /// The marker's second byte for JPEG, the four letters for PNG and WebP.
    pub(super) kind: [u8; 4],
    /// Everything that belongs to it, head and check sum included.
    pub(super) whole: Range<usize>,
    /// What it holds.
    pub(super) body: Range<usize>,
}

/// Kinds of pictures whose parts can be told.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Format {
    Jpeg,
    Png,
    WebP,
}

/// The first eight bytes of every PNG.
pub(super) const PNG: &[u8] = b"\x89PNG\r\n\x1a\n";

impl Format {
    /// The format of a file, by its first bytes.
    pub(super) fn of(bytes: &[u8]) -> Option<Self> {
        match bytes {
            [0xFF, 0xD8, 0xFF, ..] => Some(Self::Jpeg),
            [b'R', b'I', b'F', b'F', _, _, _, _, b'W', b'E', b'B', b'P', ..] => Some(Self::WebP),
            bytes if bytes.starts_with(PNG) => Some(Self::Png),
            _ => None,
        }
    }

    /// The parts in order, and whether the file ends as it should. What follows the end belongs to no part.
    pub(super) fn parts(self, bytes: &[u8]) -> (Vec<Part>, bool) {
        match self {
            Self::Jpeg => jpeg(bytes),
            Self::Png => png(bytes),
            Self::WebP => webp(bytes),
        }
    }
}

/// The kind of a JPEG's part: the marker alone.
pub(super) const fn marker(byte: u8) -> [u8; 4] {
    [0xFF, byte, 0, 0]
}

/// JPEG (ITU-T T.81 annex B): markers with a length, and coded data after each start of a scan.
fn jpeg(bytes: &[u8]) -> (Vec<Part>, bool) {
    let mut parts = Vec::new();
    let mut at = 2;
    while let Some(start) = next_marker(bytes, at) {
        let Some(&byte) = bytes.get(start + 1) else { break };
        if byte == 0xD9 {
            parts.push(part(marker(byte), start..start + 2, start + 2..start + 2));
            return (parts, true);
        }
        let length = bytes
            .get(start + 2..start + 4)
            .and_then(|two| <[u8; 2]>::try_from(two).ok());
        let end = start + 2 + length.map_or(0, |two| usize::from(u16::from_be_bytes(two)));
        if end < start + 4 || end > bytes.len() {
            break;
        }
        let coded = if byte == 0xDA {
            next_marker(bytes, end).unwrap_or(bytes.len())
        } else {
            end
        };
        parts.push(part(marker(byte), start..coded, start + 4..end));
        at = coded;
    }
    (parts, false)
}

fn part(kind: [u8; 4], whole: Range<usize>, body: Range<usize>) -> Part {
    Part { kind, whole, body }
}

/// Where the next marker begins: in coded data a stuffed zero and restart marks are none.
fn next_marker(bytes: &[u8], from: usize) -> Option<usize> {
    let rest = bytes.get(from..)?;
    let mark = |two: &[u8]| matches!(two, [0xFF, second] if !matches!(second, 0x00 | 0xFF | 0xD0..=0xD7));
    rest.windows(2).position(mark).map(|at| from + at)
}

/// PNG (ISO/IEC 15948): length, name, body, check sum.
fn png(bytes: &[u8]) -> (Vec<Part>, bool) {
    let mut parts = Vec::new();
    let mut at = PNG.len();
    while let Some(head) = bytes.get(at..at + 8) {
        let ([a, b, c, d], Some(kind)) = (first_four(head), head.get(4..8).map(first_four)) else {
            break;
        };
        let length = usize::try_from(u32::from_be_bytes([a, b, c, d])).unwrap_or(usize::MAX);
        let Some(end) = at.checked_add(length).and_then(|end| end.checked_add(12)) else {
            break;
        };
        if end > bytes.len() {
            break;
        }
        parts.push(part(kind, at..end, at + 8..end - 4));
        at = end;
        if &kind == b"IEND" {
            return (parts, true);
        }
    }
    (parts, false)
}

/// WebP (RFC 9649): name, length, body, a byte to make the length even.
fn webp(bytes: &[u8]) -> (Vec<Part>, bool) {
    let mut parts = Vec::new();
    let mut at = 12;
    while let Some(head) = bytes.get(at..at + 8) {
        let (kind, length) = (first_four(head), first_four(head.get(4..).unwrap_or_default()));
        let length = usize::try_from(u32::from_le_bytes(length)).unwrap_or(usize::MAX);
        let Some(end) = at.checked_add(8).and_then(|from| from.checked_add(length)) else {
            break;
        };
        if end > bytes.len() {
            return (parts, false);
        }
        let padded = (end + length % 2).min(bytes.len());
        parts.push(part(kind, at..padded, at + 8..end));
        at = padded;
    }
    let whole = !parts.is_empty();
    (parts, whole)
}

fn first_four(bytes: &[u8]) -> [u8; 4] {
    bytes.first_chunk::<4>().copied().unwrap_or_default()
}
