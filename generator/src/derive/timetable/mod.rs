//! Who is photographed when: a class list and the sessions of a route → a time for each class.
//!
//! The sessions are those of the main route, or of the first on-site route that has any. [`engine`] places, [`hall`] says what a session
//! can take, [`view`] prints, [`lock`] writes down what was announced.

pub mod engine;
pub mod hall;
pub mod lock;
pub mod view;

pub use view::{ClassView, TimetableSession, TimetableView};

use crate::model::{CampaignFolder, ClassGroup, Model, OrderBy, Route, RouteKind, School, Sourced};
use engine::{Group, Kept, Plan, Slot, plan};
use hall::Hall;
use std::collections::BTreeMap;

/// A campaign's timetable.
#[derive(Debug, Clone)]
pub struct Timetable<'a> {
    /// Id of the route whose sessions are filled.
    pub route_id: &'a str,
    /// The route.
    pub route: &'a Sourced<Route>,
    /// Its sessions with hours and pace, in the order in which they are filled.
    pub halls: Vec<Hall>,
    /// The classes, in the order of the list.
    pub classes: &'a [ClassGroup],
    /// The same as the engine sees them.
    pub groups: Vec<Group>,
    /// Who is placed where.
    pub plan: Plan,
}

/// A class whose announced time could not be kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Move {
    /// The class.
    pub class: usize,
    /// The announced time.
    pub from: Kept,
    /// The new one; `None` when it has none.
    pub to: Option<Slot>,
}

/// The route whose sessions the class list fills.
pub fn class_route(folder: &CampaignFolder) -> Option<(&str, &Sourced<Route>)> {
    let with_sessions = || folder.routes.iter().filter(|(_, route)| !route.sessions.is_empty());
    let main = with_sessions().find(|(id, _)| *id == folder.campaign.main_route.value);
    let first = || with_sessions().find(|(_, route)| route.kind == RouteKind::Onsite);
    main.or_else(first).map(|(id, route)| (id.as_str(), route))
}

/// A campus of a class list as an id: what the list writes may be the id or the name.
pub fn campus_id<'a>(school: Option<&'a School>, written: &str) -> Option<&'a str> {
    school?.campus_id(written)
}

/// Makes the timetable; `None` without a class list or without a route that has sessions.
pub fn timetable<'a>(model: &'a Model, folder: &'a CampaignFolder) -> Option<Timetable<'a>> {
    let list = folder.classes.as_ref()?;
    let (route_id, route) = class_route(folder)?;
    let halls = hall::halls(route);
    let school = model
        .schools
        .get(&folder.campaign.school.value)
        .map(|school| &school.value);
    let kept: BTreeMap<&str, Kept> = folder
        .lock
        .iter()
        .flat_map(|lock| &lock.slots)
        .map(|slot| {
            let kept = Kept {
                session: slot.session.clone(),
                start: slot.start.first_second(),
                size: slot.size,
            };
            (slot.class.as_str(), kept)
        })
        .collect();
    let group = |class: &ClassGroup| Group {
        size: class.size,
        campus: class
            .campus
            .as_ref()
            .map(|written| campus_id(school, written).unwrap_or(written).to_owned()),
        session: class.session.clone(),
        fixed: class.fixed.map(crate::model::Stamp::first_second),
        kept: kept.get(class.id.as_str()).cloned(),
    };
    let groups: Vec<Group> = list.classes.iter().map(group).collect();
    let plan = plan(&halls, &groups, &order(&list.classes, route.order_by));
    Some(Timetable {
        route_id,
        route,
        halls,
        classes: &list.classes,
        groups,
        plan,
    })
}

/// The classes in the order in which they are photographed.
pub fn order(classes: &[ClassGroup], by: OrderBy) -> Vec<usize> {
    let mut order: Vec<usize> = (0..classes.len()).collect();
    if by == OrderBy::College {
        let mut first: BTreeMap<Option<&str>, usize> = BTreeMap::new();
        let ranks: Vec<usize> = classes
            .iter()
            .enumerate()
            .map(|(index, class)| *first.entry(class.college.as_deref()).or_insert(index))
            .collect();
        order.sort_by_key(|index| (ranks.get(*index).copied(), *index));
    }
    order
}

impl Timetable<'_> {
    /// Whether a class has the time that was announced for it, to the minute; `None` where none was.
    pub fn is_kept(&self, class: usize) -> Option<bool> {
        let old = self.groups.get(class)?.kept.as_ref()?;
        let slot = self.plan.slots.get(class)?.as_ref();
        Some(slot.is_some_and(|slot| {
            let session = self.halls.get(slot.hall).is_some_and(|hall| hall.id == old.session);
            session && slot.start().div_euclid(60) == old.start.div_euclid(60)
        }))
    }

    /// Classes that had an announced time and now have another or none, in the order of the list.
    pub fn moves(&self) -> Vec<Move> {
        let moved = |class: usize| {
            (self.is_kept(class) == Some(false)).then_some(())?;
            Some(Move {
                class,
                from: self.groups.get(class)?.kept.clone()?,
                to: self.plan.slots.get(class)?.clone(),
            })
        };
        (0..self.groups.len()).filter_map(moved).collect()
    }

    /// A move as staff read it: `软件2201 4月10日 9:15 → 10:05`, with the day where it changes, too.
    pub fn moved_text(&self, one: &Move) -> String {
        let name = self.classes.get(one.class).map_or("", |class| class.name.as_str());
        let from = view::short(one.from.start);
        let to = one.to.as_ref().map_or_else(
            || "排不下".to_owned(),
            |slot| {
                let to = view::short(slot.start());
                let day = |text: &str| text.split(' ').next().map(str::to_owned);
                let same_day = day(&from) == day(&to);
                let clock = to.split(' ').next_back().unwrap_or_default().to_owned();
                let time = if same_day { clock } else { to };
                match self.halls.get(slot.hall) {
                    Some(hall) if hall.id != one.from.session => format!("{time}（{}）", hall.venue),
                    _ => time,
                }
            },
        );
        format!("{name} {from} → {to}")
    }

    /// Classes without an announced time, where there are announced times.
    pub fn new_classes(&self) -> Vec<usize> {
        let locked = self.groups.iter().any(|group| group.kept.is_some());
        let new = |(class, group): (usize, &Group)| (locked && group.kept.is_none()).then_some(class);
        self.groups.iter().enumerate().filter_map(new).collect()
    }
}

#[cfg(test)]
mod properties;
