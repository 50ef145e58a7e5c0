//! A page of the built site, parsed: its text as a reader sees it, its attributes, its references to other files.

use scraper::node::Node;
use scraper::{ElementRef, Html, Selector};

/// One HTML page.
#[derive(Debug)]
pub struct Page {
    /// Where it lies in the output, such as `szu-2020/index.html`.
    pub path: String,
    document: Html,
}

impl Page {
    /// Parses a page; HTML is never malformed to a browser, and here neither.
    pub fn parse(path: &str, text: &str) -> Self {
        Self {
            path: path.to_owned(),
            document: Html::parse_document(text),
        }
    }

    /// The text that a reader sees, without scripts and styles, runs of white space as one space.
    pub fn text(&self) -> String {
        let mut text = String::new();
        for body in self.select("body") {
            push_text(body, &mut text);
        }
        collapse(&text)
    }

    /// The text that a reader sees, without any white space, to find a phrase however it is broken into lines.
    pub fn squeezed(&self) -> String {
        squeeze(&self.text())
    }

    /// The elements that match a CSS selector, in order.
    pub fn select(&self, css: &str) -> Vec<ElementRef<'_>> {
        let selector = Selector::parse(css).unwrap_or_else(|error| panic!("selector {css}: {error}"));
        self.document.select(&selector).collect()
    }

    /// The values of one attribute of all elements that match a CSS selector and have it.
    pub fn attributes(&self, css: &str, attribute: &str) -> Vec<&str> {
        let elements = self.select(css).into_iter();
        elements.filter_map(|element| element.attr(attribute)).collect()
    }

    /// Every `id` of the page, in order, repetitions included.
    pub fn ids(&self) -> Vec<&str> {
        self.attributes("[id]", "id")
    }

    /// Everything that this page refers to: links, images, scripts, styles, and `url(…)` in styles. As written.
    pub fn references(&self) -> Vec<String> {
        let mut found = Vec::new();
        for name in ["href", "src", "poster", "action", "formaction", "data", "cite", "ping"] {
            let values = self.attributes(&format!("[{name}]"), name);
            found.extend(values.into_iter().map(str::to_owned));
        }
        for set in self.attributes("[srcset]", "srcset") {
            let sources = set.split(',').filter_map(|part| part.split_whitespace().next());
            found.extend(sources.map(str::to_owned));
        }
        for style in self.attributes("[style]", "style") {
            found.extend(css_references(style));
        }
        for style in self.select("style") {
            found.extend(css_references(&style.text().collect::<String>()));
        }
        found
    }

    /// The files that a browser loads to show the page: styles, scripts, pictures, frames. As written.
    pub fn loads(&self) -> Vec<String> {
        let mut found = Vec::new();
        found.extend(self.attributes("link[rel~=stylesheet]", "href"));
        found.extend(self.attributes("script[src], img[src], iframe[src]", "src"));
        found.into_iter().map(str::to_owned).collect()
    }
}

/// The text of one element, runs of white space as one space.
pub fn text_of(element: ElementRef<'_>) -> String {
    let mut text = String::new();
    push_text(element, &mut text);
    collapse(&text)
}

fn push_text(element: ElementRef<'_>, text: &mut String) {
    // What a reader with JavaScript does not see, or nobody does.
    if matches!(element.value().name(), "script" | "style" | "template" | "noscript") {
        return;
    }
    for child in element.children() {
        match child.value() {
            Node::Text(piece) => text.push_str(piece),
            Node::Element(_) => {
                if let Some(inner) = ElementRef::wrap(child) {
                    push_text(inner, text);
                }
            }
            _ => {}
        }
    }
    // Blocks and cells stand apart even when the source has no space between them.
    if !matches!(
        element.value().name(),
        "a" | "abbr" | "b" | "em" | "i" | "span" | "strong" | "time"
    ) {
        text.push(' ');
    }
}

/// One space for each run of white space, none at the ends.
pub fn collapse(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// No white space at all.
pub fn squeeze(text: &str) -> String {
    text.split_whitespace().collect()
}

/// The targets of `url(…)` and `@import "…"` in a style sheet.
pub fn css_references(css: &str) -> Vec<String> {
    let mut found = Vec::new();
    for part in css.split("url(").skip(1) {
        let inside = part.split(')').next().unwrap_or_default().trim();
        found.push(inside.trim_matches(['"', '\'']).to_owned());
    }
    for part in css.split("@import").skip(1) {
        let quoted = part.trim_start().strip_prefix(['"', '\'']);
        if let Some(target) = quoted.and_then(|rest| rest.split(['"', '\'']).next()) {
            found.push(target.to_owned());
        }
    }
    found
}
