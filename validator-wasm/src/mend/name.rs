//! What the finished file is called. An identity number is read from its field at the moment of saving, makes the name, and is cleared:
//! no copy of it is kept anywhere.

use std::rc::Rc;

use tassel_validator::fix::{finished_name, named_by_id_number};
use tassel_validator::{Lang, id_number, requirements};
use wasm_bindgen::prelude::*;
use web_sys::{Element, HtmlInputElement};

use crate::dom::{by_id, lang, listen, show, window};
use crate::door_mend::jpg;
use crate::page::Page;
use crate::say::say;

/// Characters of an identity number.
const LENGTH: usize = 18;

/// Whether the finished file is named by the number, and its own name isn't right already.
pub(super) fn by_id_number(page: &Page) -> bool {
    let profile = page.profile.borrow();
    named_by_id_number(&profile)
        && page
            .file()
            .is_some_and(|file| finished_name(&file.name(), &profile, None) == Ok(None))
}

/// The rule in words, and the field where it asks for the number.
pub(super) fn draw(page: &Page) -> Result<(), JsValue> {
    // Where files lose their names anyway, the number would be asked for nothing.
    let asks = by_id_number(page) && super::save::can_name()?;
    let rule = rule(page);
    let text = match (rule, asks, lang()) {
        (None, ..) => String::new(),
        (Some(rule), true, Lang::Zh) => format!("文件名要求：{rule}。填了证件号，存下来就是这个名字。"),
        (Some(rule), true, Lang::En) => {
            format!("Name asked for: {rule}. With the number given, the file gets that name.")
        }
        (Some(rule), false, Lang::Zh) => format!("文件名要求：{rule}。"),
        (Some(rule), false, Lang::En) => format!("Name asked for: {rule}."),
    };
    by_id::<Element>("mend-name")?.set_text_content(Some(&text));
    by_id::<Element>("mend-press-name")?.set_text_content(Some(&text));
    show(
        &by_id("mend-name")?,
        by_id::<Element>("mend-press")?.has_attribute("hidden"),
    )?;
    show(&by_id("mend-number-part")?, asks)
}

fn rule(page: &Page) -> Option<String> {
    requirements(&page.profile.borrow(), lang())
        .into_iter()
        .find(|requirement| requirement.id == "file.name")
        .map(|requirement| requirement.text)
}

/// Says while typing whether the number can be right; leaving the page clears it.
pub(super) fn listen_to_field(page: &Rc<Page>) -> Result<(), JsValue> {
    let field: HtmlInputElement = by_id("mend-number")?;
    let typed = Rc::clone(page);
    listen(&field, "input", move |_| typed.report_error(say_of_number(&typed)))?;
    let left = Rc::clone(page);
    listen(&window()?, "pagehide", move |_| left.report_error(clear()))
}

/// What was typed, without spaces.
fn number() -> Result<String, JsValue> {
    let field: HtmlInputElement = by_id("mend-number")?;
    let typed = field.value();
    Ok(typed.chars().filter(|c| !c.is_whitespace()).collect())
}

fn say_of_number(page: &Page) -> Result<(), JsValue> {
    let number = number()?;
    let count = number.chars().count();
    let text = match finished_name("", &page.profile.borrow(), Some(&number)) {
        _ if count == 0 => String::new(),
        Ok(_) => match lang() {
            Lang::Zh => format!("{}，校验位对得上。", id_number::mask(&number)),
            Lang::En => format!("{}: the check digit fits.", id_number::mask(&number)),
        },
        Err(_) if count < LENGTH => match lang() {
            Lang::Zh => format!("还差 {} 位。", LENGTH - count),
            Lang::En => format!("{} more to type.", LENGTH - count),
        },
        Err(why) => format!("{}{}", why.message(lang()), why.advice(lang())),
    };
    set_state(&text, false)
}

fn set_state(text: &str, wrong: bool) -> Result<(), JsValue> {
    let state: Element = by_id("mend-number-state")?;
    state.set_text_content(Some(text));
    let field: HtmlInputElement = by_id("mend-number")?;
    if wrong {
        field.set_attribute("aria-invalid", "true")
    } else {
        field.remove_attribute("aria-invalid")
    }
}

/// Takes the number out of the page.
pub(super) fn clear() -> Result<(), JsValue> {
    by_id::<HtmlInputElement>("mend-number")?.set_value("");
    set_state("", false)
}

/// The name to save under, and whether a number went into it. `None`, said beside the field: the number can't be right.
pub(super) fn to_save(page: &Page) -> Result<Option<(String, bool)>, JsValue> {
    let own = page.file().map(|file| file.name()).unwrap_or_default();
    let number = if by_id_number(page) { number()? } else { String::new() };
    let given = Some(number.as_str()).filter(|number| !number.is_empty());
    match finished_name(&own, &page.profile.borrow(), given) {
        Ok(name) => Ok(Some((name.unwrap_or_else(|| jpg(&own)), given.is_some()))),
        Err(why) => {
            set_state(&format!("{}{}", why.message(lang()), why.advice(lang())), true)?;
            by_id::<HtmlInputElement>("mend-number")?.focus()?;
            Ok(None)
        }
    }
}

/// What is said once the share sheet took the file.
pub(super) fn said_on_sharing(with_number: bool) -> &'static str {
    if with_number {
        say(
            lang(),
            "已交给你选的应用，文件名按要求取好了；证件号已从本页清掉。",
            "Handed to the app that you chose, named as asked; the ID number is gone from this page.",
        )
    } else {
        say(lang(), "已交给你选的应用。", "Handed to the app that you chose.")
    }
}

/// What is said once a file was handed over.
pub(super) fn said_on_saving(with_number: bool) -> &'static str {
    if with_number {
        say(
            lang(),
            "已交给浏览器保存，文件名按要求取好了；证件号已从本页清掉。",
            "Handed to the browser to save, named as asked; the ID number is gone from this page.",
        )
    } else {
        say(lang(), "已交给浏览器保存。", "Handed to the browser to save.")
    }
}
