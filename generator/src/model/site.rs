//! `content/site.yaml`: what the whole site is called and how it is dressed.

use serde::Deserialize;

/// The site as a whole.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Site {
    /// The site's name, shown in the head of every page.
    pub title: String,
    /// One or two sentences for the home page and search engines.
    #[serde(default)]
    pub description: String,
    /// Folder below `themes/`; `school` is built in.
    #[serde(default = "default_theme")]
    pub theme: String,
    /// A sentence at the foot of every page, such as who keeps the site.
    #[serde(default)]
    pub footer: String,
}

fn default_theme() -> String {
    "school".to_owned()
}
