//! What was changed in a photo, and what could not be.

use super::jpeg::Told;
use crate::container::Format;
use crate::id_number;
use crate::options::Lang;
use crate::pixels::NoPixels;
use crate::words;

/// One thing that was changed.
#[derive(Debug, Clone, PartialEq)]
pub enum Change {
    /// The picture was put upright.
    Upright,
    /// Colours of another RGB space were put into sRGB.
    Colors,
    /// The photo was turned until the eyes were level, by that many degrees; positive where the head leaned clockwise.
    Levelled(f64),
    /// A part was cut out: x, y, width, height in px of the upright photo.
    Cropped([u32; 4]),
    /// Drawn in another size: width and height before (of the part that was kept) and after, px.
    Resized([u32; 2], [u32; 2]),
    /// Written anew as JPEG.
    Recoded {
        /// What the file was.
        from: Option<Format>,
        /// Quality factor it was written with.
        quality: u8,
        /// Bytes before.
        before: u64,
        /// Bytes after.
        after: u64,
    },
    /// The density that is stated, dots per inch.
    Density(u32),
    /// What stood beside the picture was taken out.
    Stripped(Told),
    /// Named after the rule.
    Named,
}

impl Change {
    /// A name that doesn't change between languages.
    pub fn id(&self) -> &'static str {
        match self {
            Change::Upright => "upright",
            Change::Colors => "colors",
            Change::Levelled(_) => "levelled",
            Change::Cropped(_) => "cropped",
            Change::Resized(..) => "resized",
            Change::Recoded { .. } => "recoded",
            Change::Density(_) => "density",
            Change::Stripped(_) => "stripped",
            Change::Named => "named",
        }
    }

    /// What was changed, in a sentence.
    pub fn message(&self, lang: Lang) -> String {
        words::fix::change(lang, self)
    }
}

/// One thing that the finished file doesn't meet, or that someone should know about it.
#[derive(Debug, Clone, PartialEq)]
pub enum Left {
    /// The face models aren't at hand, so nothing was cut or levelled.
    NoModels,
    /// There is no face, so nothing was cut or levelled.
    NoFace,
    /// More faces than one; the largest was taken.
    Faces(usize),
    /// The top of the hair could not be measured, so its place was left out of account.
    NoCrown,
    /// A place or length of the head that can't be brought into its band: nothing is painted beyond the photo's edges.
    Band {
        /// The check that will say so: `geom.crown` and its like.
        check: &'static str,
        /// Px in the finished photo.
        value: f64,
        /// Smallest px.
        min: Option<f64>,
        /// Largest px.
        max: Option<f64>,
        /// Whether the photo ends too close to the head (else: too far a way between two of its measures).
        edge: bool,
    },
    /// The head still leans, by that many degrees.
    Roll(f64),
    /// Drawn larger than it was, by that factor: no detail comes from that.
    Enlarged(f64),
    /// The size in px isn't one that the profile accepts.
    Size([u32; 2]),
    /// More bytes than allowed at the worst quality that is still accepted.
    TooManyBytes(u64, u64),
    /// Fewer bytes than allowed at the best quality.
    TooFewBytes(u64, u64),
    /// Colours of a kind that isn't understood here, or of printing inks: they may look a little different now.
    Colors,
    /// A photo without colour stays one.
    Grey,
    /// Saved too coarsely before, at about that quality.
    Coarse(u8),
    /// The name can't follow the rule without the identity number (or without something else that only the user knows).
    Name {
        /// Whether the identity number is all that is missing.
        id_number: bool,
    },
}

impl Left {
    /// The check that it is about.
    pub fn check(&self) -> &'static str {
        match self {
            Left::NoModels | Left::NoFace | Left::Faces(_) => "face.count",
            Left::NoCrown => "geom.crown",
            Left::Band { check, .. } => check,
            Left::Roll(_) => "pose.roll",
            Left::Enlarged(_) => "sharp.resolution",
            Left::Size(_) => "file.size_px",
            Left::TooManyBytes(..) | Left::TooFewBytes(..) => "file.bytes",
            Left::Colors => "file.color_mode",
            Left::Grey => "color.grey",
            Left::Coarse(_) => "artefact.compression",
            Left::Name { .. } => "file.name",
        }
    }

    /// What is left as it was, and why.
    pub fn message(&self, lang: Lang) -> String {
        words::fix::left(lang, self).message
    }

    /// The next step; empty when there is none.
    pub fn advice(&self, lang: Lang) -> String {
        words::fix::left(lang, self).advice
    }
}

/// Why there is no finished photo.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum NotFixed {
    /// The photo can't be opened: the reason, bytes of the file, and its size in px where the header says it.
    NoPixels(NoPixels, u64, Option<(u32, u32)>),
    /// The person is so small that the photo would have to be enlarged by this factor.
    TooSmall(f64),
    /// The identity number that was given has this fault.
    IdNumber(id_number::Fault),
    /// The finished picture can't be written as a JPEG.
    NotWritten,
}

impl NotFixed {
    /// What is wrong.
    pub fn message(&self, lang: Lang) -> String {
        words::fix::not_fixed(lang, self).message
    }

    /// The next step.
    pub fn advice(&self, lang: Lang) -> String {
        words::fix::not_fixed(lang, self).advice
    }
}
