//! A drawn face for tests: 240×320 px, eyes 80 px apart, no masks.

use crate::pixels::Pixels;
use crate::portrait::{Detection, Face, Landmarks, POINTS, Scene, Stages, parts};

pub(in crate::measure) const WIDTH: usize = 240;
pub(in crate::measure) const HEIGHT: usize = 320;

/// Places an outline on an ellipse, in its own order.
fn ellipse(points: &mut [[f32; 3]], part: &[usize], [x, y]: [f32; 2], [across, along]: [f32; 2]) {
    for (at, index) in part.iter().enumerate() {
        let angle = at as f32 / part.len() as f32 * std::f32::consts::TAU;
        points[*index] = [x - across * libm::cosf(angle), y - along * libm::sinf(angle), 0.0];
    }
}

fn landmarks() -> Landmarks {
    let mut points = vec![[120.0, 170.0, 0.0]; POINTS];
    ellipse(&mut points, &parts::OVAL, [120.0, 170.0], [85.0, 115.0]);
    for (eye, brow, iris, x) in [
        (&parts::RIGHT_EYE, &parts::RIGHT_BROW, parts::RIGHT_IRIS, 80.0),
        (&parts::LEFT_EYE, &parts::LEFT_BROW, parts::LEFT_IRIS, 160.0),
    ] {
        ellipse(&mut points, eye, [x, 140.0], [18.0, 8.0]);
        ellipse(&mut points, brow, [x, 112.0], [22.0, 5.0]);
        points[iris] = [x, 140.0, 0.0];
        ellipse(
            &mut points,
            &[iris + 1, iris + 2, iris + 3, iris + 4],
            [x, 140.0],
            [7.0, 7.0],
        );
    }
    ellipse(&mut points, &parts::LIPS, [120.0, 230.0], [28.0, 10.0]);
    Landmarks { points, presence: 1.0 }
}

/// A scene whose px are what `paint` says.
pub(in crate::measure) fn scene(paint: impl Fn(usize, usize) -> [u8; 3]) -> Scene {
    let rgb = (0..WIDTH * HEIGHT)
        .flat_map(|index| paint(index % WIDTH, index / WIDTH))
        .collect();
    let nowhere = crate::portrait::Point::default();
    let face = Face {
        detection: Detection {
            score: 1.0,
            corners: [nowhere; 2],
            points: [nowhere; 6],
        },
        landmarks: landmarks(),
        shapes: None,
        pose: None,
        crown: None,
    };
    Scene {
        image: Pixels {
            width: WIDTH,
            height: HEIGHT,
            rgb,
        },
        scale: 1.0,
        turns: 0,
        face: Some(face),
        others: Vec::new(),
        masks: None,
        outline: None,
        ms: Stages::default(),
    }
}

/// Skin, with white around a dark iris where the eyes are.
pub(in crate::measure) fn portrait(skin: [u8; 3]) -> impl Fn(usize, usize) -> [u8; 3] {
    move |x, y| {
        let (dx, dy) = ((x as f32 - 80.0).abs().min((x as f32 - 160.0).abs()), y as f32 - 140.0);
        if dx * dx + dy * dy < 49.0 {
            [20, 20, 20]
        } else if dx < 18.0 && dy.abs() < 8.0 {
            [225, 220, 215]
        } else {
            skin
        }
    }
}
