//! EXIF (CIPA DC-008): what a camera writes beside the picture.

use super::picture::Tell;
use exif::{Exif, In, Reader, Tag, Value};
use std::collections::BTreeSet;
use std::io::Cursor;

/// The author as Windows writes it, in UTF-16.
const XP_AUTHOR: u16 = 0x9C9D;

/// Reads a block of EXIF without a container; what can be read of a broken one.
pub(super) fn block(tiff: &[u8]) -> Option<Exif> {
    let mut reader = Reader::new();
    reader.continue_on_error(true);
    partial(reader.read_raw(tiff.to_vec()))
}

/// Reads the block inside a file of a kind whose parts are not looked at one by one: HEIF, AVIF, TIFF.
pub(super) fn file(bytes: &[u8]) -> Option<Exif> {
    let mut reader = Reader::new();
    reader.continue_on_error(true);
    partial(reader.read_from_container(&mut Cursor::new(bytes)))
}

fn partial(read: Result<Exif, exif::Error>) -> Option<Exif> {
    read.or_else(|error| error.distill_partial_result(|_| {})).ok()
}

/// What it says of people and places.
pub(super) fn tells(exif: &Exif) -> BTreeSet<Tell> {
    let mut tells = BTreeSet::new();
    for field in exif.fields() {
        let tell = match field.tag {
            Tag::GPSLatitude | Tag::GPSLongitude | Tag::GPSDestLatitude | Tag::GPSDestLongitude => Tell::Place,
            Tag::Artist | Tag::CameraOwnerName => Tell::Author,
            Tag::BodySerialNumber => Tell::Camera,
            Tag(_, XP_AUTHOR) => Tell::Author,
            _ => continue,
        };
        if is_filled(&field.value) {
            tells.insert(tell);
        }
    }
    tells
}

/// Texts that somebody wrote into it.
pub(super) fn texts(exif: &Exif) -> Vec<String> {
    let written = [Tag::ImageDescription, Tag::Copyright];
    let fields = exif.fields().filter(|field| written.contains(&field.tag));
    let text = |value: &Value| match value {
        Value::Ascii(lines) => lines
            .iter()
            .map(|line| String::from_utf8_lossy(line).into_owned())
            .collect(),
        _ => Vec::new(),
    };
    fields.flat_map(|field| text(&field.value)).collect()
}

/// How the picture is to be turned, 2…8; `None` when it stands upright.
pub(super) fn orientation(exif: &Exif) -> Option<u8> {
    let turned = exif.get_field(Tag::Orientation, In::PRIMARY)?.value.get_uint(0)?;
    u8::try_from(turned).ok().filter(|turned| (2..=8).contains(turned))
}

/// A block that says nothing but how the picture is to be turned.
pub(super) fn only_orientation(turned: u8) -> Vec<u8> {
    let mut block = b"MM\0*\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01\0".to_vec();
    block.extend([turned, 0, 0, 0, 0, 0, 0]);
    block
}

fn is_filled(value: &Value) -> bool {
    match value {
        Value::Ascii(lines) => lines
            .iter()
            .any(|line| line.iter().any(|byte| !matches!(byte, 0 | b' '))),
        Value::Byte(bytes) | Value::Undefined(bytes, _) => bytes.iter().any(|byte| !matches!(byte, 0 | b' ')),
        Value::Rational(parts) => parts.iter().any(|part| part.denom != 0 && part.num != 0),
        _ => false,
    }
}
