//! Which question answers a refusal: the self-check links it beside each check that fails.

use super::QuestionView;
use tassel_validator::CHECK_IDS;

/// Beginnings of check ids, and the question for them.
const ANSWERS: &[(&str, &str)] = &[
    ("file.decode", "open"),
    ("file.format", "bytes"),
    ("file.size_px", "size"),
    ("file.bytes", "bytes"),
    ("file.dpi", "size"),
    ("file.color_mode", "colour"),
    ("file.jpeg_quality", "compression"),
    ("file.orientation", "upright"),
    ("file.name", "filename"),
    ("bg.", "background"),
    ("face.count", "one-face"),
    ("face.occlusion", "covered"),
    ("geom.", "position"),
    ("pose.", "expression"),
    ("eyes.open", "expression"),
    ("eyes.redeye", "light"),
    ("mouth.", "expression"),
    ("glasses", "glasses"),
    ("headwear", "clothes"),
    ("hair.", "hair"),
    ("jewelry", "clothes"),
    ("clothes.", "clothes"),
    ("light.", "light"),
    ("color.", "colour"),
    ("sharp.", "sharp"),
    ("noise", "sharp"),
    ("retouch", "retouch"),
    ("artefact.compression", "compression"),
    ("artefact.fringe", "cutout"),
    ("overlay.", "border"),
    ("spoof.", "source"),
    ("style.", "source"),
];

/// The checks whose refusal this question answers, in the order of the report.
pub(crate) fn checks_of(question: &str) -> impl Iterator<Item = &'static str> {
    let starts = ANSWERS.iter().filter(move |(_, answer)| *answer == question);
    let starts: Vec<&str> = starts.map(|(start, _)| *start).collect();
    let answered = move |check: &&str| starts.iter().any(|start| check.starts_with(start));
    CHECK_IDS.iter().copied().filter(answered)
}

/// Each of the campaign's questions that answers refusals, with their checks.
pub(crate) fn refusals(faq: &[QuestionView]) -> impl Iterator<Item = (&QuestionView, Vec<&'static str>)> {
    faq.iter().filter_map(|question| {
        let ids = std::iter::once(&question.id).chain(&question.replaces);
        let checks: Vec<&str> = ids.flat_map(|id| checks_of(id)).collect();
        (!checks.is_empty()).then_some((question, checks))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_check_has_one_question() {
        for check in CHECK_IDS {
            let answers = ANSWERS.iter().filter(|(start, _)| check.starts_with(start));
            let answers: Vec<&str> = answers.map(|(_, question)| *question).collect();
            let [question] = answers.as_slice() else {
                panic!("{check}: {answers:?}");
            };
            assert!(
                super::super::ids().any(|id| id == *question),
                "{check}: no question {question}"
            );
        }
    }
}
