//! Cuts moved by hand stay inside the photo, whatever is asked of them, and go where they were sent where there is room.

use super::*;
use crate::fix::frame::Cut;
use proptest::prelude::*;

fn framed(photo: [u32; 2], head: Option<Head>) -> Framed {
    let size = [480, 640];
    Framed {
        photo,
        turns: 0,
        faces: Some(1),
        head,
        down_to: None,
        framing: Framing {
            cut: Cut::whole(photo.map(|side| side as usize), size[0]),
            size,
        },
    }
}

fn head() -> Head {
    Head {
        eyes: [700.0, 600.0],
        roll: 4.0,
        crown: Some(250.0),
        width: 300.0,
        middle: [702.0, 660.0],
    }
}

/// How far the cut reaches beyond the photo, px.
fn beyond(framed: &Framed) -> f64 {
    let [x, y, width, height] = framed.framing.cut.part(framed.framing.size);
    let [wide, high] = framed.photo.map(f64::from);
    (-x).max(-y).max(x + width - wide).max(y + height - high)
}

#[test]
fn the_eyes_stay_where_they_are_while_zooming_and_turning() {
    let mut framed = framed([1500, 2000], Some(head()));
    framed.zoomed(1.5);
    framed.moved(20.0, -10.0);
    let eyes = |framed: &Framed| framed.framing.cut.shown(head().eyes);
    let before = eyes(&framed);
    framed.zoomed(1.1);
    framed.turned(-3.0);
    let after = eyes(&framed);
    assert!(
        (0..2).all(|axis| (before[axis] - after[axis]).abs() < 1e-9),
        "{before:?} {after:?}"
    );
    assert_eq!(framed.framing.angle(), 3.0);
    let mut moved = framed.clone();
    moved.turned(1.0);
    moved.zoomed(1.2);
    moved.moved(-7.0, 4.0);
    let offset = moved.offset_from(&framed);
    assert!(
        offset
            .iter()
            .zip([-7.0, 4.0, 1.2, 1.0])
            .all(|(is, wanted)| (is - wanted).abs() < 1e-9),
        "{offset:?}"
    );
}

#[test]
fn the_canvas_draws_what_the_cut_shows() {
    let mut framed = framed([1500, 2000], Some(head()));
    framed.zoomed(1.4);
    framed.turned(5.0);
    let [a, b, c, d, e, f] = framed.framing.transform();
    for place in [[0.0, 0.0], [700.0, 600.0], [1499.0, 3.0]] {
        let drawn = [a * place[0] + c * place[1] + e, b * place[0] + d * place[1] + f];
        let shown = framed.framing.cut.shown(place);
        assert!(
            (0..2).all(|axis| (drawn[axis] - shown[axis]).abs() < 1e-9),
            "{place:?}: {drawn:?} {shown:?}"
        );
    }
}

#[test]
fn a_whole_photo_is_left_as_it_is_to_the_last_digit() {
    for photo in [[480, 640], [960, 1280], [481, 641], [1201, 1600]] {
        let framed = framed(photo, None);
        if beyond(&framed) < 1e-6 {
            assert_eq!(framed.framing.inside(photo), framed.framing);
        }
    }
}

#[test]
fn a_turn_without_room_is_not_made() {
    let mut tight = framed(
        [260, 340],
        Some(Head {
            eyes: [130.0, 120.0],
            ..head()
        }),
    );
    tight.keep_inside();
    let before = tight.clone();
    tight.turned(20.0);
    assert_eq!(tight, before);
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 128, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn nothing_beyond_the_edges_is_ever_shown(
        width in 400_u32..3000, height in 500_u32..3000, face in proptest::bool::ANY,
        nudges in proptest::collection::vec((0_u8..3, -60.0..60.0_f64, -60.0..60.0_f64), 1..20),
    ) {
        let mut framed = framed([width, height], face.then(head));
        framed.keep_inside();
        for (kind, a, b) in nudges {
            match kind {
                0 => framed.moved(a, b),
                1 => framed.zoomed(1.0 + a / 100.0),
                _ => framed.turned(b / 4.0),
            }
            prop_assert!(beyond(&framed) < 1e-3, "{framed:?}");
            prop_assert!(framed.framing.scale() <= MOST * 1.001 && framed.framing.is_sound());
        }
    }
}
