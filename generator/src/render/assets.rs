//! The site's fixed files: the theme's assets and the browser's validator, named by their content.

use super::Theme;
use crate::embedded;
use std::collections::BTreeMap;

/// Asset names as templates use them, with their published paths and bytes.
#[derive(Debug, Clone, Default)]
pub struct Assets {
    paths: BTreeMap<String, String>,
    files: BTreeMap<String, Vec<u8>>,
}

impl Assets {
    /// Collects a theme's assets, the wasm and its glue.
    pub fn new(theme: &Theme) -> Self {
        let mut assets = Self::default();
        for (name, bytes) in &theme.assets {
            assets.add(name, bytes.clone());
        }
        assets.add("tassel_validator.wasm", embedded::WASM.to_vec());
        assets.add("tassel_validator.js", embedded::WASM_JS.as_bytes().to_vec());
        assets
    }

    /// Adds a file under its templates' name; its published name carries the hash of its bytes.
    pub(super) fn add(&mut self, name: &str, bytes: Vec<u8>) {
        let hash = blake3::hash(&bytes).to_hex();
        let hash = hash.get(..10).unwrap_or_default();
        let path = match name.rsplit_once('.') {
            Some((stem, extension)) => format!("assets/{stem}.{hash}.{extension}"),
            None => format!("assets/{name}.{hash}"),
        };
        self.paths.insert(name.to_owned(), path.clone());
        self.files.insert(path, bytes);
    }

    /// Published path of an asset.
    pub fn path(&self, name: &str) -> Option<&str> {
        self.paths.get(name).map(String::as_str)
    }

    /// All published files: path below the output folder, bytes.
    pub fn into_files(self) -> BTreeMap<String, Vec<u8>> {
        self.files
    }
}
