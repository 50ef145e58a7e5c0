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
            for value in bilinear(pixels, area.place(u, v), beyond) {
                out.push(value * scale + offset);
            }
        }
    }
    out
}

fn bilinear(pixels: &Pixels, at: Point, beyond: Beyond) -> [f32; 3] {
    // Pixel centres lie at halves. Far outside nothing is exact, and nothing needs to be.
    let (x, y) = ((at.x - 0.5).clamp(-1e6, 1e6), (at.y - 0.5).clamp(-1e6, 1e6));
    let (left, top) = (x.floor(), y.floor());
    let (across, down) = (x - left, y - top);
    let (left, top) = (left as i32, top as i32);
    let (a, b) = (pixel(pixels, left, top, beyond), pixel(pixels, left + 1, top, beyond));
    let (c, d) = (
        pixel(pixels, left, top + 1, beyond),
        pixel(pixels, left + 1, top + 1, beyond),
    );
    let mut mixed = [0.0; 3];
    for (channel, mixed) in mixed.iter_mut().enumerate() {
        let upper = f32::from(a[channel]) * (1.0 - across) + f32::from(b[channel]) * across;
        let lower = f32::from(c[channel]) * (1.0 - across) + f32::from(d[channel]) * across;
        *mixed = upper * (1.0 - down) + lower * down;
    }
    mixed
}

#[inline]
fn pixel(pixels: &Pixels, x: i32, y: i32, beyond: Beyond) -> [u8; 3] {
    let inside = x >= 0 && y >= 0 && (x as usize) < pixels.width && (y as usize) < pixels.height;
    if !inside && beyond == Beyond::Black {
        return [0; 3];
    }
    // `at` moves what is too far right or down; what is too far left or up is moved here.
    pixels.at(x.max(0) as usize, y.max(0) as usize)
}
