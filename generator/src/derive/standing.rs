//! What of the content stands on the site at a given moment: drafts, what is not due yet and what has expired are held back.
//!
//! Everything behind this stage sees only what is in force, so that no page, list, feed, calendar or index can show more.

use super::views::Held;
use super::{Moment, Now};
use crate::i18n::Words;
use crate::model::{Campaign, CampaignFolder, Model, Notice, Spanned, Stamp, When};

/// Where something stands at a moment.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Standing {
    /// On the site.
    InForce,
    /// Still being written.
    Draft,
    /// To be published at this moment; `None` while it is 待定.
    Waiting(Option<Stamp>),
    /// Taken down; on the site until the end of this moment.
    Expired(Stamp),
}

impl Standing {
    /// Of something with these three settings. A draft stays one whatever its times say.
    pub fn of(draft: bool, publish_at: Option<&Spanned<When>>, expire_at: Option<&Spanned<When>>, now: Now) -> Self {
        if draft {
            return Self::Draft;
        }
        if let Some(end) = expire_at.and_then(|at| at.value.stamp())
            && end.last_second() <= now.0
        {
            return Self::Expired(end);
        }
        match publish_at.map(|at| at.value.stamp()) {
            Some(Some(start)) if start.first_second() <= now.0 => Self::InForce,
            Some(later) => Self::Waiting(later),
            None => Self::InForce,
        }
    }

    /// Of a notice.
    pub fn of_notice(notice: &Notice, now: Now) -> Self {
        Self::of(notice.draft, notice.publish_at.as_ref(), notice.expire_at.as_ref(), now)
    }

    /// Of a campaign with everything in its folder.
    pub fn of_campaign(campaign: &Campaign, now: Now) -> Self {
        Self::of(
            campaign.draft,
            campaign.publish_at.as_ref(),
            campaign.expire_at.as_ref(),
            now,
        )
    }

    /// What a preview says of it.
    pub fn held(self, words: &Words) -> Option<Held> {
        match self {
            Self::InForce | Self::Expired(_) => None,
            Self::Draft => Some(Held {
                key: "draft",
                time: None,
            }),
            Self::Waiting(time) => Some(Held {
                key: "waiting",
                time: Some(Moment::point(&time.map_or(When::Tba, When::At), words)),
            }),
        }
    }

    /// Whether it is on the site; a preview also shows what is still to come.
    fn is_shown(self, preview: bool) -> bool {
        match self {
            Self::InForce => true,
            Self::Draft | Self::Waiting(_) => preview,
            Self::Expired(_) => false,
        }
    }
}

/// Something that does not stand on the site.
#[derive(Debug, Clone)]
pub struct Withheld {
    /// Why.
    pub standing: Standing,
    /// Its title.
    pub title: String,
    /// Where its pages would lie below the output folder: a folder with its slash.
    pub folder: String,
    /// Campaign that it belongs to or is.
    pub campaign: String,
    /// Whether it is one notice, not a whole campaign.
    pub is_notice: bool,
}

/// The next moment at which the site changes by itself.
#[derive(Debug, Clone)]
pub struct Change {
    /// When.
    pub at: Stamp,
    /// Whether something is published then; else it is taken down.
    pub publishes: bool,
    /// Its title.
    pub title: String,
}

/// The model in force, and what was left out of it.
#[derive(Debug, Clone)]
pub struct InForce {
    /// What the site shows.
    pub model: Model,
    /// What it doesn't, notices before their campaigns.
    pub withheld: Vec<Withheld>,
    /// When it changes next.
    pub next: Option<Change>,
}

/// Leaves out what is not in force at `now`; a preview keeps drafts and what is still to come.
pub fn in_force(full: &Model, now: Now, preview: bool) -> InForce {
    let mut withheld = Vec::new();
    let mut model = full.clone();
    model.campaigns.retain_mut(|folder| {
        let standing = Standing::of_campaign(&folder.campaign, now);
        if !standing.is_shown(preview) {
            // What was never on the site leaves nothing behind, whatever becomes of its campaign.
            let notices = folder.notices.iter();
            let own = notices.map(|(slug, notice)| withheld_notice(&folder.id, slug, notice, now));
            withheld.extend(own.filter(|notice| notice.standing != Standing::InForce));
            withheld.push(Withheld {
                standing,
                title: folder.campaign.title.clone(),
                folder: format!("{}/", folder.id),
                campaign: folder.id.clone(),
                is_notice: false,
            });
            return false;
        }
        let id = &folder.id;
        folder.notices.retain(|(slug, notice)| {
            let standing = Standing::of_notice(notice, now);
            if standing.is_shown(preview) {
                return true;
            }
            withheld.push(withheld_notice(id, slug, notice, now));
            false
        });
        true
    });
    InForce {
        model,
        withheld,
        next: next_change(full, now),
    }
}

fn withheld_notice(campaign: &str, slug: &str, notice: &Notice, now: Now) -> Withheld {
    Withheld {
        standing: Standing::of_notice(notice, now),
        title: notice.title.clone(),
        folder: format!("{campaign}/notices/{slug}/"),
        campaign: campaign.to_owned(),
        is_notice: true,
    }
}

/// The nearest publication or end after `now`; nothing of a campaign that isn't on the site counts but its own publication.
fn next_change(full: &Model, now: Now) -> Option<Change> {
    let mut changes = Vec::new();
    let mut note = |draft: bool, times: Times<'_>, title: &str| {
        let stamp = |at: Option<&Spanned<When>>| at.and_then(|at| at.value.stamp());
        if draft {
            return;
        }
        let moments = [
            (stamp(times.0), true, Stamp::first_second as fn(Stamp) -> i64),
            (stamp(times.1), false, Stamp::last_second),
        ];
        for (at, publishes, second) in moments {
            if let Some(at) = at.filter(|at| second(*at) > now.0) {
                let change = Change {
                    at,
                    publishes,
                    title: title.to_owned(),
                };
                changes.push((second(at), change));
            }
        }
    };
    for CampaignFolder { campaign, notices, .. } in &full.campaigns {
        note(
            campaign.draft,
            (campaign.publish_at.as_ref(), campaign.expire_at.as_ref()),
            &campaign.title,
        );
        if Standing::of_campaign(campaign, now) == Standing::InForce {
            for (_, notice) in notices {
                note(
                    notice.draft,
                    (notice.publish_at.as_ref(), notice.expire_at.as_ref()),
                    &notice.title,
                );
            }
        }
    }
    let first = changes.into_iter().min_by_key(|(second, _)| *second);
    first.map(|(_, change)| change)
}

type Times<'a> = (Option<&'a Spanned<When>>, Option<&'a Spanned<When>>);
