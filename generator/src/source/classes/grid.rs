//! A table as rows of cells, whatever file it came from, each cell with its place.

use crate::diagnostics::{Place, Span};
use std::ops::Range;

/// One cell.
#[derive(Debug, Clone, Default)]
pub(super) struct Cell {
    /// What is written there, without spaces at the ends.
    pub(super) text: String,
    /// Whether it is the error of a formula, such as `#REF!`.
    pub(super) error: bool,
    /// Whether the text belongs to another cell that this one is merged with.
    pub(super) merged: bool,
    /// Byte range in the file's text, where the file is text.
    pub(super) range: Option<Range<usize>>,
}

/// One row that isn't empty.
#[derive(Debug, Clone)]
pub(super) struct Row {
    /// Its number from 1, as the spreadsheet program shows it.
    pub(super) number: usize,
    pub(super) cells: Vec<Cell>,
}

impl Row {
    pub(super) fn text(&self, column: usize) -> &str {
        self.cells.get(column).map_or("", |cell| cell.text.as_str())
    }
}

/// One table.
#[derive(Debug, Clone)]
pub(super) struct Grid {
    pub(super) file: String,
    /// Name of the sheet in a workbook.
    pub(super) sheet: Option<String>,
    pub(super) rows: Vec<Row>,
}

impl Grid {
    /// The place of a cell.
    pub(super) fn place(&self, row: &Row, column: usize) -> Place {
        let range = row.cells.get(column).and_then(|cell| cell.range.clone());
        let range = range.or_else(|| row.cells.iter().rev().find_map(|cell| cell.range.clone()));
        Place {
            file: self.file.clone(),
            span: range.filter(|_| self.sheet.is_none()).map(|range| Span {
                file: self.file.clone(),
                range,
            }),
            words: self
                .sheet
                .as_ref()
                .map(|sheet| format!("工作表“{sheet}”第 {} 行 {} 列", row.number, letters(column))),
        }
    }
}

/// The name of a column: A … Z, AA …
pub(super) fn letters(column: usize) -> String {
    let mut name = Vec::new();
    let mut rest = column + 1;
    while rest > 0 {
        rest -= 1;
        name.push(char::from(b'A' + u8::try_from(rest % 26).unwrap_or(0)));
        rest /= 26;
    }
    name.iter().rev().collect()
}

#[cfg(test)]
mod tests {
    use super::letters;

    #[test]
    fn columns_are_named_as_spreadsheets_do() {
        let names: Vec<String> = [0, 25, 26, 51, 52, 701, 702].into_iter().map(letters).collect();
        assert_eq!(names, ["A", "Z", "AA", "AZ", "BA", "ZZ", "AAA"]);
    }
}
