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
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, default)]
#[cfg_attr(feature = "schema", schemars(title = "出处", description = "数字的出处"))]
pub struct Source {
    /// Document or page.
    #[serde(alias = "文件")]
    #[cfg_attr(feature = "schema", schemars(description = "文件或网页"))]
    pub document: String,
    /// Clause or section.
    #[serde(alias = "条款")]
    #[cfg_attr(feature = "schema", schemars(description = "条款或章节"))]
    pub clause: String,
    /// How sure the numbers are.
    #[serde(alias = "可信度")]
    #[cfg_attr(feature = "schema", schemars(description = "数字有多可靠"))]
    pub confidence: Confidence,
}

/// How sure a profile's numbers are.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "lowercase")]
#[cfg_attr(feature = "schema", schemars(title = "可信度", description = "数字有多可靠"))]
pub enum Confidence {
    /// Several independent copies of the official text agree.
    #[serde(alias = "高")]
    #[cfg_attr(feature = "schema", schemars(description = "几份独立的官方文本一致"))]
    High,
    /// One secondary source.
    #[serde(alias = "中")]
    #[cfg_attr(feature = "schema", schemars(description = "一份转述的来源"))]
    Medium,
    /// Differs from school to school, or not checked.
    #[default]
    #[serde(alias = "低")]
    #[cfg_attr(feature = "schema", schemars(description = "各校不同，或没有核对过"))]
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
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, default)]
#[cfg_attr(
    feature = "schema",
    schemars(
        title = "尺寸要求",
        description = "像素尺寸，写成 [宽, 高]；有“固定”就只认其中几种，否则在最小与最大之间"
    )
)]
pub struct SizeRule {
    /// Sizes that are accepted as they stand.
    #[serde(alias = "固定")]
    #[cfg_attr(feature = "schema", schemars(description = "只认的几种尺寸"))]
    pub exact: Vec<[u32; 2]>,
    /// Smallest width and height.
    #[serde(skip_serializing_if = "Option::is_none", alias = "最小")]
    #[cfg_attr(feature = "schema", schemars(description = "最小的宽和高"))]
    pub min: Option<[u32; 2]>,
    /// Largest width and height.
    #[serde(skip_serializing_if = "Option::is_none", alias = "最大")]
    #[cfg_attr(feature = "schema", schemars(description = "最大的宽和高"))]
    pub max: Option<[u32; 2]>,
    /// Width to height, such as `[3, 4]`.
    #[serde(skip_serializing_if = "Option::is_none", alias = "比例")]
    #[cfg_attr(feature = "schema", schemars(description = "宽比高，例如 [3, 4]"))]
    pub ratio: Option<[u32; 2]>,
    /// How far width ÷ height may be from `ratio`, as a share of it (0.01 = 1 %); one px of rounding is always allowed.
    #[serde(alias = "比例误差")]
    #[cfg_attr(feature = "schema", schemars(description = "比例允许差多少，0.01 就是 1%"))]
    pub ratio_tolerance: f64,
}

/// File size in bytes, both ends included.
#[derive(Debug, Clone, Copy, PartialEq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, default)]
#[cfg_attr(
    feature = "schema",
    schemars(title = "大小要求", description = "文件大小，单位字节，两头都含")
)]
pub struct ByteRange {
    /// Smallest size in bytes.
    #[serde(skip_serializing_if = "Option::is_none", alias = "最小")]
    #[cfg_attr(feature = "schema", schemars(description = "最小字节数"))]
    pub min: Option<u64>,
    /// Largest size in bytes.
    #[serde(skip_serializing_if = "Option::is_none", alias = "最大")]
    #[cfg_attr(feature = "schema", schemars(description = "最大字节数"))]
    pub max: Option<u64>,
    /// Where the rule says "usually": a share of the limit (0.05 = 5 %) by which a file may be outside and is only sent to review.
    #[serde(alias = "余量")]
    #[cfg_attr(feature = "schema", schemars(description = "超出多少以内交给人看，0.05 就是 5%"))]
    pub margin: f64,
}

/// Stored resolution in dots per inch.
#[derive(Debug, Clone, Copy, PartialEq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, default)]
#[cfg_attr(
    feature = "schema",
    schemars(title = "分辨率要求", description = "文件里记的分辨率，每英寸点数")
)]
pub struct DpiRule {
    /// The one value that is accepted (rounded to a whole number).
    #[serde(skip_serializing_if = "Option::is_none", alias = "固定")]
    #[cfg_attr(feature = "schema", schemars(description = "只认的一个值"))]
    pub exact: Option<u32>,
    /// Smallest value.
    #[serde(skip_serializing_if = "Option::is_none", alias = "最小")]
    #[cfg_attr(feature = "schema", schemars(description = "最小的值"))]
    pub min: Option<u32>,
}

/// Colour mode of the file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "lowercase")]
#[cfg_attr(feature = "schema", schemars(title = "色彩模式", description = "文件的色彩模式"))]
pub enum ColorMode {
    /// 24-bit true colour: three channels of 8 bits.
    #[cfg_attr(feature = "schema", schemars(description = "24 位真彩色"))]
    Rgb24,
    /// Colour or grey, 8 bits per channel, not CMYK.
    #[cfg_attr(feature = "schema", schemars(description = "彩色或灰度，每通道 8 位，不收 CMYK"))]
    Any8,
}

/// What the file must be called.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "schema", schemars(title = "文件名要求", description = "文件该叫什么"))]
pub struct NameRule {
    /// The whole name. `{id_number}` stands for an 18-digit identity number with a right check digit, `{student_id}` for 4…20 letters
    /// or digits, `{name}` for 2…30 letters, `{any}` for anything; everything else is literal (the ending without regard to case).
    #[serde(alias = "写法")]
    #[cfg_attr(
        feature = "schema",
        schemars(
            description = "整个文件名；{id_number} 代证件号，{student_id} 代学号，{name} 代姓名，{any} 代任意文字"
        )
    )]
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
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "schema", schemars(title = "背景颜色", description = "一种可用的背景颜色"))]
pub struct BackgroundColor {
    /// Chinese name.
    #[serde(alias = "名称")]
    #[cfg_attr(feature = "schema", schemars(description = "中文名称"))]
    pub name: String,
    /// English name.
    #[serde(default, alias = "英文名")]
    #[cfg_attr(feature = "schema", schemars(description = "英文名称"))]
    pub name_en: String,
    /// Reference value, sRGB.
    #[serde(alias = "数值")]
    #[cfg_attr(feature = "schema", schemars(description = "参考值，红、绿、蓝，各 0–255"))]
    pub rgb: [u8; 3],
    /// Largest colour difference (CIEDE2000) that still counts as this colour.
    #[serde(alias = "误差")]
    #[cfg_attr(feature = "schema", schemars(description = "差多少以内还算这个颜色（CIEDE2000）"))]
    pub tolerance: f64,
}

/// Unit of a [`Band`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "lowercase")]
#[cfg_attr(feature = "schema", schemars(title = "单位", description = "数字的单位"))]
pub enum Unit {
    /// Pixels of a photo of the profile's exact size.
    #[default]
    #[serde(alias = "像素")]
    #[cfg_attr(feature = "schema", schemars(description = "像素，按规定尺寸的照片算"))]
    Px,
    /// Percent of the photo's height (crown, eye line) or width (face width, centre).
    #[serde(alias = "百分比")]
    #[cfg_attr(
        feature = "schema",
        schemars(description = "占照片高度（头顶、眼睛）或宽度（脸宽、居中）的百分比")
    )]
    Percent,
}

/// A range of places or lengths.
#[derive(Debug, Clone, Copy, PartialEq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, default)]
#[cfg_attr(feature = "schema", schemars(title = "范围", description = "位置或长度的范围"))]
pub struct Band {
    /// Smallest value.
    #[serde(skip_serializing_if = "Option::is_none", alias = "最小")]
    #[cfg_attr(feature = "schema", schemars(description = "最小值"))]
    pub min: Option<f64>,
    /// Largest value.
    #[serde(skip_serializing_if = "Option::is_none", alias = "最大")]
    #[cfg_attr(feature = "schema", schemars(description = "最大值"))]
    pub max: Option<f64>,
    /// What the numbers count.
    #[serde(alias = "单位")]
    #[cfg_attr(feature = "schema", schemars(description = "数字的单位"))]
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
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[cfg_attr(
    feature = "schema",
    schemars(
        title = "阈值",
        description = "分数低于不合格线就不合格，低于复核线由人来看，都在 0 到 1 之间"
    )
)]
pub struct Threshold {
    /// Scores below fail.
    #[serde(alias = "不合格")]
    #[cfg_attr(feature = "schema", schemars(description = "低于它就不合格"))]
    pub fail: f64,
    /// Scores below go to review.
    #[serde(alias = "复核")]
    #[cfg_attr(feature = "schema", schemars(description = "低于它由人来看"))]
    pub review: f64,
}

/// A rule in a sentence, printed for people.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "schema", schemars(title = "要求", description = "一句给人看的要求"))]
pub struct HumanRule {
    /// The check's id where there is one (`glasses`, `hair.ears`), else a name of its own.
    #[serde(alias = "代号")]
    #[cfg_attr(
        feature = "schema",
        schemars(description = "有对应检查项的写检查项，例如 glasses、hair.ears；否则自己起名")
    )]
    pub id: String,
    /// The sentence in Chinese.
    #[serde(alias = "内容")]
    #[cfg_attr(feature = "schema", schemars(description = "中文的一句话"))]
    pub text: String,
    /// The sentence in English.
    #[serde(default, skip_serializing_if = "Option::is_none", alias = "英文")]
    #[cfg_attr(feature = "schema", schemars(description = "英文的一句话"))]
    pub text_en: Option<String>,
    /// For `glasses`: which of the three ways the authority takes.
    #[serde(default, skip_serializing_if = "Option::is_none", alias = "眼镜")]
    #[cfg_attr(feature = "schema", schemars(description = "只用于 glasses：眼镜怎么要求"))]
    pub policy: Option<Policy>,
}

/// What a campaign says about glasses.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "schema", schemars(title = "眼镜要求", description = "对眼镜的要求"))]
pub enum Policy {
    /// Clear glasses are fine while they don't reflect and the frame leaves the eyes free.
    #[serde(alias = "不反光可戴")]
    #[cfg_attr(feature = "schema", schemars(description = "不反光、镜框不挡眼睛就可以戴"))]
    AllowNoGlare,
    /// No glasses at all.
    #[serde(alias = "不戴")]
    #[cfg_attr(feature = "schema", schemars(description = "一律不戴"))]
    Forbid,
    /// Who always wears glasses keeps them on.
    #[serde(alias = "平时戴可戴")]
    #[cfg_attr(feature = "schema", schemars(description = "平时一直戴的可以戴"))]
    Habitual,
}

impl SizeRule {
    /// Whether a photo may have that many px.
    pub fn allows(&self, width: u32, height: u32) -> bool {
        if !self.exact.is_empty() {
            return self.exact.contains(&[width, height]);
        }
        let above = self.min.is_none_or(|min| width >= min[0] && height >= min[1]);
        let below = self.max.is_none_or(|max| width <= max[0] && height <= max[1]);
        let shape = self.ratio.is_none_or(|[ratio_width, ratio_height]| {
            let wanted = f64::from(height) * f64::from(ratio_width) / f64::from(ratio_height.max(1));
            (f64::from(width) - wanted).abs() <= (wanted * self.ratio_tolerance).max(1.0)
        });
        above && below && shape
    }
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
