//! What to do when something went wrong, and whom to ask.

use super::words::{join, say, sentence};
use super::{Draft, Facts};
use crate::derive::route::{ReviewView, RouteView};
use crate::derive::views::ContactView;

pub(super) fn missed(facts: &Facts<'_>) -> Option<Draft> {
    let routes = &facts.view.routes;
    let known: Vec<_> = routes
        .iter()
        .filter_map(|route| Some((route, instead(route)?)))
        .collect();
    let basis = match &known[..] {
        [] => return None,
        [(route, _)] => facts.route(&route.id, &route.name),
        _ => facts.routes(),
    };
    let lines = known.iter().map(|(route, text)| match routes.len() {
        1 => text.clone(),
        _ => say("missed.line", &[("route", &route.name), ("text", text)]),
    });
    Draft::of(say("missed.ask", &[]), String::new(), lines.collect(), basis)
}

/// What one who missed a route can do.
fn instead(route: &RouteView) -> Option<String> {
    let mut text = route.if_missed.as_deref().map(sentence).unwrap_or_default();
    if !route.fallback.is_empty() {
        let names: Vec<&str> = route.fallback.iter().map(|other| other.name.as_str()).collect();
        text.push_str(&say("missed.fallback", &[("routes", &join("list", &names))]));
    }
    (!text.is_empty()).then_some(text)
}

/// Words by which the sources call 学信网's comparison of the picture with the one taken at admission.
const COMPARISON: &[&str] = &["比对", "人脸识别", "身份复核"];

pub(super) fn compare_failed(facts: &Facts<'_>) -> Option<Draft> {
    // A consequence may also speak of a comparison that was passed.
    let failed = |when: &str| COMPARISON.iter().any(|word| when.contains(word)) && when.contains('不');
    let cases = facts.view.consequences.iter().filter(|(when, _)| failed(when));
    let lines = cases.map(|(when, then)| say("compare-failed.line", &[("when", when), ("then", &sentence(then))]));
    let basis = facts.basis("", "missed", say("basis.missed", &[]));
    Draft::of(say("compare-failed.ask", &[]), String::new(), lines.collect(), basis)
}

pub(super) fn resubmit(facts: &Facts<'_>) -> Option<Draft> {
    let routes = &facts.view.routes;
    let reviewed: Vec<_> = routes
        .iter()
        .filter_map(|route| Some((route, route.review.as_ref()?)))
        .collect();
    let mut lines: Vec<String> = Vec::new();
    for (route, review) in &reviewed {
        for (index, text) in review_lines(review).into_iter().enumerate() {
            lines.push(match (reviewed.len(), index) {
                (2.., 0) => say("named", &[("name", &route.name), ("text", &text)]),
                _ => text,
            });
        }
    }
    let basis = match &reviewed[..] {
        [(route, _)] => facts.route(&route.id, &route.name),
        _ => facts.routes(),
    };
    Draft::of(say("resubmit.ask", &[]), String::new(), lines, basis)
}

fn review_lines(review: &ReviewView) -> Vec<String> {
    let hours = |key: &str, hours: u16| say(key, &[("hours", &hours.to_string())]);
    let result = review.within_hours.map(|within| hours("resubmit.within", within));
    let again = review.resubmit_hours.map(|again| hours("resubmit.again", again));
    let notes = review.notes.iter().map(|note| sentence(note));
    result.into_iter().chain(again).chain(notes).collect()
}

pub(super) fn contact(facts: &Facts<'_>) -> Option<Draft> {
    let lines: Vec<String> = facts.view.contacts.iter().filter_map(whom).collect();
    let basis = facts.basis("", "contacts", say("basis.contacts", &[]));
    Draft::of(say("contact.ask", &[]), say("contact.lead", &[]), lines, basis)
}

fn whom(contact: &ContactView) -> Option<String> {
    let phones: Vec<&str> = contact.phones.iter().map(|phone| phone.text.as_str()).collect();
    let phones = (!phones.is_empty()).then(|| say("contact.phone", &[("phone", &join("list", &phones))]));
    let email = contact
        .email
        .as_deref()
        .map(|email| say("contact.email", &[("email", email)]));
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
        Some(topic) => say("contact.who", &[("post", &contact.post), ("topic", topic)]),
        None => contact.post.clone(),
    };
    let ways: Vec<&str> = ways.iter().map(String::as_str).collect();
    Some(sentence(&say(
        "named",
        &[("name", &who), ("text", &join("comma", &ways))],
    )))
}
