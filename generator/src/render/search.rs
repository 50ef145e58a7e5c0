//! The search page's part of rendering: what the other pages say as documents, and the directory of all of them.

use crate::derive::CampaignView;
use crate::i18n::{Locale, Words};
use crate::pages::{Content, Page, Part};
use crate::search::{Campaign, Document, sections};
use minijinja::Value;
use minijinja::value::Serde;
use rayon::prelude::*;
use serde::Serialize;
use std::collections::BTreeMap;

/// Kinds in the order of the directory; any other kind that a theme marks comes after them.
const KINDS: &[&str] = &["notice", "question", "route", "overview", "photo", "class"];

/// All campaigns as results name them, in the order of their views.
pub(super) fn campaigns(views: &[CampaignView], words: &Words) -> Vec<Campaign> {
    let campaign = |view: &CampaignView| Campaign {
        id: view.id.clone(),
        name: name(view, words),
        start: view.state.start,
        end: view.state.end,
    };
    views.iter().map(campaign).collect()
}

fn name(view: &CampaignView, words: &Words) -> String {
    let cohort = view.cohort.to_string();
    let values = [
        ("school", view.school.short.as_str()),
        ("cohort", &cohort),
        ("level", &view.level),
    ];
    words.fill("nav.cohort", &values)
}

/// What the finished pages say, in the order of the pages.
pub(super) fn documents(
    pages: &[Page<'_>],
    views: &[CampaignView],
    finished: &BTreeMap<String, String>,
) -> Vec<Document> {
    let of_page = |page: &Page<'_>| -> Vec<Document> {
        let Content::Campaign(_, view, part) = page.content else {
            return Vec::new();
        };
        // Search is Chinese, as its index of pairs of characters is.
        if page.locale != Locale::Zh {
            return Vec::new();
        }
        let (Some(html), Some(campaign)) = (finished.get(&page.url), views.iter().position(|v| v.id == view.id)) else {
            return Vec::new();
        };
        let moment = match part {
            Part::Notice(index) => view.notices.get(index).map(|notice| &notice.published),
            _ => None,
        };
        let published = moment.unwrap_or(&view.published).start.unwrap_or(0);
        let found = sections(html).into_iter().map(|section| Document {
            kind: section.kind,
            campaign,
            url: match section.id.as_str() {
                "" => page.url.clone(),
                id => format!("{}#{id}", page.url),
            },
            title: section.title,
            text: section.text,
            published,
        });
        found.collect()
    };
    pages.par_iter().flat_map_iter(of_page).collect()
}

#[derive(Serialize)]
struct Entry<'a> {
    id: &'a str,
    name: String,
    title: &'a str,
    state: &'a crate::derive::State,
    /// Whether its overview says whom to ask.
    contacts: bool,
    groups: Vec<Group<'a>>,
}

#[derive(Serialize)]
struct Group<'a> {
    kind: &'a str,
    documents: Vec<Link<'a>>,
}

#[derive(Serialize)]
struct Link<'a> {
    title: &'a str,
    url: &'a str,
}

/// Everything that can be found as links, by campaign and kind, for readers without scripts.
pub(super) fn directory(views: &[CampaignView], documents: &[Document], words: &Words) -> Value {
    let entries: Vec<Entry<'_>> = views
        .iter()
        .enumerate()
        .map(|(number, view)| Entry {
            id: &view.id,
            name: name(view, words),
            title: &view.title,
            state: &view.state,
            contacts: !view.contacts.is_empty() || !view.providers.is_empty(),
            groups: groups(documents.iter().filter(|document| document.campaign == number)),
        })
        .collect();
    Value::from(Serde(entries))
}

fn groups<'a>(documents: impl Iterator<Item = &'a Document>) -> Vec<Group<'a>> {
    let rank = |kind: &str| KINDS.iter().position(|known| *known == kind).unwrap_or(KINDS.len());
    let mut groups: BTreeMap<(usize, &str), Vec<Link<'_>>> = BTreeMap::new();
    for document in documents {
        let link = Link {
            title: &document.title,
            url: &document.url,
        };
        groups
            .entry((rank(&document.kind), &document.kind))
            .or_default()
            .push(link);
    }
    let group = |((_, kind), documents)| Group { kind, documents };
    groups.into_iter().map(group).collect()
}
