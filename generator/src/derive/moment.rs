//! Times as they are printed: Chinese text, HTML with `<time datetime>`, and seconds for the reader's browser.

use crate::model::{HalfDay, Spanned, Stamp, When, scalar::TBA};
use jiff::civil::Weekday;
use serde::{Serialize, Serializer};

/// A moment or span of time, ready to print. `start` and `end` are seconds since the Unix epoch.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Moment {
    /// Plain text: `2022年11月4日（周五）9:00–12:00`.
    pub text: String,
    /// The same with `<time datetime>` elements; safe HTML.
    pub html: String,
    /// First moment meant.
    pub start: Option<i64>,
    /// Last moment meant.
    pub end: Option<i64>,
    /// The same first moment as written: a day, or a day and a clock time.
    #[serde(serialize_with = "as_iso")]
    pub first: Option<Stamp>,
    /// The same last moment as written.
    #[serde(serialize_with = "as_iso")]
    pub last: Option<Stamp>,
    /// Whether nothing is known yet.
    pub tba: bool,
}

/// The start and end of something, as written.
#[derive(Debug, Clone, Copy, Default)]
pub struct Bounds<'a> {
    /// First moment.
    pub start: Option<&'a Spanned<When>>,
    /// Last moment.
    pub end: Option<&'a Spanned<When>>,
    /// Words for a time that depends on another event.
    pub relative: Option<&'a str>,
}

impl Moment {
    /// A single day or clock time, such as a day of publication.
    pub fn point(when: When) -> Self {
        match when {
            When::Tba => Self::tba(),
            When::At(stamp) => Self {
                text: stamp_text(stamp, None),
                html: stamp_html(stamp, None),
                start: Some(stamp.first_second()),
                end: Some(stamp.last_second()),
                first: Some(stamp),
                last: Some(stamp),
                tba: false,
            },
        }
    }

    /// `待定`.
    pub fn tba() -> Self {
        Self {
            text: TBA.to_owned(),
            html: format!("<span class=\"tba\">{TBA}</span>"),
            tba: true,
            ..Self::default()
        }
    }

    /// Words instead of a date.
    pub fn words(words: &str) -> Self {
        Self {
            text: words.to_owned(),
            html: escape(words),
            ..Self::default()
        }
    }

    /// Last moment only: `… 前`; a day without a clock time is included.
    pub fn until(when: When) -> Self {
        let mut moment = Self::point(when);
        if let When::At(stamp) = when {
            let tail = if stamp.minutes.is_some() {
                " 前"
            } else {
                "前（含当日）"
            };
            moment.text.push_str(tail);
            moment.html.push_str(tail);
            moment.start = None;
            moment.first = None;
        }
        moment
    }

    /// A span; either end may be open or 待定. `None` when nothing at all is said.
    pub fn span(bounds: Bounds<'_>) -> Option<Self> {
        let value = |when: Option<&Spanned<When>>| when.map(|when| when.value);
        let moment = match (value(bounds.start), value(bounds.end)) {
            (None, None) => return bounds.relative.map(Self::words),
            (Some(When::At(start)), Some(When::At(end))) => Self::between(start, end),
            (Some(When::At(start)), None) => Self::from(start),
            (Some(When::At(start)), Some(When::Tba)) => {
                let from = Self::from(start);
                Self {
                    text: format!("{}，截止{TBA}", from.text),
                    html: format!("{}，截止{TBA}", from.html),
                    ..from
                }
            }
            (None | Some(When::Tba), Some(end @ When::At(_))) => Self::until(end),
            _ => Self::tba(),
        };
        Some(match bounds.relative {
            Some(words) => Self {
                text: format!("{}（{words}）", moment.text),
                html: format!("{}（{}）", moment.html, escape(words)),
                ..moment
            },
            None => moment,
        })
    }

    fn from(start: Stamp) -> Self {
        let point = Self::point(When::At(start));
        Self {
            text: format!("{}起", point.text),
            html: format!("{}起", point.html),
            end: None,
            last: None,
            ..point
        }
    }

    /// From the first moment of `start` to the last of `end`.
    pub fn between(start: Stamp, end: Stamp) -> Self {
        let (text, html) = if start.date == end.date {
            match (start.clock(), end.clock()) {
                (Some(a), Some(b)) => {
                    let day = day_text(start, None);
                    // The two clock times stay in one line, so the day is an element of its own.
                    let html = format!(
                        "{}{}",
                        time_html(&start.date.to_string(), &whole(&day)),
                        whole(&format!("{}–{}", time_html(&iso(start), &a), time_html(&iso(end), &b)))
                    );
                    (format!("{day}{a}–{b}"), html)
                }
                _ => (stamp_text(start, None), stamp_html(start, None)),
            }
        } else {
            let dash = if start.minutes.is_some() || end.minutes.is_some() {
                " – "
            } else {
                "–"
            };
            (
                format!("{}{dash}{}", stamp_text(start, None), stamp_text(end, Some(start))),
                format!("{}{dash}{}", stamp_html(start, None), stamp_html(end, Some(start))),
            )
        };
        Self {
            text,
            html,
            start: Some(start.first_second()),
            end: Some(end.last_second()),
            first: Some(start),
            last: Some(end),
            tba: false,
        }
    }

    /// Adds the part of the day: `…（周五）上午`.
    #[must_use]
    pub fn half_day(mut self, half: HalfDay) -> Self {
        self.text.push_str(half.word());
        self.html.push_str(half.word());
        self
    }

    /// Adds words behind the time; a comma that joins them in plain text is a space in HTML, where the line may break.
    #[must_use]
    pub fn with_words(mut self, words: &str) -> Self {
        self.text.push_str(words);
        let shown = escape(words.trim_start_matches('，'));
        self.html.push_str(&format!(" <span class=\"nb\">{shown}</span>"));
        self
    }
}

fn as_iso<S: Serializer>(stamp: &Option<Stamp>, serializer: S) -> Result<S::Ok, S::Error> {
    stamp.map(iso).serialize(serializer)
}

/// `datetime` value: `2022-11-04T09:00+08:00`, or the day alone; `24:00` is the next day's midnight, as HTML wants it.
pub fn iso(stamp: Stamp) -> String {
    match stamp.minutes {
        None => stamp.date.to_string(),
        Some(minutes) => {
            let (date, minutes) = if minutes == 24 * 60 {
                (stamp.date.tomorrow().unwrap_or(stamp.date), 0)
            } else {
                (stamp.date, minutes)
            };
            format!("{date}T{:02}:{:02}+08:00", minutes / 60, minutes % 60)
        }
    }
}

/// 周一 … 周日.
pub fn weekday(stamp: Stamp) -> &'static str {
    match stamp.date.weekday() {
        Weekday::Monday => "周一",
        Weekday::Tuesday => "周二",
        Weekday::Wednesday => "周三",
        Weekday::Thursday => "周四",
        Weekday::Friday => "周五",
        Weekday::Saturday => "周六",
        Weekday::Sunday => "周日",
    }
}

/// The day; the year is left out when `after` has just named it.
fn day_text(stamp: Stamp, after: Option<Stamp>) -> String {
    let date = stamp.date;
    let year = match after {
        Some(after) if after.date.year() == date.year() => String::new(),
        _ => format!("{}年", date.year()),
    };
    format!("{year}{}月{}日（{}）", date.month(), date.day(), weekday(stamp))
}

fn stamp_text(stamp: Stamp, after: Option<Stamp>) -> String {
    format!("{}{}", day_text(stamp, after), stamp.clock().unwrap_or_default())
}

fn stamp_html(stamp: Stamp, after: Option<Stamp>) -> String {
    let clock = stamp.clock().map(|clock| whole(&clock)).unwrap_or_default();
    time_html(&iso(stamp), &format!("{}{clock}", whole(&day_text(stamp, after))))
}

fn time_html(datetime: &str, html: &str) -> String {
    format!("<time datetime=\"{datetime}\">{html}</time>")
}

/// A part that doesn't break over two lines.
fn whole(html: &str) -> String {
    format!("<span class=\"nb\">{html}</span>")
}

/// Text made safe for HTML.
pub fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            _ => out.push(c),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn stamp(text: &str) -> Stamp {
        text.parse::<When>().unwrap().stamp().unwrap()
    }

    #[test]
    fn prints_spans_as_a_notice_would() {
        let between = |a, b| Moment::between(stamp(a), stamp(b)).text;
        assert_eq!(
            between("2022-11-04 9:00", "2022-11-04 12:00"),
            "2022年11月4日（周五）9:00–12:00"
        );
        assert_eq!(
            between("2020-4-15", "2020年4月27日"),
            "2020年4月15日（周三）–4月27日（周一）"
        );
        assert_eq!(
            between("2022-10-14 9:00", "2022-10-25 17:00"),
            "2022年10月14日（周五）9:00 – 10月25日（周二）17:00"
        );
        assert_eq!(
            Moment::until("2024-9-30".parse().unwrap()).text,
            "2024年9月30日（周一）前（含当日）"
        );
    }

    #[test]
    fn days_and_clock_times_stay_whole_and_lines_break_between_them() {
        let html = |a, b| Moment::between(stamp(a), stamp(b)).html;
        assert_eq!(
            html("2022-11-04 9:00", "2022-11-04 12:00"),
            "<time datetime=\"2022-11-04\"><span class=\"nb\">2022年11月4日（周五）</span></time>\
             <span class=\"nb\"><time datetime=\"2022-11-04T09:00+08:00\">9:00</time>–\
             <time datetime=\"2022-11-04T12:00+08:00\">12:00</time></span>"
        );
        assert_eq!(
            html("2022-10-14 9:00", "2022-10-25"),
            "<time datetime=\"2022-10-14T09:00+08:00\"><span class=\"nb\">2022年10月14日（周五）</span>\
             <span class=\"nb\">9:00</span></time> – \
             <time datetime=\"2022-10-25\"><span class=\"nb\">10月25日（周二）</span></time>"
        );
    }

    #[test]
    fn the_end_of_a_day_is_the_next_midnight() {
        let day = stamp("2024-04-27");
        let midnight = stamp("2024-04-27 24:00");
        assert_eq!(day.last_second(), midnight.last_second());
        assert_eq!(iso(midnight), "2024-04-28T00:00+08:00");
        assert_eq!(stamp("1970-01-01 8:00").first_second(), 0);
    }

    #[test]
    fn refuses_dates_that_do_not_exist() {
        for (text, part) in [
            ("2024-02-30", "只有 29 天"),
            ("2026-13-45", "月份"),
            ("9月30日", "年份"),
            ("9-30", "年份"),
            ("明天", "不是日期"),
        ] {
            let error = text.parse::<When>().unwrap_err();
            assert!(error.contains(part), "{text}: {error}");
        }
    }
}
