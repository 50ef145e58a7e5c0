//! The photos that were taken in, and the way of each from the student's hand to the drawn report.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use js_sys::ArrayBuffer;
use tassel_validator::{Lang, Limits, Profile, Report, Status};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::{JsFuture, spawn_local};
use web_sys::{Element, File, Url};

use crate::compare::{self, Shot};
use crate::dom::{append, by_id, document, lang, listen, trouble, window};
use crate::page::Page;
use crate::pick::Way;
use crate::say::say;
use crate::seal::pause;
use crate::worker::{Failure, Job, Task};
use crate::{list, overlay, verdict};

/// A paste carries a picture, which the system may have encoded anew.
const PASTED: [&str; 2] = [
    "粘贴来的是画面的副本，格式和大小可能和原文件不同。交文件以前，请再用「选择照片」查一次原文件。",
    "What you pasted is a copy of the picture; its format and size may differ from the file's. Before you hand in the file, check it once more with “Choose a photo”.",
];

/// Long enough for a browser to show what was written before, in ms.
const FRAME_MS: i32 = 20;

/// A check that only a face's report has: tells the steps on the way apart.
const OF_A_FACE: &str = "geom.eye_line";

/// A photo as it was taken in; kept so that another profile can look at it.
struct Entry {
    file: File,
    /// Address of the picture, once it is known to be one that this page opens.
    address: Option<String>,
    outcome: Outcome,
}

/// How far a photo has come.
enum Outcome {
    Waiting,
    Done(Rc<Report>),
    /// Not finished; name of the paragraph that says why.
    Stopped(&'static str),
}

/// The photos that were taken in last: one, or several to compare.
#[derive(Default)]
pub(crate) struct Photos {
    entries: RefCell<Vec<Entry>>,
    way: Cell<Way>,
    /// Place of the one on show.
    chosen: Cell<usize>,
    /// Counts the times that photos were looked at; what comes late for an earlier time is dropped.
    turn: Cell<u32>,
    /// Counts the drawings of what is known; one that comes late is left out.
    drawing: Cell<u32>,
}

impl Photos {
    pub(crate) fn is_empty(&self) -> bool {
        self.entries.borrow().is_empty()
    }

    fn file(&self, place: usize) -> Option<File> {
        self.entries.borrow().get(place).map(|entry| entry.file.clone())
    }

    fn report(&self, place: usize) -> Option<Rc<Report>> {
        match self.entries.borrow().get(place)?.outcome {
            Outcome::Done(ref report) => Some(Rc::clone(report)),
            _ => None,
        }
    }

    fn next_drawing(&self) -> u32 {
        self.drawing.set(self.drawing.get().wrapping_add(1));
        self.drawing.get()
    }

    fn set(&self, place: usize, outcome: Outcome) {
        if let Some(entry) = self.entries.borrow_mut().get_mut(place) {
            entry.outcome = outcome;
        }
    }

    /// The picture's address; made when it is first asked for.
    fn address(&self, place: usize) -> Result<Option<String>, JsValue> {
        let mut entries = self.entries.borrow_mut();
        let Some(entry) = entries.get_mut(place) else {
            return Ok(None);
        };
        if entry.address.is_none() {
            entry.address = Some(Url::create_object_url_with_blob(&entry.file)?);
        }
        Ok(entry.address.clone())
    }

    /// Lets go of all photos.
    fn forget(&self) -> Result<(), JsValue> {
        for entry in self.entries.take() {
            if let Some(address) = entry.address {
                Url::revoke_object_url(&address)?;
            }
        }
        Ok(())
    }
}

impl Page {
    /// Begins with new photos; whatever was under way for earlier ones no longer counts.
    pub(crate) fn take(self: &Rc<Self>, files: Vec<File>, way: Way) {
        if files.is_empty() {
            return;
        }
        self.report_error(self.photos.forget());
        let entries = files.into_iter().map(|file| Entry {
            file,
            address: None,
            outcome: Outcome::Waiting,
        });
        self.photos.entries.replace(entries.collect());
        self.photos.way.set(way);
        self.photos.chosen.set(0);
        self.look();
    }

    /// Looks at every photo, one after the other: anew, where one was looked at before.
    pub(crate) fn look(self: &Rc<Self>) {
        let turn = self.photos.turn.get().wrapping_add(1);
        self.photos.turn.set(turn);
        let page = Rc::clone(self);
        spawn_local(async move {
            let outcome = page.look_at_all(turn).await;
            page.report_error(outcome);
        });
    }

    async fn look_at_all(self: &Rc<Self>, turn: u32) -> Result<(), JsValue> {
        trouble("")?;
        self.withdraw_mending()?;
        let count = self.photos.entries.borrow().len();
        for place in 0..count {
            self.photos.set(place, Outcome::Waiting);
        }
        self.compare()?;
        for place in 0..count {
            if place == self.photos.chosen.get() {
                verdict::say_plainly(say(lang(), "正在检查…", "Checking…"))?;
            }
            let outcome = match self.check(place, turn).await {
                Ok(report) => Outcome::Done(Rc::new(report)),
                Err(kind) => Outcome::Stopped(kind),
            };
            if self.photos.turn.get() != turn {
                return Ok(());
            }
            self.photos.set(place, outcome);
            self.compare()?;
            if place == self.photos.chosen.get() {
                self.show(place)?;
            }
        }
        self.name_missing_models()
    }

    /// Draws the strip in which several photos stand side by side.
    fn compare(self: &Rc<Self>) -> Result<(), JsValue> {
        let page = Rc::clone(self);
        let choose: Rc<dyn Fn(usize)> = Rc::new(move |place| page.report_error(page.choose(place)));
        let count = self.photos.entries.borrow().len();
        for place in 0..count {
            if self.photos.report(place).is_some_and(|report| opens(&report)) {
                self.photos.address(place)?;
            }
        }
        let entries = self.photos.entries.borrow();
        let names: Vec<String> = entries.iter().map(|entry| entry.file.name()).collect();
        let shots: Vec<Shot<'_>> = entries
            .iter()
            .zip(&names)
            .map(|(entry, name)| Shot {
                name,
                report: match &entry.outcome {
                    Outcome::Done(report) => Some(report.as_ref()),
                    _ => None,
                },
                stopped: matches!(entry.outcome, Outcome::Stopped(_)),
                address: entry.address.as_deref(),
            })
            .collect();
        compare::draw(&shots, self.photos.chosen.get(), &choose)
    }

    /// Another one of the photos is to be shown in full.
    fn choose(self: &Rc<Self>, place: usize) -> Result<(), JsValue> {
        trouble("")?;
        self.photos.chosen.set(place);
        self.show(place)?;
        self.compare()
    }

    /// Shows a photo with what is known of it.
    fn show(self: &Rc<Self>, place: usize) -> Result<(), JsValue> {
        self.photos.next_drawing();
        let stopped = match self.photos.entries.borrow().get(place).map(|entry| &entry.outcome) {
            Some(Outcome::Stopped(kind)) => Some(*kind),
            _ => None,
        };
        if let Some(kind) = stopped {
            return self.stopped(kind);
        }
        match self.photos.report(place) {
            Some(report) => self.draw(place, &report),
            None => {
                overlay::show_photo(None)?;
                list::draw_requirements(&self.profile.borrow())?;
                verdict::say_plainly(say(lang(), "正在检查…", "Checking…"))
            }
        }
    }

    /// The report, or the name of the trouble. A file above the limit is judged by its size and not read.
    async fn check(self: &Rc<Self>, place: usize, turn: u32) -> Result<Report, &'static str> {
        let file = self.photos.file(place).ok_or("crash")?;
        let lang = say(lang(), "zh", "en");
        let json = if file.size() > Limits::STANDARD.max_bytes as f64 {
            let profile = self.profile_json()?;
            crate::report_oversize(file.size() as u64, &file.name(), &profile, lang).map_err(|_| "crash")?
        } else {
            let job = self.job(&file, Task::Check).await?;
            let page = Rc::clone(self);
            let on_step = Rc::new(move |json: String| {
                if page.photos.turn.get() == turn && page.photos.chosen.get() == place {
                    page.report_error(page.draw_step(place, &json));
                }
            });
            let done = self.checker.check(&job, on_step).await.map_err(Failure::trouble)?;
            self.proof.count(done.requests);
            done.report().map_err(Failure::trouble)?
        };
        serde_json::from_str(&json).map_err(|_| "crash")
    }

    /// Mends the photo on show, by the student's own framing (JSON) where there is one; see `worker.js` for what comes back.
    pub(crate) async fn mend(&self, framing: String) -> Result<JsValue, &'static str> {
        let file = self.photos.file(self.photos.chosen.get()).ok_or("crash")?;
        let job = self.job(&file, Task::Mend { framing }).await?;
        let done = self.checker.mend(&job).await.map_err(Failure::trouble)?;
        self.proof.count(done.requests);
        done.mended().map_err(Failure::trouble)
    }

    /// The photo on show.
    pub(crate) fn file(&self) -> Option<File> {
        self.photos.file(self.photos.chosen.get())
    }

    async fn job(&self, file: &File, task: Task) -> Result<Job, &'static str> {
        let bytes: ArrayBuffer = JsFuture::from(file.array_buffer())
            .await
            .map_err(|_| "read")?
            .unchecked_into();
        Ok(Job {
            task,
            bytes,
            name: file.name(),
            profile: self.profile_json()?,
            lang: say(lang(), "zh", "en"),
        })
    }

    fn profile_json(&self) -> Result<String, &'static str> {
        serde_json::to_string(&*self.profile.borrow()).map_err(|_| "crash")
    }

    /// What is known on the way, but no verdict yet: in a sentence at once, then – a frame later, unless more is known by then – the photo
    /// and the lines of the checks that are done, whose first drawing takes a while on a phone.
    fn draw_step(self: &Rc<Self>, place: usize, json: &str) -> Result<(), JsValue> {
        let report: Report = serde_json::from_str(json).map_err(|_| JsValue::from_str("report"))?;
        say_step(&report)?;
        let drawing = self.photos.next_drawing();
        let page = Rc::clone(self);
        spawn_local(async move {
            if pause(FRAME_MS).await.is_ok() && page.photos.drawing.get() == drawing {
                page.report_error(page.draw_lines(place, &report));
            }
        });
        Ok(())
    }

    fn draw_lines(&self, place: usize, report: &Report) -> Result<(), JsValue> {
        self.show_photo(place, small_enough(report))?;
        list::draw_report(report, &self.profile.borrow())
    }

    fn draw(self: &Rc<Self>, place: usize, report: &Report) -> Result<(), JsValue> {
        let profile: Profile = self.profile.borrow().clone();
        self.show_photo(place, opens(report))?;
        list::draw_report(report, &profile)?;
        let by_eye = verdict::left_for_the_eye(&profile, Some(report), lang()).len();
        let note = match self.photos.way.get() {
            Way::Pasted => say(lang(), PASTED[0], PASTED[1]),
            Way::File => "",
        };
        verdict::draw(&verdict::summary(report, by_eye, lang()), report.verdict, note)?;
        self.offer_mending(report)?;
        by_id::<Element>("pick")?.set_text_content(Some(say(lang(), "换一张照片", "Choose another photo")));
        bring_into_view()
    }

    /// Only a picture whose size the validator has accepted is handed to the browser's own decoder.
    fn show_photo(&self, place: usize, accepted: bool) -> Result<(), JsValue> {
        let address = if accepted { self.photos.address(place)? } else { None };
        overlay::show_photo(address.as_deref())
    }

    /// A photo that was not finished: why, and a button to look again. The worker is new by then.
    fn stopped(self: &Rc<Self>, kind: &str) -> Result<(), JsValue> {
        overlay::show_photo(None)?;
        list::draw_requirements(&self.profile.borrow())?;
        verdict::say_plainly(say(
            lang(),
            "这张照片没有查完。",
            "The check of this photo did not finish.",
        ))?;
        let strip: Element = by_id("verdict")?;
        let again = append(&strip, "button", "sc-button", say(lang(), "再查一次", "Check again"))?;
        again.set_attribute("type", "button")?;
        again.set_id("again");
        let page = Rc::clone(self);
        listen(&again, "click", move |_| page.look())?;
        trouble(kind)?;
        bring_into_view()
    }
}

/// Whether the validator has opened it.
fn opens(report: &Report) -> bool {
    let decode = report.checks.iter().find(|check| check.id == "file.decode");
    decode.is_some_and(|check| check.status == Status::Pass)
}

/// How far the photo has come, in the verdict's place.
fn say_step(report: &Report) -> Result<(), JsValue> {
    let face = report.checks.iter().any(|check| check.id == OF_A_FACE);
    let fails = report
        .checks
        .iter()
        .filter(|check| check.status == Status::Fail)
        .count();
    let what = if face {
        say(
            lang(),
            "文件和人脸位置看过了",
            "The file and the face's place are looked at",
        )
    } else {
        say(lang(), "文件看过了", "The file is looked at")
    };
    verdict::say_plainly(&match (lang(), fails) {
        (Lang::Zh, 0) => format!("{what}，还没有要改的。正在继续看…"),
        (Lang::Zh, _) => format!("{what}，已有 {fails} 项要改。正在继续看…"),
        (Lang::En, 0) => format!("{what}, nothing to mend so far. Still looking…"),
        (Lang::En, _) => format!("{what}, {fails} to mend so far. Still looking…"),
    })?;
    by_id::<Element>("verdict")?.set_attribute("data-step", if face { "face" } else { "file" })
}

/// Whether the header names a size that this page opens.
fn small_enough(report: &Report) -> bool {
    let [width, height] = [report.photo.width, report.photo.height].map(|side| u64::from(side.unwrap_or(0)));
    (1..=Limits::STANDARD.max_pixels).contains(&(width * height))
}

/// The picker hides the page; on coming back, the verdict must be on the screen. A desk, where it is already, does not move.
fn bring_into_view() -> Result<(), JsValue> {
    let height = window()?.inner_height()?.as_f64().unwrap_or(0.0);
    let strip: Element = by_id("verdict")?;
    if document()?.has_focus()? && strip.get_bounding_client_rect().bottom() > height {
        // Of several photos, the strip too.
        let several: Element = by_id("compare")?;
        let first = if several.has_attribute("hidden") {
            by_id("frame")?
        } else {
            several
        };
        first.scroll_into_view();
    }
    Ok(())
}
