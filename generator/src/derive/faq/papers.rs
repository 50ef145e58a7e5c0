//! What to bring, the capture code, identity documents, and what must be handed in.

use super::{Draft, Facts};
use super::{join, sentence};
use crate::derive::route::{DeliveryView, RouteView};
use crate::i18n::Words;

/// One line for each route that says something; its name in front where there are several routes.
fn by_route(facts: &Facts<'_>, said: impl Fn(&RouteView) -> Option<String>) -> Option<(Vec<String>, super::Basis)> {
    let w = facts.words;
    let routes = &facts.view.routes;
    let known: Vec<_> = routes.iter().filter_map(|route| Some((route, said(route)?))).collect();
    let basis = match &known[..] {
        [] => return None,
        [(route, _)] => facts.route(&route.id, &route.name),
        _ => facts.routes(),
    };
    let lines = known.iter().map(|(route, text)| match routes.len() {
        1 => sentence(w, text),
        _ => sentence(w, &w.fill("answer.named", &[("name", &route.name), ("text", text)])),
    });
    Some((lines.collect(), basis))
}

fn list(w: &Words, list: &[String]) -> Option<String> {
    let parts: Vec<&str> = list.iter().map(String::as_str).collect();
    (!parts.is_empty()).then(|| join(w, "list.semicolon", &parts))
}

pub(super) fn bring(facts: &Facts<'_>) -> Option<Draft> {
    let w = facts.words;
    let (lines, basis) = by_route(facts, |route| list(w, &route.bring))?;
    Draft::of(w.get("answer.bring.ask").to_owned(), String::new(), lines, basis)
}

pub(super) fn code(facts: &Facts<'_>) -> Option<Draft> {
    let w = facts.words;
    let code = facts.view.capture_code.as_ref()?;
    let lead = match code.lead_days {
        Some(days) => w.fill("answer.code.lead_days", &[("n", &days.to_string())]),
        None => w.get("answer.code.lead").to_owned(),
    };
    let items: Vec<String> = code
        .get
        .iter()
        .chain(&code.notes)
        .map(|line| sentence(w, line))
        .collect();
    Some(Draft {
        question: w.get("answer.code.ask").to_owned(),
        lead,
        items,
        next: String::new(),
        basis: Some(facts.basis("", "code", w.get("answer.basis.code").to_owned())),
    })
}

pub(super) fn code_expiry(facts: &Facts<'_>) -> Option<Draft> {
    let w = facts.words;
    let expires = facts.view.capture_code.as_ref()?.expires?;
    let text = w.fill(
        if expires {
            "answer.code_expiry.yes"
        } else {
            "answer.code_expiry.no"
        },
        &[],
    );
    let basis = facts.basis("", "code", w.get("answer.basis.code").to_owned());
    Draft::of(
        w.get("answer.code_expiry.ask").to_owned(),
        String::new(),
        vec![text],
        basis,
    )
}

pub(super) fn id_card(facts: &Facts<'_>) -> Option<Draft> {
    let w = facts.words;
    let beside_code = facts.view.capture_code.as_ref().and_then(|code| code.id_card_needed);
    if let Some(needed) = beside_code {
        let text = w.fill(
            if needed {
                "answer.id_card.yes"
            } else {
                "answer.id_card.no"
            },
            &[],
        );
        let basis = facts.basis("", "code", w.get("answer.basis.code").to_owned());
        return Draft::of(w.get("answer.id_card.ask").to_owned(), String::new(), vec![text], basis);
    }
    let (lines, basis) = by_route(facts, |route| list(w, &route.id_documents))?;
    Draft::of(w.get("answer.id_card.which").to_owned(), String::new(), lines, basis)
}

pub(super) fn hmt(facts: &Facts<'_>) -> Option<Draft> {
    let w = facts.words;
    let (lines, basis) = by_route(facts, |route| route.other_documents.clone())?;
    Draft::of(w.get("answer.hmt.ask").to_owned(), String::new(), lines, basis)
}

pub(super) fn delivery(facts: &Facts<'_>) -> Option<Draft> {
    let w = facts.words;
    let routes = &facts.view.routes;
    let giving: Vec<_> = routes.iter().filter(|route| !route.delivery.is_empty()).collect();
    let lines = giving.iter().flat_map(|route| {
        route.delivery.iter().map(|delivery| {
            let text = handing_in(w, delivery);
            match routes.len() {
                1 => sentence(w, &text),
                _ => sentence(w, &w.fill("answer.named", &[("name", &route.name), ("text", &text)])),
            }
        })
    });
    let basis = match &giving[..] {
        [route] => facts.route(&route.id, &route.name),
        _ => facts.routes(),
    };
    Draft::of(
        w.get("answer.delivery.ask").to_owned(),
        String::new(),
        lines.collect(),
        basis,
    )
}

fn handing_in(w: &Words, delivery: &DeliveryView) -> String {
    let to = match &delivery.address {
        Some(address) => w.fill("answer.delivery.address", &[("to", &delivery.to), ("address", address)]),
        None => delivery.to.clone(),
    };
    let part = |key: &str, text: Option<&str>| text.map(|text| w.fill(key, &[("text", text)]));
    let parts = [
        Some(w.fill("answer.delivery.line", &[("what", &delivery.what), ("to", &to)])),
        part("answer.delivery.how", delivery.how.as_deref()),
        part("answer.delivery.by", delivery.by.as_deref()),
        part(
            "answer.delivery.time",
            delivery.time.as_ref().map(|time| time.text.as_str()),
        ),
    ];
    let parts: Vec<&str> = parts.iter().flatten().map(String::as_str).collect();
    join(w, "list.semicolon", &parts)
}
