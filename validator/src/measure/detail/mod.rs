//! Measures of sharpness and processing: `sharp.*`, `noise`, `retouch`, `artefact.compression`.

mod compression;
mod patch;
mod sharp;
#[cfg(test)]
mod tests;
mod texture;

pub use compression::Compression;
pub use sharp::Sharp;
pub use texture::Texture;

use crate::pixels::Pixels;
use crate::portrait::Scene;
use patch::Patch;

/// What was measured; each is `None` without a face or where it is too small or covered.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Detail {
    /// Sharpness of the features.
    pub sharp: Option<Sharp>,
    /// Fine structure of the skin.
    pub texture: Option<Texture>,
    /// Traces of compression.
    pub compression: Option<Compression>,
    /// Around the eyes: x, y, width, height in px of the upright photo.
    pub eyes: Option<[f64; 4]>,
}

/// Fewer px than this around the eyes say nothing.
const FEW: usize = 64;

/// Measures a scene; `photo` is the upright photo in its own size.
pub fn measure(scene: &Scene, photo: &Pixels) -> Detail {
    let Some(face) = &scene.face else {
        return Detail::default();
    };
    let patch = Patch::of(scene, face).filter(|patch| patch.features.len() >= FEW);
    let (scale, unit, middle) = (f64::from(scene.scale), face.eye_distance(), face.eye_line());
    let eyes = [middle.x - unit, middle.y - 0.4 * unit, 2.0 * unit, 0.8 * unit].map(|px| f64::from(px) * scale);
    Detail {
        sharp: patch.as_ref().map(sharp::sharp),
        texture: patch.as_ref().and_then(texture::texture),
        compression: compression::compression(scene, face, photo),
        eyes: Some(eyes),
    }
}
