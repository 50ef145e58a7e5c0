//! What must not move or be lost on the screen while rows are drawn: the focus, and the row that somebody reads.

use wasm_bindgen::prelude::*;
use web_sys::{Element, HtmlElement};

use crate::dom::{by_id, document, window};
use crate::list;

/// The focus, and the row that must not move while others do: the one with the focus, else the first that is in view.
pub(crate) struct Kept {
    focused: Option<Element>,
    row: Option<(Element, f64)>,
}

impl Kept {
    /// As it is now. To be asked for before anything is written, while the browser knows all places.
    pub(crate) fn of() -> Result<Self, JsValue> {
        let focused = document()?.active_element();
        let height = window()?.inner_height()?.as_f64().unwrap_or(0.0);
        let own = focused
            .as_ref()
            .and_then(|element| element.closest(".sc-row").ok().flatten());
        let own = own
            .map(|row| (top(&row), row))
            .filter(|(top, _)| (0.0..height).contains(top));
        let row = match own {
            Some(own) => Some(own),
            None => first_in_view(height)?,
        };
        Ok(Self {
            focused,
            row: row.map(|(top, row)| (row, top)),
        })
    }

    /// Gives back the focus that a moved row has lost, and scrolls by as much as the row has moved.
    pub(crate) fn restore(self) -> Result<(), JsValue> {
        if let Some(element) = self.focused
            && document()?.active_element().as_ref() != Some(&element)
            && element.is_connected()
        {
            element.unchecked_into::<HtmlElement>().focus()?;
        }
        if let Some((row, before)) = self.row {
            let moved = top(&row) - before;
            if row.is_connected() && moved.abs() >= 1.0 {
                window()?.scroll_by_with_x_and_y(0.0, moved);
            }
        }
        Ok(())
    }
}

/// The first row below what lies over the list. None as long as the list's beginning is on the screen: new failures may come in there.
fn first_in_view(height: f64) -> Result<Option<(f64, Element)>, JsValue> {
    let cover = by_id::<Element>("frame")?.get_bounding_client_rect();
    // On a phone the photo lies over the upper part of the list.
    let free = if cover.right() > by_id::<Element>("checks")?.get_bounding_client_rect().left() {
        cover.bottom().max(0.0)
    } else {
        0.0
    };
    if top(&by_id("checks-title")?) >= free {
        return Ok(None);
    }
    let rows = list::rows().into_iter().filter(|row| row.is_connected());
    let seen = rows
        .map(|row| (top(&row), row))
        .filter(|(top, _)| (free..height).contains(top));
    Ok(seen.min_by(|a, b| a.0.total_cmp(&b.0)))
}

fn top(row: &Element) -> f64 {
    row.get_bounding_client_rect().top()
}
