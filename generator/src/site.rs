//! The whole way from a folder to a site: every finding of every stage in one run, and nothing written when one of them stops the build.

mod linking;

use crate::channels::{self, Channel};
use crate::derive::amend::Ledger;
use crate::derive::{self, Change, English, Now, Standing, Withheld, derive, english_of, in_force};
use crate::diagnostics::{Finding, Severity, Sources, limit, sort};
use crate::i18n::{Languages, Locale, Words};
use crate::model::{CampaignFolder, Coverage, Edition, Model};
use crate::outputs;
use crate::pages::redirects::clashes;
use crate::pages::{External, Redirect, Tombstone, add_redirects, add_tombstones, check_styles, plan, redirects};
use crate::publish::{PublishError, Published, publish};
use crate::render::{Rendered, Settings, Subject, Theme, render_site};
use crate::rules;
use crate::rules::privacy::Redactor;
use crate::source::documents::attached;
use crate::source::{Loaded, ReadError, load};
use linking::{Linked, broken_in_channel, broken_links, external_links};
use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::path::PathBuf;
use std::sync::Arc;

/// What to build and where to.
#[derive(Debug, Clone)]
pub struct Request {
    /// Folder that holds `content/` and, optionally, `themes/`.
    pub root: PathBuf,
    /// Output folder.
    pub out: PathBuf,
    /// Address under which the site will stand; only for canonical links and the page for missing addresses.
    pub base_url: Option<String>,
    /// The moment of the build.
    pub now: Now,
    /// Whether warnings stop the build, too.
    pub strict: bool,
    /// Whom it is for. The site is made all the same, so that nothing is sent out that the site would refuse.
    pub channel: Channel,
    /// Whether drafts and what is still to come are shown, marked as such: for a preview.
    pub drafts: bool,
}

/// What came of it.
#[derive(Debug)]
pub struct Outcome {
    /// All findings, sorted.
    pub findings: Vec<Finding>,
    /// Texts for snippets.
    pub sources: Sources,
    /// What was written; `None` when findings stopped the build and the old site stands.
    pub published: Option<Published>,
    /// Findings that are not listed: allowed with a reason, or of rules that are off.
    pub settled: rules::Settled,
    /// Number of HTML pages, or of notices where the build is for another channel than the site.
    pub pages: usize,
    /// Number of campaigns.
    pub campaigns: usize,
    /// What is not there: drafts, what is still to come, what was taken down.
    pub withheld: Vec<Withheld>,
    /// When that changes next.
    pub next: Option<Change>,
    /// Campaigns in English: id, how much is translated.
    pub english: Vec<(String, Coverage)>,
}

/// What the system refused; content faults are findings instead.
#[derive(Debug)]
pub enum BuildError {
    /// A folder could not be listed.
    Read(ReadError),
    /// The site could not be written.
    Publish(PublishError),
}

impl fmt::Display for BuildError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Read(error) => error.fmt(f),
            Self::Publish(error) => error.fmt(f),
        }
    }
}

impl std::error::Error for BuildError {}

/// A site in memory, with all that was found on the way; `files` are worth showing only when no finding stops them.
#[derive(Debug)]
pub struct Made {
    /// All findings, sorted.
    pub findings: Vec<Finding>,
    /// Texts for snippets.
    pub sources: Sources,
    /// Bytes of each file by its path below the output folder.
    pub files: BTreeMap<String, Vec<u8>>,
    /// Findings that are not listed: allowed with a reason, or of rules that are off.
    pub settled: rules::Settled,
    /// Number of HTML pages, or of notices where the build is for another channel than the site.
    pub pages: usize,
    /// Number of campaigns.
    pub campaigns: usize,
    /// What is not there: drafts, what is still to come, what was taken down.
    pub withheld: Vec<Withheld>,
    /// When that changes next.
    pub next: Option<Change>,
    /// Campaigns in English: id, how much is translated.
    pub english: Vec<(String, Coverage)>,
}

/// Builds a site and writes it, unless a finding stops it.
///
/// # Errors
/// Only what the system refuses; see [`BuildError`].
pub fn build(request: &Request) -> Result<Outcome, BuildError> {
    let made = make(request)?;
    let published = if stops(&made.findings, request.strict) {
        None
    } else {
        Some(write(request, made.files)?)
    };
    Ok(Outcome {
        findings: made.findings,
        sources: made.sources,
        published,
        settled: made.settled,
        pages: made.pages,
        campaigns: made.campaigns,
        withheld: made.withheld,
        next: made.next,
        english: made.english,
    })
}

/// Makes a site without writing anything; `request.out` and `request.strict` don't matter.
///
/// # Errors
/// Only what the system refuses; see [`BuildError`].
pub fn make(request: &Request) -> Result<Made, BuildError> {
    Ok(make_all(request, false)?.0)
}

/// Makes a site without writing anything, and collects the addresses on other sites that it leads to, each with its place. They are not
/// asked: a build needs no network, and says the same wherever it runs.
///
/// # Errors
/// As [`make`].
pub fn make_with_external(request: &Request) -> Result<(Made, Vec<External>), BuildError> {
    make_all(request, true)
}

fn make_all(request: &Request, want_external: bool) -> Result<(Made, Vec<External>), BuildError> {
    let mut loaded = load(&request.root).map_err(BuildError::Read)?;
    let problems = derive::relative::resolve(&mut loaded.model);
    let mut findings = rules::check(&loaded, request.now);
    findings.append(&mut rules::check_relative(&problems, &loaded));
    let (attached, mut unread) = attached(&request.root).map_err(BuildError::Read)?;
    findings.append(&mut unread);
    let mut private = rules::privacy::check(&loaded, &attached);
    findings.append(&mut private.findings);
    let Loaded {
        model,
        mut editions,
        mut sources,
        findings: mut reading,
        failed,
    } = loaded;
    for edition in &mut editions {
        // What is wrong with its times is wrong with those of the Chinese one, which has been told.
        derive::relative::resolve(&mut edition.model);
    }
    findings.append(&mut reading);
    for (file, text) in attached.into_iter().filter_map(|one| Some((one.file, one.text?))) {
        sources.insert(file, text);
    }

    let (theme, mut faults) = match Theme::load(&request.root, &model.site.theme) {
        Ok(theme) => (Some(theme), Vec::new()),
        Err(faults) => (None, faults),
    };
    findings.append(&mut faults);
    let (languages, mut faults) = theme
        .as_ref()
        .map(|theme| theme.languages(&mut sources))
        .unwrap_or_default();
    findings.append(&mut faults);
    if let Some(theme) = &theme {
        findings.append(&mut check_styles(&theme.folder, &theme.assets, &mut sources));
    }
    let languages = languages.with_holidays(&model.holidays);
    let words = languages.of(Locale::Zh);

    let (redirects, mut faults) = redirects(&model);
    findings.append(&mut faults);
    let pass = Pass {
        request,
        theme: theme.as_ref(),
        templates: theme.as_ref().map(Theme::template_files).unwrap_or_default(),
        words,
        languages: &languages,
        redirects,
        external: want_external,
        failed: &failed,
        full: &model,
        editions: &editions,
    };
    let shown = in_force(&model, request.now, request.drafts);
    let mut tombstones = Vec::new();
    if !shown.withheld.is_empty() {
        // What is held back is made, too, so that its faults are found before its hour comes; then it is thrown away.
        let whole = assemble(&pass, &model, &[], &[], &mut sources);
        tombstones = tombstones_of(&shown.withheld, &whole.urls);
        findings.extend(whole.findings);
    }
    let site = assemble(&pass, &shown.model, &shown.withheld, &tombstones, &mut sources);
    findings.extend(site.findings);
    let lost = lost_names(&findings);
    findings.retain(|finding| !follows_from(finding, &failed, &lost));
    findings.extend(rules::privacy::check_outgoing(&site.files, &private.told));
    let mut redactor = Redactor::of(&findings, private.public);
    redactor.hide(private.hidden);
    redactor.sources(&mut sources);
    findings.iter_mut().for_each(|finding| redactor.finding(finding));
    let settled = rules::settle(&model, &failed, &mut findings, request.now);
    sort(&mut findings);
    limit(&mut findings);

    let made = Made {
        findings,
        sources,
        files: site.files,
        settled,
        pages: site.pages,
        campaigns: shown.model.campaigns.len(),
        english: editions
            .iter()
            .filter(|edition| shown.model.campaigns.iter().any(|folder| folder.id == edition.id))
            .map(|edition| (edition.id.clone(), edition.coverage.clone()))
            .collect(),
        withheld: shown.withheld,
        next: shown.next,
    };
    Ok((made, site.external))
}

/// What every pass over the content needs.
struct Pass<'a> {
    request: &'a Request,
    theme: Option<&'a Theme>,
    /// Its templates' paths for messages, by name.
    templates: BTreeMap<String, String>,
    words: &'a Words,
    languages: &'a Languages,
    /// Old addresses, of what is held back, too.
    redirects: Vec<Redirect>,
    /// Whether addresses on other sites are asked for.
    external: bool,
    /// Files that could not be understood.
    failed: &'a BTreeSet<String>,
    /// All content, what is held back included.
    full: &'a Model,
    /// Campaigns in English, what is held back included.
    editions: &'a [Edition],
}

/// The files of one pass.
struct Assembled {
    files: BTreeMap<String, Vec<u8>>,
    /// Pages of the site, even where the build is for another channel.
    urls: Vec<String>,
    /// Number of pages, or of notices for another channel.
    pages: usize,
    findings: Vec<Finding>,
    /// Addresses on other sites, where they are asked for.
    external: Vec<External>,
}

/// Makes all files of a model, and looks after the links between them.
fn assemble(
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
    let english = english.iter().map(|(edition, words, ledger)| {
        let mut edition = english_of(edition, ledger.model(), request.now, words)?;
        ledger.annotate(std::slice::from_mut(&mut edition.view), words);
        Some(edition)
    });
    let english: Vec<English<'_>> = english.flatten().collect();
    let (mut pages, mut findings) = plan(model, &views, &english, words);
    add_tombstones(&mut pages, tombstones, &model.site.file, words);
    add_redirects(&mut pages, &pass.redirects, words);
    let settings = Settings {
        base_url: request.base_url.clone(),
        now: request.now,
    };
    let mut rendered = Rendered::default();
    if let Some(theme) = pass.theme {
        let subject = Subject {
            model,
            views: &views,
            english: &english,
            pages: &pages,
            words,
        };
        let (done, mut faults) = render_site(&subject, theme, &settings, sources);
        rendered = done;
        findings.append(&mut faults);
    }
    rendered
        .files
        .extend(outputs::files(model, &views, &english, &pages, &settings, words));
    let files = collect_files(request, &model.campaigns, &mut rendered, &mut findings);
    findings.append(&mut clashes(&pages, rendered.files.keys(), &pass.redirects));
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
        let parts = channels::Parts {
            model,
            views: &views,
            english: &english,
            sources,
            files: &rendered.files,
            words,
            base: request.base_url.as_deref(),
        };
        let made = channels::files(request.channel, &parts);
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
fn tombstones_of(withheld: &[Withheld], urls: &[String]) -> Vec<Tombstone> {
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

/// Whether findings stop a build.
pub fn stops(findings: &[Finding], strict: bool) -> bool {
    let threshold = if strict { Severity::Warning } else { Severity::Error };
    findings.iter().any(|finding| finding.severity <= threshold)
}

/// Campaigns that name a school or provider which doesn't exist: their facts about offices and providers are missing, too.
fn lost_names(findings: &[Finding]) -> BTreeSet<String> {
    findings
        .iter()
        .filter(|f| f.rule.id == "K101")
        .filter_map(|f| campaign_of(f.path()?))
        .map(str::to_owned)
        .collect()
}

fn campaign_of(path: &str) -> Option<&str> {
    Some(path.strip_prefix("content/campaigns/")?.split_once('/')?.0)
}

/// Whether a finding only says again what another has said: facts are missing because the data behind them could not be read.
fn follows_from(finding: &Finding, failed: &BTreeSet<String>, lost: &BTreeSet<String>) -> bool {
    let Some(own) = finding
        .path()
        .filter(|_| finding.rule.id == "H103")
        .and_then(campaign_of)
    else {
        return false;
    };
    let elsewhere = ["“office.", "“provider."]
        .iter()
        .any(|start| finding.message.contains(start));
    failed.iter().any(|file| {
        let shared = file.starts_with("content/schools/") || file.starts_with("content/providers/");
        shared || (!file.ends_with(".md") && campaign_of(file) == Some(own))
    }) || (elsewhere && lost.contains(own))
}

/// Adds the attachments and gives the names of all files that will be published.
fn collect_files(
    request: &Request,
    campaigns: &[CampaignFolder],
    rendered: &mut Rendered,
    findings: &mut Vec<Finding>,
) -> BTreeSet<String> {
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
    rendered.pages.keys().chain(rendered.files.keys()).cloned().collect()
}

fn write(request: &Request, files: BTreeMap<String, Vec<u8>>) -> Result<Published, BuildError> {
    let (content, themes) = (request.root.join("content"), request.root.join("themes"));
    publish(
        files,
        request.channel,
        &request.out,
        &[content.as_path(), themes.as_path()],
    )
    .map_err(BuildError::Publish)
}
