//! Mending in the page: offered where a program can mend, done by the worker, nudged by hand, shown beside the original, and saved.
//!
//! The page keeps the cut as data ([`Framed`]): a nudge is arithmetic and shows at once; the file is made anew and checked in full as
//! soon as the student pauses. Only what was asked for last counts.

mod name;
mod nudge;
mod pictures;
mod result;
mod save;

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use js_sys::{Reflect, Uint8Array};
use tassel_validator::fix::Framed;
use tassel_validator::{Check, Fix, Lang, Report, Status, check_title};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::spawn_local;
use web_sys::{Element, HtmlElement, ImageBitmap};

use crate::dom::{append, by_id, lang, listen, show};
use crate::door_mend::{Fixed, Mended};
use crate::page::Page;
use crate::say::say;
use crate::seal::pause;
use crate::verdict::UNOPENED;

pub use save::saves_by_long_press;

/// How long a student pauses before the file is made anew, in ms.
const PAUSE_MS: i32 = 400;

/// What is being mended.
#[derive(Default)]
pub(crate) struct Mending {
    /// The photo's mended state; `None` until the first result is there.
    work: RefCell<Option<Work>>,
    /// Counts everything that was asked for; what comes late for an earlier wish is dropped.
    wish: Cell<u32>,
    /// Whether someone asked for mending, and no other photo has come since.
    wanted: Cell<bool>,
    /// Whether the worker has been asked about this photo and hasn't answered.
    busy: Cell<bool>,
    /// Counts the photos: a worker that was stopped over an earlier one may never answer.
    photo: Cell<u32>,
    /// Address of the finished file.
    address: RefCell<Option<String>>,
}

/// A photo that was mended.
struct Work {
    /// As the program cut it.
    planned: Framed,
    /// As it is cut now.
    now: Framed,
    /// The finished file; empty while a nudge has not been carried out.
    bytes: Vec<u8>,
    /// A smaller copy of the photo, from which nudges are drawn at once; `None` until the browser has made it.
    copy: Option<ImageBitmap>,
}

impl Mending {
    fn next_wish(&self) -> u32 {
        self.wish.set(self.wish.get().wrapping_add(1));
        self.wish.get()
    }
}

/// Listens to everything in the section; once, when the page opens its door.
pub(crate) fn prepare(page: &Rc<Page>) -> Result<(), JsValue> {
    nudge::listen_to_all(page)?;
    pictures::listen_to_slider()?;
    pictures::listen_to_by_hand()?;
    name::listen_to_field(page)?;
    save::listen_to_buttons(page)
}

/// Whether a program can do something about this.
fn can_be_mended(check: &Check) -> bool {
    matches!(check.status, Status::Fail | Status::Review) && check.fix == Fix::Auto
}

impl Page {
    /// Puts the button into the verdict strip where there is something to mend.
    pub(crate) fn offer_mending(self: &Rc<Self>, report: &Report) -> Result<(), JsValue> {
        let names: Vec<String> = report
            .checks
            .iter()
            .filter(|check| can_be_mended(check))
            .map(|check| short_title(&check.id))
            .collect();
        let unopened = |check: &Check| check.id == UNOPENED && check.status == Status::Fail;
        if names.is_empty() || report.checks.iter().any(unopened) {
            return Ok(());
        }
        let offer = append(&by_id::<Element>("verdict")?, "div", "mend-offer", "")?;
        let names = names.join(say(lang(), "、", ", "));
        let text = match lang() {
            Lang::Zh => format!("这些可以自动改：{names}。"),
            Lang::En => format!("These can be mended here: {names}."),
        };
        append(&offer, "span", "", &text)?;
        let button = append(&offer, "button", "sc-button", say(lang(), "自动修正", "Mend it"))?;
        button.set_attribute("type", "button")?;
        button.set_id("fix");
        let page = Rc::clone(self);
        listen(&button, "click", move |_| page.report_error(page.begin_mending()))
    }

    /// Another photo, or another standard: neither the offer nor anything that was mended counts any more.
    pub(crate) fn withdraw_mending(&self) -> Result<(), JsValue> {
        let mending = &self.mending;
        mending.next_wish();
        mending.photo.set(mending.photo.get().wrapping_add(1));
        mending.wanted.set(false);
        mending.busy.set(false);
        mending.work.take();
        self.hold_file(None)?;
        name::clear()?;
        pictures::forget()?;
        if let Some(offer) = by_id::<Element>("verdict")?.query_selector(".mend-offer")? {
            offer.remove();
        }
        show(&by_id("mend-body")?, false)?;
        show_section(false)
    }

    /// Shows the section and asks for the first result, unless it is there already.
    fn begin_mending(self: &Rc<Self>) -> Result<(), JsValue> {
        let section: Element = by_id("mend")?;
        show_section(true)?;
        by_id::<HtmlElement>("mend-title")?.focus()?;
        section.scroll_into_view();
        if !self.mending.wanted.replace(true) {
            say_state(&section, "", say(lang(), "正在修正…", "Mending…"))?;
            self.mending.next_wish();
            self.carry_out();
        }
        Ok(())
    }

    /// Has the file made anew once nothing more is asked for.
    fn carry_out_soon(self: &Rc<Self>) {
        let wish = self.mending.next_wish();
        let page = Rc::clone(self);
        spawn_local(async move {
            let waited = pause(PAUSE_MS).await;
            if waited.is_ok() && page.mending.wish.get() == wish {
                page.carry_out();
            }
        });
    }

    /// Asks the worker, and again as long as something newer is wanted when it answers.
    fn carry_out(self: &Rc<Self>) {
        if self.mending.busy.replace(true) {
            return;
        }
        if self.mending.work.borrow().is_some() {
            let working = say(lang(), "正在按新的位置重做…", "Making it anew…");
            self.report_error(by_id("mend").and_then(|section| say_state(&section, "", working)));
        }
        let page = Rc::clone(self);
        let photo = self.mending.photo.get();
        spawn_local(async move {
            let mending = &page.mending;
            while mending.wanted.get() {
                let wish = mending.wish.get();
                let framing = page.framing_json();
                let outcome = page.mend(framing).await;
                if mending.photo.get() != photo {
                    return;
                }
                if mending.wish.get() == wish {
                    page.report_error(page.finish_mending(outcome));
                    break;
                }
            }
            mending.busy.set(false);
        });
    }

    /// The student's own cut; "" while there is none.
    fn framing_json(&self) -> String {
        let work = self.mending.work.borrow();
        let moved = work.as_ref().filter(|work| work.now != work.planned);
        moved
            .and_then(|work| serde_json::to_string(&work.now).ok())
            .unwrap_or_default()
    }

    fn finish_mending(self: &Rc<Self>, outcome: Result<JsValue, &'static str>) -> Result<(), JsValue> {
        let section: Element = by_id("mend")?;
        let answer = match outcome {
            Ok(answer) => answer,
            Err(_) => {
                self.mending.wanted.set(false);
                return say_state(
                    &section,
                    "fail",
                    say(
                        lang(),
                        "修正中途停了，照片没有发出。再点一次「自动修正」；仍不行，刷新本页再试。",
                        "Mending stopped half-way; your photo was not sent. Press “Mend it” again, or reload the page.",
                    ),
                );
            }
        };
        let json = Reflect::get(&answer, &"json".into())?.as_string().unwrap_or_default();
        let mended: Mended = serde_json::from_str(&json).map_err(|error| JsValue::from_str(&error.to_string()))?;
        match mended {
            Mended::Refused(why) => say_state(&section, "fail", &format!("{}{}", why.message, why.advice)),
            Mended::Fixed(fixed) => {
                let bytes = Reflect::get(&answer, &"bytes".into())?
                    .dyn_into::<Uint8Array>()?
                    .to_vec();
                self.show_mended(&fixed, bytes)
            }
        }
    }

    /// A finished file: pictures, words, the places of the head, the ways to save it.
    fn show_mended(self: &Rc<Self>, fixed: &Fixed, bytes: Vec<u8>) -> Result<(), JsValue> {
        self.hold_file(Some(&bytes))?;
        let first = {
            let mut work = self.mending.work.borrow_mut();
            match work.as_mut() {
                // The cut stays as the student left it, so that all its numbers count from one place.
                Some(work) => {
                    work.bytes = bytes;
                    false
                }
                None => {
                    *work = Some(Work {
                        planned: fixed.framed.clone(),
                        now: fixed.framed.clone(),
                        bytes,
                        copy: None,
                    });
                    true
                }
            }
        };
        if let Some(address) = self.mending.address.borrow().as_deref() {
            pictures::show_result(address, fixed.size)?;
        }
        result::draw(self, fixed)?;
        if first {
            show(&by_id("mend-body")?, true)?;
            self.make_copy();
        }
        self.draw_places()
    }
}

impl Page {
    /// Has the browser decode a smaller copy beside the page. Without one a nudge shows as soon as the file is made anew.
    fn make_copy(self: &Rc<Self>) {
        let page = Rc::clone(self);
        let photo = self.mending.photo.get();
        spawn_local(async move {
            let framed = page.mending.work.borrow().as_ref().map(|work| work.now.clone());
            let (Some(file), Some(framed)) = (page.file(), framed) else {
                return;
            };
            let copy = pictures::copy(&file, &framed).await.ok();
            if page.mending.photo.get() == photo
                && let Some(work) = page.mending.work.borrow_mut().as_mut()
            {
                work.copy = copy;
            }
        });
    }
}

/// The section, and the mark by which the style sheet makes room for it.
fn show_section(visible: bool) -> Result<(), JsValue> {
    by_id::<Element>("self-check")?.toggle_attribute_with_force("data-mending", visible)?;
    show(&by_id("mend")?, visible)
}

/// The line that is read out: what came of it.
fn say_state(section: &Element, state: &str, text: &str) -> Result<(), JsValue> {
    section.set_attribute("data-mended", state)?;
    by_id::<Element>("mend-state")?.set_text_content(Some(text));
    Ok(())
}

/// A check's title without what the official tool calls it.
fn short_title(id: &str) -> String {
    let title = check_title(id, lang());
    let end = title.find(['（', '(']).unwrap_or(title.len());
    title.get(..end).unwrap_or(&title).trim_end().to_owned()
}
