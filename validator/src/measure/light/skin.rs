//! The skin that can be judged: inside the face oval, without eyes, brows, lips, hair and what is worn.

use crate::pixels::Pixels;
use crate::portrait::{Class, Face, Masks, Point, Scene, parts, region};

/// The oval is shrunk to this part of itself: at its rim lie the hairline, the ears' shadow and the edge to the background.
const OVAL: f32 = 0.94;
/// Share of hair or worn things from which a px counts as covered.
const COVERED: f32 = 0.3;
/// Share of the oval that has to stay free for the masks to be believed: on a very dark photo they take skin for hair.
const BELIEVED: usize = 5;

/// Bare skin of a face.
#[derive(Debug, Clone, PartialEq)]
pub(in crate::measure) struct Skin {
    /// Its px as `(x, y)`, row by row.
    pub(in crate::measure) places: Vec<(usize, usize)>,
    width: usize,
    height: usize,
    inside: Vec<bool>,
}

impl Skin {
    /// Finds the skin of a face.
    pub(in crate::measure) fn of(scene: &Scene, face: &Face) -> Self {
        let image = &scene.image;
        let mut inside = vec![false; image.width * image.height];
        let mut set = |polygon: &[Point], value: bool| {
            for (x, y) in region::inside(polygon, image) {
                if let Some(at) = inside.get_mut(y * image.width + x) {
                    *at = value;
                }
            }
        };
        set(&grown(&face.landmarks.outline(&parts::OVAL), OVAL, OVAL, 0.0), true);
        for part in features(face) {
            set(&part, false);
        }
        let free = |(x, y): (usize, usize)| scene.masks.as_ref().is_none_or(|masks| bare(masks, image, x, y));
        let all: Vec<(usize, usize)> = (0..image.width * image.height)
            .filter(|index| inside.get(*index) == Some(&true))
            .map(|index| (index % image.width.max(1), index / image.width.max(1)))
            .collect();
        let mut places: Vec<(usize, usize)> = all.iter().copied().filter(|at| free(*at)).collect();
        if places.len() * BELIEVED < all.len() {
            places = all;
        }
        inside.fill(false);
        for (x, y) in &places {
            if let Some(at) = inside.get_mut(y * image.width + x) {
                *at = true;
            }
        }
        Self {
            places,
            width: image.width,
            height: image.height,
            inside,
        }
    }

    /// Whether a px is skin.
    pub(in crate::measure) fn has(&self, x: usize, y: usize) -> bool {
        x < self.width && y < self.height && self.inside.get(y * self.width + x) == Some(&true)
    }

    /// Every n-th px in both directions, n such that about `most` are left: enough for medians.
    pub(in crate::measure) fn sample(&self, most: usize) -> Vec<(usize, usize)> {
        let mut step = 1;
        while self.places.len() / (step * step) > most.max(1) {
            step += 1;
        }
        self.places
            .iter()
            .copied()
            .filter(|(x, y)| x % step == 0 && y % step == 0)
            .collect()
    }
}

fn bare(masks: &Masks, image: &Pixels, x: usize, y: usize) -> bool {
    let (column, row) = (
        x * masks.side / image.width.max(1),
        y * masks.side / image.height.max(1),
    );
    masks.share(column, row, Class::Hair) + masks.share(column, row, Class::Others) < COVERED
}

/// Eyes with lids and lashes, brows, lips: outlines with a margin.
fn features(face: &Face) -> Vec<Vec<Point>> {
    let unit = face.eye_distance();
    let outline = |part: &[usize]| face.landmarks.outline(part);
    vec![
        grown(&outline(&parts::RIGHT_EYE), 1.4, 1.0, 0.1 * unit),
        grown(&outline(&parts::LEFT_EYE), 1.4, 1.0, 0.1 * unit),
        grown(&outline(&parts::RIGHT_BROW), 1.25, 1.25, 0.03 * unit),
        grown(&outline(&parts::LEFT_BROW), 1.25, 1.25, 0.03 * unit),
        grown(&outline(&parts::LIPS), 1.15, 1.15, 0.0),
    ]
}

/// An outline stretched from its middle by two factors, and then by so many px up and down.
pub(in crate::measure) fn grown(outline: &[Point], across: f32, along: f32, px: f32) -> Vec<Point> {
    let count = outline.len().max(1) as f32;
    let (sum_x, sum_y) = outline.iter().fold((0.0, 0.0), |(x, y), at| (x + at.x, y + at.y));
    let middle = Point::new(sum_x / count, sum_y / count);
    let stretched = |at: &Point| {
        let (dx, dy) = (at.x - middle.x, at.y - middle.y);
        let further = if dy < 0.0 { -px } else { px };
        Point::new(middle.x + dx * across, middle.y + dy * along + further)
    };
    outline.iter().map(stretched).collect()
}
