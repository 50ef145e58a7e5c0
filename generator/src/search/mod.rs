//! One search index over what the pages say: cut out of the finished pages, so that what can be found is exactly what can be read.
//!
//! A template marks a part with `data-search="<kind>"`; its first heading is the title, its `id` the anchor. The index is a classic script,
//! not a fetched file, so that it also works from disk and under a policy that allows scripts of the site's own only.

mod extract;
mod index;
pub mod tokens;

pub use extract::{Section, sections};
pub use index::{Campaign, Document, script};
