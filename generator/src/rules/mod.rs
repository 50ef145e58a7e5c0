//! Findings about the model: one module per family; a rule has an id, a severity, a check and a message.

pub(crate) mod allow;
pub(crate) mod amendments;
pub(crate) mod attachments;
pub(crate) mod audience;
pub(crate) mod capacity;
pub(crate) mod catalog;
pub(crate) mod classes;
pub(crate) mod contacts;
pub(crate) mod explain;
mod faq;
pub(crate) mod fees;
pub(crate) mod holidays;
pub(crate) mod levels;
pub(crate) mod names;
mod near;
pub(crate) mod notices;
pub(crate) mod photos;
pub(crate) mod pictures;
pub(crate) mod privacy;
pub(crate) mod prose;
pub(crate) mod publication;
pub(crate) mod references;
pub(crate) mod relative;
pub(crate) mod routes;
pub(crate) mod text;
pub(crate) mod times;
mod written;

pub use allow::settle;
pub(crate) use catalog::unknown as unknown_rule;
pub use catalog::{all, find};
pub use relative::check as check_relative;

use crate::derive::Now;
use crate::derive::amend::Ledger;
use crate::diagnostics::{Finding, Sources};
use crate::i18n::{Locale, Words};
use crate::model::Model;
use crate::source::Loaded;
use std::collections::BTreeSet;
use written::Written;

/// What a rule may look at.
pub(crate) struct Context<'a> {
    pub(crate) model: &'a Model,
    /// Files that could not be understood: nobody is blamed for pointing at them.
    pub(crate) failed: &'a BTreeSet<String>,
    /// The files' texts.
    pub(crate) sources: &'a Sources,
    /// Their lines, campaign by campaign.
    written: &'a Written<'a>,
    /// The moment of the build.
    pub(crate) now: Now,
    pub(crate) findings: Vec<Finding>,
}

/// Runs every rule, over what is on the site at `now` and what isn't.
pub fn check(loaded: &Loaded, now: Now) -> Vec<Finding> {
    let written = Written::new(&loaded.sources);
    let mut context = Context {
        model: &loaded.model,
        failed: &loaded.failed,
        sources: &loaded.sources,
        written: &written,
        now,
        findings: Vec::new(),
    };
    references::check(&mut context);
    names::check(&mut context);
    audience::check(&mut context);
    times::check(&mut context);
    publication::check(&mut context);
    holidays::check_days(&mut context);
    faq::check(&mut context);
    text::check(&mut context);
    amendments::check(&mut context);
    contacts::check(&mut context);
    fees::check(&mut context);
    attachments::check(&mut context);
    pictures::check(&mut context);
    routes::check(&mut context);
    photos::check(&mut context);
    notices::check(&mut context);
    // Whom a session can take is asked of the times in force.
    let words = Words::embedded(Locale::Zh);
    let ledger = Ledger::new(loaded.model.clone(), &loaded.model, now, false, words);
    let mut in_force = Context {
        model: ledger.model(),
        failed: &loaded.failed,
        sources: &loaded.sources,
        written: &written,
        now,
        findings: Vec::new(),
    };
    capacity::check(&mut in_force);
    holidays::check(&mut in_force);
    classes::check(&mut in_force);
    times::check_in_force(&mut in_force, &loaded.model);
    context.findings.append(&mut in_force.findings);
    context.findings
}

/// The place of a spanned value in its file.
pub(crate) fn span_at<T>(file: &str, value: &crate::model::Spanned<T>) -> Option<crate::diagnostics::Span> {
    let span = value.referenced.span();
    let start = usize::try_from(span.byte_offset()?).ok()?;
    let length = span.byte_len().and_then(|n| usize::try_from(n).ok()).unwrap_or(0);
    Some(crate::diagnostics::Span {
        file: file.to_owned(),
        range: start..start + length,
    })
}

impl Finding {
    /// Points at a spanned value, or at least at its file.
    pub(crate) fn at_value<T>(self, file: &str, value: &crate::model::Spanned<T>) -> Self {
        match span_at(file, value) {
            Some(span) => self.at(span),
            None => self.in_file(file),
        }
    }
}
