//! A text with some of its lines replaced, so that reading can go on behind a fault; every place leads back to the text as it was.

use std::collections::BTreeMap;
use std::ops::Range;

/// What stands in place of a line.
#[derive(Debug, Clone)]
struct Line {
    text: String,
    /// Whether what was written there is lost: then nothing that is found there, or missed, is the author's fault.
    lost: bool,
}

/// A change of lines: number from 0, what stands there now.
#[derive(Debug, Clone, Default)]
pub(super) struct Change {
    lines: Vec<(usize, Line)>,
}

impl Change {
    /// One line that says what was meant.
    pub(super) fn mend(line: usize, text: String) -> Self {
        let lines = vec![(line, Line { text, lost: false })];
        Self { lines }
    }

    /// One line whose value had to be given up.
    pub(super) fn give_up(line: usize, text: String) -> Self {
        let lines = vec![(line, Line { text, lost: true })];
        Self { lines }
    }

    /// Lines that had to be given up altogether.
    pub(super) fn blank(lines: Range<usize>) -> Self {
        let blank = || Line {
            text: String::new(),
            lost: true,
        };
        Self {
            lines: lines.map(|line| (line, blank())).collect(),
        }
    }
}

/// A text with replaced lines.
#[derive(Debug, Clone)]
pub(super) struct Patched<'t> {
    original: &'t str,
    /// Where each line begins in the original.
    starts: Vec<usize>,
    changed: BTreeMap<usize, Line>,
    text: String,
    /// Where each line begins in the text.
    now: Vec<usize>,
}

impl<'t> Patched<'t> {
    /// The text as it is.
    pub(super) fn new(original: &'t str) -> Self {
        let starts = starts(original);
        Self {
            original,
            now: starts.clone(),
            starts,
            changed: BTreeMap::new(),
            text: original.to_owned(),
        }
    }

    /// The text with its changes.
    pub(super) fn text(&self) -> &str {
        &self.text
    }

    /// The same with a further change.
    pub(super) fn with(&self, change: &Change) -> Self {
        let mut changed = self.changed.clone();
        changed.extend(change.lines.iter().cloned());
        let mut text = String::with_capacity(self.text.len());
        for (number, line) in self.original.split_inclusive('\n').enumerate() {
            match changed.get(&number) {
                Some(new) => {
                    text.push_str(&new.text);
                    text.push_str(if line.ends_with('\n') { "\n" } else { "" });
                }
                None => text.push_str(line),
            }
        }
        Self {
            original: self.original,
            starts: self.starts.clone(),
            now: starts(&text),
            changed,
            text,
        }
    }

    /// Number of the line, from 0, in which a byte of the text stands.
    pub(super) fn line_of(&self, offset: usize) -> usize {
        self.now.partition_point(|start| *start <= offset).saturating_sub(1)
    }

    /// A line of the text, without its break; empty behind the last.
    pub(super) fn line(&self, number: usize) -> &str {
        line_at(&self.text, &self.now, number)
    }

    /// Number of lines.
    pub(super) fn lines(&self) -> usize {
        self.now.len()
    }

    /// Whether what stood in the line is lost.
    pub(super) fn is_lost(&self, line: usize) -> bool {
        self.changed.get(&line).is_some_and(|line| line.lost)
    }

    /// Whether a word stands in a lost line.
    pub(super) fn lost_word(&self, word: &str) -> bool {
        let lost = self.changed.iter().filter(|(_, line)| line.lost);
        lost.map(|(number, _)| line_at(self.original, &self.starts, *number))
            .any(|line| line.contains(word))
    }

    /// The byte of the original that a byte of the text stands for.
    pub(super) fn original(&self, offset: usize) -> usize {
        let number = self.line_of(offset);
        let (Some(now), Some(start)) = (self.now.get(number), self.starts.get(number)) else {
            return offset.min(self.original.len());
        };
        let column = offset - now;
        let column = match self.changed.get(&number) {
            Some(changed) => column_before(line_at(self.original, &self.starts, number), &changed.text, column),
            None => column,
        };
        (start + column).min(self.original.len())
    }
}

/// Where a byte of a changed line stood before: what both lines begin and end with stayed where it was.
fn column_before(old: &str, new: &str, column: usize) -> usize {
    let same = |(a, b): &(char, char)| a == b;
    let head: usize = old
        .chars()
        .zip(new.chars())
        .take_while(same)
        .map(|(c, _)| c.len_utf8())
        .sum();
    if column <= head {
        return column;
    }
    let rest = old.len().min(new.len()) - head;
    let mut tail = 0;
    for (c, _) in old.chars().rev().zip(new.chars().rev()).take_while(same) {
        if tail + c.len_utf8() > rest {
            break;
        }
        tail += c.len_utf8();
    }
    if column >= new.len() - tail {
        return old.len() - (new.len() - column.min(new.len()));
    }
    head
}

fn starts(text: &str) -> Vec<usize> {
    let mut starts = vec![0];
    starts.extend(text.match_indices('\n').map(|(at, _)| at + 1));
    starts
}

fn line_at<'t>(text: &'t str, starts: &[usize], number: usize) -> &'t str {
    let Some(start) = starts.get(number) else { return "" };
    let end = starts.get(number + 1).map_or(text.len(), |next| next - 1);
    text.get(*start..end).unwrap_or("")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_in_a_changed_text_are_those_of_the_original() {
        let text = "名称: 甲\n\tfee：15 元\n末尾: x\n";
        let patched = Patched::new(text).with(&Change::mend(1, "  fee: 15 元".to_owned()));
        assert_eq!(patched.text(), "名称: 甲\n  fee: 15 元\n末尾: x\n");
        for word in ["名称", "甲", "15", "元", "末尾", "x"] {
            let (now, before) = (patched.text().find(word).unwrap(), text.find(word).unwrap());
            assert_eq!(patched.original(now), before, "{word}");
            assert_eq!(patched.original(now + word.len()), before + word.len(), "{word}");
        }
        for offset in 0..=patched.text().len() + 3 {
            assert!(patched.original(offset) <= text.len());
        }
    }

    #[test]
    fn what_is_lost_is_remembered() {
        let patched = Patched::new("a: b: c\nd: e\n").with(&Change::give_up(0, "a: 0".to_owned()));
        assert!(patched.is_lost(0) && !patched.is_lost(1));
        assert!(patched.lost_word("b") && !patched.lost_word("d"));
        assert_eq!(patched.line(0), "a: 0");
        assert_eq!((patched.line(1), patched.line(9)), ("d: e", ""));
    }
}
