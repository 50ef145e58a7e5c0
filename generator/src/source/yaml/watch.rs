//! Reads YAML into a type once more, passing over what is known to be wrong, and notes where reading stops.
//!
//! A derived type gives up at its first fault. The wrapper counts the entries of every group and list on the way down, so that the fault
//! has a path, and what has a fault already is left out the next time.

use super::outline::Path;
use serde::de::{
    DeserializeSeed, Deserializer, EnumAccess, Error, IgnoredAny, MapAccess, SeqAccess, VariantAccess, Visitor,
};
use std::cell::RefCell;
use std::collections::BTreeSet;
use std::fmt;
use std::ops::Bound;

/// What is not read again.
#[derive(Debug, Default)]
pub(super) struct Skip {
    /// Entries with a fault that was told.
    faulty: BTreeSet<Path>,
    /// Where reading stopped last: the items before it in its lists are known to be good.
    last: Path,
}

impl Skip {
    /// Leaves an entry out from now on.
    pub(super) fn add(&mut self, path: Path) {
        self.faulty.insert(path);
    }

    /// Remembers where reading stopped.
    pub(super) fn stopped_at(&mut self, path: &[usize]) {
        self.last = path.to_vec();
    }

    /// Whether an entry is left out.
    pub(super) fn has(&self, path: &[usize]) -> bool {
        self.faulty.contains(path)
    }

    /// Whether something below a path is left out.
    pub(super) fn has_below(&self, path: &[usize]) -> bool {
        let later = (Bound::Excluded(path.to_vec()), Bound::Unbounded);
        let next = self.faulty.range::<Path, _>(later).next();
        next.is_some_and(|next| next.starts_with(path))
    }

    fn is_known(&self, list: &[usize], index: usize) -> bool {
        self.last.starts_with(list) && self.last.get(list.len()).is_some_and(|last| index < *last)
    }
}

/// One reading.
#[derive(Debug)]
pub(super) struct Walk<'s> {
    skip: &'s Skip,
    path: RefCell<Path>,
    /// Names of the types being read, with their depths.
    types: RefCell<Vec<(usize, &'static str)>>,
    stop: RefCell<Option<Stop>>,
}

/// Where reading stopped.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct Stop {
    /// The innermost entry whose reading failed; empty for the whole text.
    pub(super) path: Path,
    /// The type that was to be read there, if it is a struct.
    pub(super) type_name: Option<&'static str>,
}

impl<'s> Walk<'s> {
    /// A reading that leaves out what is to be skipped.
    pub(super) fn new(skip: &'s Skip) -> Self {
        Self {
            skip,
            path: RefCell::default(),
            types: RefCell::default(),
            stop: RefCell::default(),
        }
    }

    /// Where it stopped, if an entry was to blame.
    pub(super) fn stop(self) -> Stop {
        let whole = Stop {
            path: Path::new(),
            type_name: type_at(&self.types.borrow(), 0),
        };
        self.stop.into_inner().unwrap_or(whole)
    }

    fn enter(&self, index: usize) {
        let mut path = self.path.borrow_mut();
        path.push(index);
        self.types.borrow_mut().retain(|(depth, _)| *depth < path.len());
    }

    fn leave(&self) {
        self.path.borrow_mut().pop();
    }

    fn begin(&self, type_name: &'static str) {
        let depth = self.path.borrow().len();
        let mut types = self.types.borrow_mut();
        types.retain(|(open, _)| *open < depth);
        types.push((depth, type_name));
    }

    /// The innermost entry notes the fault first; those around it only pass it on.
    fn note(&self) {
        let path = self.path.borrow().clone();
        let type_name = type_at(&self.types.borrow(), path.len());
        self.stop.borrow_mut().get_or_insert(Stop { path, type_name });
    }

    fn is_skipped(&self, index: usize) -> bool {
        let mut path = self.path.borrow().clone();
        path.push(index);
        self.skip.has(&path)
    }

    fn is_known(&self, index: usize) -> bool {
        self.skip.is_known(&self.path.borrow(), index)
    }
}

fn type_at(types: &[(usize, &'static str)], depth: usize) -> Option<&'static str> {
    types.iter().rfind(|(open, _)| *open == depth).map(|(_, name)| *name)
}

/// How a group or a list stands for what is in the text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Shape {
    /// As it is written.
    Written,
    /// A list whose length matters.
    Fixed,
    /// The library's own group around a value and its places.
    Spanned,
}

/// Whatever it wraps, watched.
pub(super) struct Watching<'w, 's, D> {
    inner: D,
    walk: &'w Walk<'s>,
    shape: Shape,
}

impl<'w, 's, D> Watching<'w, 's, D> {
    /// Wraps a deserializer, or one of its parts.
    pub(super) fn new(inner: D, walk: &'w Walk<'s>) -> Self {
        Self::shaped(inner, walk, Shape::Written)
    }

    fn shaped(inner: D, walk: &'w Walk<'s>, shape: Shape) -> Self {
        Self { inner, walk, shape }
    }

    fn around<V>(&self, visitor: V) -> Watching<'w, 's, V> {
        Watching::shaped(visitor, self.walk, self.shape)
    }
}

macro_rules! pass_on {
    ($($method:ident)+) => {
        $(fn $method<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, D::Error> {
            let visitor = self.around(visitor);
            self.inner.$method(visitor)
        })+
    };
}

impl<'de, D: Deserializer<'de>> Deserializer<'de> for Watching<'_, '_, D> {
    type Error = D::Error;

    pass_on! {
        deserialize_any deserialize_bool deserialize_i8 deserialize_i16 deserialize_i32 deserialize_i64 deserialize_i128 deserialize_u8
        deserialize_u16 deserialize_u32 deserialize_u64 deserialize_u128 deserialize_f32 deserialize_f64 deserialize_char deserialize_str
        deserialize_string deserialize_bytes deserialize_byte_buf deserialize_option deserialize_unit deserialize_seq deserialize_map
        deserialize_identifier deserialize_ignored_any
    }

    fn deserialize_unit_struct<V: Visitor<'de>>(self, name: &'static str, visitor: V) -> Result<V::Value, D::Error> {
        let visitor = self.around(visitor);
        self.inner.deserialize_unit_struct(name, visitor)
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(self, name: &'static str, visitor: V) -> Result<V::Value, D::Error> {
        // The name by which the library knows its own `Spanned`.
        let shape = if name == "__yaml_spanned" {
            Shape::Spanned
        } else {
            self.shape
        };
        let visitor = Watching::shaped(visitor, self.walk, shape);
        self.inner.deserialize_newtype_struct(name, visitor)
    }

    fn deserialize_tuple<V: Visitor<'de>>(self, length: usize, visitor: V) -> Result<V::Value, D::Error> {
        let visitor = Watching::shaped(visitor, self.walk, Shape::Fixed);
        self.inner.deserialize_tuple(length, visitor)
    }

    fn deserialize_tuple_struct<V: Visitor<'de>>(
        self,
        name: &'static str,
        length: usize,
        visitor: V,
    ) -> Result<V::Value, D::Error> {
        let visitor = Watching::shaped(visitor, self.walk, Shape::Fixed);
        self.inner.deserialize_tuple_struct(name, length, visitor)
    }

    fn deserialize_struct<V: Visitor<'de>>(
        self,
        name: &'static str,
        fields: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, D::Error> {
        if self.shape == Shape::Written {
            self.walk.begin(name);
        }
        let visitor = self.around(visitor);
        self.inner.deserialize_struct(name, fields, visitor)
    }

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        name: &'static str,
        variants: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, D::Error> {
        let visitor = self.around(visitor);
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

impl<'de, V: Visitor<'de>> Visitor<'de> for Watching<'_, '_, V> {
    type Value = V::Value;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.inner.expecting(f)
    }

    visit_as_it_is! {
        visit_bool bool, visit_i8 i8, visit_i16 i16, visit_i32 i32, visit_i64 i64, visit_i128 i128, visit_u8 u8, visit_u16 u16,
        visit_u32 u32, visit_u64 u64, visit_u128 u128, visit_f32 f32, visit_f64 f64, visit_char char, visit_str &str,
        visit_borrowed_str &'de str, visit_string String, visit_bytes &[u8], visit_borrowed_bytes &'de [u8], visit_byte_buf Vec<u8>
    }

    fn visit_none<E: Error>(self) -> Result<V::Value, E> {
        self.inner.visit_none()
    }

    fn visit_unit<E: Error>(self) -> Result<V::Value, E> {
        self.inner.visit_unit()
    }

    fn visit_some<D: Deserializer<'de>>(self, inner: D) -> Result<V::Value, D::Error> {
        self.inner.visit_some(Watching::new(inner, self.walk))
    }

    fn visit_newtype_struct<D: Deserializer<'de>>(self, inner: D) -> Result<V::Value, D::Error> {
        let inner = self.around(inner);
        self.inner.visit_newtype_struct(inner)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, inner: A) -> Result<V::Value, A::Error> {
        let entries = Entries::new(inner, self.walk, self.shape);
        self.inner.visit_seq(entries)
    }

    fn visit_map<A: MapAccess<'de>>(self, inner: A) -> Result<V::Value, A::Error> {
        let entries = Entries::new(inner, self.walk, self.shape);
        self.inner.visit_map(entries)
    }

    fn visit_enum<A: EnumAccess<'de>>(self, inner: A) -> Result<V::Value, A::Error> {
        self.inner.visit_enum(Watching::new(inner, self.walk))
    }
}

/// The entries of a group or a list, counted.
struct Entries<'w, 's, A> {
    inner: A,
    walk: &'w Walk<'s>,
    shape: Shape,
    index: usize,
}

impl<'w, 's, A> Entries<'w, 's, A> {
    fn new(inner: A, walk: &'w Walk<'s>, shape: Shape) -> Self {
        Self {
            inner,
            walk,
            shape,
            index: 0,
        }
    }

    /// Reads the present entry, or a part of it; a fault is noted with its path.
    fn within<T, E>(&mut self, read: impl FnOnce(&mut A, &'w Walk<'s>) -> Result<T, E>) -> Result<T, E> {
        self.walk.enter(self.index);
        let result = read(&mut self.inner, self.walk);
        if result.is_err() {
            self.walk.note();
        }
        self.walk.leave();
        result
    }
}

impl<'de, A: SeqAccess<'de>> SeqAccess<'de> for Entries<'_, '_, A> {
    type Error = A::Error;

    fn next_element_seed<T: DeserializeSeed<'de>>(&mut self, seed: T) -> Result<Option<T::Value>, A::Error> {
        while self.shape != Shape::Fixed && self.walk.is_known(self.index) || self.walk.is_skipped(self.index) {
            if self.inner.next_element::<IgnoredAny>()?.is_none() {
                return Ok(None);
            }
            self.index += 1;
        }
        let element = self.within(|inner, walk| inner.next_element_seed(Watching::new(seed, walk)));
        self.index += 1;
        element
    }
}

impl<'de, A: MapAccess<'de>> MapAccess<'de> for Entries<'_, '_, A> {
    type Error = A::Error;

    fn next_key_seed<K: DeserializeSeed<'de>>(&mut self, seed: K) -> Result<Option<K::Value>, A::Error> {
        if self.shape == Shape::Spanned {
            self.index += 1;
            return self.inner.next_key_seed(seed);
        }
        while self.walk.is_skipped(self.index) {
            if self.inner.next_entry::<IgnoredAny, IgnoredAny>()?.is_none() {
                return Ok(None);
            }
            self.index += 1;
        }
        self.within(|inner, _| inner.next_key_seed(seed))
    }

    fn next_value_seed<T: DeserializeSeed<'de>>(&mut self, seed: T) -> Result<T::Value, A::Error> {
        match (self.shape, self.index) {
            // The marker comes first, then the value, then its places.
            (Shape::Spanned, 2) => self.inner.next_value_seed(Watching::new(seed, self.walk)),
            (Shape::Spanned, _) => self.inner.next_value_seed(seed),
            _ => {
                let value = self.within(|inner, walk| inner.next_value_seed(Watching::new(seed, walk)));
                self.index += 1;
                value
            }
        }
    }
}

impl<'de, 'w, 's, A: EnumAccess<'de>> EnumAccess<'de> for Watching<'w, 's, A> {
    type Error = A::Error;
    type Variant = Watching<'w, 's, A::Variant>;

    fn variant_seed<T: DeserializeSeed<'de>>(self, seed: T) -> Result<(T::Value, Self::Variant), A::Error> {
        let (value, variant) = self.inner.variant_seed(seed)?;
        Ok((value, Watching::new(variant, self.walk)))
    }
}

impl<'w, 's, A> Watching<'w, 's, A> {
    /// What a variant holds is the one entry of the group that names it.
    fn held<T, E>(self, read: impl FnOnce(A, &'w Walk<'s>) -> Result<T, E>) -> Result<T, E> {
        Entries::new((), self.walk, Shape::Written).within(|(), walk| read(self.inner, walk))
    }
}

impl<'de, A: VariantAccess<'de>> VariantAccess<'de> for Watching<'_, '_, A> {
    type Error = A::Error;

    fn unit_variant(self) -> Result<(), A::Error> {
        self.inner.unit_variant()
    }

    fn newtype_variant_seed<T: DeserializeSeed<'de>>(self, seed: T) -> Result<T::Value, A::Error> {
        self.held(|inner, walk| inner.newtype_variant_seed(Watching::new(seed, walk)))
    }

    fn tuple_variant<V: Visitor<'de>>(self, length: usize, visitor: V) -> Result<V::Value, A::Error> {
        self.held(|inner, walk| inner.tuple_variant(length, Watching::shaped(visitor, walk, Shape::Fixed)))
    }

    fn struct_variant<V: Visitor<'de>>(
        self,
        fields: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, A::Error> {
        self.held(|inner, walk| inner.struct_variant(fields, Watching::new(visitor, walk)))
    }
}

impl<'de, S: DeserializeSeed<'de>> DeserializeSeed<'de> for Watching<'_, '_, S> {
    type Value = S::Value;

    fn deserialize<D: Deserializer<'de>>(self, inner: D) -> Result<S::Value, D::Error> {
        self.inner.deserialize(Watching::new(inner, self.walk))
    }
}
