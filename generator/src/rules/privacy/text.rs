//! Lines of text files: numbers, persons, and tables as Markdown and csv have them.

use super::number::{self, Reading};
use super::person::{self, Mention};
use super::table::{self, Cell};
use super::{Trace, What, at, outgoing};
use crate::rules::prose::{Blocks, without_comment};
use crate::source::classes::text as classes;
use std::collections::BTreeSet;
use std::ops::Range;

/// Words that stand beside an example.
const EXAMPLE: [&str; 9] = ["例", "示范", "样式", "比如", "譬如", "如：", "格式", "命名", ".jpg"];

/// Words that say that a number is one of a person.
const ABOUT: [&str; 3] = ["身份证", "证件", "号码"];

/// Lines between which persons belong to one list.
const GAP: usize = 1;

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
    if [".html", ".htm"].iter().any(|end| file.to_lowercase().ends_with(end)) {
        shown(file, text, &mut traces);
    }
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
    // What is attached is given away as it is.
    let published = file.contains("/attachments/");
    let (mut start, mut fences) = (0, 0);
    let mut blocks = Blocks::default();
    text.split_inclusive('\n')
        .map(|whole| {
            let line = whole.trim_end_matches(['\n', '\r']);
            let fields = !published && (yaml || (markdown && fences == 1)) && !blocks.hold(line);
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
    let texts: Vec<&str> = lines.iter().map(|line| line.text).collect();
    for (index, mention) in person::announced(&texts) {
        traces.extend(lines.get(index).and_then(|line| named(file, line, &mention)));
    }
}

/// Persons in a page: a name and its number stand in cells of their own, with tags between them.
fn shown(file: &str, text: &str, traces: &mut Vec<Trace>) {
    let pieces = outgoing::pieces(text).into_iter();
    let lines: Vec<Line<'_>> = pieces
        .filter_map(|range| {
            let text = text.get(range.clone()).filter(|text| !text.trim().is_empty())?;
            Some(Line {
                start: range.start,
                text,
                comment: text.len(),
            })
        })
        .collect();
    // Cells one after the other, each parted from the next by a single space.
    let (mut joined, mut starts) = (String::new(), Vec::new());
    for line in &lines {
        starts.push(joined.len());
        joined.push_str(line.text.trim());
        joined.push(' ');
    }
    let place = |range: &Range<usize>| {
        let index = starts.partition_point(|start| *start <= range.start).checked_sub(1)?;
        let (line, start) = (lines.get(index)?, starts.get(index)?);
        let lead = line.text.len() - line.text.trim_start().len();
        Some((line, lead + range.start - start..lead + range.end - start))
    };
    let told: BTreeSet<usize> = starts_of(traces).collect();
    let mut found = Vec::new();
    let mentions = person::pairs(&joined);
    if mentions.iter().filter(|mention| !mention.dated).count() >= 2 || mentions.len() >= 3 {
        for mention in mentions {
            let number = mention.number.as_ref().and_then(place);
            found.extend(number.map(|(line, range)| hidden(file, line, range)));
            if let Some((line, name)) = place(&mention.name) {
                found.extend(named(file, line, &Mention { name, ..mention }));
            }
        }
    }
    let texts: Vec<&str> = lines.iter().map(|line| line.text).collect();
    for (index, mention) in person::announced(&texts) {
        found.extend(lines.get(index).and_then(|line| named(file, line, &mention)));
    }
    let new = |trace: &Trace| starts_of(std::slice::from_ref(trace)).all(|start| !told.contains(&start));
    traces.extend(found.into_iter().filter(new));
}

/// Where persons stand that are known already.
fn starts_of(traces: &[Trace]) -> impl Iterator<Item = usize> {
    let persons = traces.iter().filter(|trace| trace.what == What::Persons);
    persons.filter_map(|trace| Some(trace.place.span.as_ref()?.range.start))
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
        comment: mention.name.start >= line.comment,
        ..Trace::of_person(name, at(file, line.start, mention.name.clone()))
    })
}

/// The number beside a name: hidden with it, and not counted.
fn hidden(file: &str, line: &Line<'_>, range: Range<usize>) -> Trace {
    let number = line.text.get(range.clone()).unwrap_or_default();
    Trace {
        mask: mask_student(number),
        persons: 0,
        comment: range.start >= line.comment,
        ..Trace::of_person(number, at(file, line.start, range))
    }
}

/// The tables in a text file: a csv file is one, Markdown has pipes.
fn grids(file: &str, text: &str, lines: &[Line<'_>]) -> Vec<Vec<Vec<Cell>>> {
    let delimiter = match file.rsplit('.').next().map(str::to_lowercase).as_deref() {
        Some("csv") => classes::delimiter(text),
        Some("tsv") => b'\t',
        Some("md" | "txt") => return piped(lines),
        _ => return Vec::new(),
    };
    let cell = |range: Range<usize>| Cell {
        text: text.get(range.clone()).unwrap_or_default().to_owned(),
        range,
    };
    let rows = classes::cells(text, delimiter).into_iter();
    vec![rows.map(|row| row.into_iter().map(cell).collect()).collect()]
}

/// The tables of a Markdown text.
fn piped(lines: &[Line<'_>]) -> Vec<Vec<Vec<Cell>>> {
    let mut grids = Vec::new();
    let mut grid: Vec<Vec<Cell>> = Vec::new();
    for line in lines {
        if line.text.trim_start().starts_with('|') {
            grid.push(table::cells(line.text, line.start));
        } else if !grid.is_empty() {
            grids.push(std::mem::take(&mut grid));
        }
    }
    grids.push(grid);
    grids.retain(|grid| !grid.is_empty());
    grids
}

#[cfg(test)]
mod tests {
    use super::*;

    fn masks(file: &str, text: &str) -> Vec<(String, bool)> {
        let traces = traces(file, text, &BTreeSet::new());
        traces.into_iter().map(|trace| (trace.mask, trace.comment)).collect()
    }

    #[test]
    fn only_what_is_left_out_of_the_page_is_a_comment() {
        let secret = |comment| vec![("138****0000".to_owned(), comment)];
        assert_eq!(masks("content/a.yaml", "a: 1 # 13800000000\n"), secret(true));
        assert_eq!(masks("content/a.yaml", "a: |\n  # 13800000000\n"), secret(false));
        assert_eq!(
            masks("content/a.yaml", "a: |\n  甲\nb: 1\n# 13800000000\n"),
            secret(true)
        );
        assert_eq!(masks("content/c/attachments/a.yaml", "# 13800000000\n"), secret(false));
    }

    #[test]
    fn persons_in_the_cells_of_a_page_are_found() {
        let row = |name: &str, number: &str| format!("<tr>\n<td> {name} </td><td><b>{number}</b></td></tr>");
        let page = row("赵测试", "2022010101") + &row("钱样例", "2022010102");
        let found = traces("a.htm", &page, &BTreeSet::new());
        assert_eq!(found.len(), 4);
        for trace in found {
            assert_eq!(page.get(trace.place.span.unwrap().range), Some(trace.secret.as_str()));
        }
        assert_eq!(
            masks("a.html", "<h2>名单</h2><p>赵测试</p><p>钱样例</p><p>孙虚构</p>").len(),
            3
        );
        assert_eq!(masks("a.html", "<p>名单：赵测试、钱样例、孙虚构</p>").len(), 3);
    }

    #[test]
    fn cells_stand_below_their_headers() {
        let name = vec![("赵**".to_owned(), false)];
        assert_eq!(masks("a.md", "|| 姓名 |\n||---|\n|| 赵测试 |\n"), name);
        assert_eq!(masks("a.csv", "\"系, 部\",姓名\n\"计, 算\n机\",赵测试\n"), name);
        assert_eq!(
            masks("a.csv", &format!("系,姓名\n\"甲,赵测试\n{}", "乙,丙\n".repeat(3000))),
            name
        );
    }
}
