//! T210: pictures are taken long before or after the year of graduation.

use super::plan::{Plan, Time};
use super::printed;
use crate::diagnostics::{Finding, Rule, Severity};
use crate::model::Stamp;
use crate::rules::Context;

pub(crate) static T210: Rule = Rule {
    id: "T210",
    severity: Severity::Warning,
    judgement: true,
    title: "采集和毕业年份相差太远",
    why: "多半是抄了往年的日期，或届次写错；同学会以为不是自己这一届。",
    fix: "核对届次和采集的年份；确实提前采集的，在 allow 里写明原因。",
};

/// The month in which a cohort graduates.
const GRADUATION_MONTH: i32 = 6;

/// Months before graduation that pictures are taken at most: those of the last year of study.
const EARLIEST_MONTHS: i32 = 12;

/// Months after graduation: certificates of a cohort are made until the end of its year.
const LATEST_MONTHS: i32 = 6;

pub(super) fn check(context: &mut Context<'_>, plan: &Plan<'_>) {
    let routes = || plan.folder.routes.iter().map(|(id, _)| id.as_str());
    let first = |id| plan.capture_start(id).or_else(|| plan.capture_end(id));
    let earliest = routes().filter_map(first).min_by_key(|(stamp, _)| stamp.first_second());
    let latest = routes().filter_map(first).max_by_key(|(stamp, _)| stamp.first_second());
    let early = earliest.filter(|(stamp, _)| months(plan, *stamp) > EARLIEST_MONTHS);
    let late = latest.filter(|(stamp, _)| months(plan, *stamp) < -LATEST_MONTHS);
    for (stamp, time) in [early, late].into_iter().flatten() {
        context.findings.push(finding(plan, stamp, time));
    }
}

/// Months from a capture to the graduation of the cohort.
fn months(plan: &Plan<'_>, stamp: Stamp) -> i32 {
    let cohort = i32::from(plan.folder.campaign.cohort.value);
    (cohort - i32::from(stamp.date.year())) * 12 + GRADUATION_MONTH - i32::from(stamp.date.month())
}

fn finding(plan: &Plan<'_>, stamp: Stamp, time: &Time<'_>) -> Finding {
    let campaign = &plan.folder.campaign;
    let (cohort, months) = (campaign.cohort.value, months(plan, stamp));
    let side = if months > 0 { "早" } else { "晚" };
    let message = format!(
        "{cohort}届的采集在 {}，比毕业（{cohort}年{GRADUATION_MONTH}月）{side} {} 个月",
        printed(stamp),
        months.abs()
    );
    let finding = Finding::of(&T210, message).at_value(&campaign.file, &campaign.cohort);
    time.label(finding, "采集写在这里")
        .help("核对届次和日期的年份；确实如此，在 campaign.yaml 的 allow 里放过这一条，写明原因")
}
