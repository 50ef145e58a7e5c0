//! Judges sharpness and processing: `sharp.*`, `noise`, `retouch`, `artefact.compression`.

use super::draft::Draft;
use super::{Evidence, Seen};
use crate::measure::detail::{Compression, Detail, Sharp, Texture};
use crate::options::Lang;
use crate::profile::Profile;
use crate::report::Fix;
use crate::words::Text;
use crate::words::detail as words;

/// Ids of the checks, in the order of the report.
const IDS: &[&str] = &[
    "sharp.focus",
    "sharp.resolution",
    "noise",
    "retouch",
    "artefact.compression",
];

/// Likeness of neighbouring steps: 0.7…0.82 with edges as sharp as the px allow, 0.9 blurred over about three px.
const FOCUS: [f64; 2] = [0.833, 0.847];
/// The same over rows and columns together. A photo enlarged by half has 0.86.
const RESOLUTION: [f64; 2] = [0.823, 0.838];
/// Copied px: below a quarter of neighbouring steps are alike. Camera noise alone has 0.65.
const COPIED: [f64; 2] = [0.25, 0.18];
/// Deviation of luma. A small sensor in a dim room has 2; grain is seen at a glance from 3 on.
const NOISE: [f64; 2] = [1.8, 3.0];
/// Fine structure of the skin over that of the eyes: 0.07…0.2 as photographed, 0.06 where skin was smoothed.
const SMOOTH: [f64; 2] = [0.04, 0.1];
/// Likeness of neighbouring steps around the eyes, where a smoothing filter leaves steps of a single px: 0.7 as photographed, 0.35.
const STEPS: [f64; 2] = [0.35, 0.68];
/// Misfit up to which the coefficients are believed to lie on the multiples of a quality's steps: 0.25 by chance, 0.02 when saved again.
const MISFIT: f64 = 0.1;
/// Quality that no saving may have gone below: 教毕指〔2017〕99号 asks for 60 at least.
const QUALITY: [f64; 2] = [64.0, 57.0];
/// How much the lines of the 8×8 grid stand out: 1.5 in a photo of quality 90, 2.5 at 52, 3.3 at 26.
const GRID: [f64; 2] = [2.3, 3.0];

/// All of them, in the order of the report.
pub(super) fn all(evidence: &Evidence, seen: &Seen<'_>, _profile: &Profile, lang: Lang) -> Vec<Draft> {
    let detail = match seen.looks(lang) {
        Err(why) => return IDS.iter().map(|id| Draft::skip(id, why.clone())).collect(),
        Ok(looks) => &looks.detail,
    };
    let area = detail.eyes.map(|eyes| eyes.map(|px| px.round().max(0.0) as u32));
    let skip = |id: &'static str, why: Text| Draft::skip(id, why);
    let sharp = |id: &'static str, judge: fn(&Sharp, Lang) -> Draft| {
        detail
            .sharp
            .as_ref()
            .map_or_else(|| skip(id, words::too_small(lang)), |sharp| judge(sharp, lang).at(area))
    };
    let saved = evidence.container.quality.map(|quality| quality.value);
    vec![
        sharp("sharp.focus", focus),
        sharp("sharp.resolution", resolution),
        detail
            .texture
            .as_ref()
            .map_or_else(|| skip("noise", words::too_small(lang)), |texture| noise(texture, lang)),
        retouch(detail, lang),
        detail.compression.as_ref().map_or_else(
            || skip("artefact.compression", words::too_small(lang)),
            |compression| artefact(compression, saved, lang),
        ),
    ]
}

/// Score that falls evenly with a measure: 0.8 at `review`, 0.5 at `fail`. Works in both directions.
fn line(value: f64, [review, fail]: [f64; 2]) -> f64 {
    0.5 + 0.3 * (value - fail) / (review - fail)
}

fn focus(sharp: &Sharp, lang: Lang) -> Draft {
    let score = line(sharp.slope_worst, FOCUS);
    Draft::new("sharp.focus", score, words::focus(lang, score), Fix::Retake).number(
        sharp.slope_worst,
        "correlation",
        None,
        Some(FOCUS[1]),
    )
}

fn resolution(sharp: &Sharp, lang: Lang) -> Draft {
    let enlarged = line(sharp.slope, RESOLUTION);
    let copied = line(sharp.slope, COPIED);
    let score = enlarged.min(copied);
    let text = words::resolution(lang, copied < enlarged, score);
    Draft::new("sharp.resolution", score, text, Fix::Retake).number(
        sharp.slope,
        "correlation",
        Some(COPIED[1]),
        Some(RESOLUTION[1]),
    )
}

fn noise(texture: &Texture, lang: Lang) -> Draft {
    let score = line(texture.noise, NOISE);
    Draft::new("noise", score, words::noise(lang, texture.noise, score), Fix::Retake).number(
        texture.noise,
        "luma",
        None,
        Some(NOISE[1]),
    )
}

/// Smooth skin alone may be young skin, powder or JPEG: it leads to a person's look. Only together with the traces that a smoothing filter leaves
/// on edges does it fail.
fn retouch(detail: &Detail, lang: Lang) -> Draft {
    const ID: &str = "retouch";
    let (Some(texture), Some(sharp)) = (&detail.texture, &detail.sharp) else {
        return Draft::skip(ID, words::too_small(lang));
    };
    let share = |value: f64, [least, most]: [f64; 2]| ((value - least) / (most - least)).clamp(0.0, 1.0);
    let score = 0.5 * share(texture.skin_to_eyes, SMOOTH) + 0.5 * share(sharp.slope, STEPS);
    Draft::new(ID, score, words::retouch(lang, score), Fix::Retake).number(
        texture.skin_to_eyes,
        "ratio",
        Some(SMOOTH[0]),
        None,
    )
}

fn artefact(compression: &Compression, saved: Option<u8>, lang: Lang) -> Draft {
    let grid = line(compression.grid, GRID);
    // A file that itself has a low quality is told so by `file.jpeg_quality`; here, only what happened before counts.
    let earlier = (compression.misfit < MISFIT && saved.is_none_or(|saved| compression.quality + 4 < saved))
        .then(|| f64::from(compression.quality));
    let again = earlier.map_or(1.0, |quality| line(quality, QUALITY));
    let score = grid.min(again);
    let text = words::compression(lang, earlier, score);
    let draft = Draft::new("artefact.compression", score, text, Fix::Retake);
    match earlier {
        Some(quality) => draft.number(quality, "q", Some(60.0), None),
        None => draft.number(compression.grid, "ratio", None, Some(GRID[1])),
    }
}
