//! What a person wears or holds in front of the face: glasses, hats, masks, hands.

use super::area::{face_box, luma, mean_share, percentile, places, region, rgb, share};
use crate::portrait::{Class, Face, Masks, Point, Scene, parts};

/// Glasses, and what the lenses do.
#[derive(Debug, Clone, PartialEq)]
pub struct Glasses {
    /// Mean share of "others" around the eye that has less of it, 0…1. See [`glasses`].
    pub worn: f32,
    /// Mean share of "others" inside the eye openings, the larger, 0…1: dark lenses, or a frame across the eye.
    pub over_eyes: f32,
    /// Brightness of the white of the eyes ÷ that of the cheeks (85th percentile in the openings ÷ median): dark or coloured glass
    /// takes light away.
    pub white: f32,
    /// Median brightness right below the eyes ÷ that of the cheeks: a frame there is dark.
    pub below: f32,
    /// Share of the lenses that is nearly without colour and brighter than the cheeks, 0…1: glare.
    pub glare: f32,
    /// Box around both lenses, px.
    pub region: Option<[u32; 4]>,
}

/// Boxes around the eyes that hold the frame of any glasses; eye distances from the eyes' middle.
const LENSES: [[f32; 4]; 2] = [[-0.8, -0.2, -0.2, 0.3], [0.2, -0.2, 0.8, 0.3]];
/// Right below the eyes.
const BELOW: [[f32; 4]; 2] = [[-0.62, 0.12, -0.34, 0.22], [0.34, 0.12, 0.62, 0.22]];
/// Cheeks below any lens.
const CHEEKS: [[f32; 4]; 2] = [[-0.65, 0.5, -0.4, 0.75], [0.4, 0.5, 0.65, 0.75]];
/// Measures glasses. Our own, on the segmentation's class "others".
pub fn glasses(scene: &Scene, face: &Face, masks: &Masks) -> Glasses {
    let others = |area: [f32; 4]| mean_share(scene, masks, &face_box(face, area), &[Class::Others]);
    let opening = |part: &[usize]| mean_share(scene, masks, &face.landmarks.outline(part), &[Class::Others]);
    let bright = |polygon: &[Point], percent: usize| {
        let mut all: Vec<f32> = places(polygon, &scene.image)
            .into_iter()
            .map(|at| luma(rgb(&scene.image, at)))
            .collect();
        percentile(&mut all, percent)
    };
    let cheeks = CHEEKS.map(|area| bright(&face_box(face, area), 50).max(1.0));
    let below = |eye: usize| bright(&face_box(face, BELOW[eye]), 50) / cheeks[eye];
    let white = |eye: usize, part: &[usize]| bright(&face.landmarks.outline(part), 85) / cheeks[eye];
    let [right, left] = LENSES.map(others);
    Glasses {
        worn: right.min(left),
        over_eyes: opening(&parts::RIGHT_EYE).max(opening(&parts::LEFT_EYE)),
        white: f32::midpoint(white(0, &parts::RIGHT_EYE), white(1, &parts::LEFT_EYE)),
        below: f32::midpoint(below(0), below(1)),
        glare: glare(scene, face, 0).max(glare(scene, face, 1)),
        region: region(&face_box(face, [-0.95, -0.3, 0.95, 0.4]), &scene.image),
    }
}

/// Share of a lens whose darkest channel is 1.1 times as bright as the cheek's and that has next to no colour.
fn glare(scene: &Scene, face: &Face, eye: usize) -> f32 {
    let range = |at: &Point| {
        let [r, g, b] = rgb(&scene.image, *at);
        (r.min(g).min(b), r.max(g).max(b))
    };
    let cheek = places(&face_box(face, CHEEKS[eye]), &scene.image);
    let mut cheek: Vec<f32> = cheek.iter().map(|at| range(at).0).collect();
    let least = (1.1 * percentile(&mut cheek, 50)).max(130.0);
    let [left, top, right, bottom] = LENSES[eye];
    let lens = places(
        &face_box(face, [left + 0.05, top, right - 0.05, bottom - 0.05]),
        &scene.image,
    );
    let white = |at: &&Point| {
        let (low, high) = range(at);
        low > least && high - low < 0.2 * high
    };
    lens.iter().filter(white).count() as f32 / lens.len().max(1) as f32
}

/// Share of "others" and clothes among what is person on top of the head, 0…1: hats, scarves, hoods. The zone is the face's width and
/// ends halfway between the crown and the forehead, or one eye distance above the eyes, so that a fringe or a band across the forehead
/// isn't in it. Our own.
pub fn headwear(scene: &Scene, face: &Face, masks: &Masks) -> (f32, Option<[u32; 4]>) {
    let crown = face
        .crown
        .map_or(-1.2, |crown| (crown - face.eye_line().y) / face.eye_distance().max(1.0));
    let bottom = f32::midpoint(crown, -0.8).clamp(-2.2, -1.0);
    let zone = face_box(face, [-0.9, -2.5, 0.9, bottom]);
    let (mut worn, mut count) = (0.0, 0);
    for at in places(&zone, &scene.image) {
        if share(scene, masks, at, &[Class::Background]) < 0.5 {
            worn += share(scene, masks, at, &[Class::Others, Class::Clothes]);
            count += 1;
        }
    }
    (worn / count.max(1) as f32, region(&zone, &scene.image))
}

/// What lies over the lower face.
#[derive(Debug, Clone, PartialEq)]
pub struct Covered {
    /// Mean share of "others" and clothes over the lower half of the face, 0…1: masks, scarves, things held.
    pub lower: f32,
    /// Mean share of hands and arms ("body skin") over the lower half of the side that has more of it, 0…1.
    pub hand: f32,
    /// By how much more skin there is beyond one side of the jaw than beyond the other, 0…1: a hand goes on where the face ends.
    pub beyond: f32,
    /// By how much the edges on one cheek are steeper than on the other, see [`edges`].
    pub uneven: f32,
    /// How far the head is turned to a side, degrees: a turned head has more cheek and neck on one side too.
    pub turned: f32,
    /// Box around the lower face, px.
    pub region: Option<[u32; 4]>,
}

/// The lower face: from below the eyes, along jaw and chin.
const JAW: [usize; 19] = [
    454, 323, 361, 288, 397, 365, 379, 378, 400, 377, 152, 148, 176, 149, 150, 136, 172, 58, 132,
];
/// Cheek and jaw of each side, away from nose, mouth and the face's outline.
const SIDES: [[usize; 14]; 2] = [
    [50, 118, 117, 123, 147, 213, 192, 214, 210, 211, 202, 212, 216, 206],
    [280, 347, 346, 352, 376, 433, 416, 434, 430, 431, 422, 432, 436, 426],
];

/// Measures what covers the lower face. Our own.
pub fn covered(scene: &Scene, face: &Face, masks: &Masks) -> Covered {
    let mut lower = vec![face.at(-0.75, 0.45), face.at(0.75, 0.45)];
    lower.extend(JAW.iter().skip(2).map(|index| face.landmarks.point(*index)));
    let half = |side: f32| {
        let polygon = [(0.05, 0.35), (0.95, 0.35), (0.85, 1.2), (0.35, 1.7), (0.05, 1.7)];
        let polygon = polygon.map(|(x, y)| face.at(x * side, y));
        mean_share(scene, masks, &polygon, &[Class::BodySkin])
    };
    let beyond = |side: f32| {
        let polygon = [(1.02, 0.85), (1.5, 0.85), (1.5, 1.5), (0.92, 1.5)].map(|(x, y)| face.at(x * side, y));
        mean_share(scene, masks, &polygon, &[Class::BodySkin, Class::FaceSkin])
    };
    let [right, left] = SIDES.map(|side| edges(scene, &face.landmarks.outline(&side), face.eye_distance()));
    Covered {
        lower: mean_share(scene, masks, &lower, &[Class::Others, Class::Clothes]),
        hand: half(-1.0).max(half(1.0)),
        beyond: (beyond(-1.0) - beyond(1.0)).abs(),
        uneven: (right - left).abs(),
        turned: face.pose.map_or(0.0, |pose| pose.yaw.abs()),
        region: region(&lower, &scene.image),
    }
}

/// 95th percentile of the brightness step over 1 % of the eye distance ÷ the median brightness, in a polygon.
fn edges(scene: &Scene, polygon: &[Point], eye_distance: f32) -> f32 {
    let step = (eye_distance * 0.01).max(1.0);
    let (mut steps, mut all) = (Vec::new(), Vec::new());
    for at in places(polygon, &scene.image) {
        let bright = |x: f32, y: f32| luma(rgb(&scene.image, Point::new(at.x + x, at.y + y)));
        let (across, down) = (
            bright(step, 0.0) - bright(-step, 0.0),
            bright(0.0, step) - bright(0.0, -step),
        );
        steps.push((across * across + down * down).sqrt() / 2.0);
        all.push(bright(0.0, 0.0));
    }
    percentile(&mut steps, 95) / (percentile(&mut all, 50) + 10.0)
}
