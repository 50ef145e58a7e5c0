//! The profiles that the page brings along as JSON, and which of them is asked for.

use std::collections::BTreeMap;

use serde::Deserialize;
use tassel_validator::Profile;

/// What `<script id="profiles">` holds.
#[derive(Debug, Deserialize)]
pub struct Profiles {
    /// Id of the profile to begin with.
    pub default: String,
    /// Every profile of the page, by id.
    pub profiles: BTreeMap<String, Profile>,
}

/// The profile to use.
#[derive(Debug, Clone, Copy)]
pub struct Choice<'a> {
    /// It.
    pub profile: &'a Profile,
    /// Whether another one was asked for, which the page doesn't have.
    pub unknown: bool,
}

impl Profiles {
    /// Reads the JSON and makes sure that the default is there.
    ///
    /// # Errors
    /// A sentence when it is not such JSON or lacks its default.
    pub fn from_json(json: &str) -> Result<Self, String> {
        let profiles: Self = serde_json::from_str(json).map_err(|error| format!("profiles: {error}"))?;
        if profiles.profiles.contains_key(&profiles.default) {
            Ok(profiles)
        } else {
            Err(format!("profiles: the default {:?} is missing", profiles.default))
        }
    }

    /// The profile named `wanted`, else the default; `None` only for a value that [`Self::from_json`] refuses.
    pub fn choose(&self, wanted: Option<&str>) -> Option<Choice<'_>> {
        let found = wanted.and_then(|id| self.profiles.get(id));
        let unknown = wanted.is_some() && found.is_none();
        found
            .or_else(|| self.profiles.get(&self.default))
            .map(|profile| Choice { profile, unknown })
    }

    /// All profiles for a menu: the default first, then by id.
    pub fn in_order(&self) -> impl Iterator<Item = &Profile> {
        let first = self.profiles.get(&self.default);
        first
            .into_iter()
            .chain(self.profiles.values().filter(|profile| profile.id != self.default))
    }
}
