//! `notices/*.md` and `faq/*.md`: YAML front matter and a Markdown body.

use super::scalar::{Spanned, When};
use serde::Deserialize;

/// A notice: a dated publication of some of a campaign's facts.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Notice {
    /// Full title as published.
    pub title: String,
    /// Publishing office, as signed.
    pub office: String,
    /// Moment of publication.
    pub published: Spanned<When>,
    /// Number within a series, such as 通知（2）.
    #[serde(default)]
    pub series: Option<String>,
    /// 文号.
    #[serde(default)]
    pub number: Option<String>,
    /// To whom it is addressed, such as 各学院.
    #[serde(default)]
    pub to: Option<String>,
    /// One sentence for lists.
    #[serde(default)]
    pub summary: Option<String>,
    /// Attachment ids of the campaign, in printed order.
    #[serde(default)]
    pub attachments: Vec<Spanned<String>>,
    /// Notices elsewhere that belong to this one but aren't kept here, as titles.
    #[serde(default)]
    pub related: Vec<String>,
    /// The Markdown below the front matter; `{{ … }}` inserts facts of the campaign.
    #[serde(skip)]
    pub body: String,
    /// Line of the file on which the body begins, from 1.
    #[serde(skip)]
    pub body_line: usize,
}

/// A question with its answer.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Faq {
    /// The question as a student asks it.
    pub question: String,
    /// Place in the list; ties are broken by id.
    #[serde(default)]
    pub order: u16,
    /// The answer in Markdown; `{{ … }}` inserts facts of the campaign.
    #[serde(skip)]
    pub body: String,
    /// Line of the file on which the body begins, from 1.
    #[serde(skip)]
    pub body_line: usize,
}
