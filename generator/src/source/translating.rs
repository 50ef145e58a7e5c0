//! Reads YAML in another language: a deserializer that swaps every text for its translation on the way into the type.
//!
//! So each field of each type is translated without being named anywhere, and what a type takes for an id, a date or a word of its own
//! stays as it is, since nothing translates it. Keys and the names of enumerations are never texts.

use serde::de::{DeserializeSeed, Deserializer, EnumAccess, Error, MapAccess, SeqAccess, VariantAccess, Visitor};
use std::borrow::Cow;
use std::fmt;

/// Types whose texts are for the staff and stand on no page: nothing of them waits for a translation.
const UNSEEN: &[&str] = &["Allow", "AllowIn", "RuleLevel"];

/// Says what stands for a text.
pub(super) trait Translate {
    /// The text itself, or its translation.
    fn translate<'t>(&self, text: &'t str) -> Cow<'t, str>;
}

/// Whatever it wraps, with texts translated.
pub(super) struct Translating<'l, D, L> {
    inner: D,
    language: &'l L,
}

impl<'l, D, L> Translating<'l, D, L> {
    /// Wraps a deserializer, or one of its parts.
    pub(super) fn new(inner: D, language: &'l L) -> Self {
        Self { inner, language }
    }
}

macro_rules! pass_on {
    ($($method:ident)+) => {
        $(fn $method<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, D::Error> {
            self.inner.$method(Translating::new(visitor, self.language))
        })+
    };
}

impl<'de, D: Deserializer<'de>, L: Translate> Deserializer<'de> for Translating<'_, D, L> {
    type Error = D::Error;

    pass_on! {
        deserialize_any deserialize_bool deserialize_i8 deserialize_i16 deserialize_i32 deserialize_i64 deserialize_i128 deserialize_u8
        deserialize_u16 deserialize_u32 deserialize_u64 deserialize_u128 deserialize_f32 deserialize_f64 deserialize_char deserialize_str
        deserialize_string deserialize_bytes deserialize_byte_buf deserialize_option deserialize_unit deserialize_seq deserialize_map
        deserialize_ignored_any
    }

    /// Names, as of keys, are the same in every language.
    fn deserialize_identifier<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, D::Error> {
        self.inner.deserialize_identifier(visitor)
    }

    fn deserialize_unit_struct<V: Visitor<'de>>(self, name: &'static str, visitor: V) -> Result<V::Value, D::Error> {
        let visitor = Translating::new(visitor, self.language);
        self.inner.deserialize_unit_struct(name, visitor)
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(self, name: &'static str, visitor: V) -> Result<V::Value, D::Error> {
        let visitor = Translating::new(visitor, self.language);
        self.inner.deserialize_newtype_struct(name, visitor)
    }

    fn deserialize_tuple<V: Visitor<'de>>(self, length: usize, visitor: V) -> Result<V::Value, D::Error> {
        let visitor = Translating::new(visitor, self.language);
        self.inner.deserialize_tuple(length, visitor)
    }

    fn deserialize_tuple_struct<V: Visitor<'de>>(
        self,
        name: &'static str,
        length: usize,
        visitor: V,
    ) -> Result<V::Value, D::Error> {
        let visitor = Translating::new(visitor, self.language);
        self.inner.deserialize_tuple_struct(name, length, visitor)
    }

    fn deserialize_struct<V: Visitor<'de>>(
        self,
        name: &'static str,
        fields: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, D::Error> {
        if UNSEEN.contains(&name) {
            return self.inner.deserialize_struct(name, fields, visitor);
        }
        let visitor = Translating::new(visitor, self.language);
        self.inner.deserialize_struct(name, fields, visitor)
    }

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        name: &'static str,
        variants: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, D::Error> {
        let visitor = Translating::new(visitor, self.language);
        self.inner.deserialize_enum(name, variants, visitor)
    }

    fn is_human_readable(&self) -> bool {
        self.inner.is_human_readable()
    }
}

macro_rules! visit_as_it_is {
    ($($method:ident $type:ty),+) => {
        $(fn $method<E: Error>(self, value: $type) -> Result<V::Value, E> {
            self.inner.$method(value)
        })+
    };
}

impl<'de, V: Visitor<'de>, L: Translate> Visitor<'de> for Translating<'_, V, L> {
    type Value = V::Value;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.inner.expecting(f)
    }

    visit_as_it_is! {
        visit_bool bool, visit_i8 i8, visit_i16 i16, visit_i32 i32, visit_i64 i64, visit_i128 i128, visit_u8 u8, visit_u16 u16,
        visit_u32 u32, visit_u64 u64, visit_u128 u128, visit_f32 f32, visit_f64 f64, visit_char char, visit_bytes &[u8],
        visit_borrowed_bytes &'de [u8], visit_byte_buf Vec<u8>
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<V::Value, E> {
        match self.language.translate(text) {
            Cow::Borrowed(text) => self.inner.visit_str(text),
            Cow::Owned(text) => self.inner.visit_string(text),
        }
    }

    fn visit_borrowed_str<E: Error>(self, text: &'de str) -> Result<V::Value, E> {
        match self.language.translate(text) {
            Cow::Borrowed(text) => self.inner.visit_borrowed_str(text),
            Cow::Owned(text) => self.inner.visit_string(text),
        }
    }

    fn visit_string<E: Error>(self, text: String) -> Result<V::Value, E> {
        let text = self.language.translate(&text).into_owned();
        self.inner.visit_string(text)
    }

    fn visit_none<E: Error>(self) -> Result<V::Value, E> {
        self.inner.visit_none()
    }

    fn visit_unit<E: Error>(self) -> Result<V::Value, E> {
        self.inner.visit_unit()
    }

    fn visit_some<D: Deserializer<'de>>(self, inner: D) -> Result<V::Value, D::Error> {
        self.inner.visit_some(Translating::new(inner, self.language))
    }

    fn visit_newtype_struct<D: Deserializer<'de>>(self, inner: D) -> Result<V::Value, D::Error> {
        self.inner.visit_newtype_struct(Translating::new(inner, self.language))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, inner: A) -> Result<V::Value, A::Error> {
        self.inner.visit_seq(Translating::new(inner, self.language))
    }

    fn visit_map<A: MapAccess<'de>>(self, inner: A) -> Result<V::Value, A::Error> {
        self.inner.visit_map(Translating::new(inner, self.language))
    }

    fn visit_enum<A: EnumAccess<'de>>(self, inner: A) -> Result<V::Value, A::Error> {
        self.inner.visit_enum(Translating::new(inner, self.language))
    }
}

impl<'de, A: SeqAccess<'de>, L: Translate> SeqAccess<'de> for Translating<'_, A, L> {
    type Error = A::Error;

    fn next_element_seed<T: DeserializeSeed<'de>>(&mut self, seed: T) -> Result<Option<T::Value>, A::Error> {
        self.inner.next_element_seed(Translating::new(seed, self.language))
    }

    fn size_hint(&self) -> Option<usize> {
        self.inner.size_hint()
    }
}

impl<'de, A: MapAccess<'de>, L: Translate> MapAccess<'de> for Translating<'_, A, L> {
    type Error = A::Error;

    fn next_key_seed<K: DeserializeSeed<'de>>(&mut self, seed: K) -> Result<Option<K::Value>, A::Error> {
        self.inner.next_key_seed(seed)
    }

    fn next_value_seed<T: DeserializeSeed<'de>>(&mut self, seed: T) -> Result<T::Value, A::Error> {
        self.inner.next_value_seed(Translating::new(seed, self.language))
    }

    fn size_hint(&self) -> Option<usize> {
        self.inner.size_hint()
    }
}

impl<'de, 'l, A: EnumAccess<'de>, L: Translate> EnumAccess<'de> for Translating<'l, A, L> {
    type Error = A::Error;
    type Variant = Translating<'l, A::Variant, L>;

    fn variant_seed<T: DeserializeSeed<'de>>(self, seed: T) -> Result<(T::Value, Self::Variant), A::Error> {
        let (value, variant) = self.inner.variant_seed(seed)?;
        Ok((value, Translating::new(variant, self.language)))
    }
}

impl<'de, A: VariantAccess<'de>, L: Translate> VariantAccess<'de> for Translating<'_, A, L> {
    type Error = A::Error;

    fn unit_variant(self) -> Result<(), A::Error> {
        self.inner.unit_variant()
    }

    fn newtype_variant_seed<T: DeserializeSeed<'de>>(self, seed: T) -> Result<T::Value, A::Error> {
        self.inner.newtype_variant_seed(Translating::new(seed, self.language))
    }

    fn tuple_variant<V: Visitor<'de>>(self, length: usize, visitor: V) -> Result<V::Value, A::Error> {
        self.inner
            .tuple_variant(length, Translating::new(visitor, self.language))
    }

    fn struct_variant<V: Visitor<'de>>(
        self,
        fields: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, A::Error> {
        self.inner
            .struct_variant(fields, Translating::new(visitor, self.language))
    }
}

impl<'de, S: DeserializeSeed<'de>, L: Translate> DeserializeSeed<'de> for Translating<'_, S, L> {
    type Value = S::Value;

    fn deserialize<D: Deserializer<'de>>(self, inner: D) -> Result<S::Value, D::Error> {
        self.inner.deserialize(Translating::new(inner, self.language))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Deadline, Session, When};

    struct Two;

    impl Translate for Two {
        fn translate<'t>(&self, text: &'t str) -> Cow<'t, str> {
            match text {
                "采集" => Cow::Owned("capture".to_owned()),
                "学生" => Cow::Owned("Students".to_owned()),
                "杨思椿科学馆402室" => Cow::Owned("Yang Sichun Science Hall, room 402".to_owned()),
                other => Cow::Borrowed(other),
            }
        }
    }

    fn read<T: serde::de::DeserializeOwned>(text: &str) -> T {
        serde_saphyr::with_deserializer_from_str(text, |inner| T::deserialize(Translating::new(inner, &Two))).unwrap()
    }

    #[test]
    fn texts_change_and_dates_places_and_words_of_the_type_stay() {
        let yaml = "id: a\nwhat: 学生\nwho: 学生\nend: 2024-09-23 24:00\nsteps: [学生, 别的]\n";
        let deadline: Deadline = read(yaml);
        assert_eq!(
            (deadline.what.as_str(), deadline.who.as_deref()),
            ("Students", Some("Students"))
        );
        assert_eq!(deadline.steps, ["Students", "别的"]);
        let plain: Deadline = serde_saphyr::from_str(yaml).unwrap();
        assert_eq!(deadline.end.value, plain.end.value);
        assert_eq!(
            deadline.end.referenced, plain.end.referenced,
            "places in the file are kept"
        );
        let counted: Deadline = read("id: a\nwhat: 采集\nend: {before: 采集, days: 3}\n");
        assert_eq!(counted.what, "capture");
        assert!(matches!(&counted.end.value, When::Relative(relative) if relative.event == "采集"));
        let session: Session = read("id: a\n地点: 杨思椿科学馆402室\nstart: 待定\nhalf_day: 上午\n");
        assert_eq!(session.venue, "Yang Sichun Science Hall, room 402");
        assert!(session.half_day.is_some());
    }
}
