//! The face as a plane of luma at one size: eyes at most 110 px apart, so that a studio's original and the finished photo made of it
//! are judged alike.

use crate::measure::light::{Skin, grown};
use crate::pixels::Pixels;
use crate::portrait::{Face, Point, Scene, parts, region};

/// Distance of the eyes, px, above which the patch is made smaller: the upper end of what a finished photo of 480×640 px has.
const EYES: f32 = 110.0;

/// A face's luma and which px are what; rows from the top.
pub(super) struct Patch {
    pub(super) width: usize,
    pub(super) height: usize,
    /// 0…255.
    pub(super) luma: Vec<f32>,
    /// Px with hard edges in every face: eyes and brows.
    pub(super) eyes: Vec<(usize, usize)>,
    /// The lips, too.
    pub(super) features: Vec<(usize, usize)>,
    /// Bare skin, 3 px away from everything else.
    pub(super) skin: Vec<(usize, usize)>,
}

/// How far filters reach: skin px keep this distance from the skin's rim.
const REACH: usize = 3;

impl Patch {
    /// Cuts the face out; `None` without a face or where it lies outside.
    pub(super) fn of(scene: &Scene, face: &Face) -> Option<Self> {
        let image = &scene.image;
        let [left, top, right, bottom] = region::bounds(&face.landmarks.outline(&parts::OVAL), image)?;
        let step = (face.eye_distance() / EYES).max(1.0);
        if !step.is_finite() {
            return None;
        }
        let size = |length: usize| ((length as f32 / step) as usize).max(1);
        let (width, height) = (size(right - left), size(bottom - top));
        let span = |at: usize, from: usize, to: usize| -> [usize; 2] {
            let start = (from + (at as f32 * step) as usize).min(to - 1);
            [start, (from + ((at + 1) as f32 * step) as usize).clamp(start + 1, to)]
        };
        let mut luma = Vec::with_capacity(width * height);
        for y in 0..height {
            let rows = span(y, top, bottom);
            luma.extend((0..width).map(|x| mean(image, span(x, left, right), rows)));
        }
        let mut patch = Self {
            width,
            height,
            luma,
            eyes: Vec::new(),
            features: Vec::new(),
            skin: Vec::new(),
        };
        let local = |outline: Vec<Point>| -> Vec<Point> {
            outline
                .iter()
                .map(|at| Point::new((at.x - left as f32) / step, (at.y - top as f32) / step))
                .collect()
        };
        patch.mark(face, &local);
        let skin = Skin::of(scene, face);
        let place = |x: usize, y: usize| (left + (x as f32 * step) as usize, top + (y as f32 * step) as usize);
        patch.skin = (REACH..height.saturating_sub(REACH))
            .flat_map(|y| (REACH..width.saturating_sub(REACH)).map(move |x| (x, y)))
            .filter(|(x, y)| {
                let around = [
                    (0, 0),
                    (REACH, 0),
                    (2 * REACH, 0),
                    (0, REACH),
                    (2 * REACH, REACH),
                    (0, 2 * REACH),
                    (REACH, 2 * REACH),
                    (2 * REACH, 2 * REACH),
                ];
                around.iter().all(|(dx, dy)| {
                    let (x, y) = place(x + dx - REACH, y + dy - REACH);
                    skin.has(x, y)
                })
            })
            .collect();
        Some(patch)
    }

    /// Finds eyes, brows and lips in the patch.
    fn mark(&mut self, face: &Face, local: &dyn Fn(Vec<Point>) -> Vec<Point>) {
        let sheet = Pixels {
            width: self.width,
            height: self.height,
            rgb: Vec::new(),
        };
        let mut seen = vec![false; self.width * self.height];
        let outline = |part: &[usize]| face.landmarks.outline(part);
        let eyes = [
            grown(&outline(&parts::RIGHT_EYE), 1.3, 2.2, 0.0),
            grown(&outline(&parts::LEFT_EYE), 1.3, 2.2, 0.0),
            grown(&outline(&parts::RIGHT_BROW), 1.3, 1.3, 0.0),
            grown(&outline(&parts::LEFT_BROW), 1.3, 1.3, 0.0),
        ];
        let mut fresh = |polygon: Vec<Point>| -> Vec<(usize, usize)> {
            let mut found = region::inside(&local(polygon), &sheet);
            found.retain(|(x, y)| {
                seen.get_mut(y * sheet.width + x)
                    .is_some_and(|seen| !std::mem::replace(seen, true))
            });
            found
        };
        for polygon in eyes {
            self.eyes.extend(fresh(polygon));
        }
        self.features.clone_from(&self.eyes);
        self.features
            .extend(fresh(grown(&outline(&parts::LIPS), 1.1, 1.1, 0.0)));
    }

    /// Luma at a place; places outside are moved to the nearest edge.
    pub(super) fn at(&self, x: isize, y: isize) -> f32 {
        let (x, y) = (
            x.clamp(0, self.width as isize - 1),
            y.clamp(0, self.height as isize - 1),
        );
        self.luma
            .get(y as usize * self.width + x as usize)
            .copied()
            .unwrap_or(0.0)
    }
}

/// Mean luma (ITU-R BT.601) of a rectangle.
fn mean(image: &Pixels, [left, right]: [usize; 2], [top, bottom]: [usize; 2]) -> f32 {
    let mut sum = 0_u32;
    for y in top..bottom {
        for x in left..right {
            let [r, g, b] = image.at(x, y);
            sum += u32::from(r) * 299 + u32::from(g) * 587 + u32::from(b) * 114;
        }
    }
    sum as f32 / (1000 * ((right - left) * (bottom - top)).max(1)) as f32
}
