//! Scalars as staff write them: moments (`2024-4-28 17:00`, `2024年4月28日`, `即日起`, `待定`), half days, money, telephone numbers.

use super::relative::{Relative, RelativeSpec};
use jiff::civil::Date;
use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::de::value::MapAccessDeserializer;
use serde::de::{Error as _, MapAccess, Visitor};
use serde::{Deserialize, Deserializer};
use std::borrow::Cow;
use std::fmt;
use std::str::FromStr;

pub use serde_saphyr::Spanned;

/// The word that staff write for a fact that is not known yet.
pub const TBA: &str = "待定";

/// The word that staff write for a start on the day of publication.
pub const FROM_PUBLICATION: &str = "即日起";

/// Whether a text says that something is not known yet, in any of the forms that are understood.
fn is_tba(text: &str) -> bool {
    text == TBA
        || ["tba", "to be announced"]
            .iter()
            .any(|word| text.eq_ignore_ascii_case(word))
}

/// Reads any scalar through its text, so that `13.5` and `"13.5"` mean the same.
fn from_text<'de, D, T>(deserializer: D) -> Result<T, D::Error>
where
    D: Deserializer<'de>,
    T: FromStr<Err = String>,
{
    let text = String::deserialize(deserializer)?;
    text.trim().parse().map_err(D::Error::custom)
}

macro_rules! from_text {
    ($($type:ty),+) => {$(
        impl<'de> Deserialize<'de> for $type {
            fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                from_text(deserializer)
            }
        }
    )+};
}
from_text!(Clock, Money, Phone);

impl<'de> Deserialize<'de> for When {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(WhenVisitor)
    }
}

/// Reads a moment from a text or from the keys of a relative time.
struct WhenVisitor;

impl<'de> Visitor<'de> for WhenVisitor {
    type Value = When;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("一个时间")
    }

    fn visit_str<E: serde::de::Error>(self, text: &str) -> Result<When, E> {
        text.trim().parse().map_err(E::custom)
    }

    // A date without its month, such as 2024 or 2024.4, looks like a number.
    fn visit_u64<E: serde::de::Error>(self, number: u64) -> Result<When, E> {
        self.visit_str(&number.to_string())
    }

    fn visit_i64<E: serde::de::Error>(self, number: i64) -> Result<When, E> {
        self.visit_str(&number.to_string())
    }

    fn visit_f64<E: serde::de::Error>(self, number: f64) -> Result<When, E> {
        self.visit_str(&number.to_string())
    }

    fn visit_unit<E: serde::de::Error>(self) -> Result<When, E> {
        Err(E::custom("这个字段没有写内容；写上内容，或者删掉这一行"))
    }

    fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<When, A::Error> {
        let spec = RelativeSpec::deserialize(MapAccessDeserializer::new(map))?;
        let relative = Relative::try_from(spec).map_err(A::Error::custom)?;
        Ok(When::Relative(Box::new(relative)))
    }
}

macro_rules! scalar_schema {
    ($($type:ident => $schema:tt),+ $(,)?) => {$(
        impl JsonSchema for $type {
            fn schema_name() -> Cow<'static, str> {
                stringify!($type).into()
            }
            fn json_schema(_: &mut SchemaGenerator) -> Schema {
                json_schema!($schema)
            }
        }
    )+};
}
// What an editor can know of a scalar; a day that the calendar doesn't have is found by reading it.
scalar_schema!(
    WhenText => {
        "title": "时刻",
        "description": "写年份。不写钟点就是一整天；一天的末尾写 24:00；从发布那天开始就写 即日起；还不知道就写 待定",
        "type": "string",
        "pattern": "^(待定|[Tt][Bb][Aa]|即日起|[0-9]{4}[-/.年][0-9]{1,2}[-/.月][0-9]{1,2}(日|日?[ T\u{3000}]+[0-9]{1,2}[:：时]([0-9]{1,2}分?)?|日[0-9]{1,2}[:：时]([0-9]{1,2}分?)?)?)$",
        "examples": ["2024-04-28", "2024-4-28 17:00", "2024年4月28日 17:00", "即日起", "待定"],
    },
    Clock => {
        "title": "钟点",
        "description": "24 小时制的钟点，一天的末尾写 24:00",
        "type": "string",
        "pattern": "^[0-9]{1,2}[:：时]([0-9]{1,2}分?)?$",
        "examples": ["9:00", "14:30"],
    },
    Money => {
        "title": "金额",
        "description": "每人多少元，最多两位小数，写不写“元”都行；还不知道就写 待定",
        "type": ["string", "number"],
        "minimum": 0,
        "pattern": "^(待定|[Tt][Bb][Aa]|[0-9]+(\\.[0-9]{1,2})? *元?)$",
        "examples": [15, 13.5, "13.5元", "待定"],
    },
    Phone => {
        "title": "电话",
        "description": "办公电话，数字、空格和 -，分机写“转”；不写个人手机",
        "type": ["string", "integer"],
        "pattern": "^(?=([^0-9]*[0-9]){5,20}[^0-9]*$)[-0-9 +转]+$",
        "examples": ["0755-26536174", "0755-26536174 转 12"],
    },
    Code => {
        "title": "代码",
        "description": "代码、编号、房间号：按文字读；以 0 开头的加英文引号",
        "type": ["string", "number"],
        "examples": ["10590", "237-1、2号窗口"],
    },
);

/// Stands in the schema for a moment written as a text.
struct WhenText;

impl JsonSchema for When {
    fn schema_name() -> Cow<'static, str> {
        "When".into()
    }

    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        let text = WhenText::json_schema(generator);
        let relative = generator.subschema_for::<RelativeSpec>();
        json_schema!({
            "title": "时间",
            "description": "写年份。不写钟点就是一整天；一天的末尾写 24:00；从发布那天开始就写 即日起；还不知道就写 待定；从一件事算起就写相对时间",
            "examples": ["2024-04-28", "2024-4-28 17:00", "2024年4月28日 17:00", "即日起", "待定"],
            "anyOf": [text, relative],
        })
    }
}

/// Stands in the schema for a text that often looks like a number, such as a room or a code.
pub(super) struct Code;

/// A civil date in China (UTC+08:00), with a clock time where one is known.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Stamp {
    /// The day.
    pub date: Date,
    /// Minutes after midnight, 0–1440 (`24:00` is 1440); `None` where the source gives only a day.
    pub minutes: Option<u16>,
}

impl Stamp {
    /// The day in China on which a second since the Unix epoch falls.
    pub fn of_day(second: i64) -> Option<Self> {
        let days = (second + 8 * 3600).div_euclid(24 * 3600);
        let days = i32::try_from(days).ok()?;
        let date = Date::constant(1970, 1, 1)
            .checked_add(jiff::Span::new().try_days(days).ok()?)
            .ok()?;
        Some(Self { date, minutes: None })
    }

    /// The minute in China in which a second since the Unix epoch falls.
    pub fn of_minute(second: i64) -> Option<Self> {
        let day = Self::of_day(second)?;
        let minutes = (second.checked_add(8 * 3600)?).rem_euclid(24 * 3600) / 60;
        Some(Self {
            minutes: u16::try_from(minutes).ok(),
            ..day
        })
    }

    /// Seconds since the Unix epoch of the first moment meant: the clock time, or 00:00 of the day.
    pub fn first_second(self) -> i64 {
        self.second_at(self.minutes.unwrap_or(0))
    }

    /// Seconds since the Unix epoch of the last moment meant: the clock time, or 24:00 of the day.
    pub fn last_second(self) -> i64 {
        self.second_at(self.minutes.unwrap_or(24 * 60))
    }

    fn second_at(self, minutes: u16) -> i64 {
        let epoch = Date::constant(1970, 1, 1);
        let days = i64::from((self.date - epoch).get_days());
        (days * 24 - 8) * 3600 + i64::from(minutes) * 60
    }

    /// The clock time as `9:00` or `24:00`.
    pub fn clock(self) -> Option<String> {
        self.minutes.map(|m| format!("{}:{:02}", m / 60, m % 60))
    }
}

/// A moment that may still be open, or depend on another.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum When {
    /// A day, perhaps with a clock time.
    At(Stamp),
    /// `待定`.
    Tba,
    /// `即日起`; with the day of publication once that has been looked up.
    FromPublication(Option<Stamp>),
    /// A time counted from an event.
    Relative(Box<Relative>),
}

impl When {
    /// The moment, if it is known; of several the earliest.
    pub fn stamp(&self) -> Option<Stamp> {
        match self {
            Self::At(stamp) => Some(*stamp),
            Self::Tba => None,
            Self::FromPublication(day) => *day,
            Self::Relative(relative) => relative.found.cases.iter().map(|case| case.at).min(),
        }
    }

    /// The moment, if it is known; of several the latest.
    pub fn last_stamp(&self) -> Option<Stamp> {
        match self {
            Self::Relative(relative) => relative.found.cases.iter().map(|case| case.at).max(),
            other => other.stamp(),
        }
    }
}

const DATE_HELP: &str = "请写成 2024-04-28、2024-4-28 17:00 或 2024年4月28日 17:00；还不知道就写 待定";

impl FromStr for When {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        if is_tba(text) {
            return Ok(Self::Tba);
        }
        if text == FROM_PUBLICATION {
            return Ok(Self::FromPublication(None));
        }
        let (numbers, clock) = split_date(text)?;
        let date = match numbers[..] {
            [year, month, day] => civil_date(text, year, month, day)?,
            [1000..=9999, _] => return Err(format!("日期“{text}”缺少几号；{DATE_HELP}")),
            [_, _] => return Err(format!("日期“{text}”缺少年份；{DATE_HELP}")),
            _ if text.contains(['-', '/', '.', '月', '年']) => {
                return Err(format!("日期“{text}”缺少年份或日；{DATE_HELP}"));
            }
            _ => return Err(format!("“{text}”不是日期；{DATE_HELP}")),
        };
        let minutes = clock.map(parse_clock).transpose()?;
        Ok(Self::At(Stamp { date, minutes }))
    }
}

/// Splits `2024年4月28日 17:00` into its date numbers and the clock's text.
fn split_date(text: &str) -> Result<(Vec<u32>, Option<&str>), String> {
    let text = text.trim();
    let at = text
        .find([' ', 'T', '\u{3000}'])
        .or_else(|| text.find('日').map(|i| i + '日'.len_utf8()));
    let (date, clock) = at.map_or((text, ""), |i| text.split_at(i));
    let clock = clock.trim_matches([' ', 'T', '\u{3000}']);
    let date = date.trim_end_matches('日');
    let numbers = date
        .split(['-', '/', '.', '年', '月'])
        .map(|part| part.trim().parse::<u32>())
        .collect::<Result<Vec<_>, _>>()
        .map_err(|_| format!("“{text}”不是日期；{DATE_HELP}"))?;
    Ok((numbers, (!clock.is_empty()).then_some(clock)))
}

fn civil_date(text: &str, year: u32, month: u32, day: u32) -> Result<Date, String> {
    if !(1000..=9999).contains(&year) {
        return Err(format!("日期“{text}”缺少四位年份；{DATE_HELP}"));
    }
    let number = |n: u32| i8::try_from(n).unwrap_or(-1);
    let year = i16::try_from(year).unwrap_or(0);
    Date::new(year, number(month), number(day)).map_err(|_| {
        let last = Date::new(year, number(month), 1).map(|first| first.days_in_month());
        match last {
            Ok(last) => format!("没有“{text}”这一天：{year}年{month}月只有 {last} 天"),
            Err(_) => format!("没有“{text}”这一天：月份应在 1–12 之间"),
        }
    })
}

fn parse_clock(text: &str) -> Result<u16, String> {
    let wrong = || format!("钟点“{text}”看不懂；请写成 17:00（24 小时制，一天的末尾写 24:00）");
    let plain = text.replace(['：', '时'], ":").replace('分', "");
    let (hours, minutes) = plain.split_once(':').ok_or_else(wrong)?;
    let hours: u16 = hours.trim().parse().map_err(|_| wrong())?;
    let minutes: u16 = match minutes.trim() {
        "" => 0,
        minutes => minutes.parse().map_err(|_| wrong())?,
    };
    let total = hours
        .checked_mul(60)
        .and_then(|h| h.checked_add(minutes))
        .ok_or_else(wrong)?;
    if minutes > 59 || total > 24 * 60 {
        Err(wrong())
    } else {
        Ok(total)
    }
}

/// A clock time: minutes after midnight, 0–1440.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Clock(pub u16);

impl FromStr for Clock {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        parse_clock(text).map(Self)
    }
}

impl fmt::Display for Clock {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{:02}", self.0 / 60, self.0 % 60)
    }
}

/// Part of a day, where a source gives no clock time.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, JsonSchema)]
#[schemars(title = "半天", description = "不知道钟点时用的半天")]
pub enum HalfDay {
    /// 上午
    #[serde(rename = "morning", alias = "上午")]
    #[schemars(description = "中午以前")]
    Morning,
    /// 下午
    #[serde(rename = "afternoon", alias = "下午")]
    #[schemars(description = "中午以后")]
    Afternoon,
    /// 全天
    #[serde(rename = "day", alias = "全天")]
    #[schemars(description = "一整天")]
    Day,
}

/// An amount in 分 (1/100 yuan), or not known yet.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Money {
    /// Hundredths of a yuan.
    Fen(u64),
    /// `待定`.
    Tba,
}

impl FromStr for Money {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        if is_tba(text) {
            return Ok(Self::Tba);
        }
        let wrong = || format!("金额“{text}”不是一个数；请写数字，如 15、13.5 或 13.5元；还不知道就写 待定");
        let number = text.trim_end_matches('元').trim();
        let (yuan, fen) = number.split_once('.').unwrap_or((number, "0"));
        let digits = |s: &str| !s.is_empty() && s.bytes().all(|b| b.is_ascii_digit());
        if !digits(yuan) || !digits(fen) || fen.len() > 2 {
            return Err(wrong());
        }
        let yuan: u64 = yuan.parse().map_err(|_| wrong())?;
        let fen: u64 = format!("{fen:0<2}").parse().map_err(|_| wrong())?;
        yuan.checked_mul(100)
            .and_then(|y| y.checked_add(fen))
            .map(Self::Fen)
            .ok_or_else(wrong)
    }
}

impl Money {
    /// The number of yuan as it is printed, `15` or `13.5`; `None` when it is not known yet.
    pub fn yuan(self) -> Option<String> {
        let Self::Fen(fen) = self else { return None };
        Some(match (fen / 100, fen % 100) {
            (yuan, 0) => yuan.to_string(),
            (yuan, rest) if rest % 10 == 0 => format!("{yuan}.{}", rest / 10),
            (yuan, rest) => format!("{yuan}.{rest:02}"),
        })
    }
}

impl fmt::Display for Money {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.yuan() {
            None => f.write_str(TBA),
            Some(yuan) => write!(f, "{yuan} 元"),
        }
    }
}

/// A public telephone number as printed: `0755-26536174`, `020-83302077`; digits, `-`, spaces and an extension `转 12`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Phone(pub String);

impl Phone {
    /// The digits to dial, for a `tel:` link; an extension is left out.
    pub fn dial(&self) -> String {
        let main = self.0.split('转').next().unwrap_or("");
        main.chars()
            .filter(|c| c.is_ascii_digit() || *c == '+' || *c == '-')
            .collect()
    }
}

impl FromStr for Phone {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let digits = text.chars().filter(char::is_ascii_digit).count();
        let clean = text
            .chars()
            .all(|c| c.is_ascii_digit() || matches!(c, '-' | ' ' | '+' | '转'));
        if clean && (5..=20).contains(&digits) {
            Ok(Self(text.to_owned()))
        } else {
            Err(format!(
                "电话“{text}”看不懂；请写成 0755-26536174，分机写 0755-26536174 转 12"
            ))
        }
    }
}
