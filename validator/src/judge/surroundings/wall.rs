//! Things in the background.

use super::{asked, place};
use crate::judge::draft::{Draft, below};
use crate::measure::surroundings::Objects;
use crate::options::Lang;
use crate::profile::Profile;
use crate::report::Fix;
use crate::words::surroundings as words;

/// Area of a thing, in cells of 1/60 of the photo's width: 16 are a square of 32 px in a finished photo, smaller than a wall socket; what
/// hair or a collar leaves beside the outline stays below 8.
const LARGEST: f64 = 16.0;
/// So many things, or one that reaches over so much of the photo's width, are a pattern of the wall: `bg.uniform` speaks of it.
const MANY: usize = 5;
const WIDE: f64 = 0.62;

pub(super) fn objects(objects: &Objects, scale: f32, width: usize, profile: &Profile, lang: Lang) -> Draft {
    const ID: &str = "bg.objects";
    if objects.wall_rgb.is_none() {
        return Draft::skip(ID, words::no_wall(lang));
    }
    let pattern = objects.things >= MANY || f64::from(objects.place[2]) > WIDE * width as f64;
    let score = below(objects.largest / LARGEST);
    let score = if pattern { asked(score, profile, ID) } else { score };
    let fine = score >= profile.threshold(ID).review;
    Draft::new(
        ID,
        score,
        words::objects(lang, fine, pattern, objects.share * 100.0),
        Fix::Retake,
    )
    .number(objects.share * 100.0, "%", None, None)
    .at(place(objects.place, scale))
}
