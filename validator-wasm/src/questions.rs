//! The questions of the campaign's FAQ that answer a refusal, as the page brings them along: check → question and address.

use std::cell::RefCell;
use std::collections::BTreeMap;

use serde::Deserialize;
use wasm_bindgen::prelude::*;
use web_sys::Element;

use crate::dom::{append, by_id, lang};
use crate::say::say;

/// A question and where it is answered.
#[derive(Debug, Clone, Deserialize)]
struct Question {
    question: String,
    href: String,
}

thread_local! {
    static QUESTIONS: RefCell<Option<BTreeMap<String, Question>>> = RefCell::default();
}

/// Adds a link to the check's question, if the campaign has one. It opens beside this page, so that the result stays.
pub(crate) fn link(row: &Element, id: &str) -> Result<(), JsValue> {
    let found = QUESTIONS.with_borrow_mut(|all| all.get_or_insert_with(read).get(id).cloned());
    let Some(found) = found else { return Ok(()) };
    let label = say(lang(), "常见问题：", "Question: ");
    let link = append(row, "a", "sc-faq", &format!("{label}{}", found.question))?;
    link.set_attribute("href", &found.href)?;
    link.set_attribute("target", "_blank")?;
    link.set_attribute("rel", "noopener")
}

/// A page without questions, or with broken ones, has no links.
fn read() -> BTreeMap<String, Question> {
    let json = by_id::<Element>("questions")
        .ok()
        .and_then(|element| element.text_content());
    json.and_then(|json| serde_json::from_str(&json).ok())
        .unwrap_or_default()
}
