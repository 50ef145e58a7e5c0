//! Where the person ends, for every px: the common ground of the measures of this family.

use crate::pixels::Pixels;
use crate::portrait::{Class, Masks, Scene};

/// Share of a px above which it belongs to the person.
const PERSON: f32 = 0.5;
/// Steps of the chamfer distance (Borgefors, "Distance transformations in digital images", 1986): 3 to a side, 4 across a corner.
const SIDE: u16 = 3;
const CORNER: u16 = 4;
/// Distances end here: 80 px are more than any measure asks for.
const FAR: u16 = 240;

/// The photo with the distance of every px from the person's edge.
pub(super) struct Field<'a> {
    /// The photo.
    pub(super) image: &'a Pixels,
    /// Luma (ITU-R BT.601) of every px, 0…255.
    pub(super) luma: Vec<i16>,
    /// What a length of 1 px in a finished photo, 480 px wide, is here; at least 1.
    pub(super) unit: f32,
    masks: Option<&'a Masks>,
    /// Thirds of a px to the person's edge, negative on the person.
    away: Vec<i16>,
}

impl<'a> Field<'a> {
    /// `None` without the segmenter.
    pub(super) fn of(scene: &'a Scene) -> Option<Self> {
        let (masks, outline) = (scene.masks.as_ref()?, scene.outline.as_ref()?);
        Some(Self::new(&scene.image, Some(masks), &|x, y| {
            outline.share(x, y) >= PERSON
        }))
    }

    /// `person` says of each px whether it belongs to the person.
    pub(super) fn new(image: &'a Pixels, masks: Option<&'a Masks>, person: &dyn Fn(usize, usize) -> bool) -> Self {
        let places = (0..image.height).flat_map(|y| (0..image.width).map(move |x| (x, y)));
        let person: Vec<bool> = places.map(|(x, y)| person(x, y)).collect();
        let wall: Vec<bool> = person.iter().map(|is| !is).collect();
        let outside = distance(&person, image.width, image.height);
        let inside = distance(&wall, image.width, image.height);
        Self {
            image,
            luma: luma(image),
            unit: unit(image),
            masks,
            away: outside
                .iter()
                .zip(inside)
                .map(|(outside, inside)| *outside as i16 - inside as i16)
                .collect(),
        }
    }

    /// Px to the person's edge: positive in the background, negative on the person. Places outside are moved to the nearest edge.
    pub(super) fn away(&self, x: usize, y: usize) -> f32 {
        let index = y.min(self.image.height - 1) * self.image.width + x.min(self.image.width - 1);
        f32::from(self.away.get(index).copied().unwrap_or(0)) / f32::from(SIDE)
    }

    /// Luma of a px, 0…255. Places outside are moved to the nearest edge.
    pub(super) fn luma(&self, x: usize, y: usize) -> i16 {
        let index = y.min(self.image.height - 1) * self.image.width + x.min(self.image.width - 1);
        self.luma.get(index).copied().unwrap_or(0)
    }

    /// A class's share of the mask's cell that a px lies in, 0…1; 0 without masks.
    pub(super) fn share(&self, x: usize, y: usize, class: Class) -> f32 {
        self.masks.map_or(0.0, |masks| {
            masks.share(
                x * masks.side / self.image.width,
                y * masks.side / self.image.height,
                class,
            )
        })
    }
}

/// What a length of 1 px in a finished photo, 480 px wide, is in another; at least 1.
pub(super) fn unit(image: &Pixels) -> f32 {
    (image.width as f32 / 480.0).max(1.0)
}

fn luma(image: &Pixels) -> Vec<i16> {
    let of = |[r, g, b]: &[u8; 3]| ((77 * u32::from(*r) + 150 * u32::from(*g) + 29 * u32::from(*b) + 128) >> 8) as i16;
    image.rgb.as_chunks::<3>().0.iter().map(of).collect()
}

/// Chamfer distance of every px to the nearest one that is set, in thirds of a px.
fn distance(set: &[bool], width: usize, height: usize) -> Vec<u16> {
    // A ring of far cells spares the question whether there is a neighbour.
    let wide = width + 2;
    let mut to = vec![FAR; wide * (height + 2)];
    for (row, out) in set.chunks_exact(width.max(1)).zip(to.chunks_exact_mut(wide).skip(1)) {
        for (is, out) in row.iter().zip(out.iter_mut().skip(1)) {
            *out = if *is { 0 } else { FAR };
        }
    }
    for y in 1..=height {
        for at in y * wide + 1..=y * wide + width {
            let sides = to[at - 1].min(to[at - wide]) + SIDE;
            let corners = to[at - wide - 1].min(to[at - wide + 1]) + CORNER;
            to[at] = to[at].min(sides).min(corners);
        }
    }
    for y in (1..=height).rev() {
        for at in (y * wide + 1..=y * wide + width).rev() {
            let sides = to[at + 1].min(to[at + wide]) + SIDE;
            let corners = to[at + wide - 1].min(to[at + wide + 1]) + CORNER;
            to[at] = to[at].min(sides).min(corners);
        }
    }
    let mut inner = Vec::with_capacity(width * height);
    for row in to.chunks_exact(wide).skip(1).take(height) {
        inner.extend_from_slice(&row[1..=width]);
    }
    inner
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn distances_grow_by_about_a_px_in_every_direction() {
        let (width, height) = (41, 31);
        let mut set = vec![false; width * height];
        set[15 * width + 20] = true;
        let to = distance(&set, width, height);
        for y in 0..height {
            for x in 0..width {
                let (dx, dy) = (x as f32 - 20.0, y as f32 - 15.0);
                let (is, chamfer) = ((dx * dx + dy * dy).sqrt(), f32::from(to[y * width + x]) / 3.0);
                assert!((is - chamfer).abs() <= 0.09 * is + 0.01, "{x} {y}: {is} {chamfer}");
            }
        }
        assert!(distance(&[false; 6], 3, 2).iter().all(|at| *at == FAR));
        assert!(distance(&[], 0, 0).is_empty());
    }
}
