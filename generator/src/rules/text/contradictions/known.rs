//! The facts of one campaign that prose is compared with.

use crate::derive::relative::{Slot, slots};
use crate::diagnostics::Span;
use crate::model::{CampaignFolder, Model, Money, Notice, RouteKind, School, When};
use crate::rules::contacts::phone::number;
use crate::rules::span_at;
use jiff::civil::Date;
use std::collections::{BTreeMap, BTreeSet};

/// What a campaign's files say.
#[derive(Debug, Default)]
pub(super) struct Known<'m> {
    /// The routes.
    pub(super) routes: Vec<KnownRoute<'m>>,
    /// Each event with its days, as in the timeline.
    pub(super) events: Vec<Event>,
    /// Days of all sorts on which something happens.
    pub(super) days: BTreeSet<Date>,
    /// 采集批次特征码 of all routes.
    pub(super) batch_codes: BTreeMap<String, String>,
    /// 院校代码.
    pub(super) school_codes: BTreeSet<String>,
    /// 地区码.
    pub(super) region_codes: BTreeSet<String>,
    /// Digits of all numbers that are published, without extensions, and how they are written.
    pub(super) phones: BTreeMap<String, String>,
    /// Name of a campus → venues of its sessions.
    pub(super) venues: BTreeMap<String, BTreeSet<String>>,
    /// Rooms where something else is done: paying, asking.
    pub(super) other_rooms: BTreeSet<String>,
    /// Minutes to come early.
    pub(super) early: BTreeSet<u32>,
    /// People an hour.
    pub(super) per_hour: BTreeSet<u32>,
    /// Days before the session by which the capture code must be at hand.
    pub(super) lead_days: Option<u32>,
    /// Days that amendments name, old and new.
    pub(super) amended_days: BTreeSet<Date>,
    /// Old and new values of all amendments.
    pub(super) amended: Vec<String>,
}

/// One route.
#[derive(Debug)]
pub(super) struct KnownRoute<'m> {
    pub(super) id: &'m str,
    pub(super) name: &'m str,
    pub(super) kind: RouteKind,
    /// The amount in 分, with its place, when it is known.
    pub(super) fee: Option<(u64, String, Option<Span>)>,
}

/// One event.
#[derive(Debug, Clone)]
pub(super) struct Event {
    /// Its id, as in the timeline.
    pub(super) id: String,
    pub(super) route: Option<String>,
    /// First and last moment; `None` where one of them isn't known.
    pub(super) edges: Option<[(Date, Option<u16>); 2]>,
    pub(super) place: Option<Span>,
    /// Name of the campus of a session.
    pub(super) campus: Option<String>,
    /// Parts of the day of a session, where it says them.
    pub(super) half: Option<crate::model::HalfDay>,
}

impl<'m> Known<'m> {
    /// Gathers the facts of one campaign.
    pub(super) fn new(model: &'m Model, folder: &'m CampaignFolder) -> Self {
        let school = model
            .schools
            .get(&folder.campaign.school.value)
            .map(|school| &school.value);
        let offices = school.iter().flat_map(|school| &school.offices);
        let campaign = &folder.campaign;
        let mut known = Self {
            routes: folder.routes.iter().map(|(id, route)| one_route(id, route)).collect(),
            events: events(folder, school),
            school_codes: school.and_then(|school| school.code.clone()).into_iter().collect(),
            region_codes: school
                .and_then(|school| school.region_code.clone())
                .into_iter()
                .collect(),
            phones: phones(model, folder),
            other_rooms: offices.filter_map(|office| office.room.clone()).collect(),
            lead_days: campaign
                .capture_code
                .as_ref()
                .and_then(|code| code.lead_days)
                .map(u32::from),
            ..Self::default()
        };
        let edges = known.events.iter().filter_map(|event| event.edges).flatten();
        let published = campaign.published.value.stamp().map(|stamp| stamp.date);
        known.days = edges.map(|(date, _)| date).chain(published).collect();
        for (id, route) in &folder.routes {
            known.add_route(id, route, school);
        }
        for (_, notice) in &folder.notices {
            known.add_notice(notice);
        }
        known
    }

    fn add_notice(&mut self, notice: &Notice) {
        self.days.extend(notice.published.value.stamp().map(|stamp| stamp.date));
        for value in notice
            .changes
            .iter()
            .flat_map(|change| change.from.iter().chain([&change.to]))
        {
            self.amended.push(value.value.clone());
            let when = value.value.parse::<When>().ok();
            self.amended_days
                .extend(when.and_then(|when| when.stamp()).map(|stamp| stamp.date));
        }
    }

    fn add_route(&mut self, id: &str, route: &crate::model::Route, school: Option<&School>) {
        if let Some(code) = route.payment.as_ref().and_then(|payment| payment.batch_code.clone()) {
            self.batch_codes.insert(code, format!("route.{id}.batch_code"));
        }
        let desks = route.payment.iter().flat_map(|payment| &payment.places);
        self.other_rooms.extend(desks.map(|desk| desk.room.clone()));
        if let Some(codes) = &route.codes {
            self.school_codes.insert(codes.school.clone());
            self.region_codes.extend(codes.region.clone());
        }
        self.early.extend(route.arrive_early.map(u32::from));
        let own = route.sessions.iter().filter_map(|session| session.pace.as_ref());
        self.per_hour
            .extend(route.pace.iter().chain(own).map(|pace| pace.per_hour));
        for session in &route.sessions {
            let campus = session.campus.as_ref().and_then(|id| campus_name(school, &id.value));
            if let Some(campus) = campus {
                self.venues.entry(campus).or_default().insert(session.venue.clone());
            }
        }
    }

    /// Whether an amendment replaces or brings exactly this value; part of another one is something else.
    pub(super) fn is_amended(&self, written: &str) -> bool {
        self.amended.iter().any(|value| bare(value) == bare(written))
    }
}

/// A value without spaces and its unit.
fn bare(value: &str) -> String {
    let tight: String = value.chars().filter(|c| !c.is_whitespace()).collect();
    let units = ["分钟", "元", "天", "人"];
    let unit = units.iter().find_map(|unit| tight.strip_suffix(unit));
    unit.unwrap_or(&tight).to_owned()
}

fn campus_name(school: Option<&School>, id: &str) -> Option<String> {
    let campus = school?.campuses.iter().find(|campus| campus.id == id)?;
    Some(campus.name.clone())
}

fn one_route<'m>(id: &'m str, route: &'m crate::model::Sourced<crate::model::Route>) -> KnownRoute<'m> {
    let fee = route.fee.as_ref().and_then(|fee| match fee.amount.value {
        Money::Fen(fen) => Some((fen, fee.amount.value.to_string(), span_at(&route.file, &fee.amount))),
        Money::Tba => None,
    });
    KnownRoute {
        id,
        name: route.name.as_str(),
        kind: route.kind,
        fee,
    }
}

/// The digits of a number without its extension.
pub(super) fn digits(phone: &str) -> String {
    let whole = || phone.chars().filter(char::is_ascii_digit).collect();
    number(phone).map_or_else(whole, |number| number.digits())
}

fn phones(model: &Model, folder: &CampaignFolder) -> BTreeMap<String, String> {
    let contacts = folder
        .campaign
        .contacts
        .iter()
        .flat_map(|contact| contact.phones.iter().chain(&contact.fax));
    let providers = model
        .providers
        .values()
        .flat_map(|provider| provider.phones.iter().chain(&provider.fax));
    let all = contacts.chain(providers).map(|phone| phone.0.clone());
    all.map(|phone| (digits(&phone), phone)).collect()
}

/// Both times of each event, in one.
fn events(folder: &CampaignFolder, school: Option<&School>) -> Vec<Event> {
    let mut by_id: BTreeMap<String, Vec<Slot>> = BTreeMap::new();
    for slot in slots(folder) {
        if !matches!(slot.event.as_str(), "publish" | "allow") {
            by_id.entry(slot.event.clone()).or_default().push(slot);
        }
    }
    let published = folder.campaign.published.value.stamp().map(|stamp| stamp.date);
    by_id
        .into_iter()
        .map(|(id, slots)| event(id, &slots, published, folder, school))
        .collect()
}

fn event(
    id: String,
    slots: &[Slot],
    published: Option<Date>,
    folder: &CampaignFolder,
    school: Option<&School>,
) -> Event {
    let start = slots
        .iter()
        .find(|slot| slot.is_start)
        .map(|slot| &slot.when.value.value);
    let end = slots
        .iter()
        .find(|slot| !slot.is_start)
        .map(|slot| &slot.when.value.value);
    let is_session = id.contains(".session.");
    let first = match start {
        Some(start) => start.stamp().map(|stamp| (stamp.date, stamp.minutes)),
        None => published.map(|date| (date, None)),
    };
    let last = match (end, start) {
        (Some(end), _) => end.last_stamp().map(|stamp| (stamp.date, stamp.minutes)),
        // A session without an end is a day's; anything else goes on.
        (None, Some(start)) if is_session => start.last_stamp().map(|stamp| (stamp.date, None)),
        (None, _) => None,
    };
    let route = slots.first().and_then(|slot| slot.route.clone());
    let session = route.as_ref().filter(|_| is_session).and_then(|route| {
        let (_, route) = folder.routes.iter().find(|(id, _)| id == route)?;
        let own = id.rsplit('.').next()?;
        route.sessions.iter().find(|session| session.id == own)
    });
    let shown = slots.iter().find(|slot| !slot.is_start).or(slots.first());
    Event {
        route,
        edges: first.zip(last).map(|(first, last)| [first, last]),
        place: shown.and_then(|slot| span_at(&slot.when.file, &slot.when.value)),
        campus: session
            .and_then(|s| s.campus.as_ref())
            .and_then(|campus| campus_name(school, &campus.value)),
        half: session.and_then(|session| session.half_day),
        id,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_whole_values_of_an_amendment_are_left_alone() {
        let known = Known {
            amended: vec!["2025-04-02 17:00".to_owned(), "13.5".to_owned(), "体育馆".to_owned()],
            ..Known::default()
        };
        for written in ["13.5元", "13.5 元", "体育馆"] {
            assert!(known.is_amended(written), "{written}");
        }
        for written in ["17元", "3.5元", "体育馆二楼", "SL13.5"] {
            assert!(!known.is_amended(written), "{written}");
        }
    }
}
