//! When, where, which route, and when to check the picture.

use super::{Basis, Draft, Facts};
use super::{follow, join, sentence};
use crate::derive::route::{RouteView, SessionView};
use crate::derive::views::VerificationView;
use crate::i18n::Words;
use crate::model::scalar::TBA;

/// Routes of which one has to be chosen.
pub(super) fn both(facts: &Facts<'_>) -> Option<Draft> {
    let w = facts.words;
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
        1 => w.fill("answer.both.one", &[("a", first[0]), ("b", first[1])]),
        _ => w.get("answer.both.many").to_owned(),
    };
    let lines = pairs
        .iter()
        .map(|[a, b]| w.fill("answer.both.line", &[("a", a), ("b", b)]))
        .collect();
    Draft::of(question, w.get("answer.both.lead").to_owned(), lines, facts.routes())
}

pub(super) fn when(facts: &Facts<'_>) -> Option<Draft> {
    let w = facts.words;
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
            (false, Some(part)) => Some(w.fill("answer.part", &[("route", &route.name), ("part", part)])),
        };
        if let Some(time) = route.sign_up.as_ref().and_then(|sign_up| sign_up.time.as_ref()) {
            lines.push(line(w, name(Some(w.get("answer.when.sign_up"))), &time.text));
        }
        lines.push(line(w, name(None), &shooting(w, route)));
    }
    let onsite = routes.iter().any(|route| !route.sessions.is_empty());
    let question = w.fill(
        if onsite {
            "answer.when.onsite"
        } else {
            "answer.when.other"
        },
        &[],
    );
    let basis = facts.basis("schedule/", "", w.get("answer.basis.schedule").to_owned());
    Draft::of(question, w.get("answer.when.lead").to_owned(), lines, basis)
}

/// The time of a route, with how early to come.
fn shooting(w: &Words, route: &RouteView) -> String {
    let time = route.time.as_ref().map_or(w.get("time.tba"), |time| time.text.as_str());
    match route.arrive_early {
        Some(minutes) => w.fill(
            "answer.when.early",
            &[("time", time), ("minutes", &minutes.to_string())],
        ),
        None => time.to_owned(),
    }
}

fn line(w: &Words, name: Option<String>, text: &str) -> String {
    match name {
        Some(name) => sentence(w, &w.fill("answer.named", &[("name", &name), ("text", text)])),
        None => sentence(w, text),
    }
}

pub(super) fn place(facts: &Facts<'_>) -> Option<Draft> {
    let w = facts.words;
    let mut lines = Vec::new();
    let mut basis = None;
    for route in &facts.view.routes {
        let sessions = route.sessions.iter().map(|one| session(w, one));
        let places = route.places.iter().filter_map(|place| {
            let address = place.address.as_deref()?;
            let text = w.fill("answer.where.address", &[("name", &place.name), ("address", address)]);
            let more = [place.directions.as_deref(), place.appointment.as_deref()];
            let all: Vec<&str> = std::iter::once(text.as_str())
                .chain(more.into_iter().flatten())
                .collect();
            Some(join(w, "answer.comma", &all))
        });
        let before = lines.len();
        lines.extend(
            sessions
                .chain(places)
                .map(|text| line(w, (facts.view.routes.len() > 1).then(|| route.name.clone()), &text)),
        );
        if lines.len() > before {
            // One route's places stand with it; those of several have the whole page.
            basis = Some(match basis {
                None => facts.route(&route.id, &route.name),
                Some(_) => facts.routes(),
            });
        }
    }
    Draft::of(w.get("answer.where.ask").to_owned(), String::new(), lines, basis?)
}

fn session(w: &Words, session: &SessionView) -> String {
    let place = match &session.campus {
        Some(campus) if session.venue == TBA => w.fill("answer.where.campus_tba", &[("campus", campus)]),
        Some(campus) => w.fill("answer.where.campus", &[("campus", campus), ("venue", &session.venue)]),
        None if session.venue == TBA => w.get("answer.where.tba").to_owned(),
        None => session.venue.clone(),
    };
    join(w, "answer.comma", &[&place, &session.time.text])
}

/// Where a class finds its own time.
pub(super) fn class(facts: &Facts<'_>) -> Option<Draft> {
    let w = facts.words;
    let table = facts
        .view
        .timetable
        .as_ref()
        .filter(|table| !table.classes.is_empty())?;
    let count = |key: &str, number: usize| w.fill(key, &[("n", &number.to_string())]);
    let undecided = table.classes.iter().filter(|class| class.time.is_none()).count();
    let mut text = vec![Some(count("answer.class.find", table.classes.len()))];
    text.push((undecided > 0).then(|| count("answer.class.undecided", undecided)));
    let basis = Basis {
        title: w.get("class.all").to_owned(),
        page: table.url.clone(),
        place: String::new(),
    };
    let lines = text.into_iter().flatten().collect();
    Draft::of(w.get("answer.class.ask").to_owned(), String::new(), lines, basis)
}

pub(super) fn check(facts: &Facts<'_>) -> Option<Draft> {
    let w = facts.words;
    let several = facts.view.verification.len() > 1;
    let lines = facts
        .view
        .verification
        .iter()
        .map(|verify| checking(w, verify, several))
        .collect();
    let basis = facts.basis("", "verify", w.get("answer.basis.verify").to_owned());
    Draft::of(w.get("answer.check.ask").to_owned(), String::new(), lines, basis)
}

fn checking(w: &Words, verify: &VerificationView, several: bool) -> String {
    let time = verify
        .time
        .as_ref()
        .map_or(w.get("time.tba"), |time| time.text.as_str());
    let mut text = w.fill("answer.check.line", &[("time", time), ("place", &verify.place)]);
    if !verify.items.is_empty() {
        let items: Vec<&str> = verify.items.iter().map(String::as_str).collect();
        text = w.fill(
            "answer.check.items",
            &[("line", &text), ("items", &join(w, "list.comma", &items))],
        );
    }
    if several {
        text = w.fill("answer.named", &[("name", &verify.who), ("text", &text)]);
    }
    let wrong = verify.if_wrong.as_deref();
    let wrong = wrong.map(|wrong| w.fill("answer.check.wrong", &[("text", &sentence(w, wrong))]));
    follow(w, [Some(sentence(w, &text)), wrong])
}
