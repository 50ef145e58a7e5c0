//! The last hand on an English page: what is still Chinese is marked as Chinese, and links stay in the English edition.
//!
//! It works on HTML that our own templates made: attributes stand in double quotes, elements are closed.

use crate::pages::{in_english, relative, resolve};
use std::collections::BTreeSet;

/// Around what a page says only when some of it is not translated.
const NOTE: (&str, &str) = ("<!--leftovers-->", "<!--/leftovers-->");

/// Elements whose content is no markup.
const RAW: [&str; 4] = ["script", "style", "title", "textarea"];

/// Elements without an end tag.
const VOID: [&str; 9] = ["area", "base", "br", "hr", "img", "input", "link", "meta", "wbr"];

/// Elements inside a paragraph.
const INLINE: [&str; 8] = ["a", "b", "code", "em", "span", "strong", "time", "wbr"];

/// Which page it is, and what the site has.
#[derive(Debug, Clone, Copy)]
pub(super) struct Place<'a> {
    /// The page's own path.
    pub(super) url: &'a str,
    /// The campaign that it belongs to.
    pub(super) campaign: &'a str,
    /// Paths of all pages.
    pub(super) pages: &'a BTreeSet<String>,
}

/// Finishes a page.
pub(super) fn finish(html: &str, place: Place<'_>) -> String {
    let mut walk = Walk {
        place,
        out: String::with_capacity(html.len() + 1024),
        open: Vec::new(),
        leftovers: 0,
        brackets: 0,
    };
    walk.page(html);
    note(walk.out, walk.leftovers > 0)
}

/// Keeps the note about leftovers, or takes it out.
fn note(html: String, keep: bool) -> String {
    if keep {
        return html.replace(NOTE.0, "").replace(NOTE.1, "");
    }
    let parts = html.split_once(NOTE.0).and_then(|(before, rest)| {
        let (_, after) = rest.split_once(NOTE.1)?;
        Some(format!("{before}{}", after.strip_prefix('\n').unwrap_or(after)))
    });
    parts.unwrap_or(html)
}

struct Walk<'a> {
    place: Place<'a>,
    out: String,
    /// Open elements: their names, and whether they are marked as Chinese or can't hold a mark.
    open: Vec<(String, bool)>,
    leftovers: usize,
    /// Brackets that the present paragraph has open.
    brackets: usize,
}

impl Walk<'_> {
    fn page(&mut self, html: &str) {
        let mut rest = html;
        while let Some(start) = rest.find('<') {
            let (text, tag) = rest.split_at(start);
            self.text(text);
            let length = if tag.starts_with("<!--") {
                tag.find("-->").map_or(tag.len(), |end| end + 3)
            } else {
                tag_length(tag)
            };
            let (tag, after) = tag.split_at(length);
            rest = after;
            let name = name_of(tag).to_owned();
            self.tag(tag, &name);
            if RAW.contains(&name.as_str()) && !tag.starts_with("</") {
                let end = rest.find(&format!("</{name}")).unwrap_or(rest.len());
                let (raw, after) = rest.split_at(end);
                self.out.push_str(raw);
                rest = after;
            }
        }
        self.text(rest);
    }

    fn tag(&mut self, tag: &str, name: &str) {
        if !INLINE.contains(&name) {
            self.brackets = 0;
        }
        if tag.starts_with("</") {
            if let Some(index) = self.open.iter().rposition(|(open, _)| open == name) {
                self.open.truncate(index);
            }
        } else if !name.is_empty() && !VOID.contains(&name) && !tag.ends_with("/>") {
            let marked = name == "svg" || attribute(tag, "lang").is_some_and(|lang| lang.starts_with("zh"));
            self.open.push((name.to_owned(), marked));
        }
        match self.english_link(tag) {
            Some((href, english)) => self.out.push_str(&tag.replacen(&href, &english, 1)),
            None => self.out.push_str(tag),
        }
    }

    /// The `href="…"` of a tag and the one that it should be; none where a link says that it leads elsewhere on purpose.
    fn english_link(&self, tag: &str) -> Option<(String, String)> {
        if attribute(tag, "hreflang").is_some() {
            return None;
        }
        let href = attribute(tag, "href")?;
        let end = href.find(['#', '?']).unwrap_or(href.len());
        let (path, tail) = href.split_at(end);
        if path.is_empty() || path.contains(':') {
            return None;
        }
        let target = in_english(self.place.campaign, &resolve(self.place.url, path))?;
        let known = self.place.pages.contains(&target);
        let written = |href: &str| format!("href=\"{href}\"");
        let english = format!("{}{tail}", relative(self.place.url, &target));
        known.then(|| (written(href), written(&english)))
    }

    fn text(&mut self, text: &str) {
        let marked = self.open.iter().any(|(_, marked)| *marked);
        let leftover = is_leftover(text, &mut self.brackets);
        if marked || !text.contains(is_han) {
            self.out.push_str(text);
            return;
        }
        if !leftover {
            self.terms(text);
            return;
        }
        if self.open.iter().any(|(name, _)| name == "main") {
            self.leftovers += 1;
        }
        let inner = text.trim();
        let start = text.len() - text.trim_start().len();
        self.out.push_str(text.get(..start).unwrap_or(""));
        self.chinese(inner);
        self.out.push_str(text.get(start + inner.len()..).unwrap_or(""));
    }

    /// Chinese names inside an English sentence.
    fn terms(&mut self, text: &str) {
        let mut rest = text;
        while let Some(start) = rest.find(is_han) {
            // Numbers that touch a name belong to it.
            let start = rest
                .get(..start)
                .unwrap_or("")
                .trim_end_matches(|c: char| c.is_ascii_digit())
                .len();
            let (english, term) = rest.split_at(start);
            self.out.push_str(english);
            let end = term.find(|c| !belongs(c)).unwrap_or(term.len());
            let (term, after) = term.split_at(end);
            self.chinese(term);
            rest = after;
        }
        self.out.push_str(rest);
    }

    fn chinese(&mut self, text: &str) {
        self.out.push_str("<span lang=\"zh-CN\">");
        self.out.push_str(text);
        self.out.push_str("</span>");
    }
}

/// Whether a text is Chinese, not English with Chinese names: in brackets they don't count. `depth` = brackets open before and after.
fn is_leftover(text: &str, depth: &mut usize) -> bool {
    let (mut han, mut letters) = (0_usize, 0_usize);
    for c in text.chars() {
        match c {
            '(' => *depth += 1,
            ')' => *depth = depth.saturating_sub(1),
            c if c.is_ascii_alphabetic() => letters += 1,
            c if is_han(c) && *depth == 0 => han += 1,
            _ => {}
        }
    }
    han > letters
}

/// Whether a character goes on a Chinese name that has begun.
fn belongs(c: char) -> bool {
    is_han(c) || c.is_ascii_digit() || matches!(c, '\u{3001}'..='\u{303f}' | '\u{ff01}'..='\u{ff5e}')
}

fn is_han(c: char) -> bool {
    matches!(c, '\u{3400}'..='\u{9fff}' | '\u{f900}'..='\u{faff}' | '\u{20000}'..='\u{3134f}')
}

/// Length of a tag, `>` included; that character may stand inside quotes.
pub(super) fn tag_length(tag: &str) -> usize {
    let mut quoted = false;
    for (index, c) in tag.char_indices() {
        match c {
            '"' => quoted = !quoted,
            '>' if !quoted => return index + 1,
            _ => {}
        }
    }
    tag.len()
}

/// A tag's name; empty for what is none.
pub(super) fn name_of(tag: &str) -> &str {
    let name = tag.trim_start_matches(['<', '/']);
    let end = name.find(|c: char| !c.is_ascii_alphanumeric()).unwrap_or(name.len());
    name.get(..end).unwrap_or("")
}

/// The value of an attribute.
pub(super) fn attribute<'t>(tag: &'t str, name: &str) -> Option<&'t str> {
    let (_, rest) = tag.split_once(&format!(" {name}=\""))?;
    Some(rest.split_once('"')?.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn done(html: &str) -> String {
        let pages = [
            "a/en/index.html",
            "a/en/faq/index.html",
            "a/index.html",
            "a/faq/index.html",
        ];
        let pages = pages.map(str::to_owned).into();
        let place = Place {
            url: "a/en/faq/index.html",
            campaign: "a",
            pages: &pages,
        };
        finish(html, place)
    }

    #[test]
    fn chinese_is_marked_once_and_only_where_it_can_be() {
        assert_eq!(
            done("<title>标题</title><p title=\"提示\"> 没有译 9:00 <b lang=\"zh-CN\">中文</b></p>"),
            "<title>标题</title><p title=\"提示\"> <span lang=\"zh-CN\">没有译 9:00</span> <b lang=\"zh-CN\">中文</b></p>"
        );
        assert_eq!(
            done("<p>Your collection code (采集码).</p><svg><svg></svg><text>头</text></svg><script>\"中\"</script>"),
            "<p>Your collection code (<span lang=\"zh-CN\">采集码</span>).</p><svg><svg></svg><text>头</text></svg><script>\"中\"</script>"
        );
    }

    #[test]
    fn english_with_chinese_names_is_english() {
        assert_eq!(
            done("<p>Form (<span class=\"nb\">2025届</span>毕业生)</p>"),
            "<p>Form (<span class=\"nb\"><span lang=\"zh-CN\">2025届</span></span><span lang=\"zh-CN\">毕业生</span>)</p>"
        );
        assert_eq!(
            done(
                "<p>Eye line (眼睛中心距离顶部百分比)</p><p>As the rule 教毕指〔2017〕99号 says of every 2025届毕业生.</p>"
            ),
            "<p>Eye line (<span lang=\"zh-CN\">眼睛中心距离顶部百分比</span>)</p>\
             <p>As the rule <span lang=\"zh-CN\">教毕指〔2017〕99号</span> says of every <span lang=\"zh-CN\">2025届毕业生</span>.</p>"
        );
    }

    #[test]
    fn the_note_stands_only_over_what_is_not_translated() {
        let page = |text: &str| {
            done(&format!(
                "<main><!--leftovers--><p>note</p><!--/leftovers-->\n<p>{text}</p></main>"
            ))
        };
        assert_eq!(
            page("All translated (采集码)"),
            "<main><p>All translated (<span lang=\"zh-CN\">采集码</span>)</p></main>"
        );
        assert!(page("还没有译").starts_with("<main><p>note</p>\n<p><span"));
        // The site's name in its head is no part of the page.
        assert!(!done("<header>学校</header><main><!--leftovers-->x<!--/leftovers--></main>").contains('x'));
    }

    #[test]
    fn links_lead_to_english_pages_where_there_are_some() {
        assert_eq!(
            done("<a class=\"x\" href=\"../../index.html#who\">a</a>"),
            "<a class=\"x\" href=\"../index.html#who\">a</a>"
        );
        let kept = "<a href=\"../../faq/index.html\" hreflang=\"zh-CN\">b</a><a href=\"https://b.cn/a/index.html\">c</a>\
            <a href=\"../../../index.html\">d</a><a href=\"#x\">e</a><a href=\"../../campaign.json\">f</a>";
        assert_eq!(done(kept), kept);
    }

    proptest::proptest! {
        #[test]
        fn nothing_breaks_it(html in "[<>/\"a-c =中文!-]{0,60}") {
            let out = done(&html);
            proptest::prop_assert_eq!(out.matches("<span lang=\"zh-CN\">").count(), out.matches("</span>").count());
            let plain = out.replace("<span lang=\"zh-CN\">", "").replace("</span>", "");
            proptest::prop_assert_eq!(plain, html);
        }
    }
}
