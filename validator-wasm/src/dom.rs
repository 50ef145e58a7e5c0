//! A few short words for what the page does often with the DOM. Text is only ever set as text, never as HTML.

use std::cell::OnceCell;

use tassel_validator::Lang;
use wasm_bindgen::prelude::*;
use web_sys::{Document, Element, Event, EventTarget, Window};

thread_local! {
    /// Asked for with every element that is made.
    static PAGE: OnceCell<Document> = const { OnceCell::new() };
    static LANG: OnceCell<Lang> = const { OnceCell::new() };
}

/// The window; an error in a worker.
pub(crate) fn window() -> Result<Window, JsValue> {
    web_sys::window().ok_or_else(|| JsValue::from_str("no window"))
}

/// The page.
pub(crate) fn document() -> Result<Document, JsValue> {
    PAGE.with(|known| {
        if let Some(page) = known.get() {
            return Ok(page.clone());
        }
        let page = window()?.document().ok_or_else(|| JsValue::from_str("no document"))?;
        Ok(known.get_or_init(|| page).clone())
    })
}

/// The language that the page is written in.
pub(crate) fn lang() -> Lang {
    LANG.with(|known| *known.get_or_init(read_lang))
}

fn read_lang() -> Lang {
    let tag = document()
        .ok()
        .and_then(|page| page.document_element())
        .and_then(|root| root.get_attribute("lang"));
    if tag.is_some_and(|tag| tag.starts_with("en")) {
        Lang::En
    } else {
        Lang::Zh
    }
}

/// The element with this id, which the template promises.
pub(crate) fn by_id<T: JsCast>(id: &str) -> Result<T, JsValue> {
    document()?
        .get_element_by_id(id)
        .and_then(|element| element.dyn_into().ok())
        .ok_or_else(|| JsValue::from_str(&format!("the page has no #{id}")))
}

/// A new element with a class and a text (either may be empty).
pub(crate) fn make(tag: &str, class: &str, text: &str) -> Result<Element, JsValue> {
    let element = document()?.create_element(tag)?;
    if !class.is_empty() {
        element.set_class_name(class);
    }
    if !text.is_empty() {
        element.set_text_content(Some(text));
    }
    Ok(element)
}

/// A new element inside `parent`, as [`make`].
pub(crate) fn append(parent: &Element, tag: &str, class: &str, text: &str) -> Result<Element, JsValue> {
    let element = make(tag, class, text)?;
    parent.append_child(&element)?;
    Ok(element)
}

/// Sets the text of the first element inside that matches, and hides it when there is none. A text that is there already stays, so
/// that nothing is read aloud twice.
pub(crate) fn set(parent: &Element, css: &str, text: &str) -> Result<(), JsValue> {
    if let Some(part) = parent.query_selector(css)? {
        set_once(&part, text);
        show(&part, !text.is_empty())?;
    }
    Ok(())
}

/// Sets a text, unless it is there already: nothing is read aloud or laid out twice.
pub(crate) fn set_once(element: &Element, text: &str) {
    if element.text_content().as_deref() != Some(text) {
        element.set_text_content(Some(text));
    }
}

/// Removes everything inside.
pub(crate) fn clear(element: &Element) {
    element.set_text_content(None);
}

/// Shows or hides by the attribute `hidden`.
pub(crate) fn show(element: &Element, visible: bool) -> Result<(), JsValue> {
    element.toggle_attribute_with_force("hidden", !visible).map(|_| ())
}

/// Calls `handler` on each such event for as long as the page lives.
pub(crate) fn listen(
    target: &impl AsRef<EventTarget>,
    kind: &str,
    handler: impl FnMut(Event) + 'static,
) -> Result<(), JsValue> {
    let closure = Closure::<dyn FnMut(Event)>::new(handler);
    target
        .as_ref()
        .add_event_listener_with_callback(kind, closure.as_ref().unchecked_ref())?;
    // The listener belongs to the page and ends with it.
    closure.forget();
    Ok(())
}

/// The paragraph `[data-trouble=kind]` of the template becomes visible, all others hidden; none with "". That of missing models stays as it
/// is: it is true of every photo.
pub(crate) fn trouble(kind: &str) -> Result<(), JsValue> {
    let all = document()?.query_selector_all("[data-trouble]:not([data-trouble='models'])")?;
    for index in 0..all.length() {
        if let Some(element) = all.item(index).and_then(|node| node.dyn_into::<Element>().ok()) {
            show(&element, element.get_attribute("data-trouble").as_deref() == Some(kind))?;
        }
    }
    Ok(())
}
