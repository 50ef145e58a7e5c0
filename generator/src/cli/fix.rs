//! `--fix`: mends what can be mended without asking. So far that is what pictures say beside what is seen.

use super::args::Mending;
use crate::rules::privacy::Redactor;
use crate::source::documents;
use crate::source::{FileTree, ReadError};
use std::io::{self, Write};
use std::path::Path;
use std::{fmt, fs};

/// Folders whose pictures are published.
const FOLDERS: [&str; 2] = ["content", "themes"];

/// What the system refused.
#[derive(Debug)]
pub(super) enum FixError {
    /// A folder could not be listed.
    Read(ReadError),
    /// A picture could not be written; it is as it was.
    Write(String, io::Error),
}

impl fmt::Display for FixError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Read(error) => error.fmt(f),
            Self::Write(file, error) => write!(f, "写不了 {file}：{error}；它还是原来的样子"),
        }
    }
}

/// Mends what was asked for.
///
/// # Errors
/// What the system refuses.
pub(super) fn apply(mending: &Mending, root: &Path, err: &mut dyn Write) -> Result<(), FixError> {
    if mending.fix { pictures(root, err) } else { Ok(()) }
}

/// Takes places, names and serial numbers out of all pictures below `root` and says which; no pixel changes.
///
/// # Errors
/// What the system refuses; pictures that were done before stay done.
fn pictures(root: &Path, err: &mut dyn Write) -> Result<(), FixError> {
    for folder in FOLDERS {
        let tree = FileTree::list(root, folder).map_err(FixError::Read)?;
        for file in tree.files().iter().filter(|file| is_picture(file)) {
            // What can't be read is a finding of the build that follows.
            let Ok(bytes) = tree.bytes(file) else { continue };
            let Some(cleaned) = documents::clean(file, &bytes) else {
                continue;
            };
            replace(&root.join(file), &cleaned.bytes).map_err(|error| FixError::Write(shown(file), error))?;
            let _ = writeln!(
                err,
                "清除了 {} 里的{}，画面没有变",
                shown(file),
                cleaned.tells.join("、")
            );
        }
    }
    Ok(())
}

/// The file's name, for photos are named after their students.
fn shown(file: &str) -> String {
    Redactor::default().numbers(file)
}

fn is_picture(file: &str) -> bool {
    let name = file.to_lowercase();
    [".jpg", ".jpeg", ".png", ".webp"].iter().any(|end| name.ends_with(end))
}

/// Writes beside the file and puts the new one in its place in one step; a link keeps pointing where it did.
fn replace(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let path = fs::canonicalize(path)?;
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    let beside = path.with_file_name(format!(".{name}.tassel-fix"));
    let written = fs::write(&beside, bytes)
        .and_then(|()| fs::set_permissions(&beside, fs::metadata(&path)?.permissions()))
        .and_then(|()| fs::rename(&beside, &path));
    if written.is_err() {
        let _ = fs::remove_file(&beside);
    }
    written
}
