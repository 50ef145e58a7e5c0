//! Who and where: schools with their campuses and offices, and the photo providers.

use super::scalar::{Phone, Spanned};
use serde::Deserialize;

/// `content/schools/<id>.yaml`.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct School {
    /// Full name.
    pub name: String,
    /// Short name for lists; the full name when absent.
    #[serde(default)]
    pub short: Option<String>,
    /// 院校代码, as text.
    #[serde(default)]
    pub code: Option<String>,
    /// 地区码, as text.
    #[serde(default)]
    pub region_code: Option<String>,
    /// What a reader should know about how the school is named here.
    #[serde(default)]
    pub note: Option<String>,
    /// Campuses, in the order that the school uses.
    #[serde(default)]
    pub campuses: Vec<Campus>,
    /// Offices that take part.
    #[serde(default)]
    pub offices: Vec<Office>,
}

/// One campus of a school.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Campus {
    /// Stable id within the school.
    pub id: String,
    /// Name, such as 粤海校区.
    pub name: String,
}

/// An office of a school, with the places where it receives people and post.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Office {
    /// Stable id within the school.
    pub id: String,
    /// Name, such as 教务部学籍室.
    pub name: String,
    /// Campus id.
    #[serde(default)]
    pub campus: Option<Spanned<String>>,
    /// Building, room, window.
    #[serde(default)]
    pub room: Option<String>,
    /// Postal address.
    #[serde(default)]
    pub address: Option<String>,
}

/// `content/providers/<id>.yaml`: who takes, prepares or reviews the pictures.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Provider {
    /// Full name.
    pub name: String,
    /// Postal address.
    #[serde(default)]
    pub address: Option<String>,
    /// How to get there.
    #[serde(default)]
    pub directions: Option<String>,
    /// Opening hours in words.
    #[serde(default)]
    pub hours: Option<String>,
    /// Whether an appointment is needed, and how.
    #[serde(default)]
    pub appointment: Option<String>,
    /// Public numbers.
    #[serde(default)]
    pub phones: Vec<Phone>,
    /// Public fax number.
    #[serde(default)]
    pub fax: Option<Phone>,
    /// WeChat mini-program's name.
    #[serde(default)]
    pub mini_program: Option<String>,
    /// WeChat official account's name.
    #[serde(default)]
    pub official_account: Option<String>,
    /// Public website.
    #[serde(default)]
    pub website: Option<String>,
    /// What else a reader should know.
    #[serde(default)]
    pub note: Option<String>,
}
