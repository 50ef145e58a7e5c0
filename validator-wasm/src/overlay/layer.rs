//! The layers of marks, each with a switch.

use tassel_validator::{Lang, Status};

use super::marks::Mark;
use crate::say::say;

/// What is switched on and off together.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Layer {
    /// Top of the hair.
    Crown,
    /// Height of the eyes.
    Eyes,
    /// Width of the face.
    Width,
    /// Middle of the face.
    Centre,
    /// Lean of the line through the pupils.
    Level,
    /// The chin.
    Chin,
    /// Map of the background.
    Background,
    /// Glare and bright spots.
    Glare,
    /// Shadows.
    Shadow,
    /// Whatever else has a place.
    Found,
}

impl Layer {
    /// In the order of the switches.
    pub const ALL: [Self; 10] = [
        Self::Crown,
        Self::Eyes,
        Self::Width,
        Self::Centre,
        Self::Level,
        Self::Chin,
        Self::Found,
        Self::Glare,
        Self::Shadow,
        Self::Background,
    ];

    /// Its name in attributes.
    pub(crate) fn hook(self) -> &'static str {
        match self {
            Self::Crown => "crown",
            Self::Eyes => "eyes",
            Self::Width => "width",
            Self::Centre => "centre",
            Self::Level => "level",
            Self::Chin => "chin",
            Self::Background => "background",
            Self::Glare => "glare",
            Self::Shadow => "shadow",
            Self::Found => "found",
        }
    }

    /// Its name on the switch.
    pub(crate) fn word(self, lang: Lang) -> &'static str {
        match self {
            Self::Crown => say(lang, "头顶", "Crown"),
            Self::Eyes => say(lang, "眼睛", "Eyes"),
            Self::Width => say(lang, "脸宽", "Face width"),
            Self::Centre => say(lang, "居中", "Centre"),
            Self::Level => say(lang, "水平", "Level"),
            Self::Chin => say(lang, "下巴", "Chin"),
            Self::Background => say(lang, "背景图", "Background map"),
            Self::Glare => say(lang, "反光", "Glare"),
            Self::Shadow => say(lang, "阴影", "Shadow"),
            Self::Found => say(lang, "其他发现", "Found"),
        }
    }

    /// Whether it is on until somebody chooses: the three measures that most photos fail on, and everything that needs a look. The map
    /// of the background covers much, so it waits to be asked for.
    pub(crate) fn is_on_at_first(self, marks: &[Mark]) -> bool {
        let open = marks
            .iter()
            .any(|mark| mark.layer == self && matches!(mark.status, Some(Status::Fail | Status::Review)));
        match self {
            Self::Crown | Self::Eyes | Self::Width => true,
            Self::Background => false,
            _ => open,
        }
    }
}
