//! The verdict in words: what it is, how many rules, what to do first.

use tassel_validator::{CHECK_IDS, Check, Lang, Profile, Report, Status, Verdict, requirements};
use wasm_bindgen::prelude::*;
use web_sys::Element;

use crate::dom::{append, by_id, clear};

/// The families of checks that look at the person. While none of them is in a report, a pass says so.
const OF_THE_PERSON: [&str; 11] = [
    "face.", "geom.", "pose.", "eyes.", "mouth.", "glasses", "headwear", "hair.", "jewelry", "clothes.", "retouch",
];

/// The verdict strip.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Summary {
    /// 通过, 需修改 or 请人工确认.
    pub word: &'static str,
    /// How many rules came out how.
    pub count: String,
    /// What to do first.
    pub next: String,
}

/// Sums up a report; `by_eye` = number of rules that are left for the student's own eyes.
pub fn summary(report: &Report, by_eye: usize) -> Summary {
    let number = |status| report.checks.iter().filter(|check| check.status == status).count();
    let (pass, fail, review, skip) = (
        number(Status::Pass),
        number(Status::Fail),
        number(Status::Review),
        number(Status::Skip),
    );
    let mut parts = Vec::new();
    let mut say = |number: usize, words: &str| {
        if number > 0 {
            parts.push(format!("{number} 项{words}"));
        }
    };
    say(fail, "要改");
    say(review, "拿不准");
    say(pass, "符合");
    say(skip, "没有查");
    Summary {
        word: word(report.verdict),
        count: if parts.is_empty() {
            String::new()
        } else {
            format!("{}。", parts.join("，"))
        },
        next: next(report, by_eye),
    }
}

/// What is left for the student's own eyes: limits and rules of the profile that no check has judged (before a photo: that no
/// check of this version judges).
pub(crate) fn left_for_the_eye(profile: &Profile, report: Option<&Report>) -> Vec<String> {
    let judged = |id: &str| match report {
        Some(report) => report
            .checks
            .iter()
            .any(|check| check.id == id && check.status != Status::Skip),
        None => CHECK_IDS.contains(&id),
    };
    let said = |id: &str| profile.rules.iter().any(|rule| rule.id == id);
    let limits = requirements(profile, Lang::Zh)
        .into_iter()
        .filter(|limit| !judged(limit.id) && !said(limit.id));
    let rules = profile.rules.iter().filter(|rule| !judged(&rule.id));
    limits
        .map(|limit| format!("{}：{}", limit.title, limit.text))
        .chain(rules.map(|rule| rule.text.clone()))
        .collect()
}

fn word(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::Pass => "通过",
        Verdict::Fail => "需修改",
        Verdict::Review => "请人工确认",
    }
}

fn next(report: &Report, by_eye: usize) -> String {
    let first = |status| report.checks.iter().find(|check| check.status == status);
    match report.verdict {
        Verdict::Fail => first(Status::Fail).map_or_else(String::new, |check| format!("先做这一步：{}", to_do(check))),
        Verdict::Review => {
            first(Status::Review).map_or_else(String::new, |check| format!("先看这一项：{}", to_do(check)))
        }
        Verdict::Pass => pass_says_only_what_it_checked(report, by_eye),
    }
}

fn to_do(check: &Check) -> &str {
    [&check.advice, &check.message]
        .into_iter()
        .find(|text| !text.is_empty())
        .unwrap_or(&check.title)
}

fn pass_says_only_what_it_checked(report: &Report, by_eye: usize) -> String {
    let person = report
        .checks
        .iter()
        .any(|check| OF_THE_PERSON.iter().any(|family| check.id.starts_with(family)));
    let limits = if person {
        "只查了下面列出的各项。"
    } else {
        "只查了文件和背景，没有看人脸、表情和着装。"
    };
    if by_eye == 0 {
        limits.to_owned()
    } else {
        format!("{limits}还有 {by_eye} 条，对着照片自己看一遍。")
    }
}

/// Writes the strip and marks it with `data-verdict`.
pub(crate) fn draw(summary: &Summary, verdict: Verdict, note: &str) -> Result<(), JsValue> {
    let strip = blank()?;
    strip.set_attribute("data-verdict", hook(verdict))?;
    append(&strip, "strong", "sc-word", summary.word)?;
    append(&strip, "p", "sc-count", &summary.count)?;
    append(&strip, "p", "sc-next", &summary.next)?;
    if !note.is_empty() {
        append(&strip, "p", "sc-note", note)?;
    }
    Ok(())
}

/// Writes a plain sentence where the verdict stands: nothing chosen, at work, or stopped.
pub(crate) fn say(sentence: &str) -> Result<(), JsValue> {
    append(&blank()?, "p", "sc-count", sentence).map(|_| ())
}

fn blank() -> Result<Element, JsValue> {
    let strip: Element = by_id("verdict")?;
    clear(&strip);
    strip.remove_attribute("data-verdict")?;
    Ok(strip)
}

fn hook(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::Pass => "pass",
        Verdict::Fail => "fail",
        Verdict::Review => "review",
    }
}
