//! `pose.*`: how the head is held.

use super::super::draft::Draft;
use super::{mend, no_rule, sureness};
use crate::measure::geometry::{Geometry, Head};
use crate::options::Lang;
use crate::profile::Profile;
use crate::report::Fix;
use crate::words::geometry::{self as words, Turn};

/// How far the eyes' line may be off, degrees: nineteen of twenty labelled photos are within 0.9.
const UNSURE_ROLL: f64 = 0.7;

/// Yaw from a model head that fits nobody exactly is off by some degrees. It is refused beyond the limit and this much; whoever is
/// between the limit and there is for a person to decide.
const UNSURE_YAW: f64 = 4.0;

/// People who look straight ahead differ by 9° either way, and a photo with the chin a little up or down is still accepted: refused
/// is what is beyond the limit and twice that, looked at by a person what is beyond the limit and a third of it.
const SURE_PITCH: f64 = 3.0;
const UNSURE_PITCH: f64 = 20.0;

/// Share of the face's lower half beyond which its landmarks are guesses: a mask tilts them back by 15°.
const COVERED: f64 = 0.4;

/// Roll, yaw, pitch.
pub(super) fn all(geometry: &Geometry, head: &Head, profile: &Profile, lang: Lang) -> Vec<Draft> {
    let limits = &profile.pose;
    let pitch = if head.covered > COVERED && limits.pitch.is_some() {
        Draft::skip("pose.pitch", words::covered(lang))
    } else {
        turned(
            "pose.pitch",
            Turn::Pitch,
            head,
            (head.pitch, limits.pitch),
            [SURE_PITCH, UNSURE_PITCH],
            lang,
        )
    };
    vec![
        roll(geometry, head, profile, lang),
        turned(
            "pose.yaw",
            Turn::Yaw,
            head,
            (head.yaw, limits.yaw),
            [0.0, UNSURE_YAW],
            lang,
        ),
        pitch,
    ]
}

fn roll(geometry: &Geometry, head: &Head, profile: &Profile, lang: Lang) -> Draft {
    const ID: &str = "pose.roll";
    let Some(limit) = profile.pose.roll else {
        return Draft::skip(ID, no_rule(lang));
    };
    let score = sureness(limit - head.roll.abs(), UNSURE_ROLL);
    let fine = score >= profile.threshold(ID).review;
    let fix = mend(geometry, head, profile);
    let text = words::turn(lang, Turn::Roll, head.roll, limit, fine, fix);
    Draft::new(ID, score, text, fix)
        .number(head.roll, "deg", Some(-limit), Some(limit))
        .at(Some(head.eyes))
}

/// A turn that is only known about: 0.8 at the limit and `from`, 0.5 at the limit and `to` degrees more.
fn turned(
    id: &'static str,
    which: Turn,
    head: &Head,
    (value, limit): (Option<f64>, Option<f64>),
    [from, to]: [f64; 2],
    lang: Lang,
) -> Draft {
    let Some(limit) = limit else {
        return Draft::skip(id, no_rule(lang));
    };
    let Some(value) = value else {
        return Draft::skip(id, words::no_pose(lang));
    };
    let beyond = value.abs() - limit;
    let score = if beyond < from {
        // 1 for a head that is held straight.
        1.0 - 0.2 * value.abs() / (limit + from).max(1e-9)
    } else {
        0.8 - 0.3 * (beyond - from) / (to - from).max(1e-9)
    };
    let text = words::turn(lang, which, value, limit, score >= 0.8, Fix::Retake);
    Draft::new(id, score, text, Fix::Retake)
        .number(value, "deg", Some(-limit), Some(limit))
        .at(Some(head.face))
}
