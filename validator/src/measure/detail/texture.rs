//! Fine structure of the skin: noise above what skin has, smoothness below it.

use super::patch::Patch;

/// Fine structure of the skin.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Texture {
    /// Standard deviation of noise, luma 0…255: Immerkær's operator (1996), in the calmest fifth of the skin's cells, so that wrinkles and
    /// stubble don't count.
    pub noise: f64,
    /// Fine structure (between the scales of one and two px) of the skin, median, over that of eyes and brows, root mean square; 0…1. Low
    /// where skin is smooth though the eyes are sharp. Our own.
    pub skin_to_eyes: f64,
}

/// Side of a cell, px.
const CELL: usize = 8;

/// Measures the skin of a face; `None` with too little of it.
pub(super) fn texture(patch: &Patch) -> Option<Texture> {
    let fine = fine(patch);
    let at = |(x, y): &(usize, usize)| fine.get(y * patch.width + x).copied().unwrap_or(0.0);
    let skin = crate::measure::light::median(patch.skin.iter().map(|place| f64::from(at(place).abs())).collect())?;
    let squares: f64 = patch
        .eyes
        .iter()
        .map(|place| f64::from(at(place)) * f64::from(at(place)))
        .sum();
    let eyes = (squares / patch.eyes.len().max(1) as f64).sqrt();
    Some(Texture {
        noise: noise(patch)?,
        skin_to_eyes: if eyes > 0.0 { skin / eyes } else { 1.0 },
    })
}

/// Immerkær's Laplacian difference [1 −2 1]ᵀ[1 −2 1] is 6 times as strong as the noise.
fn noise(patch: &Patch) -> Option<f64> {
    let (columns, rows) = (patch.width.div_ceil(CELL), patch.height.div_ceil(CELL));
    let mut cells = vec![(0_u32, 0.0_f64); columns * rows];
    for (x, y) in &patch.skin {
        let (column, row, x, y) = (x / CELL, y / CELL, *x as isize, *y as isize);
        let line = |y: isize| patch.at(x - 1, y) - 2.0 * patch.at(x, y) + patch.at(x + 1, y);
        let value = f64::from(line(y - 1) - 2.0 * line(y) + line(y + 1));
        if let Some((count, sum)) = cells.get_mut(row * columns + column) {
            *count += 1;
            *sum += value * value;
        }
    }
    let enough = (CELL * CELL / 2) as u32;
    let mut deviations: Vec<f64> = cells
        .iter()
        .filter(|(count, _)| *count >= enough)
        .map(|(count, sum)| (sum / f64::from(*count)).sqrt() / 6.0)
        .collect();
    deviations.sort_by(f64::total_cmp);
    deviations.get(deviations.len() / 5).copied()
}

/// Luma smoothed once less luma smoothed three times, by [1 2 1] ÷ 4 along rows and columns.
fn fine(patch: &Patch) -> Vec<f32> {
    let once = smoothed(&patch.luma, patch.width);
    let thrice = smoothed(&smoothed(&once, patch.width), patch.width);
    once.iter().zip(&thrice).map(|(once, thrice)| once - thrice).collect()
}

fn smoothed(plane: &[f32], width: usize) -> Vec<f32> {
    let mix = |a: f32, b: f32, c: f32| (a + 2.0 * b + c) / 4.0;
    let mut rows = Vec::with_capacity(plane.len());
    for row in plane.chunks_exact(width.max(1)) {
        rows.extend((0..row.len()).map(|x| {
            let here = row[x];
            mix(
                row.get(x.wrapping_sub(1)).copied().unwrap_or(here),
                here,
                row.get(x + 1).copied().unwrap_or(here),
            )
        }));
    }
    (0..rows.len())
        .map(|index| {
            let here = rows[index];
            let above = rows.get(index.wrapping_sub(width)).copied().unwrap_or(here);
            mix(above, here, rows.get(index + width).copied().unwrap_or(here))
        })
        .collect()
}
