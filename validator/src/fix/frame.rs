//! Where the picture is cut: the angle, the scale and the place at which every band of the profile holds, if there is one.
//!
//! The picture is turned about the eyes' middle, which is also the origin: x along the (levelled) eye line, y down the face, in px of
//! the photo. One px of the result stands for `step` of them. For a given angle and step each band is an interval of the place of the
//! cut, and "inside the photo" is a turned rectangle, so what is allowed is the overlap of two rectangles.

use super::outline::{clip, closest};
use super::rule::{FAR, Place, Rule};
use serde::{Deserialize, Serialize};

/// What is known about the head, px of the upright photo.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub(super) struct Head {
    /// The middle between the eyes.
    pub(super) eyes: [f64; 2],
    /// Lean of the eye line: degrees, clockwise.
    pub(super) roll: f64,
    /// From the eyes up to the top of the hair; `None` where it could not be measured.
    pub(super) crown: Option<f64>,
    /// Width of the face.
    pub(super) width: f64,
    /// The middle of the face.
    pub(super) middle: [f64; 2],
}

impl Head {
    /// Whether the numbers can be those of a head.
    pub(super) fn is_sound(&self) -> bool {
        let places = [self.eyes[0], self.eyes[1], self.middle[0], self.middle[1], self.roll];
        places.iter().all(|value| value.is_finite())
            && self.width.is_finite()
            && self.width >= 4.0
            && self.crown.is_none_or(|crown| crown.is_finite() && crown > 0.0)
    }
}

/// A cut through the photo.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub(super) struct Cut {
    /// The place in the photo about which it is turned, px.
    pub(super) about: [f64; 2],
    /// By how much the photo leans against the result: degrees, clockwise.
    pub(super) angle: f64,
    /// Px of the photo for one of the result.
    pub(super) step: f64,
    /// From the result's left and upper edge to `about`, px of the photo.
    pub(super) before: [f64; 2],
}

impl Cut {
    /// The whole photo, made as wide as asked.
    pub(super) fn whole(from: [usize; 2], width: u32) -> Self {
        Self {
            about: [0.0, 0.0],
            angle: 0.0,
            step: from[0] as f64 / f64::from(width.max(1)),
            before: [0.0, 0.0],
        }
    }

    /// Whether each px of the result is the same one of the photo.
    pub(super) fn is_whole(&self) -> bool {
        self.angle == 0.0 && self.step == 1.0 && self.source(0.0, 0.0) == [0.0, 0.0]
    }

    /// The part of the photo that a result of that size shows, upright around it: x, y, width, height.
    pub(super) fn part(&self, [width, height]: [u32; 2]) -> [f64; 4] {
        let (right, bottom) = (f64::from(width), f64::from(height));
        let corners = [[0.0, 0.0], [right, 0.0], [0.0, bottom], [right, bottom]].map(|[x, y]| self.source(x, y));
        let span = |axis: usize| {
            let low = corners.iter().map(|corner| corner[axis]).fold(f64::INFINITY, f64::min);
            (
                low,
                corners
                    .iter()
                    .map(|corner| corner[axis])
                    .fold(f64::NEG_INFINITY, f64::max)
                    - low,
            )
        };
        let ((x, width), (y, height)) = (span(0), span(1));
        [x, y, width, height]
    }

    /// Sine and cosine of the angle.
    pub(super) fn turn(&self) -> [f64; 2] {
        sin_cos(self.angle)
    }

    /// The place in the photo that a place of the result shows.
    pub(super) fn source(&self, x: f64, y: f64) -> [f64; 2] {
        let [sin, cos] = self.turn();
        let (x, y) = (x * self.step - self.before[0], y * self.step - self.before[1]);
        [self.about[0] + x * cos - y * sin, self.about[1] + x * sin + y * cos]
    }

    /// Where the head is in the result, px; `None` where it wasn't measured.
    pub(super) fn value(&self, place: Place, head: &Head, width: f64) -> Option<f64> {
        let eyes = self.shown(head.eyes);
        match place {
            Place::Crown => head.crown.map(|crown| eyes[1] - crown / self.step),
            Place::EyeLine => Some(eyes[1]),
            Place::FaceWidth => Some(head.width / self.step),
            Place::Center => Some(self.shown(head.middle)[0] - width / 2.0),
        }
    }

    /// The place of the result that shows a place of the photo.
    pub(super) fn shown(&self, place: [f64; 2]) -> [f64; 2] {
        let [sin, cos] = self.turn();
        let (x, y) = (place[0] - self.about[0], place[1] - self.about[1]);
        [
            (x * cos + y * sin + self.before[0]) / self.step,
            (y * cos - x * sin + self.before[1]) / self.step,
        ]
    }
}

pub(super) fn sin_cos(degrees: f64) -> [f64; 2] {
    let angle = degrees.to_radians();
    [libm::sin(angle), libm::cos(angle)]
}

/// A cut, and how good it is.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Solution {
    pub(super) cut: Cut,
    /// How many firm rules hold.
    pub(super) firm: usize,
    /// How many rules hold at all.
    pub(super) kept: usize,
    /// Smaller is better, among solutions that keep as many rules.
    cost: f64,
}

impl Solution {
    /// Whether this one is to be preferred.
    pub(super) fn beats(&self, other: &Self) -> bool {
        (self.firm, self.kept)
            .cmp(&(other.firm, other.kept))
            .then(other.cost.total_cmp(&self.cost))
            .is_gt()
    }
}

/// The photo and what is wanted of it.
pub(super) struct Task<'a> {
    pub(super) head: &'a Head,
    pub(super) rules: &'a [Rule],
    /// Size of the photo, px.
    pub(super) photo: [f64; 2],
    /// Size of the result, px.
    pub(super) result: [f64; 2],
}

/// Steps that are tried between the smallest and the largest.
const STEPS: u32 = 96;
/// Halvings that narrow a strain down.
const HALVINGS: u32 = 24;
/// A strain that no photo worth mending needs.
const HARDEST: f64 = 64.0;
/// Strain up to which a value counts as comfortably inside its band.
const COMFORTABLE: f64 = 0.6;

impl Task<'_> {
    /// The best cut at an angle. With a rule that can't hold the others are kept, firm ones first; `None` if the photo is so small or
    /// the angle so large that nothing can be cut at all.
    pub(super) fn solve(&self, angle: f64) -> Option<Solution> {
        let [sin, cos] = sin_cos(angle).map(f64::abs);
        let [width, height] = self.result;
        let (wide, high) = (width * cos + height * sin, width * sin + height * cos);
        let largest = (self.photo[0] / wide).min(self.photo[1] / high);
        let smallest = (self.head.width / (width * 0.95)).min(largest);
        if !(largest.is_finite() && smallest > 0.0) {
            return None;
        }
        let growth = libm::pow(largest / smallest, 1.0 / f64::from(STEPS));
        let mut steps: Vec<f64> = vec![smallest];
        steps.extend((1..STEPS).scan(smallest, |step, _| {
            *step *= growth;
            Some(*step)
        }));
        steps.push(largest);
        if (smallest..=largest).contains(&1.0) {
            steps.push(1.0);
            steps.sort_by(f64::total_cmp);
        }
        let mut best: Option<Solution> = None;
        // All rules first; then every choice of them that could keep as many.
        for kept in (0..1_u32 << self.rules.len()).rev() {
            let (mut held, mut dropped) = (Vec::new(), Vec::new());
            for (index, rule) in self.rules.iter().enumerate() {
                if kept >> index & 1 == 1 {
                    held.push(*rule)
                } else {
                    dropped.push(*rule)
                }
            }
            let worth = (held.iter().filter(|rule| rule.firm).count(), held.len());
            if best.as_ref().is_some_and(|best| worth < (best.firm, best.kept)) {
                continue;
            }
            let mut found: Vec<Solution> = steps
                .iter()
                .filter_map(|step| self.at(angle, *step, &held, &dropped))
                .collect();
            if found.is_empty() {
                let step = self.easiest(angle, &steps, &held);
                found.extend(self.at(angle, step, &held, &dropped));
            }
            for solution in found {
                if best.as_ref().is_none_or(|best| solution.beats(best)) {
                    best = Some(solution);
                }
            }
        }
        best
    }

    /// The step that keeps the `held` rules with the least strain. Where room is short the steps that do lie closer together than those
    /// that are tried; but for any strain they are an interval (each rule is linear in place and step), so there is one valley to walk down.
    fn easiest(&self, angle: f64, steps: &[f64], held: &[Rule]) -> f64 {
        let strain = |step: f64| {
            let (mut low, mut high) = (0.0, HARDEST);
            for _ in 0..HALVINGS * 2 {
                let middle = (low + high) / 2.0;
                if self.allowed(angle, step, held, middle).is_some() {
                    high = middle
                } else {
                    low = middle
                }
            }
            high
        };
        let strains: Vec<f64> = steps.iter().map(|step| strain(*step)).collect();
        let lowest = (0..steps.len())
            .min_by(|a, b| strains[*a].total_cmp(&strains[*b]))
            .unwrap_or(0);
        let mut low = steps[lowest.saturating_sub(1)];
        let mut high = steps[(lowest + 1).min(steps.len() - 1)];
        for _ in 0..HALVINGS * 2 {
            let thirds = [(low * 2.0 + high) / 3.0, (low + high * 2.0) / 3.0];
            if strain(thirds[0]) < strain(thirds[1]) {
                high = thirds[1]
            } else {
                low = thirds[0]
            }
        }
        (low + high) / 2.0
    }

    /// The best cut at an angle and a step that keeps the `held` rules.
    fn at(&self, angle: f64, step: f64, held: &[Rule], dropped: &[Rule]) -> Option<Solution> {
        let firm = held.iter().filter(|rule| rule.firm).count();
        self.allowed(angle, step, held, 1.0)?;
        let (mut low, mut high) = (0.0, 1.0);
        for _ in 0..HALVINGS {
            let middle = (low + high) / 2.0;
            if self.allowed(angle, step, held, middle).is_some() {
                high = middle
            } else {
                low = middle
            }
        }
        // What can't hold is missed by as little as the others comfortably allow.
        let slack = if dropped.is_empty() {
            high
        } else {
            f64::max(high, COMFORTABLE)
        };
        let allowed = self.allowed(angle, step, held, slack)?;
        let (cut, missed) = self.nearest(angle, step, &allowed, dropped);
        let enlarged = (1.0 / step - 1.0).max(0.0);
        let cost = (high - COMFORTABLE).max(0.0) * 4.0 + enlarged * 3.0 + high * 0.1 + missed;
        Some(Solution {
            cut,
            firm,
            kept: held.len(),
            cost,
        })
    }

    /// Where the middle of the cut may be in the photo (px from the eyes), as a convex outline.
    fn allowed(&self, angle: f64, step: f64, held: &[Rule], strain: f64) -> Option<Vec<[f64; 2]>> {
        let head = self.head;
        let [sin, cos] = sin_cos(angle);
        let [width, height] = self.result.map(|side| side * step);
        let ([mut left, mut right], [mut top, mut bottom]) = ([-FAR, FAR], [-FAR, FAR]);
        let middle = (head.middle[0] - head.eyes[0]) * cos + (head.middle[1] - head.eyes[1]) * sin;
        for rule in held {
            let [low, high] = rule.range(strain).map(|value| value * step);
            match rule.place {
                Place::FaceWidth if head.width < low || head.width > high => return None,
                Place::FaceWidth => {}
                Place::EyeLine => (top, bottom) = (top.max(low), bottom.min(high)),
                Place::Crown => {
                    // A rule about a crown that was not measured binds nothing.
                    if let Some(crown) = head.crown {
                        (top, bottom) = (top.max(low + crown), bottom.min(high + crown));
                    }
                }
                Place::Center => {
                    (left, right) = (
                        left.max(low + width / 2.0 - middle),
                        right.min(high + width / 2.0 - middle),
                    );
                }
            }
        }
        if left > right || top > bottom {
            return None;
        }
        // So far these are places of the eyes inside the cut; the middle of the cut lies opposite.
        let corners = [[left, top], [right, top], [right, bottom], [left, bottom]].map(|[x, y]| {
            let (x, y) = (width / 2.0 - x, height / 2.0 - y);
            [x * cos - y * sin, x * sin + y * cos]
        });
        let half = [
            (width * cos.abs() + height * sin.abs()) / 2.0,
            (width * sin.abs() + height * cos.abs()) / 2.0,
        ];
        let mut outline = corners.to_vec();
        for (axis, half) in half.into_iter().enumerate() {
            // A billionth of slack, so that a cut of exactly the photo's size counts as inside.
            let least = half - head.eyes[axis] - 1e-6;
            let most = self.photo[axis] - half - head.eyes[axis] + 1e-6;
            outline = clip(&outline, axis, least, 1.0);
            outline = clip(&outline, axis, most, -1.0);
        }
        (!outline.is_empty()).then_some(outline)
    }

    /// The allowed cut that is nearest to the middle of all bands, and by how much it misses the dropped rules.
    fn nearest(&self, angle: f64, step: f64, allowed: &[[f64; 2]], dropped: &[Rule]) -> (Cut, f64) {
        let head = self.head;
        let [sin, cos] = sin_cos(angle);
        let [width, height] = self.result.map(|side| side * step);
        let middle = (head.middle[0] - head.eyes[0]) * cos + (head.middle[1] - head.eyes[1]) * sin;
        let mut wanted = Vec::new();
        let mut center = 0.0;
        for rule in self.rules {
            let [low, high] = rule.range(0.0).map(|value| value.clamp(0.0 - FAR, FAR) * step);
            let ideal = if low <= -FAR * step {
                high
            } else if high >= FAR * step {
                low
            } else {
                (low + high) / 2.0
            };
            match (rule.place, head.crown) {
                (Place::EyeLine, _) => wanted.push(ideal),
                (Place::Crown, Some(crown)) => wanted.push(ideal + crown),
                (Place::Center, _) => center = ideal,
                _ => {}
            }
        }
        let high = if wanted.is_empty() {
            height * 0.4
        } else {
            wanted.iter().sum::<f64>() / wanted.len() as f64
        };
        let (x, y) = (width / 2.0 - (center + width / 2.0 - middle), height / 2.0 - high);
        let [x, y] = closest(allowed, [x * cos - y * sin, x * sin + y * cos]);
        let (x, y) = (x * cos + y * sin, y * cos - x * sin);
        let cut = Cut {
            about: head.eyes,
            angle,
            step,
            before: [width / 2.0 - x, height / 2.0 - y],
        };
        let missed = dropped.iter().filter_map(|rule| {
            let value = cut.value(rule.place, head, self.result[0])?;
            Some((rule.strain(value) - 1.0).max(0.0) * if rule.firm { 1.0 } else { 0.1 })
        });
        (cut, missed.sum())
    }
}
