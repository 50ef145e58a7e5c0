//! Hair: does it hide the brows or the ears?

use super::area::{face_box, mean_share, region};
use crate::portrait::{Class, Face, Masks, Point, Scene, parts};

/// What hair covers; the worse side counts.
#[derive(Debug, Clone, PartialEq)]
pub struct Hair {
    /// Mean share of hair over a brow, 0…1; see [`hair`].
    pub brows: f32,
    /// Mean share of hair where an ear's lower two thirds are, 0…1.
    pub ears: f32,
    /// The same of the other ear.
    pub other_ear: f32,
    /// Mean share of skin there, the side that has less.
    pub ear_skin: f32,
    /// Box around both brows, px.
    pub brow_region: Option<[u32; 4]>,
    /// Box around the ear with more hair, px.
    pub ear_region: Option<[u32; 4]>,
}

/// Measures hair over brows and ears, on the segmentation; our own. A fringe's strands that the segmentation takes for something
/// else ("others") count as hair when they go on above the brow, where no glasses reach.
pub fn hair(scene: &Scene, face: &Face, masks: &Masks) -> Hair {
    let both = [Class::Hair, Class::Others];
    let brow = |part: &[usize]| {
        let outline = face.landmarks.outline(part);
        let up = face.eye_line();
        let above = face.at(0.0, -0.25);
        let moved: Vec<Point> = outline
            .iter()
            .map(|at| Point::new(at.x + above.x - up.x, at.y + above.y - up.y))
            .collect();
        let any = mean_share(scene, masks, &outline, &both).min(mean_share(scene, masks, &moved, &both));
        mean_share(scene, masks, &outline, &[Class::Hair]).max(any)
    };
    let boxes = [[-1.2, 0.2, -0.98, 0.7], [0.98, 0.2, 1.2, 0.7]];
    let ears = boxes.map(|area| mean_share(scene, masks, &face_box(face, area), &[Class::Hair]));
    let skin = boxes.map(|area| mean_share(scene, masks, &face_box(face, area), &[Class::FaceSkin, Class::BodySkin]));
    let worse = if ears[1] > ears[0] { boxes[1] } else { boxes[0] };
    Hair {
        brows: brow(&parts::RIGHT_BROW).max(brow(&parts::LEFT_BROW)),
        ears: ears[0].max(ears[1]),
        other_ear: ears[0].min(ears[1]),
        ear_skin: skin[0].min(skin[1]),
        brow_region: region(&face_box(face, [-1.0, -0.5, 1.0, -0.1]), &scene.image),
        ear_region: region(&face_box(face, worse), &scene.image),
    }
}
