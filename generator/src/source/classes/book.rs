//! An Excel workbook as tables: `.xlsx` and `.xls`, hidden sheets passed over, merged cells filled.

use super::grid::{Cell, Grid, Row};
use super::rules;
use super::{MAX_ROWS, too_many_rows};
use crate::diagnostics::Finding;
use calamine::{Data, DataRef, Dimensions, Reader, SheetType, SheetVisible, Xls, Xlsx};
use std::collections::BTreeMap;
use std::io::Cursor;
use std::panic::{AssertUnwindSafe, catch_unwind};

/// Columns that are looked at; a list has a handful.
const MAX_COLUMNS: u32 = 200;

type Cells = BTreeMap<u32, BTreeMap<u32, Cell>>;

/// Every visible sheet that isn't empty.
///
/// # Errors
/// A finding when the file is no workbook, is damaged or locked by a password, or has too many rows.
pub(super) fn grids(file: &str, bytes: Vec<u8>) -> Result<Vec<Grid>, Box<Finding>> {
    // The library takes some broken files for a mistake of its own.
    let read = catch_unwind(AssertUnwindSafe(|| {
        if bytes.starts_with(&[0xD0, 0xCF, 0x11, 0xE0]) {
            old_book(file, bytes)
        } else {
            new_book(file, bytes)
        }
    }));
    read.unwrap_or_else(|_| Err(unreadable(file, "文件已损坏")))
}

fn unreadable(file: &str, why: &str) -> Box<Finding> {
    let finding = Finding::of(&rules::K210, format!("{file} 打不开：{why}"));
    Box::new(
        finding
            .in_file(file)
            .help("用 Excel 或 WPS 打开它，去掉密码，另存为 .xlsx 或“CSV UTF-8（逗号分隔）”"),
    )
}

fn why(error: &str, starts: &str) -> String {
    if error.to_lowercase().contains("password") {
        "文件加了密码".to_owned()
    } else {
        format!("它不是 Excel 文件，或已损坏{starts}")
    }
}

/// Names of the sheets that a reader of the workbook sees.
fn visible<R: std::io::Read + std::io::Seek, B: Reader<R>>(book: &B) -> Vec<String> {
    let sheets = book.sheets_metadata().iter();
    let shown = sheets.filter(|sheet| sheet.visible == SheetVisible::Visible && sheet.typ == SheetType::WorkSheet);
    shown.map(|sheet| sheet.name.clone()).collect()
}

fn new_book(file: &str, bytes: Vec<u8>) -> Result<Vec<Grid>, Box<Finding>> {
    let broken = |error: calamine::XlsxError| unreadable(file, &why(&error.to_string(), ""));
    let mut book: Xlsx<_> = Xlsx::new(Cursor::new(bytes)).map_err(broken)?;
    let mut grids = Vec::new();
    for name in visible(&book) {
        let merged = book.merge_cells_by_sheet_name(&name).unwrap_or_default();
        // Cell by cell: one stray format in the last row must not cost memory for all the rows above it.
        let mut reader = book.worksheet_cells_reader(&name).map_err(broken)?;
        let mut cells = Cells::new();
        while let Some(cell) = reader.next_cell().map_err(broken)? {
            let (row, column) = cell.get_position();
            let value = match cell.get_value() {
                DataRef::Empty => continue,
                value => Data::from(value.clone()),
            };
            put(file, &mut cells, (row, column), &value)?;
        }
        grids.extend(grid(file, &name, cells, &merged));
    }
    Ok(grids)
}

fn old_book(file: &str, bytes: Vec<u8>) -> Result<Vec<Grid>, Box<Finding>> {
    let broken = |error: calamine::XlsError| unreadable(file, &why(&error.to_string(), ""));
    let mut book: Xls<_> = Xls::new(Cursor::new(bytes)).map_err(broken)?;
    let mut grids = Vec::new();
    for name in visible(&book) {
        let merged = book.merge_cells_by_sheet_name(&name).unwrap_or_default();
        let range = book.worksheet_range(&name).map_err(broken)?;
        let (top, left) = range.start().unwrap_or((0, 0));
        let mut cells = Cells::new();
        for (row, column, value) in range.used_cells() {
            let at =
                |index: usize, first: u32| u32::try_from(index).map_or(u32::MAX, |index| index.saturating_add(first));
            put(file, &mut cells, (at(row, top), at(column, left)), value)?;
        }
        grids.extend(grid(file, &name, cells, &merged));
    }
    Ok(grids)
}

fn put(file: &str, cells: &mut Cells, (row, column): (u32, u32), value: &Data) -> Result<(), Box<Finding>> {
    let text = shown(value);
    if column >= MAX_COLUMNS || text.is_empty() {
        return Ok(());
    }
    let cell = Cell {
        text,
        error: matches!(value, Data::Error(_)),
        ..Cell::default()
    };
    cells.entry(row).or_default().insert(column, cell);
    if cells.len() > MAX_ROWS {
        return Err(too_many_rows(file));
    }
    Ok(())
}

/// A value as the sheet shows it, as far as a class list needs it.
fn shown(value: &Data) -> String {
    match value {
        Data::Empty => String::new(),
        Data::String(text) | Data::DateTimeIso(text) | Data::DurationIso(text) => text.trim().to_owned(),
        Data::Int(number) => number.to_string(),
        Data::Float(number) => number.to_string(),
        Data::Bool(flag) => if *flag { "TRUE" } else { "FALSE" }.to_owned(),
        Data::Error(error) => error.to_string(),
        Data::DateTime(moment) => moment_text(moment),
    }
}

/// `2027-04-10 9:15`, the day alone at midnight, the clock time alone where there is no day.
fn moment_text(moment: &calamine::ExcelDateTime) -> String {
    let (year, month, day, hour, minute, second, _) = moment.to_ymd_hms_milli();
    // A clock time is a fraction of a day: 9:15 may come out as 9:14:59.
    let minutes = u32::from(hour) * 60 + u32::from(minute) + u32::from(second >= 30);
    let clock = format!("{}:{:02}", minutes / 60, minutes % 60);
    if moment.as_f64() < 1.0 {
        clock
    } else if minutes == 0 {
        format!("{year}-{month:02}-{day:02}")
    } else {
        format!("{year}-{month:02}-{day:02} {clock}")
    }
}

/// The sheet's rows, with the text of merged cells in every cell that they cover.
fn grid(file: &str, name: &str, mut cells: Cells, merged: &[Dimensions]) -> Option<Grid> {
    for area in merged {
        let first = cells.get(&area.start.0).and_then(|row| row.get(&area.start.1)).cloned();
        let Some(first) = first else { continue };
        for (row, columns) in cells.range_mut(area.start.0..=area.end.0.max(area.start.0)) {
            for column in area.start.1..=area.end.1.min(MAX_COLUMNS) {
                if (*row, column) != area.start {
                    let filled = Cell {
                        merged: true,
                        ..first.clone()
                    };
                    columns.entry(column).or_insert(filled);
                }
            }
        }
    }
    let rows: Vec<Row> = cells
        .into_iter()
        .map(|(number, columns)| row(number, columns))
        .collect();
    (!rows.is_empty()).then(|| Grid {
        file: file.to_owned(),
        sheet: Some(name.to_owned()),
        rows,
    })
}

fn row(number: u32, columns: BTreeMap<u32, Cell>) -> Row {
    let width = columns
        .last_key_value()
        .map_or(0, |(column, _)| usize::try_from(*column).unwrap_or(0) + 1);
    let mut cells = vec![Cell::default(); width];
    for (column, cell) in columns {
        if let Some(place) = usize::try_from(column).ok().and_then(|column| cells.get_mut(column)) {
            *place = cell;
        }
    }
    Row {
        number: usize::try_from(number).unwrap_or(0) + 1,
        cells,
    }
}
