//! The answers to refusals, which the page brings along: a copy of its answer unfolds in the row of each check that somebody has to do
//! something about, so that the result stays in sight and no network is needed.

use wasm_bindgen::prelude::*;
use web_sys::Element;

use crate::dom::{document, show};

/// Shows the answers that hold for this photo standard, and hides those of others; rows get theirs anew, since a check's result may be
/// the same for both.
pub(crate) fn show_for(profile: &str) -> Result<(), JsValue> {
    for answer in all("[data-profiles]")? {
        let known = answer.get_attribute("data-profiles").unwrap_or_default();
        show(&answer, known.split(' ').any(|id| id == profile))?;
    }
    for old in all(".sc-faq")? {
        let row = old.parent_element();
        old.remove();
        if let Some((row, id)) = row.and_then(|row| Some((row.clone(), row.get_attribute("data-row")?))) {
            answer(&row, &id)?;
        }
    }
    Ok(())
}

fn all(css: &str) -> Result<Vec<Element>, JsValue> {
    let found = document()?.query_selector_all(css)?;
    let places = 0..found.length();
    Ok(places.filter_map(|place| found.item(place)?.dyn_into().ok()).collect())
}

/// Adds the check's answer to its row, folded; nothing where the page has none.
pub(crate) fn answer(row: &Element, id: &str) -> Result<(), JsValue> {
    let shown = format!("[data-answers~='{id}']:not([hidden])");
    let Some(found) = document()?.query_selector(&shown)? else {
        return Ok(());
    };
    let copy: Element = found.clone_node_with_deep(true)?.unchecked_into();
    for name in ["id", "open", "data-answers", "data-profiles"] {
        copy.remove_attribute(name)?;
    }
    copy.set_class_name("sc-faq");
    row.append_child(&copy).map(|_| ())
}
