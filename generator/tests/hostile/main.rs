//! Hostile input: mutations of real files and mere bytes as any file of a site. Never a panic; always
//! findings with their places, or a site. The same cases in each run; `PROPTEST_CASES=5000 cargo test -p tassel --test hostile` tries more.

#![allow(clippy::unwrap_used, reason = "a panic of the test is what tells")]

mod body;

use body::{KINDS, site};
use proptest::prelude::*;
use proptest::test_runner::{Config, RngAlgorithm, TestRng, TestRunner};
use std::fs;
use std::path::{Path, PathBuf};

/// Cases of each property unless `PROPTEST_CASES` says otherwise.
const CASES: u32 = 40;

fn runner() -> TestRunner {
    let wanted = std::env::var("PROPTEST_CASES")
        .ok()
        .and_then(|cases| cases.parse().ok());
    let config = Config {
        cases: wanted.unwrap_or(CASES),
        failure_persistence: None,
        max_shrink_iters: 200,
        ..Config::default()
    };
    TestRunner::new_with_rng(config, TestRng::deterministic_rng(RngAlgorithm::ChaCha))
}

/// Files below a folder.
fn list(folder: &Path, found: &mut Vec<PathBuf>) {
    let mut entries: Vec<PathBuf> = fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .collect();
    entries.sort();
    for path in entries {
        if path.is_dir() {
            list(&path, found);
        } else {
            found.push(path);
        }
    }
}

/// Real files of each kind: bytes, and the path that they may stand at.
fn corpus() -> Vec<(&'static str, Vec<u8>)> {
    let repository = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let mut files = Vec::new();
    for folder in ["content", "tests/bad", "themes/school/i18n", "themes/school/templates"] {
        list(&repository.join(folder), &mut files);
    }
    let mut all = Vec::new();
    for file in files {
        let Some(kind) = kind_of(&file) else { continue };
        all.push((kind, fs::read(&file).unwrap()));
    }
    assert!(all.len() > 100, "only {} files", all.len());
    all
}

/// The place of a real file in the small site: that of its kind, known by its folder and its name.
fn kind_of(file: &Path) -> Option<&'static str> {
    let name = file.file_name()?.to_str()?;
    let folder = file.parent()?.file_name()?.to_str()?;
    let same_name = |kind: &&&str| kind.ends_with(&format!("/{name}"));
    let same_folder = |kind: &&&str| {
        let (path, own) = kind.rsplit_once('/').unwrap_or_default();
        let ends = |text: &str| text.split_once('.').map(|(_, ends)| ends.to_owned());
        path.ends_with(&format!("/{folder}")) && ends(own) == ends(name)
    };
    let mut kinds = KINDS.iter();
    let found = kinds.clone().find(same_name).or_else(|| kinds.find(same_folder));
    found.copied()
}

/// What is often at fault in files, or makes parsers stumble.
const PIECES: &[&str] = &[
    "\t",
    "：",
    "\u{3000}",
    "\u{a0}",
    "“",
    "”",
    "\"",
    "'",
    "- ",
    ": ",
    "#",
    "&a ",
    "*a ",
    "!!binary ",
    "<<: *a",
    "|\n",
    ">\n",
    "---\n",
    "...\n",
    "{{ ",
    " }}",
    "{% ",
    "%}",
    "{#",
    "[[",
    "]](",
    "![](",
    "```\n",
    "<!--",
    "| a | b |\n|---|\n",
    "[^1]: ",
    "**",
    "\\",
    "\0",
    "\r",
    "\r\n",
    "\u{feff}",
    "\u{202e}",
    "\u{200b}",
    "\u{10ffff}",
    "9999-12-31",
    "0000-00-00",
    "2026-13-45",
    "-1",
    "1e999",
    "18446744073709551616",
    "NaN",
    "待定",
    "~",
    "null",
    "true",
    "../",
    "/",
    "%",
    "%ff",
    "http://",
    "年",
    "月",
    "日",
    "（周",
    ",,,,",
    ";",
    "\n\n",
    "  ",
];

/// A change of some bytes.
#[derive(Debug, Clone)]
enum Change {
    Cut(usize),
    Drop(usize, usize),
    Repeat(usize, usize),
    Insert(usize, usize),
    Replace(usize, u8),
    Line(usize, usize),
}

impl Change {
    fn apply(&self, bytes: &mut Vec<u8>) {
        let length = bytes.len().max(1);
        let span = |at: usize, long: usize| at % length..(at % length + long).min(bytes.len());
        match *self {
            Self::Cut(at) => bytes.truncate(at % length),
            Self::Drop(at, long) => {
                let span = span(at, long);
                bytes.drain(span.start.min(span.end)..span.end);
            }
            Self::Repeat(at, long) => {
                let span = span(at, long);
                let part = bytes.get(span.clone()).unwrap_or_default().repeat(3);
                let end = span.end;
                bytes.splice(end..end, part);
            }
            Self::Insert(at, piece) => {
                let at = (at % length).min(bytes.len());
                let piece = PIECES[piece % PIECES.len()].bytes();
                bytes.splice(at..at, piece);
            }
            Self::Replace(at, byte) => {
                if let Some(place) = bytes.get_mut(at % length) {
                    *place = byte;
                }
            }
            // The beginning of one line before another: keys at wrong places, wrong indents.
            Self::Line(from, to) => {
                let lines: Vec<&[u8]> = bytes.split_inclusive(|byte| *byte == b'\n').collect();
                if let Some(line) = lines.get(from % lines.len().max(1)).map(|line| line.to_vec()) {
                    let at: usize = lines.iter().take(to % lines.len().max(1)).map(|line| line.len()).sum();
                    bytes.splice(at..at, line);
                }
            }
        }
    }
}

fn change() -> impl Strategy<Value = Change> {
    let at = || 0..20_000_usize;
    prop_oneof![
        1 => at().prop_map(Change::Cut),
        3 => (at(), 1..40_usize).prop_map(|(at, long)| Change::Drop(at, long)),
        2 => (at(), 1..60_usize).prop_map(|(at, long)| Change::Repeat(at, long)),
        6 => (at(), 0..PIECES.len()).prop_map(|(at, piece)| Change::Insert(at, piece)),
        3 => (at(), any::<u8>()).prop_map(|(at, byte)| Change::Replace(at, byte)),
        3 => (0..400_usize, 0..400_usize).prop_map(|(from, to)| Change::Line(from, to)),
    ]
}

#[test]
fn real_files_with_slips_get_findings_or_a_site() {
    let corpus = corpus();
    let slips = (0..corpus.len(), prop::collection::vec(change(), 1..6));
    let tried = runner().run(&slips, |(which, changes)| {
        let (kind, mut bytes) = corpus[which].clone();
        for change in changes {
            change.apply(&mut bytes);
        }
        site(&[(kind, &bytes)]);
        Ok(())
    });
    tried.unwrap_or_else(|error| panic!("{error}"));
}

#[test]
fn mere_bytes_get_findings_or_a_site() {
    let piece = prop_oneof![
        4 => (0..PIECES.len()).prop_map(|piece| PIECES[piece].as_bytes().to_vec()),
        2 => "[a-z_]{1,8}: ?".prop_map(String::into_bytes),
        2 => prop::collection::vec(any::<u8>(), 1..12),
        1 => "\\PC{1,12}".prop_map(String::into_bytes),
    ];
    let bytes = prop::collection::vec(piece, 0..60).prop_map(|pieces| pieces.concat());
    let data = prop::collection::vec((any::<u8>(), bytes), 1..4);
    let tried = runner().run(&data, |files| {
        let mut tree = Vec::new();
        for (kind, bytes) in &files {
            let length = u16::try_from(bytes.len()).unwrap_or(u16::MAX);
            tree.push(*kind);
            tree.extend(length.to_le_bytes());
            tree.extend(bytes.iter().take(usize::from(length)));
        }
        body::site_tree(&tree);
        let first = &files[0];
        body::content_file(&[&[first.0], first.1.as_slice()].concat());
        body::attached_file(&[&[first.0], first.1.as_slice()].concat());
        Ok(())
    });
    tried.unwrap_or_else(|error| panic!("{error}"));
}
