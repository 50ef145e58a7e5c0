//! What the picture must be: numbers as the photo page prints them, rules in the profile's own sentences.

use super::words::{join, say, sentence};
use super::{Draft, Facts};
use tassel_validator::{Lang, Policy, Profile, id_number, requirements};

/// A limit in words, as the photo page and the self-check print it.
fn limit(profile: &Profile, id: &str) -> Option<String> {
    requirements(profile, Lang::Zh)
        .into_iter()
        .find(|limit| limit.id == id)
        .map(|limit| limit.text)
}

/// The sentences of the rules whose id is one of these, or begins with one that ends in a dot.
fn rules<'a>(profile: &'a Profile, ids: &[&str]) -> Vec<&'a tassel_validator::HumanRule> {
    let fits = |id: &str| {
        ids.iter()
            .any(|wanted| id == *wanted || (wanted.ends_with('.') && id.starts_with(wanted)))
    };
    profile.rules.iter().filter(|rule| fits(&rule.id)).collect()
}

/// An answer in the profile's own sentences.
fn by_rules(facts: &Facts<'_>, ids: &[&str], ask: &str) -> Option<Draft> {
    let rules = rules(facts.profile?, ids);
    let first = rules.first()?;
    let basis = facts.basis("photo/", format!("rule-{}", first.id), say("basis.photo", &[]));
    let lines = rules.iter().map(|rule| sentence(&rule.text)).collect();
    Draft::of(say(ask, &[]), String::new(), lines, basis)
}

pub(super) fn size(facts: &Facts<'_>) -> Option<Draft> {
    let profile = facts.profile?;
    let size = limit(profile, "file.size_px")?;
    let dpi = limit(profile, "file.dpi").map(|dpi| say("size.dpi", &[("dpi", &dpi)]));
    let parts: Vec<&str> = std::iter::once(size.as_str()).chain(dpi.as_deref()).collect();
    let text = sentence(&join("comma", &parts));
    let basis = facts.basis("photo/", "limits", say("basis.photo", &[]));
    Draft::of(say("size.ask", &[]), String::new(), vec![text], basis)
}

pub(super) fn bytes(facts: &Facts<'_>) -> Option<Draft> {
    let profile = facts.profile?;
    let bytes = limit(profile, "file.bytes")?;
    let text = match limit(profile, "file.format") {
        Some(format) => say("bytes.format", &[("bytes", &bytes), ("format", &format)]),
        None => say("bytes.line", &[("bytes", &bytes)]),
    };
    let basis = facts.basis("photo/", "limits", say("basis.photo", &[]));
    Draft::of(say("bytes.ask", &[]), String::new(), vec![text], basis)
}

pub(super) fn background(facts: &Facts<'_>) -> Option<Draft> {
    let profile = facts.profile?;
    let colours = limit(profile, "bg.color")?;
    let mut text = sentence(&colours);
    if let Some(uniform) = limit(profile, "bg.uniform") {
        text.push_str(&say("background.uniform", &[("text", &uniform)]));
    }
    let basis = facts.basis("photo/", "background", say("basis.photo", &[]));
    Draft::of(say("background.ask", &[]), String::new(), vec![text], basis)
}

pub(super) fn glasses(facts: &Facts<'_>) -> Option<Draft> {
    let policy = rules(facts.profile?, &["glasses"]).iter().find_map(|rule| rule.policy);
    let mut draft = by_rules(facts, &["glasses", "glasses."], "glasses.ask")?;
    let answer = match policy {
        Some(Policy::Forbid) => say("glasses.no", &[]),
        Some(Policy::AllowNoGlare) => say("glasses.yes", &[]),
        Some(Policy::Habitual) | None => String::new(),
    };
    if draft.items.is_empty() {
        draft.lead = answer + &draft.lead;
    } else {
        draft.lead = answer;
    }
    Some(draft)
}

pub(super) fn clothes(facts: &Facts<'_>) -> Option<Draft> {
    by_rules(facts, &["clothes.", "jewelry", "headwear"], "clothes.ask")
}

pub(super) fn retouch(facts: &Facts<'_>) -> Option<Draft> {
    by_rules(facts, &["makeup", "retouch"], "retouch.ask")
}

/// The pattern, and a name made from it. The identity number in it is right in form and can belong to nobody.
pub(super) fn filename(facts: &Facts<'_>) -> Option<Draft> {
    let profile = facts.profile?;
    let pattern = &profile.file.name.as_ref()?.pattern;
    let wanted = limit(profile, "file.name")?;
    let mut text = say("filename.line", &[("name", &wanted)]);
    let parts = [
        ("{id_number}", id_number::example().to_owned()),
        ("{student_id}", say("filename.student_id", &[])),
        ("{name}", say("filename.name", &[])),
    ];
    if !pattern.contains("{any}") && parts.iter().any(|(part, _)| pattern.contains(part)) {
        let example = parts
            .iter()
            .fold(pattern.clone(), |name, (part, value)| name.replace(part, value));
        text.push_str(&say("filename.example", &[("name", &example)]));
    }
    let ids = [pattern.contains("{id_number}").then(|| say("filename.fictitious", &[]))];
    let text = ids.into_iter().flatten().fold(text, |text, more| text + &more);
    let own = rules(profile, &["file.name"]);
    let place = own
        .first()
        .map_or("limits".to_owned(), |rule| format!("rule-{}", rule.id));
    let basis = facts.basis("photo/", place, say("basis.photo", &[]));
    Draft::of(say("filename.ask", &[]), String::new(), vec![text], basis)
}
