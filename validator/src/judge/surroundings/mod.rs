//! Judges what stands around the person: objects, clothes, edges, overlays, and whether it is a photograph at all.

mod overlays;
mod person;
#[cfg(test)]
mod tests;
mod wall;

use super::draft::Draft;
use super::{Evidence, Seen};
use crate::measure::surroundings::{Around, Surroundings};
use crate::options::Lang;
use crate::profile::Profile;
use crate::words::{Text, surroundings as words};

/// All of them, in the order of the report.
pub(super) fn all(_evidence: &Evidence, seen: &Seen<'_>, profile: &Profile, lang: Lang) -> Vec<Draft> {
    let picture = seen.picture(lang).map(|looks| &looks.surroundings);
    let person = seen.looks(lang).map(|looks| &looks.surroundings);
    let (scale, width) = picture.as_ref().map_or((1.0, 0), |found| (found.scale, found.width));
    let of_picture = |id, judge: &dyn Fn(&Around) -> Draft| judged(id, &picture, lang, judge);
    let of_person = |id, judge: &dyn Fn(&Around) -> Draft| judged(id, &person, lang, judge);
    vec![
        of_person("bg.objects", &|around| {
            wall::objects(&around.objects, scale, width, profile, lang)
        }),
        of_person("clothes.contrast", &|around| {
            person::clothes(around.torso.as_ref(), scale, profile, lang)
        }),
        of_person("artefact.fringe", &|around| {
            person::fringe(&around.fringe, profile, lang)
        }),
        match &picture {
            Err(why) => Draft::skip("overlay.border", why.clone()),
            Ok(found) => overlays::border(&found.edges, scale, profile, lang),
        },
        of_picture("overlay.text", &|around| {
            overlays::text(&around.letters, scale, profile, lang)
        }),
        of_picture("spoof.recapture", &|around| overlays::recapture(around, profile, lang)),
        of_picture("style.cartoon", &|around| {
            overlays::cartoon(&around.tones, profile, lang)
        }),
    ]
}

/// Judges what lies around the outline, or says why it can't be told.
fn judged(id: &'static str, seen: &Result<&Surroundings, Text>, lang: Lang, judge: &dyn Fn(&Around) -> Draft) -> Draft {
    match seen {
        Err(why) => Draft::skip(id, why.clone()),
        Ok(found) => match &found.around {
            None => Draft::skip(id, words::no_outline(lang)),
            Some(around) => judge(around),
        },
    }
}

/// A place in px of the upright photo.
fn place([x, y, w, h]: [u32; 4], scale: f32) -> Option<[u32; 4]> {
    (w > 0 && h > 0).then(|| [x, y, w, h].map(|n| (n as f32 * scale) as u32))
}

/// Score on a line through 0.5 at `fail` and 0.8 at `review`, whichever of them is larger.
fn between(value: f64, fail: f64, review: f64) -> f64 {
    (0.5 + 0.3 * (value - fail) / (review - fail)).clamp(0.0, 1.0)
}

/// The same for what a person has to decide: never below what is surely a review.
fn asked(score: f64, profile: &Profile, id: &str) -> f64 {
    score.max(profile.threshold(id).fail + 0.05)
}
