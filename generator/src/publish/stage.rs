//! The new site is built beside the old one and put in its place in one step.
//!
//! A crash before that step leaves the old site; after it, the new one. Files that didn't change are hard links to the old ones,
//! so that their times stay; files that this program didn't write (a CNAME, a `.git`) move along.

use super::{MANIFEST, manifest};
use crate::channels::Channel;
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::{fmt, fs, io};

/// Why a site could not be written; the old one is still whole.
#[derive(Debug)]
pub enum PublishError {
    /// The output folder holds something else.
    NotOurs(PathBuf),
    /// The output folder was written for another channel.
    Taken(PathBuf),
    /// The output folder is, holds or lies in the content.
    Overlaps(PathBuf),
    /// The system refused.
    Io(PathBuf, io::Error),
}

impl fmt::Display for PublishError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NotOurs(path) => write!(
                f,
                "输出文件夹 {} 里已有别的文件，而且不是 tassel 生成的；为了不覆盖它们，这次没有写。请换一个 --out，或先清空它",
                path.display()
            ),
            Self::Taken(path) => write!(
                f,
                "输出文件夹 {} 是给别的渠道生成的；为了不覆盖它，这次没有写。请换一个 --out",
                path.display()
            ),
            Self::Overlaps(path) => {
                write!(
                    f,
                    "输出文件夹 {} 和内容文件夹重叠，会把内容覆盖掉；请换一个 --out",
                    path.display()
                )
            }
            Self::Io(path, error) => write!(f, "写不了 {}：{error}；原来的网站没有动", path.display()),
        }
    }
}

impl std::error::Error for PublishError {}

/// What publishing did.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Published {
    /// Files in the new site.
    pub files: usize,
    /// Files that are new or changed.
    pub written: usize,
    /// Files of the old site that are gone.
    pub removed: usize,
    /// Sum of all sizes, bytes.
    pub bytes: u64,
}

/// Puts `files` (path → bytes) of a channel and their manifest into `out`; `keep_out` are folders that must not be touched.
///
/// # Errors
/// See [`PublishError`]; whatever happens, `out` is either the old or the new site.
pub fn publish(
    files: BTreeMap<String, Vec<u8>>,
    channel: Channel,
    out: &Path,
    keep_out: &[&Path],
) -> Result<Published, PublishError> {
    let mut files = files;
    let listing = manifest(&files, channel).map_err(|error| PublishError::Io(out.to_path_buf(), error.into()))?;
    files.insert(MANIFEST.to_owned(), listing);
    let out = absolute(out)?;
    refuse_overlap(&out, keep_out)?;
    let places = Places::beside(&out)?;
    places.recover()?;
    let old = old_files(&out, channel)?;
    let changed: BTreeSet<&str> = files
        .iter()
        .filter(|(path, bytes)| !same(&out.join(path), bytes))
        .map(|(path, _)| path.as_str())
        .collect();
    let gone = old.iter().filter(|path| !files.contains_key(*path)).count();
    let done = Published {
        files: files.len(),
        written: changed.len(),
        removed: gone,
        bytes: files.values().map(|bytes| bytes.len() as u64).sum(),
    };
    if changed.is_empty() && gone == 0 {
        return Ok(done);
    }
    places.build(&files, &changed, &old)?;
    places.swap()?;
    Ok(done)
}

fn at(path: &Path) -> impl FnOnce(io::Error) -> PublishError + '_ {
    move |error| PublishError::Io(path.to_path_buf(), error)
}

fn absolute(out: &Path) -> Result<PathBuf, PublishError> {
    let path = std::path::absolute(out).map_err(at(out))?;
    // A link to a folder is followed, so that the link itself stays.
    Ok(fs::canonicalize(&path).unwrap_or(path))
}

fn refuse_overlap(out: &Path, keep_out: &[&Path]) -> Result<(), PublishError> {
    for folder in keep_out {
        let folder = fs::canonicalize(folder).unwrap_or_else(|_| folder.to_path_buf());
        if folder.starts_with(out) || out.starts_with(&folder) {
            return Err(PublishError::Overlaps(out.to_path_buf()));
        }
    }
    Ok(())
}

/// Paths that the old site's manifest names; an error when the folder holds files but no manifest of ours, or another channel's.
fn old_files(out: &Path, channel: Channel) -> Result<BTreeSet<String>, PublishError> {
    if !out.exists() {
        return Ok(BTreeSet::new());
    }
    let mut entries = fs::read_dir(out).map_err(at(out))?;
    let manifest = fs::read(out.join(MANIFEST)).ok();
    let manifest = manifest.and_then(|bytes| serde_json::from_slice::<serde_json::Value>(&bytes).ok());
    let manifest = manifest.filter(|m| m["generator"] == "tassel");
    // A manifest that names no channel is a site's, from before there were others.
    let other = |m: &serde_json::Value| m["channel"].as_str().unwrap_or(Channel::Site.id()) != channel.id();
    if manifest.as_ref().is_some_and(other) {
        return Err(PublishError::Taken(out.to_path_buf()));
    }
    match manifest.as_ref().and_then(|m| m["files"].as_object()) {
        Some(files) => Ok(files.keys().cloned().chain([MANIFEST.to_owned()]).collect()),
        None if entries.next().is_none() => Ok(BTreeSet::new()),
        None => Err(PublishError::NotOurs(out.to_path_buf())),
    }
}

fn same(path: &Path, bytes: &[u8]) -> bool {
    fs::metadata(path).is_ok_and(|m| m.is_file() && m.len() == bytes.len() as u64)
        && fs::read(path).is_ok_and(|old| old == bytes)
}

/// The output folder and the two that stand beside it while it is replaced.
struct Places {
    out: PathBuf,
    new: PathBuf,
    old: PathBuf,
}

impl Places {
    fn beside(out: &Path) -> Result<Self, PublishError> {
        let name = out
            .file_name()
            .ok_or_else(|| PublishError::NotOurs(out.to_path_buf()))?
            .to_string_lossy();
        let parent = out.parent().unwrap_or(Path::new("/"));
        fs::create_dir_all(parent).map_err(at(parent))?;
        let beside = |end: &str| parent.join(format!(".{name}.tassel-{end}"));
        Ok(Self {
            out: out.to_path_buf(),
            new: beside("new"),
            old: beside("old"),
        })
    }

    /// Clears what an interrupted run left, and puts the old site back if it stood aside.
    fn recover(&self) -> Result<(), PublishError> {
        if !self.out.exists() && self.old.exists() {
            fs::rename(&self.old, &self.out).map_err(at(&self.out))?;
        }
        for left in [&self.new, &self.old] {
            if left.exists() {
                fs::remove_dir_all(left).map_err(at(left))?;
            }
        }
        Ok(())
    }

    fn build(
        &self,
        files: &BTreeMap<String, Vec<u8>>,
        changed: &BTreeSet<&str>,
        old: &BTreeSet<String>,
    ) -> Result<(), PublishError> {
        fs::create_dir_all(&self.new).map_err(at(&self.new))?;
        for (path, bytes) in files {
            let target = self.new.join(path);
            if let Some(folder) = target.parent() {
                fs::create_dir_all(folder).map_err(at(folder))?;
            }
            let linked = !changed.contains(path.as_str()) && fs::hard_link(self.out.join(path), &target).is_ok();
            if !linked {
                fs::write(&target, bytes).map_err(at(&target))?;
            }
        }
        self.carry_over(files, old)
    }

    /// Files in the output folder that no manifest names belong to somebody else and stay.
    fn carry_over(&self, files: &BTreeMap<String, Vec<u8>>, old: &BTreeSet<String>) -> Result<(), PublishError> {
        if !self.out.exists() {
            return Ok(());
        }
        for entry in walkdir::WalkDir::new(&self.out).sort_by_file_name() {
            let entry = entry.map_err(|error| PublishError::Io(self.out.clone(), error.into()))?;
            let inside = entry.path().strip_prefix(&self.out).unwrap_or(entry.path());
            let name = inside
                .iter()
                .map(|part| part.to_string_lossy())
                .collect::<Vec<_>>()
                .join("/");
            if entry.file_type().is_dir() || old.contains(&name) || files.contains_key(&name) {
                continue;
            }
            let target = self.new.join(inside);
            if let Some(folder) = target.parent() {
                fs::create_dir_all(folder).map_err(at(folder))?;
            }
            if fs::hard_link(entry.path(), &target).is_err() {
                fs::copy(entry.path(), &target).map_err(at(&target))?;
            }
        }
        Ok(())
    }

    /// The one step. Where the system can exchange two folders at once it does; elsewhere the old one steps aside first.
    fn swap(&self) -> Result<(), PublishError> {
        if self.out.exists() {
            if exchange(&self.new, &self.out).is_ok() {
                return fs::remove_dir_all(&self.new).map_err(at(&self.new));
            }
            fs::rename(&self.out, &self.old).map_err(at(&self.out))?;
            if let Err(error) = fs::rename(&self.new, &self.out) {
                let _ = fs::rename(&self.old, &self.out);
                return Err(PublishError::Io(self.out.clone(), error));
            }
            return fs::remove_dir_all(&self.old).map_err(at(&self.old));
        }
        fs::rename(&self.new, &self.out).map_err(at(&self.out))
    }
}

#[cfg(target_os = "linux")]
fn exchange(a: &Path, b: &Path) -> io::Result<()> {
    use rustix::fs::{CWD, RenameFlags, renameat_with};
    renameat_with(CWD, a, CWD, b, RenameFlags::EXCHANGE).map_err(io::Error::from)
}

#[cfg(not(target_os = "linux"))]
fn exchange(_: &Path, _: &Path) -> io::Result<()> {
    Err(io::ErrorKind::Unsupported.into())
}
