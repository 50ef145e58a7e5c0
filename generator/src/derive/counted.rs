//! How `即日起` and times counted from an event are printed: `拍摄 40 天后：4月28日拍摄 → 2024年6月7日（周五）起；…`.

use super::moment::{Moment, date_text, escape, stamp_html, stamp_text};
use crate::i18n::Words;
use crate::model::{Case, EventKind, Found, Relative, Review, Side, Stamp, TimeUnit, When};

/// How many days 左右 reaches to each side.
const ABOUT_DAYS: i64 = 3;

/// What a time says of something: when it is, when it begins, when it must be done.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Role {
    At,
    From,
    Until,
}

/// A counted time; `said` are the words of the content, used in place of our own.
pub(super) fn counted(relative: &Relative, role: Role, said: Option<&str>, words: &Words) -> Moment {
    let rule = said.map_or_else(|| rule(relative, role, words), str::to_owned);
    match &relative.found.cases[..] {
        [] => {
            let event = event(&relative.found.kind, words);
            let with = |rule: &str, event: &str| words.fill("counted.undated", &[("words", rule), ("event", event)]);
            Moment {
                text: with(&rule, &event),
                html: with(&escape(&rule), &escape(&event)),
                ..Moment::default()
            }
        }
        [only] => {
            let moment = one(relative, only.at, role, None, words);
            Moment {
                text: words.fill("counted.rule", &[("words", &rule), ("time", &moment.text)]),
                html: format!("{}{}", head(&rule, words), moment.html),
                ..moment
            }
        }
        cases => list(relative, cases, role, &rule, words),
    }
}

/// `即日起（2024年4月10日）`; without a day of publication the word alone.
pub(super) fn from_publication(day: Option<Stamp>, words: &Words) -> Moment {
    let Some(stamp) = day else {
        return Moment::words(words.get("counted.from_publication_open"));
    };
    let date = date_text(stamp, "time.signed", words);
    let html = format!(
        "<time datetime=\"{}\"><span class=\"nb\">{}</span></time>",
        stamp.date,
        escape(&date)
    );
    Moment {
        text: words.fill("counted.from_publication", &[("day", &date)]),
        html: words.fill("counted.from_publication", &[("day", &html)]),
        start: Some(stamp.first_second()),
        end: None,
        first: Some(stamp),
        last: None,
        tba: false,
    }
}

/// Until when a review is done, and a refused picture is there again, for what comes on the last day; with that day in words.
pub(super) fn review_ends(review: &Review, last: Stamp, words: &Words) -> Option<(String, Moment, Option<Moment>)> {
    let day = date_text(last, "counted.day", words);
    let result = hours_after(review.within_hours?, last)?;
    let again = review.resubmit_hours.and_then(|hours| hours_after(hours, result));
    let until = |stamp| Moment::until(&When::At(stamp), words);
    Some((day, until(result), again.map(until)))
}

/// So many hours later; from a day without a clock time they are counted from its end.
pub(crate) fn hours_after(hours: u16, stamp: Stamp) -> Option<Stamp> {
    let by = Relative {
        event: String::new(),
        side: Side::After,
        count: u32::from(hours),
        unit: TimeUnit::Hours,
        about: false,
        found: Found::default(),
    };
    by.count_from(stamp)
}

/// What is said beside a span of which one end is counted: the rules, each once.
pub(super) fn rules(start: Option<&When>, end: Option<&When>, words: &Words) -> Option<String> {
    let rule_of = |when: Option<&When>, role| match when {
        Some(When::Relative(relative)) => Some(rule(relative, role, words)),
        _ => None,
    };
    let all: Vec<String> = [rule_of(start, Role::From), rule_of(end, Role::Until)]
        .into_iter()
        .flatten()
        .collect();
    (!all.is_empty()).then(|| all.join(words.get("list.comma")))
}

/// `拍摄 40 天后`.
fn rule(relative: &Relative, role: Role, words: &Words) -> String {
    let unit = match relative.unit {
        TimeUnit::Hours => "counted.amount.hours",
        TimeUnit::Days => "counted.amount.days",
        TimeUnit::Weeks => "counted.amount.weeks",
        TimeUnit::Months => "counted.amount.months",
    };
    let mut amount = words.fill(unit, &[("n", &relative.count.to_string())]);
    if relative.about {
        amount = words.fill("counted.about_amount", &[("amount", &amount)]);
    }
    let key = match (relative.side, role) {
        (Side::After, Role::Until) => "counted.within",
        (Side::After, _) => "counted.after",
        (Side::Before, _) => "counted.before",
    };
    let event = event(&relative.found.kind, words);
    words.fill(key, &[("event", &event), ("amount", &amount)])
}

/// What an event is called within a sentence.
fn event(kind: &EventKind, words: &Words) -> String {
    let key = match kind {
        EventKind::SignUp => "counted.event.sign_up",
        EventKind::Pay => "counted.event.pay",
        EventKind::Shoot => "counted.event.shoot",
        EventKind::Upload => "counted.event.upload",
        EventKind::Review => "counted.event.review",
        EventKind::Publish => "counted.event.publish",
        EventKind::Return => "counted.event.return",
        EventKind::Check => "counted.event.check",
        EventKind::Titled(title) => return words.fill("counted.event.titled", &[("title", title)]),
    };
    words.get(key).to_owned()
}

/// One time; the year is left out when `after` has just named it.
fn one(relative: &Relative, at: Stamp, role: Role, after: Option<Stamp>, words: &Words) -> Moment {
    let when = When::At(at);
    let point = Moment {
        text: stamp_text(at, after, words),
        html: stamp_html(at, after, words),
        ..Moment::point(&when, words)
    };
    let moment = if relative.about {
        around(relative, at, role, point, words)
    } else {
        point
    };
    match role {
        Role::At => moment,
        Role::From => Moment { end: None, ..moment }
            .exactly(relative.about)
            .within("time.from", words),
        Role::Until => {
            let key = if at.minutes.is_some() {
                "time.until"
            } else {
                "time.until_day"
            };
            Moment {
                start: None,
                first: None,
                ..moment
            }
            .within(key, words)
        }
    }
}

/// 左右: some days to each side where something begins; else only the word.
fn around(relative: &Relative, at: Stamp, role: Role, point: Moment, words: &Words) -> Moment {
    let days = jiff::Span::new().days(ABOUT_DAYS);
    let moved = |date: jiff::civil::Date| Stamp { date, minutes: None };
    let span = match (at.date.checked_sub(days), at.date.checked_add(days)) {
        (Ok(first), Ok(last)) if role == Role::From && relative.unit != TimeUnit::Hours => {
            Moment::between(moved(first), moved(last), words)
        }
        _ => point,
    };
    span.within("counted.about", words)
}

impl Moment {
    /// A beginning has no end of its own; only 左右 keeps the last day on which it may begin.
    fn exactly(self, about: bool) -> Self {
        let last = if about && self.first != self.last {
            self.last
        } else {
            None
        };
        Self { last, ..self }
    }
}

/// A line for each day of the event.
fn list(relative: &Relative, cases: &[Case], role: Role, rule: &str, words: &Words) -> Moment {
    let mut texts = Vec::new();
    let mut lines = String::new();
    let mut whole = Moment::default();
    let mut before = None;
    for (index, case) in cases.iter().enumerate() {
        let mut moment = one(relative, case.at, role, before, words);
        if !relative.about && role == Role::From && case.at.minutes.is_none() {
            // Short enough for a phone: the word behind the date doesn't stand on a line alone.
            moment.html = format!("<span class=\"nb\">{}</span>", moment.html);
        }
        before = Some(case.at);
        if index > 0 && relative.found.more {
            texts.push(words.get("counted.more").to_owned());
            lines.push_str(&line(&escape(words.get("counted.more"))));
        }
        texts.push(on(relative, *case, &moment.text, words, false));
        lines.push_str(&line(&on(relative, *case, &moment.html, words, true)));
        whole = if index == 0 {
            moment
        } else {
            spread(whole, &moment, role)
        };
    }
    let list = texts.join(words.get("list.semicolon"));
    let head = head(rule, words);
    Moment {
        text: words.fill("counted.rule", &[("words", rule), ("time", &list)]),
        html: format!("<span class=\"counted\">{head}{lines}</span>"),
        ..whole
    }
}

/// Several cases as one time: from the earliest beginning, to the latest end.
fn spread(first: Moment, last: &Moment, role: Role) -> Moment {
    match role {
        Role::From => first,
        Role::At | Role::Until => Moment {
            end: last.end,
            last: last.last,
            ..first
        },
    }
}

/// `4月28日拍摄 → …`.
fn on(relative: &Relative, case: Case, time: &str, words: &Words, html: bool) -> String {
    let mut day = date_text(case.basis, "counted.day", words);
    if let (Some(clock), TimeUnit::Hours) = (case.basis.clock(), relative.unit) {
        day = words.fill("time.at", &[("day", &day), ("clock", &clock)]);
    }
    let said = match &relative.found.kind {
        EventKind::Titled(_) => day,
        kind => words.fill("counted.happens", &[("day", &day), ("event", &event(kind, words))]),
    };
    let said = if html {
        format!("<span class=\"nb\">{}</span>", escape(&said))
    } else {
        said
    };
    words.fill("counted.case", &[("basis", &said), ("time", time)])
}

/// The rule in front of what it comes to; the page sets it apart.
fn head(rule: &str, words: &Words) -> String {
    let rule = words.fill("counted.rule", &[("words", &escape(rule)), ("time", "")]);
    format!("<span class=\"counted-rule\">{rule}</span>")
}

fn line(html: &str) -> String {
    format!("<span class=\"counted-case\">{html}</span>")
}
