//! What a finding is recognised by from one run to the next, although lines above it come and go.

use super::Finding;
use std::collections::BTreeMap;

/// One hash for each finding, in their order: of rule, file and message, and for repeats of these of which repeat it is.
pub(super) fn fingerprints<'a>(findings: impl Iterator<Item = &'a Finding>, folder: &str) -> Vec<String> {
    let mut seen: BTreeMap<String, usize> = BTreeMap::new();
    let one = |finding: &Finding| {
        let path = finding.path().unwrap_or("content");
        let identity = format!("{} {folder}{path} {}", finding.rule.id, finding.message);
        let before = seen.entry(identity.clone()).or_default();
        *before += 1;
        let identity = match before {
            1 => identity,
            nth => format!("{identity} {nth}"),
        };
        blake3::hash(identity.as_bytes()).to_hex().to_string()
    };
    findings.map(one).collect()
}
