//! An Excel workbook as tables: `.xlsx` and `.xls`, hidden sheets passed over, merged cells filled.

use super::super::old_book::{self, Size};
use super::grid::{Cell, Grid, Row};
use super::rules;
use super::{MAX_ROWS, too_many_rows};
use crate::diagnostics::Finding;
use calamine::{Data, DataRef, Dimensions, Reader, SheetType, SheetVisible, Xls, Xlsx};
use std::collections::BTreeMap;
use std::io::{Cursor, Read as _};
use std::panic::{AssertUnwindSafe, catch_unwind};

/// Columns that are looked at; a list has a handful.
const MAX_COLUMNS: u32 = 200;

/// Cells that merged areas may cover; a name of a college stands beside a few hundred rows.
const MAX_MERGED: usize = 1_000_000;

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

/// Bytes that a workbook may unpack to. A class list of 50 000 rows has less; the library takes several times that in memory.
const MAX_UNPACKED: u64 = 32 * 1024 * 1024;

/// How many bytes a zip file unpacks to, whatever it says of itself; `None` when that is too much. What is no zip file unpacks to nothing: the
/// library says better what is wrong with it.
fn unpacked(bytes: &[u8]) -> Option<u64> {
    let Ok(mut archive) = zip::ZipArchive::new(Cursor::new(bytes)) else {
        return Some(0);
    };
    let mut total = 0;
    for index in 0..archive.len() {
        let Ok(entry) = archive.by_index(index) else { continue };
        let mut rest = entry.take(MAX_UNPACKED + 1 - total);
        // A damaged entry counts as far as it goes.
        let _ = std::io::copy(&mut rest, &mut std::io::sink());
        total += MAX_UNPACKED + 1 - total - rest.limit();
        if total > MAX_UNPACKED {
            return None;
        }
    }
    Some(total)
}

fn too_big(file: &str) -> Box<Finding> {
    let message = format!("{file} 解开后超过 {} MB，不像一份班级名单", MAX_UNPACKED >> 20);
    let finding = Finding::of(&rules::K211, message).in_file(file);
    Box::new(finding.help("表里只留 学院、专业、班级、人数、校区 这几列，删掉图片、空行和其他工作表，再保存一次"))
}

/// An old workbook whose cells lie too far apart to be laid out.
fn unfolds(file: &str) -> Box<Finding> {
    let message = format!("{file} 有格子远在表格外面，不像一份班级名单");
    let finding = Finding::of(&rules::K211, message).in_file(file);
    Box::new(finding.help("用 Excel 或 WPS 打开它，删掉名单以外的格子，另存为 .xlsx"))
}

fn new_book(file: &str, bytes: Vec<u8>) -> Result<Vec<Grid>, Box<Finding>> {
    let broken = |error: calamine::XlsxError| unreadable(file, &why(&error.to_string(), ""));
    if unpacked(&bytes).is_none() {
        return Err(too_big(file));
    }
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
        grids.extend(grid(file, &name, cells, &merged)?);
    }
    Ok(grids)
}

fn old_book(file: &str, bytes: Vec<u8>) -> Result<Vec<Grid>, Box<Finding>> {
    let broken = |error: calamine::XlsError| unreadable(file, &why(&error.to_string(), ""));
    match old_book::size(&bytes) {
        Size::Fine => {}
        Size::Heavy => return Err(unfolds(file)),
        Size::Broken => return Err(unreadable(file, &why("", ""))),
    }
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
        grids.extend(grid(file, &name, cells, &merged)?);
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
///
/// # Errors
/// When so many cells are merged that it can't be a list of classes.
fn grid(file: &str, name: &str, mut cells: Cells, merged: &[Dimensions]) -> Result<Option<Grid>, Box<Finding>> {
    let mut filled = 0;
    for area in merged {
        let first = cells.get(&area.start.0).and_then(|row| row.get(&area.start.1)).cloned();
        let Some(first) = first else { continue };
        for (row, columns) in cells.range_mut(area.start.0..=area.end.0.max(area.start.0)) {
            let columns_covered = area.start.1..=area.end.1.min(MAX_COLUMNS);
            filled += columns_covered.clone().count();
            if filled > MAX_MERGED {
                return Err(too_big(file));
            }
            for column in columns_covered {
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
    Ok((!rows.is_empty()).then(|| Grid {
        file: file.to_owned(),
        sheet: Some(name.to_owned()),
        rows,
    }))
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
