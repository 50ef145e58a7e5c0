//! What it costs, how it is paid, whether it is paid back.

use super::{Draft, Facts};
use super::{join, sentence};
use crate::derive::route::{FeeView, PaymentView};
use crate::i18n::Words;

pub(super) fn fee(facts: &Facts<'_>) -> Option<Draft> {
    let w = facts.words;
    let routes: Vec<_> = facts
        .view
        .routes
        .iter()
        .filter_map(|route| Some((route, route.fee.as_ref()?)))
        .collect();
    let alone = facts.view.routes.len() == 1;
    let lines = routes.iter().map(|(route, fee)| {
        let text = price(w, fee);
        match alone {
            true => sentence(w, &text),
            false => sentence(w, &w.fill("answer.named", &[("name", &route.name), ("text", &text)])),
        }
    });
    let lines = lines.collect();
    Draft::of(
        w.get("answer.fee.ask").to_owned(),
        w.get("answer.fee.lead").to_owned(),
        lines,
        facts.routes(),
    )
}

/// The amount, and what it includes.
fn price(w: &Words, fee: &FeeView) -> String {
    let amount = match fee.is_amount {
        true => w.fill("answer.fee.each", &[("fee", &fee.text)]),
        false => fee.text.clone(),
    };
    if fee.includes.is_empty() {
        return amount;
    }
    let includes: Vec<&str> = fee.includes.iter().map(String::as_str).collect();
    w.fill(
        "answer.fee.includes",
        &[("fee", &amount), ("list", &join(w, "list.comma", &includes))],
    )
}

pub(super) fn pay(facts: &Facts<'_>) -> Option<Draft> {
    let w = facts.words;
    let paid: Vec<_> = facts
        .view
        .routes
        .iter()
        .filter_map(|route| Some((route, route.payment.as_ref()?)))
        .collect();
    let several = paid.len() > 1;
    let lines = paid.iter().flat_map(|(route, payment)| {
        let mut lines = payment_lines(w, payment);
        if several && let Some(first) = lines.first_mut() {
            *first = w.fill("answer.named", &[("name", &route.name), ("text", first)]);
        }
        lines
    });
    let basis = match &paid[..] {
        [(route, _)] => facts.route(&route.id, &route.name),
        _ => facts.routes(),
    };
    Draft::of(
        w.get("answer.pay.ask").to_owned(),
        String::new(),
        lines.collect(),
        basis,
    )
}

fn payment_lines(w: &Words, payment: &PaymentView) -> Vec<String> {
    let how = match &payment.time {
        Some(time) if time.tba => w.fill("answer.pay.tba", &[("channel", &payment.channel)]),
        Some(time) => w.fill(
            "answer.pay.line",
            &[("time", &time.text), ("channel", &payment.channel)],
        ),
        None => payment.channel.clone(),
    };
    let mut lines = vec![sentence(w, &how)];
    let code = payment
        .batch_code
        .as_deref()
        .map(|code| w.fill("answer.pay.batch", &[("code", code)]));
    let remark = payment
        .remark
        .as_deref()
        .map(|remark| w.fill("answer.pay.remark", &[("text", remark)]));
    let onsite = payment.onsite.map(|onsite| {
        w.get(if onsite {
            "answer.pay.onsite"
        } else {
            "answer.pay.ahead"
        })
        .to_owned()
    });
    lines.extend(code.into_iter().chain(remark).chain(onsite));
    let place =
        |(campus, room): &(String, String)| sentence(w, &w.fill("answer.named", &[("name", campus), ("text", room)]));
    lines.extend(payment.places.iter().map(place));
    lines
}

pub(super) fn refund(facts: &Facts<'_>) -> Option<Draft> {
    let w = facts.words;
    let said = |fee: &FeeView| match (&fee.refund, fee.refundable) {
        (Some(words), _) => Some(sentence(w, words)),
        (None, Some(true)) => Some(w.get("answer.refund.yes").to_owned()),
        (None, Some(false)) => Some(w.get("answer.refund.no").to_owned()),
        (None, None) => None,
    };
    let known: Vec<_> = facts
        .view
        .routes
        .iter()
        .filter_map(|route| Some((route, said(route.fee.as_ref()?)?)))
        .collect();
    let basis = match &known[..] {
        [(route, _)] => facts.route(&route.id, &route.name),
        _ => facts.routes(),
    };
    let alone = facts.view.routes.len() == 1;
    let lines = known.iter().map(|(route, text)| match alone {
        true => text.clone(),
        false => w.fill("answer.named", &[("name", &route.name), ("text", text)]),
    });
    Draft::of(
        w.get("answer.refund.ask").to_owned(),
        String::new(),
        lines.collect(),
        basis,
    )
}
