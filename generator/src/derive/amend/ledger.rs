//! The facts in force of a whole site, and what notices changed in them, ready to print.

use super::paths::touches;
use super::{Amended, Applied, apply, is_in_force, school_of};
use crate::derive::campaign::CampaignView;
use crate::derive::views::NoticeView;
use crate::derive::{Moment, Now, derive_campaign, facts};
use crate::i18n::Words;
use crate::model::{CampaignFolder, Model};
use serde::Serialize;
use std::collections::BTreeMap;

/// A notice that changes an earlier one.
#[derive(Debug, Clone, Serialize)]
pub struct AmendmentView {
    /// The notice that changes.
    pub notice: NoticeLink,
    /// The notice that is changed, where one is named.
    pub amends: Option<NoticeLink>,
    /// What is changed; empty where only the wording is.
    pub changes: Vec<ChangeView>,
    /// Whether the changes hold already.
    pub in_force: bool,
}

/// A notice's name and place.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[allow(missing_docs)]
pub struct NoticeLink {
    pub slug: String,
    pub url: String,
    pub title: String,
    pub published: Moment,
    /// The day alone: `2024年9月25日`.
    pub signed: String,
}

/// A changed fact: old and new.
#[derive(Debug, Clone, Serialize)]
pub struct ChangeView {
    /// Stable path: `routes.onsite.fee.amount`.
    pub path: String,
    /// The fact's name in words.
    pub what: String,
    /// The value before.
    pub from: String,
    /// The value from now on.
    pub to: String,
    /// Why.
    pub reason: Option<String>,
    /// Ids of the dated events that the fact belongs to.
    pub events: Vec<String>,
}

/// A site's facts in force, and what the files say.
#[derive(Debug)]
pub struct Ledger {
    in_force: Model,
    /// Campaigns with amendments as their files have them.
    written: BTreeMap<String, CampaignFolder>,
}

impl Ledger {
    /// Applies the changes of every notice in force.
    pub fn new(model: Model, now: Now, words: &Words) -> Self {
        let mut ledger = Self {
            in_force: model,
            written: BTreeMap::new(),
        };
        let schools = &ledger.in_force.schools;
        for folder in &mut ledger.in_force.campaigns {
            let amends = |notice: &crate::model::Notice| notice.amends.is_some() || !notice.changes.is_empty();
            if !folder.notices.iter().any(|(_, notice)| amends(notice)) {
                continue;
            }
            let school = schools.get(&folder.campaign.school.value).map(|school| &school.value);
            let amended = apply(school, folder, holding(folder, now), words).folder;
            let written = std::mem::replace(folder, amended);
            ledger.written.insert(written.id.clone(), written);
        }
        ledger
    }

    /// The model with the facts in force.
    pub fn model(&self) -> &Model {
        &self.in_force
    }

    /// Adds to views of [`Ledger::model`] what was changed, and to their notices the facts that held when they came out.
    pub fn annotate(&self, views: &mut [CampaignView], now: Now, words: &Words) {
        for view in views {
            let Some(written) = self.written.get(&view.id) else {
                continue;
            };
            view.amendments = self.amendments(written, view, now, words);
            for (index, (slug, _)) in written.notices.iter().enumerate() {
                // A notice is a publication of its day: it says what held then, its own changes included.
                let then = apply(
                    school_of(&self.in_force, written),
                    written,
                    (0..=index).filter(|at| *at == index || holds(written, *at, now)),
                    words,
                )
                .folder;
                let then_view = derive_campaign(&self.in_force, &then, now, words);
                if let Some(notice) = view.notices.iter_mut().find(|notice| notice.slug == *slug) {
                    notice.facts = Some(facts::facts(&self.in_force, &then, &then_view, words));
                }
            }
        }
    }

    fn amendments(&self, written: &CampaignFolder, view: &CampaignView, now: Now, words: &Words) -> Vec<AmendmentView> {
        let link = |slug: &str| {
            view.notices
                .iter()
                .find(|notice| notice.slug == slug)
                .map(NoticeLink::of)
        };
        let mut all = Vec::new();
        for (index, (slug, notice)) in written.notices.iter().enumerate() {
            if notice.amends.is_none() && notice.changes.is_empty() {
                continue;
            }
            let Some(own) = link(slug) else { continue };
            let Amended { applied, .. } = apply(
                school_of(&self.in_force, written),
                written,
                (0..=index).filter(|at| *at == index || holds(written, *at, now)),
                words,
            );
            let changes = applied.iter().filter(|applied| applied.notice == index);
            all.push(AmendmentView {
                notice: own,
                amends: notice.amends.as_ref().and_then(|id| link(&id.value)),
                changes: changes.map(|applied| change(applied, written, view, words)).collect(),
                in_force: is_in_force(notice, now),
            });
        }
        all
    }
}

impl NoticeLink {
    fn of(notice: &NoticeView) -> Self {
        Self {
            slug: notice.slug.clone(),
            url: notice.url.clone(),
            title: notice.title.clone(),
            published: notice.published.clone(),
            signed: notice.signed.clone(),
        }
    }
}

fn change(applied: &Applied, written: &CampaignFolder, view: &CampaignView, words: &Words) -> ChangeView {
    let said = written
        .notices
        .get(applied.notice)
        .and_then(|(_, notice)| notice.changes.get(applied.change));
    let events = view.events.iter().filter(|event| touches(&applied.path, &event.id));
    ChangeView {
        path: applied.path.clone(),
        what: applied.what.clone(),
        from: applied
            .from
            .as_ref()
            .map_or_else(|| words.get("amend.nothing").to_owned(), |fact| fact.text(words)),
        to: applied.to.text(words),
        reason: said.and_then(|change| change.reason.clone()),
        events: events.map(|event| event.id.clone()).collect(),
    }
}

/// The places of the notices whose changes hold.
fn holding(folder: &CampaignFolder, now: Now) -> impl Iterator<Item = usize> {
    (0..folder.notices.len()).filter(move |index| holds(folder, *index, now))
}

fn holds(folder: &CampaignFolder, index: usize, now: Now) -> bool {
    folder
        .notices
        .get(index)
        .is_some_and(|(_, notice)| is_in_force(notice, now))
}

impl CampaignView {
    /// The amendments in force that touch a dated event, oldest first.
    pub fn amendments_of<'a>(&'a self, event: &'a str) -> impl Iterator<Item = &'a AmendmentView> {
        let touches = move |amendment: &&AmendmentView| {
            let mut events = amendment.changes.iter().flat_map(|change| &change.events);
            amendment.in_force && events.any(|id| id == event)
        };
        self.amendments.iter().filter(touches)
    }
}
