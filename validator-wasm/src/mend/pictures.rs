//! Before and after, one over the other, and the cut drawn at once while it is nudged.

use tassel_validator::fix::{BandValue, Framed};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;
use web_sys::{
    CanvasRenderingContext2d, Element, File, HtmlCanvasElement, HtmlElement, HtmlImageElement, HtmlInputElement,
    ImageBitmap, ImageBitmapOptions,
};

use crate::dom::{by_id, clear, document, listen, show, window};
use crate::number::short;

const SVG: &str = "http://www.w3.org/2000/svg";

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

/// While the cut is moved by hand, the picture is smaller, all of it is the new one, and the wanted places are drawn on it.
pub(super) fn listen_to_by_hand() -> Result<(), JsValue> {
    let rows: Element = by_id("mend-by-hand")?;
    let compare: HtmlElement = by_id("mend-compare")?;
    let slider: HtmlInputElement = by_id("mend-slider")?;
    listen(&rows.clone(), "toggle", move |_| {
        let open = rows.has_attribute("open");
        let cut = if open { "0" } else { "50" };
        slider.set_value(cut);
        // Cosmetic only.
        let _ = compare.toggle_attribute_with_force("data-by-hand", open);
        let _ = compare.style().set_property("--cut", &format!("{cut}%"));
    })
}

/// The wanted places of crown, eyes and middle as bands, and where they are as lines.
pub(super) fn draw_guides(bands: &[BandValue], [width, height]: [u32; 2]) -> Result<(), JsValue> {
    let guides: Element = by_id("mend-guides")?;
    clear(&guides);
    guides.set_attribute("viewBox", &format!("0 0 {width} {height}"))?;
    let (width, height) = (f64::from(width), f64::from(height));
    for band in bands {
        let (least, most) = (band.min.unwrap_or(0.0), band.max.unwrap_or(height));
        let boxes = match band.check {
            "geom.crown" | "geom.eye_line" => [[0.0, least, width, most - least], [0.0, band.value - 1.0, width, 2.0]],
            "geom.center" => {
                let middle = width / 2.0;
                [
                    [middle + least, 0.0, most - least, height],
                    [middle + band.value - 1.0, 0.0, 2.0, height],
                ]
            }
            _ => continue,
        };
        for (class, [x, y, across, down]) in ["mend-band", "mend-line"].into_iter().zip(boxes) {
            let shape = document()?.create_element_ns(Some(SVG), "rect")?;
            shape.set_attribute("class", class)?;
            shape.set_attribute("data-holds", if band.holds { "true" } else { "false" })?;
            for (name, value) in [("x", x), ("y", y), ("width", across), ("height", down)] {
                shape.set_attribute(name, &short(value))?;
            }
            guides.append_child(&shape)?;
        }
    }
    Ok(())
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

/// A copy of the photo that is large enough to nudge by; decoded by the browser, in its own time.
pub(super) async fn copy(file: &File, framed: &Framed) -> Result<ImageBitmap, JsValue> {
    let [width, height] = framed.photo().map(f64::from);
    let scale = (LONGEST / width.max(height)).min(1.0);
    let options = ImageBitmapOptions::new();
    options.set_resize_width((as_stored(framed)[0] * scale).round() as u32);
    let copy = window()?.create_image_bitmap_with_blob_and_image_bitmap_options(file, &options)?;
    JsFuture::from(copy).await?.dyn_into()
}

/// Width and height before the quarter turns that put the face upright.
fn as_stored(framed: &Framed) -> [f64; 2] {
    let [width, height] = framed.photo().map(f64::from);
    if framed.turns() % 2 == 1 {
        [height, width]
    } else {
        [width, height]
    }
}

/// Draws the cut as it is now, until the finished file takes its place.
pub(super) fn draw_live(framed: &Framed, copy: &ImageBitmap) -> Result<(), JsValue> {
    let live: HtmlCanvasElement = by_id("mend-live")?;
    let [width, height] = framed.framing().size();
    live.set_width(width);
    live.set_height(height);
    let context: CanvasRenderingContext2d = live
        .get_context("2d")?
        .ok_or_else(|| JsValue::from_str("no canvas"))?
        .dyn_into()?;
    let [a, b, c, d, e, f] = framed.framing().transform();
    context.set_transform(a, b, c, d, e, f)?;
    let [wide, high] = framed.photo().map(f64::from);
    match framed.turns() {
        1 => context.transform(0.0, 1.0, -1.0, 0.0, wide, 0.0)?,
        2 => context.transform(-1.0, 0.0, 0.0, -1.0, wide, high)?,
        3 => context.transform(0.0, -1.0, 1.0, 0.0, 0.0, high)?,
        _ => {}
    }
    let larger = as_stored(framed)[0] / f64::from(copy.width().max(1));
    context.scale(larger, larger)?;
    context.draw_image_with_image_bitmap(copy, 0.0, 0.0)?;
    show(&live, true)
}

/// Lets go of the pictures of an earlier photo.
pub(super) fn forget() -> Result<(), JsValue> {
    for id in ["mend-before", "mend-result", "mend-press-image"] {
        by_id::<Element>(id)?.remove_attribute("src")?;
    }
    show(&by_id("mend-live")?, false)
}
