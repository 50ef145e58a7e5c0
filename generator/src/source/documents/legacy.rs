//! The formats from before 2007: sheets (.xls) cell by cell; of documents and slides only what can be seen in the raw bytes.

use super::super::old_book::{self, Size};
use super::{Closed, Document, Row, Table};
use calamine::{Data, Reader, Xls};
use std::io::Cursor;

/// Old workbooks above this many bytes are not opened as such.
const MAX_BOOK: usize = 16 * 1024 * 1024;

/// Shortest piece of text that is worth a look, characters.
const SHORTEST: usize = 6;

/// What is in an old file.
pub(super) fn read(name: &str, bytes: &[u8]) -> Document {
    let size = name.ends_with(".xls").then(|| old_book::size(bytes));
    let why = match size {
        Some(Size::Fine) if bytes.len() <= MAX_BOOK => return book(bytes),
        Some(Size::Heavy) => Closed::Swells,
        Some(Size::Broken) => Closed::Damaged,
        Some(Size::Fine) | None => Closed::Legacy,
    };
    // Word keeps its text in UTF-16, in one piece unless it was saved in haste.
    let mut document = Document::closed(why);
    for start in [0, 1] {
        let units = bytes.get(start..).unwrap_or_default().as_chunks::<2>().0.iter();
        pieces(units.map(|pair| u16::from_le_bytes(*pair)), &mut document);
    }
    pieces(bytes.iter().map(|byte| u16::from(*byte)), &mut document);
    document
}

/// Runs of digits, letters and Han characters.
fn pieces(units: impl Iterator<Item = u16>, document: &mut Document) {
    let mut piece = String::new();
    let mut keep = |piece: &mut String| {
        if piece.bytes().filter(u8::is_ascii_digit).count() >= SHORTEST {
            document.line("", piece);
        }
        piece.clear();
    };
    for unit in units {
        match char::from_u32(u32::from(unit)) {
            Some(c) if c.is_ascii_graphic() || c == ' ' || ('\u{4e00}'..='\u{9fff}').contains(&c) => piece.push(c),
            _ => keep(&mut piece),
        }
    }
    keep(&mut piece);
}

fn book(bytes: &[u8]) -> Document {
    let mut document = Document::default();
    let mut book: Xls<_> = match Xls::new(Cursor::new(bytes)) {
        Ok(book) => book,
        Err(error) if error.to_string().to_lowercase().contains("password") => return Document::closed(Closed::Locked),
        Err(_) => return Document::closed(Closed::Damaged),
    };
    for name in book.sheet_names() {
        let Ok(range) = book.worksheet_range(&name) else {
            continue;
        };
        let (top, left) = range.start().unwrap_or((0, 0));
        let (top, left) = (usize::try_from(top).unwrap_or(0), usize::try_from(left).unwrap_or(0));
        let mut rows: Vec<Row> = Vec::new();
        for (row, column, value) in range.used_cells() {
            let text = match value {
                Data::String(text) => text.trim().to_owned(),
                Data::Int(number) => number.to_string(),
                Data::Float(number) => number.to_string(),
                _ => continue,
            };
            let number = top + row + 1;
            if rows.last().is_none_or(|row| row.number != number) {
                rows.push(Row {
                    number,
                    cells: Vec::new(),
                });
            }
            if let Some(row) = rows.last_mut() {
                row.cells.push((left + column, text));
            }
        }
        document.table(Table {
            place: format!("工作表“{name}”"),
            sheet: true,
            rows,
        });
    }
    document
}
