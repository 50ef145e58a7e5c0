//! Judges `color.*`: cast, contrast, and whether there is colour at all.

use super::{Draft, FaceLight, Lang, area, line, words};
use crate::measure::color::Lab;
use crate::report::Fix;
use crate::words::light::Tinge;

/// Where skin of every shade lies in white light, a* and b*: ISO/IEC 29794-5's natural colour has 5…25 and 5…35; pale and dark skin is
/// closer to grey, and of b* above 30 there is little in photos.
const SKIN: [[f64; 2]; 2] = [[3.0, 25.0], [4.0, 30.0]];
/// Where the whites of the eyes lie: slightly red from vessels, slightly yellow with age and from the lids beside them.
const WHITES: [[f64; 2]; 2] = [[-4.0, 9.0], [-6.0, 12.0]];
/// How much the whites add to the skin: they are few px and lie in shadow.
const WHITES_WEIGHT: f64 = 0.6;
/// Distance (ΔE*ab, a* and b* only) from both together; 5 is plainly seen beside a neutral photo.
const CAST: [f64; 2] = [4.0, 7.0];

/// Difference of luma between light and dark parts of the face, and their Michelson contrast. A pale face lacks the one, a grey veil both.
const RANGE: [f64; 2] = [125.0, 92.0];
const CONTRAST: [f64; 2] = [0.54, 0.44];

/// Share of clipped skin from which its colour is unknown: white has none.
const CLIPPED: f64 = 0.25;

/// Chroma of the skin: 8 and more even of pale skin, 4 where there is hardly any light, 0 in black and white.
const CHROMA: [f64; 2] = [3.0, 2.0];

pub(super) fn all(face: &FaceLight, colorless: bool, lang: Lang) -> Vec<Draft> {
    vec![cast(face, colorless, lang), contrast(face, lang), grey(face, lang)]
}

/// How far a colour lies outside of a box, per axis: negative below, positive above.
fn outside(lab: Lab, limits: [[f64; 2]; 2]) -> [f64; 2] {
    [(lab.a, limits[0]), (lab.b, limits[1])].map(|(value, [least, most])| value - value.clamp(least, most))
}

fn length([a, b]: [f64; 2]) -> f64 {
    (a * a + b * b).sqrt()
}

fn cast(face: &FaceLight, colorless: bool, lang: Lang) -> Draft {
    const ID: &str = "color.cast";
    if face.tone.clipped >= CLIPPED {
        return Draft::skip(ID, words::clipped(lang));
    }
    if colorless || chroma(face) < CHROMA[1] {
        return Draft::skip(ID, words::no_color(lang));
    }
    let skin = outside(face.tint.skin, SKIN);
    let whites = face.tint.whites.map_or([0.0; 2], |whites| outside(whites, WHITES));
    let amount = length(skin) + WHITES_WEIGHT * length(whites);
    let [review, fail] = CAST;
    let score = line(amount, review, fail);
    let [a, b] = [skin[0] + WHITES_WEIGHT * whites[0], skin[1] + WHITES_WEIGHT * whites[1]];
    Draft::new(ID, score, words::cast(lang, tinge(a, b), amount, score), Fix::Retake)
        .number(amount, "deltaE", None, Some(fail))
        .at(area(face))
}

fn tinge(a: f64, b: f64) -> Tinge {
    match (a.abs() >= b.abs(), a >= 0.0, b >= 0.0) {
        (true, true, _) => Tinge::Red,
        (true, false, _) => Tinge::Green,
        (false, _, true) => Tinge::Yellow,
        (false, _, false) => Tinge::Blue,
    }
}

fn contrast(face: &FaceLight, lang: Lang) -> Draft {
    let score = line(face.tone.range, RANGE[0], RANGE[1]).max(line(face.tone.contrast, CONTRAST[0], CONTRAST[1]));
    Draft::new(
        "color.contrast",
        score,
        words::contrast(lang, face.tone.range, score),
        Fix::Retake,
    )
    .number(face.tone.range, "luma", Some(RANGE[1]), None)
    .at(area(face))
}

fn chroma(face: &FaceLight) -> f64 {
    length([face.tint.skin.a, face.tint.skin.b])
}

fn grey(face: &FaceLight, lang: Lang) -> Draft {
    if face.tone.clipped >= CLIPPED {
        return Draft::skip("color.grey", words::clipped(lang));
    }
    let chroma = chroma(face);
    let score = line(chroma, CHROMA[0], CHROMA[1]);
    Draft::new("color.grey", score, words::grey(lang, score), Fix::Retake)
        .number(chroma, "chroma", Some(CHROMA[1]), None)
        .at(area(face))
}
