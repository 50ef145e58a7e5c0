//! The three ways in which a photo comes: chosen, dropped, pasted.

use std::rc::Rc;

use wasm_bindgen::prelude::*;
use web_sys::{ClipboardEvent, DragEvent, Element, File, FileList, HtmlInputElement};

use crate::dom::{by_id, document, listen};

/// How a file came.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) enum Way {
    /// As files: chosen or dropped.
    #[default]
    File,
    /// From the clipboard: a copy of the picture, not always the file itself.
    Pasted,
}

/// Calls `take` with the photos, however they come.
pub(crate) fn listen_to_all(take: impl Fn(Vec<File>, Way) + 'static) -> Result<(), JsValue> {
    let take = Rc::new(take);
    chosen(Rc::clone(&take))?;
    dropped(Rc::clone(&take))?;
    pasted(take)
}

fn chosen(take: Rc<impl Fn(Vec<File>, Way) + 'static>) -> Result<(), JsValue> {
    let input: HtmlInputElement = by_id("photo")?;
    listen(&input.clone(), "change", move |_| {
        let files = all(input.files());
        if !files.is_empty() {
            take(files, Way::File);
            // So that the same name, exported anew, counts as a change.
            input.set_value("");
        }
    })
}

/// The whole page takes a drop: a photo that misses the frame would otherwise replace the page.
fn dropped(take: Rc<impl Fn(Vec<File>, Way) + 'static>) -> Result<(), JsValue> {
    let page = document()?;
    let frame: Element = by_id("frame")?;
    let over = frame.clone();
    listen(&page, "dragover", move |event| {
        event.prevent_default();
        // Cosmetic only: without the mark the drop works all the same.
        let _ = over.set_attribute("data-over", "");
    })?;
    let left = frame.clone();
    listen(&page, "dragleave", move |_| {
        let _ = left.remove_attribute("data-over");
    })?;
    listen(&page, "drop", move |event| {
        event.prevent_default();
        let _ = frame.remove_attribute("data-over");
        let files = event
            .dyn_ref::<DragEvent>()
            .and_then(DragEvent::data_transfer)
            .and_then(|data| data.files());
        take(all(files), Way::File);
    })
}

fn pasted(take: Rc<impl Fn(Vec<File>, Way) + 'static>) -> Result<(), JsValue> {
    listen(&document()?, "paste", move |event| {
        let files = event
            .dyn_ref::<ClipboardEvent>()
            .and_then(ClipboardEvent::clipboard_data)
            .and_then(|data| data.files());
        let files = all(files);
        if !files.is_empty() {
            event.prevent_default();
            take(files, Way::Pasted);
        }
    })
}

/// More than these aren't compared at a glance, and each costs time.
const MOST: u32 = 12;

fn all(files: Option<FileList>) -> Vec<File> {
    let Some(files) = files else {
        return Vec::new();
    };
    (0..files.length().min(MOST))
        .filter_map(|place| files.item(place))
        .collect()
}
