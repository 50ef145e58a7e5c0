//! T206: a deadline without a clock time.

use super::plan::{Gathered, Part, Plan, Thing};
use super::printed;
use crate::diagnostics::{Finding, Rule, Severity};
use crate::model::{Stamp, When};
use crate::rules::Context;

pub(crate) static T206: Rule = Rule {
    id: "T206",
    severity: Severity::Warning,
    judgement: true,
    title: "截止没有写钟点",
    why: "不写钟点就算到当日 24:00；办公室五点下班、系统半夜关闭，都会和页面说的不一样。",
    fix: "写上钟点，例如 17:00；确实到半夜，写 24:00。",
};

pub(super) fn check(context: &mut Context<'_>, plan: &Plan<'_>) {
    let mut found = Gathered::default();
    for thing in &plan.things {
        let Some(end) = thing.end.as_ref().filter(|_| thing.part != Part::Session) else {
            continue;
        };
        let When::At(stamp) = end.when else { continue };
        if stamp.minutes.is_some() || is_one_day(thing, *stamp) {
            continue;
        }
        found.add(end, *stamp, &thing.what, || {
            let message = format!("“{}”的截止 {} 没有写钟点，按当日 24:00 算", thing.what, printed(*stamp));
            Finding::of(&T206, message).help(format!(
                "写上钟点，例如 {} 17:00；确实到半夜，写 {} 24:00",
                stamp.date, stamp.date
            ))
        });
    }
    context.findings.extend(found.into_findings());
}

/// Whether it is something that happens on one day rather than a deadline.
fn is_one_day(thing: &Thing<'_>, end: Stamp) -> bool {
    let start = thing.start.as_ref().and_then(|start| start.when.stamp());
    start.is_some_and(|start| start.date == end.date && start.minutes.is_none())
}
