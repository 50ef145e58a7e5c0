//! Word lists from `data/words/`, and finding their words in a text in one pass.

use super::passage::{sentence, window};
use serde::Deserialize;
use std::collections::BTreeMap;
use std::ops::Range;

/// A word to look for, and when it is harmless.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Word {
    /// What is looked for; ASCII letters in either case.
    pub(super) word: String,
    /// What should be written.
    #[serde(default)]
    pub(super) instead: String,
    /// Longer words that hold this one rightly.
    #[serde(default)]
    unless: Vec<String>,
    /// Words of which one must stand in the same sentence.
    #[serde(default)]
    near: Vec<String>,
    /// Words of which none may stand nearby.
    #[serde(default)]
    far: Vec<String>,
    /// Whether it is only another way of writing.
    #[serde(default)]
    pub(super) info: bool,
    /// Why it is in the list.
    pub(super) because: String,
}

/// A file of words.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct List {
    /// The words.
    pub(super) words: Vec<Word>,
    /// Ways of writing that a campaign should not mix; `instead` is the better one.
    #[serde(default)]
    pub(super) mixed: Vec<Word>,
    /// Parts of the names of hosts.
    #[serde(default)]
    pub(super) names: Vec<String>,
    /// Last parts of the names of hosts.
    #[serde(default)]
    pub(super) endings: Vec<String>,
    /// Last parts of the names of hosts that are only a hint.
    #[serde(default)]
    pub(super) cheap_endings: Vec<String>,
}

impl List {
    /// Reads one of our own files.
    pub(super) fn read(text: &str) -> Self {
        // A test reads each of them.
        serde_saphyr::from_str(text).unwrap_or_default()
    }
}

/// Words by their first character.
#[derive(Debug)]
pub(super) struct Lexicon<'w> {
    by_first: BTreeMap<char, Vec<&'w Word>>,
}

impl<'w> Lexicon<'w> {
    /// An index of some words; of those that begin alike the longest is found.
    pub(super) fn new(words: &'w [Word]) -> Self {
        let mut by_first: BTreeMap<char, Vec<&Word>> = BTreeMap::new();
        for word in words {
            if let Some(first) = word.word.chars().next() {
                by_first.entry(first.to_ascii_lowercase()).or_default().push(word);
            }
        }
        for words in by_first.values_mut() {
            words.sort_by_key(|word| std::cmp::Reverse(word.word.len()));
        }
        Self { by_first }
    }

    /// The words that stand in a text and are not harmless there, from left to right.
    pub(super) fn find(&self, text: &str) -> Vec<(Range<usize>, &'w Word)> {
        let mut found = Vec::new();
        let mut done = 0;
        for (at, c) in text.char_indices() {
            if at < done {
                continue;
            }
            let Some(words) = self.by_first.get(&c.to_ascii_lowercase()) else {
                continue;
            };
            let Some(word) = words.iter().find(|word| stands(text, at, &word.word)) else {
                continue;
            };
            let range = at..at + word.word.len();
            if !harmless(text, &range, word) {
                done = range.end;
                found.push((range, *word));
            }
        }
        found
    }
}

fn stands(text: &str, at: usize, word: &str) -> bool {
    text.get(at..at + word.len())
        .is_some_and(|part| part.eq_ignore_ascii_case(word))
}

fn harmless(text: &str, range: &Range<usize>, word: &Word) -> bool {
    let part_of = |phrase: &String| {
        phrase.match_indices(&word.word).any(|(before, _)| {
            let start = range.start.checked_sub(before);
            start.is_some_and(|start| stands(text, start, phrase))
        })
    };
    let has = |text: &str, words: &[String]| {
        let lower = text.to_ascii_lowercase();
        words.iter().any(|word| lower.contains(word.as_str()))
    };
    let own = text.get(sentence(text, range)).unwrap_or(text);
    word.unless.iter().any(part_of)
        || (!word.near.is_empty() && !has(own, &word.near))
        || has(text.get(window(text, range)).unwrap_or(text), &word.far)
}

#[cfg(test)]
mod tests {
    use super::*;

    const FILES: [&str; 4] = [
        include_str!("../../../data/words/injected.yaml"),
        include_str!("../../../data/words/slips.yaml"),
        include_str!("../../../data/words/leftovers.yaml"),
        include_str!("../../../data/words/tone.yaml"),
    ];

    #[test]
    fn every_list_reads_and_every_word_has_its_reason() {
        for text in FILES {
            let list: List = serde_saphyr::from_str(text).unwrap();
            assert!(list.words.len() >= 10);
            let mut seen = std::collections::BTreeSet::new();
            for word in list.words.iter().chain(&list.mixed) {
                assert!(!word.because.is_empty(), "{}", word.word);
                assert!(seen.insert(word.word.as_str()), "{} stands twice", word.word);
                assert_ne!(word.word, word.instead);
                for phrase in &word.unless {
                    assert!(phrase.contains(&word.word), "{phrase} does not hold {}", word.word);
                }
                let lower = |words: &[String]| words.iter().all(|word| *word == word.to_ascii_lowercase());
                assert!(lower(&word.near) && lower(&word.far), "{}", word.word);
            }
        }
    }

    #[test]
    fn each_word_is_found_where_nothing_excuses_it() {
        for text in FILES {
            let list: List = serde_saphyr::from_str(text).unwrap();
            let lexicon = Lexicon::new(&list.words);
            for word in &list.words {
                let line = format!(
                    "请{}，{}办理。",
                    word.word,
                    word.near.first().map_or("", String::as_str)
                );
                assert!(
                    lexicon.find(&line).iter().any(|(_, found)| found.word == word.word),
                    "{line}"
                );
                for phrase in &word.unless {
                    let line = format!("甲，{phrase}，{}乙", word.near.first().map_or("", String::as_str));
                    assert!(
                        lexicon.find(&line).iter().all(|(_, found)| found.word != word.word),
                        "{line}"
                    );
                }
            }
        }
    }
}
