//! Where a finding is: a frame over the photo while its line is open.

use tassel_validator::{Check, FileFacts};
use wasm_bindgen::prelude::*;
use web_sys::{Element, HtmlElement, HtmlImageElement};

use crate::dom::{by_id, clear, document, listen};

const SVG: &str = "http://www.w3.org/2000/svg";

/// Shows the check's region for as long as `details` is open; nothing to do for a check without one.
pub(crate) fn follow(details: &Element, check: &Check, photo: &FileFacts) -> Result<(), JsValue> {
    let (Some(region), Some(width), Some(height)) = (check.region, photo.width, photo.height) else {
        return Ok(());
    };
    by_id::<Element>("overlay")?.set_attribute("viewBox", &format!("0 0 {width} {height}"))?;
    let (line, id) = (details.clone(), check.id.clone());
    listen(details, "toggle", move |_| {
        // A frame that can't be drawn takes nothing from the words beside it.
        let _ = if line.has_attribute("open") {
            draw(&id, region)
        } else {
            remove(&id)
        };
    })
}

/// Takes every frame away.
pub(crate) fn clear_all() -> Result<(), JsValue> {
    clear(&by_id("overlay")?);
    Ok(())
}

/// Two strokes, dark below the coloured one, so that the frame is seen on any ground. Coordinates are px of the upright photo.
fn draw(id: &str, [x, y, width, height]: [u32; 4]) -> Result<(), JsValue> {
    remove(id)?;
    let overlay: Element = by_id("overlay")?;
    for class in ["sc-edge", "sc-frame-line"] {
        let frame = document()?.create_element_ns(Some(SVG), "rect")?;
        frame.set_attribute("class", class)?;
        frame.set_attribute("data-region", id)?;
        for (name, value) in [("x", x), ("y", y), ("width", width), ("height", height)] {
            frame.set_attribute(name, &value.to_string())?;
        }
        overlay.append_child(&frame)?;
    }
    Ok(())
}

fn remove(id: &str) -> Result<(), JsValue> {
    let overlay: Element = by_id("overlay")?;
    let frames = overlay.query_selector_all(&format!("[data-region=\"{id}\"]"))?;
    for index in 0..frames.length() {
        if let Some(frame) = frames.item(index).and_then(|node| node.dyn_into::<Element>().ok()) {
            frame.remove();
        }
    }
    Ok(())
}

/// Shows the photo in the frame, or says that this browser can't.
pub(crate) fn show_photo(address: Option<&str>) -> Result<(), JsValue> {
    let photo: HtmlImageElement = by_id("preview")?;
    let figure: HtmlElement = by_id("figure")?;
    match address {
        Some(address) => photo.set_src(address),
        None => photo.remove_attribute("src")?,
    }
    photo.set_hidden(address.is_none());
    figure.toggle_attribute_with_force("hidden", address.is_some())?;
    Ok(())
}
