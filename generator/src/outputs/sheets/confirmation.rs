//! 采集确认表: how many of each class came, why the others didn't. No names.

use super::Desk;
use super::page::{Column, number};
use rust_xlsxwriter::{DataValidation, DataValidationRule, Formula, XlsxError};

/// Empty rows where no class is known.
const ROWS: u32 = 30;

/// More people than any class has.
const MOST: i32 = 9999;

const DUE: u16 = 3;
const PRESENT: u16 = 4;
const REASON: u16 = 5;

pub(super) fn write(desk: &Desk<'_>) -> Result<Vec<u8>, XlsxError> {
    let mut book = desk.book()?;
    let lists = desk.word("sheet.lists");
    let reasons = ["leave", "practice", "other_route", "postponed", "other"];
    let reasons = reasons.map(|key| desk.word(&format!("sheet.reason.{key}")));
    let reason = book.list(&lists, &desk.word("sheet.column.reason"), reasons.into());
    let columns = [
        ("college", 20.0),
        ("major", 20.0),
        ("class", 18.0),
        ("due", 8.0),
        ("present", 8.0),
        ("reason", 22.0),
        ("sign", 16.0),
    ];
    let columns = columns.map(|(key, width)| Column::new(desk.word(&format!("sheet.column.{key}")), width));
    let mut page = book.page(desk.title, &desk.word("sheet.confirmation_lead"), &columns)?;
    let classes = desk.classes();
    let rows = u32::try_from(classes.len())
        .ok()
        .filter(|count| *count > 0)
        .unwrap_or(ROWS);
    let (first, last) = (page.first, page.first + rows - 1);
    for row in first..=last {
        page.blank(row)?;
        page.sheet.write_blank(row, DUE, &number())?;
        page.sheet.write_blank(row, PRESENT, &number())?;
    }
    for (row, class) in (first..).zip(classes) {
        for (column, text) in [(0, &class.college), (1, &class.major)] {
            if let Some(text) = text {
                page.text(row, column, text)?;
            }
        }
        page.text(row, 2, &class.name)?;
        page.number(row, DUE, f64::from(class.size))?;
    }
    page.sheet.add_data_validation(first, DUE, last, DUE, &people(desk)?)?;
    page.sheet
        .add_data_validation(first, PRESENT, last, PRESENT, &at_most(desk, first)?)?;
    // A class may have reasons of its own: the list helps and doesn't forbid.
    let reason = reason.show_error_message(false);
    page.sheet.add_data_validation(first, REASON, last, REASON, &reason)?;
    page.blank(last + 1)?;
    page.text(last + 1, 0, &desk.word("sheet.sum"))?;
    let people: u64 = classes.iter().map(|class| u64::from(class.size)).sum();
    for (column, letter, known) in [(DUE, 'D', people), (PRESENT, 'E', 0)] {
        // Previews show the number that is stored, since they don't count themselves.
        let sum = format!("=SUM({letter}{}:{letter}{})", first + 1, last + 1);
        let sum = Formula::new(sum).set_result(known.to_string());
        page.sheet.write_formula_with_format(last + 1, column, sum, &number())?;
    }
    page.line(last + 2, &desk.word("sheet.confirmation_foot"))?;
    book.finish(&lists)
}

fn people(desk: &Desk<'_>) -> Result<DataValidation, XlsxError> {
    DataValidation::new()
        .allow_whole_number(DataValidationRule::Between(0, MOST))
        .set_error_title(desk.word("sheet.error.title"))?
        .set_error_message(desk.word("sheet.error.number"))
}

/// Not more than the class has, where that is written. `first` is the row that the rule is written for; the others move with it.
fn at_most(desk: &Desk<'_>, first: u32) -> Result<DataValidation, XlsxError> {
    let due = format!("D{}", first + 1);
    let most = Formula::new(format!("=IF({due}=\"\",{MOST},{due})"));
    DataValidation::new()
        .allow_whole_number_formula(DataValidationRule::Between(Formula::new("=0"), most))
        .set_error_title(desk.word("sheet.error.title"))?
        .set_error_message(desk.word("sheet.error.present"))
}
