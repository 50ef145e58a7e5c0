//! Recognises a file by its first bytes, whatever its name says.

/// What a file is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Format {
    /// JPEG.
    Jpeg,
    /// PNG.
    Png,
    /// WebP.
    Webp,
    /// GIF.
    Gif,
    /// Windows bitmap.
    Bmp,
    /// TIFF, and the raw formats of cameras that are built on it.
    Tiff,
    /// HEIC/HEIF, what an iPhone stores.
    Heic,
    /// AVIF.
    Avif,
    /// JPEG XL.
    Jxl,
    /// JPEG 2000.
    Jp2,
    /// Photoshop document.
    Psd,
    /// SVG drawing.
    Svg,
    /// PDF.
    Pdf,
    /// ZIP, and with it docx, xlsx, apk.
    Zip,
    /// RAR.
    Rar,
    /// 7-Zip.
    SevenZip,
    /// Old Word and Excel documents.
    Ole,
    /// MP4 or QuickTime film ("live photo").
    Video,
    /// HTML page, such as the login page of a network that answered instead of the photo's server.
    Html,
}

impl Format {
    /// Every format that is recognised.
    pub const ALL: &'static [Format] = &[
        Format::Jpeg,
        Format::Png,
        Format::Webp,
        Format::Gif,
        Format::Bmp,
        Format::Tiff,
        Format::Heic,
        Format::Avif,
        Format::Jxl,
        Format::Jp2,
        Format::Psd,
        Format::Svg,
        Format::Pdf,
        Format::Zip,
        Format::Rar,
        Format::SevenZip,
        Format::Ole,
        Format::Video,
        Format::Html,
    ];

    /// Short name in reports and profiles: `jpeg`, `png`, …
    pub fn id(self) -> &'static str {
        match self {
            Format::Jpeg => "jpeg",
            Format::Png => "png",
            Format::Webp => "webp",
            Format::Gif => "gif",
            Format::Bmp => "bmp",
            Format::Tiff => "tiff",
            Format::Heic => "heic",
            Format::Avif => "avif",
            Format::Jxl => "jxl",
            Format::Jp2 => "jp2",
            Format::Psd => "psd",
            Format::Svg => "svg",
            Format::Pdf => "pdf",
            Format::Zip => "zip",
            Format::Rar => "rar",
            Format::SevenZip => "7z",
            Format::Ole => "ole",
            Format::Video => "video",
            Format::Html => "html",
        }
    }

    /// What people call it: `JPG`, `PNG`, …
    pub fn label(self) -> &'static str {
        match self {
            Format::Jpeg => "JPG",
            Format::Png => "PNG",
            Format::Webp => "WebP",
            Format::Gif => "GIF",
            Format::Bmp => "BMP",
            Format::Tiff => "TIFF",
            Format::Heic => "HEIC",
            Format::Avif => "AVIF",
            Format::Jxl => "JPEG XL",
            Format::Jp2 => "JPEG 2000",
            Format::Psd => "PSD",
            Format::Svg => "SVG",
            Format::Pdf => "PDF",
            Format::Zip => "ZIP",
            Format::Rar => "RAR",
            Format::SevenZip => "7z",
            Format::Ole => "DOC/XLS",
            Format::Video => "MP4/MOV",
            Format::Html => "HTML",
        }
    }

    /// Whether it is a still picture at all.
    pub fn is_picture(self) -> bool {
        !matches!(
            self,
            Format::Pdf | Format::Zip | Format::Rar | Format::SevenZip | Format::Ole | Format::Video | Format::Html
        )
    }

    /// Recognises the format by its first bytes.
    pub fn sniff(bytes: &[u8]) -> Option<Format> {
        const MAGIC: &[(&[u8], Format)] = &[
            (b"\xFF\xD8\xFF", Format::Jpeg),
            (b"\x89PNG\r\n\x1A\n", Format::Png),
            (b"GIF87a", Format::Gif),
            (b"GIF89a", Format::Gif),
            (b"II*\0", Format::Tiff),
            (b"MM\0*", Format::Tiff),
            (b"II+\0", Format::Tiff),
            (b"MM\0+", Format::Tiff),
            (b"\xFF\x0A", Format::Jxl),
            (b"\0\0\0\x0CJXL \r\n\x87\n", Format::Jxl),
            (b"\0\0\0\x0CjP  \r\n\x87\n", Format::Jp2),
            (b"8BPS", Format::Psd),
            (b"%PDF-", Format::Pdf),
            (b"PK\x03\x04", Format::Zip),
            (b"PK\x05\x06", Format::Zip),
            (b"Rar!\x1A\x07", Format::Rar),
            (b"7z\xBC\xAF\x27\x1C", Format::SevenZip),
            (b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1", Format::Ole),
            (b"\x1A\x45\xDF\xA3", Format::Video),
        ];
        if let Some((_, format)) = MAGIC.iter().find(|(magic, _)| bytes.starts_with(magic)) {
            return Some(*format);
        }
        match (bytes.get(..4), bytes.get(4..8), bytes.get(8..12)) {
            (Some(b"RIFF"), _, Some(b"WEBP")) => Some(Format::Webp),
            (_, Some(b"ftyp"), Some(brand)) => Some(iso_brand(brand)),
            (Some([b'B', b'M', _, _]), _, _) if is_bmp(bytes) => Some(Format::Bmp),
            _ => markup(bytes),
        }
    }
}

/// The major brand of an ISO base media file (ISO/IEC 14496-12; HEIF: ISO/IEC 23008-12).
fn iso_brand(brand: &[u8]) -> Format {
    match brand {
        b"avif" | b"avis" => Format::Avif,
        b"heic" | b"heix" | b"heim" | b"heis" | b"hevc" | b"hevx" | b"hevm" | b"hevs" | b"mif1" | b"msf1" => {
            Format::Heic
        }
        b"jp2 " | b"jpx " => Format::Jp2,
        _ => Format::Video,
    }
}

/// "BM" is also how a text may begin, so the size of the second header has to be one that exists.
fn is_bmp(bytes: &[u8]) -> bool {
    matches!(bytes.get(14..18), Some([12 | 40 | 52 | 56 | 64 | 108 | 124, 0, 0, 0]))
}

fn markup(bytes: &[u8]) -> Option<Format> {
    let head = bytes.get(..bytes.len().min(256)).unwrap_or_default();
    let text = String::from_utf8_lossy(head).to_ascii_lowercase();
    let text = text.trim_start_matches('\u{feff}').trim_start();
    if text.starts_with("<svg") || (text.starts_with("<?xml") && text.contains("<svg")) {
        Some(Format::Svg)
    } else if text.starts_with("<!doctype html") || text.starts_with("<html") {
        Some(Format::Html)
    } else {
        None
    }
}
