//! What the generator has to say about content: a `Finding` is data, collected everywhere and thrown nowhere.

mod few;
mod github;
mod gitlab;
mod harmless;
mod human;
mod identity;
mod json;
mod place;
mod rule;
mod sarif;
mod settled;
mod sources;
mod window;

pub use few::limit;
pub use github::render_github;
pub use gitlab::render_gitlab;
pub use harmless::{harmless, harmless_name};
pub use human::{hint, render_human, tally};
pub use json::{Document, render_json};
pub use place::Place;
pub use rule::Rule;
pub use sarif::render_sarif;
pub use settled::{Allowed, Settled};
pub use sources::Sources;

use schemars::JsonSchema;
use serde::Serialize;
use std::fmt;
use std::ops::Range;

/// How much a finding matters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    /// Stops the build.
    Error,
    /// Stops the build with `--strict`.
    Warning,
    /// Stops nothing.
    Info,
}

/// A place in a source file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Span {
    /// Path relative to the site's root, `/` separators.
    pub file: String,
    /// Byte range in the file's text as `Sources` keeps it; empty ranges point between characters.
    pub range: Range<usize>,
}

/// A second place that explains the first.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Label {
    /// Where.
    pub span: Span,
    /// What is to be seen there.
    pub text: String,
}

/// One thing found: what, where, why, how to mend it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// What kind of finding it is.
    pub rule: &'static Rule,
    /// How much it matters.
    pub severity: Severity,
    /// What is wrong, in one sentence.
    pub message: String,
    /// How to mend it.
    pub help: Option<String>,
    /// File concerned, when there is no place inside it to point at.
    pub file: Option<String>,
    /// Place concerned.
    pub primary: Option<Span>,
    /// Words beside the marked place.
    pub note: Option<String>,
    /// Further places.
    pub labels: Vec<Label>,
    /// What is private and must not be printed, here or in any other finding.
    pub secrets: Vec<Secret>,
    /// Whether no campaign may allow it: what harms many persons is nobody's to judge.
    pub firm: bool,
}

/// A text that nobody may print.
#[derive(Clone, PartialEq, Eq)]
pub struct Secret {
    /// The text.
    pub text: String,
    /// What may be printed instead.
    pub mask: String,
    /// Where it stands, in a file whose lines may be shown.
    pub span: Option<Span>,
}

impl fmt::Debug for Secret {
    /// Findings are printed whole by failing tests, and by whoever looks for a fault in the program.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Secret({}, {:?})", self.mask, self.span)
    }
}

impl Finding {
    /// A finding of a rule, at the rule's own severity.
    pub fn of(rule: &'static Rule, message: impl Into<String>) -> Self {
        Self {
            rule,
            severity: rule.severity,
            message: message.into(),
            help: None,
            file: None,
            primary: None,
            note: None,
            labels: Vec::new(),
            secrets: Vec::new(),
            firm: false,
        }
    }

    /// Sets how much it matters in this case.
    #[must_use]
    pub fn severity(mut self, severity: Severity) -> Self {
        self.severity = severity;
        self
    }

    /// Says how to mend it.
    #[must_use]
    pub fn help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }

    /// Names the file as a whole.
    #[must_use]
    pub fn in_file(mut self, file: impl Into<String>) -> Self {
        self.file = Some(file.into());
        self
    }

    /// Points at a place.
    #[must_use]
    pub fn at(mut self, span: Span) -> Self {
        self.primary = Some(span);
        self
    }

    /// Adds words beside the marked place.
    #[must_use]
    pub fn note(mut self, note: impl Into<String>) -> Self {
        self.note = Some(note.into());
        self
    }

    /// Adds a further place.
    #[must_use]
    pub fn label(mut self, span: Span, text: impl Into<String>) -> Self {
        self.labels.push(Label {
            span,
            text: text.into(),
        });
        self
    }

    /// The file that the finding is about, if any.
    pub fn path(&self) -> Option<&str> {
        self.primary
            .as_ref()
            .map(|span| span.file.as_str())
            .or(self.file.as_deref())
    }

    fn sort_key(&self) -> (String, usize, &'static str, String) {
        let start = self.primary.as_ref().map_or(0, |span| span.range.start);
        (
            self.path().unwrap_or("").to_owned(),
            start,
            self.rule.id,
            self.message.clone(),
        )
    }
}

/// Sorts findings by file, place and rule, and drops exact repeats, so that the order never depends on how the work was split.
pub fn sort(findings: &mut Vec<Finding>) {
    findings.sort_by_key(Finding::sort_key);
    findings.dedup();
}

/// How many findings of each severity there are: errors, warnings, infos.
pub fn count(findings: &[Finding]) -> (usize, usize, usize) {
    let of = |severity| findings.iter().filter(|f| f.severity == severity).count();
    (of(Severity::Error), of(Severity::Warning), of(Severity::Info))
}
