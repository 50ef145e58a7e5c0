//! What is known about each photo.

use std::collections::BTreeMap;
use std::path::Path;

use serde::Deserialize;

use super::Fallible;

/// One photo's label; fields that scoring doesn't need are left out.
#[derive(Debug, Deserialize)]
pub(super) struct Label {
    /// Path inside the folder.
    pub(super) file: String,
    /// Id of the profile it was made for.
    pub(super) profile: String,
    /// What is wrong with it; `00_…` and `01_…` are fine.
    pub(super) fault: String,
    pub(super) severity: String,
    pub(super) role: String,
    /// What the whole photo deserves.
    pub(super) verdict: String,
    /// Checks that should catch the fault.
    pub(super) target: Vec<String>,
    /// What each check should say: `pass`, `warn` (fail or review), `fail`, `na`.
    pub(super) expect: BTreeMap<String, String>,
    #[serde(default)]
    pub(super) truth: Option<Truth>,
}

/// Where things really are, px of the upright photo.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Truth {
    pub(super) face_w: Option<f64>,
    pub(super) eye_y: Option<f64>,
    pub(super) crown_y: Option<f64>,
    /// From the centre line of 240 px.
    pub(super) dx: Option<f64>,
    /// Degrees; the sign is the labeller's own.
    pub(super) roll: Option<f64>,
}

impl Label {
    /// Nothing is wrong with it.
    pub(super) fn is_compliant(&self) -> bool {
        ["00_", "01_", "profile_ok"]
            .iter()
            .any(|prefix| self.fault.starts_with(prefix))
    }

    /// Whether the check is one that should catch this photo's fault.
    pub(super) fn is_target(&self, id: &str) -> bool {
        self.target.iter().any(|target| target == id)
    }
}

pub(super) fn read(file: &Path) -> Fallible<Vec<Label>> {
    let text = std::fs::read_to_string(file).map_err(|error| format!("{}: {error}", file.display()))?;
    let lines = text.lines().filter(|line| !line.trim().is_empty());
    lines.map(|line| Ok(serde_json::from_str(line)?)).collect()
}
