//! Measures of where the head is and how it is held: `face.count`, `geom.*`, `pose.*`.

use crate::pixels::Pixels;
use crate::portrait::{Class, Detection, Face, Point, Scene, skin};

/// What was measured.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Geometry {
    /// Width and height of the upright photo, px; the lengths below are shares of them.
    pub photo: [f64; 2],
    /// Where the head is; `None` without a face.
    pub head: Option<Head>,
    /// Faces beside the first one, the largest first.
    pub others: Vec<Other>,
}

/// Where a head is and how it is held.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Head {
    /// Top of the hair below the upper edge, as a share of the photo's height; 0 when the edge cuts it off. 99号 clause on composition
    /// (头部发际: by its numbers the top of the hair's outline, not the hairline of the forehead). `None` without the segmenter, and
    /// where the outline was lost inside the face.
    pub crown: Option<f64>,
    /// Middle between the irises' centres below the upper edge, as a share of the photo's height. 99号 (眼睛所在位置).
    pub eye_line: f64,
    /// Distance between the cheeks' outermost landmarks (234 and 454), as a share of the photo's width. 99号 (脸部宽度). Ears are not
    /// counted: from ear to ear a face is 4–6 % wider.
    pub face_width: f64,
    /// Middle between the same two landmarks, right of the photo's middle (left is negative), as a share of the photo's width. 99号
    /// (人像水平居中).
    pub center: f64,
    /// Lean of the line through the irises' centres, degrees, clockwise. ISO/IEC 29794-5 (head pose, roll).
    pub roll: f64,
    /// Turn to the person's left, degrees; from the rotation of a model head. ISO/IEC 29794-5 (head pose, yaw).
    pub yaw: Option<f64>,
    /// Nod, degrees, down is positive; from the same rotation, less [`USUAL_PITCH`]. ISO/IEC 29794-5 (head pose, pitch).
    pub pitch: Option<f64>,
    /// Share of the face's lower half that something covers: see [`covered`].
    pub covered: f64,
    /// The face as x, y, width, height in px of the upright photo.
    pub face: [u32; 4],
    /// Both eyes, likewise.
    pub eyes: [u32; 4],
}

/// Another face.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Other {
    /// Its width as a share of the first face's; of the photo's width when there is no first.
    pub size: f64,
    /// Share of skin in the inner half of its box, 0…1: a print on clothes or a poster has little. 1 without the segmenter.
    pub skin: f64,
    /// Its place as x, y, width, height in px of the upright photo.
    pub place: [u32; 4],
}

/// Pitch that the model head is given for someone who looks straight ahead, degrees: the middle of frontal portraits of thirty people,
/// who differ from each other by up to 9° either way (brows and noses differ more than the model head allows).
pub const USUAL_PITCH: f64 = 9.0;

/// Measures a scene; `photo` is the upright photo in its own size.
pub fn measure(scene: &Scene, photo: &Pixels) -> Geometry {
    let main = scene.face.as_ref().map(|face| face.detection);
    Geometry {
        photo: [photo.width as f64, photo.height as f64],
        head: scene.face.as_ref().map(|face| head(scene, face)),
        others: scene
            .others
            .iter()
            .map(|other| self::other(scene, main.as_ref(), other))
            .collect(),
    }
}

fn head(scene: &Scene, face: &Face) -> Head {
    let (width, height) = (scene.image.width.max(1) as f32, scene.image.height.max(1) as f32);
    let eyes = face.eye_line();
    let (distance, half) = (face.eye_distance(), face.width() / 2.0);
    let share = |length: f32, of: f32| f64::from(length / of);
    let top = eyes.y - distance;
    Head {
        crown: face.crown.map(|crown| share(crown, height)),
        eye_line: share(eyes.y, height),
        face_width: share(face.width(), width),
        center: share(face.middle(), width) - 0.5,
        roll: f64::from(face.roll()),
        yaw: face.pose.map(|pose| f64::from(pose.yaw)),
        pitch: face.pose.map(|pose| f64::from(pose.pitch) - USUAL_PITCH),
        covered: covered(scene, face),
        face: place(
            scene,
            [
                Point::new(face.middle() - half, top),
                Point::new(face.middle() + half, face.chin().y),
            ],
        ),
        eyes: place(
            scene,
            [
                Point::new(eyes.x - distance, eyes.y - distance / 2.0),
                Point::new(eyes.x + distance, eyes.y + distance / 2.0),
            ],
        ),
    }
}

fn other(scene: &Scene, main: Option<&Detection>, face: &Detection) -> Other {
    let width = |face: &Detection| face.corners[1].x - face.corners[0].x;
    let whole = main.map_or(scene.image.width as f32, width);
    Other {
        size: if whole > 0.0 {
            f64::from(width(face) / whole)
        } else {
            0.0
        },
        skin: scene
            .masks
            .as_ref()
            .map_or(1.0, |masks| f64::from(skin(face, masks, &scene.image))),
        place: place(scene, face.corners),
    }
}

/// Share of things that are neither skin nor hair over the mouth and chin, 0…1: half an eye distance to both sides, from the nose's
/// tip to the chin. Our own.
fn covered(scene: &Scene, face: &Face) -> f64 {
    const STEPS: usize = 8;
    let Some(masks) = &scene.masks else { return 0.0 };
    let mut sum = 0.0;
    for row in 0..STEPS {
        for column in 0..STEPS {
            let part = |index: usize| (index as f32 + 0.5) / STEPS as f32;
            let at = face.at(part(column) - 0.5, 0.7 + 0.8 * part(row));
            let (u, v) = (
                at.x / scene.image.width.max(1) as f32,
                at.y / scene.image.height.max(1) as f32,
            );
            sum += masks.between(u, v, Class::Others) + masks.between(u, v, Class::Clothes);
        }
    }
    f64::from(sum) / (STEPS * STEPS) as f64
}

/// A rectangle of the scene in px of the photo, cut off at its edges.
fn place(scene: &Scene, [from, to]: [Point; 2]) -> [u32; 4] {
    let clamp = |value: f32, most: usize| (value.clamp(0.0, most as f32) * scene.scale) as u32;
    let (left, right) = (clamp(from.x, scene.image.width), clamp(to.x, scene.image.width));
    let (top, bottom) = (clamp(from.y, scene.image.height), clamp(to.y, scene.image.height));
    [left, top, right.saturating_sub(left), bottom.saturating_sub(top)]
}
