//! Where the limits of this family lie.

use super::*;
use crate::measure::surroundings::{Edge, Fringe, Letters, Objects, Tones, Torso};
use crate::report::Status;

fn status(draft: impl Fn(&Profile) -> Draft) -> Status {
    let profile = crate::builtin("xueli2017").unwrap();
    draft(&profile).finish(&profile, Lang::Zh).status
}

#[test]
fn a_frame_has_lines_that_face_each_other() {
    let border = |lines: [f64; 4]| {
        status(|profile| overlays::border(&lines.map(|line| Edge { line, depth: 5 }), 1.0, profile, Lang::Zh))
    };
    assert_eq!(border([0.0; 4]), Status::Pass);
    assert_eq!(border([1.0; 4]), Status::Fail);
    // A screen's bars above and below, and a frame whose lower line is lost in black clothes.
    assert_eq!(border([0.0, 0.0, 1.0, 1.0]), Status::Fail);
    assert_eq!(border([1.0, 0.9, 1.0, 0.1]), Status::Fail);
    // A door, and something in a corner.
    assert_eq!(border([1.0, 0.0, 0.0, 0.0]), Status::Pass);
    assert_eq!(border([1.0, 0.0, 1.0, 0.0]), Status::Review);
}

#[test]
fn four_letters_are_looked_at_and_five_are_text() {
    let text = |row: f64| {
        status(|profile| {
            overlays::text(
                &Letters {
                    row,
                    ..Letters::default()
                },
                1.0,
                profile,
                Lang::Zh,
            )
        })
    };
    assert_eq!(
        [0.0, 3.0, 4.0, 5.0, 12.0].map(text),
        [Status::Pass, Status::Pass, Status::Review, Status::Fail, Status::Fail]
    );
}

#[test]
fn a_socket_fails_and_a_pattern_is_for_a_person_to_see() {
    let objects = |largest: f64, things: usize, wide: u32| {
        let place = [0, 0, wide, 50];
        let objects = Objects {
            largest,
            things,
            place,
            wall_rgb: Some([240.0; 3]),
            ..Objects::default()
        };
        status(|profile| wall::objects(&objects, 1.0, 480, profile, Lang::Zh))
    };
    assert_eq!(objects(7.0, 1, 30), Status::Pass);
    assert_eq!(objects(39.0, 1, 50), Status::Fail);
    assert_eq!(objects(300.0, 8, 50), Status::Review);
    assert_eq!(objects(300.0, 1, 460), Status::Review);
}

#[test]
fn clothes_like_the_wall_fail_and_stripes_are_for_a_person_to_see() {
    let clothes = |distance: f64, pattern: f64| {
        let torso = Torso {
            distance,
            pattern,
            place: [0, 500, 480, 100],
        };
        status(|profile| person::clothes(Some(&torso), 1.0, profile, Lang::Zh))
    };
    assert_eq!(clothes(3.6, 1.0), Status::Fail);
    assert_eq!(clothes(9.0, 1.0), Status::Review);
    assert_eq!(clothes(28.0, 1.0), Status::Pass);
    assert_eq!(clothes(28.0, 80.0), Status::Review);
    assert_eq!(
        status(|profile| person::clothes(None, 1.0, profile, Lang::Zh)),
        Status::Skip
    );
}

#[test]
fn a_rim_fails() {
    let fringe = |off: f64, cuts: usize, strongest: f64| {
        status(|profile| {
            person::fringe(
                &Fringe {
                    off,
                    strongest,
                    lighter: 1.0,
                    cuts,
                },
                profile,
                Lang::Zh,
            )
        })
    };
    assert_eq!(fringe(6.0, 500, 20.0), Status::Pass);
    assert_eq!(fringe(12.5, 500, 20.0), Status::Review);
    assert_eq!(fringe(30.0, 500, 20.0), Status::Fail);
    assert_eq!(fringe(6.0, 500, 60.0), Status::Fail);
    assert_eq!(fringe(30.0, 5, 20.0), Status::Skip);
}

#[test]
fn screens_sheets_and_drawings_never_fail() {
    let around = |ripple, sheet, gentle, hard| {
        let tones = Tones {
            flat: 0.4,
            gentle,
            hard,
            many: 1000,
        };
        let around = Around {
            ripple,
            sheet,
            tones,
            ..Around::default()
        };
        let recapture = status(|profile| overlays::recapture(&around, profile, Lang::Zh));
        (
            recapture,
            status(|profile| overlays::cartoon(&around.tones, profile, Lang::Zh)),
        )
    };
    assert_eq!(around(0.3, 0.1, 0.5, 0.01), (Status::Pass, Status::Pass));
    assert_eq!(around(0.95, 0.0, 0.04, 0.01), (Status::Review, Status::Review));
    assert_eq!(around(0.0, 1.0, 0.4, 0.5), (Status::Review, Status::Review));
}
