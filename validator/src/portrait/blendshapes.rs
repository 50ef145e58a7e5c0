//! Expression: how far each of ARKit's 52 blendshapes is at work, from landmarks alone.

use super::Landmarks;
use crate::tflite::{Model, ModelError, Workspace};

/// Landmarks that the model looks at, in its order; from MediaPipe's `face_blendshapes_graph.cc`.
const SUBSET: [usize; 146] = [
    0, 1, 4, 5, 6, 7, 8, 10, 13, 14, 17, 21, 33, 37, 39, 40, 46, 52, 53, 54, 55, 58, 61, 63, 65, 66, 67, 70, 78, 80,
    81, 82, 84, 87, 88, 91, 93, 95, 103, 105, 107, 109, 127, 132, 133, 136, 144, 145, 146, 148, 149, 150, 152, 153,
    154, 155, 157, 158, 159, 160, 161, 162, 163, 168, 172, 173, 176, 178, 181, 185, 191, 195, 197, 234, 246, 249, 251,
    263, 267, 269, 270, 276, 282, 283, 284, 285, 288, 291, 293, 295, 296, 297, 300, 308, 310, 311, 312, 314, 317, 318,
    321, 323, 324, 332, 334, 336, 338, 356, 361, 362, 365, 373, 374, 375, 377, 378, 379, 380, 381, 382, 384, 385, 386,
    387, 388, 389, 390, 397, 398, 400, 402, 405, 409, 415, 454, 466, 468, 469, 470, 471, 472, 473, 474, 475, 476, 477,
];

/// Number of blendshapes.
const COUNT: usize = 52;

/// The blendshapes that checks look at, by their place in the model's output. Left and right are the person's.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Blendshape {
    /// The left eye closes.
    EyeBlinkLeft = 9,
    /// The right eye closes.
    EyeBlinkRight = 10,
    /// The left eye looks down.
    EyeLookDownLeft = 11,
    /// The right eye looks down.
    EyeLookDownRight = 12,
    /// The left eye narrows.
    EyeSquintLeft = 19,
    /// The right eye narrows.
    EyeSquintRight = 20,
    /// The jaw opens.
    JawOpen = 25,
    /// The left corner of the mouth rises.
    MouthSmileLeft = 44,
    /// The right corner of the mouth rises.
    MouthSmileRight = 45,
}

/// All blendshapes of a face.
#[derive(Debug, Clone, PartialEq)]
pub struct Blendshapes([f32; COUNT]);

impl Blendshapes {
    /// Reads an expression from landmarks.
    ///
    /// # Errors
    /// When `model` is not the blendshape model.
    pub fn of(model: &Model, work: &mut Workspace, landmarks: &Landmarks) -> Result<Self, ModelError> {
        let input: Vec<f32> = SUBSET
            .iter()
            .map(|index| landmarks.point(*index))
            .flat_map(|at| [at.x, at.y])
            .collect();
        let outputs = model.run(work, &input)?;
        let shapes = outputs
            .first()
            .and_then(|values| <[f32; COUNT]>::try_from(values.as_slice()).ok());
        let shapes = shapes.ok_or_else(|| ModelError::Unsupported("other outputs than blendshapes".to_owned()))?;
        Ok(Self(shapes))
    }

    /// How far one is at work, 0…1.
    pub fn get(&self, shape: Blendshape) -> f32 {
        self.0[shape as usize]
    }
}
