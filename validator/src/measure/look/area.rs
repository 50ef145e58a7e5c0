//! Ways to look at a part of a scene: shares of the masks' classes inside a polygon, brightness between pixels.

use crate::pixels::Pixels;
use crate::portrait::{Class, Face, Masks, Point, Scene};

/// Steps across a polygon's bounding box: finer than the masks' cells for everything that is looked at.
const STEPS: usize = 32;

/// A polygon in the face's own frame: a box from `(left, top)` to `(right, bottom)`, in eye distances.
pub(super) fn face_box(face: &Face, [left, top, right, bottom]: [f32; 4]) -> [Point; 4] {
    [(left, top), (right, top), (right, bottom), (left, bottom)].map(|(x, y)| face.at(x, y))
}

/// Places on a grid inside a polygon and inside the photo, as px.
pub(super) fn places(polygon: &[Point], image: &Pixels) -> Vec<Point> {
    let Some([left, top, right, bottom]) = crate::portrait::region::bounds(polygon, image) else {
        return Vec::new();
    };
    let (width, height) = ((right - left) as f32, (bottom - top) as f32);
    let mut found = Vec::new();
    for row in 0..STEPS {
        let y = top as f32 + (row as f32 + 0.5) / STEPS as f32 * height;
        for column in 0..STEPS {
            let at = Point::new(left as f32 + (column as f32 + 0.5) / STEPS as f32 * width, y);
            if holds(polygon, at) {
                found.push(at);
            }
        }
    }
    found
}

/// Whether a place lies inside a polygon (even-odd rule).
fn holds(polygon: &[Point], at: Point) -> bool {
    let next = polygon.iter().cycle().skip(1);
    let crosses = |(a, b): &(&Point, &Point)| {
        (a.y <= at.y) != (b.y <= at.y) && a.x + (at.y - a.y) / (b.y - a.y) * (b.x - a.x) > at.x
    };
    polygon.iter().zip(next).filter(crosses).count() % 2 == 1
}

/// How much several classes have of a place together, 0…1.
pub(super) fn share(scene: &Scene, masks: &Masks, at: Point, classes: &[Class]) -> f32 {
    let (u, v) = (at.x / scene.image.width as f32, at.y / scene.image.height as f32);
    classes.iter().map(|class| masks.between(u, v, *class)).sum()
}

/// The mean share of several classes over a polygon, 0…1; 0 where the polygon lies outside the photo.
pub(super) fn mean_share(scene: &Scene, masks: &Masks, polygon: &[Point], classes: &[Class]) -> f32 {
    let places = places(polygon, &scene.image);
    let sum: f32 = places.iter().map(|at| share(scene, masks, *at, classes)).sum();
    sum / places.len().max(1) as f32
}

/// The share of several classes that all but 2 % of a polygon's places stay below: what is small counts too.
pub(super) fn peak_share(scene: &Scene, masks: &Masks, polygon: &[Point], classes: &[Class]) -> f32 {
    let mut shares: Vec<f32> = places(polygon, &scene.image)
        .into_iter()
        .map(|at| share(scene, masks, at, classes))
        .collect();
    percentile(&mut shares, 98)
}

/// R, G, B between the pixels' centres, 0…255; outside the photo as at its edge.
pub(super) fn rgb(image: &Pixels, at: Point) -> [f32; 3] {
    let (x, y) = (
        (at.x - 0.5).clamp(0.0, (image.width - 1) as f32),
        (at.y - 0.5).clamp(0.0, (image.height - 1) as f32),
    );
    let (left, top) = (x.floor(), y.floor());
    let (across, down) = (x - left, y - top);
    let (left, top) = (left as usize, top as usize);
    let mix = |a: [u8; 3], b: [u8; 3], part: f32| -> [f32; 3] {
        std::array::from_fn(|i| f32::from(a[i]) + (f32::from(b[i]) - f32::from(a[i])) * part)
    };
    let upper = mix(image.at(left, top), image.at(left + 1, top), across);
    let lower = mix(image.at(left, top + 1), image.at(left + 1, top + 1), across);
    std::array::from_fn(|i| upper[i] + (lower[i] - upper[i]) * down)
}

/// Brightness of a colour, 0…255 (ITU-R BT.601).
pub(super) fn luma([r, g, b]: [f32; 3]) -> f32 {
    0.299 * r + 0.587 * g + 0.114 * b
}

/// The value that so many percent lie below; 0 for nothing.
pub(super) fn percentile(values: &mut [f32], percent: usize) -> f32 {
    values.sort_by(f32::total_cmp);
    values
        .get(values.len().saturating_sub(1) * percent / 100)
        .copied()
        .unwrap_or(0.0)
}

/// The box around a polygon, as x, y, width, height in px; what lies outside the photo is cut off.
pub(super) fn region(polygon: &[Point], image: &Pixels) -> Option<[u32; 4]> {
    let [left, top, right, bottom] = crate::portrait::region::bounds(polygon, image)?;
    Some([left, top, right - left, bottom - top].map(|n| n as u32))
}
