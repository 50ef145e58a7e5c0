//! T212: a session or a review falls on a day off, or on a weekend that is worked. T216 and T221 for the days of `holidays/` themselves.

use super::{Context, span_at};
use crate::derive::moment::day_name;
use crate::diagnostics::{Finding, Rule, Severity};
use crate::i18n::{Locale, Words};
use crate::model::{HolidayKind, Holidays, Route, Session, Sourced, Spanned, Stamp, When};
use jiff::civil::Date;

pub(crate) static T212: Rule = Rule {
    id: "T212",
    severity: Severity::Info,
    judgement: true,
    title: "这一天是节假日或调休上班日",
    why: "放假时没有人值守、审核，调休上班日学生容易记错。",
    fix: "确认现场与审核是否有人；确实如此就在 allow 里写明原因。",
};

/// How many days of a session or a window are looked at.
const DAYS: usize = 120;

pub(super) fn check(context: &mut Context<'_>) {
    let model = context.model;
    let words = Words::embedded(Locale::Zh).clone().with_holidays(&model.holidays);
    for folder in &model.campaigns {
        for (_, route) in &folder.routes {
            for session in &route.sessions {
                context
                    .findings
                    .extend(session_day(&model.holidays, route, session, &words));
            }
            context.findings.extend(review_day(&model.holidays, route, &words));
        }
    }
}

/// The first day from one to another on which something of one of these kinds is.
fn special(holidays: &Holidays, first: Date, last: Date, kinds: &[HolidayKind]) -> Option<Date> {
    let days = first.series(jiff::Span::new().days(1)).take_while(|day| *day <= last);
    let is_special = |day: &Date| holidays.on(*day).is_some_and(|holiday| kinds.contains(&holiday.kind));
    days.take(DAYS).find(is_special)
}

fn finding(what: &str, day: Date, at: &Spanned<When>, file: &str, words: &Words) -> Finding {
    let stamp = Stamp {
        date: day,
        minutes: None,
    };
    Finding::of(&T212, format!("{what} {}", day_name(stamp, words)))
        .at_value(file, at)
        .help("确认那天有人值守；确认过就在 campaign.yaml 的 allow 里放过这一条，写明原因")
}

fn session_day(holidays: &Holidays, route: &Sourced<Route>, session: &Session, words: &Words) -> Option<Finding> {
    let first = session.start.value.stamp()?.date;
    let last = session.end.as_ref().and_then(|end| end.value.last_stamp());
    let last = last.map_or(first, |last| last.date);
    let day = special(holidays, first, last, &[HolidayKind::Off, HolidayKind::Work])?;
    let what = format!("场次“{}”里有一天是", session.id);
    Some(finding(&what, day, &session.start, &route.file, words))
}

/// A promise in hours counts days off like any other.
fn review_day(holidays: &Holidays, route: &Sourced<Route>, words: &Words) -> Option<Finding> {
    route.review.as_ref()?.within_hours?;
    let window = route.window.as_ref()?;
    let (start, end) = (window.start.as_ref()?, window.end.as_ref()?);
    let (first, last) = (start.value.stamp()?.date, end.value.last_stamp()?.date);
    let day = special(holidays, first, last, &[HolidayKind::Off])?;
    Some(finding(
        "审核按小时算，而上传期间有一天是",
        day,
        start,
        &route.file,
        words,
    ))
}

/// Faults of the days that a site writes itself.
pub(super) fn check_days(context: &mut Context<'_>) {
    let findings = &mut context.findings;
    for year in &context.model.holiday_years {
        for span in &year.days {
            for when in std::iter::once(&span.start).chain(&span.end) {
                if !matches!(when.value, When::At(stamp) if stamp.minutes.is_none()) {
                    let finding = Finding::of(&crate::rules::relative::T221, "这里只能写日期，不带钟点")
                        .at_value(&year.file, when);
                    findings.push(finding.help("写成 2027-05-01"));
                }
            }
            let Some(end) = &span.end else { continue };
            let (first, last) = (span.start.value.stamp(), end.value.stamp());
            // A day that isn't known yet is neither before nor behind.
            if first.zip(last).is_some_and(|(first, last)| last < first) {
                let message = format!("“{}”的结束早于开始", span.name);
                let finding = Finding::of(&crate::rules::times::T216, message).at_value(&year.file, end);
                let finding = finding.help("核对两个日期，改正写错的一个");
                findings.push(match span_at(&year.file, &span.start) {
                    Some(span) => finding.label(span, "开始写在这里"),
                    None => finding,
                });
            }
        }
    }
}
