//! The person in the photo: face, landmarks, expression, pose, and which pixels are hair, skin, clothes or background.
//!
//! The networks are Google's MediaPipe face models (see `validator/models/README.md`), run by [`crate::tflite`]; what stands around
//! them – crops, anchors, the way back to the photo – follows MediaPipe's published graphs. All places are in px of the upright
//! photo, x to the right, y down, pixel centres at halves.

mod blendshapes;
mod canonical;
mod crop;
mod detector;
mod landmarks;
mod models;
mod outline;
pub mod parts;
mod pose;
pub mod region;
mod scene;
mod segment;
mod shrink;
mod strangers;

pub use blendshapes::{Blendshape, Blendshapes};
pub use canonical::Canonical;
pub use detector::{Detection, detect};
pub use landmarks::{Landmarks, POINTS, landmarks};
pub use models::{Models, Part};
pub use outline::Outline;
pub use pose::{Pose, pose};
pub(crate) use scene::turned;
pub use scene::{Face, Scene, Stages};
pub use segment::{Class, Masks, segment};
pub(crate) use strangers::skin;

/// A place in the photo, px.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Point {
    /// From the left edge.
    pub x: f32,
    /// From the upper edge.
    pub y: f32,
}

impl Point {
    /// A place.
    pub fn new(x: f32, y: f32) -> Self {
        Self { x, y }
    }

    /// Distance in px.
    pub fn distance(self, other: Self) -> f32 {
        let (dx, dy) = (self.x - other.x, self.y - other.y);
        (dx * dx + dy * dy).sqrt()
    }

    /// The place halfway to another.
    pub fn middle(self, other: Self) -> Self {
        Self::new((self.x + other.x) / 2.0, (self.y + other.y) / 2.0)
    }
}
