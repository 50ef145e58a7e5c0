//! From a report to the drawn page: in a sentence at once, then the photo with its marks, then the lines, a slice at a time.

use std::rc::Rc;

use tassel_validator::{Lang, Limits, Profile, Report, Status};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::spawn_local;
use web_sys::Element;

use crate::dom::{by_id, document, lang, window};
use crate::keep::Kept;
use crate::page::Page;
use crate::pick::Way;
use crate::say::say;
use crate::slices::Slices;
use crate::{list, overlay, verdict};

/// A paste carries a picture, which the system may have encoded anew.
const PASTED: [&str; 2] = [
    "粘贴来的是画面的副本，格式和大小可能和原文件不同。交文件以前，请再用「选择照片」查一次原文件。",
    "What you pasted is a copy of the picture; its format and size may differ from the file's. Before you hand in the file, check it once more with “Choose a photo”.",
];

/// A check that only a face's report has: tells the steps on the way apart.
const OF_A_FACE: &str = "geom.eye_line";

/// How much of a report is known.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Stage {
    /// Some of the checks, and no verdict yet.
    OnTheWay,
    /// Everything.
    Last,
}

impl Page {
    /// What is known on the way. Where more is known before it is drawn, only the sentence was shown.
    pub(crate) fn draw_step(self: &Rc<Self>, place: usize, json: &str) -> Result<(), JsValue> {
        let report: Report = serde_json::from_str(json).map_err(|_| JsValue::from_str("report"))?;
        say_step(&report)?;
        self.draw_soon(place, Rc::new(report), Stage::OnTheWay);
        Ok(())
    }

    /// Draws a report in slices; the next one that is drawn, and another photo, end it.
    pub(crate) fn draw_soon(self: &Rc<Self>, place: usize, report: Rc<Report>, stage: Stage) {
        let page = Rc::clone(self);
        let slices = self.photos.drawings.begin();
        spawn_local(async move {
            let outcome = page.draw(place, &report, stage, slices).await;
            page.report_error(outcome);
        });
    }

    /// The verdict is read first, so it is drawn first; `data-verdict` says that all of it stands.
    async fn draw(
        self: &Rc<Self>,
        place: usize,
        report: &Report,
        stage: Stage,
        mut slices: Slices,
    ) -> Result<(), JsValue> {
        let profile: Profile = self.profile.borrow().clone();
        // Reading the report was a task of its own.
        if !slices.breathe().await? {
            return Ok(());
        }
        if stage == Stage::Last {
            self.draw_verdict(report, &profile)?;
        }
        if !slices.next().await? {
            return Ok(());
        }
        if stage == Stage::Last {
            bring_into_view()?;
        }
        // All that is measured, before anything is written: in between, the browser would lay out the page.
        let (mut tall, mut kept) = (overlay::height_on_screen()?, Kept::of()?);
        if stage == Stage::Last {
            self.offer_mending(report)?;
            by_id::<Element>("pick")?.set_text_content(Some(say(lang(), "换一张照片", "Choose another photo")));
        }
        let accepted = match stage {
            Stage::OnTheWay => small_enough(report),
            Stage::Last => opens(report),
        };
        self.show_photo(place, accepted)?;
        if overlay::shape(report)? {
            if !slices.next().await? {
                return Ok(());
            }
            (tall, kept) = (overlay::height_on_screen()?, Kept::of()?);
        }
        overlay::draw(report, &profile, tall)?;
        if !list::draw_report(report, &profile, kept, &mut slices).await? {
            return Ok(());
        }
        match stage {
            Stage::OnTheWay => Ok(()),
            Stage::Last => verdict::finish(report.verdict),
        }
    }

    fn draw_verdict(&self, report: &Report, profile: &Profile) -> Result<(), JsValue> {
        let by_eye = verdict::left_for_the_eye(profile, Some(report), lang()).len();
        let note = match self.photos.way() {
            Way::Pasted => say(lang(), PASTED[0], PASTED[1]),
            Way::File => "",
        };
        self.withdraw_mending()?;
        let summary = verdict::summary(report, by_eye, lang());
        verdict::draw(&by_id("verdict")?, &summary, report.verdict, note)
    }

    /// Only a picture whose size the validator has accepted is handed to the browser's own decoder.
    fn show_photo(&self, place: usize, accepted: bool) -> Result<(), JsValue> {
        let address = if accepted { self.photos.address(place)? } else { None };
        overlay::show_photo(address.as_deref())
    }
}

/// Whether the validator has opened it.
pub(crate) fn opens(report: &Report) -> bool {
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
pub(crate) fn bring_into_view() -> Result<(), JsValue> {
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
