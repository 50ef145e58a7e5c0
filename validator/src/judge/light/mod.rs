//! Judges light and colour of the face: `light.*`, `color.*`.

mod color;
mod exposure;

use super::draft::Draft;
use super::{Evidence, Seen};
use crate::measure::light::FaceLight;
use crate::options::Lang;
use crate::profile::Profile;
use crate::words::light as words;

/// Ids of the checks, in the order of the report.
const IDS: &[&str] = &[
    "light.over",
    "light.under",
    "light.even",
    "light.hotspot",
    "color.cast",
    "color.contrast",
    "color.grey",
];

/// All of them, in the order of the report.
pub(super) fn all(evidence: &Evidence, seen: &Seen<'_>, _profile: &Profile, lang: Lang) -> Vec<Draft> {
    let face = match seen.looks(lang) {
        Err(why) => Err(why),
        Ok(looks) => looks.light.face.as_ref().ok_or_else(|| words::covered(lang)),
    };
    let face = match face {
        Err(why) => return IDS.iter().map(|id| Draft::skip(id, why.clone())).collect(),
        Ok(face) => face,
    };
    let mut drafts = exposure::all(face, lang);
    drafts.extend(color::all(face, evidence.is_grey() || evidence.is_cmyk(), lang));
    drafts
}

/// The skin as a region of the report.
fn area(face: &FaceLight) -> Option<[u32; 4]> {
    Some(face.area.map(|px| px.round().max(0.0) as u32))
}

/// Score that falls evenly with a measure: 0.8 at `review`, 0.5 at `fail`. Works in both directions.
fn line(value: f64, review: f64, fail: f64) -> f64 {
    0.5 + 0.3 * (value - fail) / (review - fail)
}
