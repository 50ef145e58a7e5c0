//! The terms of a text: pairs of Han characters, and words of ASCII letters and digits. No dictionary, so nothing to disagree about.
//!
//! `search.js` cuts queries by the same rules in the reader's browser; `tests/search/tokens.json` holds both to the same answers.

/// Longest word kept, in letters: a longer one is cut, in texts and in queries alike.
const LONGEST: usize = 32;

/// A character as it is compared: ASCII in lower case and in half width, an ideographic space as a space. One character stays one, so
/// that places in a folded text are places in the text.
pub fn fold(c: char) -> char {
    match c {
        '\u{3000}' => ' ',
        '！'..='～' => {
            let half = u32::from(c) - 0xFEE0;
            char::from_u32(half).unwrap_or(c).to_ascii_lowercase()
        }
        _ => c.to_ascii_lowercase(),
    }
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Han,
    Word,
    Between,
}

fn kind(c: char) -> Kind {
    match c {
        'a'..='z' | '0'..='9' => Kind::Word,
        '\u{3007}'
        | '\u{3400}'..='\u{4DBF}'
        | '\u{4E00}'..='\u{9FFF}'
        | '\u{F900}'..='\u{FAFF}'
        | '\u{20000}'..='\u{3FFFF}' => Kind::Han,
        _ => Kind::Between,
    }
}

/// The terms of a text in their order, repeats included: for a run of Han characters each pair of neighbours, or the one character of a
/// run of one; for a run of letters and digits the whole run.
pub fn tokens(text: &str) -> Vec<String> {
    let folded: Vec<char> = text.chars().map(fold).collect();
    let mut all = Vec::new();
    for run in folded.chunk_by(|a, b| kind(*a) == kind(*b)) {
        match run.first().map(|first| kind(*first)) {
            Some(Kind::Word) => all.push(run.iter().take(LONGEST).collect()),
            Some(Kind::Han) if run.len() == 1 => all.push(run.iter().collect()),
            Some(Kind::Han) => all.extend(run.windows(2).map(|pair| pair.iter().collect::<String>())),
            _ => {}
        }
    }
    all
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::Value;
    use std::path::Path;

    #[test]
    fn cuts_as_the_shared_examples_say() {
        let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("../tests/search/tokens.json");
        let examples: Value = serde_json::from_str(&std::fs::read_to_string(file).unwrap()).unwrap();
        let examples = examples.as_object().unwrap();
        assert!(examples.len() > 10);
        for (text, wanted) in examples {
            let wanted: Vec<&str> = wanted.as_array().unwrap().iter().map(|v| v.as_str().unwrap()).collect();
            assert_eq!(tokens(text), wanted, "{text:?}");
        }
    }

    proptest::proptest! {
        #[test]
        fn folding_keeps_every_place(text in "\\PC*") {
            let folded: String = text.chars().map(fold).collect();
            proptest::prop_assert_eq!(folded.encode_utf16().count(), text.encode_utf16().count());
            for token in tokens(&text) {
                proptest::prop_assert!(!token.is_empty() && folded.contains(&token));
            }
        }
    }
}
