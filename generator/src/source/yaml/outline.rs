//! What a YAML text is made of, whatever its type should be: groups with their keys and places, lists, and values.

use super::Settings;
use super::place::range_of;
use serde::de::{Deserialize, Deserializer, MapAccess, SeqAccess, Visitor};
use serde_saphyr::{Error, Spanned};
use std::collections::BTreeMap;
use std::fmt;
use std::ops::Range;

/// A place in the tree: the number of the entry at each level, from 0.
pub(super) type Path = Vec<usize>;

/// A group, a list or a value (which has no entries).
#[derive(Debug, Default)]
pub(super) struct Node {
    /// In the order of the text.
    pub(super) entries: Vec<Entry>,
}

/// One field of a group, or one item of a list.
#[derive(Debug)]
pub(super) struct Entry {
    /// The key of a field.
    pub(super) key: Option<Spanned<String>>,
    /// What stands there.
    pub(super) node: Node,
}

impl Entry {
    /// Where the key stands in the text.
    pub(super) fn key_range(&self, text: &str) -> Option<Range<usize>> {
        range_of(text, self.key.as_ref()?.referenced)
    }

    /// Whether it is a field with this name.
    pub(super) fn is(&self, name: &str) -> bool {
        self.key.as_ref().is_some_and(|key| key.value == name)
    }
}

/// A key that stands twice in one group.
pub(super) struct Repeated<'o> {
    /// Path of the later one.
    pub(super) path: Path,
    /// The earlier one.
    pub(super) first: &'o Entry,
    /// The later one.
    pub(super) second: &'o Entry,
}

/// Reads a text as far as it is YAML at all.
///
/// # Errors
/// Whatever the library says.
pub(super) fn read(text: &str) -> Result<Node, Error> {
    serde_saphyr::from_str_with_options(text, Settings::Lenient.options())
}

impl Node {
    /// What stands at a path.
    pub(super) fn at(&self, path: &[usize]) -> Option<&Self> {
        path.iter()
            .try_fold(self, |node, index| Some(&node.entries.get(*index)?.node))
    }

    /// The entry at a path; none at the top.
    pub(super) fn entry(&self, path: &[usize]) -> Option<&Entry> {
        let (last, parent) = path.split_last()?;
        self.at(parent)?.entries.get(*last)
    }

    /// All keys that stand twice in one group.
    pub(super) fn repeated(&self) -> Vec<Repeated<'_>> {
        let mut all = Vec::new();
        self.collect_repeated(&mut Vec::new(), &mut all);
        all
    }

    fn collect_repeated<'o>(&'o self, path: &mut Path, all: &mut Vec<Repeated<'o>>) {
        let mut seen: BTreeMap<&str, &'o Entry> = BTreeMap::new();
        for (index, entry) in self.entries.iter().enumerate() {
            path.push(index);
            if let Some(key) = &entry.key
                && let Some(first) = seen.get(key.value.as_str()).copied()
            {
                all.push(Repeated {
                    path: path.clone(),
                    first,
                    second: entry,
                });
            } else if let Some(key) = &entry.key {
                seen.insert(key.value.as_str(), entry);
            }
            entry.node.collect_repeated(path, all);
            path.pop();
        }
    }
}

impl<'de> Deserialize<'de> for Node {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(NodeVisitor)
    }
}

struct NodeVisitor;

macro_rules! values {
    ($node:ident: $($method:ident $type:ty),+) => {
        $(fn $method<E: serde::de::Error>(self, _: $type) -> Result<$node, E> {
            Ok($node::default())
        })+
    };
}

impl<'de> Visitor<'de> for NodeVisitor {
    type Value = Node;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("any value")
    }

    values!(Node: visit_bool bool, visit_i64 i64, visit_i128 i128, visit_u64 u64, visit_u128 u128, visit_f64 f64, visit_str &str,
        visit_bytes &[u8]);

    fn visit_unit<E: serde::de::Error>(self) -> Result<Node, E> {
        Ok(Node::default())
    }

    fn visit_none<E: serde::de::Error>(self) -> Result<Node, E> {
        Ok(Node::default())
    }

    fn visit_some<D: Deserializer<'de>>(self, deserializer: D) -> Result<Node, D::Error> {
        Node::deserialize(deserializer)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<Node, A::Error> {
        let mut entries = Vec::new();
        while let Some(node) = list.next_element()? {
            entries.push(Entry { key: None, node });
        }
        Ok(Node { entries })
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Node, A::Error> {
        let mut entries = Vec::new();
        while let Some(key) = map.next_key::<Spanned<Word>>()? {
            let (value, referenced, defined) = (key.value.0, key.referenced, key.defined);
            entries.push(Entry {
                key: Some(Spanned::new(value, referenced, defined)),
                node: map.next_value()?,
            });
        }
        Ok(Node { entries })
    }
}

/// A key as a text; a key that is none, such as a list, is empty.
struct Word(String);

impl<'de> Deserialize<'de> for Word {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(WordVisitor).map(Self)
    }
}

struct WordVisitor;

macro_rules! words {
    ($($method:ident $type:ty),+) => {
        $(fn $method<E: serde::de::Error>(self, value: $type) -> Result<String, E> {
            Ok(value.to_string())
        })+
    };
}

impl<'de> Visitor<'de> for WordVisitor {
    type Value = String;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a key")
    }

    words!(visit_bool bool, visit_i64 i64, visit_i128 i128, visit_u64 u64, visit_u128 u128, visit_f64 f64, visit_str &str);

    fn visit_unit<E: serde::de::Error>(self) -> Result<String, E> {
        Ok(String::new())
    }

    fn visit_none<E: serde::de::Error>(self) -> Result<String, E> {
        Ok(String::new())
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<String, A::Error> {
        while list.next_element::<serde::de::IgnoredAny>()?.is_some() {}
        Ok(String::new())
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<String, A::Error> {
        while map
            .next_entry::<serde::de::IgnoredAny, serde::de::IgnoredAny>()?
            .is_some()
        {}
        Ok(String::new())
    }
}
