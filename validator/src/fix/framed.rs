//! A photo's cut as data: what was planned, moved by hand, and what each band measures in it. Plain arithmetic, so that a page can say
//! at once what a nudge does, before anything is drawn.

use serde::{Deserialize, Serialize};

use super::change::Left;
use super::frame::{Cut, Head, sin_cos};
use super::plan::{MOST, Plan};
use super::rule::{Place, Rule};
use crate::pixels::Pixels;
use crate::profile::Profile;

/// Furthest that a photo may be turned by hand, degrees: beyond that it is no longer about levelling.
const FURTHEST: f64 = 30.0;
/// Slack within which a cut counts as inside the photo, px; that of the planner.
const SLACK: f64 = 1e-5;

/// One photo, and how it is cut.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Framed {
    /// Width and height of the upright photo, px.
    pub(super) photo: [u32; 2],
    /// Quarter turns, clockwise, that put the face upright.
    pub(super) turns: u8,
    /// How many faces were seen; `None` without the models.
    pub(super) faces: Option<u32>,
    /// The largest one's head.
    pub(super) head: Option<Head>,
    /// See [`Plan::down_to`].
    pub(super) down_to: Option<u32>,
    /// The cut.
    pub(super) framing: Framing,
}

/// A cut and the size that it is drawn in.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Framing {
    pub(super) cut: Cut,
    pub(super) size: [u32; 2],
}

/// What one rule about the head's place measures in a cut: px of the result, degrees for `pose.roll`.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct BandValue {
    /// The check that will judge it.
    pub check: &'static str,
    /// The value; of `geom.center` negative where the face is too far left.
    pub value: f64,
    /// Smallest value.
    pub min: Option<f64>,
    /// Largest value.
    pub max: Option<f64>,
    /// Whether it lies within.
    pub holds: bool,
}

impl Framing {
    pub(super) fn of(plan: &Plan) -> Self {
        Self {
            cut: plan.cut,
            size: plan.size,
        }
    }

    /// Width and height of the result, px.
    pub fn size(&self) -> [u32; 2] {
        self.size
    }

    /// By how much the photo is turned, degrees: positive = counter-clockwise.
    pub fn angle(&self) -> f64 {
        self.cut.angle
    }

    /// Px of the result for one of the photo.
    pub fn scale(&self) -> f64 {
        1.0 / self.cut.step
    }

    /// The six numbers a, b, c, d, e, f that a canvas takes to draw the upright photo as it is cut: x' = ax + cy + e, y' = bx + dy + f.
    pub fn transform(&self) -> [f64; 6] {
        let [sin, cos] = self.cut.turn().map(|part| part / self.cut.step);
        let [e, f] = self.cut.shown([0.0, 0.0]);
        [cos, -sin, sin, cos, e, f]
    }

    /// The same, as far as it has to be moved and narrowed to show nothing beyond the edges of a photo of that size.
    #[must_use]
    pub fn inside(self, photo: [u32; 2]) -> Self {
        let Self { mut cut, size } = self;
        let largest = largest(photo, size, cut.angle);
        let step = cut.step.max(1.0 / MOST).min(largest);
        if (step - cut.step).abs() > 1e-9 {
            cut.before = cut.before.map(|before| before * step / cut.step);
            cut.step = step;
        }
        let [sin, cos] = cut.turn();
        let [width, height] = size.map(|side| f64::from(side) * cut.step / 2.0);
        let half = [
            width * cos.abs() + height * sin.abs(),
            width * sin.abs() + height * cos.abs(),
        ];
        let [x, y] = size.map(|side| f64::from(side) / 2.0);
        let middle = cut.source(x, y);
        let shift: [f64; 2] = std::array::from_fn(|axis| {
            let most = (f64::from(photo[axis]) - half[axis]).max(half[axis]);
            let shift = middle[axis].clamp(half[axis], most) - middle[axis];
            if shift.abs() > SLACK { shift } else { 0.0 }
        });
        cut.before[0] -= shift[0] * cos + shift[1] * sin;
        cut.before[1] -= shift[1] * cos - shift[0] * sin;
        Self { cut, size }
    }

    /// The same cut, with another place of the photo as the one about which it is turned.
    fn about(self, place: [f64; 2]) -> Self {
        let Self { mut cut, size } = self;
        cut.before = cut.shown(place).map(|at| at * cut.step);
        cut.about = place;
        Self { cut, size }
    }

    fn is_sound(&self) -> bool {
        let cut = &self.cut;
        let numbers = [cut.about[0], cut.about[1], cut.before[0], cut.before[1], cut.angle];
        // Larger than any px of any photo, smaller than what arithmetic loses.
        numbers.iter().all(|number| number.abs() < 1e6)
            && cut.step.is_finite()
            && (1e-3..1e6).contains(&cut.step)
            && cut.angle.abs() <= 90.0
            && self.size.iter().all(|side| (1..=20_000).contains(side))
    }
}

/// Px of the photo for one of the result, at most.
fn largest(photo: [u32; 2], size: [u32; 2], angle: f64) -> f64 {
    let [sin, cos] = sin_cos(angle).map(f64::abs);
    let [width, height] = size.map(f64::from);
    let [wide, high] = photo.map(f64::from);
    (wide / (width * cos + height * sin)).min(high / (width * sin + height * cos))
}

impl Framed {
    /// How it is cut now.
    pub fn framing(&self) -> Framing {
        self.framing
    }

    /// Quarter turns, clockwise, that put the face upright, beside what the file's own note says.
    pub fn turns(&self) -> u8 {
        self.turns
    }

    /// Width and height of the upright photo, px.
    pub fn photo(&self) -> [u32; 2] {
        self.photo
    }

    /// Whether there is a head whose place can be measured.
    pub fn has_head(&self) -> bool {
        self.head.is_some()
    }

    /// Moves the picture inside its frame, px of the result.
    pub fn moved(&mut self, right: f64, down: f64) {
        let cut = &mut self.framing.cut;
        cut.before[0] += right * cut.step;
        cut.before[1] += down * cut.step;
        self.keep_inside();
    }

    /// Makes the picture larger (`by` > 1) or smaller about the eyes.
    pub fn zoomed(&mut self, by: f64) {
        if !(by.is_finite() && by > 0.0) {
            return;
        }
        let mut framing = self.framing.about(self.pivot());
        let cut = &mut framing.cut;
        cut.step /= by;
        cut.before = cut.before.map(|before| before / by);
        self.framing = framing;
        self.keep_inside();
    }

    /// Turns the picture clockwise about the eyes. Where the photo is too small for the corners of that, nothing changes.
    pub fn turned(&mut self, degrees: f64) {
        let mut framing = self.framing.about(self.pivot());
        framing.cut.angle = (framing.cut.angle - degrees).clamp(-FURTHEST, FURTHEST);
        if largest(self.photo, framing.size, framing.cut.angle) >= 1.0 / MOST {
            self.framing = framing;
            self.keep_inside();
        }
    }

    /// How far this cut is from another one of the same photo: px of the result to the right and down, times larger, degrees clockwise.
    pub fn offset_from(&self, other: &Self) -> [f64; 4] {
        let place = |framed: &Self| framed.framing.cut.shown(self.pivot());
        let (now, then) = (place(self), place(other));
        [
            now[0] - then[0],
            now[1] - then[1],
            other.framing.cut.step / self.framing.cut.step,
            other.framing.cut.angle - self.framing.cut.angle,
        ]
    }

    /// The eyes; without a face the middle of the photo.
    fn pivot(&self) -> [f64; 2] {
        let middle = self.photo.map(|side| f64::from(side) / 2.0);
        self.head.map_or(middle, |head| head.eyes)
    }

    pub(super) fn keep_inside(&mut self) {
        self.framing = self.framing.inside(self.photo);
    }

    /// Whether it can be of that photo, before any quarter turn. What came through other hands may hold anything.
    pub(super) fn is_of(&self, pixels: &Pixels) -> bool {
        let [mut width, mut height] = self.photo.map(|side| side as usize);
        if self.turns % 2 == 1 {
            std::mem::swap(&mut width, &mut height);
        }
        [width, height] == [pixels.width, pixels.height]
            && self.turns < 4
            && self.framing.is_sound()
            && self.head.as_ref().is_none_or(Head::is_sound)
    }

    /// What the search for a face has to say.
    pub(super) fn seen(&self) -> Option<Left> {
        match (self.faces, self.head) {
            (None, _) => Some(Left::NoModels),
            (Some(_), None) => Some(Left::NoFace),
            (Some(faces), Some(_)) if faces > 1 => Some(Left::Faces(faces as usize)),
            _ => None,
        }
    }
}

/// What the profile's rules about the head's place and lean measure in the cut, in the order of the report.
pub fn bands(framed: &Framed, profile: &Profile) -> Vec<BandValue> {
    let Some(head) = &framed.head else {
        return Vec::new();
    };
    let Framing { cut, size } = framed.framing;
    let within = |value: f64, min: Option<f64>, max: Option<f64>| {
        min.is_none_or(|min| value >= min) && max.is_none_or(|max| value <= max)
    };
    let mut rules: Vec<Rule> = Rule::all(&profile.geometry, size.map(f64::from));
    rules.retain(|rule| rule.firm);
    // The report begins with the middle.
    rules.sort_by_key(|rule| rule.place != Place::Center);
    let places = rules.into_iter().filter_map(|rule| {
        let value = cut.value(rule.place, head, f64::from(size[0]))?;
        Some((rule.place.check(), value, rule.min, rule.max))
    });
    let lean = profile
        .pose
        .roll
        .map(|limit| ("pose.roll", head.roll - cut.angle, Some(-limit), Some(limit)));
    places
        .chain(lean)
        .map(|(check, value, min, max)| BandValue {
            check,
            value,
            min,
            max,
            holds: within(value, min, max),
        })
        .collect()
}

#[cfg(test)]
mod tests;
