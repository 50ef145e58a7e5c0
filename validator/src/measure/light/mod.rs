//! Measures of light and colour of the face: `light.*`, `color.*`.

#[cfg(test)]
pub(super) mod sample;
mod skin;
mod spots;
#[cfg(test)]
mod tests;
mod tint;
mod tone;

pub(super) use skin::{Skin, grown};
pub use spots::Spots;
pub use tint::Tint;
pub use tone::Tone;

use super::color::{Lab, lab_of_light, light};
use crate::pixels::Pixels;
use crate::portrait::Scene;

/// Fewer px of skin than this say nothing.
const FEW: usize = 64;

/// What was measured; places are px of the scene's image.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Light {
    /// The face's light and colour; `None` without a face or with too little bare skin.
    pub face: Option<FaceLight>,
}

/// Light and colour of a face.
#[derive(Debug, Clone, PartialEq)]
pub struct FaceLight {
    /// Brightness.
    pub tone: Tone,
    /// Colour.
    pub tint: Tint,
    /// Bright spots.
    pub spots: Spots,
    /// The box around the skin: x, y, width, height in px of the upright photo.
    pub area: [f64; 4],
    /// How many px of the photo one px of the scene is.
    pub scale: f64,
}

/// Measures a scene; `photo` is the upright photo in its own size.
pub fn measure(scene: &Scene, photo: &Pixels) -> Light {
    let _ = photo;
    Light { face: face(scene) }
}

fn face(scene: &Scene) -> Option<FaceLight> {
    let face = scene.face.as_ref()?;
    let skin = Skin::of(scene, face);
    if skin.places.len() < FEW {
        return None;
    }
    let (image, lights) = (&scene.image, Lights::new());
    let scale = f64::from(scene.scale);
    Some(FaceLight {
        tone: tone::tone(image, face, &skin),
        tint: tint::tint(image, face, &skin, &lights)?,
        spots: spots::spots(image, face, &skin, &lights)?,
        area: bounds(&skin.places).map(|px| px as f64 * scale),
        scale,
    })
}

/// The box around places: x, y, width, height.
fn bounds(places: &[(usize, usize)]) -> [usize; 4] {
    let least = |of: fn(&(usize, usize)) -> usize| places.iter().map(of).min().unwrap_or(0);
    let most = |of: fn(&(usize, usize)) -> usize| places.iter().map(of).max().unwrap_or(0);
    let (left, top) = (least(|at| at.0), least(|at| at.1));
    [left, top, most(|at| at.0) - left + 1, most(|at| at.1) - top + 1]
}

/// Each level of a channel as light: saves a power for each px.
struct Lights([f64; 256]);

impl Lights {
    fn new() -> Self {
        Self(std::array::from_fn(|level| light(level as f64)))
    }

    fn labs(&self, image: &Pixels, places: &[(usize, usize)]) -> Vec<Lab> {
        let lab = |(x, y): &(usize, usize)| lab_of_light(image.at(*x, *y).map(|level| self.0[usize::from(level)]));
        places.iter().map(lab).collect()
    }
}

/// The middle value; `None` of nothing.
pub(super) fn median(mut values: Vec<f64>) -> Option<f64> {
    let middle = values.len() / 2;
    if values.is_empty() {
        return None;
    }
    Some(*values.select_nth_unstable_by(middle, f64::total_cmp).1)
}
