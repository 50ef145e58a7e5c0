//! The models that are at hand: each is added by itself, since a page gets them one after the other.

use std::sync::Mutex;

use super::{Canonical, Scene};
use crate::options::Clock;
use crate::pixels::Pixels;
use crate::tflite::{Model, ModelError, Precision, Workspace};

/// One of the files in `validator/models`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Part {
    /// Where faces are.
    Detector,
    /// The face's landmarks.
    Landmarks,
    /// The face's expression.
    Blendshapes,
    /// The head that pose is measured against.
    Canonical,
    /// Which pixels are hair, skin, clothes, something else or background.
    Segmenter,
}

impl Part {
    /// All of them, in the order in which they are of use.
    pub const ALL: [Part; 5] = [
        Part::Detector,
        Part::Landmarks,
        Part::Canonical,
        Part::Blendshapes,
        Part::Segmenter,
    ];

    /// Whether the bytes are those of the file in `validator/models`. A download that lost a bit would still be read as a model, and judge
    /// wrongly; against intent there is the site's own list of hashes.
    pub fn is_whole(self, bytes: &[u8]) -> bool {
        let sum = match self {
            Part::Detector => 0x6763_ac6d,
            Part::Landmarks => 0xe4d1_3465,
            Part::Blendshapes => 0xe10d_3ba9,
            Part::Canonical => 0xf38e_a9a5,
            Part::Segmenter => 0x41c9_837d,
        };
        crc32fast::hash(bytes) == sum
    }

    /// The file's name in `validator/models` and on a site.
    pub fn file_name(self) -> &'static str {
        match self {
            Part::Detector => "face_detector.tflite",
            Part::Landmarks => "face_landmarks_detector.tslp",
            Part::Blendshapes => "face_blendshapes.tslp",
            Part::Canonical => "geometry_pipeline_metadata_landmarks.binarypb",
            Part::Segmenter => "selfie_multiclass_256x256.tslp",
        }
    }
}

/// The models that a check may use. Can be shared between threads: each look takes a workspace of its own and gives it back.
#[derive(Debug, Default)]
pub struct Models {
    pub(super) detector: Option<Model>,
    pub(super) landmarks: Option<Model>,
    pub(super) blendshapes: Option<Model>,
    pub(super) canonical: Option<Canonical>,
    pub(super) segmenter: Option<Model>,
    spare: Mutex<Vec<Workspace>>,
}

impl Models {
    /// Reads one model and keeps it.
    ///
    /// # Errors
    /// When the bytes aren't that model: damaged, or made for something else. What was there before stays.
    pub fn add(&mut self, part: Part, bytes: &[u8]) -> Result<(), ModelError> {
        match part {
            Part::Detector => self.detector = Some(read(bytes, &[1, 128, 128, 3], &[896 * 16, 896])?),
            Part::Landmarks => self.landmarks = Some(read(bytes, &[1, 256, 256, 3], &[478 * 3, 1])?),
            Part::Blendshapes => self.blendshapes = Some(read(bytes, &[1, 146, 2], &[52])?),
            Part::Segmenter => self.segmenter = Some(read(bytes, &[1, 256, 256, 3], &[256 * 256 * 6])?),
            Part::Canonical => {
                let canonical = Canonical::read(bytes);
                self.canonical =
                    Some(canonical.ok_or_else(|| ModelError::Unsupported("another kind of file".to_owned()))?);
            }
        }
        Ok(())
    }

    /// Whether a model is at hand.
    pub fn has(&self, part: Part) -> bool {
        match part {
            Part::Detector => self.detector.is_some(),
            Part::Landmarks => self.landmarks.is_some(),
            Part::Blendshapes => self.blendshapes.is_some(),
            Part::Canonical => self.canonical.is_some(),
            Part::Segmenter => self.segmenter.is_some(),
        }
    }

    /// Whether there is enough to find a face.
    pub fn can_look(&self) -> bool {
        self.has(Part::Detector) && self.has(Part::Landmarks)
    }

    /// All models of `validator/models`, as they were built in.
    #[cfg(feature = "models")]
    pub fn builtin() -> &'static Models {
        static BUILTIN: std::sync::LazyLock<Models> = std::sync::LazyLock::new(|| {
            let mut models = Models::default();
            for part in Part::ALL {
                // A test reads each of them.
                let _ = models.add(part, part.bytes());
            }
            models
        });
        &BUILTIN
    }

    /// Looks at a photo with what is at hand. `None` without a detector and landmarks: nothing can be told then.
    pub fn look(&self, pixels: &Pixels, clock: &dyn Clock) -> Option<Scene> {
        self.look_in_steps(pixels, clock, &mut |_| ())
    }

    /// As [`Self::look`]; `found` is handed the scene as soon as it is known where the face is, before the photo's parts are told apart.
    pub fn look_in_steps(&self, pixels: &Pixels, clock: &dyn Clock, found: &mut dyn FnMut(&Scene)) -> Option<Scene> {
        let mut work = self
            .spare
            .lock()
            .map_or_else(|_| None, |mut spare| spare.pop())
            .unwrap_or_default();
        let scene = Scene::of(self, &mut work, pixels, clock, found);
        if let Ok(mut spare) = self.spare.lock() {
            spare.push(work);
        }
        scene
    }
}

/// A model whose inputs and outputs are those of the one that is meant.
fn read(bytes: &[u8], input: &[usize], outputs: &[usize]) -> Result<Model, ModelError> {
    let model = Model::read(bytes, Precision::Fast)?;
    if model.input_shape() != input || model.output_lengths().take(outputs.len()).ne(outputs.iter().copied()) {
        return Err(ModelError::Shape(
            "this is another model than the one asked for".to_owned(),
        ));
    }
    Ok(model)
}

#[cfg(feature = "models")]
impl Part {
    /// The file's content.
    pub fn bytes(self) -> &'static [u8] {
        match self {
            Part::Detector => include_bytes!("../../models/face_detector.tflite"),
            Part::Landmarks => include_bytes!("../../models/face_landmarks_detector.tslp"),
            Part::Blendshapes => include_bytes!("../../models/face_blendshapes.tslp"),
            Part::Canonical => include_bytes!("../../models/geometry_pipeline_metadata_landmarks.binarypb"),
            Part::Segmenter => include_bytes!("../../models/selfie_multiclass_256x256.tslp"),
        }
    }
}

#[cfg(all(test, feature = "models"))]
mod tests {
    use super::*;

    #[test]
    fn every_model_is_read() {
        for part in Part::ALL {
            assert_eq!(Models::default().add(part, part.bytes()), Ok(()), "{part:?}");
            assert!(
                part.is_whole(part.bytes()),
                "{part:?}: 0x{:08x}",
                crc32fast::hash(part.bytes())
            );
            let mut damaged = part.bytes().to_vec();
            damaged[part.bytes().len() / 2] ^= 1;
            assert!(!part.is_whole(&damaged), "{part:?}");
        }
    }

    #[test]
    fn a_model_in_anothers_place_is_refused() {
        for (part, other) in [
            (Part::Detector, Part::Landmarks),
            (Part::Landmarks, Part::Segmenter),
            (Part::Segmenter, Part::Landmarks),
            (Part::Canonical, Part::Detector),
        ] {
            assert!(Models::default().add(part, other.bytes()).is_err(), "{part:?}");
        }
    }
}
