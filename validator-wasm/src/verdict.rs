//! The verdict in words: what it is, how many rules, what to do first, and who decides.

use tassel_validator::{CHECK_IDS, Check, Fix, Lang, Profile, Report, Status, Verdict, requirements};
use wasm_bindgen::prelude::*;
use web_sys::Element;

use crate::dom::{append, by_id, clear, set};
use crate::say::{many, say};

/// The families of checks that look at the person. Where none of them was made, a pass says so.
const OF_THE_PERSON: [&str; 11] = [
    "face.", "geom.", "pose.", "eyes.", "mouth.", "glasses", "headwear", "hair.", "jewelry", "clothes.", "retouch",
];

/// Fails for a file that can't be opened here: neither can it be mended then.
pub(crate) const UNOPENED: &str = "file.decode";

/// The verdict strip.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Summary {
    /// 通过, 需修改 or 请人工确认; Pass, Needs changes, Needs a look.
    pub word: &'static str,
    /// How many rules came out how.
    pub count: String,
    /// What to do first.
    pub next: String,
    /// Number of checks that are still to come; while there are any, the word is not the last one.
    pub pending: usize,
    /// Who has the last word.
    pub decides: &'static str,
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
    let pending = pending(report);
    let mut parts = Vec::new();
    for (number, zh, en) in [
        (fail, "要改", "to mend"),
        (review, "拿不准", "to look at"),
        (pass, "符合", "OK"),
        (skip, "没有查", "not checked"),
        (pending, "还在查", "still being checked"),
    ] {
        if number > 0 {
            parts.push(counted(number, zh, en, lang));
        }
    }
    Summary {
        // Something that fails stays failed; everything else may still change.
        word: if pending > 0 && report.verdict != Verdict::Fail {
            say(lang, "正在检查…", "Checking…")
        } else {
            word(report.verdict, lang)
        },
        count: if parts.is_empty() {
            String::new()
        } else {
            format!("{}{}", parts.join(say(lang, "，", ", ")), say(lang, "。", "."))
        },
        next: if pending > 0 && report.verdict != Verdict::Fail {
            String::new()
        } else {
            next(report, by_eye, lang)
        },
        pending,
        decides: say(
            lang,
            "这里只是自检，收不收由学校和采集机构决定。",
            "This is a self-check; the school and the capture organisation decide.",
        ),
    }
}

/// Number of checks that a report doesn't have yet: a finished one has all of them, if only as "not checked".
pub(crate) fn pending(report: &Report) -> usize {
    CHECK_IDS.len().saturating_sub(report.checks.len())
}

/// `2 项要改`, `2 to mend`.
pub(crate) fn counted(number: usize, zh: &str, en: &str, lang: Lang) -> String {
    match lang {
        Lang::Zh => format!("{number} 项{zh}"),
        Lang::En => format!("{number} {en}"),
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

/// 通过, 需修改 or 请人工确认.
pub(crate) fn word(verdict: Verdict, lang: Lang) -> &'static str {
    match verdict {
        Verdict::Pass => say(lang, "通过", "Pass"),
        Verdict::Fail => say(lang, "需修改", "Needs changes"),
        Verdict::Review => say(lang, "请人工确认", "Needs a look"),
    }
}

fn next(report: &Report, by_eye: usize, lang: Lang) -> String {
    let first = |status| report.checks.iter().find(|check| check.status == status);
    match report.verdict {
        Verdict::Fail => {
            // What needs a new photo comes first: mending the file of the old one would be in vain.
            let fails = || report.checks.iter().filter(|check| check.status == Status::Fail);
            let retake = fails().find(|check| check.fix != Fix::Auto || check.id == UNOPENED);
            let what = retake.map_or(
                say(
                    lang,
                    "点「自动修正」，改完会再查一遍。",
                    "choose “Mend it”; the result is checked again.",
                ),
                to_do,
            );
            format!("{}{what}", say(lang, "先做这一步：", "Do this first: "))
        }
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
        .filter(|check| check.status != Status::Skip)
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

/// Writes the strip, `#verdict` or one like it, and marks it with `data-so-far`.
///
/// Only texts that are new are set, so that a verdict which comes in stages is not read aloud from its beginning each time.
pub(crate) fn draw(strip: &Element, summary: &Summary, verdict: Verdict, note: &str) -> Result<(), JsValue> {
    let finished = summary.pending == 0;
    strip.remove_attribute("data-step")?;
    if finished || verdict == Verdict::Fail {
        strip.set_attribute("data-so-far", hook(verdict))?;
    } else {
        strip.remove_attribute("data-so-far")?;
    }
    strip.remove_attribute("data-verdict")?;
    if strip.query_selector(".sc-word")?.is_none() {
        clear(strip);
        for (tag, class) in [
            ("strong", "sc-word"),
            ("p", "sc-count"),
            ("p", "sc-next"),
            ("p", "sc-note"),
            ("p", "sc-decides"),
        ] {
            append(strip, tag, class, "")?;
        }
    }
    for (css, text) in [
        (".sc-word", summary.word),
        (".sc-count", &summary.count),
        (".sc-next", &summary.next),
        (".sc-note", note),
        (".sc-decides", if finished { summary.decides } else { "" }),
    ] {
        set(strip, css, text)?;
    }
    Ok(())
}

/// Marks the strip with `data-verdict`: all is checked, and all of it is drawn.
pub(crate) fn finish(verdict: Verdict) -> Result<(), JsValue> {
    by_id::<Element>("verdict")?.set_attribute("data-verdict", hook(verdict))
}

/// Writes a plain sentence where the verdict stands: nothing chosen, at work, or stopped.
pub(crate) fn say_plainly(sentence: &str) -> Result<(), JsValue> {
    append(&blank()?, "p", "sc-count", sentence).map(|_| ())
}

fn blank() -> Result<Element, JsValue> {
    let strip: Element = by_id("verdict")?;
    clear(&strip);
    strip.remove_attribute("data-verdict")?;
    strip.remove_attribute("data-so-far")?;
    strip.remove_attribute("data-step")?;
    Ok(strip)
}

/// The verdict for the style sheet.
pub(crate) fn hook(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::Pass => "pass",
        Verdict::Fail => "fail",
        Verdict::Review => "review",
    }
}
