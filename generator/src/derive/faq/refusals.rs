//! Which question answers a refusal: the self-check links it beside each check that fails.

use super::QuestionView;
use tassel_validator::CHECK_IDS;

/// Beginnings of check ids, and the question for them.
const ANSWERS: &[(&str, &str)] = &[
    ("file.size_px", "size"),
    ("file.dpi", "size"),
    ("file.bytes", "bytes"),
    ("file.format", "bytes"),
    ("file.jpeg_quality", "bytes"),
    ("file.name", "filename"),
    ("bg.", "background"),
    ("geom.", "position"),
    ("pose.", "expression"),
    ("eyes.redeye", "light"),
    ("eyes.open", "expression"),
    ("mouth.", "expression"),
    ("hair.", "hair"),
    ("light.", "light"),
    ("color.", "light"),
    ("glasses", "glasses"),
    ("headwear", "clothes"),
    ("jewelry", "clothes"),
    ("clothes.", "clothes"),
    ("retouch", "retouch"),
    ("artefact.fringe", "retouch"),
    ("style.cartoon", "retouch"),
];

/// Check id and question, for each check that one of the campaign's questions is about, in the order of the report.
pub(crate) fn refusals(faq: &[QuestionView]) -> impl Iterator<Item = (&'static str, &QuestionView)> {
    CHECK_IDS.iter().filter_map(|check| {
        let (_, wanted) = ANSWERS.iter().find(|(start, _)| check.starts_with(start))?;
        let answers = |question: &&QuestionView| {
            question.id == *wanted || question.replaces.iter().any(|replaced| replaced == wanted)
        };
        Some((*check, faq.iter().find(answers)?))
    })
}
