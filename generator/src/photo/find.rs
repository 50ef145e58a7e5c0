//! Which files are looked at: those that are named, those in named folders, those on a list; and reading them within bounds.

use std::fs::File;
use std::io::{self, BufRead, Read};
use std::path::{Path, PathBuf};

use tassel_validator::{Lang, Limits};
use walkdir::WalkDir;

use super::{Item, pick};

/// Name endings that are taken for photos inside a folder.
pub(super) const PHOTO_ENDINGS: &[&str] = &[
    "jpg", "jpeg", "png", "webp", "heic", "heif", "gif", "bmp", "tif", "tiff",
];

/// The paths of a list: one a line, or set apart by NUL where there is one (as `find -print0` does).
///
/// # Errors
/// When it can't be read, or isn't UTF-8.
pub fn listed(list: &mut dyn BufRead) -> io::Result<Vec<PathBuf>> {
    let mut text = String::new();
    list.read_to_string(&mut text)?;
    let end = if text.contains('\0') { '\0' } else { '\n' };
    let lines = text
        .trim_start_matches('\u{feff}')
        .split(end)
        .map(|line| line.trim_end_matches('\r'));
    Ok(lines
        .filter(|line| !line.trim().is_empty())
        .map(PathBuf::from)
        .collect())
}

/// The files that a path stands for: itself, or every photo in the folder, in the order of names.
pub(super) fn walk(path: &Path, lang: Lang) -> Box<dyn Iterator<Item = Result<PathBuf, Item>>> {
    if !path.is_dir() {
        return Box::new(std::iter::once(Ok(path.to_owned())));
    }
    let entries = WalkDir::new(path).sort_by_file_name().follow_links(true).into_iter();
    Box::new(entries.filter_map(move |entry| match entry {
        Ok(entry) if entry.file_type().is_file() && is_photo(entry.path()) => Some(Ok(entry.into_path())),
        Ok(_) => None,
        Err(error) => {
            let file = error.path().map_or_else(String::new, shown);
            let error = match error.into_io_error() {
                Some(error) => reason(&error, lang),
                None => pick(
                    lang,
                    "文件夹里有绕回自己的链接，没有再进去",
                    "a link leads back into its own folder; not followed",
                )
                .to_owned(),
            };
            Some(Err(Item::Unreadable { file, error }))
        }
    }))
}

fn is_photo(path: &Path) -> bool {
    let ending = path.extension().map(|e| e.to_string_lossy().to_ascii_lowercase());
    ending.is_some_and(|ending| PHOTO_ENDINGS.contains(&ending.as_str()))
}

/// The path as given or walked, with `/` between its parts.
pub(super) fn shown(path: &Path) -> String {
    let text = path.to_string_lossy();
    if std::path::MAIN_SEPARATOR == '/' {
        text.into_owned()
    } else {
        text.replace(std::path::MAIN_SEPARATOR, "/")
    }
}

pub(super) enum Contents {
    Whole(Vec<u8>),
    /// More bytes than the validator looks at; not read.
    TooLarge(u64),
}

pub(super) fn read(path: &Path, lang: Lang) -> Result<Contents, String> {
    let most = Limits::STANDARD.max_bytes;
    let failed = |error: io::Error| reason(&error, lang);
    let meta = std::fs::metadata(path).map_err(failed)?;
    if !meta.is_file() {
        return Err(pick(lang, "不是普通文件", "not an ordinary file").to_owned());
    }
    if meta.len() > most {
        return Ok(Contents::TooLarge(meta.len()));
    }
    let mut bytes = Vec::with_capacity(usize::try_from(meta.len()).unwrap_or(0));
    // The file may grow while it is read.
    File::open(path)
        .map_err(failed)?
        .take(most + 1)
        .read_to_end(&mut bytes)
        .map_err(failed)?;
    let len = bytes.len() as u64;
    Ok(if len > most {
        Contents::TooLarge(len)
    } else {
        Contents::Whole(bytes)
    })
}

pub(super) fn reason(error: &io::Error, lang: Lang) -> String {
    match (error.kind(), lang) {
        (io::ErrorKind::NotFound, Lang::Zh) => "找不到这个文件，检查路径有没有写错".to_owned(),
        (io::ErrorKind::PermissionDenied, Lang::Zh) => "没有读取权限".to_owned(),
        (_, Lang::Zh) => format!("读不出来：{error}"),
        (_, Lang::En) => format!("can't be read: {error}"),
    }
}
