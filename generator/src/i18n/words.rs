//! The words of one language by key, with places for values: `campaign.routes` → `共 {n} 条`.

use super::Locale;
use crate::diagnostics::Finding;
use crate::embedded;
use crate::model::{Holiday, Holidays};
use crate::source::parse_yaml;
use jiff::civil::Date;
use serde::Deserialize;
use std::collections::BTreeMap;
use std::fmt;
use std::sync::Arc;

/// The words of one language.
#[derive(Debug, Clone, Default)]
pub struct Words {
    /// Which language.
    pub locale: Locale,
    texts: BTreeMap<String, String>,
    /// Days that printed dates name.
    holidays: Arc<Holidays>,
    /// Translated content text → the Chinese that it stands for.
    originals: BTreeMap<String, String>,
}

/// Why a text can't be given.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Unknown {
    /// No such key.
    Key(String),
    /// The text has a place for a value that was not given: key, name of the place.
    Value(String, String),
}

impl fmt::Display for Unknown {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Key(key) => write!(f, "主题的 i18n/ 里没有“{key}”这句话"),
            Self::Value(key, name) => write!(f, "“{key}”这句话里的 {{{name}}} 没有给出"),
        }
    }
}

/// A file of words: texts and groups of texts.
#[derive(Debug, Deserialize)]
#[serde(untagged)]
enum Node {
    Text(String),
    Group(BTreeMap<String, Node>),
}

impl Words {
    /// Adds the texts of one file over those already there.
    ///
    /// # Errors
    /// All faults of the file.
    pub fn add(&mut self, file: &str, text: &str) -> Result<(), Vec<Finding>> {
        let tree: BTreeMap<String, Node> = parse_yaml(file, text)?;
        for (key, node) in tree {
            self.flatten(key, node);
        }
        Ok(())
    }

    fn flatten(&mut self, key: String, node: Node) {
        match node {
            Node::Text(text) => {
                self.texts.insert(key, text);
            }
            Node::Group(group) => {
                for (name, node) in group {
                    self.flatten(format!("{key}.{name}"), node);
                }
            }
        }
    }

    /// The same words, with days that printed dates name.
    #[must_use]
    pub fn with_holidays(self, holidays: &Holidays) -> Self {
        Self {
            holidays: Arc::new(holidays.clone()),
            ..self
        }
    }

    /// What is special about a day.
    pub fn holiday(&self, date: Date) -> Option<&Holiday> {
        self.holidays.on(date)
    }

    /// The same words for content that was translated.
    #[must_use]
    pub fn with_originals(self, originals: BTreeMap<String, String>) -> Self {
        Self { originals, ..self }
    }

    /// The Chinese that a text of the content was translated from, or the text itself: what is recognised by its words, and ids that
    /// are made from them, are the same in each language.
    pub fn original<'a>(&'a self, text: &'a str) -> &'a str {
        self.originals.get(text).map_or(text, String::as_str)
    }

    /// Every key with its text, in the order of the keys.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &str)> {
        self.texts.iter().map(|(key, text)| (key.as_str(), text.as_str()))
    }

    /// A text without places for values. A key that isn't there is shown as it is; a test says that the generator uses none.
    pub fn get<'a>(&'a self, key: &'a str) -> &'a str {
        self.texts.get(key).map_or(key, String::as_str)
    }

    /// A text with its values.
    pub fn fill(&self, key: &str, values: &[(&str, &str)]) -> String {
        self.try_fill(key, values).unwrap_or_else(|_| key.to_owned())
    }

    /// A text with its values, for keys that come from outside. `one thing|{n} things` is chosen by `n` or `count`.
    ///
    /// # Errors
    /// An unknown key, or a place without a value.
    pub fn try_fill(&self, key: &str, values: &[(&str, &str)]) -> Result<String, Unknown> {
        let text = self.texts.get(key).ok_or_else(|| Unknown::Key(key.to_owned()))?;
        let count = values.iter().find(|(name, _)| matches!(*name, "n" | "count"));
        let text = match (count, text.split_once('|')) {
            (Some((_, count)), Some((one, other))) => {
                if *count == "1" {
                    one
                } else {
                    other
                }
            }
            _ => text.as_str(),
        };
        let mut out = String::with_capacity(text.len());
        let mut rest = text;
        while let Some((before, after)) = rest.split_once('{') {
            out.push_str(before);
            let Some((name, after)) = after.split_once('}') else {
                out.push('{');
                rest = after;
                continue;
            };
            let value = values.iter().find(|(known, _)| *known == name);
            let (_, value) = value.ok_or_else(|| Unknown::Value(key.to_owned(), name.to_owned()))?;
            out.push_str(value);
            rest = after;
        }
        out.push_str(rest);
        Ok(out)
    }
}

impl Words {
    /// The default theme's words, for findings and for sites whose theme can't be read.
    pub fn embedded(locale: Locale) -> &'static Self {
        static WORDS: std::sync::LazyLock<Languages> = std::sync::LazyLock::new(|| {
            let own = embedded::THEME.iter().filter_map(|(path, bytes)| {
                let name = path.strip_prefix("i18n/")?;
                Some((*path, name, std::str::from_utf8(bytes).ok()?))
            });
            Languages::read(own).0
        });
        WORDS.of(locale)
    }
}

/// The words of every language; those of the default theme unless files say otherwise.
#[derive(Debug, Clone)]
pub struct Languages {
    zh: Words,
    en: Words,
}

impl Languages {
    /// Reads `(path for messages, name, text)` of files, later ones over earlier ones; files of other names are ignored.
    pub fn read<'f>(files: impl Iterator<Item = (&'f str, &'f str, &'f str)>) -> (Self, Vec<Finding>) {
        let mut languages = Self {
            zh: Words::default(),
            en: Words {
                locale: Locale::En,
                ..Words::default()
            },
        };
        let mut findings = Vec::new();
        for (path, name, text) in files {
            let Some(locale) = Locale::ALL.into_iter().find(|locale| locale.file() == name) else {
                continue;
            };
            let words = match locale {
                Locale::Zh => &mut languages.zh,
                Locale::En => &mut languages.en,
            };
            if let Err(faults) = words.add(path, text) {
                findings.extend(faults);
            }
        }
        (languages, findings)
    }

    /// The words of one language.
    pub fn of(&self, locale: Locale) -> &Words {
        match locale {
            Locale::Zh => &self.zh,
            Locale::En => &self.en,
        }
    }
}

impl Languages {
    /// The same, with days that printed dates name.
    #[must_use]
    pub fn with_holidays(self, holidays: &Holidays) -> Self {
        Self {
            zh: self.zh.with_holidays(holidays),
            en: self.en.with_holidays(holidays),
        }
    }
}

impl Default for Languages {
    fn default() -> Self {
        Self {
            zh: Words::embedded(Locale::Zh).clone(),
            en: Words::embedded(Locale::En).clone(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(text: &str) -> Words {
        let mut words = Words::default();
        words.add("en.yaml", text).unwrap();
        words
    }

    #[test]
    fn values_stand_in_their_places() {
        let words = words("a:\n  b: 共 {n} 条，{what}\n  c: x {y\n");
        assert_eq!(words.fill("a.b", &[("n", "3"), ("what", "{n}")]), "共 3 条，{n}");
        assert_eq!(words.get("a.c"), "x {y");
        assert_eq!(words.fill("a.c", &[]), "x {y");
        assert_eq!(
            words.try_fill("a.b", &[("n", "3")]),
            Err(Unknown::Value("a.b".to_owned(), "what".to_owned()))
        );
        assert_eq!(words.try_fill("a.x", &[]), Err(Unknown::Key("a.x".to_owned())));
    }

    #[test]
    fn one_and_many_differ() {
        let words = words("days: 1 day|{n} days\n");
        assert_eq!(words.fill("days", &[("n", "1")]), "1 day");
        assert_eq!(words.fill("days", &[("n", "21")]), "21 days");
    }

    #[test]
    fn later_files_replace_single_texts() {
        let files = [
            ("a", "en.yaml", "x: {y: one, z: two}"),
            ("b", "en.yaml", "x: {z: three}"),
            ("c", "fr.yaml", "x: {z: trois}"),
        ];
        let (languages, findings) = Languages::read(files.into_iter());
        assert!(findings.is_empty(), "{findings:?}");
        let words = languages.of(Locale::En);
        assert_eq!((words.get("x.y"), words.get("x.z")), ("one", "three"));
    }
}
