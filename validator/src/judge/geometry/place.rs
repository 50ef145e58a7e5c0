//! `geom.*`: the head's place and size in the picture.
//!
//! The rules count px of a finished photo. A photo of another size is judged by its proportions, and its numbers are told as they
//! would be in the finished size.

use super::super::draft::Draft;
use super::{mend, no_rule, sureness};
use crate::bands::finished;
use crate::measure::geometry::{Geometry, Head};
use crate::options::Lang;
use crate::profile::{Band, Profile, Unit};
use crate::report::Fix;
use crate::words::geometry::{self as words, Place, Side};

/// How far measures may be off, as shares of the photo's height (crown, eye line) or width: about twice what was seen in nineteen of
/// twenty labelled photos for the first three.
const UNSURE_CROWN: f64 = 5.0 / 640.0;
const UNSURE_EYE_LINE: f64 = 3.0 / 640.0;
const UNSURE_CENTER: f64 = 3.0 / 480.0;
/// The mesh's cheeks and the ears, between which others measure, are about 9 px apart on a photo 480 px wide.
const UNSURE_FACE_WIDTH: f64 = 9.0 / 480.0;

/// One length to be judged.
struct Length<'a> {
    id: &'static str,
    which: Place,
    band: Option<&'a Band>,
    /// As a share of the photo's height or width.
    share: Option<f64>,
    unsure: f64,
    region: [u32; 4],
}

/// Centre, crown, eye line, face width.
pub(super) fn all(geometry: &Geometry, head: &Head, profile: &Profile, lang: Lang) -> Vec<Draft> {
    let limits = &profile.geometry;
    let above = {
        let [x, y, width, _] = head.face;
        let crown = head.crown.map_or(0, |crown| (crown * geometry.photo[1]) as u32);
        [x, crown.min(y), width, y.saturating_sub(crown)]
    };
    let lengths = [
        Length {
            id: "geom.center",
            which: Place::Center,
            band: limits.center.as_ref(),
            share: Some(head.center),
            unsure: UNSURE_CENTER,
            region: head.face,
        },
        Length {
            id: "geom.crown",
            which: Place::Crown,
            band: limits.crown.as_ref(),
            share: head.crown,
            unsure: UNSURE_CROWN,
            region: above,
        },
        Length {
            id: "geom.eye_line",
            which: Place::EyeLine,
            band: limits.eye_line.as_ref(),
            share: Some(head.eye_line),
            unsure: UNSURE_EYE_LINE,
            region: head.eyes,
        },
        Length {
            id: "geom.face_width",
            which: Place::FaceWidth,
            band: limits.face_width.as_ref(),
            share: Some(head.face_width),
            unsure: UNSURE_FACE_WIDTH,
            region: head.face,
        },
    ];
    // Asked once: the answer is the same for all four.
    let fix = mend(geometry, head, profile);
    lengths
        .iter()
        .map(|length| judge(length, geometry, profile, fix, lang))
        .collect()
}

fn judge(length: &Length<'_>, geometry: &Geometry, profile: &Profile, fix: Fix, lang: Lang) -> Draft {
    let Some(band) = length.band else {
        return Draft::skip(length.id, no_rule(lang));
    };
    let Some(share) = length.share else {
        return Draft::skip(length.id, words::no_crown(lang));
    };
    let size = finished(profile, geometry.photo);
    let unit = unit(band.unit, length.which, size);
    let value = share * unit;
    let off = if length.which == Place::Center {
        value.abs()
    } else {
        value
    };
    let short = band.min.map(|min| off - min);
    let long = band.max.map(|max| max - off);
    let inside = short.unwrap_or(f64::MAX).min(long.unwrap_or(f64::MAX));
    if inside == f64::MAX {
        return Draft::skip(length.id, no_rule(lang));
    }
    let score = sureness(inside, length.unsure * unit);
    let side = match () {
        () if score >= profile.threshold(length.id).review => Side::Fine,
        () if length.which == Place::Center && value < 0.0 => Side::Less,
        () if length.which == Place::Center => Side::More,
        () if short.unwrap_or(f64::MAX) < long.unwrap_or(f64::MAX) => Side::Less,
        () => Side::More,
    };
    let scaled = (band.unit == Unit::Px && size != geometry.photo).then_some(size);
    let text = words::place(lang, length.which, side, value, band, inside < 0.0, scaled, fix);
    let name = match band.unit {
        Unit::Px => "px",
        Unit::Percent => "%",
    };
    Draft::new(length.id, score, text, fix)
        .number(value, name, band.min, band.max)
        .at(Some(length.region))
}

/// What one whole height or width is in a band's unit.
fn unit(unit: Unit, which: Place, [width, height]: [f64; 2]) -> f64 {
    match (unit, which) {
        (Unit::Percent, _) => 100.0,
        (Unit::Px, Place::Crown | Place::EyeLine) => height,
        (Unit::Px, Place::Center | Place::FaceWidth) => width,
    }
}
