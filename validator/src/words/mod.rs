//! Every word that people read: titles, messages, advice, in Chinese and English. Nothing here decides anything.

mod background;
pub(crate) mod detail;
mod file;
pub(crate) mod fix;
pub(crate) mod geometry;
pub(crate) mod light;
pub(crate) mod look;
mod rules;
pub(crate) mod surroundings;
mod titles;

pub use background::seen_color;
pub(crate) use background::{bg_color, bg_uniform};
pub(crate) use file::{
    bytes, color_mode, decode, dpi, format, jpeg_quality, name, no_pixels_reason, orientation, size,
};
pub use rules::{Requirement, requirements};
pub use titles::check_title;
pub(crate) use titles::is_check_or_class;

use crate::options::Lang;

/// What was measured and what is wanted, and what to do about it.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(crate) struct Text {
    /// One sentence.
    pub(crate) message: String,
    /// The next step; empty when there is none.
    pub(crate) advice: String,
}

impl Text {
    pub(crate) fn new(message: impl Into<String>, advice: impl Into<String>) -> Text {
        Text {
            message: message.into(),
            advice: advice.into(),
        }
    }
}

impl Lang {
    /// The word in this language.
    pub(crate) fn pick<'a>(self, zh: &'a str, en: &'a str) -> &'a str {
        match self {
            Lang::Zh => zh,
            Lang::En => en,
        }
    }

    /// "现在是 X，要求 Y。"
    pub(crate) fn measured(self, measured: &str, wanted: &str) -> String {
        match self {
            Lang::Zh => format!("现在是{}，要求{}。", spaced(measured), spaced(wanted)),
            Lang::En => format!("It is {measured}; wanted: {wanted}."),
        }
    }

    /// "a、b 或 c"
    pub(crate) fn any_of(self, items: &[String]) -> String {
        match items {
            [] => String::new(),
            [only] => only.clone(),
            [first @ .., last] => {
                let first = first.join(self.pick("、", ", "));
                match self {
                    Lang::Zh if first.ends_with(|c: char| c.is_ascii_alphanumeric()) => {
                        format!("{first} 或{}", spaced(last))
                    }
                    Lang::Zh => format!("{first}或{}", spaced(last)),
                    Lang::En => format!("{first} or {last}"),
                }
            }
        }
    }
}

/// Chinese sets a space between a character and a Latin letter or digit that follows it.
pub(crate) fn spaced(text: &str) -> String {
    if text.starts_with(|c: char| c.is_ascii()) {
        format!(" {text}")
    } else {
        text.to_owned()
    }
}

/// A number with at most that many decimals and no trailing zeros.
pub(crate) fn decimal(x: f64, places: usize) -> String {
    let text = format!("{x:.places$}");
    if text.contains('.') {
        text.trim_end_matches('0').trim_end_matches('.').to_owned()
    } else {
        text
    }
}
