//! The list of rules: what is wanted before a photo is chosen, then one line per check: conclusion, measured, wanted, what to do.

use tassel_validator::{CHECK_IDS, Check, Lang, Limit, Profile, Report, Requirement, Status, requirements};
use wasm_bindgen::prelude::*;
use web_sys::Element;

use crate::dom::{append, by_id, clear, show};
use crate::number::measured;
use crate::overlay;
use crate::verdict::left_for_the_eye;

/// Failed first, then what a person must look at.
const ORDER: [Status; 4] = [Status::Fail, Status::Review, Status::Pass, Status::Skip];

/// Before a photo: every rule with what it wants.
pub(crate) fn draw_requirements(profile: &Profile) -> Result<(), JsValue> {
    let list = empty_list("要求")?;
    for Requirement { title, text, .. } in requirements(profile, Lang::Zh)
        .into_iter()
        .filter(|limit| CHECK_IDS.contains(&limit.id))
    {
        let row = append(&list, "li", "sc-row", "")?;
        let line = append(&row, "div", "sc-line", "")?;
        append(&line, "span", "sc-title", &title)?;
        cell(&line, "sc-want", "要求", &text)?;
    }
    draw_by_eye(profile, None)
}

/// After a photo: one line per check, opening to why and how.
pub(crate) fn draw_report(report: &Report, profile: &Profile) -> Result<(), JsValue> {
    let list = empty_list("逐条结果")?;
    let wanted = requirements(profile, Lang::Zh);
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
    append(&line, "span", "sc-state", word(check.status))?;
    append(&line, "span", "sc-title", &check.title)?;
    cell(&line, "sc-now", "现在", &measured(check))?;
    cell(&line, "sc-want", "要求", wanted)?;
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
    let why = why(&check.id);
    if !why.is_empty() && check.status != Status::Skip {
        append(&body, "p", "sc-why", &format!("为什么：{why}"))?;
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
    let left = left_for_the_eye(profile, report);
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
        measured(&Check {
            value: Some(tassel_validator::Value::Number(number)),
            ..check.clone()
        })
    };
    match check.limit {
        Some(Limit {
            min: Some(min),
            max: Some(max),
        }) => format!("{}–{}", number(min), number(max)),
        Some(Limit {
            min: Some(min),
            max: None,
        }) => format!("不小于 {}", number(min)),
        Some(Limit {
            min: None,
            max: Some(max),
        }) => format!("不大于 {}", number(max)),
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

fn word(status: Status) -> &'static str {
    match status {
        Status::Pass => "符合",
        Status::Fail => "需修改",
        Status::Review => "请确认",
        Status::Skip => "没有查",
    }
}

/// Why a rule exists, in one sentence; "" where the message says it all.
fn why(id: &str) -> &'static str {
    match id {
        "file.decode" => "本页打不开的文件，采集系统多半也打不开。",
        "file.format" => "系统看的是文件内容，改扩展名不会改变内容。",
        "file.size_px" => "像素尺寸统一，头像才能落在证书和档案的相框里。",
        "file.bytes" => "太小常是压缩过度，太大可能传不上去。",
        "file.dpi" => "它只影响打印尺寸，不改变画面，但有的系统会核对。",
        "file.color_mode" => "显示和制证都用 RGB 彩色；印刷用的 CMYK 在屏幕上颜色会变。",
        "file.jpeg_quality" => "压缩过重，头发和衣领边会出现小方块。",
        "file.orientation" => "有的系统不认旋转标记，照片在那里会是横的。",
        "file.name" => "系统靠文件名把照片和人对上。",
        "bg.color" => "背景颜色统一，证书和档案里的照片才一致。",
        "bg.uniform" => "背景深浅不一，制证时会留下痕迹。",
        _ => "",
    }
}
