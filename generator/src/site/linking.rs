//! What the check of links needs from the stages before it: which template and which Markdown each page comes from, what is missing and why.

use super::Pass;
use crate::derive::Withheld;
use crate::diagnostics::{Finding, Sources};
use crate::model::{CampaignFolder, Model};
use crate::pages::{Content, Missing, Output, Page, Part, Shown, check_links};
use crate::render::{Rendered, template_of};
use std::collections::{BTreeMap, BTreeSet};

/// Dead links on the pages that could be rendered.
pub(super) fn broken_links(
    pass: &Pass<'_>,
    model: &Model,
    pages: &[Page<'_>],
    rendered: &Rendered,
    names: &BTreeSet<String>,
    withheld: &[Withheld],
    sources: &Sources,
) -> Vec<Finding> {
    let missing = Missing {
        absent: absent(pass, pages, rendered),
        withheld: withheld.iter().map(|one| (one.folder.as_str(), one)).collect(),
        unlisted: unlisted(model, names),
    };
    let shown = shown(pass, pages, &rendered.pages);
    check_links(&output(pass, &shown, rendered, names), &missing, sources)
}

/// The site as the checker takes it.
pub(super) fn output<'a>(
    pass: &'a Pass<'_>,
    pages: &'a [Shown<'a>],
    rendered: &'a Rendered,
    names: &'a BTreeSet<String>,
) -> Output<'a> {
    Output {
        pages,
        names,
        files: &rendered.files,
        base: pass.request.base_url.as_deref(),
        found: &rendered.found,
    }
}

/// The rendered pages, each with where it comes from.
pub(super) fn shown<'a>(
    pass: &'a Pass<'_>,
    pages: &'a [Page<'a>],
    html: &'a BTreeMap<String, String>,
) -> Vec<Shown<'a>> {
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
