//! What to do about a photo that was refused for how it was made or stored, not for how somebody sits: from a photo standard alone.

use super::photo::{PhotoAnswer, Standard};
use super::{follow, sentence};

/// An answer whose reason stands in the words, after what the standard says of it.
fn with_reason(of: Standard<'_>, group: &str, limit: Option<String>) -> Option<PhotoAnswer> {
    let place = if limit.is_some() { "limits" } else { "" };
    let reason = of.words.get(&format!("{group}why")).to_owned();
    Some(of.say(group, follow(of.words, [limit, Some(reason)]), Vec::new(), place))
}

pub(super) fn open(of: Standard<'_>) -> Option<PhotoAnswer> {
    with_reason(of, "answer.open.", None)
}

pub(super) fn upright(of: Standard<'_>) -> Option<PhotoAnswer> {
    with_reason(of, "answer.upright.", None)
}

pub(super) fn one_face(of: Standard<'_>) -> Option<PhotoAnswer> {
    with_reason(of, "answer.one_face.", None)
}

pub(super) fn sharp(of: Standard<'_>) -> Option<PhotoAnswer> {
    with_reason(of, "answer.sharp.", None)
}

pub(super) fn compression(of: Standard<'_>) -> Option<PhotoAnswer> {
    let w = of.words;
    let limit = of.limit("file.jpeg_quality").map(|quality| {
        let named = w.fill("answer.compression.limit", &[("quality", &quality)]);
        sentence(w, &named)
    });
    with_reason(of, "answer.compression.", limit)
}

pub(super) fn cutout(of: Standard<'_>) -> Option<PhotoAnswer> {
    with_reason(of, "answer.cutout.", None)
}
