//! Cuts a turned rectangle out of a photo and resamples it for a network.

use super::Point;
use crate::pixels::Pixels;

/// A rectangle that may be turned.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Area {
    pub(super) centre: Point,
    pub(super) width: f32,
    pub(super) height: f32,
    /// Cosine and sine of the angle by which its upper edge is turned, clockwise.
    pub(super) turn: (f32, f32),
}

impl Area {
    /// The whole photo.
    pub(super) fn whole(pixels: &Pixels) -> Self {
        let (width, height) = (pixels.width as f32, pixels.height as f32);
        Self {
            centre: Point::new(width / 2.0, height / 2.0),
            width,
            height,
            turn: (1.0, 0.0),
        }
    }

    /// A place in the photo from one in the area, both counted 0…1 from its upper left corner.
    pub(super) fn place(&self, u: f32, v: f32) -> Point {
        let (x, y) = ((u - 0.5) * self.width, (v - 0.5) * self.height);
        let (cos, sin) = self.turn;
        Point::new(self.centre.x + x * cos - y * sin, self.centre.y + x * sin + y * cos)
    }
}

/// What lies beyond the photo's edges.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Beyond {
    /// Black.
    Black,
    /// The pixel at the edge.
    Edge,
}

/// Samples `rows × columns` RGB values bilinearly, each `scale × byte + offset`.
pub(super) fn sample(
    pixels: &Pixels,
    area: &Area,
    [rows, columns]: [usize; 2],
    (scale, offset): (f32, f32),
    beyond: Beyond,
) -> Vec<f32> {
    let mut out = Vec::with_capacity(rows * columns * 3);
    for row in 0..rows {
        for column in 0..columns {
            let u = (column as f32 + 0.5) / columns as f32;
            let v = (row as f32 + 0.5) / rows as f32;
            let rgb = bilinear(pixels, area.place(u, v), beyond);
            out.extend(rgb.map(|value| value * scale + offset));
        }
    }
    out
}

fn bilinear(pixels: &Pixels, at: Point, beyond: Beyond) -> [f32; 3] {
    // Pixel centres lie at halves. Far outside nothing is exact, and nothing needs to be.
    let (x, y) = ((at.x - 0.5).clamp(-1e6, 1e6), (at.y - 0.5).clamp(-1e6, 1e6));
    let (left, top) = (x.floor(), y.floor());
    let (across, down) = (x - left, y - top);
    let (left, top) = (left as i64, top as i64);
    let [a, b] = [left, left + 1].map(|x| pixel(pixels, x, top, beyond));
    let [c, d] = [left, left + 1].map(|x| pixel(pixels, x, top + 1, beyond));
    std::array::from_fn(|channel| {
        let upper = a[channel] * (1.0 - across) + b[channel] * across;
        let lower = c[channel] * (1.0 - across) + d[channel] * across;
        upper * (1.0 - down) + lower * down
    })
}

fn pixel(pixels: &Pixels, x: i64, y: i64, beyond: Beyond) -> [f32; 3] {
    let inside = |value: i64, size: usize| usize::try_from(value).ok().filter(|value| *value < size);
    match (inside(x, pixels.width), inside(y, pixels.height)) {
        (Some(x), Some(y)) => pixels.at(x, y).map(f32::from),
        _ if beyond == Beyond::Black => [0.0; 3],
        // `at` moves what is too far right or down; what is too far left or up is moved here.
        _ => pixels.at(x.max(0) as usize, y.max(0) as usize).map(f32::from),
    }
}
