//! What the editor of a WeChat official account leaves of a pasted fragment, as far as it is known: a list of elements, attributes and
//! style properties that stay. Everything else goes, the text inside stays; of scripts and styles nothing stays.

/// Elements that stay.
const ELEMENTS: &[&str] = &[
    "section",
    "p",
    "span",
    "strong",
    "em",
    "br",
    "hr",
    "img",
    "blockquote",
    "table",
    "tbody",
    "tr",
    "th",
    "td",
];

/// Elements whose content goes, too.
const SWALLOWED: &[&str] = &["script", "style", "svg", "iframe", "form", "object", "title"];

/// Attributes that stay, with the elements they may stand on; none means all.
const ATTRIBUTES: &[(&str, &[&str])] = &[
    ("style", &[]),
    ("src", &["img"]),
    ("alt", &["img"]),
    ("width", &["img", "table", "th", "td"]),
    ("border", &["table"]),
    ("cellspacing", &["table"]),
    ("cellpadding", &["table"]),
    ("colspan", &["th", "td"]),
    ("rowspan", &["th", "td"]),
];

/// Style properties that stay; `border` stands for `border-left`, too.
const PROPERTIES: &[&str] = &[
    "background-color",
    "border",
    "border-bottom",
    "border-collapse",
    "border-left",
    "border-radius",
    "border-right",
    "border-top",
    "color",
    "font-family",
    "font-size",
    "font-weight",
    "height",
    "letter-spacing",
    "line-height",
    "margin",
    "max-width",
    "padding",
    "padding-left",
    "text-align",
    "text-decoration",
    "text-indent",
    "vertical-align",
    "width",
    "word-break",
];

/// The fragment as the editor keeps it.
pub(super) fn filter(html: &str) -> String {
    let mut out = String::with_capacity(html.len());
    let mut rest = html;
    while let Some(start) = rest.find('<') {
        let (text, tag) = rest.split_at(start);
        out.push_str(text);
        rest = match next(tag) {
            Some((kept, after)) => {
                out.push_str(&kept);
                after
            }
            // A bracket that opens nothing is text.
            None => {
                out.push_str("&lt;");
                tag.get(1..).unwrap_or("")
            }
        };
    }
    out.push_str(rest);
    out
}

/// What stays of the tag at the front, and what follows it.
fn next(text: &str) -> Option<(String, &str)> {
    if let Some(comment) = text.strip_prefix("<!--") {
        let after = comment.split_once("-->").map_or("", |(_, after)| after);
        return Some((String::new(), after));
    }
    let inner = text.strip_prefix('<')?;
    let closing = inner.starts_with('/');
    let inner = inner.strip_prefix('/').unwrap_or(inner);
    let length = inner.find(|c: char| !c.is_ascii_alphanumeric()).unwrap_or(inner.len());
    let (name, attributes) = inner.split_at(length);
    if !name.starts_with(|c: char| c.is_ascii_alphabetic()) {
        return None;
    }
    let end = end_of(attributes)?;
    let (attributes, after) = attributes.split_at(end);
    let after = after.get(1..).unwrap_or("");
    let name = name.to_ascii_lowercase();
    if SWALLOWED.contains(&name.as_str()) {
        return Some((String::new(), if closing { after } else { skip(after, &name) }));
    }
    if !ELEMENTS.contains(&name.as_str()) {
        return Some((String::new(), after));
    }
    let kept = if closing {
        format!("</{name}>")
    } else {
        format!("<{name}{}>", kept_attributes(&name, attributes))
    };
    Some((kept, after))
}

/// Where a tag's attributes end: the first `>` outside of quotes.
fn end_of(text: &str) -> Option<usize> {
    let mut quote = None;
    for (place, c) in text.char_indices() {
        match (quote, c) {
            (None, '>') => return Some(place),
            (None, '"' | '\'') => quote = Some(c),
            (Some(open), c) if open == c => quote = None,
            _ => {}
        }
    }
    None
}

/// What follows the end of an element; nothing when it never ends.
fn skip<'t>(text: &'t str, name: &str) -> &'t str {
    let lower = text.to_ascii_lowercase();
    let Some(start) = lower.find(&format!("</{name}")) else {
        return "";
    };
    let tail = text.get(start..).unwrap_or("");
    tail.find('>').and_then(|end| tail.get(end + 1..)).unwrap_or("")
}

fn kept_attributes(element: &str, text: &str) -> String {
    let mut out = String::new();
    let mut rest = text.trim_start();
    while !rest.is_empty() {
        let length = rest.find(['=', ' ', '\n', '\t', '/']).unwrap_or(rest.len());
        let (name, tail) = rest.split_at(length);
        let (value, after) = value_of(tail);
        rest = after.trim_start_matches([' ', '\n', '\t', '/']);
        let name = name.to_ascii_lowercase();
        let Some((_, elements)) = ATTRIBUTES.iter().find(|(known, _)| *known == name) else {
            continue;
        };
        if !elements.is_empty() && !elements.contains(&element) {
            continue;
        }
        let value = if name == "style" {
            kept_styles(value)
        } else {
            value.to_owned()
        };
        // Inside quotes a bracket opens nothing, but not everyone who reads on knows that.
        let value = value.replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;");
        let scripted = name == "src" && value.trim().to_ascii_lowercase().starts_with("javascript:");
        if !value.is_empty() && !scripted {
            out.push_str(&format!(" {name}=\"{value}\""));
        }
    }
    out
}

/// The value behind an attribute's name, and what follows it.
fn value_of(text: &str) -> (&str, &str) {
    let Some(text) = text.strip_prefix('=') else {
        return (
            "",
            text.get(1..)
                .filter(|_| text.starts_with([' ', '\n', '\t', '/']))
                .unwrap_or(""),
        );
    };
    for quote in ['"', '\''] {
        if let Some(inner) = text.strip_prefix(quote) {
            return inner.split_once(quote).unwrap_or((inner, ""));
        }
    }
    text.split_at(text.find([' ', '\n', '\t']).unwrap_or(text.len()))
}

fn kept_styles(value: &str) -> String {
    let kept = value.split(';').filter(|declaration| {
        let (property, value) = declaration.split_once(':').unwrap_or((declaration, ""));
        let value = value.to_ascii_lowercase();
        PROPERTIES.contains(&property.trim().to_ascii_lowercase().as_str())
            && !value.contains("url(")
            && !value.contains("expression")
    });
    kept.collect::<Vec<_>>().join(";")
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn what_the_editor_drops_goes_and_the_words_stay() {
        for (pasted, kept) in [
            ("<p id=\"a\" class=\"b\">字</p>", "<p>字</p>"),
            ("<a href=\"https://a.cn\">网</a>", "网"),
            (
                "<p style=\"color:red;position:fixed;background:url(x)\" onclick=\"x()\">字</p>",
                "<p style=\"color:red\">字</p>",
            ),
            ("前<script>alert('<p>')</script>后", "前后"),
            ("<style>p{}</style><svg><path d=\"M0\"/></svg>字", "字"),
            ("<h2>题</h2><!-- x -->", "题"),
            (
                "<img src=\"a.png\" srcset=\"b\" alt=\"图\">",
                "<img src=\"a.png\" alt=\"图\">",
            ),
            ("<img src='javascript:x'>", "<img>"),
            ("<img src='a\"b><a id=x>'>", "<img src=\"a&quot;b&gt;&lt;a id=x&gt;\">"),
            ("1 < 2 &lt; 3 <", "1 &lt; 2 &lt; 3 &lt;"),
        ] {
            assert_eq!(filter(pasted), kept, "{pasted}");
        }
    }

    proptest! {
        #[test]
        fn nothing_slips_through_twice(text in "[<>/=\"' a-p字:;!-]{0,80}|(<(p|a|script|img|td)( (id|style|src)=\"?[a-z:(;]{0,12}\"?)?/?>|字){0,8}") {
            let once = filter(&text);
            prop_assert_eq!(filter(&once), once.clone());
            prop_assert!(!["<script", "<a ", "<p id", "<td id", "<img id"].iter().any(|tag| once.contains(tag)));
        }
    }
}
