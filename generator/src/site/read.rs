//! The first half of the way, which every command that speaks of content needs: files → model → findings about it.

use crate::derive::{Now, relative};
use crate::diagnostics::Finding;
use crate::rules;
use crate::source::{Loaded, ReadError, load};
use std::path::Path;

/// Content that was read, with times counted from events worked out, and looked at by every rule.
#[derive(Debug)]
pub struct Checked {
    /// The content; its own `findings` are those of reading.
    pub loaded: Loaded,
    /// What the rules say, in no order yet.
    pub findings: Vec<Finding>,
}

/// Reads the content below `root` and checks it.
///
/// # Errors
/// Only when a folder can't be listed.
pub fn checked(root: &Path, now: Now) -> Result<Checked, ReadError> {
    let mut loaded = load(root)?;
    let problems = relative::resolve(&mut loaded.model);
    let mut findings = rules::check(&loaded, now);
    findings.append(&mut rules::check_relative(&problems, &loaded));
    Ok(Checked { loaded, findings })
}
