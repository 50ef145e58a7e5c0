//! Convex outlines: cutting them at a line, and the place inside one that is nearest to another.

/// Cuts away what lies below (`sign` 1) or above (`sign` -1) a limit on one axis (Sutherland and Hodgman).
pub(super) fn clip(outline: &[[f64; 2]], axis: usize, limit: f64, sign: f64) -> Vec<[f64; 2]> {
    let inside = |point: &[f64; 2]| (point[axis] - limit) * sign;
    let mut kept = Vec::with_capacity(outline.len() + 1);
    for (index, from) in outline.iter().enumerate() {
        let to = outline[(index + 1) % outline.len()];
        let (a, b) = (inside(from), inside(&to));
        if a >= 0.0 {
            kept.push(*from);
        }
        if (a >= 0.0) != (b >= 0.0) {
            let share = a / (a - b);
            kept.push([from[0] + (to[0] - from[0]) * share, from[1] + (to[1] - from[1]) * share]);
        }
    }
    kept
}

/// The place inside a convex outline that is closest to another.
pub(super) fn closest(outline: &[[f64; 2]], to: [f64; 2]) -> [f64; 2] {
    let edges = || outline.iter().zip(outline.iter().cycle().skip(1));
    let side = |a: &[f64; 2], b: &[f64; 2]| (b[0] - a[0]) * (to[1] - a[1]) - (b[1] - a[1]) * (to[0] - a[0]);
    if edges().all(|(a, b)| side(a, b) >= 0.0) || edges().all(|(a, b)| side(a, b) <= 0.0) {
        let area: f64 = edges().map(|(a, b)| a[0] * b[1] - a[1] * b[0]).sum();
        if area.abs() > 1e-9 {
            return to;
        }
    }
    let mut best = (f64::INFINITY, to);
    for (a, b) in edges() {
        let (dx, dy) = (b[0] - a[0], b[1] - a[1]);
        let length = dx * dx + dy * dy;
        let share = if length > 0.0 {
            (((to[0] - a[0]) * dx + (to[1] - a[1]) * dy) / length).clamp(0.0, 1.0)
        } else {
            0.0
        };
        let place = [a[0] + dx * share, a[1] + dy * share];
        let away = (place[0] - to[0]) * (place[0] - to[0]) + (place[1] - to[1]) * (place[1] - to[1]);
        if away < best.0 {
            best = (away, place);
        }
    }
    best.1
}

#[cfg(test)]
mod tests {
    use super::*;

    const SQUARE: [[f64; 2]; 4] = [[0.0, 0.0], [2.0, 0.0], [2.0, 2.0], [0.0, 2.0]];

    #[test]
    fn an_outline_is_cut_at_the_line() {
        assert_eq!(
            clip(&SQUARE, 0, 1.0, 1.0),
            [[1.0, 0.0], [2.0, 0.0], [2.0, 2.0], [1.0, 2.0]]
        );
        assert_eq!(
            clip(&SQUARE, 1, 0.5, -1.0),
            [[0.0, 0.0], [2.0, 0.0], [2.0, 0.5], [0.0, 0.5]]
        );
        assert!(clip(&SQUARE, 0, 3.0, 1.0).is_empty() && clip(&[], 0, 3.0, 1.0).is_empty());
        // A single place, as bands without any room make it.
        assert_eq!(clip(&[[1.0, 1.0]; 4], 0, 1.0, 1.0), [[1.0, 1.0]; 4]);
    }

    #[test]
    fn the_closest_place_is_the_place_itself_or_on_the_edge() {
        assert_eq!(closest(&SQUARE, [0.3, 1.9]), [0.3, 1.9]);
        assert_eq!(closest(&SQUARE, [5.0, 1.0]), [2.0, 1.0]);
        assert_eq!(closest(&SQUARE, [-1.0, -1.0]), [0.0, 0.0]);
        assert_eq!(closest(&[[1.0, 1.0]; 4], [0.0, 0.0]), [1.0, 1.0]);
        let turned: Vec<_> = SQUARE.iter().rev().copied().collect();
        assert_eq!(closest(&turned, [1.0, 1.0]), [1.0, 1.0]);
    }
}
