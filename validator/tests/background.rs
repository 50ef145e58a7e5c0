//! `bg.color` and `bg.uniform` from the corners and sides, with a sitter in the picture.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test may stop where its own input is wrong"
)]

mod common;

use common::*;
use tassel_validator::{Status, builtin};

fn bg(picture: &Picture) -> (Status, Status) {
    let r = report(&jpeg(picture, &Saved::default()));
    (one(&r, "bg.color").status, one(&r, "bg.uniform").status)
}

#[test]
fn accepted_colours_and_what_a_camera_makes_of_them() {
    for wall in [BLUE, WHITE, GREY, [104, 194, 250], [250, 250, 250], [243, 243, 241]] {
        assert_eq!(
            bg(&Picture::portrait(480, 640, wall)),
            (Status::Pass, Status::Pass),
            "{wall:?}"
        );
    }
}

#[test]
fn other_colours_fail_and_stay_even() {
    let others = [
        [255, 0, 0],
        [67, 142, 219],
        [30, 60, 160],
        [60, 180, 75],
        [225, 210, 180],
        [200, 200, 200],
        [0, 0, 0],
    ];
    for wall in others {
        assert_eq!(
            bg(&Picture::portrait(480, 640, wall)),
            (Status::Fail, Status::Pass),
            "{wall:?}"
        );
    }
}

#[test]
fn the_profile_decides_which_colours_count() {
    let photo = jpeg(&Picture::portrait(480, 640, WHITE), &Saved::default());
    let r = report_as(&photo, "a.jpg", &builtin("xinhua_selfupload").unwrap());
    assert_eq!(one(&r, "bg.color").status, Status::Fail);
    let mut any = xueli();
    any.background.colors.clear();
    assert_eq!(one(&report_as(&photo, "a.jpg", &any), "bg.color").status, Status::Skip);
}

#[test]
fn gradient_fails() {
    let mut p = Picture::wall(480, 640, BLUE);
    p.paint(|_, y, [r, g, b]| [r - (y / 16) as u8, g - (y / 16) as u8, b - (y / 16) as u8]);
    assert_eq!(bg(&p.with_sitter()).1, Status::Fail);
}

#[test]
fn soft_and_hard_shadow_fail() {
    for softness in [60.0, 6.0] {
        let mut p = Picture::wall(480, 640, WHITE);
        p.paint(|x, y, old| {
            let (dx, dy) = ((x as f64 - 330.0) / 110.0, (y as f64 - 260.0) / 150.0);
            let outside = ((dx * dx + dy * dy).sqrt() - 1.0) * 110.0;
            let dark = 0.35 * (1.0 - (outside / softness).clamp(0.0, 1.0));
            old.map(|c| (f64::from(c) * (1.0 - dark)) as u8)
        });
        assert_eq!(bg(&p.with_sitter()).1, Status::Fail, "softness {softness}");
    }
}

#[test]
fn grain_bricks_and_stripes_fail() {
    let mut seed = 7u32;
    let mut grain = Picture::wall(480, 640, GREY);
    grain.paint(|_, _, old| {
        seed = seed.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        old.map(|c| c.saturating_sub((seed >> 27) as u8))
    });
    let mut bricks = Picture::wall(480, 640, WHITE);
    bricks.paint(|x, y, old| {
        if y % 40 < 4 || (x + y / 40 * 30) % 60 < 4 {
            [200; 3]
        } else {
            old
        }
    });
    let mut curtain = Picture::wall(480, 640, BLUE);
    curtain.paint(|x, _, [r, g, b]| {
        let fold = (x % 60).abs_diff(30) as u8;
        [r - fold, g - fold, b - fold]
    });
    for (name, wall) in [("grain", grain), ("bricks", bricks), ("curtain", curtain)] {
        assert_eq!(bg(&wall.with_sitter()).1, Status::Fail, "{name}");
    }
}

#[test]
fn dark_clothes_hair_and_a_low_or_large_head_are_not_the_background() {
    // The whole sitter moved down by a sixth, and one twice the size.
    for scale in [1.3, 1.0, 0.8] {
        let mut p = Picture::wall(480, 640, WHITE);
        let sitter = Picture::portrait(480, 640, WHITE);
        p.paint(|x, y, _| {
            let sx = ((x as f64 - 240.0) / scale + 240.0).clamp(0.0, 479.0) as usize;
            let sy = ((y as f64 - 640.0) / scale + 640.0).clamp(0.0, 639.0) as usize;
            let i = (sy * 480 + sx) * 3;
            [sitter.rgb[i], sitter.rgb[i + 1], sitter.rgb[i + 2]]
        });
        assert_eq!(bg(&p), (Status::Pass, Status::Pass), "scale {scale}");
    }
}

#[test]
fn a_scene_has_no_wall() {
    let mut p = Picture::wall(480, 640, WHITE);
    p.paint(|x, y, _| {
        if (x / 24 + y / 24) % 2 == 0 {
            [60, 120, 50]
        } else {
            [180, 150, 90]
        }
    });
    let r = report(&jpeg(
        &p.with_sitter(),
        &Saved {
            quality: 60,
            ..Saved::default()
        },
    ));
    assert_eq!(one(&r, "bg.uniform").status, Status::Fail);
}
