//! A profile as it is written in YAML: everything optional, everything known, resolved against the profile it extends.
//!
//! Inheritance: a field that is left out is taken from the parent; a field that is written replaces the parent's as a whole; `null`
//! takes the parent's rule away. `rules` are merged by id (same id = replaced in place, new id = added at the end), `thresholds` by key.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

use serde::{Deserialize, Deserializer};

use crate::profile::{
    BackgroundColor, BackgroundRules, Band, ByteRange, ColorMode, DpiRule, FileRules, Geometry, HumanRule, NameRule,
    Pose, Profile, SizeRule, Source, Threshold,
};

/// Left out, taken away (`null`), or set.
type Field<T> = Option<Option<T>>;

fn field<'de, D: Deserializer<'de>, T: Deserialize<'de>>(deserializer: D) -> Result<Field<T>, D::Error> {
    Option::<T>::deserialize(deserializer).map(Some)
}

/// What is written in a profile's YAML.
#[derive(Debug, Clone, Default, PartialEq, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, default)]
#[cfg_attr(
    feature = "schema",
    schemars(
        title = "照片规则",
        description = "一套照片规则；没写的沿用 extends 的那一套，写 null 就去掉那一条"
    )
)]
pub struct ProfileSpec {
    /// Own id; without it the parent's is kept.
    #[serde(alias = "代号")]
    #[cfg_attr(feature = "schema", schemars(description = "规则的代号；不写就用文件名"))]
    pub id: Option<String>,
    /// Id of the profile that this one starts from.
    #[serde(alias = "继承")]
    #[cfg_attr(
        feature = "schema",
        schemars(description = "从哪一套规则改起：自带的，例如 xueli2017，或别的文件名")
    )]
    pub extends: Option<String>,
    /// Chinese name.
    #[serde(alias = "名称")]
    #[cfg_attr(feature = "schema", schemars(description = "中文名称"))]
    pub name: Option<String>,
    /// English name.
    #[serde(alias = "英文名")]
    #[cfg_attr(feature = "schema", schemars(description = "英文名称"))]
    pub name_en: Option<String>,
    /// Where the numbers come from.
    #[serde(alias = "出处")]
    #[cfg_attr(feature = "schema", schemars(description = "数字的出处"))]
    pub source: Option<Source>,
    /// Limits on the file.
    #[serde(alias = "文件")]
    #[cfg_attr(feature = "schema", schemars(description = "对文件的要求"))]
    pub file: FileSpec,
    /// Limits on the background.
    #[serde(alias = "背景")]
    #[cfg_attr(feature = "schema", schemars(description = "对背景的要求"))]
    pub background: BackgroundSpec,
    /// Where head and eyes belong.
    #[serde(alias = "构图")]
    #[cfg_attr(feature = "schema", schemars(description = "头和眼睛应在的位置"))]
    pub geometry: GeometrySpec,
    /// How far the head may turn.
    #[serde(alias = "姿态")]
    #[cfg_attr(feature = "schema", schemars(description = "头可以偏转多少"))]
    pub pose: PoseSpec,
    /// Thresholds by check id, class or `default`.
    #[serde(alias = "阈值")]
    #[cfg_attr(
        feature = "schema",
        schemars(description = "各检查项的阈值；键是检查项、检查类或 default")
    )]
    pub thresholds: BTreeMap<String, Threshold>,
    /// Rules for people.
    #[serde(alias = "要求")]
    #[cfg_attr(feature = "schema", schemars(description = "给人看的要求，按代号与继承的合并"))]
    pub rules: Vec<HumanRule>,
}

/// The `file:` part of a [`ProfileSpec`].
#[derive(Debug, Clone, Default, PartialEq, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, default)]
#[cfg_attr(feature = "schema", schemars(title = "文件要求", description = "对照片文件的要求"))]
pub struct FileSpec {
    /// Pixel size.
    #[serde(deserialize_with = "field", alias = "尺寸")]
    #[cfg_attr(feature = "schema", schemars(with = "Option<SizeRule>", description = "像素尺寸"))]
    pub size: Field<SizeRule>,
    /// File size in bytes.
    #[serde(deserialize_with = "field", alias = "字节")]
    #[cfg_attr(
        feature = "schema",
        schemars(with = "Option<ByteRange>", description = "文件大小，单位字节")
    )]
    pub bytes: Field<ByteRange>,
    /// Allowed formats by content.
    #[serde(alias = "格式")]
    #[cfg_attr(feature = "schema", schemars(description = "允许的格式，按内容看，例如 jpeg、png"))]
    pub formats: Option<Vec<String>>,
    /// Allowed name endings.
    #[serde(alias = "扩展名")]
    #[cfg_attr(feature = "schema", schemars(description = "允许的扩展名，小写，不带点"))]
    pub extensions: Option<Vec<String>>,
    /// Stored resolution.
    #[serde(deserialize_with = "field", alias = "分辨率")]
    #[cfg_attr(
        feature = "schema",
        schemars(with = "Option<DpiRule>", description = "文件里记的分辨率")
    )]
    pub dpi: Field<DpiRule>,
    /// Colour mode.
    #[serde(deserialize_with = "field", alias = "色彩")]
    #[cfg_attr(feature = "schema", schemars(with = "Option<ColorMode>", description = "色彩模式"))]
    pub color_mode: Field<ColorMode>,
    /// Smallest JPEG quality factor.
    #[serde(deserialize_with = "field", alias = "最低质量")]
    #[cfg_attr(
        feature = "schema",
        schemars(with = "Option<u8>", description = "JPEG 质量因子的下限，1–100")
    )]
    pub jpeg_quality_min: Field<u8>,
    /// What the file must be called.
    #[serde(deserialize_with = "field", alias = "文件名")]
    #[cfg_attr(
        feature = "schema",
        schemars(with = "Option<NameRule>", description = "文件名的写法")
    )]
    pub name: Field<NameRule>,
}

/// The `background:` part of a [`ProfileSpec`].
#[derive(Debug, Clone, Default, PartialEq, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, default)]
#[cfg_attr(feature = "schema", schemars(title = "背景要求", description = "对背景的要求"))]
pub struct BackgroundSpec {
    /// Accepted colours; replaces the parent's list.
    #[serde(alias = "颜色")]
    #[cfg_attr(feature = "schema", schemars(description = "可用的颜色；写了就替换继承来的整列"))]
    pub colors: Option<Vec<BackgroundColor>>,
    /// Largest colour distance inside the background.
    #[serde(deserialize_with = "field", alias = "色差上限")]
    #[cfg_attr(
        feature = "schema",
        schemars(with = "Option<f64>", description = "背景里允许的最大色差")
    )]
    pub spread_max: Field<f64>,
    /// Largest grain of the background.
    #[serde(deserialize_with = "field", alias = "颗粒上限")]
    #[cfg_attr(
        feature = "schema",
        schemars(with = "Option<f64>", description = "背景里允许的最大颗粒")
    )]
    pub grain_max: Field<f64>,
}

/// The `geometry:` part of a [`ProfileSpec`].
#[derive(Debug, Clone, Default, PartialEq, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, default)]
#[cfg_attr(feature = "schema", schemars(title = "构图要求", description = "头和眼睛应在的位置"))]
pub struct GeometrySpec {
    /// Top of the hair, from the upper edge.
    #[serde(deserialize_with = "field", alias = "头顶")]
    #[cfg_attr(
        feature = "schema",
        schemars(with = "Option<Band>", description = "头发最高处离上边多远")
    )]
    pub crown: Field<Band>,
    /// Line through the pupils, from the upper edge.
    #[serde(deserialize_with = "field", alias = "眼睛")]
    #[cfg_attr(
        feature = "schema",
        schemars(with = "Option<Band>", description = "两眼瞳孔的连线离上边多远")
    )]
    pub eye_line: Field<Band>,
    /// Width of the face.
    #[serde(deserialize_with = "field", alias = "脸宽")]
    #[cfg_attr(feature = "schema", schemars(with = "Option<Band>", description = "脸的宽度"))]
    pub face_width: Field<Band>,
    /// Distance of the face's middle from the photo's.
    #[serde(deserialize_with = "field", alias = "居中")]
    #[cfg_attr(
        feature = "schema",
        schemars(with = "Option<Band>", description = "脸的中线偏离照片中线多少")
    )]
    pub center: Field<Band>,
}

/// The `pose:` part of a [`ProfileSpec`].
#[derive(Debug, Clone, Default, PartialEq, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, default)]
#[cfg_attr(feature = "schema", schemars(title = "姿态要求", description = "头可以偏转的度数"))]
pub struct PoseSpec {
    /// Leaning to a shoulder, degrees.
    #[serde(deserialize_with = "field", alias = "歪头")]
    #[cfg_attr(feature = "schema", schemars(with = "Option<f64>", description = "向肩膀歪的度数"))]
    pub roll: Field<f64>,
    /// Turning left or right, degrees.
    #[serde(deserialize_with = "field", alias = "转头")]
    #[cfg_attr(feature = "schema", schemars(with = "Option<f64>", description = "左右转的度数"))]
    pub yaw: Field<f64>,
    /// Nodding, degrees.
    #[serde(deserialize_with = "field", alias = "俯仰")]
    #[cfg_attr(feature = "schema", schemars(with = "Option<f64>", description = "抬头低头的度数"))]
    pub pitch: Field<f64>,
}

/// Why a profile can't be used; `Display` is a Chinese sentence that names the field.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub enum ProfileError {
    /// Neither the spec nor a parent has an id.
    NoId,
    /// Neither the spec nor a parent has a name.
    NoName,
    /// `extends` names a profile, but none (or another one) was handed in.
    Parent {
        /// The id after `extends`.
        wanted: String,
        /// The id that was handed in.
        given: Option<String>,
    },
    /// A field's value makes no sense; `field` is its path, `why` a Chinese sentence.
    Value {
        /// Path of the field, such as `file.bytes`.
        field: String,
        /// What is wrong with it.
        why: String,
    },
}

impl fmt::Display for ProfileError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            ProfileError::NoId => f.write_str("照片标准缺少 id，也没有用 extends 指明从哪个标准继承"),
            ProfileError::NoName => f.write_str("照片标准缺少 name（中文名称）"),
            ProfileError::Parent { wanted, given: None } => write!(f, "找不到 extends 指向的照片标准 {wanted}"),
            ProfileError::Parent {
                wanted,
                given: Some(given),
            } => write!(f, "extends 写的是 {wanted}，得到的却是 {given}"),
            ProfileError::Value { field, why } => write!(f, "{field}：{why}"),
        }
    }
}

impl std::error::Error for ProfileError {}

impl ProfileSpec {
    /// Works out the inheritance and checks the numbers.
    ///
    /// # Errors
    /// No id or name anywhere, `extends` without its parent, or values that contradict each other (see [`ProfileError`]).
    pub fn resolve(self, parent: Option<&Profile>) -> Result<Profile, ProfileError> {
        if let Some(wanted) = &self.extends
            && parent.is_none_or(|p| &p.id != wanted)
        {
            return Err(ProfileError::Parent {
                wanted: wanted.clone(),
                given: parent.map(|p| p.id.clone()),
            });
        }
        let id = self
            .id
            .or_else(|| parent.map(|p| p.id.clone()))
            .ok_or(ProfileError::NoId)?;
        let name = self
            .name
            .or_else(|| parent.map(|p| p.name.clone()))
            .ok_or(ProfileError::NoName)?;
        let name_en = self
            .name_en
            .or_else(|| parent.map(|p| p.name_en.clone()))
            .unwrap_or_default();
        let mut thresholds = parent.map(|p| p.thresholds.clone()).unwrap_or_default();
        thresholds.extend(self.thresholds);
        reject_duplicate_rules(&self.rules)?;
        let profile = Profile {
            id,
            name_en: if name_en.is_empty() { name.clone() } else { name_en },
            name,
            source: self
                .source
                .or_else(|| parent.map(|p| p.source.clone()))
                .unwrap_or_default(),
            file: self.file.over(parent.map(|p| &p.file)),
            background: self.background.over(parent.map(|p| &p.background)),
            geometry: self.geometry.over(parent.map(|p| &p.geometry)),
            pose: self.pose.over(parent.map(|p| &p.pose)),
            thresholds,
            rules: merge_rules(parent.map(|p| p.rules.clone()).unwrap_or_default(), self.rules),
        };
        crate::profile_check::validate(&profile)?;
        Ok(profile)
    }
}

/// What is written, else what the parent has.
fn over<T: Clone>(own: Field<T>, parent: Option<Option<&T>>) -> Option<T> {
    own.unwrap_or_else(|| parent.flatten().cloned())
}

impl FileSpec {
    fn over(self, parent: Option<&FileRules>) -> FileRules {
        FileRules {
            size: over(self.size, parent.map(|p| p.size.as_ref())),
            bytes: over(self.bytes, parent.map(|p| p.bytes.as_ref())),
            formats: self
                .formats
                .or_else(|| parent.map(|p| p.formats.clone()))
                .unwrap_or_default(),
            extensions: self
                .extensions
                .or_else(|| parent.map(|p| p.extensions.clone()))
                .unwrap_or_default(),
            dpi: over(self.dpi, parent.map(|p| p.dpi.as_ref())),
            color_mode: over(self.color_mode, parent.map(|p| p.color_mode.as_ref())),
            jpeg_quality_min: over(self.jpeg_quality_min, parent.map(|p| p.jpeg_quality_min.as_ref())),
            name: over(self.name, parent.map(|p| p.name.as_ref())),
        }
    }
}

impl BackgroundSpec {
    fn over(self, parent: Option<&BackgroundRules>) -> BackgroundRules {
        BackgroundRules {
            colors: self
                .colors
                .or_else(|| parent.map(|p| p.colors.clone()))
                .unwrap_or_default(),
            spread_max: over(self.spread_max, parent.map(|p| p.spread_max.as_ref())),
            grain_max: over(self.grain_max, parent.map(|p| p.grain_max.as_ref())),
        }
    }
}

impl GeometrySpec {
    fn over(self, parent: Option<&Geometry>) -> Geometry {
        Geometry {
            crown: over(self.crown, parent.map(|p| p.crown.as_ref())),
            eye_line: over(self.eye_line, parent.map(|p| p.eye_line.as_ref())),
            face_width: over(self.face_width, parent.map(|p| p.face_width.as_ref())),
            center: over(self.center, parent.map(|p| p.center.as_ref())),
        }
    }
}

impl PoseSpec {
    fn over(self, parent: Option<&Pose>) -> Pose {
        Pose {
            roll: over(self.roll, parent.map(|p| p.roll.as_ref())),
            yaw: over(self.yaw, parent.map(|p| p.yaw.as_ref())),
            pitch: over(self.pitch, parent.map(|p| p.pitch.as_ref())),
        }
    }
}

fn reject_duplicate_rules(rules: &[HumanRule]) -> Result<(), ProfileError> {
    let mut seen = BTreeSet::new();
    for rule in rules {
        if !seen.insert(rule.id.as_str()) {
            return Err(ProfileError::Value {
                field: format!("rules.{}", rule.id),
                why: "这个 id 写了两次".to_owned(),
            });
        }
    }
    Ok(())
}

fn merge_rules(mut rules: Vec<HumanRule>, own: Vec<HumanRule>) -> Vec<HumanRule> {
    for rule in own {
        match rules.iter_mut().find(|r| r.id == rule.id) {
            Some(place) => *place = rule,
            None => rules.push(rule),
        }
    }
    rules
}
