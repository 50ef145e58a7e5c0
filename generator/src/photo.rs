//! `tassel photo check`: walks files and folders, checks every photo, prints people's text, JSON or JSON lines.
//!
//! Photos are read and checked in parallel, one per thread at a time, and printed in the order in which they were named: memory stays
//! bounded however many there are. A file that can't be read is reported in its place and doesn't stop the run.

use std::fs::File;
use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};

use anyhow::Result;
use rayon::prelude::*;
use serde::Serialize;
use tassel_validator::{Clock, Lang, Limits, Options, Photo, Profile, Report, Status, Verdict, check, check_oversize};
use walkdir::WalkDir;

/// Name endings that are taken for photos inside a folder.
const PHOTO_ENDINGS: &[&str] = &[
    "jpg", "jpeg", "png", "webp", "heic", "heif", "gif", "bmp", "tif", "tiff",
];

/// How the reports are printed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PhotoFormat {
    /// Text for people.
    Human,
    /// One JSON array.
    Json,
    /// One JSON object per line.
    Jsonl,
}

/// What to check, and how to say it.
#[derive(Debug, Clone)]
pub struct CheckRequest {
    /// Files and folders; folders are walked in the order of their names.
    pub paths: Vec<PathBuf>,
    /// The standard to apply.
    pub profile: Profile,
    /// How to print.
    pub format: PhotoFormat,
    /// Language of the words.
    pub lang: Lang,
}

/// How a run went.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Outcome {
    /// Photos that passed.
    pub passed: usize,
    /// Photos with at least one failed check.
    pub failed: usize,
    /// Photos that a person should look at.
    pub review: usize,
    /// Files and folders that could not be read.
    pub unreadable: usize,
}

impl Outcome {
    /// Photos that were checked.
    pub fn photos(&self) -> usize {
        self.passed + self.failed + self.review
    }

    fn count(&mut self, item: &Item) {
        match item {
            Item::Report(report) => match report.verdict {
                Verdict::Pass => self.passed += 1,
                Verdict::Fail => self.failed += 1,
                Verdict::Review => self.review += 1,
            },
            Item::Unreadable { .. } => self.unreadable += 1,
        }
    }
}

/// One line of the output: a report, or why there is none.
#[derive(Debug, Serialize)]
#[serde(untagged)]
enum Item {
    Report(Box<Report>),
    Unreadable { file: String, error: String },
}

/// Checks everything the request names and prints it to `out`.
///
/// # Errors
/// Only when `out` can't be written; unreadable photos are part of the output and of the [`Outcome`].
pub fn run(request: &CheckRequest, out: &mut dyn Write, clock: &(dyn Clock + Sync)) -> Result<Outcome> {
    let found = request.paths.iter().flat_map(|path| walk(path, request.lang));
    let mut printer = Printer {
        out,
        format: request.format,
        lang: request.lang,
        outcome: Outcome::default(),
        first: true,
    };
    printer.begin()?;
    let mut batch = Vec::new();
    let most = rayon::current_num_threads().max(1) * 2;
    for entry in found {
        batch.push(entry);
        if batch.len() == most {
            printer.print(check_batch(std::mem::take(&mut batch), request, clock))?;
        }
    }
    printer.print(check_batch(batch, request, clock))?;
    printer.end()
}

fn check_batch(batch: Vec<Result<PathBuf, Item>>, request: &CheckRequest, clock: &(dyn Clock + Sync)) -> Vec<Item> {
    batch
        .into_par_iter()
        .map(|entry| entry.map_or_else(|problem| problem, |path| check_file(&path, request, clock)))
        .collect()
}

/// The files that a path stands for: itself, or every photo in the folder, in the order of names.
fn walk(path: &Path, lang: Lang) -> Box<dyn Iterator<Item = Result<PathBuf, Item>>> {
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
fn shown(path: &Path) -> String {
    let text = path.to_string_lossy();
    if std::path::MAIN_SEPARATOR == '/' {
        text.into_owned()
    } else {
        text.replace(std::path::MAIN_SEPARATOR, "/")
    }
}

fn check_file(path: &Path, request: &CheckRequest, clock: &(dyn Clock + Sync)) -> Item {
    let file = shown(path);
    let clock = AsClock(clock);
    let options = Options {
        lang: request.lang,
        clock: &clock,
    };
    match read(path, request.lang) {
        Ok(Contents::Whole(bytes)) => {
            let photo = Photo {
                bytes: &bytes,
                file_name: &file,
            };
            Item::Report(Box::new(check(&photo, &request.profile, &options)))
        }
        Ok(Contents::TooLarge(len)) => Item::Report(Box::new(check_oversize(len, &file, &request.profile, &options))),
        Err(error) => Item::Unreadable { file, error },
    }
}

/// A clock that may be used from any thread, as one that need not.
struct AsClock<'a>(&'a (dyn Clock + Sync));

impl Clock for AsClock<'_> {
    fn now_ms(&self) -> f64 {
        self.0.now_ms()
    }
}

enum Contents {
    Whole(Vec<u8>),
    /// More bytes than the validator looks at; not read.
    TooLarge(u64),
}

fn read(path: &Path, lang: Lang) -> Result<Contents, String> {
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

fn reason(error: &io::Error, lang: Lang) -> String {
    match (error.kind(), lang) {
        (io::ErrorKind::NotFound, Lang::Zh) => "找不到这个文件，检查路径有没有写错".to_owned(),
        (io::ErrorKind::PermissionDenied, Lang::Zh) => "没有读取权限".to_owned(),
        (_, Lang::Zh) => format!("读不出来：{error}"),
        (_, Lang::En) => format!("can't be read: {error}"),
    }
}

fn pick<'a>(lang: Lang, zh: &'a str, en: &'a str) -> &'a str {
    match lang {
        Lang::Zh => zh,
        Lang::En => en,
    }
}

struct Printer<'a> {
    out: &'a mut dyn Write,
    format: PhotoFormat,
    lang: Lang,
    outcome: Outcome,
    first: bool,
}

impl Printer<'_> {
    fn begin(&mut self) -> Result<()> {
        if self.format == PhotoFormat::Json {
            self.out.write_all(b"[")?;
        }
        Ok(())
    }

    fn print(&mut self, items: Vec<Item>) -> Result<()> {
        for item in items {
            self.outcome.count(&item);
            match self.format {
                PhotoFormat::Human => self.human(&item)?,
                PhotoFormat::Json => {
                    self.out.write_all(if self.first { b"\n" } else { b",\n" })?;
                    serde_json::to_writer(&mut *self.out, &item)?;
                }
                PhotoFormat::Jsonl => {
                    serde_json::to_writer(&mut *self.out, &item)?;
                    self.out.write_all(b"\n")?;
                }
            }
            self.first = false;
        }
        Ok(())
    }

    fn end(mut self) -> Result<Outcome> {
        match self.format {
            PhotoFormat::Human => self.summary()?,
            PhotoFormat::Json => self.out.write_all(b"\n]\n")?,
            PhotoFormat::Jsonl => {}
        }
        Ok(self.outcome)
    }

    /// 结论 · 量到的值 · 要求 · 怎么改: one line for the photo, one for each check that wants attention.
    fn human(&mut self, item: &Item) -> Result<()> {
        let report = match item {
            Item::Report(report) => report,
            Item::Unreadable { file, error } => {
                writeln!(self.out, "! {}  {}", plain(file), plain(error))?;
                return Ok(());
            }
        };
        let (mark, verdict) = match report.verdict {
            Verdict::Pass => ("✓", pick(self.lang, "通过", "passes")),
            Verdict::Fail => ("✗", pick(self.lang, "需要修改", "needs changes")),
            Verdict::Review => ("?", pick(self.lang, "请人工确认", "please have a look")),
        };
        writeln!(self.out, "{mark} {}  {verdict}", plain(&report.file))?;
        for check in &report.checks {
            let mark = match check.status {
                Status::Fail => "✗",
                Status::Review => "?",
                Status::Pass | Status::Skip => continue,
            };
            let space = pick(self.lang, "", " ");
            writeln!(
                self.out,
                "    {mark} {}  {}{space}{}",
                check.title,
                plain(&check.message),
                check.advice
            )?;
        }
        Ok(())
    }

    fn summary(&mut self) -> Result<()> {
        let Outcome {
            passed,
            failed,
            review,
            unreadable,
        } = self.outcome;
        let photos = self.outcome.photos();
        match self.lang {
            Lang::Zh if photos + unreadable == 0 => writeln!(
                self.out,
                "没有找到照片；文件夹里找的是 {} 文件。",
                PHOTO_ENDINGS.join("、")
            )?,
            Lang::En if photos + unreadable == 0 => writeln!(
                self.out,
                "No photos found; in folders, {} files count.",
                PHOTO_ENDINGS.join(", ")
            )?,
            Lang::Zh => {
                write!(
                    self.out,
                    "共 {photos} 张：通过 {passed}，需要修改 {failed}，请人工确认 {review}。"
                )?;
                if unreadable > 0 {
                    write!(self.out, "另有 {unreadable} 个文件读不出来。")?;
                }
                writeln!(self.out, "自动检查只供参考，以采集单位的审核为准。")?;
            }
            Lang::En => {
                write!(
                    self.out,
                    "{photos} photos: {passed} pass, {failed} need changes, {review} to look at."
                )?;
                if unreadable > 0 {
                    write!(self.out, " {unreadable} files could not be read.")?;
                }
                writeln!(self.out, " An aid only; the collecting office decides.")?;
            }
        }
        Ok(())
    }
}

/// Text without control characters: a file's name must not be able to steer a terminal.
fn plain(text: &str) -> String {
    text.chars()
        .map(|c| if c.is_control() { '\u{FFFD}' } else { c })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use tassel_validator::{NoClock, builtin};

    fn run_over(paths: Vec<PathBuf>, format: PhotoFormat) -> (String, Outcome) {
        let request = CheckRequest {
            paths,
            profile: builtin("xueli2017").unwrap(),
            format,
            lang: Lang::Zh,
        };
        let mut out = Vec::new();
        let outcome = run(&request, &mut out, &NoClock).unwrap();
        (String::from_utf8(out).unwrap(), outcome)
    }

    /// Names, relative to the folder, in the order of the output.
    fn files(text: &str, folder: &Path) -> Vec<String> {
        let prefix = format!("{}/", folder.display());
        let file = |line: &str| {
            serde_json::from_str::<serde_json::Value>(line).unwrap()["file"]
                .as_str()
                .unwrap()
                .to_owned()
        };
        text.lines().map(|line| file(line).replace(&prefix, "")).collect()
    }

    #[test]
    fn folders_are_walked_in_order_and_only_for_photos() {
        let folder = tempfile::tempdir().unwrap();
        std::fs::create_dir(folder.path().join("二班")).unwrap();
        let names = ["b.JPG", "a.jpeg", "notes.txt", "二班/z.png", "二班/c.heic", "d.webp"];
        for name in names {
            std::fs::write(folder.path().join(name), b"no photo").unwrap();
        }
        // Many more than are checked at a time, so that batches meet.
        for i in 0..50 {
            std::fs::write(folder.path().join(format!("n{i:02}.jpg")), b"").unwrap();
        }
        let (text, outcome) = run_over(vec![folder.path().to_owned()], PhotoFormat::Jsonl);
        let mut expected = ["a.jpeg", "b.JPG", "d.webp"].map(str::to_owned).to_vec();
        expected.extend((0..50).map(|i| format!("n{i:02}.jpg")));
        expected.extend(["二班/c.heic", "二班/z.png"].map(str::to_owned));
        assert_eq!(files(&text, folder.path()), expected);
        assert_eq!((outcome.failed, outcome.photos()), (55, 55));
    }

    #[test]
    fn a_named_file_counts_whatever_it_is_called_and_a_missing_one_does_not_stop_the_run() {
        let folder = tempfile::tempdir().unwrap();
        let (there, missing) = (folder.path().join("notes.txt"), folder.path().join("gone.jpg"));
        std::fs::write(&there, b"no photo").unwrap();
        let paths = vec![missing, there];
        let (text, outcome) = run_over(paths.clone(), PhotoFormat::Jsonl);
        assert_eq!(files(&text, folder.path()), ["gone.jpg", "notes.txt"]);
        assert_eq!(
            outcome,
            Outcome {
                failed: 1,
                unreadable: 1,
                ..Outcome::default()
            }
        );
        let (text, _) = run_over(paths.clone(), PhotoFormat::Json);
        assert_eq!(serde_json::from_str::<Vec<serde_json::Value>>(&text).unwrap().len(), 2);
        let (text, _) = run_over(paths, PhotoFormat::Human);
        assert!(
            text.contains("找不到这个文件") && text.contains("不是照片文件") && text.contains("共 1 张"),
            "{text}"
        );
    }

    #[test]
    fn nothing_to_check_is_said() {
        let folder = tempfile::tempdir().unwrap();
        let (text, outcome) = run_over(vec![folder.path().to_owned()], PhotoFormat::Human);
        assert!(text.contains("没有找到照片"), "{text}");
        assert_eq!(outcome, Outcome::default());
        let (text, _) = run_over(vec![folder.path().to_owned()], PhotoFormat::Json);
        assert_eq!(serde_json::from_str::<Vec<serde_json::Value>>(&text).unwrap().len(), 0);
    }

    #[test]
    fn a_huge_file_is_judged_by_its_size() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("huge.jpg");
        // A hole of 4 GiB: reading it would be noticed.
        File::create(&path).unwrap().set_len(4 << 30).unwrap();
        let (text, outcome) = run_over(vec![path], PhotoFormat::Human);
        assert!(text.contains("4096 MB"), "{text}");
        assert_eq!(outcome.failed, 1);
    }

    #[test]
    fn a_name_cannot_steer_the_terminal() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a\u{1b}[31m.jpg");
        std::fs::write(&path, b"").unwrap();
        let (text, _) = run_over(vec![path], PhotoFormat::Human);
        assert!(!text.contains('\u{1b}'));
    }
}
