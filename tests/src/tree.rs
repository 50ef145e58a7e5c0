//! A folder as data: every file's path and bytes, to compare builds and to look things up.

use std::collections::BTreeMap;
use std::fmt;
use std::fs;
use std::path::Path;
use std::time::SystemTime;

use walkdir::WalkDir;

/// All files under a folder: path with `/` relative to it → bytes.
#[derive(Clone, PartialEq, Eq)]
pub struct Tree(pub BTreeMap<String, Vec<u8>>);

impl Tree {
    /// Reads every file under `folder`; a folder that does not exist is an empty tree.
    pub fn read(folder: &Path) -> Self {
        let read = |path: &str| fs::read(folder.join(path)).expect("a listed file can be read");
        Self(
            list(folder)
                .into_iter()
                .map(|path| (path.clone(), read(&path)))
                .collect(),
        )
    }

    /// One line per file that only one tree has or that differs; empty when the trees are equal.
    pub fn differences(&self, other: &Self) -> Vec<String> {
        let mut lines = Vec::new();
        for (path, bytes) in &self.0 {
            match other.0.get(path) {
                None => lines.push(format!("only in the first: {path}")),
                Some(theirs) if theirs != bytes => lines.push(difference(path, bytes, theirs)),
                Some(_) => {}
            }
        }
        for path in other.0.keys().filter(|path| !self.0.contains_key(*path)) {
            lines.push(format!("only in the second: {path}"));
        }
        lines
    }

    /// Panics with the list of differences unless both trees hold the same files with the same bytes.
    #[track_caller]
    pub fn expect_same(&self, other: &Self) {
        let lines = self.differences(other);
        assert!(lines.is_empty(), "the trees differ:\n{}", lines.join("\n"));
    }
}

impl fmt::Debug for Tree {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_map()
            .entries(self.0.iter().map(|(path, bytes)| (path, bytes.len())))
            .finish()
    }
}

fn difference(path: &str, first: &[u8], second: &[u8]) -> String {
    let at = first.iter().zip(second).take_while(|(a, b)| a == b).count();
    let near = |bytes: &[u8]| {
        let range = at.saturating_sub(30)..bytes.len().min(at + 30);
        String::from_utf8_lossy(bytes.get(range).unwrap_or_default()).into_owned()
    };
    format!(
        "differs: {path} ({} and {} bytes), first at byte {at}: {:?} and {:?}",
        first.len(),
        second.len(),
        near(first),
        near(second)
    )
}

/// The paths of all files under `folder`, relative, with `/`, sorted.
pub fn list(folder: &Path) -> Vec<String> {
    let mut paths: Vec<String> = WalkDir::new(folder)
        .into_iter()
        .filter_map(Result::ok)
        .filter(|entry| entry.file_type().is_file())
        .map(|entry| relative(folder, entry.path()))
        .collect();
    paths.sort();
    paths
}

/// When each file under `folder` was last written.
pub fn modified(folder: &Path) -> BTreeMap<String, SystemTime> {
    let time = |path: &str| {
        fs::metadata(folder.join(path))
            .and_then(|data| data.modified())
            .expect("a listed file has a time")
    };
    list(folder)
        .into_iter()
        .map(|path| (path.clone(), time(&path)))
        .collect()
}

/// Copies every file under `from` to the same place under `to`.
pub fn copy(from: &Path, to: &Path) {
    for path in list(from) {
        let target = to.join(&path);
        let folder = target.parent().expect("a file lies in a folder");
        fs::create_dir_all(folder).expect("a folder can be made");
        fs::copy(from.join(&path), target).expect("a file can be copied");
    }
}

fn relative(folder: &Path, path: &Path) -> String {
    let inner = path.strip_prefix(folder).expect("walked files lie in the folder");
    let parts: Vec<_> = inner.iter().map(|part| part.to_string_lossy()).collect();
    parts.join("/")
}
