//! Several photos side by side: a strip of small pictures with each one's verdict, and a table of the rules on which they differ.

use std::rc::Rc;

use tassel_validator::{CHECK_IDS, Lang, Report, Status, Verdict};
use wasm_bindgen::prelude::*;
use web_sys::Element;

use crate::dom::{append, by_id, clear, lang, listen, set, show};
use crate::number::{measured, speaks};
use crate::row::{hook, main_title, word};
use crate::say::say;
use crate::verdict;

/// One of the photos that were taken in together.
pub(crate) struct Shot<'a> {
    /// Name of its file.
    pub(crate) name: &'a str,
    /// What is known of it so far; `None` while it waits for its turn.
    pub(crate) report: Option<&'a Report>,
    /// Whether its check ended without a report.
    pub(crate) stopped: bool,
    /// Address of its picture (`blob:`); `None` where it can't be shown.
    pub(crate) address: Option<&'a str>,
}

/// Draws the strip; hides it for fewer than two photos. Call it as often as something is new: pictures, focus and the opened table
/// stay as they are. `choose` is given the place of the photo that is to be shown in full; the one of a strip's first drawing counts.
pub(crate) fn draw(shots: &[Shot<'_>], chosen: usize, choose: &Rc<dyn Fn(usize)>) -> Result<(), JsValue> {
    let part: Element = by_id("compare")?;
    let strip: Element = by_id("shots")?;
    if shots.len() < 2 {
        clear(&strip);
        return show(&part, false);
    }
    if strip.child_element_count() as usize != shots.len() {
        clear(&strip);
        for place in 0..shots.len() {
            add_shot(&strip, place, Rc::clone(choose))?;
        }
    }
    let buttons = strip.query_selector_all("button")?;
    for (place, shot) in (0..).zip(shots) {
        if let Some(button) = buttons.item(place).and_then(|node| node.dyn_into::<Element>().ok()) {
            fill(&button, shot, place as usize == chosen)?;
        }
    }
    draw_table(shots)?;
    show(&part, true)
}

fn add_shot(strip: &Element, place: usize, choose: Rc<dyn Fn(usize)>) -> Result<(), JsValue> {
    let item = append(strip, "li", "", "")?;
    let button = append(&item, "button", "sc-shot", "")?;
    button.set_attribute("type", "button")?;
    append(&button, "img", "", "")?.set_attribute("alt", "")?;
    let words = append(&button, "span", "sc-shot-words", "")?;
    for class in ["sc-shot-name", "sc-state", "sc-shot-count"] {
        append(&words, "span", class, "")?;
    }
    listen(&button, "click", move |_| choose(place))
}

fn fill(button: &Element, shot: &Shot<'_>, chosen: bool) -> Result<(), JsValue> {
    button.set_attribute("aria-pressed", if chosen { "true" } else { "false" })?;
    let (word, count, state) = said(shot, lang());
    match state {
        Some(state) => button.set_attribute("data-status", state)?,
        None => button.remove_attribute("data-status")?,
    }
    set(button, ".sc-shot-name", shot.name)?;
    set(button, ".sc-state", word)?;
    set(button, ".sc-shot-count", &count)?;
    if let Some(picture) = button.query_selector("img")? {
        show(&picture, shot.address.is_some())?;
        if let Some(address) = shot
            .address
            .filter(|new| picture.get_attribute("src").as_deref() != Some(new))
        {
            picture.set_attribute("src", address)?;
        }
    }
    Ok(())
}

/// Verdict, number of things to mend (else to look at), and the hook for the style sheet.
fn said(shot: &Shot<'_>, lang: Lang) -> (&'static str, String, Option<&'static str>) {
    if shot.stopped {
        return (say(lang, "没有查完", "Not finished"), String::new(), None);
    }
    let Some(report) = shot.report.filter(|report| verdict::pending(report) == 0) else {
        return (say(lang, "正在检查…", "Checking…"), String::new(), None);
    };
    let number = |status| report.checks.iter().filter(|check| check.status == status).count();
    let count = match report.verdict {
        Verdict::Pass => String::new(),
        Verdict::Fail => verdict::counted(number(Status::Fail), "要改", "to mend", lang),
        Verdict::Review => verdict::counted(number(Status::Review), "拿不准", "to look at", lang),
    };
    (
        verdict::word(report.verdict, lang),
        count,
        Some(verdict::hook(report.verdict)),
    )
}

/// Every rule that at least one of the photos does not meet, with what each has.
fn draw_table(shots: &[Shot<'_>]) -> Result<(), JsValue> {
    let table: Element = by_id("differences")?;
    clear(&table);
    append(
        &table,
        "caption",
        "",
        say(lang(), "各张照片不一样的地方", "Where the photos differ"),
    )?;
    let head = append(&append(&table, "thead", "", "")?, "tr", "", "")?;
    append(&head, "th", "", say(lang(), "要求", "Rule"))?.set_attribute("scope", "col")?;
    for shot in shots {
        append(&head, "th", "", shot.name)?.set_attribute("scope", "col")?;
    }
    let body = append(&table, "tbody", "", "")?;
    for id in CHECK_IDS.iter().filter(|id| is_open(shots, id)) {
        add_rule(&body, id, shots)?;
    }
    show(&by_id("differences-part")?, body.has_child_nodes())
}

fn is_open(shots: &[Shot<'_>], id: &str) -> bool {
    shots.iter().filter_map(|shot| shot.report).any(|report| {
        report
            .checks
            .iter()
            .any(|check| check.id == id && matches!(check.status, Status::Fail | Status::Review))
    })
}

fn add_rule(body: &Element, id: &str, shots: &[Shot<'_>]) -> Result<(), JsValue> {
    let row = append(body, "tr", "", "")?;
    let title = tassel_validator::check_title(id, lang());
    append(&row, "th", "", main_title(&title).0)?.set_attribute("scope", "row")?;
    for shot in shots {
        let cell = append(&row, "td", "", "")?;
        let checks = shot.report.map(|report| report.checks.iter());
        if let Some(check) = checks.into_iter().flatten().find(|check| check.id == id) {
            cell.set_attribute("data-status", hook(check.status))?;
            append(&cell, "span", "sc-state", word(check.status, lang()))?;
            if speaks(id) {
                append(&cell, "span", "sc-now", &format!(" {}", measured(check, lang())))?;
            }
        }
    }
    Ok(())
}
