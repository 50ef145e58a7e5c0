//! A profile's bands in px of a result, and how far a value is from the middle of its band.

use crate::profile::{Band, Geometry, Unit};

/// What a rule is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Place {
    /// Top of the hair from the upper edge.
    Crown,
    /// Eyes from the upper edge.
    EyeLine,
    /// Width of the face.
    FaceWidth,
    /// The face's middle from the middle of the photo, to the right.
    Center,
}

impl Place {
    /// The check that judges it.
    pub(super) fn check(self) -> &'static str {
        match self {
            Place::Crown => "geom.crown",
            Place::EyeLine => "geom.eye_line",
            Place::FaceWidth => "geom.face_width",
            Place::Center => "geom.center",
        }
    }
}

/// One band in px of the result.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Rule {
    pub(super) place: Place,
    pub(super) min: Option<f64>,
    pub(super) max: Option<f64>,
    /// How far inside of a band that is open at the other side a value should be.
    reserve: f64,
    /// Whether the profile asks for it; else it only makes a seemly picture where the profile leaves the choice.
    pub(super) firm: bool,
}

/// Bands in percent where a profile has none: those of the graduates' photo (教毕指〔2017〕99号, 480×640).
const SEEMLY: [(Place, f64, f64); 4] = [
    (Place::Crown, 7.8, 17.2),
    (Place::EyeLine, 31.0, 47.0),
    (Place::FaceWidth, 37.5, 62.5),
    (Place::Center, -5.0, 5.0),
];
/// Share of a side by which a value should keep away from the end of a band that is open at the other side.
const RESERVE: f64 = 0.05;

impl Rule {
    /// All rules for a result of that size.
    pub(super) fn all(geometry: &Geometry, [width, height]: [f64; 2]) -> Vec<Self> {
        let side = |place| match place {
            Place::Crown | Place::EyeLine => height,
            Place::FaceWidth | Place::Center => width,
        };
        let own = |place| match place {
            Place::Crown => geometry.crown,
            Place::EyeLine => geometry.eye_line,
            Place::FaceWidth => geometry.face_width,
            Place::Center => geometry.center,
        };
        let rule = |(place, min, max): (Place, f64, f64)| {
            let side = side(place);
            match own(place).filter(|band: &Band| band.min.is_some() || band.max.is_some()) {
                Some(band) => {
                    let px = |value: f64| match band.unit {
                        Unit::Px => value,
                        Unit::Percent => value * side / 100.0,
                    };
                    let (mut min, max) = (band.min.map(px), band.max.map(px));
                    if place == Place::Center {
                        // A profile says how far from the middle, either way.
                        min = max.map(|max| -max);
                    }
                    Self {
                        place,
                        min,
                        max,
                        reserve: side * RESERVE,
                        firm: true,
                    }
                }
                None => Self {
                    place,
                    min: Some(min * side / 100.0),
                    max: Some(max * side / 100.0),
                    reserve: side * RESERVE,
                    firm: false,
                },
            }
        };
        SEEMLY.into_iter().map(rule).collect()
    }

    /// How far from the middle of the band: 0 = there, 1 = at its end, more = outside.
    pub(super) fn strain(&self, value: f64) -> f64 {
        match (self.min, self.max) {
            (Some(min), Some(max)) => (value - (min + max) / 2.0).abs() / ((max - min) / 2.0).max(0.5),
            (None, Some(max)) => ((value - max) / self.reserve.max(0.5) + 1.0).max(0.0),
            (Some(min), None) => ((min - value) / self.reserve.max(0.5) + 1.0).max(0.0),
            (None, None) => 0.0,
        }
    }

    /// The values of at most that strain.
    pub(super) fn range(&self, strain: f64) -> [f64; 2] {
        match (self.min, self.max) {
            (Some(min), Some(max)) => {
                let (middle, half) = ((min + max) / 2.0, ((max - min) / 2.0).max(0.5));
                [middle - half * strain, middle + half * strain]
            }
            (None, Some(max)) => [-FAR, max - self.reserve * (1.0 - strain)],
            (Some(min), None) => [min + self.reserve * (1.0 - strain), FAR],
            (None, None) => [-FAR, FAR],
        }
    }
}

/// Farther than any place in a photo, px.
pub(super) const FAR: f64 = 1e7;
