//! Times as they are printed: text in the page's language, HTML with `<time datetime>`, and seconds for the reader's browser.

use super::counted::{Role, counted, from_publication, rules};
use crate::i18n::Words;
use crate::model::{HalfDay, HolidayKind, Spanned, Stamp, When};
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
    pub fn point(when: &When, words: &Words) -> Self {
        match when {
            When::Tba => Self::tba(words),
            When::At(stamp) => Self {
                text: stamp_text(*stamp, None, words),
                html: stamp_html(*stamp, None, words),
                start: Some(stamp.first_second()),
                end: Some(stamp.last_second()),
                first: Some(*stamp),
                last: Some(*stamp),
                tba: false,
            },
            When::FromPublication(day) => from_publication(*day, words),
            When::Relative(relative) => counted(relative, Role::At, None, words),
        }
    }

    /// `待定`.
    pub fn tba(words: &Words) -> Self {
        let tba = words.get("time.tba");
        Self {
            text: tba.to_owned(),
            html: format!("<span class=\"tba\">{}</span>", escape(tba)),
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
    pub fn until(when: &When, words: &Words) -> Self {
        let stamp = match when {
            When::At(stamp) => stamp,
            When::Relative(relative) => return counted(relative, Role::Until, None, words),
            _ => return Self::point(when, words),
        };
        let key = if stamp.minutes.is_some() {
            "time.until"
        } else {
            "time.until_day"
        };
        Self {
            start: None,
            first: None,
            ..Self::point(when, words).within(key, words)
        }
    }

    /// The time inside a longer phrase: its place is `{time}`.
    pub(super) fn within(self, key: &str, words: &Words) -> Self {
        Self {
            text: words.fill(key, &[("time", &self.text)]),
            html: words.fill(key, &[("time", &self.html)]),
            ..self
        }
    }

    /// A span; either end may be open or 待定. `None` when nothing at all is said.
    pub fn span(bounds: Bounds<'_>, words: &Words) -> Option<Self> {
        let (start, end) = (bounds.start.map(|when| &when.value), bounds.end.map(|when| &when.value));
        if let (None, None) = (start, end) {
            return bounds.relative.map(Self::words);
        }
        let known = |when: Option<&When>| when.and_then(When::stamp).is_some();
        // Where one end alone is counted from something, the words of the content take the place of ours.
        if let (Some(When::Relative(from)), None) = (start, end) {
            return Some(counted(from, Role::From, bounds.relative, words));
        }
        if let (None, Some(When::Relative(until))) = (start, end) {
            return Some(counted(until, Role::Until, bounds.relative, words));
        }
        let moment = match (start, end) {
            (Some(from), Some(to)) if known(start) && known(end) => Self::both(from, to, words),
            (Some(from), None) if known(start) => Self::from(from, words),
            (Some(from), Some(_)) if known(start) => Self::from(from, words).within("time.end_open", words),
            (_, Some(to)) if known(end) => Self::until(to, words),
            (Some(from @ (When::FromPublication(_) | When::Relative(_))), _) => Self::from(from, words),
            (_, Some(to @ When::Relative(_))) => Self::until(to, words),
            _ => Self::tba(words),
        };
        let said = bounds.relative.map(str::to_owned);
        let between = start.is_some() && end.is_some() && known(start) && known(end);
        let said = said.or_else(|| rules(start, end, words).filter(|_| between));
        Some(match said {
            Some(said) => {
                let with = |time: &str, said: &str| words.fill("time.relative", &[("time", time), ("words", said)]);
                Self {
                    text: with(&moment.text, &said),
                    html: with(&moment.html, &escape(&said)),
                    ..moment
                }
            }
            None => moment,
        })
    }

    /// From one known time to another; of several that are counted, from the earliest to the latest.
    fn both(start: &When, end: &When, words: &Words) -> Self {
        let (Some(first), Some(last)) = (start.stamp(), end.last_stamp()) else {
            return Self::tba(words);
        };
        let When::FromPublication(day) = start else {
            return Self::between(first, last, words);
        };
        let from = from_publication(*day, words);
        let span = |from: &str, to: &str| words.fill("counted.span", &[("from", from), ("to", to)]);
        Self {
            text: span(&from.text, &stamp_text(last, Some(first), words)),
            html: span(&from.html, &stamp_html(last, Some(first), words)),
            end: Some(last.last_second()),
            last: Some(last),
            ..from
        }
    }

    fn from(start: &When, words: &Words) -> Self {
        match start {
            When::Relative(relative) => return counted(relative, Role::From, None, words),
            When::FromPublication(day) => return from_publication(*day, words),
            _ => {}
        }
        Self {
            end: None,
            last: None,
            ..Self::point(start, words).within("time.from", words)
        }
    }

    /// From the first moment of `start` to the last of `end`.
    pub fn between(start: Stamp, end: Stamp, words: &Words) -> Self {
        let (text, html) = if start.date == end.date {
            match (start.clock(), end.clock()) {
                (Some(a), Some(b)) => {
                    let day = day_text(start, None, words);
                    // The two clock times stay in one line, so the day is an element of its own.
                    let clocks = format!("{}–{}", time_html(&iso(start), &a), time_html(&iso(end), &b));
                    let date = time_html(&start.date.to_string(), &whole_day(start, None, words));
                    (
                        words.fill("time.at", &[("day", &day), ("clock", &format!("{a}–{b}"))]),
                        words.fill("time.at", &[("day", &date), ("clock", &whole(&clocks))]),
                    )
                }
                _ => (stamp_text(start, None, words), stamp_html(start, None, words)),
            }
        } else {
            let key = if start.minutes.is_some() || end.minutes.is_some() {
                "time.span_clock"
            } else {
                "time.span"
            };
            let span = |from: &str, to: &str| words.fill(key, &[("from", from), ("to", to)]);
            (
                span(&stamp_text(start, None, words), &stamp_text(end, Some(start), words)),
                span(&stamp_html(start, None, words), &stamp_html(end, Some(start), words)),
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
    pub fn half_day(self, half: HalfDay, words: &Words) -> Self {
        let key = match half {
            HalfDay::Morning => "time.half.morning",
            HalfDay::Afternoon => "time.half.afternoon",
            HalfDay::Day => "time.half.day",
        };
        self.within(key, words)
    }

    /// Adds words behind the time; a comma that joins them in plain text is a space in HTML, where the line may break.
    #[must_use]
    pub fn with_words(mut self, words: &str) -> Self {
        self.text.push_str(words);
        let shown = escape(words.trim_start_matches(['，', ',', ' ']));
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

/// 周一 … 周日; Mon … Sun.
pub fn weekday(stamp: Stamp, words: &Words) -> &str {
    words.get(match stamp.date.weekday() {
        Weekday::Monday => "time.weekday.mon",
        Weekday::Tuesday => "time.weekday.tue",
        Weekday::Wednesday => "time.weekday.wed",
        Weekday::Thursday => "time.weekday.thu",
        Weekday::Friday => "time.weekday.fri",
        Weekday::Saturday => "time.weekday.sat",
        Weekday::Sunday => "time.weekday.sun",
    })
}

/// The day; the year is left out when `after` has just named it.
fn day_text(stamp: Stamp, after: Option<Stamp>, words: &Words) -> String {
    let same_year = after.is_some_and(|after| after.date.year() == stamp.date.year());
    match (same_year, special(stamp, words)) {
        (false, None) => date_text(stamp, "time.day", words),
        (true, None) => date_text(stamp, "time.day_again", words),
        (false, Some(label)) => filled(stamp, "holiday.day", &label, words),
        (true, Some(label)) => filled(stamp, "holiday.day_again", &label, words),
    }
}

/// A day with its weekday and what is special about it: `2024年4月28日（周日，调休上班）`.
pub fn day_name(stamp: Stamp, words: &Words) -> String {
    day_text(stamp, None, words)
}

/// `调休上班`, `劳动节假期`.
fn special(stamp: Stamp, words: &Words) -> Option<String> {
    let holiday = words.holiday(stamp.date)?;
    if holiday.kind == HolidayKind::Work {
        return Some(words.get("holiday.work").to_owned());
    }
    let names: Vec<&str> = holiday.name.split('、').map(|name| festival(name, words)).collect();
    let name = names.join(words.get("list.comma"));
    let key = if holiday.alone { "holiday.alone" } else { "holiday.off" };
    Some(words.fill(key, &[("name", &name)]))
}

/// A festival in the page's language; one that we don't know as it is written.
fn festival<'a>(name: &'a str, words: &'a Words) -> &'a str {
    words.get(match name {
        "元旦" => "holiday.name.new_year",
        "春节" => "holiday.name.spring",
        "清明节" => "holiday.name.qingming",
        "劳动节" => "holiday.name.labour",
        "端午节" => "holiday.name.dragon_boat",
        "中秋节" => "holiday.name.mid_autumn",
        "国庆节" => "holiday.name.national",
        other => return other,
    })
}

/// A day in the words of a key with `{year} {month} {day} {weekday}`.
pub fn date_text(stamp: Stamp, key: &str, words: &Words) -> String {
    filled(stamp, key, "", words)
}

fn filled(stamp: Stamp, key: &str, label: &str, words: &Words) -> String {
    let date = stamp.date;
    let (year, day) = (date.year().to_string(), date.day().to_string());
    let month = format!("time.month.{}", date.month());
    let values = [
        ("year", year.as_str()),
        ("month", words.get(&month)),
        ("day", &day),
        ("weekday", weekday(stamp, words)),
        ("label", label),
    ];
    words.fill(key, &values)
}

/// The day, with its clock time; the year is left out when `after` has just named it.
pub(super) fn stamp_text(stamp: Stamp, after: Option<Stamp>, words: &Words) -> String {
    let day = day_text(stamp, after, words);
    match stamp.clock() {
        Some(clock) => words.fill("time.at", &[("day", &day), ("clock", &clock)]),
        None => day,
    }
}

/// The same as a `<time>` element.
pub(super) fn stamp_html(stamp: Stamp, after: Option<Stamp>, words: &Words) -> String {
    let day = whole_day(stamp, after, words);
    let html = match stamp.clock() {
        Some(clock) => words.fill("time.at", &[("day", &day), ("clock", &whole(&clock))]),
        None => day,
    };
    time_html(&iso(stamp), &html)
}

fn time_html(datetime: &str, html: &str) -> String {
    format!("<time datetime=\"{datetime}\">{html}</time>")
}

/// The day in one line; where a holiday makes it long, its brackets may go to the next.
fn whole_day(stamp: Stamp, after: Option<Stamp>, words: &Words) -> String {
    let text = day_text(stamp, after, words);
    match text.find(['（', '(']) {
        Some(at) if special(stamp, words).is_some() => {
            let (date, label) = text.split_at(at);
            let space = if date.ends_with(' ') { " " } else { "" };
            format!("{}{space}{}", whole(&escape(date.trim_end())), whole(&escape(label)))
        }
        _ => whole(&escape(&text)),
    }
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
    use crate::i18n::Locale;

    fn stamp(text: &str) -> Stamp {
        text.parse::<When>().unwrap().stamp().unwrap()
    }

    #[test]
    fn prints_spans_as_a_notice_would() {
        let between = |a, b| Moment::between(stamp(a), stamp(b), Words::embedded(Locale::Zh)).text;
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
            Moment::until(&"2024-9-30".parse().unwrap(), Words::embedded(Locale::Zh)).text,
            "2024年9月30日（周一）前（含当日）"
        );
    }

    #[test]
    fn days_and_clock_times_stay_whole_and_lines_break_between_them() {
        let html = |a, b| Moment::between(stamp(a), stamp(b), Words::embedded(Locale::Zh)).html;
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
    fn prints_english_times() {
        let en = Words::embedded(Locale::En);
        let when = |text: &str| text.parse::<When>().unwrap();
        let between = |a, b| Moment::between(stamp(a), stamp(b), en).text;
        assert_eq!(
            between("2022-11-04 9:00", "2022-11-04 12:00"),
            "Fri 4 Nov 2022, 9:00–12:00"
        );
        assert_eq!(between("2020-4-15", "2020-4-27"), "Wed 15 Apr 2020 – Mon 27 Apr");
        assert_eq!(
            between("2022-12-31 9:00", "2023-01-02 17:00"),
            "Sat 31 Dec 2022, 9:00 – Mon 2 Jan 2023, 17:00"
        );
        assert_eq!(
            Moment::until(&when("2022-10-25 17:00"), en).text,
            "by Tue 25 Oct 2022, 17:00"
        );
        assert_eq!(
            Moment::until(&when("2024-9-30"), en).text,
            "by the end of Mon 30 Sep 2024"
        );
        assert_eq!(Moment::from(&when("2024-9-30"), en).text, "from Mon 30 Sep 2024");
        let half = Moment::point(&when("2024-10-12"), en).half_day(HalfDay::Morning, en);
        assert_eq!(
            half.html,
            "<time datetime=\"2024-10-12\"><span class=\"nb\">Sat 12 Oct 2024</span></time>, morning"
        );
        assert_eq!(Moment::tba(en).text, "To be announced");
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
