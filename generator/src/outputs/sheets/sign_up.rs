//! 报名表: who takes which route. Names and numbers are for the school to write; the form is published empty.

use super::Desk;
use super::page::Column;
use crate::derive::timetable::ClassView;
use rust_xlsxwriter::{DataValidation, XlsxError};

/// Empty rows.
const ROWS: u32 = 60;

const DOCUMENT: u16 = 5;
const ROUTE: u16 = 6;

/// What a list of a column is made from.
type Pick = fn(&ClassView) -> Option<&String>;

pub(super) fn write(desk: &Desk<'_>) -> Result<Vec<u8>, XlsxError> {
    let mut book = desk.book()?;
    let lists = desk.word("sheet.lists");
    let documents = ["id_card", "hong_kong", "taiwan", "residence", "passport", "other"];
    let documents = documents.map(|key| desk.word(&format!("sheet.document.{key}")));
    let document = book.list(&lists, &desk.word("sheet.column.document"), documents.into());
    let routes: Vec<String> = desk.view.routes.iter().map(|route| route.name.clone()).collect();
    let route = book.list(&lists, &desk.word("sheet.column.route"), routes);
    let mut known: Vec<(u16, DataValidation)> = Vec::new();
    let of = |pick: Pick| {
        let mut names: Vec<String> = Vec::new();
        for name in desk.classes().iter().filter_map(pick) {
            if !names.contains(name) {
                names.push(name.clone());
            }
        }
        names
    };
    let picks: [(&str, Pick); 3] = [
        ("college", |class| class.college.as_ref()),
        ("major", |class| class.major.as_ref()),
        ("class", |class| Some(&class.name)),
    ];
    for (column, (key, pick)) in (0u16..).zip(picks) {
        let names = of(pick);
        if !names.is_empty() {
            let head = desk.word(&format!("sheet.column.{key}"));
            known.push((column, book.list(&lists, &head, names)));
        }
    }
    let columns = [
        ("college", 18.0),
        ("major", 18.0),
        ("class", 16.0),
        ("name", 12.0),
        ("number", 16.0),
        ("document", 24.0),
        ("route", 20.0),
        ("remark", 16.0),
    ];
    let columns = columns.map(|(key, width)| Column::new(desk.word(&format!("sheet.column.{key}")), width));
    let mut page = book.page(desk.title, &desk.word("sheet.sign_up_lead"), &columns)?;
    let (first, last) = (page.first, page.first + ROWS - 1);
    for row in first..=last {
        page.blank(row)?;
    }
    known.extend([(DOCUMENT, document), (ROUTE, route)]);
    for (column, list) in known {
        let list = strict(desk, list)?;
        page.sheet.add_data_validation(first, column, last, column, &list)?;
    }
    book.finish(&lists)
}

fn strict(desk: &Desk<'_>, list: DataValidation) -> Result<DataValidation, XlsxError> {
    list.set_error_title(desk.word("sheet.error.title"))?
        .set_error_message(desk.word("sheet.error.list"))
}
