//! Measures of ISO/IEC 29794-5 that need no network of their own: landmarks and pixels are enough for 17 of its 28.
//!
//! Formulas and the mapping to 0…100 follow the standard's open implementation (OFIQ, version of 2024; its configuration gives the
//! constants). Landmarks here are MediaPipe's, not the 98 that it uses, and the face is not resampled to its 616 px first: numbers are
//! close to its own, not the same. They are told, never judged: nobody has published thresholds, and the one for the head's size
//! contradicts the composition that 99号 asks for.

use super::color::lab;
use crate::pixels::Pixels;
use crate::portrait::{Face, Point, Scene, parts, region};
use crate::report::{IsoMeasure, round3};

/// A histogram of luminance, as shares of its pixels.
struct Histogram([f64; 256]);

/// Luminance of a pixel, 0…255 (ITU-R BT.709 weights on the encoded values).
fn luminance([r, g, b]: [u8; 3]) -> f64 {
    0.2126 * f64::from(r) + 0.7152 * f64::from(g) + 0.0722 * f64::from(b)
}

impl Histogram {
    /// `None` for no pixels.
    fn of(image: &Pixels, places: &[(usize, usize)]) -> Option<Self> {
        let mut counts = [0_u32; 256];
        for (x, y) in places {
            let level = (luminance(image.at(*x, *y)) + 0.5) as usize;
            if let Some(count) = counts.get_mut(level.min(255)) {
                *count += 1;
            }
        }
        let all = places.len() as f64;
        (all > 0.0).then(|| Self(counts.map(|count| f64::from(count) / all)))
    }

    /// Share of pixels from one level to another.
    fn share(&self, from: usize, to: usize) -> f64 {
        self.0.iter().take(to + 1).skip(from).sum()
    }

    /// Mean and variance, levels counted 0…1.
    fn moments(&self) -> (f64, f64) {
        let mean = self.sum(|level, share| level * share);
        (mean, self.sum(|level, share| (level - mean) * (level - mean) * share))
    }

    fn sum(&self, of: impl Fn(f64, f64) -> f64) -> f64 {
        self.0
            .iter()
            .enumerate()
            .map(|(level, share)| of(level as f64 / 255.0, *share))
            .sum()
    }

    /// Bits.
    fn entropy(&self) -> f64 {
        self.0
            .iter()
            .filter(|share| **share > 0.0)
            .map(|share| -share * libm::log2(*share))
            .sum()
    }

    /// What two histograms have in common, 0…1.
    fn common(&self, other: &Self) -> f64 {
        self.0.iter().zip(&other.0).map(|(a, b)| a.min(*b)).sum()
    }
}

/// 1 ÷ (1 + e^−z).
fn sigmoid(z: f64) -> f64 {
    1.0 / (1.0 + libm::exp(-z.clamp(-700.0, 700.0)))
}

/// All measures of a scene with a face, in the standard's order; empty without one.
pub fn measures(scene: &Scene) -> Vec<IsoMeasure> {
    let Some(face) = &scene.face else {
        return Vec::new();
    };
    let mut all = Vec::new();
    let mut tell = |name: &str, native: Option<f64>, scalar: &dyn Fn(f64) -> f64| {
        if let Some(native) = native.filter(|value| value.is_finite()) {
            all.push(IsoMeasure {
                name: name.to_owned(),
                native,
                scalar: round3(scalar(native).clamp(0.0, 100.0)),
            });
        }
    };
    let (image, length) = (&scene.image, f64::from(face.length()));
    let ratio = |part: f64| (length > 0.0).then(|| part / length);
    let oval = region::inside(&face.landmarks.outline(&parts::OVAL), image);
    let light = Histogram::of(image, &oval);
    let light = light.as_ref();
    let moments = light.map(Histogram::moments);

    tell("BackgroundUniformity", background(scene), &|x| {
        190.0 * (1.0 - sigmoid((x - 10.0) / 100.0))
    });
    tell("IlluminationUniformity", cheeks_in_common(face, image), &|x| {
        100.0 * libm::pow(x, 0.3)
    });
    tell("LuminanceMean", moments.map(|(mean, _)| mean), &|x| {
        100.0 * sigmoid((x - 0.2) / 0.05) * (1.0 - sigmoid((x - 0.8) / 0.05))
    });
    tell("LuminanceVariance", moments.map(|(_, variance)| variance), &|x| {
        100.0 * libm::sin(std::f64::consts::PI * 60.0 * x / (60.0 * x + 1.0))
    });
    tell("UnderExposurePrevention", light.map(|light| light.share(0, 25)), &|x| {
        120.0 * (0.832 - sigmoid((x - 0.92) / 0.05))
    });
    tell(
        "OverExposurePrevention",
        light.map(|light| light.share(247, 255)),
        &|x| 1.0 / (x + 0.01),
    );
    tell("DynamicRange", light.map(Histogram::entropy), &|x| 12.5 * x);
    tell("NaturalColour", colour(face, image), &|x| {
        200.0 * (1.0 - sigmoid(x / 10.0))
    });
    tell("SingleFacePresent", second_face(scene, face), &|x| 100.0 * (1.0 - x));
    tell("EyesOpen", ratio(eye_opening(face)), &|x| {
        100.0 * sigmoid((x - 0.02) / 0.01)
    });
    tell("MouthClosed", ratio(mouth_opening(face)), &|x| {
        100.0 * (1.0 - sigmoid((x - 0.2) / 0.06))
    });

    let [right, left] = face.eyes();
    let apart = f64::from(face.eye_distance());
    let per_eye = |part: f64| (apart > 0.0).then(|| part / apart);
    let (width, height) = (image.width as f64, image.height as f64);
    let down = f64::from(face.eye_line().y);
    let yaw = face
        .pose
        .map_or(1.0, |pose| libm::cos(f64::from(pose.yaw).to_radians()).max(0.1));
    tell("InterEyeDistance", Some(apart * f64::from(scene.scale) / yaw), &|x| {
        100.0 * sigmoid((x - 70.0) / 20.0)
    });
    tell("HeadSize", Some(length / height), &|x| {
        200.0 * (1.0 - sigmoid((x - 0.45).abs() / 0.05))
    });
    tell("LeftwardCropOfTheFace", per_eye(f64::from(right.x)), &|x| {
        100.0 * sigmoid((x - 0.9) / 0.1)
    });
    tell("RightwardCropOfTheFace", per_eye(width - f64::from(left.x)), &|x| {
        100.0 * sigmoid((x - 0.9) / 0.1)
    });
    tell("MarginAboveOfTheFace", ratio(down), &|x| {
        100.0 * sigmoid((x - 1.4) / 0.1)
    });
    tell("MarginBelowOfTheFace", ratio(height - down), &|x| {
        100.0 * sigmoid((x - 1.8) / 0.1)
    });
    all
}

/// Mean squared length of the luminance's gradient (Sobel ÷ 8) over the background, four px and more away from the person.
fn background(scene: &Scene) -> Option<f64> {
    const AWAY: usize = 4;
    let (outline, image) = (scene.outline.as_ref()?, &scene.image);
    let free = |x: usize, y: usize| outline.share(x, y) < 0.1;
    let (mut sum, mut count) = (0.0, 0_u32);
    for y in AWAY..image.height.saturating_sub(AWAY) {
        for x in AWAY..image.width.saturating_sub(AWAY) {
            let around = [(x - AWAY, y), (x + AWAY, y), (x, y - AWAY), (x, y + AWAY), (x, y)];
            if around.iter().all(|(x, y)| free(*x, *y)) {
                let at = |dx: usize, dy: usize| luminance(image.at(x + dx - 1, y + dy - 1));
                let across = at(2, 0) + 2.0 * at(2, 1) + at(2, 2) - at(0, 0) - 2.0 * at(0, 1) - at(0, 2);
                let down = at(0, 2) + 2.0 * at(1, 2) + at(2, 2) - at(0, 0) - 2.0 * at(1, 0) - at(2, 0);
                sum += (across * across + down * down) / 64.0;
                count += 1;
            }
        }
    }
    (count > 0).then(|| sum / f64::from(count))
}

/// The squares of the two cheeks, 0.3 eye distances wide, between eyes and mouth.
fn cheek_squares(face: &Face) -> [[Point; 4]; 2] {
    [-0.55, 0.55]
        .map(|x: f32| [(-0.15, 0.45), (0.15, 0.45), (0.15, 0.75), (-0.15, 0.75)].map(|(dx, y)| face.at(x + dx, y)))
}

fn cheeks_in_common(face: &Face, image: &Pixels) -> Option<f64> {
    let [right, left] = cheek_squares(face).map(|square| Histogram::of(image, &region::inside(&square, image)));
    Some(right?.common(&left?))
}

/// Distance of the cheeks' mean colour from the box of natural skin in CIELAB: a* 5…25, b* 5…35.
fn colour(face: &Face, image: &Pixels) -> Option<f64> {
    let places: Vec<(usize, usize)> = cheek_squares(face)
        .iter()
        .flat_map(|square| region::inside(square, image))
        .collect();
    let count = places.len() as f64;
    if count == 0.0 {
        return None;
    }
    let mut sums = [0.0; 3];
    for (x, y) in places {
        let rgb = image.at(x, y);
        sums = std::array::from_fn(|channel| sums[channel] + f64::from(rgb[channel]));
    }
    let mean = lab(sums.map(|sum| sum / count));
    let beyond = |value: f64, from: f64, to: f64| (from - value).max(value - to).max(0.0);
    let (a, b) = (beyond(mean.a, 5.0, 25.0), beyond(mean.b, 5.0, 35.0));
    Some((a * a + b * b).sqrt())
}

fn second_face(scene: &Scene, face: &Face) -> Option<f64> {
    let second = scene.others.iter().map(|other| other.area()).fold(0.0, f32::max);
    let first = face.detection.area();
    (first > 0.0).then(|| f64::from((second / first).min(1.0)))
}

/// The largest distance between upper and lower landmarks of the opening of the eye that is less open, px.
fn eye_opening(face: &Face) -> f64 {
    const LIDS: [[(usize, usize); 3]; 2] = [
        [(160, 144), (159, 145), (158, 153)],
        [(387, 373), (386, 374), (385, 380)],
    ];
    LIDS.map(|pairs| widest(face, &pairs))
        .into_iter()
        .fold(f64::INFINITY, f64::min)
}

fn mouth_opening(face: &Face) -> f64 {
    widest(face, &[(82, 87), (13, 14), (312, 317)])
}

fn widest(face: &Face, pairs: &[(usize, usize)]) -> f64 {
    let gap = |(upper, lower): &(usize, usize)| face.landmarks.point(*upper).distance(face.landmarks.point(*lower));
    f64::from(pairs.iter().map(gap).fold(0.0, f32::max))
}
