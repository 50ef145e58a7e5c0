//! A resolved photo profile: every limit one campaign applies, as plain data. Its JSON crosses to the browser.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

/// One photo standard with all inheritance worked out; made by [`crate::ProfileSpec::resolve`].
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Profile {
    /// Short id, such as `xueli2017`.
    pub id: String,
    /// Chinese name.
    pub name: String,
    /// English name.
    pub name_en: String,
    /// Where the numbers come from.
    pub source: Source,
    /// Limits on the file.
    pub file: FileRules,
    /// Limits on the background.
    pub background: BackgroundRules,
    /// Where head and eyes belong.
    pub geometry: Geometry,
    /// How far the head may turn.
    pub pose: Pose,
    /// Thresholds by check id, by check class (`file`, `bg`, …) or `default`; the closest name wins.
    pub thresholds: BTreeMap<String, Threshold>,
    /// Rules for people, in the order in which they are printed.
    pub rules: Vec<HumanRule>,
}

/// Where a profile's numbers come from.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Source {
    /// Document or page.
    pub document: String,
    /// Clause or section.
    pub clause: String,
    /// How sure the numbers are.
    pub confidence: Confidence,
}

/// How sure a profile's numbers are.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Confidence {
    /// Several independent copies of the official text agree.
    High,
    /// One secondary source.
    Medium,
    /// Differs from school to school, or not checked.
    #[default]
    Low,
}

/// Limits on the file itself. A rule that is absent (or an empty list) is not judged.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct FileRules {
    /// Pixel size.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub size: Option<SizeRule>,
    /// File size in bytes.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub bytes: Option<ByteRange>,
    /// Allowed formats by content: `jpeg`, `png`, …
    pub formats: Vec<String>,
    /// Allowed name endings without the dot, lower case; compared without regard to case.
    pub extensions: Vec<String>,
    /// Stored resolution.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub dpi: Option<DpiRule>,
    /// Colour mode.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub color_mode: Option<ColorMode>,
    /// Smallest JPEG quality factor, 1…100.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub jpeg_quality_min: Option<u8>,
    /// What the file must be called.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<NameRule>,
}

/// Pixel size as `[width, height]`. With `exact`, any one of the listed sizes; else inside `min…max` and, if given, of the `ratio`.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct SizeRule {
    /// Sizes that are accepted as they stand.
    pub exact: Vec<[u32; 2]>,
    /// Smallest width and height.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub min: Option<[u32; 2]>,
    /// Largest width and height.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub max: Option<[u32; 2]>,
    /// Width to height, such as `[3, 4]`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub ratio: Option<[u32; 2]>,
    /// How far width ÷ height may be from `ratio`, as a share of it (0.01 = 1 %); one px of rounding is always allowed.
    pub ratio_tolerance: f64,
}

/// File size in bytes, both ends included.
#[derive(Debug, Clone, Copy, PartialEq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct ByteRange {
    /// Smallest size in bytes.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub min: Option<u64>,
    /// Largest size in bytes.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub max: Option<u64>,
    /// Where the rule says "usually": a share of the limit (0.05 = 5 %) by which a file may be outside and is only sent to review.
    pub margin: f64,
}

/// Stored resolution in dots per inch.
#[derive(Debug, Clone, Copy, PartialEq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct DpiRule {
    /// The one value that is accepted (rounded to a whole number).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub exact: Option<u32>,
    /// Smallest value.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub min: Option<u32>,
}

/// Colour mode of the file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum ColorMode {
    /// 24-bit true colour: three channels of 8 bits.
    Rgb24,
    /// Colour or grey, 8 bits per channel, not CMYK.
    Any8,
}

/// What the file must be called.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct NameRule {
    /// The whole name. `{id_number}` stands for an 18-digit identity number with a right check digit, `{student_id}` for 4…20 letters
    /// or digits, `{name}` for 2…30 letters, `{any}` for anything; everything else is literal (the ending without regard to case).
    pub pattern: String,
}

/// Which colours a background may have.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct BackgroundRules {
    /// Accepted colours; empty = any.
    pub colors: Vec<BackgroundColor>,
    /// Largest colour distance (ΔE*ab) of 97 % of the background from its middle colour: gradients, shadows, folds.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub spread_max: Option<f64>,
    /// Largest usual deviation of brightness (0…255) within 1/60 of the photo's width: grain and fine patterns.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub grain_max: Option<f64>,
}

/// One accepted background colour.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct BackgroundColor {
    /// Chinese name.
    pub name: String,
    /// English name.
    #[serde(default)]
    pub name_en: String,
    /// Reference value, sRGB.
    pub rgb: [u8; 3],
    /// Largest colour difference (CIEDE2000) that still counts as this colour.
    pub tolerance: f64,
}

/// Unit of a [`Band`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Unit {
    /// Pixels of a photo of the profile's exact size.
    #[default]
    Px,
    /// Percent of the photo's height (crown, eye line) or width (face width, centre).
    Percent,
}

/// A range of places or lengths.
#[derive(Debug, Clone, Copy, PartialEq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Band {
    /// Smallest value.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub min: Option<f64>,
    /// Largest value.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub max: Option<f64>,
    /// What the numbers count.
    pub unit: Unit,
}

/// Where head and eyes belong.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Geometry {
    /// Top of the hair, from the upper edge.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub crown: Option<Band>,
    /// Line through the pupils, from the upper edge.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub eye_line: Option<Band>,
    /// Width of the face.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub face_width: Option<Band>,
    /// Distance of the face's middle from the middle of the photo.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub center: Option<Band>,
}

/// How far the head may turn, in degrees either way.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Pose {
    /// Leaning to a shoulder.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub roll: Option<f64>,
    /// Turning left or right.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub yaw: Option<f64>,
    /// Nodding up or down.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub pitch: Option<f64>,
}

/// Where a score turns into a status: below `fail` it fails, below `review` a person should look.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Threshold {
    /// Scores below fail.
    pub fail: f64,
    /// Scores below go to review.
    pub review: f64,
}

/// A rule in a sentence, printed for people.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct HumanRule {
    /// The check's id where there is one (`glasses`, `hair.ears`), else a name of its own.
    pub id: String,
    /// The sentence in Chinese.
    pub text: String,
    /// The sentence in English.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub text_en: Option<String>,
    /// For `glasses`: which of the three ways the authority takes.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub policy: Option<Policy>,
}

/// What a campaign says about glasses.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Policy {
    /// Clear glasses are fine while they don't reflect and the frame leaves the eyes free.
    AllowNoGlare,
    /// No glasses at all.
    Forbid,
    /// Who always wears glasses keeps them on.
    Habitual,
}

impl Profile {
    /// Thresholds for a check: by its id, else by its class (the part before the dot), else `default`, else 0.5 and 0.8.
    pub fn threshold(&self, check_id: &str) -> Threshold {
        let class = check_id.split('.').next().unwrap_or(check_id);
        [check_id, class, "default"]
            .iter()
            .find_map(|name| self.thresholds.get(*name))
            .copied()
            .unwrap_or(Threshold { fail: 0.5, review: 0.8 })
    }
}
