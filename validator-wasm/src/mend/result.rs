//! What was changed and what is left, in words.

use tassel_validator::{Check, Lang, Report, Status, requirements};
use wasm_bindgen::prelude::*;
use web_sys::Element;

use super::name::by_id_number;
use super::{say_state, short_title};
use crate::dom::{append, by_id, clear, lang, show};
use crate::door_mend::Fixed;
use crate::number::short;
use crate::page::Page;
use crate::say::{many, say};

/// The finished file in words.
pub(super) fn draw(page: &Page, fixed: &Fixed) -> Result<(), JsValue> {
    // The number gives the name its form only once it is saved.
    let named = by_id_number(page);
    let counts = |check: &&Check| !(named && check.id == "file.name");
    let with = |status| {
        fixed
            .report
            .checks
            .iter()
            .filter(move |check| check.status == status)
            .filter(counts)
    };
    let fails: Vec<&Check> = with(Status::Fail).collect();
    let reviews: Vec<&Check> = with(Status::Review).collect();
    draw_changes(fixed)?;
    let left = draw_left(fixed, named, &fails, &reviews)?;
    show(&by_id("mend-left-part")?, left > 0)?;
    draw_file(page, fixed)?;
    let (state, text) = sum_up(fails.len(), reviews.len());
    say_state(&by_id("mend")?, state, &text)
}

fn sum_up(fails: usize, reviews: usize) -> (&'static str, String) {
    match (fails, reviews, lang()) {
        (0, 0, Lang::Zh) => ("pass", "改好了，重新检查过：查得到的各项都符合。".to_owned()),
        (0, 0, Lang::En) => (
            "pass",
            "Mended and checked again: all that can be checked is fine.".to_owned(),
        ),
        (0, n, Lang::Zh) => ("review", format!("改好了，重新检查过：没有要改的，{n} 项请你自己看。")),
        (0, n, Lang::En) => (
            "review",
            format!(
                "Mended and checked again: nothing more to mend, {n} {} for you to look at.",
                many(n, "item", "items")
            ),
        ),
        (n, _, Lang::Zh) => ("fail", format!("能改的改了，重新检查过：还有 {n} 项改不了，见下面。")),
        (n, _, Lang::En) => (
            "fail",
            format!(
                "What can be mended is, and was checked again; {n} {} left, see below.",
                many(n, "fault is", "faults are")
            ),
        ),
    }
}

fn draw_changes(fixed: &Fixed) -> Result<(), JsValue> {
    let list: Element = by_id("mend-changes")?;
    clear(&list);
    for change in &fixed.changes {
        append(&list, "li", "", &change.message)?.set_attribute("data-change", &change.id)?;
    }
    if fixed.changes.is_empty() {
        append(&list, "li", "", say(lang(), "什么也没有改。", "Nothing was changed."))?;
    }
    Ok(())
}

/// What mending says itself, what the new check says beyond that, and what is for the student's eyes. Returns how many lines there are.
fn draw_left(fixed: &Fixed, named: bool, fails: &[&Check], reviews: &[&Check]) -> Result<u32, JsValue> {
    let list: Element = by_id("mend-left")?;
    clear(&list);
    let line = |id: &str, message: &str, advice: &str| -> Result<(), JsValue> {
        let item = append(&list, "li", "", message)?;
        item.set_attribute("data-left", id)?;
        if !advice.is_empty() {
            append(&item, "span", "", advice)?;
        }
        Ok(())
    };
    for left in fixed.left.iter().filter(|left| !(named && left.id == "file.name")) {
        line(&left.id, &left.message, &left.advice)?;
    }
    for check in fails {
        if !fixed.left.iter().any(|left| left.id == check.id) {
            line(&check.id, &check.message, &check.advice)?;
        }
    }
    if !reviews.is_empty() {
        let titles: Vec<String> = reviews.iter().map(|check| short_title(&check.id)).collect();
        line(
            "review",
            &match lang() {
                Lang::Zh => format!("程序拿不准，请你自己看：{}。", titles.join("、")),
                Lang::En => format!("The program isn't sure; look yourself: {}.", titles.join(", ")),
            },
            "",
        )?;
    }
    Ok(list.child_element_count())
}

/// Size and bytes, and where their limits come from.
fn draw_file(page: &Page, fixed: &Fixed) -> Result<(), JsValue> {
    let profile = page.profile.borrow();
    let wanted = requirements(&profile, lang())
        .into_iter()
        .find(|requirement| requirement.id == "file.bytes");
    let [width, height] = fixed.size;
    let kilobytes = kilobytes(&fixed.report, profile.file.bytes.and_then(|range| range.min));
    let (start, limit) = match lang() {
        Lang::Zh => (
            format!("JPG，{width}×{height} 像素，{kilobytes} KB。"),
            wanted.map(|wanted| {
                format!(
                    "大小要求{}，来自「{}」；在这个范围里用最高的压缩质量，不往文件里塞没用的数据。",
                    spaced(&wanted.text),
                    profile.name
                )
            }),
        ),
        Lang::En => (
            format!("JPG, {width}×{height} px, {kilobytes} KB. "),
            wanted.map(|wanted| {
                format!(
                    "Wanted: {}, says “{}”; the best quality within that is used, and nothing is padded.",
                    wanted.text,
                    if profile.name_en.is_empty() {
                        &profile.name
                    } else {
                        &profile.name_en
                    }
                )
            }),
        ),
    };
    by_id::<Element>("mend-file")?.set_text_content(Some(&format!("{start}{}", limit.unwrap_or_default())));
    super::name::draw(page)
}

/// As in the report's line: near a lower limit a KB is 1000 bytes, so that the number agrees with the verdict.
fn kilobytes(report: &Report, min: Option<u64>) -> String {
    let bytes = report.photo.bytes as f64;
    let near = min.is_some_and(|min| bytes < min as f64 * 1.1);
    short(bytes / if near { 1000.0 } else { 1024.0 })
}

/// Chinese sets a space before a Latin letter or digit.
pub(super) fn spaced(text: &str) -> String {
    if text.starts_with(|c: char| c.is_ascii()) {
        format!(" {text}")
    } else {
        text.to_owned()
    }
}
