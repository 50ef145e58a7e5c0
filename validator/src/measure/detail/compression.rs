//! What JPEG has done to the face: the coarsest quality it ever went through, and the edges of its 8×8 blocks.
//!
//! Saving again at a fine quality hides a coarse one from the file's tables, but not from the picture: the coefficients still lie on
//! multiples of the coarse steps (Lukáš & Fridrich, "Estimation of Primary Quantization Matrix in Double Compressed JPEG Images", 2003).

use crate::pixels::Pixels;
use crate::portrait::{Face, Scene, parts, region};

/// Traces of compression.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Compression {
    /// The libjpeg quality, 10…80, whose luminance steps the coefficients fit best.
    pub quality: u8,
    /// How far they lie from its multiples on average, in steps: 0 on them, 0.25 anywhere. Low ones mean that the face went through this
    /// quality, now or earlier.
    pub misfit: f64,
    /// How much sharper the steps across the lines of the 8×8 grid are than elsewhere: ratio of mean second differences, at the offset where
    /// it is largest, so that a shifted grid is found too. 1 without a grid.
    pub grid: f64,
}

/// Luminance steps of ITU-T T.81 table K.1 for the frequencies that are looked at: (horizontal, vertical, step), all with
/// horizontal + vertical up to 4 but the mean.
const STEPS: [(usize, usize, u32); 14] = [
    (0, 1, 12),
    (0, 2, 14),
    (0, 3, 14),
    (0, 4, 18),
    (1, 0, 11),
    (1, 1, 12),
    (1, 2, 13),
    (1, 3, 17),
    (2, 0, 10),
    (2, 1, 14),
    (2, 2, 16),
    (3, 0, 16),
    (3, 1, 19),
    (4, 0, 24),
];

/// Most blocks that are looked at.
const BLOCKS: usize = 1200;
/// Fewer coefficients than this that aren't zero say nothing.
const FEW: usize = 80;

/// Measures the face of a photo in its own size; `None` where it is too small.
pub(super) fn compression(scene: &Scene, face: &Face, photo: &Pixels) -> Option<Compression> {
    let [left, top, right, bottom] = region::bounds(&face.landmarks.outline(&parts::OVAL), &scene.image)?;
    // The photo's own px, whole blocks only.
    let up = |at: usize, most: usize| (((at as f32 * scene.scale) as usize).min(most)) / 8 * 8;
    let [left, right] = [left, right].map(|at| up(at, photo.width));
    let [top, bottom] = [top, bottom].map(|at| up(at, photo.height));
    if right < left + 24 || bottom < top + 24 {
        return None;
    }
    let plane = Plane::of(photo, [left, top, right, bottom]);
    let coefficients = coefficients(&plane);
    let (quality, misfit) = coarsest(&coefficients);
    Some(Compression {
        quality,
        misfit,
        grid: grid(&plane),
    })
}

/// Luma of a part of the photo that starts on the 8×8 grid.
struct Plane {
    width: usize,
    luma: Vec<f32>,
}

impl Plane {
    fn of(photo: &Pixels, [left, top, right, bottom]: [usize; 4]) -> Self {
        let mut luma = Vec::with_capacity((right - left) * (bottom - top));
        for y in top..bottom {
            luma.extend((left..right).map(|x| {
                let [r, g, b] = photo.at(x, y);
                0.299 * f32::from(r) + 0.587 * f32::from(g) + 0.114 * f32::from(b)
            }));
        }
        Self {
            width: right - left,
            luma,
        }
    }

    fn rows(&self) -> std::slice::ChunksExact<'_, f32> {
        self.luma.chunks_exact(self.width)
    }
}

/// The looked-at coefficients of each block.
fn coefficients(plane: &Plane) -> Vec<[f32; STEPS.len()]> {
    let columns = plane.width / 8;
    let rows: Vec<&[f32]> = plane.rows().collect();
    let every = (columns * (rows.len() / 8)).div_ceil(BLOCKS).max(1);
    let basis = basis();
    let block = |index: usize| {
        let (x0, y0) = (index % columns * 8, index / columns * 8);
        // Along rows first: of each row the five lowest frequencies.
        let mut lowest = [[0.0_f32; 5]; 8];
        for (lowest, row) in lowest.iter_mut().zip(&rows[y0..y0 + 8]) {
            for (sum, basis) in lowest.iter_mut().zip(&basis) {
                *sum = row[x0..x0 + 8]
                    .iter()
                    .zip(basis)
                    .map(|(value, basis)| value * basis)
                    .sum();
            }
        }
        STEPS.map(|(u, v, _)| lowest.iter().zip(&basis[v]).map(|(row, basis)| row[u] * basis).sum())
    };
    (0..columns * (rows.len() / 8)).step_by(every).map(block).collect()
}

/// The five lowest rows of the orthonormal DCT of eight values.
fn basis() -> [[f32; 8]; 5] {
    std::array::from_fn(|frequency| {
        let scale = if frequency == 0 { 0.125_f32.sqrt() } else { 0.5 };
        std::array::from_fn(|x| {
            let angle = (2 * x + 1) as f32 * frequency as f32 * (std::f32::consts::PI / 16.0);
            scale * libm::cosf(angle)
        })
    })
}

/// The quality whose steps fit best, and how far the coefficients are from its multiples.
fn coarsest(blocks: &[[f32; STEPS.len()]]) -> (u8, f64) {
    let mut best = (0, 1.0);
    for quality in (10..=80_u8).step_by(2) {
        let percent = if quality < 50 {
            5000 / u32::from(quality)
        } else {
            200 - 2 * u32::from(quality)
        };
        let (mut sum, mut count) = (0.0_f64, 0_usize);
        for (at, (_, _, step)) in STEPS.iter().enumerate() {
            let step = ((step * percent + 50) / 100).clamp(1, 255);
            // Finer steps than rounding to whole levels leaves visible.
            if step < 3 {
                continue;
            }
            for block in blocks {
                let multiple = (block[at] / step as f32).abs();
                // Those near zero are near a multiple of anything. What is left is positive: cutting off its part is rounding down.
                if multiple >= 0.5 {
                    let nearest = (multiple + 0.5) as i32;
                    sum += f64::from((multiple - nearest as f32).abs());
                    count += 1;
                }
            }
        }
        let misfit = if count >= FEW { sum / count as f64 } else { 1.0 };
        if misfit < best.1 {
            best = (quality, misfit);
        }
    }
    best
}

/// How much the lines of an 8×8 grid stand out.
fn grid(plane: &Plane) -> f64 {
    // Steps of real edges are larger than those between blocks of one colour; they would drown them.
    const MOST: f32 = 20.0;
    let second = |a: f32, b: f32, c: f32, d: f32| ((c - b) - 0.5 * ((b - a) + (d - c))).abs().min(MOST);
    let (mut across, mut down) = ([0.0_f64; 8], [0.0_f64; 8]);
    let (mut across_count, mut down_count) = ([0_usize; 8], [0_usize; 8]);
    let rows: Vec<&[f32]> = plane.rows().collect();
    for four in rows.windows(4).enumerate() {
        let (y, [above, row, below, further]) = (four.0, [four.1[0], four.1[1], four.1[2], four.1[3]]);
        for (x, at) in row.windows(4).enumerate() {
            across[x % 8] += f64::from(second(at[0], at[1], at[2], at[3]));
            across_count[x % 8] += 1;
        }
        let columns = above.iter().zip(row).zip(below.iter().zip(further));
        let sum: f32 = columns.map(|((a, b), (c, d))| second(*a, *b, *c, *d)).sum();
        down[y % 8] += f64::from(sum);
        down_count[y % 8] += row.len();
    }
    let ratio = |sums: [f64; 8], counts: [usize; 8]| {
        let means: [f64; 8] = std::array::from_fn(|phase| sums[phase] / counts[phase].max(1) as f64);
        let most = means.iter().copied().fold(0.0, f64::max);
        let rest = (means.iter().sum::<f64>() - most) / 7.0;
        // Half a level: on an empty wall, rounding alone makes ratios.
        (most + 0.5) / (rest + 0.5)
    };
    f64::midpoint(ratio(across, across_count), ratio(down, down_count))
}
