//! Where faces are: MediaPipe's short-range BlazeFace.

use super::Point;
use super::crop::{Area, Beyond, sample};
use crate::pixels::Pixels;
use crate::tflite::{Model, ModelError, Workspace};

/// Side of the network's input, px.
const SIDE: usize = 128;
/// Grids of anchors: cells across, anchors in each. From `face_detection_short_range.pbtxt`: strides 8, 16, 16, 16, two each.
const GRIDS: [(usize, usize); 2] = [(16, 2), (8, 6)];
/// Numbers for each anchor: a box and six key points.
const NUMBERS: usize = 16;
/// Candidates that overlap more than this are one face; from the same graph.
const SAME_FACE: f32 = 0.3;
/// Candidates below this are not looked at.
const LEAST_SCORE: f32 = 0.5;

/// A face that may be one.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Detection {
    /// 0…1. White noise reaches 0.51: only landmarks can tell.
    pub score: f32,
    /// Upper left and lower right corner: from the brows to the chin, ear to ear.
    pub corners: [Point; 2],
    /// The person's right eye, left eye, nose tip, mouth, right and left ear.
    pub points: [Point; 6],
}

impl Detection {
    /// Area in px².
    pub fn area(&self) -> f32 {
        let [from, to] = self.corners;
        (to.x - from.x).max(0.0) * (to.y - from.y).max(0.0)
    }

    /// The area that two have in common over the area of both, 0…1.
    pub(super) fn overlap(&self, other: &Self) -> f32 {
        let side = |from: [f32; 2], to: [f32; 2]| (to[0].min(to[1]) - from[0].max(from[1])).max(0.0);
        let ([a, b], [c, d]) = (self.corners, other.corners);
        let common = side([a.x, c.x], [b.x, d.x]) * side([a.y, c.y], [b.y, d.y]);
        let all = self.area() + other.area() - common;
        if all > 0.0 { common / all } else { 0.0 }
    }
}

/// Finds faces, the surest first.
///
/// # Errors
/// When `model` is not the face detector.
pub fn detect(model: &Model, work: &mut Workspace, pixels: &Pixels) -> Result<Vec<Detection>, ModelError> {
    let side = pixels.width.max(pixels.height) as f32;
    detect_near(model, work, pixels, Area::whole(pixels).centre, side)
}

/// Finds faces in a square of the photo: those that are too small to be seen in the whole. Surest first.
pub(super) fn detect_near(
    model: &Model,
    work: &mut Workspace,
    pixels: &Pixels,
    centre: Point,
    side: f32,
) -> Result<Vec<Detection>, ModelError> {
    let area = Area {
        centre,
        width: side,
        height: side,
        turn: (1.0, 0.0),
    };
    let input = sample(pixels, &area, [SIDE, SIDE], (1.0 / 127.5, -1.0), Beyond::Black);
    let outputs = model.run(work, &input)?;
    let [boxes, scores] = &outputs[..] else {
        return Err(ModelError::Unsupported("other outputs than a face detector".to_owned()));
    };
    let candidates = boxes.as_chunks::<NUMBERS>().0.iter().zip(scores).zip(anchors());
    let mut found: Vec<Detection> = candidates
        .filter_map(|((numbers, score), anchor)| {
            let score = logistic(*score);
            (score >= LEAST_SCORE).then(|| decode(numbers, score, anchor, &area))
        })
        .collect();
    found.sort_by(|a, b| b.score.total_cmp(&a.score));
    Ok(merged(found))
}

fn logistic(value: f32) -> f32 {
    1.0 / (1.0 + libm::expf(-value.clamp(-100.0, 100.0)))
}

/// Centres of the anchors, 0…1, in the order of the network's output.
fn anchors() -> impl Iterator<Item = (f32, f32)> {
    GRIDS.into_iter().flat_map(|(cells, each)| {
        let centre = move |cell: usize| (cell as f32 + 0.5) / cells as f32;
        (0..cells * cells).flat_map(move |cell| {
            let at = (centre(cell % cells), centre(cell / cells));
            std::iter::repeat_n(at, each)
        })
    })
}

fn decode(numbers: &[f32; NUMBERS], score: f32, (x, y): (f32, f32), area: &Area) -> Detection {
    let side = SIDE as f32;
    let place = |dx: f32, dy: f32| area.place(dx / side + x, dy / side + y);
    let [cx, cy, width, height, points @ ..] = *numbers;
    let (half_width, half_height) = (width / 2.0, height / 2.0);
    Detection {
        score,
        corners: [
            place(cx - half_width, cy - half_height),
            place(cx + half_width, cy + half_height),
        ],
        points: std::array::from_fn(|index| place(points[2 * index], points[2 * index + 1])),
    }
}

/// Candidates for one face become one, weighted by their scores, as MediaPipe's WEIGHTED suppression does.
fn merged(mut candidates: Vec<Detection>) -> Vec<Detection> {
    let mut faces = Vec::new();
    while let Some(best) = candidates.first().copied() {
        let (same, others): (Vec<Detection>, Vec<Detection>) = candidates
            .into_iter()
            .partition(|other| *other == best || best.overlap(other) > SAME_FACE);
        candidates = others;
        let total: f32 = same.iter().map(|one| one.score).sum();
        let mean = |of: &dyn Fn(&Detection) -> Point| {
            same.iter().fold(Point::default(), |sum, one| {
                let (share, at) = (one.score / total, of(one));
                Point::new(sum.x + at.x * share, sum.y + at.y * share)
            })
        };
        faces.push(Detection {
            score: best.score,
            corners: std::array::from_fn(|index| mean(&|one| one.corners[index])),
            points: std::array::from_fn(|index| mean(&|one| one.points[index])),
        });
    }
    faces
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn there_are_as_many_anchors_as_outputs() {
        let all: Vec<(f32, f32)> = anchors().collect();
        assert_eq!(all.len(), 896);
        assert_eq!(all[0], (0.03125, 0.03125));
        assert_eq!(all[1], all[0]);
        assert_eq!(all[2], (0.09375, 0.03125));
        assert_eq!(all[895], (0.9375, 0.9375));
    }

    #[test]
    fn candidates_for_one_face_become_one() {
        let face = |score: f32, x: f32| Detection {
            score,
            corners: [Point::new(x, 0.0), Point::new(x + 100.0, 100.0)],
            points: [Point::new(x + 50.0, 50.0); 6],
        };
        let faces = merged(vec![face(0.9, 0.0), face(0.6, 300.0), face(0.6, 10.0)]);
        assert_eq!(faces.len(), 2);
        assert_eq!(faces[0].score, 0.9);
        assert!((faces[0].corners[0].x - 4.0).abs() < 1e-4);
        assert_eq!(faces[1].corners[0].x, 300.0);
    }
}
