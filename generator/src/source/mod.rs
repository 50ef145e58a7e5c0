//! Files on disk → typed model with positions. Never panics on any bytes; every fault becomes a finding.

pub(crate) mod classes;
pub(crate) mod documents;
mod editions;
mod files;
mod front_matter;
mod holidays;
mod load;
mod old_book;
pub(crate) mod rules;
mod translating;
mod wording;
mod yaml;

pub use files::{FileTree, ReadError};
#[cfg(test)]
pub(crate) use holidays::holidays;
pub use load::{Loaded, load};
pub(crate) use yaml::{Y004, parse as parse_yaml};
