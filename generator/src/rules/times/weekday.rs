//! T203: a weekday written beside a date is not that date's. Pages print weekdays themselves, so that one who writes none has no fault.

use super::plan::Plan;
use super::written::{Day, Text};
use crate::diagnostics::{Finding, Rule, Severity};
use crate::model::Stamp;
use crate::rules::Context;
use crate::rules::prose::Line;
use jiff::civil::Date;

pub(crate) static T203: Rule = Rule {
    id: "T203",
    severity: Severity::Error,
    judgement: true,
    title: "星期和日期不符",
    why: "有人照日期来，有人照星期来，总有一半人跑空。",
    fix: "核对日期和星期，改正写错的一个。用 {{ … }} 插入的日期会自动印星期，不用手写。",
};

/// Days before the first and after the last date of a campaign in which a date without year is looked for.
const BEFORE_DAYS: i64 = 60;
const AFTER_DAYS: i64 = 200;

/// A campaign that seems to last longer has a year that is wrong.
const LONGEST_YEARS: i16 = 5;

/// From when to when a campaign's dates lie: what year a date without one means.
pub(super) struct Years {
    first: Date,
    last: Date,
}

impl Years {
    /// Those of a campaign; none at all where it has no date of its own.
    pub(super) fn of(plan: &Plan<'_>) -> Self {
        let times = plan
            .things
            .iter()
            .flat_map(|thing| [&thing.start, &thing.end])
            .flatten();
        let stamps = times.flat_map(|time| [time.when.stamp(), time.when.last_stamp()]);
        let notices = plan
            .folder
            .notices
            .iter()
            .map(|(_, notice)| notice.published.value.stamp());
        let all = stamps.chain(notices).chain([plan.published]).flatten();
        let dates: Vec<Date> = all.map(|stamp: Stamp| stamp.date).collect();
        let moved = |date: Option<&Date>, days: i64| {
            let span = jiff::Span::new().days(days);
            date.and_then(|date| date.checked_add(span).ok()).unwrap_or(Date::MIN)
        };
        let (first, last) = (dates.iter().min(), dates.iter().max());
        let years = |first: &Date, last: &Date| last.year() - first.year();
        match (first, last) {
            (Some(from), Some(to)) if years(from, to) <= LONGEST_YEARS => Self {
                first: moved(first, -BEFORE_DAYS),
                last: moved(last, AFTER_DAYS),
            },
            _ => Self {
                first: Date::MAX,
                last: Date::MIN,
            },
        }
    }

    /// The dates that a day without year can mean.
    fn dates(&self, day: &Day) -> Vec<Date> {
        let years = self.first.year()..=self.last.year();
        let dates = years.filter_map(|year| Date::new(year, day.month, day.day).ok());
        dates.filter(|date| (self.first..=self.last).contains(date)).collect()
    }
}

pub(super) fn line(context: &mut Context<'_>, line: &Line<'_>, text: &Text, years: Option<&Years>) {
    for day in text.days().iter().filter(|day| !day.other_year) {
        let Some(weekday) = text.weekday_of(day) else { continue };
        let dates = match (day.year, years) {
            (Some(year), _) => Date::new(year, day.month, day.day).ok().into_iter().collect(),
            (None, Some(years)) => years.dates(day),
            (None, None) => Vec::new(),
        };
        let fits = |date: &Date| date.weekday().to_monday_zero_offset() == weekday.number;
        if dates.is_empty() || dates.iter().any(fits) {
            continue;
        }
        let said = line.text.get(weekday.range.clone()).unwrap_or_default();
        let real: Vec<String> = dates
            .iter()
            .map(|date| format!("{}年是{}", date.year(), name(*date)))
            .collect();
        let message = format!(
            "{}月{}日写的是{said}，其实{}",
            day.month,
            day.day,
            match (&dates[..], &real[..]) {
                ([date], _) => format!("{}年{}月{}日是{}", date.year(), date.month(), date.day(), name(*date)),
                (_, real) => real.join("、"),
            }
        );
        let finding = Finding::of(&T203, message).at(line.span(weekday.range.clone()));
        context.findings.push(
            finding
                .label(line.span(day.range.clone()), "日期写在这里")
                .help("核对日期和星期，改正写错的一个；用 {{ … }} 插入的日期会自动印星期，不用手写"),
        );
    }
}

fn name(date: Date) -> &'static str {
    ["周一", "周二", "周三", "周四", "周五", "周六", "周日"]
        .into_iter()
        .nth(usize::try_from(date.weekday().to_monday_zero_offset()).unwrap_or_default())
        .unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn a_day_without_year_is_looked_for_near_the_campaign() {
        let years = Years {
            first: date(2024, 9, 1),
            last: date(2025, 3, 1),
        };
        let dates = |line: &str| years.dates(&Text::new(line).days()[0]);
        assert_eq!(dates("12月30日"), [date(2024, 12, 30)]);
        assert_eq!(dates("1月3日"), [date(2025, 1, 3)]);
        assert_eq!(dates("6月1日"), []);
        let long = Years {
            first: date(2023, 11, 1),
            last: date(2025, 3, 1),
        };
        assert_eq!(long.dates(&Text::new("2月1日").days()[0]).len(), 2);
        assert_eq!(long.dates(&Text::new("2月29日").days()[0]), [date(2024, 2, 29)]);
    }
}
