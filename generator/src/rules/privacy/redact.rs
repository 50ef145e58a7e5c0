//! Hiding what is private in everything that is said: messages, snippets, file names. Offsets stay, so that every place stays right.

use super::number::{self, Reading};
use crate::diagnostics::{Finding, Secret, Sources, Span};
use std::collections::{BTreeMap, BTreeSet};

/// Shortest text that is looked for in messages; a shorter one would hide half of every sentence.
const SHORTEST: usize = 2;

/// What must not be printed.
#[derive(Debug, Default)]
pub(crate) struct Redactor {
    /// Text → what stands for it, by the file that it is in.
    texts: BTreeMap<String, BTreeMap<String, String>>,
    places: Vec<Span>,
    /// Numbers that are meant to be seen.
    public: BTreeSet<String>,
}

impl Redactor {
    /// Gathers what findings hold back; `public` are the digits of numbers that may be shown.
    pub(crate) fn of(findings: &[Finding], public: BTreeSet<String>) -> Self {
        let mut redactor = Self {
            public,
            ..Self::default()
        };
        for finding in findings {
            let file = finding.path().unwrap_or_default();
            for Secret { text, mask, span } in &finding.secrets {
                let texts = redactor.texts.entry(file.to_owned()).or_default();
                texts.insert(text.clone(), mask.clone());
                redactor.places.extend(span.clone());
            }
        }
        redactor
    }

    /// Adds places that no finding of its own tells of.
    pub(crate) fn hide(&mut self, places: impl IntoIterator<Item = Span>) {
        self.places.extend(places);
    }

    /// Hides it in the texts that snippets are cut from.
    pub(crate) fn sources(&self, sources: &mut Sources) {
        let mut by_file: BTreeMap<&str, Vec<&Span>> = BTreeMap::new();
        for span in &self.places {
            by_file.entry(span.file.as_str()).or_default().push(span);
        }
        for (file, spans) in by_file {
            let Some(text) = sources.get(file) else { continue };
            let mut bytes = text.to_owned().into_bytes();
            for span in spans {
                let hidden = text.get(span.range.clone()).map(blot);
                if let (Some(place), Some(hidden)) = (bytes.get_mut(span.range.clone()), hidden)
                    && place.len() == hidden.len()
                {
                    place.copy_from_slice(hidden.as_bytes());
                }
            }
            let hidden = String::from_utf8_lossy(&bytes).into_owned();
            sources.insert(file, hidden);
        }
        let named: Vec<(String, String)> = sources
            .iter()
            .filter(|(file, _)| self.path(file) != **file)
            .map(|(file, text)| (self.path(file), text.to_owned()))
            .collect();
        for (file, text) in named {
            sources.insert(file, text);
        }
    }

    /// Hides it in what a finding says.
    pub(crate) fn finding(&self, finding: &mut Finding) {
        let none = BTreeMap::new();
        let texts = finding.path().and_then(|file| self.texts.get(file)).unwrap_or(&none);
        let hide = |text: &mut String| {
            for (secret, mask) in texts {
                if secret.chars().count() >= SHORTEST && text.contains(secret.as_str()) {
                    *text = text.replace(secret.as_str(), mask);
                }
            }
            *text = self.numbers(text);
        };
        hide(&mut finding.message);
        finding.help.iter_mut().chain(&mut finding.note).for_each(hide);
        for label in &mut finding.labels {
            hide(&mut label.text);
            label.span.file = self.path(&label.span.file);
        }
        finding.file = finding.file.as_ref().map(|file| self.path(file));
        if let Some(span) = &mut finding.primary {
            span.file = self.path(&span.file);
        }
        finding.secrets.clear();
    }

    /// A text with every number of a person in it hidden.
    pub(crate) fn numbers(&self, text: &str) -> String {
        let mut hidden = String::with_capacity(text.len());
        let mut from = 0;
        for hit in number::find(text, Reading::Loose) {
            if self.public.contains(&hit.digits) {
                continue;
            }
            hidden.push_str(text.get(from..hit.range.start).unwrap_or_default());
            hidden.push_str(&number::mask(&hit.digits));
            from = hit.range.end;
        }
        hidden.push_str(text.get(from..).unwrap_or_default());
        hidden
    }

    fn path(&self, file: &str) -> String {
        self.numbers(file)
    }
}

/// The text with all but its edges hidden, each character by one as wide in bytes.
fn blot(text: &str) -> String {
    let count = text.chars().filter(|c| c.is_alphanumeric()).count();
    let number = text.chars().any(|c| c.is_numeric());
    // As the masks in messages: enough to find the place again.
    let (head, tail) = match (number, count) {
        (false, _) => (1, 0),
        (true, 15..) => (6, 4),
        (true, 11..) => (3, 4),
        (true, 8..) => (4, 0),
        _ => (0, 0),
    };
    let mut seen = 0;
    text.chars()
        .map(|c| {
            if !c.is_alphanumeric() {
                return c.to_string();
            }
            seen += 1;
            if seen <= head || seen + tail > count {
                return c.to_string();
            }
            match c.len_utf8() {
                1 => "*".to_owned(),
                2 => "\u{d7}".to_owned(),
                3 => "＊".to_owned(),
                _ => "＊*".to_owned(),
            }
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn blots_are_as_long_as_what_they_hide() {
        for (text, hidden) in [
            ("449999200001010014", "449999********0014"),
            ("138 0000 0000", "138 **** 0000"),
            ("赵测试", "赵＊＊"),
            ("2022010101", "2022******"),
            ("１３８００００００００", "１３８＊＊＊＊００００"),
        ] {
            assert_eq!(blot(text), hidden);
            assert_eq!(blot(text).len(), text.len());
        }
    }

    #[test]
    fn public_numbers_stay() {
        let redactor = Redactor::of(&[], BTreeSet::from(["13800000000".to_owned()]));
        assert_eq!(
            redactor.numbers("13800000000 和 13900000000"),
            "13800000000 和 139****0000"
        );
        assert_eq!(
            redactor.path("content/a/449999200001010014.jpg"),
            "content/a/449999200001010014.jpg".replace("20000101", "********")
        );
    }
}
