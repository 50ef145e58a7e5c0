//! The names that a type reads, canonical and Chinese, asked from serde itself: the schema can't promise a key that reading refuses.

use crate::model as m;
use serde::de::value::Error;
use serde::de::{DeserializeOwned, Deserializer, Error as _, Visitor};
use serde::forward_to_deserialize_any;
use std::collections::BTreeSet;
use tassel_validator as v;

/// Takes down the names that a struct or an enum asks for, and ends there.
struct Probe<'a>(&'a mut &'static [&'static str]);

impl<'de> Deserializer<'de> for Probe<'_> {
    type Error = Error;

    fn deserialize_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        fields: &'static [&'static str],
        _: V,
    ) -> Result<V::Value, Error> {
        *self.0 = fields;
        Err(Error::custom("noted"))
    }

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        _: &'static str,
        variants: &'static [&'static str],
        _: V,
    ) -> Result<V::Value, Error> {
        *self.0 = variants;
        Err(Error::custom("noted"))
    }

    fn deserialize_any<V: Visitor<'de>>(self, _: V) -> Result<V::Value, Error> {
        Err(Error::custom("neither a struct nor an enum"))
    }

    forward_to_deserialize_any! {
        bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char str string bytes byte_buf option unit unit_struct newtype_struct seq
        tuple tuple_struct map identifier ignored_any
    }
}

fn probe<T: DeserializeOwned>() -> &'static [&'static str] {
    let mut names: &'static [&'static str] = &[];
    // The error is the way out of reading; the names are what was wanted.
    let _ = T::deserialize(Probe(&mut names));
    names
}

type Names = fn() -> &'static [&'static str];

macro_rules! types {
    ($($module:ident: $($type:ident)+;)+) => {
        /// Type name → its names.
        const TYPES: &[(&str, Names)] = &[$($((stringify!($type), probe::<$module::$type> as Names),)+)+];
    };
}
types! {
    m: Site AllowIn RuleLevel Level School Campus Office Provider;
    m: GroupSpec Study Origin;
    m: Campaign Allow Audience Deadline Verification Consequence Subject Duty Task CaptureCode System Contact Attachment Notice Change Faq Topic;
    m: RelativeSpec HolidayYear HolidaySpan HolidayKind;
    m: Route RouteKind Window SignUp Fee Payment PayPlace Session Break OrderBy HalfDay Pace PaceUnit Step Codes Review Delivery;
    m: NoticeTranslation FaqTranslation;
    v: ProfileSpec FileSpec BackgroundSpec GeometrySpec PoseSpec;
    v: Source Confidence SizeRule ByteRange DpiRule ColorMode NameRule BackgroundColor Unit Band Threshold HumanRule Policy;
}

/// A canonical name and the Chinese one beside it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Name {
    /// The name in the type.
    pub(super) key: &'static str,
    /// The Chinese alias; technical values such as `rgb24` have none.
    pub(super) zh: Option<&'static str>,
}

/// The names of a type in the order of its declaration; empty for types that are neither struct nor enum.
pub(super) fn names(type_name: &str) -> Vec<Name> {
    let found = TYPES.iter().find(|(name, _)| *name == type_name);
    // serde lists each name followed by its aliases, in order of their bytes: ASCII comes before Chinese.
    let mut all: Vec<Name> = Vec::new();
    for name in found.map_or(&[][..], |(_, names)| names()) {
        match all.last_mut() {
            Some(last) if !name.is_ascii() => last.zh = Some(name),
            _ => all.push(Name { key: name, zh: None }),
        }
    }
    all
}

/// All Chinese names that stand for a canonical one in some type.
pub(crate) fn chinese_of(key: &str) -> BTreeSet<&'static str> {
    TYPES
        .iter()
        .flat_map(|(name, _)| names(name))
        .filter(|name| name.key == key)
        .filter_map(|name| name.zh)
        .collect()
}

/// Whether a word is the Chinese name of some field.
pub(crate) fn is_chinese_key(word: &str) -> bool {
    TYPES
        .iter()
        .flat_map(|(name, _)| names(name))
        .any(|name| name.zh == Some(word))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_come_in_pairs_in_the_order_of_the_type() {
        let fee = names("Fee");
        assert_eq!(
            fee[0],
            Name {
                key: "amount",
                zh: Some("金额")
            }
        );
        assert_eq!(fee.len(), 8);
        assert_eq!(names("Phone"), []);
        assert_eq!(
            names("HalfDay")[2],
            Name {
                key: "day",
                zh: Some("全天")
            }
        );
        assert_eq!(chinese_of("start"), BTreeSet::from(["开始"]));
    }
}
