//! The whole way from a folder to a site: every finding of every stage in one run, and nothing written when one of them stops the build.

mod assemble;
mod cascade;
mod linking;
mod read;

pub use read::{Checked, checked};

use crate::channels::Channel;
use crate::derive::{self, Change, Now, Withheld, in_force};
use crate::diagnostics::{Finding, Settled, Severity, Sources, limit, sort};
use crate::i18n::{Languages, Locale};
use crate::model::{Coverage, Model};
use crate::pages::{External, check_styles, redirects};
use crate::publish::{PublishError, Published, publish};
use crate::render::{Purpose, Theme};
use crate::rules;
use crate::rules::privacy::Redactor;
use crate::source::documents::attached;
use crate::source::{Loaded, ReadError};
use assemble::{Pass, assemble, tombstones_of};
use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::path::{Path, PathBuf};

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

/// What was found on the way from a folder to a site.
#[derive(Debug)]
pub struct Report {
    /// All findings, sorted.
    pub findings: Vec<Finding>,
    /// Texts for snippets.
    pub sources: Sources,
    /// Findings that are not listed: allowed with a reason, or of rules that are off.
    pub settled: Settled,
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

/// A site in memory; `files` are worth showing only when no finding stops them.
#[derive(Debug)]
pub struct Made {
    /// What was found.
    pub report: Report,
    /// Bytes of each file by its path below the output folder.
    pub files: BTreeMap<String, Vec<u8>>,
}

/// What came of a build.
#[derive(Debug)]
pub struct Outcome {
    /// What was found.
    pub report: Report,
    /// What was written; `None` when findings stopped the build and the old site stands.
    pub published: Option<Published>,
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

/// Builds a site and writes it, unless a finding stops it.
///
/// # Errors
/// Only what the system refuses; see [`BuildError`].
pub fn build(request: &Request) -> Result<Outcome, BuildError> {
    let Made { report, files } = make(request)?;
    let published = if stops(&report.findings, request.strict) {
        None
    } else {
        Some(write(request, files)?)
    };
    Ok(Outcome { report, published })
}

/// Makes a site without writing anything; `request.out` and `request.strict` don't matter.
///
/// # Errors
/// Only what the system refuses; see [`BuildError`].
pub fn make(request: &Request) -> Result<Made, BuildError> {
    run(request, Purpose::Publish, None)
}

/// Finds everything that [`make`] finds, for less: what nobody looks at is not made.
///
/// # Errors
/// Only what the system refuses; see [`BuildError`].
pub fn lint(request: &Request) -> Result<Report, BuildError> {
    Ok(run(request, Purpose::Check, None)?.report)
}

/// What is found out of addresses on other sites. A build asks nobody: it needs no network, and says the same wherever it runs.
pub type Ask<'a> = &'a (dyn Fn(&[External]) -> Vec<Finding> + Sync);

/// Finds what [`lint`] finds, and what `ask` says of the addresses on other sites that the site leads to.
///
/// # Errors
/// As [`lint`].
pub fn lint_asking(request: &Request, ask: Ask<'_>) -> Result<Report, BuildError> {
    Ok(run(request, Purpose::Check, Some(ask))?.report)
}

fn run(request: &Request, purpose: Purpose, ask: Option<Ask<'_>>) -> Result<Made, BuildError> {
    let Checked { loaded, mut findings } = checked(&request.root, request.now).map_err(BuildError::Read)?;
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
    findings.append(&mut reading);
    for (file, text) in attached.into_iter().filter_map(|one| Some((one.file, one.text?))) {
        sources.insert(file, text);
    }
    for edition in &mut editions {
        // What is wrong with its times is wrong with those of the Chinese one, which has been told.
        derive::relative::resolve(&mut edition.model);
    }
    let (theme, languages) = dress(&request.root, &model, &mut sources, &mut findings);
    findings.append(&mut private.check_words(&sources));
    let (redirects, mut faults) = redirects(&model);
    findings.append(&mut faults);
    let pass = Pass {
        request,
        purpose,
        theme: theme.as_ref(),
        templates: theme.as_ref().map(Theme::template_files).unwrap_or_default(),
        words: languages.of(Locale::Zh),
        languages: &languages,
        redirects,
        external: ask.is_some(),
        failed: &failed,
        full: &model,
        editions: &editions,
    };
    let shown = in_force(&model, request.now, request.drafts);
    let (mut tombstones, mut told) = (Vec::new(), BTreeSet::new());
    if !shown.withheld.is_empty() {
        // What is held back is made, too, so that its faults are found before its hour comes; then it is thrown away.
        let whole = assemble(&pass, &model, &[], &[], &mut sources);
        tombstones = tombstones_of(&shown.withheld, &whole.urls);
        told = cascade::matters(&whole.findings);
        findings.extend(whole.findings);
    }
    let mut site = assemble(&pass, &shown.model, &shown.withheld, &tombstones, &mut sources);
    cascade::drop_told(&mut site.findings, &told);
    findings.extend(site.findings);
    findings.extend(ask.map(|ask| ask(&site.external)).unwrap_or_default());
    cascade::drop_followers(&mut findings, &failed);
    findings.extend(rules::privacy::check_outgoing(&site.files, &private.told));
    let mut redactor = Redactor::of(&findings, private.public);
    redactor.hide(private.hidden);
    // Before anything is hidden: `in` names files as they are called.
    let mut settled = rules::settle(&model, &failed, &mut findings, request.now);
    sort(&mut findings);
    limit(&mut findings);
    redactor.sources(&mut sources, &findings);
    findings.iter_mut().for_each(|finding| redactor.finding(finding));
    settled.allowed.iter_mut().for_each(|allowed| redactor.allowed(allowed));
    sort(&mut findings);
    let is_shown = |id: &str| shown.model.campaigns.iter().any(|folder| folder.id == id);
    let english = editions.into_iter().filter(|edition| is_shown(&edition.id));
    let report = Report {
        findings,
        sources,
        settled,
        pages: site.pages,
        campaigns: shown.model.campaigns.len(),
        english: english.map(|edition| (edition.id, edition.coverage)).collect(),
        withheld: shown.withheld,
        next: shown.next.map(|next| Change {
            title: redactor.text(&next.title),
            ..next
        }),
    };
    let files = site.files;
    Ok(Made { report, files })
}

/// The theme and the words of its languages.
fn dress(root: &Path, model: &Model, sources: &mut Sources, findings: &mut Vec<Finding>) -> (Option<Theme>, Languages) {
    let theme = match Theme::load(root, &model.site.theme) {
        Ok(theme) => Some(theme),
        Err(mut faults) => {
            findings.append(&mut faults);
            None
        }
    };
    let (languages, mut faults) = theme.as_ref().map(|theme| theme.languages(sources)).unwrap_or_default();
    findings.append(&mut faults);
    if let Some(theme) = &theme {
        findings.append(&mut check_styles(&theme.folder, &theme.assets, sources));
    }
    (theme, languages.with_holidays(&model.holidays))
}

/// Whether findings stop a build.
pub fn stops(findings: &[Finding], strict: bool) -> bool {
    let threshold = if strict { Severity::Warning } else { Severity::Error };
    findings.iter().any(|finding| finding.severity <= threshold)
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
