//! Groups of people as sentences: what staff wrote, or one made from the conditions.

use super::campaign::Names;
use crate::model::{Group, GroupSpec, Origin, Spanned, Study};

impl Names<'_> {
    /// The sentences of a list of groups.
    pub(super) fn groups(&self, groups: &[Spanned<Group>]) -> Vec<String> {
        groups.iter().map(|group| self.group(&group.value)).collect()
    }

    /// The staff's own words, or the conditions in one sentence: `2022级3年制毕业生，持护照`.
    pub(crate) fn group(&self, group: &GroupSpec) -> String {
        let own = group.text.as_deref().map(str::trim).filter(|text| !text.is_empty());
        if let Some(text) = own {
            return text.to_owned();
        }
        let words = self.words;
        let part = |key: &str, name: &str, value: Option<String>| {
            value.map_or_else(String::new, |value| words.fill(key, &[(name, value.as_str())]))
        };
        let study = match group.study {
            None => "",
            Some(Study::FullTime) => words.get("group.full_time"),
            Some(Study::PartTime) => words.get("group.part_time"),
        };
        let origin = match group.origin {
            None => "",
            Some(Origin::Mainland) => words.get("group.mainland"),
            Some(Origin::Overseas) => words.get("group.overseas"),
        };
        let documents: Vec<&str> = group.documents.iter().map(|document| document.value.as_str()).collect();
        let documents = (!documents.is_empty()).then(|| documents.join(words.get("list.comma")));
        let campus = group.campus.as_ref().map(|id| self.campus(&id.value));
        let missed = group.missed.as_ref().map(|id| self.route(&id.value));
        words.fill(
            "group.sentence",
            &[
                ("campus", &part("group.campus", "campus", campus)),
                (
                    "grade",
                    &part("group.grade", "grade", group.grade.map(|g| g.to_string())),
                ),
                (
                    "years",
                    &part("group.years", "years", group.years.map(|y| y.to_string())),
                ),
                ("study", study),
                ("origin", origin),
                ("documents", &part("group.documents", "documents", documents)),
                ("status", &part("group.status", "status", group.status.clone())),
                ("missed", &part("group.missed", "route", missed)),
            ],
        )
    }
}
