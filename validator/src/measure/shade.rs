//! Hard cast shadows: darker, smooth parts of the wall that the growth from the corners could not enter.

use super::grid::Grid;

/// Factors by which a cast shadow darkens a wall (all channels alike). Above, it is no shadow; below, it is hair or cloth.
const FACTORS: std::ops::RangeInclusive<f64> = 0.4..=0.97;

/// Largest deviation (0…255, any channel) from the wall's colour times the factor: skin and clothes have another hue.
const OFF_HUE: f64 = 7.0;

/// Adds to the wall every smooth patch of at least `LEAST` cells that looks like the wall in shadow, lies above the shoulders, and is at most
/// `GAP` cells away from the wall (the shadow's own edge). Photos without colour are left alone: there, skin looks like shaded wall.
pub(super) fn add(grid: &Grid, region: &mut [bool], rough: f64) {
    const LEAST: usize = 12;
    const GAP: usize = 2;
    let Some(wall) = mean(grid, region) else {
        return;
    };
    if !has_color(grid) {
        return;
    }
    // Shoulders slope: a fifth above the row where they reach the sides, there is only the head and the wall.
    let bottom = shoulders(grid, region) * 4 / 5;
    let candidate = |c: usize, r: usize| {
        let cell = grid.at(c, r);
        r < bottom && cell.roughness <= rough && is_shaded(cell.rgb, wall)
    };
    let mut seen = region.to_vec();
    for start in (0..bottom).flat_map(|r| (0..grid.columns).map(move |c| (c, r))) {
        if seen[start.1 * grid.columns + start.0] || !candidate(start.0, start.1) {
            continue;
        }
        seen[start.1 * grid.columns + start.0] = true;
        let (mut patch, mut next) = (vec![start], 0);
        while let Some(place) = patch.get(next).copied() {
            next += 1;
            for (c, r) in grid.neighbours(place) {
                if !seen[r * grid.columns + c] && candidate(c, r) {
                    seen[r * grid.columns + c] = true;
                    patch.push((c, r));
                }
            }
        }
        let touching = patch.iter().filter(|place| near(grid, region, **place, GAP)).count();
        // A shadow runs along the wall; a grey collar or a bald head only touches it here and there.
        if patch.len() >= LEAST && touching * 8 >= patch.len() {
            for (c, r) in patch {
                region[r * grid.columns + c] = true;
            }
        }
    }
}

fn mean(grid: &Grid, region: &[bool]) -> Option<[f64; 3]> {
    let (mut sum, mut n) = ([0.0; 3], 0usize);
    for r in 0..grid.rows {
        for c in (0..grid.columns).filter(|c| region[r * grid.columns + c]) {
            let rgb = grid.at(c, r).rgb;
            sum = [sum[0] + rgb[0], sum[1] + rgb[1], sum[2] + rgb[2]];
            n += 1;
        }
    }
    (n > 0).then(|| sum.map(|s| s / n as f64))
}

/// Whether at least 3 % of the cells are clearly coloured in the way of skin (a* and b* above 5).
fn has_color(grid: &Grid) -> bool {
    let cells = (0..grid.rows).flat_map(|r| (0..grid.columns).map(move |c| (c, r)));
    let skin = cells.filter(|(c, r)| {
        let lab = grid.at(*c, *r).lab;
        lab.a > 5.0 && lab.b > 5.0
    });
    skin.count() * 100 >= grid.columns * grid.rows * 3
}

/// The first row in which the wall no longer reaches both sides.
fn shoulders(grid: &Grid, region: &[bool]) -> usize {
    let inset = usize::from(grid.columns > 8);
    let side = |column: usize| {
        let wall = |r: &usize| region[r * grid.columns + column];
        let first = (0..grid.rows).find(wall).unwrap_or(0);
        (first..grid.rows).find(|r| !wall(r)).unwrap_or(grid.rows)
    };
    side(inset).min(side(grid.columns - 1 - inset))
}

/// Whether a colour is the wall's, darkened by a shadow.
pub(super) fn is_shaded(rgb: [f64; 3], wall: [f64; 3]) -> bool {
    let dot = |p: [f64; 3], q: [f64; 3]| p[0] * q[0] + p[1] * q[1] + p[2] * q[2];
    let factor = dot(rgb, wall) / dot(wall, wall).max(1.0);
    FACTORS.contains(&factor) && rgb.iter().zip(wall).all(|(c, w)| (c - factor * w).abs() <= OFF_HUE)
}

fn near(grid: &Grid, region: &[bool], (c, r): (usize, usize), gap: usize) -> bool {
    let columns = c.saturating_sub(gap)..(c + gap + 1).min(grid.columns);
    let mut rows = r.saturating_sub(gap)..(r + gap + 1).min(grid.rows);
    rows.any(|r| columns.clone().any(|c| region[r * grid.columns + c]))
}
