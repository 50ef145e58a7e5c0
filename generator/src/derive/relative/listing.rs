//! The times of a campaign as a list, for rules that compare what is written elsewhere with them.

use super::slots::{Edge, each_slot};
use crate::model::{CampaignFolder, Sourced, Spanned, When};

/// One time of a campaign's or a route's file.
#[derive(Debug, Clone)]
pub(crate) struct Slot {
    /// Id of the event it belongs to, as in the timeline: `route.onsite.payment`.
    pub(crate) event: String,
    /// Id of the route in whose file it stands.
    pub(crate) route: Option<String>,
    /// Whether it is the event's beginning.
    pub(crate) is_start: bool,
    /// The time with its place in the file.
    pub(crate) when: Sourced<Spanned<When>>,
}

/// Every time of `campaign.yaml` and `routes/`, in a fixed order; notices are left out.
pub(crate) fn slots(folder: &CampaignFolder) -> Vec<Slot> {
    // Only the files in which times stand are copied: a campaign may have many notices.
    let mut own = CampaignFolder {
        id: folder.id.clone(),
        campaign: folder.campaign.clone(),
        routes: folder.routes.clone(),
        notices: Vec::new(),
        faq: Vec::new(),
        attachment_files: Vec::new(),
        classes: None,
        lock: None,
    };
    let mut all = Vec::new();
    each_slot(&mut own, &mut |place, when| {
        all.push(Slot {
            event: place.event.clone(),
            route: place.route.clone(),
            is_start: place.edge == Edge::Start,
            when: Sourced {
                file: place.file.clone(),
                value: when.clone(),
            },
        });
    });
    all
}
