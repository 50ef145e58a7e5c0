//! The verdict in words: what it is, how many rules, what to do first.

use tassel_validator::{CHECK_IDS, Check, Lang, Profile, Report, Status, Verdict, requirements};
use wasm_bindgen::prelude::*;
use web_sys::Element;

use crate::dom::{append, by_id, clear};
use crate::say::{many, say};

/// The families of checks that look at the person. While none of them is in a report, a pass says so.
const OF_THE_PERSON: [&str; 11] = [
    "face.", "geom.", "pose.", "eyes.", "mouth.", "glasses", "headwear", "hair.", "jewelry", "clothes.", "retouch",
];

/// The verdict strip.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Summary {
    /// 通过, 需修改 or 请人工确认; Pass, Needs changes, Needs a look.
    pub word: &'static str,
    /// How many rules came out how.
    pub count: String,
    /// What to do first.
    pub next: String,
}

/// Sums up a report; `by_eye` = number of rules that are left for the student's own eyes.
pub fn summary(report: &Report, by_eye: usize, lang: Lang) -> Summary {
    let number = |status| report.checks.iter().filter(|check| check.status == status).count();
    let (pass, fail, review, skip) = (
        number(Status::Pass),
        number(Status::Fail),
        number(Status::Review),
        number(Status::Skip),
    );
    let mut parts = Vec::new();
    let mut part = |number: usize, zh: &str, en: &str| {
        if number > 0 {
            parts.push(match lang {
                Lang::Zh => format!("{number} 项{zh}"),
                Lang::En => format!("{number} {en}"),
            });
        }
    };
    part(fail, "要改", "to mend");
    part(review, "拿不准", "to look at");
    part(pass, "符合", "OK");
    part(skip, "没有查", "not checked");
    Summary {
        word: word(report.verdict, lang),
        count: if parts.is_empty() {
            String::new()
        } else {
            format!("{}{}", parts.join(say(lang, "，", ", ")), say(lang, "。", "."))
        },
        next: next(report, by_eye, lang),
    }
}

/// What is left for the student's own eyes: limits and rules of the profile that no check has judged (before a photo: that no
/// check of this version judges).
pub(crate) fn left_for_the_eye(profile: &Profile, report: Option<&Report>, lang: Lang) -> Vec<String> {
    let judged = |id: &str| match report {
        Some(report) => report
            .checks
            .iter()
            .any(|check| check.id == id && check.status != Status::Skip),
        None => CHECK_IDS.contains(&id),
    };
    let said = |id: &str| profile.rules.iter().any(|rule| rule.id == id);
    let limits = requirements(profile, lang)
        .into_iter()
        .filter(|limit| !judged(limit.id) && !said(limit.id));
    let rules = profile.rules.iter().filter(|rule| !judged(&rule.id));
    limits
        .map(|limit| format!("{}{}{}", limit.title, say(lang, "：", ": "), limit.text))
        .chain(rules.map(|rule| rule.text.clone()))
        .collect()
}

fn word(verdict: Verdict, lang: Lang) -> &'static str {
    match verdict {
        Verdict::Pass => say(lang, "通过", "Pass"),
        Verdict::Fail => say(lang, "需修改", "Needs changes"),
        Verdict::Review => say(lang, "请人工确认", "Needs a look"),
    }
}

fn next(report: &Report, by_eye: usize, lang: Lang) -> String {
    let first = |status| report.checks.iter().find(|check| check.status == status);
    match report.verdict {
        Verdict::Fail => first(Status::Fail).map_or_else(String::new, |check| {
            format!("{}{}", say(lang, "先做这一步：", "Do this first: "), to_do(check))
        }),
        Verdict::Review => first(Status::Review).map_or_else(String::new, |check| {
            format!("{}{}", say(lang, "先看这一项：", "Look at this first: "), to_do(check))
        }),
        Verdict::Pass => pass_says_only_what_it_checked(report, by_eye, lang),
    }
}

fn to_do(check: &Check) -> &str {
    [&check.advice, &check.message]
        .into_iter()
        .find(|text| !text.is_empty())
        .unwrap_or(&check.title)
}

fn pass_says_only_what_it_checked(report: &Report, by_eye: usize, lang: Lang) -> String {
    let person = report
        .checks
        .iter()
        .any(|check| OF_THE_PERSON.iter().any(|family| check.id.starts_with(family)));
    let limits = if person {
        say(lang, "只查了下面列出的各项。", "Only what is listed below was checked.")
    } else {
        say(
            lang,
            "只查了文件和背景，没有看人脸、表情和着装。",
            "Only the file and the background were checked, not face, expression or clothes.",
        )
    };
    if by_eye == 0 {
        limits.to_owned()
    } else {
        match lang {
            Lang::Zh => format!("{limits}还有 {by_eye} 条，对着照片自己看一遍。"),
            Lang::En => format!(
                "{limits} Go through {by_eye} more {} with your photo yourself.",
                many(by_eye, "rule", "rules")
            ),
        }
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
pub(crate) fn say_plainly(sentence: &str) -> Result<(), JsValue> {
    append(&blank()?, "p", "sc-count", sentence).map(|_| ())
}

fn blank() -> Result<Element, JsValue> {
    let strip: Element = by_id("verdict")?;
    clear(&strip);
    strip.remove_attribute("data-verdict")?;
    strip.remove_attribute("data-step")?;
    Ok(strip)
}

fn hook(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::Pass => "pass",
        Verdict::Fail => "fail",
        Verdict::Review => "review",
    }
}
