//! Judges what a person wears and where the hair is.

use super::{graded, upright};
use crate::judge::draft::Draft;
use crate::measure::look::{Covered, Glasses, Hair, Jewelry, Worn};
use crate::options::Lang;
use crate::profile::{Policy, Profile};
use crate::report::Fix;
use crate::words::look as words;
use crate::words::look::{Lens, Trinket};

/// All of them, in the order of the report.
pub(super) fn all(worn: &Worn, scale: f32, profile: &Profile, lang: Lang) -> Vec<Draft> {
    let headwear = graded(worn.headwear, HEADWEAR);
    let hat = headwear < profile.threshold("headwear").fail;
    let covered = worn.covered.lower > LOWER[2] || worn.covered.hand > HAND[2];
    // Masks, brims and strands of hair are "others" as well: next to them glasses are for a person to tell.
    let doubtful = hat || covered || worn.hair.brows > BROWS[2];
    let hair = |id, draft: Draft| {
        if hat {
            Draft::skip(id, words::hidden_by_headwear(lang))
        } else {
            draft
        }
    };
    vec![
        glasses(&worn.glasses, doubtful, scale, profile, lang),
        Draft::new("headwear", headwear, words::headwear(lang, headwear), Fix::Retake)
            .number(f64::from(worn.headwear), "share", None, Some(f64::from(HEADWEAR[2])))
            .at(upright(worn.headwear_region, scale)),
        hair("hair.brows", brows(&worn.hair, scale, lang)),
        hair("hair.ears", ears(&worn.hair, scale, lang)),
        occlusion(&worn.covered, scale, lang),
        if covered {
            Draft::skip("jewelry", words::neck_hidden(lang))
        } else {
            jewelry(&worn.jewelry, scale, lang)
        },
    ]
}

/// Share of "others" around the eyes: 0.016, the network's floor, without glasses; 0.035 and more with the thinnest frames.
const WORN: [f32; 4] = [0.02, 0.024, 0.028, 0.06];
/// Share of "others" in the eye openings: 0.02 behind clear glass, 0.9 behind dark or mirroring glass.
const OVER_EYES: [f32; 4] = [0.05, 0.1, 0.2, 0.6];
/// The white of the eyes ÷ the cheeks: 0.60–0.94 bare and behind clear glass, 0.46–0.61 behind a brown tint.
const WHITE: [f32; 4] = [0.62, 0.59, 0.54, 0.3];
/// The skin right below the eyes ÷ the cheeks: 0.54 and more, 0.14–0.28 where a frame lies there.
const BELOW: [f32; 4] = [0.5, 0.45, 0.38, 0.2];
/// White share of a lens: up to 0.08 without, 0.35 and more with a window mirrored in it; small ones are for a person to judge.
const GLARE: [f32; 4] = [0.1, 0.14, 0.22, 0.4];

fn glasses(glasses: &Glasses, doubtful: bool, scale: f32, profile: &Profile, lang: Lang) -> Draft {
    let policy = profile
        .rules
        .iter()
        .find(|rule| rule.id == "glasses")
        .and_then(|rule| rule.policy);
    let bare = graded(glasses.worn, WORN);
    let lenses = [
        (
            graded(glasses.over_eyes, OVER_EYES).min(graded(glasses.white, WHITE)),
            Lens::Tinted,
        ),
        (graded(glasses.below, BELOW), Lens::Frame),
        (graded(glasses.glare, GLARE), Lens::Glare),
    ];
    let worst = lenses.iter().fold(
        (1.0, Lens::Clear),
        |worst, lens| if lens.0 < worst.0 { *lens } else { worst },
    );
    let threshold = profile.threshold("glasses");
    let (score, lens) = match policy {
        _ if bare >= threshold.review => (bare, Lens::Clear),
        Some(Policy::Forbid) => (bare, Lens::Forbidden),
        // Clear glasses are allowed, but only a person knows whether they are always worn: never a pass, never a fail.
        _ if worst.0 >= threshold.review => (bare.max(CLEAR), Lens::Clear),
        // Only as sure of a fault as of the glasses themselves.
        _ => (worst.0.max(bare).min(CLEAR), worst.1),
    };
    let seen = bare < threshold.review;
    let dark = glasses.over_eyes > OVER_EYES[3] && glasses.worn > OVER_EYES[3];
    let score = if doubtful && seen && !dark {
        score.max(CLEAR)
    } else {
        score
    };
    Draft::new("glasses", score, words::glasses(lang, score, seen, lens), Fix::Retake)
        .number(f64::from(glasses.worn), "share", None, Some(f64::from(WORN[2])))
        .at(upright(glasses.region, scale))
}

/// The score of clear glasses where they are allowed.
const CLEAR: f64 = 0.6;

/// Share of "others" and clothes on top of the head: up to 0.05 bare, 0.87 and more with hats and scarves.
const HEADWEAR: [f32; 4] = [0.15, 0.3, 0.5, 0.85];

/// Share of hair over a brow: up to 0.2 free or with a few strands, 0.34 and more under a fringe.
const BROWS: [f32; 4] = [0.18, 0.23, 0.3, 0.6];

fn brows(hair: &Hair, scale: f32, lang: Lang) -> Draft {
    let score = graded(hair.brows, BROWS);
    Draft::new("hair.brows", score, words::brows(lang, score), Fix::Retake)
        .number(f64::from(hair.brows), "share", None, Some(f64::from(BROWS[2])))
        .at(upright(hair.brow_region, scale))
}

/// Share of hair where the ear is: up to 0.08 with the ear free, 0.26 with hair before part of it, 0.7 and more under hair; hair that is
/// tucked behind the ear shows below the lobe. Side whiskers and a beard fill up to two thirds beside an ear that is free.
const EARS: [f32; 4] = [0.15, 0.22, 0.67, 0.95];

fn ears(hair: &Hair, scale: f32, lang: Lang) -> Draft {
    let score = graded(hair.ears, EARS);
    let both = graded(hair.other_ear, EARS) < 0.65;
    Draft::new("hair.ears", score, words::ears(lang, score, both), Fix::Retake)
        .number(f64::from(hair.ears), "share", None, Some(f64::from(EARS[2])))
        .at(upright(hair.ear_region, scale))
}

/// Share of "others" and clothes over the lower face: 0.03–0.08 bare, 0.93 under a mask.
const LOWER: [f32; 4] = [0.1, 0.15, 0.25, 0.6];
/// Hand or arm over one half of the lower face: up to 0.12 bare.
const HAND: [f32; 4] = [0.14, 0.18, 0.25, 0.5];
/// Unequal edges × unequal skin beyond the jaw, each over its usual largest value (0.012 and 0.05): up to 0.8 in neutral faces and 4 in
/// open mouths, 1.1–19 with a hand on a cheek. Collars and wisps of hair can do the same, so a person judges all but the clear cases.
const REACH: [f32; 4] = [0.9, 1.05, 6.0, 20.0];
/// A head that is turned farther than this, degrees, is uneven by itself.
const TURNED: f32 = 8.0;

fn occlusion(covered: &Covered, scale: f32, lang: Lang) -> Draft {
    let reach = (covered.uneven / 0.012) * (covered.beyond / 0.05);
    let hand = graded(covered.hand, HAND);
    let hand = if covered.turned > TURNED {
        hand
    } else {
        hand.min(graded(reach, REACH))
    };
    let lower = graded(covered.lower, LOWER);
    let score = lower.min(hand);
    Draft::new(
        "face.occlusion",
        score,
        words::occlusion(lang, score, hand < lower),
        Fix::Retake,
    )
    .number(f64::from(covered.lower), "share", None, Some(f64::from(LOWER[2])))
    .at(upright(covered.region, scale))
}

/// Largest share of "others" below the ears: up to 0.28 without, 0.36 and more with large earrings.
const AT_EARS: [f32; 4] = [0.24, 0.3, 0.45, 0.9];
/// The same at the neck: up to 0.21 without, 0.5 and more with a necklace.
const AT_NECK: [f32; 4] = [0.24, 0.3, 0.45, 0.9];
/// Gold of small things, levels of 255: up to 25 at ears without, 50 and more with rings on both sides.
const EAR_GOLD: [f32; 4] = [25.0, 30.0, 38.0, 90.0];
/// The same at the neck, where collars have edges.
const NECK_GOLD: [f32; 4] = [36.0, 42.0, 50.0, 90.0];

fn jewelry(jewelry: &Jewelry, scale: f32, lang: Lang) -> Draft {
    let ears = graded(jewelry.ears, AT_EARS).min(graded(jewelry.ear_gold, EAR_GOLD));
    let neck = graded(jewelry.neck, AT_NECK).min(graded(jewelry.neck_gold, NECK_GOLD));
    let (score, what, region, value) = if neck < ears {
        (neck, Trinket::Necklace, jewelry.neck_region, jewelry.neck)
    } else {
        (ears, Trinket::Earrings, jewelry.ear_region, jewelry.ears)
    };
    Draft::new("jewelry", score, words::jewelry(lang, score, what), Fix::Retake)
        .number(f64::from(value), "share", None, Some(f64::from(AT_EARS[2])))
        .at(upright(region, scale))
}
