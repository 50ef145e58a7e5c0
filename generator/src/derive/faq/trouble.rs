//! What to do when something went wrong, and whom to ask.

use super::{Draft, Facts};
use super::{follow, join, sentence};
use crate::derive::route::{ReviewView, RouteView};
use crate::derive::views::ContactView;
use crate::i18n::Words;

pub(super) fn missed(facts: &Facts<'_>) -> Option<Draft> {
    let w = facts.words;
    let routes = &facts.view.routes;
    let known: Vec<_> = routes
        .iter()
        .filter_map(|route| Some((route, instead(w, route)?)))
        .collect();
    let basis = match &known[..] {
        [] => return None,
        [(route, _)] => facts.route(&route.id, &route.name),
        _ => facts.routes(),
    };
    let lines = known.iter().map(|(route, text)| match routes.len() {
        1 => text.clone(),
        _ => w.fill("answer.missed.line", &[("route", &route.name), ("text", text)]),
    });
    Draft::of(
        w.get("answer.missed.ask").to_owned(),
        String::new(),
        lines.collect(),
        basis,
    )
}

/// What one who missed a route can do.
fn instead(w: &Words, route: &RouteView) -> Option<String> {
    let said = route.if_missed.as_deref().map(|text| sentence(w, text));
    let names: Vec<&str> = route.fallback.iter().map(|other| other.name.as_str()).collect();
    let others = w.fill("answer.missed.fallback", &[("routes", &join(w, "list.comma", &names))]);
    let text = follow(w, [said, (!names.is_empty()).then_some(others)]);
    (!text.is_empty()).then_some(text)
}

pub(super) fn compare_failed(facts: &Facts<'_>) -> Option<Draft> {
    let w = facts.words;
    let cases = facts.view.comparison.iter();
    let lines = cases.map(|(when, then)| {
        w.fill(
            "answer.compare_failed.line",
            &[("when", when), ("then", &sentence(w, then))],
        )
    });
    let basis = facts.basis("", "missed", w.get("answer.basis.missed").to_owned());
    Draft::of(
        w.get("answer.compare_failed.ask").to_owned(),
        String::new(),
        lines.collect(),
        basis,
    )
}

pub(super) fn resubmit(facts: &Facts<'_>) -> Option<Draft> {
    let w = facts.words;
    let routes = &facts.view.routes;
    let reviewed: Vec<_> = routes
        .iter()
        .filter_map(|route| Some((route, route.review.as_ref()?)))
        .collect();
    let mut lines: Vec<String> = Vec::new();
    for (route, review) in &reviewed {
        for (index, text) in review_lines(w, review).into_iter().enumerate() {
            lines.push(match (reviewed.len(), index) {
                (2.., 0) => w.fill("answer.named", &[("name", &route.name), ("text", &text)]),
                _ => text,
            });
        }
    }
    let basis = match &reviewed[..] {
        [(route, _)] => facts.route(&route.id, &route.name),
        _ => facts.routes(),
    };
    Draft::of(w.get("answer.resubmit.ask").to_owned(), String::new(), lines, basis)
}

fn review_lines(w: &Words, review: &ReviewView) -> Vec<String> {
    let hours = |key: &str, hours: u16| w.fill(key, &[("n", &hours.to_string())]);
    let result = review
        .within_hours
        .map(|within| hours("answer.resubmit.within", within));
    let again = review.resubmit_hours.map(|again| hours("answer.resubmit.again", again));
    let notes = review.notes.iter().map(|note| sentence(w, note));
    result.into_iter().chain(again).chain(notes).collect()
}

pub(super) fn contact(facts: &Facts<'_>) -> Option<Draft> {
    let w = facts.words;
    let lines: Vec<String> = facts
        .view
        .contacts
        .iter()
        .filter_map(|contact| whom(w, contact))
        .collect();
    let basis = facts.basis("", "contacts", w.get("answer.basis.contacts").to_owned());
    Draft::of(
        w.get("answer.contact.ask").to_owned(),
        w.get("answer.contact.lead").to_owned(),
        lines,
        basis,
    )
}

fn whom(w: &Words, contact: &ContactView) -> Option<String> {
    let phones: Vec<&str> = contact.phones.iter().map(|phone| phone.text.as_str()).collect();
    let phones =
        (!phones.is_empty()).then(|| w.fill("answer.contact.phone", &[("phone", &join(w, "list.comma", &phones))]));
    let email = contact
        .email
        .as_deref()
        .map(|email| w.fill("answer.contact.email", &[("email", email)]));
    let ways: Vec<String> = phones
        .into_iter()
        .chain(email)
        .chain(contact.online.clone())
        .chain(contact.room.clone())
        .collect();
    if ways.is_empty() {
        return None;
    }
    let who = match &contact.topic {
        Some(topic) => w.fill("answer.contact.who", &[("post", &contact.post), ("topic", topic)]),
        None => contact.post.clone(),
    };
    let ways: Vec<&str> = ways.iter().map(String::as_str).collect();
    Some(sentence(
        w,
        &w.fill(
            "answer.named",
            &[("name", &who), ("text", &join(w, "answer.comma", &ways))],
        ),
    ))
}
