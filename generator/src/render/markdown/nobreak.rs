//! Dates, clock times, amounts, sizes and phone numbers stay in one line: `<span class="nb">2022年11月4日（周五）</span>`.
//!
//! A date and the clock time behind it, or the two dates of a span, are pieces of their own, so that a narrow screen can still break
//! between them.

use pulldown_cmark::{CowStr, Event, LinkType, Tag, TagEnd, TextMergeStream};
use std::ops::Range;

/// Longer pieces may break: they would stick out of a narrow screen.
const LONGEST: usize = 26;

/// Units that belong to the number before them; a longer one stands before a shorter one that it begins with.
const UNITS: &[&str] = &[
    "个工作日",
    "工作日",
    "个月",
    "个",
    "小时",
    "分钟",
    "毫米",
    "厘米",
    "像素",
    "公里",
    "万元",
    "千元",
    "元",
    "角",
    "年",
    "月",
    "日",
    "号",
    "天",
    "周",
    "点",
    "时",
    "分",
    "秒",
    "人",
    "名",
    "位",
    "张",
    "份",
    "次",
    "寸",
    "级",
    "届",
    "岁",
    "楼",
    "室",
    "台",
    "条",
    "万",
    "倍",
    "克",
    "米",
    "KB",
    "kB",
    "MB",
    "GB",
    "px",
    "dpi",
    "DPI",
    "mm",
    "cm",
    "km",
    "kg",
    "K",
    "M",
    "%",
    "％",
    "℃",
];

/// Wraps such pieces of text; code, image descriptions and linked addresses are left alone.
pub(super) fn wrap<'e>(events: impl Iterator<Item = Event<'e>>) -> Vec<Event<'e>> {
    let mut out = Vec::new();
    let mut links = Vec::new();
    let mut closed = 0_usize;
    for event in TextMergeStream::new(events) {
        match &event {
            Event::Start(Tag::Link { link_type, .. }) => {
                let address = matches!(link_type, LinkType::Autolink | LinkType::Email);
                links.push(address);
                closed += usize::from(address);
            }
            Event::End(TagEnd::Link) => closed -= usize::from(links.pop().unwrap_or(false)),
            Event::Start(Tag::Image { .. } | Tag::CodeBlock(_)) => closed += 1,
            Event::End(TagEnd::Image | TagEnd::CodeBlock) => closed = closed.saturating_sub(1),
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
    let found = pieces(&text);
    if found.is_empty() {
        out.push(Event::Text(text));
        return;
    }
    let part = |range: Range<usize>| Event::Text(text.get(range).unwrap_or("").to_owned().into());
    let mut done = 0;
    for range in found {
        out.push(part(done..range.start));
        done = range.end;
        out.push(Event::InlineHtml(CowStr::Borrowed("<span class=\"nb\">")));
        out.push(part(range));
        out.push(Event::InlineHtml(CowStr::Borrowed("</span>")));
    }
    out.push(part(done..text.len()));
}

/// The pieces of a text that must not break, in order.
fn pieces(text: &str) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    let mut at = 0;
    while let Some(start) = text
        .get(at..)
        .and_then(|rest| rest.find(|c: char| c.is_ascii_digit()))
        .map(|skip| at + skip)
    {
        let rest = text.get(start..).unwrap_or("");
        let piece = if within_word(text.get(..start).unwrap_or("")) {
            None
        } else {
            date(rest)
                .or_else(|| clock(rest))
                .or_else(|| mobile(rest))
                .or_else(|| amount(rest))
        };
        let piece = piece.and_then(|left| rest.get(..rest.len() - left.len()));
        let short = piece.filter(|piece| piece.chars().count() <= LONGEST);
        if let Some(piece) = short {
            found.push(start..start + piece.len());
        }
        at = start + piece.map_or_else(|| rest.len() - after_digits(rest).len(), str::len);
    }
    found
}

/// Whether what follows continues an identifier or an address, such as `A4` or `GB-9704`.
fn within_word(before: &str) -> bool {
    let mut back = before.chars().rev();
    let part = |c: char| c.is_ascii_alphanumeric() || c == '_';
    match back.next() {
        Some('-' | '.' | '/' | ':' | '@' | '#' | '=' | '&' | '%' | '?') => back.next().is_some_and(part),
        last => last.is_some_and(part),
    }
}

fn after_digits(text: &str) -> &str {
    text.trim_start_matches(|c: char| c.is_ascii_digit())
}

/// What follows a number of so many digits.
fn digits(text: &str, count: std::ops::RangeInclusive<usize>) -> Option<&str> {
    let rest = after_digits(text);
    count.contains(&(text.len() - rest.len())).then_some(rest)
}

/// What follows `2022年11月4日（周五）`, any part of the day, or a part of it.
fn date(text: &str) -> Option<&str> {
    let part = |text, units: &[&str], most| {
        let rest = digits(text, 1..=most)?;
        units.iter().find_map(|unit| rest.strip_prefix(unit))
    };
    let year = digits(text, 4..=4).and_then(|rest| rest.strip_prefix('年'));
    let month = part(year.unwrap_or(text), &["月"], 2);
    let day = part(month.or(year).unwrap_or(text), &["日", "号"], 2);
    let rest = day.or(month).or(year)?;
    Some(day.and_then(weekday).unwrap_or(rest))
}

/// What follows `（周五）`, with any short remark such as `（周日，补班）`.
fn weekday(text: &str) -> Option<&str> {
    let inner = text.strip_prefix(['（', '('])?;
    if !inner.starts_with("周") && !inner.starts_with("星期") {
        return None;
    }
    let close = inner.find(['）', ')'])?;
    let (remark, rest) = inner.split_at_checked(close)?;
    let rest = rest.strip_prefix(['）', ')'])?;
    (remark.chars().count() <= 8 && !remark.contains('\n')).then_some(rest)
}

/// What follows `9:00` or `9:00–12:00`.
fn clock(text: &str) -> Option<&str> {
    let one = |text| {
        let rest = digits(text, 1..=2)?.strip_prefix([':', '：'])?;
        let rest = digits(rest, 2..=2)?;
        let seconds = rest.strip_prefix([':', '：']).and_then(|rest| digits(rest, 2..=2));
        Some(seconds.unwrap_or(rest))
    };
    let first = one(text)?;
    let second = first.strip_prefix(['–', '—', '-', '~', '～', '至']).and_then(one);
    ends_word(second.unwrap_or(first))
}

/// What follows `138 0000 0000`.
fn mobile(text: &str) -> Option<&str> {
    let rest = digits(text, 3..=3).filter(|_| text.starts_with('1'))?;
    let rest = digits(rest.strip_prefix(' ')?, 4..=4)?;
    ends_word(digits(rest.strip_prefix(' ')?, 4..=4)?)
}

/// What follows `15 元`, `3–5天`, `480×640像素`, `33mm×48mm` or `0755-26536174`; a bare number doesn't count.
fn amount(text: &str) -> Option<&str> {
    let mut rest = number(text)?;
    let mut bare = true;
    if let Some(after) = unit(rest) {
        (rest, bare) = (after, false);
    }
    while let Some(after) = joiner(rest).and_then(number) {
        rest = unit(after).unwrap_or(after);
        bare = false;
    }
    if bare { None } else { ends_word(rest) }
}

/// What follows `1,200.50`.
fn number(text: &str) -> Option<&str> {
    let mut rest = digits(text, 1..=LONGEST)?;
    while let Some(after) = rest.strip_prefix([',', '.']).and_then(|rest| digits(rest, 1..=LONGEST)) {
        rest = after;
    }
    Some(rest)
}

fn unit(text: &str) -> Option<&str> {
    let text = text.strip_prefix([' ', '\u{a0}']).unwrap_or(text);
    UNITS.iter().find_map(|unit| {
        let rest = text.strip_prefix(unit)?;
        if unit.ends_with(|c: char| c.is_ascii_alphabetic()) {
            ends_word(rest)
        } else {
            Some(rest)
        }
    })
}

fn joiner(text: &str) -> Option<&str> {
    let tight = text.strip_prefix(['×', '*', 'x', 'X', '-', '–', '~', '～']);
    tight
        .or_else(|| text.strip_prefix(" × "))
        .or_else(|| text.strip_prefix(" x "))
}

/// The text itself, unless a word goes on in it.
fn ends_word(text: &str) -> Option<&str> {
    (!text.starts_with(|c: char| c.is_ascii_alphanumeric() || c == '_')).then_some(text)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn found(text: &str) -> Vec<&str> {
        pieces(text).into_iter().map(|range| &text[range]).collect()
    }

    #[test]
    fn dates_times_amounts_and_numbers_are_pieces() {
        for (text, expected) in [
            (
                "于2022年11月4日（周五）9:00–12:00在",
                &["2022年11月4日（周五）", "9:00–12:00"][..],
            ),
            (
                "2020年4月15日（周三）–4月27日（周一）",
                &["2020年4月15日（周三）", "4月27日（周一）"],
            ),
            ("5月9日（周六，补班）", &["5月9日（周六，补班）"]),
            ("2024年6月前", &["2024年6月"]),
            ("每人 15 元，", &["15 元"]),
            ("15元/人", &["15元"]),
            ("1,200.50 元", &["1,200.50 元"]),
            ("电话0755-26536174。", &["0755-26536174"]),
            ("400-820-8888", &["400-820-8888"]),
            ("138 0000 0000", &["138 0000 0000"]),
            ("480×640像素", &["480×640像素"]),
            ("480 × 640", &["480 × 640"]),
            ("33mm×48mm", &["33mm×48mm"]),
            ("20KB–50KB之间", &["20KB–50KB"]),
            ("3–5个工作日", &["3–5个工作日"]),
            ("2025届", &["2025届"]),
            ("8:30-11:30和14:00～17:00", &["8:30-11:30", "14:00～17:00"]),
        ] {
            assert_eq!(found(text), expected, "{text}");
        }
    }

    #[test]
    fn bare_numbers_words_and_very_long_rows_are_not() {
        for text in [
            "10385",
            "A4-3",
            "GB/T 9704",
            "x15元",
            "v1.2-3",
            "1-1-1-1-1-1-1-1-1-1-1-1-1-1-1-1",
        ] {
            assert!(found(text).is_empty(), "{text}: {:?}", found(text));
        }
    }

    #[test]
    fn code_addresses_and_descriptions_are_left_alone() {
        for text in [
            "`15 元`",
            "    15 元\n",
            "![15 元](a.png)",
            "<https://a.cn/?d=（15元）>",
        ] {
            let events: Vec<_> = pulldown_cmark::Parser::new(text).collect();
            let out = wrap(events.into_iter());
            assert!(
                !out.iter().any(|event| matches!(event, Event::InlineHtml(_))),
                "{text}: {out:?}"
            );
        }
    }

    proptest! {
        #[test]
        fn text_is_kept(parts in prop::collection::vec(prop::sample::select(
            &["2022", "年", "11", "月", "4", "日", "（周五", "）", ":", "00", "–", "-", "×", " ", "元", "mm", "中", "a", ".", ","][..]), 0..14)
        ) {
            let text = parts.concat();
            let mut out = Vec::new();
            split(text.clone().into(), &mut out);
            let kept: String = out.iter().filter_map(|event| if let Event::Text(text) = event { Some(&**text) } else { None }).collect();
            prop_assert_eq!(&kept, &text);
            for range in pieces(&text) {
                prop_assert!(text[range].chars().count() <= LONGEST);
            }
        }
    }
}
