//! Bounds that are set before anything is decoded, so that no file can cost more than they say.

/// What the validator is willing to open. Callers ask [`Limits::STANDARD`] before they read a file into memory.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// Largest file in bytes. An original of 50 megapixels at best quality stays under 40 MiB.
    pub max_bytes: u64,
    /// Largest width × height in pixels that is decoded.
    pub max_pixels: u64,
    /// Largest single side in pixels that is decoded.
    pub max_side: u32,
    /// Most scans of a progressive JPEG: each costs a pass over the picture, so thousands of them are a way to hang a decoder.
    pub max_scans: usize,
}

impl Limits {
    /// The bounds that [`crate::check`] applies: 40 MiB, 64 megapixels (192 MB of RGB8), 16384 px a side, 100 scans.
    pub const STANDARD: Limits = Limits {
        max_bytes: 40 * 1024 * 1024,
        max_pixels: 64_000_000,
        max_side: 16_384,
        max_scans: 100,
    };
}

impl Default for Limits {
    fn default() -> Self {
        Limits::STANDARD
    }
}
