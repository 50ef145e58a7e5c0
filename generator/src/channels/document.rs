//! A Markdown body as blocks and runs of text, for writers that don't make pages of the site.
//!
//! Deep nesting is flattened while it is read, so that no later walk can run out of stack.

use crate::pages::{file_of, has_scheme};
use pulldown_cmark::{Event, HeadingLevel, LinkType, Tag, TagEnd};

/// Containers below this depth count as part of the one around them.
const DEEPEST: usize = 12;

/// A body.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Document {
    pub(super) blocks: Vec<Block>,
    /// Where links and pictures lead; runs refer to them by place.
    pub(super) links: Vec<Place>,
}

/// Where a link or picture leads.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Place {
    /// A file of the site, with the anchor as written: `#fee` or nothing.
    Site { path: String, anchor: String },
    /// Anything with a scheme.
    Web(String),
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Block {
    /// Level 2 to 6, as a notice counts them.
    Heading(u8, Vec<Run>),
    Paragraph(Vec<Run>),
    /// `start` is the first number of a numbered list.
    List {
        start: Option<u64>,
        items: Vec<Vec<Block>>,
    },
    Table {
        head: Vec<Vec<Run>>,
        rows: Vec<Vec<Vec<Run>>>,
    },
    Quote(Vec<Block>),
    Code(String),
    Rule,
}

/// A piece of text of one look.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Run {
    pub(super) piece: Piece,
    pub(super) strong: bool,
    pub(super) emphasis: bool,
    pub(super) struck: bool,
    pub(super) link: Option<usize>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Piece {
    Text(String),
    Code(String),
    Break,
    /// A picture: its place in `links`, and its words.
    Picture(usize, String),
}

impl Default for Piece {
    fn default() -> Self {
        Self::Text(String::new())
    }
}

impl Document {
    /// Reads a body; `url` is the page on the site that relative links start from.
    pub(super) fn read(events: Vec<Event<'_>>, url: &str) -> Self {
        let mut reader = Reader::new(url);
        for event in events {
            reader.event(event);
        }
        reader.finish()
    }

    /// All runs of the document, in order.
    pub(super) fn runs(&self) -> Vec<&Run> {
        let mut found = Vec::new();
        runs_of(&self.blocks, &mut found);
        found
    }
}

fn runs_of<'a>(blocks: &'a [Block], found: &mut Vec<&'a Run>) {
    for block in blocks {
        match block {
            Block::Heading(_, runs) | Block::Paragraph(runs) => found.extend(runs),
            Block::List { items, .. } => items.iter().for_each(|item| runs_of(item, found)),
            Block::Table { head, rows } => {
                found.extend(head.iter().flatten());
                found.extend(rows.iter().flatten().flatten());
            }
            Block::Quote(blocks) => runs_of(blocks, found),
            Block::Code(_) | Block::Rule => {}
        }
    }
}

/// The words of runs, without their look; a picture is its description.
pub(super) fn words(runs: &[Run]) -> String {
    runs.iter()
        .map(|run| match &run.piece {
            Piece::Text(text) | Piece::Code(text) | Piece::Picture(_, text) => text.as_str(),
            Piece::Break => "\n",
        })
        .collect()
}

/// A container that is still being read.
enum Open {
    Root(Vec<Block>),
    Quote(Vec<Block>),
    List { start: Option<u64>, items: Vec<Vec<Block>> },
    Item(Vec<Block>),
}

struct Reader<'a> {
    url: &'a str,
    open: Vec<Open>,
    /// How many containers were opened and not kept, since they lie too deep.
    flattened: usize,
    runs: Vec<Run>,
    style: Style,
    links: Vec<Place>,
    link: Vec<usize>,
    /// The description of a picture while it is being read.
    picture: Option<(usize, String)>,
    code: Option<String>,
    head: Vec<Vec<Run>>,
    rows: Vec<Vec<Vec<Run>>>,
}

/// How many of each are open.
#[derive(Default)]
struct Style {
    strong: usize,
    emphasis: usize,
    struck: usize,
}

impl<'a> Reader<'a> {
    fn new(url: &'a str) -> Self {
        Self {
            url,
            open: vec![Open::Root(Vec::new())],
            flattened: 0,
            runs: Vec::new(),
            style: Style::default(),
            links: Vec::new(),
            link: Vec::new(),
            picture: None,
            code: None,
            head: Vec::new(),
            rows: Vec::new(),
        }
    }

    fn event(&mut self, event: Event<'_>) {
        match event {
            Event::Start(tag) => self.start(tag),
            Event::End(tag) => self.end(tag),
            Event::Text(text) | Event::Html(text) | Event::InlineHtml(text) => self.text(&text),
            Event::Code(text) => match &mut self.picture {
                Some((_, words)) => words.push_str(&text),
                None => self.push(Piece::Code(text.to_string())),
            },
            // A line break within a Chinese sentence is no space; between words of Latin letters it is.
            Event::SoftBreak => self.soft_break(),
            Event::HardBreak => self.push(Piece::Break),
            Event::Rule => self.block(Block::Rule),
            Event::TaskListMarker(done) => self.text(if done { "☑ " } else { "☐ " }),
            Event::InlineMath(text) | Event::DisplayMath(text) | Event::FootnoteReference(text) => self.text(&text),
        }
    }

    fn start(&mut self, tag: Tag<'_>) {
        match tag {
            Tag::BlockQuote(_) => self.enter(Open::Quote(Vec::new())),
            Tag::List(start) => self.enter(Open::List {
                start,
                items: Vec::new(),
            }),
            Tag::Item => self.enter(Open::Item(Vec::new())),
            Tag::CodeBlock(_) => {
                self.paragraph();
                self.code = Some(String::new());
            }
            Tag::Paragraph | Tag::Heading { .. } | Tag::HtmlBlock => self.paragraph(),
            Tag::Table(_) => {
                self.paragraph();
                (self.head, self.rows) = (Vec::new(), Vec::new());
            }
            Tag::TableRow => self.rows.push(Vec::new()),
            Tag::Strong => self.style.strong += 1,
            Tag::Emphasis => self.style.emphasis += 1,
            Tag::Strikethrough => self.style.struck += 1,
            Tag::Link {
                link_type: LinkType::Email,
                dest_url,
                ..
            } => {
                // Written without its scheme.
                let place = self.place(&format!("mailto:{dest_url}"));
                self.link.push(place);
            }
            Tag::Link { dest_url, .. } => {
                let place = self.place(&dest_url);
                self.link.push(place);
            }
            Tag::Image { dest_url, .. } => self.picture = Some((self.place(&dest_url), String::new())),
            _ => {}
        }
    }

    fn end(&mut self, tag: TagEnd) {
        match tag {
            TagEnd::BlockQuote(_) | TagEnd::List(_) | TagEnd::Item => self.leave(),
            TagEnd::Paragraph | TagEnd::HtmlBlock => self.paragraph(),
            TagEnd::Heading(level) => {
                let runs = self.take_runs();
                self.block(Block::Heading(depth(level), runs));
            }
            TagEnd::CodeBlock => {
                if let Some(code) = self.code.take() {
                    self.block(Block::Code(code));
                }
            }
            TagEnd::TableCell => {
                let runs = self.take_runs();
                match self.rows.last_mut() {
                    Some(row) => row.push(runs),
                    None => self.head.push(runs),
                }
            }
            TagEnd::Table => {
                let (head, rows) = (std::mem::take(&mut self.head), std::mem::take(&mut self.rows));
                self.block(Block::Table { head, rows });
            }
            TagEnd::Strong => self.style.strong = self.style.strong.saturating_sub(1),
            TagEnd::Emphasis => self.style.emphasis = self.style.emphasis.saturating_sub(1),
            TagEnd::Strikethrough => self.style.struck = self.style.struck.saturating_sub(1),
            TagEnd::Link => {
                self.link.pop();
            }
            TagEnd::Image => {
                if let Some((place, words)) = self.picture.take() {
                    self.push(Piece::Picture(place, words));
                }
            }
            _ => {}
        }
    }

    fn text(&mut self, text: &str) {
        if let Some(code) = &mut self.code {
            code.push_str(text);
        } else if let Some((_, words)) = &mut self.picture {
            words.push_str(text);
        } else {
            self.push(Piece::Text(text.to_owned()));
        }
    }

    fn soft_break(&mut self) {
        let latin = self.runs.last().is_some_and(|run| match &run.piece {
            Piece::Text(text) => text.ends_with(|c: char| c.is_ascii() && !c.is_whitespace()),
            _ => false,
        });
        if latin {
            self.text(" ");
        }
    }

    fn push(&mut self, piece: Piece) {
        let run = Run {
            piece,
            strong: self.style.strong > 0,
            emphasis: self.style.emphasis > 0,
            struck: self.style.struck > 0,
            link: self.link.last().copied(),
        };
        // One run where nothing but the event differs.
        if let (Some(last), Piece::Text(text)) = (self.runs.last_mut(), &run.piece)
            && (last.strong, last.emphasis, last.struck, last.link) == (run.strong, run.emphasis, run.struck, run.link)
            && let Piece::Text(before) = &mut last.piece
        {
            before.push_str(text);
            return;
        }
        self.runs.push(run);
    }

    fn take_runs(&mut self) -> Vec<Run> {
        std::mem::take(&mut self.runs)
    }

    /// Ends a paragraph that needs no tag of its own, as in a tight list.
    fn paragraph(&mut self) {
        let runs = self.take_runs();
        if !runs.is_empty() {
            self.block(Block::Paragraph(runs));
        }
    }

    fn enter(&mut self, container: Open) {
        self.paragraph();
        if self.open.len() > DEEPEST {
            self.flattened += 1;
        } else {
            self.open.push(container);
        }
    }

    fn leave(&mut self) {
        self.paragraph();
        if self.flattened > 0 {
            self.flattened -= 1;
            return;
        }
        if self.open.len() < 2 {
            return;
        }
        match self.open.pop() {
            Some(Open::Quote(blocks)) => self.block(Block::Quote(blocks)),
            Some(Open::List { start, items }) => self.block(Block::List { start, items }),
            Some(Open::Item(blocks)) => match self.open.last_mut() {
                Some(Open::List { items, .. }) => items.push(blocks),
                _ => blocks.into_iter().for_each(|block| self.block(block)),
            },
            Some(root @ Open::Root(_)) => self.open.push(root),
            None => {}
        }
    }

    fn block(&mut self, block: Block) {
        match self.open.last_mut() {
            Some(Open::Root(blocks) | Open::Quote(blocks) | Open::Item(blocks)) => blocks.push(block),
            Some(Open::List { items, .. }) => items.push(vec![block]),
            None => {}
        }
    }

    fn place(&mut self, written: &str) -> usize {
        self.links.push(Place::of(written, self.url));
        self.links.len() - 1
    }

    fn finish(mut self) -> Document {
        self.paragraph();
        while self.open.len() > 1 {
            self.leave();
        }
        let blocks = match self.open.pop() {
            Some(Open::Root(blocks)) => blocks,
            _ => Vec::new(),
        };
        Document {
            blocks,
            links: self.links,
        }
    }
}

impl Place {
    /// Where `written` leads on the page `url`.
    fn of(written: &str, url: &str) -> Self {
        let (path, anchor) = written.split_at(written.find('#').unwrap_or(written.len()));
        if has_scheme(written) {
            return Self::Web(written.to_owned());
        }
        let path = path.split('?').next().unwrap_or(path);
        Self::Site {
            path: if path.is_empty() {
                url.to_owned()
            } else {
                file_of(url, path)
            },
            anchor: anchor.to_owned(),
        }
    }
}

fn depth(level: HeadingLevel) -> u8 {
    (level as u8).clamp(2, 6)
}

#[cfg(test)]
mod tests {
    use super::*;
    use pulldown_cmark::{Options, Parser};

    fn read(text: &str) -> Document {
        let events = Parser::new_ext(text, Options::ENABLE_TABLES | Options::ENABLE_STRIKETHROUGH).collect();
        Document::read(events, "a-1/notices/x/index.html")
    }

    #[test]
    fn lists_tight_or_loose_hold_paragraphs() {
        let document = read("1. 甲\n2. 乙\n\n   乙二\n   - 丙\n");
        let [Block::List { start: Some(1), items }] = &document.blocks[..] else {
            panic!("{document:?}")
        };
        assert!(matches!(&items[0][..], [Block::Paragraph(runs)] if words(runs) == "甲"));
        assert!(matches!(
            &items[1][..],
            [
                Block::Paragraph(_),
                Block::Paragraph(_),
                Block::List { start: None, .. }
            ]
        ));
    }

    #[test]
    fn links_know_whether_they_stay_on_the_site() {
        let document =
            read("[问](/a-1/faq/#fee) [网](https://b.cn/) [旁](../y/index.html) [邮](mailto:a@b.cn) <c@d.cn> [顶](#x)");
        let site = |path: &str, anchor: &str| Place::Site {
            path: path.to_owned(),
            anchor: anchor.to_owned(),
        };
        assert_eq!(
            document.links,
            [
                site("a-1/faq/index.html", "#fee"),
                Place::Web("https://b.cn/".to_owned()),
                site("a-1/notices/y/index.html", ""),
                Place::Web("mailto:a@b.cn".to_owned()),
                Place::Web("mailto:c@d.cn".to_owned()),
                site("a-1/notices/x/index.html", "#x"),
            ]
        );
    }

    #[test]
    fn a_line_break_joins_chinese_and_parts_words() {
        let document = read("请在\n今天 call\nus");
        assert!(matches!(&document.blocks[..], [Block::Paragraph(runs)] if words(runs) == "请在今天 call us"));
    }

    #[test]
    fn depth_does_no_harm() {
        let document = read(&format!("{} 深\n\n{} 更深", "> ".repeat(5000), "- ".repeat(5000)));
        assert!(words(&document.runs().into_iter().cloned().collect::<Vec<_>>()).contains('深'));
    }
}
