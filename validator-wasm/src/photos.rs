//! The photos that were taken in, and the way of each from the student's hand to the drawn report.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use js_sys::ArrayBuffer;
use tassel_validator::{Limits, Report};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::{JsFuture, spawn_local};
use web_sys::{Element, File, Url};

use crate::compare::{self, Shot};
use crate::dom::{append, by_id, lang, listen, trouble};
use crate::draw::{Stage, bring_into_view, opens};
use crate::page::Page;
use crate::pick::Way;
use crate::say::say;
use crate::slices::Drawings;
use crate::worker::{Failure, Job, Task};
use crate::{list, overlay, verdict};

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
    /// Drawings of what is known; one that comes late is left out.
    pub(crate) drawings: Drawings,
}

impl Photos {
    pub(crate) fn is_empty(&self) -> bool {
        self.entries.borrow().is_empty()
    }

    fn file(&self, place: usize) -> Option<File> {
        self.entries.borrow().get(place).map(|entry| entry.file.clone())
    }

    /// How the photos came.
    pub(crate) fn way(&self) -> Way {
        self.way.get()
    }

    fn report(&self, place: usize) -> Option<Rc<Report>> {
        match self.entries.borrow().get(place)?.outcome {
            Outcome::Done(ref report) => Some(Rc::clone(report)),
            _ => None,
        }
    }

    fn set(&self, place: usize, outcome: Outcome) {
        if let Some(entry) = self.entries.borrow_mut().get_mut(place) {
            entry.outcome = outcome;
        }
    }

    /// The picture's address; made when it is first asked for.
    pub(crate) fn address(&self, place: usize) -> Result<Option<String>, JsValue> {
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
        self.photos.drawings.begin();
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
        self.photos.drawings.begin();
        let stopped = match self.photos.entries.borrow().get(place).map(|entry| &entry.outcome) {
            Some(Outcome::Stopped(kind)) => Some(*kind),
            _ => None,
        };
        if let Some(kind) = stopped {
            return self.stopped(kind);
        }
        match self.photos.report(place) {
            Some(report) => {
                self.draw_soon(place, report, Stage::Last);
                Ok(())
            }
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
