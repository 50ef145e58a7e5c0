//! The report that crosses to JavaScript, to `tassel photo check --format jsonl` and into tests; its JSON names are fixed.
//!
//! Rules of presence: `file profile verdict photo checks ms` are always there. In `photo`, `bytes` is always there, every other field
//! only when the file says it. In a check, `id status title message advice fix` are always there (`advice` may be empty); `score` is
//! absent for `skip`; `value unit limit region` are absent where they mean nothing. `face` is absent while no face was looked for,
//! `heat` unless it was asked for.
//! Nothing is ever `null`. Numbers have at most three decimals, and whole ones are written as integers.

use crate::heat::Heat;
use serde::{Deserialize, Serialize, Serializer};

/// Ids of every check that this validator can make, in the order of the report.
pub const CHECK_IDS: &[&str] = &[
    "file.decode",
    "file.format",
    "file.size_px",
    "file.bytes",
    "file.dpi",
    "file.color_mode",
    "file.jpeg_quality",
    "file.orientation",
    "file.name",
    "bg.color",
    "bg.uniform",
    "bg.objects",
    "face.count",
    "geom.center",
    "geom.crown",
    "geom.eye_line",
    "geom.face_width",
    "pose.roll",
    "pose.yaw",
    "pose.pitch",
    "eyes.open",
    "eyes.redeye",
    "mouth.closed",
    "glasses",
    "headwear",
    "hair.brows",
    "hair.ears",
    "face.occlusion",
    "jewelry",
    "clothes.contrast",
    "light.over",
    "light.under",
    "light.even",
    "light.hotspot",
    "color.cast",
    "color.contrast",
    "color.grey",
    "sharp.focus",
    "sharp.resolution",
    "noise",
    "retouch",
    "artefact.compression",
    "artefact.fringe",
    "overlay.border",
    "overlay.text",
    "spoof.recapture",
    "style.cartoon",
];

/// What one photo looks like under one profile.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Report {
    /// The name or path that the caller gave.
    pub file: String,
    /// Id of the profile that was applied.
    pub profile: String,
    /// `fail` if any check fails, else `review` if any is in review, else `pass`.
    pub verdict: Verdict,
    /// What the file says about itself.
    pub photo: FileFacts,
    /// Where the face is; absent when there is none, or when none was looked for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub face: Option<FaceFacts>,
    /// One entry per check, in the order of [`CHECK_IDS`].
    pub checks: Vec<Check>,
    /// Measures of ISO/IEC 29794-5, when they were asked for and there is a face.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub measures: Vec<IsoMeasure>,
    /// The background as a map, when it was asked for and there is one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub heat: Option<Heat>,
    /// How long it took.
    pub ms: Millis,
}

/// One measure of ISO/IEC 29794-5; see [`crate::measure::iso`].
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct IsoMeasure {
    /// The standard's name for it.
    pub name: String,
    /// As it is measured, in the measure's own unit.
    #[serde(serialize_with = "number")]
    pub native: f64,
    /// As the standard maps it, 0…100; 100 = good.
    #[serde(serialize_with = "number")]
    pub scalar: f64,
}

/// The whole photo's result.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Verdict {
    /// Every check that could be made passed.
    Pass,
    /// At least one check failed.
    Fail,
    /// Nothing failed, but a person should look.
    Review,
}

/// One check's result.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Status {
    /// Meets the rule.
    Pass,
    /// Does not.
    Fail,
    /// Uncertain: a person decides.
    Review,
    /// Not judged; the message says why.
    Skip,
}

/// Who can repair what was found.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Fix {
    /// A program can, without a new photo.
    Auto,
    /// A new photo (or the studio's original) is needed.
    Retake,
    /// Nothing to repair.
    None,
}

/// What the file says about itself, before any rule.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct FileFacts {
    /// Width in px of the upright photo (EXIF orientation applied).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub width: Option<u32>,
    /// Height in px of the upright photo.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub height: Option<u32>,
    /// Size of the file in bytes.
    pub bytes: u64,
    /// What the bytes are, whatever the name says: `jpeg png webp gif bmp tiff heic avif pdf zip …`; absent when not recognised.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub format: Option<String>,
    /// Stored resolution in dots per inch (horizontal).
    #[serde(default, skip_serializing_if = "Option::is_none", serialize_with = "number_opt")]
    pub dpi: Option<f64>,
    /// JPEG quality factor 1…100 estimated from the quantisation tables.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub jpeg_quality: Option<u8>,
}

/// Where the face is and how it is held: px of the upright photo, degrees.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct FaceFacts {
    /// x, y, width, height, as the detector saw it.
    #[serde(rename = "box", serialize_with = "numbers")]
    pub area: [f64; 4],
    /// Centres of the irises, `[x, y]`, the one on the picture's left first.
    #[serde(serialize_with = "pairs")]
    pub eyes: [[f64; 2]; 2],
    /// Top of the hair's outline, from the upper edge; with the segmenter.
    #[serde(default, skip_serializing_if = "Option::is_none", serialize_with = "number_opt")]
    pub crown_y: Option<f64>,
    /// Lowest point of the chin, from the upper edge.
    #[serde(serialize_with = "number")]
    pub chin_y: f64,
    /// Between the outermost points of the cheeks.
    #[serde(serialize_with = "number")]
    pub face_width: f64,
    /// The face's middle, from the left edge.
    #[serde(serialize_with = "number")]
    pub center_x: f64,
    /// Lean of the eye line, clockwise.
    #[serde(serialize_with = "number")]
    pub roll: f64,
    /// Turn to the person's left; with the canonical face.
    #[serde(default, skip_serializing_if = "Option::is_none", serialize_with = "number_opt")]
    pub yaw: Option<f64>,
    /// Nod downwards; with the canonical face.
    #[serde(default, skip_serializing_if = "Option::is_none", serialize_with = "number_opt")]
    pub pitch: Option<f64>,
}

/// One rule's result.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Check {
    /// Check id, such as `file.bytes`.
    pub id: String,
    /// Result.
    pub status: Status,
    /// 0…1, 1 = surely fine; `status` follows from it and the profile's thresholds. Absent when skipped.
    #[serde(default, skip_serializing_if = "Option::is_none", serialize_with = "number_opt")]
    pub score: Option<f64>,
    /// What was measured.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub value: Option<Value>,
    /// Unit of `value` and `limit`: `px B dpi q deltaE` …
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub unit: Option<String>,
    /// What is allowed, where it is a range of numbers.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub limit: Option<Limit>,
    /// Where, as x, y, width, height in px of the upright photo.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub region: Option<[u32; 4]>,
    /// Name of the rule for people.
    pub title: String,
    /// What was measured and what is wanted, or why it was skipped.
    pub message: String,
    /// What to do next; empty when there is nothing to do.
    pub advice: String,
    /// Who can repair it.
    pub fix: Fix,
}

/// A measured value: a number with a unit, or a word such as `png`.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(untagged)]
pub enum Value {
    /// A number in the check's unit.
    Number(f64),
    /// A word.
    Text(String),
}

impl Serialize for Value {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Value::Number(x) => number(*x, serializer),
            Value::Text(x) => serializer.serialize_str(x),
        }
    }
}

/// A range of numbers; a side that is absent is open.
#[derive(Debug, Clone, Copy, PartialEq, Default, Serialize, Deserialize)]
pub struct Limit {
    /// Smallest allowed value.
    #[serde(default, skip_serializing_if = "Option::is_none", serialize_with = "number_opt")]
    pub min: Option<f64>,
    /// Largest allowed value.
    #[serde(default, skip_serializing_if = "Option::is_none", serialize_with = "number_opt")]
    pub max: Option<f64>,
}

/// Milliseconds by the caller's clock; all 0 with [`crate::NoClock`].
#[derive(Debug, Clone, Copy, PartialEq, Default, Serialize, Deserialize)]
pub struct Millis {
    /// Reading the container and decoding the pixels.
    #[serde(serialize_with = "number")]
    pub decode: f64,
    /// Finding the face, its landmarks, expression and outline, and looking for the way up.
    #[serde(default, serialize_with = "number")]
    pub face: f64,
    /// Telling hair, skin, clothes and background apart.
    #[serde(default, serialize_with = "number")]
    pub segment: f64,
    /// Everything.
    #[serde(serialize_with = "number")]
    pub total: f64,
}

/// Three decimals at most, whole numbers as integers, so that 300 dpi reads `300` and not `300.0`.
fn number<S: Serializer>(x: impl std::borrow::Borrow<f64>, serializer: S) -> Result<S::Ok, S::Error> {
    let x = round3(*x.borrow());
    if x == x.trunc() && x.abs() < 9e15 {
        serializer.serialize_i64(x as i64)
    } else {
        serializer.serialize_f64(x)
    }
}

fn numbers<S: Serializer>(values: &[f64; 4], serializer: S) -> Result<S::Ok, S::Error> {
    values.map(Value::Number).serialize(serializer)
}

fn pairs<S: Serializer>(values: &[[f64; 2]; 2], serializer: S) -> Result<S::Ok, S::Error> {
    values.map(|pair| pair.map(Value::Number)).serialize(serializer)
}

fn number_opt<S: Serializer>(x: &Option<f64>, serializer: S) -> Result<S::Ok, S::Error> {
    match x {
        Some(x) => number(*x, serializer),
        None => serializer.serialize_none(),
    }
}

/// Rounds to three decimals; anything that is not finite becomes 0, since JSON has no word for it.
pub(crate) fn round3(x: f64) -> f64 {
    let rounded = (x * 1000.0).round() / 1000.0;
    if rounded.is_finite() { rounded } else { 0.0 }
}
