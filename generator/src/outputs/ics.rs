//! Calendars after RFC 5545: one for a campaign, one for each of its routes, one for each class.
//!
//! Clock times are written in UTC, so that no time zone needs to be described; a day without a clock time is a whole-day event. What has
//! only an end is a moment at that end. Ids stay the same from build to build, so that a calendar read again replaces its events.

use super::{address, first_second, published};
use crate::derive::{CampaignView, Event, Moment};
use crate::i18n::{Locale, Words};
use jiff::Timestamp;
use jiff::civil::Date;
use std::collections::BTreeSet;

/// The longest line in octets, line break not counted.
const LINE: usize = 75;

/// Paths and texts of a campaign's calendars; what has no dated event has none, since a calendar may not be empty.
pub(super) fn calendars(view: &CampaignView, base: Option<&str>, words: &Words) -> Vec<(String, String)> {
    let whole = view.calendar.iter().map(|path| {
        let events = view.events.iter().collect();
        (path.clone(), calendar(&view.title, view, events, base, words))
    });
    let routes = view.routes.iter().filter_map(|route| {
        let path = route.calendar.clone()?;
        // What every student has to do belongs to each route, too.
        let mine = |event: &&Event| event.is_of_route(&route.id) || (event.route.is_none() && event.due);
        let events = view.events.iter().filter(mine).collect();
        let name = words.fill("alarm.of_route", &[("campaign", &view.title), ("route", &route.name)]);
        Some((path, calendar(&name, view, events, base, words)))
    });
    whole.chain(routes).chain(classes(view, base, words)).collect()
}

/// A calendar for each class that has a time: one event, from when it has to be there until its last picture.
fn classes<'a>(
    view: &'a CampaignView,
    base: Option<&'a str>,
    words: &'a Words,
) -> impl Iterator<Item = (String, String)> + 'a {
    let classes = view.timetable.iter().flat_map(|table| &table.classes);
    classes.filter_map(move |class| {
        let name = words.fill("alarm.of_route", &[("campaign", &view.title), ("route", &class.name)]);
        let events = vec![class.event.as_ref()?];
        Some((class.calendar.clone()?, calendar(&name, view, events, base, words)))
    })
}

fn calendar(name: &str, view: &CampaignView, events: Vec<&Event>, base: Option<&str>, words: &Words) -> String {
    let mut lines = Lines::default();
    lines.raw("BEGIN", "VCALENDAR");
    lines.raw("VERSION", "2.0");
    let language = match words.locale {
        Locale::Zh => "ZH",
        Locale::En => "EN",
    };
    lines.raw("PRODID", &format!("-//Tassel//tassel//{language}"));
    lines.raw("CALSCALE", "GREGORIAN");
    lines.raw("METHOD", "PUBLISH");
    lines.text("X-WR-CALNAME", name);
    let stamp = published(view)
        .or_else(|| events.iter().find_map(|event| event.time.start.or(event.time.end)))
        .unwrap_or(0);
    let mut seen = BTreeSet::new();
    for event in events {
        if let Some(span) = Span::of(&event.time)
            && seen.insert(&event.id)
        {
            let entry = Entry {
                view,
                event,
                span,
                stamp,
                base,
                words,
            };
            entry.write(&mut lines);
        }
    }
    lines.raw("END", "VCALENDAR");
    lines.0
}

/// When an event is, as calendars know it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Span {
    /// Whole days: the first, and the one after the last.
    Days(Date, Date),
    /// Seconds since the Unix epoch; the end only where it is later.
    Clock(i64, Option<i64>),
}

impl Span {
    fn of(time: &Moment) -> Option<Self> {
        let (first, last) = match (time.first, time.last) {
            (None, None) => return None,
            (Some(only), None) | (None, Some(only)) => (only, only),
            (Some(first), Some(last)) => (first, last),
        };
        if first.minutes.is_none() && last.minutes.is_none() {
            let last = last.date.max(first.date);
            return Some(Self::Days(first.date, last.tomorrow().unwrap_or(last)));
        }
        let (start, end) = (first.first_second(), last.last_second());
        Some(Self::Clock(start, (end > start).then_some(end)))
    }
}

/// A reminder: the part of its id, when it rings, and what it says.
struct Alarm {
    id: &'static str,
    trigger: &'static str,
    /// Key of what it says.
    words: &'static str,
}

/// When to ring, and whether that is counted from the event's end: a day and an hour before a session begins or a task ends. Counted
/// from whole days that would be midnight; they ring at 9:00 on the last day and the day before, for a session on the day before at 9:00
/// and at 20:00.
fn alarms(event: &Event, span: Span) -> ([Alarm; 2], bool) {
    let alarm = |id, trigger, words| Alarm { id, trigger, words };
    let ends = !event.is_session() && event.time.end.is_some();
    let two = match (span, ends) {
        (Span::Days(..), true) => [
            alarm("day", "-P1DT15H", "alarm.due_tomorrow"),
            alarm("hour", "-PT15H", "alarm.due_today"),
        ],
        (Span::Days(..), false) => [
            alarm("day", "-PT15H", "alarm.tomorrow"),
            alarm("hour", "-PT4H", "alarm.tomorrow"),
        ],
        (Span::Clock(..), true) => [
            alarm("day", "-P1D", "alarm.due_in_a_day"),
            alarm("hour", "-PT1H", "alarm.due_in_an_hour"),
        ],
        (Span::Clock(..), false) => [
            alarm("day", "-P1D", "alarm.begins_in_a_day"),
            alarm("hour", "-PT1H", "alarm.begins_in_an_hour"),
        ],
    };
    // An event without an end of its own has nothing else to count from than its moment, which is its start.
    (two, ends && !matches!(span, Span::Clock(_, None)))
}

struct Entry<'a> {
    view: &'a CampaignView,
    event: &'a Event,
    span: Span,
    stamp: i64,
    base: Option<&'a str>,
    words: &'a Words,
}

impl Entry<'_> {
    fn write(&self, lines: &mut Lines) {
        let (event, id) = (self.event, &self.view.id);
        lines.raw("BEGIN", "VEVENT");
        lines.text("UID", &format!("{}@{id}.tassel", event.id));
        lines.raw("DTSTAMP", &utc(self.stamp));
        let (sequence, last) = self.amended();
        lines.raw("SEQUENCE", &sequence.to_string());
        if let Some(last) = last {
            lines.raw("LAST-MODIFIED", &utc(last));
        }
        match self.span {
            Span::Days(first, after) => {
                lines.raw("DTSTART;VALUE=DATE", &day(first));
                if after > first {
                    lines.raw("DTEND;VALUE=DATE", &day(after));
                }
            }
            Span::Clock(start, end) => {
                lines.raw("DTSTART", &utc(start));
                if let Some(end) = end {
                    lines.raw("DTEND", &utc(end));
                }
            }
        }
        lines.text("SUMMARY", &self.summary());
        if let Some(place) = &event.place {
            lines.text("LOCATION", place);
        }
        lines.text("DESCRIPTION", &self.description());
        if let Some(base) = self.base {
            lines.raw("URL", &self.url(base));
        }
        let mut categories = vec![escape(&self.view.school.short)];
        categories.extend(event.route.as_deref().map(escape));
        lines.raw("CATEGORIES", &categories.join(","));
        // Only a session takes one's time; a week in which to pay does not.
        lines.raw("TRANSP", if event.is_session() { "OPAQUE" } else { "TRANSPARENT" });
        if event.due {
            let (two, from_end) = alarms(event, self.span);
            for alarm in two {
                self.write_alarm(lines, &alarm, from_end);
            }
        }
        lines.raw("END", "VEVENT");
    }

    fn write_alarm(&self, lines: &mut Lines, alarm: &Alarm, from_end: bool) {
        lines.raw("BEGIN", "VALARM");
        lines.text(
            "UID",
            &format!("{}.{}@{}.tassel", self.event.id, alarm.id, self.view.id),
        );
        lines.raw("ACTION", "DISPLAY");
        lines.raw(if from_end { "TRIGGER;RELATED=END" } else { "TRIGGER" }, alarm.trigger);
        lines.text(
            "DESCRIPTION",
            &self.words.fill(alarm.words, &[("what", &self.event.name(self.words))]),
        );
        lines.raw("END", "VALARM");
    }

    /// How often notices changed it, and when the last one did.
    fn amended(&self) -> (usize, Option<i64>) {
        let (mut count, mut last) = (0, None);
        for amendment in self.view.amendments_of(&self.event.id) {
            count += 1;
            last = first_second(&amendment.notice.published).or(last);
        }
        (count, last)
    }

    /// Who acts comes first where it isn't the student, and isn't said by the title already.
    fn summary(&self) -> String {
        let (name, who) = (self.event.name(self.words), self.event.who.as_str());
        if self.event.own || name.starts_with(who) {
            name
        } else {
            self.words.fill("alarm.by", &[("who", who), ("what", &name)])
        }
    }

    fn description(&self) -> String {
        let words = self.words;
        let mut lines = vec![
            self.view.title.clone(),
            words.fill("alarm.time", &[("time", &self.event.time.text)]),
            words.fill("alarm.who", &[("who", &self.event.who)]),
        ];
        if let Some(base) = self.base {
            lines.push(words.fill("alarm.more", &[("url", &self.url(base))]));
        }
        lines.join("\n")
    }

    /// The page with the whole story: the route's part of the campaign page, or the schedule.
    fn url(&self, base: &str) -> String {
        let id = &self.view.root;
        if let Some(class) = self.event.id.strip_prefix("class.") {
            return address(base, &format!("{id}/c/{class}/index.html"));
        }
        let route = self.view.routes.iter().find(|route| self.event.is_of_route(&route.id));
        match route {
            Some(route) => format!("{}#route-{}", address(base, &format!("{id}/index.html")), route.id),
            None => address(base, &format!("{id}/schedule/index.html")),
        }
    }
}

fn utc(second: i64) -> String {
    let moment = Timestamp::from_second(second).unwrap_or(Timestamp::UNIX_EPOCH);
    moment.strftime("%Y%m%dT%H%M%SZ").to_string()
}

fn day(date: Date) -> String {
    date.strftime("%Y%m%d").to_string()
}

/// Content lines, each ended by CRLF and folded.
#[derive(Default)]
struct Lines(String);

impl Lines {
    /// A property whose value is written as it is.
    fn raw(&mut self, name: &str, value: &str) {
        let mut octets = 0;
        for c in name.chars().chain([':']).chain(value.chars()) {
            if octets + c.len_utf8() > LINE {
                self.0.push_str("\r\n ");
                octets = 1;
            }
            self.0.push(c);
            octets += c.len_utf8();
        }
        self.0.push_str("\r\n");
    }

    /// A property whose value is text.
    fn text(&mut self, name: &str, value: &str) {
        self.raw(name, &escape(value));
    }
}

/// A TEXT value (RFC 5545, 3.3.11): line breaks as `\n`, other control characters left out.
fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '\\' | ';' | ',' => out.extend(['\\', c]),
            '\n' => out.push_str("\\n"),
            '\t' => out.push(' '),
            c if c.is_control() => {}
            c => out.push(c),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::When;
    use icalendar::Component as _;
    use icalendar::parser::{read_calendar, unfold};
    use proptest::prelude::*;

    /// DTSTART and DTEND of a span as a notice writes it; without a start, what is due by its end.
    fn written(start: Option<&str>, end: &str) -> (String, Option<String>) {
        let when = |text: &str| text.parse::<When>().unwrap();
        let zh = Words::embedded(Locale::Zh);
        let moment = match start {
            Some(start) => Moment::between(when(start).stamp().unwrap(), when(end).stamp().unwrap(), zh),
            None => Moment::until(&when(end), zh),
        };
        match Span::of(&moment).unwrap() {
            Span::Days(first, after) => (day(first), Some(day(after))),
            Span::Clock(start, end) => (utc(start), end.map(utc)),
        }
    }

    #[test]
    fn days_end_on_the_next_day_and_clock_times_are_utc() {
        let days = |a: &str, b: &str| (a.to_owned(), Some(b.to_owned()));
        assert_eq!(written(Some("2020-4-15"), "2020-4-27"), days("20200415", "20200428"));
        assert_eq!(written(None, "2024-12-31"), days("20241231", "20250101"));
        assert_eq!(
            written(Some("2022-11-04 7:30"), "2022-11-04 24:00"),
            days("20221103T233000Z", "20221104T160000Z")
        );
        assert_eq!(
            written(Some("2022-10-14"), "2022-10-25 17:00"),
            days("20221013T160000Z", "20221025T090000Z")
        );
        assert_eq!(written(None, "2022-10-25 17:00"), ("20221025T090000Z".to_owned(), None));
        assert_eq!(Span::of(&Moment::tba(Words::embedded(Locale::Zh))), None);
        assert_eq!(Span::of(&Moment::words("拍摄 40 天后")), None);
    }

    proptest! {
        /// Whatever a title holds, another program reads the same title back, and no line is too long.
        #[test]
        fn any_text_survives_folding_and_escaping(text in "(?:[一-龥，。：；]|[ -~]|\\PC|\n){0,200}") {
            let mut lines = Lines::default();
            lines.raw("BEGIN", "VCALENDAR");
            lines.raw("BEGIN", "VEVENT");
            lines.text("SUMMARY", &text);
            lines.raw("END", "VEVENT");
            lines.raw("END", "VCALENDAR");
            for line in lines.0.split("\r\n") {
                prop_assert!(line.len() <= LINE && !line.contains(['\r', '\n']), "{line:?}");
            }
            let unfolded = unfold(&lines.0);
            let parsed = read_calendar(&unfolded);
            prop_assert!(parsed.is_ok(), "{parsed:?}");
            let calendar = icalendar::Calendar::from(parsed.unwrap());
            let read: Vec<&str> = calendar.events().filter_map(|event| event.get_summary()).collect();
            let expected: String = text.replace('\t', " ").chars().filter(|c| *c == '\n' || !c.is_control()).collect();
            prop_assert_eq!(read, vec![expected.as_str()]);
        }
    }
}
