//! `--channel text`: a notice as plain text, for group chats and mail.

use super::Parts;
use super::document::{Block, Piece, Run, words};
use super::fragment::{Reach, reach, spelled};
use super::letter::Letter;

/// The whole notice, a newline at the end.
pub(super) fn write(letter: &Letter<'_>, parts: &Parts<'_>) -> String {
    let mut lines = Lines::default();
    lines.part(&letter.notice.title);
    if let Some(to) = &letter.notice.to {
        lines.part(&parts.words.fill("notice.to", &[("whom", to)]));
    }
    let writer = Writer { letter, parts };
    writer.blocks(&letter.body.blocks, "", &mut lines);
    if !letter.notice.attachments.is_empty() {
        let attached = letter.notice.attachments.iter();
        let label = |no: &str, title: &str| parts.words.fill("attachment.label", &[("no", no), ("title", title)]);
        let list: Vec<String> = attached.map(|a| label(&a.no, &a.title)).collect();
        let head = parts.words.get("channel.attachments");
        lines.part(&format!("{head}\n{}", list.join("\n")));
    }
    lines.part(&letter.signature().join("\n"));
    if let Some(page) = &letter.page {
        lines.part(&parts.words.fill("channel.more_at", &[("url", page)]));
    }
    lines.0
}

/// Text in parts, an empty line between them.
#[derive(Default)]
struct Lines(String);

impl Lines {
    fn part(&mut self, text: &str) {
        if !self.0.is_empty() {
            self.0.push('\n');
        }
        self.line(text);
    }

    fn line(&mut self, text: &str) {
        self.0.push_str(text);
        self.0.push('\n');
    }
}

struct Writer<'w, 'a> {
    letter: &'w Letter<'a>,
    parts: &'w Parts<'a>,
}

impl Writer<'_, '_> {
    fn blocks(&self, blocks: &[Block], indent: &str, lines: &mut Lines) {
        for block in blocks {
            match block {
                Block::Heading(_, runs) | Block::Paragraph(runs) => {
                    lines.part(&format!("{indent}{}", self.inline(runs)));
                }
                Block::List { start, items } => {
                    // The items of one list stand together.
                    lines.0.push('\n');
                    self.list(*start, items, indent, lines);
                }
                Block::Table { head, rows } => {
                    lines.0.push('\n');
                    for row in rows {
                        lines.line(&format!("{indent}{}", self.row(head, row)));
                    }
                }
                Block::Quote(blocks) => self.blocks(blocks, indent, lines),
                Block::Code(code) => lines.part(code.trim_end()),
                Block::Rule => lines.part(&format!("{indent}————")),
            }
        }
    }

    fn list(&self, start: Option<u64>, items: &[Vec<Block>], indent: &str, lines: &mut Lines) {
        for (number, item) in (start.unwrap_or(1)..).zip(items) {
            let mark = if start.is_some() {
                format!("{number}. ")
            } else {
                "· ".to_owned()
            };
            let inner = format!("{indent}   ");
            let mut rest = item.iter();
            match rest.next() {
                Some(Block::Paragraph(runs)) => lines.line(&format!("{indent}{mark}{}", self.inline(runs))),
                Some(block) => {
                    lines.line(&format!("{indent}{mark}"));
                    self.blocks(std::slice::from_ref(block), &inner, lines);
                }
                None => lines.line(&format!("{indent}{mark}")),
            }
            for block in rest {
                match block {
                    Block::Paragraph(runs) => lines.line(&format!("{inner}{}", self.inline(runs))),
                    Block::List { start, items } => self.list(*start, items, &inner, lines),
                    other => self.blocks(std::slice::from_ref(other), &inner, lines),
                }
            }
        }
    }

    /// A row of a table as one line: `高明校区；时间：4月28日；地点：舞蹈室`.
    fn row(&self, head: &[Vec<Run>], row: &[Vec<Run>]) -> String {
        let mut cells = head.iter().zip(row);
        let first = cells.next().map(|(_, cell)| self.inline(cell)).unwrap_or_default();
        let rest = cells.map(|(head, cell)| {
            let (head, cell) = (words(head), self.inline(cell));
            if head.is_empty() {
                cell
            } else {
                let values = [("label", head.as_str()), ("text", cell.as_str())];
                self.parts.words.fill("channel.label", &values)
            }
        });
        let all: Vec<String> = std::iter::once(first)
            .chain(rest)
            .filter(|text| !text.is_empty())
            .collect();
        format!("· {}", all.join(self.parts.words.get("list.semicolon")))
    }

    fn inline(&self, runs: &[Run]) -> String {
        let mut out = String::new();
        for group in runs.chunk_by(|a, b| a.link == b.link) {
            let text: String = group
                .iter()
                .map(|run| match &run.piece {
                    Piece::Text(text) | Piece::Code(text) => text.clone(),
                    Piece::Picture(_, words) if words.is_empty() => String::new(),
                    Piece::Picture(_, words) => self.parts.words.fill("channel.picture", &[("text", words)]),
                    Piece::Break => "\n".to_owned(),
                })
                .collect();
            out.push_str(&text);
            let place = group.first().and_then(|run| run.link);
            let place = place.and_then(|place| self.letter.body.links.get(place));
            if let Some(Reach::Address(url)) = place.and_then(|place| reach(self.letter, self.parts, place))
                && let Some(url) = spelled(&url, &text)
            {
                let values = [("text", ""), ("more", url)];
                out.push_str(&self.parts.words.fill("channel.spelled", &values));
            }
        }
        out
    }
}
