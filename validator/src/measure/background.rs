//! The background as far as it can be seen without knowing where the person is: grown from the upper corners and sides.
//!
//! A portrait's subject touches the lower edge and often the lower sides, so growth starts at the outer quarters of the upper edge and
//! at the upper third of both sides, and passes from cell to cell while the colour changes gently. Hair and shoulders are a sharp
//! step and stop it; a cast shadow or a gradient isn't and is followed.

use super::color::{Lab, delta_e76};
use super::grid::Grid;

/// Largest step (ΔE*ab between the means of neighbouring cells) that growth passes: a soft shadow's edge stays below it, hair and clothes
/// against a plain wall don't.
const STEP: f64 = 6.0;

/// Growth also stops at cells whose luma deviation is above this and above three times what is usual in the start cells: hair and the
/// person's outline are rough inside a cell even where their mean passes gently into the wall's.
const ROUGH: f64 = 3.0;

/// Parts of the wall that are cut off from each other (by hair that touches the edge, by bricks) still count as one wall up to this
/// distance (ΔE*ab) of their mean colours.
const SAME_WALL: f64 = 25.0;

/// What is known of the background.
#[derive(Debug, Clone, PartialEq)]
pub struct Background {
    /// Median of each channel over the background's cells, sRGB 0…255.
    pub rgb: [f64; 3],
    /// Share of the start cells that belong to it, 0…1: low in front of a scene, or when the head fills the picture.
    pub wall: f64,
    /// 97th percentile of the cells' colour distance (ΔE*ab) to the median colour: gradients and shadows.
    pub spread: f64,
    /// Median of the luma deviation inside cells (0…255): grain and fine patterns.
    pub grain: f64,
    /// Share of neighbouring pairs along the start strips with a step above `STEP`, 0…1: a scene instead of a wall.
    pub edges: f64,
    /// The cell farthest from the median colour, as x, y, width, height in px.
    pub farthest: [u32; 4],
}

/// The background cell by cell.
#[derive(Debug, Clone, PartialEq)]
pub struct Wall {
    /// Cells across.
    pub columns: usize,
    /// Side of a cell in px.
    pub side: usize,
    /// Mean colour of each cell, row by row; `None` where it is not background.
    pub cells: Vec<Option<Lab>>,
    /// The background's colour: [`Background::rgb`].
    pub middle: Lab,
}

/// The background of an upright photo as a map; `None` where [`background`] sees none.
pub fn wall(grid: &Grid) -> Option<Wall> {
    let (region, _) = region(grid, &seeds(grid));
    let places = (0..grid.rows).flat_map(|r| (0..grid.columns).map(move |c| (c, r)));
    let lab = |((c, r), inside): ((usize, usize), &bool)| inside.then(|| grid.at(c, r).lab);
    Some(Wall {
        columns: grid.columns,
        side: grid.side,
        cells: places.zip(&region).map(lab).collect(),
        middle: super::color::lab(usual(grid, &inner(grid, &region))?),
    })
}

/// Measures the background of an upright photo; `None` when nothing can be grown (tiny pictures).
pub fn background(grid: &Grid) -> Option<Background> {
    let seeds = seeds(grid);
    let (region, wall) = region(grid, &seeds);
    let cells: Vec<(usize, usize)> = inner(grid, &region);
    let rgb = usual(grid, &cells)?;
    let middle = super::color::lab(rgb);
    let distance = |place: &(usize, usize)| delta_e76(grid.at(place.0, place.1).lab, middle);
    let spread = percentile(cells.iter().map(distance).collect(), 97);
    let farthest = cells
        .iter()
        .copied()
        .reduce(|a, b| if distance(&b) > distance(&a) { b } else { a })?;
    Some(Background {
        rgb,
        wall,
        spread,
        grain: median(cells.iter().map(|(c, r)| grid.at(*c, *r).deviation).collect()),
        edges: edges(grid, &seeds),
        farthest: [farthest.0, farthest.1, 1, 1].map(|n| (n * grid.side) as u32),
    })
}

/// Start cells: outer quarters of the upper edge, upper third of both sides; the outermost ring is left out, since borders and
/// resampling live there.
fn seeds(grid: &Grid) -> Vec<(usize, usize)> {
    let (w, h) = (grid.columns, grid.rows);
    let inset = usize::from(w > 8 && h > 8);
    let top = (inset..w - inset)
        .filter(|c| *c < w / 4 || *c >= w - w / 4)
        .map(|c| (c, inset));
    let sides = (inset + 1..(h / 3).max(inset + 1)).flat_map(|r| [(inset, r), (w - 1 - inset, r)]);
    top.chain(sides).collect()
}

/// The background with its shadows, and the share of the start cells that belong to it.
fn region(grid: &Grid, seeds: &[(usize, usize)]) -> (Vec<bool>, f64) {
    let (mut region, wall) = grown(grid, seeds);
    super::shade::add(grid, &mut region, ROUGH);
    (region, wall)
}

/// Median of each channel; `None` for too few cells.
fn usual(grid: &Grid, cells: &[(usize, usize)]) -> Option<[f64; 3]> {
    let channel = |channel: usize| median(cells.iter().map(|(c, r)| grid.at(*c, *r).rgb[channel]).collect());
    (cells.len() >= 8).then(|| [0, 1, 2].map(channel))
}

/// The wall: everything grown from the largest group of start cells and from groups of about its colour; and the share of the start
/// cells that belong to it.
fn grown(grid: &Grid, seeds: &[(usize, usize)]) -> (Vec<bool>, f64) {
    let usual = percentile(seeds.iter().map(|(c, r)| grid.at(*c, *r).deviation).collect(), 75);
    let rough = ROUGH.max(3.0 * usual);
    let mut owner = vec![0usize; grid.columns * grid.rows];
    // Per group: number of its start cells and their summed colour.
    let mut groups: Vec<(usize, [f64; 3])> = vec![(0, [0.0; 3])];
    for seed in seeds {
        let index = seed.1 * grid.columns + seed.0;
        if owner[index] == 0 {
            groups.push((0, [0.0; 3]));
            grow(grid, *seed, rough, groups.len() - 1, &mut owner);
        }
        let (count, sum) = &mut groups[owner[index]];
        *count += 1;
        let rgb = grid.at(seed.0, seed.1).rgb;
        *sum = [sum[0] + rgb[0], sum[1] + rgb[1], sum[2] + rgb[2]];
    }
    let color = |(count, sum): &(usize, [f64; 3])| super::color::lab(sum.map(|s| s / (*count).max(1) as f64));
    let largest = groups
        .iter()
        .copied()
        .reduce(|a, b| if b.0 > a.0 { b } else { a })
        .unwrap_or((0, [0.0; 3]));
    let main = color(&largest);
    let belongs: Vec<bool> = groups
        .iter()
        .map(|g| g.0 > 0 && delta_e76(color(g), main) <= SAME_WALL)
        .collect();
    let on_wall: usize = groups
        .iter()
        .zip(&belongs)
        .filter(|(_, yes)| **yes)
        .map(|(g, _)| g.0)
        .sum();
    (
        owner.iter().map(|group| belongs[*group]).collect(),
        on_wall as f64 / seeds.len().max(1) as f64,
    )
}

/// Marks everything that can be reached from a start cell through gentle, smooth cells.
fn grow(grid: &Grid, seed: (usize, usize), rough: f64, group: usize, owner: &mut [usize]) {
    owner[seed.1 * grid.columns + seed.0] = group;
    let mut queue = vec![seed];
    while let Some(place) = queue.pop() {
        let from = grid.at(place.0, place.1).lab;
        for (c, r) in grid.neighbours(place) {
            let index = r * grid.columns + c;
            let cell = grid.at(c, r);
            if owner[index] == 0 && cell.deviation <= rough && delta_e76(from, cell.lab) <= STEP {
                owner[index] = group;
                queue.push((c, r));
            }
        }
    }
}

/// Cells all of whose neighbours belong to the background too: away from the person's outline.
fn inner(grid: &Grid, region: &[bool]) -> Vec<(usize, usize)> {
    let inside = |c: usize, r: usize| region[r * grid.columns + c];
    (0..grid.rows)
        .flat_map(|r| (0..grid.columns).map(move |c| (c, r)))
        .filter(|(c, r)| inside(*c, *r) && grid.neighbours((*c, *r)).all(|(c, r)| inside(c, r)))
        .collect()
}

fn edges(grid: &Grid, seeds: &[(usize, usize)]) -> f64 {
    let (mut steps, mut sharp) = (0usize, 0usize);
    for (c, r) in seeds {
        let here: Lab = grid.at(*c, *r).lab;
        for next in [(*c + 1, *r), (*c, *r + 1)] {
            if seeds.contains(&next) {
                steps += 1;
                sharp += usize::from(delta_e76(here, grid.at(next.0, next.1).lab) > STEP);
            }
        }
    }
    sharp as f64 / steps.max(1) as f64
}

fn median(values: Vec<f64>) -> f64 {
    percentile(values, 50)
}

/// The value below which that many percent lie; 0 for nothing.
fn percentile(mut values: Vec<f64>, percent: usize) -> f64 {
    values.sort_by(f64::total_cmp);
    values
        .get((values.len().saturating_sub(1)) * percent / 100)
        .copied()
        .unwrap_or(0.0)
}
