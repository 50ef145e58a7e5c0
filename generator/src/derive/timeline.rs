//! All dated things of a campaign in one sorted list.

use super::Now;
use super::moment::{Bounds, Moment};
use super::route::session_moment;
use super::state::State;
use crate::i18n::Words;
use crate::model::{Campaign, CampaignFolder, Deadline, Route, Spanned, When};
use serde::Serialize;

/// One dated thing.
#[derive(Debug, Clone, Serialize)]
pub struct Event {
    /// Stable id: `route.onsite.payment`, `deadline.apply`, `verify.chsi`.
    pub id: String,
    /// What happens or is due.
    pub title: String,
    /// Name of the route it belongs to.
    pub route: Option<String>,
    /// Who acts: 学生 where nothing else is said.
    pub who: String,
    /// Whether it is the students themselves.
    #[serde(skip)]
    pub own: bool,
    /// When.
    pub time: Moment,
    /// Where.
    pub place: Option<String>,
    /// Whether it is something a student must do by its end.
    pub due: bool,
    /// Its own state at build time.
    pub state: State,
}

impl Event {
    /// Whether a day is known, so that it can stand in a calendar.
    pub fn is_dated(&self) -> bool {
        self.time.first.is_some() || self.time.last.is_some()
    }

    /// Whether it belongs to the route with this id.
    pub fn is_of_route(&self, route: &str) -> bool {
        let rest = self.id.strip_prefix("route.").and_then(|rest| rest.strip_prefix(route));
        rest.is_some_and(|rest| rest.starts_with('.'))
    }

    /// Whether one goes to a place at a time, rather than doing something by its end.
    pub fn is_session(&self) -> bool {
        self.id.starts_with("class.") || (self.id.starts_with("route.") && self.id.contains(".session."))
    }

    /// The title with the route in front, where that says more: `教学楼现场拍摄·报名`.
    pub fn name(&self, words: &Words) -> String {
        match &self.route {
            Some(route) if *route != self.title => {
                words.fill("status.event", &[("route", route), ("title", &self.title)])
            }
            _ => self.title.clone(),
        }
    }
}

/// Who acts where nothing else is said.
pub const STUDENT: &str = "学生";

/// The campaign's events, earliest first; those without a date last.
pub fn timeline(folder: &CampaignFolder, campus: impl Fn(&str) -> String, now: Now, words: &Words) -> Vec<Event> {
    let mut events = Vec::new();
    campaign_events(&folder.campaign, now, words, &mut events);
    for (id, route) in &folder.routes {
        route_events(id, route, &campus, now, words, &mut events);
    }
    for event in &mut events {
        event.own = words.original(&event.who) == STUDENT;
        if event.who == STUDENT {
            event.who = words.get("event.student").to_owned();
        }
    }
    events.sort_by(|a, b| {
        let key = |e: &Event| {
            (
                e.time.start.or(e.time.end).unwrap_or(i64::MAX),
                e.time.end.unwrap_or(i64::MAX),
            )
        };
        key(a).cmp(&key(b)).then_with(|| a.id.cmp(&b.id))
    });
    events
}

struct Draft<'a> {
    id: String,
    title: String,
    route: Option<&'a Route>,
    who: &'a str,
    place: Option<String>,
    due: bool,
}

fn push(events: &mut Vec<Event>, draft: Draft<'_>, time: Option<Moment>, now: Now) {
    let Some(time) = time else { return };
    let state = State::of(time.start, time.end, now);
    events.push(Event {
        id: draft.id,
        title: draft.title,
        route: draft.route.map(|route| route.name.clone()),
        own: false,
        who: draft.who.to_owned(),
        time,
        place: draft.place,
        due: draft.due,
        state,
    });
}

fn campaign_events(campaign: &Campaign, now: Now, words: &Words, events: &mut Vec<Event>) {
    for deadline in &campaign.deadlines {
        let who = deadline.who.as_deref().unwrap_or(STUDENT);
        let draft = Draft {
            id: format!("deadline.{}", deadline.id),
            title: deadline.what.clone(),
            route: None,
            who,
            place: None,
            due: words.original(who).contains(STUDENT),
        };
        let bounds = Bounds {
            start: deadline.start.as_ref(),
            end: Some(&deadline.end),
            relative: None,
        };
        push(events, draft, Moment::span(bounds, words), now);
    }
    for verify in &campaign.verification {
        let system = campaign.systems.iter().find(|system| system.id == verify.place);
        let place = system.map_or(verify.place.as_str(), |system| system.name.as_str());
        let draft = Draft {
            id: format!("verify.{}", verify.id),
            title: words.fill("event.verify", &[("place", place)]),
            route: None,
            who: &verify.who,
            place: Some(place.to_owned()),
            due: true,
        };
        let bounds = Bounds {
            start: verify.start.as_ref(),
            end: verify.end.as_ref(),
            relative: verify.relative.as_deref(),
        };
        push(events, draft, Moment::span(bounds, words), now);
    }
    for duty in &campaign.duties {
        for task in &duty.tasks {
            let Some(due) = &task.due else { continue };
            // What a milestone already says about the same role and moment is not said twice.
            let said = |d: &Deadline| d.who.as_deref() == Some(duty.role.as_str()) && d.end.value == due.value;
            if campaign.deadlines.iter().any(said) {
                continue;
            }
            let draft = Draft {
                id: format!("duty.{}.{}", duty.id.value, task.id.value),
                title: task.what.clone(),
                route: None,
                who: &duty.role,
                place: task.to.clone(),
                due: false,
            };
            push(events, draft, Some(Moment::until(&due.value, words)), now);
        }
    }
}

fn edges(start: Option<&Spanned<When>>, end: Option<&Spanned<When>>, words: &Words) -> Option<Moment> {
    let bounds = Bounds {
        start,
        end,
        relative: None,
    };
    Moment::span(bounds, words)
}

fn route_events(
    id: &str,
    route: &Route,
    campus: &impl Fn(&str) -> String,
    now: Now,
    words: &Words,
    events: &mut Vec<Event>,
) {
    let said = |key: &str| words.get(key).to_owned();
    let draft = |part: &str, title: String, place: Option<String>, due: bool| Draft {
        id: format!("route.{id}.{part}"),
        title,
        route: Some(route),
        who: STUDENT,
        place,
        due,
    };
    let sign_up = route
        .sign_up
        .as_ref()
        .and_then(|part| edges(part.start.as_ref(), part.end.as_ref(), words));
    let payment = route
        .payment
        .as_ref()
        .and_then(|part| edges(part.start.as_ref(), part.end.as_ref(), words));
    if sign_up.is_some() && sign_up == payment {
        push(
            events,
            draft("sign_up", said("event.sign_up_and_pay"), None, true),
            sign_up,
            now,
        );
    } else {
        push(
            events,
            draft("sign_up", said("event.sign_up"), None, true),
            sign_up,
            now,
        );
        push(
            events,
            draft("payment", said("event.payment"), None, true),
            payment,
            now,
        );
    }
    if let Some(window) = &route.window {
        let bounds = Bounds {
            start: window.start.as_ref(),
            end: window.end.as_ref(),
            relative: window.relative.as_deref(),
        };
        push(
            events,
            draft("window", route.name.clone(), None, true),
            Moment::span(bounds, words),
            now,
        );
    }
    for session in &route.sessions {
        let campus = session.campus.as_ref().map(|id| campus(&id.value));
        let place = match campus {
            Some(campus) => words.fill("place.on_campus", &[("campus", &campus), ("venue", &session.venue)]),
            None => session.venue.clone(),
        };
        let time = session_moment(session, words);
        push(
            events,
            draft(
                &format!("session.{}", session.id),
                said("event.session"),
                Some(place),
                true,
            ),
            Some(time),
            now,
        );
    }
    for delivery in &route.delivery {
        let bounds = Bounds {
            start: None,
            end: delivery.end.as_ref(),
            relative: delivery.relative.as_deref(),
        };
        let title = words.fill("event.delivery", &[("what", &delivery.what)]);
        push(
            events,
            draft(
                &format!("delivery.{}", delivery.id.value),
                title,
                Some(delivery.to.clone()),
                true,
            ),
            Moment::span(bounds, words),
            now,
        );
    }
}
