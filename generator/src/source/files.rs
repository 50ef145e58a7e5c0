//! Reading `content/`: which files there are, and their bytes as clean text.

use super::rules;
use crate::diagnostics::Finding;
use std::fmt;
use std::path::{Path, PathBuf};
use walkdir::WalkDir;

/// Text files above this many bytes are refused: no notice has 300 000 characters, and a parser should not try.
pub(crate) const MAX_TEXT_BYTES: u64 = 1024 * 1024;

/// A folder or file that could not be read at all.
#[derive(Debug)]
pub struct ReadError {
    /// What was to be read.
    pub path: PathBuf,
    /// What the system said.
    pub source: std::io::Error,
}

impl fmt::Display for ReadError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "读不了 {}：{}", self.path.display(), self.source)
    }
}

impl std::error::Error for ReadError {}

/// All files below a root, as sorted relative paths with `/` separators.
#[derive(Debug, Clone)]
pub struct FileTree {
    root: PathBuf,
    files: Vec<String>,
    unnameable: Vec<String>,
    unreadable: Vec<Finding>,
}

impl FileTree {
    /// Lists `root/folder` recursively; hidden files and editors' leftovers are passed over. A missing folder has no files.
    ///
    /// # Errors
    /// When the folder itself can't be listed; what is wrong further inside is kept as findings.
    pub fn list(root: &Path, folder: &str) -> Result<Self, ReadError> {
        let top = root.join(folder);
        let (mut files, mut unnameable, mut unreadable) = (Vec::new(), Vec::new(), Vec::new());
        if top.is_dir() {
            let walk = WalkDir::new(&top).follow_links(true).max_depth(16);
            for entry in walk
                .into_iter()
                .filter_entry(|e| e.depth() == 0 || !ignored(e.file_name()))
            {
                let entry = match entry {
                    Ok(entry) => entry,
                    Err(error) if error.depth() > 0 => {
                        unreadable.push(not_listed(root, &error));
                        continue;
                    }
                    Err(error) => {
                        return Err(ReadError {
                            path: error.path().map_or_else(|| top.clone(), Path::to_path_buf),
                            source: error.into(),
                        });
                    }
                };
                if entry.file_type().is_file() {
                    match relative(root, entry.path()) {
                        Some(file) => files.push(file),
                        None => unnameable.push(entry.path().to_string_lossy().into_owned()),
                    }
                }
            }
        }
        files.sort();
        unnameable.sort();
        Ok(Self {
            root: root.to_path_buf(),
            files,
            unnameable,
            unreadable,
        })
    }

    /// Folders and links inside that the system doesn't list.
    pub(crate) fn unreadable(&self) -> &[Finding] {
        &self.unreadable
    }

    /// All files.
    pub fn files(&self) -> &[String] {
        &self.files
    }

    /// Files whose names are not UTF-8, such as those of an archive that was packed on Chinese Windows; shown as well as can be.
    pub fn unnameable(&self) -> &[String] {
        &self.unnameable
    }

    /// Files directly in `folder` whose names end in one of `extensions`, as (stem, path).
    pub fn in_folder<'a>(
        &'a self,
        folder: &'a str,
        extensions: &'a [&'a str],
    ) -> impl Iterator<Item = (&'a str, &'a str)> {
        self.files.iter().filter_map(move |file| {
            let name = file.strip_prefix(folder)?.strip_prefix('/')?;
            let (stem, extension) = name.rsplit_once('.')?;
            (!name.contains('/') && extensions.contains(&extension)).then_some((stem, file.as_str()))
        })
    }

    /// Whether the file exists, with exactly this spelling.
    pub fn has(&self, file: &str) -> bool {
        self.files.binary_search_by(|f| f.as_str().cmp(file)).is_ok()
    }

    /// The file's size in bytes; 0 where it can't be told.
    pub(super) fn size(&self, file: &str) -> u64 {
        std::fs::metadata(self.root.join(file)).map_or(0, |m| m.len())
    }

    /// The file's bytes.
    ///
    /// # Errors
    /// A finding that names the file and what the system said.
    pub fn bytes(&self, file: &str) -> Result<Vec<u8>, Finding> {
        std::fs::read(self.root.join(file)).map_err(|error| {
            Finding::of(&rules::S004, format!("读不了文件 {file}：{error}"))
                .in_file(file)
                .help("检查文件是否还在、是否有读取权限")
        })
    }

    /// The file as text: UTF-8, a BOM dropped, CRLF made LF.
    ///
    /// # Errors
    /// A finding for a file that is not UTF-8 (with the likely encoding) or too big.
    pub fn text(&self, file: &str) -> Result<String, Finding> {
        let size = self.size(file);
        if size > MAX_TEXT_BYTES {
            return Err(Finding::of(
                &rules::S006,
                format!("{file} 有 {} KB，超过文字文件的上限 1 MB", size.div_ceil(1024)),
            )
            .in_file(file)
            .help("把大文件放进 attachments/，文字文件里只留文字"));
        }
        decode(file, self.bytes(file)?)
    }
}

/// What to say of a folder that can't be listed, of a link that leads nowhere, and of one that leads back to a folder that it lies in.
fn not_listed(root: &Path, error: &walkdir::Error) -> Finding {
    let path = error.path().unwrap_or(root);
    let path = relative(root, path).unwrap_or_else(|| path.to_string_lossy().into_owned());
    let (message, help) = if error.loop_ancestor().is_some() {
        (
            format!("{path} 是一个链接，绕回了它自己所在的文件夹"),
            "删掉这个链接；要用的文件复制一份进来",
        )
    } else {
        let why = error.io_error().map_or_else(String::new, |why| format!("：{why}"));
        (
            format!("读不了 {path}{why}"),
            "检查它是否还在、是否有读取权限；是链接就看它指向哪里",
        )
    };
    Finding::of(&rules::S004, message).in_file(path).help(help)
}

fn ignored(name: &std::ffi::OsStr) -> bool {
    let name = name.to_string_lossy();
    name.starts_with('.') || name.starts_with("~$") || name.ends_with('~')
}

fn relative(root: &Path, path: &Path) -> Option<String> {
    let parts: Option<Vec<&str>> = path.strip_prefix(root).ok()?.iter().map(|part| part.to_str()).collect();
    parts.map(|parts| parts.join("/"))
}

fn decode(file: &str, bytes: Vec<u8>) -> Result<String, Finding> {
    let text = String::from_utf8(bytes).map_err(|error| not_utf8(file, error.as_bytes(), &error.utf8_error()))?;
    let text = text.strip_prefix('\u{feff}').unwrap_or(&text);
    Ok(text.replace("\r\n", "\n"))
}

fn not_utf8(file: &str, bytes: &[u8], error: &std::str::Utf8Error) -> Finding {
    let (good, bad) = bytes.split_at(error.valid_up_to().min(bytes.len()));
    let (line, column) = line_and_column(good);
    let look: Vec<String> = bad.iter().take(4).map(|byte| format!("{byte:02X}")).collect();
    let place = format!("第 {line} 行第 {column} 列起读不通，那里的字节是 {}", look.join(" "));
    let message = match likely_encoding(bytes) {
        Some(name) => {
            let meant = beginning(bytes, bad).map_or(String::new(), |text| format!("，照它读是“{text}…”"));
            format!("{file} 不是 UTF-8 编码（{place}），看起来是 {name}{meant}")
        }
        None => format!("{file} 不是 UTF-8 编码（{place}），也认不出是什么编码"),
    };
    Finding::of(&rules::S003, message)
        .in_file(file)
        .help("用记事本或 VS Code 打开，选“另存为”，编码选 UTF-8，再保存一次")
}

/// Line and column, from 1, behind some UTF-8; columns in characters.
fn line_and_column(before: &[u8]) -> (usize, usize) {
    let before = String::from_utf8_lossy(before);
    let line = before.matches('\n').count() + 1;
    let column = before.rsplit('\n').next().map_or(0, |last| last.chars().count()) + 1;
    (line, column)
}

/// The first characters of a line in the encoding that it most likely has, from where it is no UTF-8.
fn beginning(bytes: &[u8], bad: &[u8]) -> Option<String> {
    let some = |all: &[u8]| all.get(..64).unwrap_or(all).to_vec();
    let text = match encoding_rs::Encoding::for_bom(bytes) {
        Some((encoding, mark)) => encoding
            .decode_without_bom_handling(&some(bytes.get(mark..)?))
            .0
            .into_owned(),
        None => encoding_rs::GB18030
            .decode_without_bom_handling(&some(bad))
            .0
            .into_owned(),
    };
    let line = text.lines().next()?;
    let shown: String = line.chars().take_while(|c| !c.is_control()).take(6).collect();
    (!shown.is_empty()).then_some(shown)
}

/// Names the encoding that Chinese Windows programs most likely wrote.
fn likely_encoding(bytes: &[u8]) -> Option<&'static str> {
    if bytes.starts_with(&[0xFF, 0xFE]) || bytes.starts_with(&[0xFE, 0xFF]) {
        return Some("UTF-16");
    }
    let (text, failed) = encoding_rs::GB18030.decode_without_bom_handling(bytes);
    let han = text.chars().filter(|c| matches!(c, '\u{4e00}'..='\u{9fff}')).count();
    let other = text
        .chars()
        .filter(|c| !c.is_ascii() && !matches!(c, '\u{3000}'..='\u{9fff}' | '\u{ff00}'..='\u{ffef}'))
        .count();
    (!failed && han > other).then_some("GB18030（GBK）")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_the_encoding_of_chinese_windows() {
        let (bytes, _, _) = encoding_rs::GB18030.encode("title: 关于毕业生图像采集的通知\n");
        assert_eq!(likely_encoding(&bytes), Some("GB18030（GBK）"));
        assert_eq!(likely_encoding(&[0xFF, 0xFE, 0x31, 0x00]), Some("UTF-16"));
        assert_eq!(likely_encoding(&[0xFF, 0x00, 0xFF]), None);
    }

    #[test]
    fn the_place_and_the_look_of_foreign_bytes_are_told() {
        let (bytes, _, _) = encoding_rs::GB18030.encode("a: 1\ntitle: 毕业生图像采集通知\n");
        let said = decode("a.yaml", bytes.into_owned()).unwrap_err().message;
        assert!(said.contains("第 2 行第 8 列"), "{said}");
        assert!(said.contains("B1 CF D2 B5") && said.contains("毕业生图像采…"), "{said}");
        let said = decode("a.yaml", "毕业\n毕业".bytes().chain([0xff, 0x80]).collect())
            .unwrap_err()
            .message;
        assert!(said.contains("第 2 行第 3 列") && said.contains("FF 80"), "{said}");
    }

    #[test]
    fn drops_the_bom_and_carriage_returns() {
        let text = decode("a.yaml", b"\xEF\xBB\xBFa: 1\r\nb: 2\r\n".to_vec()).unwrap();
        assert_eq!(text, "a: 1\nb: 2\n");
    }
}
