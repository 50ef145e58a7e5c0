//! The background as a map: for each place how far it is from what the profile wants. For looking at, not for judging.

use serde::{Deserialize, Serialize};

use crate::measure::background::Wall;
use crate::measure::color::{delta_e76, delta_e2000, lab};
use crate::profile::BackgroundRules;

/// Steps of a map between "just so" and the limit.
const STEPS: f64 = 4.0;

/// Cells row by row from the upper left corner.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Heat {
    /// Cells across.
    pub columns: u32,
    /// Side of a cell in px of the upright photo.
    pub side: u32,
    /// One character a cell: `.` where there is no background, else 0…9: a quarter of the limit each, so that 4 and more are outside.
    pub cells: String,
}

impl Heat {
    /// How far the wall is from the nearest of the wanted colours, or from being even, whichever is worse; `None` where the profile
    /// wants neither.
    pub(crate) fn of(wall: &Wall, rules: &BackgroundRules) -> Option<Heat> {
        if rules.colors.is_empty() && rules.spread_max.is_none() {
            return None;
        }
        let wanted: Vec<_> = rules
            .colors
            .iter()
            .map(|color| (lab(color.rgb.map(f64::from)), color.tolerance))
            .collect();
        let ratio = |cell| {
            let distances = wanted.iter().map(|(is, tolerance)| delta_e2000(cell, *is) / tolerance);
            let color = distances.reduce(f64::min).unwrap_or(0.0);
            let even = rules.spread_max.map_or(0.0, |max| delta_e76(cell, wall.middle) / max);
            color.max(even)
        };
        let digit = |cell| char::from(b'0' + (ratio(cell) * STEPS).clamp(0.0, 9.0) as u8);
        Some(Heat {
            columns: wall.columns as u32,
            side: wall.side as u32,
            cells: wall.cells.iter().map(|cell| cell.map_or('.', digit)).collect(),
        })
    }

    /// Share of the background that is outside a limit, 0…1.
    pub fn outside(&self) -> f64 {
        let all = self.cells.bytes().filter(|cell| *cell != b'.').count();
        let outside = self.cells.bytes().filter(|cell| *cell >= b'4').count();
        outside as f64 / all.max(1) as f64
    }
}

#[cfg(test)]
#[cfg(feature = "yaml")]
mod tests {
    use super::*;
    use crate::measure::Grid;
    use crate::measure::background::wall;
    use crate::pixels::Pixels;

    /// A wall of the standard's blue with a darker right third, and a dark figure that rises from the lower edge.
    fn heat(shade: u8) -> Heat {
        let (width, height) = (480_usize, 640_usize);
        let mut rgb = Vec::new();
        for y in 0..height {
            for x in 0..width {
                let dark = if x > 320 { shade } else { 0 };
                let figure = y > 200 && (140..340).contains(&x);
                rgb.extend(if figure {
                    [30, 25, 25]
                } else {
                    [100 - dark, 197 - dark, 255 - dark]
                });
            }
        }
        let grid = Grid::new(&Pixels { width, height, rgb });
        let profile = crate::builtin("xueli2017").expect("a built-in profile");
        Heat::of(&wall(&grid).expect("a wall"), &profile.background).expect("a map")
    }

    #[test]
    fn an_even_wall_of_the_right_colour_is_cold_and_the_person_is_left_out() {
        let heat = heat(0);
        assert_eq!((heat.columns, heat.side, heat.cells.len()), (60, 8, 60 * 80));
        assert_eq!(heat.outside(), 0.0);
        let at = |x: usize, y: usize| heat.cells.as_bytes()[y / 8 * 60 + x / 8];
        assert_eq!((at(40, 40), at(240, 400)), (b'0', b'.'));
    }

    #[test]
    fn a_shadow_is_hot_where_it_lies() {
        let heat = heat(12);
        let at = |x: usize, y: usize| heat.cells.as_bytes()[y / 8 * 60 + x / 8];
        assert!(
            at(440, 40) >= b'4' && at(40, 40) < b'4',
            "{} {}",
            at(440, 40),
            at(40, 40)
        );
        assert!((0.1..0.6).contains(&heat.outside()), "{}", heat.outside());
    }
}
