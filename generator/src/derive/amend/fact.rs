//! A value that a notice can change: how it is read, compared and printed.

use crate::derive::Moment;
use crate::derive::faq::join;
use crate::derive::route::amount_text;
use crate::i18n::Words;
use crate::model::scalar::TBA;
use crate::model::{HalfDay, Money, Phone, When};

/// What a fact is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// A day, perhaps with a clock time.
    When,
    /// An amount.
    Money,
    /// Words.
    Text,
    /// A whole number.
    Number,
    /// Yes or no.
    Flag,
    /// Part of a day.
    HalfDay,
    /// Telephone numbers with `、` between them.
    Phones,
}

/// A value.
#[derive(Debug, Clone, PartialEq, Eq)]
#[allow(missing_docs)]
pub enum Fact {
    When(When),
    Money(Money),
    Text(String),
    Number(u32),
    Flag(bool),
    HalfDay(HalfDay),
    Phones(Vec<Phone>),
}

impl Kind {
    /// Reads a value as staff write it.
    ///
    /// # Errors
    /// Why it can't be read, with the way to write it.
    pub fn read(self, text: &str) -> Result<Fact, String> {
        let text = text.trim();
        match self {
            Self::When => match text.parse()? {
                When::FromPublication(_) => Err("更正里的“即日起”看不出是哪一天；写日期，例如 2025-04-01".to_owned()),
                when => Ok(Fact::When(when)),
            },
            Self::Money => text.parse().map(Fact::Money),
            Self::Text if text.is_empty() => Err("这里是空的；写上文字".to_owned()),
            Self::Text => Ok(Fact::Text(text.to_owned())),
            Self::Number => {
                let number = text.parse().map_err(|_| format!("“{text}”不是整数；只写数字，例如 20"));
                number.map(Fact::Number)
            }
            Self::Flag => match text {
                "true" | "是" => Ok(Fact::Flag(true)),
                "false" | "否" => Ok(Fact::Flag(false)),
                _ => Err(format!("“{text}”看不懂；写 true（是）或 false（否）")),
            },
            Self::HalfDay => match text {
                "morning" | "上午" => Ok(Fact::HalfDay(HalfDay::Morning)),
                "afternoon" | "下午" => Ok(Fact::HalfDay(HalfDay::Afternoon)),
                "day" | "全天" => Ok(Fact::HalfDay(HalfDay::Day)),
                _ => Err(format!("“{text}”看不懂；写 上午、下午 或 全天")),
            },
            Self::Phones => {
                let all: Result<Vec<Phone>, String> =
                    text.split(['、', '，', ',']).map(|one| one.trim().parse()).collect();
                all.map(Fact::Phones)
            }
        }
    }

    /// The word for what is to be written.
    pub fn word(self) -> &'static str {
        match self {
            Self::When => "时间",
            Self::Money => "金额",
            Self::Text => "文字",
            Self::Number => "整数",
            Self::Flag => "是或否",
            Self::HalfDay => "半天",
            Self::Phones => "电话（几个之间用 、）",
        }
    }
}

impl Fact {
    /// Whether it says that nothing is known yet.
    pub fn is_tba(&self) -> bool {
        match self {
            Self::When(when) => *when == When::Tba,
            Self::Money(money) => *money == Money::Tba,
            Self::Text(text) => text == TBA,
            _ => false,
        }
    }

    /// The value in a form that [`Kind::read`] reads again.
    pub fn written(&self) -> String {
        match self {
            Self::When(When::At(stamp)) => match stamp.clock() {
                Some(clock) => format!("{} {clock}", stamp.date),
                None => stamp.date.to_string(),
            },
            Self::When(When::Tba) => TBA.to_owned(),
            Self::When(other) => other
                .stamp()
                .map_or_else(|| TBA.to_owned(), |stamp| Self::When(When::At(stamp)).written()),
            Self::Money(money) => money.yuan().unwrap_or_else(|| TBA.to_owned()),
            Self::Flag(flag) => flag.to_string(),
            Self::Text(text) => text.clone(),
            Self::Number(number) => number.to_string(),
            Self::HalfDay(HalfDay::Morning) => "上午".to_owned(),
            Self::HalfDay(HalfDay::Afternoon) => "下午".to_owned(),
            Self::HalfDay(HalfDay::Day) => "全天".to_owned(),
            Self::Phones(phones) => {
                let phones: Vec<&str> = phones.iter().map(|phone| phone.0.as_str()).collect();
                phones.join("、")
            }
        }
    }

    /// The value as pages print it.
    pub fn text(&self, words: &Words) -> String {
        match self {
            Self::When(when) => Moment::point(when, words).text,
            Self::Money(money) => amount_text(*money, words),
            Self::Text(text) => text.clone(),
            Self::Number(number) => number.to_string(),
            Self::Flag(true) => words.get("amend.yes").to_owned(),
            Self::Flag(false) => words.get("amend.no").to_owned(),
            Self::HalfDay(HalfDay::Morning) => words.get("amend.half.morning").to_owned(),
            Self::HalfDay(HalfDay::Afternoon) => words.get("amend.half.afternoon").to_owned(),
            Self::HalfDay(HalfDay::Day) => words.get("amend.half.day").to_owned(),
            Self::Phones(phones) => {
                let phones: Vec<&str> = phones.iter().map(|phone| phone.0.as_str()).collect();
                join(words, "list.comma", &phones)
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_written_reads_as_the_same() {
        let values = [
            (Kind::When, "2025-4-1"),
            (Kind::When, "2025年4月1日 24:00"),
            (Kind::When, "待定"),
            (Kind::Money, "13.50元"),
            (Kind::Money, "待定"),
            (Kind::Text, " 体育馆 "),
            (Kind::Number, "20"),
            (Kind::Flag, "是"),
            (Kind::HalfDay, "上午"),
            (Kind::Phones, "0101-5550101，0101-5550102"),
        ];
        for (kind, text) in values {
            let fact = kind.read(text).unwrap();
            assert_eq!(kind.read(&fact.written()).unwrap(), fact, "{text}");
        }
        assert_eq!(Kind::Money.read("12").unwrap(), Kind::Money.read("12.00 元").unwrap());
        assert!(Kind::Flag.read("也许").is_err() && Kind::Number.read("二十").is_err());
    }
}
