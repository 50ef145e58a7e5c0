//! Judges where the head is and how it is held: `face.count`, `geom.*`, `pose.*`.

mod crop;
mod place;
mod pose;

use super::draft::Draft;
use super::{Evidence, Seen};
use crate::measure::geometry::{Geometry, Head};
use crate::options::Lang;
use crate::profile::Profile;
use crate::report::Fix;
use crate::words::{Text, geometry as words};

/// Ids of the checks that need a face, in the order of the report.
const OF_A_FACE: &[&str] = &[
    "geom.center",
    "geom.crown",
    "geom.eye_line",
    "geom.face_width",
    "pose.roll",
    "pose.yaw",
    "pose.pitch",
];

/// All of them, in the order of the report.
pub(super) fn all(_evidence: &Evidence, seen: &Seen<'_>, profile: &Profile, lang: Lang) -> Vec<Draft> {
    let mut drafts = vec![match seen.picture(lang) {
        Err(why) => Draft::skip("face.count", why),
        Ok(looks) => count(&looks.geometry, lang),
    }];
    let head = seen.looks(lang).and_then(|looks| match &looks.geometry.head {
        Some(head) => Ok((&looks.geometry, head)),
        None => Err(words::no_face(lang)),
    });
    match head {
        Err(why) => drafts.extend(OF_A_FACE.iter().map(|id| Draft::skip(id, why.clone()))),
        Ok((geometry, head)) => {
            drafts.extend(place::all(geometry, head, profile, lang));
            drafts.extend(pose::all(geometry, head, profile, lang));
        }
    }
    drafts
}

/// Skin inside a second face from which on it is a person and no print or poster: of faces at least 0.6 is, of prints on clothes
/// less than 0.2.
const SKIN: f64 = 0.4;

fn count(geometry: &Geometry, lang: Lang) -> Draft {
    const ID: &str = "face.count";
    let faces = usize::from(geometry.head.is_some()) + geometry.others.len();
    let people = geometry.others.iter().filter(|other| other.skin >= SKIN).count();
    let score = match (&geometry.head, people, geometry.others.len()) {
        (None, _, 0) => 0.0,
        (Some(_), 0, 0) => 1.0,
        // Something like a face that can't be seen well, or one on a poster or a shirt: for a person to decide.
        (None, ..) | (Some(_), 0, _) => 0.65,
        (Some(_), ..) => 0.1,
    };
    let surest = geometry
        .others
        .iter()
        .reduce(|a, b| if b.skin > a.skin { b } else { a });
    let fix = if score < 1.0 { Fix::Retake } else { Fix::None };
    Draft::new(
        ID,
        score,
        words::count(lang, faces, geometry.head.is_some(), people > 0),
        fix,
    )
    .number(faces as f64, "faces", Some(1.0), Some(1.0))
    .at(surest.map(|other| other.place))
}

/// Score of a measure that lies `inside` its limit by that much (outside: negative) and is only known to about `unsure`: 0.5 at
/// the limit, 0.8 where it is inside for sure.
fn sureness(inside: f64, unsure: f64) -> f64 {
    let steps = inside / unsure.max(1e-9);
    if steps < 0.0 {
        0.5 + steps / 16.0
    } else if steps < 1.0 {
        0.5 + 0.3 * steps
    } else {
        0.8 + 0.1 * (steps - 1.0)
    }
}

/// Who can mend a place: a program where some crop of the photo keeps to all limits.
fn mend(geometry: &Geometry, head: &Head, profile: &Profile) -> Fix {
    if crop::exists(geometry, head, profile) {
        Fix::Auto
    } else {
        Fix::Retake
    }
}

fn no_rule(lang: Lang) -> Text {
    Text::new(
        lang.pick("这个标准没有这项要求。", "This standard has no such rule."),
        "",
    )
}

#[cfg(test)]
#[cfg(feature = "yaml")]
mod tests {
    use super::*;
    use crate::measure::geometry::Other;
    use crate::report::{Check, Status};

    /// A finished photo with everything in its place.
    fn fine() -> Geometry {
        Geometry {
            photo: [480.0, 640.0],
            head: Some(Head {
                crown: Some(80.0 / 640.0),
                eye_line: 250.0 / 640.0,
                face_width: 215.0 / 480.0,
                yaw: Some(2.0),
                pitch: Some(4.0),
                ..Head::default()
            }),
            others: Vec::new(),
        }
    }

    fn checks(geometry: &Geometry) -> Vec<Check> {
        let profile = crate::builtin("xueli2017").unwrap();
        let lang = Lang::Zh;
        let mut drafts = vec![count(geometry, lang)];
        if let Some(head) = &geometry.head {
            drafts.extend(place::all(geometry, head, &profile, lang));
            drafts.extend(pose::all(geometry, head, &profile, lang));
        }
        drafts.into_iter().map(|draft| draft.finish(&profile, lang)).collect()
    }

    /// The checks that don't pass once the head is changed.
    fn open(change: impl FnOnce(&mut Head)) -> Vec<(String, Status)> {
        let mut geometry = fine();
        change(geometry.head.as_mut().unwrap());
        let open = checks(&geometry)
            .into_iter()
            .filter(|check| check.status != Status::Pass);
        open.map(|check| (check.id, check.status)).collect()
    }

    #[test]
    fn only_what_is_out_of_place_fails() {
        assert_eq!(open(|_| {}), []);
        let fails = |id: &str| vec![(id.to_owned(), Status::Fail)];
        assert_eq!(open(|head| head.crown = Some(38.0 / 640.0)), fails("geom.crown"));
        assert_eq!(open(|head| head.crown = Some(0.0)), fails("geom.crown"));
        assert_eq!(open(|head| head.eye_line = 310.0 / 640.0), fails("geom.eye_line"));
        assert_eq!(open(|head| head.eye_line = 190.0 / 640.0), fails("geom.eye_line"));
        assert_eq!(open(|head| head.face_width = 165.0 / 480.0), fails("geom.face_width"));
        assert_eq!(open(|head| head.face_width = 310.0 / 480.0), fails("geom.face_width"));
        assert_eq!(open(|head| head.center = -30.0 / 480.0), fails("geom.center"));
        assert_eq!(open(|head| head.roll = -7.0), fails("pose.roll"));
        assert_eq!(open(|head| head.yaw = Some(-16.0)), fails("pose.yaw"));
        assert_eq!(open(|head| head.pitch = Some(-40.0)), fails("pose.pitch"));
    }

    #[test]
    fn what_is_near_a_limit_goes_to_a_person() {
        let review = |id: &str| vec![(id.to_owned(), Status::Review)];
        assert_eq!(open(|head| head.face_width = 184.0 / 480.0), review("geom.face_width"));
        assert_eq!(open(|head| head.face_width = 295.0 / 480.0), review("geom.face_width"));
        assert_eq!(open(|head| head.crown = Some(108.0 / 640.0)), review("geom.crown"));
        assert_eq!(open(|head| head.yaw = Some(12.0)), review("pose.yaw"));
        assert_eq!(open(|head| head.pitch = Some(-20.0)), review("pose.pitch"));
        assert_eq!(
            open(|head| (head.pitch, head.covered) = (Some(-40.0), 0.7)),
            [("pose.pitch".to_owned(), Status::Skip)]
        );
    }

    #[test]
    fn the_message_names_the_value_and_the_limit() {
        let mut geometry = fine();
        geometry.head.as_mut().unwrap().crown = Some(38.0 / 640.0);
        let crown = checks(&geometry)
            .into_iter()
            .find(|check| check.id == "geom.crown")
            .unwrap();
        assert_eq!(crown.message, "头顶离上边太近：现在 38 像素，要求 50–110 像素。");
        // Nothing above the head can be added.
        assert_eq!(crown.fix, Fix::Retake);
        geometry.photo = [960.0, 1280.0];
        let crown = checks(&geometry)
            .into_iter()
            .find(|check| check.id == "geom.crown")
            .unwrap();
        assert!(
            crown.message.contains("现在 38 像素") && crown.message.contains("480×640"),
            "{}",
            crown.message
        );
    }

    #[test]
    fn a_head_with_room_around_it_can_be_cropped_right() {
        let mut geometry = fine();
        geometry.photo = [1440.0, 1920.0];
        let head = geometry.head.as_mut().unwrap();
        // Small, and a little aside.
        *head = Head {
            crown: Some(0.25),
            eye_line: 0.38,
            face_width: 0.25,
            center: 0.08,
            ..head.clone()
        };
        let fix =
            |geometry: &Geometry, id: &str| checks(geometry).into_iter().find(|check| check.id == id).unwrap().fix;
        assert_eq!(fix(&geometry, "geom.face_width"), Fix::Auto);
        // At the edge no crop has it in the middle.
        geometry.head.as_mut().unwrap().center = -0.42;
        assert_eq!(fix(&geometry, "geom.center"), Fix::Retake);
        // A crop out of a small photo would have to be enlarged.
        geometry.photo = [480.0, 640.0];
        geometry.head.as_mut().unwrap().center = 0.0;
        assert_eq!(fix(&geometry, "geom.face_width"), Fix::Retake);
    }

    #[test]
    fn faces_are_counted() {
        let face = |skin: f64| Other {
            size: 0.4,
            skin,
            place: [1, 2, 3, 4],
        };
        let status = |head: bool, others: Vec<Other>| {
            let all = fine();
            let geometry = Geometry {
                head: all.head.filter(|_| head),
                others,
                ..all
            };
            count(&geometry, Lang::Zh)
                .finish(&crate::builtin("xueli2017").unwrap(), Lang::Zh)
                .status
        };
        assert_eq!(status(true, vec![]), Status::Pass);
        assert_eq!(status(false, vec![]), Status::Fail);
        assert_eq!(status(true, vec![face(0.1), face(0.8)]), Status::Fail);
        assert_eq!(status(true, vec![face(0.1)]), Status::Review);
        assert_eq!(status(false, vec![face(0.8)]), Status::Review);
    }
}
