//! The English edition of a campaign: derived from the translated model, with English words.

use super::{CampaignView, Now, derive_campaign};
use crate::i18n::Words;
use crate::model::{Edition, Model};
use std::sync::Arc;

/// A campaign's English edition, ready to print.
#[derive(Debug, Clone)]
pub struct English<'a> {
    /// The translated model; its one campaign is this one.
    pub model: &'a Model,
    /// What its pages show.
    pub view: CampaignView,
    /// The words of its pages.
    pub words: Arc<Words>,
}

/// Derives an edition from its model as it holds now; `None` when its campaign isn't there. A notice without an English text keeps the
/// Chinese one's address.
pub fn english_of<'a>(edition: &Edition, model: &'a Model, now: Now, words: &Arc<Words>) -> Option<English<'a>> {
    let mut view = derive_campaign(model, model.campaigns.first()?, now, words);
    for notice in &mut view.notices {
        notice.in_chinese = !edition.notices.contains(&notice.slug);
        let root = if notice.in_chinese { &view.id } else { &view.root };
        notice.url = format!("{root}/notices/{}/index.html", notice.slug);
    }
    Some(English {
        model,
        view,
        words: Arc::clone(words),
    })
}
