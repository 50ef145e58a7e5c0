//! Tassel's photo validator: bytes of one portrait and a [`Profile`] in, a [`Report`] out.
//!
//! Pure: no I/O, no clock of its own, no DOM; the same code runs natively and in the browser and says the same thing in both.
//! The way of a photo: [`container`] (what the file says about itself) → [`pixels`] (upright sRGB, limits set before decoding)
//! → [`measure`] (numbers only) → `judge` (profile × numbers → checks). `measure` never knows a limit, `judge` never touches a pixel.

mod bands;
pub mod container;
pub mod fix;
mod heat;
pub mod id_number;
mod judge;
mod limits;
pub mod measure;
mod name;
mod options;
pub mod pixels;
pub mod portrait;
mod profile;
mod profile_check;
mod profile_spec;
mod report;
pub mod tflite;
mod words;

#[cfg(feature = "yaml")]
mod builtin;

pub use bands::{Bands, bands};
#[cfg(feature = "yaml")]
pub use builtin::{builtin, builtin_ids};
pub use heat::Heat;
pub use judge::{check, check_in_steps, check_oversize};
pub use limits::Limits;
pub use options::{Clock, Lang, NoClock, Options, Photo};
pub use profile::{
    BackgroundColor, BackgroundRules, Band, ByteRange, ColorMode, Confidence, DpiRule, FileRules, Geometry, HumanRule,
    NameRule, Policy, Pose, Profile, SizeRule, Source, Threshold, Unit,
};
pub use profile_spec::{BackgroundSpec, FileSpec, GeometrySpec, PoseSpec, ProfileError, ProfileSpec};
pub use report::{
    CHECK_IDS, Check, FaceFacts, FileFacts, Fix, IsoMeasure, Limit, Millis, Report, Status, Value, Verdict,
};
pub use words::{Requirement, check_title, requirements, seen_color};
