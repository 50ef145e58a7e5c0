//! A rule: what is known of a kind of finding before one is found. Its text is written beside the check.

use super::Severity;

/// One kind of finding. `tassel explain` and the page of all rules are made from these texts.
#[derive(Debug, PartialEq, Eq)]
pub struct Rule {
    /// Stable id: a letter for the family and three digits, such as `Y005`.
    pub id: &'static str,
    /// How much its findings matter unless a site says otherwise.
    pub severity: Severity,
    /// Whether it judges what is planned or written rather than the form of a file: then a campaign may allow it with a reason, and
    /// a site may set its level. A fault of form leaves nothing to build from.
    pub judgement: bool,
    /// What is wrong, in a few words.
    pub title: &'static str,
    /// Why that matters to a reader of the site.
    pub why: &'static str,
    /// How it is mended, in general.
    pub fix: &'static str,
}
