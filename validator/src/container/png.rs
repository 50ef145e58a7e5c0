//! Walks a PNG's chunks (W3C PNG, third edition): header facts, resolution, end mark. The decoder verifies the checksums.

use super::bytes::be32;
use super::{Channels, Container, Dpi, Format, Integrity, exif};

/// Facts of a file that begins like a PNG.
pub(super) fn read(bytes: &[u8]) -> Container {
    let mut facts = Container::empty(Some(Format::Png));
    facts.integrity = Integrity::Truncated;
    let mut at = 8usize;
    while let (Some(len), Some(kind)) = (be32(bytes, at), bytes.get(at + 4..at + 8)) {
        let body = at + 8;
        let end = body.saturating_add(len as usize);
        match kind {
            b"IEND" => {
                // 12 = length, kind and checksum of the empty chunk.
                if bytes.len() >= at + 12 {
                    facts.integrity = Integrity::Whole;
                }
                break;
            }
            b"IDAT" => {}
            _ => {
                if let Some(body) = bytes.get(body..end) {
                    chunk(&mut facts, kind, body);
                }
            }
        }
        // 4 = the checksum.
        at = end.saturating_add(4);
    }
    if facts.size.is_none_or(|(w, h)| w == 0 || h == 0) {
        facts.integrity = Integrity::Corrupt;
    }
    facts
}

fn chunk(facts: &mut Container, kind: &[u8], body: &[u8]) {
    match kind {
        b"IHDR" => {
            facts.size = be32(body, 0).zip(be32(body, 4));
            facts.bit_depth = body.get(8).copied();
            facts.channels = match body.get(9) {
                Some(0) => Some(Channels::Grey),
                Some(2) => Some(Channels::Rgb),
                Some(3) => Some(Channels::Palette),
                Some(4) => Some(Channels::GreyAlpha),
                Some(6) => Some(Channels::Rgba),
                _ => None,
            };
            facts.progressive = body.get(12) == Some(&1);
        }
        // Pixels per metre when the unit is 1.
        b"pHYs" => {
            if let (Some(x), Some(y), Some(1)) = (be32(body, 0), be32(body, 4), body.get(8)) {
                let inch = |per_metre: u32| f64::from(per_metre) * 0.0254;
                facts.dpi = (x > 0 && y > 0).then(|| Dpi { x: inch(x), y: inch(y) });
            }
        }
        b"iCCP" => {
            let name = body.split(|b| *b == 0).next().unwrap_or_default();
            facts.icc = Some(
                String::from_utf8_lossy(name)
                    .chars()
                    .filter(|c| !c.is_control())
                    .take(80)
                    .collect(),
            );
        }
        b"eXIf" => {
            let (orientation, dpi) = exif::read(body);
            facts.orientation = orientation.unwrap_or(1);
            facts.dpi = facts.dpi.or(dpi);
        }
        _ => {}
    }
}
