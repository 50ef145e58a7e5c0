//! The face's 478 landmarks: MediaPipe's face mesh with irises.

use super::crop::{Area, Beyond, sample};
use super::{Detection, Point};
use crate::pixels::Pixels;
use crate::tflite::{Model, ModelError, Workspace};

/// Landmarks of a face: 468 of the mesh, five of each iris.
pub const POINTS: usize = 478;

/// The crop's side over that of the detected box; from `face_landmarks_detector.pbtxt`.
const MARGIN: f32 = 1.5;

/// A face's landmarks.
#[derive(Debug, Clone, PartialEq)]
pub struct Landmarks {
    /// `[x, y, z]` in px of the photo; z grows away from the camera, with its zero near the head's middle. Always [`POINTS`].
    pub points: Vec<[f32; 3]>,
    /// How surely this is a face, 0…1. Stays 1 behind a mask or sunglasses; noise has 0.0002.
    pub presence: f32,
}

impl Landmarks {
    /// A landmark's place by its number in MediaPipe's mesh.
    pub fn point(&self, index: usize) -> Point {
        let [x, y, _] = self.points.get(index).copied().unwrap_or_default();
        Point::new(x, y)
    }
}

/// Places the landmarks of a detected face.
///
/// # Errors
/// When `model` is not the landmark model.
pub fn landmarks(
    model: &Model,
    work: &mut Workspace,
    pixels: &Pixels,
    face: &Detection,
) -> Result<Landmarks, ModelError> {
    let &[1, rows, columns, 3] = model.input_shape() else {
        return Err(ModelError::Unsupported("another input than a picture".to_owned()));
    };
    let area = area_of(face);
    let input = sample(pixels, &area, [rows, columns], (1.0 / 255.0, 0.0), Beyond::Edge);
    let outputs = model.run(work, &input)?;
    let (Some(numbers), Some(presence)) = (outputs.first(), outputs.get(1).and_then(|values| values.first())) else {
        return Err(ModelError::Unsupported(
            "other outputs than a landmark model".to_owned(),
        ));
    };
    let unit = area.width / columns as f32;
    let points = numbers.as_chunks::<3>().0.iter().map(|[x, y, z]| {
        let at = area.place(x / columns as f32, y / rows as f32);
        [at.x, at.y, z * unit]
    });
    let points: Vec<[f32; 3]> = points.collect();
    if points.len() != POINTS {
        return Err(ModelError::Unsupported(format!("{} landmarks", points.len())));
    }
    Ok(Landmarks {
        points,
        presence: 1.0 / (1.0 + libm::expf(-presence.clamp(-100.0, 100.0))),
    })
}

/// The square around the face, turned so that its eyes are level.
fn area_of(face: &Detection) -> Area {
    let [from, to] = face.corners;
    let [right, left, ..] = face.points;
    let distance = right.distance(left);
    let turn = if distance > 0.0 {
        ((left.x - right.x) / distance, (left.y - right.y) / distance)
    } else {
        (1.0, 0.0)
    };
    let side = (to.x - from.x).max(to.y - from.y) * MARGIN;
    Area {
        centre: from.middle(to),
        width: side,
        height: side,
        turn,
    }
}
