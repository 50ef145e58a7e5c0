//! The whole way from a folder to a site: every finding of every stage in one run, and nothing written when one of them stops the build.

use crate::derive::{Now, derive};
use crate::diagnostics::{Finding, Severity, Sources, sort};
use crate::model::CampaignFolder;
use crate::pages::{check_links, plan};
use crate::publish::{PublishError, Published, publish};
use crate::render::{Rendered, Settings, Theme, render_site};
use crate::rules;
use crate::source::{Loaded, ReadError, load};
use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::path::PathBuf;

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
    /// Number of HTML pages.
    pub pages: usize,
    /// Number of campaigns.
    pub campaigns: usize,
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

/// Builds a site.
///
/// # Errors
/// Only what the system refuses; see [`BuildError`].
pub fn build(request: &Request) -> Result<Outcome, BuildError> {
    let loaded = load(&request.root).map_err(BuildError::Read)?;
    let mut findings = rules::check(&loaded);
    let Loaded { model, mut sources, findings: mut reading, .. } = loaded;
    findings.append(&mut reading);

    let views = derive(&model, request.now);
    let (pages, mut planning) = plan(&model, &views);
    findings.append(&mut planning);

    let settings = Settings { base_url: request.base_url.clone(), now: request.now };
    let mut rendered = Rendered::default();
    match Theme::load(&request.root, &model.site.theme) {
        Ok(theme) => {
            let (done, mut faults) = render_site(&model, &views, &pages, &theme, &settings, &mut sources);
            rendered = done;
            findings.append(&mut faults);
        }
        Err(mut faults) => findings.append(&mut faults),
    }
    let files = collect_files(request, &model.campaigns, &mut rendered, &mut findings);
    let shown: Vec<(String, String, &str)> = pages
        .iter()
        .filter_map(|page| Some((page.url.clone(), page.source.clone(), rendered.pages.get(&page.url)?.as_str())))
        .collect();
    findings.append(&mut check_links(&files, &shown, &sources));
    sort(&mut findings);

    let (count, campaigns) = (rendered.pages.len(), model.campaigns.len());
    let published = if stops(&findings, request.strict) { None } else { Some(write(request, rendered)?) };
    Ok(Outcome { findings, sources, published, pages: count, campaigns })
}

/// Whether findings stop a build.
pub fn stops(findings: &[Finding], strict: bool) -> bool {
    let threshold = if strict { Severity::Warning } else { Severity::Error };
    findings.iter().any(|finding| finding.severity <= threshold)
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
                    rendered.files.insert(format!("{}/attachments/{}", folder.id, attached.value), bytes);
                }
                Err(error) => findings.push(Finding::error("S004", format!("读不了附件 {path}：{error}")).in_file(path)),
            }
        }
    }
    rendered.pages.keys().chain(rendered.files.keys()).cloned().collect()
}

fn write(request: &Request, rendered: Rendered) -> Result<Published, BuildError> {
    let mut files: BTreeMap<String, Vec<u8>> = rendered.files;
    files.extend(rendered.pages.into_iter().map(|(path, html)| (path, html.into_bytes())));
    let (content, themes) = (request.root.join("content"), request.root.join("themes"));
    publish(files, &request.out, &[content.as_path(), themes.as_path()]).map_err(BuildError::Publish)
}
