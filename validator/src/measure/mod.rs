//! Numbers only: each measure gives its unit, formula and source, and knows no limit.
//!
//! Arithmetic is integers, `+ - * /`, `sqrt` and libm, in a fixed order, so that every platform computes the same bits.

pub mod background;
pub mod color;
pub mod detail;
pub mod geometry;
mod grid;
pub mod iso;
pub mod light;
pub mod look;
mod shade;
pub mod surroundings;
pub mod upside_down;

use crate::pixels::Pixels;
use crate::portrait::Scene;

pub use grid::{Cell, Grid};

/// Everything that is measured with the help of the face models, family by family.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Looks {
    /// Head and pose.
    pub geometry: geometry::Geometry,
    /// Eyes, mouth, hair, what covers them.
    pub look: look::Look,
    /// Light and colour.
    pub light: light::Light,
    /// Sharpness and processing.
    pub detail: detail::Detail,
    /// Around the person.
    pub surroundings: surroundings::Surroundings,
}

impl Looks {
    /// Measures a scene; `photo` is the upright photo in its own size.
    pub fn of(scene: &Scene, photo: &Pixels) -> Looks {
        Looks {
            geometry: geometry::measure(scene, photo),
            look: look::measure(scene, photo),
            light: light::measure(scene, photo),
            detail: detail::measure(scene, photo),
            surroundings: surroundings::measure(scene, photo),
        }
    }
}
