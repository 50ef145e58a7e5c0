//! What all sheets share: faces, borders, headings that repeat on every printed page, lists to choose from.

use rust_xlsxwriter::{
    DataValidation, DocProperties, ExcelDateTime, Format, FormatAlign, FormatBorder, Formula, Workbook, Worksheet,
    XlsxError,
};

/// The longest text that a cell holds, in UTF-16 units.
const LONGEST: usize = 32_767;

/// A4 on Excel's list of papers.
const A4: u8 = 9;

/// A workbook that is being written.
pub(super) struct Book {
    workbook: Workbook,
    title: String,
    /// The sheet of lists, as its heading and its entries.
    lists: Vec<(String, Vec<String>)>,
}

/// A column: its heading and its width in characters.
pub(super) struct Column {
    pub(super) head: String,
    pub(super) width: f64,
}

impl Column {
    pub(super) fn new(head: String, width: f64) -> Self {
        Self { head, width }
    }
}

/// A sheet with its headings in place; data begin at `first`.
pub(super) struct Page<'b> {
    pub(super) sheet: &'b mut Worksheet,
    /// First row of data, from 0.
    pub(super) first: u32,
    columns: u16,
}

impl Book {
    pub(super) fn new(title: String, school: &str, second: i64) -> Result<Self, XlsxError> {
        let mut workbook = Workbook::new();
        let made = ExcelDateTime::from_timestamp(second)?;
        let properties = DocProperties::new()
            .set_title(title.as_str())
            .set_company(school)
            .set_creation_datetime(&made);
        workbook.set_properties(&properties);
        Ok(Self {
            workbook,
            title,
            lists: Vec::new(),
        })
    }

    /// Adds a sheet for printing on A4: a title, a line below it, headings that stay in sight and repeat on every page.
    pub(super) fn page(&mut self, name: &str, note: &str, columns: &[Column]) -> Result<Page<'_>, XlsxError> {
        let sheet = self.workbook.add_worksheet();
        sheet.set_name(name)?;
        sheet.set_paper_size(A4).set_landscape();
        sheet.set_margins(0.6, 0.6, 0.7, 0.7, 0.3, 0.3);
        sheet.set_print_fit_to_pages(1, 0);
        sheet.set_print_center_horizontally(true);
        sheet.set_footer("&C– &P / &N –");
        let last = u16::try_from(columns.len().saturating_sub(1)).unwrap_or(0);
        sheet.set_row_height(0, 30)?;
        if last > 0 {
            sheet.merge_range(0, 0, 0, last, &fit(&self.title), &title())?;
            sheet.merge_range(1, 0, 1, last, &fit(note), &self::note())?;
        }
        sheet.set_row_height(1, 34)?;
        for (column, head) in (0u16..).zip(columns) {
            sheet.set_column_width(column, head.width)?;
            sheet.write_string_with_format(2, column, fit(&head.head), &heading())?;
        }
        sheet.set_row_height(2, 22)?;
        sheet.set_repeat_rows(0, 2)?;
        sheet.set_freeze_panes(3, 0)?;
        Ok(Page {
            sheet,
            first: 3,
            columns: last + 1,
        })
    }

    /// A list to choose from; its entries stand on the workbook's last sheet, since a list within a cell must be short. `ours` is the
    /// name that this sheet will have.
    pub(super) fn list(&mut self, ours: &str, head: &str, entries: Vec<String>) -> DataValidation {
        let column = column_name(self.lists.len());
        let last = entries.len() + 1;
        self.lists.push((head.to_owned(), entries));
        let range = format!("='{}'!${column}$2:${column}${last}", ours.replace('\'', "''"));
        DataValidation::new().allow_list_formula(Formula::new(range))
    }

    /// The file's bytes; the lists' sheet, if there is one, is called `lists`.
    pub(super) fn finish(mut self, lists: &str) -> Result<Vec<u8>, XlsxError> {
        if !self.lists.is_empty() {
            let sheet = self.workbook.add_worksheet();
            sheet.set_name(lists)?;
            for (column, (head, entries)) in (0u16..).zip(&self.lists) {
                sheet.set_column_width(column, 28)?;
                sheet.write_string_with_format(0, column, fit(head), &heading())?;
                for (row, entry) in (1u32..).zip(entries) {
                    sheet.write_string_with_format(row, column, fit(entry), &text())?;
                }
            }
        }
        self.workbook.save_to_buffer()
    }
}

impl Page<'_> {
    /// Draws an empty row's cells, so that the form can be filled in by hand, too.
    pub(super) fn blank(&mut self, row: u32) -> Result<(), XlsxError> {
        self.sheet.set_row_height(row, 22)?;
        for column in 0..self.columns {
            self.sheet.write_blank(row, column, &text())?;
        }
        Ok(())
    }

    pub(super) fn text(&mut self, row: u32, column: u16, value: &str) -> Result<(), XlsxError> {
        self.sheet.write_string_with_format(row, column, fit(value), &text())?;
        Ok(())
    }

    pub(super) fn number(&mut self, row: u32, column: u16, value: f64) -> Result<(), XlsxError> {
        self.sheet.write_number_with_format(row, column, value, &number())?;
        Ok(())
    }

    /// A time of day, as a number that Excel can sort.
    pub(super) fn clock(&mut self, row: u32, column: u16, minutes: u32) -> Result<(), XlsxError> {
        let format = number().set_num_format("[h]:mm");
        let day = f64::from(minutes) / (24.0 * 60.0);
        self.sheet.write_number_with_format(row, column, day, &format)?;
        Ok(())
    }

    /// A line across all columns, without borders.
    pub(super) fn line(&mut self, row: u32, value: &str) -> Result<(), XlsxError> {
        self.sheet.set_row_height(row, 30)?;
        if self.columns > 1 {
            self.sheet
                .merge_range(row, 0, row, self.columns - 1, &fit(value), &note())?;
        }
        Ok(())
    }
}

fn title() -> Format {
    let centre = Format::new()
        .set_align(FormatAlign::Center)
        .set_align(FormatAlign::VerticalCenter);
    centre.set_font_name("黑体").set_font_size(16)
}

fn note() -> Format {
    let format = Format::new().set_font_name("宋体").set_font_size(10).set_text_wrap();
    format
        .set_align(FormatAlign::Left)
        .set_align(FormatAlign::VerticalCenter)
}

fn heading() -> Format {
    let format = Format::new().set_font_name("黑体").set_font_size(11).set_text_wrap();
    let format = format
        .set_align(FormatAlign::Center)
        .set_align(FormatAlign::VerticalCenter);
    format.set_border(FormatBorder::Thin).set_background_color("E8EEF5")
}

/// Text stays text: numbers of students begin with zeros.
pub(super) fn text() -> Format {
    let format = Format::new().set_font_name("宋体").set_font_size(11).set_text_wrap();
    let format = format.set_num_format("@").set_align(FormatAlign::VerticalCenter);
    format.set_border(FormatBorder::Thin)
}

pub(super) fn number() -> Format {
    text().set_num_format("0").set_align(FormatAlign::Center)
}

/// Minutes after midnight of `9:05` or `24:00`.
pub(super) fn clock(text: &str) -> Option<u32> {
    let (hours, minutes) = text.split_once(':')?;
    hours
        .parse::<u32>()
        .ok()?
        .checked_mul(60)?
        .checked_add(minutes.parse().ok()?)
}

/// As much of a text as a cell holds.
fn fit(text: &str) -> String {
    let mut length = 0;
    let short = text.chars().take_while(|c| {
        length += c.len_utf16();
        length <= LONGEST
    });
    short.collect()
}

/// A, B, …, Z; there are never more lists than that.
fn column_name(place: usize) -> char {
    ('A'..='Z').nth(place).unwrap_or('Z')
}
