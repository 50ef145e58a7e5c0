//! Frames, letters, and whether it is a photograph of a person at all.

use super::{asked, between, place};
use crate::judge::draft::{Draft, below};
use crate::measure::surroundings::{Around, Edge, Letters, Tones};
use crate::options::Lang;
use crate::profile::Profile;
use crate::report::Fix;
use crate::words::surroundings as words;

/// How sure a line along one edge has to be: it may be broken by what has its own colour, such as dark clothes.
const LINE: f64 = 0.65;
/// Two lines that meet in a corner have to be surer: furniture has edges too.
const CORNER: f64 = 0.9;

/// One line alone can be a door behind the person; two that face each other are a frame or a screen's bars.
pub(super) fn border(edges: &[Edge; 4], scale: f32, profile: &Profile, lang: Lang) -> Draft {
    const ID: &str = "overlay.border";
    let [left, right, top, bottom] = edges.map(|edge| edge.line);
    let mut sorted = [left, right, top, bottom];
    sorted.sort_by(f64::total_cmp);
    // Two opposite lines, or any three: the weakest line that has to be there.
    let sure = left.min(right).max(top.min(bottom)).max(sorted[1]);
    // Two neighbouring lines: for a person to see.
    let corner = asked(below(sorted[2] / CORNER), profile, ID);
    let score = below(sure / LINE).min(corner);
    let fine = score >= profile.threshold(ID).review;
    let depth = edges
        .iter()
        .filter(|edge| edge.line >= LINE)
        .map(|edge| edge.depth)
        .max()
        .unwrap_or(0);
    let depth = f64::from(depth as f32 * scale);
    Draft::new(ID, score, words::border(lang, fine, depth), Fix::Auto).number(depth, "px", None, None)
}

/// Letters in a row: three can be buttons, and four have to be looked at.
const LETTERS: (f64, f64) = (4.75, 3.25);

pub(super) fn text(letters: &Letters, scale: f32, profile: &Profile, lang: Lang) -> Draft {
    const ID: &str = "overlay.text";
    let score = between(letters.row, LETTERS.0, LETTERS.1);
    let fine = score >= profile.threshold(ID).review;
    Draft::new(ID, score, words::text(lang, fine), Fix::Retake)
        .number(letters.row, "letters", None, None)
        .at(place(letters.place, scale))
}

/// A wall's pattern is a screen's from here on.
const RIPPLE: f64 = 0.85;
/// So many rays that cross an edge before the person are a sheet.
const SHEET: f64 = 0.8;

/// For a person to see: never a failure.
pub(super) fn recapture(around: &Around, profile: &Profile, lang: Lang) -> Draft {
    const ID: &str = "spoof.recapture";
    let sign = (around.ripple / RIPPLE).max(around.sheet / SHEET);
    let score = asked(below(sign), profile, ID);
    let fine = score >= profile.threshold(ID).review;
    Draft::new(ID, score, words::recapture(lang, fine), Fix::Retake)
}

/// Share of a photograph's px with gentle differences.
const GENTLE: (f64, f64) = (0.1, 0.2);
/// Share of px on hard lines from which it looks drawn.
const HARD: f64 = 0.045;

/// For a person to see: never a failure.
pub(super) fn cartoon(tones: &Tones, profile: &Profile, lang: Lang) -> Draft {
    const ID: &str = "style.cartoon";
    let score = between(tones.gentle, GENTLE.0, GENTLE.1).min(below(tones.hard / HARD));
    let score = asked(score, profile, ID);
    let fine = score >= profile.threshold(ID).review;
    Draft::new(ID, score, words::cartoon(lang, fine), Fix::Retake)
}
