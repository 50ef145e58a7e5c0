//! Judges `light.*`: how bright the face is, and how evenly.

use super::{Draft, FaceLight, Lang, area, line, words};
use crate::report::Fix;

/// Shares of the skin that are blown out. ISO/IEC 29794-5's measure gives 100 points up to 0 and 50 at 0.01 already, but shiny skin has a
/// few percent; a face whose forehead and cheeks have lost their drawing has half.
const CLIPPED: [f64; 2] = [0.08, 0.25];
/// The lightest hundredth of the face (luma), whites of the eyes and highlights: 190…245 in daylight or studio light, whatever the skin;
/// two stops less are 100.
const BRIGHTEST: [f64; 2] = [145.0, 112.0];
/// Stops between the halves of the face. Portrait lighting calls 2 : 1 – one stop – the ratio at which the shadow side is plainly seen;
/// a nose or a fringe alone makes half a stop.
const UNEVEN: [f64; 2] = [0.7, 1.15];
/// Share of the skin that mirrors light: the nose's ridge and a line on each cheek stay below.
const SPOTS: [f64; 2] = [0.032, 0.048];

pub(super) fn all(face: &FaceLight, lang: Lang) -> Vec<Draft> {
    vec![
        over(face, lang),
        under(face, lang),
        even(face, lang),
        hotspot(face, lang),
    ]
}

fn over(face: &FaceLight, lang: Lang) -> Draft {
    let share = face.tone.clipped;
    let [review, fail] = CLIPPED;
    let score = line(share, review, fail);
    Draft::new("light.over", score, words::over(lang, share, score), Fix::Retake)
        .number(share * 100.0, "%", None, Some(fail * 100.0))
        .at(area(face))
}

fn under(face: &FaceLight, lang: Lang) -> Draft {
    let brightest = face.tone.brightest;
    let [review, fail] = BRIGHTEST;
    let score = line(brightest, review, fail);
    Draft::new("light.under", score, words::under(lang, brightest, score), Fix::Retake)
        .number(brightest, "luma", Some(fail), None)
        .at(area(face))
}

fn even(face: &FaceLight, lang: Lang) -> Draft {
    let stops = face.tone.uneven;
    let [review, fail] = UNEVEN;
    let score = line(stops, review, fail);
    Draft::new(
        "light.even",
        score,
        words::even(lang, stops, face.tone.darker_left, score),
        Fix::Retake,
    )
    .number(stops, "EV", None, Some(fail))
    .at(area(face))
}

fn hotspot(face: &FaceLight, lang: Lang) -> Draft {
    let share = face.spots.share;
    let [review, fail] = SPOTS;
    let score = line(share, review, fail);
    let at = face
        .spots
        .area
        .map(|area| area.map(|px| (f64::from(px) * face.scale).round().max(0.0) as u32));
    Draft::new("light.hotspot", score, words::hotspot(lang, share, score), Fix::Retake)
        .number(share * 100.0, "%", None, Some(fail * 100.0))
        .at(at)
}
