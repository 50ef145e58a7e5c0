//! A made-up scene for tests: a grey photo of 200 × 280 px whose eyes are 40 px apart, with landmarks where a face has them.

use crate::pixels::Pixels;
use crate::portrait::{Class, Detection, Face, Landmarks, Masks, POINTS, Point, Scene, Stages, parts};

/// Middle between the eyes, px.
pub(super) const EYES: Point = Point { x: 100.0, y: 100.0 };
/// Eye distance, px.
pub(super) const UNIT: f32 = 40.0;

/// A scene with plain skin everywhere.
pub(super) fn scene() -> Scene {
    let mut points = vec![[EYES.x, EYES.y, 0.0]; POINTS];
    let mut put = |index: usize, x: f32, y: f32| {
        if let Some(point) = points.get_mut(index) {
            *point = [EYES.x + x * UNIT, EYES.y + y * UNIT, 0.0];
        }
    };
    put(parts::RIGHT_IRIS, -0.5, 0.0);
    put(parts::LEFT_IRIS, 0.5, 0.0);
    put(parts::FOREHEAD, 0.0, -0.8);
    put(parts::CHIN, 0.0, 1.75);
    for (part, side) in [(parts::RIGHT_EYE, -0.5), (parts::LEFT_EYE, 0.5)] {
        ring(&mut put, &part, [side, 0.0, 0.24, 0.08]);
    }
    for (part, side) in [(parts::RIGHT_BROW, -0.55), (parts::LEFT_BROW, 0.55)] {
        ring(&mut put, &part, [side, -0.3, 0.3, 0.06]);
    }
    Scene {
        image: Pixels {
            width: 200,
            height: 280,
            rgb: vec![150; 200 * 280 * 3],
        },
        scale: 1.0,
        turns: 0,
        face: Some(Face {
            detection: Detection {
                score: 1.0,
                corners: [EYES; 2],
                points: [EYES; 6],
            },
            landmarks: Landmarks { points, presence: 1.0 },
            shapes: None,
            pose: None,
            crown: Some(EYES.y - 1.6 * UNIT),
        }),
        others: Vec::new(),
        masks: Some(Masks::painted(64, |_, _| Class::FaceSkin)),
        outline: None,
        ms: Stages::default(),
    }
}

/// Puts landmarks on an ellipse: x, y of its middle, half its width and height, in eye distances.
fn ring(put: &mut impl FnMut(usize, f32, f32), part: &[usize], [x, y, width, height]: [f32; 4]) {
    for (index, point) in part.iter().enumerate() {
        let turn = index as f32 / part.len() as f32 * std::f32::consts::TAU;
        put(*point, x - width * libm::cosf(turn), y - height * libm::sinf(turn));
    }
}

/// Paints masks: a class in a box of the face's frame, skin elsewhere.
pub(super) fn masked(scene: &mut Scene, class: Class, [left, top, right, bottom]: [f32; 4]) {
    let (width, height) = (scene.image.width as f32, scene.image.height as f32);
    scene.masks = Some(Masks::painted(64, |column, row| {
        let x = ((column as f32 + 0.5) / 64.0 * width - EYES.x) / UNIT;
        let y = ((row as f32 + 0.5) / 64.0 * height - EYES.y) / UNIT;
        if (left..right).contains(&x) && (top..bottom).contains(&y) {
            class
        } else {
            Class::FaceSkin
        }
    }));
}

/// Paints a colour into a box of the face's frame.
pub(super) fn paint(scene: &mut Scene, color: [u8; 3], [left, top, right, bottom]: [f32; 4]) {
    let width = scene.image.width;
    for (index, px) in scene.image.rgb.as_chunks_mut::<3>().0.iter_mut().enumerate() {
        let x = ((index % width) as f32 + 0.5 - EYES.x) / UNIT;
        let y = ((index / width) as f32 + 0.5 - EYES.y) / UNIT;
        if (left..right).contains(&x) && (top..bottom).contains(&y) {
            *px = color;
        }
    }
}
