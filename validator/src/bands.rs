//! Where a profile's bands lie on one photo, in its own px: what is drawn over it.

use crate::profile::{Band, Profile, Unit};

/// The profile's bands on one photo. A side that the profile leaves open is the photo's edge (places) or 0 (lengths).
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Bands {
    /// Where the top of the hair may be: from the upper edge, px.
    pub crown: Option<[f64; 2]>,
    /// Where the line through the pupils may be: from the upper edge, px.
    pub eye_line: Option<[f64; 2]>,
    /// How wide the face may be, px.
    pub face_width: Option<[f64; 2]>,
    /// How far the face's middle may be from the photo's, px.
    pub center: Option<f64>,
}

/// The bands of a profile on an upright photo of that size. As in the judgement, px are those of a finished photo, and a photo of
/// another size is looked at by its proportions.
pub fn bands(profile: &Profile, photo: [u32; 2]) -> Bands {
    let photo = photo.map(f64::from);
    let finished = finished(profile, photo);
    let px = |value: f64, unit: Unit, axis: usize| match unit {
        Unit::Px => value * photo[axis] / finished[axis].max(1.0),
        Unit::Percent => value * photo[axis] / 100.0,
    };
    let span = |band: Option<Band>, axis: usize| {
        let band = band.filter(|band| band.min.is_some() || band.max.is_some())?;
        let end = |value: Option<f64>, open: f64| value.map_or(open, |value| px(value, band.unit, axis));
        Some([end(band.min, 0.0), end(band.max, photo[axis])])
    };
    let geometry = &profile.geometry;
    Bands {
        crown: span(geometry.crown, 1),
        eye_line: span(geometry.eye_line, 1),
        face_width: span(geometry.face_width, 0),
        center: geometry.center.and_then(|band| Some(px(band.max?, band.unit, 0))),
    }
}

/// Size of the finished photo: of those that the profile names the one nearest in shape, else the photo's own.
pub(crate) fn finished(profile: &Profile, photo: [f64; 2]) -> [f64; 2] {
    let sizes = profile
        .file
        .size
        .as_ref()
        .map(|rule| rule.exact.as_slice())
        .unwrap_or_default();
    let shape = |size: [f64; 2]| size[0] / size[1].max(1.0);
    let off = |size: &[u32; 2]| (shape(size.map(f64::from)) - shape(photo)).abs();
    let nearest = sizes.iter().reduce(|a, b| if off(b) < off(a) { b } else { a });
    nearest.map_or(photo, |size| size.map(f64::from))
}

#[cfg(test)]
#[cfg(feature = "yaml")]
mod tests {
    use super::*;

    #[test]
    fn px_of_the_finished_photo_grow_with_a_larger_one() {
        let profile = crate::builtin("xueli2017").expect("a built-in profile");
        let small = bands(&profile, [480, 640]);
        assert_eq!(small.crown, Some([50.0, 110.0]));
        assert_eq!(small.eye_line, Some([200.0, 300.0]));
        assert_eq!((small.face_width, small.center), (Some([180.0, 300.0]), Some(24.0)));
        let large = bands(&profile, [960, 1280]);
        assert_eq!(large.eye_line, Some([400.0, 600.0]));
        assert_eq!((large.face_width, large.center), (Some([360.0, 600.0]), Some(48.0)));
    }

    #[test]
    fn percent_are_of_the_photo_and_open_ends_reach_its_edge() {
        let exam = crate::builtin("cet").expect("a built-in profile");
        assert_eq!(bands(&exam, [300, 400]).crown, Some([20.0, 60.0]));
        assert_eq!(bands(&exam, [300, 400]).eye_line, None);
        let card = crate::builtin("idcard").expect("a built-in profile");
        assert_eq!(bands(&card, [358, 441]).eye_line, Some([0.0, 234.0]));
    }
}
