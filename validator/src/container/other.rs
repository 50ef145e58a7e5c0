//! Size and little else of the formats that are only recognised in order to say what they are.

use super::bytes::{be32, le};
use super::{Channels, Container, Format, Integrity, exif};

/// Facts of a file of that format.
pub(super) fn read(bytes: &[u8], format: Format) -> Container {
    let mut facts = Container::empty(Some(format));
    match format {
        Format::Webp => webp(bytes, &mut facts),
        Format::Gif => facts.size = le(bytes, 6, 2).zip(le(bytes, 8, 2)),
        Format::Bmp => facts.size = bmp_size(bytes),
        Format::Heic | Format::Avif => facts.size = heif_size(bytes),
        _ => {}
    }
    facts
}

/// A negative height means that rows are stored from the top.
fn bmp_size(bytes: &[u8]) -> Option<(u32, u32)> {
    if le(bytes, 14, 4)? == 12 {
        return le(bytes, 18, 2).zip(le(bytes, 20, 2));
    }
    le(bytes, 18, 4)
        .zip(le(bytes, 22, 4))
        .map(|(w, h)| (w, h.cast_signed().unsigned_abs()))
}

/// The largest `ispe` property: tiles and thumbnails have smaller ones. Properties stand in the first kilobytes.
fn heif_size(bytes: &[u8]) -> Option<(u32, u32)> {
    let head = bytes.get(..bytes.len().min(1 << 16))?;
    let places = head
        .windows(4)
        .enumerate()
        .filter(|(_, w)| *w == b"ispe")
        .map(|(at, _)| at);
    let sizes = places.filter_map(|at| be32(head, at + 8).zip(be32(head, at + 12)));
    sizes.max_by_key(|(w, h)| u64::from(*w) * u64::from(*h))
}

/// WebP container (RFC 9649): a RIFF list of chunks.
fn webp(bytes: &[u8], facts: &mut Container) {
    facts.channels = Some(Channels::Rgb);
    facts.bit_depth = Some(8);
    // The RIFF length says where the file should end.
    let declared = le(bytes, 4, 4).map_or(u64::MAX, |n| u64::from(n) + 8);
    if (bytes.len() as u64) < declared {
        facts.integrity = Integrity::Truncated;
    }
    let mut at = 12usize;
    while let (Some(kind), Some(len)) = (bytes.get(at..at.saturating_add(4)), le(bytes, at.saturating_add(4), 4)) {
        let body = bytes.get(at + 8..).unwrap_or_default();
        match kind {
            b"VP8X" => {
                facts.size = le(body, 4, 3).zip(le(body, 7, 3)).map(|(w, h)| (w + 1, h + 1));
                if body.first().is_some_and(|flags| flags & 0x10 != 0) {
                    facts.channels = Some(Channels::Rgba);
                }
            }
            b"VP8 " if facts.size.is_none() => {
                facts.size = le(body, 6, 2)
                    .zip(le(body, 8, 2))
                    .map(|(w, h)| (w & 0x3FFF, h & 0x3FFF));
            }
            b"VP8L" if facts.size.is_none() => {
                facts.size = le(body, 1, 4).map(|n| ((n & 0x3FFF) + 1, ((n >> 14) & 0x3FFF) + 1));
            }
            b"EXIF" => {
                let tiff = body.get(..len as usize).unwrap_or(body);
                let (orientation, dpi) = exif::read(tiff.strip_prefix(b"Exif\0\0").unwrap_or(tiff));
                facts.orientation = orientation.unwrap_or(1);
                facts.dpi = dpi;
            }
            _ => {}
        }
        // Chunks are padded to an even length.
        at = at
            .saturating_add(8)
            .saturating_add(len as usize)
            .saturating_add(len as usize & 1);
    }
}
