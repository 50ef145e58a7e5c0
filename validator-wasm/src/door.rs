//! JSON in, JSON out: the validator as the worker sees it. Runs natively too, so that tests compare both.

use std::cell::RefCell;

use serde_json::from_str;
use tassel_validator::pixels::Pixels;
use tassel_validator::portrait::{Models, Part};
use tassel_validator::{Clock, Lang, Options, Photo, Profile, Report};

thread_local! {
    /// The models that have arrived; a worker, like a page, is one thread.
    static MODELS: RefCell<Models> = RefCell::default();
}

/// Keeps a model, named by its place in [`Part::ALL`]. False when the bytes aren't that model to the last bit (a download may be damaged,
/// and a wrong weight would judge wrongly without a word); checks that need it are skipped then.
pub fn keep_model(place: usize, bytes: &[u8]) -> bool {
    let part = Part::ALL.get(place);
    part.is_some_and(|part| part.is_whole(bytes) && MODELS.with_borrow_mut(|models| models.add(*part, bytes).is_ok()))
}

/// Checks one photo and returns the report as JSON; `lang` is `zh` or `en`, anything else is read as `zh`.
///
/// # Errors
/// A sentence when `profile_json` is not a profile.
pub fn report(bytes: &[u8], file_name: &str, profile_json: &str, lang: &str) -> Result<String, String> {
    report_in_steps(bytes, file_name, profile_json, lang, None, &mut |_| ())
}

/// As [`report`]; `tell` is handed what is known on the way, see [`tassel_validator::check_in_steps`]. `decoded` is the picture of a
/// file that only the caller can decode.
///
/// # Errors
/// As [`report`].
pub fn report_in_steps(
    bytes: &[u8],
    file_name: &str,
    profile_json: &str,
    lang: &str,
    decoded: Option<&Pixels>,
    tell: &mut dyn FnMut(String),
) -> Result<String, String> {
    let profile = profile(profile_json)?;
    let photo = Photo { bytes, file_name };
    let report = with_models(lang, decoded, |options| {
        tassel_validator::check_in_steps(&photo, &profile, options, &mut |report| {
            if let Ok(json) = json(report) {
                tell(json);
            }
        })
    });
    json(&report)
}

/// Does some work with the models that have arrived.
pub(crate) fn with_models<T>(lang: &str, decoded: Option<&Pixels>, work: impl FnOnce(&Options<'_>) -> T) -> T {
    MODELS.with_borrow(|models| work(&options(lang, models.can_look().then_some(models), decoded)))
}

/// As [`report`], for a file of `bytes` bytes that is too large to be read.
///
/// # Errors
/// As [`report`].
pub fn report_oversize(bytes: u64, file_name: &str, profile_json: &str, lang: &str) -> Result<String, String> {
    let profile = profile(profile_json)?;
    let options = options(lang, None, None);
    json(&tassel_validator::check_oversize(bytes, file_name, &profile, &options))
}

/// A picture as a canvas gives it, R G B A of each pixel from the top, laid on white; width in px.
pub fn opaque(rgba: &[u8], width: u32) -> Pixels {
    let width = width as usize;
    let rgb = rgba.as_chunks::<4>().0.iter().flat_map(|[r, g, b, a]| {
        let a = u32::from(*a);
        [r, g, b].map(|channel| ((u32::from(*channel) * a + 255 * (255 - a) + 127) / 255) as u8)
    });
    Pixels {
        width,
        height: (rgba.len() / 4).checked_div(width).unwrap_or(0),
        rgb: rgb.collect(),
    }
}

fn options<'a>(lang: &str, models: Option<&'a Models>, decoded: Option<&'a Pixels>) -> Options<'a> {
    Options {
        lang: language(lang),
        clock: &BrowserClock,
        models,
        decoded,
        measures: false,
        heat: true,
    }
}

pub(crate) fn profile(json: &str) -> Result<Profile, String> {
    from_str(json).map_err(|error| format!("照片要求读不出来：{error}"))
}

fn language(lang: &str) -> Lang {
    if lang == "en" { Lang::En } else { Lang::Zh }
}

fn json(report: &Report) -> Result<String, String> {
    serde_json::to_string(report).map_err(|error| format!("报告写不出来：{error}"))
}

/// `performance.now()`, in a page and in a worker alike; stands still outside a browser.
struct BrowserClock;

impl Clock for BrowserClock {
    #[cfg(target_family = "wasm")]
    fn now_ms(&self) -> f64 {
        use wasm_bindgen::JsCast;
        js_sys::Reflect::get(&js_sys::global(), &"performance".into())
            .ok()
            .and_then(|performance| performance.dyn_into::<web_sys::Performance>().ok())
            .map_or(0.0, |performance| performance.now())
    }

    #[cfg(not(target_family = "wasm"))]
    fn now_ms(&self) -> f64 {
        0.0
    }
}
