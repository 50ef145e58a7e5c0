//! Heads in all places of photos of all sizes: what is cut holds every band that can hold, and stays inside the photo.

use super::super::rule::Place;
use super::*;
use crate::profile::{Band, Geometry, Unit};
use proptest::prelude::*;

fn band(min: impl Into<Option<f64>>, max: impl Into<Option<f64>>, unit: Unit) -> Option<Band> {
    Some(Band {
        min: min.into(),
        max: max.into(),
        unit,
    })
}

/// The rules of the graduates' photo.
fn graduates() -> Profile {
    let mut profile = empty();
    profile.file.size = Some(SizeRule {
        exact: vec![[480, 640]],
        ..SizeRule::default()
    });
    profile.geometry = Geometry {
        crown: band(50.0, 110.0, Unit::Px),
        eye_line: band(200.0, 300.0, Unit::Px),
        face_width: band(180.0, 300.0, Unit::Px),
        center: band(None, 24.0, Unit::Px),
    };
    profile.pose.roll = Some(5.0);
    profile
}

fn empty() -> Profile {
    Profile {
        id: "test".to_owned(),
        name: String::new(),
        name_en: String::new(),
        source: crate::Source::default(),
        file: crate::FileRules::default(),
        background: crate::BackgroundRules::default(),
        geometry: Geometry::default(),
        pose: crate::Pose::default(),
        thresholds: std::collections::BTreeMap::new(),
        rules: Vec::new(),
    }
}

/// A head of usual proportions: the crown is four fifths of the face's width above the eyes.
fn head(x: f64, y: f64, width: f64, roll: f64) -> Head {
    Head {
        eyes: [x, y],
        roll,
        crown: Some(width * 0.8),
        width,
        middle: [x, y + width * 0.2],
    }
}

fn values(plan: &Plan, head: &Head, place: Place) -> f64 {
    plan.cut.value(place, head, f64::from(plan.size[0])).unwrap()
}

/// How far the cut reaches beyond the photo, px of it.
fn beyond(plan: &Plan, photo: [usize; 2]) -> f64 {
    let [x, y, width, height] = plan.cut.part(plan.size);
    (-x).max(-y)
        .max(x + width - photo[0] as f64)
        .max(y + height - photo[1] as f64)
}

fn worst(plan: &Plan, head: &Head, profile: &Profile) -> f64 {
    let rules = Rule::all(&profile.geometry, plan.size.map(f64::from));
    firm(&rules, &plan.cut, head, plan.size)
        .map(|(_, _, strain)| strain)
        .fold(0.0, f64::max)
}

#[test]
fn a_photo_that_is_right_is_left_as_it_is() {
    let plan = plan(Some(&head(243.0, 250.0, 210.0, 1.0)), &graduates(), [480, 640], 0).unwrap();
    assert!(
        plan.cut.is_whole() && plan.size == [480, 640] && plan.left.is_empty(),
        "{plan:?}"
    );
}

#[test]
fn a_studio_original_is_cut_in_the_middle_of_all_bands() {
    let head = head(1500.0, 1400.0, 700.0, 0.0);
    let plan = plan(Some(&head), &graduates(), [3000, 4000], 0).unwrap();
    assert_eq!((plan.size, &plan.left), ([480, 640], &Vec::new()));
    assert!(worst(&plan, &head, &graduates()) < 0.3, "{plan:?}");
    assert!(values(&plan, &head, Place::Center).abs() < 1.0);
    assert!(beyond(&plan, [3000, 4000]) < 1e-3);
}

#[test]
fn a_head_near_an_edge_moves_within_its_bands_and_nothing_beyond_the_edge_is_used() {
    // Left of the face there is less than half of what the middle of the band would need.
    let head = head(480.0, 900.0, 500.0, 0.0);
    let plan = plan(Some(&head), &graduates(), [2000, 2600], 0).unwrap();
    assert!(
        plan.left.is_empty() && worst(&plan, &head, &graduates()) <= 1.0,
        "{plan:?}"
    );
    assert!(beyond(&plan, [2000, 2600]) < 1e-3);
    assert!(
        values(&plan, &head, Place::FaceWidth) > 240.0,
        "closer than the middle of the band"
    );
}

#[test]
fn a_head_cut_off_at_the_top_is_said_and_everything_else_still_holds() {
    let head = head(480.0, 300.0, 400.0, 0.0);
    let head = Head {
        crown: Some(298.0),
        ..head
    };
    let plan = plan(Some(&head), &graduates(), [960, 1280], 0).unwrap();
    assert!(beyond(&plan, [960, 1280]) < 1e-3);
    let [
        Left::Band {
            check: "geom.crown",
            value,
            edge: true,
            ..
        },
    ] = plan.left.as_slice()
    else {
        panic!("{plan:?}");
    };
    assert!(*value < 50.0);
    assert!(
        (200.0..=300.0).contains(&values(&plan, &head, Place::EyeLine)),
        "{plan:?}"
    );
}

#[test]
fn a_leaning_head_is_levelled_and_the_corners_stay_inside() {
    for roll in [-14.0, -6.0, 4.0, 9.0] {
        let head = head(1000.0, 1200.0, 500.0, roll);
        let plan = plan(Some(&head), &graduates(), [2000, 3000], 0).unwrap();
        assert_eq!((plan.cut.angle, &plan.left), (roll, &Vec::new()));
        assert!(beyond(&plan, [2000, 3000]) < 1e-3);
    }
    // Comfortable, and everything else holds: not worth drawing anew.
    let plan = plan(Some(&head(240.0, 250.0, 210.0, 2.0)), &graduates(), [480, 640], 0).unwrap();
    assert!(plan.cut.is_whole());
}

#[test]
fn a_lean_that_has_no_room_is_turned_as_far_as_there_is() {
    // Framed as tightly as the rules allow: a full turn needs corners that aren't there.
    let head = Head {
        crown: Some(150.0),
        ..head(240.0, 230.0, 182.0, 9.0)
    };
    let plan = plan(Some(&head), &graduates(), [484, 650], 0).unwrap();
    assert!(beyond(&plan, [484, 650]) < 1e-3);
    let roll = 9.0 - plan.cut.angle;
    assert!(roll.abs() <= 5.0 || plan.left.contains(&Left::Roll(roll)), "{plan:?}");
}

#[test]
fn a_tiny_face_is_refused_and_a_small_one_is_said_to_be_enlarged() {
    assert!(plan(Some(&head(240.0, 250.0, 60.0, 0.0)), &graduates(), [480, 640], 0).is_err());
    let small = plan(Some(&head(240.0, 250.0, 140.0, 0.0)), &graduates(), [480, 640], 0).unwrap();
    assert!(
        matches!(small.left.as_slice(), [Left::Enlarged(by)] if *by > 1.25 && *by < 2.0),
        "{small:?}"
    );
}

#[test]
fn bands_with_one_end_and_in_percent_hold() {
    let mut profile = empty();
    profile.file.size = Some(SizeRule {
        exact: vec![[358, 441]],
        ..SizeRule::default()
    });
    profile.geometry.crown = band(7.0, 21.0, Unit::Px);
    profile.geometry.face_width = band(193.0, 221.0, Unit::Px);
    profile.geometry.eye_line = band(None, 234.0, Unit::Px);
    let one = head(900.0, 800.0, 420.0, 0.0);
    let card = plan(Some(&one), &profile, [1800, 2400], 0).unwrap();
    assert!(card.left.is_empty() && worst(&card, &one, &profile) <= 1.0, "{card:?}");
    let mut profile = empty();
    profile.file.size = Some(SizeRule {
        ratio: Some([3, 4]),
        ratio_tolerance: 0.01,
        ..SizeRule::default()
    });
    profile.geometry.eye_line = band(30.0, 50.0, Unit::Percent);
    let wide = plan(Some(&one), &profile, [3000, 2000], 0).unwrap();
    assert!(wide.left.is_empty() && wide.size[1] <= 1280, "{wide:?}");
    assert!(
        wide.cut.step >= 1.0 - 1e-9,
        "no px is made up where the size is free: {wide:?}"
    );
}

#[test]
fn without_a_face_only_the_whole_photo_is_drawn() {
    let same = plan(None, &graduates(), [960, 1280], 0).unwrap();
    assert_eq!((same.size, same.cut.step, same.left), ([480, 640], 2.0, vec![]));
    let other = plan(None, &graduates(), [900, 900], 0).unwrap();
    assert!(other.cut.is_whole() && other.left == [Left::Size([900, 900])]);
}

#[test]
fn of_several_sizes_the_largest_that_needs_no_enlarging_is_drawn() {
    let mut profile = empty();
    profile.file.size = Some(SizeRule {
        exact: vec![[150, 200], [300, 400]],
        ..SizeRule::default()
    });
    let large = plan(Some(&head(500.0, 500.0, 300.0, 0.0)), &profile, [1000, 1400], 0).unwrap();
    assert_eq!(large.size, [300, 400]);
    let small = plan(Some(&head(100.0, 100.0, 80.0, 0.0)), &profile, [200, 300], 0).unwrap();
    assert_eq!(small.size, [150, 200]);
}

/// Whether any upright cut keeps all bands with a little room, by trying them. Without room it would be a matter of the last digit.
fn possible(head: &Head, profile: &Profile, photo: [usize; 2]) -> bool {
    let rules = Rule::all(&profile.geometry, [480.0, 640.0]);
    (0..60).any(|step| {
        let step = head.width / (182.0 + f64::from(step) * 2.0);
        let room = [photo[0] as f64 - 480.0 * step, photo[1] as f64 - 640.0 * step];
        room.iter().all(|room| *room >= 0.0)
            && (0..=40).any(|x| {
                (0..=40).any(|y| {
                    let corner = [room[0] * f64::from(x) / 40.0, room[1] * f64::from(y) / 40.0];
                    let before = [head.eyes[0] - corner[0], head.eyes[1] - corner[1]];
                    let cut = Cut {
                        about: head.eyes,
                        angle: 0.0,
                        step,
                        before,
                    };
                    firm(&rules, &cut, head, [480, 640]).all(|(_, _, strain)| strain <= 0.999)
                })
            })
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 96, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_cut_that_keeps_all_bands_is_found_whenever_there_is_one(
        width in 500_usize..2500, height in 600_usize..3000,
        x in 0.2..0.8_f64, y in 0.15..0.7_f64, face in 0.15..0.6_f64, crown in 0.6..1.0_f64, roll in -2.0..2.0_f64,
    ) {
        let (w, h) = (width as f64, height as f64);
        let head = head(w * x, h * y, w * face, roll);
        let head = Head { crown: Some((head.width * crown).min(h * y)), ..head };
        let profile = graduates();
        match plan(Some(&head), &profile, [width, height], 0) {
            Err(by) => prop_assert!(by > MOST),
            Ok(plan) => {
                prop_assert!(beyond(&plan, [width, height]) < 1e-3, "{plan:?}");
                let broken = plan.left.iter().any(|left| matches!(left, Left::Band { .. }));
                prop_assert_eq!(broken, worst(&plan, &head, &profile) > 1.0);
                prop_assert!(!broken || !possible(&head, &profile, [width, height]), "{:?}", plan);
            }
        }
    }

    #[test]
    fn nothing_that_is_measured_makes_it_panic(
        numbers in proptest::collection::vec(prop_oneof![
            Just(0.0), Just(1e-9), Just(1e9), Just(-1e9), Just(f64::MAX), -5000.0..5000.0_f64,
        ], 7),
        width in 1_usize..3000, height in 1_usize..3000,
    ) {
        let [x, y, roll, crown, face, mx, my] = numbers[..] else { unreachable!() };
        let head = Head { eyes: [x, y], roll, crown: Some(crown), width: face, middle: [mx, my] };
        if head.is_sound() {
            let _ = plan(Some(&head), &graduates(), [width, height], 0);
        }
    }
}
