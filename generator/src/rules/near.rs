//! How far two words are apart, for guesses at what somebody meant.

/// Longer texts, in characters, are no names: comparing them takes their lengths multiplied, for nothing.
const LONGEST: usize = 100;

/// The edits between two texts, when there are no more than `limit`.
pub(super) fn near(a: &str, b: &str, limit: usize) -> Option<usize> {
    let length = |text: &str| text.chars().take(LONGEST + 1).count();
    let (a_length, b_length) = (length(a), length(b));
    if a_length.max(b_length) > LONGEST || a_length.abs_diff(b_length) > limit {
        return None;
    }
    Some(strsim::damerau_levenshtein(a, b)).filter(|distance| *distance <= limit)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_short_texts_of_like_length_are_compared() {
        assert_eq!(near("onsite", "onsiet", 2), Some(1));
        assert_eq!(near("onsite", "on", 2), None);
        assert_eq!(near("onsite", "online", 1), None);
        let long = "长".repeat(LONGEST);
        assert_eq!(near(&long, &long, 0), Some(0));
        assert_eq!(near(&format!("{long}了"), &long, 2), None);
    }
}
