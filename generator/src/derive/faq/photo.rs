//! What the picture must be: numbers as the photo page prints them, rules in the profile's own sentences.

use super::{Draft, Facts};
use super::{follow, join, sentence};
use crate::i18n::{Locale, Words};
use tassel_validator::{HumanRule, Lang, Policy, Profile, id_number, requirements};

fn lang(w: &Words) -> Lang {
    match w.locale {
        Locale::Zh => Lang::Zh,
        Locale::En => Lang::En,
    }
}

/// A limit in words, as the photo page and the self-check print it.
fn limit(w: &Words, profile: &Profile, id: &str) -> Option<String> {
    requirements(profile, lang(w))
        .into_iter()
        .find(|limit| limit.id == id)
        .map(|limit| limit.text)
}

/// The sentences of the rules whose id is one of these, or begins with one that ends in a dot.
fn rules<'a>(profile: &'a Profile, ids: &[&str]) -> Vec<&'a HumanRule> {
    let fits = |id: &str| {
        ids.iter()
            .any(|wanted| id == *wanted || (wanted.ends_with('.') && id.starts_with(wanted)))
    };
    profile.rules.iter().filter(|rule| fits(&rule.id)).collect()
}

/// A rule's sentence in this language, where the profile has it.
fn said<'a>(w: &Words, rule: &'a HumanRule) -> &'a str {
    match (w.locale, &rule.text_en) {
        (Locale::En, Some(text)) => text,
        _ => &rule.text,
    }
}

/// An answer in the profile's own sentences.
fn by_rules(facts: &Facts<'_>, ids: &[&str], ask: &str) -> Option<Draft> {
    let w = facts.words;
    let rules = rules(facts.profile?, ids);
    let first = rules.first()?;
    let basis = facts.basis(
        "photo/",
        format!("rule-{}", first.id),
        w.get("answer.basis.photo").to_owned(),
    );
    let lines = rules.iter().map(|rule| sentence(w, said(w, rule))).collect();
    Draft::of(w.fill(ask, &[]), String::new(), lines, basis)
}

pub(super) fn size(facts: &Facts<'_>) -> Option<Draft> {
    let w = facts.words;
    let profile = facts.profile?;
    let size = limit(w, profile, "file.size_px")?;
    let dpi = limit(w, profile, "file.dpi").map(|dpi| w.fill("answer.size.dpi", &[("dpi", &dpi)]));
    let parts: Vec<&str> = std::iter::once(size.as_str()).chain(dpi.as_deref()).collect();
    let text = sentence(w, &join(w, "answer.comma", &parts));
    let basis = facts.basis("photo/", "limits", w.get("answer.basis.photo").to_owned());
    Draft::of(w.get("answer.size.ask").to_owned(), String::new(), vec![text], basis)
}

pub(super) fn bytes(facts: &Facts<'_>) -> Option<Draft> {
    let w = facts.words;
    let profile = facts.profile?;
    let bytes = limit(w, profile, "file.bytes")?;
    let text = match limit(w, profile, "file.format") {
        Some(format) => w.fill("answer.bytes.format", &[("bytes", &bytes), ("format", &format)]),
        None => w.fill("answer.bytes.line", &[("bytes", &bytes)]),
    };
    let basis = facts.basis("photo/", "limits", w.get("answer.basis.photo").to_owned());
    Draft::of(w.get("answer.bytes.ask").to_owned(), String::new(), vec![text], basis)
}

pub(super) fn background(facts: &Facts<'_>) -> Option<Draft> {
    let w = facts.words;
    let profile = facts.profile?;
    let colours = limit(w, profile, "bg.color")?;
    let uniform = limit(w, profile, "bg.uniform");
    let uniform = uniform.map(|text| w.fill("answer.background.uniform", &[("text", &text)]));
    let text = follow(w, [Some(sentence(w, &colours)), uniform]);
    let basis = facts.basis("photo/", "background", w.get("answer.basis.photo").to_owned());
    Draft::of(
        w.get("answer.background.ask").to_owned(),
        String::new(),
        vec![text],
        basis,
    )
}

/// Where head and eyes belong: every such limit of the profile under its name.
pub(super) fn position(facts: &Facts<'_>) -> Option<Draft> {
    let w = facts.words;
    let limits = requirements(facts.profile?, lang(w)).into_iter();
    let lines: Vec<String> = limits
        .filter(|limit| limit.id.starts_with("geom."))
        .map(|limit| {
            sentence(
                w,
                &w.fill("answer.named", &[("name", &limit.title), ("text", &limit.text)]),
            )
        })
        .collect();
    let basis = facts.basis("photo/", "limits", w.get("answer.basis.photo").to_owned());
    let lead = w.get("answer.position.lead").to_owned();
    Draft::of(w.get("answer.position.ask").to_owned(), lead, lines, basis)
}

pub(super) fn expression(facts: &Facts<'_>) -> Option<Draft> {
    by_rules(facts, &["pose", "eyes.", "mouth."], "answer.expression.ask")
}

pub(super) fn hair(facts: &Facts<'_>) -> Option<Draft> {
    by_rules(facts, &["hair."], "answer.hair.ask")
}

pub(super) fn light(facts: &Facts<'_>) -> Option<Draft> {
    by_rules(facts, &["light", "light."], "answer.light.ask")
}

pub(super) fn glasses(facts: &Facts<'_>) -> Option<Draft> {
    let w = facts.words;
    let policy = rules(facts.profile?, &["glasses"]).iter().find_map(|rule| rule.policy);
    let mut draft = by_rules(facts, &["glasses", "glasses."], "answer.glasses.ask")?;
    let answer = match policy {
        Some(Policy::Forbid) => Some(w.get("answer.glasses.no").to_owned()),
        Some(Policy::AllowNoGlare) => Some(w.get("answer.glasses.yes").to_owned()),
        Some(Policy::Habitual) | None => None,
    };
    draft.lead = follow(w, [answer, Some(draft.lead)]);
    Some(draft)
}

pub(super) fn clothes(facts: &Facts<'_>) -> Option<Draft> {
    by_rules(facts, &["clothes.", "jewelry", "headwear"], "answer.clothes.ask")
}

pub(super) fn retouch(facts: &Facts<'_>) -> Option<Draft> {
    by_rules(facts, &["makeup", "retouch"], "answer.retouch.ask")
}

/// The pattern, and a name made from it. The identity number in it is right in form and can belong to nobody.
pub(super) fn filename(facts: &Facts<'_>) -> Option<Draft> {
    let w = facts.words;
    let profile = facts.profile?;
    let pattern = &profile.file.name.as_ref()?.pattern;
    let wanted = limit(w, profile, "file.name")?;
    let rule = w.fill("answer.filename.line", &[("name", &wanted)]);
    let parts = [
        ("{id_number}", id_number::example().to_owned()),
        ("{student_id}", w.get("answer.filename.student_id").to_owned()),
        ("{name}", w.get("answer.filename.name").to_owned()),
    ];
    let shown = !pattern.contains("{any}") && parts.iter().any(|(part, _)| pattern.contains(part));
    let example = shown.then(|| {
        let filled = |name: String, (part, value): &(&str, String)| name.replace(part, value);
        let example = parts.iter().fold(pattern.clone(), filled);
        w.fill("answer.filename.example", &[("name", &example)])
    });
    let made_up = pattern
        .contains("{id_number}")
        .then(|| w.get("answer.filename.fictitious").to_owned());
    let text = follow(w, [Some(rule), example, made_up.filter(|_| shown)]);
    let own = rules(profile, &["file.name"]);
    let place = own
        .first()
        .map_or("limits".to_owned(), |rule| format!("rule-{}", rule.id));
    let basis = facts.basis("photo/", place, w.get("answer.basis.photo").to_owned());
    Draft::of(
        w.get("answer.filename.ask").to_owned(),
        String::new(),
        vec![text],
        basis,
    )
}
