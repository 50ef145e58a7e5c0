//! Judges eyes, mouth, glasses, hair, ears and what covers them.

mod worn;

use super::draft::Draft;
use super::{Evidence, Seen};
use crate::measure::look::{Eyes, Features, Look};
use crate::options::Lang;
use crate::profile::Profile;
use crate::report::Fix;
use crate::words::look as words;

/// Ids of the checks, in the order of the report.
const IDS: [&str; 9] = [
    "eyes.open",
    "eyes.redeye",
    "mouth.closed",
    "glasses",
    "headwear",
    "hair.brows",
    "hair.ears",
    "face.occlusion",
    "jewelry",
];

/// All of them, in the order of the report.
pub(super) fn all(_evidence: &Evidence, seen: &Seen<'_>, profile: &Profile, lang: Lang) -> Vec<Draft> {
    let look = match seen.looks(lang) {
        Err(why) => return IDS.iter().map(|id| Draft::skip(id, why.clone())).collect(),
        Ok(looks) => &looks.look,
    };
    let mut drafts = match &look.face {
        Some(face) => vec![
            eyes_open(face, look, lang),
            redeye(&face.eyes, look, lang),
            mouth(face, look, lang),
        ],
        None => Vec::new(),
    };
    if let Some(worn) = &look.worn {
        drafts.extend(worn::all(worn, look.scale, profile, lang));
    }
    let missing = |id: &&&str| !drafts.iter().any(|draft| draft.is(id));
    let missing: Vec<Draft> = IDS
        .iter()
        .filter(missing)
        .map(|id| Draft::skip(id, words::no_masks(lang)))
        .collect();
    drafts.extend(missing);
    drafts
}

/// A score from four places on a scale: where a measure is surely fine (1), where a person should start to look (0.8), the limit
/// (0.5) and where it is surely wrong (0). The scale may rise or fall.
fn graded(value: f32, [fine, look, limit, wrong]: [f32; 4]) -> f64 {
    const SCORES: [f64; 4] = [1.0, 0.8, 0.5, 0.0];
    if value.is_nan() {
        return 0.5;
    }
    let places = [fine, look, limit, wrong];
    let sign = if wrong >= fine { 1.0 } else { -1.0 };
    let beyond = |place: f32| (value - place) * sign >= 0.0;
    let Some(step) = places.iter().rposition(|place| beyond(*place)) else {
        return 1.0;
    };
    let (Some(from), Some(to)) = (places.get(step), places.get(step + 1)) else {
        return 0.0;
    };
    let part = f64::from((value - from) / (to - from));
    SCORES[step] + (SCORES[step + 1] - SCORES[step]) * if part.is_finite() { part } else { 0.0 }
}

/// A region of the scene's image in px of the upright photo.
fn upright(region: Option<[u32; 4]>, scale: f32) -> Option<[u32; 4]> {
    region.map(|region| region.map(|n| (n as f32 * scale) as u32))
}

/// Eye aspect ratio: 0.30–0.37 in neutral faces, 0.22–0.30 in smiling and narrow eyes, below 0.05 when the mesh closes.
const ASPECT: [f32; 4] = [0.2, 0.16, 0.11, 0.05];
/// Blink: up to 0.2 open, 0.33 smiling or narrow, 0.75 closed.
const BLINK: [f32; 4] = [0.33, 0.4, 0.52, 0.8];
/// Contrast of the open eye: 0.48–0.9 open, 0.2–0.44 with the lid over the iris or half of it.
const CONTRAST: [f32; 4] = [0.5, 0.475, 0.445, 0.2];
/// Steepest edges below which a low contrast may as well be the focus' fault: 0.14–0.21 in blurred photos, 0.24 and more in sharp ones.
const CRISP: f32 = 0.225;
/// Share of "others" over the eye openings from which the eyes can't be seen.
const HIDDEN: f32 = 0.4;

/// Share of "others" on the head or over the lower face from which a hat's brim or a mask's rim may lie among the pixels around the eyes.
const SHADING: f32 = 0.4;

fn eyes_open(face: &Features, look: &Look, lang: Lang) -> Draft {
    const ID: &str = "eyes.open";
    if look.worn.as_ref().is_some_and(|worn| worn.glasses.over_eyes > HIDDEN) {
        return Draft::skip(ID, words::eyes_hidden(lang));
    }
    let eyes = &face.eyes;
    let seen = graded(eyes.contrast, CONTRAST);
    let shaded = look
        .worn
        .as_ref()
        .is_some_and(|worn| worn.headwear > SHADING || worn.covered.lower > SHADING);
    let seen = if eyes.crisp < CRISP || shaded {
        seen.max(0.6)
    } else {
        seen
    };
    let score = graded(eyes.aspect, ASPECT).min(graded(eyes.blink, BLINK)).min(seen);
    Draft::new(ID, score, words::eyes_open(lang, score), Fix::Retake)
        .number(f64::from(eyes.aspect), "ratio", Some(f64::from(ASPECT[2])), None)
        .at(upright(eyes.region, look.scale))
}

/// Redness of the iris: up to 0.16 with any eye colour and in warm light, 0.22 and more when the flash shines back.
const REDNESS: [f32; 4] = [0.14, 0.17, 0.2, 0.4];

fn redeye(eyes: &Eyes, look: &Look, lang: Lang) -> Draft {
    let score = graded(eyes.redness, REDNESS);
    Draft::new("eyes.redeye", score, words::redeye(lang, score), Fix::Retake)
        .number(f64::from(eyes.redness), "share", None, Some(f64::from(REDNESS[2])))
        .at(upright(eyes.region, look.scale))
}

/// Gap between the lips over the face's height: below 0.008 when closed, 0.04 and more once teeth show.
const MOUTH: [f32; 4] = [0.01, 0.016, 0.024, 0.06];

fn mouth(face: &Features, look: &Look, lang: Lang) -> Draft {
    // The mesh guesses a mouth behind a mask.
    if look.worn.as_ref().is_some_and(|worn| worn.covered.lower > SHADING) {
        return Draft::skip("mouth.closed", words::mouth_hidden(lang));
    }
    let score = graded(face.mouth_gap, MOUTH);
    let percent = f64::from(face.mouth_gap) * 100.0;
    Draft::new("mouth.closed", score, words::mouth(lang, score, percent), Fix::Retake)
        .number(percent, "%", None, Some(f64::from(MOUTH[2]) * 100.0))
        .at(upright(face.mouth_region, look.scale))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_score_passes_through_its_four_places() {
        for (value, score) in [
            (0.0, 1.0),
            (1.0, 1.0),
            (2.0, 0.8),
            (3.0, 0.5),
            (4.0, 0.0),
            (9.0, 0.0),
            (2.5, 0.65),
        ] {
            assert!((graded(value, [1.0, 2.0, 3.0, 4.0]) - score).abs() < 1e-6, "{value}");
            assert!(
                (graded(-value, [-1.0, -2.0, -3.0, -4.0]) - score).abs() < 1e-6,
                "-{value}"
            );
        }
        assert!((graded(f32::NAN, [1.0, 2.0, 3.0, 4.0]) - 0.5).abs() < 1e-6);
    }
}
