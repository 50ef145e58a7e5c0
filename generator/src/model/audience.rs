//! Groups of people: a sentence, what defines the group, or both.

use super::scalar::Spanned;
use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::de::value::MapAccessDeserializer;
use serde::de::{Error, MapAccess, Visitor};
use serde::{Deserialize, Deserializer};
use std::borrow::Cow;
use std::fmt;

/// What defines a group of people; all that is said holds at once.
#[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(
    title = "人群",
    description = "一类人：写清条件，就能查出谁没有可走的路线；几个条件要同时满足",
    extend("minProperties" = 1)
)]
pub struct GroupSpec {
    /// The sentence that pages print; made from the conditions when absent.
    #[serde(default, alias = "文字")]
    #[schemars(description = "页面上印的话；不写就按下面的条件写成一句")]
    pub text: Option<String>,
    /// Year of admission.
    #[serde(default, alias = "年级", deserialize_with = "grade")]
    #[schemars(range(min = 1950, max = 2200), description = "入学的年份，四位数字，例如 2022")]
    pub grade: Option<u16>,
    /// Length of schooling in years.
    #[serde(default, alias = "学制", deserialize_with = "years")]
    #[schemars(range(min = 1, max = 10), description = "学制几年，例如 3")]
    pub years: Option<u16>,
    /// Full or part time.
    #[serde(default, alias = "学习形式")]
    #[schemars(description = "全日制或非全日制")]
    pub study: Option<Study>,
    /// From the mainland or from elsewhere.
    #[serde(default, alias = "来源")]
    #[schemars(description = "境内或境外")]
    pub origin: Option<Origin>,
    /// Identity documents that the people hold, any of them.
    #[serde(default, alias = "证件")]
    #[schemars(with = "Vec<String>", description = "他们持有的身份证件，有其中一种就算")]
    pub documents: Vec<Spanned<String>>,
    /// Campus id.
    #[serde(default, alias = "校区")]
    #[schemars(with = "Option<String>", description = "所在校区的代号")]
    pub campus: Option<Spanned<String>>,
    /// Status on the school's roll, such as 注册学籍.
    #[serde(default, alias = "学籍状态")]
    #[schemars(description = "学籍状态，例如 注册学籍")]
    pub status: Option<String>,
    /// Id of a route that they missed.
    #[serde(default, alias = "错过")]
    #[schemars(with = "Option<String>", description = "他们错过的那条路线的代号")]
    pub missed: Option<Spanned<String>>,
}

/// Full or part time.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
#[schemars(title = "学习形式", description = "全日制或非全日制")]
pub enum Study {
    /// 全日制
    #[serde(alias = "全日制")]
    #[schemars(description = "全日制")]
    FullTime,
    /// 非全日制
    #[serde(alias = "非全日制")]
    #[schemars(description = "非全日制")]
    PartTime,
}

/// Where students come from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
#[schemars(title = "来源", description = "境内或境外")]
pub enum Origin {
    /// 境内
    #[serde(alias = "境内")]
    #[schemars(description = "中国大陆")]
    Mainland,
    /// 境外
    #[serde(alias = "境外")]
    #[schemars(description = "港澳台和外国")]
    Overseas,
}

/// A group as staff write it: a text, or the keys of [`GroupSpec`].
#[derive(Debug, Clone)]
pub struct Group(pub GroupSpec);

impl std::ops::Deref for Group {
    type Target = GroupSpec;
    fn deref(&self) -> &GroupSpec {
        &self.0
    }
}

impl GroupSpec {
    /// Whether anything but a sentence is said, so that a rule can judge.
    pub fn is_defined(&self) -> bool {
        self.grade.is_some()
            || self.years.is_some()
            || self.study.is_some()
            || self.origin.is_some()
            || !self.documents.is_empty()
            || self.campus.is_some()
            || self.status.is_some()
            || self.missed.is_some()
    }

    /// What is wrong with the values, in words for a finding.
    fn fault(&self) -> Option<&'static str> {
        let said = self.text.as_deref().is_some_and(|text| !text.trim().is_empty());
        if !said && !self.is_defined() {
            return Some("这一类人没有写是谁；写一句话，或写上年级、学制、证件、校区等条件");
        }
        None
    }
}

fn grade<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<u16>, D::Error> {
    match Option::<u16>::deserialize(deserializer)? {
        fine @ (None | Some(1950..=2200)) => Ok(fine),
        Some(_) => Err(D::Error::custom("年级应为四位数字的年份；写入学的那一年，例如 2022")),
    }
}

fn years<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<u16>, D::Error> {
    match Option::<u16>::deserialize(deserializer)? {
        fine @ (None | Some(1..=10)) => Ok(fine),
        Some(_) => Err(D::Error::custom("学制应在 1–10 年之间；只写数字，例如 3")),
    }
}

impl<'de> Deserialize<'de> for Group {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(GroupVisitor)
    }
}

/// Reads a group from a text or from its keys. An untagged enum would lose the places of values and say nothing of faults.
struct GroupVisitor;

impl<'de> Visitor<'de> for GroupVisitor {
    type Value = Group;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("一句话，或一组“键: 值”")
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<Group, E> {
        let spec = GroupSpec {
            text: Some(text.to_owned()),
            ..GroupSpec::default()
        };
        Ok(Group(spec))
    }

    fn visit_u64<E: Error>(self, number: u64) -> Result<Group, E> {
        self.visit_str(&number.to_string())
    }

    fn visit_i64<E: Error>(self, number: i64) -> Result<Group, E> {
        self.visit_str(&number.to_string())
    }

    fn visit_f64<E: Error>(self, number: f64) -> Result<Group, E> {
        self.visit_str(&number.to_string())
    }

    fn visit_unit<E: Error>(self) -> Result<Group, E> {
        Err(E::custom("这个字段没有写内容；写上内容，或者删掉这一行"))
    }

    fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<Group, A::Error> {
        let spec = GroupSpec::deserialize(MapAccessDeserializer::new(map))?;
        match spec.fault() {
            Some(fault) => Err(A::Error::custom(fault)),
            None => Ok(Group(spec)),
        }
    }
}

impl JsonSchema for Group {
    fn schema_name() -> Cow<'static, str> {
        "Group".into()
    }

    fn inline_schema() -> bool {
        true
    }

    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        let spec = generator.subschema_for::<GroupSpec>();
        json_schema!({ "anyOf": [spec, { "type": "string" }] })
    }
}
