//! The list of rules: what is wanted before a photo is chosen, then one row per check, failed first.
//!
//! A report may come in stages: each drawing keeps the rows that are there, with what is open and what has the focus, and moves only
//! those whose result has changed their place. It is done in slices, what needs something done first; a finger waits for none of them.

use std::cell::RefCell;
use std::collections::BTreeMap;

use tassel_validator::{CHECK_IDS, Check, Profile, Report, Requirement, Status, requirements};
use wasm_bindgen::prelude::*;
use web_sys::{Element, HtmlElement, ScrollIntoViewOptions, ScrollLogicalPosition};

use crate::dom::{append, by_id, clear, lang, make, set_once, show};
use crate::keep::Kept;
use crate::overlay;
use crate::row::{self, Row, Wanted};
use crate::say::say;
use crate::slices::Slices;
use crate::verdict::{counted, left_for_the_eye};

/// Failed first, then what a person must look at, then what is fine or still being checked, each in the order of the report.
const GROUPS: [(&str, &str, &str); 4] = [
    ("fail", "需修改", "To mend"),
    ("review", "请人工确认", "Please look yourself"),
    ("pass", "符合", "OK"),
    ("skip", "没有查", "Not checked"),
];

thread_local! {
    /// The rows, on show or waiting for a photo, by check.
    static ROWS: RefCell<BTreeMap<&'static str, Row>> = RefCell::default();
}

/// Before a photo: every rule with what it wants.
pub(crate) fn draw_requirements(profile: &Profile) -> Result<(), JsValue> {
    by_id::<Element>("checks-title")?.set_text_content(Some(say(lang(), "要求", "Required")));
    let list: Element = by_id("checks")?;
    clear(&list);
    overlay::clear_all()?;
    for Requirement { title, text, .. } in requirements(profile, lang())
        .into_iter()
        .filter(|limit| CHECK_IDS.contains(&limit.id))
    {
        row::draw_requirement(&list, &title, &text)?;
    }
    draw_by_eye(profile, None)
}

/// Makes the rows before there is a photo: each as the sample has it, then waiting.
pub(crate) async fn make_rows(sample: &Report, profile: &Profile, slices: &mut Slices) -> Result<(), JsValue> {
    let wanted = Wanted::of(profile);
    for id in CHECK_IDS {
        if slices.is_spent() && !slices.next().await? {
            return Ok(());
        }
        draw_row(id, find(sample, id), &wanted)?;
        draw_row(id, None, &wanted)?;
    }
    Ok(())
}

/// One check's row, by itself.
pub(crate) fn make_row(check: &Check, profile: &Profile) -> Result<Option<Element>, JsValue> {
    let Some(id) = CHECK_IDS.iter().find(|id| **id == check.id) else {
        return Ok(None);
    };
    Ok(Some(draw_row(id, Some(check), &Wanted::of(profile))?.0))
}

/// After a photo: one row per check, opening to why and how. To be called again whenever the report has grown. False: a newer drawing
/// has begun meanwhile, and does the rest. `kept` is from before anything was written.
pub(crate) async fn draw_report(
    report: &Report,
    profile: &Profile,
    mut kept: Kept,
    slices: &mut Slices,
) -> Result<bool, JsValue> {
    let list: Element = by_id("checks")?;
    if list.query_selector("[data-group]")?.is_none() {
        begin(&list)?;
    }
    set_once(&by_id("checks-title")?, say(lang(), "逐条结果", "Results"));
    let wanted = Wanted::of(profile);
    for group in GROUPS {
        let Some(mut place) = Place::of(&list, group, report)? else {
            continue;
        };
        for id in CHECK_IDS {
            let check = find(report, id);
            if group_of(check) != group.0 {
                continue;
            }
            if slices.is_spent() {
                kept.restore()?;
                if !slices.next().await? {
                    return Ok(false);
                }
                kept = Kept::of()?;
            }
            let (row, changed) = draw_row(id, check, &wanted)?;
            if place.put(row)? || changed {
                slices.made_one();
            }
            // What was wanted before the photo makes room line by line, so that what stands below stays where it is.
            take_requirement(&list)?;
        }
    }
    while take_requirement(&list)? {}
    hide_empty(&list)?;
    draw_by_eye(profile, Some(report))?;
    kept.restore()?;
    Ok(true)
}

/// Takes one of the lines away that stood here before the photo; false when there is none.
fn take_requirement(list: &Element) -> Result<bool, JsValue> {
    let line = list.query_selector("#checks > .sc-row")?;
    Ok(line.inspect(Element::remove).is_some())
}

fn hide_empty(list: &Element) -> Result<(), JsValue> {
    for (name, ..) in GROUPS {
        if let Some(group) = group(list, name)?
            && group.query_selector(".sc-row")?.is_none()
        {
            show(&group, false)?;
        }
    }
    Ok(())
}

/// The check's row as its result wants it, and whether it is another one than before; made if there is none.
fn draw_row(id: &'static str, check: Option<&Check>, wanted: &Wanted<'_>) -> Result<(Element, bool), JsValue> {
    ROWS.with_borrow_mut(|rows| {
        if let Some(row) = rows.get_mut(id) {
            let changed = row.update(id, check, wanted)?;
            return Ok((row.element().clone(), changed));
        }
        let row = Row::new(id, check, wanted)?;
        let element = row.element().clone();
        rows.insert(id, row);
        Ok((element, true))
    })
}

/// All rows' elements.
pub(crate) fn rows() -> Vec<Element> {
    ROWS.with_borrow(|rows| rows.values().map(|row| row.element().clone()).collect())
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

/// The four groups, empty and unseen, above what stands in the list: a heading and a list each; what was not checked is folded away.
fn begin(list: &Element) -> Result<(), JsValue> {
    // Rows that an earlier photo had opened.
    for row in rows() {
        if let Some(details) = row.first_element_child() {
            details.remove_attribute("open")?;
        }
    }
    let first = list.first_child();
    for (name, ..) in GROUPS {
        let group = make("li", "sc-group", "")?;
        group.set_attribute("data-group", name)?;
        show(&group, false)?;
        let part = if name == "skip" {
            append(&group, "details", "sc-rest", "")?
        } else {
            group.clone()
        };
        append(
            &part,
            if name == "skip" { "summary" } else { "h3" },
            "sc-group-title",
            "",
        )?;
        append(&part, "ul", "sc-rows", "")?;
        list.insert_before(&group, first.as_ref())?;
    }
    Ok(())
}

fn group(list: &Element, name: &str) -> Result<Option<Element>, JsValue> {
    list.query_selector(&format!("[data-group={name}]"))
}

fn find<'a>(report: &'a Report, id: &str) -> Option<&'a Check> {
    report.checks.iter().find(|check| check.id == id)
}

fn group_of(check: Option<&Check>) -> &'static str {
    match check.map(|check| check.status) {
        // What is still being checked stands where it will stand when it is fine.
        None => "pass",
        Some(status) => row::hook(status),
    }
}

/// Where a group's next row belongs.
struct Place {
    list: Element,
    here: Option<Element>,
}

impl Place {
    /// The beginning of a group, with its heading; none where nothing belongs.
    fn of(list: &Element, (name, zh, en): (&str, &str, &str), report: &Report) -> Result<Option<Self>, JsValue> {
        let own = || {
            CHECK_IDS
                .iter()
                .map(|id| find(report, id))
                .filter(|check| group_of(*check) == name)
        };
        let Some(group) = group(list, name)?.filter(|_| own().next().is_some()) else {
            return Ok(None);
        };
        if let Some(heading) = group.query_selector(".sc-group-title")? {
            set_once(&heading, &counted(own().flatten().count(), zh, en, lang()));
        }
        show(&group, true)?;
        Ok(group.query_selector("ul")?.map(|list| Self {
            here: list.first_element_child(),
            list,
        }))
    }

    /// Only what changes its place is moved, since a moved element loses the focus. True for such a one.
    fn put(&mut self, row: Element) -> Result<bool, JsValue> {
        let stays = self.here.as_ref() == Some(&row);
        if stays {
            self.here = row.next_element_sibling();
        } else {
            self.list.insert_before(&row, self.here.as_deref())?;
        }
        Ok(!stays)
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
