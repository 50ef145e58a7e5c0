//! Emphasis next to full-width punctuation: `**注意：**请按时` is strong, as everyone who types it expects.
//!
//! CommonMark decides whether `**` opens or closes by white space and punctuation on its two sides, which fails where words aren't
//! separated by spaces. The parser's events are kept, but every emphasis is taken apart into its marks and paired again by the rules of
//! <https://github.com/tats-u/markdown-cjk-friendly/blob/main/specification.md>: next to a Chinese, Japanese or Korean character
//! punctuation doesn't stand in the way. Text without such characters comes out as the parser had it.

use pulldown_cmark::{CowStr, Event, Tag, TagEnd};
use std::ops::Range;
use unicode_general_category::{GeneralCategory as Category, get_general_category};

/// Pairs the emphasis marks in `events` again; `source` is the text that they were parsed from.
pub(super) fn mend<'e>(source: &'e str, events: impl Iterator<Item = (Event<'e>, Range<usize>)>) -> Vec<Event<'e>> {
    walk(source, events).out
}

/// The marks that work only because they are mended: by CommonMark's own rules they would be printed as asterisks.
pub(super) fn fragile<'e>(
    source: &'e str,
    events: impl Iterator<Item = (Event<'e>, Range<usize>)>,
) -> Vec<Range<usize>> {
    walk(source, events).fragile
}

fn walk<'e>(source: &'e str, events: impl Iterator<Item = (Event<'e>, Range<usize>)>) -> Walk<'e> {
    let mut walk = Walk {
        source,
        out: Vec::new(),
        line: Vec::new(),
        links: Vec::new(),
        verbatim: false,
        fragile: Vec::new(),
    };
    for (event, range) in events {
        walk.event(event, range);
    }
    walk.flush();
    walk
}

/// A piece of running text.
enum Item<'e> {
    /// Anything that isn't an emphasis mark.
    Event(Event<'e>),
    /// Marks of one kind in a row, at these bytes of the source.
    Marks(u8, Range<usize>),
}

struct Walk<'e> {
    source: &'e str,
    out: Vec<Event<'e>>,
    /// Running text of the block at hand, outside of links.
    line: Vec<Item<'e>>,
    /// Running text within links and images, the innermost last: emphasis never reaches over their edges.
    links: Vec<(Event<'e>, Vec<Item<'e>>)>,
    verbatim: bool,
    fragile: Vec<Range<usize>>,
}

impl<'e> Walk<'e> {
    fn event(&mut self, event: Event<'e>, range: Range<usize>) {
        match event {
            Event::Start(Tag::Emphasis | Tag::Strong | Tag::Strikethrough) => {
                let width = self.width(&event, &range);
                self.marks(range.start..range.start + width);
            }
            Event::End(TagEnd::Emphasis | TagEnd::Strong | TagEnd::Strikethrough) => {
                let width = self.width(&event, &range);
                self.marks(range.end.saturating_sub(width)..range.end);
            }
            Event::Start(Tag::Link { .. } | Tag::Image { .. }) => self.links.push((event, Vec::new())),
            Event::End(TagEnd::Link | TagEnd::Image) => {
                if let Some((start, items)) = self.links.pop() {
                    let inner = resolve(self.source, items, false, &mut self.fragile);
                    let target = self.items();
                    target.push(Item::Event(start));
                    target.extend(inner.into_iter().map(Item::Event));
                    target.push(Item::Event(event));
                }
            }
            Event::Text(text) if !self.verbatim => self.text(text, range),
            Event::Start(_) | Event::End(_) | Event::Html(_) | Event::Rule => {
                match &event {
                    Event::Start(Tag::CodeBlock(_)) => self.verbatim = true,
                    Event::End(TagEnd::CodeBlock) => self.verbatim = false,
                    _ => {}
                }
                self.flush();
                self.out.push(event);
            }
            _ => self.items().push(Item::Event(event)),
        }
    }

    /// How many characters mark this kind of emphasis on each side.
    fn width(&self, event: &Event<'_>, range: &Range<usize>) -> usize {
        match event {
            Event::Start(Tag::Strong) | Event::End(TagEnd::Strong) => 2,
            Event::Start(Tag::Strikethrough) | Event::End(TagEnd::Strikethrough) => {
                let marks = self.source.as_bytes().get(range.start..range.start + 2);
                if marks == Some(b"~~") { 2 } else { 1 }
            }
            _ => 1,
        }
    }

    fn items(&mut self) -> &mut Vec<Item<'e>> {
        match self.links.last_mut() {
            Some((_, items)) => items,
            None => &mut self.line,
        }
    }

    fn marks(&mut self, range: Range<usize>) {
        let Some(&mark) = self.source.as_bytes().get(range.start) else {
            return;
        };
        let items = self.items();
        match items.last_mut() {
            Some(Item::Marks(last, row)) if *last == mark && row.end == range.start => row.end = range.end,
            _ => items.push(Item::Marks(mark, range)),
        }
    }

    /// Marks that the parser left as text are marks again, unless a backslash or an entity made them text.
    fn text(&mut self, text: CowStr<'e>, range: Range<usize>) {
        let raw = self.source.get(range.clone()).filter(|raw| **raw == *text);
        let Some(raw) = raw.filter(|raw| raw.contains(['*', '_', '~'])) else {
            self.items().push(Item::Event(Event::Text(text)));
            return;
        };
        let mut begin = 0;
        let piece = |from: usize, to: usize| {
            let part = raw.get(from..to).filter(|part| !part.is_empty())?;
            Some(Item::Event(Event::Text(CowStr::Borrowed(part))))
        };
        for (at, byte) in raw.bytes().enumerate() {
            let place = range.start + at;
            if matches!(byte, b'*' | b'_' | b'~') && !escaped(self.source, place) {
                self.items().extend(piece(begin, at));
                self.marks(place..place + 1);
                begin = at + 1;
            }
        }
        self.items().extend(piece(begin, raw.len()));
    }

    fn flush(&mut self) {
        let items = std::mem::take(&mut self.line);
        self.out.extend(resolve(self.source, items, true, &mut self.fragile));
    }
}

/// Whether an odd number of backslashes stands before this byte.
fn escaped(source: &str, at: usize) -> bool {
    let before = source.as_bytes().get(..at).unwrap_or_default();
    before.iter().rev().take_while(|byte| **byte == b'\\').count() % 2 == 1
}

/// Marks in a row, and what becomes of them.
struct Run<'e> {
    mark: u8,
    range: Range<usize>,
    length: usize,
    /// How many are not paired yet.
    left: usize,
    open: bool,
    close: bool,
    /// Whether it could open and close by CommonMark's own rules.
    plain: (bool, bool),
    ends: Vec<Event<'e>>,
    /// The innermost first.
    starts: Vec<Event<'e>>,
}

impl Run<'_> {
    fn is_fragile(&self) -> bool {
        let (open, close) = self.plain;
        (!self.starts.is_empty() && !open) || (!self.ends.is_empty() && !close)
    }
}

/// The events of running text; `block` says whether its edges are those of a block, not of a link.
fn resolve<'e>(source: &'e str, items: Vec<Item<'e>>, block: bool, fragile: &mut Vec<Range<usize>>) -> Vec<Event<'e>> {
    let mut runs = Vec::new();
    for (index, item) in items.iter().enumerate() {
        let Item::Marks(mark, range) = item else {
            continue;
        };
        let follows_break = match index.checked_sub(1).and_then(|index| items.get(index)) {
            None => block,
            Some(item) => matches!(item, Item::Event(Event::SoftBreak | Event::HardBreak)),
        };
        let last = block && index + 1 == items.len();
        let sides = Sides::new(source, *mark, range, follows_break, last);
        let (open, close) = flanks(&sides, true);
        let (plain_open, plain_close) = flanks(&sides, false);
        runs.push(Run {
            mark: *mark,
            range: range.clone(),
            length: range.len(),
            left: range.len(),
            open,
            close,
            plain: (plain_open, plain_close),
            ends: Vec::new(),
            starts: Vec::new(),
        });
    }
    pair(&mut runs);
    fragile.extend(runs.iter().filter(|run| run.is_fragile()).map(|run| run.range.clone()));
    let mut runs = runs.into_iter();
    let mut out = Vec::with_capacity(items.len());
    for item in items {
        match item {
            Item::Event(event) => out.push(event),
            Item::Marks(..) => {
                let Some(run) = runs.next() else { continue };
                out.extend(run.ends);
                let text = source.get(run.range.start..run.range.start + run.left);
                let text = text.filter(|text| !text.is_empty());
                out.extend(text.map(|text| Event::Text(text.into())));
                out.extend(run.starts.into_iter().rev());
            }
        }
    }
    out
}

/// What a row of marks stands between.
struct Sides {
    mark: u8,
    length: usize,
    /// The character before; a line break at the start of a line.
    before: char,
    /// The same, or the one before that where `before` only picks the form of a glyph.
    lead: char,
    after: char,
}

impl Sides {
    fn new(source: &str, mark: u8, range: &Range<usize>, first: bool, last: bool) -> Self {
        let mut back = source.get(..range.start).unwrap_or("").chars().rev();
        let before = back.next().filter(|_| !first).unwrap_or('\n');
        let lead = if matches!(before, '\u{fe00}'..='\u{fe0e}') {
            back.next().unwrap_or('\n')
        } else {
            before
        };
        let after = source.get(range.end..).and_then(|rest| rest.chars().next());
        Self {
            mark,
            length: range.len(),
            before,
            lead,
            after: after.filter(|_| !last).unwrap_or('\n'),
        }
    }
}

/// Whether marks may open and may close emphasis; `mended` is whether Chinese lets them stand next to punctuation.
fn flanks(sides: &Sides, mended: bool) -> (bool, bool) {
    let Sides {
        before, lead, after, ..
    } = *sides;
    // U+FE01 behind a quotation mark asks for its full-width form.
    let wide_quote = before == '\u{fe01}' && matches!(lead, '‘' | '’' | '“' | '”');
    let east_before = is_cjk(lead) || wide_quote || matches!(before, '\u{e0100}'..='\u{e01ef}');
    let east = mended && (east_before || is_cjk(after));
    let edge_before = before.is_whitespace() || is_punctuation(lead);
    let edge_after = after.is_whitespace() || is_punctuation(after);
    let left = !after.is_whitespace() && (!is_punctuation(after) || edge_before || east);
    let right = !before.is_whitespace() && (!is_punctuation(lead) || edge_after || east);
    match (sides.mark, sides.length) {
        (b'_', _) => (
            left && (!right || is_punctuation(lead)),
            right && (!left || is_punctuation(after)),
        ),
        // The parser lets `~~` open anywhere, but `~` only at the edge of a word. That stays: `9点~12点` is a span of time.
        (b'~', 1) => (
            !after.is_whitespace() && edge_before,
            !before.is_whitespace() && (edge_after || before == '~'),
        ),
        (b'~', 2) => (!after.is_whitespace(), right || before == '~'),
        (b'~', _) => (false, false),
        _ => (left, right),
    }
}

/// Pairs openers and closers as CommonMark's appendix describes, in linear time.
fn pair(runs: &mut [Run<'_>]) {
    let mut openers: Vec<usize> = Vec::new();
    // Below these heights of the stack no opener fits such a closer.
    let mut floors = [0; 13];
    for index in 0..runs.len() {
        let (before, rest) = runs.split_at_mut(index);
        let Some(closer) = rest.first_mut() else { break };
        while closer.close && closer.left > 0 {
            // All tildes share one, as in the parser: a `~~` that closes nothing also ends what a `~` before it could reach.
            let slot = match closer.mark {
                b'~' => 12,
                mark => usize::from(mark == b'_') * 6 + usize::from(closer.open) * 3 + closer.length % 3,
            };
            let floor = &mut floors[slot];
            let fits = |opener: &usize| before.get(*opener).is_some_and(|opener| belong(opener, closer));
            let found = openers.get(*floor..).unwrap_or_default().iter().rposition(fits);
            let Some(height) = found.map(|found| found + *floor) else {
                *floor = openers.len();
                break;
            };
            let Some(opener) = openers.get(height).and_then(|opener| before.get_mut(*opener)) else {
                break;
            };
            join(opener, closer);
            openers.truncate(height + usize::from(opener.left > 0));
            for floor in &mut floors {
                *floor = (*floor).min(openers.len());
            }
        }
        if closer.open && closer.left > 0 {
            openers.push(index);
        }
    }
}

/// CommonMark's rules 9 and 10: marks that can be both pair only when their lengths don't add up to a multiple of three.
fn belong(opener: &Run<'_>, closer: &Run<'_>) -> bool {
    if opener.mark != closer.mark || (closer.mark == b'~' && opener.length != closer.length) {
        return false;
    }
    let both = closer.open || opener.close;
    !both || !(opener.length + closer.length).is_multiple_of(3) || closer.length.is_multiple_of(3)
}

fn join(opener: &mut Run<'_>, closer: &mut Run<'_>) {
    let (used, tag) = if closer.mark == b'~' {
        (closer.length, Tag::Strikethrough)
    } else if opener.left >= 2 && closer.left >= 2 {
        (2, Tag::Strong)
    } else {
        (1, Tag::Emphasis)
    };
    opener.left -= used;
    closer.left -= used;
    closer.ends.push(Event::End(tag.to_end()));
    opener.starts.push(Event::Start(tag));
}

/// Punctuation and symbols, as CommonMark counts them.
fn is_punctuation(c: char) -> bool {
    if c.is_ascii() {
        return c.is_ascii_punctuation();
    }
    use Category::*;
    matches!(
        get_general_category(c),
        ConnectorPunctuation
            | DashPunctuation
            | OpenPunctuation
            | ClosePunctuation
            | InitialPunctuation
            | FinalPunctuation
            | OtherPunctuation
            | MathSymbol
            | CurrencySymbol
            | ModifierSymbol
            | OtherSymbol
    )
}

/// Chinese, Japanese and Korean characters and their punctuation: the specification's table, with the gaps of unassigned code points
/// closed.
fn is_cjk(c: char) -> bool {
    matches!(u32::from(c),
        0x1100..=0x11ff | 0x20a9 | 0x2329..=0x232a | 0x2630..=0x2637 | 0x268a..=0x268f | 0x2e80..=0x303e | 0x3040..=0xa4cf
        | 0xa960..=0xa97f | 0xac00..=0xd7ff | 0xf900..=0xfaff | 0xfe10..=0xfe1f | 0xfe30..=0xfe6f | 0xff01..=0xffbe
        | 0xffc2..=0xffdc | 0xffe0..=0xffee | 0x16fe0..=0x191d2 | 0x1aff0..=0x1b2ff | 0x1d300..=0x1d376 | 0x1f1ae
        | 0x1f200..=0x1f265 | 0x1f7da | 0x20000..=0x3fffd)
}

#[cfg(test)]
mod tests;
