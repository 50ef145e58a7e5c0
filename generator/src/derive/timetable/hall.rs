//! A session as the timetable sees it: when it is open, how fast it is, which cameras it has, how many people it can take.

use crate::model::{Pace, PaceUnit, Route, Session, Stamp};

/// A continuous stretch of time, seconds since the Unix epoch; the end is no longer in it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Stretch {
    /// First second.
    pub start: i64,
    /// The second after the last.
    pub end: i64,
}

/// A session with hours and a pace, ready to be filled.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hall {
    /// Id of the session within its route.
    pub id: String,
    /// Campus id; a session without one takes every class.
    pub campus: Option<String>,
    /// Building and room.
    pub venue: String,
    /// The stretches between the breaks, earliest first, without overlaps.
    pub open: Vec<Stretch>,
    /// People an hour, all cameras together; 0 takes nobody.
    pub per_hour: u64,
    /// Cameras by their numbers at this venue: the first and the last.
    pub machines: (u32, u32),
}

impl Hall {
    /// Seconds that the session is open.
    pub fn seconds(&self) -> i64 {
        self.open.iter().map(|part| part.end - part.start).sum()
    }

    /// People that it can take: open seconds × pace.
    pub fn capacity(&self) -> u64 {
        u64::try_from(self.seconds()).unwrap_or(0).saturating_mul(self.per_hour) / 3600
    }
}

/// How fast a session is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Speed {
    /// People an hour: all cameras together, or one camera where their number isn't known.
    pub per_hour: u64,
    /// Whether it is the speed of one camera because their number isn't known.
    pub each: bool,
}

/// The pace that holds for a session: its own, or its route's.
pub fn pace_of<'a>(route: &'a Route, session: &'a Session) -> Option<&'a Pace> {
    session.pace.as_ref().or(route.pace.as_ref())
}

/// How fast a session is; `None` when no pace is known.
pub fn speed(route: &Route, session: &Session) -> Option<Speed> {
    let pace = pace_of(route, session)?;
    let machines = match (pace.per, session.machines) {
        (PaceUnit::Machine, Some(machines)) => u64::from(machines),
        _ => 1,
    };
    Some(Speed {
        per_hour: u64::from(pace.per_hour) * machines,
        each: pace.per == PaceUnit::Machine && session.machines.is_none(),
    })
}

/// When a session is open, breaks taken out; empty unless it begins and ends with a clock time on one day, since nobody knows what a
/// session over several days does at night.
pub fn open(session: &Session) -> Vec<Stretch> {
    let (Some(start), Some(end)) = (
        session.start.value.stamp(),
        session.end.as_ref().and_then(|end| end.value.last_stamp()),
    ) else {
        return Vec::new();
    };
    if start.date != end.date || start.minutes.is_none() || end.minutes.is_none() {
        return Vec::new();
    }
    let at = |minutes: u16| {
        Stamp {
            minutes: Some(minutes),
            ..start
        }
        .first_second()
    };
    let mut breaks: Vec<(i64, i64)> = session
        .breaks
        .iter()
        .map(|b| (at(b.start.value.0), at(b.end.value.0)))
        .collect();
    breaks.sort_unstable();
    let (mut from, until) = (start.first_second(), end.last_second());
    let mut parts = Vec::new();
    for (pause, resume) in breaks {
        if pause > from && pause < until && resume > pause {
            parts.push(Stretch {
                start: from,
                end: pause,
            });
        }
        if resume > pause {
            from = from.max(resume);
        }
    }
    parts.push(Stretch {
        start: from,
        end: until,
    });
    parts.retain(|part| part.end > part.start);
    parts
}

/// The sessions of a route that can be filled, in the order in which they are: by their beginning, then by id.
pub fn halls(route: &Route) -> Vec<Hall> {
    let mut halls: Vec<Hall> = route
        .sessions
        .iter()
        .filter_map(|session| {
            let open = open(session);
            let speed = speed(route, session)?;
            (!open.is_empty()).then(|| Hall {
                id: session.id.clone(),
                campus: session.campus.as_ref().map(|campus| campus.value.clone()),
                venue: session.venue.clone(),
                open,
                per_hour: speed.per_hour,
                machines: (1, u32::from(session.machines.unwrap_or(1)).max(1)),
            })
        })
        .collect();
    halls.sort_by(|a, b| (a.open.first(), &a.id).cmp(&(b.open.first(), &b.id)));
    number_machines(&mut halls);
    halls
}

/// Gives cameras their numbers: two sessions at one venue whose times meet don't share a camera.
pub fn number_machines(halls: &mut [Hall]) {
    for index in 0..halls.len() {
        let (done, rest) = halls.split_at_mut(index);
        let Some(hall) = rest.first_mut() else { continue };
        let count = hall.machines.1.saturating_sub(hall.machines.0);
        let mut taken: Vec<(u32, u32)> = done
            .iter()
            .filter(|other| meet(other, hall))
            .map(|other| other.machines)
            .collect();
        taken.sort_unstable();
        let mut first: u32 = 1;
        for (from, to) in taken {
            if first.saturating_add(count) >= from {
                first = first.max(to.saturating_add(1));
            }
        }
        hall.machines = (first, first.saturating_add(count));
    }
}

fn meet(a: &Hall, b: &Hall) -> bool {
    let span = |hall: &Hall| Some((hall.open.first()?.start, hall.open.last()?.end));
    let (Some((a_start, a_end)), Some((b_start, b_end))) = (span(a), span(b)) else {
        return false;
    };
    a.venue == b.venue && a.campus == b.campus && a_start < b_end && b_start < a_end
}
