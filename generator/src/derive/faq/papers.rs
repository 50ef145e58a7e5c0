//! What to bring, the capture code, identity documents, and what must be handed in.

use super::words::{join, say, sentence};
use super::{Draft, Facts};
use crate::derive::route::{DeliveryView, RouteView};

/// One line for each route that says something; its name in front where there are several routes.
fn by_route(facts: &Facts<'_>, said: impl Fn(&RouteView) -> Option<String>) -> Option<(Vec<String>, super::Basis)> {
    let routes = &facts.view.routes;
    let known: Vec<_> = routes.iter().filter_map(|route| Some((route, said(route)?))).collect();
    let basis = match &known[..] {
        [] => return None,
        [(route, _)] => facts.route(&route.id, &route.name),
        _ => facts.routes(),
    };
    let lines = known.iter().map(|(route, text)| match routes.len() {
        1 => sentence(text),
        _ => sentence(&say("named", &[("name", &route.name), ("text", text)])),
    });
    Some((lines.collect(), basis))
}

fn list(list: &[String]) -> Option<String> {
    let parts: Vec<&str> = list.iter().map(String::as_str).collect();
    (!parts.is_empty()).then(|| join("clauses", &parts))
}

pub(super) fn bring(facts: &Facts<'_>) -> Option<Draft> {
    let (lines, basis) = by_route(facts, |route| list(&route.bring))?;
    Draft::of(say("bring.ask", &[]), String::new(), lines, basis)
}

pub(super) fn code(facts: &Facts<'_>) -> Option<Draft> {
    let code = facts.view.capture_code.as_ref()?;
    let lead = match code.lead_days {
        Some(days) => say("code.lead_days", &[("days", &days.to_string())]),
        None => say("code.lead", &[]),
    };
    let items: Vec<String> = code.get.iter().chain(&code.notes).map(|line| sentence(line)).collect();
    Some(Draft {
        question: say("code.ask", &[]),
        lead,
        items,
        basis: facts.basis("", "code", say("basis.code", &[])),
    })
}

pub(super) fn code_expiry(facts: &Facts<'_>) -> Option<Draft> {
    let expires = facts.view.capture_code.as_ref()?.expires?;
    let text = say(if expires { "code-expiry.yes" } else { "code-expiry.no" }, &[]);
    let basis = facts.basis("", "code", say("basis.code", &[]));
    Draft::of(say("code-expiry.ask", &[]), String::new(), vec![text], basis)
}

pub(super) fn id_card(facts: &Facts<'_>) -> Option<Draft> {
    let beside_code = facts.view.capture_code.as_ref().and_then(|code| code.id_card_needed);
    if let Some(needed) = beside_code {
        let text = say(if needed { "id-card.yes" } else { "id-card.no" }, &[]);
        let basis = facts.basis("", "code", say("basis.code", &[]));
        return Draft::of(say("id-card.ask", &[]), String::new(), vec![text], basis);
    }
    let (lines, basis) = by_route(facts, |route| list(&route.id_documents))?;
    Draft::of(say("id-card.which", &[]), String::new(), lines, basis)
}

pub(super) fn hmt(facts: &Facts<'_>) -> Option<Draft> {
    let (lines, basis) = by_route(facts, |route| route.other_documents.clone())?;
    Draft::of(say("hmt.ask", &[]), String::new(), lines, basis)
}

pub(super) fn delivery(facts: &Facts<'_>) -> Option<Draft> {
    let routes = &facts.view.routes;
    let giving: Vec<_> = routes.iter().filter(|route| !route.delivery.is_empty()).collect();
    let lines = giving.iter().flat_map(|route| {
        route.delivery.iter().map(|delivery| {
            let text = handing_in(delivery);
            match routes.len() {
                1 => sentence(&text),
                _ => sentence(&say("named", &[("name", &route.name), ("text", &text)])),
            }
        })
    });
    let basis = match &giving[..] {
        [route] => facts.route(&route.id, &route.name),
        _ => facts.routes(),
    };
    Draft::of(say("delivery.ask", &[]), String::new(), lines.collect(), basis)
}

fn handing_in(delivery: &DeliveryView) -> String {
    let to = match &delivery.address {
        Some(address) => say("delivery.address", &[("to", &delivery.to), ("address", address)]),
        None => delivery.to.clone(),
    };
    let part = |key: &str, text: Option<&str>| text.map(|text| say(key, &[("text", text)]));
    let parts = [
        Some(say("delivery.line", &[("what", &delivery.what), ("to", &to)])),
        part("delivery.how", delivery.how.as_deref()),
        part("delivery.by", delivery.by.as_deref()),
        part("delivery.time", delivery.time.as_ref().map(|time| time.text.as_str())),
    ];
    let parts: Vec<&str> = parts.iter().flatten().map(String::as_str).collect();
    join("clauses", &parts)
}
