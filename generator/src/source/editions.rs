//! The English of a site: catalogues, the English beside notices and questions, and each campaign read once more through them.

use super::load::Loader;
use super::rules;
use super::translating::Translate;
use super::{front_matter, yaml};
use crate::diagnostics::Finding;
use crate::model::{
    Campaign, CampaignFolder, ClassList, Coverage, Edition, Faq, FaqTranslation, Model, Money, Notice,
    NoticeTranslation, Phone, Provider, Route, School, Site, Sourced, Translation, When,
};
use serde::de::DeserializeOwned;
use std::borrow::Cow;
use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};

/// The site's own catalogue, for schools, providers and whatever campaigns share.
const SHARED: &str = "content/en.yaml";

/// What stands in English where a fact is not known yet; dates and amounts read it, too.
const TBA: &str = "To be announced";

/// A catalogue with its file.
type Catalogue = Sourced<Translation>;

/// The translations that count for one campaign, and what was looked up in them.
#[derive(Default)]
struct Lexicon<'a> {
    /// Its own first, then the site's.
    catalogues: Vec<&'a BTreeMap<String, String>>,
    seen: RefCell<BTreeMap<String, bool>>,
}

impl Lexicon<'_> {
    fn find(&self, text: &str) -> Option<&str> {
        let found = self.catalogues.iter().find_map(|catalogue| catalogue.get(text));
        found.map(String::as_str)
    }
}

impl Translate for Lexicon<'_> {
    fn translate<'t>(&self, text: &'t str) -> Cow<'t, str> {
        if text == crate::model::scalar::TBA {
            return Cow::Borrowed(TBA);
        }
        if !is_text(text) {
            return Cow::Borrowed(text);
        }
        let found = self.find(text);
        self.seen.borrow_mut().insert(text.to_owned(), found.is_some());
        found.map_or(Cow::Borrowed(text), |english| Cow::Owned(english.to_owned()))
    }
}

/// Whether something is Chinese prose: what reads as a date, an amount or a telephone number is none.
fn is_text(text: &str) -> bool {
    han(text) > 0 && text.parse::<When>().is_err() && text.parse::<Money>().is_err() && text.parse::<Phone>().is_err()
}

/// Number of Chinese characters.
fn han(text: &str) -> usize {
    text.chars()
        .filter(|c| matches!(c, '\u{3400}'..='\u{9fff}' | '\u{f900}'..='\u{faff}' | '\u{20000}'..='\u{3134f}'))
        .count()
}

/// The English beside one Chinese file: front matter and body.
struct Beside<T> {
    file: String,
    head: T,
    body: String,
    body_line: usize,
}

impl Loader {
    /// Reads every campaign that has an `en.yaml` once more, in English.
    pub(super) fn editions(&mut self, model: &Model) -> Vec<Edition> {
        let shared = self
            .tree
            .has(SHARED)
            .then(|| self.yaml::<Translation>(SHARED))
            .flatten();
        let mut seen = BTreeSet::new();
        let mut editions = Vec::new();
        for folder in &model.campaigns {
            let file = format!("content/campaigns/{}/en.yaml", folder.id);
            let notices = self.beside::<NoticeTranslation>(&folder.id, "notices", &ids(&folder.notices));
            let faq = self.beside::<FaqTranslation>(&folder.id, "faq", &ids(&folder.faq));
            if !self.tree.has(&file) {
                self.report_without_catalogue(
                    &file,
                    notices.values().map(|b| &b.file).chain(faq.values().map(|b| &b.file)),
                );
                continue;
            }
            let Some(own) = self.yaml::<Translation>(&file) else {
                continue;
            };
            let lexicon = Lexicon {
                catalogues: [Some(&own), shared.as_ref()]
                    .into_iter()
                    .flatten()
                    .map(|c| &c.value.0)
                    .collect(),
                seen: RefCell::default(),
            };
            let edition = self.edition(model, folder, &lexicon, &notices, &faq);
            let said = lexicon.seen.into_inner();
            self.check_catalogue(&own, &said.keys().map(String::as_str).collect());
            seen.extend(said.into_keys());
            editions.push(edition);
        }
        if let Some(shared) = &shared {
            seen.extend(self.shared_texts(model));
            self.check_catalogue(shared, &seen.iter().map(String::as_str).collect());
        }
        editions
    }

    /// `<id>.en.md` in a folder of a campaign, by id; one without its Chinese file is a finding.
    fn beside<T: DeserializeOwned>(
        &mut self,
        campaign: &str,
        folder: &str,
        known: &BTreeSet<&str>,
    ) -> BTreeMap<String, Beside<T>> {
        let place = format!("content/campaigns/{campaign}/{folder}");
        let files: Vec<(String, String)> = self
            .tree
            .in_folder(&place, &["md"])
            .filter_map(|(stem, file)| Some((stem.strip_suffix(".en")?.to_owned(), file.to_owned())))
            .collect();
        let mut all = BTreeMap::new();
        for (id, file) in files {
            self.used.insert(file.clone());
            let chinese = format!("{place}/{id}.md");
            if !known.contains(id.as_str()) {
                if !self.failed.contains(&chinese) {
                    let finding = Finding::of(&rules::I103, format!("英文 {file} 没有对应的中文文件 {id}.md"));
                    let help = format!("先写中文的 {id}.md，或把这个文件改成中文文件的名字加 .en.md");
                    self.findings.push(finding.in_file(&file).help(help));
                }
                continue;
            }
            let parts = front_matter::split(&file, &self.sources).map_err(|finding| vec![finding]);
            let read = parts.and_then(|parts| {
                let head = yaml::parse(&file, &parts.yaml)?;
                Ok(Beside {
                    file: file.clone(),
                    head,
                    body: parts.body,
                    body_line: parts.body_line,
                })
            });
            match read {
                Ok(beside) => {
                    all.insert(id, beside);
                }
                Err(findings) => self.fail_with(&file, findings),
            }
        }
        all
    }

    fn report_without_catalogue<'f>(&mut self, catalogue: &str, files: impl Iterator<Item = &'f String>) {
        for file in files {
            let finding = Finding::of(&rules::I104, format!("{file} 不会出现在网站上：这一届没有 {catalogue}"));
            self.findings.push(
                finding
                    .in_file(file)
                    .help("新建这个 en.yaml，写上其他内容的英文；可以先写一句"),
            );
        }
    }

    fn edition(
        &self,
        model: &Model,
        folder: &CampaignFolder,
        lexicon: &Lexicon<'_>,
        notices: &BTreeMap<String, Beside<NoticeTranslation>>,
        faq: &BTreeMap<String, Beside<FaqTranslation>>,
    ) -> Edition {
        let routes = folder.routes.iter();
        let english = CampaignFolder {
            campaign: self.again::<Campaign>(&folder.campaign, lexicon),
            routes: routes
                .map(|(id, route)| (id.clone(), self.again::<Route>(route, lexicon)))
                .collect(),
            notices: self.notices(folder, lexicon, notices),
            faq: self.questions(folder, faq),
            classes: class_list(model, folder, lexicon),
            ..folder.clone()
        };
        let school = &folder.campaign.school.value;
        let schools = model
            .schools
            .get(school)
            .map(|it| (school.clone(), self.again::<School>(it, lexicon)));
        let named = english
            .campaign
            .providers
            .iter()
            .chain(english.routes.iter().flat_map(|(_, r)| &r.places));
        let named: BTreeSet<&str> = named.map(|id| id.value.as_str()).collect();
        let providers = model.providers.iter().filter(|(id, _)| named.contains(id.as_str()));
        let providers = providers
            .map(|(id, it)| (id.clone(), self.again::<Provider>(it, lexicon)))
            .collect();
        let mut profiles = model.profiles.clone();
        if let Some(profile) = profiles.get_mut(&folder.campaign.photo.value) {
            profile.source.document = lexicon.translate(&profile.source.document).into_owned();
        }
        let coverage = coverage(folder, lexicon, notices, faq);
        let mut originals = BTreeMap::new();
        for catalogue in &lexicon.catalogues {
            for (chinese, english) in *catalogue {
                originals.entry(english.clone()).or_insert_with(|| chinese.clone());
            }
        }
        Edition {
            id: folder.id.clone(),
            model: Model {
                site: self.again::<Site>(&model.site, lexicon),
                schools: schools.into_iter().collect(),
                providers,
                profiles,
                holidays: model.holidays.clone(),
                holiday_years: Vec::new(),
                campaigns: vec![english],
            },
            notices: notices.keys().cloned().collect(),
            originals,
            coverage,
        }
    }

    /// A file once more, translated; as it was where that can't be read.
    fn again<T: DeserializeOwned + Clone>(&self, chinese: &Sourced<T>, lexicon: &Lexicon<'_>) -> Sourced<T> {
        let text = self.sources.get(&chinese.file).unwrap_or("");
        let value = yaml::parse_translated(text, lexicon).unwrap_or_else(|_| chinese.value.clone());
        Sourced {
            file: chinese.file.clone(),
            value,
        }
    }

    fn notices(
        &self,
        folder: &CampaignFolder,
        lexicon: &Lexicon<'_>,
        english: &BTreeMap<String, Beside<NoticeTranslation>>,
    ) -> Vec<(String, Sourced<Notice>)> {
        let translate = |(slug, chinese): &(String, Sourced<Notice>)| {
            let beside = english.get(slug);
            // What the English file says itself needs no catalogue, and a notice without one stays Chinese: only what was found counts.
            let scratch = Lexicon {
                catalogues: lexicon.catalogues.clone(),
                seen: RefCell::default(),
            };
            let parts = front_matter::split(&chinese.file, &self.sources).ok();
            let read = parts.and_then(|parts| yaml::parse_translated::<Notice, _>(&parts.yaml, &scratch).ok());
            let mut notice = chinese.clone();
            if let Some(read) = read {
                let (body, body_line) = (notice.value.body.clone(), notice.value.body_line);
                notice.value = Notice {
                    body,
                    body_line,
                    ..read
                };
            }
            let mut said: Vec<Option<&str>> = Vec::new();
            if let Some(beside) = beside {
                said = overlay(&mut notice, &chinese.value, beside);
            }
            for (text, found) in scratch.seen.into_inner() {
                let own = said.iter().flatten().any(|said| **said == text);
                if found || (beside.is_some() && !own) {
                    lexicon.seen.borrow_mut().insert(text, found);
                }
            }
            (slug.clone(), notice)
        };
        folder.notices.iter().map(translate).collect()
    }

    fn questions(
        &self,
        folder: &CampaignFolder,
        english: &BTreeMap<String, Beside<FaqTranslation>>,
    ) -> Vec<(String, Sourced<Faq>)> {
        let translate = |(id, chinese): &(String, Sourced<Faq>)| {
            let mut faq = chinese.clone();
            if let Some(beside) = english.get(id) {
                faq.value.question = beside.head.question.clone();
                faq.value.body = beside.body.clone();
                faq.value.body_line = beside.body_line;
                faq.file = beside.file.clone();
            }
            (id.clone(), faq)
        };
        folder.faq.iter().map(translate).collect()
    }

    /// All texts of what campaigns share, for the site's catalogue.
    fn shared_texts(&self, model: &Model) -> BTreeSet<String> {
        let lexicon = Lexicon::default();
        let _ = self.again::<Site>(&model.site, &lexicon);
        for school in model.schools.values() {
            let _ = self.again::<School>(school, &lexicon);
        }
        for provider in model.providers.values() {
            let _ = self.again::<Provider>(provider, &lexicon);
        }
        for profile in model.profiles.values() {
            let _ = lexicon.translate(&profile.source.document);
        }
        lexicon.seen.into_inner().into_keys().collect()
    }

    /// I101 and I102: entries that nothing says any more, and numbers that got lost on the way.
    fn check_catalogue(&mut self, catalogue: &Catalogue, seen: &BTreeSet<&str>) {
        let text = self.sources.get(&catalogue.file).unwrap_or("").to_owned();
        for (chinese, english) in &catalogue.value.0 {
            let finding = if !seen.contains(chinese.as_str()) {
                Some(super::wording::stale(chinese, seen))
            } else {
                super::wording::numbers(chinese, english)
            };
            let Some(finding) = finding else { continue };
            let place = super::wording::place(&catalogue.file, &text, chinese);
            self.findings.push(match place {
                Some(span) => finding.at(span),
                None => finding.in_file(&catalogue.file),
            });
        }
    }
}

/// The class list with English colleges and majors. A campus is told by its id from here on: its name is another one in English.
fn class_list(model: &Model, folder: &CampaignFolder, lexicon: &Lexicon<'_>) -> Option<ClassList> {
    let mut list = folder.classes.clone()?;
    let school = model.schools.get(&folder.campaign.school.value);
    for class in &mut list.classes {
        for text in [&mut class.college, &mut class.major].into_iter().flatten() {
            *text = lexicon.translate(text).into_owned();
        }
        if let Some(written) = &mut class.campus
            && let Some(id) = school.and_then(|school| school.campus_id(written))
        {
            *written = id.to_owned();
        }
    }
    Some(list)
}

/// Lays the English file over a notice; gives the Chinese texts that it replaces.
fn overlay<'c>(
    notice: &mut Sourced<Notice>,
    chinese: &'c Notice,
    beside: &Beside<NoticeTranslation>,
) -> Vec<Option<&'c str>> {
    let (head, value) = (&beside.head, &mut notice.value);
    let mut said = vec![Some(chinese.title.as_str())];
    value.title.clone_from(&head.title);
    if let Some(office) = &head.office {
        value.office.clone_from(office);
        said.push(Some(&chinese.office));
    }
    let mut put = |place: &mut Option<String>, own: &Option<String>, chinese: &'c Option<String>| {
        if own.is_some() && chinese.is_some() {
            place.clone_from(own);
            said.push(chinese.as_deref());
        }
    };
    put(&mut value.to, &head.to, &chinese.to);
    put(&mut value.series, &head.series, &chinese.series);
    put(&mut value.summary, &head.summary, &chinese.summary);
    value.body.clone_from(&beside.body);
    value.body_line = beside.body_line;
    notice.file.clone_from(&beside.file);
    said
}

fn ids<T>(all: &[(String, T)]) -> BTreeSet<&str> {
    all.iter().map(|(id, _)| id.as_str()).collect()
}

fn coverage(
    folder: &CampaignFolder,
    lexicon: &Lexicon<'_>,
    notices: &BTreeMap<String, Beside<NoticeTranslation>>,
    faq: &BTreeMap<String, Beside<FaqTranslation>>,
) -> Coverage {
    let mut coverage = Coverage::default();
    let mut count = |characters: usize, translated: bool, name: &dyn Fn() -> String| {
        coverage.all += characters;
        if translated {
            coverage.translated += characters;
        } else {
            coverage.missing.push(name());
        }
    };
    for (text, translated) in lexicon.seen.borrow().iter() {
        count(han(text), *translated, &|| format!("“{text}”"));
    }
    let beside = |file: &str| format!("{}.en.md", file.trim_end_matches(".md"));
    for (slug, notice) in &folder.notices {
        let characters = han(&notice.title) + han(&notice.body);
        count(characters, notices.contains_key(slug), &|| beside(&notice.file));
    }
    for (id, question) in &folder.faq {
        let characters = han(&question.question) + han(&question.body);
        count(characters, faq.contains_key(id), &|| beside(&question.file));
    }
    coverage
}
