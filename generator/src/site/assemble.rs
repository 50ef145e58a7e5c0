//! One pass over the content: from a model to all files of its site, with what is wrong in them.

use super::Request;
use super::linking::{Linked, broken_in_channel, broken_links, external_links};
use crate::channels::{self, Channel};
use crate::derive::amend::Ledger;
use crate::derive::{English, Standing, Withheld, derive, english_of};
use crate::diagnostics::{Finding, Sources};
use crate::i18n::{Languages, Locale, Words};
use crate::model::{CampaignFolder, Edition, Model};
use crate::outputs;
use crate::pages::redirects::clashes;
use crate::pages::{External, Redirect, Tombstone, add_redirects, add_tombstones, check_banners, plan};
use crate::render::{Purpose, Rendered, Settings, Subject, Theme, render_site, stand_in};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// What every pass over the content needs.
pub(super) struct Pass<'a> {
    pub(super) request: &'a Request,
    pub(super) purpose: Purpose,
    pub(super) theme: Option<&'a Theme>,
    /// Its templates' paths for messages, by name.
    pub(super) templates: BTreeMap<String, String>,
    pub(super) words: &'a Words,
    pub(super) languages: &'a Languages,
    /// Old addresses, of what is held back, too.
    pub(super) redirects: Vec<Redirect>,
    /// Whether addresses on other sites are asked for.
    pub(super) external: bool,
    /// Files that could not be understood.
    pub(super) failed: &'a BTreeSet<String>,
    /// All content, what is held back included.
    pub(super) full: &'a Model,
    /// Campaigns in English, what is held back included.
    pub(super) editions: &'a [Edition],
}

/// The files of one pass.
pub(super) struct Assembled {
    pub(super) files: BTreeMap<String, Vec<u8>>,
    /// Pages of the site, even where the build is for another channel.
    pub(super) urls: Vec<String>,
    /// Number of pages, or of notices for another channel.
    pub(super) pages: usize,
    pub(super) findings: Vec<Finding>,
    /// Addresses on other sites, where they are asked for.
    pub(super) external: Vec<External>,
}

/// Makes all files of a model, and looks after the links between them.
pub(super) fn assemble(
    pass: &Pass<'_>,
    model: &Model,
    withheld: &[Withheld],
    tombstones: &[Tombstone],
    sources: &mut Sources,
) -> Assembled {
    let Pass { request, words, .. } = pass;
    let ledger = Ledger::new(model.clone(), pass.full, request.now, request.drafts, words);
    let model = ledger.model();
    let mut views = derive(model, request.now, words);
    ledger.annotate(&mut views, words);
    let english = editions(pass, model);
    let english: Vec<English<'_>> = english.iter().filter_map(|edition| in_english(pass, edition)).collect();
    let (mut pages, mut findings) = plan(model, &views, &english, words);
    add_tombstones(&mut pages, tombstones, &model.site.file, words);
    add_redirects(&mut pages, &pass.redirects, words);
    let subject = Subject {
        model,
        views: &views,
        english: &english,
        pages: &pages,
        words,
    };
    let rendered = render(pass, &subject, sources, &mut findings);
    let files: BTreeSet<String> = rendered.pages.keys().chain(rendered.files.keys()).cloned().collect();
    findings.append(&mut clashes(&pages, rendered.files.keys(), &pass.redirects));
    let base = request.base_url.as_deref();
    findings.append(&mut check_banners(&pages, &rendered.pages, request.now, base, sources));
    let linked = Linked {
        model,
        pages: &pages,
        rendered: &rendered,
        names: &files,
        withheld,
    };
    findings.append(&mut broken_links(pass, linked, sources));
    let external = if pass.external {
        external_links(pass, linked, sources)
    } else {
        Vec::new()
    };
    let urls: Vec<String> = rendered.pages.keys().cloned().collect();
    let (files, pages) = if request.channel == Channel::Site {
        let mut files = rendered.files;
        files.extend(rendered.pages.into_iter().map(|(path, html)| (path, html.into_bytes())));
        (files, urls.len())
    } else {
        let made = for_channel(pass, &subject, &rendered, sources);
        findings.extend(made.findings);
        findings.append(&mut broken_in_channel(pass, linked, &made.files, sources));
        (made.files, made.notices)
    };
    Assembled {
        files,
        urls,
        pages,
        findings,
        external,
    }
}

/// Pages, what stands beside them, and attachments.
fn render(pass: &Pass<'_>, subject: &Subject<'_>, sources: &mut Sources, findings: &mut Vec<Finding>) -> Rendered {
    let settings = Settings {
        base_url: pass.request.base_url.clone(),
        now: pass.request.now,
        purpose: pass.purpose,
    };
    let mut rendered = Rendered::default();
    if let Some(theme) = pass.theme {
        let (done, mut faults) = render_site(subject, theme, &settings, sources);
        rendered = done;
        findings.append(&mut faults);
    }
    findings.append(&mut stand_in(subject, &settings, sources, &mut rendered));
    let Subject {
        model,
        views,
        english,
        pages,
        words,
    } = *subject;
    rendered.files.extend(match (pass.purpose, &settings.base_url) {
        (Purpose::Check, None) => outputs::names(model, views, english, words),
        // What holds whole addresses is looked at, too.
        _ => outputs::files(model, views, english, pages, &settings, words),
    });
    attach(pass.request, &model.campaigns, &mut rendered, findings);
    rendered
}

/// The files for another channel than the site.
fn for_channel(pass: &Pass<'_>, subject: &Subject<'_>, rendered: &Rendered, sources: &Sources) -> channels::Made {
    let parts = channels::Parts {
        model: subject.model,
        views: subject.views,
        english: subject.english,
        sources,
        files: &rendered.files,
        words: subject.words,
        base: pass.request.base_url.as_deref(),
    };
    channels::files(pass.request.channel, &parts)
}

fn in_english<'e>(pass: &Pass<'_>, edition: &'e (&Edition, Arc<Words>, Ledger)) -> Option<English<'e>> {
    let (edition, words, ledger) = edition;
    let mut edition = english_of(edition, ledger.model(), pass.request.now, words)?;
    ledger.annotate(std::slice::from_mut(&mut edition.view), words);
    Some(edition)
}

/// The English editions of the campaigns of this pass, each with its words and the changes that hold in it.
fn editions<'a>(pass: &Pass<'a>, model: &Model) -> Vec<(&'a Edition, Arc<Words>, Ledger)> {
    let Pass { request, .. } = pass;
    let shown = |edition: &&Edition| model.campaigns.iter().any(|folder| folder.id == edition.id);
    let one = |edition: &'a Edition| {
        let words = pass.languages.of(Locale::En).clone();
        let words = Arc::new(words.with_originals(edition.originals.clone()));
        let mut own = edition.model.clone();
        for folder in &mut own.campaigns {
            let kept = model.campaigns.iter().find(|other| other.id == folder.id);
            let kept = |slug: &str| kept.is_some_and(|kept| kept.notices.iter().any(|(other, _)| other == slug));
            folder.notices.retain(|(slug, _)| kept(slug));
        }
        let ledger = Ledger::new(own, &edition.model, request.now, request.drafts, &words);
        (edition, words, ledger)
    };
    pass.editions.iter().filter(shown).map(one).collect()
}

/// What is left of each page, of all that the whole content would have, that belongs to something expired.
pub(super) fn tombstones_of(withheld: &[Withheld], urls: &[String]) -> Vec<Tombstone> {
    let tombstone = |url: &String| {
        let one = withheld.iter().find(|one| url.starts_with(&one.folder))?;
        let Standing::Expired(until) = one.standing else {
            return None;
        };
        Some(Tombstone {
            url: url.clone(),
            title: one.title.clone(),
            is_notice: one.is_notice,
            until,
            campaign: one.campaign.clone(),
        })
    };
    urls.iter().filter_map(tombstone).collect()
}

/// Adds the attachments.
fn attach(request: &Request, campaigns: &[CampaignFolder], rendered: &mut Rendered, findings: &mut Vec<Finding>) {
    for folder in campaigns {
        for attached in folder.campaign.attachments.iter().filter_map(|a| a.file.as_ref()) {
            if !folder.attachment_files.contains(&attached.value) {
                continue;
            }
            let path = format!("content/campaigns/{}/attachments/{}", folder.id, attached.value);
            match std::fs::read(request.root.join(&path)) {
                Ok(bytes) => {
                    rendered
                        .files
                        .insert(format!("{}/attachments/{}", folder.id, attached.value), bytes);
                }
                Err(error) => findings.push(
                    Finding::of(&crate::source::rules::S004, format!("读不了附件 {path}：{error}")).in_file(path),
                ),
            }
        }
    }
}
