//! A notice as the channels see it: its body as a document, and which files of the site it needs.

use super::Parts;
use super::amendment::banners;
use super::document::{Document, Piece, Place, Run};
use crate::derive::CampaignView;
use crate::derive::campaign::NoticeView;
use crate::derive::facts::facts;
use crate::diagnostics::Finding;
use crate::i18n::Locale;
use crate::model::CampaignFolder;
use crate::outputs::address;
use crate::render::{Target, read_markdown};
use std::collections::BTreeSet;

/// One notice.
pub(super) struct Letter<'a> {
    pub(super) campaign: &'a CampaignView,
    pub(super) notice: &'a NoticeView,
    /// Content file, for findings.
    pub(super) source: &'a str,
    pub(super) body: Document,
    /// Its campaign's page on the site, when the site's address is known.
    pub(super) page: Option<String>,
    locale: Locale,
}

impl<'a> Letter<'a> {
    /// A campaign's notices that have a text in the language of `parts`, and the findings of the others.
    pub(super) fn of(parts: &Parts<'a>, campaign: &'a CampaignView) -> (Vec<Self>, Vec<Finding>) {
        let mut letters = Vec::new();
        let mut findings = Vec::new();
        let Some(folder) = parts.model.campaigns.iter().find(|folder| folder.id == campaign.id) else {
            return (letters, findings);
        };
        for (place, notice) in campaign
            .notices
            .iter()
            .enumerate()
            .filter(|(_, notice)| !notice.in_chinese)
        {
            match Self::read(parts, folder, campaign, notice, place) {
                Ok(letter) => letters.extend(letter),
                Err(finding) => findings.push(finding),
            }
        }
        (letters, findings)
    }

    fn read(
        parts: &Parts<'a>,
        folder: &'a CampaignFolder,
        campaign: &'a CampaignView,
        notice: &'a NoticeView,
        place: usize,
    ) -> Result<Option<Self>, Finding> {
        let Some((_, written)) = folder.notices.get(place) else {
            return Ok(None);
        };
        let target = Target {
            file: &written.file,
            body: &written.body,
            url: &notice.url,
            top_heading: 2,
        };
        let given = notice.facts.clone();
        let given = given.unwrap_or_else(|| facts(parts.model, folder, campaign, parts.words));
        let mut events = banners(campaign, notice, parts.words);
        events.extend(read_markdown(&target, &given, parts.sources)?);
        Ok(Some(Self {
            campaign,
            notice,
            source: &written.file,
            body: Document::read(events, &notice.url),
            page: parts
                .base
                .map(|base| address(base, &format!("{}/index.html", campaign.root))),
            locale: parts.words.locale,
        }))
    }

    /// Path of a file of this notice below the output folder: `sztu-2023/2022-10-14.title.txt`, `hqu-2025/2024-09-21.en.title.txt`.
    pub(super) fn path(&self, ending: &str) -> String {
        let language = match self.locale {
            Locale::Zh => "",
            Locale::En => "en.",
        };
        format!("{}/{}.{language}{ending}", self.campaign.id, self.notice.slug)
    }

    /// Files of the site that come along, in printed order: pictures and files that the body names, then the attachments.
    pub(super) fn files(&self, parts: &Parts<'_>) -> Vec<String> {
        let in_body = self.body.runs().into_iter().flat_map(|run| {
            let picture = picture(run);
            picture.into_iter().chain(run.link)
        });
        let in_body = in_body.filter_map(|place| self.site_path(place));
        let attached = self.notice.attachments.iter();
        let attached = attached.filter_map(|attachment| attachment.url.clone());
        self.kept(in_body.chain(attached), parts)
    }

    /// Only the pictures among them.
    pub(super) fn pictures(&self, parts: &Parts<'_>) -> Vec<String> {
        let runs = self.body.runs().into_iter();
        self.kept(
            runs.filter_map(picture).filter_map(|place| self.site_path(place)),
            parts,
        )
    }

    fn kept(&self, paths: impl Iterator<Item = String>, parts: &Parts<'_>) -> Vec<String> {
        let mut seen = BTreeSet::new();
        paths
            .filter(|path| self.comes_along(path, parts) && seen.insert(path.clone()))
            .collect()
    }

    fn site_path(&self, place: usize) -> Option<String> {
        match self.body.links.get(place)? {
            Place::Site { path, .. } => Some(path.clone()),
            Place::Web(_) => None,
        }
    }

    /// Whether a file of the site is brought along rather than linked to: one of this campaign's attachments.
    pub(super) fn comes_along(&self, path: &str, parts: &Parts<'_>) -> bool {
        let inside = self.inside(path);
        inside.is_some_and(|path| path.starts_with("attachments/")) && parts.files.contains_key(path)
    }

    /// The path relative to the notice's own file.
    pub(super) fn inside<'p>(&self, path: &'p str) -> Option<&'p str> {
        path.strip_prefix(&self.campaign.id)?.strip_prefix('/')
    }

    /// The lines below the body: who signs, and when.
    pub(super) fn signature(&self) -> [&str; 2] {
        [&self.notice.office, &self.notice.signed]
    }
}

/// The place of a picture.
fn picture(run: &Run) -> Option<usize> {
    match run.piece {
        Piece::Picture(place, _) => Some(place),
        _ => None,
    }
}
