//! What the check of links needs from the stages before it: which template and which Markdown each page comes from, what is missing and why.

use super::assemble::Pass;
use crate::derive::Withheld;
use crate::diagnostics::{Finding, Sources};
use crate::model::{CampaignFolder, Model};
use crate::pages::{Content, External, Missing, Output, Page, Part, Shown, check_links, external};
use crate::render::{Rendered, template_of};
use std::collections::{BTreeMap, BTreeSet};

/// The pages of one pass, and what becomes of them.
#[derive(Clone, Copy)]
pub(super) struct Linked<'a> {
    pub(super) model: &'a Model,
    pub(super) pages: &'a [Page<'a>],
    pub(super) rendered: &'a Rendered,
    /// Every file of the site.
    pub(super) names: &'a BTreeSet<String>,
    pub(super) withheld: &'a [Withheld],
}

/// Dead links on the pages that could be rendered, and in the files beside them.
pub(super) fn broken_links(pass: &Pass<'_>, linked: Linked<'_>, sources: &Sources) -> Vec<Finding> {
    let shown = shown(pass, linked.pages, &linked.rendered.pages);
    check_links(&output(pass, &shown, linked), &missing(pass, linked), sources)
}

/// Dead links in what is made for another channel: to the site's pages by their full address, and between its own files.
pub(super) fn broken_in_channel(
    pass: &Pass<'_>,
    linked: Linked<'_>,
    made: &BTreeMap<String, Vec<u8>>,
    sources: &Sources,
) -> Vec<Finding> {
    let site = shown(pass, linked.pages, &linked.rendered.pages);
    let to_the_site = Output {
        files: made,
        ..output(pass, &site, linked)
    };
    let mut findings = check_links(&to_the_site, &missing(pass, linked), sources);
    let pieces: Vec<Shown<'_>> = made.iter().filter_map(|(path, bytes)| piece(path, bytes)).collect();
    let own = Output {
        pages: &pieces,
        names: &made.keys().cloned().collect(),
        files: &BTreeMap::new(),
        base: None,
        found: &[],
    };
    findings.extend(check_links(&own, &Missing::default(), &Sources::default()));
    findings
}

/// A piece of HTML for another channel; its own path stands in messages.
fn piece<'a>(path: &'a str, bytes: &'a [u8]) -> Option<Shown<'a>> {
    let html = std::str::from_utf8(bytes).ok().filter(|_| path.ends_with(".html"))?;
    Some(Shown {
        url: path,
        html,
        campaign: None,
        template: path,
        bodies: Vec::new(),
    })
}

/// Addresses on other sites, with their places.
pub(super) fn external_links(pass: &Pass<'_>, linked: Linked<'_>, sources: &Sources) -> Vec<External> {
    let shown = shown(pass, linked.pages, &linked.rendered.pages);
    external(&output(pass, &shown, linked), sources)
}

fn missing<'a>(pass: &Pass<'_>, linked: Linked<'a>) -> Missing<'a> {
    Missing {
        absent: absent(pass, linked.pages, linked.rendered),
        withheld: linked.withheld.iter().map(|one| (one.folder.as_str(), one)).collect(),
        unlisted: unlisted(linked.model, linked.names),
    }
}

/// The site as the checker takes it.
fn output<'a>(pass: &'a Pass<'_>, pages: &'a [Shown<'a>], linked: Linked<'a>) -> Output<'a> {
    Output {
        pages,
        names: linked.names,
        files: &linked.rendered.files,
        base: pass.request.base_url.as_deref(),
        found: &linked.rendered.found,
    }
}

/// The rendered pages, each with where it comes from.
fn shown<'a>(pass: &'a Pass<'_>, pages: &'a [Page<'a>], html: &'a BTreeMap<String, String>) -> Vec<Shown<'a>> {
    let one = |page: &'a Page<'a>| {
        let name = template_of(page.content);
        Some(Shown {
            url: &page.url,
            html: html.get(&page.url)?,
            campaign: match page.content {
                Content::Campaign(folder, ..) => Some(folder.id.as_str()),
                _ => None,
            },
            template: pass.templates.get(name).map_or(name, String::as_str),
            bodies: bodies(page.content),
        })
    };
    pages.iter().filter_map(one).collect()
}

/// The Markdown that a page shows.
fn bodies(content: Content<'_>) -> Vec<(&str, &str)> {
    let Content::Campaign(folder, _, part) = content else {
        return Vec::new();
    };
    match part {
        Part::Notice(index) => {
            let notice = folder.notices.get(index).map(|(_, notice)| notice);
            notice
                .iter()
                .map(|notice| (notice.file.as_str(), notice.body.as_str()))
                .collect()
        }
        Part::Faq => {
            let answers = folder.faq.iter();
            answers
                .map(|(_, answer)| (answer.file.as_str(), answer.body.as_str()))
                .collect()
        }
        _ => Vec::new(),
    }
}

/// Beginnings of the URLs that are missing because of a fault that has been told.
fn absent(pass: &Pass<'_>, pages: &[Page<'_>], rendered: &Rendered) -> BTreeSet<String> {
    let unrendered = pages.iter().filter(|page| !rendered.pages.contains_key(&page.url));
    let unread = pass.failed.iter().filter_map(|file| {
        let inside = file.strip_prefix("content/campaigns/")?;
        let (id, rest) = inside.split_once('/')?;
        let folder = rest.strip_suffix(".md").unwrap_or("");
        Some(if folder.starts_with("faq/") {
            format!("{id}/faq/index.html")
        } else {
            format!("{id}/{folder}")
        })
    });
    unrendered.map(|page| page.url.clone()).chain(unread).collect()
}

/// Files among the attachments that no campaign lists, by the path that they would have.
fn unlisted(model: &Model, names: &BTreeSet<String>) -> BTreeSet<String> {
    let of = |folder: &CampaignFolder| {
        let path = |file: &String| format!("{}/attachments/{file}", folder.id);
        folder.attachment_files.iter().map(path).collect::<Vec<String>>()
    };
    let all = model.campaigns.iter().flat_map(of);
    all.filter(|path| !names.contains(path)).collect()
}
