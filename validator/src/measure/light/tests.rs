//! What the measures of light say about drawn faces.

use super::sample::{portrait, scene};
use super::{FaceLight, measure};
use crate::pixels::Pixels;

const SKIN: [u8; 3] = [205, 160, 135];

fn light(paint: impl Fn(usize, usize) -> [u8; 3]) -> FaceLight {
    let scene = scene(paint);
    measure(&scene, &scene.image).face.unwrap()
}

fn times(factors: [f64; 3]) -> impl Fn([u8; 3]) -> [u8; 3] {
    move |rgb| std::array::from_fn(|channel| (f64::from(rgb[channel]) * factors[channel]) as u8)
}

#[test]
fn an_even_face_has_nothing_to_say() {
    let face = light(portrait(SKIN));
    assert_eq!(face.tone.clipped, 0.0);
    assert!(face.tone.brightest > 200.0, "{:?}", face.tone);
    assert!(face.tone.uneven < 0.01 && face.spots.share == 0.0);
    assert!(face.tone.contrast > 0.7, "{:?}", face.tone);
    assert!((10.0..20.0).contains(&face.tint.skin.a) && (10.0..25.0).contains(&face.tint.skin.b));
    assert!(face.tint.whites.unwrap().b.abs() < 6.0);
}

#[test]
fn light_from_one_side_is_told_in_stops() {
    // A fifth of the light, that is 2.3 stops: sRGB's 0.483 of a level, about.
    let even = portrait(SKIN);
    let face = light(|x, y| {
        if x < 120 {
            times([0.483; 3])(even(x, y))
        } else {
            even(x, y)
        }
    });
    assert!((face.tone.uneven - 2.3).abs() < 0.25, "{:?}", face.tone);
    assert!(face.tone.darker_left);
}

#[test]
fn a_dark_photo_is_told_from_dark_skin() {
    let (dark_skin, dark_photo) = (portrait([90, 60, 48]), portrait(SKIN));
    assert!(light(dark_skin).tone.brightest > 200.0);
    assert!(light(|x, y| times([0.4; 3])(dark_photo(x, y))).tone.brightest < 100.0);
}

#[test]
fn blown_out_skin_and_shine_are_told_apart() {
    let even = portrait(SKIN);
    let blown = light(|x, y| if y > 160 { [255, 252, 250] } else { even(x, y) });
    assert!(blown.tone.clipped > 0.3, "{:?}", blown.tone);
    let spot = |x: usize, y: usize| x.abs_diff(120) < 20 && y.abs_diff(180) < 15;
    let shiny = light(|x, y| if spot(x, y) { [245, 235, 228] } else { even(x, y) });
    assert!(
        shiny.spots.share > 0.03 && shiny.tone.clipped < 0.01,
        "{:?}",
        shiny.spots
    );
    let [left, top, width, height] = shiny.spots.area.unwrap();
    assert!((95.0..110.0).contains(&left) && (160.0..172.0).contains(&top) && width < 45.0 && height < 35.0);
}

#[test]
fn a_cast_moves_skin_and_whites() {
    let even = portrait(SKIN);
    let green = light(|x, y| times([0.75, 1.0, 0.75])(even(x, y)));
    assert!(
        green.tint.skin.a < -3.0 && green.tint.whites.unwrap().a < -10.0,
        "{:?}",
        green.tint
    );
    let grey = light(|x, y| [super::tone::luma(even(x, y)); 3]);
    assert!(grey.tint.skin.a.abs() < 0.1 && grey.tint.skin.b.abs() < 0.1);
}

#[test]
fn a_veil_takes_contrast_and_darkness_does_not() {
    let even = portrait(SKIN);
    let veil = light(|x, y| even(x, y).map(|level| (f64::from(level) * 0.5 + 64.0) as u8));
    assert!(veil.tone.contrast < 0.5, "{:?}", veil.tone);
    let dark = light(|x, y| times([0.5; 3])(even(x, y)));
    assert!(dark.tone.contrast > 0.7, "{:?}", dark.tone);
}

#[test]
fn odd_pictures_are_survived() {
    for (width, height) in [(1, 1), (1, 500), (500, 1), (7, 9)] {
        let mut odd = scene(portrait(SKIN));
        odd.image = Pixels {
            width,
            height,
            rgb: vec![200; width * height * 3],
        };
        let _ = measure(&odd, &odd.image);
        if let Some(face) = &mut odd.face {
            face.landmarks.points[10] = [f32::NAN, 1e30, 0.0];
            face.landmarks.points[468] = [f32::INFINITY, -1e30, 0.0];
        }
        let _ = measure(&odd, &odd.image);
    }
}
