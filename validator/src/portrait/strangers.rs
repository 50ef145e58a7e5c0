//! Where a second face may hide: skin of faces away from the first one, where the detector, which sees the whole photo in 128 px,
//! is to look from nearer.

use super::{Class, Detection, Face, Masks, Point};
use crate::pixels::Pixels;

/// Presence that landmarks of a second face need; a fold or a print that is like one has less.
pub(super) const SURE: f32 = 0.9;

/// Least side of a patch of skin as a share of the first face's width: a smaller one is no face that anybody sees.
const LEAST: f32 = 0.12;
/// Patches that are looked at, the largest first.
const MOST: usize = 4;
/// Side of the square that is looked at over the larger side of the patch: the detector was made for faces of about this share.
const AROUND: f32 = 2.5;

/// Whether two detections are two faces: they hardly overlap, and neither lies inside the other.
pub(super) fn apart(a: &Detection, b: &Detection) -> bool {
    let middle = |face: &Detection| face.corners[0].middle(face.corners[1]);
    let holds = |face: &Detection, at: Point| {
        let [from, to] = face.corners;
        (from.x..=to.x).contains(&at.x) && (from.y..=to.y).contains(&at.y)
    };
    a.overlap(b) < 0.3 && !holds(a, middle(b)) && !holds(b, middle(a))
}

/// Share of face and body skin in the inner half of a face's box, 0…1.
pub(crate) fn skin(face: &Detection, masks: &Masks, image: &Pixels) -> f32 {
    const STEPS: usize = 8;
    let [from, to] = face.corners;
    let mut sum = 0.0;
    for row in 0..STEPS {
        for column in 0..STEPS {
            let part = |index: usize| 0.25 + 0.5 * (index as f32 + 0.5) / STEPS as f32;
            let u = (from.x + (to.x - from.x) * part(column)) / image.width.max(1) as f32;
            let v = (from.y + (to.y - from.y) * part(row)) / image.height.max(1) as f32;
            sum += masks.between(u, v, Class::FaceSkin) + masks.between(u, v, Class::BodySkin);
        }
    }
    sum / (STEPS * STEPS) as f32
}

/// Centres and sides, px, of the squares to look at.
pub(super) fn places(face: &Face, others: &[Detection], masks: &Masks, image: &Pixels) -> Vec<(Point, f32)> {
    let side = masks.side;
    let cell = |column: usize, row: usize| {
        let at = |index: usize, length: usize| (index as f32 + 0.5) / side as f32 * length as f32;
        Point::new(at(column, image.width), at(row, image.height))
    };
    let mut open: Vec<bool> = (0..side * side)
        .map(|index| {
            let (column, row) = (index % side, index / side);
            masks.class(column, row) == Class::FaceSkin && !known(face, others, cell(column, row))
        })
        .collect();
    let least = face.width() * LEAST;
    let mut patches = Vec::new();
    for start in 0..side * side {
        if open.get(start) != Some(&true) {
            continue;
        }
        let [left, top, right, bottom, count] = patch(&mut open, side, start);
        let (from, to) = (cell(left, top), cell(right, bottom));
        let larger = (to.x - from.x).max(to.y - from.y);
        // A stripe is no face.
        let full = count * 3 >= (right - left + 1) * (bottom - top + 1);
        if full && (to.x - from.x).min(to.y - from.y) >= least {
            patches.push((from.middle(to), larger * AROUND));
        }
    }
    patches.sort_by(|a, b| b.1.total_cmp(&a.1));
    patches.truncate(MOST);
    patches
}

/// Whether a place belongs to a face that was found: the first one's ears and neck too.
fn known(face: &Face, others: &[Detection], at: Point) -> bool {
    let (middle, unit) = (face.eye_line(), face.eye_distance());
    let [right, left] = face.eyes();
    let (dx, dy) = (at.x - middle.x, at.y - middle.y);
    let (ex, ey) = (left.x - right.x, left.y - right.y);
    let square = unit * unit;
    if square > 0.0 {
        let (x, y) = ((dx * ex + dy * ey) / square, (dy * ex - dx * ey) / square);
        if x.abs() <= 1.4 && (-1.8..=2.6).contains(&y) {
            return true;
        }
    }
    others.iter().any(|other| {
        let [from, to] = other.corners;
        (from.x..=to.x).contains(&at.x) && (from.y..=to.y).contains(&at.y)
    })
}

/// Takes away all cells that hang together with one: first and last column and row, and how many they are.
fn patch(open: &mut [bool], side: usize, start: usize) -> [usize; 5] {
    let mut found = [start % side, start / side, start % side, start / side, 0];
    let mut waiting = vec![start];
    while let Some(index) = waiting.pop() {
        match open.get_mut(index) {
            Some(cell) if *cell => *cell = false,
            _ => continue,
        }
        let (column, row) = (index % side, index / side);
        let [left, top, right, bottom, count] = found;
        found = [
            left.min(column),
            top.min(row),
            right.max(column),
            bottom.max(row),
            count + 1,
        ];
        if column > 0 {
            waiting.push(index - 1);
        }
        if column + 1 < side {
            waiting.push(index + 1);
        }
        if row > 0 {
            waiting.push(index - side);
        }
        waiting.push(index + side);
    }
    found
}
