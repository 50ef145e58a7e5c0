//! `tassel photo fix`: mends photos and saves them beside the originals, which stay as they are.
//!
//! Photos are mended in parallel and saved one after the other, so that two of the same name don't meet. Every file is written beside
//! its place and then put there in one step. An identity number is only ever part of a name: it isn't printed.

use std::collections::BTreeSet;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use anyhow::Result;
use rayon::prelude::*;
use serde::Serialize;
use tassel_validator::fix::{Fixed, NotFixed, fix};
use tassel_validator::pixels::NoPixels;
use tassel_validator::portrait::Models;
use tassel_validator::{Clock, Lang, Options, Photo, Profile, Report, Status, Verdict, check, id_number};

use super::find::{Contents, read, shown, walk};
use super::{AsClock, Item, pick, plain};
use place::{numbered, put, same, unwritable};

mod place;

/// What stands between a mended photo's name and its ending.
const MENDED: &str = ".fixed";

/// How the result is printed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FixFormat {
    /// Text for people.
    Human,
    /// One JSON array.
    Json,
}

/// What to mend, and where it goes. Not `Debug`: identity numbers are never logged.
pub struct FixRequest {
    /// Files and folders; folders are walked in the order of their names.
    pub paths: Vec<PathBuf>,
    /// The standard to meet.
    pub profile: Profile,
    /// How to print.
    pub format: FixFormat,
    /// Language of the words.
    pub lang: Lang,
    /// Folder for the mended photos; what is there under the same name is replaced. Without it they go beside the originals, and
    /// nothing is replaced.
    pub out: Option<PathBuf>,
    /// Makes the name of the one photo.
    pub id_number: Option<String>,
}

/// How a run went.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct FixOutcome {
    /// Photos that were mended, or needed nothing, and have no fault now.
    pub good: usize,
    /// Photos that still have a fault, or could not be mended at all.
    pub open: usize,
    /// Files and folders that could not be read or written.
    pub refused: usize,
}

/// One photo's result.
#[derive(Serialize)]
#[serde(untagged)]
enum Done {
    Mended(Box<Mended>),
    NotMended {
        file: String,
        error: String,
        advice: String,
    },
    Refused {
        file: String,
        error: String,
    },
}

#[derive(Serialize)]
struct Mended {
    file: String,
    /// Where it is now; absent where nothing had to be changed.
    #[serde(skip_serializing_if = "Option::is_none")]
    saved: Option<String>,
    changes: Vec<Changed>,
    left: Vec<LeftOver>,
    /// The mended photo, checked again.
    report: Report,
}

#[derive(Serialize)]
struct Changed {
    id: &'static str,
    message: String,
}

#[derive(Serialize)]
struct LeftOver {
    check: &'static str,
    message: String,
    advice: String,
}

/// A photo to mend.
struct Source {
    path: PathBuf,
    /// Its place below the folder that was named, or just its name.
    below: PathBuf,
}

/// Mends everything the request names, saves it, and prints to `out` what was done.
///
/// # Errors
/// Only when `out` can't be written; what can't be read or saved is part of the output and of the outcome.
pub fn run_fix(request: &FixRequest, out: &mut dyn Write, clock: &(dyn Clock + Sync)) -> Result<FixOutcome> {
    let mut run = Run {
        request,
        out,
        outcome: FixOutcome::default(),
        first: true,
        written: BTreeSet::new(),
    };
    if request.format == FixFormat::Json {
        run.out.write_all(b"[")?;
    }
    let most = rayon::current_num_threads().max(1) * 2;
    // All names first: what is written meanwhile may lie in a folder that is walked.
    let out_folder = request.out.as_deref();
    let found: Vec<_> = request
        .paths
        .iter()
        .flat_map(|path| sources(path, out_folder, request.lang))
        .collect();
    let mut found = found.into_iter();
    loop {
        let batch: Vec<_> = found.by_ref().take(most).collect();
        if batch.is_empty() {
            break;
        }
        let mended: Vec<_> = batch
            .into_par_iter()
            .map(|source| source.map(|source| mend(source, request, clock)))
            .collect();
        for one in mended {
            let done = match one {
                Ok((source, result)) => run.save(&source, result, clock),
                Err(Item::Unreadable { file, error }) => Done::Refused { file, error },
                Err(Item::Report(_)) => continue,
            };
            run.print(&done)?;
        }
    }
    run.end()
}

/// The photos that a path stands for. Those of a folder that were mended before are left out, by their names or because they lie in
/// the folder for mended ones: they would be mended again.
fn sources(path: &Path, out: Option<&Path>, lang: Lang) -> impl Iterator<Item = Result<Source, Item>> + use<> {
    let folder = path.is_dir().then(|| path.to_owned());
    let whole = |path: &Path| path.canonicalize().ok();
    let done = out.and_then(whole).filter(|out| whole(path).as_ref() != Some(out));
    walk(path, lang).filter_map(move |entry| {
        let path = match entry {
            Ok(path) => path,
            Err(item) => return Some(Err(item)),
        };
        let below = match &folder {
            Some(folder) => {
                let mended = done
                    .as_ref()
                    .is_some_and(|done| path.canonicalize().is_ok_and(|path| path.starts_with(done)));
                if mended || is_mended(&path) {
                    return None;
                }
                path.strip_prefix(folder).unwrap_or(&path).to_owned()
            }
            None => PathBuf::from(path.file_name().unwrap_or_default()),
        };
        Some(Ok(Source { path, below }))
    })
}

/// `name.fixed.jpg`, `name.fixed-2.jpg`, …
fn is_mended(path: &Path) -> bool {
    let stem = path.file_stem().unwrap_or_default().to_string_lossy().into_owned();
    stem.rfind(MENDED).is_some_and(|at| {
        let rest = &stem[at + MENDED.len()..];
        rest.is_empty()
            || rest
                .strip_prefix('-')
                .is_some_and(|n| !n.is_empty() && n.bytes().all(|b| b.is_ascii_digit()))
    })
}

/// Why there is no mended photo.
enum Trouble {
    Refused(String),
    NotFixed(NotFixed),
}

fn mend(source: Source, request: &FixRequest, clock: &(dyn Clock + Sync)) -> (Source, Result<Fixed, Trouble>) {
    let result = match read(&source.path, request.lang) {
        Err(error) => Err(Trouble::Refused(error)),
        Ok(Contents::TooLarge(len)) => Err(Trouble::NotFixed(NotFixed::NoPixels(NoPixels::TooManyBytes, len, None))),
        Ok(Contents::Whole(bytes)) => {
            let name = shown(&source.path);
            let photo = Photo {
                bytes: &bytes,
                file_name: &name,
            };
            let clock = AsClock(clock);
            let fixed = fix(
                &photo,
                &request.profile,
                &options(request.lang, &clock),
                request.id_number.as_deref(),
            );
            fixed.map_err(Trouble::NotFixed)
        }
    };
    (source, result)
}

fn options<'a>(lang: Lang, clock: &'a AsClock<'_>) -> Options<'a> {
    Options {
        lang,
        clock,
        models: Some(Models::builtin()),
        decoded: None,
        measures: false,
        heat: false,
    }
}

struct Run<'a> {
    request: &'a FixRequest,
    out: &'a mut dyn Write,
    outcome: FixOutcome,
    first: bool,
    /// What this run wrote: never written twice.
    written: BTreeSet<PathBuf>,
}

impl Run<'_> {
    /// Saves what was mended and checks it again.
    fn save(&mut self, source: &Source, result: Result<Fixed, Trouble>, clock: &(dyn Clock + Sync)) -> Done {
        let (file, lang) = (shown(&source.path), self.request.lang);
        let fixed = match result {
            Ok(fixed) => fixed,
            Err(Trouble::Refused(error)) => return Done::Refused { file, error },
            Err(Trouble::NotFixed(why)) => {
                return Done::NotMended {
                    file,
                    error: why.message(lang),
                    advice: why.advice(lang),
                };
            }
        };
        let saved = if fixed.changes.is_empty() && self.request.out.is_none() {
            None
        } else {
            let place = self.place(source, &fixed);
            if let Err(error) = put(&place, &fixed.bytes) {
                return Done::Refused {
                    file,
                    error: unwritable(&self.hidden(&shown(&place)), &error, lang),
                };
            }
            self.written.insert(place.clone());
            Some(place)
        };
        let clock = AsClock(clock);
        let name = shown(saved.as_deref().unwrap_or(&source.path));
        // What will be handed in has the rule's name, also where it had to be saved beside an original of that name.
        let file_name = fixed.name.as_deref().unwrap_or(&name);
        let photo = Photo {
            bytes: &fixed.bytes,
            file_name,
        };
        let mut report = check(&photo, &self.request.profile, &options(lang, &clock));
        report.file = self.hidden(&name);
        Done::Mended(Box::new(Mended {
            file,
            saved: saved.map(|place| self.hidden(&shown(&place))),
            changes: fixed
                .changes
                .iter()
                .map(|change| Changed {
                    id: change.id(),
                    message: change.message(lang),
                })
                .collect(),
            left: fixed
                .left
                .iter()
                .map(|left| LeftOver {
                    check: left.check(),
                    message: left.message(lang),
                    advice: left.advice(lang),
                })
                .collect(),
            report,
        }))
    }

    /// Where it goes.
    fn place(&self, source: &Source, fixed: &Fixed) -> PathBuf {
        let stem = source
            .path
            .file_stem()
            .unwrap_or_default()
            .to_string_lossy()
            .into_owned();
        // A rule's name is a name: it leads to no other folder.
        let ruled = fixed
            .name
            .as_deref()
            .filter(|name| !name.contains(['/', '\\']) && !matches!(*name, "" | "." | ".."));
        let (folder, name) = match &self.request.out {
            Some(out) => {
                let folder = source
                    .below
                    .parent()
                    .map_or_else(|| out.clone(), |below| out.join(below));
                (folder, ruled.map_or_else(|| format!("{stem}.jpg"), str::to_owned))
            }
            None => {
                let folder = source.path.parent().unwrap_or(Path::new("")).to_owned();
                let own = |name: &&str| folder.join(name) == source.path;
                (
                    folder.clone(),
                    ruled
                        .filter(|name| !own(name))
                        .map_or_else(|| format!("{stem}{MENDED}.jpg"), str::to_owned),
                )
            }
        };
        let free = |place: &PathBuf| {
            if self.written.contains(place) {
                return false;
            }
            // Without --out nothing is replaced, unless it is the same already.
            self.request.out.is_some() || same(place, &fixed.bytes) || place.symlink_metadata().is_err()
        };
        numbered(&folder, &name)
            .find(free)
            .unwrap_or_else(|| folder.join(&name))
    }

    /// Without the identity number that was given.
    fn hidden(&self, text: &str) -> String {
        match self.request.id_number.as_deref() {
            Some(number) => {
                let mask = id_number::mask(number);
                text.replace(number, &mask).replace(&number.to_ascii_uppercase(), &mask)
            }
            None => text.to_owned(),
        }
    }

    fn print(&mut self, done: &Done) -> Result<()> {
        match done {
            Done::Mended(mended) if mended.report.verdict != Verdict::Fail => self.outcome.good += 1,
            Done::Mended(_) | Done::NotMended { .. } => self.outcome.open += 1,
            Done::Refused { .. } => self.outcome.refused += 1,
        }
        match self.request.format {
            FixFormat::Human => self.human(done)?,
            FixFormat::Json => {
                self.out.write_all(if self.first { b"\n" } else { b",\n" })?;
                serde_json::to_writer(&mut *self.out, done)?;
            }
        }
        self.first = false;
        Ok(())
    }

    fn human(&mut self, done: &Done) -> io::Result<()> {
        let lang = self.request.lang;
        let space = pick(lang, "", " ");
        let mended = match done {
            Done::Refused { file, error } => return writeln!(self.out, "! {}  {}", plain(file), plain(error)),
            Done::NotMended { file, error, advice } => {
                let verdict = pick(lang, "改不了", "can't be mended");
                return writeln!(
                    self.out,
                    "✗ {}  {verdict}\n    ✗ {}{space}{advice}",
                    plain(file),
                    plain(error)
                );
            }
            Done::Mended(mended) => mended,
        };
        let (mark, verdict) = match (mended.report.verdict, &mended.saved) {
            (Verdict::Fail, _) => ("✗", pick(lang, "还有要改的", "still needs changes")),
            (Verdict::Review, _) => ("?", pick(lang, "请人工确认", "please have a look")),
            (Verdict::Pass, None) => ("✓", pick(lang, "不用改", "nothing to change")),
            (Verdict::Pass, Some(_)) => ("✓", pick(lang, "改好了", "mended")),
        };
        let to = mended
            .saved
            .as_ref()
            .map(|saved| format!(" → {}", plain(saved)))
            .unwrap_or_default();
        writeln!(self.out, "{mark} {}{to}  {verdict}", plain(&mended.file))?;
        for change in &mended.changes {
            writeln!(self.out, "    + {}", change.message)?;
        }
        for left in &mended.left {
            writeln!(self.out, "    ! {}{space}{}", plain(&left.message), left.advice)?;
        }
        for check in &mended.report.checks {
            let mark = match check.status {
                Status::Fail => "✗",
                Status::Review => "?",
                Status::Pass | Status::Skip => continue,
            };
            // Said above, with the reason why it stays.
            if !mended.left.iter().any(|left| left.check == check.id) {
                writeln!(
                    self.out,
                    "    {mark} {}  {}{space}{}",
                    check.title,
                    plain(&check.message),
                    check.advice
                )?;
            }
        }
        Ok(())
    }

    fn end(self) -> Result<FixOutcome> {
        let FixOutcome { good, open, refused } = self.outcome;
        let out = self.out;
        let photos = good + open;
        match (self.request.format, self.request.lang) {
            (FixFormat::Json, _) => out.write_all(b"\n]\n")?,
            (_, Lang::Zh) if photos + refused == 0 => writeln!(out, "没有找到照片。")?,
            (_, Lang::En) if photos + refused == 0 => writeln!(out, "No photos found.")?,
            (_, Lang::Zh) => {
                write!(out, "共 {photos} 张：没有问题 {good}，还有问题 {open}。")?;
                if refused > 0 {
                    write!(out, "另有 {refused} 个文件读不出来或写不进去。")?;
                }
                writeln!(out, "只裁剪、转正和重新保存，没有修图；以采集单位的审核为准。")?;
            }
            (_, Lang::En) => {
                write!(out, "{photos} photos: {good} fine, {open} still with faults.")?;
                if refused > 0 {
                    write!(out, " {refused} files could not be read or written.")?;
                }
                writeln!(
                    out,
                    " Only cut, levelled and saved again, never retouched; the collecting office decides."
                )?;
            }
        }
        Ok(self.outcome)
    }
}

#[cfg(test)]
mod tests;
