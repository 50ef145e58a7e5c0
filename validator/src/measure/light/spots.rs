//! Bright spots on the skin: where light is mirrored, it is brighter than the skin around and has lost the skin's colour.

use super::skin::{Skin, grown};
use super::{Lights, median};
use crate::measure::color::Lab;
use crate::pixels::Pixels;
use crate::portrait::{Face, parts, region};

/// Px looked at.
const SAMPLE: usize = 12000;
/// Spots are looked for in this part of the oval: on its rim, hair and background shine in.
const OVAL: f32 = 0.82;
/// Lightness (L*) above the skin's median from which a px is bright.
const BRIGHTER: f64 = 4.0;
/// Lightness (L*) that mirrored light reaches on skin of every shade; the broad sheen of a well-lit forehead stays below.
const BRIGHT: f64 = 85.0;
/// Share of the skin's own chroma below which a px has lost its colour.
const PALER: f64 = 0.65;
/// Chroma below which skin has no colour to lose: in black and white, spots can't be told.
const COLORED: f64 = 3.0;

/// Bright spots of a face.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Spots {
    /// Share of the skin that is brighter and paler than the rest, 0…1; 0 in black and white. Our own; physics: mirrored light has the lamp's colour, not the
    /// skin's (dichromatic reflection model, Shafer 1985).
    pub share: f64,
    /// The box around most of them: x, y, width, height in px; `None` when there are none.
    pub area: Option<[f32; 4]>,
}

/// Looks for spots; `None` without skin.
pub(super) fn spots(image: &Pixels, face: &Face, skin: &Skin, lights: &Lights) -> Option<Spots> {
    let inner = grown(&face.landmarks.outline(&parts::OVAL), OVAL, OVAL, 0.0);
    let mut within = vec![false; image.width * image.height];
    for (x, y) in region::inside(&inner, image) {
        if let Some(at) = within.get_mut(y * image.width + x) {
            *at = true;
        }
    }
    let mut places = skin.sample(SAMPLE);
    places.retain(|(x, y)| within.get(y * image.width + x) == Some(&true));
    let labs = lights.labs(image, &places);
    let of = |coordinate: fn(&Lab) -> f64| median(labs.iter().map(coordinate).collect());
    let (l, a, b) = (of(|lab| lab.l)?, of(|lab| lab.a)?, of(|lab| lab.b)?);
    // Only what is left of the skin's own hue counts as its colour: a bluish lamp adds chroma of another hue.
    let squared = a * a + b * b;
    if squared < COLORED * COLORED {
        return Some(Spots::default());
    }
    let shines = |lab: &Lab| lab.l > BRIGHT.max(l + BRIGHTER) && (lab.a * a + lab.b * b) / squared < PALER;
    let bright: Vec<(usize, usize)> = places
        .iter()
        .zip(&labs)
        .filter(|(_, lab)| shines(lab))
        .map(|(place, _)| *place)
        .collect();
    Some(Spots {
        share: bright.len() as f64 / places.len().max(1) as f64,
        area: around(&bright),
    })
}

/// The box that holds all but the outermost twentieth on each side.
fn around(places: &[(usize, usize)]) -> Option<[f32; 4]> {
    let span = |mut along: Vec<usize>| {
        along.sort_unstable();
        let cut = along.len() / 20;
        Some((
            *along.get(cut)? as f32,
            *along.get(along.len().checked_sub(cut + 1)?)? as f32,
        ))
    };
    let (left, right) = span(places.iter().map(|(x, _)| *x).collect())?;
    let (top, bottom) = span(places.iter().map(|(_, y)| *y).collect())?;
    Some([left, top, right - left + 1.0, bottom - top + 1.0])
}
