//! Signs that a photo was taken of another photo or of a screen.

use super::field::Field;

/// Px to the person below which nothing is looked at, px of a finished photo.
const MARGIN: f32 = 6.0;
/// Half periods of a screen's pattern that are looked for, px.
const LAGS: std::ops::RangeInclusive<usize> = 2..=6;
/// Half of the window whose mean is taken away, px: shadows and gradients are wider.
const WINDOW: usize = 6;
/// Mean square of what is left (luma 0…255) below which a wall is plain.
const PLAIN: f64 = 1.0;

/// How regular the wall's fine pattern is, 0…1: the strongest anticorrelation of luma with itself half a period further, along rows or
/// along columns, after the local mean is taken away. A screen's pixels or a print's dots give 0.5 and more, grain about 0.1, a plain
/// wall 0. Our own, after the autocorrelation test for moiré.
pub(super) fn ripple(field: &Field<'_>) -> f64 {
    let (width, height) = (field.image.width, field.image.height);
    // Every eighth row and column will do.
    let rows = (0..height).step_by(8).map(|y| (0..width).map(move |x| (x, y)));
    let columns = (0..width).step_by(8).map(|x| (0..height).map(move |y| (x, y)));
    regular(field, rows).max(regular(field, columns))
}

fn regular<Line: Iterator<Item = (usize, usize)>>(field: &Field<'_>, lines: impl Iterator<Item = Line>) -> f64 {
    let mut sums = Sums::default();
    let mut run: Vec<i32> = Vec::new();
    for line in lines {
        for (x, y) in line {
            if field.away(x, y) >= MARGIN * field.unit {
                run.push(i32::from(field.luma(x, y)));
            } else {
                sums.add(&run);
                run.clear();
            }
        }
        sums.add(&run);
        run.clear();
    }
    sums.regular()
}

/// Products of what is left of luma after its local mean is taken away.
#[derive(Default)]
struct Sums {
    count: u64,
    squares: f64,
    products: [f64; 5],
}

impl Sums {
    fn add(&mut self, run: &[i32]) {
        const ACROSS: usize = 2 * WINDOW + 1;
        if run.len() < 3 * ACROSS {
            return;
        }
        let mean = |window: &[i32]| f64::from(window.iter().sum::<i32>()) / ACROSS as f64;
        let middles = run.iter().skip(WINDOW);
        let left: Vec<f64> = run
            .windows(ACROSS)
            .zip(middles)
            .map(|(window, middle)| f64::from(*middle) - mean(window))
            .collect();
        for lagged in left.windows(LAGS.end() + 1) {
            let here = lagged[0];
            self.count += 1;
            self.squares += here * here;
            for (lag, product) in LAGS.zip(&mut self.products) {
                *product += here * lagged[lag];
            }
        }
    }

    fn regular(&self) -> f64 {
        if self.count < 500 || self.squares / (self.count as f64) < PLAIN {
            return 0.0;
        }
        let least = self.products.iter().copied().fold(f64::INFINITY, f64::min);
        (-least / self.squares).clamp(0.0, 1.0)
    }
}

/// Smallest step (luma 0…255) at a sheet's or a screen's edge, between the means of so many px before and behind it.
const STEP: i32 = 20;
const BESIDE: usize = 8;

/// Share of the rays from the left, the right and the upper edge that cross a sharp step before they reach the person, of the edge where
/// it is smallest; 0…1: a person inside a sheet that lies on something. Our own.
pub(super) fn sheet(field: &Field<'_>) -> f64 {
    let (width, height) = (field.image.width, field.image.height);
    let rows: Vec<usize> = (height / 6..height * 2 / 3).step_by(4).collect();
    let columns: Vec<usize> = (width / 8..width - width / 8).step_by(4).collect();
    let left = share(field, rows.iter().map(|y| (0..width).map(move |x| (x, *y))));
    let right = share(field, rows.iter().map(|y| (0..width).rev().map(move |x| (x, *y))));
    let top = share(field, columns.iter().map(|x| (0..height).map(move |y| (*x, y))));
    left.min(right).min(top)
}

fn share<Ray: Iterator<Item = (usize, usize)>>(field: &Field<'_>, rays: impl Iterator<Item = Ray>) -> f64 {
    let gap = (3.0 * field.unit) as usize;
    let (mut all, mut stepped) = (0usize, 0usize);
    for ray in rays {
        let way = ray.take_while(|(x, y)| field.away(*x, *y) >= MARGIN * field.unit);
        let way: Vec<i32> = way.map(|(x, y)| i32::from(field.luma(x, y))).collect();
        let sums: Vec<i32> = way.windows(BESIDE).map(|window| window.iter().sum()).collect();
        if sums.len() < 4 * (BESIDE + gap) {
            continue;
        }
        all += 1;
        let is_step = |(before, behind): (&i32, &i32)| (before - behind).abs() >= STEP * BESIDE as i32;
        stepped += usize::from(sums.iter().zip(sums.iter().skip(BESIDE + gap)).any(is_step));
    }
    if all < 8 { 0.0 } else { stepped as f64 / all as f64 }
}
