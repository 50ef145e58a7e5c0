//! Taking out of a picture's file what it says beside what is seen. No pixel, colour profile or turn is lost, nothing is coded anew.

use super::container::{Format, PNG, Part, marker};
use super::exif;

/// Flags of a WebP's head for EXIF and XMP.
const WEBP_SAYS: u8 = 0b0000_1100;

/// The flag for EXIF alone.
const WEBP_EXIF: u8 = 0b0000_1000;

/// The same picture without remarks, places and names; `None` when there are none, or the file is of another kind or broken.
pub(crate) fn strip(bytes: &[u8]) -> Option<Vec<u8>> {
    let format = Format::of(bytes)?;
    let (parts, whole) = format.parts(bytes);
    if !whole || !parts.iter().any(|part| tells(format, part, bytes)) {
        return None;
    }
    let kept: Vec<&Part> = parts.iter().filter(|part| !tells(format, part, bytes)).collect();
    // A block that we wrote ourselves stays; a second one beside it would be one too many.
    let kept_turn = kept.iter().any(|part| turn(format, part, bytes).is_some());
    let gone = parts.iter().filter(|part| !kept_turn && tells(format, part, bytes));
    let turned = gone.into_iter().find_map(|part| turn(format, part, bytes));
    Some(match format {
        Format::Jpeg => jpeg(bytes, &kept, turned),
        Format::Png => png(bytes, &kept, turned),
        Format::WebP => webp(bytes, &kept, turned),
    })
}

fn body<'a>(part: &Part, bytes: &'a [u8]) -> &'a [u8] {
    bytes.get(part.body.clone()).unwrap_or_default()
}

fn whole<'a>(part: &Part, bytes: &'a [u8]) -> &'a [u8] {
    bytes.get(part.whole.clone()).unwrap_or_default()
}

/// Whether a part is something other than the picture.
fn tells(format: Format, part: &Part, bytes: &[u8]) -> bool {
    match (format, part.kind) {
        (Format::Jpeg, [_, 0xE2, ..]) => !body(part, bytes).starts_with(b"ICC_PROFILE\0"),
        // APP0 is JFIF's head, APP14 says how colours were mixed: decoders need both.
        (Format::Jpeg, [_, byte, ..]) => {
            let remark = matches!(byte, 0xE1 | 0xE3..=0xED | 0xEF | 0xFE);
            remark && only_turn(part, bytes).is_none()
        }
        (Format::Png, kind) => match &kind {
            b"tEXt" | b"zTXt" | b"iTXt" | b"tIME" => true,
            b"eXIf" => body(part, bytes) != exif::only_orientation(turn(format, part, bytes).unwrap_or(0)),
            _ => false,
        },
        (Format::WebP, kind) => match &kind {
            b"XMP " => true,
            b"EXIF" => body(part, bytes) != exif::only_orientation(turn(format, part, bytes).unwrap_or(0)),
            _ => false,
        },
    }
}

/// The turn in a JPEG's block that says nothing else: such a block we wrote ourselves.
fn only_turn(part: &Part, bytes: &[u8]) -> Option<u8> {
    let turned = turn(Format::Jpeg, part, bytes)?;
    (body(part, bytes).strip_prefix(b"Exif\0\0") == Some(exif::only_orientation(turned).as_slice())).then_some(turned)
}

/// How a part with EXIF wants the picture turned.
fn turn(format: Format, part: &Part, bytes: &[u8]) -> Option<u8> {
    let body = body(part, bytes);
    let block = match format {
        Format::Jpeg if part.kind == marker(0xE1) => body.strip_prefix(b"Exif\0\0")?,
        Format::Png if &part.kind == b"eXIf" => body,
        Format::WebP if &part.kind == b"EXIF" => body.strip_prefix(b"Exif\0\0").unwrap_or(body),
        _ => return None,
    };
    exif::orientation(&exif::block(block)?)
}

fn jpeg(bytes: &[u8], kept: &[&Part], turned: Option<u8>) -> Vec<u8> {
    let mut new = vec![0xFF, 0xD8];
    let mut head = turned.map(|turned| {
        let block = exif::only_orientation(turned);
        let length = u16::try_from(block.len() + 8).unwrap_or(0).to_be_bytes();
        [&[0xFF, 0xE1], length.as_slice(), b"Exif\0\0", &block].concat()
    });
    for part in kept {
        // JFIF's own head comes first.
        if part.kind != marker(0xE0) {
            new.extend(head.take().unwrap_or_default());
        }
        new.extend(whole(part, bytes));
    }
    new
}

fn png(bytes: &[u8], kept: &[&Part], turned: Option<u8>) -> Vec<u8> {
    let mut new = PNG.to_vec();
    for (index, part) in kept.iter().enumerate() {
        new.extend(whole(part, bytes));
        if let (0, Some(turned)) = (index, turned) {
            let block = exif::only_orientation(turned);
            let mut crc = flate2::Crc::new();
            crc.update(b"eXIf");
            crc.update(&block);
            new.extend(u32::try_from(block.len()).unwrap_or(0).to_be_bytes());
            new.extend(b"eXIf");
            new.extend(block);
            new.extend(crc.sum().to_be_bytes());
        }
    }
    new
}

fn webp(bytes: &[u8], kept: &[&Part], turned: Option<u8>) -> Vec<u8> {
    let mut inside = b"WEBP".to_vec();
    for part in kept {
        let start = inside.len();
        inside.extend(whole(part, bytes));
        if &part.kind == b"VP8X"
            && let Some(flags) = inside.get_mut(start + 8)
        {
            let says = turned.is_some() || kept.iter().any(|part| &part.kind == b"EXIF");
            *flags = (*flags & !WEBP_SAYS) | if says { WEBP_EXIF } else { 0 };
        }
    }
    if let Some(turned) = turned {
        let block = exif::only_orientation(turned);
        inside.extend(b"EXIF");
        inside.extend(u32::try_from(block.len()).unwrap_or(0).to_le_bytes());
        inside.extend(block);
    }
    let size = u32::try_from(inside.len()).unwrap_or(0).to_le_bytes();
    [b"RIFF".as_slice(), &size, &inside].concat()
}
