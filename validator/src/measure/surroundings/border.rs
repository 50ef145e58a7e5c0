//! Frames: lines along the photo's edges.

use super::field::unit;
use crate::pixels::Pixels;

/// How deep a frame may reach, share of the photo's width.
const DEEPEST: f32 = 0.14;
/// Smallest step (0…255, any channel) from a frame to what it frames.
const STEP: i32 = 8;
/// Below this share of places with a step there is no line to speak of.
const LEAST: f64 = 0.3;
/// A line is of one colour where its channels are this close to its median.
const SAME: i32 = 10;

/// One edge of the photo.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Edge {
    /// How sure a frame's line is: share of places with a step at one and the same depth, times the share of the line before it that is of
    /// one colour; 0…1.
    pub line: f64,
    /// Depth of that line, px.
    pub depth: u32,
}

/// Frame lines at the left, right, upper and lower edge.
///
/// Our own: a frame is a line of one colour along a whole edge, at the same depth everywhere, with a sharp step behind it. A plain wall has
/// no step, and clothes end somewhere.
pub(super) fn edges(image: &Pixels) -> [Edge; 4] {
    let sides = [Side::Left, Side::Right, Side::Top, Side::Bottom];
    sides.map(|side| edge(image, side))
}

#[derive(Clone, Copy)]
enum Side {
    Left,
    Right,
    Top,
    Bottom,
}

fn edge(image: &Pixels, side: Side) -> Edge {
    let long = match side {
        Side::Left | Side::Right => image.height,
        Side::Top | Side::Bottom => image.width,
    };
    let across = image.width.min(image.height);
    if across < 24 {
        return Edge::default();
    }
    let at = |along: usize, depth: usize| match side {
        Side::Left => image.at(depth, along),
        Side::Right => image.at(image.width.saturating_sub(depth + 1), along),
        Side::Top => image.at(along, depth),
        Side::Bottom => image.at(along, image.height.saturating_sub(depth + 1)),
    };
    // Every other px will do, and the corners belong to other edges.
    let places: Vec<usize> = (long / 8..long - long / 8).step_by(2).collect();
    let line =
        |depth: usize| -> Vec<[i32; 3]> { places.iter().map(|along| at(*along, depth).map(i32::from)).collect() };
    let deepest = (across as f32 * DEEPEST) as usize;
    // Resampled lines have a soft edge: compare what lies before and behind it.
    let gap = unit(image).ceil() as usize + 1;
    let mut lines: std::collections::VecDeque<Vec<[i32; 3]>> = (0..=gap).map(line).collect();
    let mut best = Edge::default();
    for depth in 0..deepest {
        if let (Some(outer), Some(inner)) = (lines.front(), lines.back()) {
            let sure = sure(outer, inner, best.line);
            if sure > best.line {
                best = Edge {
                    line: sure,
                    depth: (depth + gap / 2 + 1) as u32,
                };
            }
        }
        lines.pop_front();
        lines.push_back(line(depth + gap + 1));
    }
    best
}

/// How sure a line is; 0 where it is no more than `least`, or where the step isn't there on the whole, as in a grainy photo.
fn sure(outer: &[[i32; 3]], inner: &[[i32; 3]], least: f64) -> f64 {
    let steps: Vec<[i32; 3]> = outer
        .iter()
        .zip(inner)
        .map(|(a, b)| std::array::from_fn(|channel| a[channel] - b[channel]))
        .collect();
    let is_step = |step: &[i32; 3]| step.iter().any(|channel| channel.abs() >= STEP);
    let share = steps.iter().filter(|step| is_step(step)).count() as f64 / steps.len().max(1) as f64;
    if share <= least.max(LEAST) || !is_step(&median(&steps)) {
        return 0.0;
    }
    share * uniform(outer)
}

fn median(values: &[[i32; 3]]) -> [i32; 3] {
    std::array::from_fn(|channel| {
        let mut values: Vec<i32> = values.iter().map(|value| value[channel]).collect();
        values.sort_unstable();
        values.get(values.len() / 2).copied().unwrap_or(0)
    })
}

/// Share of places within [`SAME`] of the line's median colour.
fn uniform(line: &[[i32; 3]]) -> f64 {
    let middle = median(line);
    let same = |color: &&[i32; 3]| {
        color
            .iter()
            .zip(middle)
            .all(|(value, middle)| (value - middle).abs() <= SAME)
    };
    line.iter().filter(same).count() as f64 / line.len().max(1) as f64
}
