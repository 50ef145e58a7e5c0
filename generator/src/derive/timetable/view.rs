//! The timetable as pages, calendars and sheets see it.

use super::engine::Slot;
use super::hall::{Stretch, open, speed};
use super::{Timetable, timetable};
use crate::derive::campaign::Names;
use crate::derive::moment::Moment;
use crate::derive::route::session_moment;
use crate::model::{CampaignFolder, ClassGroup, Model, Route, Session, Stamp};
use serde::Serialize;

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
pub fn timetable_view(model: &Model, folder: &CampaignFolder, names: &Names<'_>) -> Option<TimetableView> {
    let table = timetable(model, folder)?;
    let classes: Vec<ClassView> = table
        .classes
        .iter()
        .zip(&table.plan.slots)
        .enumerate()
        .map(|(index, (class, slot))| class_view(folder, &table, names, index, class, slot.as_ref()))
        .collect();
    Some(TimetableView {
        route: table.route_id.to_owned(),
        route_name: table.route.name.clone(),
        url: format!("{}/c/index.html", folder.id),
        people: table.classes.iter().map(|class| u64::from(class.size)).sum(),
        arrive_early: table.route.arrive_early,
        sessions: sessions(&table, names, &classes),
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
            time: session_moment(session),
            breaks: breaks(session),
            machines: session.machines,
            capacity: capacity(table.route, session),
            people: mine.iter().map(|(_, class)| u64::from(class.size)).sum(),
            classes: mine.into_iter().map(|(index, _)| index).collect(),
        }
    };
    all.iter().map(view).collect()
}

fn class_view(
    folder: &CampaignFolder,
    table: &Timetable<'_>,
    names: &Names<'_>,
    index: usize,
    class: &ClassGroup,
    slot: Option<&Slot>,
) -> ClassView {
    let hall = slot.and_then(|slot| table.halls.get(slot.hall));
    let campus = hall
        .and_then(|hall| hall.campus.clone())
        .or_else(|| table.groups.get(index)?.campus.clone());
    let campus = campus.map(|id| names.campus(&id));
    let venue = hall.map(|hall| hall.venue.clone());
    let early = i64::from(table.route.arrive_early.unwrap_or(0)) * 60;
    let first = slot.and_then(|slot| Stamp::of_minute(slot.start()));
    let last = slot.and_then(|slot| end_stamp(slot.end()));
    let arrive = slot.and_then(|slot| Stamp::of_minute(slot.start() - early));
    let parts = slot.map_or(&[][..], |slot| &slot.parts);
    ClassView {
        id: class.id.clone(),
        url: format!("{}/c/{}/index.html", folder.id, class.id),
        calendar: slot.map(|_| format!("{}/c/{}/{}.ics", folder.id, class.id, class.id)),
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
        arrive: arrive.map(|stamp| Moment::point(crate::model::When::At(stamp))),
        time: first.zip(last).map(|(first, last)| Moment::between(first, last)),
        parts: if parts.len() > 1 {
            parts.iter().filter_map(part).collect()
        } else {
            Vec::new()
        },
        start: slot.map(Slot::start),
        end: slot.map(Slot::end),
        clock: first
            .zip(last)
            .and_then(|(first, last)| Some(format!("{}–{}", first.clock()?, last.clock()?))),
        arrive_clock: arrive.and_then(Stamp::clock),
        locked: slot.is_some_and(|slot| slot.fixed)
            || table.groups.get(index).is_some_and(|group| group.kept.is_some()),
        machines: hall.map(|hall| match hall.machines {
            (first, last) if first == last => first.to_string(),
            (first, last) => format!("{first}–{last}"),
        }),
    }
}

fn part(part: &Stretch) -> Option<Moment> {
    Some(Moment::between(Stamp::of_minute(part.start)?, end_stamp(part.end)?))
}

/// The minute that an end falls in or on; midnight belongs to the day before.
fn end_stamp(end: i64) -> Option<Stamp> {
    let minute = end.checked_add(59)?.div_euclid(60) * 60;
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
