//! Hiding what is private in everything that is said: messages, snippets, file names. Offsets stay, so that every place stays right.

use super::number::{self, Reading};
use crate::diagnostics::{Allowed, Finding, Secret, Sources, Span};
use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::ops::Range;

/// Shortest text that is looked for in what is said of its own file; a shorter one would hide half of every sentence.
const SHORTEST: usize = 2;

/// The same for what is said of other files, which may use the word for something else; a number is told from others by more.
const SHORTEST_ELSEWHERE: usize = 3;
const SHORTEST_NUMBER: usize = 6;

/// What must not be printed.
#[derive(Default)]
pub(crate) struct Redactor {
    /// What is private, by the file that it is in.
    own: BTreeMap<String, Texts>,
    /// What is private wherever it is said: a title is quoted by findings about other files.
    all: Texts,
    places: Vec<Span>,
    /// Numbers that are meant to be seen.
    public: BTreeSet<String>,
}

impl fmt::Debug for Redactor {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let texts: usize = self.own.values().map(|texts| texts.masks.len()).sum();
        write!(f, "Redactor({texts} texts, {} places)", self.places.len())
    }
}

/// Texts, and what stands for each.
#[derive(Default)]
struct Texts {
    masks: BTreeMap<String, String>,
    /// How long they are, in bytes.
    lengths: BTreeSet<usize>,
    /// What they begin with.
    heads: BTreeSet<char>,
}

impl Texts {
    fn add(&mut self, text: &str, mask: &str) {
        self.lengths.insert(text.len());
        self.heads.extend(text.chars().next());
        self.masks.insert(text.to_owned(), mask.to_owned());
    }

    /// Where they stand in a text, each with its mask; of two at one place the longer. There may be thousands, so that each place of the text is
    /// looked up among them.
    fn places<'a>(&'a self, text: &'a str) -> impl Iterator<Item = (Range<usize>, &'a str)> {
        let mut done = 0;
        text.char_indices().filter_map(move |(start, c)| {
            if start < done || !self.heads.contains(&c) {
                return None;
            }
            let (range, mask) = self.lengths.iter().rev().find_map(|length| {
                let range = start..start + length;
                Some((range.clone(), self.masks.get(text.get(range)?)?))
            })?;
            done = range.end;
            Some((range, mask.as_str()))
        })
    }

    /// The text with all of them hidden.
    fn hide(&self, text: &str) -> Option<String> {
        let (mut hidden, mut done) = (String::new(), 0);
        for (range, mask) in self.places(text) {
            hidden.push_str(text.get(done..range.start).unwrap_or_default());
            hidden.push_str(mask);
            done = range.end;
        }
        hidden.push_str(text.get(done..).unwrap_or_default());
        (done > 0).then_some(hidden)
    }
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
                redactor.add(file, text, mask);
                redactor.places.extend(span.clone());
            }
        }
        redactor
    }

    /// Adds a text of a file.
    pub(super) fn add(&mut self, file: &str, text: &str, mask: &str) {
        let count = text.chars().count();
        if count < SHORTEST {
            return;
        }
        self.own.entry(file.to_owned()).or_default().add(text, mask);
        let is_number = text.bytes().all(|b| b.is_ascii_digit());
        if count >= if is_number { SHORTEST_NUMBER } else { SHORTEST_ELSEWHERE } {
            self.all.add(text, mask);
        }
    }

    /// Adds places that no finding of its own tells of.
    pub(crate) fn hide(&mut self, places: impl IntoIterator<Item = Span>) {
        self.places.extend(places);
    }

    /// Hides it in the texts that snippets are cut from: what was found at its place, and in the files that findings show wherever it stands.
    pub(crate) fn sources(&self, sources: &mut Sources, findings: &[Finding]) {
        let mut by_file: BTreeMap<&str, Vec<Range<usize>>> = BTreeMap::new();
        for span in &self.places {
            by_file.entry(&span.file).or_default().push(span.range.clone());
        }
        let shown = findings.iter().flat_map(|finding| {
            finding
                .primary
                .iter()
                .chain(finding.labels.iter().map(|label| &label.span))
        });
        let shown: BTreeSet<&str> = shown.map(|span| span.file.as_str()).collect();
        for file in shown {
            let text = sources.get(file).unwrap_or_default();
            let found: Vec<Range<usize>> = self.all.places(text).map(|(range, _)| range).collect();
            if !found.is_empty() {
                by_file.entry(file).or_default().extend(found);
            }
        }
        for (file, ranges) in by_file {
            let Some(text) = sources.get(file) else { continue };
            let mut bytes = text.to_owned().into_bytes();
            for range in ranges {
                let hidden = text.get(range.clone()).map(blot);
                if let (Some(place), Some(hidden)) = (bytes.get_mut(range), hidden)
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
        let own = finding.path().and_then(|file| self.own.get(file));
        let hide = |text: &mut String| *text = self.hidden(own, text);
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

    /// Hides it in what is known and meant, and in the reason for that.
    pub(crate) fn allowed(&self, allowed: &mut Allowed) {
        self.finding(&mut allowed.finding);
        let file = allowed.place.as_ref().map(|place| place.file.as_str());
        allowed.because = self.hidden(file.and_then(|file| self.own.get(file)), &allowed.because);
        if let Some(place) = &mut allowed.place {
            place.file = self.path(&place.file);
        }
    }

    /// A text with everything hidden that is private anywhere.
    pub(crate) fn text(&self, text: &str) -> String {
        self.hidden(None, text)
    }

    fn hidden(&self, own: Option<&Texts>, text: &str) -> String {
        let first = own.and_then(|own| own.hide(text));
        let text = first.as_deref().unwrap_or(text);
        match self.all.hide(text) {
            Some(hidden) => self.numbers(&hidden),
            None => self.numbers(text),
        }
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
    let (head, tail) = if number { number::shown(count) } else { (1, 0) };
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
            ("2022010101", "20********"),
            ("１３８００００００００", "１３８＊＊＊＊００００"),
        ] {
            assert_eq!(blot(text), hidden);
            assert_eq!(blot(text).len(), text.len());
        }
    }

    #[test]
    fn a_name_is_hidden_in_what_is_said_of_other_files() {
        let mut list = Finding::of(&super::super::P110, "").in_file("content/list.md");
        let secret = |text: &str, mask: &str| Secret {
            text: text.to_owned(),
            mask: mask.to_owned(),
            span: None,
        };
        list.secrets = vec![secret("赵测试", "赵**"), secret("钱样", "钱*"), secret("2025", "****")];
        let redactor = Redactor::of(&[list.clone()], BTreeSet::new());
        let said = |file: &str| {
            let mut finding = Finding::of(&super::super::P110, "钱样、赵测试，2025").in_file(file);
            redactor.finding(&mut finding);
            finding.message
        };
        assert_eq!(said("content/list.md"), "钱*、赵**，****");
        assert_eq!(
            said("content/other.md"),
            "钱样、赵**，2025",
            "short ones may mean something else"
        );
        for debug in [format!("{redactor:?}"), format!("{list:?}")] {
            assert!(!debug.contains("测试") && !debug.contains("钱样"), "{debug}");
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
