//! Before and after, one over the other, and the cut drawn at once while it is nudged.

use tassel_validator::fix::Framed;
use wasm_bindgen::prelude::*;
use web_sys::{CanvasRenderingContext2d, Element, HtmlCanvasElement, HtmlElement, HtmlImageElement, HtmlInputElement};

use crate::dom::{by_id, document, listen, show};

/// Longest side of the copy that nudges are drawn from, px: sharp enough to see, small enough for any phone.
const LONGEST: f64 = 1400.0;

/// The slider moves the edge between before and after.
pub(super) fn listen_to_slider() -> Result<(), JsValue> {
    let slider: HtmlInputElement = by_id("mend-slider")?;
    let compare: HtmlElement = by_id("mend-compare")?;
    listen(&slider.clone(), "input", move |_| {
        // Cosmetic only: the words below say what was changed.
        let _ = compare.style().set_property("--cut", &format!("{}%", slider.value()));
    })
}

/// Shows a finished file over the photo as it was.
pub(super) fn show_result(address: &str, [width, height]: [u32; 2]) -> Result<(), JsValue> {
    let ratio = format!("{width} / {height}");
    by_id::<HtmlElement>("mend-compare")?
        .style()
        .set_property("--ratio", &ratio)?;
    let shown: HtmlImageElement = by_id("preview")?;
    let before: HtmlImageElement = by_id("mend-before")?;
    if before.src() != shown.src() {
        before.set_src(&shown.src());
    }
    by_id::<HtmlImageElement>("mend-result")?.set_src(address);
    show(&by_id("mend-live")?, false)
}

/// Draws the cut as it is now, until the finished file takes its place. Without a picture that the browser opens there is nothing to draw.
pub(super) fn draw_live(framed: &Framed) -> Result<(), JsValue> {
    let photo: HtmlImageElement = by_id("preview")?;
    let live: HtmlCanvasElement = by_id("mend-live")?;
    if photo.natural_width() == 0 {
        return Ok(());
    }
    let (base, scale) = upright(&photo, framed)?;
    let [width, height] = framed.framing().size();
    live.set_width(width);
    live.set_height(height);
    let [a, b, c, d, e, f] = framed.framing().transform();
    let context = context(&live)?;
    context.set_transform(a / scale, b / scale, c / scale, d / scale, e, f)?;
    context.draw_image_with_html_canvas_element(&base, 0.0, 0.0)?;
    show(&live, true)
}

/// A smaller upright copy of the photo, made once and kept beside it; and its px for one of the photo.
fn upright(photo: &HtmlImageElement, framed: &Framed) -> Result<(HtmlCanvasElement, f64), JsValue> {
    let [width, height] = framed.photo().map(f64::from);
    let scale = (LONGEST / width.max(height)).min(1.0);
    if let Some(kept) = document()?.get_element_by_id("mend-base") {
        return Ok((kept.dyn_into()?, scale));
    }
    let base: HtmlCanvasElement = document()?.create_element("canvas")?.dyn_into()?;
    let (wide, high) = ((width * scale).round(), (height * scale).round());
    base.set_width(wide as u32);
    base.set_height(high as u32);
    let context = context(&base)?;
    let [x, y] = match framed.turns() {
        1 => {
            context.set_transform(0.0, 1.0, -1.0, 0.0, wide, 0.0)?;
            [high, wide]
        }
        2 => {
            context.set_transform(-1.0, 0.0, 0.0, -1.0, wide, high)?;
            [wide, high]
        }
        3 => {
            context.set_transform(0.0, -1.0, 1.0, 0.0, 0.0, high)?;
            [high, wide]
        }
        _ => [wide, high],
    };
    context.draw_image_with_html_image_element_and_dw_and_dh(photo, 0.0, 0.0, x, y)?;
    base.set_id("mend-base");
    show(&base, false)?;
    by_id::<Element>("mend-compare")?.append_child(&base)?;
    Ok((base, scale))
}

/// Lets go of the pictures of an earlier photo.
pub(super) fn forget() -> Result<(), JsValue> {
    for id in ["mend-before", "mend-result", "mend-press-image"] {
        by_id::<Element>(id)?.remove_attribute("src")?;
    }
    show(&by_id("mend-live")?, false)?;
    if let Some(base) = document()?.get_element_by_id("mend-base") {
        base.remove();
    }
    Ok(())
}

fn context(canvas: &HtmlCanvasElement) -> Result<CanvasRenderingContext2d, JsValue> {
    let context = canvas
        .get_context("2d")?
        .ok_or_else(|| JsValue::from_str("no canvas"))?;
    Ok(context.dyn_into::<CanvasRenderingContext2d>()?)
}
