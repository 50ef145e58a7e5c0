//! The placing of classes into sessions: pure, in whole seconds, the same for the same input.
//!
//! A class is photographed as one block by all cameras of a session together, so it takes `ceil(people × 3600 / people an hour)` seconds. A
//! block never runs over a break or the end of a session. Only a class that is longer than every stretch between two breaks is parted, and
//! only at the breaks. Who is placed first:
//!
//! 1. classes that the list fixes to a time;
//! 2. classes that an earlier timetable has given a time, those whose size is still the same before the others;
//! 3. the rest in their order, each as early as possible after the one before it, session after session;
//! 4. what then found no room, into gaps before its turn.
//!
//! A class added at the end of the list therefore moves nobody.

use super::hall::{Hall, Stretch};
use std::collections::BTreeMap;

/// A fixed or kept time means a minute, since people write minutes; a block may begin at any second of it.
const MINUTE: i64 = 60;

/// A class to be placed.
#[derive(Debug, Clone, Default)]
pub struct Group {
    /// People.
    pub size: u32,
    /// Campus id; without one every session will do.
    pub campus: Option<String>,
    /// Session id, where the list names one.
    pub session: Option<String>,
    /// Second since the Unix epoch to which the list fixes the beginning.
    pub fixed: Option<i64>,
    /// What an earlier timetable says.
    pub kept: Option<Kept>,
}

/// A class's place in an earlier timetable.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Kept {
    /// Session id.
    pub session: String,
    /// Minute in which the class began, seconds since the Unix epoch.
    pub start: i64,
    /// People, then; `None` when not noted.
    pub size: Option<u32>,
}

/// A class's place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Slot {
    /// Place of the session in the list of sessions.
    pub hall: usize,
    /// When the class is photographed: one stretch, or several where it had to be parted at breaks.
    pub parts: Vec<Stretch>,
    /// Whether the list fixes the time.
    pub fixed: bool,
    /// Whether the class filled a gap before its turn.
    pub early: bool,
}

impl Slot {
    /// First second.
    pub fn start(&self) -> i64 {
        self.parts.first().map_or(0, |part| part.start)
    }

    /// The second after the last.
    pub fn end(&self) -> i64 {
        self.parts.last().map_or(0, |part| part.end)
    }
}

/// Why a class has no place.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Trouble {
    /// The list fixes it to a time at which no session of its campus is open.
    Outside {
        /// The class.
        class: usize,
    },
    /// The list fixes it to a time so late that it runs into a break or the end of the session.
    RunsOver {
        /// The class.
        class: usize,
        /// The session.
        hall: usize,
    },
    /// The list fixes it to a time at which another class is photographed.
    Overlaps {
        /// The class.
        class: usize,
        /// The one that has the time.
        other: usize,
    },
    /// The sessions are full, or there is none for it.
    NoRoom {
        /// The class.
        class: usize,
    },
}

/// A timetable.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Plan {
    /// For each class its place, if it has one.
    pub slots: Vec<Option<Slot>>,
    /// What went wrong, in the order of the classes.
    pub troubles: Vec<Trouble>,
}

/// Seconds that a class takes at so many people an hour; at least one.
pub fn duration(size: u32, per_hour: u64) -> i64 {
    let seconds = (u64::from(size) * 3600).div_ceil(per_hour.max(1));
    i64::try_from(seconds).unwrap_or(i64::MAX).max(1)
}

/// Places every class that can be placed. `halls` stand in the order in which they are filled, `order` names the classes in theirs.
pub fn plan(halls: &[Hall], groups: &[Group], order: &[usize]) -> Plan {
    let mut desk = Desk::new(halls, groups);
    desk.place_fixed(order);
    desk.place_kept(order);
    desk.place_in_turn(order);
    let mut troubles = desk.troubles;
    troubles.sort_by_key(|trouble| match trouble {
        Trouble::Outside { class }
        | Trouble::RunsOver { class, .. }
        | Trouble::Overlaps { class, .. }
        | Trouble::NoRoom { class } => *class,
    });
    Plan {
        slots: desk.slots,
        troubles,
    }
}

/// What a class's sessions depend on: its campus, and the session that the list names.
type Choice<'a> = (Option<&'a str>, Option<&'a str>);

/// What is free and who sits where, while the timetable is made.
struct Desk<'a> {
    halls: &'a [Hall],
    groups: &'a [Group],
    /// For each session its free stretches: start → end.
    free: Vec<BTreeMap<i64, i64>>,
    slots: Vec<Option<Slot>>,
    troubles: Vec<Trouble>,
}

impl<'a> Desk<'a> {
    fn new(halls: &'a [Hall], groups: &'a [Group]) -> Self {
        let open = |hall: &Hall| {
            let usable = hall.per_hour > 0;
            let open = hall.open.iter().filter(|part| usable && part.end > part.start);
            open.map(|part| (part.start, part.end)).collect()
        };
        Self {
            halls,
            groups,
            free: halls.iter().map(open).collect(),
            slots: vec![None; groups.len()],
            troubles: Vec::new(),
        }
    }

    /// Sessions that a class may go to, in the order in which they are filled.
    fn halls_of(&self, group: &Group) -> Vec<usize> {
        let fits = |hall: &Hall| match (&group.session, &group.campus, &hall.campus) {
            (Some(id), ..) => *id == hall.id,
            (None, Some(wanted), Some(campus)) => wanted == campus,
            _ => true,
        };
        let usable = |index: &usize| {
            self.halls
                .get(*index)
                .is_some_and(|hall| hall.per_hour > 0 && fits(hall))
        };
        (0..self.halls.len()).filter(usable).collect()
    }

    fn place_fixed(&mut self, order: &[usize]) {
        let groups = self.groups;
        let mut fixed: Vec<(i64, usize, usize)> = Vec::new();
        for (turn, class) in order.iter().enumerate() {
            fixed.extend(groups.get(*class).and_then(|group| Some((group.fixed?, turn, *class))));
        }
        fixed.sort_unstable();
        for (start, _, class) in fixed {
            let Some(group) = groups.get(class) else { continue };
            let halls = self.halls_of(group);
            let latest = start.saturating_add(MINUTE - 1);
            let found = halls
                .iter()
                .find_map(|hall| Some((*hall, self.fit(*hall, group, start, latest)?)));
            match found {
                Some((hall, parts)) => self.take(class, hall, parts, true, false),
                None => {
                    let trouble = self.why_not(class, &halls, start);
                    self.troubles.push(trouble);
                }
            }
        }
    }

    /// Why a class can't begin at this moment in any of its sessions.
    fn why_not(&self, class: usize, halls: &[usize], start: i64) -> Trouble {
        let inside = |hall: &&usize| {
            let open = self.halls.get(**hall).map_or(&[][..], |hall| &hall.open);
            open.iter().any(|part| (part.start..part.end).contains(&start))
        };
        let Some(&hall) = halls.iter().find(inside) else {
            return Trouble::Outside { class };
        };
        let needed = match (self.groups.get(class), self.halls.get(hall)) {
            (Some(group), Some(hall)) => duration(group.size, hall.per_hour),
            _ => 1,
        };
        let end = start.saturating_add(needed);
        let meets = |slot: &Slot| slot.hall == hall && slot.parts.iter().any(|p| p.start < end && start < p.end);
        let other = self.slots.iter().position(|slot| slot.as_ref().is_some_and(meets));
        match other {
            Some(other) => Trouble::Overlaps { class, other },
            None => Trouble::RunsOver { class, hall },
        }
    }

    fn place_kept(&mut self, order: &[usize]) {
        let groups = self.groups;
        // Announced times are minutes: of several classes in one minute the shortest goes first, so that each begins within it.
        let mut kept: Vec<(bool, i64, u32, usize, usize, usize)> = Vec::new();
        for (turn, class) in order.iter().enumerate() {
            let Some((group, old)) = groups.get(*class).and_then(|g| Some((g, g.kept.as_ref()?))) else {
                continue;
            };
            let hall = self
                .halls_of(group)
                .into_iter()
                .find(|hall| self.halls.get(*hall).is_some_and(|h| h.id == old.session));
            if let (Some(hall), None) = (hall, group.fixed) {
                let changed = old.size.is_some_and(|size| size != group.size);
                kept.push((changed, old.start, group.size, turn, *class, hall));
            }
        }
        kept.sort_unstable();
        for (_, start, _, _, class, hall) in kept {
            let Some(group) = groups.get(class) else { continue };
            if let Some(parts) = self.fit(hall, group, start, start.saturating_add(MINUTE - 1)) {
                self.take(class, hall, parts, false, false);
            }
        }
    }

    /// Places the rest in order. What finds no room behind those before it fills a gap at once, so that no class added later takes it.
    fn place_in_turn(&mut self, order: &[usize]) {
        let groups = self.groups;
        let mut cursors = vec![i64::MIN; self.halls.len()];
        // Classes that may go to the same sessions fill them one after the other and never turn back.
        let mut reached: BTreeMap<Choice<'_>, (Vec<usize>, usize)> = BTreeMap::new();
        for &class in order {
            let Some(group) = groups.get(class) else { continue };
            let key = (group.campus.as_deref(), group.session.as_deref());
            let (halls, at) = reached.entry(key).or_insert_with(|| (self.halls_of(group), 0));
            match self.slots.get(class).and_then(Option::as_ref) {
                Some(slot) if slot.fixed => {}
                Some(slot) => {
                    let place = halls.iter().position(|hall| *hall == slot.hall);
                    *at = place.map_or(*at, |place| place.max(*at));
                    if let Some(cursor) = cursors.get_mut(slot.hall) {
                        *cursor = slot.end().max(*cursor);
                    }
                }
                None if group.fixed.is_some() => {}
                None => {
                    let found = halls.iter().enumerate().skip(*at).find_map(|(place, &hall)| {
                        let from = cursors.get(hall).copied().unwrap_or(i64::MIN);
                        Some((place, hall, self.fit(hall, group, from, i64::MAX)?))
                    });
                    let Some((place, hall, parts)) = found else {
                        self.fill_gap(class, group);
                        continue;
                    };
                    *at = place;
                    let end = parts.last().map_or(i64::MIN, |part| part.end);
                    if let Some(cursor) = cursors.get_mut(hall) {
                        *cursor = end;
                    }
                    self.take(class, hall, parts, false, false);
                }
            }
        }
    }

    /// Places a class before others of the list, where they leave a gap.
    fn fill_gap(&mut self, class: usize, group: &Group) {
        let halls = self.halls_of(group);
        let found = halls
            .iter()
            .find_map(|hall| Some((*hall, self.fit(*hall, group, i64::MIN, i64::MAX)?)));
        match found {
            Some((hall, parts)) => self.take(class, hall, parts, false, true),
            None => self.troubles.push(Trouble::NoRoom { class }),
        }
    }

    /// The earliest time for a class in a session that begins from `from` to `latest`.
    fn fit(&self, hall: usize, group: &Group, from: i64, latest: i64) -> Option<Vec<Stretch>> {
        let (session, free) = (self.halls.get(hall)?, self.free.get(hall)?);
        let needed = duration(group.size, session.per_hour);
        let longest = session
            .open
            .iter()
            .map(|part| part.end.saturating_sub(part.start))
            .max()?;
        let before = free.range(..from).next_back();
        let mut gaps = before
            .into_iter()
            .chain(free.range(from..))
            .map(|(start, end)| Stretch {
                start: (*start).max(from),
                end: *end,
            });
        if needed <= longest {
            let mut open = gaps.take_while(|gap| gap.start <= latest);
            let gap = open.find(|gap| gap.end.saturating_sub(gap.start) >= needed)?;
            let end = gap.start + needed;
            return Some(vec![Stretch { start: gap.start, end }]);
        }
        let rest: Vec<Stretch> = gaps.by_ref().filter(|gap| gap.end > gap.start).collect();
        let starts = rest.iter().enumerate().take_while(|(_, gap)| gap.start <= latest);
        starts
            .map(|(at, _)| at)
            .find_map(|at| parted(session, rest.get(at..)?, needed))
    }

    fn take(&mut self, class: usize, hall: usize, parts: Vec<Stretch>, fixed: bool, early: bool) {
        if let Some(free) = self.free.get_mut(hall) {
            for part in &parts {
                let gap = free.range(..=part.start).next_back().map(|(start, end)| (*start, *end));
                let Some((start, end)) = gap else { continue };
                free.remove(&start);
                if start < part.start {
                    free.insert(start, part.start);
                }
                if part.end < end {
                    free.insert(part.end, end);
                }
            }
        }
        if let Some(slot) = self.slots.get_mut(class) {
            *slot = Some(Slot {
                hall,
                parts,
                fixed,
                early,
            });
        }
    }
}

/// A class over several free stretches, parted at breaks only: never around another class.
fn parted(session: &Hall, gaps: &[Stretch], mut needed: i64) -> Option<Vec<Stretch>> {
    let mut parts: Vec<Stretch> = Vec::new();
    for gap in gaps {
        if !parts.is_empty() && !session.open.iter().any(|open| open.start == gap.start) {
            return None;
        }
        let end = gap.start.saturating_add(needed).min(gap.end);
        parts.push(Stretch { start: gap.start, end });
        needed -= end - gap.start;
        if needed == 0 {
            return Some(parts);
        }
        if !session.open.iter().any(|open| open.end == gap.end) {
            return None;
        }
    }
    None
}
