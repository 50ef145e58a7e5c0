//! What a caller hands in: the photo, the language of the words, the clock.

use crate::pixels::Pixels;
use crate::portrait::Models;

/// One photo as it came: its bytes and the name it was given.
#[derive(Debug, Clone, Copy)]
pub struct Photo<'a> {
    /// The whole file.
    pub bytes: &'a [u8],
    /// Name or path as the caller knows it; echoed as `file` in the report. Only the last path component is judged.
    pub file_name: &'a str,
}

/// A clock that the caller owns (`performance.now()` in a browser, a monotonic clock natively).
pub trait Clock {
    /// Milliseconds since any fixed moment; only differences are used.
    fn now_ms(&self) -> f64;
}

/// A clock that stands still, for reports that must be the same bytes every time.
#[derive(Debug, Clone, Copy, Default)]
pub struct NoClock;

impl Clock for NoClock {
    fn now_ms(&self) -> f64 {
        0.0
    }
}

/// Language of titles, messages and advice.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Lang {
    /// Simplified Chinese.
    #[default]
    Zh,
    /// English.
    En,
}

/// How to look at a photo; [`Default`] is Chinese without a clock.
#[derive(Clone, Copy)]
pub struct Options<'a> {
    /// Language of the words in the report.
    pub lang: Lang,
    /// Where the report's `ms` come from.
    pub clock: &'a dyn Clock,
    /// The face models; without them only what needs no model is judged, and everything else is skipped.
    pub models: Option<&'a Models>,
    /// The upright picture as the caller has decoded it; used only for a kind of file that isn't decoded here, such as HEIC.
    pub decoded: Option<&'a Pixels>,
    /// Whether the measures of ISO/IEC 29794-5 are reported too.
    pub measures: bool,
    /// Whether the map of the background is reported too.
    pub heat: bool,
}

impl Default for Options<'_> {
    fn default() -> Self {
        Options {
            lang: Lang::Zh,
            clock: &NoClock,
            models: None,
            decoded: None,
            measures: false,
            heat: false,
        }
    }
}
