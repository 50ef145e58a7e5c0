//! One row of the list: conclusion, measured, wanted, what to do; opening to why and to its place on the photo.

use tassel_validator::{Check, HumanRule, Lang, Profile, Requirement, Status, check_title, requirements};
use wasm_bindgen::prelude::*;
use web_sys::Element;

use crate::dom::{append, clear, lang, listen, make};
use crate::list::is_open;
use crate::number::{measured, range, seen, speaks};
use crate::overlay;
use crate::questions;
use crate::say::say;
use crate::why::why;

/// A row on show.
pub(crate) struct Row {
    element: Element,
    details: Element,
    /// What it was drawn from; `None` while it waits for its result.
    check: Option<Check>,
    /// The profile that it was drawn for.
    profile: String,
}

impl Row {
    /// A new row, closed.
    pub(crate) fn new(id: &'static str, check: Option<&Check>, wanted: &Wanted<'_>) -> Result<Self, JsValue> {
        let element = make("li", "sc-row", "")?;
        element.set_attribute("data-row", id)?;
        let details = append(&element, "details", "", "")?;
        let line = details.clone();
        listen(&details, "toggle", move |_| {
            // A place that can't be shown takes nothing from the words beside it.
            let _ = overlay::light(id, line.has_attribute("open"));
        })?;
        let row = Self {
            element,
            details,
            check: check.cloned(),
            profile: wanted.profile.to_owned(),
        };
        row.draw(id, wanted)?;
        Ok(row)
    }

    /// Draws it anew if its result, or the standard, is another one than before; true then.
    pub(crate) fn update(&mut self, id: &str, check: Option<&Check>, wanted: &Wanted<'_>) -> Result<bool, JsValue> {
        if self.check.as_ref() == check && self.profile == wanted.profile {
            return Ok(false);
        }
        self.check = check.cloned();
        wanted.profile.clone_into(&mut self.profile);
        self.draw(id, wanted).map(|()| true)
    }

    /// The list item.
    pub(crate) fn element(&self) -> &Element {
        &self.element
    }

    /// What opens.
    pub(crate) fn details(&self) -> &Element {
        &self.details
    }

    fn draw(&self, id: &str, wanted: &Wanted<'_>) -> Result<(), JsValue> {
        // The summary stays, since it may have the focus.
        let line = match self.details.query_selector("summary")? {
            Some(line) => line,
            None => append(&self.details, "summary", "sc-line", "")?,
        };
        clear(&line);
        while let Some(more) = line.next_element_sibling() {
            more.remove();
        }
        while let Some(link) = self.details.next_element_sibling() {
            link.remove();
        }
        match &self.check {
            None => self.draw_waiting(&line, id, wanted.limit(id)),
            Some(check) => {
                self.element.set_attribute("data-check", id)?;
                self.element.set_attribute("data-status", hook(check.status))?;
                draw_line(&line, check, wanted)?;
                explain(&self.details, check)?;
                if is_open(check) {
                    questions::answer(&self.element, id)?;
                }
                Ok(())
            }
        }
    }

    fn draw_waiting(&self, line: &Element, id: &str, wanted: &str) -> Result<(), JsValue> {
        self.element.remove_attribute("data-check")?;
        self.element.set_attribute("data-status", "waiting")?;
        append(line, "span", "sc-state", say(lang(), "正在查", "Checking"))?;
        draw_title(line, &check_title(id, lang()))?;
        cell(line, "sc-want", say(lang(), "要求", "Required"), wanted)
    }
}

/// Before a photo: what is wanted, nothing to open.
pub(crate) fn draw_requirement(list: &Element, title: &str, text: &str) -> Result<(), JsValue> {
    let row = append(list, "li", "sc-row", "")?;
    let line = append(&row, "div", "sc-line", "")?;
    draw_title(&line, title)?;
    cell(&line, "sc-want", say(lang(), "要求", "Required"), text)
}

/// What a profile wants of each check.
pub(crate) struct Wanted<'a> {
    profile: &'a str,
    limits: Vec<Requirement>,
    rules: &'a [HumanRule],
}

impl<'a> Wanted<'a> {
    pub(crate) fn of(profile: &'a Profile) -> Self {
        Self {
            profile: &profile.id,
            limits: requirements(profile, lang()),
            rules: &profile.rules,
        }
    }

    /// The printed limit; "" where there is none.
    fn limit(&self, id: &str) -> &str {
        let found = self.limits.iter().find(|limit| limit.id == id);
        found.map_or("", |limit| limit.text.as_str())
    }

    /// The sentence that people are told: the check's own, else that of its class; "" where there is none.
    fn sentence(&self, id: &str) -> &str {
        let class = id.split('.').next().unwrap_or(id);
        let found = [id, class]
            .iter()
            .find_map(|name| self.rules.iter().find(|rule| rule.id == *name));
        found.map_or("", |rule| rule.text.as_str())
    }
}

fn draw_line(line: &Element, check: &Check, wanted: &Wanted<'_>) -> Result<(), JsValue> {
    append(line, "span", "sc-state", word(check.status, lang()))?;
    draw_title(line, &check.title)?;
    let in_words = check.status != Status::Skip && !speaks(&check.id);
    line.set_class_name(match check.id.as_str() {
        _ if in_words => "sc-line sc-wide sc-worded",
        // Three colours with their values don't fit beside a fourth one.
        "bg.color" | "file.color_mode" => "sc-line sc-wide",
        _ => "sc-line",
    });
    if check.status == Status::Skip {
        // Nothing was measured and nothing is to be compared: the reason is all there is to say.
        append(line, "span", "sc-how", &check.message)?;
        return Ok(());
    }
    let now = seen(check, lang());
    let limit = match wanted.limit(&check.id) {
        "" if speaks(&check.id) => range(check, lang()),
        "" if is_open(check) => wanted.sentence(&check.id).to_owned(),
        printed => printed.to_owned(),
    };
    cell(line, "sc-now", say(lang(), "现在", "Now"), &now)?;
    cell(line, "sc-want", say(lang(), "要求", "Required"), &limit)?;
    if is_open(check) && !check.advice.is_empty() {
        append(line, "span", "sc-how", &check.advice)?;
    }
    Ok(())
}

/// Our name of a rule, and below it that of the official tool, where that has one.
fn draw_title(line: &Element, title: &str) -> Result<(), JsValue> {
    let (own, official) = main_title(title);
    let cell = append(line, "span", "sc-title", own)?;
    if !official.is_empty() {
        let label = say(lang(), " 自传工具里叫", " in the upload tool: ");
        let name = append(&cell, "span", "sc-official", label)?;
        // The tool has Chinese names only; they stay as they are shown there.
        append(&name, "span", "", &format!("「{official}」"))?.set_attribute("lang", "zh-CN")?;
    }
    Ok(())
}

/// `头顶位置（头顶距离顶部百分比）` → our name and the official tool's ("" where it has none).
pub(crate) fn main_title(title: &str) -> (&str, &str) {
    let split = title.split_once('（').or_else(|| title.split_once(" ("));
    split.map_or((title, ""), |(own, official)| {
        (own, official.trim_end_matches(['）', ')']))
    })
}

fn explain(details: &Element, check: &Check) -> Result<(), JsValue> {
    let body = append(details, "div", "sc-more", "")?;
    let skipped = check.status == Status::Skip;
    if !skipped && speaks(&check.id) {
        append(&body, "p", "", &check.message)?;
    }
    let (value, limit) = (measured(check, lang()), range(check, lang()));
    if !speaks(&check.id) && !value.is_empty() && !limit.is_empty() {
        let text = match lang() {
            Lang::Zh => format!("量到的值：{value}，界限：{limit}。"),
            Lang::En => format!("Measured: {value}; limit: {limit}."),
        };
        append(&body, "p", "", &text)?;
    }
    let label = if skipped {
        ""
    } else {
        say(lang(), "为什么：", "Why: ")
    };
    append(&body, "p", "sc-why", &format!("{label}{}", why(&check.id, lang())))?;
    if overlay::has_place(check) {
        let button = append(
            &body,
            "button",
            "sc-show",
            say(lang(), "在照片上看", "Show on the photo"),
        )?;
        button.set_attribute("type", "button")?;
        let id = check.id.clone();
        listen(&button, "click", move |_| {
            let _ = overlay::go_to(&id);
        })?;
    }
    Ok(())
}

/// A labelled value; nothing at all when there is none.
fn cell(line: &Element, class: &str, label: &str, text: &str) -> Result<(), JsValue> {
    if text.is_empty() {
        return Ok(());
    }
    let cell = append(line, "span", class, "")?;
    append(&cell, "span", "sc-label", label)?;
    // A separator for those who hear or copy the line; the style sheet sets the two apart.
    append(&cell, "span", "", &format!(" {text}")).map(|_| ())
}

/// A status for the style sheet.
pub(crate) fn hook(status: Status) -> &'static str {
    match status {
        Status::Pass => "pass",
        Status::Fail => "fail",
        Status::Review => "review",
        Status::Skip => "skip",
    }
}

/// A status in a word.
pub(crate) fn word(status: Status, lang: Lang) -> &'static str {
    match status {
        Status::Pass => say(lang, "符合", "OK"),
        Status::Fail => say(lang, "需修改", "To mend"),
        Status::Review => say(lang, "请确认", "Look"),
        Status::Skip => say(lang, "没有查", "Not checked"),
    }
}
