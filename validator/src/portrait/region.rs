//! Areas of the photo: polygons filled pixel by pixel, and the boxes around them.

use super::Point;
use crate::pixels::Pixels;

/// The pixels whose centres lie inside a polygon and inside the photo, row by row; as `(x, y)`.
pub fn inside(polygon: &[Point], pixels: &Pixels) -> Vec<(usize, usize)> {
    let mut found = Vec::new();
    let Some([left, top, right, bottom]) = bounds(polygon, pixels) else {
        return found;
    };
    for y in top..bottom {
        let line = y as f32 + 0.5;
        let mut crossings = crossings(polygon, line);
        crossings.sort_by(f32::total_cmp);
        for [from, to] in crossings.as_chunks::<2>().0 {
            // A pixel belongs to the span that holds its centre.
            let start = (from - 0.5).ceil().clamp(left as f32, right as f32) as usize;
            let end = (to - 0.5).ceil().clamp(left as f32, right as f32) as usize;
            found.extend((start..end).map(|x| (x, y)));
        }
    }
    found
}

/// Where the polygon's sides cross a horizontal line.
fn crossings(polygon: &[Point], line: f32) -> Vec<f32> {
    let next = polygon.iter().cycle().skip(1);
    let sides = polygon.iter().zip(next);
    let crossing = |(a, b): (&Point, &Point)| {
        let crosses = (a.y <= line) != (b.y <= line);
        crosses.then(|| a.x + (line - a.y) / (b.y - a.y) * (b.x - a.x))
    };
    sides.filter_map(crossing).filter(|x| x.is_finite()).collect()
}

/// First and one after last column and row that a polygon touches inside the photo; `None` when there are none.
pub fn bounds(polygon: &[Point], pixels: &Pixels) -> Option<[usize; 4]> {
    if polygon.is_empty() || polygon.iter().any(|at| !at.x.is_finite() || !at.y.is_finite()) {
        return None;
    }
    let least = |of: fn(&Point) -> f32| polygon.iter().map(of).fold(f32::INFINITY, f32::min);
    let most = |of: fn(&Point) -> f32| polygon.iter().map(of).fold(f32::NEG_INFINITY, f32::max);
    let (width, height) = (pixels.width as f32, pixels.height as f32);
    let left = least(|at| at.x).floor().clamp(0.0, width) as usize;
    let top = least(|at| at.y).floor().clamp(0.0, height) as usize;
    let right = most(|at| at.x).ceil().clamp(0.0, width) as usize;
    let bottom = most(|at| at.y).ceil().clamp(0.0, height) as usize;
    (left < right && top < bottom).then_some([left, top, right, bottom])
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sheet() -> Pixels {
        Pixels {
            width: 10,
            height: 8,
            rgb: vec![0; 240],
        }
    }

    #[test]
    fn a_square_holds_the_pixels_whose_centres_it_covers() {
        let square = [(2.0, 1.0), (5.0, 1.0), (5.0, 3.0), (2.0, 3.0)].map(|(x, y)| Point::new(x, y));
        assert_eq!(
            inside(&square, &sheet()),
            [(2, 1), (3, 1), (4, 1), (2, 2), (3, 2), (4, 2)]
        );
    }

    #[test]
    fn what_lies_outside_the_photo_is_left_out() {
        let square = [(-5.0, -5.0), (50.0, -5.0), (50.0, 50.0), (-5.0, 50.0)].map(|(x, y)| Point::new(x, y));
        assert_eq!(inside(&square, &sheet()).len(), 80);
        assert!(
            inside(
                &[Point::new(f32::NAN, 1.0), Point::new(2.0, 2.0), Point::new(3.0, 1.0)],
                &sheet()
            )
            .is_empty()
        );
        assert!(inside(&[], &sheet()).is_empty());
    }
}
