//! Rules about time: what is announced too late, said twice or left open, and dates in running text. Days are counted with holidays.
//!
//! Rules that judge a plan look at the times in force, as readers see them; a time that a notice changed is judged from that notice's
//! day, and its finding points into the notice. Of all of them only T213 asks what day it is: it warns before an event. The others judge
//! the text itself, however old it is.

mod announced;
mod before;
mod clock;
mod cohort;
mod fetched;
mod order;
mod plan;
mod resubmission;
mod twice;
mod undecided;
mod vague;
mod verification;
mod weekday;
pub(super) mod written;

pub(crate) use announced::{T201, T202, T209};
pub(crate) use before::T208;
pub(crate) use clock::T206;
pub(crate) use cohort::T210;
pub(crate) use fetched::T211;
pub(crate) use order::T216;
pub(crate) use resubmission::T215;
pub(crate) use twice::T205;
pub(crate) use undecided::T213;
pub(crate) use vague::T207;
pub(crate) use verification::T204;
pub(crate) use weekday::T203;

use super::Context;
use super::prose::{self, campaign_of, is_english};
use crate::derive::Moment;
use crate::i18n::{Locale, Words};
use crate::model::{Model, Stamp, When};
use plan::Plan;
use std::collections::BTreeMap;
use written::Text;

/// What the files say, whatever changed since.
pub(super) fn check(context: &mut Context<'_>) {
    order::check(context);
}

/// The times in force; `written` is the model without changes, its campaigns in the same order.
pub(super) fn check_in_force(context: &mut Context<'_>, written: &Model) {
    let model = context.model;
    let pairs = model.campaigns.iter().zip(&written.campaigns);
    let plans: BTreeMap<&str, Plan<'_>> = pairs
        .map(|(folder, written)| (folder.id.as_str(), Plan::new(model, folder, written, context.now)))
        .collect();
    for plan in plans.values() {
        announced::check(context, plan);
        clock::check(context, plan);
        verification::check(context, plan);
        cohort::check(context, plan);
        fetched::check(context, plan);
        resubmission::check(context, plan);
        undecided::check(context, plan);
        vague::check(context, plan);
        twice::check(context, plan);
    }
    in_words(context, &plans);
}

/// Dates and times in running text, line by line.
fn in_words(context: &mut Context<'_>, plans: &BTreeMap<&str, Plan<'_>>) {
    let years: BTreeMap<&str, weekday::Years> =
        plans.iter().map(|(id, plan)| (*id, weekday::Years::of(plan))).collect();
    let numbers: BTreeMap<&str, twice::Numbered> = plans
        .iter()
        .map(|(id, plan)| (*id, twice::Numbered::of(plan)))
        .collect();
    let sources = context.sources;
    for line in prose::lines(sources).filter(|line| !is_english(line.file) && may_say_when(line.text)) {
        let text = Text::new(line.text);
        let id = campaign_of(line.file).map(|(id, _)| id);
        let plan = id.and_then(|id| plans.get(id));
        before::line(context, &line, &text);
        weekday::line(context, &line, &text, id.and_then(|id| years.get(id)));
        vague::line(context, &line, &text, plan);
        if let Some(numbers) = id.and_then(|id| numbers.get(id)) {
            twice::line(context, &line, &text, numbers);
        }
    }
}

/// Whether a line can hold a date, or 后 with a number; one that is longer than anybody writes is no text.
fn may_say_when(line: &str) -> bool {
    const LONGEST: usize = 64 * 1024;
    let figures = || line.contains(['-', '/', '.']) && line.contains(|c: char| c.is_ascii_digit());
    line.len() <= LONGEST && (line.contains(['月', '后']) || figures())
}

/// Findings are in Chinese.
fn words() -> &'static Words {
    Words::embedded(Locale::Zh)
}

/// A moment as pages print it: `2024年4月28日（周日）17:00`.
fn printed(stamp: Stamp) -> String {
    Moment::point(&When::At(stamp), words()).text
}
