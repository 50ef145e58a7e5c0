//! What the judges of the person may rely on, and what is said when they can't.

use super::Evidence;
use crate::measure::Looks;
use crate::options::Lang;
use crate::words::{self, Text};

/// Why the person can't be judged, or what was measured.
pub(super) enum Seen<'a> {
    /// The photo could not be decoded.
    NoPixels,
    /// No models at hand.
    NoModels,
    /// The photo lies on its side or stands on its head.
    Turned,
    /// Nothing that is a face.
    NoFace(&'a Looks),
    /// One face at least.
    Person(&'a Looks),
}

impl<'a> Seen<'a> {
    pub(super) fn of(evidence: &'a Evidence) -> Self {
        let Ok(picture) = &evidence.picture else {
            return Seen::NoPixels;
        };
        match &picture.person {
            None => Seen::NoModels,
            Some(person) if person.turns != 0 => Seen::Turned,
            Some(person) if person.face.is_none() => Seen::NoFace(&person.looks),
            Some(person) => Seen::Person(&person.looks),
        }
    }

    /// What was measured of a person; else why there is nothing to judge.
    pub(super) fn looks(&self, lang: Lang) -> Result<&'a Looks, Text> {
        match self {
            Seen::Person(looks) => Ok(looks),
            Seen::NoFace(_) => Err(Text::new(
                lang.pick(
                    "没有找到人脸，看不出这一项。",
                    "No face was found, so this can't be told.",
                ),
                "",
            )),
            _ => self.picture(lang),
        }
    }

    /// What was measured even when nobody is in the picture; else why there is nothing to judge.
    pub(super) fn picture(&self, lang: Lang) -> Result<&'a Looks, Text> {
        let why = match self {
            Seen::Person(looks) | Seen::NoFace(looks) => return Ok(looks),
            Seen::NoPixels => return Err(words::no_pixels_reason(lang)),
            Seen::NoModels => lang.pick(
                "人脸模型没有载入，这一项没有检查。",
                "The face models aren't loaded; this was not checked.",
            ),
            Seen::Turned => lang.pick("照片转正之后再看这一项。", "This is checked once the photo is upright."),
        };
        Err(Text::new(why, ""))
    }
}
