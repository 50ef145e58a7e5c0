//! Dates and clock times that are written by hand.

use super::super::passage::{Passage, clause};
use super::Clash;
use super::known::{Event, Known};
use super::topics::{Topic, Topics};
use crate::model::HalfDay;
use crate::rules::times::written::Text;
use jiff::civil::Date;
use std::ops::Range;

/// A day as it is written, perhaps without its year.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Day {
    range: Range<usize>,
    year: Option<i16>,
    month: i8,
    day: i8,
    /// Index of the first character behind it.
    after: usize,
}

/// Everything in a passage that differs from what is known.
pub(super) fn check(passage: &Passage<'_>, known: &Known<'_>, topics: &Topics<'_>) -> Vec<Clash> {
    let text = passage.prose.as_str();
    let mut found = Vec::new();
    // Among fields `2025-04-10` is a value of its own, not a word about something.
    let in_figures = passage.line.body && text.contains(['-', '/', '.']);
    if !text.contains('月') && !in_figures {
        return found;
    }
    let read = Text::new(text);
    for day in days(&read) {
        let written = text.get(day.range.clone()).unwrap_or("");
        let own = text.get(clause(text, &day.range)).unwrap_or("");
        let amended = known.amended_days.iter().any(|date| day.is(*date));
        if amended || is_advice(own) || !(in_figures || written.contains(['月', '日', '号'])) {
            continue;
        }
        let halves = half_day(text, &day, known);
        if let Some(clash) = halves {
            found.push(clash);
            continue;
        }
        let Some(topic) = topics.at(&day.range) else {
            continue;
        };
        let events: Vec<&Event> = known
            .events
            .iter()
            .filter(|event| topic.about.covers(event, known))
            .collect();
        // Where one of the times is still open nothing can be said.
        if events.is_empty() || events.iter().any(|event| event.edges.is_none()) {
            continue;
        }
        let wrong = wrong_day(text, &day, &topic, &events, known).or_else(|| wrong_clock(text, &read, &day, &events));
        if let Some(range) = wrong {
            let nearest = nearest(&day, &events);
            found.push(Clash {
                range,
                what: format!("{}的时间", topic.about.name(known)),
                data: said(nearest),
                fact: nearest.and_then(fact),
                place: nearest.and_then(|event| event.place.clone()),
            });
        }
    }
    found
}

/// Advice and stories are about other days than the data.
fn is_advice(text: &str) -> bool {
    [
        "建议", "最好", "尽量", "例如", "比如", "已于", "已在", "结束", "原定", "原", "五一", "发布", "印发", "截至",
    ]
    .iter()
    .any(|word| text.contains(word))
}

/// All days of a text, but for those of another year; behind a dash the month may be left out.
fn days(text: &Text) -> Vec<Day> {
    let mut found: Vec<Day> = Vec::new();
    for day in text.days().iter().filter(|day| !day.other_year) {
        let first = Day {
            range: day.range.clone(),
            year: day.year,
            month: day.month,
            day: day.day,
            after: day.after,
        };
        let last = last_of(text, &first);
        found.push(first);
        found.extend(last);
    }
    found
}

/// `–30日` right behind `4月28日`.
fn last_of(text: &Text, first: &Day) -> Option<Day> {
    let from = first.after + 1;
    let (number, end) = text
        .number(from)
        .filter(|_| "-–—~～至到".contains(text.at(first.after)))?;
    let day = i8::try_from(number).ok().filter(|day| (1..=31).contains(day))?;
    matches!(text.at(end), '日' | '号').then(|| Day {
        range: text.bytes(from, end + 1),
        day,
        after: end + 1,
        ..first.clone()
    })
}

impl Day {
    /// The date, in the year that is written or in one of those that an event spans.
    fn in_years(&self, first: Date, last: Date) -> Vec<Date> {
        let years = match self.year {
            Some(year) => year..=year,
            None => first.year()..=last.year().min(first.year().saturating_add(2)),
        };
        years
            .filter_map(|year| Date::new(year, self.month, self.day).ok())
            .collect()
    }

    fn within(&self, event: &Event) -> bool {
        let Some([(first, _), (last, _)]) = event.edges else {
            return false;
        };
        self.in_years(first, last)
            .iter()
            .any(|date| (first..=last).contains(date))
    }

    fn is(&self, date: Date) -> bool {
        (self.month, self.day) == (date.month(), date.day()) && self.year.is_none_or(|year| year == date.year())
    }
}

/// The day, when it can't be one of the events that are spoken of.
fn wrong_day(text: &str, day: &Day, topic: &Topic, events: &[&Event], known: &Known<'_>) -> Option<Range<usize>> {
    let between = text.get(topic.range.end..day.range.start).unwrap_or("");
    let attached = topic.range.end <= day.range.start && is_filler(between);
    let closes = between.contains('至') || between.contains("截止") || between.contains('到');
    let fits = events.iter().any(|event| day.within(event));
    if fits {
        let ends = |event: &&Event| event.edges.is_some_and(|[_, (last, _)]| day.is(last));
        let wrong_end = attached && closes && !events.iter().any(ends);
        return wrong_end.then(|| day.range.clone());
    }
    let elsewhere = known.days.iter().any(|date| day.is(*date)) || known.events.iter().any(|event| day.within(event));
    (attached || !elsewhere).then(|| day.range.clone())
}

/// Words that tie a date to what stands before it.
fn is_filler(text: &str) -> bool {
    let words = ["时间", "日期", "截止", "期限", "即日起", "开放", "时段"];
    let mut rest = text.to_owned();
    for word in words {
        rest = rest.replace(word, "");
    }
    text.chars().count() <= 14 && rest.chars().all(|c| "为是：:在于至到的从自 　，-–—~～".contains(c))
}

/// Words of a clause that says when to be there: that is before it begins.
const ARRIVALS: [&str; 6] = ["到场", "到达", "签到", "集合", "提前", "排队"];

/// A clock time right behind its day that is none of the event's.
fn wrong_clock(text: &str, read: &Text, day: &Day, events: &[&Event]) -> Option<Range<usize>> {
    let (end, minutes) = clock_behind(read, day.after)?;
    let range = day.range.start..end;
    let own = text.get(clause(text, &range))?;
    if ARRIVALS.iter().any(|word| own.contains(word)) {
        return None;
    }
    let closes = closes(text, &range);
    let mut compared = false;
    for [(first, opens), (last, ends)] in events.iter().filter_map(|event| event.edges) {
        let from = opens.filter(|_| day.is(first));
        let to = ends.filter(|_| day.is(last));
        compared |= from.is_some() || to.is_some();
        // A day within a span, or at an edge without a clock, has no times to differ from.
        let fits = match (from, to) {
            (_, Some(to)) if closes => to == minutes,
            (Some(from), Some(to)) => (from..=to).contains(&minutes),
            (Some(from), None) => from <= minutes,
            (None, Some(to)) => minutes <= to,
            (None, None) => false,
        };
        if fits {
            return None;
        }
    }
    compared.then_some(range)
}

/// Whether a time is said to be the last: `截止4月2日17:00`, `4月2日17:00前`.
fn closes(text: &str, time: &Range<usize>) -> bool {
    let before = text.get(..time.start).unwrap_or("");
    let after = text.get(time.end..).unwrap_or("");
    let leads = ["至", "到", "截止", "截止时间：", "截止："]
        .iter()
        .any(|word| before.ends_with(word));
    leads
        || ["前", "之前", "以前", "截止", "止"]
            .iter()
            .any(|word| after.starts_with(word))
}

/// `（周二）下午5:00` from an index on: the byte behind it, and minutes after midnight.
fn clock_behind(text: &Text, from: usize) -> Option<(usize, u16)> {
    let mut at = text.skip(from);
    if let Some((_, behind)) = text.bracket(at) {
        at = behind;
    }
    let (minutes, end) = text.clock(at)?;
    Some((text.bytes(end, end).start, minutes))
}

/// Rows of a table longer than this, in bytes, are not asked which campus they name.
const LONGEST_ROW: usize = 2048;

/// 上午, 下午 behind a day in a clause that names one campus, when all its sessions of that day lie in the other half.
fn half_day(text: &str, day: &Day, known: &Known<'_>) -> Option<Clash> {
    let row = text.trim_start().starts_with('|');
    if row && text.len() > LONGEST_ROW {
        return None;
    }
    let own = if row { 0..text.len() } else { clause(text, &day.range) };
    let campuses: Vec<&String> = known
        .venues
        .keys()
        .filter(|campus| text.get(own.clone()).is_some_and(|part| part.contains(campus.as_str())))
        .collect();
    let [campus] = campuses[..] else { return None };
    let rest = text.get(day.range.end..)?;
    let lead = rest.len() - rest.trim_start_matches([' ', '（']).len();
    let word = ["上午", "下午", "全天"]
        .into_iter()
        .find(|word| rest.get(lead..).is_some_and(|rest| rest.starts_with(word)))?;
    let sessions: Vec<&Event> = known
        .events
        .iter()
        .filter(|event| event.campus.as_ref() == Some(campus) && day.within(event))
        .collect();
    let parts: Vec<&str> = sessions.iter().filter_map(|event| part_of_day(event)).collect();
    if parts.len() != sessions.len() || parts.is_empty() || parts.iter().any(|part| *part == word || *part == "全天")
    {
        return None;
    }
    let first = sessions.first()?;
    Some(Clash {
        range: day.range.start..day.range.end + lead + word.len(),
        what: format!("{campus}的时间"),
        data: parts.join("、"),
        fact: fact(first),
        place: first.place.clone(),
    })
}

fn part_of_day(event: &Event) -> Option<&'static str> {
    const NOON: u16 = 12 * 60;
    match (event.half, event.edges?) {
        (Some(HalfDay::Morning), _) => Some("上午"),
        (Some(HalfDay::Afternoon), _) => Some("下午"),
        (Some(HalfDay::Day), _) => Some("全天"),
        (None, [(first, Some(from)), (last, Some(to))]) if first == last => Some(if to <= NOON + 30 {
            "上午"
        } else if from >= NOON {
            "下午"
        } else {
            "全天"
        }),
        _ => None,
    }
}

/// The event that the writer will have meant: the one with the nearest edge.
fn nearest<'e>(day: &Day, events: &[&'e Event]) -> Option<&'e Event> {
    let distance = |event: &&&Event| {
        let edges = event.edges?;
        let away = |date: Date| {
            let year = day.year.unwrap_or_else(|| date.year());
            let own = Date::new(year, day.month, day.day.min(28)).ok()?;
            Some((own - date).get_days().abs())
        };
        edges.iter().filter_map(|(date, _)| away(*date)).min()
    };
    events
        .iter()
        .min_by_key(|event| distance(event).unwrap_or(i32::MAX))
        .copied()
}

/// An event's span as it is printed.
fn said(event: Option<&Event>) -> String {
    let Some([first, last]) = event.and_then(|event| event.edges) else {
        return String::new();
    };
    let text = |(date, minutes): (Date, Option<u16>)| {
        let clock = minutes
            .map(|m| format!(" {}:{:02}", m / 60, m % 60))
            .unwrap_or_default();
        format!("{}年{}月{}日{clock}", date.year(), date.month(), date.day())
    };
    if first == last {
        text(first)
    } else {
        format!("{} 至 {}", text(first), text(last))
    }
}

/// The name under which a body inserts an event's time.
fn fact(event: &Event) -> Option<String> {
    let mut parts = event.id.split('.');
    match (parts.next()?, parts.next()?, parts.next(), parts.next()) {
        ("route", route, Some("session"), Some(session)) => Some(format!("route.{route}.session.{session}.time")),
        ("route", route, Some(part @ ("window" | "payment" | "sign_up")), None) => {
            Some(format!("route.{route}.{part}"))
        }
        (kind @ ("deadline" | "verify"), id, None, None) => Some(format!("{kind}.{id}.time")),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_are_read_with_and_without_year_and_month() {
        let read = |text: &str| {
            days(&Text::new(text))
                .into_iter()
                .map(|day| (day.year, day.month, day.day))
                .collect::<Vec<_>>()
        };
        assert_eq!(read("2024年4月28日–30日"), [(Some(2024), 4, 28), (Some(2024), 4, 30)]);
        assert_eq!(read("5月6日-5月12日，3月份"), [(None, 5, 6), (None, 5, 12)]);
        assert_eq!(read("13月1日，2月40日，月饼，去年4月1日"), []);
        assert_eq!(
            read("4 月 28 日至５月６号，2024-04-28"),
            [(None, 4, 28), (None, 5, 6), (Some(2024), 4, 28)]
        );
    }

    #[test]
    fn clock_times_are_read_behind_a_day() {
        let read = |text: &str| clock_behind(&Text::new(text), 0).map(|(_, minutes)| minutes);
        assert_eq!(read("（周二）17:00前"), Some(17 * 60));
        assert_eq!(read("下午5点半"), Some(17 * 60 + 30));
        assert_eq!(read(" 9：00-12：00"), Some(9 * 60));
        assert_eq!(read("17时30分前"), Some(17 * 60 + 30));
        assert_eq!(read("（周二） ９:３０"), Some(9 * 60 + 30));
        assert_eq!(read("上午半天"), None);
        assert_eq!(read("25:00"), None);
    }
}
