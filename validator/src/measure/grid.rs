//! The photo as a grid of cells, 60 across: what background measures look at instead of single pixels.

use super::color::{Lab, lab};
use crate::pixels::Pixels;

/// Cells across a photo; a cell of a 480 px wide photo is 8×8 px, one JPEG block.
const ACROSS: usize = 60;

/// One cell.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Cell {
    /// Mean sRGB, 0…255.
    pub rgb: [f64; 3],
    /// The mean as CIELAB.
    pub lab: Lab,
    /// Standard deviation of luma (ITU-R BT.601, 0…255) inside the cell.
    pub deviation: f64,
    /// The same after the best-fitting plane is taken away: small on a smooth ramp such as a shadow's edge, large on hair.
    pub roughness: f64,
}

/// Cells row by row from the top.
#[derive(Debug, Clone, PartialEq)]
pub struct Grid {
    /// Cells across.
    pub columns: usize,
    /// Cells down.
    pub rows: usize,
    /// Side of a cell in px (the last column and row may be smaller or larger by the rest).
    pub side: usize,
    cells: Vec<Cell>,
}

impl Grid {
    /// Averages a picture into cells of `width / 60` px, at least 2 px: smaller ones would see the ringing of a resampled edge.
    pub fn new(pixels: &Pixels) -> Grid {
        let side = (pixels.width / ACROSS).max(2);
        let (columns, rows) = ((pixels.width / side).max(1), (pixels.height / side).max(1));
        let mut cells = Vec::with_capacity(columns * rows);
        for row in 0..rows {
            for column in 0..columns {
                cells.push(cell(pixels, column * side, row * side, side));
            }
        }
        Grid {
            columns,
            rows,
            side,
            cells,
        }
    }

    /// The cell in a place; places outside are moved to the nearest edge.
    pub fn at(&self, column: usize, row: usize) -> Cell {
        self.cells[row.min(self.rows - 1) * self.columns + column.min(self.columns - 1)]
    }

    /// Places of the up to four neighbours of a cell.
    pub(crate) fn neighbours(&self, (column, row): (usize, usize)) -> impl Iterator<Item = (usize, usize)> + use<> {
        let (columns, rows) = (self.columns, self.rows);
        let steps = [
            (column.wrapping_sub(1), row),
            (column + 1, row),
            (column, row.wrapping_sub(1)),
            (column, row + 1),
        ];
        steps.into_iter().filter(move |(c, r)| *c < columns && *r < rows)
    }
}

/// Sums of one cell. Integers: at most side² · 255² · 1000 · side, far inside 64 bits for the largest photo.
#[derive(Default)]
struct Sums {
    n: u64,
    rgb: [u64; 3],
    /// Luma times 1000.
    luma: u64,
    /// Squared luma times 1000.
    squares: u64,
    /// Luma times 1000, times the distance from the left or upper edge of the cell.
    by_x: u64,
    by_y: u64,
}

/// Px along a side of a cell from which on only some of them are looked at: 256 say as much of a cell as 4000, and an original of 24
/// megapixels would otherwise cost more here than everywhere else.
const ENOUGH: usize = 16;

fn cell(pixels: &Pixels, x0: usize, y0: usize, side: usize) -> Cell {
    let mut sums = Sums::default();
    let (x1, y1) = ((x0 + side).min(pixels.width), (y0 + side).min(pixels.height));
    let step = (side / ENOUGH).max(1);
    let (mut across, mut down) = (0, 0);
    for (y, row) in (y0..y1).step_by(step).enumerate() {
        let row = &pixels.rgb[(row * pixels.width + x0) * 3..(row * pixels.width + x1) * 3];
        (across, down) = (0, y + 1);
        for (x, [r, g, b]) in row.as_chunks::<3>().0.iter().step_by(step).enumerate() {
            across = x + 1;
            let (r, g, b) = (u64::from(*r), u64::from(*g), u64::from(*b));
            let luma = 299 * r + 587 * g + 114 * b;
            sums.n += 1;
            sums.rgb = [sums.rgb[0] + r, sums.rgb[1] + g, sums.rgb[2] + b];
            sums.luma += luma;
            sums.squares += luma * luma / 1000;
            sums.by_x += luma * x as u64;
            sums.by_y += luma * y as u64;
        }
    }
    sums.finish(across as f64, down as f64)
}

impl Sums {
    fn finish(&self, width: f64, height: f64) -> Cell {
        let n = self.n.max(1) as f64;
        let mean = self.luma as f64 / n / 1000.0;
        let variance = (self.squares as f64 / n / 1000.0 - mean * mean).max(0.0);
        // What a plane explains: covariance² ÷ variance of the coordinate, for each axis of a full rectangle.
        let explained = |by: u64, length: f64| {
            let covariance = by as f64 / n / 1000.0 - mean * (length - 1.0) / 2.0;
            let spread = (length * length - 1.0) / 12.0;
            if spread > 0.0 {
                covariance * covariance / spread
            } else {
                0.0
            }
        };
        let rest = variance - explained(self.by_x, width) - explained(self.by_y, height);
        let rgb = self.rgb.map(|sum| sum as f64 / n);
        Cell {
            rgb,
            lab: lab(rgb),
            deviation: variance.sqrt(),
            roughness: rest.max(0.0).sqrt(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A ramp to the right with some grain, so many times as large.
    fn ramp(times: usize) -> Pixels {
        let (width, height) = (480 * times, 40 * times);
        let value = |x: usize, y: usize| (60 + x / (4 * times) + (x * 7 + y * 13) % 5) as u8;
        let rgb = (0..width * height).flat_map(|at| [value(at % width, at / width); 3]);
        Pixels {
            width,
            height,
            rgb: rgb.collect(),
        }
    }

    #[test]
    fn a_large_photo_of_which_some_pixels_are_read_measures_like_a_small_one() {
        let (small, large) = (Grid::new(&ramp(1)), Grid::new(&ramp(8)));
        assert_eq!((small.columns, small.rows), (large.columns, large.rows));
        for column in 0..small.columns {
            let (a, b) = (small.at(column, 2), large.at(column, 2));
            assert!((a.rgb[0] - b.rgb[0]).abs() < 0.6, "{column}: {a:?} {b:?}");
            assert!((a.roughness - b.roughness).abs() < 0.4, "{column}: {a:?} {b:?}");
        }
    }
}
