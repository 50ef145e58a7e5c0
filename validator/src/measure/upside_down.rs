//! Whether the subject grows out of the upper edge instead of the lower one.

use super::color::{Lab, delta_e76};
use super::grid::Grid;

/// Colour distance (ΔE*ab) up to which a cell counts as the same wall as a corner.
const SAME: f64 = 15.0;

/// How much the photo looks upside down, −1…1: a person's shoulders fill the lower corners while wall runs down both sides of the head.
///
/// The smallest of: how much farther wall runs up from the lower corners than down from the upper ones (share of the height, mean of
/// both sides); the share of the lower edge that is wall; the share of the upper edge that is not that wall. About 0.4…0.7 for a
/// portrait on its head, below 0.1 for one that stands right, and near 0 where clothes and wall can't be told apart.
pub fn upside_down(grid: &Grid) -> f64 {
    let inset = usize::from(grid.columns > 8 && grid.rows > 8);
    let (left, right) = (inset, grid.columns - 1 - inset);
    let (top, bottom) = (inset, grid.rows - 1 - inset);
    let corner = |c: usize, r: usize| grid.at(c, r).lab;

    let down = (run(grid, left, (top..=bottom).collect()) + run(grid, right, (top..=bottom).collect())) / 2.0;
    let up = (run(grid, left, (top..=bottom).rev().collect()) + run(grid, right, (top..=bottom).rev().collect())) / 2.0;
    let wall = [corner(left, bottom), corner(right, bottom)];
    let lower_wall = share_like(grid, bottom, wall);
    let upper_subject = 1.0 - share_like(grid, top, wall);
    (up - down).min(lower_wall).min(upper_subject)
}

/// Share of a column, from the first of `rows` on, that looks like its start.
fn run(grid: &Grid, column: usize, rows: Vec<usize>) -> f64 {
    let Some(start) = rows.first().map(|r| grid.at(column, *r).lab) else {
        return 0.0;
    };
    let same = rows
        .iter()
        .take_while(|r| delta_e76(grid.at(column, **r).lab, start) <= SAME)
        .count();
    same as f64 / rows.len() as f64
}

fn share_like(grid: &Grid, row: usize, wall: [Lab; 2]) -> f64 {
    let like = (0..grid.columns)
        .filter(|c| wall.iter().any(|w| delta_e76(grid.at(*c, row).lab, *w) <= SAME))
        .count();
    like as f64 / grid.columns as f64
}
