//! T211: the school fetches the pictures before the last ones can be reviewed.

use super::plan::{Part, Plan, Thing};
use super::printed;
use crate::diagnostics::{Finding, Rule, Severity};
use crate::rules::Context;

pub(crate) static T211: Rule = Rule {
    id: "T211",
    severity: Severity::Warning,
    judgement: true,
    title: "路线截止和取照片之间没有留审核的时间",
    why: "最后几天采集的同学，照片还没有审核好，学校已经把数据取走了。",
    fix: "把路线的截止提前，或把取照片的日子推后。",
};

/// Hours that a review takes where the content doesn't say: providers announce 48.
const REVIEW_HOURS: u16 = 48;

/// Hours from the camera to the data, where nothing is reviewed.
const DATA_HOURS: u16 = 24;

pub(super) fn check(context: &mut Context<'_>, plan: &Plan<'_>) {
    for deadline in &plan.folder.campaign.deadlines {
        let Some(thing) = plan.find(Part::Deadline, &deadline.id) else {
            continue;
        };
        for route in &deadline.collects {
            context.findings.extend(finding(plan, thing, &route.value));
        }
    }
}

fn finding(plan: &Plan<'_>, fetching: &Thing<'_>, id: &str) -> Option<Finding> {
    let (_, route) = plan.folder.routes.iter().find(|(own, _)| own == id)?;
    let fetch = fetching.end.as_ref()?;
    let fetched = fetch.when.stamp()?;
    let (last, time) = plan.capture_end(id)?;
    let (hours, needed) = match &route.review {
        Some(review) => {
            let hours = review.within_hours.unwrap_or(REVIEW_HOURS);
            (hours, format!("审核要 {hours} 小时"))
        }
        None => (DATA_HOURS, format!("照片处理要 {DATA_HOURS} 小时")),
    };
    if last.last_second() + i64::from(hours) * 3600 <= fetched.last_second() {
        return None;
    }
    let when = if last.date == fetched.date {
        "同一天"
    } else {
        "太近"
    };
    let message = format!(
        "“{}”截止于 {}，学校取照片在 {}，{when}；{needed}，最后采集的照片取不到",
        route.name,
        printed(last),
        printed(fetched)
    );
    let finding = time.place(Finding::of(&T211, message));
    Some(
        fetch
            .label(finding, "学校这时取照片")
            .help(format!("截止提前，或取照片推后，中间至少留 {hours} 小时")),
    )
}
