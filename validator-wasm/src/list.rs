//! The list of rules: what is wanted before a photo is chosen, then one line per check: conclusion, measured, wanted, what to do.

use tassel_validator::{CHECK_IDS, Check, Lang, Limit, Profile, Report, Requirement, Status, requirements};
use wasm_bindgen::prelude::*;
use web_sys::Element;

use crate::dom::{append, by_id, clear, lang, show};
use crate::number::measured;
use crate::overlay;
use crate::say::say;
use crate::verdict::left_for_the_eye;

/// Failed first, then what a person must look at.
const ORDER: [Status; 4] = [Status::Fail, Status::Review, Status::Pass, Status::Skip];

/// Before a photo: every rule with what it wants.
pub(crate) fn draw_requirements(profile: &Profile) -> Result<(), JsValue> {
    let list = empty_list(say(lang(), "要求", "Required"))?;
    for Requirement { title, text, .. } in requirements(profile, lang())
        .into_iter()
        .filter(|limit| CHECK_IDS.contains(&limit.id))
    {
        let row = append(&list, "li", "sc-row", "")?;
        let line = append(&row, "div", "sc-line", "")?;
        append(&line, "span", "sc-title", &title)?;
        cell(&line, "sc-want", say(lang(), "要求", "Required"), &text)?;
    }
    draw_by_eye(profile, None)
}

/// After a photo: one line per check, opening to why and how.
pub(crate) fn draw_report(report: &Report, profile: &Profile) -> Result<(), JsValue> {
    let list = empty_list(say(lang(), "逐条结果", "Results"))?;
    let wanted = requirements(profile, lang());
    for status in ORDER {
        for check in report.checks.iter().filter(|check| check.status == status) {
            let text = wanted
                .iter()
                .find(|requirement| requirement.id == check.id)
                .map(|requirement| requirement.text.clone());
            draw_check(&list, check, &text.unwrap_or_else(|| range(check)), report)?;
        }
    }
    draw_by_eye(profile, Some(report))
}

fn draw_check(list: &Element, check: &Check, wanted: &str, report: &Report) -> Result<(), JsValue> {
    let row = append(list, "li", "sc-row", "")?;
    row.set_attribute("data-check", &check.id)?;
    row.set_attribute("data-status", hook(check.status))?;
    let details = append(&row, "details", "", "")?;
    let line = append(&details, "summary", "sc-line", "")?;
    append(&line, "span", "sc-state", word(check.status, lang()))?;
    append(&line, "span", "sc-title", &check.title)?;
    cell(&line, "sc-now", say(lang(), "现在", "Now"), &measured(check, lang()))?;
    cell(&line, "sc-want", say(lang(), "要求", "Required"), wanted)?;
    let open_case = matches!(check.status, Status::Fail | Status::Review);
    if open_case && !check.advice.is_empty() {
        append(&line, "span", "sc-how", &check.advice)?;
    }
    explain(&details, check, open_case)?;
    overlay::follow(&details, check, &report.photo)
}

fn explain(details: &Element, check: &Check, advice_is_shown: bool) -> Result<(), JsValue> {
    let body = append(details, "div", "sc-more", "")?;
    append(&body, "p", "", &check.message)?;
    if !advice_is_shown && !check.advice.is_empty() {
        append(&body, "p", "", &check.advice)?;
    }
    let why = why(&check.id, lang());
    if !why.is_empty() && check.status != Status::Skip {
        append(
            &body,
            "p",
            "sc-why",
            &format!("{}{why}", say(lang(), "为什么：", "Why: ")),
        )?;
    }
    Ok(())
}

/// A labelled value; nothing at all when there is none.
fn cell(line: &Element, class: &str, label: &str, text: &str) -> Result<(), JsValue> {
    if text.is_empty() {
        return Ok(());
    }
    let cell = append(line, "span", class, "")?;
    append(&cell, "span", "sc-label", label)?;
    // A separator for those who hear or copy the line; the style sheet sets the two apart.
    append(&cell, "span", "", &format!(" {text}")).map(|_| ())
}

fn draw_by_eye(profile: &Profile, report: Option<&Report>) -> Result<(), JsValue> {
    let list: Element = by_id("by-eye")?;
    clear(&list);
    let left = left_for_the_eye(profile, report, lang());
    for text in &left {
        append(&list, "li", "", text)?;
    }
    show(&by_id("by-eye-part")?, !left.is_empty())
}

fn empty_list(title: &str) -> Result<Element, JsValue> {
    by_id::<Element>("checks-title")?.set_text_content(Some(title));
    let list: Element = by_id("checks")?;
    clear(&list);
    overlay::clear_all()?;
    Ok(list)
}

/// The limit of a check for which the profile has no printed requirement.
fn range(check: &Check) -> String {
    let number = |number: f64| {
        let limit = Check {
            value: Some(tassel_validator::Value::Number(number)),
            ..check.clone()
        };
        measured(&limit, lang())
    };
    // A limit means as little as the value where that is left out.
    match check.limit.filter(|_| !measured(check, lang()).is_empty()) {
        Some(Limit {
            min: Some(min),
            max: Some(max),
        }) => format!("{}–{}", number(min), number(max)),
        Some(Limit {
            min: Some(min),
            max: None,
        }) => format!("{} {}", say(lang(), "不小于", "at least"), number(min)),
        Some(Limit {
            min: None,
            max: Some(max),
        }) => format!("{} {}", say(lang(), "不大于", "at most"), number(max)),
        _ => String::new(),
    }
}

fn hook(status: Status) -> &'static str {
    match status {
        Status::Pass => "pass",
        Status::Fail => "fail",
        Status::Review => "review",
        Status::Skip => "skip",
    }
}

fn word(status: Status, lang: Lang) -> &'static str {
    match status {
        Status::Pass => say(lang, "符合", "OK"),
        Status::Fail => say(lang, "需修改", "To mend"),
        Status::Review => say(lang, "请确认", "Look"),
        Status::Skip => say(lang, "没有查", "Not checked"),
    }
}

/// Why a rule exists, in one sentence; "" where the message says it all.
fn why(id: &str, lang: Lang) -> &'static str {
    let (zh, en) = match id {
        "file.decode" => (
            "本页打不开的文件，采集系统多半也打不开。",
            "A file that this page cannot open will hardly open in the capture system.",
        ),
        "file.format" => (
            "系统看的是文件内容，改扩展名不会改变内容。",
            "Systems look at what is in the file; another name ending does not change that.",
        ),
        "file.size_px" => (
            "像素尺寸统一，头像才能落在证书和档案的相框里。",
            "With one pixel size for all, the head fits the frame on certificates and records.",
        ),
        "file.bytes" => (
            "太小常是压缩过度，太大可能传不上去。",
            "Too small often means over-compressed; too large may not upload.",
        ),
        "file.dpi" => (
            "它只影响打印尺寸，不改变画面，但有的系统会核对。",
            "It only affects the printed size, not the picture, but some systems check it.",
        ),
        "file.color_mode" => (
            "显示和制证都用 RGB 彩色；印刷用的 CMYK 在屏幕上颜色会变。",
            "Screens and certificates use RGB; CMYK, made for print, changes colour on a screen.",
        ),
        "file.jpeg_quality" => (
            "压缩过重，头发和衣领边会出现小方块。",
            "Compressed too much, hair and collar show small blocks.",
        ),
        "file.orientation" => (
            "有的系统不认旋转标记，照片在那里会是横的。",
            "Some systems ignore the rotation mark; there the photo lies on its side.",
        ),
        "file.name" => (
            "系统靠文件名把照片和人对上。",
            "The system matches photo and person by the file name.",
        ),
        "bg.color" => (
            "背景颜色统一，证书和档案里的照片才一致。",
            "One background colour keeps photos on certificates and in records alike.",
        ),
        "bg.uniform" => (
            "背景深浅不一，制证时会留下痕迹。",
            "An uneven background leaves marks on the certificate.",
        ),
        _ => ("", ""),
    };
    say(lang, zh, en)
}
