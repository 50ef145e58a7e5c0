//! The photo with what was found on it: layers that can be switched, each place leading to its rule and each rule to its place.

mod heat;
mod layer;
mod marks;
mod paint;
mod place;

use std::cell::RefCell;
use std::collections::BTreeMap;

use tassel_validator::{Check, Profile, Report};
use wasm_bindgen::prelude::*;
use web_sys::{
    Element, HtmlElement, HtmlImageElement, HtmlInputElement, KeyboardEvent, MouseEvent, ScrollIntoViewOptions,
    ScrollLogicalPosition,
};

pub use layer::Layer;
pub use marks::{Mark, Shape, marks};

use crate::dom::{append, by_id, clear, document, lang, listen, show, window};
use crate::list;
use crate::verdict::pending;

/// How far from a mark a finger may land, in CSS px: half of a target's 44.
const REACH: f64 = 22.0;

/// What is drawn over the photo.
#[derive(Default)]
struct View {
    marks: Vec<Mark>,
    /// Size of the upright photo, px.
    size: [f64; 2],
    /// Layers that somebody has switched.
    chosen: BTreeMap<Layer, bool>,
    /// The check whose row was opened last.
    lit: Option<String>,
    /// Whether the report will grow.
    more: bool,
    listening: bool,
}

impl View {
    fn is_lit(&self, mark: &Mark) -> bool {
        self.lit.as_deref() == Some(mark.id.as_str())
    }

    /// A layer is on by choice, by itself, or because a rule is open whose place it shows.
    fn is_on(&self, layer: Layer) -> bool {
        let chosen = self.chosen.get(&layer).copied();
        chosen.unwrap_or_else(|| layer.is_on_at_first(&self.marks))
            || self.marks.iter().any(|mark| mark.layer == layer && self.is_lit(mark))
    }

    fn shown(&self) -> impl Iterator<Item = &Mark> {
        self.marks.iter().filter(|mark| self.is_on(mark.layer))
    }
}

thread_local! {
    static VIEW: RefCell<View> = RefCell::default();
}

/// Gives the stage the photo's shape; true when it had another one. Marks and labels come a frame later then, when the browser knows how
/// large that is.
pub(crate) fn shape(report: &Report) -> Result<bool, JsValue> {
    let [width, height] = size(report);
    let (style, ratio) = (by_id::<HtmlElement>("stage")?.style(), format!("{:.4}", width / height));
    if style.get_property_value("--ratio")? == ratio {
        return Ok(false);
    }
    style.set_property("--ratio", &ratio)?;
    Ok(true)
}

/// Size of the upright photo, px.
fn size(report: &Report) -> [f64; 2] {
    [report.photo.width, report.photo.height].map(|side| f64::from(side.unwrap_or(1).max(1)))
}

/// How tall the photo is on the screen.
pub(crate) fn height_on_screen() -> Result<f64, JsValue> {
    Ok(by_id::<Element>("stage")?.get_bounding_client_rect().height())
}

/// Draws what the report has found. To be called again whenever it has grown; what is switched stays switched. `tall` is the
/// photo's height on the screen.
pub(crate) fn draw(report: &Report, profile: &Profile, tall: f64) -> Result<(), JsValue> {
    let fresh = marks(report, profile, lang());
    let size = size(report);
    listen_once()?;
    let changed = VIEW.with_borrow_mut(|view| {
        let changed = view.marks != fresh || view.size != size;
        let more = pending(report) > 0;
        let changed = changed || view.more != more;
        (view.marks, view.size, view.more) = (fresh, size, more);
        changed
    });
    if changed {
        let focused = focused_mark()?;
        VIEW.with_borrow(|view| paint::draw(&view.marks, view.size))?;
        draw_switches()?;
        refresh(tall)?;
        if let Some(id) = focused {
            focus_mark(&id)?;
        }
    }
    Ok(())
}

/// Draws a sample and takes it away before anybody sees it.
pub(crate) fn rehearse(sample: &Report, profile: &Profile) -> Result<(), JsValue> {
    let (marks, size) = (marks(sample, profile, lang()), size(sample));
    paint::draw(&marks, size)?;
    paint::draw_labels(marks.iter(), None, size[1], size[1])?;
    clear_all()
}

/// Takes every mark away.
pub(crate) fn clear_all() -> Result<(), JsValue> {
    VIEW.with_borrow_mut(|view| {
        view.marks.clear();
        view.lit = None;
    });
    for id in ["overlay", "labels", "switches"] {
        clear(&by_id(id)?);
    }
    show(&by_id("layers")?, false)
}

/// Shows the photo in the frame, or says that this browser can't. What was switched counts until another photo comes.
pub(crate) fn show_photo(address: Option<&str>) -> Result<(), JsValue> {
    let photo: HtmlImageElement = by_id("preview")?;
    if photo.get_attribute("src").as_deref() != address {
        VIEW.with_borrow_mut(|view| view.chosen.clear());
        match address {
            Some(address) => photo.set_src(address),
            None => photo.remove_attribute("src")?,
        }
    }
    photo.set_hidden(address.is_none());
    show(&by_id("figure")?, address.is_none())
}

/// Whether something of the check can be shown on the photo.
pub(crate) fn has_place(check: &Check) -> bool {
    check.region.is_some() || matches!(check.id.as_str(), "bg.color" | "bg.uniform" | "pose.roll") || {
        check.id.starts_with("geom.") && check.value.is_some()
    }
}

/// Brings out the check's place while its row is open: its layer on, its marks stronger than the others.
pub(crate) fn light(id: &str, on: bool) -> Result<(), JsValue> {
    VIEW.with_borrow_mut(|view| {
        if on {
            view.lit = Some(id.to_owned());
        } else if view.lit.as_deref() == Some(id) {
            view.lit = None;
        }
    });
    refresh(height_on_screen()?)
}

/// From a row to its place: brings the photo onto the screen and puts the focus on the mark.
pub(crate) fn go_to(id: &str) -> Result<(), JsValue> {
    light(id, true)?;
    let frame: Element = by_id("frame")?;
    let place = ScrollIntoViewOptions::new();
    place.set_block(ScrollLogicalPosition::Nearest);
    frame.scroll_into_view_with_scroll_into_view_options(&place);
    focus_mark(id)
}

/// Shows and hides as the switches say, and draws the labels anew, over a photo that is so tall on the screen.
fn refresh(tall: f64) -> Result<(), JsValue> {
    let stage: Element = by_id("stage")?;
    VIEW.with_borrow(|view| -> Result<(), JsValue> {
        each("#overlay > [data-mark]", |index, group| {
            let Some(mark) = view.marks.get(index) else {
                return Ok(());
            };
            show(group, view.is_on(mark.layer))?;
            group
                .toggle_attribute_with_force("data-lit", view.is_lit(mark))
                .map(|_| ())
        })?;
        each("#switches input", |_, input| {
            let input: &HtmlInputElement = input.unchecked_ref();
            let layer = Layer::ALL.into_iter().find(|layer| layer.hook() == input.value());
            input.set_checked(layer.is_some_and(|layer| view.is_on(layer)));
            Ok(())
        })?;
        let any = view.shown().any(|mark| view.is_lit(mark));
        stage.toggle_attribute_with_force("data-lit", any)?;
        paint::draw_labels(view.shown(), view.lit.as_deref(), view.size[1], tall)
    })
}

/// A switch for each layer that has something to show.
fn draw_switches() -> Result<(), JsValue> {
    let switches: Element = by_id("switches")?;
    let layers: Vec<Layer> = VIEW.with_borrow(|view| {
        let has = |layer: Layer| view.marks.iter().any(|mark| mark.layer == layer);
        // The crown takes longer than the face; its switch is there before it, so that the others stay where they are.
        let coming = |layer: Layer| layer == Layer::Crown && view.more && has(Layer::Eyes);
        Layer::ALL
            .into_iter()
            .filter(|layer| has(*layer) || coming(*layer))
            .collect()
    });
    show(&by_id("layers")?, !layers.is_empty())?;
    let mut here = Vec::new();
    each("#switches input", |_, input| {
        here.push(input.unchecked_ref::<HtmlInputElement>().value());
        Ok(())
    })?;
    if here
        .iter()
        .map(String::as_str)
        .eq(layers.iter().map(|layer| layer.hook()))
    {
        return Ok(());
    }
    clear(&switches);
    for layer in layers {
        let label = append(&switches, "label", "sc-switch", "")?;
        let input: HtmlInputElement = append(&label, "input", "", "")?.unchecked_into();
        input.set_type("checkbox");
        input.set_value(layer.hook());
        append(&label, "span", "", layer.word(lang()))?;
        let own = input.clone();
        listen(&input, "change", move |_| {
            let _ = switch(layer, own.checked());
        })?;
    }
    Ok(())
}

fn switch(layer: Layer, on: bool) -> Result<(), JsValue> {
    VIEW.with_borrow_mut(|view| {
        view.chosen.insert(layer, on);
        let lit_here = view.marks.iter().any(|mark| mark.layer == layer && view.is_lit(mark));
        if !on && lit_here {
            view.lit = None;
        }
    });
    refresh(height_on_screen()?)
}

/// One listener for the whole stage: marks lie on each other, so the nearest to the finger counts, not the uppermost.
fn listen_once() -> Result<(), JsValue> {
    if VIEW.with_borrow_mut(|view| std::mem::replace(&mut view.listening, true)) {
        return Ok(());
    }
    let stage: Element = by_id("stage")?;
    listen(&stage, "click", |event| {
        if let Some(id) = event.dyn_ref::<MouseEvent>().and_then(clicked) {
            let _ = list::open(&id);
        }
    })?;
    listen(&stage, "keydown", |event| {
        let Some(key) = event.dyn_ref::<KeyboardEvent>() else {
            return;
        };
        if let Some(id) = mark_of(&event).filter(|_| matches!(key.key().as_str(), "Enter" | " ")) {
            event.prevent_default();
            let _ = list::open(&id);
        }
    })?;
    // Labels keep their distance in px, so a phone that is turned needs them anew.
    listen(&window()?, "resize", |_| {
        let _ = height_on_screen().and_then(refresh);
    })
}

/// The check that a click means: the label that was hit, else the nearest mark, else (a click without a place) the element itself.
fn clicked(event: &MouseEvent) -> Option<String> {
    let target: Element = event.target()?.dyn_into().ok()?;
    let direct = mark_of(event);
    if target.closest("#labels").ok()?.is_some() || event.detail() == 0 {
        return direct;
    }
    let stage: Element = by_id("stage").ok()?;
    let (on_screen, x, y) = (
        stage.get_bounding_client_rect(),
        f64::from(event.client_x()),
        f64::from(event.client_y()),
    );
    VIEW.with_borrow(|view| {
        let px = view.size[0] / on_screen.width().max(1.0);
        let at = [(x - on_screen.left()) * px, (y - on_screen.top()) * px];
        place::nearest(view.shown(), at, REACH * px).map(|mark| mark.id.clone())
    })
}

fn mark_of(event: &web_sys::Event) -> Option<String> {
    let target: Element = event.target()?.dyn_into().ok()?;
    target.closest("[data-mark]").ok()??.get_attribute("data-mark")
}

fn focused_mark() -> Result<Option<String>, JsValue> {
    let focused = document()?.active_element();
    let overlay: Element = by_id("overlay")?;
    Ok(focused
        .filter(|element| overlay.contains(Some(element)))
        .and_then(|element| element.get_attribute("data-mark")))
}

fn focus_mark(id: &str) -> Result<(), JsValue> {
    let found = document()?.query_selector(&format!("#overlay > [data-mark=\"{id}\"]:not([hidden])"))?;
    match found {
        // Every element that can have a tabindex has `focus`, SVG's too.
        Some(mark) => mark.unchecked_into::<HtmlElement>().focus(),
        None => Ok(()),
    }
}

fn each(css: &str, mut run: impl FnMut(usize, &Element) -> Result<(), JsValue>) -> Result<(), JsValue> {
    let all = document()?.query_selector_all(css)?;
    for index in 0..all.length() {
        if let Some(element) = all.item(index).and_then(|node| node.dyn_into::<Element>().ok()) {
            run(index as usize, &element)?;
        }
    }
    Ok(())
}
