//! Results as CSV: one row a photo, one column a check, so that a spreadsheet can sort and filter them.

use std::io::{self, Write};

use anyhow::Result;
use tassel_validator::{CHECK_IDS, Check, Lang, Report, Status, Verdict, check_title};

use super::{Item, pick, plain};

/// The mark by which spreadsheets know UTF-8.
const BOM: &str = "\u{feff}";

/// The row of titles.
pub(super) fn head(out: &mut dyn Write, lang: Lang) -> Result<()> {
    out.write_all(BOM.as_bytes())?;
    let first = match lang {
        Lang::Zh => ["文件", "结论", "需要修改", "请人工确认", "怎么改"],
        Lang::En => ["file", "verdict", "to change", "to look at", "what to do"],
    };
    let titles = CHECK_IDS.iter().map(|id| check_title(id, lang));
    write(out, first.iter().map(|title| (*title).to_owned()).chain(titles))
}

/// One photo.
pub(super) fn row(out: &mut dyn Write, item: &Item, lang: Lang) -> Result<()> {
    let report = match item {
        Item::Report(report) => report,
        Item::Unreadable { file, error } => {
            let unread = pick(lang, "读不出来", "can't be read");
            return write(out, [file.as_str(), unread, error].map(plain).into_iter());
        }
    };
    let verdict = match report.verdict {
        Verdict::Pass => pick(lang, "通过", "pass"),
        Verdict::Fail => pick(lang, "需要修改", "fail"),
        Verdict::Review => pick(lang, "请人工确认", "review"),
    };
    let joined = |report: &Report, status: Status, of: fn(&Check) -> &str| {
        let texts = report.checks.iter().filter(|check| check.status == status).map(of);
        texts
            .filter(|text| !text.is_empty())
            .collect::<Vec<_>>()
            .join(pick(lang, "；", "; "))
    };
    let first = [
        report.file.clone(),
        verdict.to_owned(),
        joined(report, Status::Fail, |check| &check.title),
        joined(report, Status::Review, |check| &check.title),
        joined(report, Status::Fail, |check| &check.advice),
    ];
    let each = CHECK_IDS.iter().map(|id| {
        let check = report.checks.iter().find(|check| check.id == *id);
        status(check.map(|check| check.status), lang).to_owned()
    });
    write(out, first.map(|cell| plain(&cell)).into_iter().chain(each))
}

fn status(status: Option<Status>, lang: Lang) -> &'static str {
    match status {
        Some(Status::Pass) => pick(lang, "符合", "pass"),
        Some(Status::Fail) => pick(lang, "需要修改", "fail"),
        Some(Status::Review) => pick(lang, "请确认", "review"),
        Some(Status::Skip) | None => "",
    }
}

fn write(out: &mut dyn Write, cells: impl Iterator<Item = String>) -> Result<()> {
    let mut line = csv::WriterBuilder::new()
        .terminator(csv::Terminator::CRLF)
        .from_writer(Vec::new());
    line.write_record(cells.map(harmless))?;
    let bytes = line.into_inner().map_err(|error| io::Error::other(error.to_string()))?;
    Ok(out.write_all(&bytes)?)
}

/// A cell that a spreadsheet takes for text: a file's name could begin like a formula.
fn harmless(cell: String) -> String {
    if cell.starts_with(['=', '+', '-', '@', '\t']) {
        format!("'{cell}")
    } else {
        cell
    }
}
