//! A notice as a piece of HTML to paste into somebody else's editor: no head, no script, no class, no id, every style on its element.
//!
//! What the editors allow differs; a [`Dialect`] says how.

use super::Parts;
use super::document::{Block, Piece, Place, Run, words};
use super::letter::Letter;
use crate::derive::campaign::AttachmentView;
use crate::derive::moment::escape;
use crate::outputs::address;
use crate::pages::relative;
use std::fmt::Write as _;

/// How an editor wants its HTML.
pub(super) struct Dialect {
    /// The element around all.
    pub(super) root: (&'static str, &'static str),
    pub(super) paragraph: &'static str,
    /// The element and style of headings of level 2, 3 and below.
    pub(super) heading: [(&'static str, &'static str); 3],
    /// Whether links may be links; otherwise their address is written behind the words.
    pub(super) links: bool,
    /// Whether lists may be lists; otherwise each item is a block that begins with its number.
    pub(super) lists: bool,
    /// Width of a table in pixels, or the whole line.
    pub(super) table: Option<usize>,
    /// How many characters of a table stand in one line.
    pub(super) line: usize,
    pub(super) quote: &'static str,
    pub(super) code: &'static str,
    pub(super) picture: &'static str,
    pub(super) signature: &'static str,
}

const CELL: &str =
    "border:1px solid #B8C0CA;padding:6px 8px;text-align:left;vertical-align:top;line-height:1.6;font-size:15px";
const LINK: &str = "color:#0B57A4;text-decoration:underline";

/// The fragment, a block on each line.
pub(super) fn fragment(letter: &Letter<'_>, parts: &Parts<'_>, dialect: &Dialect, tail: &str) -> String {
    let mut writer = Writer {
        letter,
        parts,
        dialect,
        out: String::new(),
    };
    let (tag, style) = dialect.root;
    let _ = writeln!(writer.out, "<{tag} style=\"{style}\">");
    if let Some(to) = &letter.notice.to {
        let to = parts.words.fill("notice.to", &[("whom", to)]);
        let style = dialect.paragraph.replace("text-indent:2em;", "");
        let _ = writeln!(writer.out, "<p style=\"{style}\"><strong>{}</strong></p>", escape(&to));
    }
    writer.blocks(&letter.body.blocks);
    writer.attachments();
    for (line, above) in letter.signature().into_iter().zip(["24px", "0"]) {
        let style = dialect.signature;
        let _ = writeln!(
            writer.out,
            "<p style=\"margin:{above} 0 0;{style}\">{}</p>",
            escape(line)
        );
    }
    writer.out.push_str(tail);
    let _ = writeln!(writer.out, "</{tag}>");
    writer.out
}

struct Writer<'w, 'a> {
    letter: &'w Letter<'a>,
    parts: &'w Parts<'a>,
    dialect: &'w Dialect,
    out: String,
}

impl Writer<'_, '_> {
    fn blocks(&mut self, blocks: &[Block]) {
        for block in blocks {
            self.block(block);
        }
    }

    fn block(&mut self, block: &Block) {
        match block {
            Block::Heading(level, runs) => {
                let place = usize::from(level.saturating_sub(2)).min(2);
                if let Some((tag, style)) = self.dialect.heading.get(place) {
                    let _ = writeln!(self.out, "<{tag} style=\"{style}\">{}</{tag}>", self.inline(runs));
                }
            }
            Block::Paragraph(runs) => {
                let style = self.dialect.paragraph;
                let _ = writeln!(self.out, "<p style=\"{style}\">{}</p>", self.inline(runs));
            }
            Block::List { start, items } if self.dialect.lists => self.list(*start, items),
            Block::List { start, items } => self.numbered(*start, items),
            Block::Table { head, rows } => self.table(head, rows),
            Block::Quote(blocks) => {
                let _ = writeln!(self.out, "<blockquote style=\"{}\">", self.dialect.quote);
                self.blocks(blocks);
                self.out.push_str("</blockquote>\n");
            }
            Block::Code(code) => {
                let lines: Vec<String> = code.trim_end().lines().map(escape).collect();
                let _ = writeln!(
                    self.out,
                    "<p style=\"{}\">{}</p>",
                    self.dialect.code,
                    lines.join("<br>")
                );
            }
            Block::Rule => self
                .out
                .push_str("<hr style=\"border:0;border-top:1px solid #D9DEE5;margin:24px 0\">\n"),
        }
    }

    fn list(&mut self, start: Option<u64>, items: &[Vec<Block>]) {
        let (tag, first, mark) = match start {
            Some(1) => ("ol", String::new(), "decimal"),
            Some(number) => ("ol", format!(" start=\"{number}\""), "decimal"),
            None => ("ul", String::new(), "disc"),
        };
        let _ = writeln!(
            self.out,
            "<{tag}{first} style=\"margin:0 0 12px;padding-left:2em;list-style-type:{mark}\">"
        );
        for item in items {
            self.out.push_str("<li style=\"margin:0 0 6px\">");
            match &item[..] {
                [Block::Paragraph(runs), rest @ ..] => {
                    let text = self.inline(runs);
                    self.out.push_str(&text);
                    if !rest.is_empty() {
                        self.out.push('\n');
                        self.blocks(rest);
                    }
                }
                all => self.blocks(all),
            }
            self.out.push_str("</li>\n");
        }
        let _ = writeln!(self.out, "</{tag}>");
    }

    fn numbered(&mut self, start: Option<u64>, items: &[Vec<Block>]) {
        for (number, item) in (start.unwrap_or(1)..).zip(items) {
            let mark = if start.is_some() {
                format!("{number}. ")
            } else {
                "· ".to_owned()
            };
            self.out
                .push_str("<section style=\"margin:0 0 10px;padding-left:1.5em\">\n");
            let (text, rest) = match &item[..] {
                [Block::Paragraph(runs), rest @ ..] => (self.inline(runs), rest),
                all => (String::new(), all),
            };
            // Numbers hang in the margin, as in print.
            let _ = writeln!(
                self.out,
                "<p style=\"margin:0 0 6px;text-indent:-1.5em;line-height:1.75\">{mark}{text}</p>"
            );
            self.blocks(rest);
            self.out.push_str("</section>\n");
        }
    }

    fn table(&mut self, head: &[Vec<Run>], rows: &[Vec<Vec<Run>>]) {
        let shares = shares(self.dialect.line, head, rows);
        let width = self.dialect.table;
        let whole = width.map_or_else(|| "100%".to_owned(), |px| format!("{px}px"));
        let attribute = width.map_or_else(|| "100%".to_owned(), |px| px.to_string());
        let _ = writeln!(
            self.out,
            "<table width=\"{attribute}\" border=\"1\" cellspacing=\"0\" cellpadding=\"0\" \
             style=\"width:{whole};border-collapse:collapse;margin:0 0 16px;border:1px solid #B8C0CA\">\n<tbody>"
        );
        let cells = |writer: &Self, tag: &str, row: &[Vec<Run>], extra: &str| {
            let cell = |(runs, share): (&Vec<Run>, &usize)| {
                let size = width.map_or_else(|| format!("{share}%"), |px| (px * share / 100).to_string());
                format!(
                    "<{tag} width=\"{size}\" style=\"{CELL}{extra}\">{}</{tag}>",
                    writer.inline(runs)
                )
            };
            row.iter().zip(&shares).map(cell).collect::<String>()
        };
        if head.iter().any(|cell| !cell.is_empty()) {
            let line = cells(self, "th", head, ";background-color:#F4F6F9;font-weight:bold");
            let _ = writeln!(self.out, "<tr>{line}</tr>");
        }
        for row in rows {
            let line = cells(self, "td", row, "");
            let _ = writeln!(self.out, "<tr>{line}</tr>");
        }
        self.out.push_str("</tbody>\n</table>\n");
    }

    fn attachments(&mut self) {
        if self.letter.notice.attachments.is_empty() {
            return;
        }
        let style = self.dialect.paragraph.replace("text-indent:2em;", "");
        let head = escape(self.parts.words.get("channel.attachments"));
        let _ = writeln!(self.out, "<p style=\"{style}\"><strong>{head}</strong></p>");
        for attachment in &self.letter.notice.attachments {
            let line = self.attachment(attachment);
            let _ = writeln!(
                self.out,
                "<p style=\"margin:0 0 6px;padding-left:1em;line-height:1.75\">{line}</p>"
            );
        }
    }

    fn attachment(&self, attachment: &AttachmentView) -> String {
        let words = self.parts.words;
        let name = [("no", attachment.no.as_str()), ("title", attachment.title.as_str())];
        let name = escape(&words.fill("attachment.label", &name));
        let format = attachment.format.as_ref();
        let format = format.map_or_else(String::new, |format| {
            words.fill("channel.spelled", &[("text", ""), ("more", &escape(format))])
        });
        let file = attachment.url.as_deref();
        let file = file.filter(|path| self.letter.comes_along(path, self.parts));
        // Why the site has no file is the site's business.
        let note = attachment.note.as_ref().filter(|_| file.is_some());
        let note = note.map_or_else(String::new, |note| {
            format!(
                "<br><span style=\"font-size:14px;color:#4A5361\">{}</span>",
                escape(note)
            )
        });
        match file.and_then(|path| self.letter.inside(path)) {
            Some(path) if self.dialect.links => {
                let href = escape(path);
                format!("<a href=\"{href}\" style=\"{LINK}\">{name}</a>{format}{note}")
            }
            _ => format!("{name}{format}{note}"),
        }
    }

    /// Runs as HTML; runs of one link stand in one link.
    fn inline(&self, runs: &[Run]) -> String {
        let mut out = String::new();
        for group in runs.chunk_by(|a, b| a.link == b.link) {
            let html: String = group.iter().map(|run| self.run(run)).collect();
            let place = group.first().and_then(|run| run.link);
            match place.and_then(|place| self.letter.body.links.get(place)) {
                Some(place) => out.push_str(&self.link(place, &html, &words(group))),
                None => out.push_str(&html),
            }
        }
        out
    }

    fn run(&self, run: &Run) -> String {
        let mut html = match &run.piece {
            Piece::Text(text) => escape(text),
            Piece::Code(code) => format!(
                "<span style=\"font-family:Consolas,Menlo,monospace;background-color:#F4F6F9\">{}</span>",
                escape(code)
            ),
            Piece::Break => "<br>".to_owned(),
            Piece::Picture(place, description) => self.picture(*place, description),
        };
        if run.strong {
            html = format!("<strong>{html}</strong>");
        }
        if run.emphasis {
            html = format!("<em>{html}</em>");
        }
        if run.struck {
            html = format!("<span style=\"text-decoration:line-through\">{html}</span>");
        }
        html
    }

    fn picture(&self, place: usize, description: &str) -> String {
        let source = match self.letter.body.links.get(place) {
            Some(Place::Site { path, .. }) => self.letter.inside(path),
            Some(Place::Web(url)) if is_web(url) => Some(url.as_str()),
            _ => None,
        };
        let words = escape(description);
        match source {
            Some(source) => format!(
                "<img src=\"{}\" alt=\"{words}\" style=\"{}\">",
                escape(source),
                self.dialect.picture
            ),
            None => words,
        }
    }

    fn link(&self, place: &Place, html: &str, words: &str) -> String {
        match reach(self.letter, self.parts, place) {
            Some(Reach::File(path)) if self.dialect.links => {
                format!("<a href=\"{}\" style=\"{LINK}\">{html}</a>", escape(&path))
            }
            Some(Reach::Address(url)) if self.dialect.links => {
                format!("<a href=\"{}\" style=\"{LINK}\">{html}</a>", escape(&url))
            }
            Some(Reach::Address(url)) => match spelled(&url, words) {
                Some(url) => {
                    let values = [("text", html), ("more", &*escape(url))];
                    self.parts.words.fill("channel.spelled", &values)
                }
                None => html.to_owned(),
            },
            _ => html.to_owned(),
        }
    }
}

/// What a link of a notice can lead to once the notice stands somewhere else.
pub(super) enum Reach {
    /// A file that comes along, relative to the notice.
    File(String),
    /// A whole address.
    Address(String),
}

/// `None` where the link leads to a page of a site whose address isn't known, or does something else than open a page.
pub(super) fn reach(letter: &Letter<'_>, parts: &Parts<'_>, place: &Place) -> Option<Reach> {
    match place {
        Place::Web(url) => {
            (is_web(url) || url.starts_with("mailto:") || url.starts_with("tel:")).then(|| Reach::Address(url.clone()))
        }
        Place::Site { path, .. } if letter.comes_along(path, parts) => {
            let own = format!("{}/x.html", letter.campaign.id);
            Some(Reach::File(relative(&own, path)))
        }
        Place::Site { path, anchor } => parts
            .base
            .map(|base| Reach::Address(format!("{}{anchor}", address(base, path)))),
    }
}

fn is_web(url: &str) -> bool {
    let starts = |scheme: &str| {
        url.get(..scheme.len())
            .is_some_and(|start| start.eq_ignore_ascii_case(scheme))
    };
    starts("https://") || starts("http://")
}

/// The address to write behind a link's words, unless they say it already.
pub(super) fn spelled<'u>(url: &'u str, words: &str) -> Option<&'u str> {
    let plain = url.strip_prefix("mailto:").or_else(|| url.strip_prefix("tel:"));
    let plain = plain.unwrap_or(url);
    (!words.contains(plain.trim_end_matches('/'))).then_some(plain)
}

/// How the width of a table, in characters, is shared between its columns, in percent: each gets room for a short word first, the rest
/// goes to the columns with the longest cells.
fn shares(width: usize, head: &[Vec<Run>], rows: &[Vec<Vec<Run>>]) -> Vec<usize> {
    let longest = |column: usize| {
        let cells = rows.iter().filter_map(|row| row.get(column)).chain(head.get(column));
        cells.map(|cell| em(&words(cell))).max().unwrap_or(0)
    };
    let longest: Vec<usize> = (0..head.len()).map(longest).collect();
    // Hundredths of a character; the padding takes one and a half.
    let floors: Vec<usize> = longest.iter().map(|length| length.clamp(&2, &5) * 100 + 150).collect();
    let wishes: Vec<usize> = longest.iter().map(|length| length.saturating_sub(5).min(40)).collect();
    let (taken, wished): (usize, usize) = (floors.iter().sum(), wishes.iter().sum());
    let rest = (width * 100).saturating_sub(taken);
    let widths = floors
        .iter()
        .zip(&wishes)
        .map(|(floor, wish)| floor + rest * wish / wished.max(1));
    let widths: Vec<usize> = widths.collect();
    let total: usize = widths.iter().sum();
    widths.iter().map(|width| width * 100 / total.max(1)).collect()
}

/// Width of a text in Han characters, rounded up.
fn em(text: &str) -> usize {
    let halves: usize = text.chars().map(|c| if c.is_ascii() { 1 } else { 2 }).sum();
    halves.div_ceil(2)
}
