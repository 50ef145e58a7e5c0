//! Characters that would move the cursor, colour the terminal or turn a line around: names of files and texts of content may hold any.

use std::borrow::Cow;

/// A text without them; it may have several lines.
pub fn harmless(text: &str) -> Cow<'_, str> {
    without(text, |c| is_harmful(c) && c != '\n')
}

/// A name without them, on one line.
pub fn harmless_name(text: &str) -> Cow<'_, str> {
    without(text, is_harmful)
}

fn without(text: &str, harmful: impl Fn(char) -> bool + Copy) -> Cow<'_, str> {
    if text.contains(harmful) {
        Cow::Owned(text.replace(harmful, "\u{fffd}"))
    } else {
        Cow::Borrowed(text)
    }
}

fn is_harmful(c: char) -> bool {
    c.is_control() || matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_text_may_have_lines() {
        let text = "一\u{1b}[31m\n二\u{202e}三\u{7}";
        assert_eq!(harmless(text), "一\u{fffd}[31m\n二\u{fffd}三\u{fffd}");
        assert_eq!(harmless_name(text), "一\u{fffd}[31m\u{fffd}二\u{fffd}三\u{fffd}");
        assert!(matches!(harmless("一\n二"), Cow::Borrowed(_)));
    }
}
