//! Clothes and the cut-out's edge.

use super::{asked, between, place};
use crate::judge::draft::{Draft, below};
use crate::measure::surroundings::{Fringe, Torso};
use crate::options::Lang;
use crate::profile::Profile;
use crate::report::Fix;
use crate::words::surroundings as words;

/// Colour distance (CIEDE2000) of clothes to the wall below which they merge: folds and shading of a white shirt on a white wall alone
/// reach 4.
const MERGE: f64 = 6.0;
/// From here on, nobody mistakes one for the other.
const DISTINCT: f64 = 12.0;
/// Luma deviation inside a cell of 8 px (0…255) from which clothes look striped: cloth has 1 to 4, a checked shirt about 15.
const STRIPED: f64 = 25.0;

pub(super) fn clothes(torso: Option<&Torso>, scale: f32, profile: &Profile, lang: Lang) -> Draft {
    const ID: &str = "clothes.contrast";
    let Some(torso) = torso else {
        return Draft::skip(ID, words::no_shoulders(lang));
    };
    let distance = between(torso.distance, MERGE, DISTINCT);
    let pattern = asked(below(torso.pattern / STRIPED), profile, ID);
    let score = distance.min(pattern);
    let fine = score >= profile.threshold(ID).review;
    Draft::new(
        ID,
        score,
        words::clothes(lang, fine, pattern < distance, torso.distance),
        Fix::Retake,
    )
    .number(torso.distance, "deltaE", Some(MERGE), None)
    .at(place(torso.place, scale))
}

/// Fewer cuts than this across the edge say nothing.
const CUTS: usize = 40;
/// [`Fringe::off`] of a cut-out that shows, and of one that has to be looked at: clean edges had 3 to 9, light hair on
/// blue 10; remains of another background 10 to 100.
const RIM: (f64, f64) = (14.0, 9.6);
/// The same for [`Fringe::strongest`]: 22 is the most that clean edges showed, and 65 the least of dark rims that hide in part.
const PARTLY: (f64, f64) = (42.0, 30.0);

pub(super) fn fringe(fringe: &Fringe, profile: &Profile, lang: Lang) -> Draft {
    const ID: &str = "artefact.fringe";
    if fringe.cuts < CUTS {
        return Draft::skip(ID, words::no_edge(lang));
    }
    let score = between(fringe.off, RIM.0, RIM.1).min(between(fringe.strongest, PARTLY.0, PARTLY.1));
    let fine = score >= profile.threshold(ID).review;
    let text = words::fringe(lang, fine, fringe.lighter > 0.0);
    Draft::new(ID, score, text, Fix::Retake).number(fringe.off, "rgb", None, Some(RIM.0))
}
