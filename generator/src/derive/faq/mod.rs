//! Questions and answers: those written by hand, and those that follow from the facts. A hand-written one takes the place of the other.

mod money;
mod papers;
mod photo;
mod photo_trouble;
mod plain;
mod refusals;
mod time;
mod trouble;

pub(crate) use photo::PhotoAnswer;
pub use plain::plain_text;
pub(crate) use refusals::{checks_of, refusals};

use super::campaign::CampaignView;
use super::facts::facts;
use crate::i18n::{Locale, Words};
use crate::model::{CampaignFolder, Model, Topic};
use photo::Standard;
use serde::Serialize;
use tassel_validator::Profile;

/// A question as pages, the search index and the channels see it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct QuestionView {
    /// Stable id within the campaign: the anchor on the page of questions.
    pub id: String,
    /// Further ids that this answer stands for, so that links to them still arrive.
    pub replaces: Vec<String>,
    /// The question.
    pub question: String,
    /// What it is about.
    pub topic: Topic,
    /// Who wrote the answer.
    pub origin: Origin,
    /// First paragraph of an answer that follows from the facts; empty for a hand-written one, whose Markdown is rendered on its page.
    pub lead: String,
    /// Its list.
    pub items: Vec<String>,
    /// Its last paragraph: what to do next; empty where there is nothing to be done.
    pub next: String,
    /// The whole answer as plain text.
    pub text: String,
    /// Path of the question from the site's root: `szu-2020/faq/index.html#fee`.
    pub anchor: String,
    /// Where the fact stands.
    pub basis: Option<Basis>,
}

/// Who wrote an answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Origin {
    /// A person, in `faq/<id>.md`.
    Written,
    /// It follows from the facts.
    Generated,
}

/// The place of a fact.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Basis {
    /// Name of the place.
    pub title: String,
    /// Page, as a path from the site's root.
    pub page: String,
    /// Anchor on that page, without `#`; empty for its beginning.
    pub place: String,
}

/// What an answer is made from.
struct Facts<'a> {
    view: &'a CampaignView,
    profile: Option<&'a Profile>,
    words: &'a Words,
}

impl Facts<'_> {
    fn basis(&self, page: &str, place: impl Into<String>, title: impl Into<String>) -> Basis {
        Basis {
            title: title.into(),
            page: format!("{}/{page}index.html", self.view.root),
            place: place.into(),
        }
    }

    /// The routes' comparison, or with a single one that route.
    fn routes(&self) -> Basis {
        match &self.view.routes[..] {
            [only] => self.route(&only.id, &only.name),
            _ => self.basis("", "routes", self.words.get("answer.basis.routes")),
        }
    }

    fn route(&self, id: &str, name: &str) -> Basis {
        self.basis("", format!("route-{id}"), name)
    }
}

/// An answer that follows from the facts.
struct Draft {
    question: String,
    lead: String,
    items: Vec<String>,
    next: String,
    /// None where no fact of the campaign is behind it.
    basis: Option<Basis>,
}

impl Draft {
    /// One line as a sentence; several as a list below `lead`. `None` without any.
    fn of(question: String, lead: String, mut lines: Vec<String>, basis: Basis) -> Option<Self> {
        let (lead, items) = match lines.len() {
            0 => return None,
            1 => (lines.remove(0), Vec::new()),
            _ => (lead, lines),
        };
        Some(Self {
            question,
            lead,
            items,
            next: String::new(),
            basis: Some(basis),
        })
    }
}

/// What makes an answer.
enum Make {
    /// A campaign's facts.
    Campaign(fn(&Facts<'_>) -> Option<Draft>),
    /// A photo standard alone.
    Photo(fn(Standard<'_>) -> Option<PhotoAnswer>),
}
use Make::{Campaign, Photo};

impl Make {
    fn answer(&self, facts: &Facts<'_>) -> Option<Draft> {
        match self {
            Campaign(make) => make(facts),
            Photo(make) => {
                let said = make(Standard {
                    profile: facts.profile?,
                    words: facts.words,
                })?;
                let title = facts.words.get("answer.basis.photo");
                Some(Draft {
                    basis: (!said.place.is_empty()).then(|| facts.basis("photo/", said.place, title)),
                    question: said.question,
                    lead: said.lead,
                    items: said.items,
                    next: said.next,
                })
            }
        }
    }
}

/// All questions that facts can answer, in the order in which they are printed within their topic. Ids are addresses: they never change.
const KINDS: &[(&str, Topic, Make)] = &[
    ("both", Topic::TakingPart, Campaign(time::both)),
    ("when", Topic::Time, Campaign(time::when)),
    ("where", Topic::Time, Campaign(time::place)),
    ("class", Topic::Time, Campaign(time::class)),
    ("check", Topic::Time, Campaign(time::check)),
    ("fee", Topic::Fee, Campaign(money::fee)),
    ("pay", Topic::Fee, Campaign(money::pay)),
    ("refund", Topic::Fee, Campaign(money::refund)),
    ("size", Topic::Photo, Photo(photo::size)),
    ("bytes", Topic::Photo, Photo(photo::bytes)),
    ("background", Topic::Photo, Photo(photo::background)),
    ("position", Topic::Photo, Photo(photo::position)),
    ("expression", Topic::Photo, Photo(photo::expression)),
    ("hair", Topic::Photo, Photo(photo::hair)),
    ("covered", Topic::Photo, Photo(photo::covered)),
    ("light", Topic::Photo, Photo(photo::light)),
    ("colour", Topic::Photo, Photo(photo::colour)),
    ("glasses", Topic::Photo, Photo(photo::glasses)),
    ("clothes", Topic::Photo, Photo(photo::clothes)),
    ("retouch", Topic::Photo, Photo(photo::retouch)),
    ("border", Topic::Photo, Photo(photo::border)),
    ("source", Topic::Photo, Photo(photo::source)),
    ("bring", Topic::Papers, Campaign(papers::bring)),
    ("code", Topic::Papers, Campaign(papers::code)),
    ("code-expiry", Topic::Papers, Campaign(papers::code_expiry)),
    ("id-card", Topic::Papers, Campaign(papers::id_card)),
    ("hmt", Topic::Papers, Campaign(papers::hmt)),
    ("filename", Topic::Papers, Photo(photo::filename)),
    ("delivery", Topic::Papers, Campaign(papers::delivery)),
    ("missed", Topic::Trouble, Campaign(trouble::missed)),
    ("compare-failed", Topic::Trouble, Campaign(trouble::compare_failed)),
    ("resubmit", Topic::Trouble, Campaign(trouble::resubmit)),
    ("open", Topic::Trouble, Photo(photo_trouble::open)),
    ("upright", Topic::Trouble, Photo(photo_trouble::upright)),
    ("one-face", Topic::Trouble, Photo(photo_trouble::one_face)),
    ("sharp", Topic::Trouble, Photo(photo_trouble::sharp)),
    ("compression", Topic::Trouble, Photo(photo_trouble::compression)),
    ("cutout", Topic::Trouble, Photo(photo_trouble::cutout)),
    ("contact", Topic::Trouble, Campaign(trouble::contact)),
];

/// Ids of the questions that facts can answer.
pub fn ids() -> impl Iterator<Item = &'static str> {
    KINDS.iter().map(|(id, ..)| *id)
}

/// A campaign's questions: by topic, within a topic the hand-written ones in their own order, then those that follow from the facts.
pub(super) fn questions(
    model: &Model,
    folder: &CampaignFolder,
    view: &CampaignView,
    words: &Words,
) -> Vec<QuestionView> {
    let given = Facts {
        view,
        profile: model.profiles.get(&view.photo_profile),
        words,
    };
    let facts = facts(model, folder, view, words);
    let mut all: Vec<QuestionView> = folder
        .faq
        .iter()
        .map(|(id, faq)| {
            let kind = kind(id).or_else(|| faq.replaces.iter().find_map(|other| kind(&other.value)));
            let markdown = super::facts::insert(&faq.file, &faq.body, &facts).unwrap_or_default();
            QuestionView {
                id: id.clone(),
                replaces: faq.replaces.iter().map(|other| other.value.clone()).collect(),
                question: faq.question.clone(),
                topic: faq.topic.or(kind.map(|(_, topic, _)| *topic)).unwrap_or(Topic::Other),
                origin: Origin::Written,
                lead: String::new(),
                items: Vec::new(),
                next: String::new(),
                text: plain_text(&markdown),
                anchor: anchor(view, id),
                basis: kind
                    .and_then(|(_, _, make)| make.answer(&given))
                    .and_then(|draft| draft.basis),
            }
        })
        .collect();
    for (id, topic, make) in KINDS {
        let taken = all
            .iter()
            .any(|q| q.id == *id || q.replaces.iter().any(|other| other == id));
        if taken {
            continue;
        }
        all.extend(make.answer(&given).map(|draft| generated(view, id, *topic, draft)));
    }
    all.sort_by_key(|question| question.topic);
    all
}

/// Id and answer of each question that a photo standard alone answers.
pub(crate) fn of_standard(profile: &Profile, words: &Words) -> Vec<(&'static str, PhotoAnswer)> {
    let answer = |(id, _, make): &(&'static str, Topic, Make)| match make {
        Campaign(_) => None,
        Photo(make) => Some((*id, make(Standard { profile, words })?)),
    };
    KINDS.iter().filter_map(answer).collect()
}

fn kind(id: &str) -> Option<&'static (&'static str, Topic, Make)> {
    KINDS.iter().find(|(own, ..)| *own == id)
}

fn anchor(view: &CampaignView, id: &str) -> String {
    format!("{}/faq/index.html#{id}", view.root)
}

fn generated(view: &CampaignView, id: &str, topic: Topic, draft: Draft) -> QuestionView {
    let text: Vec<&str> = std::iter::once(&draft.lead)
        .chain(&draft.items)
        .chain([&draft.next])
        .filter(|line| !line.is_empty())
        .map(String::as_str)
        .collect();
    QuestionView {
        id: id.to_owned(),
        replaces: Vec::new(),
        question: draft.question,
        topic,
        origin: Origin::Generated,
        text: text.join("\n"),
        lead: draft.lead,
        items: draft.items,
        next: draft.next,
        anchor: anchor(view, id),
        basis: draft.basis,
    }
}

/// Parts in one line, with the text of this key between them.
pub(super) fn join(words: &Words, between: &str, parts: &[&str]) -> String {
    parts.join(words.get(between))
}

/// The text with a full stop, unless it has an end of its own.
fn sentence(words: &Words, text: &str) -> String {
    let text = text.trim_end();
    if text.ends_with(['。', '！', '？', '：', '.', '!', '?']) {
        text.to_owned()
    } else {
        words.fill("answer.sentence", &[("text", text)])
    }
}

/// One sentence after another.
fn follow<const N: usize>(words: &Words, sentences: [Option<String>; N]) -> String {
    let between = match words.locale {
        Locale::Zh => "",
        Locale::En => " ",
    };
    let said: Vec<String> = sentences
        .into_iter()
        .flatten()
        .filter(|text| !text.is_empty())
        .collect();
    said.join(between)
}
