//! How sharp the features of the face are: how far an edge's slope reaches.

use super::patch::Patch;

/// Sharpness of eyes, brows and lips.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Sharp {
    /// How alike the steps between neighbouring px are along a line, Σ|d(x)·d(x+1)| ÷ Σ d(x)², 0…1, over rows and columns. A step of a sharp
    /// edge is over after a px or two (0.7), a blurred or enlarged one goes on (0.9), one between copied px has no neighbour (0.1).
    /// It is the lag-1 autocorrelation of the gradient, a measure of its bandwidth, and knows no contrast. Our own.
    pub slope: f64,
    /// The largest of the same in four directions: motion blurs in one only.
    pub slope_worst: f64,
}

/// Right, down, and both diagonals.
const DIRECTIONS: [(isize, isize); 4] = [(1, 0), (0, 1), (1, 1), (-1, 1)];

/// Measures the features of a face.
pub(super) fn sharp(patch: &Patch) -> Sharp {
    let sums = DIRECTIONS.map(|(dx, dy)| {
        let (mut products, mut squares) = (0.0, 0.0);
        for (x, y) in &patch.features {
            let (x, y) = (*x as isize, *y as isize);
            let here = patch.at(x, y);
            let next = patch.at(x + dx, y + dy);
            let after = patch.at(x + 2 * dx, y + 2 * dy);
            let (first, second) = (f64::from((next - here).abs()), f64::from((after - next).abs()));
            products += first * second;
            squares += first * first;
        }
        (products, squares)
    });
    let share = |(products, squares): (f64, f64)| if squares > 0.0 { products / squares } else { 1.0 };
    let [across, down, ..] = sums;
    Sharp {
        slope: share((across.0 + down.0, across.1 + down.1)),
        slope_worst: sums.map(share).into_iter().fold(0.0, f64::max),
    }
}
