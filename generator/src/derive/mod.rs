//! What is computed and never typed: printed times, states, timelines, the first screen, facts for Markdown.
//! Pure functions of the model and an injected `now`.

pub mod amend;
mod audience;
pub mod campaign;
mod counted;
mod english;
pub mod facts;
pub mod faq;
pub mod moment;
pub mod relative;
pub mod route;
pub mod standing;
pub mod state;
pub mod timeline;
pub mod timetable;
pub mod views;
pub mod way;

pub use campaign::{CampaignView, derive_campaign};
pub(crate) use counted::hours_after;
pub use english::{English, english_of};
pub use moment::Moment;
pub use standing::{Change, InForce, Standing, Withheld, in_force};
pub use state::{State, StateKey};
pub use timeline::Event;

use crate::i18n::Words;
use crate::model::Model;

/// The present, in seconds since the Unix epoch; injected, so that a build can be repeated.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Now(pub i64);

/// Views of all campaigns: open ones first, then upcoming, undecided, closed; newest first within a state.
pub fn derive(model: &Model, now: Now, words: &Words) -> Vec<CampaignView> {
    let mut views: Vec<CampaignView> = model
        .campaigns
        .iter()
        .map(|folder| derive_campaign(model, folder, now, words))
        .collect();
    views.sort_by(|a, b| {
        let key = |view: &CampaignView| {
            (
                view.state.key.rank(),
                std::cmp::Reverse(view.published.start),
                view.id.clone(),
            )
        };
        key(a).cmp(&key(b))
    });
    views
}
