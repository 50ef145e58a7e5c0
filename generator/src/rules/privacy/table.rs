//! Tables with a column of names or numbers of persons, and everything else in attached documents.

use super::number::{self, Reading};
use super::person;
use super::text::mask_student;
use super::{Trace, What, in_words};
use crate::diagnostics::Place;
use crate::source::documents::{Document, Table};
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

/// A cell of a table.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Cell {
    pub(super) text: String,
    /// Where it stands in the file's text, for a table that is text.
    pub(super) range: Range<usize>,
}

/// What a column of persons holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Column {
    Name,
    Student,
    Identity,
}

impl Column {
    /// What offices write above it.
    fn of(header: &str) -> Option<Self> {
        let plain: String = header
            .chars()
            .take_while(|c| !matches!(c, '(' | '（'))
            .filter(|c| !c.is_whitespace() && !"*＊:：".contains(*c))
            .collect();
        match plain.as_str() {
            "姓名" | "学生姓名" | "考生姓名" | "毕业生姓名" | "名字" | "学生名字" | "姓名拼音" => {
                Some(Self::Name)
            }
            "学号" | "学生学号" | "学籍号" | "考生号" | "学生编号" => Some(Self::Student),
            "身份证" | "身份证号" | "身份证号码" | "证件号" | "证件号码" | "证件编号" | "公民身份号码" => {
                Some(Self::Identity)
            }
            _ => None,
        }
    }

    /// Whether a cell below holds what the header says: forms to be filled in have the header and nothing else.
    fn holds(self, cell: &str) -> bool {
        match self {
            Self::Name => person::is_name_cell(cell),
            Self::Student => person::is_student_number(cell),
            Self::Identity => {
                let digits = cell.bytes().filter(u8::is_ascii_digit).count();
                digits >= 6
                    && cell
                        .chars()
                        .all(|c| c.is_ascii_alphanumeric() || "-() （）".contains(c))
            }
        }
    }

    fn mask(self, cell: &str) -> String {
        match self {
            Self::Name => person::mask(cell),
            Self::Student => mask_student(cell),
            Self::Identity => number::mask(cell),
        }
    }
}

/// Words above columns that only tables of staff have.
const STAFF: [&str; 9] = [
    "职务",
    "岗位",
    "职称",
    "部门",
    "科室",
    "办公电话",
    "办公室",
    "工号",
    "办公地点",
];

/// Adds a trace for each filled cell of a column of persons. A row gives its cells with their columns, only those that are there:
/// one cell far to the right must not cost memory for all that it is away from.
pub(super) fn columns<'a, R>(
    rows: impl IntoIterator<Item = R>,
    place: impl Fn(usize, usize) -> Option<Place>,
    traces: &mut Vec<Trace>,
) where
    R: Iterator<Item = (usize, &'a str)> + Clone,
{
    let mut header: BTreeMap<usize, (Column, &str)> = BTreeMap::new();
    let mut staff = false;
    for (index, row) in rows.into_iter().enumerate() {
        let found = row
            .clone()
            .filter_map(|(at, text)| Some((at, (Column::of(text)?, text))));
        let found: BTreeMap<usize, (Column, &str)> = found.collect();
        if !found.is_empty() {
            header = found;
            staff = row
                .clone()
                .any(|(_, text)| STAFF.iter().any(|word| text.contains(word)));
            continue;
        }
        for (at, text) in row {
            let text = text.trim();
            let Some((column, name)) = header.get(&at).filter(|(column, _)| column.holds(text)) else {
                continue;
            };
            let Some(place) = place(index, at) else { continue };
            traces.push(Trace {
                what: What::Column,
                place,
                secret: text.to_owned(),
                mask: column.mask(text),
                column: name.trim().to_owned(),
                persons: 1,
                comment: false,
                example: false,
                staff,
            });
        }
    }
}

/// The cells of a Markdown line; `start` is where it begins in the file. Of the pipes at its edges one each is no part of a cell: two mean
/// that the cell between them is empty.
pub(super) fn cells(line: &str, start: usize) -> Vec<Cell> {
    let body = line.trim();
    let mut at = start + line.len() - line.trim_start().len() + usize::from(body.starts_with('|'));
    let inner = body.strip_prefix('|').unwrap_or(body);
    let inner = inner.strip_suffix('|').unwrap_or(inner);
    let mut cells = Vec::new();
    for piece in inner.split('|') {
        let lead = piece.len() - piece.trim_start().len();
        let text = piece.trim();
        cells.push(Cell {
            text: text.to_owned(),
            range: at + lead..at + lead + text.len(),
        });
        at += piece.len() + 1;
    }
    cells
}

/// Everything personal in an attached document.
pub(super) fn traces(file: &str, document: &Document, public: &BTreeSet<String>) -> Vec<Trace> {
    let mut traces = Vec::new();
    for line in &document.lines {
        numbers(&line.text, &|| in_words(file, &line.place), public, &mut traces);
    }
    lists(file, document, &mut traces);
    for table in &document.tables {
        in_table(file, table, public, &mut traces);
    }
    if let Some(picture) = &document.picture {
        for text in &picture.texts {
            numbers(text, &|| in_words(file, "图片自带的说明"), public, &mut traces);
        }
    }
    traces
}

fn numbers(text: &str, place: &dyn Fn() -> Place, public: &BTreeSet<String>, traces: &mut Vec<Trace>) {
    for hit in number::find(text, Reading::Loose) {
        if !public.contains(&hit.digits) {
            let secret = text.get(hit.range.clone()).unwrap_or_default();
            let mut trace = Trace::of_number(&hit, secret, place());
            trace.example = text.contains('例') || (hit.kind == number::Kind::OldIdentity && text.contains('证'));
            traces.push(trace);
        }
    }
}

/// Names with student numbers. In a PDF a table is no more than words, one below the other: a page is taken as one line.
fn lists(file: &str, document: &Document, traces: &mut Vec<Trace>) {
    let mut pages: Vec<(&str, String)> = Vec::new();
    for line in &document.lines {
        match pages.last_mut() {
            Some((place, text)) if *place == line.place => {
                text.push(' ');
                text.push_str(&line.text);
            }
            _ => pages.push((&line.place, line.text.clone())),
        }
    }
    let mut found = Vec::new();
    let mut sure = 0;
    for (place, text) in &pages {
        for mention in person::pairs(text) {
            let Some(name) = text.get(mention.name.clone()) else {
                continue;
            };
            sure += usize::from(!mention.dated);
            found.push(Trace::of_person(name, in_words(file, place)));
        }
    }
    if sure >= 2 || found.len() >= 3 {
        traces.append(&mut found);
    }
    announced(file, document, traces);
}

/// Names below a line that announces a list.
fn announced(file: &str, document: &Document, traces: &mut Vec<Trace>) {
    let told = traces.iter().filter(|trace| trace.what == What::Persons);
    let told: BTreeSet<String> = told.map(|trace| trace.secret.clone()).collect();
    let texts: Vec<&str> = document.lines.iter().map(|line| line.text.as_str()).collect();
    for (index, mention) in person::announced(&texts) {
        let Some(line) = document.lines.get(index) else {
            continue;
        };
        let Some(name) = line.text.get(mention.name) else {
            continue;
        };
        if !told.contains(name) {
            traces.push(Trace::of_person(name, in_words(file, &line.place)));
        }
    }
}

fn in_table(file: &str, table: &Table, public: &BTreeSet<String>, traces: &mut Vec<Trace>) {
    for row in &table.rows {
        for (column, text) in &row.cells {
            let place = || in_words(file, &table.place(row.number, *column));
            numbers(text, &place, public, traces);
        }
    }
    let place = |row: usize, column: usize| Some(in_words(file, &table.place(table.rows.get(row)?.number, column)));
    let rows = table.rows.iter();
    columns(
        rows.map(|row| row.cells.iter().map(|(at, text)| (*at, text.as_str()))),
        place,
        traces,
    );
}
