//! `--channel wechat`: a notice as a fragment for the editor of a WeChat official account, which drops links, classes, ids and SVG. So
//! addresses are written out, and each comes with a QR code that readers press to follow.

use super::Parts;
use super::document::Place;
use super::filter::filter;
use super::fragment::{Dialect, Reach, fragment, reach};
use super::letter::Letter;
use crate::derive::moment::escape;
use crate::diagnostics::{Finding, Span};
use crate::outputs::qr;
use std::fmt::Write as _;

/// The largest picture that the editor takes, bytes.
const LARGEST: usize = 2 * 1024 * 1024;

const DIALECT: Dialect = Dialect {
    root: (
        "section",
        "font-size:16px;line-height:1.75;color:#1A1F26;text-align:left",
    ),
    paragraph: "margin:0 0 16px;line-height:1.75",
    heading: [
        (
            "section",
            "margin:28px 0 14px;padding-left:10px;border-left:4px solid #64C5FF;font-size:18px;font-weight:bold;line-height:1.5",
        ),
        (
            "section",
            "margin:20px 0 10px;font-size:16px;font-weight:bold;line-height:1.5",
        ),
        (
            "section",
            "margin:16px 0 8px;font-size:16px;color:#4A5361;line-height:1.5",
        ),
    ],
    links: false,
    lists: false,
    table: None,
    line: 21,
    quote: "margin:0 0 16px;padding:4px 0 4px 14px;border-left:4px solid #D9DEE5",
    code: "margin:0 0 16px;padding:8px 12px;background-color:#F4F6F9;font-size:14px",
    picture: "max-width:100%",
    signature: "text-align:right;line-height:1.75",
};

/// A fragment and the codes that belong to it.
pub(super) struct Article {
    pub(super) html: String,
    /// Path below the output folder and bytes of each code's PNG, in order.
    pub(super) codes: Vec<(String, Vec<u8>)>,
}

/// An address with the words that lead to it.
struct Address {
    url: String,
    words: String,
}

/// The article of one notice; what the editor would drop isn't in it.
pub(super) fn write(letter: &Letter<'_>, parts: &Parts<'_>) -> Article {
    let (tail, codes) = codes(letter, parts);
    let html = fragment(letter, parts, &DIALECT, &tail);
    Article {
        html: filter(&html),
        codes,
    }
}

fn codes(letter: &Letter<'_>, parts: &Parts<'_>) -> (String, Vec<(String, Vec<u8>)>) {
    let mut tail = String::new();
    let mut files = Vec::new();
    for address in addresses(letter, parts) {
        let Some(png) = qr::png(&address.url) else { continue };
        let path = letter.path(&format!("qr-{}.png", files.len() + 1));
        let (name, words, url) = (
            escape(path.rsplit('/').next().unwrap_or(&path)),
            escape(&address.words),
            escape(&address.url),
        );
        let alt = parts.words.fill("channel.code_of", &[("what", &words)]);
        let _ = writeln!(
            tail,
            "<section style=\"margin:0 0 20px;text-align:center\">\n\
             <p style=\"margin:0\"><img src=\"{name}\" alt=\"{alt}\" width=\"160\" style=\"width:160px\"></p>\n\
             <p style=\"margin:0;font-size:14px;line-height:1.6\"><strong>{words}</strong><br>{url}</p>\n</section>"
        );
        files.push((path, png));
    }
    if !files.is_empty() {
        let press = escape(parts.words.get("channel.press"));
        tail = format!(
            "<section style=\"margin:28px 0 0;padding:16px 12px 1px;background-color:#F4F6F9\">\n\
             <p style=\"margin:0 0 12px;text-align:center\">{press}</p>\n{tail}</section>\n"
        );
    }
    (tail, files)
}

/// The campaign's page first, then every address that its text links to, once each.
fn addresses(letter: &Letter<'_>, parts: &Parts<'_>) -> Vec<Address> {
    let own = letter.page.iter().map(|page| Address {
        url: page.clone(),
        words: parts.words.get("channel.more").to_owned(),
    });
    let mut found: Vec<Address> = own.collect();
    let runs = letter.body.runs();
    for group in runs.chunk_by(|a, b| a.link == b.link) {
        let place = group.first().and_then(|run| run.link);
        let Some(place) = place.and_then(|place| letter.body.links.get(place)) else {
            continue;
        };
        let Some(Reach::Address(url)) = reach(letter, parts, place) else {
            continue;
        };
        let known = found.iter().any(|address| address.url == url);
        if url.starts_with("mailto:") || url.starts_with("tel:") || known {
            continue;
        }
        let runs: Vec<_> = group.iter().map(|run| (*run).clone()).collect();
        let words = super::document::words(&runs);
        let words = if words.contains("://") {
            parts.words.get("channel.address").to_owned()
        } else {
            words
        };
        found.push(Address { url, words });
    }
    found
}

/// Pictures that the editor doesn't take.
pub(super) fn pictures(letter: &Letter<'_>, parts: &Parts<'_>) -> Vec<Finding> {
    let mut findings = Vec::new();
    for run in letter.body.runs() {
        let super::document::Piece::Picture(place, _) = run.piece else {
            continue;
        };
        let Some(Place::Site { path, .. }) = letter.body.links.get(place) else {
            continue;
        };
        let Some(bytes) = parts.files.get(path) else { continue };
        let name = path.rsplit('/').next().unwrap_or(path);
        let why = if !(bytes.starts_with(b"\x89PNG") || bytes.starts_with(b"\xff\xd8") || bytes.starts_with(b"GIF8")) {
            "公众号只收 PNG、JPG 和 GIF 图片".to_owned()
        } else if bytes.len() > LARGEST {
            format!("它有 {} MB，公众号正文里的图片要在 2 MB 以内", mega(bytes.len()))
        } else {
            continue;
        };
        let finding = Finding::of(&crate::channels::G102, format!("图片 {name} 放不进公众号文章：{why}"))
            .help("换一张 PNG 或 JPG 图片，太大的先缩小");
        findings.push(place_of(finding, letter.source, name, parts));
    }
    findings
}

fn place_of(finding: Finding, file: &str, written: &str, parts: &Parts<'_>) -> Finding {
    let found = parts.sources.get(file).and_then(|text| text.find(written));
    match found {
        Some(start) => finding.at(Span {
            file: file.to_owned(),
            range: start..start + written.len(),
        }),
        None => finding.in_file(file),
    }
}

/// Megabytes with one decimal, rounded up, so that nothing above the limit reads as the limit.
fn mega(bytes: usize) -> String {
    let tenths = (bytes * 10).div_ceil(1024 * 1024);
    format!("{}.{}", tenths / 10, tenths % 10)
}
