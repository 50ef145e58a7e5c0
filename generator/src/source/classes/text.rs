//! A csv file as a table: any encoding that Chinese offices save in, comma, semicolon or tab.

use super::grid::{Cell, Grid, Row};
use super::{MAX_ROWS, too_many_rows};
use crate::diagnostics::{Finding, Span};
use encoding_rs::{Encoding, GB18030};
use std::ops::Range;

/// Bytes of one row, at most: more is a quotation mark that never closes, or no class list at all.
const MAX_RECORD: usize = 16 * 1024;

fn too_long(file: &str, line: usize, text: &str, record: Range<usize>) -> Box<Finding> {
    let skipped = text
        .get(record.clone())
        .map_or(0, |part| part.len() - part.trim_start().len());
    let line = line
        + text
            .get(record.start..record.start + skipped)
            .unwrap_or("")
            .matches('\n')
            .count();
    let message = format!(
        "{file} 第 {line} 行起的一行有 {} KB，不像一份班级名单",
        record.len() / 1024
    );
    let start = record.start + skipped;
    let finding = Finding::of(&super::rules::K211, message).at(Span {
        file: file.to_owned(),
        range: start..start,
    });
    Box::new(
        finding.help("看这一行有没有多打一个英文引号；用 Excel 或 WPS 打开名单，重新另存为“CSV UTF-8（逗号分隔）”"),
    )
}

/// The file's text: after its byte order mark, else UTF-8, else GB18030; line ends made LF.
///
/// # Errors
/// A finding when it is none of these.
pub(in crate::source) fn decode(file: &str, bytes: &[u8]) -> Result<String, Box<Finding>> {
    let text = match Encoding::for_bom(bytes) {
        Some((encoding, length)) => {
            encoding.decode_without_bom_handling_and_without_replacement(bytes.get(length..).unwrap_or_default())
        }
        None => match std::str::from_utf8(bytes) {
            Ok(text) => Some(text.into()),
            Err(_) => GB18030.decode_without_bom_handling_and_without_replacement(bytes),
        },
    };
    match text {
        Some(text) if !text.contains('\0') => Ok(text.replace("\r\n", "\n").replace('\r', "\n")),
        _ => {
            let finding = Finding::of(
                &crate::source::rules::S003,
                format!("{file} 读不出文字，它多半不是 csv 文件"),
            );
            Err(Box::new(finding.in_file(file).help(
                "用 Excel 或 WPS 打开名单，另存为“CSV UTF-8（逗号分隔）”或 .xlsx",
            )))
        }
    }
}

/// The text as a table.
///
/// # Errors
/// A finding when there are too many rows or a row can't be read.
pub(super) fn grid(file: &str, text: &str) -> Result<Grid, Box<Finding>> {
    let delimiter = delimiter(text);
    let mut reader = csv::ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .delimiter(delimiter)
        .from_reader(text.as_bytes());
    let mut rows = Vec::new();
    let mut record = csv::StringRecord::new();
    let (mut line, mut counted) = (1, 0);
    while reader
        .read_record(&mut record)
        .map_err(|error| unreadable(file, &error))?
    {
        if record.iter().all(|cell| cell.trim().is_empty()) {
            continue;
        }
        if rows.len() >= MAX_ROWS {
            return Err(too_many_rows(file));
        }
        let start = record
            .position()
            .and_then(|at| usize::try_from(at.byte()).ok())
            .unwrap_or(0);
        let end = usize::try_from(reader.position().byte()).unwrap_or(text.len());
        if end.saturating_sub(start) > MAX_RECORD {
            return Err(too_long(file, line, text, start..end));
        }
        let ranges = ranges(text, start..end, delimiter);
        // The record's own position counts the empty lines before it as part of it.
        let at = ranges.first().map_or(start, |range| range.start);
        line += text.get(counted..at).unwrap_or("").matches('\n').count();
        counted = at;
        let cell = |(column, text): (usize, &str)| Cell {
            text: text.trim().to_owned(),
            error: is_error(text.trim()),
            merged: false,
            range: ranges.get(column).cloned(),
        };
        rows.push(Row {
            number: line,
            cells: record.iter().enumerate().map(cell).collect(),
        });
    }
    Ok(Grid {
        file: file.to_owned(),
        sheet: None,
        rows,
    })
}

fn unreadable(file: &str, error: &csv::Error) -> Box<Finding> {
    let line = error
        .position()
        .map(|at| format!("第 {} 行", at.line()))
        .unwrap_or_default();
    let finding = Finding::of(&crate::source::rules::S003, format!("{file} {line}读不出来"));
    Box::new(
        finding
            .in_file(file)
            .help("用 Excel 或 WPS 重新另存为“CSV UTF-8（逗号分隔）”"),
    )
}

/// The character that stands most often in the first lines: comma, semicolon or tab.
pub(crate) fn delimiter(text: &str) -> u8 {
    let head = || text.lines().filter(|line| !line.trim().is_empty()).take(10);
    let count = |delimiter: &u8| {
        head()
            .map(|line| line.bytes().filter(|byte| byte == delimiter).count())
            .sum::<usize>()
    };
    // Of equals `max_by_key` takes the last, so the comma stands there.
    b"\t;,".iter().copied().max_by_key(count).unwrap_or(b',')
}

/// Where the cells of every row stand, empty rows too. A mark that never closes must not swallow the rows below it: from there on, marks mean nothing.
pub(crate) fn cells(text: &str, delimiter: u8) -> Vec<Vec<Range<usize>>> {
    let mut rows = Vec::new();
    let (mut start, mut end) = (0, 0);
    let mut open = false;
    let mut lines = text.split_inclusive('\n');
    for line in lines.by_ref() {
        end += line.len();
        open ^= line.bytes().filter(|byte| *byte == b'"').count() % 2 == 1;
        if open && end - start > MAX_RECORD {
            break;
        }
        if !open {
            rows.push(ranges(text, start..end, delimiter));
            start = end;
        }
    }
    for line in text.get(start..).unwrap_or_default().split_inclusive('\n') {
        let mut at = start;
        let cell = |piece: &str| {
            let from = at;
            at += piece.len() + 1;
            shrink(text.as_bytes(), from..from + piece.len())
        };
        rows.push(line.split(char::from(delimiter)).map(cell).collect());
        start += line.len();
    }
    rows
}

/// Where the cells of a record stand, without quotes and spaces around them.
fn ranges(text: &str, record: Range<usize>, delimiter: u8) -> Vec<Range<usize>> {
    let bytes = text.as_bytes().get(record.clone()).unwrap_or_default();
    let mut ranges = Vec::new();
    let (mut from, mut quoted) = (0, false);
    for (at, byte) in bytes.iter().enumerate() {
        match byte {
            b'"' => quoted = !quoted,
            b'\n'
                if !quoted && ranges.is_empty() && bytes.get(from..at).unwrap_or_default().trim_ascii().is_empty() =>
            {
                from = at + 1
            }
            byte if !quoted && (*byte == delimiter || *byte == b'\n') => {
                ranges.push(from..at);
                from = at + 1;
            }
            _ => {}
        }
    }
    if from < bytes.len() {
        ranges.push(from..bytes.len());
    }
    let whole = |range: Range<usize>| record.start + range.start..record.start + range.end;
    let shrunk = ranges.into_iter().map(|range| shrink(text.as_bytes(), whole(range)));
    shrunk.collect()
}

/// A range without quotes and spaces at its edges.
fn shrink(bytes: &[u8], range: Range<usize>) -> Range<usize> {
    let inner = bytes.get(range.clone()).unwrap_or_default();
    let edge = |byte: &&u8| byte.is_ascii_whitespace() || **byte == b'"';
    let lead = inner.iter().take_while(edge).count();
    let tail = inner.iter().rev().take_while(edge).count().min(inner.len() - lead);
    range.start + lead..range.end - tail
}

fn is_error(text: &str) -> bool {
    ["#REF!", "#DIV/0!", "#N/A", "#NAME?", "#NULL!", "#NUM!", "#VALUE!"].contains(&text)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cells(text: &str) -> Vec<Vec<String>> {
        let grid = grid("classes.csv", text).unwrap();
        let row = |row: &Row| row.cells.iter().map(|cell| cell.text.clone()).collect();
        grid.rows.iter().map(row).collect()
    }

    #[test]
    fn every_encoding_of_an_office_is_read() {
        let text = "班级,人数\n软件2201,38\n";
        let utf16 = |big: bool| -> Vec<u8> {
            let unit = |unit: u16| if big { unit.to_be_bytes() } else { unit.to_le_bytes() };
            std::iter::once(0xFEFF)
                .chain(text.encode_utf16())
                .flat_map(unit)
                .collect()
        };
        let windows = text.replace('\n', "\r\n");
        for bytes in [
            text.as_bytes().to_vec(),
            format!("\u{feff}{windows}").into_bytes(),
            GB18030.encode(text).0.into_owned(),
            utf16(true),
            utf16(false),
        ] {
            assert_eq!(decode("classes.csv", &bytes).unwrap(), text);
        }
        assert_eq!(decode("classes.csv", b"\x00\x01\x02").unwrap_err().rule.id, "S003");
    }

    #[test]
    fn commas_semicolons_tabs_and_quotes_are_read() {
        for delimiter in [",", ";", "\t"] {
            let text = format!("名单\n班级{delimiter}人数\n\n\"软件, 2201\"{delimiter}38\n");
            assert_eq!(
                cells(&text),
                [vec!["名单"], vec!["班级", "人数"], vec!["软件, 2201", "38"]]
            );
        }
    }

    #[test]
    fn a_cell_knows_where_it_stands() {
        let text = "\n班级,人数\n\n\"软件\n2201\", x8 \n网络2201,40";
        let grid = grid("classes.csv", text).unwrap();
        let found = |row: usize, column: usize| &text[grid.rows[row].cells[column].range.clone().unwrap()];
        assert_eq!(
            (found(0, 1), found(1, 0), found(1, 1), found(2, 1)),
            ("人数", "软件\n2201", "x8", "40")
        );
        assert_eq!(grid.rows.iter().map(|row| row.number).collect::<Vec<_>>(), [2, 4, 6]);
    }
}
