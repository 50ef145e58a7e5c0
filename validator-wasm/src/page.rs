//! The self-check page: its profile, its seal, its models; what happens to photos is in `photos`.

use std::cell::RefCell;
use std::rc::Rc;

use js_sys::{Array, JsString, Promise};
use tassel_validator::{Lang, Profile};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::{JsFuture, spawn_local};
use web_sys::{Element, HtmlInputElement, HtmlOptionElement, HtmlSelectElement, UrlSearchParams};

use crate::dom::{append, by_id, document, lang, listen, show, trouble, window};
use crate::mend::{self, Mending};
use crate::photos::Photos;
use crate::pick::listen_to_all;
use crate::profiles::Profiles;
use crate::proof::Proof;
use crate::say::say;
use crate::seal::pause;
use crate::slices::Slices;
use crate::worker::Checker;
use crate::{list, questions, rehearsal, seal, verdict};

/// The page, sealed and ready.
pub(crate) struct Page {
    profiles: Profiles,
    pub(crate) profile: RefCell<Profile>,
    pub(crate) checker: Checker,
    pub(crate) proof: Proof,
    pub(crate) photos: Photos,
    pub(crate) mending: Mending,
}

/// See [`crate::start`].
pub(crate) async fn start(module: JsValue, glue: JsString, models: Promise) -> Result<(), JsValue> {
    let (profiles, profile) = chosen_profile()?;
    name_profile(&profile)?;
    // Each of these takes a while on a phone; between them the browser looks up.
    pause(0).await?;
    list::draw_requirements(&profile)?;
    let photos = Photos::default();
    rehearse(&profile, photos.drawings.begin());
    let models: Array = JsFuture::from(models).await?.unchecked_into();
    pause(0).await?;
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
        photos,
        mending: Mending::default(),
    };
    page.name_missing_models()?;
    pause(0).await?;
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
    show_cards(&profile.id)?;
    questions::show_for(&profile.id)
}

/// What the template drew for its own profile stands with that one only; for others there is a plain figure.
fn show_cards(id: &str) -> Result<(), JsValue> {
    let cards = document()?.query_selector_all("[data-card]")?;
    let cards = || (0..cards.length()).filter_map(|index| cards.item(index)?.dyn_into::<Element>().ok());
    let own = |card: &Element| card.get_attribute("data-card").as_deref() == Some(id);
    let known = cards().any(|card| own(&card));
    for card in cards() {
        show(
            &card,
            if known {
                own(&card)
            } else {
                card.get_attribute("data-card").as_deref() == Some("")
            },
        )?;
    }
    Ok(())
}

/// The moment from which photos are welcome.
fn open_door(page: &Rc<Page>) -> Result<(), JsValue> {
    if let Some(reload) = document()?.get_element_by_id("reload") {
        // Cosmetic where it fails: the browser has a button of its own.
        listen(&reload, "click", |_| {
            drop(window().and_then(|window| window.location().reload()))
        })?;
    }
    offer_profiles(page)?;
    mend::prepare(page)?;
    let taker = Rc::clone(page);
    listen_to_all(move |files, way| taker.take(files, way))?;
    verdict::say_plainly(say(
        lang(),
        "还没有选照片。选好以后，这里写结论和先做哪一步。",
        "No photo chosen yet. The result and what to do first will stand here.",
    ))?;
    by_id::<Element>("pick")?.set_text_content(Some(say(lang(), "选择照片", "Choose a photo")));
    by_id::<HtmlInputElement>("photo")?.set_disabled(false);
    Ok(())
}

/// In the time before a photo comes; what a photo finds missing is made then.
fn rehearse(profile: &Profile, slices: Slices) {
    let profile = profile.clone();
    spawn_local(async move {
        if rehearsal::rehearse(&profile, slices).await.is_err() {
            // What can't be drawn now can't be drawn later.
            let _ = trouble("crash");
        }
    });
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
        // Some browsers let no file on a disk change its address; the choice counts all the same.
        let _ = window()?
            .history()?
            .replace_state_with_url(&JsValue::NULL, "", Some(&address));
        if self.photos.is_empty() {
            list::draw_requirements(choice.profile)
        } else {
            self.look();
            Ok(())
        }
    }

    /// Says which models are missing, and so which checks; a reload brings them, since nothing can be fetched any more.
    pub(crate) fn name_missing_models(&self) -> Result<(), JsValue> {
        let page = document()?;
        let Some(note) = page.query_selector("[data-trouble='models']")? else {
            return Ok(());
        };
        let names = by_id::<Element>("self-check")?.get_attribute("data-part-names");
        let names = names.unwrap_or_default();
        let missing = self.checker.missing();
        let missing: Vec<&str> = (0..)
            .zip(names.split('|'))
            .filter_map(|(place, name)| missing.contains(&place).then_some(name))
            .collect();
        if let Some(list) = page.get_element_by_id("models-missing") {
            list.set_text_content(Some(&missing.join(say(lang(), "、", ", "))));
        }
        show(&note, !missing.is_empty())
    }

    /// A page that can't draw says so in the one place that needs no drawing.
    pub(crate) fn report_error(&self, outcome: Result<(), JsValue>) {
        if outcome.is_err() {
            let _ = trouble("crash");
        }
    }
}
