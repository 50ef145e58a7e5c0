//! The site's fixed files: the theme's assets and the browser's validator, named by their content.

use super::Theme;
use crate::embedded;
use crate::pages::{css, decode, has_scheme, relative, resolve};
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use std::collections::{BTreeMap, BTreeSet};
use tassel_validator::portrait::Part;

/// The name of a face model as templates use it.
fn model(part: Part) -> String {
    format!("models/{}", part.file_name())
}

/// All of them, in the order in which the self-check's program counts them.
pub(super) fn models() -> Vec<String> {
    Part::ALL.map(model).into()
}

/// Their sizes in bytes: a server that compresses doesn't tell.
pub(super) fn model_sizes() -> [usize; 5] {
    Part::ALL.map(|part| part.bytes().len())
}

/// Size of the self-check's program in bytes.
pub(super) fn wasm_size() -> usize {
    embedded::WASM.len()
}

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
        let (sheets, others): (Vec<_>, Vec<_>) = theme.assets.iter().partition(|(name, _)| name.ends_with(".css"));
        for (name, bytes) in others {
            assets.add(name, bytes.clone());
        }
        assets.sheets(&sheets);
        assets.add("tassel_validator.wasm", embedded::WASM.to_vec());
        assets.add("tassel_validator.js", embedded::WASM_JS.as_bytes().to_vec());
        for part in Part::ALL {
            assets.add(&model(part), part.bytes().to_vec());
        }
        assets
    }

    /// Adds a file under its templates' name; its published name carries the hash of its bytes.
    pub(super) fn add(&mut self, name: &str, bytes: Vec<u8>) {
        let path = published(name, &blake3::hash(&bytes));
        self.paths.insert(name.to_owned(), path.clone());
        self.files.insert(path, bytes);
    }

    /// Adds style sheets, with the assets that they name under their published names. Sheets may name each other, so that a sheet which
    /// names anything carries the hash of all that could be meant, not of its own bytes.
    fn sheets(&mut self, sheets: &[(&String, &Vec<u8>)]) {
        let mut all = blake3::Hasher::new();
        for path in self.paths.values() {
            all.update(path.as_bytes());
        }
        for (_, bytes) in sheets {
            all.update(bytes);
        }
        let texts: Vec<(&str, String)> = sheets
            .iter()
            .map(|(name, bytes)| (name.as_str(), String::from_utf8_lossy(bytes).into_owned()))
            .collect();
        let known: BTreeSet<&str> = self
            .paths
            .keys()
            .map(String::as_str)
            .chain(texts.iter().map(|(name, _)| *name))
            .collect();
        let known: BTreeSet<String> = known.into_iter().map(str::to_owned).collect();
        for (name, text) in &texts {
            let names_others = css::addresses(text)
                .iter()
                .any(|(address, _)| known.contains(&asked(name, address)));
            let hash = if names_others {
                all.clone().update(name.as_bytes()).finalize()
            } else {
                blake3::hash(text.as_bytes())
            };
            self.paths.insert((*name).to_owned(), published(name, &hash));
        }
        for (name, text) in &texts {
            if let Some(path) = self.paths.get(*name) {
                let bytes = self.with_published_names(name, path, text).into_bytes();
                self.files.insert(path.clone(), bytes);
            }
        }
    }

    /// A sheet's text, each known asset by its published name, relative to the sheet's own.
    fn with_published_names(&self, name: &str, path: &str, text: &str) -> String {
        let mut out = String::with_capacity(text.len());
        let mut done = 0;
        for (address, range) in css::addresses(text) {
            let Some(target) = self.paths.get(&asked(name, address)) else {
                continue;
            };
            let tail = address.find(['#', '?']).and_then(|at| address.get(at..)).unwrap_or("");
            out.push_str(text.get(done..range.start).unwrap_or(""));
            out.push_str(&encoded(&relative(path, target)));
            out.push_str(tail);
            done = range.end;
        }
        out.push_str(text.get(done..).unwrap_or(""));
        out
    }

    /// Published path of an asset.
    pub fn path(&self, name: &str) -> Option<&str> {
        self.paths.get(name).map(String::as_str)
    }

    /// Bytes of a published file.
    pub fn bytes(&self, path: &str) -> Option<&[u8]> {
        self.files.get(path).map(Vec::as_slice)
    }

    /// All published files: path below the output folder, bytes.
    pub fn into_files(self) -> BTreeMap<String, Vec<u8>> {
        self.files
    }
}

/// The published path of an asset: its name with a hash in it.
fn published(name: &str, hash: &blake3::Hash) -> String {
    let hash = hash.to_hex();
    let hash = hash.get(..10).unwrap_or_default();
    match name.rsplit_once('.') {
        Some((stem, extension)) => format!("assets/{stem}.{hash}.{extension}"),
        None => format!("assets/{name}.{hash}"),
    }
}

/// The asset that an address in the sheet `name` asks for; empty for what is no asset's.
fn asked(name: &str, address: &str) -> String {
    let path = address.split(['#', '?']).next().unwrap_or("");
    if path.is_empty() || path.starts_with('/') || has_scheme(address) {
        return String::new();
    }
    resolve(name, &decode(path))
}

/// A path as a style sheet may hold it in quotes or in none.
fn encoded(path: &str) -> String {
    const PLAIN: &AsciiSet = &NON_ALPHANUMERIC
        .remove(b'/')
        .remove(b'.')
        .remove(b'-')
        .remove(b'_')
        .remove(b'~');
    utf8_percent_encode(path, PLAIN).to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sheets_name_assets_as_they_are_published() {
        let mut theme = Theme::default();
        let mut put = |name: &str, text: &str| theme.assets.insert(name.to_owned(), text.as_bytes().to_vec());
        put(
            "a/site.css",
            "@import \"b.css\";x{background:url(../bg.png#x)}y{src:url(none.png)}",
        );
        put("a/b.css", "@import 'site.css';");
        put("c.css", "x{color:red}");
        put("bg.png", "png");
        let assets = Assets::new(&theme);
        let (site, other, picture) = (assets.path("a/site.css"), assets.path("a/b.css"), assets.path("bg.png"));
        let name = |path: Option<&str>| path.unwrap().rsplit('/').next().unwrap().to_owned();
        let text = |path: Option<&str>| String::from_utf8(assets.files[path.unwrap()].clone()).unwrap();
        assert_eq!(
            text(site),
            format!(
                "@import \"{}\";x{{background:url(../{}#x)}}y{{src:url(none.png)}}",
                name(other),
                name(picture)
            )
        );
        assert_eq!(text(other), format!("@import '{}';", name(site)));
        let plain = published("c.css", &blake3::hash(b"x{color:red}"));
        assert_eq!(assets.path("c.css"), Some(plain.as_str()));
    }

    #[test]
    fn names_with_spaces_are_found_and_written_as_addresses() {
        let mut theme = Theme::default();
        let sheet = b"x{background:url(b%20g.png)}y{background:url('b g.png')}z{background:url(\xe5\x9b\xbe.png)}";
        theme.assets.insert("site.css".to_owned(), sheet.to_vec());
        theme.assets.insert("b g.png".to_owned(), b"png".to_vec());
        theme.assets.insert("图.png".to_owned(), b"png".to_vec());
        let assets = Assets::new(&theme);
        let text = String::from_utf8_lossy(&assets.files[assets.path("site.css").unwrap()]).into_owned();
        let name = |name: &str| encoded(assets.path(name).unwrap().strip_prefix("assets/").unwrap());
        let (spaced, han) = (name("b g.png"), name("图.png"));
        assert!(
            spaced.starts_with("b%20g.") && han.starts_with("%E5%9B%BE."),
            "{spaced} {han}"
        );
        assert_eq!(
            text,
            format!("x{{background:url({spaced})}}y{{background:url('{spaced}')}}z{{background:url({han})}}")
        );
    }

    #[test]
    fn a_sheet_has_another_name_when_what_it_names_changes() {
        let named = |picture: &str| {
            let mut theme = Theme::default();
            theme
                .assets
                .insert("site.css".to_owned(), b"x{background:url(bg.png)}".to_vec());
            theme.assets.insert("bg.png".to_owned(), picture.as_bytes().to_vec());
            Assets::new(&theme).path("site.css").map(str::to_owned)
        };
        assert_ne!(named("one"), named("two"));
        assert_eq!(named("one"), named("one"));
    }
}
