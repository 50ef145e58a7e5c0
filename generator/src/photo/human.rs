//! Results as text for people.

use std::io::{self, Write};

use tassel_validator::{Lang, Status, Verdict};

use super::find::PHOTO_ENDINGS;
use super::{Item, Outcome, pick, plain};

/// 结论 · 量到的值 · 要求 · 怎么改: one line for the photo, one for each check that wants attention.
pub(super) fn item(out: &mut dyn Write, item: &Item, lang: Lang) -> io::Result<()> {
    let report = match item {
        Item::Report(report) => report,
        Item::Unreadable { file, error } => {
            writeln!(out, "! {}  {}", plain(file), plain(error))?;
            return Ok(());
        }
    };
    let (mark, verdict) = match report.verdict {
        Verdict::Pass => ("✓", pick(lang, "通过", "passes")),
        Verdict::Fail => ("✗", pick(lang, "需要修改", "needs changes")),
        Verdict::Review => ("?", pick(lang, "请人工确认", "please have a look")),
    };
    writeln!(out, "{mark} {}  {verdict}", plain(&report.file))?;
    for check in &report.checks {
        let mark = match check.status {
            Status::Fail => "✗",
            Status::Review => "?",
            Status::Pass | Status::Skip => continue,
        };
        let space = pick(lang, "", " ");
        writeln!(
            out,
            "    {mark} {}  {}{space}{}",
            check.title,
            plain(&check.message),
            check.advice
        )?;
    }
    Ok(())
}

/// The last lines: how many of each, and whose word counts.
pub(super) fn summary(out: &mut dyn Write, outcome: Outcome, lang: Lang) -> io::Result<()> {
    let Outcome {
        passed,
        failed,
        review,
        unreadable,
    } = outcome;
    let photos = outcome.photos();
    match lang {
        Lang::Zh if photos + unreadable == 0 => {
            writeln!(out, "没有找到照片；文件夹里找的是 {} 文件。", PHOTO_ENDINGS.join("、"))?
        }
        Lang::En if photos + unreadable == 0 => writeln!(
            out,
            "No photos found; in folders, {} files count.",
            PHOTO_ENDINGS.join(", ")
        )?,
        Lang::Zh => {
            write!(
                out,
                "共 {photos} 张：通过 {passed}，需要修改 {failed}，请人工确认 {review}。"
            )?;
            if unreadable > 0 {
                write!(out, "另有 {unreadable} 个文件读不出来。")?;
            }
            writeln!(out, "自动检查只供参考，以采集单位的审核为准。")?;
        }
        Lang::En => {
            write!(
                out,
                "{photos} photos: {passed} pass, {failed} need changes, {review} to look at."
            )?;
            if unreadable > 0 {
                write!(out, " {unreadable} files could not be read.")?;
            }
            writeln!(out, " An aid only; the collecting office decides.")?;
        }
    }
    Ok(())
}
