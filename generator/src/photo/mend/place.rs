//! Where a mended photo goes, and how it gets there.

use std::io;
use std::path::{Path, PathBuf};

use tassel_validator::Lang;

use crate::photo::find::reason;

/// The name, then the name with -2, -3, … before its ending.
pub(super) fn numbered(folder: &Path, name: &str) -> impl Iterator<Item = PathBuf> {
    let (stem, ending) = name.rsplit_once('.').unwrap_or((name, "jpg"));
    let (stem, ending) = (stem.to_owned(), ending.to_owned());
    let more = (2..10_000).map(move |n| format!("{stem}-{n}.{ending}"));
    let folder = folder.to_owned();
    std::iter::once(name.to_owned())
        .chain(more)
        .map(move |name| folder.join(name))
}

/// Whether a file has exactly these bytes.
pub(super) fn same(path: &Path, bytes: &[u8]) -> bool {
    let long = std::fs::metadata(path).is_ok_and(|meta| meta.is_file() && meta.len() == bytes.len() as u64);
    long && std::fs::read(path).is_ok_and(|own| own == bytes)
}

/// Writes a file beside its place and puts it there in one step: there is the old file or the new one, never half of one.
pub(super) fn put(place: &Path, bytes: &[u8]) -> io::Result<()> {
    let folder = place
        .parent()
        .filter(|folder| !folder.as_os_str().is_empty())
        .unwrap_or(Path::new("."));
    std::fs::create_dir_all(folder)?;
    // The name says nothing: the photo's own may be an identity number.
    let beside = folder.join(".tassel-photo-fix.part");
    let written = std::fs::write(&beside, bytes).and_then(|()| std::fs::rename(&beside, place));
    if written.is_err() {
        let _ = std::fs::remove_file(&beside);
    }
    written
}

/// What to say when a file could not be written at `place`.
pub(super) fn unwritable(place: &str, error: &io::Error, lang: Lang) -> String {
    match (error.kind(), lang) {
        (io::ErrorKind::PermissionDenied, Lang::Zh) => format!("没有权限写 {place}"),
        (_, Lang::Zh) => format!("写不了 {place}：{error}"),
        (_, Lang::En) => format!("can't write {place}: {}", reason(error, lang)),
    }
}
