//! Spreadsheets (.xlsx): every sheet, hidden ones too, and the remarks in them.
//!
//! Not read through calamine, as class lists are: here a stranger's file must not unpack into more than is allowed, and what is hidden counts.

use super::package::Package;
use super::xml::{Node, walk};
use super::{Closed, Document, Row, Table};
use std::collections::BTreeMap;

/// Reads all sheets.
///
/// # Errors
/// When a part can't be unpacked; the parts before it have been read.
pub(super) fn read(package: &mut Package<'_>, document: &mut Document) -> Result<(), Closed> {
    let strings = match package.names().iter().any(|name| name == "xl/sharedStrings.xml") {
        true => {
            let (strings, whole) = shared(&package.part("xl/sharedStrings.xml")?);
            if !whole {
                document.close(Closed::Damaged);
            }
            strings
        }
        false => Vec::new(),
    };
    let targets = targets(&package.part("xl/_rels/workbook.xml.rels").unwrap_or_default());
    for (name, id) in sheets(&package.part("xl/workbook.xml")?) {
        let Some(part) = targets.get(&id) else { continue };
        let part = match part.strip_prefix('/') {
            Some(whole) => whole.to_owned(),
            None => format!("xl/{part}"),
        };
        // A sheet that is a chart has no cells.
        if !part.contains("worksheets/") {
            continue;
        }
        let bytes = package.part(&part)?;
        let (rows, trouble) = rows(&bytes, &strings, document.room());
        document.table(Table {
            place: format!("工作表“{name}”"),
            sheet: true,
            rows,
        });
        document.closed = document.closed.max(trouble);
        if document.closed == Some(Closed::TooBig) {
            return Ok(());
        }
    }
    remarks(package, document)
}

/// Comments and the texts of drawn boxes.
fn remarks(package: &mut Package<'_>, document: &mut Document) -> Result<(), Closed> {
    let holds = |name: &&String| {
        let start = ["xl/comments", "xl/threadedComments/", "xl/drawings/drawing"];
        name.ends_with(".xml") && start.iter().any(|start| name.starts_with(start))
    };
    let parts: Vec<String> = package.names().iter().filter(holds).cloned().collect();
    for part in parts {
        let place = if part.contains("drawing") {
            "图形里的文字"
        } else {
            "批注"
        };
        let mut text = String::new();
        let mut inside = false;
        let whole = walk(&package.part(&part)?, |node| {
            match node {
                Node::Open("t" | "text", _) => inside = true,
                Node::Close("t") => inside = false,
                Node::Close("p" | "comment" | "threadedComment") => text.push('\n'),
                Node::Text(piece) if inside => text.push_str(piece),
                _ => {}
            }
            true
        });
        for line in text.lines() {
            document.line(place, line);
        }
        if !whole {
            document.close(Closed::Damaged);
        }
    }
    Ok(())
}

/// Names of the sheets and the ids of their parts.
fn sheets(bytes: &[u8]) -> Vec<(String, String)> {
    let mut sheets = Vec::new();
    // Without its sheets a broken workbook has no text at all, and says so.
    let _ = walk(bytes, |node| {
        if let Node::Open("sheet", attributes) = node {
            sheets.extend(attributes.get("name").zip(attributes.get("id")));
        }
        true
    });
    sheets
}

/// Part names by their id.
fn targets(bytes: &[u8]) -> BTreeMap<String, String> {
    let mut targets = BTreeMap::new();
    let _ = walk(bytes, |node| {
        if let Node::Open("Relationship", attributes) = node {
            targets.extend(attributes.get("Id").zip(attributes.get("Target")));
        }
        true
    });
    targets
}

/// The texts that cells point at. What stands above Han characters to be read aloud is left out.
fn shared(bytes: &[u8]) -> (Vec<String>, bool) {
    let mut strings = Vec::new();
    let (mut text, mut inside, mut aloud) = (String::new(), false, false);
    let whole = walk(bytes, |node| {
        match node {
            Node::Open("t", _) => inside = !aloud,
            Node::Close("t") => inside = false,
            Node::Open("rPh", _) => aloud = true,
            Node::Close("rPh") => aloud = false,
            Node::Close("si") => strings.push(std::mem::take(&mut text)),
            Node::Text(piece) if inside => text.push_str(piece),
            _ => {}
        }
        true
    });
    (strings, whole)
}

/// The filled rows, and why they may not be all: a million cells may point at one long text, and each has a copy of it.
fn rows(bytes: &[u8], strings: &[String], room: usize) -> (Vec<Row>, Option<Closed>) {
    let mut rows: Vec<Row> = Vec::new();
    let mut size = 0_usize;
    let (mut kind, mut column, mut value, mut inside) = (String::new(), 0, String::new(), false);
    let whole = walk(bytes, |node| {
        match node {
            Node::Open("row", attributes) => {
                let last = rows.last().map_or(0, |row| row.number);
                let number = attributes.get("r").and_then(|r| r.parse().ok()).unwrap_or(last + 1);
                rows.push(Row {
                    number,
                    cells: Vec::new(),
                });
            }
            Node::Open("c", attributes) => {
                kind = attributes.get("t").unwrap_or_default();
                let next = rows
                    .last()
                    .and_then(|row| row.cells.last())
                    .map_or(0, |(last, _)| last + 1);
                column = attributes.get("r").and_then(|r| index(&r)).unwrap_or(next);
                value.clear();
            }
            Node::Open("v" | "t", _) => inside = true,
            Node::Close("v" | "t") => inside = false,
            Node::Text(piece) if inside => value.push_str(piece),
            Node::Close("c") => {
                let text = shown(&kind, &value, strings);
                size += text.len() + Document::PER_CELL;
                if size > room {
                    return false;
                }
                if let Some(row) = rows.last_mut().filter(|_| !text.is_empty()) {
                    row.cells.push((column, text));
                }
            }
            _ => {}
        }
        true
    });
    rows.retain(|row| !row.cells.is_empty());
    let trouble = match whole {
        _ if size > room => Some(Closed::TooBig),
        false => Some(Closed::Damaged),
        true => None,
    };
    (rows, trouble)
}

/// A cell's text. Long numbers are kept as numbers in some sheets: `1.38E10` is a telephone.
fn shown(kind: &str, value: &str, strings: &[String]) -> String {
    let value = value.trim();
    match kind {
        "s" => value
            .parse()
            .ok()
            .and_then(|index: usize| strings.get(index))
            .cloned()
            .unwrap_or_default(),
        "b" | "e" => String::new(),
        "" | "n" if value.contains(['E', 'e']) => value
            .parse::<f64>()
            .map_or_else(|_| value.to_owned(), |n| n.to_string()),
        _ => value.to_owned(),
    }
}

/// The column of a cell's name: `C12` is the third, from 0.
fn index(name: &str) -> Option<usize> {
    let letters = name.bytes().take_while(u8::is_ascii_uppercase);
    let column = letters
        .take(3)
        .fold(0, |n, letter| n * 26 + usize::from(letter - b'A') + 1);
    column.checked_sub(1)
}
