//! What files the site will have, with their URLs. Two sources for one URL, and links that lead nowhere, are found here.

pub(crate) mod banners;
mod clashes;
pub(crate) mod links;
pub(crate) mod redirects;

pub use banners::check_banners;
pub(crate) use clashes::{L606, L607};
pub use links::{External, Missing, Output, Shown, check_links, external, file_of};
pub(crate) use links::{check_styles, css, decode, has_scheme, resolve};
pub use redirects::{Redirect, add_redirects, redirects};

use crate::derive::campaign::root;
use crate::derive::{CampaignView, English};
use crate::diagnostics::Finding;
use crate::i18n::{Locale, Words};
use crate::model::{CampaignFolder, Model, Stamp};
use std::collections::BTreeSet;

/// What a page shows.
#[derive(Debug, Clone, Copy)]
pub enum Content<'a> {
    /// All campaigns by state.
    Home,
    /// The self-check with all built-in profiles.
    SelfCheck,
    /// The self-check in one file; made from a page, but published as a file beside the pages.
    Offline,
    /// Search over all campaigns.
    Search,
    /// In the place of a page that was taken down.
    Gone(&'a Tombstone),
    /// At an old address: sends readers on.
    Moved(&'a Redirect),
    /// For URLs that don't exist.
    NotFound,
    /// One of a campaign's pages.
    Campaign(&'a CampaignFolder, &'a CampaignView, Part),
}

/// The pages of a campaign; a notice is given by its place in the campaign's list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Part {
    /// Overview.
    Overview,
    /// All dated things.
    Schedule,
    /// Photo rules.
    Photo,
    /// Questions.
    Faq,
    /// Self-check with the campaign's profile.
    SelfCheck,
    /// One notice.
    Notice(usize),
    /// All classes.
    Classes,
    /// One class, by its place in the class list.
    Class(usize),
}

/// What is left of a page that was taken down, since its address lives on in group chats.
#[derive(Debug, Clone)]
pub struct Tombstone {
    /// Path of the file below the output folder.
    pub url: String,
    /// Title of the notice or campaign that it belonged to.
    pub title: String,
    /// Whether that was a notice, not a whole campaign.
    pub is_notice: bool,
    /// Until when it stood there.
    pub until: Stamp,
    /// Its campaign.
    pub campaign: String,
}

/// A page to be rendered.
#[derive(Debug, Clone)]
pub struct Page<'a> {
    /// Path of the file below the output folder, such as `szu-2020/faq/index.html`.
    pub url: String,
    /// Title for the head of the document.
    pub title: String,
    /// Content file that the page comes from.
    pub source: String,
    /// What it shows.
    pub content: Content<'a>,
    /// Its language.
    pub locale: Locale,
    /// The same page in the other language.
    pub twin: Option<String>,
}

/// All pages in the order of their URLs, with findings for URLs that two sources claim.
pub fn plan<'a>(
    model: &'a Model,
    views: &'a [CampaignView],
    english: &'a [English<'a>],
    words: &Words,
) -> (Vec<Page<'a>>, Vec<Finding>) {
    let site = &model.site;
    let page = |url: &str, title: &str, content| Page {
        url: url.to_owned(),
        title: title.to_owned(),
        source: site.file.clone(),
        content,
        locale: words.locale,
        twin: None,
    };
    let mut pages = vec![
        page("index.html", &site.title, Content::Home),
        page("self-check/index.html", words.get("nav.self_check"), Content::SelfCheck),
        page("search/index.html", words.get("search.title"), Content::Search),
        page("404.html", words.get("not_found.title"), Content::NotFound),
    ];
    for view in views {
        if let Some(folder) = model.campaigns.iter().find(|folder| folder.id == view.id) {
            campaign_pages(folder, view, words, &mut pages);
            class_pages(folder, view, words, &mut pages);
        }
    }
    for english in english {
        if let Some(folder) = english.model.campaigns.first() {
            campaign_pages(folder, &english.view, &english.words, &mut pages);
            class_pages(folder, &english.view, &english.words, &mut pages);
        }
    }
    pages.sort_by(|a, b| a.url.cmp(&b.url));
    pair(&mut pages);
    let mut findings = clashes::duplicates(&pages);
    findings.extend(clashes::attachments(model));
    (pages, findings)
}

/// Adds what is left of pages that were taken down.
pub fn add_tombstones<'a>(pages: &mut Vec<Page<'a>>, tombstones: &'a [Tombstone], source: &str, words: &Words) {
    pages.extend(tombstones.iter().map(|tombstone| Page {
        url: tombstone.url.clone(),
        title: words.fill("gone.title", &[("title", &tombstone.title)]),
        source: source.to_owned(),
        content: Content::Gone(tombstone),
        locale: words.locale,
        twin: None,
    }));
    pages.sort_by(|a, b| a.url.cmp(&b.url));
}

fn campaign_pages<'a>(folder: &'a CampaignFolder, view: &'a CampaignView, words: &Words, pages: &mut Vec<Page<'a>>) {
    let title = |key: &str| format!("{} · {}", words.get(key), view.title);
    let mut push = |path: &str, title: String, source: &str, part| {
        pages.push(Page {
            url: format!("{}/{path}index.html", view.root),
            title,
            source: source.to_owned(),
            content: Content::Campaign(folder, view, part),
            locale: words.locale,
            twin: None,
        });
    };
    let file = &folder.campaign.file;
    push("", view.title.clone(), file, Part::Overview);
    push("schedule/", title("nav.schedule"), file, Part::Schedule);
    push("photo/", title("nav.photo"), file, Part::Photo);
    push("faq/", title("nav.faq"), file, Part::Faq);
    push("self-check/", title("nav.self_check"), file, Part::SelfCheck);
    for (index, (slug, notice)) in folder.notices.iter().enumerate() {
        if view.notices.get(index).is_some_and(|notice| notice.in_chinese) {
            continue;
        }
        push(
            &format!("notices/{slug}/"),
            notice.title.clone(),
            &notice.file,
            Part::Notice(index),
        );
    }
}

/// The list of classes and a page for each; two classes with one URL have been refused already.
fn class_pages<'a>(folder: &'a CampaignFolder, view: &'a CampaignView, words: &Words, pages: &mut Vec<Page<'a>>) {
    let (Some(table), Some(list)) = (&view.timetable, &folder.classes) else {
        return;
    };
    let mut push = |url: &str, title: String, part| {
        pages.push(Page {
            url: url.to_owned(),
            title,
            source: list.file.clone(),
            content: Content::Campaign(folder, view, part),
            locale: words.locale,
            twin: None,
        });
    };
    push(
        &table.url,
        format!("{} · {}", words.get("class.mine"), view.title),
        Part::Classes,
    );
    let mut seen = BTreeSet::new();
    for (index, class) in table.classes.iter().enumerate() {
        if seen.insert(class.url.to_lowercase()) {
            push(
                &class.url,
                format!("{} · {}", class.name, view.title),
                Part::Class(index),
            );
        }
    }
}

/// Tells each page of its twin in the other language.
fn pair(pages: &mut [Page<'_>]) {
    let urls: BTreeSet<String> = pages.iter().map(|page| page.url.clone()).collect();
    for page in pages {
        page.twin = match (page.content, page.locale) {
            (Content::Campaign(folder, ..), Locale::Zh) => in_english(&folder.id, &page.url),
            (Content::Campaign(folder, ..), Locale::En) => in_chinese(&folder.id, &page.url),
            _ => None,
        }
        .filter(|twin| urls.contains(twin));
    }
}

/// The English address of one of a campaign's files: `a/faq/index.html` → `a/en/faq/index.html`.
pub fn in_english(campaign: &str, url: &str) -> Option<String> {
    let rest = url.strip_prefix(campaign)?.strip_prefix('/')?;
    Some(format!("{}/{rest}", root(campaign, Locale::En)))
}

pub(crate) fn in_chinese(campaign: &str, url: &str) -> Option<String> {
    let rest = url.strip_prefix(&root(campaign, Locale::En))?;
    Some(format!("{}{rest}", root(campaign, Locale::Zh)))
}

/// Relative URL from one page to a file of the site: `../../assets/site.css`.
pub fn relative(from: &str, to: &str) -> String {
    let folders = |url: &str| {
        url.rsplit_once('/')
            .map_or(Vec::new(), |(folder, _)| folder.split('/').map(str::to_owned).collect())
    };
    let (from, target): (Vec<String>, Vec<String>) = (folders(from), folders(to));
    let common = from.iter().zip(&target).take_while(|(a, b)| a == b).count();
    let name = to.rsplit('/').next().unwrap_or(to);
    let mut parts: Vec<String> = vec!["..".to_owned(); from.len() - common];
    parts.extend(target.into_iter().skip(common));
    parts.push(name.to_owned());
    parts.join("/")
}

/// `../` for each folder that a page lies in; empty at the top.
pub fn root_of(url: &str) -> String {
    "../".repeat(url.matches('/').count())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn links_climb_only_as_far_as_needed() {
        assert_eq!(relative("index.html", "a/index.html"), "a/index.html");
        assert_eq!(relative("a/faq/index.html", "a/index.html"), "../index.html");
        assert_eq!(
            relative("a/notices/x/index.html", "a/faq/index.html"),
            "../../faq/index.html"
        );
        assert_eq!(relative("a/index.html", "a/index.html"), "index.html");
        assert_eq!(relative("a/b/index.html", "assets/site.css"), "../../assets/site.css");
    }
}
