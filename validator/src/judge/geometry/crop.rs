//! Whether a photo holds a crop that keeps to all limits, so that a program can mend it.

use crate::bands::finished;
use crate::measure::geometry::{Geometry, Head};
use crate::profile::{Band, Profile, Unit};

/// Least width of the crop as a share of the finished photo's: enlarging by more than a fifth looks soft.
const LEAST: f64 = 0.83;
/// Widths of the crop that are tried between the narrowest and the widest.
const STEPS: usize = 48;

/// Whether there is such a crop. The crop may be turned against the head's lean; then its corners need more room.
pub(super) fn exists(geometry: &Geometry, head: &Head, profile: &Profile) -> bool {
    let [width, height] = geometry.photo;
    let size = finished(profile, geometry.photo);
    if !(width >= 1.0 && height >= 1.0 && size[0] >= 1.0 && size[1] >= 1.0) {
        return false;
    }
    let limits = &profile.geometry;
    let turn = head.roll.to_radians();
    let (sin, cos) = (libm::sin(turn).abs(), libm::cos(turn).abs());
    let (face, middle) = (head.face_width * width, (head.center + 0.5) * width);
    let narrowest = LEAST * size[0];
    (0..=STEPS).any(|step| {
        let w = narrowest + (width - narrowest) * step as f64 / STEPS as f64;
        let h = w * size[1] / size[0];
        // Room that the turned crop takes beyond the upright one, on each side.
        let (across, down) = ((w * cos + h * sin - w) / 2.0, (w * sin + h * cos - h) / 2.0);
        if w < narrowest || !holds(limits.face_width.as_ref(), face / w, size[0]) {
            return false;
        }
        // Where the crop's left and upper edges may be.
        let room = [across.max(0.0), width - w - across.max(0.0)];
        let slack = limits
            .center
            .as_ref()
            .and_then(|band| Some(share(band.max?, band, size[0])))
            .unwrap_or(1.0)
            * w;
        let x = [middle - w / 2.0 - slack, middle - w / 2.0 + slack];
        let mut y = [down.max(0.0), height - h - down.max(0.0)];
        let lines = [
            (limits.crown.as_ref(), head.crown),
            (limits.eye_line.as_ref(), Some(head.eye_line)),
        ];
        for (band, line) in lines {
            if let (Some(band), Some(line)) = (band, line) {
                let at = line * height;
                y[0] = y[0].max(at - h * band.max.map_or(1.0, |max| share(max, band, size[1])));
                y[1] = y[1].min(at - h * band.min.map_or(0.0, |min| share(min, band, size[1])));
            }
        }
        room[0].max(x[0]) <= room[1].min(x[1]) && y[0] <= y[1]
    })
}

/// A limit as a share of the finished photo's side.
fn share(limit: f64, band: &Band, side: f64) -> f64 {
    match band.unit {
        Unit::Px => limit / side,
        Unit::Percent => limit / 100.0,
    }
}

fn holds(band: Option<&Band>, value: f64, side: f64) -> bool {
    band.is_none_or(|band| {
        band.min.is_none_or(|min| value >= share(min, band, side))
            && band.max.is_none_or(|max| value <= share(max, band, side))
    })
}
