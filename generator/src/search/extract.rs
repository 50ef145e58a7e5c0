//! What a finished page says: the text of its parts marked with `data-search`, without markup, states and what only decorates.

/// A part of a page that can be found.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Section {
    /// What the template calls it: `notice`, `question`, `route` …
    pub kind: String,
    /// Its anchor on the page; empty when it has none.
    pub id: String,
    /// Text of its first heading.
    pub title: String,
    /// Text of the rest, in one line.
    pub text: String,
}

/// Elements that hold no text to read.
const SILENT: &[&str] = &["script", "style", "svg", "template", "noscript", "select"];
/// Elements without an end.
const VOID: &[&str] = &[
    "area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr",
];
/// Elements that don't part words.
const INLINE: &[&str] = &[
    "a", "abbr", "b", "code", "del", "em", "i", "mark", "q", "s", "small", "span", "strong", "sub", "sup", "time", "u",
    "wbr",
];
/// Stands between blocks until the text is tidied.
const BREAK: char = '\u{1f}';

/// An element that is open, and how many of its name are open inside it.
struct Open<'a> {
    name: &'a str,
    inside: usize,
}

impl Open<'_> {
    /// Takes note of a tag; whether it was the element's end.
    fn closed_by(&mut self, tag: &Tag<'_>) -> bool {
        if tag.name != self.name {
            return false;
        }
        if !tag.end {
            self.inside += 1;
            return false;
        }
        let last = self.inside == 0;
        self.inside = self.inside.saturating_sub(1);
        last
    }
}

#[derive(Default)]
struct Reader<'a> {
    done: Vec<Section>,
    section: Option<(Open<'a>, Section)>,
    silent: Option<Open<'a>>,
    heading: Option<Open<'a>>,
}

/// The marked parts of a page that our own templates made, in their order. A part inside a part belongs to the outer one.
pub fn sections(html: &str) -> Vec<Section> {
    let mut reader = Reader::default();
    let mut rest = html;
    while let Some((text, after)) = rest.split_once('<') {
        reader.text(text);
        if let Some(comment) = after.strip_prefix("!--") {
            rest = comment.split_once("-->").map_or("", |(_, after)| after);
            continue;
        }
        let (tag, after) = Tag::read(after);
        rest = match tag.name {
            "script" | "style" if !tag.end => after
                .find(&format!("</{}", tag.name))
                .and_then(|end| after.get(end..))
                .unwrap_or(""),
            _ => after,
        };
        reader.tag(&tag);
    }
    if let Some((_, section)) = reader.section.take() {
        reader.done.push(section);
    }
    let mut done = reader.done;
    for section in &mut done {
        section.title = tidy(&section.title);
        section.text = tidy(&section.text);
    }
    done.retain(|section| !section.title.is_empty());
    done
}

impl<'a> Reader<'a> {
    fn text(&mut self, text: &str) {
        if self.silent.is_none()
            && let Some((_, section)) = &mut self.section
        {
            let place = if self.heading.is_some() {
                &mut section.title
            } else {
                &mut section.text
            };
            decode(text, place);
        }
    }

    fn tag(&mut self, tag: &Tag<'a>) {
        if let Some(silent) = &mut self.silent {
            if silent.closed_by(tag) {
                self.silent = None;
            }
            return;
        }
        let Some((open, section)) = &mut self.section else {
            return self.begin(tag);
        };
        if open.closed_by(tag) {
            if let Some((_, section)) = self.section.take() {
                self.done.push(section);
            }
            self.heading = None;
            return;
        }
        if let Some(heading) = &mut self.heading {
            if heading.closed_by(tag) {
                self.heading = None;
            }
        } else if !tag.end && is_heading(tag.name) && section.title.is_empty() {
            self.heading = Some(Open {
                name: tag.name,
                inside: 0,
            });
            return;
        }
        if !tag.end && tag.is_silent() && !VOID.contains(&tag.name) {
            self.silent = Some(Open {
                name: tag.name,
                inside: 0,
            });
        }
        let parts_words = !INLINE.contains(&tag.name) || tag.class.split(' ').any(|class| class == "line");
        if parts_words {
            // A label and what it says.
            self.put(if tag.end && tag.name == "dt" { '：' } else { BREAK });
        }
    }

    fn put(&mut self, c: char) {
        if let Some((_, section)) = &mut self.section {
            let place = if self.heading.is_some() {
                &mut section.title
            } else {
                &mut section.text
            };
            place.push(c);
        }
    }

    fn begin(&mut self, tag: &Tag<'a>) {
        if tag.kind.is_empty() || tag.end {
            return;
        }
        let section = Section {
            kind: tag.kind.to_owned(),
            id: tag.id.to_owned(),
            ..Section::default()
        };
        let open = Open {
            name: tag.name,
            inside: 0,
        };
        self.section = Some((open, section));
    }
}

fn is_heading(name: &str) -> bool {
    matches!(name, "h1" | "h2" | "h3" | "h4" | "h5" | "h6")
}

/// A start or end tag with what matters of it.
#[derive(Debug, Default)]
struct Tag<'a> {
    name: &'a str,
    end: bool,
    kind: &'a str,
    id: &'a str,
    class: &'a str,
    /// Whether its attributes say that nobody reads it, or that it changes with time.
    left_out: bool,
}

impl<'a> Tag<'a> {
    /// Reads what follows a `<`; also gives what follows the tag.
    fn read(text: &'a str) -> (Self, &'a str) {
        let mut tag = Self::default();
        let text = match text.strip_prefix('/') {
            Some(rest) => {
                tag.end = true;
                rest
            }
            None => text,
        };
        let end = text
            .find(|c: char| !c.is_ascii_alphanumeric() && c != '-')
            .unwrap_or(text.len());
        let (name, mut rest) = text.split_at(end);
        tag.name = name;
        loop {
            rest = rest.trim_start_matches([' ', '\n', '\t', '\r', '/']);
            let end = rest.find(['=', '>', ' ', '\n']).unwrap_or(rest.len());
            let (attribute, after) = rest.split_at(end);
            rest = after;
            let value = match rest.strip_prefix("=\"") {
                Some(quoted) => {
                    let (value, after) = quoted.split_once('"').unwrap_or((quoted, ""));
                    rest = after;
                    value
                }
                None => "",
            };
            tag.note(attribute, value);
            if let Some(after) = rest.strip_prefix('>') {
                return (tag, after);
            }
            if rest.is_empty() {
                return (tag, "");
            }
            // Never the same place twice, whatever a template wrote.
            if attribute.is_empty() && value.is_empty() {
                let mut chars = rest.chars();
                chars.next();
                rest = chars.as_str();
            }
        }
    }

    fn note(&mut self, attribute: &str, value: &'a str) {
        match attribute {
            "id" => self.id = value,
            "class" => self.class = value,
            "data-search" => self.kind = value,
            "hidden" | "data-state" | "data-search-skip" => self.left_out = true,
            "aria-hidden" if value == "true" => self.left_out = true,
            _ => {}
        }
    }

    fn is_silent(&self) -> bool {
        self.left_out || SILENT.contains(&self.name)
    }
}

/// Adds text with its entities resolved; those that our own escaping and the Markdown renderer write.
fn decode(text: &str, out: &mut String) {
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('&') {
        out.push_str(before);
        let entity = after.split_once(';').and_then(|(name, after)| {
            let c = match name {
                "amp" => '&',
                "lt" => '<',
                "gt" => '>',
                "quot" => '"',
                "nbsp" => ' ',
                "#39" | "#x27" | "apos" => '\'',
                _ => return None,
            };
            Some((c, after))
        });
        rest = match entity {
            Some((c, after)) => {
                out.push(c);
                after
            }
            None => {
                out.push('&');
                after
            }
        };
    }
    out.push_str(rest);
}

/// One line: a break between blocks is one space, and so is white space, but for a line end inside Chinese text, which means nothing.
fn tidy(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut gap = String::new();
    for c in text.chars() {
        if c.is_whitespace() || c == BREAK {
            gap.push(c);
            continue;
        }
        let wide = |c: char| c >= '\u{2E80}';
        let soft = gap.contains('\n') && !gap.contains(BREAK) && wide(c) && out.chars().next_back().is_some_and(wide);
        let labelled = c == '：' || (gap.contains(BREAK) && out.ends_with('：'));
        if !gap.is_empty() && !soft && !labelled && !out.is_empty() {
            out.push(' ');
        }
        gap.clear();
        out.push(c);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn takes_what_is_read_and_nothing_else() {
        let html = "<h1>x</h1><section class=\"a\" id=\"fee\" data-search=\"question\"><h2>多少<wbr>钱 <a class=\"anchor\" data-search-skip>#</a></h2>\
            <p>每人 <span class=\"nb\">15 元</span>，\n含 A &amp; B。</p><section><dl><div><dt>何时 </dt> <dd>第二天</dd></div></dl></section><p class=\"badge\" data-state=\"open\">进行中</p>\
            <script>var a = '</p>';</script><svg><text>图</text></svg></section><p>外面</p>\
            <article data-search=\"notice\"><h1>通知</h1>正<b>文</b><br hidden>后</article>";
        let section = |kind: &str, id: &str, title: &str, text: &str| Section {
            kind: kind.to_owned(),
            id: id.to_owned(),
            title: title.to_owned(),
            text: text.to_owned(),
        };
        assert_eq!(
            sections(html),
            [
                section("question", "fee", "多少钱", "每人 15 元，含 A & B。 何时：第二天"),
                section("notice", "", "通知", "正文 后"),
            ]
        );
    }

    proptest::proptest! {
        #[test]
        fn survives_any_text(text in "(<|>|/|=|\"| |section|h1|data-search|hidden|&|;|采|x){0,80}") {
            let _ = sections(&text);
            let _ = sections(&format!("<p data-search=\"x\"><h1>y</h1>{text}"));
        }
    }
}
