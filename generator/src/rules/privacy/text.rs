//! Lines of text files: numbers, persons, and tables as Markdown and csv have them.

use super::number::{self, Reading};
use super::person::{self, Mention};
use super::table::{self, Cell};
use super::{Trace, What, at};
use crate::rules::prose::without_comment;
use std::collections::BTreeSet;

/// Words that stand beside an example.
const EXAMPLE: [&str; 9] = ["例", "示范", "样式", "比如", "譬如", "如：", "格式", "命名", ".jpg"];

/// Words that say that a number is one of a person.
const ABOUT: [&str; 3] = ["身份证", "证件", "号码"];

/// Lines between which persons belong to one list.
const GAP: usize = 1;

/// Lines after the word 名单 in which its names stand.
const AFTER_TITLE: usize = 4;

/// A line and where it begins.
#[derive(Debug, Clone, Copy)]
struct Line<'a> {
    start: usize,
    text: &'a str,
    /// Where its comment begins, if it has one.
    comment: usize,
}

/// Everything personal in a text file.
pub(super) fn traces(file: &str, text: &str, public: &BTreeSet<String>) -> Vec<Trace> {
    let lines = lines(file, text);
    let mut traces = Vec::new();
    for line in &lines {
        numbers(file, line, public, &mut traces);
    }
    persons(file, &lines, &mut traces);
    for grid in grids(file, text, &lines) {
        let place = |row: usize, column: usize| Some(at(file, 0, grid.get(row)?.get(column)?.range.clone()));
        let rows = grid.iter();
        table::columns(
            rows.map(|row| row.iter().map(|cell| cell.text.as_str()).enumerate()),
            place,
            &mut traces,
        );
    }
    traces
}

fn lines<'a>(file: &str, text: &'a str) -> Vec<Line<'a>> {
    let yaml = file.ends_with(".yaml") || file.ends_with(".yml");
    let markdown = file.ends_with(".md");
    let (mut start, mut fences) = (0, 0);
    text.split_inclusive('\n')
        .map(|whole| {
            let line = whole.trim_end_matches(['\n', '\r']);
            let fields = yaml || (markdown && fences == 1);
            fences += usize::from(markdown && line.trim_end() == "---");
            let comment = if fields {
                without_comment(line).len()
            } else {
                line.len()
            };
            let found = Line {
                start,
                text: line,
                comment,
            };
            start += whole.len();
            found
        })
        .collect()
}

fn numbers(file: &str, line: &Line<'_>, public: &BTreeSet<String>, traces: &mut Vec<Trace>) {
    let says = |words: &[&str]| words.iter().any(|word| line.text.contains(word));
    for hit in number::find(line.text, Reading::Loose) {
        if public.contains(&hit.digits) {
            continue;
        }
        let secret = line.text.get(hit.range.clone()).unwrap_or_default();
        let mut trace = Trace::of_number(&hit, secret, at(file, line.start, hit.range.clone()));
        trace.comment = hit.range.start >= line.comment;
        trace.example = match hit.kind {
            number::Kind::OldIdentity => says(&ABOUT),
            _ => says(&EXAMPLE),
        };
        traces.push(trace);
    }
    if says(&EXAMPLE) {
        return;
    }
    for range in person::after_label(line.text) {
        let secret = line.text.get(range.clone()).unwrap_or_default();
        traces.push(Trace {
            what: What::Student,
            place: at(file, line.start, range.clone()),
            secret: secret.to_owned(),
            mask: mask_student(secret),
            column: String::new(),
            persons: 1,
            comment: range.start >= line.comment,
            example: false,
            staff: false,
        });
    }
}

/// A student number with its end hidden.
pub(super) fn mask_student(number: &str) -> String {
    let shown = number.len().saturating_sub(4).min(4);
    let head = number.get(..shown).unwrap_or_default();
    format!("{head}{}", "*".repeat(number.len() - head.len()))
}

/// Lists of persons: names with student numbers, and names in a row below a title that announces a list.
fn persons(file: &str, lines: &[Line<'_>], traces: &mut Vec<Trace>) {
    let mut group: Vec<(&Line<'_>, Vec<Mention>)> = Vec::new();
    let mut last = 0;
    for (index, line) in lines.iter().enumerate() {
        let pairs = person::pairs(line.text);
        if pairs.is_empty() {
            continue;
        }
        if index > last + 1 + GAP {
            close(file, &mut group, traces);
        }
        last = index;
        group.push((line, pairs));
    }
    close(file, &mut group, traces);
    let mut announced = None;
    for (index, line) in lines.iter().enumerate() {
        if line.text.contains("名单") || line.text.contains("姓名") {
            announced = Some(index);
        }
        if announced.is_some_and(|title| index - title <= AFTER_TITLE) {
            for mention in person::row_of_names(line.text) {
                traces.extend(named(file, line, &mention));
            }
        }
    }
}

/// Two persons are a list; where the numbers could be days, three.
fn close(file: &str, group: &mut Vec<(&Line<'_>, Vec<Mention>)>, traces: &mut Vec<Trace>) {
    let mentions = || group.iter().flat_map(|(_, pairs)| pairs);
    let sure = mentions().filter(|mention| !mention.dated).count();
    if sure >= 2 || mentions().count() >= 3 {
        for (line, pairs) in group.iter() {
            for mention in pairs {
                traces.extend(named(file, line, mention));
                traces.extend(mention.number.clone().map(|number| hidden(file, line, number)));
            }
        }
    }
    group.clear();
}

fn named(file: &str, line: &Line<'_>, mention: &Mention) -> Option<Trace> {
    let name = line.text.get(mention.name.clone())?;
    Some(Trace {
        what: What::Persons,
        place: at(file, line.start, mention.name.clone()),
        secret: name.to_owned(),
        mask: person::mask(name),
        column: String::new(),
        persons: 1,
        comment: mention.name.start >= line.comment,
        example: false,
        staff: false,
    })
}

/// The number beside a name: hidden with it, and not counted.
fn hidden(file: &str, line: &Line<'_>, range: std::ops::Range<usize>) -> Trace {
    let number = line.text.get(range.clone()).unwrap_or_default();
    Trace {
        what: What::Persons,
        place: at(file, line.start, range.clone()),
        secret: number.to_owned(),
        mask: mask_student(number),
        column: String::new(),
        persons: 0,
        comment: range.start >= line.comment,
        example: false,
        staff: false,
    }
}

/// The tables in a text file: a csv file is one, Markdown has pipes.
fn grids(file: &str, text: &str, lines: &[Line<'_>]) -> Vec<Vec<Vec<Cell>>> {
    let delimiter = match file.rsplit('.').next().map(str::to_lowercase).as_deref() {
        Some("csv") => table::delimiter(text),
        Some("tsv") => '\t',
        Some("md" | "txt") => '|',
        _ => return Vec::new(),
    };
    let mut grids = Vec::new();
    let mut grid: Vec<Vec<Cell>> = Vec::new();
    for line in lines {
        let inside = delimiter != '|' || line.text.trim_start().starts_with('|');
        if inside {
            grid.push(table::cells(line.text, line.start, delimiter));
        } else if !grid.is_empty() {
            grids.push(std::mem::take(&mut grid));
        }
    }
    grids.push(grid);
    grids.retain(|grid| !grid.is_empty());
    grids
}
