//! Generated portraits and the small patches that break them; no picture files are kept.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test may stop where its own input is wrong"
)]
#![allow(dead_code, reason = "each test file uses its own part of this")]

use jpeg_encoder::{ColorType, Encoder, PixelDensity};
use tassel_validator::{Check, Options, Photo, Profile, Report, Status, builtin, check};

pub(crate) const BLUE: [u8; 3] = [100, 197, 255];
pub(crate) const WHITE: [u8; 3] = [255, 255, 255];
pub(crate) const GREY: [u8; 3] = [240, 240, 240];

/// A made-up sitter in front of a wall: hair, face, neck, dark shoulders with a weave.
#[derive(Clone)]
pub(crate) struct Picture {
    pub(crate) width: usize,
    pub(crate) height: usize,
    pub(crate) rgb: Vec<u8>,
}

impl Picture {
    /// A plain wall.
    pub(crate) fn wall(width: usize, height: usize, color: [u8; 3]) -> Picture {
        Picture {
            width,
            height,
            rgb: color.repeat(width * height),
        }
    }

    /// A picture by a rule for each pixel.
    pub(crate) fn from_fn(width: usize, height: usize, at: impl Fn(usize, usize) -> [u8; 3]) -> Picture {
        let mut picture = Picture::wall(width, height, [0; 3]);
        picture.paint(|x, y, _| at(x, y));
        picture
    }

    /// The colour of a pixel inside.
    pub(crate) fn at(&self, x: usize, y: usize) -> [u8; 3] {
        let first = (y * self.width + x) * 3;
        [self.rgb[first], self.rgb[first + 1], self.rgb[first + 2]]
    }

    /// A portrait of 480×640 proportions at any size.
    pub(crate) fn portrait(width: usize, height: usize, wall: [u8; 3]) -> Picture {
        Picture::wall(width, height, wall).with_sitter()
    }

    /// Paints the sitter over whatever is there.
    pub(crate) fn with_sitter(mut self) -> Picture {
        let (w, h) = (self.width as f64, self.height as f64);
        self.paint(|x, y, old| {
            let (x, y) = (x as f64 / w, y as f64 / h);
            let inside = |cx: f64, cy: f64, rx: f64, ry: f64| {
                let (dx, dy) = ((x - cx) / rx, (y - cy) / ry);
                dx * dx + dy * dy <= 1.0
            };
            // A weave and strands, so that nothing but the wall is smooth.
            let grain = (((x * w) as i32 * 7 + (y * h) as i32 * 13) % 23) as u8;
            if inside(0.5, 0.40, 0.22, 0.21) {
                [224, 180 + grain / 8, 156]
            } else if inside(0.5, 0.36, 0.26, 0.23) {
                [30 + grain, 26 + grain, 24 + grain]
            } else if (0.42..0.58).contains(&x) && (0.5..0.75).contains(&y) {
                [210, 165, 140]
            } else if inside(0.5, 1.05, 0.6, 0.32) {
                [40 + grain, 44 + grain, 70 + grain]
            } else {
                old
            }
        });
        self
    }

    /// Changes every pixel.
    pub(crate) fn paint(&mut self, mut color: impl FnMut(usize, usize, [u8; 3]) -> [u8; 3]) {
        for y in 0..self.height {
            for x in 0..self.width {
                let i = (y * self.width + x) * 3;
                let old = [self.rgb[i], self.rgb[i + 1], self.rgb[i + 2]];
                self.rgb[i..i + 3].copy_from_slice(&color(x, y, old));
            }
        }
    }

    pub(crate) fn upside_down(mut self) -> Picture {
        let pixels: Vec<[u8; 3]> = self.rgb.as_chunks::<3>().0.iter().rev().copied().collect();
        self.rgb = pixels.concat();
        self
    }
}

/// How a picture is saved.
#[derive(Clone)]
pub(crate) struct Saved {
    pub(crate) quality: u8,
    pub(crate) dpi: Option<u16>,
    pub(crate) progressive: bool,
    pub(crate) exif_orientation: Option<u8>,
    /// Pads the file to at least this many bytes with a comment, or leaves it as it is.
    pub(crate) at_least: usize,
}

impl Default for Saved {
    fn default() -> Self {
        Saved {
            quality: 75,
            dpi: Some(300),
            progressive: false,
            exif_orientation: None,
            at_least: 30_000,
        }
    }
}

pub(crate) fn jpeg(picture: &Picture, saved: &Saved) -> Vec<u8> {
    let mut bytes = encode(&picture.rgb, picture.width, picture.height, ColorType::Rgb, saved);
    if bytes.len() < saved.at_least {
        let missing = saved.at_least - bytes.len();
        bytes = with_comment(&bytes, missing);
    }
    bytes
}

pub(crate) fn encode(pixels: &[u8], width: usize, height: usize, color: ColorType, saved: &Saved) -> Vec<u8> {
    let mut bytes = Vec::new();
    let mut encoder = Encoder::new(&mut bytes, saved.quality);
    encoder.set_progressive(saved.progressive);
    if let Some(dpi) = saved.dpi {
        encoder.set_density(PixelDensity::dpi(dpi));
    }
    if let Some(orientation) = saved.exif_orientation {
        encoder.add_exif_metadata(&exif(orientation, None)).unwrap();
    }
    encoder.encode(pixels, width as u16, height as u16, color).unwrap();
    bytes
}

/// A TIFF block with an orientation and, if given, a resolution in dpi.
pub(crate) fn exif(orientation: u8, dpi: Option<u32>) -> Vec<u8> {
    let mut entries: Vec<(u16, u16, u32)> = vec![(0x0112, 3, u32::from(orientation))];
    let count = if dpi.is_some() { 4 } else { 1 };
    let data_at = 8 + 2 + count * 12 + 4;
    if dpi.is_some() {
        entries.extend([(0x011A, 5, data_at), (0x011B, 5, data_at), (0x0128, 3, 2)]);
    }
    let mut tiff = b"II*\0\x08\0\0\0".to_vec();
    tiff.extend((entries.len() as u16).to_le_bytes());
    for (tag, kind, value) in entries {
        tiff.extend(tag.to_le_bytes());
        tiff.extend(kind.to_le_bytes());
        tiff.extend(1u32.to_le_bytes());
        tiff.extend(value.to_le_bytes());
    }
    tiff.extend([0; 4]);
    if let Some(dpi) = dpi {
        tiff.extend(dpi.to_le_bytes());
        tiff.extend(1u32.to_le_bytes());
    }
    tiff
}

/// Inserts comment segments behind the start mark until the file has that many more bytes (at least).
pub(crate) fn with_comment(jpeg: &[u8], more: usize) -> Vec<u8> {
    let mut out = jpeg[..2].to_vec();
    let mut left = more;
    while left > 0 {
        let body = left.saturating_sub(4).clamp(1, 65_000);
        out.extend([0xFF, 0xFE]);
        out.extend(((body + 2) as u16).to_be_bytes());
        out.extend(std::iter::repeat_n(b' ', body));
        left = left.saturating_sub(body + 4);
    }
    out.extend(&jpeg[2..]);
    out
}

/// Inserts a segment behind the start mark.
pub(crate) fn with_segment(jpeg: &[u8], marker: u8, body: &[u8]) -> Vec<u8> {
    let mut out = jpeg[..2].to_vec();
    out.extend([0xFF, marker]);
    out.extend(((body.len() + 2) as u16).to_be_bytes());
    out.extend(body);
    out.extend(&jpeg[2..]);
    out
}

/// Sets width and height in the frame header without touching the picture data.
pub(crate) fn with_header_size(jpeg: &[u8], width: u16, height: u16) -> Vec<u8> {
    let mut out = jpeg.to_vec();
    let at = out
        .windows(2)
        .position(|w| w == [0xFF, 0xC0] || w == [0xFF, 0xC2])
        .unwrap();
    out[at + 5..at + 7].copy_from_slice(&height.to_be_bytes());
    out[at + 7..at + 9].copy_from_slice(&width.to_be_bytes());
    out
}

/// Writes the JFIF density fields: unit (0 none, 1 inch, 2 cm) and both numbers.
pub(crate) fn with_density(jpeg: &[u8], unit: u8, x: u16, y: u16) -> Vec<u8> {
    let mut out = jpeg.to_vec();
    let at = out.windows(5).position(|w| w == b"JFIF\0").unwrap();
    out[at + 7] = unit;
    out[at + 8..at + 10].copy_from_slice(&x.to_be_bytes());
    out[at + 10..at + 12].copy_from_slice(&y.to_be_bytes());
    out
}

pub(crate) fn png(picture: &Picture) -> Vec<u8> {
    let mut bytes = std::io::Cursor::new(Vec::new());
    let rgb = image::RgbImage::from_raw(picture.width as u32, picture.height as u32, picture.rgb.clone()).unwrap();
    rgb.write_to(&mut bytes, image::ImageFormat::Png).unwrap();
    bytes.into_inner()
}

pub(crate) fn webp(picture: &Picture) -> Vec<u8> {
    let mut bytes = std::io::Cursor::new(Vec::new());
    let rgb = image::RgbImage::from_raw(picture.width as u32, picture.height as u32, picture.rgb.clone()).unwrap();
    rgb.write_to(&mut bytes, image::ImageFormat::WebP).unwrap();
    bytes.into_inner()
}

/// A photo that meets `xueli2017` in every way.
pub(crate) fn compliant() -> Vec<u8> {
    jpeg(&Picture::portrait(480, 640, BLUE), &Saved::default())
}

pub(crate) fn xueli() -> Profile {
    builtin("xueli2017").unwrap()
}

pub(crate) fn report(bytes: &[u8]) -> Report {
    report_as(bytes, "photo.jpg", &xueli())
}

pub(crate) fn report_as(bytes: &[u8], file_name: &str, profile: &Profile) -> Report {
    check(&Photo { bytes, file_name }, profile, &Options::default())
}

pub(crate) fn one<'a>(report: &'a Report, id: &str) -> &'a Check {
    report
        .checks
        .iter()
        .find(|c| c.id == id)
        .unwrap_or_else(|| panic!("no check {id}"))
}

pub(crate) fn ids(report: &Report, status: Status) -> Vec<&str> {
    report
        .checks
        .iter()
        .filter(|c| c.status == status)
        .map(|c| c.id.as_str())
        .collect()
}

/// The ids that fail; asserts that nothing is in review.
pub(crate) fn failed(report: &Report) -> Vec<&str> {
    assert_eq!(ids(report, Status::Review), Vec::<&str>::new(), "nothing in review");
    ids(report, Status::Fail)
}
