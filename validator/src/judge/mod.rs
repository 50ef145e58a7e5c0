//! Profile × numbers → checks. Never touches a pixel: it is handed what was measured.

mod background;
mod detail;
mod draft;
mod file;
mod geometry;
mod light;
mod look;
mod seen;
mod surroundings;

use crate::container::{self, Channels, Container, Format, Integrity};
use crate::heat::Heat;
use crate::limits::Limits;
use crate::measure::background::Background;
use crate::measure::upside_down::upside_down;
use crate::measure::{self, Grid, Looks, iso};
use crate::options::{Options, Photo};
use crate::pixels::{self, NoPixels, Pixels};
use crate::portrait::Scene;
use crate::profile::Profile;
use crate::report::{CHECK_IDS, Check, FaceFacts, FileFacts, IsoMeasure, Millis, Report, Status, Verdict};
use seen::Seen;

/// Everything that the judges may look at.
pub(crate) struct Evidence {
    /// Facts of the container.
    container: Container,
    /// File size in bytes.
    len: u64,
    /// Last part of the file's name; empty when there is none.
    name: String,
    /// What was measured in the picture, or why there is none.
    picture: Result<Picture, NoPixels>,
}

/// What was measured in a decoded picture; the default is one that nothing is known of yet.
#[derive(Default)]
struct Picture {
    /// See [`upside_down`].
    upside_down: f64,
    /// `None` where no background can be made out.
    background: Option<Background>,
    /// The background cell by cell, if it was asked for.
    heat: Option<Heat>,
    /// Whether the grid was fine enough to say anything about the background.
    large_enough: bool,
    /// What the face models saw; `None` without them.
    person: Option<Person>,
}

/// What the face models saw, in numbers.
struct Person {
    /// Quarter turns, clockwise, that would put the face upright.
    turns: u8,
    /// The face, for the report.
    face: Option<FaceFacts>,
    /// All measures.
    looks: Looks,
    /// Those of ISO/IEC 29794-5, if they were asked for.
    iso: Vec<IsoMeasure>,
}

/// Checks that need nothing but the file's header and its length.
const OF_THE_FILE: &[&str] = &[
    "file.format",
    "file.size_px",
    "file.bytes",
    "file.dpi",
    "file.color_mode",
    "file.jpeg_quality",
    "file.name",
];
/// Checks that need the face's landmarks and nothing that takes longer.
const OF_THE_FACE: &[&str] = &[
    "file.decode",
    "file.orientation",
    "geom.center",
    "geom.eye_line",
    "geom.face_width",
    "pose.roll",
    "pose.yaw",
    "pose.pitch",
];

/// Checks one photo. Never fails and never panics: what is wrong with the bytes is said in the report.
pub fn check(photo: &Photo<'_>, profile: &Profile, options: &Options<'_>) -> Report {
    steps(photo, profile, options, None)
}

/// As [`check`], and hands over what is known so far on the way: first the checks of the file alone, then, where a face was found, those
/// of its place and pose. Such a report has only the checks that are known, in the same order; all of them come again in the last one.
pub fn check_in_steps(
    photo: &Photo<'_>,
    profile: &Profile,
    options: &Options<'_>,
    tell: &mut dyn FnMut(&Report),
) -> Report {
    steps(photo, profile, options, Some(tell))
}

fn steps(
    photo: &Photo<'_>,
    profile: &Profile,
    options: &Options<'_>,
    mut tell: Option<&mut dyn FnMut(&Report)>,
) -> Report {
    let len = photo.bytes.len() as u64;
    if len > Limits::STANDARD.max_bytes {
        return refuse(len, Format::sniff(photo.bytes), photo.file_name, profile, options);
    }
    let start = options.clock.now_ms();
    let mut evidence = Evidence {
        container: container::read(photo.bytes),
        len,
        name: last_part(photo.file_name),
        picture: Ok(Picture::default()),
    };
    // Of a file that will hardly open nothing is said before it is known.
    let whole = evidence.container.integrity == Integrity::Whole;
    if let (Some(tell), Some(Format::Jpeg | Format::Png | Format::Webp), true) =
        (&mut tell, evidence.container.format, whole)
    {
        tell(&part(&evidence, photo.file_name, profile, options, &[OF_THE_FILE]));
    }
    let decoded = pixels::picture(photo.bytes, &mut evidence.container, options);
    let mut times = Millis {
        decode: options.clock.now_ms() - start,
        ..Millis::default()
    };
    match decoded {
        Err(why) => evidence.picture = Err(why),
        Ok(pixels) => {
            evidence.picture = Ok(Picture::without_person(&pixels, profile, options));
            let scene = options.models.and_then(|models| {
                models.look_in_steps(&pixels, options.clock, &mut |scene| {
                    if let (Some(tell), Ok(picture), Some(_)) = (&mut tell, &mut evidence.picture, &scene.face) {
                        picture.person = Some(Person::first(scene, &pixels));
                        tell(&part(
                            &evidence,
                            photo.file_name,
                            profile,
                            options,
                            &[OF_THE_FILE, OF_THE_FACE],
                        ));
                    }
                })
            });
            if let Some(scene) = &scene {
                (times.face, times.segment) = (scene.ms.face, scene.ms.segment);
            }
            if let Ok(picture) = &mut evidence.picture {
                picture.person = scene.map(|scene| Person::whole(&scene, &pixels, options.measures));
            }
        }
    }
    let mut report = judge(&evidence, photo.file_name, profile, options);
    times.total = options.clock.now_ms() - start;
    report.ms = times;
    report
}

fn heat(grid: &Grid, profile: &Profile, options: &Options<'_>) -> Option<Heat> {
    let wall = options.heat.then(|| measure::background::wall(grid)).flatten()?;
    Heat::of(&wall, &profile.background)
}

/// A report on some checks only.
fn part(evidence: &Evidence, file_name: &str, profile: &Profile, options: &Options<'_>, known: &[&[&str]]) -> Report {
    let mut report = judge(evidence, file_name, profile, options);
    report
        .checks
        .retain(|check| known.iter().any(|ids| ids.contains(&check.id.as_str())));
    report.verdict = verdict(&report.checks);
    report
}

impl Picture {
    /// What needs no model.
    fn without_person(pixels: &Pixels, profile: &Profile, options: &Options<'_>) -> Self {
        let grid = Grid::new(pixels);
        Self {
            upside_down: upside_down(&grid),
            background: measure::background::background(&grid),
            heat: heat(&grid, profile, options),
            large_enough: grid.columns >= 16 && grid.rows >= 16,
            person: None,
        }
    }
}

impl Person {
    /// Where the face is, before the photo's parts are told apart.
    fn first(scene: &Scene, photo: &Pixels) -> Self {
        Self {
            turns: scene.turns,
            face: scene.face_facts(),
            looks: Looks {
                geometry: measure::geometry::measure(scene, photo),
                ..Looks::default()
            },
            iso: Vec::new(),
        }
    }

    fn whole(scene: &Scene, photo: &Pixels, measures: bool) -> Self {
        Self {
            turns: scene.turns,
            face: scene.face_facts(),
            looks: Looks::of(scene, photo),
            iso: if measures { iso::measures(scene) } else { Vec::new() },
        }
    }
}

/// The report for a file that is larger than [`Limits::max_bytes`], from its size alone: ask before reading it into memory.
pub fn check_oversize(len: u64, file_name: &str, profile: &Profile, options: &Options<'_>) -> Report {
    refuse(len, None, file_name, profile, options)
}

fn refuse(len: u64, format: Option<Format>, file_name: &str, profile: &Profile, options: &Options<'_>) -> Report {
    let container = Container::empty(format);
    let evidence = Evidence {
        container,
        len,
        name: last_part(file_name),
        picture: Err(NoPixels::TooManyBytes),
    };
    judge(&evidence, file_name, profile, options)
}

fn judge(evidence: &Evidence, file_name: &str, profile: &Profile, options: &Options<'_>) -> Report {
    let lang = options.lang;
    let seen = Seen::of(evidence);
    let families = [
        file::all(evidence, profile, lang),
        background::all(evidence, profile, lang),
        geometry::all(evidence, &seen, profile, lang),
        look::all(evidence, &seen, profile, lang),
        light::all(evidence, &seen, profile, lang),
        detail::all(evidence, &seen, profile, lang),
        surroundings::all(evidence, &seen, profile, lang),
    ];
    let mut checks: Vec<Check> = families
        .into_iter()
        .flatten()
        .map(|draft| draft.finish(profile, lang))
        .collect();
    checks.sort_by_key(|check| CHECK_IDS.iter().position(|id| *id == check.id));
    let person = evidence
        .picture
        .as_ref()
        .ok()
        .and_then(|picture| picture.person.as_ref());
    Report {
        file: file_name.to_owned(),
        profile: profile.id.clone(),
        verdict: verdict(&checks),
        photo: facts(evidence),
        face: person.and_then(|person| person.face.clone()),
        checks,
        measures: person.map(|person| person.iso.clone()).unwrap_or_default(),
        heat: evidence.picture.as_ref().ok().and_then(|picture| picture.heat.clone()),
        ms: Millis::default(),
    }
}

fn verdict(checks: &[Check]) -> Verdict {
    let any = |status| checks.iter().any(|c| c.status == status);
    if any(Status::Fail) {
        Verdict::Fail
    } else if any(Status::Review) {
        Verdict::Review
    } else {
        Verdict::Pass
    }
}

fn facts(evidence: &Evidence) -> FileFacts {
    let c = &evidence.container;
    let size = c.upright_size();
    FileFacts {
        width: size.map(|s| s.0),
        height: size.map(|s| s.1),
        bytes: evidence.len,
        format: c.format.map(|f| f.id().to_owned()),
        dpi: c.dpi.map(|d| d.x),
        jpeg_quality: c.quality.map(|q| q.value),
    }
}

/// The file's own name, without folders of either kind.
fn last_part(path: &str) -> String {
    path.rsplit(['/', '\\']).next().unwrap_or(path).to_owned()
}

impl Evidence {
    fn is_grey(&self) -> bool {
        matches!(self.container.channels, Some(Channels::Grey | Channels::GreyAlpha))
    }

    fn is_cmyk(&self) -> bool {
        matches!(self.container.channels, Some(Channels::Cmyk | Channels::Ycck))
    }
}
