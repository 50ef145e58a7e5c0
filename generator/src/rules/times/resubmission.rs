//! T215: a refused picture can be handed in again only after the window has closed.

use super::plan::{Part, Plan, Thing};
use super::printed;
use crate::derive::hours_after;
use crate::diagnostics::{Finding, Rule, Severity};
use crate::model::{Review, Route};
use crate::rules::Context;

pub(crate) static T215: Rule = Rule {
    id: "T215",
    severity: Severity::Error,
    judgement: true,
    title: "重传期限超出上传时段",
    why: "最后提交的同学没有通过审核，想重传时上传已经关闭，等于没有采集。",
    fix: "截止以后还能重传的，在 review 里写 late_resubmit: true（截止后可重传）；不能的，请采集单位延长上传时段。",
};

pub(super) fn check(context: &mut Context<'_>, plan: &Plan<'_>) {
    for (id, route) in &plan.folder.routes {
        let window = plan.of_route(id).find(|thing| thing.part == Part::Window);
        let (Some(review), Some(window)) = (&route.review, window) else {
            continue;
        };
        context.findings.extend(finding(route, review, window));
    }
}

fn finding(route: &Route, review: &Review, window: &Thing<'_>) -> Option<Finding> {
    let (within, again) = (review.within_hours?, review.resubmit_hours?);
    let end = window.end.as_ref()?;
    let closes = end.when.last_stamp()?;
    if review.late_resubmit == Some(true) || again == 0 {
        return None;
    }
    let last = hours_after(within, closes).and_then(|result| hours_after(again, result))?;
    let message = format!(
        "“{}”截止于 {}，审核 {within} 小时、重传 {again} 小时，最晚要到 {}：最后 {within} 小时内提交的同学没有机会重传",
        route.name,
        printed(closes),
        printed(last)
    );
    Some(end.place(Finding::of(&T215, message)).help(
        "截止以后还能重传的，在 review 里加一行 late_resubmit: true（截止后可重传: true）；不能的，请采集单位延长上传时段",
    ))
}
