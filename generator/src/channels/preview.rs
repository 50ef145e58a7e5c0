//! The page of a channel's folder that staff open: every piece as it will look, a button that copies it, and what to upload with it.

use super::digest::length;
use super::{Channel, Parts};
use crate::derive::moment::escape;
use crate::diagnostics::Finding;
use minijinja::value::{Serde, Value};
use minijinja::{AutoEscape, Environment, UndefinedBehavior};
use serde::Serialize;
use std::collections::BTreeMap;

const PAGE: &str = include_str!("preview/index.html");
const STYLE: &str = include_str!("preview/preview.css");
const SCRIPT: &str = include_str!("preview/preview.js");

/// One notice, or one campaign's short texts.
#[derive(Debug, Serialize)]
pub(super) struct Entry {
    pub(super) campaign: String,
    /// Folder of its files below the output folder.
    pub(super) folder: String,
    pub(super) title: String,
    /// The office that publishes.
    pub(super) source: String,
    pub(super) published: String,
    pub(super) summary: Option<String>,
    pub(super) sheets: Vec<Sheet>,
    /// Files to upload, relative to the folder, in order.
    pub(super) uploads: Vec<String>,
}

/// One text to copy.
#[derive(Debug, Serialize)]
pub(super) struct Sheet {
    name: String,
    path: String,
    /// What is shown: the fragment, or the text made safe.
    html: String,
    plain: bool,
    length: usize,
    limit: Option<usize>,
}

impl Sheet {
    /// A fragment; its pictures and files lie in `folder`, the page that shows it above.
    pub(super) fn html(path: &str, html: &str, folder: &str) -> Self {
        Self {
            name: "正文".to_owned(),
            path: path.to_owned(),
            html: from_above(html, folder),
            plain: false,
            length: 0,
            limit: None,
        }
    }

    /// A plain text, with its length in characters and how long it may be.
    pub(super) fn text(name: &str, path: &str, text: &str, limit: Option<usize>) -> Self {
        Self {
            name: name.to_owned(),
            path: path.to_owned(),
            html: escape(text.trim_end()),
            plain: true,
            length: length(text.trim_end()),
            limit,
        }
    }
}

/// The page with its style and script, by path.
///
/// # Errors
/// A finding when the page's own template is at fault.
pub(super) fn page(
    channel: Channel,
    parts: &Parts<'_>,
    entries: &[Entry],
) -> Result<BTreeMap<String, Vec<u8>>, Finding> {
    let mut environment = Environment::new();
    environment.set_undefined_behavior(UndefinedBehavior::Strict);
    environment.set_auto_escape_callback(|_| AutoEscape::Html);
    let campaigns: Vec<&[Entry]> = entries.chunk_by(|a, b| a.folder == b.folder).collect();
    let context = minijinja::context! {
        channel => channel.id(),
        word => channel.word(),
        site => parts.model.site.value.title.clone(),
        placed => parts.base.is_some(),
        campaigns => Value::from(Serde(campaigns)),
    };
    let html = environment
        .render_named_str("preview/index.html", PAGE, context)
        .map_err(|error| Finding::of(&crate::render::engine::H102, format!("预览页出错：{error}")))?;
    Ok(BTreeMap::from([
        ("index.html".to_owned(), html.into_bytes()),
        ("preview.css".to_owned(), STYLE.as_bytes().to_vec()),
        ("preview.js".to_owned(), SCRIPT.as_bytes().to_vec()),
    ]))
}

/// Relative addresses as they are written one folder above. Text can't be mistaken for them, since its quotes are escaped.
fn from_above(html: &str, folder: &str) -> String {
    let mut html = html.to_owned();
    for attribute in ["src=\"", "href=\""] {
        let mut parts = html.split(attribute);
        let mut out = parts.next().unwrap_or("").to_owned();
        for part in parts {
            out.push_str(attribute);
            let whole = ["https:", "http:", "mailto:", "tel:"].iter().any(|scheme| {
                part.get(..scheme.len())
                    .is_some_and(|start| start.eq_ignore_ascii_case(scheme))
            });
            if !whole {
                out.push_str(&escape(folder));
                out.push('/');
            }
            out.push_str(part);
        }
        html = out;
    }
    html
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_of_a_notice_are_found_from_above() {
        assert_eq!(
            from_above(
                "<img src=\"a.png\"><a href=\"attachments/b.pdf\">b</a><a href=\"HTTPS://c.cn/\">c</a>",
                "a-1"
            ),
            "<img src=\"a-1/a.png\"><a href=\"a-1/attachments/b.pdf\">b</a><a href=\"HTTPS://c.cn/\">c</a>"
        );
    }
}
