//! Mending as the worker sees it: bytes and JSON in, JSON and the finished file's bytes out. Runs natively too.

use js_sys::{Object, Reflect, Uint8Array};
use serde::{Deserialize, Serialize};
use tassel_validator::fix::{Framed, fix_framed};
use tassel_validator::pixels::Pixels;
use tassel_validator::{Photo, Report, check};
use wasm_bindgen::prelude::*;

use crate::door::{profile, with_models};

/// What mending came to.
#[derive(Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Mended {
    /// There is a finished file.
    Fixed(Box<Fixed>),
    /// There is none, and why.
    Refused(Line),
}

/// A finished file, beside its bytes.
#[derive(Debug, Serialize, Deserialize)]
pub struct Fixed {
    /// Width and height in px.
    pub size: [u32; 2],
    /// What was changed; `id` is the change's own.
    pub changes: Vec<Line>,
    /// What the file doesn't meet, or what someone should know about it; `id` is a check's.
    pub left: Vec<Line>,
    /// How it was cut.
    pub framed: Framed,
    /// The finished file, checked.
    pub report: Report,
}

/// One thing that is said.
#[derive(Debug, Serialize, Deserialize)]
pub struct Line {
    /// What it is about.
    pub id: String,
    /// A sentence.
    pub message: String,
    /// The next step; may be empty.
    pub advice: String,
}

/// Mends one photo and checks the finished file; `framing` is a [`Framed`] as JSON, or "". Identity numbers don't come here: the page
/// names the file itself.
///
/// # Errors
/// A sentence when `profile_json` is not a profile, or `framing` no framing.
pub fn mended(
    bytes: &[u8],
    file_name: &str,
    profile_json: &str,
    lang: &str,
    decoded: Option<&Pixels>,
    framing: &str,
) -> Result<(Mended, Vec<u8>), String> {
    let profile = profile(profile_json)?;
    let own: Option<Framed> = if framing.is_empty() {
        None
    } else {
        Some(serde_json::from_str(framing).map_err(|error| format!("裁剪位置读不出来：{error}"))?)
    };
    let photo = Photo { bytes, file_name };
    with_models(lang, decoded, |options| {
        let fixed = match fix_framed(&photo, &profile, options, None, own.as_ref()) {
            Ok(fixed) => fixed,
            Err(why) => {
                let refused = line("", why.message(options.lang), why.advice(options.lang));
                return Ok((Mended::Refused(refused), Vec::new()));
            }
        };
        let finished = Photo {
            bytes: &fixed.bytes,
            file_name: &jpg(file_name),
        };
        let answer = Fixed {
            size: fixed.size,
            changes: fixed
                .changes
                .iter()
                .map(|change| line(change.id(), change.message(options.lang), String::new()))
                .collect(),
            left: fixed
                .left
                .iter()
                .map(|left| line(left.check(), left.message(options.lang), left.advice(options.lang)))
                .collect(),
            framed: fixed.framed,
            report: check(&finished, &profile, options),
        };
        Ok((Mended::Fixed(Box::new(answer)), fixed.bytes))
    })
}

/// The file's own name with the ending of what is finished.
pub(crate) fn jpg(file_name: &str) -> String {
    let stem = file_name.rsplit_once('.').map_or(file_name, |(stem, _)| stem);
    let right = file_name
        .get(stem.len()..)
        .is_some_and(|ending| [".jpg", ".jpeg"].iter().any(|jpg| ending.eq_ignore_ascii_case(jpg)));
    if right {
        file_name.to_owned()
    } else {
        format!("{stem}.jpg")
    }
}

fn line(id: &str, message: String, advice: String) -> Line {
    Line {
        id: id.to_owned(),
        message,
        advice,
    }
}

/// As [`mended`], as an object with `json` and `bytes`.
pub(crate) fn answer(
    bytes: &[u8],
    file_name: &str,
    profile_json: &str,
    lang: &str,
    decoded: Option<&Pixels>,
    framing: &str,
) -> Result<JsValue, JsValue> {
    let (mended, bytes) = mended(bytes, file_name, profile_json, lang, decoded, framing)?;
    let json = serde_json::to_string(&mended).map_err(|error| JsValue::from_str(&error.to_string()))?;
    let answer = Object::new();
    Reflect::set(&answer, &"json".into(), &json.into())?;
    Reflect::set(&answer, &"bytes".into(), &Uint8Array::from(bytes.as_slice()))?;
    Ok(answer.into())
}
