//! Where the person ends and the background begins, at the photo's own edges: the network's coarse mask, refined by the photo.
//!
//! Guided filter (He, Sun & Tang, "Guided Image Filtering", TPAMI 2013) with the photo's luma as guide: where the mask has a soft
//! edge of several px, the photo's own edge inside it decides.

use super::{Class, Masks};
use crate::pixels::Pixels;

/// Half the filter's window: two cells of the mask on a photo of 640 px.
const RADIUS: usize = 5;
/// Variance of luma (0…1) below which the photo has no edge to follow.
const FLAT: f32 = 2e-4;

/// How much of each px is person, 0…1, row by row.
#[derive(Debug, Clone, PartialEq)]
pub struct Outline {
    width: usize,
    height: usize,
    shares: Vec<f32>,
}

impl Outline {
    /// Refines the masks of a photo.
    pub(super) fn of(masks: &Masks, pixels: &Pixels) -> Self {
        let (width, height) = (pixels.width, pixels.height);
        let coarse = enlarged(masks, width, height);
        let guide: Vec<f32> = pixels.rgb.as_chunks::<3>().0.iter().map(luma).collect();
        let mean = |values: &[f32]| boxed(values, width, height);
        let product = |a: &[f32], b: &[f32]| -> Vec<f32> { a.iter().zip(b).map(|(a, b)| a * b).collect() };
        let (mean_guide, mean_mask) = (mean(&guide), mean(&coarse));
        let squares = mean(&product(&guide, &guide));
        let products = mean(&product(&guide, &coarse));
        let mut slope = Vec::with_capacity(guide.len());
        let mut offset = Vec::with_capacity(guide.len());
        for (index, at) in mean_guide.iter().enumerate() {
            let variance = (squares[index] - at * at).max(0.0);
            let covariance = products[index] - at * mean_mask[index];
            let a = covariance / (variance + FLAT);
            slope.push(a);
            offset.push(mean_mask[index] - a * at);
        }
        let (slope, offset) = (mean(&slope), mean(&offset));
        let refined = guide
            .iter()
            .zip(slope.iter().zip(&offset))
            .map(|(at, (a, b))| (a * at + b).clamp(0.0, 1.0));
        Self {
            width,
            height,
            shares: refined.collect(),
        }
    }

    /// How much of a px is person, 0…1; places outside are moved to the nearest edge.
    pub fn share(&self, x: usize, y: usize) -> f32 {
        let index = y.min(self.height - 1) * self.width + x.min(self.width - 1);
        self.shares.get(index).copied().unwrap_or(0.0)
    }

    /// The highest row, to a part of a px, at which the person is at least `wide` px wide between two columns; `None` when nowhere.
    ///
    /// A single hair that stands up is no crown, and neither is a speck of the mask: that is what `wide` is for.
    pub fn top(&self, columns: std::ops::Range<usize>, wide: f32) -> Option<f32> {
        let columns = columns.start.min(self.width)..columns.end.min(self.width);
        let width_at = |y: usize| -> f32 {
            columns
                .clone()
                .map(|x| self.share(x, y))
                .filter(|share| *share > 0.25)
                .sum()
        };
        let mut above = 0.0;
        for y in 0..self.height {
            let here = width_at(y);
            if here >= wide {
                // Widths grow between the centres of two rows; at the upper edge there is nothing to compare with.
                let part = if y > 0 && here > above {
                    (here - wide) / (here - above)
                } else {
                    0.5
                };
                return Some(if y == 0 {
                    0.0
                } else {
                    y as f32 + 0.5 - part.clamp(0.0, 1.0)
                });
            }
            above = here;
        }
        None
    }
}

fn luma([r, g, b]: &[u8; 3]) -> f32 {
    (0.299 * f32::from(*r) + 0.587 * f32::from(*g) + 0.114 * f32::from(*b)) / 255.0
}

/// The person's share of each px, between the centres of the mask's cells.
fn enlarged(masks: &Masks, width: usize, height: usize) -> Vec<f32> {
    let mut shares = Vec::with_capacity(width * height);
    for y in 0..height {
        for x in 0..width {
            let at = masks.between(
                (x as f32 + 0.5) / width as f32,
                (y as f32 + 0.5) / height as f32,
                Class::Background,
            );
            shares.push(1.0 - at);
        }
    }
    shares
}

/// The mean of the window around each px, cut off at the edges: by running sums, first along rows, then along columns.
fn boxed(values: &[f32], width: usize, height: usize) -> Vec<f32> {
    let mut rows = vec![0.0; values.len()];
    for (row, out) in values.chunks_exact(width).zip(rows.chunks_exact_mut(width)) {
        let mut sum: f64 = row.iter().take(RADIUS).map(|value| f64::from(*value)).sum();
        for x in 0..width {
            if let Some(value) = row.get(x + RADIUS) {
                sum += f64::from(*value);
            }
            if x > RADIUS {
                sum -= f64::from(row[x - RADIUS - 1]);
            }
            let count = (x + RADIUS).min(width - 1) - x.saturating_sub(RADIUS) + 1;
            out[x] = (sum / count as f64) as f32;
        }
    }
    let mut sums = vec![0_f64; width];
    for row in rows.chunks_exact(width).take(RADIUS) {
        add(&mut sums, row, 1.0);
    }
    let mut out = Vec::with_capacity(values.len());
    for y in 0..height {
        if y + RADIUS < height {
            add(&mut sums, &rows[(y + RADIUS) * width..(y + RADIUS + 1) * width], 1.0);
        }
        if y > RADIUS {
            let gone = y - RADIUS - 1;
            add(&mut sums, &rows[gone * width..(gone + 1) * width], -1.0);
        }
        let count = ((y + RADIUS).min(height - 1) - y.saturating_sub(RADIUS) + 1) as f64;
        out.extend(sums.iter().map(|sum| (sum / count) as f32));
    }
    out
}

fn add(sums: &mut [f64], row: &[f32], sign: f64) {
    for (sum, value) in sums.iter_mut().zip(row) {
        *sum += sign * f64::from(*value);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_mean_of_a_window_is_cut_off_at_the_edges() {
        let (width, height) = (13, 17);
        let values: Vec<f32> = (0..width * height).map(|index| (index * 7 % 23) as f32).collect();
        let boxed = boxed(&values, width, height);
        for y in 0..height {
            for x in 0..width {
                let (mut sum, mut count) = (0.0, 0.0);
                for v in y.saturating_sub(RADIUS)..(y + RADIUS + 1).min(height) {
                    for u in x.saturating_sub(RADIUS)..(x + RADIUS + 1).min(width) {
                        sum += values[v * width + u];
                        count += 1.0;
                    }
                }
                assert!((boxed[y * width + x] - sum / count).abs() < 1e-4, "{x} {y}");
            }
        }
    }

    #[test]
    fn the_top_is_where_the_person_becomes_wide_enough() {
        let (width, height) = (20, 12);
        // A block from row 4 on, and a single hair above it.
        let share = |x: usize, y: usize| f32::from(u8::from((5..15).contains(&x) && y >= 4 || x == 9));
        let shares = (0..width * height)
            .map(|index| share(index % width, index / width))
            .collect();
        let outline = Outline { width, height, shares };
        let top = outline.top(0..width, 4.0).unwrap();
        assert!((top - 3.84).abs() < 0.2, "{top}");
        assert_eq!(outline.top(0..width, 11.0), None);
        assert_eq!(outline.top(9..10, 1.0), Some(0.0));
    }
}
