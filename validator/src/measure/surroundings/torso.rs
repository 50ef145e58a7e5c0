//! Clothes below the shoulders, against the wall.

use crate::measure::Grid;
use crate::measure::color::{delta_e2000, lab};
use crate::portrait::Face;

/// Where clothes are looked at: to both sides of the face's middle, in eye distances, clear of ties and open collars.
const ASIDE: std::ops::Range<f32> = 0.7..1.4;
/// From this share of the distance between eyes and chin below the chin downwards, there are shoulders.
const BELOW: f32 = 0.75;
/// A tight crop still has to show this much below the chin.
const LEAST: f32 = 0.35;

/// What clothes look like.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Torso {
    /// Median colour distance (CIEDE2000) of the clothes' cells to the wall, on the side where it is smaller.
    pub distance: f64,
    /// Median luma deviation inside a cell, 0…255: stripes and patterns.
    pub pattern: f64,
    /// x, y, width, height in px of the scene's image.
    pub place: [u32; 4],
}

/// Both shoulders; `None` where the photo ends above them.
pub(super) fn torso(grid: &Grid, face: &Face, wall: [f64; 3]) -> Option<Torso> {
    let side = grid.side as f32;
    let (middle, wide) = (face.middle(), face.eye_distance());
    let bottom = grid.rows as f32 - 1.0;
    let row = |below: f32| ((face.chin().y + below * face.length()) / side).ceil();
    let top = row(BELOW).min(bottom - 4.0).max(row(LEAST)).max(0.0);
    if top.is_nan() || top + 1.0 >= bottom {
        return None;
    }
    let wall = lab(wall);
    let (mut distances, mut patterns) = ([0.0; 2], Vec::new());
    for (sign, out) in [-1.0, 1.0].into_iter().zip(&mut distances) {
        let (near, far) = (middle + sign * ASIDE.start * wide, middle + sign * ASIDE.end * wide);
        let columns = (near.min(far).max(side) / side) as usize..(near.max(far) / side).max(0.0) as usize;
        let columns = columns.start..columns.end.min(grid.columns.saturating_sub(1));
        let mut here = Vec::new();
        for row in top as usize..bottom as usize {
            for column in columns.clone() {
                let cell = grid.at(column, row);
                here.push(delta_e2000(cell.lab, wall));
                patterns.push(cell.deviation);
            }
        }
        *out = median(here)?;
    }
    let left = (middle - ASIDE.end * wide).max(0.0);
    let place = [
        left,
        top * side,
        (middle + ASIDE.end * wide - left).max(0.0),
        (bottom - top) * side,
    ];
    Some(Torso {
        distance: distances[0].min(distances[1]),
        pattern: median(patterns)?,
        place: place.map(|n| n as u32),
    })
}

fn median(mut values: Vec<f64>) -> Option<f64> {
    values.sort_by(f64::total_cmp);
    values.get(values.len() / 2).copied()
}
