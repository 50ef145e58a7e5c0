//! What the file says about itself, read without decoding a pixel: linear in the file's size, no allocation that the file can choose.

mod bytes;
mod entropy;
mod exif;
mod format;
mod icc;
mod jpeg;
mod other;
mod png;
mod quantisation;

pub use format::Format;
pub use quantisation::Quality;

/// How a pixel is made up.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Channels {
    /// One channel, black to white.
    Grey,
    /// Three channels (for JPEG: stored as YCbCr or RGB).
    Rgb,
    /// Grey with transparency.
    GreyAlpha,
    /// RGB with transparency.
    Rgba,
    /// Indexed colours.
    Palette,
    /// Four printing inks.
    Cmyk,
    /// Four printing inks, stored as YCCK.
    Ycck,
}

/// Whether the file is all there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Integrity {
    /// Nothing amiss in the container (the picture data may still be damaged).
    Whole,
    /// The file stops before its end mark.
    Truncated,
    /// The header contradicts itself or the format.
    Corrupt,
}

/// Stored resolution in dots per inch.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Dpi {
    /// Horizontal.
    pub x: f64,
    /// Vertical.
    pub y: f64,
}

/// Facts from the container; a field is `None` where the file doesn't say, or the format isn't read that far.
#[derive(Debug, Clone, PartialEq)]
pub struct Container {
    /// Format by magic bytes.
    pub format: Option<Format>,
    /// Stored width and height in px, before any EXIF rotation.
    pub size: Option<(u32, u32)>,
    /// Make-up of a pixel.
    pub channels: Option<Channels>,
    /// Bits per channel.
    pub bit_depth: Option<u8>,
    /// Stored resolution: JFIF density, else EXIF; PNG `pHYs`.
    pub dpi: Option<Dpi>,
    /// EXIF orientation 1…8; 1 where there is none or it is nonsense.
    pub orientation: u8,
    /// Name inside the embedded ICC profile; empty when it has a profile without a readable name.
    pub icc: Option<String>,
    /// JPEG: estimated quality.
    pub quality: Option<Quality>,
    /// JPEG: progressive (PNG: interlaced).
    pub progressive: bool,
    /// JPEG: number of scans seen.
    pub scans: usize,
    /// JPEG: the Adobe marker's colour transform (0 none, 1 YCbCr, 2 YCCK).
    pub adobe_transform: Option<u8>,
    /// Whether the file is all there.
    pub integrity: Integrity,
}

impl Container {
    pub(crate) fn empty(format: Option<Format>) -> Container {
        Container {
            format,
            size: None,
            channels: None,
            bit_depth: None,
            dpi: None,
            orientation: 1,
            icc: None,
            quality: None,
            progressive: false,
            scans: 0,
            adobe_transform: None,
            integrity: Integrity::Whole,
        }
    }

    /// Width and height in px of the upright picture.
    pub fn upright_size(&self) -> Option<(u32, u32)> {
        self.size
            .map(|(w, h)| if self.orientation >= 5 { (h, w) } else { (w, h) })
    }
}

/// Reads a file's facts. Any bytes are welcome.
pub fn read(bytes: &[u8]) -> Container {
    let format = Format::sniff(bytes);
    match format {
        Some(Format::Jpeg) => jpeg::read(bytes),
        Some(Format::Png) => png::read(bytes),
        Some(format) => other::read(bytes, format),
        None => Container::empty(None),
    }
}
