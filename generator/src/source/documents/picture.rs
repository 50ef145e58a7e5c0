//! What pictures say beside what is seen: where they were taken, by whom, with which camera.

use super::container::{Format, Part, marker};
use super::exif;
use std::collections::BTreeSet;
use std::io::Read;

/// What a picture gives away.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Tell {
    /// The place, by GPS.
    Place,
    /// Who took it, or whose camera it is.
    Author,
    /// The camera's serial number.
    Camera,
}

impl Tell {
    /// What staff call it.
    pub(crate) fn word(self) -> &'static str {
        match self {
            Self::Place => "拍摄地点（GPS）",
            Self::Author => "拍摄者或相机主人的名字",
            Self::Camera => "相机序列号",
        }
    }
}

/// What was found beside the picture itself.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Picture {
    pub(crate) tells: BTreeSet<Tell>,
    /// Texts that somebody wrote into it.
    pub(crate) texts: Vec<String>,
    /// Whether [`strip`](super::strip) can take it out.
    pub(crate) strippable: bool,
}

impl Picture {
    fn exif(&mut self, block: &[u8]) {
        if let Some(exif) = exif::block(block) {
            self.tells.extend(exif::tells(&exif));
            self.texts.extend(exif::texts(&exif));
        }
    }

    /// XMP: one piece of XML with a name for everything.
    fn xmp(&mut self, text: &[u8]) {
        let names: [(&[u8], Tell); 6] = [
            (b"GPSLatitude", Tell::Place),
            (b"GPSLongitude", Tell::Place),
            (b"dc:creator", Tell::Author),
            (b"OwnerName", Tell::Author),
            (b"CreatorContactInfo", Tell::Author),
            (b"SerialNumber", Tell::Camera),
        ];
        let found = names.iter().filter(|(name, _)| super::contains(text, name));
        self.tells.extend(found.map(|(_, tell)| *tell));
    }

    /// A text of a PNG under its keyword.
    fn keyword(&mut self, keyword: &[u8], text: &[u8]) {
        match keyword {
            b"XML:com.adobe.xmp" => self.xmp(text),
            b"Author" | b"Artist" => {
                self.tells.insert(Tell::Author);
            }
            _ if keyword.starts_with(b"Raw profile type ") => {
                let block = unhex(text);
                let tiff = block.strip_prefix(b"Exif\0\0").unwrap_or(&block);
                self.exif(tiff);
                self.xmp(&block);
            }
            _ => self.texts.push(String::from_utf8_lossy(text).into_owned()),
        }
    }
}

/// Whether the bytes are those of a picture that may say something.
pub(super) fn is_picture(bytes: &[u8]) -> bool {
    Format::of(bytes).is_some() || is_other(bytes)
}

/// HEIF, AVIF and TIFF.
fn is_other(bytes: &[u8]) -> bool {
    bytes.starts_with(b"II*\0") || bytes.starts_with(b"MM\0*") || bytes.get(4..8) == Some(b"ftyp")
}

/// What the picture says beside what is seen; `None` when it says nothing.
pub(super) fn read(bytes: &[u8]) -> Option<Picture> {
    let mut picture = Picture::default();
    match Format::of(bytes) {
        Some(format) => {
            for part in format.parts(bytes).0 {
                let body = bytes.get(part.body.clone()).unwrap_or_default();
                read_part(&mut picture, format, &part, body);
            }
            picture.strippable = super::strip(bytes).is_some();
        }
        None => {
            let exif = exif::file(bytes)?;
            picture.tells = exif::tells(&exif);
            picture.texts = exif::texts(&exif);
        }
    }
    (!picture.tells.is_empty() || !picture.texts.is_empty()).then_some(picture)
}

fn read_part(picture: &mut Picture, format: Format, part: &Part, body: &[u8]) {
    match (format, &part.kind) {
        (Format::Jpeg, kind) if *kind == marker(0xE1) => match body.strip_prefix(b"Exif\0\0") {
            Some(block) => picture.exif(block),
            None => picture.xmp(body),
        },
        // IPTC: by-line is record 2, data set 80.
        (Format::Jpeg, kind) if *kind == marker(0xED) => {
            if super::contains(body, b"\x1c\x02\x50") {
                picture.tells.insert(Tell::Author);
            }
        }
        (Format::Jpeg, kind) if *kind == marker(0xFE) => picture.texts.push(String::from_utf8_lossy(body).into_owned()),
        (Format::Png, b"eXIf") | (Format::WebP, b"EXIF") => {
            picture.exif(body.strip_prefix(b"Exif\0\0").unwrap_or(body))
        }
        (Format::WebP, b"XMP ") => picture.xmp(body),
        (Format::Png, b"tEXt" | b"zTXt" | b"iTXt") => {
            if let Some((keyword, text)) = png_text(&part.kind, body) {
                picture.keyword(keyword, &text);
            }
        }
        _ => {}
    }
}

/// Keyword and text of a PNG's text chunk.
fn png_text<'a>(kind: &[u8; 4], body: &'a [u8]) -> Option<(&'a [u8], Vec<u8>)> {
    let end = body.iter().position(|byte| *byte == 0)?;
    let (keyword, rest) = (body.get(..end)?, body.get(end + 1..)?);
    let text = match kind {
        b"tEXt" => rest.to_vec(),
        b"zTXt" => inflate(rest.get(1..)?),
        _ => {
            let (packed, rest) = (rest.first()? == &1, rest.get(2..)?);
            let mut parts = rest.splitn(3, |byte| *byte == 0);
            let text = parts.nth(2)?;
            if packed { inflate(text) } else { text.to_vec() }
        }
    };
    Some((keyword, text))
}

/// Unpacks a text; what is longer than any remark is cut.
fn inflate(bytes: &[u8]) -> Vec<u8> {
    const LONGEST: u64 = 4 * 1024 * 1024;
    let mut text = Vec::new();
    // What came out before a fault is looked at all the same.
    let _ = flate2::read::ZlibDecoder::new(bytes)
        .take(LONGEST)
        .read_to_end(&mut text);
    text
}

/// The bytes that ImageMagick writes as digits, after a line with a name and one with a length.
fn unhex(text: &[u8]) -> Vec<u8> {
    let lines = text
        .split(|byte| *byte == b'\n')
        .filter(|line| !line.is_empty())
        .skip(2);
    let value = |byte: &u8| {
        char::from(*byte)
            .to_digit(16)
            .and_then(|digit| u8::try_from(digit).ok())
    };
    let digits: Vec<u8> = lines.flatten().filter_map(value).collect();
    digits
        .as_chunks::<2>()
        .0
        .iter()
        .map(|[high, low]| high * 16 + low)
        .collect()
}
