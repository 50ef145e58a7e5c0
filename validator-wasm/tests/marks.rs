//! What is drawn over a photo follows from its report: places in px of that photo, states, words.

use serde_json::json;
use tassel_validator::{Lang, Profile, Report, Status};
use tassel_validator_wasm::{Layer, Mark, Shape, marks};

fn profile() -> Profile {
    tassel_validator::builtin("xueli2017").expect("a built-in profile")
}

fn check(id: &str, status: &str, value: f64, limit: serde_json::Value) -> serde_json::Value {
    json!({ "id": id, "status": status, "value": value, "unit": "px", "limit": limit, "title": "眼睛位置（眼睛中心距离顶部百分比）",
        "message": "", "advice": "", "fix": "none" })
}

/// A photo of twice the finished size.
fn report(checks: Vec<serde_json::Value>) -> Report {
    serde_json::from_value(json!({
        "file": "a.jpg", "profile": "xueli2017", "verdict": "fail",
        "photo": { "width": 960, "height": 1280, "bytes": 30000 },
        "face": { "box": [300, 300, 360, 360], "eyes": [[400, 700], [560, 704]], "crown_y": 160, "chin_y": 960, "face_width": 430,
            "center_x": 484, "roll": 1.4 },
        "checks": checks,
        "heat": { "columns": 60, "side": 16, "cells": "0".repeat(4800) },
        "ms": { "decode": 0, "total": 0 }
    }))
    .expect("a report")
}

fn find<'a>(marks: &'a [Mark], id: &str) -> &'a Mark {
    marks
        .iter()
        .find(|mark| mark.id == id)
        .unwrap_or_else(|| panic!("no mark of {id}"))
}

#[test]
fn lines_and_bands_are_in_px_of_the_photo_and_numbers_in_those_of_the_rule() {
    let report = report(vec![check(
        "geom.eye_line",
        "fail",
        351.0,
        json!({ "min": 200, "max": 300 }),
    )]);
    let marks = marks(&report, &profile(), Lang::Zh);
    let eyes = find(&marks, "geom.eye_line");
    assert_eq!(
        (eyes.layer, eyes.status, eyes.at),
        (Layer::Eyes, Some(Status::Fail), 702.0)
    );
    assert!(eyes.shapes.contains(&Shape::Line([0.0, 702.0], [960.0, 702.0])));
    let band = vec![[0.0, 400.0], [960.0, 400.0], [960.0, 600.0], [0.0, 600.0]];
    assert!(eyes.shapes.contains(&Shape::Band(band)));
    assert_eq!((eyes.name.as_str(), eyes.allowed.as_str()), ("眼睛 351", "200–300"));
    assert_eq!(eyes.spoken, "眼睛位置：351 像素，需修改");
    // No rule has looked at the crown: its place is shown without a judgement.
    let crown = find(&marks, "geom.crown");
    assert_eq!((crown.status, crown.name.as_str()), (None, "头顶 160"));
}

#[test]
fn what_was_found_is_framed_inside_the_photo() {
    let mut hat = check("headwear", "fail", 0.4, json!({ "max": 0.1 }));
    hat["region"] = json!([300, 0, 900, 200]);
    let marks = marks(&report(vec![hat]), &profile(), Lang::En);
    let hat = find(&marks, "headwear");
    assert_eq!(hat.layer, Layer::Found);
    assert_eq!(hat.shapes, [Shape::Frame([300.0, 0.0, 660.0, 200.0])]);
}

#[test]
fn a_photo_that_lies_on_its_side_has_no_lines() {
    let turned = check("face.count", "skip", 1.0, json!({}));
    assert!(marks(&report(vec![turned]), &profile(), Lang::Zh).is_empty());
}
