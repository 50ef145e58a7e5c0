//! A theme's files: the folder `themes/<name>/` beside `content/` over the default theme inside the binary.

use crate::diagnostics::{Finding, Sources};
use crate::embedded;
use crate::i18n::Languages;
use crate::source::FileTree;
use std::collections::BTreeMap;
use std::path::Path;

/// Name of the theme inside the binary.
pub(crate) const DEFAULT: &str = "school";

/// Files of a theme, by path inside it.
#[derive(Debug, Clone, Default)]
pub struct Theme {
    /// `templates/<name>` as text, without the folder.
    pub templates: BTreeMap<String, String>,
    /// `assets/<name>` as bytes, without the folder.
    pub assets: BTreeMap<String, Vec<u8>>,
    /// Files of `i18n/`: path for messages, name, text; the site's own after the default theme's.
    pub words: Vec<(String, String, String)>,
    /// Path of the theme for messages, such as `themes/school`.
    pub folder: String,
}

impl Theme {
    /// The theme inside the binary. Its folder is named as no folder is, so that its texts never stand for a school's own.
    pub fn builtin() -> Self {
        let mut theme = Self {
            folder: format!("<{DEFAULT}>"),
            ..Self::default()
        };
        for (path, bytes) in embedded::THEME {
            theme.add(path, bytes.to_vec());
        }
        theme
    }

    /// Loads a theme: what the site's own folder doesn't have comes from the default theme.
    ///
    /// # Errors
    /// Findings for a theme that doesn't exist or has files that can't be read.
    pub fn load(root: &Path, name: &str) -> Result<Self, Vec<Finding>> {
        let folder = format!("themes/{name}");
        let mut theme = Self {
            folder: folder.clone(),
            ..Self::default()
        };
        for (path, bytes) in embedded::THEME {
            theme.add(path, bytes.to_vec());
        }
        let tree = FileTree::list(root, &folder)
            .map_err(|error| vec![Finding::of(&crate::source::rules::S004, error.to_string()).in_file(&folder)])?;
        if tree.files().is_empty() && name != DEFAULT {
            let finding =
                Finding::of(&crate::source::rules::S011, format!("找不到主题“{name}”")).in_file("content/site.yaml");
            return Err(vec![finding.help(format!(
                "新建文件夹 {folder}/，或删掉 theme 这一行，用自带的 {DEFAULT} 主题"
            ))]);
        }
        let mut findings = tree.unreadable().to_vec();
        for file in tree.files() {
            match tree.bytes(file) {
                Ok(bytes) => theme.add(
                    file.strip_prefix(&folder).unwrap_or(file).trim_start_matches('/'),
                    bytes,
                ),
                Err(finding) => findings.push(finding),
            }
        }
        if findings.is_empty() { Ok(theme) } else { Err(findings) }
    }

    /// Each template's path for messages, by its name.
    pub fn template_files(&self) -> BTreeMap<String, String> {
        let path = |name: &String| (name.clone(), format!("{}/templates/{name}", self.folder));
        self.templates.keys().map(path).collect()
    }

    /// The interface's words in each language, with findings for files that can't be read.
    pub fn languages(&self, sources: &mut Sources) -> (Languages, Vec<Finding>) {
        for (path, _, text) in &self.words {
            sources.insert(path.clone(), text.clone());
        }
        let files = self.words.iter();
        Languages::read(files.map(|(path, name, text)| (path.as_str(), name.as_str(), text.as_str())))
    }

    fn add(&mut self, path: &str, bytes: Vec<u8>) {
        if let Some(name) = path.strip_prefix("templates/") {
            self.templates
                .insert(name.to_owned(), String::from_utf8_lossy(&bytes).replace("\r\n", "\n"));
        } else if let Some(name) = path.strip_prefix("assets/") {
            self.assets.insert(name.to_owned(), bytes);
        } else if let Some(name) = path.strip_prefix("i18n/") {
            let text = String::from_utf8_lossy(&bytes).replace("\r\n", "\n");
            self.words
                .push((format!("{}/{path}", self.folder), name.to_owned(), text));
        }
    }
}
