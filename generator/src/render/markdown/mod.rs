//! Markdown → HTML: facts inserted, headings below the page's own, tables with captions, site links made relative, no raw HTML, and
//! Chinese typography: emphasis next to full-width punctuation, bare addresses, dates and amounts that stay in one line.

mod autolink;
mod emphasis;
mod links;
mod nobreak;

pub(crate) use links::links;

use crate::derive::facts;
use crate::derive::moment::escape;
use crate::diagnostics::{Finding, Rule, Severity, Sources, Span};
use crate::pages::{has_scheme, relative};
use minijinja::{ErrorKind, Value};
use pulldown_cmark::{CowStr, Event, HeadingLevel, Options, Parser, Tag, TagEnd, html};
use std::collections::{BTreeMap, BTreeSet};

pub(crate) static H103: Rule = Rule {
    id: "H103",
    severity: Severity::Error,
    judgement: false,
    title: "正文用了不存在的事实",
    why: "{{ }} 会换成内容里的事实；没有这个事实，页面上就会空着。",
    fix: "看看 campaign.yaml 和 routes/ 里的 id 与字段有没有写；例如 {{ route.onsite.fee }}。",
};

pub(crate) static H104: Rule = Rule {
    id: "H104",
    severity: Severity::Error,
    judgement: false,
    title: "正文里的 {{ }} 读不通",
    why: "花括号里只能写一个事实的名字。",
    fix: "写成 {{ route.onsite.fee }} 的样子；两边各两个花括号。",
};

/// A Markdown body and where its HTML goes.
#[derive(Debug, Clone, Copy)]
pub struct Target<'a> {
    /// Content file, for messages.
    pub file: &'a str,
    /// Markdown below the front matter.
    pub body: &'a str,
    /// URL of the page that shows it.
    pub url: &'a str,
    /// Level of the body's highest heading: 2 on a notice, 3 within a list of questions.
    pub top_heading: u8,
}

/// Renders a body.
///
/// # Errors
/// A finding for a fact that doesn't exist or an expression that can't be read.
pub fn render_markdown(target: &Target<'_>, facts: &Value, sources: &Sources) -> Result<String, Finding> {
    let text = insert_facts(target, facts, sources)?;
    bounded(&text, target)?;
    Ok(to_html(&text, target))
}

/// A body as events, for what isn't a page of the site: facts inserted, emphasis mended and addresses linked; links as they were written.
///
/// # Errors
/// As [`render_markdown`].
pub fn read_markdown(target: &Target<'_>, facts: &Value, sources: &Sources) -> Result<Vec<Event<'static>>, Finding> {
    let text = insert_facts(target, facts, sources)?;
    bounded(&text, target)?;
    let parsed = emphasis::mend(&text, Parser::new_ext(&text, options()).into_offset_iter());
    Ok(autolink::link(parsed.into_iter())
        .into_iter()
        .map(Event::into_static)
        .collect())
}

/// Places of emphasis marks that other programs print as asterisks: next to full-width punctuation.
pub(crate) fn fragile_emphasis(text: &str) -> Vec<std::ops::Range<usize>> {
    // Such a body is refused as a whole.
    if Parser::new_ext(text, options()).nth(MAX_PIECES).is_some() {
        return Vec::new();
    }
    emphasis::fragile(text, Parser::new_ext(text, options()).into_offset_iter())
}

/// Pieces of markup and text that a body may have, and how deep they may lie in each other: a page of a thousand paragraphs has some thousand
/// pieces. More would take minutes, here and in the reader's browser.
const MAX_PIECES: usize = 200_000;
const MAX_DEPTH: usize = 100;

/// Refuses a body that is no text for people.
fn bounded(text: &str, target: &Target<'_>) -> Result<(), Finding> {
    let (mut depth, mut pieces) = (0_usize, 0_usize);
    for event in Parser::new_ext(text, options()) {
        pieces += 1;
        match event {
            Event::Start(_) => depth += 1,
            Event::End(_) => depth = depth.saturating_sub(1),
            _ => {}
        }
        let message = if depth > MAX_DEPTH {
            format!("正文里的引用和列表套了 {MAX_DEPTH} 多层，不像一篇通知")
        } else if pieces > MAX_PIECES {
            format!("正文里的标记和文字有 {MAX_PIECES} 多处，不像一篇通知")
        } else {
            continue;
        };
        let finding = Finding::of(&crate::source::rules::S006, message).in_file(target.file);
        return Err(finding.help("看看是不是贴错了内容；很长的表格放进附件"));
    }
    Ok(())
}

fn options() -> Options {
    Options::ENABLE_TABLES | Options::ENABLE_STRIKETHROUGH | Options::ENABLE_TASKLISTS
}

fn insert_facts(target: &Target<'_>, given: &Value, sources: &Sources) -> Result<String, Finding> {
    let inserted = facts::insert(target.file, target.body, given);
    inserted.map_err(|error| fact_finding(target, &error, sources))
}

fn fact_finding(target: &Target<'_>, error: &minijinja::Error, sources: &Sources) -> Finding {
    let whole = sources.get(target.file).map_or(target.body.len(), str::len);
    let offset = whole.saturating_sub(target.body.len());
    let range = error
        .range()
        .or_else(|| facts::overlong(target.body, facts::LONGEST))
        .or_else(|| facts::statement(target.body))
        .unwrap_or_else(|| line_range(target.body, error.line().unwrap_or(1)));
    let range = whole_name(target.body, range);
    let written = target.body.get(range.clone()).unwrap_or("").trim();
    let finding = match error.kind() {
        ErrorKind::UndefinedError => Finding::of(&H103, format!("没有“{written}”这个事实")).help(
            "看看 campaign.yaml 和 routes/ 里的 id 与字段有没有写；例如 {{ route.onsite.fee }}、{{ deadline.apply.time }}、{{ contact.office.phone }}",
        ),
        ErrorKind::OutOfFuel => Finding::of(&H104, "正文里的 {{ }} 算得太久").help("只插入事实，不要在正文里写循环"),
        _ => Finding::of(&H104, format!("正文里的 {{{{ }}}} 读不通：{}", error.detail().unwrap_or("写法不对")))
            .help("写成 {{ route.onsite.fee }} 的样子；两边各两个花括号"),
    };
    finding.at(Span {
        file: target.file.to_owned(),
        range: offset + range.start..offset + range.end,
    })
}

/// The engine marks only the last part of `office.desk.room`; people want to see the whole.
fn whole_name(text: &str, range: std::ops::Range<usize>) -> std::ops::Range<usize> {
    let before = text.get(..range.start).unwrap_or("");
    let lead = before.len()
        - before
            .trim_end_matches(|c: char| c.is_ascii_alphanumeric() || "_.[]\"'-".contains(c))
            .len();
    range.start - lead..range.end
}

fn line_range(text: &str, line: usize) -> std::ops::Range<usize> {
    let start: usize = text
        .split_inclusive('\n')
        .take(line.saturating_sub(1))
        .map(str::len)
        .sum();
    let length = text
        .get(start..)
        .and_then(|rest| rest.lines().next())
        .map_or(0, str::len);
    start..start + length
}

fn to_html(text: &str, target: &Target<'_>) -> String {
    let mut pass = Pass {
        target,
        heading: String::new(),
        in_heading: false,
        in_head: false,
        ids: BTreeSet::new(),
        repeats: BTreeMap::new(),
    };
    let mut events = Vec::new();
    let parsed = emphasis::mend(text, Parser::new_ext(text, options()).into_offset_iter());
    for event in autolink::link(parsed.into_iter()) {
        pass.event(event, &mut events);
    }
    let mut out = String::with_capacity(text.len() * 2);
    html::push_html(&mut out, nobreak::wrap(events.into_iter()).into_iter());
    out
}

/// A first paragraph, a list below it and a last paragraph, as plain text with the typography of bodies.
pub(super) fn paragraphs(lead: &str, items: &[String], next: &str) -> String {
    let text = |text: &str| Event::Text(text.to_owned().into());
    let mut events = Vec::new();
    let paragraph = |line: &str| [Event::Start(Tag::Paragraph), text(line), Event::End(TagEnd::Paragraph)];
    if !lead.is_empty() {
        events.extend(paragraph(lead));
    }
    if !items.is_empty() {
        events.push(Event::Start(Tag::List(None)));
        for item in items {
            events.extend([Event::Start(Tag::Item), text(item), Event::End(TagEnd::Item)]);
        }
        events.push(Event::End(TagEnd::List(false)));
    }
    if !next.is_empty() {
        events.extend(paragraph(next));
    }
    let mut out = String::new();
    html::push_html(
        &mut out,
        nobreak::wrap(autolink::link(events.into_iter()).into_iter()).into_iter(),
    );
    out
}

/// State of one walk over a body's events.
struct Pass<'a> {
    target: &'a Target<'a>,
    heading: String,
    in_heading: bool,
    in_head: bool,
    ids: BTreeSet<String>,
    /// How often a heading has come again.
    repeats: BTreeMap<String, usize>,
}

impl Pass<'_> {
    fn event<'e>(&mut self, event: Event<'e>, out: &mut Vec<Event<'e>>) {
        match event {
            Event::Start(Tag::Heading { level, .. }) => {
                self.in_heading = true;
                self.heading.clear();
                out.push(Event::Start(self.heading_tag(level)));
            }
            Event::End(TagEnd::Heading(level)) => self.end_heading(level, out),
            Event::Start(Tag::Table(alignment)) => {
                out.push(Event::Html(CowStr::Borrowed("<div class=\"table-wrap\">")));
                out.push(Event::Start(Tag::Table(alignment)));
                // The heading above already says it to those who see.
                let caption = format!(
                    "<caption class=\"unseen\">{}</caption>",
                    escape(if self.heading.is_empty() { "表" } else { &self.heading })
                );
                out.push(Event::Html(caption.into()));
            }
            Event::End(TagEnd::Table) => {
                out.push(Event::End(TagEnd::Table));
                out.push(Event::Html(CowStr::Borrowed("</div>\n")));
            }
            Event::Start(Tag::TableHead) => {
                self.in_head = true;
                out.push(Event::Start(Tag::TableHead));
            }
            Event::End(TagEnd::TableHead) => {
                self.in_head = false;
                out.push(Event::End(TagEnd::TableHead));
            }
            Event::Start(Tag::TableCell) if self.in_head => {
                out.push(Event::Html(CowStr::Borrowed("<th scope=\"col\">")))
            }
            Event::End(TagEnd::TableCell) if self.in_head => out.push(Event::Html(CowStr::Borrowed("</th>"))),
            Event::Start(mut tag @ (Tag::Link { .. } | Tag::Image { .. })) => {
                if let Tag::Link { dest_url, .. } | Tag::Image { dest_url, .. } = &mut tag {
                    *dest_url = self.link(dest_url).into();
                }
                out.push(Event::Start(tag));
            }
            // Raw HTML is shown as it was typed: content can't bring scripts or break the page.
            Event::Html(raw) | Event::InlineHtml(raw) => out.push(Event::Text(raw)),
            Event::Text(text) => {
                if self.in_heading {
                    self.heading.push_str(&text);
                }
                out.push(Event::Text(text));
            }
            other => out.push(other),
        }
    }

    /// The heading's tag one or more levels down, so that the page's own heading stays the only first one.
    fn heading_tag<'e>(&self, level: HeadingLevel) -> Tag<'e> {
        Tag::Heading {
            level: self.level(level),
            id: None,
            classes: Vec::new(),
            attrs: Vec::new(),
        }
    }

    fn level(&self, level: HeadingLevel) -> HeadingLevel {
        let written = (level as u8).max(2) - 2;
        HeadingLevel::try_from(usize::from((self.target.top_heading + written).min(6))).unwrap_or(HeadingLevel::H6)
    }

    fn end_heading(&mut self, level: HeadingLevel, out: &mut Vec<Event<'_>>) {
        self.in_heading = false;
        let mut id: String = self
            .heading
            .chars()
            .map(|c| {
                if c.is_alphanumeric() {
                    c.to_ascii_lowercase()
                } else {
                    '-'
                }
            })
            .collect();
        // Equal headings get a mark more each; the count is remembered, so that a thousand of them don't take a million looks.
        if self.ids.contains(&id) {
            let marks = self.repeats.entry(id.clone()).or_default();
            loop {
                *marks += 1;
                let mark = if *marks <= 3 {
                    "-".repeat(*marks)
                } else {
                    format!("-{marks}")
                };
                let next = id.clone() + &mark;
                if !self.ids.contains(&next) {
                    id = next;
                    break;
                }
            }
        }
        if let Some(Event::Start(Tag::Heading { id: place, .. })) = out
            .iter_mut()
            .rev()
            .find(|event| matches!(event, Event::Start(Tag::Heading { .. })))
        {
            *place = Some(id.clone().into());
        }
        self.ids.insert(id);
        out.push(Event::End(TagEnd::Heading(self.level(level))));
    }

    /// Links from the site's root become relative; a folder stands for its `index.html`, which a page read from disk needs.
    fn link(&self, url: &str) -> String {
        let Some(path) = url.strip_prefix('/').filter(|rest| !rest.starts_with('/')) else {
            let (path, rest) = url.split_at(url.find(['#', '?']).unwrap_or(url.len()));
            return match path.ends_with('/') && !has_scheme(path) {
                true => format!("{path}index.html{rest}"),
                false => url.to_owned(),
            };
        };
        let (path, anchor) = path
            .split_once('#')
            .map_or((path, String::new()), |(path, a)| (path, format!("#{a}")));
        let file = if path.is_empty() || path.ends_with('/') {
            format!("{path}index.html")
        } else {
            path.to_owned()
        };
        format!("{}{anchor}", relative(self.target.url, &file))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn html(body: &str) -> String {
        let target = Target {
            file: "a.md",
            body,
            url: "x/notices/n/index.html",
            top_heading: 2,
        };
        render_markdown(&target, &minijinja::context! { fee => "15 元" }, &Sources::default()).unwrap()
    }

    #[test]
    fn inserts_facts_and_makes_links_relative() {
        let out = html("费用 {{ fee }}，见[问题](/x/faq/#fee)。\n");
        assert_eq!(
            out,
            "<p>费用 <span class=\"nb\">15 元</span>，见<a href=\"../../faq/index.html#fee\">问题</a>。</p>\n"
        );
    }

    #[test]
    fn sets_chinese_as_it_is_printed() {
        assert_eq!(
            html("**注意：**请于 4月28日（周日）9:00–12:00 登录https://www.chsi.com.cn/核对，问{{ fee }}或a@b.cn。\n"),
            "<p><strong>注意：</strong>请于 <span class=\"nb\">4月28日（周日）</span><span class=\"nb\">9:00–12:00</span> \
             登录<a href=\"https://www.chsi.com.cn/\">https://www.chsi.com.cn/</a>核对，问<span class=\"nb\">15 元</span>\
             或<a href=\"mailto:a@b.cn\">a@b.cn</a>。</p>\n"
        );
        let heading = html("## **一、**4月28日\n");
        assert_eq!(
            heading,
            "<h2 id=\"一-4月28日\"><strong>一、</strong><span class=\"nb\">4月28日</span></h2>\n"
        );
    }

    #[test]
    fn raw_html_is_only_text() {
        assert!(!html("<script>alert(1)</script>\n\n<b>x</b>").contains("<script>"));
    }

    proptest::proptest! {
        #[test]
        fn no_text_breaks_it_or_brings_markup(text in "[ -~中，。（）“”年月日\\n]{0,60}") {
            let target = Target { file: "a.md", body: "", url: "index.html", top_heading: 2 };
            let out = to_html(&text, &target);
            proptest::prop_assert!(!out.contains("<script") && out.matches("<span").count() == out.matches("</span>").count());
        }
    }

    #[test]
    fn tables_have_a_caption_and_scopes() {
        let out = html("## 时间\n\n| 日期 | 事 |\n|---|---|\n| 1 | 2 |\n");
        assert!(out.contains("<h2 id=\"时间\">时间</h2>"), "{out}");
        assert!(
            out.contains("<caption class=\"unseen\">时间</caption><thead><tr><th scope=\"col\">日期</th>"),
            "{out}"
        );
        assert!(out.contains("<tbody>\n<tr><td>1</td><td>2</td></tr>"), "{out}");
    }
}
