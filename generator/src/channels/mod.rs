//! A campaign's notices for other places than the site: a school's content system, a WeChat official account, group chats and text
//! messages. Made from the same facts and the same Markdown as the pages.

mod amendment;
mod cms;
mod digest;
mod document;
mod filter;
mod fragment;
mod letter;
mod preview;
mod text;
mod wechat;

use crate::derive::{CampaignView, English};
use crate::diagnostics::{Finding, Rule, Severity, Sources};
use crate::i18n::Words;
use crate::model::Model;
use letter::Letter;
use preview::{Entry, Sheet};
use std::collections::BTreeMap;

pub(crate) static G101: Rule = Rule {
    id: "G101",
    severity: Severity::Warning,
    judgement: true,
    title: "短信写不下",
    why: "短信有字数上限，学校名和标题太长，就放不进时间。",
    fix: "把 title 写短些，或在学校文件里写 short（简称）。",
};

pub(crate) static G102: Rule = Rule {
    id: "G102",
    severity: Severity::Warning,
    judgement: false,
    title: "图片不适合公众号",
    why: "公众号不收太大的或别的格式的图片，贴进去就没有了。",
    fix: "换成 2 MB 以内的 PNG 或 JPEG。",
};

/// What a build is for.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Channel {
    /// The site itself.
    #[default]
    Site,
    /// Fragments to paste into a school's content system.
    Cms,
    /// Articles to paste into the editor of a WeChat official account.
    Wechat,
    /// Plain text for group chats and text messages.
    Text,
}

impl Channel {
    /// Its name on the command line and in manifests.
    pub fn id(self) -> &'static str {
        match self {
            Self::Site => "site",
            Self::Cms => "cms",
            Self::Wechat => "wechat",
            Self::Text => "text",
        }
    }

    /// The folder that a build writes to when none is named.
    pub fn folder(self) -> &'static str {
        match self {
            Self::Site => "public",
            Self::Cms => "public-cms",
            Self::Wechat => "public-wechat",
            Self::Text => "public-text",
        }
    }

    /// What it is called in messages.
    pub fn word(self) -> &'static str {
        match self {
            Self::Site => "网站",
            Self::Cms => "学校网站",
            Self::Wechat => "公众号",
            Self::Text => "群公告和短信",
        }
    }
}

/// What a channel is made from.
#[derive(Debug, Clone, Copy)]
pub struct Parts<'a> {
    /// The content.
    pub model: &'a Model,
    /// The campaigns, ready to print.
    pub views: &'a [CampaignView],
    /// The campaigns' English editions.
    pub english: &'a [English<'a>],
    /// Texts of the content, for findings.
    pub sources: &'a Sources,
    /// The site's files other than pages, by path: some of them come along.
    pub files: &'a BTreeMap<String, Vec<u8>>,
    /// The words around the facts.
    pub words: &'a Words,
    /// The site's address, with a slash at its end.
    pub base: Option<&'a str>,
}

/// What a channel's folder will hold; no files for [`Channel::Site`].
#[derive(Debug, Default)]
pub struct Made {
    /// Files by path.
    pub files: BTreeMap<String, Vec<u8>>,
    /// How many notices they hold.
    pub notices: usize,
    /// What doesn't fit into the channel.
    pub findings: Vec<Finding>,
}

/// Makes a channel's files: campaign by campaign, the notices in Chinese and then those that have an English text.
pub fn files(channel: Channel, parts: &Parts<'_>) -> Made {
    let mut output = Output::default();
    if channel == Channel::Site {
        return Made::default();
    }
    for view in parts.views {
        if channel == Channel::Text {
            output.digest(view, parts);
        }
        output.letters(channel, view, parts);
        for edition in parts.english.iter().filter(|edition| edition.view.id == view.id) {
            let own = Parts {
                model: edition.model,
                words: &edition.words,
                ..*parts
            };
            output.letters(channel, &edition.view, &own);
        }
    }
    match preview::page(channel, parts, &output.entries) {
        Ok(pages) => output.files.extend(pages),
        Err(finding) => output.findings.push(finding),
    }
    Made {
        files: output.files,
        notices: output.notices,
        findings: output.findings,
    }
}

/// What has been made so far.
#[derive(Default)]
struct Output {
    files: BTreeMap<String, Vec<u8>>,
    entries: Vec<Entry>,
    notices: usize,
    findings: Vec<Finding>,
}

impl Output {
    fn letters(&mut self, channel: Channel, view: &CampaignView, parts: &Parts<'_>) {
        let (letters, mut findings) = Letter::of(parts, view);
        self.findings.append(&mut findings);
        self.notices += letters.len();
        for letter in &letters {
            match channel {
                Channel::Site => {}
                Channel::Cms => self.cms(letter, parts),
                Channel::Wechat => self.wechat(letter, parts),
                Channel::Text => self.text(letter, parts),
            }
        }
    }

    fn cms(&mut self, letter: &Letter<'_>, parts: &Parts<'_>) {
        let html = cms::write(letter, parts);
        let uploads = self.bring_along(letter, parts, letter.files(parts), Vec::new());
        self.paste(letter, html, uploads);
    }

    fn wechat(&mut self, letter: &Letter<'_>, parts: &Parts<'_>) {
        self.findings.append(&mut wechat::pictures(letter, parts));
        let article = wechat::write(letter, parts);
        // An article holds no other files.
        let uploads = self.bring_along(letter, parts, letter.pictures(parts), article.codes);
        self.paste(letter, article.html, uploads);
    }

    /// Puts the files that a notice needs beside it, and gives their paths relative to it, in the order in which it names them.
    fn bring_along(
        &mut self,
        letter: &Letter<'_>,
        parts: &Parts<'_>,
        kept: Vec<String>,
        made: Vec<(String, Vec<u8>)>,
    ) -> Vec<String> {
        let bytes = |path: String| parts.files.get(&path).map(|bytes| (path.clone(), bytes.clone()));
        let kept: Vec<(String, Vec<u8>)> = kept.into_iter().filter_map(bytes).collect();
        let mut uploads = Vec::new();
        for (path, bytes) in kept.into_iter().chain(made) {
            uploads.extend(letter.inside(&path).map(str::to_owned));
            self.files.insert(path, bytes);
        }
        uploads
    }

    fn paste(&mut self, letter: &Letter<'_>, html: String, uploads: Vec<String>) {
        let notice = letter.notice;
        self.add(letter.path("title.txt"), format!("{}\n", notice.title));
        if !uploads.is_empty() {
            self.add(letter.path("files.txt"), format!("{}\n", uploads.join("\n")));
        }
        self.add(letter.path("html"), html.clone());
        self.entries.push(Entry {
            campaign: letter.campaign.title.clone(),
            folder: letter.campaign.id.clone(),
            title: notice.title.clone(),
            source: notice.office.clone(),
            published: notice.published.text.clone(),
            summary: notice.summary.clone(),
            sheets: vec![Sheet::html(&letter.path("html"), &html, &letter.campaign.id)],
            uploads,
        });
    }

    fn text(&mut self, letter: &Letter<'_>, parts: &Parts<'_>) {
        let text = text::write(letter, parts);
        let path = letter.path("txt");
        self.add(path.clone(), text.clone());
        self.entries.push(Entry {
            campaign: letter.campaign.title.clone(),
            folder: letter.campaign.id.clone(),
            title: letter.notice.title.clone(),
            source: letter.notice.office.clone(),
            published: letter.notice.published.text.clone(),
            summary: None,
            sheets: vec![Sheet::text("通知全文", &path, &text, None)],
            uploads: Vec::new(),
        });
    }

    fn digest(&mut self, view: &CampaignView, parts: &Parts<'_>) {
        let mut sheets = Vec::new();
        let announcement = digest::announcement(view, parts);
        let count = announcement.len();
        for (place, text) in announcement.into_iter().enumerate() {
            let name = if count > 1 {
                format!("群公告，第 {} 段", place + 1)
            } else {
                "群公告".to_owned()
            };
            let path = format!("{}/digest-{}.txt", view.id, place + 1);
            sheets.push(Sheet::text(&name, &path, &text, Some(digest::PART)));
            self.add(path, format!("{text}\n"));
        }
        for limit in digest::MESSAGES {
            match digest::message(view, parts, limit) {
                Some(text) => {
                    let path = format!("{}/sms-{limit}.txt", view.id);
                    sheets.push(Sheet::text(&format!("短信，{limit} 字以内"), &path, &text, Some(limit)));
                    self.add(path, format!("{text}\n"));
                }
                None => self.findings.push(too_long(view, limit)),
            }
        }
        self.entries.push(Entry {
            campaign: view.title.clone(),
            folder: view.id.clone(),
            title: "群公告和短信".to_owned(),
            source: view.office.clone(),
            published: view.published.text.clone(),
            summary: None,
            sheets,
            uploads: Vec::new(),
        });
    }

    fn add(&mut self, path: String, text: String) {
        self.files.insert(path, text.into_bytes());
    }
}

fn too_long(view: &CampaignView, limit: usize) -> Finding {
    let used = digest::length(&view.title) + digest::length(&view.school.short);
    Finding::of(
        &G101,
        format!("{limit} 字的短信写不下：学校名和标题已有 {used} 字，放不进时间，这一条没有生成"),
    )
    .in_file(format!("content/campaigns/{}/campaign.yaml", view.id))
    .help("把 title 写短些，或在学校文件里写 short（简称）")
}
