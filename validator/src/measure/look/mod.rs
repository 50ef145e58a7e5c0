//! Measures of eyes, mouth, glasses, hair, ears and what covers them.

mod area;
mod eyes;
mod hair;
mod jewelry;
mod worn;

use crate::pixels::Pixels;
use crate::portrait::Scene;
use area::{face_box, region};

pub use eyes::{Eyes, aspect, contrast, crisp, eyes, mouth_gap, redness};
pub use hair::{Hair, hair};
pub use jewelry::{Jewelry, gold, jewelry};
pub use worn::{Covered, Glasses, covered, glasses, headwear};

/// What was measured; places are px of the scene's image.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Look {
    /// Of every face.
    pub face: Option<Features>,
    /// With the segmenter.
    pub worn: Option<Worn>,
    /// px of the upright photo for one px of the scene's image.
    pub scale: f32,
}

/// Eyes and mouth.
#[derive(Debug, Clone, PartialEq)]
pub struct Features {
    /// Eyes.
    pub eyes: Eyes,
    /// See [`mouth_gap`].
    pub mouth_gap: f32,
    /// Box around the mouth, px.
    pub mouth_region: Option<[u32; 4]>,
}

/// Hair, and what is worn.
#[derive(Debug, Clone, PartialEq)]
pub struct Worn {
    /// Glasses.
    pub glasses: Glasses,
    /// See [`headwear`].
    pub headwear: f32,
    /// Box around the top of the head, px.
    pub headwear_region: Option<[u32; 4]>,
    /// Hair over brows and ears.
    pub hair: Hair,
    /// What covers the lower face.
    pub covered: Covered,
    /// Jewellery.
    pub jewelry: Jewelry,
}

/// Measures a scene; `photo` is the upright photo in its own size.
pub fn measure(scene: &Scene, _photo: &Pixels) -> Look {
    let face = scene.face.as_ref();
    let worn = face.zip(scene.masks.as_ref()).map(|(face, masks)| {
        let (headwear, headwear_region) = headwear(scene, face, masks);
        Worn {
            glasses: glasses(scene, face, masks),
            headwear,
            headwear_region,
            hair: hair(scene, face, masks),
            covered: covered(scene, face, masks),
            jewelry: jewelry(scene, face, masks),
        }
    });
    let features = face.map(|face| Features {
        eyes: eyes(scene, face),
        mouth_gap: mouth_gap(face),
        mouth_region: region(&face_box(face, [-0.5, 0.85, 0.5, 1.45]), &scene.image),
    });
    Look {
        face: features,
        worn,
        scale: scene.scale,
    }
}

#[cfg(test)]
mod testing;

#[cfg(test)]
mod tests {
    use super::testing::{masked, paint, scene};
    use super::*;
    use crate::portrait::Class;

    fn look(scene: &Scene) -> Look {
        measure(scene, &scene.image)
    }

    fn worn(scene: &Scene) -> Worn {
        look(scene).worn.unwrap()
    }

    #[test]
    fn a_plain_face_wears_nothing() {
        let worn = worn(&scene());
        let all = [
            worn.glasses.worn,
            worn.headwear,
            worn.hair.brows,
            worn.hair.ears,
            worn.covered.lower,
            worn.jewelry.neck,
        ];
        assert_eq!(all, [0.0; 6]);
    }

    #[test]
    fn others_around_the_eyes_are_glasses_and_inside_them_dark_ones() {
        let mut scene = scene();
        masked(&mut scene, Class::Others, [-1.0, 0.12, 1.0, 0.3]);
        let frame = worn(&scene).glasses;
        assert!(frame.worn > 0.2 && frame.over_eyes < 0.1, "{frame:?}");
        masked(&mut scene, Class::Others, [-1.0, -0.3, 1.0, 0.3]);
        assert!(worn(&scene).glasses.over_eyes > 0.9);
    }

    #[test]
    fn a_white_patch_on_a_lens_is_glare_and_a_brown_one_is_not() {
        let mut scene = scene();
        paint(&mut scene, [250, 250, 250], [-0.7, -0.1, -0.4, 0.2]);
        assert!(worn(&scene).glasses.glare > 0.2);
        paint(&mut scene, [250, 200, 150], [-0.7, -0.1, -0.4, 0.2]);
        assert!(worn(&scene).glasses.glare < 0.01);
    }

    #[test]
    fn a_hat_is_on_top_of_the_head_and_a_band_on_the_forehead_is_none() {
        let mut scene = scene();
        masked(&mut scene, Class::Others, [-2.0, -3.0, 2.0, -0.9]);
        assert!(worn(&scene).headwear > 0.9);
        masked(&mut scene, Class::Others, [-2.0, -0.9, 2.0, -0.3]);
        assert!(worn(&scene).headwear < 0.1);
    }

    #[test]
    fn hair_is_found_over_brows_and_over_one_ear() {
        let mut scene = scene();
        masked(&mut scene, Class::Hair, [-1.0, -1.0, 1.0, -0.2]);
        assert!(worn(&scene).hair.brows > 0.9);
        masked(&mut scene, Class::Hair, [0.9, -0.5, 1.6, 1.5]);
        let hair = worn(&scene).hair;
        assert!(hair.ears > 0.9 && hair.other_ear < 0.1 && hair.brows < 0.1, "{hair:?}");
    }

    #[test]
    fn strands_that_count_as_others_are_hair_only_when_they_go_on_above_the_brow() {
        let mut scene = scene();
        masked(&mut scene, Class::Others, [-1.0, -0.9, 1.0, -0.2]);
        assert!(worn(&scene).hair.brows > 0.5);
        masked(&mut scene, Class::Others, [-1.0, -0.4, 1.0, 0.4]);
        assert!(worn(&scene).hair.brows < 0.2);
    }

    #[test]
    fn a_mask_and_a_hand_cover_the_lower_face() {
        let mut scene = scene();
        for (part, y) in [([361, 288, 397, 365], 1.0), ([58, 172, 136, 150], 1.0)] {
            for (step, index) in part.into_iter().enumerate() {
                let side = if index > 200 { 1.0 } else { -1.0 };
                let x = side * (0.9 - 0.15 * step as f32);
                let points = &mut scene.face.as_mut().unwrap().landmarks.points;
                points[index] = [100.0 + x * 40.0, 100.0 + (y + 0.15 * step as f32) * 40.0, 0.0];
            }
        }
        masked(&mut scene, Class::Others, [-2.0, 0.4, 2.0, 2.0]);
        assert!(worn(&scene).covered.lower > 0.8);
        masked(&mut scene, Class::BodySkin, [0.0, 0.3, 2.0, 2.0]);
        assert!(worn(&scene).covered.hand > 0.8);
    }

    #[test]
    fn small_gold_at_both_ears_is_seen_and_a_yellow_collar_is_not() {
        let mut scene = scene();
        for side in [-1.1, 1.1] {
            paint(&mut scene, [230, 190, 60], [side - 0.05, 0.8, side + 0.05, 0.95]);
        }
        assert!(worn(&scene).jewelry.ear_gold > 80.0);
        let mut collar = testing::scene();
        paint(&mut collar, [230, 190, 60], [-2.0, 0.9, 2.0, 3.0]);
        assert!(worn(&collar).jewelry.ear_gold < 1.0);
    }

    #[test]
    fn red_pupils_and_open_eyes_are_told_by_their_pixels() {
        let mut scene = scene();
        let closed = look(&scene).face.unwrap().eyes;
        assert!(closed.contrast < 0.05 && closed.redness.abs() < 0.01);
        for side in [-0.5, 0.5] {
            paint(&mut scene, [240, 240, 240], [side - 0.2, -0.09, side + 0.2, 0.09]);
            paint(&mut scene, [40, 30, 20], [side - 0.09, -0.09, side + 0.09, 0.09]);
        }
        let open = look(&scene).face.unwrap().eyes;
        assert!(
            open.contrast > 0.8 && open.crisp > closed.crisp && open.redness < 0.1,
            "{open:?}"
        );
        for side in [-0.5, 0.5] {
            paint(&mut scene, [200, 40, 40], [side - 0.07, -0.07, side + 0.07, 0.07]);
        }
        assert!(look(&scene).face.unwrap().eyes.redness > 0.4);
    }

    #[test]
    fn lids_and_lips_are_told_by_the_mesh() {
        let mut scene = scene();
        let before = look(&scene).face.unwrap();
        assert!(before.eyes.aspect > 0.1 && before.mouth_gap == 0.0);
        let points = &mut scene.face.as_mut().unwrap().landmarks.points;
        points[14][1] += 12.0;
        for index in [159, 145, 158, 153, 160, 144] {
            points[index][1] = 100.0;
        }
        let after = look(&scene).face.unwrap();
        assert!(
            after.mouth_gap > 0.1 && after.eyes.aspect < before.eyes.aspect / 2.0,
            "{after:?}"
        );
    }

    #[test]
    fn landmarks_far_outside_and_no_numbers_at_all_are_survived() {
        for place in [f32::NAN, f32::INFINITY, -1.0e9, 1.0e30] {
            let mut scene = scene();
            scene.face.as_mut().unwrap().landmarks.points.fill([place; 3]);
            let _ = look(&scene);
        }
        let mut scene = scene();
        scene.image = Pixels {
            width: 1,
            height: 1,
            rgb: vec![0; 3],
        };
        let _ = look(&scene);
    }
}
