//! Spreadsheets for colleges and classes: the timetable, and two forms with drop-down lists. What would name a person stays empty; a
//! form that has been filled in never comes back to the site.

mod confirmation;
mod page;
mod sign_up;
mod timetable;

use super::published;
use crate::derive::CampaignView;
use crate::derive::timetable::ClassView;
use crate::i18n::Words;
use page::Book;
use rust_xlsxwriter::XlsxError;

/// A campaign's sheets by path; those that its view lists.
pub(super) fn sheets(view: &CampaignView, words: &Words) -> Vec<(String, Vec<u8>)> {
    let made = view.sheets.iter().filter_map(|sheet| {
        let desk = Desk {
            view,
            words,
            title: &sheet.title,
        };
        let bytes = match sheet.id {
            "confirmation" => confirmation::write(&desk),
            "sign-up" => sign_up::write(&desk),
            _ => timetable::write(&desk, view.timetable.as_ref()?),
        };
        Some((sheet.url.clone(), bytes.ok()?))
    });
    made.collect()
}

/// What a sheet is written from.
struct Desk<'a> {
    view: &'a CampaignView,
    words: &'a Words,
    /// What the sheet is called.
    title: &'a str,
}

impl Desk<'_> {
    fn word(&self, key: &str) -> String {
        self.words.get(key).to_owned()
    }

    /// The classes, where they are known, in the order of their list.
    fn classes(&self) -> &[ClassView] {
        self.view.timetable.as_ref().map_or(&[], |table| &table.classes)
    }

    /// A new workbook; its date is the campaign's, so that its bytes repeat.
    fn book(&self) -> Result<Book, XlsxError> {
        let campaign = &self.view.title;
        let values = [("campaign", campaign.as_str()), ("sheet", self.title)];
        let title = self.words.fill("sheet.title", &values);
        Book::new(title, &self.view.school.name, published(self.view).unwrap_or(0))
    }
}
