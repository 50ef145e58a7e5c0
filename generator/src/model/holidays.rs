//! `holidays/<year>.yaml`: days off and the weekends that are worked for them.

use super::scalar::{Spanned, When};
use jiff::civil::Date;
use schemars::JsonSchema;
use serde::Deserialize;
use std::collections::BTreeMap;

/// The holidays of one year, as they were announced.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(title = "放假安排", description = "一年的放假和调休上班；同一年的自带安排由它代替")]
pub struct HolidayYear {
    /// The year.
    #[serde(alias = "年份")]
    #[schemars(description = "哪一年，四位数字")]
    pub year: u16,
    /// The document that says so.
    #[serde(alias = "依据")]
    #[schemars(description = "依据哪份通知，写名称和文号")]
    pub source: String,
    /// Days off, and days worked in their place.
    #[serde(alias = "日子")]
    #[schemars(description = "放假的日子，和调休上班的日子")]
    pub days: Vec<HolidaySpan>,
}

/// Some days in a row.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(title = "假期", description = "连着的几天放假，或者连着的几天调休上班")]
pub struct HolidaySpan {
    /// The festival: 劳动节; two of them with `、` between.
    #[serde(alias = "名称")]
    #[schemars(description = "什么节，例如 劳动节；两个节连着放，中间写 、")]
    pub name: String,
    /// First day.
    #[serde(alias = "开始")]
    #[schemars(with = "When", description = "第一天")]
    pub start: Spanned<When>,
    /// Last day; absent for a single one.
    #[serde(default, alias = "截止")]
    #[schemars(with = "Option<When>", description = "最后一天；只有一天就不写")]
    pub end: Option<Spanned<When>>,
    /// Off or worked.
    #[serde(alias = "类型")]
    #[schemars(description = "休 或 班")]
    pub kind: HolidayKind,
}

/// What a day is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, JsonSchema)]
#[schemars(title = "休或班", description = "放假，还是调休上班")]
pub enum HolidayKind {
    /// 休
    #[serde(rename = "holiday", alias = "休")]
    #[schemars(description = "放假")]
    Off,
    /// 班
    #[serde(rename = "workday", alias = "班")]
    #[schemars(description = "调休上班")]
    Work,
}

/// A day that is not what its weekday says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Holiday {
    /// The festival.
    pub name: String,
    /// Off or worked.
    pub kind: HolidayKind,
    /// Whether it is the only day of its festival.
    pub alone: bool,
}

/// All such days.
#[derive(Debug, Clone, Default)]
pub struct Holidays(BTreeMap<Date, Holiday>);

/// The longest row of days that is believed.
const LONGEST: usize = 60;

impl Holidays {
    /// Adds the days of a year; what can't be a row of days is left to the rules.
    pub fn add(&mut self, year: &HolidayYear) {
        for span in &year.days {
            let Some(first) = span.start.value.stamp() else {
                continue;
            };
            let last = match &span.end {
                Some(end) => end.value.stamp(),
                None => Some(first),
            };
            let Some(last) = last else { continue };
            let days = first.date.series(jiff::Span::new().days(1));
            for date in days.take_while(|date| *date <= last.date).take(LONGEST) {
                let holiday = Holiday {
                    name: span.name.trim().to_owned(),
                    kind: span.kind,
                    alone: first.date == last.date,
                };
                self.0.insert(date, holiday);
            }
        }
    }

    /// What is special about a day.
    pub fn on(&self, date: Date) -> Option<&Holiday> {
        self.0.get(&date)
    }
}
