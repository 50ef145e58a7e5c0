//! `--channel cms`: a notice as a fragment for a school's own content system, whose editor keeps inline styles and throws away the rest.

use super::Parts;
use super::fragment::{Dialect, fragment};
use super::letter::Letter;
use crate::derive::moment::escape;

const DIALECT: Dialect = Dialect {
    root: (
        "div",
        "font-size:16px;line-height:1.8;color:#1A1F26;text-align:left;word-break:break-word",
    ),
    paragraph: "text-indent:2em;margin:0 0 12px;line-height:1.8",
    heading: [
        (
            "h2",
            "margin:24px 0 12px;font-size:18px;font-weight:bold;line-height:1.5",
        ),
        (
            "h3",
            "margin:18px 0 10px;font-size:16px;font-weight:bold;line-height:1.5",
        ),
        (
            "h4",
            "margin:14px 0 8px;font-size:16px;font-weight:normal;line-height:1.5",
        ),
    ],
    links: true,
    lists: true,
    table: Some(640),
    line: 42,
    quote: "margin:0 0 12px;padding:4px 0 4px 16px;border-left:4px solid #64C5FF",
    code: "margin:0 0 12px;padding:8px 12px;background-color:#F4F6F9;font-family:Consolas,Menlo,monospace;font-size:14px",
    picture: "max-width:100%;height:auto",
    signature: "text-align:right;line-height:1.8",
};

/// The fragment of one notice.
pub(super) fn write(letter: &Letter<'_>, parts: &Parts<'_>) -> String {
    let tail = letter.page.as_deref().map_or_else(String::new, |page| {
        let page = escape(page);
        let link = format!("<a href=\"{page}\" style=\"color:#0B57A4;text-decoration:underline\">{page}</a>");
        let line = parts.words.fill("channel.more_at", &[("url", &link)]);
        format!("<p style=\"margin:24px 0 0;line-height:1.8\">{line}</p>\n")
    });
    fragment(letter, parts, &DIALECT, &tail)
}
