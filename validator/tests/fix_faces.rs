//! What mending does with a face: the finished photo is measured again and has to lie inside every band.

#![cfg(feature = "models")]
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test may stop where its own input is wrong"
)]

mod common;
#[path = "common/drawn.rs"]
mod drawn;

use common::{Picture, Saved, encode, jpeg, xueli};
use drawn::Drawn;
use jpeg_encoder::ColorType;
use tassel_validator::fix::{BandValue, Change, Fixed, Framed, Left, NotFixed, bands, fix, fix_framed, frame};
use tassel_validator::portrait::Models;
use tassel_validator::{FaceFacts, Lang, Options, Photo, Profile, Report, Status, Value, builtin, check};

fn options() -> Options<'static> {
    Options {
        models: Some(Models::builtin()),
        ..Options::default()
    }
}

fn saved(drawn: &Drawn) -> Vec<u8> {
    let saved = Saved {
        quality: 92,
        dpi: Some(72),
        ..Saved::default()
    };
    encode(&drawn.rgb(), drawn.width, drawn.height, ColorType::Rgb, &saved)
}

fn mend(bytes: &[u8], profile: &Profile) -> Result<Fixed, NotFixed> {
    fix(
        &Photo {
            bytes,
            file_name: "a.jpg",
        },
        profile,
        &options(),
        None,
    )
}

fn report(fixed: &Fixed, profile: &Profile) -> Report {
    check(
        &Photo {
            bytes: &fixed.bytes,
            file_name: "a.jpg",
        },
        profile,
        &options(),
    )
}

fn ids(fixed: &Fixed) -> Vec<&'static str> {
    fixed.changes.iter().map(Change::id).collect()
}

/// The finished photo's face, after making sure that no check that mending answers for fails.
fn face(what: &str, fixed: &Fixed, profile: &Profile) -> FaceFacts {
    let report = report(fixed, profile);
    let open = |check: &&tassel_validator::Check| {
        ["file.", "geom.", "pose.roll"]
            .iter()
            .any(|class| check.id.starts_with(class))
            && !matches!(check.status, Status::Pass | Status::Skip)
    };
    let open: Vec<_> = report.checks.iter().filter(open).collect();
    assert!(open.is_empty(), "{what}: {open:?}");
    report
        .face
        .unwrap_or_else(|| panic!("{what}: no face in the finished photo"))
}

/// The graduates' photo's own bands.
fn assert_inside(what: &str, face: &FaceFacts) {
    let eyes = (face.eyes[0][1] + face.eyes[1][1]) / 2.0;
    assert!((200.0..=300.0).contains(&eyes), "{what}: {face:?}");
    assert!(
        face.crown_y.is_some_and(|crown| (50.0..=110.0).contains(&crown)),
        "{what}: {face:?}"
    );
    assert!((180.0..=300.0).contains(&face.face_width), "{what}: {face:?}");
    assert!((face.center_x - 240.0).abs() <= 24.0, "{what}: {face:?}");
    assert!(face.roll.abs() <= 2.5, "{what}: {face:?}");
}

#[test]
fn faces_of_every_size_and_place_end_up_inside_all_bands() {
    let cases = [
        (
            "a studio's original",
            Drawn {
                width: 1000,
                height: 1300,
                eyes: [510.0, 510.0],
                apart: 130.0,
                roll: 0.0,
            },
        ),
        (
            "far to the left",
            Drawn {
                width: 1200,
                height: 1200,
                eyes: [380.0, 520.0],
                apart: 150.0,
                roll: 0.0,
            },
        ),
        (
            "leaning to the right",
            Drawn {
                width: 900,
                height: 1100,
                eyes: [420.0, 470.0],
                apart: 110.0,
                roll: 9.0,
            },
        ),
        (
            "leaning to the left",
            Drawn {
                width: 700,
                height: 900,
                eyes: [360.0, 400.0],
                apart: 105.0,
                roll: -7.0,
            },
        ),
        (
            "too low",
            Drawn {
                width: 480,
                height: 640,
                eyes: [240.0, 320.0],
                apart: 95.0,
                roll: 0.0,
            },
        ),
    ];
    for (what, drawn) in cases {
        let fixed = mend(&saved(&drawn), &xueli()).unwrap();
        assert!(
            fixed.left.iter().all(|left| matches!(left, Left::Enlarged(_))),
            "{what}: {fixed:?}"
        );
        assert_eq!(fixed.size, [480, 640]);
        assert!(ids(&fixed).contains(&"cropped"), "{what}: {fixed:?}");
        assert_eq!(
            ids(&fixed).contains(&"levelled"),
            drawn.roll != 0.0,
            "{what}: {fixed:?}"
        );
        assert_inside(what, &face(what, &fixed, &xueli()));
    }
}

#[test]
fn a_face_that_is_right_is_not_drawn_anew_and_mending_twice_changes_nothing() {
    let right = Drawn {
        width: 480,
        height: 640,
        eyes: [240.0, 245.0],
        apart: 98.0,
        roll: 0.0,
    };
    let bytes = encode(
        &right.rgb(),
        480,
        640,
        ColorType::Rgb,
        &Saved {
            quality: 88,
            dpi: Some(72),
            ..Saved::default()
        },
    );
    let once = mend(&bytes, &xueli()).unwrap();
    assert_eq!((ids(&once), once.left.as_slice()), (vec!["density"], [].as_slice()));
    let moved = Drawn {
        width: 1000,
        height: 1300,
        eyes: [430.0, 560.0],
        apart: 140.0,
        roll: 6.0,
    };
    for bytes in [once.bytes, mend(&saved(&moved), &xueli()).unwrap().bytes] {
        let again = mend(&bytes, &xueli()).unwrap();
        assert!(again.bytes == bytes && again.changes.is_empty(), "{again:?}");
    }
}

#[test]
fn a_photo_on_its_side_or_head_is_put_upright_without_any_note_in_the_file() {
    let drawn = Drawn {
        width: 900,
        height: 1200,
        eyes: [450.0, 470.0],
        apart: 130.0,
        roll: 0.0,
    };
    let rgb = drawn.rgb();
    let side = {
        let mut side = Picture::wall(1200, 900, [0; 3]);
        side.paint(|x, y, _| {
            let at = ((1199 - x) * 900 + y) * 3;
            [rgb[at], rgb[at + 1], rgb[at + 2]]
        });
        side
    };
    let fixed = mend(
        &jpeg(
            &side,
            &Saved {
                quality: 92,
                ..Saved::default()
            },
        ),
        &xueli(),
    )
    .unwrap();
    assert_eq!(fixed.changes.first(), Some(&Change::Upright));
    assert_inside("side", &face("side", &fixed, &xueli()));
}

#[test]
fn missing_background_is_said_and_never_painted() {
    // The hair touches the upper edge.
    let drawn = Drawn {
        width: 480,
        height: 640,
        eyes: [240.0, 150.0],
        apart: 98.0,
        roll: 0.0,
    };
    let bytes = saved(&drawn);
    let fixed = mend(&bytes, &xueli()).unwrap();
    let Some(Left::Band {
        check: "geom.crown",
        edge: true,
        ..
    }) = fixed.left.first()
    else {
        panic!("{fixed:?}");
    };
    assert!(fixed.left[0].message(Lang::Zh).contains("不能画上去") && !fixed.left[0].advice(Lang::En).is_empty());
    // A tiny face isn't blown up.
    let tiny = Drawn {
        width: 480,
        height: 640,
        eyes: [240.0, 250.0],
        apart: 30.0,
        roll: 0.0,
    };
    assert!(matches!(mend(&saved(&tiny), &xueli()), Err(NotFixed::TooSmall(by)) if by > 2.0));
}

#[test]
fn other_standards_are_met_too() {
    let drawn = Drawn {
        width: 900,
        height: 1100,
        eyes: [430.0, 460.0],
        apart: 105.0,
        roll: 4.0,
    };
    let bytes = saved(&drawn);
    for id in ["idcard", "passport", "yanzhao", "ntce", "psc"] {
        let profile = builtin(id).unwrap();
        let fixed = mend(&bytes, &profile).unwrap();
        let open: Vec<_> = fixed
            .left
            .iter()
            .filter(|left| !matches!(left, Left::TooFewBytes(..)))
            .collect();
        assert!(open.is_empty(), "{id}: {open:?}");
        let report = report(&fixed, &profile);
        for check in report
            .checks
            .iter()
            .filter(|check| check.id.starts_with("geom.") || check.id == "file.size_px")
        {
            assert!(
                matches!(check.status, Status::Pass | Status::Skip),
                "{id}: {check:?} {:?}",
                report.face
            );
        }
        let (face, height) = (report.face.unwrap(), f64::from(fixed.size[1]));
        if let Some(band) = profile.geometry.crown {
            let unit = if id == "idcard" { 1.0 } else { 100.0 / height };
            let crown = face.crown_y.unwrap() * unit;
            assert!(
                crown >= band.min.unwrap() && crown <= band.max.unwrap(),
                "{id}: {face:?}"
            );
        }
    }
}

/// Mends as framed, and compares what was promised with what the finished file measures.
fn assert_measures_as_promised(what: &str, bytes: &[u8], framed: &Framed) -> Fixed {
    let photo = Photo {
        bytes,
        file_name: "a.jpg",
    };
    let fixed = fix_framed(&photo, &xueli(), &options(), None, Some(framed)).unwrap();
    let report = report(&fixed, &xueli());
    let promised = bands(framed, &xueli());
    assert_eq!(promised.len(), 5, "{what}: {promised:?}");
    for BandValue { check, value, .. } in promised {
        let found = report.checks.iter().find(|found| found.id == check).unwrap();
        let Some(Value::Number(measured)) = found.value else {
            panic!("{what}: {found:?}");
        };
        // What the models see of the same drawing differs a little from size to size, most of all in the cheeks.
        let most = match check {
            "pose.roll" => 0.6,
            "geom.face_width" => 4.0,
            _ => 1.5,
        };
        assert!(
            (measured - value).abs() <= most,
            "{what}: {check} is {measured}, promised {value}"
        );
    }
    fixed
}

#[test]
fn a_cut_moved_by_hand_measures_what_was_said_before_it_was_drawn() {
    let drawn = Drawn {
        width: 1000,
        height: 1300,
        eyes: [510.0, 510.0],
        apart: 130.0,
        roll: 3.0,
    };
    let bytes = saved(&drawn);
    let photo = Photo {
        bytes: &bytes,
        file_name: "a.jpg",
    };
    let planned = frame(&photo, &xueli(), &options()).unwrap();
    let at_once = mend(&bytes, &xueli()).unwrap();
    assert_eq!(at_once.framed, planned);
    let same = assert_measures_as_promised("as planned", &bytes, &planned);
    assert!(same.bytes == at_once.bytes, "not the same as without a framing");
    let value = |framed: &Framed, id: &str| {
        bands(framed, &xueli())
            .into_iter()
            .find(|band| band.check == id)
            .unwrap()
    };
    let mut nudged = planned.clone();
    nudged.moved(9.0, 23.0);
    assert!((value(&nudged, "geom.eye_line").value - value(&planned, "geom.eye_line").value - 23.0).abs() < 1e-6);
    assert!((value(&nudged, "geom.center").value - value(&planned, "geom.center").value - 9.0).abs() < 1e-6);
    assert_measures_as_promised("moved", &bytes, &nudged);
    nudged.zoomed(1.06);
    assert!((value(&nudged, "geom.face_width").value / value(&planned, "geom.face_width").value - 1.06).abs() < 1e-6);
    assert_measures_as_promised("zoomed", &bytes, &nudged);
    nudged.turned(1.5);
    assert!((value(&nudged, "pose.roll").value - value(&planned, "pose.roll").value - 1.5).abs() < 1e-6);
    // Through other hands, as a page sends it.
    let sent: Framed = serde_json::from_str(&serde_json::to_string(&nudged).unwrap()).unwrap();
    let fixed = assert_measures_as_promised("turned", &bytes, &sent);
    assert!(ids(&fixed).contains(&"levelled") && fixed.bytes != at_once.bytes);
    // Out of its band: said, and drawn all the same, since it was asked for.
    nudged.moved(30.0, 0.0);
    assert!(!value(&nudged, "geom.center").holds);
    let fixed = assert_measures_as_promised("aside", &bytes, &nudged);
    assert!(
        matches!(
            fixed.left.as_slice(),
            [Left::Band {
                check: "geom.center",
                ..
            }]
        ),
        "{:?}",
        fixed.left
    );
    // Another photo's framing counts for nothing.
    let other = saved(&Drawn { width: 1001, ..drawn });
    let photo = Photo { bytes: &other, ..photo };
    let fixed = fix_framed(&photo, &xueli(), &options(), None, Some(&nudged)).unwrap();
    assert_eq!(fixed.framed, frame(&photo, &xueli(), &options()).unwrap());
}
