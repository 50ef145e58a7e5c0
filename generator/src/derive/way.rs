//! The decision path 我该走哪条路: one question for each route, in the order of the routes; the first yes is the way to go.

use super::route::RouteView;
use crate::i18n::Words;
use crate::model::{Route, RouteKind};
use serde::Serialize;

/// One question of the path. Time, price and state are those of the route with the same id.
#[derive(Debug, Clone, Serialize)]
pub struct WayStep {
    /// Route id.
    pub route: String,
    /// What the reader is asked.
    pub question: String,
}

/// The questions of a campaign; a single route leaves nothing to decide.
pub(super) fn way<'a>(routes: impl Iterator<Item = (&'a RouteView, &'a Route)>, words: &Words) -> Vec<WayStep> {
    let steps: Vec<WayStep> = routes
        .map(|(view, route)| WayStep {
            route: view.id.clone(),
            question: route
                .question
                .clone()
                .unwrap_or_else(|| question(view, route.kind, words)),
        })
        .collect();
    if steps.len() > 1 { steps } else { Vec::new() }
}

fn question(view: &RouteView, kind: RouteKind, words: &Words) -> String {
    match kind {
        RouteKind::Onsite => match places(view, words) {
            Some(place) => words.fill("way.onsite", &[("place", &place)]),
            None => words.get("way.onsite_anywhere").to_owned(),
        },
        RouteKind::Online => words.get("way.online").to_owned(),
        RouteKind::Studio => words.get("way.studio").to_owned(),
        RouteKind::Upload => words.get("way.upload").to_owned(),
        RouteKind::SelfUpload => words.get("way.self_upload").to_owned(),
        RouteKind::Makeup => words.get("way.makeup").to_owned(),
    }
}

/// Where the sessions are: the campuses, or the rooms of a school with one campus; `None` while that is open.
fn places(view: &RouteView, words: &Words) -> Option<String> {
    let tba = words.get("time.tba");
    let mut names: Vec<&str> = Vec::new();
    for session in &view.sessions {
        let name = session.campus.as_deref().unwrap_or(&session.venue);
        if name != tba && !names.contains(&name) {
            names.push(name);
        }
    }
    let (last, rest) = names.split_last()?;
    if rest.is_empty() {
        return Some((*last).to_owned());
    }
    let rest = rest.join(words.get("list.comma"));
    Some(words.fill("way.either", &[("first", &rest), ("last", last)]))
}
