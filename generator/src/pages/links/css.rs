//! What a style sheet asks for: `url(…)` and `@import "…"`.

use std::ops::Range;

/// The addresses of a style sheet as written, with their places; `data:` and other schemes included. Comments are passed over.
pub(crate) fn addresses(css: &str) -> Vec<(&str, Range<usize>)> {
    let mut found = Vec::new();
    let mut at = 0;
    while let Some(rest) = css.get(at..).filter(|rest| !rest.is_empty()) {
        if let Some(comment) = rest.strip_prefix("/*") {
            at += comment.find("*/").map_or(rest.len(), |end| end + 4);
        } else if starts(rest, "url(") && !continues_a_name(css, at) {
            let inside = rest.get(4..).unwrap_or("");
            let lead = inside.len() - inside.trim_start().len();
            let inside = inside.trim_start();
            let from = at + 4 + lead;
            let (value, length) = match inside.chars().next().filter(|c| matches!(c, '"' | '\'')) {
                Some(quote) => quoted(inside, quote),
                None => {
                    let end = inside.find(')').unwrap_or(inside.len());
                    (inside.get(..end).unwrap_or("").trim_end(), end)
                }
            };
            let start = from + usize::from(length > value.len() && inside.starts_with(['"', '\'']));
            found.push((value, start..start + value.len()));
            at = from + length;
        } else if starts(rest, "@import") {
            let inside = rest.get(7..).unwrap_or("");
            let from = at + rest.len() - inside.trim_start().len();
            let inside = inside.trim_start();
            at = from;
            if let Some(quote) = inside.chars().next().filter(|c| matches!(c, '"' | '\'')) {
                let (value, length) = quoted(inside, quote);
                found.push((value, from + 1..from + 1 + value.len()));
                at = from + length;
            }
        } else if let Some(quote) = rest.chars().next().filter(|c| matches!(c, '"' | '\'')) {
            // A string that is no address: `content: "url(x)"`.
            at += quoted(rest, quote).1;
        } else {
            at += rest.chars().next().map_or(1, char::len_utf8);
        }
    }
    found
}

fn starts(text: &str, word: &str) -> bool {
    text.get(..word.len())
        .is_some_and(|start| start.eq_ignore_ascii_case(word))
}

fn continues_a_name(css: &str, at: usize) -> bool {
    let before = css.get(..at).and_then(|before| before.chars().next_back());
    before.is_some_and(|c| c.is_alphanumeric() || c == '-' || c == '_')
}

/// What stands between the quotes at the text's beginning, and how much of the text that is, quotes included. A backslash keeps a quote
/// from ending it; a line's end does end it.
fn quoted(text: &str, quote: char) -> (&str, usize) {
    let mut escaped = false;
    for (index, c) in text.char_indices().skip(1) {
        match c {
            _ if escaped => escaped = false,
            '\\' => escaped = true,
            c if c == quote => return (text.get(1..index).unwrap_or(""), index + 1),
            '\n' => return (text.get(1..index).unwrap_or(""), index),
            _ => {}
        }
    }
    (text.get(1..).unwrap_or(""), text.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn finds_every_form_with_its_place() {
        let css = "@import 'a.css';@import url(b.css);/* url(no.png) */\n.x{background:URL( \"c d.png\" ) , url('e.png'),url( f.png )}\
                   .y::before{content:\"url(no.png)\";mask:my-url(no)}";
        let found = addresses(css);
        let values: Vec<&str> = found.iter().map(|(value, _)| *value).collect();
        assert_eq!(values, ["a.css", "b.css", "c d.png", "e.png", "f.png"]);
        for (value, range) in found {
            assert_eq!(css.get(range), Some(value));
        }
    }

    proptest::proptest! {
        #[test]
        fn any_text_is_survived(css in "(url\\(|@import|[\"'()/*中 a\\\\\n]){0,30}") {
            for (value, range) in addresses(&css) {
                proptest::prop_assert_eq!(css.get(range), Some(value));
            }
        }
    }
}
