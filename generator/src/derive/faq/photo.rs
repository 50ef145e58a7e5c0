//! What the picture must be: numbers as the photo page prints them, rules in the profile's own sentences, and how to get there. Made from
//! a photo standard alone, so that self-check pages without a campaign have these answers too.

use super::{follow, join, sentence};
use crate::i18n::{Locale, Words};
use tassel_validator::{HumanRule, Lang, Policy, Profile, id_number, requirements};

/// What the answers are made from.
#[derive(Clone, Copy)]
pub(super) struct Standard<'a> {
    pub(super) profile: &'a Profile,
    pub(super) words: &'a Words,
}

/// An answer about the photo.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct PhotoAnswer {
    pub(crate) question: String,
    pub(crate) lead: String,
    pub(crate) items: Vec<String>,
    /// What to do about a photo that is otherwise.
    pub(crate) next: String,
    /// Anchor of the fact on a campaign's page of photo requirements; empty where the standard says nothing of it.
    pub(super) place: String,
}

impl Standard<'_> {
    /// One line as a paragraph, several as a list below `lead`; `of` is the group of its words, such as `answer.size.`.
    pub(super) fn say(self, of: &str, lead: String, mut lines: Vec<String>, place: &str) -> PhotoAnswer {
        let (lead, items) = if lines.len() == 1 {
            (follow(self.words, [Some(lead), lines.pop()]), lines)
        } else {
            (lead, lines)
        };
        let is_known = !lead.is_empty() || !items.is_empty();
        PhotoAnswer {
            question: self.words.get(&format!("{of}ask")).to_owned(),
            lead,
            items,
            next: self.words.get(&format!("{of}next")).to_owned(),
            place: if is_known { place.to_owned() } else { String::new() },
        }
    }

    /// An answer in the profile's own sentences, after this one; what to do is said even where it has none.
    fn by_rules(self, of: &str, lead: &str, ids: &[&str]) -> PhotoAnswer {
        let w = self.words;
        let rules = rules(self.profile, ids);
        let place = rules.first().map_or(String::new(), |rule| format!("rule-{}", rule.id));
        let lines = rules.iter().map(|rule| sentence(w, said(w, rule))).collect();
        self.say(of, lead.to_owned(), lines, &place)
    }

    /// A limit in words, as the photo page and the self-check print it.
    pub(super) fn limit(self, id: &str) -> Option<String> {
        requirements(self.profile, lang(self.words))
            .into_iter()
            .find(|limit| limit.id == id)
            .map(|limit| limit.text)
    }
}

fn lang(w: &Words) -> Lang {
    match w.locale {
        Locale::Zh => Lang::Zh,
        Locale::En => Lang::En,
    }
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

pub(super) fn size(of: Standard<'_>) -> Option<PhotoAnswer> {
    let w = of.words;
    let dpi = of
        .limit("file.dpi")
        .map(|dpi| w.fill("answer.size.dpi", &[("dpi", &dpi)]));
    let parts: Vec<String> = of.limit("file.size_px").into_iter().chain(dpi).collect();
    let parts: Vec<&str> = parts.iter().map(String::as_str).collect();
    let line = (!parts.is_empty()).then(|| sentence(w, &join(w, "answer.comma", &parts)));
    Some(of.say("answer.size.", String::new(), line.into_iter().collect(), "limits"))
}

pub(super) fn bytes(of: Standard<'_>) -> Option<PhotoAnswer> {
    let w = of.words;
    let line = match (of.limit("file.bytes"), of.limit("file.format")) {
        (Some(bytes), Some(format)) => Some(w.fill("answer.bytes.format", &[("bytes", &bytes), ("format", &format)])),
        (Some(bytes), None) => Some(w.fill("answer.bytes.line", &[("bytes", &bytes)])),
        (None, Some(format)) => Some(w.fill("answer.bytes.only_format", &[("format", &format)])),
        (None, None) => None,
    };
    Some(of.say("answer.bytes.", String::new(), line.into_iter().collect(), "limits"))
}

pub(super) fn background(of: Standard<'_>) -> Option<PhotoAnswer> {
    let w = of.words;
    let colours = of.limit("bg.color").map(|colours| sentence(w, &colours));
    let uniform = of.limit("bg.uniform");
    let uniform = uniform.map(|text| w.fill("answer.background.uniform", &[("text", &text)]));
    let text = follow(w, [colours, uniform]);
    Some(of.say("answer.background.", text, Vec::new(), "background"))
}

/// Where head and eyes belong: every such limit of the profile under its name.
pub(super) fn position(of: Standard<'_>) -> Option<PhotoAnswer> {
    let w = of.words;
    let limits = requirements(of.profile, lang(w)).into_iter();
    let lines: Vec<String> = limits
        .filter(|limit| limit.id.starts_with("geom."))
        .map(|limit| {
            let named = w.fill("answer.named", &[("name", &limit.title), ("text", &limit.text)]);
            sentence(w, &named)
        })
        .collect();
    let lead = if lines.is_empty() {
        ""
    } else {
        w.get("answer.position.lead")
    };
    Some(of.say("answer.position.", lead.to_owned(), lines, "limits"))
}

pub(super) fn expression(of: Standard<'_>) -> Option<PhotoAnswer> {
    Some(of.by_rules("answer.expression.", "", &["pose", "eyes.", "mouth."]))
}

pub(super) fn hair(of: Standard<'_>) -> Option<PhotoAnswer> {
    Some(of.by_rules("answer.hair.", "", &["hair."]))
}

pub(super) fn covered(of: Standard<'_>) -> Option<PhotoAnswer> {
    Some(of.by_rules("answer.covered.", "", &["face.occlusion"]))
}

pub(super) fn light(of: Standard<'_>) -> Option<PhotoAnswer> {
    Some(of.by_rules("answer.light.", "", &["light", "light."]))
}

pub(super) fn colour(of: Standard<'_>) -> Option<PhotoAnswer> {
    let w = of.words;
    let mode = of.limit("file.color_mode").map(|mode| sentence(w, &mode));
    Some(of.say("answer.colour.", String::new(), mode.into_iter().collect(), "limits"))
}

/// Whether they may be worn comes first; where they may not, the advice on wearing them is left out.
pub(super) fn glasses(of: Standard<'_>) -> Option<PhotoAnswer> {
    let w = of.words;
    let mut answer = of.by_rules("answer.glasses.", "", &["glasses", "glasses."]);
    let policy = rules(of.profile, &["glasses"]).iter().find_map(|rule| rule.policy);
    let first = match policy {
        Some(Policy::Forbid) => Some(w.get("answer.glasses.no")),
        Some(Policy::AllowNoGlare) => Some(w.get("answer.glasses.yes")),
        Some(Policy::Habitual) => None,
        None if answer.lead.is_empty() && answer.items.is_empty() => Some(w.get("answer.glasses.unsaid")),
        None => None,
    };
    answer.lead = follow(w, [first.map(str::to_owned), Some(answer.lead)]);
    if policy == Some(Policy::Forbid) {
        w.get("answer.glasses.take_off").clone_into(&mut answer.next);
    }
    Some(answer)
}

pub(super) fn clothes(of: Standard<'_>) -> Option<PhotoAnswer> {
    Some(of.by_rules("answer.clothes.", "", &["clothes.", "jewelry", "headwear"]))
}

pub(super) fn retouch(of: Standard<'_>) -> Option<PhotoAnswer> {
    Some(of.by_rules("answer.retouch.", "", &["makeup", "retouch"]))
}

pub(super) fn border(of: Standard<'_>) -> Option<PhotoAnswer> {
    Some(of.by_rules("answer.border.", "", &["overlay."]))
}

/// Which photo may be handed in at all.
pub(super) fn source(of: Standard<'_>) -> Option<PhotoAnswer> {
    let why = of.words.get("answer.source.why");
    Some(of.by_rules("answer.source.", why, &["recent", "source"]))
}

/// The pattern, and a name made from it. The identity number in it is right in form and can belong to nobody.
pub(super) fn filename(of: Standard<'_>) -> Option<PhotoAnswer> {
    let Standard { profile, words: w } = of;
    let pattern = &profile.file.name.as_ref()?.pattern;
    let rule = w.fill("answer.filename.line", &[("name", &of.limit("file.name")?)]);
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
    Some(of.say("answer.filename.", text, Vec::new(), &place))
}
