//! Texts inside the files that staff attach: spreadsheets, documents, slides, PDF and what pictures say of themselves. Bytes in, words out.
//!
//! Every reader is bounded and gives what it could get: a damaged file has as much text as can be read, and says that there may be more.

mod container;
mod exif;
mod legacy;
mod package;
mod pdf;
mod picture;
mod sheet;
mod strip;
mod word;
mod xml;

pub(crate) use picture::Picture;
use strip::strip;

use super::{FileTree, ReadError};
use crate::diagnostics::Finding;
use rayon::prelude::*;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;

/// Files above this many bytes are not opened.
pub(crate) const MAX_BYTES: u64 = 64 * 1024 * 1024;

/// Text that is taken out of one file at most, bytes; no list of a school is longer.
const MAX_TEXT: usize = 16 * 1024 * 1024;

/// Files that are nothing but text.
const TEXT: [&str; 12] = [
    ".csv", ".tsv", ".txt", ".md", ".yaml", ".yml", ".json", ".html", ".htm", ".svg", ".xml", ".ics",
];

/// Why a file could not be looked into, or not wholly; the worst last.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Closed {
    /// A PDF whose text is but numbers of drawings.
    Drawings,
    /// A format from before 2007, of which only loose numbers are seen.
    Legacy,
    /// A format that is not read here, though it may hold text.
    Foreign,
    /// An archive inside an archive, or one of a kind that is not opened here.
    Archive,
    /// Not what its name says, or cut off.
    Damaged,
    /// Needs a password.
    Locked,
    /// Above [`MAX_BYTES`], or more text than is read.
    TooBig,
    /// Unpacks into far more than it should: a bomb, or next to one.
    Swells,
}

/// A line of text and its place in words, such as `第 2 页`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Line {
    pub(crate) place: String,
    pub(crate) text: String,
}

/// A table with its filled cells.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Table {
    /// `工作表“名单”` or `第 1 个表格`.
    pub(crate) place: String,
    /// Whether columns have letters.
    pub(crate) sheet: bool,
    pub(crate) rows: Vec<Row>,
}

/// A row: its number from 1, and its cells from left to right with their column from 0.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Row {
    pub(crate) number: usize,
    pub(crate) cells: Vec<(usize, String)>,
}

impl Table {
    /// A cell's place in words: `工作表“名单”第 12 行 C 列`.
    pub(crate) fn place(&self, row: usize, column: usize) -> String {
        let column = if self.sheet {
            format!(" {} 列", letters(column))
        } else {
            format!("第 {} 列", column + 1)
        };
        format!("{}第 {row} 行{column}", self.place)
    }
}

/// The name of a column: A … Z, AA …
fn letters(column: usize) -> String {
    let mut left = column + 1;
    let mut name = Vec::new();
    while left > 0 {
        name.push(char::from(b'A' + u8::try_from((left - 1) % 26).unwrap_or(0)));
        left = (left - 1) / 26;
    }
    name.iter().rev().collect()
}

/// What is in a file.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Document {
    pub(crate) lines: Vec<Line>,
    pub(crate) tables: Vec<Table>,
    /// Who made it, by its own properties.
    pub(crate) author: Option<String>,
    /// What a picture says of where, by whom and with what it was taken.
    pub(crate) picture: Option<Picture>,
    /// Why there may be more in it than is here.
    pub(crate) closed: Option<Closed>,
    /// Bytes of text so far.
    size: usize,
}

impl Document {
    /// What a cell takes beside its text, bytes.
    const PER_CELL: usize = 8;

    fn closed(why: Closed) -> Self {
        Self {
            closed: Some(why),
            ..Self::default()
        }
    }

    /// Notes why there may be more in it; of several reasons the worst is told.
    fn close(&mut self, why: Closed) {
        self.closed = self.closed.max(Some(why));
    }

    /// Takes in a picture that is a part of the file.
    fn picture(&mut self, other: Option<Picture>) {
        if let Some(other) = other {
            let own = self.picture.get_or_insert_default();
            own.tells.extend(other.tells);
            own.texts.extend(other.texts);
            // It can't be cleaned where it lies.
            own.strippable = false;
        }
    }

    /// Takes in a text as well as it can be read.
    fn lossy(bytes: &[u8], why: Closed) -> Self {
        let mut document = Self::closed(why);
        let bytes = bytes.get(..bytes.len().min(MAX_TEXT)).unwrap_or_default();
        // Zeros part the characters where two bytes were meant for each.
        let text = String::from_utf8_lossy(bytes).replace('\0', "");
        for (index, line) in text.split(['\n', '\r']).enumerate() {
            document.line(&format!("第 {} 行", index + 1), line);
        }
        document
    }

    /// Bytes of text that may still be taken.
    fn room(&self) -> usize {
        MAX_TEXT.saturating_sub(self.size)
    }

    /// Whether more text may be taken; when not, the document says so.
    fn has_room(&mut self, bytes: usize) -> bool {
        self.size = self.size.saturating_add(bytes);
        if self.size > MAX_TEXT {
            self.close(Closed::TooBig);
            return false;
        }
        true
    }

    fn line(&mut self, place: &str, text: &str) {
        let text = text.trim();
        if !text.is_empty() && self.has_room(text.len()) {
            self.lines.push(Line {
                place: place.to_owned(),
                text: text.to_owned(),
            });
        }
    }

    fn table(&mut self, table: Table) {
        let size = table
            .rows
            .iter()
            .flat_map(|row| &row.cells)
            .map(|(_, text)| text.len() + Self::PER_CELL)
            .sum();
        if !table.rows.is_empty() && self.has_room(size) {
            self.tables.push(table);
        }
    }

    /// Takes in what is in a file of an archive.
    fn absorb(&mut self, name: &str, inner: Self) {
        let inside = |place: String| format!("压缩包里的“{name}”{place}");
        for line in inner.lines {
            self.line(&inside(line.place), &line.text);
        }
        for mut table in inner.tables {
            table.place = inside(table.place);
            self.table(table);
        }
        self.closed = self.closed.max(inner.closed);
        self.picture(inner.picture);
    }
}

/// One file of `content/` with what is in it.
#[derive(Debug)]
pub(crate) struct Attached {
    /// Path relative to the site's root.
    pub(crate) file: String,
    pub(crate) document: Document,
    /// The whole text, for a file that is text: places in it can be shown.
    pub(crate) text: Option<String>,
}

/// Reads every file of `content/` that the loader doesn't read as text.
///
/// # Errors
/// When a folder can't be listed; a file that can't be read is a finding.
pub(crate) fn attached(root: &Path) -> Result<(Vec<Attached>, Vec<Finding>), ReadError> {
    let tree = FileTree::list(root, "content")?;
    let read: Vec<Result<Attached, Finding>> = tree
        .files()
        .par_iter()
        .filter(|file| {
            file.contains("/attachments/") || ![".yaml", ".yml", ".md"].iter().any(|end| file.ends_with(end))
        })
        .map(|file| {
            if tree.size(file) > MAX_BYTES {
                return Ok(Attached {
                    file: file.clone(),
                    document: Document::closed(Closed::TooBig),
                    text: None,
                });
            }
            let bytes = tree.bytes(file)?;
            let text = plain(file, &bytes);
            let document = if text.is_some() {
                Document::default()
            } else {
                read(file, &bytes)
            };
            Ok(Attached {
                file: file.clone(),
                document,
                text,
            })
        })
        .collect();
    let (mut files, mut findings) = (Vec::new(), Vec::new());
    for one in read {
        match one {
            Ok(file) => files.push(file),
            Err(finding) => findings.push(finding),
        }
    }
    Ok((files, findings))
}

/// The text of a file that is nothing but text, in any encoding that Chinese offices save in.
fn plain(name: &str, bytes: &[u8]) -> Option<String> {
    let name = name.to_lowercase();
    if !TEXT.iter().any(|end| name.ends_with(end)) || bytes.len() > MAX_TEXT {
        return None;
    }
    super::classes::decode(&name, bytes).ok()
}

/// What is in a file, by its bytes; the name only helps where they don't say.
pub(crate) fn read(name: &str, bytes: &[u8]) -> Document {
    // The libraries below take some broken files for a mistake of their own.
    catch_unwind(AssertUnwindSafe(|| open(name, bytes, true))).unwrap_or_else(|_| Document::closed(Closed::Damaged))
}

/// A picture without what it gives away.
pub(crate) struct Cleaned {
    pub(crate) bytes: Vec<u8>,
    /// What it gave away, in words.
    pub(crate) tells: Vec<&'static str>,
}

/// The picture cleaned; `None` when it gives nothing away, or is of a kind that can't be cleaned here.
pub(crate) fn clean(name: &str, bytes: &[u8]) -> Option<Cleaned> {
    let picture = read(name, bytes).picture.filter(|picture| !picture.tells.is_empty())?;
    Some(Cleaned {
        bytes: strip(bytes)?,
        tells: picture.tells.iter().map(|tell| tell.word()).collect(),
    })
}

/// `archives`: whether an archive is opened; one in another is not.
fn open(name: &str, bytes: &[u8], archives: bool) -> Document {
    let name = name.to_lowercase();
    let ends = |ends: &[&str]| ends.iter().any(|end| name.ends_with(end));
    match bytes {
        [b'P', b'K', 3, 4, ..] if ends(&[".xlsx", ".xlsm", ".docx", ".pptx"]) || archives => {
            package::read(bytes, archives)
        }
        [b'P', b'K', 3 | 5, ..] => Document::closed(Closed::Archive),
        [0xD0, 0xCF, 0x11, 0xE0, ..] => legacy::read(&name, bytes),
        _ if is_archive(&name, bytes) => Document::closed(Closed::Archive),
        _ if bytes
            .get(..bytes.len().min(1024))
            .is_some_and(|head| contains(head, b"%PDF-")) =>
        {
            pdf::read(bytes)
        }
        _ if picture::is_picture(bytes) => Document {
            picture: picture::read(bytes),
            ..Document::default()
        },
        _ if ends(&[
            ".xlsx", ".xlsm", ".docx", ".pptx", ".xls", ".doc", ".ppt", ".pdf", ".zip",
        ]) =>
        {
            Document::closed(Closed::Damaged)
        }
        _ => match plain(&name, bytes) {
            Some(text) => {
                let mut document = Document::default();
                for (index, line) in text.lines().enumerate() {
                    document.line(&format!("第 {} 行", index + 1), line);
                }
                document
            }
            None if bytes.len() > MAX_TEXT && ends(&TEXT) => Document::closed(Closed::TooBig),
            None if ends(&TEXT) => Document::lossy(bytes, Closed::Damaged),
            None if bytes.starts_with(b"{\\rtf") || ends(&[".rtf", ".xlsb"]) => Document::lossy(bytes, Closed::Foreign),
            None => Document::default(),
        },
    }
}

/// Whether it is an archive of a kind that is not opened here.
fn is_archive(name: &str, bytes: &[u8]) -> bool {
    let heads: [&[u8]; 5] = [b"Rar!", b"7z\xBC\xAF", b"\x1F\x8B", b"BZh", b"\xFD7zXZ"];
    heads.iter().any(|head| bytes.starts_with(head))
        || bytes.get(257..262) == Some(b"ustar")
        || [".tar", ".bz2", ".xz"].iter().any(|end| name.ends_with(end))
}

fn contains(bytes: &[u8], wanted: &[u8]) -> bool {
    bytes.windows(wanted.len()).any(|window| window == wanted)
}

#[cfg(test)]
mod bombs;
#[cfg(test)]
mod tests;
