//! All faults of a text that could not be read: each is told, then passed over, and reading goes on behind it.

use super::mends;
use super::outline::{self, Entry, Node, Path};
use super::patched::{Change, Patched};
use super::place::range_of;
use super::rules;
use super::slips;
use super::watch::{Skip, Stop, Walk, Watching};
use super::words::{describe, doubled, meant, missing, twice, twice_in_two_languages};
use super::{Settings, explain};
use crate::diagnostics::{Finding, Span};
use crate::schema::{chinese_of, needed};
use serde::de::DeserializeOwned;
use serde_saphyr::Error;
use std::collections::BTreeSet;
use std::ops::Range;

/// More faults than this in one file are not told at once: nobody mends them in one go.
const MAX_FAULTS: usize = 200;

/// Bytes that may be read over and over for one file: a big file with many faults must not hold up the others.
const MAX_READING: usize = 24 * 1024 * 1024;

/// All faults of a text that can't be read as a `T`, the `first` of which is known.
pub(super) fn audit<T: DeserializeOwned>(file: &str, text: &str, first: &Error) -> Vec<Finding> {
    let mut audit = Audit {
        file,
        text: Patched::new(text),
        form: Vec::new(),
        passed: BTreeSet::new(),
        bytes: MAX_READING.max(4 * text.len()),
        complete: true,
        readable: false,
    };
    let mut findings = match audit.make_readable() {
        Some(outline) => audit.read::<T>(outline),
        None => Vec::new(),
    };
    findings.append(&mut audit.form);
    // Where reading can't go on at all, the first fault may stand before the one that ended it.
    let first = explain(file, text, first);
    let start = |finding: &Finding| finding.primary.as_ref().map(|place| place.range.start);
    if findings.is_empty() || !audit.readable && findings.iter().all(|finding| start(finding) > start(&first)) {
        findings.push(first);
    }
    crate::diagnostics::sort(&mut findings);
    let hidden = findings.len() > MAX_FAULTS || !audit.complete;
    findings.truncate(MAX_FAULTS);
    if hidden {
        findings.push(more(file, findings.len()));
    }
    findings
}

fn more(file: &str, told: usize) -> Finding {
    let message = format!("{file} 里的错误太多，先列出 {told} 处");
    Finding::of(&rules::Y012, message)
        .in_file(file)
        .help("先改好这些，再运行一次，会列出后面的")
}

struct Audit<'a> {
    file: &'a str,
    /// The text, mended as far as it had to be.
    text: Patched<'a>,
    /// Faults of form: the text is mended behind them.
    form: Vec<Finding>,
    /// Lines in which something looked like a slip of the input method, and was none.
    passed: BTreeSet<usize>,
    /// Bytes that may still be read.
    bytes: usize,
    /// Whether everything was read.
    complete: bool,
    /// Whether the text could be made YAML.
    readable: bool,
}

/// What is known while a readable text is read as a type.
#[derive(Default)]
struct Reading {
    skip: Skip,
    findings: Vec<Finding>,
    /// What unknown keys were most likely meant to be, with the group in which they stand.
    meant: BTreeSet<(Path, String)>,
}

/// Where reading fails, as a byte of the original, and how; `None` when it doesn't.
type Standing = Option<(usize, String)>;

impl<'a> Audit<'a> {
    /// Takes one reading of the text from what may be spent.
    fn spend(&mut self) -> bool {
        let left = self.bytes.checked_sub(self.text.text().len().max(1));
        self.complete &= left.is_some();
        self.bytes = left.unwrap_or(0);
        left.is_some()
    }

    /// Tells and mends what is no YAML at all, until the rest can be read.
    fn make_readable(&mut self) -> Option<Node> {
        loop {
            if !self.spend() || self.form.len() > MAX_FAULTS {
                return None;
            }
            let error = match outline::read(self.text.text()) {
                Ok(outline) => {
                    self.readable = true;
                    return Some(outline);
                }
                Err(error) => error,
            };
            let error = error.without_snippet();
            if self.mend_slip(error) {
                continue;
            }
            let range = self.range(error);
            let at = range.as_ref().map_or(self.text.text().len(), |range| range.start);
            if !self.text.is_lost(self.text.line_of(at)) {
                let finding = describe(error, range.as_ref(), self.text.text());
                let finding = self.placed(finding, range);
                self.form.push(finding);
            }
            if is_beyond_mending(error) || !self.give_up_least(at) {
                return None;
            }
        }
    }

    /// A slip near an error of form is told when the error is another one without it.
    fn mend_slip(&mut self, error: &Error) -> bool {
        let before = self.standing(error);
        while let Some(slip) = slips::near(self.file, self.text.text(), error, &self.passed) {
            let tried = slip.mended.into_iter().map(|line| Change::mend(slip.line, line));
            if let Some(text) = self.furthest(tried, |now| *now != before) {
                let finding = self.originally(slip.finding);
                self.form.push(finding);
                self.text = text;
                return true;
            }
            self.passed.insert(slip.line);
        }
        false
    }

    /// Gives up as little as it takes to get beyond a fault.
    fn give_up_least(&mut self, at: usize) -> bool {
        let line = self.text.line_of(at);
        let at = self.text.original(at);
        let beyond = |now: &Standing| now.as_ref().is_none_or(|(offset, _)| *offset > at);
        let little = mends::candidates(&self.text, line);
        let all = [line, line.saturating_sub(1)].map(|from| mends::rest(&self.text, from));
        let found = self.furthest(little, beyond).or_else(|| self.furthest(all, beyond));
        if let Some(text) = found {
            self.text = text;
            return true;
        }
        false
    }

    /// Of the changes that are `good`, the one with which the text can be read furthest; of equal ones the first.
    fn furthest(
        &mut self,
        changes: impl IntoIterator<Item = Change>,
        good: impl Fn(&Standing) -> bool,
    ) -> Option<Patched<'a>> {
        let mut best: Option<(usize, Patched<'a>)> = None;
        for change in changes {
            if !self.spend() {
                break;
            }
            let text = self.text.with(&change);
            let now = outline::read(text.text())
                .err()
                .map(|error| standing(&text, error.without_snippet()));
            let reached = now.as_ref().map_or(usize::MAX, |(offset, _)| *offset);
            if good(&now) && best.as_ref().is_none_or(|(furthest, _)| reached > *furthest) {
                best = Some((reached, text));
            }
        }
        best.map(|(_, text)| text)
    }

    fn standing(&self, error: &Error) -> Standing {
        Some(standing(&self.text, error))
    }

    /// Reads the text as a type, again and again, each time past one more fault.
    fn read<T: DeserializeOwned>(&mut self, mut outline: Node) -> Vec<Finding> {
        'text: loop {
            let mut reading = Reading::default();
            self.tell_repeated(&outline, &mut reading);
            loop {
                if reading.findings.len() > MAX_FAULTS || !self.spend() {
                    return reading.findings;
                }
                let Some((error, stop)) = attempt::<T>(self.text.text(), &reading.skip) else {
                    return reading.findings;
                };
                if let Some(mended) = self.mend_slip_of::<T>(&error, &stop, &reading.skip) {
                    // Entries may have moved: what was found so far is found again.
                    outline = mended;
                    continue 'text;
                }
                if !self.tell(&error, stop, &outline, &mut reading) {
                    return reading.findings;
                }
            }
        }
    }

    /// A slip near a fault of content is told when the fault is another one without it.
    fn mend_slip_of<T: DeserializeOwned>(&mut self, error: &Error, stop: &Stop, skip: &Skip) -> Option<Node> {
        while let Some(slip) = slips::near(self.file, self.text.text(), error, &self.passed) {
            for line in slip.mended {
                let text = self.text.with(&Change::mend(slip.line, line));
                if !self.spend() {
                    return None;
                }
                let Ok(outline) = outline::read(text.text()) else {
                    continue;
                };
                let now = attempt::<T>(text.text(), skip);
                let same = |(error_now, stop_now): (Error, Stop)| {
                    stop_now.path == stop.path && standing(&text, &error_now) == standing(&self.text, error)
                };
                if !now.is_some_and(same) {
                    let finding = self.originally(slip.finding);
                    self.form.push(finding);
                    self.text = text;
                    return Some(outline);
                }
            }
            self.passed.insert(slip.line);
        }
        None
    }

    /// Keys that stand twice in one group; the later one is passed over.
    fn tell_repeated(&self, outline: &Node, reading: &mut Reading) {
        for pair in outline.repeated() {
            let key = pair.second.key.as_ref().map_or("", |key| key.value.as_str());
            self.tell_pair(twice(key), pair.first, pair.second, reading);
            reading.skip.add(pair.path);
        }
    }

    fn tell_pair(&self, finding: Finding, first: &Entry, second: &Entry, reading: &mut Reading) {
        let (first, second) = (first.key_range(self.text.text()), second.key_range(self.text.text()));
        let finding = self.placed(finding, second.clone());
        let finding = match first {
            Some(first) => finding.label(self.span(&first), "第一次写在这里"),
            None => finding,
        };
        self.keep(finding, second.as_ref(), reading);
    }

    /// Tells a fault of content and has it passed over; whether there may be more.
    fn tell(&self, error: &Error, stop: Stop, outline: &Node, reading: &mut Reading) -> bool {
        let Stop { path, type_name } = stop;
        reading.skip.stopped_at(&path);
        if let Some(key) = doubled(error)
            && let Some((first, second, index)) = twins(outline.at(&path), key)
        {
            let word = |entry: &Entry| entry.key.as_ref().map_or_else(String::new, |key| key.value.clone());
            let finding = twice_in_two_languages(&word(first), &word(second));
            self.tell_pair(finding, first, second, reading);
            reading.skip.add([path, vec![index]].concat());
            return true;
        }
        if let Error::SerdeMissingField { field, .. } = error {
            self.tell_missing(field, &path, type_name, outline, self.range(error), reading);
        } else if !reading.skip.has_below(&path) {
            // What a group lacks or says too much once a part of it was passed over is not its author's fault.
            let key = || outline.entry(&path)?.key_range(self.text.text());
            let range = self.range(error).or_else(key);
            if let (Some(meant), Some((_, group))) = (meant(error), path.split_last()) {
                reading.meant.insert((group.to_vec(), meant.to_owned()));
            }
            let finding = describe(error, range.as_ref(), self.text.text());
            let finding = self.placed(finding, range.clone());
            self.keep(finding, range.as_ref(), reading);
        }
        let more = !path.is_empty() && !reading.skip.has(&path) && !is_beyond_mending(error);
        reading.skip.add(path);
        more
    }

    /// All fields that a group lacks; `field` is the first of them that serde misses, perhaps only because it was passed over.
    fn tell_missing(
        &self,
        field: &'static str,
        path: &[usize],
        type_name: Option<&str>,
        outline: &Node,
        range: Option<Range<usize>>,
        reading: &mut Reading,
    ) {
        let entries = outline.at(path).map_or(&[][..], |group| &group.entries);
        let neighbour = entries.iter().rfind(|entry| entry.key.is_some());
        let word = neighbour.and_then(|entry| entry.key.as_ref());
        let word = word.map_or("", |key| key.value.as_str());
        let range = neighbour.and_then(|entry| entry.key_range(self.text.text())).or(range);
        let mut names = type_name.map(needed).unwrap_or_default();
        if !names.iter().any(|name| name.contains(&field)) {
            names.push(std::iter::once(field).chain(chinese_of(field)).collect());
        }
        for all in names {
            let excused = |name: &&str| {
                let meant = (path.to_vec(), (*name).to_owned());
                entries.iter().any(|entry| entry.is(name))
                    || reading.meant.contains(&meant)
                    || self.text.lost_word(name)
            };
            let Some(key) = all.first().filter(|_| !all.iter().any(excused)) else {
                continue;
            };
            let finding = self.placed(missing(key, word), range.clone());
            reading.findings.push(finding);
        }
    }

    /// Keeps a finding, unless it stands where the text had to be given up.
    fn keep(&self, finding: Finding, range: Option<&Range<usize>>, reading: &mut Reading) {
        if !range.is_some_and(|range| self.text.is_lost(self.text.line_of(range.start))) {
            reading.findings.push(finding);
        }
    }

    fn range(&self, error: &Error) -> Option<Range<usize>> {
        range_of(self.text.text(), error.location()?)
    }

    /// The place in the file of a range of the mended text.
    fn span(&self, range: &Range<usize>) -> Span {
        let start = self.text.original(range.start);
        Span {
            file: self.file.to_owned(),
            range: start..self.text.original(range.end).max(start),
        }
    }

    fn placed(&self, finding: Finding, range: Option<Range<usize>>) -> Finding {
        match range {
            Some(range) => finding.at(self.span(&range)),
            None => finding.in_file(self.file),
        }
    }

    /// The same finding with its place in the file.
    fn originally(&self, finding: Finding) -> Finding {
        let range = finding.primary.as_ref().map(|span| span.range.clone());
        self.placed(finding, range)
    }
}

/// Reads a text as a type, but for what is skipped; where and why that fails.
fn attempt<T: DeserializeOwned>(text: &str, skip: &Skip) -> Option<(Error, Stop)> {
    let walk = Walk::new(skip);
    let read = serde_saphyr::with_deserializer_from_str_with_options(text, Settings::Lenient.options(), |inner| {
        T::deserialize(Watching::new(inner, &walk))
    });
    read.err().map(|error| (error, walk.stop()))
}

fn standing(text: &Patched<'_>, error: &Error) -> (usize, String) {
    let range = error.location().and_then(|at| range_of(text.text(), at));
    let at = range.map_or(text.text().len(), |range| range.start);
    let words = error.to_string();
    // Without the position that the words repeat.
    let words = words.split(" at line ").next().unwrap_or_default().to_owned();
    (text.original(at), words)
}

/// Limits that hold for the whole text.
fn is_beyond_mending(error: &Error) -> bool {
    matches!(
        error,
        Error::Budget { .. }
            | Error::AliasReplayLimitExceeded { .. }
            | Error::AliasExpansionLimitExceeded { .. }
            | Error::AliasReplayStackDepthExceeded { .. }
            | Error::AliasReplayCounterOverflow { .. }
    )
}

/// The two fields of a group that are one and the same, in English and in Chinese; the number of the second.
fn twins<'o>(group: Option<&'o Node>, key: &str) -> Option<(&'o Entry, &'o Entry, usize)> {
    let names: Vec<&str> = std::iter::once(key).chain(chinese_of(key)).collect();
    let mut found = group?
        .entries
        .iter()
        .enumerate()
        .filter(|(_, entry)| names.iter().any(|name| entry.is(name)));
    let (_, first) = found.next()?;
    let (index, second) = found
        .find(|(_, entry)| entry.key.as_ref().map(|key| &key.value) != first.key.as_ref().map(|key| &key.value))?;
    Some((first, second, index))
}
