//! The self-check page: its state, and the way of a photo from the student's hand to the drawn report.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use js_sys::{Array, ArrayBuffer};
use tassel_validator::{Lang, Limits, Profile, Report};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::{JsFuture, spawn_local};
use web_sys::{Element, File, HtmlInputElement, HtmlOptionElement, HtmlSelectElement, Url, UrlSearchParams};

use crate::dom::{append, by_id, document, lang, listen, show, trouble, window};
use crate::pick::{Way, listen_to_all};
use crate::profiles::Profiles;
use crate::proof::Proof;
use crate::say::say;
use crate::worker::{Checker, Done, Failure, Job};
use crate::{list, overlay, seal, verdict};

/// A paste carries a picture, which the system may have encoded anew.
const PASTED: [&str; 2] = [
    "粘贴来的是画面的副本，格式和大小可能和原文件不同。交文件以前，请再用「选择照片」查一次原文件。",
    "What you pasted is a copy of the picture; its format and size may differ from the file's. Before you hand in the file, check it once more with “Choose a photo”.",
];

/// A photo as it was taken in; kept so that another profile can look at it.
#[derive(Clone)]
struct Taken {
    file: File,
    way: Way,
}

struct Page {
    profiles: Profiles,
    profile: RefCell<Profile>,
    checker: Checker,
    proof: Proof,
    taken: RefCell<Option<Taken>>,
    /// Number of the photo that was taken last; what comes late for an earlier one is dropped.
    turn: Cell<u32>,
    /// Address of the picture on show.
    shown: RefCell<Option<String>>,
}

/// See [`crate::start`].
pub(crate) async fn start(module: JsValue, glue: String, models: Array) -> Result<(), JsValue> {
    let (profiles, profile) = chosen_profile()?;
    name_profile(&profile)?;
    list::draw_requirements(&profile)?;
    if !seal::seal().await? {
        return Err(JsValue::from_str("unsealed"));
    }
    let checker = Checker::new(module, &glue, models);
    let in_worker = checker.warm_up().await;
    let proof = Proof::begin()?;
    if in_worker {
        proof.tried(say(lang(), "后台线程取数据", "fetching data in a background thread"))?;
    }
    let page = Page {
        profiles,
        profile: RefCell::new(profile),
        checker,
        proof,
        taken: RefCell::default(),
        turn: Cell::default(),
        shown: RefCell::default(),
    };
    open_door(&Rc::new(page))
}

/// Reads the profiles and the address; says so when the address asks for one that is not here.
fn chosen_profile() -> Result<(Profiles, Profile), JsValue> {
    let json: Element = by_id("profiles")?;
    let profiles =
        Profiles::from_json(&json.text_content().unwrap_or_default()).map_err(|error| JsValue::from_str(&error))?;
    let wanted = UrlSearchParams::new_with_str(&window()?.location().search()?)?.get("profile");
    let choice = profiles
        .choose(wanted.as_deref())
        .ok_or_else(|| JsValue::from_str("no profile"))?;
    if choice.unknown {
        let id = wanted.unwrap_or_default();
        let note: Element = by_id("profile-note")?;
        let name = &choice.profile.name;
        note.set_text_content(Some(&match lang() {
            Lang::Zh => format!("没有名为「{id}」的照片标准，现在按「{name}」检查。"),
            Lang::En => format!("There is no photo standard “{id}”; photos are checked against “{name}”."),
        }));
        show(&note, true)?;
    }
    let profile = choice.profile.clone();
    Ok((profiles, profile))
}

/// The template was written for the page's default profile; another one brings its own name and source.
fn name_profile(profile: &Profile) -> Result<(), JsValue> {
    by_id::<Element>("profile-name")?.set_text_content(Some(&profile.name));
    if let Some(source) = document()?.get_element_by_id("profile-source") {
        source.set_text_content(Some(&profile.source.document));
    }
    Ok(())
}

/// The moment from which photos are welcome.
fn open_door(page: &Rc<Page>) -> Result<(), JsValue> {
    offer_profiles(page)?;
    let taker = Rc::clone(page);
    listen_to_all(move |file, way| taker.take(Taken { file, way }))?;
    verdict::say_plainly(say(
        lang(),
        "还没有选照片。选好以后，这里写结论和先做哪一步。",
        "No photo chosen yet. The result and what to do first will stand here.",
    ))?;
    by_id::<Element>("pick")?.set_text_content(Some(say(lang(), "选择照片", "Choose a photo")));
    by_id::<HtmlInputElement>("photo")?.set_disabled(false);
    Ok(())
}

/// The menu of profiles, where the page has more than one.
fn offer_profiles(page: &Rc<Page>) -> Result<(), JsValue> {
    if page.profiles.profiles.len() < 2 {
        return Ok(());
    }
    let menu: HtmlSelectElement = by_id("profile")?;
    menu.set_text_content(None);
    let current = page.profile.borrow().id.clone();
    for profile in page.profiles.in_order() {
        let option: HtmlOptionElement = append(&menu, "option", "", &profile.name)?.unchecked_into();
        option.set_value(&profile.id);
        option.set_selected(profile.id == current);
    }
    let changed = Rc::clone(page);
    let watched = menu.clone();
    listen(&menu, "change", move |_| {
        changed.report_error(changed.switch(&watched.value()))
    })?;
    show(&by_id("profile-part")?, true)
}

impl Page {
    /// Another profile: its rules, its address, and a new look at the photo.
    fn switch(self: &Rc<Self>, id: &str) -> Result<(), JsValue> {
        let Some(choice) = self.profiles.choose(Some(id)) else {
            return Ok(());
        };
        self.profile.replace(choice.profile.clone());
        show(&by_id("profile-note")?, false)?;
        name_profile(choice.profile)?;
        let query = UrlSearchParams::new()?;
        query.set("profile", id);
        let address = format!("?{}", String::from(query.to_string()));
        window()?
            .history()?
            .replace_state_with_url(&JsValue::NULL, "", Some(&address))?;
        let taken = self.taken.borrow().clone();
        match taken {
            Some(taken) => self.take(taken),
            None => list::draw_requirements(choice.profile)?,
        }
        Ok(())
    }

    /// Begins with a photo; whatever was under way for an earlier one no longer counts.
    fn take(self: &Rc<Self>, taken: Taken) {
        self.taken.replace(Some(taken.clone()));
        self.turn.set(self.turn.get().wrapping_add(1));
        let page = Rc::clone(self);
        spawn_local(async move {
            let turn = page.turn.get();
            let outcome = page.inspect(&taken, turn).await;
            page.report_error(outcome);
        });
    }

    async fn inspect(&self, taken: &Taken, turn: u32) -> Result<(), JsValue> {
        trouble("")?;
        verdict::say_plainly(say(lang(), "正在检查…", "Checking…"))?;
        let profile = self.profile.borrow().clone();
        let outcome = self.check(&taken.file, &profile).await;
        if self.turn.get() != turn {
            return Ok(());
        }
        match outcome {
            Ok(report) => self.draw(&report, &profile, taken),
            Err(kind) => self.stopped(kind, &profile),
        }
    }

    /// The report, or the name of the trouble. A file above the limit is judged by its size and not read.
    async fn check(&self, file: &File, profile: &Profile) -> Result<Report, &'static str> {
        let json = serde_json::to_string(profile).map_err(|_| "crash")?;
        let done = if file.size() > Limits::STANDARD.max_bytes as f64 {
            let report = crate::report_oversize(file.size() as u64, &file.name(), &json, say(lang(), "zh", "en"))
                .map_err(|_| "crash")?;
            Done { report, requests: 0 }
        } else {
            let bytes: ArrayBuffer = JsFuture::from(file.array_buffer())
                .await
                .map_err(|_| "read")?
                .unchecked_into();
            let job = Job {
                bytes,
                name: file.name(),
                profile: json,
                lang: say(lang(), "zh", "en"),
            };
            self.checker
                .check(&job)
                .await
                .map_err(|failure| if failure == Failure::Slow { "slow" } else { "crash" })?
        };
        self.proof.count(done.requests);
        serde_json::from_str(&done.report).map_err(|_| "crash")
    }

    fn draw(&self, report: &Report, profile: &Profile, taken: &Taken) -> Result<(), JsValue> {
        self.show_photo(report, &taken.file)?;
        list::draw_report(report, profile)?;
        let by_eye = verdict::left_for_the_eye(profile, Some(report), lang()).len();
        let note = if taken.way == Way::Pasted {
            say(lang(), PASTED[0], PASTED[1])
        } else {
            ""
        };
        verdict::draw(&verdict::summary(report, by_eye, lang()), report.verdict, note)?;
        by_id::<Element>("pick")?.set_text_content(Some(say(lang(), "换一张照片", "Choose another photo")));
        bring_into_view()
    }

    /// Only a picture whose size the validator has accepted is handed to the browser's own decoder.
    fn show_photo(&self, report: &Report, file: &File) -> Result<(), JsValue> {
        let decodes = report
            .checks
            .iter()
            .any(|check| check.id == "file.decode" && check.status == tassel_validator::Status::Pass);
        let address = if decodes {
            Some(Url::create_object_url_with_blob(file)?)
        } else {
            None
        };
        overlay::show_photo(address.as_deref())?;
        if let Some(old) = self.shown.replace(address) {
            Url::revoke_object_url(&old)?;
        }
        Ok(())
    }

    fn stopped(&self, kind: &str, profile: &Profile) -> Result<(), JsValue> {
        overlay::show_photo(None)?;
        list::draw_requirements(profile)?;
        verdict::say_plainly(say(
            lang(),
            "这张照片没有查完。",
            "The check of this photo did not finish.",
        ))?;
        trouble(kind)?;
        bring_into_view()
    }

    /// A page that can't draw says so in the one place that needs no drawing.
    fn report_error(&self, outcome: Result<(), JsValue>) {
        if outcome.is_err() {
            let _ = trouble("crash");
        }
    }
}

/// The picker hides the page; on coming back, the verdict must be on the screen. A desk, where it is already, does not move.
fn bring_into_view() -> Result<(), JsValue> {
    let height = window()?.inner_height()?.as_f64().unwrap_or(0.0);
    let strip: Element = by_id("verdict")?;
    if document()?.has_focus()? && strip.get_bounding_client_rect().bottom() > height {
        by_id::<Element>("frame")?.scroll_into_view();
    }
    Ok(())
}
