//! 拍摄时间安排表: every class with its times, one sheet for all and one for each session, to be printed and put on doors.

use super::Desk;
use super::page::{Book, Column, Page, clock};
use crate::derive::timetable::{ClassView, TimetableSession, TimetableView};
use rust_xlsxwriter::XlsxError;
use std::collections::BTreeSet;

/// The longest name of a sheet, in characters.
const NAME: usize = 31;

pub(super) fn write(desk: &Desk<'_>, table: &TimetableView) -> Result<Vec<u8>, XlsxError> {
    let mut book = desk.book()?;
    let mut names = Names::default();
    let all: Vec<&ClassView> = table.classes.iter().collect();
    let early = table.arrive_early.map(|minutes| minutes.to_string());
    let mut lead = desk.words.fill(
        "sheet.all_lead",
        &[("n", &all.len().to_string()), ("people", &table.people.to_string())],
    );
    if let Some(minutes) = &early {
        lead.push_str(&desk.words.fill("sheet.early", &[("n", minutes)]));
    }
    let name = names.unique(&desk.word("sheet.all"));
    classes(desk, &mut book, &name, &lead, &all)?;
    for session in table.sessions.iter().filter(|session| !session.classes.is_empty()) {
        let mine: Vec<&ClassView> = session
            .classes
            .iter()
            .filter_map(|place| table.classes.get(*place))
            .collect();
        let name = names.unique(&place(session));
        let mut lead = lead_of(desk, session);
        if let Some(minutes) = &early {
            lead.push_str(&desk.words.fill("sheet.early", &[("n", minutes)]));
        }
        classes(desk, &mut book, &name, &lead, &mine)?;
    }
    book.finish("")
}

/// Campus and venue in one line.
fn place(session: &TimetableSession) -> String {
    match &session.campus {
        Some(campus) => format!("{campus} {}", session.venue),
        None => session.venue.clone(),
    }
}

fn lead_of(desk: &Desk<'_>, session: &TimetableSession) -> String {
    let values = [
        ("place", &*place(session)),
        ("time", session.time.text.as_str()),
        ("n", &*session.classes.len().to_string()),
        ("people", &*session.people.to_string()),
    ];
    desk.words.fill("sheet.session_lead", &values)
}

fn classes(desk: &Desk<'_>, book: &mut Book, name: &str, lead: &str, list: &[&ClassView]) -> Result<(), XlsxError> {
    let columns = [
        ("college", 20.0),
        ("major", 20.0),
        ("class", 18.0),
        ("size", 7.0),
        ("day", 18.0),
        ("arrive", 8.0),
        ("start", 8.0),
        ("end", 8.0),
        ("place", 30.0),
    ];
    let columns = columns.map(|(key, width)| Column::new(desk.word(&format!("sheet.column.{key}")), width));
    let mut page = book.page(name, lead, &columns)?;
    for (row, class) in (page.first..).zip(list) {
        self::class(desk, &mut page, row, class)?;
    }
    Ok(())
}

fn class(desk: &Desk<'_>, page: &mut Page<'_>, row: u32, class: &ClassView) -> Result<(), XlsxError> {
    page.blank(row)?;
    for (column, text) in [(0, &class.college), (1, &class.major), (8, &class.where_to)] {
        if let Some(text) = text {
            page.text(row, column, text)?;
        }
    }
    page.text(row, 2, &class.name)?;
    page.number(row, 3, f64::from(class.size))?;
    match &class.day {
        Some(day) => page.text(row, 4, &day.text)?,
        None => page.text(row, 4, &desk.word("time.tba"))?,
    }
    let (start, end) = class.clock.as_deref().and_then(|clock| clock.split_once('–')).unzip();
    let times = [(5, class.arrive_clock.as_deref()), (6, start), (7, end)];
    for (column, time) in times {
        if let Some(minutes) = time.and_then(clock) {
            page.clock(row, column, minutes)?;
        }
    }
    Ok(())
}

/// Names of sheets that Excel takes: short, without its own signs, none twice whatever the letters' case.
#[derive(Default)]
struct Names(BTreeSet<String>);

impl Names {
    fn unique(&mut self, wanted: &str) -> String {
        let clean: String = wanted
            .chars()
            .map(|c| {
                if "[]:*?/\\'".contains(c) || c.is_control() {
                    ' '
                } else {
                    c
                }
            })
            .collect();
        let clean = match clean.trim() {
            "" => "–",
            name => name,
        };
        for number in 1_u32.. {
            let tail = if number == 1 {
                String::new()
            } else {
                format!(" {number}")
            };
            let room = NAME.saturating_sub(tail.chars().count());
            let mut length = 0;
            let head: String = clean
                .chars()
                .take_while(|c| {
                    length += c.len_utf16();
                    length <= room
                })
                .collect();
            let name = format!("{}{tail}", head.trim_end());
            if self.0.insert(name.to_lowercase()) {
                return name;
            }
        }
        clean.to_owned()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn sheets_get_names_that_excel_takes() {
        let mut names = Names::default();
        assert_eq!(names.unique("东校区 1号楼101"), "东校区 1号楼101");
        assert_eq!(names.unique("东校区 1号楼101"), "东校区 1号楼101 2");
        assert_eq!(names.unique("A/B[1]"), "A B 1");
        assert_eq!(names.unique("a b 1"), "a b 1 2");
        assert_eq!(names.unique("''"), "–");
        assert_eq!(names.unique(&"长".repeat(40)).chars().count(), 31);
    }

    proptest! {
        #[test]
        fn any_names_will_do(wanted in prop::collection::vec("\\PC{0,40}", 1..8)) {
            let mut names = Names::default();
            let mut book = rust_xlsxwriter::Workbook::new();
            for name in &wanted {
                let sheet = book.add_worksheet();
                prop_assert!(sheet.set_name(names.unique(name)).is_ok(), "{}", name);
            }
            prop_assert!(book.save_to_buffer().is_ok());
        }
    }
}
