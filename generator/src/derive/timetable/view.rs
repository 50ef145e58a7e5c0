//! The timetable as pages, calendars and sheets see it.

use super::engine::Slot;
use super::hall::{Stretch, open, speed};
use super::{Timetable, timetable};
use crate::derive::Now;
use crate::derive::campaign::Names;
use crate::derive::campaign::root;
use crate::derive::moment::Moment;
use crate::derive::route::session_moment;
use crate::derive::state::State;
use crate::derive::timeline::{Event, STUDENT};
use crate::i18n::Words;
use crate::model::{CampaignFolder, ClassGroup, Model, Route, Session, Stamp, When};
use serde::Serialize;
use std::collections::BTreeMap;

/// All classes with their times, and the sessions that they go to.
#[derive(Debug, Clone, Serialize)]
#[allow(missing_docs)]
pub struct TimetableView {
    /// Id of the route whose sessions these are.
    pub route: String,
    pub route_name: String,
    /// Path of the list of all classes from the site's root.
    pub url: String,
    pub people: u64,
    pub arrive_early: Option<u16>,
    /// In the order in which they are filled; sessions without hours or pace come last and have no classes.
    pub sessions: Vec<TimetableSession>,
    /// In the order of the class list.
    pub classes: Vec<ClassView>,
    /// In the order in which the list first names them; one without a name where the list has no colleges.
    pub colleges: Vec<CollegeView>,
}

/// The classes of one college.
#[derive(Debug, Clone, Serialize)]
#[allow(missing_docs)]
pub struct CollegeView {
    pub name: Option<String>,
    /// Places in the list of classes.
    pub classes: Vec<usize>,
}

/// A session with what it can take and what it takes.
#[derive(Debug, Clone, Serialize)]
#[allow(missing_docs)]
pub struct TimetableSession {
    pub id: String,
    pub campus: Option<String>,
    pub venue: String,
    pub time: Moment,
    /// Pauses, such as `12:00–14:00`.
    pub breaks: Vec<String>,
    pub machines: Option<u16>,
    pub capacity: Option<CapacityView>,
    /// People of all its classes.
    pub people: u64,
    /// Places of its classes in the list of classes, by time.
    pub classes: Vec<usize>,
}

/// How many people a session can take.
#[derive(Debug, Clone, Serialize)]
#[allow(missing_docs)]
pub struct CapacityView {
    pub people: u64,
    /// Whether that is the number for one camera, because nobody said how many there are.
    pub each: bool,
    /// Minutes that the session is open, pauses taken out.
    pub minutes: i64,
    /// People an hour, as `people` counts them.
    pub per_hour: u64,
}

/// A class with its time; without one where it found no room.
#[derive(Debug, Clone, Serialize)]
#[allow(missing_docs)]
pub struct ClassView {
    pub id: String,
    /// Path of its page from the site's root.
    pub url: String,
    /// Path of its calendar file from the site's root, when it has a time.
    pub calendar: Option<String>,
    pub college: Option<String>,
    pub major: Option<String>,
    pub name: String,
    pub size: u32,
    /// Id of its session.
    pub session: Option<String>,
    pub campus: Option<String>,
    pub venue: Option<String>,
    /// Campus and venue in one line.
    pub where_to: Option<String>,
    /// The day.
    pub day: Option<Moment>,
    /// When to be there.
    pub arrive: Option<Moment>,
    /// From the first picture to the last, in whole minutes.
    pub time: Option<Moment>,
    /// The parts of `time` where the class is photographed before and after a break; empty otherwise.
    pub parts: Vec<Moment>,
    /// First and last second, since the Unix epoch.
    #[serde(skip)]
    pub start: Option<i64>,
    #[serde(skip)]
    pub end: Option<i64>,
    /// `9:14–9:29`.
    pub clock: Option<String>,
    /// `8:54`.
    pub arrive_clock: Option<String>,
    /// Whether the class list or an announcement fixes the time.
    pub locked: bool,
    /// Numbers of the cameras at its venue, such as `1–2`.
    pub machines: Option<String>,
    /// From the moment to be there until the last picture.
    pub state: State,
    /// The same as an event for a calendar.
    #[serde(skip)]
    pub event: Option<Event>,
}

/// What a session can take; `None` where hours or pace are not known.
pub fn capacity(route: &Route, session: &Session) -> Option<CapacityView> {
    let speed = speed(route, session)?;
    let open = open(session);
    let seconds: i64 = open.iter().map(|part| part.end - part.start).sum();
    (seconds > 0).then(|| CapacityView {
        people: u64::try_from(seconds).unwrap_or(0).saturating_mul(speed.per_hour) / 3600,
        each: speed.each,
        minutes: seconds / 60,
        per_hour: speed.per_hour,
    })
}

/// Pauses of a session as printed.
pub fn breaks(session: &Session) -> Vec<String> {
    let text = |pause: &crate::model::Break| format!("{}–{}", pause.start.value, pause.end.value);
    session.breaks.iter().map(text).collect()
}

/// Prints a campaign's timetable; `None` without a class list or without sessions.
pub fn timetable_view(model: &Model, folder: &CampaignFolder, names: &Names<'_>, now: Now) -> Option<TimetableView> {
    let table = timetable(model, folder)?;
    let classes: Vec<ClassView> = table
        .classes
        .iter()
        .zip(&table.plan.slots)
        .enumerate()
        .map(|(index, (class, slot))| {
            class_view(
                &Hand {
                    folder,
                    table: &table,
                    names,
                    now,
                },
                index,
                class,
                slot.as_ref(),
            )
        })
        .collect();
    Some(TimetableView {
        route: table.route_id.to_owned(),
        route_name: table.route.name.clone(),
        url: format!("{}/c/index.html", root(&folder.id, names.words.locale)),
        people: table.classes.iter().map(|class| u64::from(class.size)).sum(),
        arrive_early: table.route.arrive_early,
        sessions: sessions(&table, names, &classes),
        colleges: colleges(&classes),
        classes,
    })
}

fn sessions(table: &Timetable<'_>, names: &Names<'_>, classes: &[ClassView]) -> Vec<TimetableSession> {
    let rank = |session: &Session| {
        table
            .halls
            .iter()
            .position(|hall| hall.id == session.id)
            .unwrap_or(usize::MAX)
    };
    let mut all: Vec<&Session> = table.route.sessions.iter().collect();
    all.sort_by_key(|session| rank(session));
    let view = |session: &&Session| {
        let own = |(_, class): &(usize, &ClassView)| class.session.as_deref() == Some(session.id.as_str());
        let mut mine: Vec<(usize, &ClassView)> = classes.iter().enumerate().filter(own).collect();
        mine.sort_by_key(|(index, class)| (class.start, *index));
        TimetableSession {
            id: session.id.clone(),
            campus: session.campus.as_ref().map(|campus| names.campus(&campus.value)),
            venue: session.venue.clone(),
            time: session_moment(session, names.words),
            breaks: breaks(session),
            machines: session.machines,
            capacity: capacity(table.route, session),
            people: mine.iter().map(|(_, class)| u64::from(class.size)).sum(),
            classes: mine.into_iter().map(|(index, _)| index).collect(),
        }
    };
    all.iter().map(view).collect()
}

fn colleges(classes: &[ClassView]) -> Vec<CollegeView> {
    let mut colleges: Vec<CollegeView> = Vec::new();
    let mut places: BTreeMap<Option<&str>, usize> = BTreeMap::new();
    for (index, class) in classes.iter().enumerate() {
        let place = *places.entry(class.college.as_deref()).or_insert_with(|| {
            colleges.push(CollegeView {
                name: class.college.clone(),
                classes: Vec::new(),
            });
            colleges.len() - 1
        });
        if let Some(college) = colleges.get_mut(place) {
            college.classes.push(index);
        }
    }
    colleges
}

/// What a class is printed from.
struct Hand<'a> {
    folder: &'a CampaignFolder,
    table: &'a Timetable<'a>,
    names: &'a Names<'a>,
    now: Now,
}

fn class_view(hand: &Hand<'_>, index: usize, class: &ClassGroup, slot: Option<&Slot>) -> ClassView {
    let Hand {
        folder,
        table,
        names,
        now,
    } = hand;
    let hall = slot.and_then(|slot| table.halls.get(slot.hall));
    let campus = hall
        .and_then(|hall| hall.campus.clone())
        .or_else(|| table.groups.get(index)?.campus.clone());
    let campus = campus.map(|id| names.campus(&id));
    let venue = hall.map(|hall| hall.venue.clone());
    let early = i64::from(table.route.arrive_early.unwrap_or(0)) * 60;
    let first = slot.and_then(|slot| Stamp::of_minute(slot.start()));
    let last = slot.and_then(|slot| end_stamp(slot.start(), slot.end()));
    let arrive = slot.and_then(|slot| Stamp::of_minute(slot.start() - early));
    let parts = slot.map_or(&[][..], |slot| &slot.parts);
    let mut view = ClassView {
        id: class.id.clone(),
        url: format!("{}/c/{}/index.html", root(&folder.id, names.words.locale), class.id),
        calendar: slot.map(|_| {
            format!(
                "{}/c/{}/{}.ics",
                root(&folder.id, names.words.locale),
                class.id,
                class.id
            )
        }),
        college: class.college.clone(),
        major: class.major.clone(),
        name: class.name.clone(),
        size: class.size,
        session: hall.map(|hall| hall.id.clone()),
        where_to: venue.as_ref().map(|venue| match &campus {
            Some(campus) => format!("{campus} {venue}"),
            None => venue.clone(),
        }),
        campus,
        venue,
        day: first.map(|stamp| Moment::point(&When::At(Stamp { minutes: None, ..stamp }), names.words)),
        arrive: arrive.map(|stamp| Moment::point(&When::At(stamp), names.words)),
        time: first
            .zip(last)
            .map(|(first, last)| Moment::between(first, last, names.words)),
        parts: if parts.len() > 1 {
            parts.iter().filter_map(|one| part(one, names.words)).collect()
        } else {
            Vec::new()
        },
        start: slot.map(Slot::start),
        end: slot.map(Slot::end),
        clock: first
            .zip(last)
            .and_then(|(first, last)| Some(format!("{}–{}", first.clock()?, last.clock()?))),
        arrive_clock: arrive.and_then(Stamp::clock),
        locked: slot.is_some_and(|slot| slot.fixed) || table.is_kept(index) == Some(true),
        machines: hall.map(|hall| match hall.machines {
            (first, last) if first == last => first.to_string(),
            (first, last) => format!("{first}–{last}"),
        }),
        state: State::of(slot.map(|slot| slot.start() - early), slot.map(Slot::end), *now),
        event: None,
    };
    view.event = event(hand, &view);
    view
}

/// A class's entry in a calendar: from when it has to be there until its last picture.
fn event(hand: &Hand<'_>, class: &ClassView) -> Option<Event> {
    let words = hand.names.words;
    let (arrive, time, clock) = (class.arrive.as_ref()?, class.time.as_ref()?, class.clock.as_deref()?);
    let title = match (hand.table.route.arrive_early, class.arrive_clock.as_deref()) {
        (Some(1..), Some(early)) => words.fill(
            "class.event_early",
            &[("name", &class.name), ("arrive", early), ("clock", clock)],
        ),
        _ => words.fill("class.event", &[("name", &class.name), ("clock", clock)]),
    };
    Some(Event {
        id: format!("class.{}", class.id),
        title,
        route: Some(hand.table.route.name.clone()),
        who: STUDENT.to_owned(),
        own: true,
        time: Moment::between(arrive.first?, time.last?, words),
        place: class.where_to.clone(),
        due: true,
        state: class.state,
    })
}

fn part(part: &Stretch, words: &Words) -> Option<Moment> {
    Some(Moment::between(
        Stamp::of_minute(part.start)?,
        end_stamp(part.start, part.end)?,
        words,
    ))
}

/// The minute of an end, seconds left out as they are of the next class's beginning, but later than the minute of its own beginning;
/// midnight belongs to the day before.
fn end_stamp(start: i64, end: i64) -> Option<Stamp> {
    let minute = end.div_euclid(60).max(start.div_euclid(60).checked_add(1)?) * 60;
    let stamp = Stamp::of_minute(minute)?;
    if stamp.minutes == Some(0) {
        let day = Stamp::of_day(minute - 60)?;
        return Some(Stamp {
            minutes: Some(24 * 60),
            ..day
        });
    }
    Some(stamp)
}

/// A moment as staff say it: `4月10日 9:15`, seconds left out.
pub fn short(second: i64) -> String {
    Stamp::of_minute(second).map_or_else(String::new, |stamp| {
        let (month, day) = (stamp.date.month(), stamp.date.day());
        format!("{month}月{day}日 {}", stamp.clock().unwrap_or_default())
    })
}

/// A stretch as staff say it: `4月10日 9:00–12:00`.
pub fn short_span(span: &Stretch) -> String {
    let end = end_stamp(span.start, span.end).and_then(Stamp::clock);
    format!("{}–{}", short(span.start), end.unwrap_or_default())
}
