//! How bright the face is, and how far its dark and light parts lie apart.

use super::skin::{Skin, grown};
use crate::measure::color::light;
use crate::pixels::Pixels;
use crate::portrait::{Face, Point, parts, region};

/// Luma from which a px counts as clipped: the upper band of ISO/IEC 29794-5's over-exposure measure (247…255).
const CLIPPED: u8 = 247;
/// Beyond this distance from the middle line (eye distances) a px belongs to the left or the right half of the face.
const HALF: f32 = 0.15;

/// Brightness of a face.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Tone {
    /// Share of the skin whose luma is 247 or more, 0…1; ISO/IEC 29794-5 over-exposure prevention.
    pub clipped: f64,
    /// 99th percentile of luma in the face oval, 0…255: whites of the eyes and highlights, so that it tells exposure rather than the
    /// colour of the skin. Our own.
    pub brightest: f64,
    /// 98th less 2nd percentile of luma in the face oval, 0…255; after ISO/IEC 29794-5's dynamic range.
    pub range: f64,
    /// (bright − dark) ÷ (bright + dark), 0…1, of the oval's 99th percentile of luma and the 4th one around the eyes, where pupils and lashes
    /// are black in every face. Michelson's contrast: it doesn't change with exposure.
    pub contrast: f64,
    /// Between the medians of the left and the right half of the skin, in stops (log2 of linear light); after ISO/IEC 29794-5's illumination
    /// uniformity, but independent of the skin's own brightness.
    pub uneven: f64,
    /// Whether the half on the picture's left is the darker one.
    pub darker_left: bool,
}

/// Measures the brightness of a face.
pub(super) fn tone(image: &Pixels, face: &Face, skin: &Skin) -> Tone {
    let clipped = skin
        .places
        .iter()
        .filter(|(x, y)| luma(image.at(*x, *y)) >= CLIPPED)
        .count();
    let oval = Levels::of(image, &region::inside(&face.landmarks.outline(&parts::OVAL), image));
    let (bright, dark) = (oval.percentile(99), black(image, face));
    let (left, right) = halves(image, face, skin);
    Tone {
        clipped: clipped as f64 / skin.places.len().max(1) as f64,
        brightest: bright,
        range: oval.percentile(98) - oval.percentile(2),
        contrast: if bright + dark > 0.0 {
            ((bright - dark) / (bright + dark)).max(0.0)
        } else {
            0.0
        },
        uneven: (libm::log2(left + DARK) - libm::log2(right + DARK)).abs(),
        darker_left: left < right,
    }
}

/// Added to linear light before logarithms, so that black on black is no unevenness: one step of 8 bits, about.
const DARK: f64 = 0.002;

/// Luma of a px as ITU-R BT.601 has it, rounded.
pub(super) fn luma([r, g, b]: [u8; 3]) -> u8 {
    ((u32::from(r) * 299 + u32::from(g) * 587 + u32::from(b) * 114 + 500) / 1000) as u8
}

/// The darkest things around the eyes.
fn black(image: &Pixels, face: &Face) -> f64 {
    let around = |part: &[usize]| -> Vec<Point> { grown(&face.landmarks.outline(part), 1.1, 1.5, 0.0) };
    let mut places = region::inside(&around(&parts::RIGHT_EYE), image);
    places.extend(region::inside(&around(&parts::LEFT_EYE), image));
    Levels::of(image, &places).percentile(4)
}

/// Median light of the two halves of the skin, 0…1: picture's left, picture's right.
fn halves(image: &Pixels, face: &Face, skin: &Skin) -> (f64, f64) {
    let [right_eye, left_eye] = face.eyes();
    let (dx, dy) = (left_eye.x - right_eye.x, left_eye.y - right_eye.y);
    let (middle, squared) = (face.eye_line(), (dx * dx + dy * dy).max(1.0));
    let (mut left, mut right) = (Levels::default(), Levels::default());
    for (x, y) in &skin.places {
        let across = ((*x as f32 + 0.5 - middle.x) * dx + (*y as f32 + 0.5 - middle.y) * dy) / squared;
        if across < -HALF {
            left.add(luma(image.at(*x, *y)));
        } else if across > HALF {
            right.add(luma(image.at(*x, *y)));
        }
    }
    // A half that isn't there says nothing: both then count as alike.
    if left.count == 0 || right.count == 0 {
        return (0.0, 0.0);
    }
    (light(left.percentile(50)), light(right.percentile(50)))
}

/// How often each of 256 levels occurs.
#[derive(Debug, Clone)]
pub(super) struct Levels {
    bins: [u32; 256],
    count: u32,
}

impl Default for Levels {
    fn default() -> Self {
        Self {
            bins: [0; 256],
            count: 0,
        }
    }
}

impl Levels {
    pub(super) fn of(image: &Pixels, places: &[(usize, usize)]) -> Self {
        let mut levels = Self::default();
        for (x, y) in places {
            levels.add(luma(image.at(*x, *y)));
        }
        levels
    }

    fn add(&mut self, level: u8) {
        self.bins[usize::from(level)] += 1;
        self.count += 1;
    }

    /// The lowest level that at least that many percent don't exceed; 0 for nothing.
    pub(super) fn percentile(&self, percent: u32) -> f64 {
        let wanted = (u64::from(self.count) * u64::from(percent)).div_ceil(100).max(1);
        let mut seen = 0;
        for (level, count) in self.bins.iter().enumerate() {
            seen += u64::from(*count);
            if seen >= wanted {
                return level as f64;
            }
        }
        0.0
    }
}
