//! The whole way of a photo with the models at hand: a drawn face is found, measured and judged; its faults are told apart.

#![cfg(feature = "models")]
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test may stop where its own input is wrong"
)]

mod common;

use common::{Picture, WHITE};
use jpeg_encoder::{ColorType, Encoder};
use tassel_validator::portrait::Models;
use tassel_validator::{Fix, NoClock, Options, Photo, Report, Status, Value, builtin, check};

/// A cartoon that the detector takes for a face: `x`, `y` are the middle between the eyes, `unit` their distance, all in px.
fn draw(mut picture: Picture, x: f64, y: f64, unit: f64, lean: f64) -> Picture {
    let (sin, cos) = lean.to_radians().sin_cos();
    picture.paint(|px, py, old| {
        let (dx, dy) = ((px as f64 + 0.5 - x) / unit, (py as f64 + 0.5 - y) / unit);
        // The head's own frame: eyes at (±0.5, 0).
        let (u, v) = (dx * cos + dy * sin, dy * cos - dx * sin);
        color(u, v).unwrap_or(old)
    });
    picture
}

/// What the drawing shows at a place of its own frame.
fn color(u: f64, v: f64) -> Option<[u8; 3]> {
    let inside = |cx: f64, cy: f64, rx: f64, ry: f64| {
        let (dx, dy) = ((u - cx) / rx, (v - cy) / ry);
        dx * dx + dy * dy <= 1.0
    };
    let mirrored = |cx: f64, cy: f64, rx: f64, ry: f64| inside(cx, cy, rx, ry) || inside(-cx, cy, rx, ry);
    let skin = [226, 186, 160];
    if mirrored(0.5, 0.0, 0.06, 0.06) {
        return Some([20, 14, 12]);
    }
    if mirrored(0.5, 0.0, 0.11, 0.11) && mirrored(0.5, 0.0, 0.23, 0.1) {
        return Some([80, 50, 35]);
    }
    if mirrored(0.5, 0.0, 0.23, 0.1) {
        return Some([244, 240, 238]);
    }
    if mirrored(0.5, 0.0, 0.26, 0.13) || mirrored(0.52, -0.34, 0.32, 0.06) {
        return Some([70, 48, 40]);
    }
    if mirrored(0.11, 0.68, 0.05, 0.035) {
        return Some([120, 70, 60]);
    }
    if inside(0.0, 1.12, 0.4, 0.02) {
        return Some([120, 50, 50]);
    }
    if inside(0.0, 1.12, 0.4, 0.11) {
        return Some([190, 100, 96]);
    }
    if inside(0.0, 0.62, 0.17, 0.11) || inside(0.0, 0.3, 0.07, 0.4) {
        return Some([236, 198, 172]);
    }
    if inside(0.0, 0.65, 0.24, 0.15) {
        return Some([200, 150, 126]);
    }
    if inside(0.0, 0.3, 1.05, 1.45) && v > -0.75 - 0.3 * (1.0 - u * u) + 0.3 || mirrored(1.08, 0.25, 0.14, 0.35) {
        let shade = ((u * u * 24.0) as u8).min(40);
        return Some([skin[0] - shade, skin[1] - shade, skin[2] - shade]);
    }
    if inside(0.0, -0.15, 1.18, 1.45) && v < 0.35 {
        return Some([42, 32, 28]);
    }
    if u.abs() < 0.55 && (1.2..2.4).contains(&v) {
        return Some([206, 164, 138]);
    }
    if inside(0.0, 4.2, 2.6, 2.3) {
        return Some([40, 60, 110]);
    }
    None
}

fn portrait() -> Picture {
    draw(Picture::wall(480, 640, WHITE), 240.0, 250.0, 100.0, 0.0)
}

/// The picture turned clockwise by 90°.
fn quarter_turn(picture: &Picture) -> Picture {
    let mut turned = Picture::wall(picture.height, picture.width, WHITE);
    turned.paint(|x, y, _| {
        let i = ((picture.height - 1 - x) * picture.width + y) * 3;
        [picture.rgb[i], picture.rgb[i + 1], picture.rgb[i + 2]]
    });
    turned
}

fn report(picture: &Picture) -> Report {
    let mut bytes = Vec::new();
    let (width, height) = (picture.width as u16, picture.height as u16);
    Encoder::new(&mut bytes, 92)
        .encode(&picture.rgb, width, height, ColorType::Rgb)
        .unwrap();
    let options = Options {
        models: Some(Models::builtin()),
        clock: &NoClock,
        ..Options::default()
    };
    let photo = Photo {
        bytes: &bytes,
        file_name: "a.jpg",
    };
    check(&photo, &builtin("xueli2017").unwrap(), &options)
}

fn status(report: &Report, id: &str) -> Status {
    report.checks.iter().find(|check| check.id == id).unwrap().status
}

fn value(report: &Report, id: &str) -> f64 {
    match report.checks.iter().find(|check| check.id == id).unwrap().value {
        Some(Value::Number(number)) => number,
        _ => panic!("{id} has no number"),
    }
}

#[test]
fn a_face_that_sits_right_passes() {
    let report = report(&portrait());
    for id in [
        "face.count",
        "geom.center",
        "geom.crown",
        "geom.eye_line",
        "pose.roll",
        "file.orientation",
    ] {
        assert_eq!(status(&report, id), Status::Pass, "{id}: {report:#?}");
    }
    assert!((value(&report, "geom.eye_line") - 250.0).abs() < 6.0);
    assert!((value(&report, "geom.crown") - 90.0).abs() < 8.0);
    assert!(value(&report, "geom.center").abs() < 6.0);
    assert!(value(&report, "pose.roll").abs() < 1.0);
}

#[test]
fn a_face_that_sits_wrong_fails_where_it_does() {
    let low = report(&draw(Picture::wall(480, 640, WHITE), 240.0, 330.0, 100.0, 0.0));
    assert_eq!(status(&low, "geom.eye_line"), Status::Fail);
    assert_eq!(status(&low, "geom.crown"), Status::Fail);
    assert_eq!(status(&low, "geom.center"), Status::Pass);
    let aside = report(&draw(Picture::wall(480, 640, WHITE), 290.0, 250.0, 100.0, 0.0));
    assert_eq!(status(&aside, "geom.center"), Status::Fail);
    assert_eq!(status(&aside, "geom.eye_line"), Status::Pass);
    let small = report(&draw(Picture::wall(480, 640, WHITE), 240.0, 220.0, 60.0, 0.0));
    assert_eq!(status(&small, "geom.face_width"), Status::Fail);
    let leaning = report(&draw(Picture::wall(480, 640, WHITE), 240.0, 250.0, 100.0, 12.0));
    assert_eq!(status(&leaning, "pose.roll"), Status::Fail);
    assert!((value(&leaning, "pose.roll") - 12.0).abs() < 1.5);
}

#[test]
fn a_large_photo_is_judged_by_its_proportions_and_mended_by_a_crop() {
    // The same head, far from the camera, in a picture three times as large.
    let report = report(&draw(Picture::wall(1440, 1920, WHITE), 800.0, 700.0, 120.0, 0.0));
    assert!((value(&report, "geom.eye_line") - 700.0 / 3.0).abs() < 6.0);
    let width = report
        .checks
        .iter()
        .find(|check| check.id == "geom.face_width")
        .unwrap();
    assert_eq!((width.status, width.fix), (Status::Fail, Fix::Auto));
    assert!(width.message.contains("480×640"), "{}", width.message);
    assert!((report.face.unwrap().eyes[0][1] - 700.0).abs() < 12.0);
}

#[test]
fn two_faces_are_counted_and_no_face_is_told() {
    let two = draw(
        draw(Picture::wall(960, 640, WHITE), 240.0, 260.0, 100.0, 0.0),
        720.0,
        260.0,
        100.0,
        0.0,
    );
    let two = report(&two);
    assert_ne!(
        status(&two, "face.count"),
        Status::Pass,
        "{:?}",
        two.checks.iter().find(|check| check.id == "face.count")
    );
    assert_eq!(value(&two, "face.count"), 2.0);
    let none = report(&Picture::wall(480, 640, WHITE));
    assert_eq!(
        (status(&none, "face.count"), value(&none, "face.count")),
        (Status::Fail, 0.0)
    );
    assert_eq!(status(&none, "geom.crown"), Status::Skip);
}

#[test]
fn a_turned_photo_is_told_which_way() {
    let sides = portrait();
    let turned = |picture: &Picture, turns: u8| (0..turns).fold(picture.clone(), |picture, _| quarter_turn(&picture));
    for (turns, way) in [(1, "逆时针"), (2, "180"), (3, "顺时针")] {
        let report = report(&turned(&sides, turns));
        let check = report
            .checks
            .iter()
            .find(|check| check.id == "file.orientation")
            .unwrap();
        assert_eq!(check.status, Status::Fail, "{turns}");
        assert!(
            check.advice.contains(way) && check.advice.contains('9') == (turns != 2),
            "{}",
            check.advice
        );
        assert_eq!(status(&report, "geom.eye_line"), Status::Skip);
    }
}
