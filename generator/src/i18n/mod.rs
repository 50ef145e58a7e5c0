//! The interface's own words in each language: what templates, scripts and derived texts print that no content file says.
//!
//! They live in the theme's `i18n/<tag>.yaml` as a tree of keys; a site's own theme replaces single ones.

mod template;
mod words;

pub use template::{json_for_scripts, template_function};
pub use words::{Languages, Unknown, Words};

use serde::Serialize;

/// A language that pages are written in.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Locale {
    /// Chinese as written on the mainland.
    #[default]
    Zh,
    /// English.
    En,
}

impl Locale {
    /// All of them; the first is the language of the content.
    pub const ALL: [Self; 2] = [Self::Zh, Self::En];

    /// The language tag for `lang` and `hreflang` (BCP 47).
    pub fn tag(self) -> &'static str {
        match self {
            Self::Zh => "zh-CN",
            Self::En => "en",
        }
    }

    /// The form that Open Graph wants.
    pub fn open_graph(self) -> &'static str {
        match self {
            Self::Zh => "zh_CN",
            Self::En => "en_GB",
        }
    }

    /// The file of its words below a theme's `i18n/`.
    pub fn file(self) -> &'static str {
        match self {
            Self::Zh => "zh-CN.yaml",
            Self::En => "en.yaml",
        }
    }
}
