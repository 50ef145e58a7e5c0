//! Where the head turns: the rotation that lays the canonical face over the landmarks best.

use super::{Canonical, Landmarks};

/// The head's rotation, degrees; 0 for one that looks straight into the camera.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Pose {
    /// To the person's left.
    pub yaw: f32,
    /// Down. Depends on the person by up to 9°.
    pub pitch: f32,
    /// Towards the picture's right, clockwise.
    pub roll: f32,
}

/// Steps of the power iteration: the eigenvalues lie far apart, a hundred would do for any face.
const STEPS: usize = 1000;

type Matrix = [[f64; 3]; 3];

/// A place on the canonical head, the place where it is seen, its weight.
type Pair = ([f64; 3], [f64; 3], f64);

/// Weighted least squares over the landmarks of `canonical` (Horn 1987, by the quaternion of the largest eigenvalue). `None` when
/// there are too few landmarks, or all in one place.
pub fn pose(canonical: &Canonical, landmarks: &Landmarks) -> Option<Pose> {
    let mut pairs = Vec::new();
    for (index, weight) in &canonical.weights {
        let [x, y, z] = landmarks.points.get(*index)?.map(f64::from);
        let model = canonical.vertices.get(*index)?.map(f64::from);
        // The photo's y goes down and its z away; the model's go up and towards the camera.
        pairs.push((model, [x, -y, -z], f64::from(*weight)));
    }
    let rotation = rotation(&pairs)?;
    let degrees = |radians: f64| (radians * 180.0 / std::f64::consts::PI) as f32;
    // Turned about y, then x, then z.
    Some(Pose {
        yaw: degrees(libm::atan2(-rotation[2][0], rotation[2][2])),
        pitch: degrees(libm::asin(rotation[2][1].clamp(-1.0, 1.0))),
        roll: degrees(libm::atan2(rotation[0][1], rotation[1][1])),
    })
}

/// The rotation from the first to the second points of each pair.
fn rotation(pairs: &[Pair]) -> Option<Matrix> {
    let total: f64 = pairs.iter().map(|(_, _, weight)| weight).sum();
    let mean = |of: fn(&Pair) -> [f64; 3]| -> [f64; 3] {
        std::array::from_fn(|axis| pairs.iter().map(|pair| pair.2 * of(pair)[axis]).sum::<f64>() / total)
    };
    let (from, to) = (mean(|pair| pair.0), mean(|pair| pair.1));
    let mut s: Matrix = [[0.0; 3]; 3];
    for (a, b, weight) in pairs {
        for row in 0..3 {
            for column in 0..3 {
                s[row][column] += weight * (a[row] - from[row]) * (b[column] - to[column]);
            }
        }
    }
    let n = [
        [
            s[0][0] + s[1][1] + s[2][2],
            s[1][2] - s[2][1],
            s[2][0] - s[0][2],
            s[0][1] - s[1][0],
        ],
        [
            s[1][2] - s[2][1],
            s[0][0] - s[1][1] - s[2][2],
            s[0][1] + s[1][0],
            s[2][0] + s[0][2],
        ],
        [
            s[2][0] - s[0][2],
            s[0][1] + s[1][0],
            s[1][1] - s[0][0] - s[2][2],
            s[1][2] + s[2][1],
        ],
        [
            s[0][1] - s[1][0],
            s[2][0] + s[0][2],
            s[1][2] + s[2][1],
            s[2][2] - s[0][0] - s[1][1],
        ],
    ];
    let [w, x, y, z] = largest(&n)?;
    Some([
        [
            1.0 - 2.0 * (y * y + z * z),
            2.0 * (x * y - w * z),
            2.0 * (x * z + w * y),
        ],
        [
            2.0 * (x * y + w * z),
            1.0 - 2.0 * (x * x + z * z),
            2.0 * (y * z - w * x),
        ],
        [
            2.0 * (x * z - w * y),
            2.0 * (y * z + w * x),
            1.0 - 2.0 * (x * x + y * y),
        ],
    ])
}

/// The eigenvector of a symmetric matrix's largest eigenvalue.
fn largest(n: &[[f64; 4]; 4]) -> Option<[f64; 4]> {
    // Moved up, so that the largest is also the one furthest from 0.
    let shift = 4.0
        * n.iter()
            .flatten()
            .fold(0.0, |largest: f64, value| largest.max(value.abs()));
    if !(shift > 0.0 && shift.is_finite()) {
        return None;
    }
    let mut v = [1.0, 0.01, 0.01, 0.01];
    for _ in 0..STEPS {
        let u: [f64; 4] = std::array::from_fn(|row| {
            let product: f64 = n[row].iter().zip(&v).map(|(a, b)| a * b).sum();
            shift * v[row] + product
        });
        let length = u.iter().map(|value| value * value).sum::<f64>().sqrt();
        v = u.map(|value| value / length);
    }
    v.iter().all(|value| value.is_finite()).then_some(v)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn face() -> Canonical {
        let vertices = vec![
            [0.0, 0.0, 6.0],
            [-6.0, 3.0, 0.0],
            [6.0, 3.0, 0.0],
            [0.0, -8.0, 3.0],
            [0.0, 8.0, 4.0],
        ];
        let weights = (0..5).map(|index| (index, 1.0)).collect();
        Canonical { vertices, weights }
    }

    /// The face turned about y by `yaw`, then about z by `roll`, as a photo sees it.
    fn seen(yaw: f64, roll: f64) -> Landmarks {
        let (sy, cy) = (yaw.to_radians().sin(), yaw.to_radians().cos());
        let (sr, cr) = (roll.to_radians().sin(), roll.to_radians().cos());
        let face = face();
        let points = face.vertices.iter().map(|vertex| {
            let [x, y, z] = vertex.map(f64::from);
            let (x, z) = (x * cy + z * sy, z * cy - x * sy);
            // In the photo y goes down: clockwise there is negative here.
            let (x, y) = (x * cr + y * sr, y * cr - x * sr);
            [(x * 20.0 + 240.0) as f32, (320.0 - y * 20.0) as f32, (-z * 20.0) as f32]
        });
        Landmarks {
            points: points.collect(),
            presence: 1.0,
        }
    }

    #[test]
    fn turns_are_told_in_degrees() {
        for (yaw, roll) in [(0.0, 0.0), (20.0, 0.0), (0.0, 12.0), (-15.0, -30.0), (0.0, 100.0)] {
            let pose = pose(&face(), &seen(yaw, roll)).unwrap();
            assert!((f64::from(pose.yaw) - yaw).abs() < 0.01, "{pose:?} {yaw} {roll}");
            assert!((f64::from(pose.roll) - roll).abs() < 0.01, "{pose:?} {yaw} {roll}");
            assert!(pose.pitch.abs() < 0.01, "{pose:?}");
        }
    }

    #[test]
    fn one_place_has_no_pose() {
        let points = vec![[5.0, 5.0, 0.0]; 5];
        assert_eq!(pose(&face(), &Landmarks { points, presence: 1.0 }), None);
    }
}
