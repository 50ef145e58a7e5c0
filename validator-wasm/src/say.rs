//! The language of the page, and a word in it.

use tassel_validator::Lang;

/// The word in this language.
pub(crate) fn say<'a>(lang: Lang, zh: &'a str, en: &'a str) -> &'a str {
    match lang {
        Lang::Zh => zh,
        Lang::En => en,
    }
}

/// `1 rule`, `2 rules`.
pub(crate) fn many<'a>(number: usize, one: &'a str, other: &'a str) -> &'a str {
    if number == 1 { one } else { other }
}
