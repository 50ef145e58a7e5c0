//! What it costs, how it is paid, whether it is paid back.

use super::words::{join, say, sentence};
use super::{Draft, Facts};
use crate::derive::route::{FeeView, PaymentView};

pub(super) fn fee(facts: &Facts<'_>) -> Option<Draft> {
    let routes: Vec<_> = facts
        .view
        .routes
        .iter()
        .filter_map(|route| Some((route, route.fee.as_ref()?)))
        .collect();
    let alone = facts.view.routes.len() == 1;
    let lines = routes.iter().map(|(route, fee)| {
        let text = price(fee);
        match alone {
            true => sentence(&text),
            false => sentence(&say("named", &[("name", &route.name), ("text", &text)])),
        }
    });
    let lines = lines.collect();
    Draft::of(say("fee.ask", &[]), say("fee.lead", &[]), lines, facts.routes())
}

/// The amount, and what it includes.
fn price(fee: &FeeView) -> String {
    let amount = say(
        if fee.is_amount { "fee.each" } else { "fee.words" },
        &[("fee", &fee.text)],
    );
    if fee.includes.is_empty() {
        return amount;
    }
    let includes: Vec<&str> = fee.includes.iter().map(String::as_str).collect();
    say("fee.includes", &[("fee", &amount), ("list", &join("list", &includes))])
}

pub(super) fn pay(facts: &Facts<'_>) -> Option<Draft> {
    let paid: Vec<_> = facts
        .view
        .routes
        .iter()
        .filter_map(|route| Some((route, route.payment.as_ref()?)))
        .collect();
    let several = paid.len() > 1;
    let lines = paid.iter().flat_map(|(route, payment)| {
        let mut lines = payment_lines(payment);
        if several && let Some(first) = lines.first_mut() {
            *first = say("named", &[("name", &route.name), ("text", first)]);
        }
        lines
    });
    let basis = match &paid[..] {
        [(route, _)] => facts.route(&route.id, &route.name),
        _ => facts.routes(),
    };
    Draft::of(say("pay.ask", &[]), String::new(), lines.collect(), basis)
}

fn payment_lines(payment: &PaymentView) -> Vec<String> {
    let how = match &payment.time {
        Some(time) if time.tba => say("pay.tba", &[("channel", &payment.channel)]),
        Some(time) => say("pay.line", &[("time", &time.text), ("channel", &payment.channel)]),
        None => payment.channel.clone(),
    };
    let mut lines = vec![sentence(&how)];
    let code = payment
        .batch_code
        .as_deref()
        .map(|code| say("pay.batch", &[("code", code)]));
    let remark = payment
        .remark
        .as_deref()
        .map(|remark| say("pay.remark", &[("text", remark)]));
    let onsite = payment
        .onsite
        .map(|onsite| say(if onsite { "pay.onsite" } else { "pay.ahead" }, &[]));
    lines.extend(code.into_iter().chain(remark).chain(onsite));
    let place = |(campus, room): &(String, String)| sentence(&say("named", &[("name", campus), ("text", room)]));
    lines.extend(payment.places.iter().map(place));
    lines
}

pub(super) fn refund(facts: &Facts<'_>) -> Option<Draft> {
    let said = |fee: &FeeView| match (&fee.refund, fee.refundable) {
        (Some(words), _) => Some(sentence(words)),
        (None, Some(true)) => Some(say("refund.yes", &[])),
        (None, Some(false)) => Some(say("refund.no", &[])),
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
        false => say("named", &[("name", &route.name), ("text", text)]),
    });
    Draft::of(say("refund.ask", &[]), String::new(), lines.collect(), basis)
}
