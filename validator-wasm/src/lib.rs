//! The browser's door to `tassel-validator`: the self-check page in Rust, and the one call that its worker makes.
//!
//! One module plays two parts. In the page, [`start`] seals it, takes a photo and draws the report; in a `blob:` worker, [`check_in_steps`]
//! looks at the bytes. Everything about photos is decided in `tassel-validator`; here is only what needs a browser.

mod compare;
mod dom;
mod door;
mod door_mend;
mod draw;
mod keep;
mod list;
mod mend;
mod number;
mod overlay;
mod page;
mod photos;
mod pick;
mod profiles;
mod proof;
mod questions;
mod rehearsal;
mod row;
mod say;
mod seal;
mod slices;
mod verdict;
mod why;
mod worker;

use wasm_bindgen::prelude::*;
use web_sys::ImageData;

pub use door::{keep_model, opaque, report, report_in_steps, report_oversize};
pub use door_mend::{Fixed, Line, Mended, mended};
pub use mend::saves_by_long_press;
pub use number::measured;
pub use overlay::{Layer, Mark, Shape, marks};
pub use profiles::{Choice, Profiles};
pub use verdict::{Summary, summary};
pub use why::why;

/// Keeps a face model; `place` counts the models in the order of `tassel_validator::portrait::Part::ALL`. False when the bytes aren't
/// that model.
#[wasm_bindgen]
pub fn add_model(place: u32, bytes: &[u8]) -> bool {
    keep_model(place as usize, bytes)
}

/// Checks one photo: its bytes, its name, the profile as JSON, `zh` or `en`. Returns the report as JSON, and on the way calls `tell` with
/// a report on what is known so far. `decoded` is the picture of a file that only the browser can decode.
///
/// # Errors
/// A sentence when `profile_json` is not a profile; a photo never makes an error, whatever its bytes.
#[wasm_bindgen]
pub fn check_in_steps(
    bytes: &[u8],
    file_name: &str,
    profile_json: &str,
    lang: &str,
    decoded: Option<ImageData>,
    tell: &js_sys::Function,
) -> Result<String, JsValue> {
    let decoded = decoded.map(|picture| opaque(&picture.data(), picture.width()));
    let mut tell = |json: String| {
        // A listener that fails takes nothing from the report.
        let _ = tell.call1(&JsValue::UNDEFINED, &json.into());
    };
    door::report_in_steps(bytes, file_name, profile_json, lang, decoded.as_ref(), &mut tell)
        .map_err(|error| JsValue::from_str(&error))
}

/// Mends one photo and checks the finished file: an object with `json` (see [`Mended`]) and the file's `bytes`. `framing` is the student's
/// own cut as JSON, or "".
///
/// # Errors
/// A sentence when `profile_json` is not a profile, or `framing` not one; a photo never makes an error.
#[wasm_bindgen]
pub fn mend(
    bytes: &[u8],
    file_name: &str,
    profile_json: &str,
    lang: &str,
    decoded: Option<ImageData>,
    framing: &str,
) -> Result<JsValue, JsValue> {
    let decoded = decoded.map(|picture| opaque(&picture.data(), picture.width()));
    door_mend::answer(bytes, file_name, profile_json, lang, decoded.as_ref(), framing)
}

/// Brings the self-check page to life: seals it, proves the seal, enables the file input.
///
/// `module` is the compiled `WebAssembly.Module`, `glue` the text of its script, `models` a promise of an array with an `ArrayBuffer` for
/// each face model, or `null` for one that could not be had; all go to the worker, which can fetch nothing. What needs no model is done
/// before that promise is kept, and nothing is sealed before.
///
/// # Errors
/// The name of the paragraph `[data-trouble]` to show: `unsealed`, or `crash` when the page lacks an element.
#[wasm_bindgen]
pub async fn start(module: JsValue, glue: js_sys::JsString, models: js_sys::Promise) -> Result<(), JsValue> {
    page::start(module, glue, models).await
}
