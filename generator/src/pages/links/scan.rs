//! What an HTML page offers (ids) and asks for (addresses), read as a browser reads it: a theme may write attributes in single quotes or in none.

use super::css;
use html5gum::Tokenizer;
use html5gum::emitters::callback::{CallbackEmitter, CallbackEvent};
use std::collections::BTreeSet;
use std::convert::Infallible;

/// Attributes that hold one address, on whatever element.
const SINGLE: &[&str] = &[
    "href",
    "xlink:href",
    "src",
    "poster",
    "action",
    "formaction",
    "cite",
    "background",
];

/// Attributes that hold several, each with a width or density behind it.
const SETS: &[&str] = &["srcset", "imagesrcset"];

/// `<meta>` whose content is an address.
const METAS: &[&str] = &["og:url", "og:image", "og:video", "og:audio", "twitter:image"];

/// What one page offers and asks for.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct Scan {
    /// Places that a link may lead to.
    pub(crate) ids: BTreeSet<String>,
    /// Addresses as written, entities resolved.
    pub(crate) addresses: BTreeSet<String>,
    /// `<base href>`, which every relative address is taken from.
    pub(crate) base: Option<String>,
}

/// Reads a page. Whatever the bytes are, this ends; it takes time in proportion to them.
pub(crate) fn scan(html: &str) -> Scan {
    let mut reader = Reader::default();
    let mut emitter = CallbackEmitter::new(
        |event: CallbackEvent<'_>, _: html5gum::Span<()>| -> Option<Infallible> {
            reader.event(event);
            None
        },
    );
    emitter.naively_switch_states(true);
    // Reading from memory has no errors.
    let Ok(()) = Tokenizer::new_with_emitter(html, emitter).finish();
    reader.scan
}

/// Where the `<a>` of a page lead as written, but for those inside the elements `around`.
pub(crate) fn links(html: &str, around: &[&str]) -> BTreeSet<String> {
    let (mut found, mut depth) = (BTreeSet::new(), 0_usize);
    let (mut in_link, mut in_address) = (false, false);
    let mut emitter = CallbackEmitter::new(
        |event: CallbackEvent<'_>, _: html5gum::Span<()>| -> Option<Infallible> {
            let is_around = |name: &[u8]| around.iter().any(|one| one.as_bytes() == name);
            match event {
                CallbackEvent::OpenStartTag { name } => {
                    depth += usize::from(is_around(name));
                    in_link = name == b"a" && depth == 0;
                }
                CallbackEvent::AttributeName { name } => in_address = name == b"href",
                CallbackEvent::AttributeValue { value } if in_link && in_address => {
                    found.insert(String::from_utf8_lossy(value).into_owned());
                }
                CallbackEvent::EndTag { name } => {
                    in_link = false;
                    depth = depth.saturating_sub(usize::from(is_around(name)));
                }
                _ => {}
            }
            None
        },
    );
    emitter.naively_switch_states(true);
    // Reading from memory has no errors.
    let Ok(()) = Tokenizer::new_with_emitter(html, emitter).finish();
    found
}

#[derive(Default)]
struct Reader {
    scan: Scan,
    element: String,
    attribute: String,
    /// The content and kind of the `<meta>` that is open.
    meta: (String, String),
}

impl Reader {
    fn event(&mut self, event: CallbackEvent<'_>) {
        let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
        match event {
            CallbackEvent::OpenStartTag { name } => {
                self.element = text(name);
                self.attribute.clear();
                self.meta = Default::default();
            }
            CallbackEvent::AttributeName { name } => self.attribute = text(name),
            CallbackEvent::AttributeValue { value } => self.value(text(value)),
            CallbackEvent::CloseStartTag { .. } if self.element == "meta" => self.end_meta(),
            CallbackEvent::EndTag { .. } => self.element.clear(),
            CallbackEvent::String { value } if self.element == "style" => self.style(&text(value)),
            _ => {}
        }
    }

    fn value(&mut self, value: String) {
        let name = self.attribute.as_str();
        match (self.element.as_str(), name) {
            // Attributes of an end tag belong to nothing.
            ("", _) => {}
            (_, "id") | ("a", "name") => {
                self.scan.ids.insert(value);
            }
            ("base", "href") => {
                self.scan.base.get_or_insert(value);
            }
            ("object", "data") => self.ask(&value),
            ("meta", "content") => self.meta.0 = value,
            ("meta", "http-equiv" | "property" | "name") => self.meta.1 = value.to_ascii_lowercase(),
            (_, "style") => self.style(&value),
            (_, name) if SINGLE.contains(&name) => self.ask(&value),
            (_, name) if SETS.contains(&name) => {
                for one in value.split_ascii_whitespace().filter(|one| !is_descriptor(one)) {
                    self.ask(one.trim_matches(','));
                }
            }
            _ => {}
        }
    }

    fn end_meta(&mut self) {
        let (content, kind) = std::mem::take(&mut self.meta);
        if METAS.contains(&kind.as_str()) {
            self.ask(&content);
        } else if kind == "refresh"
            && let Some((_, rest)) = content.split_once([';', ','])
        {
            let rest = rest.trim();
            let named = rest.get(..3).is_some_and(|name| name.eq_ignore_ascii_case("url"));
            let target = rest
                .get(3..)
                .filter(|_| named)
                .and_then(|rest| rest.trim_start().strip_prefix('='));
            self.ask(target.unwrap_or(rest).trim().trim_matches(['"', '\'']));
        }
    }

    fn style(&mut self, css: &str) {
        for (address, _) in css::addresses(css) {
            self.ask(address);
        }
    }

    fn ask(&mut self, address: &str) {
        // Browsers drop these from the middle of an address, too.
        let address: String = address
            .trim()
            .chars()
            .filter(|c| !matches!(c, '\n' | '\r' | '\t'))
            .collect();
        if !address.is_empty() {
            self.scan.addresses.insert(address);
        }
    }
}

/// `2x` or `640w` in a `srcset`.
fn is_descriptor(word: &str) -> bool {
    let word = word.trim_end_matches(',');
    let number = word.strip_suffix(['x', 'w', 'h']).unwrap_or(word);
    word.is_empty() || (number.len() < word.len() && number.parse::<f64>().is_ok())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn asked(html: &str) -> Vec<String> {
        scan(html).addresses.into_iter().collect()
    }

    #[test]
    fn attributes_are_read_as_browsers_do() {
        let page = "<A HREF='1.html'>x</a><a href=2.html>x</a><a href = \"3.html?a&amp;b\">x</a><img alt=\"a > b\" src=4.png>\
                    <a title='x=\"y\"' href='5.html'>";
        assert_eq!(asked(page), ["1.html", "2.html", "3.html?a&b", "4.png", "5.html"]);
    }

    #[test]
    fn what_is_no_markup_asks_for_nothing() {
        let page = "<!-- <a href=no> --><script>'<a href=\"no\">'</script><textarea><a href=no></textarea><title><a href=no></title>\
                    </p href=no><p data=no data-src=no>";
        assert!(asked(page).is_empty(), "{:?}", asked(page));
    }

    #[test]
    fn every_kind_of_address_is_found() {
        let page = "<img srcset='a1.png 1x, a2.png 2x'><source srcset=\"a3.png 640w,\"><video poster=b.png></video>\
                    <form action=c.html></form><object data=d.pdf></object><svg><use href='#e'/><use xlink:href=\"f.svg#g\"/></svg>\
                    <p style='background:url(h.png)'>x</p><style>p{background:url(\"i.png\")}</style>\
                    <meta http-equiv=refresh content='0; url=j.html'><meta property='og:image' content='k.png'>\
                    <button formaction='l.html'>";
        let expected = [
            "#e", "a1.png", "a2.png", "a3.png", "b.png", "c.html", "d.pdf", "f.svg#g", "h.png", "i.png", "j.html",
            "k.png", "l.html",
        ];
        assert_eq!(asked(page), expected);
    }

    #[test]
    fn ids_and_base() {
        let found = scan("<base href=/x/><h2 id=one>x</h2><a name='two'></a><input name=no><p id=\"三\">");
        assert_eq!(found.ids, ["one", "two", "三"].map(str::to_owned).into());
        assert_eq!(found.base.as_deref(), Some("/x/"));
    }

    proptest::proptest! {
        #[test]
        fn any_text_is_survived(html in "(<a href=|<style>|</style>|<!--|-->|<script|[<>\"'=/a中&;# ]){0,40}") {
            scan(&html);
        }
    }
}
