//! Addresses in plain text become links that end where ASCII ends: `https://www.chsi.com.cn/核对` leads to `https://www.chsi.com.cn/`.

use pulldown_cmark::{CowStr, Event, LinkType, Tag, TagEnd, TextMergeStream};
use std::ops::Range;

/// Links the web and e-mail addresses in text outside of links, images and code.
pub(super) fn link<'e>(events: impl Iterator<Item = Event<'e>>) -> Vec<Event<'e>> {
    let mut out = Vec::new();
    let mut closed = 0_usize;
    for event in TextMergeStream::new(events) {
        match &event {
            Event::Start(Tag::Link { .. } | Tag::Image { .. } | Tag::CodeBlock(_)) => closed += 1,
            Event::End(TagEnd::Link | TagEnd::Image | TagEnd::CodeBlock) => closed = closed.saturating_sub(1),
            _ => {}
        }
        match event {
            Event::Text(text) if closed == 0 => split(text, &mut out),
            event => out.push(event),
        }
    }
    out
}

fn split<'e>(text: CowStr<'e>, out: &mut Vec<Event<'e>>) {
    let found = addresses(&text);
    if found.is_empty() {
        out.push(Event::Text(text));
        return;
    }
    let mut done = 0;
    let piece = |range: Range<usize>| text.get(range).unwrap_or("").to_owned();
    for (range, link_type) in found {
        let before = piece(done..range.start);
        if !before.is_empty() {
            out.push(Event::Text(before.into()));
        }
        done = range.end;
        let address = piece(range);
        out.push(Event::Start(Tag::Link {
            link_type,
            dest_url: address.clone().into(),
            title: CowStr::Borrowed(""),
            id: CowStr::Borrowed(""),
        }));
        out.push(Event::Text(address.into()));
        out.push(Event::End(TagEnd::Link));
    }
    let rest = piece(done..text.len());
    if !rest.is_empty() {
        out.push(Event::Text(rest.into()));
    }
}

/// The addresses in a text, in order.
fn addresses(text: &str) -> Vec<(Range<usize>, LinkType)> {
    let mut found: Vec<(Range<usize>, LinkType)> = Vec::new();
    let mut done = 0;
    for (at, byte) in text.bytes().enumerate() {
        if at < done {
            continue;
        }
        let hit = match byte {
            b'h' | b'H' => web(text, at).map(|range| (range, LinkType::Autolink)),
            b'@' => mail(text, done, at).map(|range| (range, LinkType::Email)),
            _ => None,
        };
        if let Some((range, kind)) = hit {
            done = range.end;
            found.push((range, kind));
        }
    }
    found
}

/// A web address that begins at `start`.
fn web(text: &str, start: usize) -> Option<Range<usize>> {
    let (before, rest) = text.split_at_checked(start)?;
    if before.ends_with(|c: char| c.is_ascii_alphanumeric()) {
        return None;
    }
    let scheme = ["https://", "http://"].into_iter().find(|scheme| {
        rest.get(..scheme.len())
            .is_some_and(|part| part.eq_ignore_ascii_case(scheme))
    })?;
    let rest = rest.get(scheme.len()..)?;
    let written = run(rest, |c| c.is_ascii_alphanumeric() || matches!(c, '.' | '-'));
    let name = rest.get(..written)?.trim_end_matches(['.', '-']);
    if !name.contains('.') || name.split('.').any(str::is_empty) {
        return None;
    }
    let mut length = name.len();
    if length == written {
        length += port(rest.get(length..)?);
        let tail = rest.get(length..)?;
        // `http://a.cn@b.cn` goes to b.cn: nothing that reads like one place and leads to another.
        if tail.starts_with(['@', '_']) {
            return None;
        }
        if tail.starts_with(['/', '?', '#']) {
            length += run(tail, is_url);
        }
    }
    let end = start + scheme.len() + length;
    Some(start..start + without_tail(text.get(start..end)?).len())
}

fn port(rest: &str) -> usize {
    let digits = rest
        .strip_prefix(':')
        .map_or(0, |rest| run(rest, |c| c.is_ascii_digit()));
    if digits == 0 { 0 } else { digits + 1 }
}

/// Length of the leading part whose characters all fit.
fn run(text: &str, fits: impl Fn(char) -> bool) -> usize {
    text.find(|c| !fits(c)).unwrap_or(text.len())
}

/// Characters of RFC 3986.
fn is_url(c: char) -> bool {
    c.is_ascii_alphanumeric() || "-._~:/?#[]@!$&'()*+,;=%".contains(c)
}

/// Without the punctuation of the sentence around it; a bracket stays when it was opened within.
fn without_tail(mut address: &str) -> &str {
    loop {
        let count = |c| address.matches(c).count();
        let drop = match address.chars().next_back() {
            Some('.' | ',' | ';' | ':' | '!' | '?' | '\'' | '*' | '_' | '~') => true,
            Some(')') => count(')') > count('('),
            Some(']') => count(']') > count('['),
            _ => false,
        };
        match address.get(..address.len().saturating_sub(1)) {
            Some(shorter) if drop => address = shorter,
            _ => return address,
        }
    }
}

/// An e-mail address whose `@` stands at `at`, not reaching back beyond `floor`.
fn mail(text: &str, floor: usize, at: usize) -> Option<Range<usize>> {
    let before = text.get(floor..at)?;
    let is_local = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '_' | '+' | '-');
    let local = before.rfind(|c| !is_local(c)).map_or(before, |stop| {
        before
            .get(stop..)
            .map_or("", |rest| rest.trim_start_matches(|c| !is_local(c)))
    });
    let local = local.trim_start_matches(['.', '-', '+']);
    let rest = text.get(at + 1..)?;
    let written = run(rest, |c| c.is_ascii_alphanumeric() || matches!(c, '.' | '-'));
    let host = rest.get(..written)?.trim_end_matches(['.', '-']);
    let follows = rest.get(host.len()..)?;
    let start = at - local.len();
    let odd = local.is_empty()
        || !host.contains('.')
        || host.split('.').any(str::is_empty)
        || follows.starts_with(['@', '_'])
        || text.get(..start)?.ends_with(['/', '@']);
    if odd { None } else { Some(start..at + 1 + host.len()) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use pulldown_cmark::{Parser, html};

    fn linked(text: &str) -> String {
        let mut out = String::new();
        html::push_html(&mut out, link(Parser::new(text)).into_iter());
        out
    }

    fn found(text: &str) -> Vec<&str> {
        addresses(text).into_iter().map(|(range, _)| &text[range]).collect()
    }

    #[test]
    fn an_address_ends_where_ascii_ends() {
        assert_eq!(
            linked("登录https://www.chsi.com.cn/核对"),
            "<p>登录<a href=\"https://www.chsi.com.cn/\">https://www.chsi.com.cn/</a>核对</p>\n"
        );
        assert_eq!(
            linked("发到xueweike@hqu.edu.cn，抄送"),
            "<p>发到<a href=\"mailto:xueweike@hqu.edu.cn\">xueweike@hqu.edu.cn</a>，抄送</p>\n"
        );
        for (text, address) in [
            ("见http://a.cn，", "http://a.cn"),
            ("（https://a.cn/b?id=21&x=1）", "https://a.cn/b?id=21&x=1"),
            ("see https://a.cn/b.", "https://a.cn/b"),
            ("(https://a.cn/b)", "https://a.cn/b"),
            ("https://a.cn/b_(c)", "https://a.cn/b_(c)"),
            ("https://a.cn:8080/#/home!", "https://a.cn:8080/#/home"),
            ("HTTPS://A.cn；", "HTTPS://A.cn"),
            ("https://a.cn/x_y_z?", "https://a.cn/x_y_z"),
            ("https://a.cn.", "https://a.cn"),
            ("邮箱：a.b-c@mail.szu.edu.cn.", "a.b-c@mail.szu.edu.cn"),
            ("mailto:a@b.cn", "a@b.cn"),
            ("https://a.cn/@b@c.cn", "https://a.cn/@b@c.cn"),
        ] {
            assert_eq!(found(text), [address], "{text}");
        }
        assert_eq!(
            found("https://a.cn、https://b.cn和c@d.cn"),
            ["https://a.cn", "https://b.cn", "c@d.cn"]
        );
    }

    #[test]
    fn what_is_no_address_stays_text() {
        for text in [
            "xhttps://a.cn",
            "https://中文.cn",
            "https://localhost/",
            "http://",
            "http://a.cn@b.cn",
            "a@b",
            "@a.cn",
            "a@b@c.cn",
            "https://a..cn",
        ] {
            assert!(found(text).is_empty(), "{text}: {:?}", found(text));
        }
    }

    #[test]
    fn links_and_code_stay_as_they_are() {
        for text in [
            "[https://a.cn](https://b.cn)",
            "<https://a.cn>",
            "`https://a.cn a@b.cn`",
            "    https://a.cn\n",
            "![https://a.cn](c.png)",
        ] {
            let mut plain = String::new();
            html::push_html(&mut plain, Parser::new(text));
            assert_eq!(linked(text), plain, "{text}");
        }
    }

    proptest! {
        #[test]
        fn an_address_is_ascii_and_text_is_kept(parts in prop::collection::vec(prop::sample::select(
            &["https://", "a.cn", "/", "@", ".", "中", "，", ")", "(", "]", " ", "x", "-", "_", ":80", "?q=1", "#", "é"][..]), 0..12)
        ) {
            let text = parts.concat();
            let mut done = 0;
            for (range, _) in addresses(&text) {
                prop_assert!(range.start >= done && text[range.clone()].is_ascii() && !range.is_empty());
                done = range.end;
            }
            let mut out = Vec::new();
            split(text.clone().into(), &mut out);
            let kept: String = out.iter().filter_map(|event| if let Event::Text(text) = event { Some(&**text) } else { None }).collect();
            prop_assert_eq!(kept, text);
        }
    }
}
