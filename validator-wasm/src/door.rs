//! JSON in, JSON out: the validator as the worker sees it. Runs natively too, so that tests compare both.

use std::cell::RefCell;

use serde_json::from_str;
use tassel_validator::portrait::{Models, Part};
use tassel_validator::{Clock, Lang, Options, Photo, Profile, Report};

thread_local! {
    /// The models that have arrived; a worker, like a page, is one thread.
    static MODELS: RefCell<Models> = RefCell::default();
}

/// Keeps a model, named by its place in [`Part::ALL`]. False when the bytes aren't that model; checks that need it are skipped then.
pub fn keep_model(place: usize, bytes: &[u8]) -> bool {
    let part = Part::ALL.get(place);
    part.is_some_and(|part| MODELS.with_borrow_mut(|models| models.add(*part, bytes).is_ok()))
}

/// Checks one photo and returns the report as JSON; `lang` is `zh` or `en`, anything else is read as `zh`.
///
/// # Errors
/// A sentence when `profile_json` is not a profile.
pub fn report(bytes: &[u8], file_name: &str, profile_json: &str, lang: &str) -> Result<String, String> {
    let profile = profile(profile_json)?;
    MODELS.with_borrow(|models| {
        let options = Options {
            lang: language(lang),
            clock: &BrowserClock,
            models: models.can_look().then_some(models),
            measures: false,
            heat: true,
        };
        json(&tassel_validator::check(
            &Photo { bytes, file_name },
            &profile,
            &options,
        ))
    })
}

/// As [`report`], for a file of `bytes` bytes that is too large to be read.
///
/// # Errors
/// As [`report`].
pub fn report_oversize(bytes: u64, file_name: &str, profile_json: &str, lang: &str) -> Result<String, String> {
    let profile = profile(profile_json)?;
    let options = Options {
        lang: language(lang),
        clock: &BrowserClock,
        models: None,
        measures: false,
        heat: false,
    };
    json(&tassel_validator::check_oversize(bytes, file_name, &profile, &options))
}

fn profile(json: &str) -> Result<Profile, String> {
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
