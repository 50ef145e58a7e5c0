//! F402: a route whose price is not said, beside others that have one. F403: a price in words only; one that stands in place of the
//! number is refused while reading.

use super::Context;
use super::prose::Line;
use super::written::{Wanted, sentences};
use crate::diagnostics::{Finding, Rule, Severity};
use crate::model::{CampaignFolder, Model, Money, Route, RouteKind, Sourced};
use crate::source::rules::F403;
use std::collections::{BTreeMap, BTreeSet};

pub(crate) static F402: Rule = Rule {
    id: "F402",
    severity: Severity::Warning,
    judgement: true,
    title: "路线没有写费用",
    why: "学生要比较几条路线，才知道走哪一条合算、要带多少钱。",
    fix: "写上金额；不收费就写 0，问不到就写 待定。",
};

/// Prices of other routes that one finding names.
const NAMED: usize = 5;

pub(super) fn check(context: &mut Context<'_>) {
    let written = context.written;
    let model = context.model;
    let elsewhere = by_provider(model);
    let mut found = Vec::new();
    for folder in &model.campaigns {
        for (_, route) in &folder.routes {
            found.extend(unpriced(context, &elsewhere, folder, route));
            found.extend(only_said(route, context));
        }
        let mut seen = BTreeSet::new();
        for line in &written.of(&folder.id).lines {
            found.extend(multiple(line).filter(|_| seen.insert(line.file)));
        }
    }
    context.findings.append(&mut found);
}

fn amount(route: &Route) -> Option<Money> {
    route.fee.as_ref().map(|fee| fee.amount.value)
}

/// Words that stand for the price of a route that has none.
fn said(route: &Route) -> Option<&str> {
    let fee = route.fee.as_ref().filter(|fee| fee.amount.value == Money::Tba)?;
    fee.said.as_deref().filter(|said| !said.trim().is_empty())
}

/// F402. The school's own system costs nothing as a rule, and nobody expects a price there.
fn unpriced(
    context: &Context<'_>,
    elsewhere: &ByProvider<'_>,
    folder: &CampaignFolder,
    route: &Sourced<Route>,
) -> Option<Finding> {
    let own_system = route.kind == RouteKind::SelfUpload && route.places.is_empty() && route.payment.is_none();
    if own_system || said(route).is_some() || matches!(amount(route), Some(Money::Fen(_))) {
        return None;
    }
    let others = prices(elsewhere, folder, route);
    if others.is_empty() {
        return None;
    }
    let others = others.join("、");
    if let Some(fee) = &route.fee {
        let message = format!("路线“{}”的费用待定；别的路线有费用：{others}", route.name);
        let finding = Finding::of(&F402, message).severity(Severity::Info);
        let help = "问采集单位要一个金额；问不到，就在 campaign.yaml 的 allow 里写明原因";
        return Some(finding.at_value(&route.file, &fee.amount).help(help));
    }
    let message = format!("路线“{}”没有写费用；别的路线有费用：{others}", route.name);
    let finding = Finding::of(&F402, message).help("补上 fee: 和 amount:；不收费写 amount: 0，还不知道写 amount: 待定");
    let wanted = Wanted {
        file: &route.file,
        key: ["name", "名称"],
        id: None,
    };
    Some(wanted.mark(finding, context.sources, &route.name))
}

/// The ids of those whom a route brings students to; the campaign's own provider where it names nobody.
fn providers<'a>(folder: &'a CampaignFolder, route: &'a Route) -> BTreeSet<&'a str> {
    let places = if route.places.is_empty() {
        &folder.campaign.providers
    } else {
        &route.places
    };
    places.iter().map(|id| id.value.as_str()).collect()
}

/// Prices by provider: campaign and words for each, the first few of each provider.
type ByProvider<'a> = BTreeMap<&'a str, Vec<(&'a str, String)>>;

fn price(route: &Route) -> Option<String> {
    match amount(route)? {
        money @ Money::Fen(_) => Some(format!("{} {money}", route.name)),
        Money::Tba => None,
    }
}

fn by_provider(model: &Model) -> ByProvider<'_> {
    let mut prices = ByProvider::new();
    for folder in &model.campaigns {
        for (_, route) in &folder.routes {
            let Some(price) = price(route) else { continue };
            for provider in providers(folder, route) {
                let known = prices.entry(provider).or_default();
                if known.len() < NAMED {
                    known.push((&folder.id, format!("{}的{price}", folder.campaign.title)));
                }
            }
        }
    }
    prices
}

/// What the other routes of the campaign cost, or, where it has no price at all, what the same provider asks for in other campaigns.
fn prices(elsewhere: &ByProvider<'_>, folder: &CampaignFolder, route: &Route) -> Vec<String> {
    let own = folder.routes.iter().filter_map(|(_, other)| price(other));
    let own: Vec<String> = own.take(NAMED).collect();
    if !own.is_empty() {
        return own;
    }
    let here = providers(folder, route).into_iter();
    let known = here.flat_map(|id| elsewhere.get(id).into_iter().flatten());
    let known = known
        .filter(|(campaign, _)| *campaign != folder.id)
        .map(|(_, price)| price.clone());
    known.take(NAMED).collect()
}

/// F403 for a route whose price is only said.
fn only_said(route: &Sourced<Route>, context: &Context<'_>) -> Option<Finding> {
    let said = said(route)?;
    let finding = Finding::of(&F403, format!("费用只有一句话“{said}”，没有金额，没法比较"))
        .severity(Severity::Warning)
        .help("算成金额写在 amount 里；原通知就是这样写的，在 campaign.yaml 的 allow 里写明原因");
    let wanted = Wanted {
        file: &route.file,
        key: ["fee", "费用"],
        id: None,
    };
    Some(wanted.mark(finding, context.sources, said))
}

/// F403 in sentences: a price as so many times another one.
fn multiple<'a>(line: &Line<'a>) -> impl Iterator<Item = Finding> + use<'a> {
    let line = *line;
    let in_body = line.body;
    let found = sentences(line.text).filter_map(move |(at, sentence)| {
        let about_money = ["费", "价", "收费", "元"].iter().any(|word| sentence.contains(word));
        let end = sentence.find('倍').filter(|_| about_money && in_body)?;
        let before = sentence.get(..end)?;
        let start = before.trim_end_matches(is_number).len();
        let said = before
            .get(start..)
            .filter(|said| said.chars().any(|c| c.is_alphanumeric() && !"到至".contains(c)))?;
        let message = format!("费用写成了倍数“{said}倍”，没有金额，没法比较");
        let range = at + start..at + end + '倍'.len_utf8();
        let help = "写成金额，例如 60 元；原通知就是这样写的，在 campaign.yaml 的 allow 里写明原因";
        Some(
            Finding::of(&F403, message)
                .severity(Severity::Warning)
                .at(line.span(range))
                .help(help),
        )
    });
    found.collect::<Vec<_>>().into_iter()
}

fn is_number(c: char) -> bool {
    c.is_ascii_digit() || "一二两三四五六七八九十几数.到至-–—~～".contains(c)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn said(text: &str) -> Vec<String> {
        let line = Line {
            file: "a.md",
            start: 0,
            text,
            body: true,
        };
        multiple(&line).map(|finding| finding.message).collect()
    }

    #[test]
    fn multiples_of_a_price_are_found_and_other_multiples_are_not() {
        let found = said("收费标准为集体拍照的4到6倍。");
        assert_eq!(found, ["费用写成了倍数“4到6倍”，没有金额，没法比较"]);
        assert_eq!(said("散拍的费用是三四倍").len(), 1);
        assert!(said("放大到2倍再看照片").is_empty());
        assert!(said("放大到2倍再看。每人15元").is_empty());
        assert!(said("价格加倍").is_empty());
    }
}
