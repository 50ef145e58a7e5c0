//! Times counted from an event, as staff write them: `{after: 采集, days: 40}`, `{之前: route.onsite, 天: 3}`.

use super::scalar::Stamp;
use jiff::{Span, civil::Date};
use schemars::JsonSchema;
use serde::de::{EnumAccess, VariantAccess, Visitor};
use serde::{Deserialize, Deserializer};
use std::fmt;

/// The keys of such a time.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(
    title = "相对时间写法",
    description = "从一件事算起的时间：某件事之后或之前多久。那件事的日期一变，这里跟着变"
)]
pub struct RelativeSpec {
    /// The event it comes after.
    #[serde(default, alias = "之后")]
    #[schemars(
        with = "Option<String>",
        description = "在哪件事之后：报名、缴费、采集、上传、审核、发布、返校，或时间表里的代号，例如 deadline.apply、route.onsite.session.main"
    )]
    pub after: Option<EventName>,
    /// The event it comes before.
    #[serde(default, alias = "之前")]
    #[schemars(with = "Option<String>", description = "在哪件事之前，写法同上；之后和之前只写一个")]
    pub before: Option<EventName>,
    /// How many days.
    #[serde(default, alias = "天")]
    #[schemars(description = "多少天；天、小时、周、月只写一个")]
    pub days: Option<u32>,
    /// How many hours.
    #[serde(default, alias = "小时")]
    #[schemars(description = "多少小时")]
    pub hours: Option<u32>,
    /// How many weeks.
    #[serde(default, alias = "周")]
    #[schemars(description = "多少周")]
    pub weeks: Option<u32>,
    /// How many months of the calendar.
    #[serde(default, alias = "月")]
    #[schemars(description = "多少个月，按日历算；那个月没有这一天就算到月底")]
    pub months: Option<u32>,
    /// Whether the source says 左右.
    #[serde(default, alias = "左右")]
    #[schemars(description = "原通知说“左右”时写 true：印成前后各 3 天的一段时间")]
    pub about: bool,
}

/// The name of an event. It is read as the name of an enumeration's value, not as a text, so that no translation replaces it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EventName(pub String);

impl<'de> Deserialize<'de> for EventName {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_enum("EventName", &[], NameVisitor)
    }
}

struct NameVisitor;

impl<'de> Visitor<'de> for NameVisitor {
    type Value = EventName;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a string")
    }

    fn visit_enum<A: EnumAccess<'de>>(self, access: A) -> Result<EventName, A::Error> {
        let (name, rest) = access.variant::<String>()?;
        rest.unit_variant()?;
        Ok(EventName(name))
    }
}

/// A time counted from an event.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Relative {
    /// The event: a word such as 采集, or an id of the timeline.
    pub event: String,
    /// Which side of it.
    pub side: Side,
    /// How many units.
    pub count: u32,
    /// Of what.
    pub unit: TimeUnit,
    /// Whether the source says 左右.
    pub about: bool,
    /// What it comes to; empty as long as nobody has worked it out, or the event has no date.
    pub found: Found,
}

/// After or before an event.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Side {
    /// 之后
    After,
    /// 之前
    Before,
}

/// What is counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TimeUnit {
    /// 小时
    Hours,
    /// 天
    Days,
    /// 周
    Weeks,
    /// 月
    Months,
}

/// What a relative time comes to.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Found {
    /// What kind of event it is.
    pub kind: EventKind,
    /// One for each day on which the event happens, earliest first; of a long list only the first and the last.
    pub cases: Vec<Case>,
    /// Whether days between the first and the last were left out.
    pub more: bool,
}

/// One day of the event, and the time counted from it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Case {
    /// When the event happens.
    pub basis: Stamp,
    /// The time counted from there.
    pub at: Stamp,
}

/// What an event is called.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub enum EventKind {
    /// 报名
    SignUp,
    /// 缴费
    Pay,
    /// 采集: the sessions.
    #[default]
    Shoot,
    /// 上传
    Upload,
    /// 审核
    Review,
    /// 发布
    Publish,
    /// 返校
    Return,
    /// 核对
    Check,
    /// Something with a title of its own.
    Titled(String),
}

impl EventKind {
    /// The word that names an event of a usual kind.
    pub fn named(word: &str) -> Option<Self> {
        Some(match word {
            "sign_up" | "报名" => Self::SignUp,
            "pay" | "payment" | "缴费" => Self::Pay,
            "shoot" | "采集" | "拍摄" => Self::Shoot,
            "upload" | "上传" => Self::Upload,
            "review" | "审核" => Self::Review,
            "publish" | "发布" => Self::Publish,
            "return" | "返校" => Self::Return,
            _ => return None,
        })
    }

    /// The words that staff write for such events.
    pub const WORDS: [&'static str; 7] = ["报名", "缴费", "采集", "上传", "审核", "发布", "返校"];
}

impl TryFrom<RelativeSpec> for Relative {
    type Error = String;

    fn try_from(spec: RelativeSpec) -> Result<Self, String> {
        let (event, side) = match (spec.after, spec.before) {
            (Some(event), None) => (event, Side::After),
            (None, Some(event)) => (event, Side::Before),
            (None, None) => {
                return Err("相对时间要写是在哪件事之后或之前；加一行“之后: 采集”或“之前: 采集”".to_owned());
            }
            _ => return Err("“之后”和“之前”写了两个；留下一个，删掉另一个".to_owned()),
        };
        let amounts = [
            (spec.hours, TimeUnit::Hours),
            (spec.days, TimeUnit::Days),
            (spec.weeks, TimeUnit::Weeks),
            (spec.months, TimeUnit::Months),
        ];
        let mut said = amounts
            .into_iter()
            .filter_map(|(count, unit)| count.map(|count| (count, unit)));
        let (count, unit) = match (said.next(), said.next()) {
            (Some(only), None) => only,
            (None, _) => return Err("相对时间要写隔多久；加一行“天: 40”，也可以用小时、周或月".to_owned()),
            _ => return Err("天、小时、周、月写了不止一个；换算成一种，只留一行".to_owned()),
        };
        Ok(Self {
            event: event.0.trim().to_owned(),
            side,
            count,
            unit,
            about: spec.about,
            found: Found::default(),
        })
    }
}

impl Relative {
    /// The time counted from one happening of the event; `None` beyond the years 1000–9999.
    ///
    /// Days, weeks and months give a day. Hours give a clock time where the event has one; from a day without one they are counted
    /// from its end (after) or its beginning (before), and whole days of them give a day again.
    pub fn count_from(&self, basis: Stamp) -> Option<Stamp> {
        let count = i64::from(self.count);
        let span = match self.unit {
            TimeUnit::Hours => return self.hours_from(basis, count),
            TimeUnit::Days => Span::new().try_days(count),
            TimeUnit::Weeks => Span::new().try_weeks(count),
            TimeUnit::Months => Span::new().try_months(count),
        };
        let date = moved(basis.date, span.ok()?, self.side)?;
        Some(Stamp { date, minutes: None })
    }

    fn hours_from(&self, basis: Stamp, hours: i64) -> Option<Stamp> {
        const DAY: i64 = 24 * 60;
        if basis.minutes.is_none() && hours % 24 == 0 {
            let date = moved(basis.date, Span::new().try_days(hours / 24).ok()?, self.side)?;
            return Some(Stamp { date, minutes: None });
        }
        let (from, step) = match self.side {
            Side::After => (basis.minutes.unwrap_or(24 * 60), hours * 60),
            Side::Before => (basis.minutes.unwrap_or(0), -hours * 60),
        };
        let minutes = i64::from(from) + step;
        let (mut days, mut rest) = (minutes.div_euclid(DAY), minutes.rem_euclid(DAY));
        // Counted from 24:00, a midnight still belongs to the day that it ends.
        if rest == 0 && from == 24 * 60 {
            (days, rest) = (days - 1, DAY);
        }
        let date = moved(basis.date, Span::new().try_days(days).ok()?, Side::After)?;
        Some(Stamp {
            date,
            minutes: u16::try_from(rest).ok(),
        })
    }
}

fn moved(date: Date, span: Span, side: Side) -> Option<Date> {
    let date = match side {
        Side::After => date.checked_add(span),
        Side::Before => date.checked_sub(span),
    };
    date.ok().filter(|date| (1000..=9999).contains(&date.year()))
}
