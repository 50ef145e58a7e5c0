//! What the measures of detail say about drawn faces.

use super::{Detail, measure};
use crate::measure::light::sample::{HEIGHT, WIDTH, scene};
use crate::pixels::Pixels;

/// Repeatable noise, −1…1, about even.
fn noise(x: usize, y: usize) -> f32 {
    let mut bits = (x as u32).wrapping_mul(0x9E37_79B1) ^ (y as u32).wrapping_mul(0x85EB_CA77);
    bits ^= bits >> 15;
    bits = bits.wrapping_mul(0x2C1B_3C6D);
    bits ^= bits >> 12;
    (bits & 0xFFFF) as f32 / 32767.5 - 1.0
}

/// Bars every 12 px around eyes and mouth, skin with a little texture elsewhere.
fn drawn(x: usize, y: usize) -> f32 {
    let feature = (100..160).contains(&y) || (210..250).contains(&y);
    let bars = if feature && x % 12 < 6 { 60.0 } else { 170.0 };
    bars + 2.0 * noise(x, y)
}

fn detail(plane: impl Fn(usize, usize) -> f32) -> Detail {
    let scene = scene(|x, y| [plane(x, y).round() as u8; 3]);
    measure(&scene, &scene.image)
}

/// Mean of a window, `reach` px to each side.
fn blurred(reach: usize) -> impl Fn(usize, usize) -> f32 {
    move |x, y| {
        let (mut sum, mut count) = (0.0, 0.0);
        for v in y.saturating_sub(reach)..=(y + reach).min(HEIGHT - 1) {
            for u in x.saturating_sub(reach)..=(x + reach).min(WIDTH - 1) {
                sum += drawn(u, v);
                count += 1.0;
            }
        }
        sum / count
    }
}

#[test]
fn blur_makes_neighbouring_steps_alike() {
    let [sharp, soft, blurry] =
        [detail(drawn), detail(blurred(1)), detail(blurred(3))].map(|detail| detail.sharp.unwrap());
    assert!(
        sharp.slope + 0.1 < soft.slope && soft.slope + 0.05 < blurry.slope,
        "{sharp:?} {soft:?} {blurry:?}"
    );
}

#[test]
fn motion_shows_in_one_direction() {
    let moved = detail(|x, y| (0..7).map(|step| drawn((x + step).min(WIDTH - 1), y)).sum::<f32>() / 7.0)
        .sharp
        .unwrap();
    assert!(moved.slope_worst > 0.8, "{moved:?}");
}

#[test]
fn copied_px_have_lonely_steps() {
    let copied = detail(|x, y| drawn(x / 5 * 5, y / 5 * 5)).sharp.unwrap();
    assert!(copied.slope < 0.2, "{copied:?}");
}

#[test]
fn noise_is_told_in_levels() {
    // An even distribution over −6…6 has a deviation of 3.5.
    let grainy = detail(|x, y| 150.0 + 6.0 * noise(x, y)).texture.unwrap();
    assert!((2.4..4.2).contains(&grainy.noise), "{grainy:?}");
    assert!(detail(|_, _| 150.0).texture.unwrap().noise < 0.1);
}

#[test]
fn smoothed_skin_is_told_from_a_blurred_photo() {
    let smoothed = blurred(3);
    let feature = |y: usize| (95..165).contains(&y) || (205..255).contains(&y);
    let retouched = detail(|x, y| if feature(y) { drawn(x, y) } else { smoothed(x, y) })
        .texture
        .unwrap();
    let plain = detail(drawn).texture.unwrap();
    assert!(
        retouched.skin_to_eyes * 2.0 < plain.skin_to_eyes,
        "{retouched:?} {plain:?}"
    );
}

/// What saving and reading a JPEG does to luma.
fn saved(scene: &crate::portrait::Scene, quality: u8) -> Pixels {
    let (mut bytes, image) = (Vec::new(), &scene.image);
    jpeg_encoder::Encoder::new(&mut bytes, quality)
        .encode(
            &image.rgb,
            image.width as u16,
            image.height as u16,
            jpeg_encoder::ColorType::Rgb,
        )
        .unwrap();
    let container = crate::container::read(&bytes);
    crate::pixels::decode(&bytes, &container, &crate::Limits::STANDARD).unwrap()
}

#[test]
fn a_coarse_saving_is_found_under_a_fine_one() {
    let mut scene = scene(|x, y| [(drawn(x, y) + 25.0 * libm::sinf(x as f32 / 9.0 + y as f32 / 5.0)) as u8; 3]);
    let once = saved(&scene, 92);
    scene.image = once.clone();
    let fine = measure(&scene, &once).compression.unwrap();
    assert!(fine.misfit > 0.15, "{fine:?}");
    scene.image = saved(&scene, 30);
    scene.image = saved(&scene, 92);
    let coarse = measure(&scene, &scene.image.clone()).compression.unwrap();
    assert!(coarse.misfit < 0.1 && coarse.quality.abs_diff(30) <= 4, "{coarse:?}");
}

#[test]
fn odd_pictures_are_survived() {
    for (width, height) in [(1, 1), (1, 500), (500, 1), (9, 11)] {
        let mut odd = scene(|_, _| [90; 3]);
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
