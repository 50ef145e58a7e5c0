//! Writes a finished site: whole or not at all, unchanged files left untouched, with a manifest of hashes.

mod stage;

pub use stage::{PublishError, Published, publish};

use crate::channels::Channel;
use std::collections::BTreeMap;

/// Name of the manifest; its presence marks a folder as one that may be replaced.
pub const MANIFEST: &str = "manifest.json";

/// The manifest: what the folder is for, and blake3 of every published file, sorted by path.
///
/// # Errors
/// None in practice: it holds only text.
pub fn manifest(files: &BTreeMap<String, Vec<u8>>, channel: Channel) -> Result<Vec<u8>, serde_json::Error> {
    let hashes: BTreeMap<&str, String> = files
        .iter()
        .map(|(path, bytes)| (path.as_str(), blake3::hash(bytes).to_hex().to_string()))
        .collect();
    let mut text = serde_json::to_vec_pretty(
        &serde_json::json!({ "generator": "tassel", "channel": channel.id(), "hash": "blake3", "files": hashes }),
    )?;
    text.push(b'\n');
    Ok(text)
}
