//! T204: checking ends before there is something to check.

use super::plan::{LABELS, Part, Plan};
use super::printed;
use crate::diagnostics::{Finding, Rule, Severity};
use crate::model::{Stamp, Verification};
use crate::rules::Context;

pub(crate) static T204: Rule = Rule {
    id: "T204",
    severity: Severity::Error,
    judgement: true,
    title: "核对截止早于采集截止",
    why: "最后几天采集的同学还没有照片可以核对，核对就已经截止了。",
    fix: "把核对的截止推后；只管部分路线的核对，用 routes（路线）写明是哪几条，一条都不管就写 routes: []。",
};

/// Days that a picture takes at least from the camera to where it is checked. Notices say 40 days or a month for 学信网; a week is the
/// least that a provider's own processing and an upload take.
const PROCESSING_DAYS: i64 = 7;

pub(super) fn check(context: &mut Context<'_>, plan: &Plan<'_>) {
    for verify in &plan.folder.campaign.verification {
        context.findings.extend(finding(plan, verify));
    }
}

/// Whether a check is about a route: about all where none is named.
fn is_about(verify: &Verification, route: &str) -> bool {
    match &verify.routes {
        Some(routes) => routes.iter().any(|own| own.value == route),
        None => true,
    }
}

fn finding(plan: &Plan<'_>, verify: &Verification) -> Option<Finding> {
    let thing = plan.find(Part::Verification, &verify.id)?;
    let end = thing.end.as_ref()?;
    let last = end.when.last_stamp()?;
    let processing = PROCESSING_DAYS * 24 * 3600;
    let routes = plan.folder.routes.iter().filter(|(id, _)| is_about(verify, id));
    let late = routes.filter_map(|(id, route)| {
        let (stamp, time) = plan.capture_end(id)?;
        let too_late = stamp.last_second() + processing > last.last_second();
        too_late.then_some((stamp, time, &route.name))
    });
    let mut late: Vec<_> = late.collect();
    late.sort_by_key(|(stamp, ..)| std::cmp::Reverse(stamp.last_second()));
    let (latest, _, name) = late.first()?;
    let mut finding = if latest.last_second() < last.last_second() {
        let message = format!(
            "“{}”截止于 {}，离“{name}”的采集截止 {} 不到 {PROCESSING_DAYS} 天，照片多半还查不到",
            thing.what,
            printed(last),
            printed(*latest)
        );
        Finding::of(&T204, message).severity(Severity::Warning)
    } else {
        let message = format!(
            "“{}”截止于 {}，“{name}”的采集到 {} 才截止：最后采集的同学来不及核对",
            thing.what,
            printed(last),
            printed(*latest)
        );
        Finding::of(&T204, message)
    };
    for (_, time, name) in late.iter().take(LABELS) {
        finding = time.label(finding, format!("“{name}”到这时截止"));
    }
    let after = after(*latest);
    Some(end.place(finding).help(format!(
        "核对的截止推到 {after}以后；只管部分路线的，加 routes（路线）写明哪几条，一条都不管就写 routes: []"
    )))
}

/// The day from which the last picture can be expected.
fn after(latest: Stamp) -> String {
    let date = latest.date.checked_add(jiff::Span::new().days(PROCESSING_DAYS));
    date.map_or_else(|_| printed(latest), |date| printed(Stamp { date, minutes: None }))
}
