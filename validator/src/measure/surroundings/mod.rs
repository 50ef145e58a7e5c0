//! Measures of what stands around the person: objects, clothes, edges, overlays, and whether it is a photograph at all.

mod border;
mod drawn;
mod field;
mod objects;
mod recapture;
mod rim;
#[cfg(test)]
mod tests;
mod text;
mod torso;

pub use border::Edge;
pub use drawn::Tones;
pub use objects::Objects;
pub use rim::Fringe;
pub use text::Letters;
pub use torso::Torso;

use super::Grid;
use crate::pixels::Pixels;
use crate::portrait::Scene;
use field::Field;

/// From this share of the distance between eyes and chin below the chin on there are shoulders.
const SHOULDERS: f32 = 0.2;

/// What was measured; places are px of the scene's image.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Surroundings {
    /// How many px of the photo one px of the scene's image stands for.
    pub scale: f32,
    /// Width of the scene's image, px.
    pub width: usize,
    /// Frame lines at the left, right, upper and lower edge.
    pub edges: [Edge; 4],
    /// What needs to know where the person is; `None` without the segmenter.
    pub around: Option<Around>,
}

/// What was measured with the person's outline.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Around {
    /// Things in the background.
    pub objects: Objects,
    /// A rim along the outline.
    pub fringe: Fringe,
    /// Clothes below the shoulders; `None` where they can't be seen.
    pub torso: Option<Torso>,
    /// Rows of letters.
    pub letters: Letters,
    /// How regular the wall's fine pattern is, 0…1: a screen has 0.9, a plain wall and grain less than 0.55.
    pub ripple: f64,
    /// Share of the ways from the photo's edges to the person that cross a sharp step, 0…1: a sheet that lies on something has 1.
    pub sheet: f64,
    /// How px of the person differ from their neighbours.
    pub tones: Tones,
}

/// Measures a scene; `photo` is the upright photo in its own size.
pub fn measure(scene: &Scene, photo: &Pixels) -> Surroundings {
    let _ = photo;
    Surroundings {
        scale: scene.scale,
        width: scene.image.width,
        edges: border::edges(&scene.image),
        around: Field::of(scene).map(|field| around(scene, &field)),
    }
}

fn around(scene: &Scene, field: &Field<'_>) -> Around {
    let (grid, face) = (Grid::new(field.image), scene.face.as_ref());
    let worn = face.map(|face| face.chin().y + SHOULDERS * face.length());
    let objects = objects::objects(field, &grid, worn);
    Around {
        objects,
        fringe: objects
            .wall_rgb
            .map(|wall| rim::fringe(field, wall))
            .unwrap_or_default(),
        torso: objects
            .wall_rgb
            .zip(face)
            .and_then(|(wall, face)| torso::torso(&grid, face, wall)),
        letters: text::letters(field),
        ripple: recapture::ripple(field),
        sheet: recapture::sheet(field),
        tones: drawn::tones(field),
    }
}
