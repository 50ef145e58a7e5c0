//! Places on the screen: which mark a finger means, and where labels stand without covering each other.

use tassel_validator::Status;

use super::marks::{Mark, Shape};

/// The mark that a tap means: a line within half the reach, else the smallest frame around the place, else a line within reach. Of
/// equals the one that needs something done.
pub(crate) fn nearest<'a>(marks: impl Iterator<Item = &'a Mark>, at: [f64; 2], reach: f64) -> Option<&'a Mark> {
    let cost = |mark: &Mark| {
        let open = matches!(mark.status, Some(Status::Fail | Status::Review));
        let best = mark
            .shapes
            .iter()
            .filter_map(|shape| cost(shape, at, reach))
            .min_by(f64::total_cmp)?;
        Some(best - if open { reach / 4.0 } else { 0.0 })
    };
    marks
        .filter_map(|mark| Some((cost(mark)?, mark)))
        .min_by(|a, b| a.0.total_cmp(&b.0))
        .map(|(_, mark)| mark)
}

fn cost(shape: &Shape, at: [f64; 2], reach: f64) -> Option<f64> {
    match shape {
        Shape::Line(from, to) => {
            let distance = to_segment(at, *from, *to);
            (distance <= reach).then_some(distance)
        }
        Shape::Frame([x, y, width, height]) => {
            let out = [
                (x - at[0]).max(at[0] - x - width).max(0.0),
                (y - at[1]).max(at[1] - y - height).max(0.0),
            ];
            let distance = out[0].max(out[1]);
            // Frames lose against a line that is hit well, and large ones against small ones.
            (distance <= reach / 2.0).then_some(reach / 2.0 + distance + (width * height).sqrt() / 1e4)
        }
        Shape::Band(_) | Shape::Limit(..) | Shape::Heat { .. } => None,
    }
}

fn to_segment(at: [f64; 2], from: [f64; 2], to: [f64; 2]) -> f64 {
    let way = [to[0] - from[0], to[1] - from[1]];
    let length = (way[0] * way[0] + way[1] * way[1]).max(1e-9);
    let part = (((at[0] - from[0]) * way[0] + (at[1] - from[1]) * way[1]) / length).clamp(0.0, 1.0);
    let off = [from[0] + way[0] * part - at[0], from[1] + way[1] * part - at[1]];
    (off[0] * off[0] + off[1] * off[1]).sqrt()
}

/// Middles of labels of that height that would like to stand at `wanted`, in the same order, inside 0…`room` and clear of each other
/// as long as there is room for all.
pub(crate) fn spread(wanted: &[f64], tall: f64, room: f64) -> Vec<f64> {
    let mut order: Vec<usize> = (0..wanted.len()).collect();
    let at = |index: usize| wanted.get(index).copied().unwrap_or(0.0);
    order.sort_by(|a, b| at(*a).total_cmp(&at(*b)));
    let tall = tall.min(room / wanted.len().max(1) as f64);
    let mut places = vec![0.0; wanted.len()];
    let mut above = -tall / 2.0;
    for index in &order {
        above = at(*index).max(above + tall);
        if let Some(place) = places.get_mut(*index) {
            *place = above;
        }
    }
    let mut below = room + tall / 2.0;
    for index in order.iter().rev() {
        if let Some(place) = places.get_mut(*index) {
            below = place.min(below - tall);
            *place = below;
        }
    }
    places
}

#[cfg(test)]
mod tests {
    use super::super::layer::Layer;
    use super::*;

    fn mark(id: &str, status: Status, shape: Shape) -> Mark {
        Mark {
            id: id.to_owned(),
            layer: Layer::Found,
            status: Some(status),
            shapes: vec![shape],
            name: String::new(),
            allowed: String::new(),
            at: 0.0,
            spoken: String::new(),
        }
    }

    #[test]
    fn a_tap_means_what_is_under_it() {
        let marks = [
            mark("line", Status::Pass, Shape::Line([0.0, 100.0], [480.0, 100.0])),
            mark("large", Status::Fail, Shape::Frame([0.0, 80.0, 480.0, 400.0])),
            mark("small", Status::Fail, Shape::Frame([200.0, 300.0, 40.0, 40.0])),
            mark("far", Status::Pass, Shape::Line([0.0, 620.0], [480.0, 620.0])),
        ];
        let hit = |x, y| nearest(marks.iter(), [x, y], 40.0).map(|mark| mark.id.as_str());
        assert_eq!(hit(30.0, 102.0), Some("line"));
        assert_eq!(hit(220.0, 320.0), Some("small"));
        assert_eq!(hit(30.0, 320.0), Some("large"));
        assert_eq!(hit(30.0, 600.0), Some("far"));
        assert_eq!(hit(30.0, 540.0), None);
    }

    #[test]
    fn labels_make_room_for_each_other() {
        assert_eq!(spread(&[50.0, 200.0], 30.0, 300.0), [50.0, 200.0]);
        assert_eq!(spread(&[200.0, 195.0], 30.0, 300.0), [225.0, 195.0]);
        assert_eq!(spread(&[2.0, 299.0], 30.0, 300.0), [15.0, 285.0]);
        let tight = spread(&[10.0, 10.0, 10.0, 10.0], 30.0, 60.0);
        assert_eq!(tight, [7.5, 22.5, 37.5, 52.5]);
    }
}
