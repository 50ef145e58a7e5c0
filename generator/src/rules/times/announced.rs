//! T201, T202, T209: what is announced too late to act on.

use super::plan::{Gathered, Part, Plan, Thing, Time};
use super::printed;
use crate::diagnostics::{Finding, Rule, Severity};
use crate::model::{HolidayKind, Holidays, Stamp, When};
use crate::rules::Context;
use jiff::civil::Date;

pub(crate) static T201: Rule = Rule {
    id: "T201",
    severity: Severity::Warning,
    judgement: true,
    title: "发布当天就开始",
    why: "通知传到每个班要一两天，晚看到的同学时间就少了。",
    fix: "把开始推后几天；确实当天就能办，写“即日起”。",
};

pub(crate) static T202: Rule = Rule {
    id: "T202",
    severity: Severity::Error,
    judgement: true,
    title: "开始或截止早于发布",
    why: "通知发出来的时候，时间已经过了，没有人能照着做。",
    fix: "核对时间和发布时间，改正写错的一个；从发布起就可以办的，写“即日起”。",
};

pub(crate) static T209: Rule = Rule {
    id: "T209",
    severity: Severity::Warning,
    judgement: true,
    title: "从发布到截止太短",
    why: "通知经学院、班级传到同学，每一级都要一个工作日。",
    fix: "提早发布，或把截止推后。",
};

/// Days that a start should lie after the publication: a notice passes from office to college to class, a day each.
const LEAD_DAYS: i64 = 3;

/// Days after which a window is so long that its first day doesn't matter: four weeks.
const LONG_DAYS: i32 = 28;

/// Working days that there should be until a deadline: one each for the college, the class and the student.
const WORKING_DAYS: usize = 3;

pub(super) fn check(context: &mut Context<'_>, plan: &Plan<'_>) {
    let (mut same_day, mut before, mut short) = (Gathered::default(), Gathered::default(), Gathered::default());
    for thing in &plan.things {
        if too_early(thing, &mut before) {
            continue;
        }
        starts_at_once(thing, &mut same_day);
        too_short(thing, &context.model.holidays, &mut short);
    }
    for found in [same_day, before, short] {
        context.findings.extend(found.into_findings());
    }
}

/// Whether one moment lies before another, as far as both are known: a day without a clock time is not before a time of that day.
fn is_before(one: Stamp, other: Stamp) -> bool {
    match (one.minutes, other.minutes) {
        (Some(_), Some(_)) => one.first_second() < other.first_second(),
        _ => one.date < other.date,
    }
}

/// T202; whether it was so.
fn too_early(thing: &Thing<'_>, found: &mut Gathered) -> bool {
    let early = |time: &Time<'_>, stamp: Option<Stamp>| {
        let (stamp, announced) = (stamp?, time.announced?);
        is_before(stamp, announced).then_some((stamp, announced))
    };
    let end = thing
        .end
        .as_ref()
        .and_then(|end| Some((end, early(end, end.when.last_stamp())?)));
    // A start that is corrected afterwards only says how it was.
    let start = thing.start.as_ref().filter(|start| !start.amended);
    let start = start.and_then(|start| Some((start, early(start, start.when.stamp())?)));
    let (time, (stamp, announced), edge) = match (end, start) {
        (Some((time, stamps)), _) => (time, stamps, "截止"),
        (None, Some((time, stamps))) => (time, stamps, "开始"),
        (None, None) => return false,
    };
    found.add(time, stamp, &thing.what, || {
        let message = format!(
            "“{}”{} {edge}，而通知 {} 才发布",
            thing.what,
            printed(stamp),
            printed(announced)
        );
        Finding::of(&T202, message).help(match edge {
            "开始" => "把开始改到发布以后，或写“即日起”；发布时间写错了就改发布时间",
            _ => "核对截止和发布时间，改正写错的一个",
        })
    });
    true
}

/// T201: not for 即日起, which says so on purpose.
fn starts_at_once(thing: &Thing<'_>, found: &mut Gathered) {
    if !matches!(
        thing.part,
        Part::Window | Part::SignUp | Part::Payment | Part::Deadline | Part::Session
    ) {
        return;
    }
    let Some(start) = &thing.start else { return };
    let (When::At(stamp), Some(announced)) = (start.when, start.announced) else {
        return;
    };
    let end = thing.end.as_ref().and_then(|end| end.when.last_stamp());
    let is_long = end.is_some_and(|end| (end.date - stamp.date).get_days() >= LONG_DAYS);
    if stamp.date != announced.date || is_long {
        return;
    }
    found.add(start, *stamp, &thing.what, || {
        let message = format!(
            "“{}”发布当天就开始，同学可能来不及看到：发布于 {}，从 {} 起",
            thing.what,
            printed(announced),
            printed(*stamp)
        );
        let day = announced.date.checked_add(jiff::Span::new().days(LEAD_DAYS)).ok();
        let from = day.map(|date| printed(Stamp { date, minutes: None }));
        Finding::of(&T201, message).help(format!(
            "建议发布以后至少隔 {LEAD_DAYS} 天，从 {} 起；确实当天就能办，写“即日起”",
            from.unwrap_or_default()
        ))
    });
}

/// T209.
fn too_short(thing: &Thing<'_>, holidays: &Holidays, found: &mut Gathered) {
    let Some(end) = thing.end.as_ref().filter(|_| thing.part != Part::Session) else {
        return;
    };
    let (Some(stamp), Some(announced)) = (end.when.last_stamp(), end.announced) else {
        return;
    };
    let days = working_days(holidays, announced.date, stamp.date);
    if days >= WORKING_DAYS {
        return;
    }
    found.add(end, stamp, &thing.what, || {
        let message = format!(
            "{} 发布，“{}”{} 就截止，中间只有 {days} 个工作日，少于 {WORKING_DAYS} 个",
            printed(announced),
            thing.what,
            printed(stamp)
        );
        let help = match nth_working_day(holidays, announced.date) {
            Some(date) => format!("截止定在 {}或以后，或早些发布", printed(Stamp { date, minutes: None })),
            None => "把截止推后，或早些发布".to_owned(),
        };
        Finding::of(&T209, message).help(help)
    });
}

fn is_working_day(holidays: &Holidays, date: Date) -> bool {
    match holidays.on(date) {
        Some(holiday) => holiday.kind == HolidayKind::Work,
        None => date.weekday().to_monday_one_offset() <= 5,
    }
}

/// Working days after one day, up to and with another; counted no further than is asked for.
fn working_days(holidays: &Holidays, after: Date, last: Date) -> usize {
    let days = after.series(jiff::Span::new().days(1)).skip(1);
    days.take_while(|date| *date <= last)
        .filter(|date| is_working_day(holidays, *date))
        .take(WORKING_DAYS)
        .count()
}

/// The day on which as many working days as needed have passed.
fn nth_working_day(holidays: &Holidays, after: Date) -> Option<Date> {
    let days = after.series(jiff::Span::new().days(1)).skip(1);
    days.filter(|date| is_working_day(holidays, *date))
        .nth(WORKING_DAYS - 1)
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    fn stamp(text: &str) -> Stamp {
        text.parse::<When>().unwrap().stamp().unwrap()
    }

    #[test]
    fn a_day_is_not_before_an_hour_of_it() {
        assert!(is_before(stamp("2022-10-14 9:00"), stamp("2022-10-14 16:32")));
        assert!(!is_before(stamp("2022-03-28"), stamp("2022-03-28 18:03")));
        assert!(!is_before(stamp("2022-03-28 9:00"), stamp("2022-03-28")));
        assert!(is_before(stamp("2022-03-27"), stamp("2022-03-28 18:03")));
    }

    #[test]
    fn days_off_and_worked_weekends_count_as_what_they_are() {
        let holidays = crate::source::holidays(&std::collections::BTreeMap::new());
        // Saturday, Sunday, Monday.
        assert_eq!(working_days(&holidays, date(2024, 9, 21), date(2024, 9, 23)), 1);
        // Sunday, 28 April 2024 is worked; 1 to 5 May are off.
        assert_eq!(working_days(&holidays, date(2024, 4, 27), date(2024, 4, 28)), 1);
        assert_eq!(working_days(&holidays, date(2024, 4, 30), date(2024, 5, 6)), 1);
        assert_eq!(nth_working_day(&holidays, date(2024, 4, 30)), Some(date(2024, 5, 8)));
    }
}
