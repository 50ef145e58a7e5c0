//! The list of rules: what is wanted before a photo is chosen, then one row per check, failed first.
//!
//! A report may come in stages: each drawing keeps the rows that are there, with what is open and what has the focus, and moves only
//! those whose result has changed their place.

use std::cell::RefCell;
use std::collections::BTreeMap;

use tassel_validator::{CHECK_IDS, Check, Profile, Report, Requirement, Status, requirements};
use wasm_bindgen::prelude::*;
use web_sys::{Element, HtmlElement, ScrollIntoViewOptions, ScrollLogicalPosition};

use crate::dom::{append, by_id, clear, document, lang, make, show, window};
use crate::overlay;
use crate::row::{self, Row, Wanted};
use crate::say::say;
use crate::verdict::{counted, left_for_the_eye};

/// Failed first, then what a person must look at, then what is fine or still being checked, each in the order of the report.
const GROUPS: [(&str, &str, &str); 4] = [
    ("fail", "需修改", "To mend"),
    ("review", "请人工确认", "Please look yourself"),
    ("pass", "符合", "OK"),
    ("skip", "没有查", "Not checked"),
];

thread_local! {
    /// The rows on show, by check.
    static ROWS: RefCell<BTreeMap<String, Row>> = RefCell::default();
}

/// Before a photo: every rule with what it wants.
pub(crate) fn draw_requirements(profile: &Profile) -> Result<(), JsValue> {
    by_id::<Element>("checks-title")?.set_text_content(Some(say(lang(), "要求", "Required")));
    let list: Element = by_id("checks")?;
    clear(&list);
    ROWS.take();
    overlay::clear_all()?;
    for Requirement { title, text, .. } in requirements(profile, lang())
        .into_iter()
        .filter(|limit| CHECK_IDS.contains(&limit.id))
    {
        row::draw_requirement(&list, &title, &text)?;
    }
    draw_by_eye(profile, None)
}

/// After a photo: one row per check, opening to why and how. To be called again whenever the report has grown.
pub(crate) fn draw_report(report: &Report, profile: &Profile) -> Result<(), JsValue> {
    let list: Element = by_id("checks")?;
    let focused = document()?.active_element();
    let anchor = Anchor::of(focused.as_ref())?;
    if ROWS.with_borrow(BTreeMap::is_empty) {
        clear(&list);
        begin(&list)?;
    }
    by_id::<Element>("checks-title")?.set_text_content(Some(say(lang(), "逐条结果", "Results")));
    let wanted = Wanted::of(profile);
    ROWS.with_borrow_mut(|rows| -> Result<(), JsValue> {
        for id in CHECK_IDS {
            let check = report.checks.iter().find(|check| check.id == *id);
            match rows.get_mut(*id) {
                Some(row) => row.update(check, &wanted)?,
                None => {
                    rows.insert((*id).to_owned(), Row::new(id, check, &wanted)?);
                }
            }
        }
        sort_into_groups(rows, &report.checks)
    })?;
    overlay::draw(report, profile)?;
    draw_by_eye(profile, Some(report))?;
    keep_focus(focused)?;
    anchor.restore()
}

/// Opens a check's row, puts the focus on it and brings it onto the screen.
pub(crate) fn open(id: &str) -> Result<(), JsValue> {
    let details = ROWS.with_borrow(|rows| rows.get(id).map(|row| row.details().clone()));
    let Some(details) = details else { return Ok(()) };
    if let Some(rest) = details.closest("details.sc-rest")? {
        rest.set_attribute("open", "")?;
    }
    details.set_attribute("open", "")?;
    if let Some(line) = details.query_selector("summary")? {
        line.unchecked_into::<HtmlElement>().focus()?;
    }
    let place = ScrollIntoViewOptions::new();
    place.set_block(ScrollLogicalPosition::Nearest);
    details.scroll_into_view_with_scroll_into_view_options(&place);
    Ok(())
}

/// The four groups, empty: a heading and a list each; what was not checked is folded away.
fn begin(list: &Element) -> Result<(), JsValue> {
    for (name, ..) in GROUPS {
        let group = append(list, "li", "sc-group", "")?;
        group.set_attribute("data-group", name)?;
        let part = if name == "skip" {
            append(&group, "details", "sc-rest", "")?
        } else {
            group
        };
        append(
            &part,
            if name == "skip" { "summary" } else { "h3" },
            "sc-group-title",
            "",
        )?;
        append(&part, "ul", "sc-rows", "")?;
    }
    Ok(())
}

fn group_of(check: Option<&Check>) -> &'static str {
    match check.map(|check| check.status) {
        // What is still being checked stands where it will stand when it is fine.
        None => "pass",
        Some(status) => row::hook(status),
    }
}

fn sort_into_groups(rows: &BTreeMap<String, Row>, checks: &[Check]) -> Result<(), JsValue> {
    let list: Element = by_id("checks")?;
    for (name, zh, en) in GROUPS {
        let Some(group) = list.query_selector(&format!("[data-group={name}]"))? else {
            continue;
        };
        let Some(place) = group.query_selector("ul")? else {
            continue;
        };
        let mut here = place.first_element_child();
        let (mut number, mut known) = (0, 0);
        for id in CHECK_IDS {
            let check = checks.iter().find(|check| check.id == *id);
            let Some(row) = rows.get(*id).filter(|_| group_of(check) == name) else {
                continue;
            };
            number += 1;
            known += usize::from(check.is_some());
            if here.as_ref() == Some(row.element()) {
                here = row.element().next_element_sibling();
            } else {
                // Only what changes its place is moved: a moved element loses the focus.
                place.insert_before(row.element(), here.as_deref())?;
            }
        }
        let title = counted(known, zh, en, lang());
        if let Some(heading) = group.query_selector(".sc-group-title")?
            && heading.text_content().as_deref() != Some(&title)
        {
            heading.set_text_content(Some(&title));
        }
        show(&group, number > 0)?;
    }
    Ok(())
}

fn keep_focus(focused: Option<Element>) -> Result<(), JsValue> {
    if let Some(element) = focused
        && document()?.active_element().as_ref() != Some(&element)
        && element.is_connected()
    {
        element.unchecked_into::<HtmlElement>().focus()?;
    }
    Ok(())
}

/// The row that must not move on the screen while others move: the one with the focus, else the first that is in view.
struct Anchor {
    row: Option<(Element, f64)>,
}

impl Anchor {
    fn of(focused: Option<&Element>) -> Result<Self, JsValue> {
        let top = |row: &Element| row.get_bounding_client_rect().top();
        let height = window()?.inner_height()?.as_f64().unwrap_or(0.0);
        let cover = by_id::<Element>("frame")?.get_bounding_client_rect();
        // On a phone the photo lies over the upper part of the list.
        let free = if cover.left() <= by_id::<Element>("checks")?.get_bounding_client_rect().left() {
            cover.bottom().max(0.0)
        } else {
            0.0
        };
        let seen = |row: &Element| (0.0..height).contains(&top(row));
        let own = focused.and_then(|element| element.closest(".sc-row").ok().flatten());
        let row = match own.filter(|row| seen(row)) {
            Some(row) => Some(row),
            // As long as the list's beginning is on the screen, new failures may come in there.
            None if top(&by_id("checks-title")?) >= free => None,
            None => ROWS.with_borrow(|rows| {
                let below = |row: &&Row| top(row.element()) >= free && top(row.element()) < height;
                let first = rows
                    .values()
                    .filter(below)
                    .min_by(|a, b| top(a.element()).total_cmp(&top(b.element())));
                first.map(|row| row.element().clone())
            }),
        };
        Ok(Self {
            row: row.map(|row| (row.clone(), top(&row))),
        })
    }

    fn restore(self) -> Result<(), JsValue> {
        if let Some((row, before)) = self.row {
            let moved = row.get_bounding_client_rect().top() - before;
            if row.is_connected() && moved.abs() >= 1.0 {
                window()?.scroll_by_with_x_and_y(0.0, moved);
            }
        }
        Ok(())
    }
}

fn draw_by_eye(profile: &Profile, report: Option<&Report>) -> Result<(), JsValue> {
    let list: Element = by_id("by-eye")?;
    let left = left_for_the_eye(profile, report, lang());
    let fresh = make("ul", "", "")?;
    for text in &left {
        append(&fresh, "li", "", text)?;
    }
    // Before all is checked this would name what is about to be checked; and the same list is not drawn twice.
    let waiting = report.is_some_and(|report| crate::verdict::pending(report) > 0);
    if !waiting && list.text_content() != fresh.text_content() {
        clear(&list);
        while let Some(item) = fresh.first_child() {
            list.append_child(&item)?;
        }
    }
    if waiting {
        return Ok(());
    }
    show(&by_id("by-eye-part")?, !left.is_empty())
}

/// Whether a check is one that somebody has to do something about.
pub(crate) fn is_open(check: &Check) -> bool {
    matches!(check.status, Status::Fail | Status::Review)
}
