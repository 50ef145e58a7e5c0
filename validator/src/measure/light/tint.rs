//! The colour of skin and of the whites of the eyes.

use super::skin::{Skin, grown};
use super::tone::Levels;
use super::{Lights, median};
use crate::measure::color::Lab;
use crate::pixels::Pixels;
use crate::portrait::{Face, parts, region};

/// Skin px looked at: enough for a median.
const SAMPLE: usize = 8000;
/// Px of the eyes' whites that are needed to speak of their colour.
const FEW: usize = 12;
/// The brightest part of the eyes' opening outside the iris is the white, percent; the rest is lashes, lid and shadow.
const NOT_WHITE: u32 = 60;

/// Colour of a face.
#[derive(Debug, Clone, PartialEq)]
pub struct Tint {
    /// Median of each of L*, a*, b* of the skin (CIELAB); after ISO/IEC 29794-5's natural colour, over all skin instead of two cheeks.
    pub skin: Lab,
    /// The same of the whites of the eyes, which are nearly neutral in everybody; `None` with closed eyes. Our own.
    pub whites: Option<Lab>,
}

/// Measures the colour of a face; `None` without skin.
pub(super) fn tint(image: &Pixels, face: &Face, skin: &Skin, lights: &Lights) -> Option<Tint> {
    let skin = skin.sample(SAMPLE);
    Some(Tint {
        skin: middle(&lights.labs(image, &skin))?,
        whites: whites(image, face, lights),
    })
}

fn whites(image: &Pixels, face: &Face, lights: &Lights) -> Option<Lab> {
    let mut places = Vec::new();
    for (eye, iris) in [
        (&parts::RIGHT_EYE, parts::RIGHT_IRIS),
        (&parts::LEFT_EYE, parts::LEFT_IRIS),
    ] {
        let centre = face.landmarks.point(iris);
        let radius = centre.distance(face.landmarks.point(iris + 1)) * 1.05;
        let opening = grown(&face.landmarks.outline(eye), 0.95, 0.95, 0.0);
        let outside = |(x, y): &(usize, usize)| {
            let (dx, dy) = (*x as f32 + 0.5 - centre.x, *y as f32 + 0.5 - centre.y);
            dx * dx + dy * dy > radius * radius
        };
        places.extend(region::inside(&opening, image).into_iter().filter(outside));
    }
    let limit = Levels::of(image, &places).percentile(NOT_WHITE);
    places.retain(|(x, y)| f64::from(super::tone::luma(image.at(*x, *y))) >= limit);
    if places.len() < FEW {
        return None;
    }
    middle(&lights.labs(image, &places))
}

/// Median of each coordinate.
fn middle(labs: &[Lab]) -> Option<Lab> {
    let of = |coordinate: fn(&Lab) -> f64| median(labs.iter().map(coordinate).collect());
    Some(Lab {
        l: of(|lab| lab.l)?,
        a: of(|lab| lab.a)?,
        b: of(|lab| lab.b)?,
    })
}
