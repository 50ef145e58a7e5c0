//! The measures of this family on small drawn portraits: a wall, a dark head and shoulders, and what is put beside, over or around them.

use super::field::Field;
use super::*;
use crate::pixels::Pixels;

const WALL: [u8; 3] = [240; 3];
const WIDTH: usize = 480;
const HEIGHT: usize = 640;

/// A head and shoulders.
fn is_person(x: usize, y: usize) -> bool {
    let (dx, dy) = ((x as f32 - 240.0) / 95.0, (y as f32 - 250.0) / 130.0);
    let shoulder = (x as f32 - 240.0).abs() / 240.0;
    dx * dx + dy * dy <= 1.0 || y as f32 >= 460.0 + 120.0 * shoulder * shoulder
}

fn picture(color: impl Fn(usize, usize) -> [u8; 3]) -> Pixels {
    let places = (0..HEIGHT).flat_map(|y| (0..WIDTH).map(move |x| (x, y)));
    Pixels {
        width: WIDTH,
        height: HEIGHT,
        rgb: places.flat_map(|(x, y)| color(x, y)).collect(),
    }
}

/// The person in front of something.
fn portrait(behind: impl Fn(usize, usize) -> [u8; 3]) -> Pixels {
    picture(|x, y| if is_person(x, y) { [60, 50, 45] } else { behind(x, y) })
}

fn field(image: &Pixels) -> Field<'_> {
    Field::new(image, None, &is_person)
}

fn things(image: &Pixels) -> Objects {
    objects::objects(&field(image), &Grid::new(image), Some(440.0))
}

#[test]
fn a_socket_is_a_thing_and_a_shadow_or_a_gradient_is_none() {
    let plain = things(&portrait(|_, _| WALL));
    assert_eq!((plain.largest, plain.things), (0.0, 0));
    assert!(
        plain.wall > 0.99 && plain.wall_rgb.is_some_and(|[r, ..]| (r - 240.0).abs() < 0.5),
        "{plain:?}"
    );
    let socket = |x: usize, y: usize| {
        if (380..428).contains(&x) && (240..288).contains(&y) {
            [200, 200, 190]
        } else {
            WALL
        }
    };
    let socket = things(&portrait(socket));
    assert!((25.0..60.0).contains(&socket.largest), "{socket:?}");
    let [x, y, w, h] = socket.place;
    assert!(x <= 380 && y <= 240 && x + w >= 428 && y + h >= 288, "{socket:?}");
    let gradient = things(&portrait(|_, y| [240 - (y / 8) as u8; 3]));
    assert_eq!(gradient.largest, 0.0);
    // The head's outline again, 40 px to the right and in 70 % of the light.
    let shadow = things(&portrait(|x, y| {
        if is_person(x.saturating_sub(40), y) {
            [168; 3]
        } else {
            WALL
        }
    }));
    assert_eq!(shadow.largest, 0.0, "{shadow:?}");
}

#[test]
fn what_lies_below_the_chin_is_worn() {
    let scarf = |x: usize, y: usize| if y > 450 && x < 200 { [30, 90, 160] } else { WALL };
    assert_eq!(things(&portrait(scarf)).largest, 0.0);
}

#[test]
fn a_rim_is_off_the_mixtures_of_person_and_wall() {
    let off = |image: &Pixels| rim::fringe(&field(image), WALL.map(f64::from));
    let clean = off(&portrait(|_, _| WALL));
    assert!(clean.off < 3.0 && clean.cuts > 100, "{clean:?}");
    let near = |x: usize, y: usize| {
        let about = (-3_i32..=3).flat_map(|dy| (-3_i32..=3).map(move |dx| (dx, dy)));
        about
            .into_iter()
            .any(|(dx, dy)| is_person((x as i32 + dx).max(0) as usize, (y as i32 + dy).max(0) as usize))
    };
    let blue = off(&portrait(|x, y| if near(x, y) { [60, 120, 220] } else { WALL }));
    assert!(blue.off > 30.0, "{blue:?}");
    // A grey that both mix into is no rim; a darker one than both is.
    let soft = off(&portrait(|x, y| if near(x, y) { [150, 145, 142] } else { WALL }));
    assert!(soft.off < 6.0, "{soft:?}");
    let dark = off(&portrait(|x, y| if near(x, y) { [0; 3] } else { WALL }));
    assert!(dark.off > 15.0 && dark.lighter < -5.0, "{dark:?}");
}

#[test]
fn frame_lines_need_a_step_at_one_depth() {
    let lines = |image: &Pixels| border::edges(image).map(|edge| edge.line);
    assert!(lines(&portrait(|_, _| WALL)).iter().all(|line| *line < 0.1));
    let inside = |x: usize, y: usize| (6..474).contains(&x) && (6..634).contains(&y);
    let framed = border::edges(&picture(|x, y| match (inside(x, y), is_person(x, y)) {
        (false, _) => [20, 40, 90],
        (true, true) => [160, 120, 100],
        (true, false) => WALL,
    }));
    assert!(
        framed
            .iter()
            .all(|edge| edge.line > 0.95 && (4..=8).contains(&edge.depth)),
        "{framed:?}"
    );
    let door = lines(&portrait(|x, _| if x < 40 { [90, 60, 40] } else { WALL }));
    assert!(door[1] < 0.1 && door[2] < 0.1, "{door:?}");
    // Nothing to see, and no panic.
    for (width, height) in [(1, 1), (1, 3000), (3000, 1), (25, 25)] {
        let grey = Pixels {
            width,
            height,
            rgb: vec![90; width * height * 3],
        };
        assert!(lines(&grey).iter().all(|line| *line == 0.0));
    }
}

/// Whether a px lies on one of `count` letters, each an H of 12 × 16 px with strokes of 3 px, from a place to the right.
fn on_letters(x: usize, y: usize, from: (usize, usize), count: usize) -> bool {
    let (Some(x), Some(y)) = (x.checked_sub(from.0), y.checked_sub(from.1)) else {
        return false;
    };
    let (column, row) = (x % 18, y);
    x / 18 < count && row < 16 && (column < 3 || (9..12).contains(&column) || column < 12 && (7..10).contains(&row))
}

#[test]
fn a_row_of_letters_is_counted() {
    let row = |image: &Pixels| text::letters(&field(image));
    assert_eq!(row(&portrait(|_, _| WALL)).row, 0.0);
    for ink in [[30; 3], [200; 3]] {
        let letters = row(&portrait(|x, y| if on_letters(x, y, (20, 20), 8) { ink } else { WALL }));
        assert!((7.0..=10.0).contains(&letters.row), "{letters:?}");
        assert!(
            letters.place[0] <= 22 && letters.place[1] <= 22 && letters.place[2] > 120,
            "{letters:?}"
        );
    }
    let lone = row(&portrait(|x, y| {
        if on_letters(x, y, (20, 20), 1) || on_letters(x, y, (400, 120), 1) {
            [30; 3]
        } else {
            WALL
        }
    }));
    assert!(lone.row <= 2.0, "{lone:?}");
    // A door is no letter.
    assert!(row(&portrait(|x, _| if x < 60 { [90, 60, 40] } else { WALL })).row <= 1.0);
}

#[test]
fn a_screen_ripples_and_grain_does_not() {
    let ripple = |image: &Pixels| recapture::ripple(&field(image));
    assert_eq!(ripple(&portrait(|_, _| WALL)), 0.0);
    let screen = ripple(&portrait(|x, _| if x % 6 < 3 { WALL } else { [230; 3] }));
    assert!(screen > 0.8, "{screen}");
    let mut seed = 7_u32;
    let grain: Vec<u8> = (0..WIDTH * HEIGHT)
        .map(|_| {
            seed = seed.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            (seed >> 28) as u8
        })
        .collect();
    let grain = ripple(&portrait(|x, y| [225 + grain[y * WIDTH + x]; 3]));
    assert!(grain < 0.4, "{grain}");
}

#[test]
fn a_sheet_on_a_table_has_an_edge_all_around() {
    let sheet = |image: &Pixels| recapture::sheet(&field(image));
    assert_eq!(sheet(&portrait(|_, _| WALL)), 0.0);
    let table = |x: usize, y: usize| {
        let slant = y / 30;
        if (30 + slant..430 + slant).contains(&x) && y > 25 {
            WALL
        } else {
            [110, 80, 50]
        }
    };
    assert!(sheet(&portrait(table)) > 0.9);
    // A door on one side is none.
    assert!(sheet(&portrait(|x, _| if x < 60 { [90, 60, 40] } else { WALL })) < 0.1);
}

#[test]
fn a_drawing_is_flat() {
    let tones = |image: &Pixels| drawn::tones(&field(image));
    let flat = tones(&portrait(|_, _| WALL));
    assert!(flat.flat > 0.95 && flat.gentle < 0.05, "{flat:?}");
    let shaded = tones(&picture(|x, y| [(x * 7 % 23 + y * 5 % 19) as u8 + 80; 3]));
    assert!(shaded.gentle > 0.5, "{shaded:?}");
}

/// A face whose eyes, cheeks and chin lie where `is_person` has its head.
fn face() -> crate::portrait::Face {
    use crate::portrait::{Detection, Face, Landmarks, POINTS, Point, parts};
    let mut points = vec![[240.0, 300.0, 0.0]; POINTS];
    let [right, left] = parts::CHEEKS;
    let placed = [
        (parts::RIGHT_IRIS, [195.0, 250.0, 0.0]),
        (parts::LEFT_IRIS, [285.0, 250.0, 0.0]),
        (right, [150.0, 270.0, 0.0]),
        (left, [330.0, 270.0, 0.0]),
        (parts::CHIN, [240.0, 378.0, 0.0]),
    ];
    for (index, at) in placed {
        points[index] = at;
    }
    Face {
        detection: Detection {
            corners: [Point::new(150.0, 150.0), Point::new(330.0, 378.0)],
            points: [Point::new(240.0, 250.0); 6],
            score: 0.9,
        },
        landmarks: Landmarks { points, presence: 1.0 },
        shapes: None,
        pose: None,
        crown: None,
    }
}

#[test]
fn clothes_are_compared_with_the_wall_below_the_shoulders() {
    let torso = |cloth: &dyn Fn(usize, usize) -> [u8; 3]| {
        let image = picture(|x, y| if is_person(x, y) { cloth(x, y) } else { WALL });
        torso::torso(&Grid::new(&image), &face(), WALL.map(f64::from)).unwrap_or_default()
    };
    let dark = torso(&|_, _| [40, 40, 60]);
    assert!(dark.distance > 40.0 && dark.pattern < 1.0, "{dark:?}");
    let white = torso(&|_, _| [246; 3]);
    assert!((0.5..4.0).contains(&white.distance), "{white:?}");
    let striped = torso(&|x, _| if x / 5 % 2 == 0 { [20; 3] } else { [230; 3] });
    assert!(striped.pattern > 60.0, "{striped:?}");
    // The photo ends at the chin: nothing to say.
    let mut low = face();
    for point in &mut low.landmarks.points {
        point[1] += 255.0;
    }
    let image = portrait(|_, _| WALL);
    assert_eq!(torso::torso(&Grid::new(&image), &low, [240.0; 3]), None);
}
