//! Moving the cut by hand: buttons, sliders, keys; and what each band measures meanwhile.

use std::rc::Rc;

use tassel_validator::Lang;
use tassel_validator::fix::{BandValue, Framed, bands};
use wasm_bindgen::prelude::*;
use web_sys::{Element, Event, HtmlElement, HtmlInputElement, KeyboardEvent};

use super::{Work, pictures, say_state, short_title};
use crate::dom::{append, by_id, clear, lang, listen};
use crate::number::short;
use crate::page::Page;
use crate::say::say;

/// The four ways, in the order of [`Framed::offset_from`], as the template names them.
const WAYS: [&str; 4] = ["across", "down", "zoom", "turn"];

/// Keys: what they do, by how much, and by how much with Shift.
const KEYS: [(&str, &str, f64, f64); 10] = [
    ("ArrowLeft", "across", -1.0, -10.0),
    ("ArrowRight", "across", 1.0, 10.0),
    ("ArrowUp", "down", -1.0, -10.0),
    ("ArrowDown", "down", 1.0, 10.0),
    ("+", "zoom", 0.5, 0.5),
    ("=", "zoom", 0.5, 0.5),
    ("-", "zoom", -0.5, -0.5),
    ("_", "zoom", -0.5, -0.5),
    ("[", "turn", -0.1, -0.5),
    ("]", "turn", 0.1, 0.5),
];

/// Buttons and sliders carry `data-nudge`; keys count wherever the focus is in the group, but a slider keeps its own.
pub(super) fn listen_to_all(page: &Rc<Page>) -> Result<(), JsValue> {
    let group: Element = by_id("mend-nudge")?;
    for kind in ["click", "input"] {
        let page = Rc::clone(page);
        listen(&group, kind, move |event| {
            if let Some((way, target)) = asked(&event) {
                page.nudge(&way, target);
            }
        })?;
    }
    let keys = Rc::clone(page);
    listen(&group, "keydown", move |event| {
        if let Some((way, by)) = event.dyn_ref::<KeyboardEvent>().and_then(pressed) {
            event.prevent_default();
            keys.nudge(way, Target::By(by));
        }
    })?;
    let back = Rc::clone(page);
    listen(&by_id::<Element>("mend-reset")?, "click", move |_| {
        if let Some(work) = back.mending.work.borrow_mut().as_mut() {
            work.now = work.planned.clone();
        }
        back.report_error(back.nudged());
    })
}

/// How far.
enum Target {
    /// From where it is.
    By(f64),
    /// From where the program had put it.
    To(f64),
}

fn asked(event: &Event) -> Option<(String, Target)> {
    let element: Element = event.target()?.dyn_into().ok()?;
    let way = element.get_attribute("data-nudge")?;
    match element.dyn_ref::<HtmlInputElement>() {
        Some(slider) if event.type_() == "input" => Some((way, Target::To(slider.value_as_number()))),
        None => Some((way, Target::By(element.get_attribute("data-by")?.parse().ok()?))),
        Some(_) => None,
    }
}

fn pressed(event: &KeyboardEvent) -> Option<(&'static str, f64)> {
    if event.ctrl_key() || event.alt_key() || event.meta_key() {
        return None;
    }
    if event
        .target()
        .is_some_and(|target| target.is_instance_of::<HtmlInputElement>())
    {
        return None;
    }
    // With Shift, brackets are braces.
    let key = event.key();
    let key = match key.as_str() {
        "{" => "[",
        "}" => "]",
        key => key,
    };
    let (_, way, plain, shifted) = KEYS.iter().find(|(name, ..)| *name == key)?;
    Some((way, if event.shift_key() { *shifted } else { *plain }))
}

/// Moves a cut one way; a zoom is told in percent.
fn apply(work: &mut Work, way: &str, target: &Target) {
    let [across, down, larger, turned] = work.now.offset_from(&work.planned);
    let by = |now: f64| match target {
        Target::By(by) => *by,
        Target::To(to) => to - now,
    };
    match way {
        "across" => work.now.moved(by(across), 0.0),
        "down" => work.now.moved(0.0, by(down)),
        "zoom" => work.now.zoomed(1.0 + by(larger * 100.0) / (larger * 100.0)),
        "turn" => work.now.turned(by(turned)),
        _ => {}
    }
}

impl Page {
    fn nudge(self: &Rc<Self>, way: &str, target: Target) {
        let moved = match self.mending.work.borrow_mut().as_mut() {
            Some(work) => {
                let before = work.now.clone();
                apply(work, way, &target);
                work.now != before
            }
            None => return,
        };
        self.report_error(if moved { self.nudged() } else { self.say_edge() });
    }

    /// Nothing beyond the photo is painted, so there the cut stops.
    fn say_edge(&self) -> Result<(), JsValue> {
        self.draw_places()?;
        by_id::<Element>("mend-bands-state")?.set_text_content(Some(say(
            lang(),
            "到照片的边了，不能再动；先放大一点，或换四周留空更多的原图。",
            "That is the edge of the photo. Zoom in first, or use an original with more room around you.",
        )));
        Ok(())
    }

    /// Shows the cut as it is now, and has the file made anew soon. Until then there is nothing to save.
    fn nudged(self: &Rc<Self>) -> Result<(), JsValue> {
        self.hold_file(None)?;
        if let Some(work) = self.mending.work.borrow_mut().as_mut() {
            work.bytes.clear();
            if let Some(copy) = &work.copy {
                pictures::draw_live(&work.now, copy)?;
            }
        }
        say_state(
            &by_id("mend")?,
            "",
            say(
                lang(),
                "停下来就重做，并重新检查。",
                "Once you pause, it is made anew and checked again.",
            ),
        )?;
        self.draw_places()?;
        self.carry_out_soon();
        Ok(())
    }

    /// The rows' positions, and what each band measures.
    pub(super) fn draw_places(&self) -> Result<(), JsValue> {
        let work = self.mending.work.borrow();
        let Some(work) = work.as_ref() else { return Ok(()) };
        let [across, down, larger, turned] = work.now.offset_from(&work.planned);
        for (way, value) in WAYS.into_iter().zip([across, down, larger * 100.0, turned]) {
            let unit = match way {
                "zoom" => "%",
                "turn" => "°",
                _ => say(lang(), " 像素", " px"),
            };
            by_id::<HtmlInputElement>(&format!("mend-{way}"))?.set_value_as_number(value);
            by_id::<Element>(&format!("mend-{way}-now"))?.set_text_content(Some(&format!("{}{unit}", plain(value))));
        }
        let bands = bands(&work.now, &self.profile.borrow());
        draw_bands(&bands)?;
        pictures::draw_guides(&bands, work.now.framing().size())?;
        say_bands(&bands, &work.now)
    }
}

/// Without a minus before a zero.
fn plain(value: f64) -> String {
    short(if value.abs() < 0.05 { 0.0 } else { value })
}

fn draw_bands(bands: &[BandValue]) -> Result<(), JsValue> {
    let list: Element = by_id("mend-bands")?;
    clear(&list);
    for band in bands {
        let row = append(&list, "li", "", "")?;
        row.set_attribute("data-band", band.check)?;
        row.set_attribute("data-holds", if band.holds { "true" } else { "false" })?;
        append(&row, "span", "", &short_title(band.check))?;
        append(&row, "span", "mend-value", &value(band))?;
        append(&row, "span", "mend-limit", &limit(band))?;
    }
    Ok(())
}

fn value(band: &BandValue) -> String {
    let number = plain(band.value.abs());
    match band.check {
        "pose.roll" => format!("{number}°"),
        "geom.center" => {
            let side = match band.value {
                value if value <= -0.05 => say(lang(), "偏左 ", "left by "),
                value if value >= 0.05 => say(lang(), "偏右 ", "right by "),
                _ => "",
            };
            format!("{side}{number}{}", say(lang(), " 像素", " px"))
        }
        // Above the edge there is nothing to measure.
        _ => format!("{}{}", plain(band.value.max(0.0)), say(lang(), " 像素", " px")),
    }
}

fn limit(band: &BandValue) -> String {
    let either_way = matches!(band.check, "geom.center" | "pose.roll");
    match (band.min.filter(|_| !either_way), band.max) {
        (Some(min), Some(max)) => format!("{}–{}", plain(min), plain(max)),
        (Some(min), None) => format!("{} {}", say(lang(), "不小于", "at least"), plain(min)),
        (None, Some(max)) => format!("{} {}", say(lang(), "不超过", "at most"), plain(max)),
        (None, None) => String::new(),
    }
}

/// One sentence for all of them; only a change of it is read out.
fn say_bands(bands: &[BandValue], framed: &Framed) -> Result<(), JsValue> {
    let out: Vec<String> = bands
        .iter()
        .filter(|band| !band.holds)
        .map(|band| short_title(band.check))
        .collect();
    let text = if !framed.has_head() {
        say(
            lang(),
            "没有找到人脸，位置要自己看。",
            "No face was found; judge the position yourself.",
        )
        .to_owned()
    } else if out.is_empty() {
        say(
            lang(),
            "位置都在要求的范围里。",
            "All positions are within their limits.",
        )
        .to_owned()
    } else {
        match lang() {
            Lang::Zh => format!("不在范围里：{}。", out.join("、")),
            Lang::En => format!("Outside its limits: {}.", out.join(", ")),
        }
    };
    let state: HtmlElement = by_id("mend-bands-state")?;
    if state.text_content().as_deref() != Some(&text) {
        state.set_text_content(Some(&text));
    }
    Ok(())
}
