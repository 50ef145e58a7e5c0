//! What was found and is not listed, because the staff have said so.

use super::{Finding, Span};

/// A finding that is known and meant.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Allowed {
    /// What was found.
    pub finding: Finding,
    /// Why that is meant.
    pub because: String,
    /// Where that stands.
    pub place: Option<Span>,
}

/// What was taken out of the findings.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Settled {
    /// By an `allow`, with a reason.
    pub allowed: Vec<Allowed>,
    /// Number of findings of rules that the site has switched off.
    pub off: usize,
}
