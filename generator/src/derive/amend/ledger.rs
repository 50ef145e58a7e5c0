//! The facts in force of a whole site, and what notices changed in them, ready to print.

use super::{Amended, Applied, Fact, apply, is_in_force, school_of};
use crate::derive::campaign::{CampaignView, signed};
use crate::derive::moment::escape;
use crate::derive::timeline::Event;
use crate::derive::{Moment, Now, derive_campaign, facts};
use crate::i18n::Words;
use crate::model::{CampaignFolder, Model, Notice};
use serde::Serialize;
use std::collections::BTreeMap;
use std::ops::Range;

/// A notice that changes an earlier one.
#[derive(Debug, Clone, Serialize)]
pub struct AmendmentView {
    /// The notice that changes.
    pub notice: NoticeLink,
    /// The notice that is changed, where one is named.
    pub amends: Option<NoticeLink>,
    /// What is changed; empty where only the wording is.
    pub changes: Vec<ChangeView>,
    /// Ids of the dated events that look different since, those counted from a changed time included.
    pub events: Vec<String>,
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
    /// The value before as safe HTML, with dates that don't break.
    pub from_html: String,
    /// The value from now on as safe HTML.
    pub to_html: String,
    /// Why.
    pub reason: Option<String>,
}

/// A site's facts in force, and what the files say.
#[derive(Debug)]
pub struct Ledger {
    in_force: Model,
    /// Campaigns with amendments as their files have them, every notice included.
    written: BTreeMap<String, CampaignFolder>,
    now: Now,
    preview: bool,
}

impl Ledger {
    /// Applies to `shown`, what the site shows of `full`, the changes of every notice in force. What a notice changed stays changed when
    /// the notice itself is taken down. A preview counts those that are still to come.
    pub fn new(shown: Model, full: &Model, now: Now, preview: bool, words: &Words) -> Self {
        let mut ledger = Self {
            in_force: shown,
            written: BTreeMap::new(),
            now,
            preview,
        };
        let schools = &ledger.in_force.schools;
        for folder in &mut ledger.in_force.campaigns {
            let Some(written) = full.campaigns.iter().find(|written| written.id == folder.id) else {
                continue;
            };
            let amends = |notice: &Notice| notice.amends.is_some() || !notice.changes.is_empty();
            if !written.notices.iter().any(|(_, notice)| amends(notice)) {
                continue;
            }
            let school = schools.get(&folder.campaign.school.value).map(|school| &school.value);
            let holding = (0..written.notices.len()).filter(|index| holds(written, *index, now, preview));
            let amended = apply(school, written, holding, words).folder;
            let shown = std::mem::replace(folder, amended);
            folder.notices = shown.notices;
            ledger.written.insert(written.id.clone(), written.clone());
        }
        ledger
    }

    /// The model with the facts in force.
    pub fn model(&self) -> &Model {
        &self.in_force
    }

    /// Adds to views of [`Ledger::model`] what was changed, and to their notices the facts that held when they came out.
    pub fn annotate(&self, views: &mut [CampaignView], words: &Words) {
        for view in views {
            let Some(written) = self.written.get(&view.id) else {
                continue;
            };
            view.amendments = self.amendments(written, view, words);
            for (index, (slug, _)) in written.notices.iter().enumerate() {
                let Some(notice) = view.notices.iter_mut().find(|notice| notice.slug == *slug) else {
                    continue;
                };
                // A notice is a publication of its day: it says what held then, its own changes included.
                let then = self.then(written, index, words).folder;
                let then_view = derive_campaign(&self.in_force, &then, self.now, words);
                notice.facts = Some(facts::facts(&self.in_force, &then, &then_view, words));
            }
        }
    }

    /// The facts on the day of a notice.
    fn then(&self, written: &CampaignFolder, index: usize, words: &Words) -> Amended {
        let until = (0..=index).filter(|at| *at == index || self.holds(written, *at));
        apply(school_of(&self.in_force, written), written, until, words)
    }

    /// The facts after those of these notices that hold.
    fn up_to(&self, written: &CampaignFolder, notices: Range<usize>, words: &Words) -> Amended {
        let holding = notices.filter(|at| self.holds(written, *at));
        apply(school_of(&self.in_force, written), written, holding, words)
    }

    /// The ids of events that are not the same in both.
    fn moved(&self, before: &CampaignFolder, after: &CampaignFolder, words: &Words) -> Vec<String> {
        let events = |folder: &CampaignFolder| -> Vec<Event> {
            let view = derive_campaign(&self.in_force, folder, self.now, words);
            let classes = view.timetable.into_iter().flat_map(|table| table.classes);
            let classes = classes.filter_map(|class| class.event);
            view.events.into_iter().chain(classes).collect()
        };
        let before = events(before);
        let same = |event: &Event| {
            let old = before.iter().find(|old| old.id == event.id);
            let looks = |event: &Event| {
                (
                    event.time.clone(),
                    event.place.clone(),
                    event.name(words),
                    event.who.clone(),
                )
            };
            old.is_some_and(|old| looks(old) == looks(event))
        };
        let after = events(after);
        after
            .into_iter()
            .filter(|event| !same(event))
            .map(|event| event.id)
            .collect()
    }

    fn holds(&self, written: &CampaignFolder, index: usize) -> bool {
        holds(written, index, self.now, self.preview)
    }

    fn amendments(&self, written: &CampaignFolder, view: &CampaignView, words: &Words) -> Vec<AmendmentView> {
        // A notice that was taken down still has a page that says so.
        let link = |slug: &str| {
            let index = written.notices.iter().position(|(own, _)| own == slug)?;
            let (_, notice) = written.notices.get(index)?;
            let shown = view.notices.iter().find(|notice| notice.slug == slug);
            let url = match shown {
                Some(shown) => shown.url.clone(),
                None => format!("{}/notices/{slug}/index.html", view.id),
            };
            (shown.is_some() || self.holds(written, index)).then(|| NoticeLink::of(url, slug, notice, words))
        };
        let mut all = Vec::new();
        for (index, (slug, notice)) in written.notices.iter().enumerate() {
            if notice.amends.is_none() && notice.changes.is_empty() {
                continue;
            }
            let Some(own) = link(slug) else { continue };
            let before = self.up_to(written, 0..index, words).folder;
            let Amended { applied, folder, .. } = self.then(written, index, words);
            let changes = applied.iter().filter(|applied| applied.notice == index);
            all.push(AmendmentView {
                notice: own,
                amends: notice.amends.as_ref().and_then(|id| link(&id.value)),
                changes: changes.map(|applied| change(applied, written, words)).collect(),
                events: self.moved(&before, &folder, words),
                in_force: self.holds(written, index),
            });
        }
        all
    }
}

impl NoticeLink {
    fn of(url: String, slug: &str, notice: &Notice, words: &Words) -> Self {
        Self {
            slug: slug.to_owned(),
            url,
            title: notice.title.clone(),
            published: Moment::point(&notice.published.value, words),
            signed: signed(&notice.published.value, words),
        }
    }
}

fn html(fact: Option<&Fact>, words: &Words) -> String {
    match fact {
        None => escape(words.get("amend.nothing")),
        Some(Fact::When(when)) => Moment::point(when, words).html,
        Some(Fact::Phones(phones)) => {
            let whole = phones
                .iter()
                .map(|phone| format!("<span class=\"nb\">{}</span>", escape(&phone.0)));
            whole.collect::<Vec<_>>().join(words.get("list.comma"))
        }
        Some(fact) => escape(&fact.text(words)),
    }
}

fn change(applied: &Applied, written: &CampaignFolder, words: &Words) -> ChangeView {
    let said = written
        .notices
        .get(applied.notice)
        .and_then(|(_, notice)| notice.changes.get(applied.change));
    ChangeView {
        path: applied.path.clone(),
        what: applied.what.clone(),
        from: applied
            .from
            .as_ref()
            .map_or_else(|| words.get("amend.nothing").to_owned(), |fact| fact.text(words)),
        to: applied.to.text(words),
        from_html: html(applied.from.as_ref(), words),
        to_html: html(Some(&applied.to), words),
        reason: said.and_then(|change| change.reason.clone()),
    }
}

/// Whether a notice's changes hold: it has been published, whether or not it has been taken down since.
fn holds(folder: &CampaignFolder, index: usize, now: Now, preview: bool) -> bool {
    let notice = folder.notices.get(index);
    notice.is_some_and(|(_, notice)| preview || is_in_force(notice, now))
}

impl CampaignView {
    /// The amendments in force that touch a dated event, oldest first.
    pub fn amendments_of<'a>(&'a self, event: &'a str) -> impl Iterator<Item = &'a AmendmentView> {
        let touches =
            move |amendment: &&AmendmentView| amendment.in_force && amendment.events.iter().any(|id| id == event);
        self.amendments.iter().filter(touches)
    }
}
