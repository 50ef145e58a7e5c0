//! The answers that a self-check page brings along, so that a refusal's is one tap away without a network and beside the result.

use super::context::{Map, World, shown};
use super::markdown::paragraphs;
use crate::derive::CampaignView;
use crate::derive::faq::{Origin, PhotoAnswer, QuestionView, checks_of, of_standard, refusals};
use serde::Serialize;
use std::collections::BTreeSet;

/// An answer as the template sees it.
#[derive(Debug, Serialize)]
struct Answer {
    /// Its anchor on the page.
    id: String,
    /// Ids of the checks whose refusal it answers, with spaces between.
    checks: String,
    /// Ids of the photo standards that it holds for, with spaces between.
    profiles: String,
    /// Whether it holds for the standard that the page begins with.
    shown: bool,
    question: String,
    html: String,
    /// The campaign's own page of questions, as a path from the site's root; empty without a campaign.
    url: String,
}

/// A campaign's answers, hand-written ones as plain text: a picture could not be loaded any more, and a link would leave the result.
pub(super) fn of_campaign(view: &CampaignView, context: &mut Map) {
    let answer = |(question, checks): (&QuestionView, Vec<&str>)| Answer {
        id: format!("answer-{}", question.id),
        checks: checks.join(" "),
        profiles: view.photo_profile.clone(),
        shown: true,
        question: question.question.clone(),
        html: match question.origin {
            Origin::Generated => paragraphs(&question.lead, &question.items, &question.next),
            Origin::Written => question.text.lines().map(|line| paragraphs(line, &[], "")).collect(),
        },
        url: question.anchor.clone(),
    };
    let answers: Vec<Answer> = refusals(&view.faq).map(answer).collect();
    context.insert("answers", shown(&answers));
}

/// Answers from photo standards alone; what several of them say alike is said once.
pub(super) fn of_standards(world: &World<'_>, context: &mut Map, ids: &BTreeSet<&str>, default: &str) {
    let mut groups: Vec<(&'static str, PhotoAnswer, Vec<&str>)> = Vec::new();
    let first = std::iter::once(default).chain(ids.iter().copied().filter(|id| *id != default));
    for id in first {
        let Some(profile) = world.model.profiles.get(id) else {
            continue;
        };
        for (kind, answer) in of_standard(profile, &world.words) {
            match groups.iter_mut().find(|(own, said, _)| *own == kind && *said == answer) {
                Some((_, _, profiles)) => profiles.push(id),
                None => groups.push((kind, answer, vec![id])),
            }
        }
    }
    // The order of the first standard's; what others say on the same question stands beside it, hidden.
    let mut kinds: Vec<&str> = Vec::new();
    for (kind, ..) in &groups {
        if !kinds.contains(kind) {
            kinds.push(kind);
        }
    }
    groups.sort_by_key(|(kind, ..)| kinds.iter().position(|known| known == kind));
    let answers: Vec<Answer> = groups
        .into_iter()
        .map(|(kind, said, profiles)| Answer {
            id: match profiles.first() {
                Some(first) if *first != default => format!("answer-{kind}-{first}"),
                _ => format!("answer-{kind}"),
            },
            checks: checks_of(kind).collect::<Vec<_>>().join(" "),
            shown: profiles.contains(&default),
            profiles: profiles.join(" "),
            html: paragraphs(&said.lead, &said.items, &said.next),
            question: said.question,
            url: String::new(),
        })
        .collect();
    context.insert("answers", shown(&answers));
}
