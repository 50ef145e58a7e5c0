//! When, where, which route, and when to check the picture.

use super::words::{join, say, sentence};
use super::{Draft, Facts};
use crate::derive::route::{RouteView, SessionView};
use crate::derive::views::VerificationView;
use crate::model::scalar::TBA;

/// Routes of which one has to be chosen.
pub(super) fn both(facts: &Facts<'_>) -> Option<Draft> {
    let mut pairs: Vec<[&str; 2]> = Vec::new();
    for route in &facts.view.routes {
        for other in &route.exclusive_with {
            let pair = [route.name.as_str(), other.as_str()];
            if !pairs
                .iter()
                .any(|seen| seen.contains(&pair[0]) && seen.contains(&pair[1]))
            {
                pairs.push(pair);
            }
        }
    }
    let first = pairs.first()?;
    let question = match pairs.len() {
        1 => say("both.one", &[("a", first[0]), ("b", first[1])]),
        _ => say("both.many", &[]),
    };
    let lines = pairs
        .iter()
        .map(|[a, b]| say("both.line", &[("a", a), ("b", b)]))
        .collect();
    Draft::of(question, say("both.lead", &[]), lines, facts.routes())
}

pub(super) fn when(facts: &Facts<'_>) -> Option<Draft> {
    let routes = &facts.view.routes;
    let known = routes
        .iter()
        .any(|route| route.time.is_some() || route.sign_up.is_some());
    if !known {
        return None;
    }
    let alone = routes.len() == 1;
    let mut lines = Vec::new();
    for route in routes {
        let name = |part: Option<&str>| match (alone, part) {
            (true, None) => None,
            (true, Some(part)) => Some(part.to_owned()),
            (false, None) => Some(route.name.clone()),
            (false, Some(part)) => Some(say("route.part", &[("route", &route.name), ("part", part)])),
        };
        if let Some(time) = route.sign_up.as_ref().and_then(|sign_up| sign_up.time.as_ref()) {
            lines.push(line(name(Some(&say("when.sign_up", &[]))), &time.text));
        }
        lines.push(line(name(None), &shooting(route)));
    }
    let onsite = routes.iter().any(|route| !route.sessions.is_empty());
    let question = say(if onsite { "when.onsite" } else { "when.other" }, &[]);
    let basis = facts.basis("schedule/", "", say("basis.schedule", &[]));
    Draft::of(question, say("when.lead", &[]), lines, basis)
}

/// The time of a route, with how early to come.
fn shooting(route: &RouteView) -> String {
    let time = route.time.as_ref().map_or(TBA, |time| time.text.as_str());
    match route.arrive_early {
        Some(minutes) => say("when.early", &[("time", time), ("minutes", &minutes.to_string())]),
        None => time.to_owned(),
    }
}

fn line(name: Option<String>, text: &str) -> String {
    match name {
        Some(name) => sentence(&say("named", &[("name", &name), ("text", text)])),
        None => sentence(text),
    }
}

pub(super) fn place(facts: &Facts<'_>) -> Option<Draft> {
    let mut lines = Vec::new();
    let mut basis = None;
    for route in &facts.view.routes {
        let sessions = route.sessions.iter().map(session);
        let places = route.places.iter().filter_map(|place| {
            let address = place.address.as_deref()?;
            let text = say("where.address", &[("name", &place.name), ("address", address)]);
            let more = [place.directions.as_deref(), place.appointment.as_deref()];
            let all: Vec<&str> = std::iter::once(text.as_str())
                .chain(more.into_iter().flatten())
                .collect();
            Some(join("comma", &all))
        });
        let before = lines.len();
        lines.extend(
            sessions
                .chain(places)
                .map(|text| line((facts.view.routes.len() > 1).then(|| route.name.clone()), &text)),
        );
        if lines.len() > before {
            // One route's places stand with it; those of several have the whole page.
            basis = Some(match basis {
                None => facts.route(&route.id, &route.name),
                Some(_) => facts.routes(),
            });
        }
    }
    Draft::of(say("where.ask", &[]), say("where.lead", &[]), lines, basis?)
}

fn session(session: &SessionView) -> String {
    let place = match &session.campus {
        Some(campus) if session.venue == TBA => say("where.campus_tba", &[("campus", campus)]),
        Some(campus) => say("where.campus", &[("campus", campus), ("venue", &session.venue)]),
        None if session.venue == TBA => say("where.tba", &[]),
        None => session.venue.clone(),
    };
    join("comma", &[&place, &session.time.text])
}

pub(super) fn check(facts: &Facts<'_>) -> Option<Draft> {
    let several = facts.view.verification.len() > 1;
    let lines = facts
        .view
        .verification
        .iter()
        .map(|verify| checking(verify, several))
        .collect();
    let basis = facts.basis("", "verify", say("basis.verify", &[]));
    Draft::of(say("check.ask", &[]), say("check.lead", &[]), lines, basis)
}

fn checking(verify: &VerificationView, several: bool) -> String {
    let time = verify.time.as_ref().map_or(TBA, |time| time.text.as_str());
    let mut text = say("check.line", &[("time", time), ("place", &verify.place)]);
    if !verify.items.is_empty() {
        let items: Vec<&str> = verify.items.iter().map(String::as_str).collect();
        text = say("check.items", &[("line", &text), ("items", &join("list", &items))]);
    }
    if several {
        text = say("named", &[("name", &verify.who), ("text", &text)]);
    }
    let mut text = sentence(&text);
    if let Some(wrong) = &verify.if_wrong {
        text.push_str(&say("check.wrong", &[("text", &sentence(wrong))]));
    }
    text
}
