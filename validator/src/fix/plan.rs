//! What to do with the picture: leave it, draw all of it in another size, or cut a part out.

use super::change::Left;
use super::frame::{Cut, Head, Solution, Task};
use super::framed::{Framed, Framing};
use super::rule::Rule;
use crate::profile::{Profile, SizeRule};

/// Longest side that is drawn where the profile leaves the size open: twice the 640 px of a graduates' photo.
const LONGEST: f64 = 1280.0;
/// Height to solve for where the profile asks for no px at all; the size that is drawn follows from the photo.
const NOMINAL: f64 = 120.0;
/// Lean that is allowed where a profile has no limit; degrees.
const ROLL: f64 = 5.0;
/// Lean that isn't worth turning a photo for; degrees. Nobody sees it, and measures are hardly finer.
const LEVEL: f64 = 1.0;
/// Strain up to which a photo is left as it is: inside each band, a tenth of its half away from the end.
const GOOD: f64 = 0.9;
/// Enlarging by more than this is said: a tenth more makes no visible difference.
const SAID: f64 = 1.1;
/// Enlarging by more than this gives nothing that anyone would accept.
pub(super) const MOST: f64 = 2.0;

/// The picture's way.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Plan {
    pub(super) cut: Cut,
    /// Width and height to draw, px.
    pub(super) size: [u32; 2],
    /// Smallest width that may be drawn instead, should the file get too large; `None` where the size is fixed.
    pub(super) down_to: Option<u32>,
    pub(super) left: Vec<Left>,
}

/// A size that is asked for.
#[derive(Debug, Clone, Copy, PartialEq)]
struct Shape {
    /// Width and height to solve for.
    nominal: [f64; 2],
    /// Whether only that will do.
    exact: bool,
    /// Largest width and height.
    most: [f64; 2],
}

impl Shape {
    /// All shapes that the profile accepts.
    fn all(rule: Option<&SizeRule>, photo: [f64; 2]) -> Vec<Self> {
        let none = SizeRule::default();
        let rule = rule.unwrap_or(&none);
        let pair = |[width, height]: [u32; 2]| [f64::from(width.max(1)), f64::from(height.max(1))];
        if !rule.exact.is_empty() {
            return rule
                .exact
                .iter()
                .map(|size| Self {
                    nominal: pair(*size),
                    exact: true,
                    most: pair(*size),
                })
                .collect();
        }
        let [width, height] = rule.ratio.or(rule.min).map_or(photo, pair);
        let ratio = width / height;
        let high = rule
            .min
            .map(pair)
            .map_or(NOMINAL, |[width, height]| height.max(width / ratio));
        let longest = LONGEST.max(high).max(high * ratio);
        let most = rule
            .max
            .map_or([longest, longest], |max| pair(max).map(|side| side.min(longest)));
        vec![Self {
            nominal: [high * ratio, high],
            exact: false,
            most,
        }]
    }

    /// The size to draw a part of that many px across.
    fn drawn(&self, across: f64) -> [u32; 2] {
        let [width, height] = self.nominal;
        if self.exact {
            return [width as u32, height as u32];
        }
        let ratio = width / height;
        let widest = self.most[0].min(self.most[1] * ratio);
        // Rounded down: the next whole px might lie beyond the photo's edge.
        let width = (across + 1e-6).clamp(width.min(widest), widest).floor();
        [width as u32, (width / ratio + 1e-6).floor() as u32].map(|side| side.max(1))
    }
}

/// Plans the picture of an upright photo of that size whose file has `len` bytes. `Err` is how many times it would have to be enlarged.
pub(super) fn plan(head: Option<&Head>, profile: &Profile, photo: [usize; 2], len: u64) -> Result<Plan, f64> {
    let size = photo.map(|side| side as f64);
    let rule = profile.file.size.as_ref();
    let shapes = Shape::all(rule, size);
    let as_is = photo.map(|side| side as u32);
    // A large photo of an allowed size is drawn smaller at once if its file has too many bytes anyway.
    let heavy = size.iter().any(|side| *side > LONGEST)
        && profile
            .file
            .bytes
            .is_some_and(|range| range.max.is_some_and(|max| len > max));
    let exact = rule.is_some_and(|rule| !rule.exact.is_empty());
    let kept = rule.is_none_or(|rule| rule.allows(as_is[0], as_is[1])) && (exact || !heavy);
    let whole: Vec<(Shape, Cut, [u32; 2])> = if kept {
        let down = shapes.iter().find(|shape| !shape.exact).or(shapes.first());
        down.map(|shape| (*shape, Cut::whole(photo, as_is[0]), as_is))
            .into_iter()
            .collect()
    } else {
        shapes.iter().filter_map(|shape| whole(shape, photo)).collect()
    };
    let Some(head) = head else {
        return faceless(&whole, photo);
    };
    let comfortable = profile.pose.roll.unwrap_or(ROLL) / 2.0;
    let judged = |cut: &Cut, size: [u32; 2]| {
        let rules = Rule::all(&profile.geometry, size.map(f64::from));
        let strains: Vec<f64> = firm(&rules, cut, head, size).map(|(_, _, strain)| strain).collect();
        let kept = strains.iter().filter(|strain| **strain <= 1.0).count();
        let level = (head.roll - cut.angle).abs() <= comfortable;
        (
            kept + usize::from(level),
            level,
            strains.into_iter().fold(0.0, f64::max),
        )
    };
    // Nothing is cut while everything holds.
    let best_whole = whole
        .iter()
        .map(|(shape, cut, size)| ((*shape, *cut, *size), judged(cut, *size)))
        .min_by(|a, b| {
            b.1.0
                .cmp(&a.1.0)
                .then((1.0 / a.0.1.step).max(1.0).total_cmp(&(1.0 / b.0.1.step).max(1.0)))
        });
    let chosen = match &best_whole {
        Some((whole, (_, true, strain))) if *strain <= GOOD => *whole,
        _ => {
            let solved = solve(head, profile, &shapes, size, comfortable);
            match (solved, &best_whole) {
                (None, None) => return faceless(&[], photo),
                (None, Some((whole, _))) => *whole,
                (Some((shape, solution)), whole) => {
                    let drawn = shape.drawn(solution.cut.step * shape.nominal[0]);
                    let step = solution.cut.step * shape.nominal[0] / f64::from(drawn[0]);
                    let cut = Cut { step, ..solution.cut };
                    let (firm, _, strain) = judged(&cut, drawn);
                    // Drawing anew has to be worth it: another rule that holds, or all of them with clearly more room.
                    let all = strain <= 1.0;
                    match whole {
                        Some((whole, (kept, _, strained)))
                            if *kept > firm || *kept == firm && !(all && strained - strain > 0.1) =>
                        {
                            *whole
                        }
                        _ => (shape, cut, drawn),
                    }
                }
            }
        }
    };
    let (shape, cut, drawn) = chosen;
    if 1.0 / cut.step > MOST {
        return Err(1.0 / cut.step);
    }
    Ok(Plan {
        cut,
        size: drawn,
        down_to: (!shape.exact).then_some(shape.nominal[0].ceil() as u32),
        left: left(Some(head), profile, &cut, drawn, size),
    })
}

/// The plan of someone who moved the cut. `Err` as for [`plan`].
pub(super) fn own(framed: &Framed, profile: &Profile) -> Result<Plan, f64> {
    let photo = framed.photo.map(f64::from);
    let Framing { mut cut, mut size } = framed.framing;
    if framed.down_to.is_some() && cut.step < 1.0 {
        // A size that is left open is made smaller rather than filled with px that were never taken.
        let shapes = Shape::all(profile.file.size.as_ref(), photo);
        if let Some(shape) = shapes.first() {
            let across = cut.step * f64::from(size[0]);
            size = shape.drawn(across);
            cut.step = across / f64::from(size[0]);
        }
    }
    if 1.0 / cut.step > MOST * (1.0 + 1e-9) {
        return Err(1.0 / cut.step);
    }
    Ok(Plan {
        cut,
        size,
        down_to: framed.down_to,
        left: left(framed.head.as_ref(), profile, &cut, size, photo),
    })
}

/// Firm rules, the value each has in a cut, and its strain.
fn firm<'a>(
    rules: &'a [Rule],
    cut: &'a Cut,
    head: &'a Head,
    size: [u32; 2],
) -> impl Iterator<Item = (Rule, f64, f64)> + use<'a> {
    rules.iter().filter(|rule| rule.firm).filter_map(move |rule| {
        let value = cut.value(rule.place, head, f64::from(size[0]))?;
        Some((*rule, value, rule.strain(value)))
    })
}

/// The whole photo in a shape, where the two have the same proportions to the px.
fn whole(shape: &Shape, photo: [usize; 2]) -> Option<(Shape, Cut, [u32; 2])> {
    let [width, height] = photo.map(|side| side as f64);
    let size = shape.drawn(width);
    let step = (width / f64::from(size[0])).min(height / f64::from(size[1]));
    let over = [width / step - f64::from(size[0]), height / step - f64::from(size[1])];
    if over.iter().any(|over| *over > 1.0) {
        return None;
    }
    let before = over.map(|over| -over * step / 2.0);
    Some((
        *shape,
        Cut {
            about: [0.0, 0.0],
            angle: 0.0,
            step,
            before,
        },
        size,
    ))
}

/// Without a face there is no telling what to cut, but the whole photo may have the right proportions.
fn faceless(whole: &[(Shape, Cut, [u32; 2])], photo: [usize; 2]) -> Result<Plan, f64> {
    let fit = whole.iter().find(|(_, cut, _)| 1.0 / cut.step <= MOST);
    let size = photo.map(|side| side as u32);
    match (fit, whole.first()) {
        (Some((shape, cut, size)), _) => Ok(Plan {
            cut: *cut,
            size: *size,
            down_to: (!shape.exact).then_some(shape.nominal[0].ceil() as u32),
            left: enlarged(cut),
        }),
        (None, Some((_, cut, _))) => Err(1.0 / cut.step),
        (None, None) => Ok(Plan {
            cut: Cut::whole(photo, size[0]),
            size,
            down_to: None,
            left: vec![Left::Size(size)],
        }),
    }
}

/// The best cut of all shapes and of the angles that are worth trying.
fn solve(
    head: &Head,
    profile: &Profile,
    shapes: &[Shape],
    photo: [f64; 2],
    comfortable: f64,
) -> Option<(Shape, Solution)> {
    // Level, turned just as far as it has to be, and as it is: turning costs room at the edges.
    let mut angles = vec![if head.roll.abs() > LEVEL { head.roll } else { 0.0 }];
    if head.roll.abs() > comfortable {
        angles.push(head.roll - head.roll.signum() * comfortable * GOOD);
    }
    if head.roll.abs() > LEVEL {
        angles.push(0.0);
    }
    let mut best: Option<(Shape, Solution, [bool; 2])> = None;
    for shape in shapes {
        let rules = Rule::all(&profile.geometry, shape.nominal);
        let task = Task {
            head,
            rules: &rules,
            photo,
            result: shape.nominal,
        };
        for angle in &angles {
            let Some(mut solution) = task.solve(*angle) else {
                continue;
            };
            let level = (head.roll - angle).abs() <= comfortable;
            solution.firm += usize::from(level);
            solution.kept += usize::from(level);
            let sharp = [1.0 / solution.cut.step <= SAID, level];
            let better = best.as_ref().is_none_or(|(was, best, best_sharp)| {
                let same = was == shape;
                match (solution.firm, solution.kept, sharp[0]).cmp(&(best.firm, best.kept, best_sharp[0])) {
                    std::cmp::Ordering::Equal if same => false,
                    std::cmp::Ordering::Equal => (shape.nominal[0] > was.nominal[0]) == sharp[0],
                    order => order.is_gt(),
                }
            });
            if better {
                best = Some((*shape, solution, sharp));
            }
        }
    }
    best.map(|(shape, solution, _)| (shape, solution))
}

fn enlarged(cut: &Cut) -> Vec<Left> {
    let by = 1.0 / cut.step;
    if by > SAID {
        vec![Left::Enlarged(by)]
    } else {
        Vec::new()
    }
}

/// What the finished picture doesn't meet.
fn left(head: Option<&Head>, profile: &Profile, cut: &Cut, size: [u32; 2], photo: [f64; 2]) -> Vec<Left> {
    let mut left = head.map_or_else(Vec::new, |head| missed(head, profile, cut, size, photo));
    let sizes = profile.file.size.as_ref();
    if sizes.is_some_and(|rule| !rule.allows(size[0], size[1])) {
        left.push(Left::Size(size));
    }
    left.extend(enlarged(cut));
    left
}

/// What the head's place and lean don't meet.
fn missed(head: &Head, profile: &Profile, cut: &Cut, size: [u32; 2], photo: [f64; 2]) -> Vec<Left> {
    let mut left = Vec::new();
    let rules = Rule::all(&profile.geometry, size.map(f64::from));
    // Would it have worked with a photo that goes on in every direction?
    let more = 4.0 * (photo[0] + photo[1]);
    let shift = |place: [f64; 2]| place.map(|at| at + more);
    let roomy = Head {
        eyes: shift(head.eyes),
        middle: shift(head.middle),
        ..*head
    };
    let task = Task {
        head: &roomy,
        rules: &rules,
        photo: photo.map(|side| side + 2.0 * more),
        result: size.map(f64::from),
    };
    let all = rules.iter().filter(|rule| rule.firm).count();
    let mut edge = None;
    for (rule, value, strain) in firm(&rules, cut, head, size) {
        if strain > 1.0 {
            let edge = *edge.get_or_insert_with(|| task.solve(cut.angle).is_some_and(|ideal| ideal.firm == all));
            left.push(Left::Band {
                check: rule.place.check(),
                value,
                min: rule.min,
                max: rule.max,
                edge,
            });
        }
    }
    if head.crown.is_none() && profile.geometry.crown.is_some() {
        left.push(Left::NoCrown);
    }
    let roll = head.roll - cut.angle;
    if profile.pose.roll.is_some_and(|limit| roll.abs() > limit) {
        left.push(Left::Roll(roll));
    }
    left
}

#[cfg(test)]
mod tests;
