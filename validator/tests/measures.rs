//! Measures against published numbers.

use tassel_validator::measure::color::{Lab, delta_e2000, lab};

#[test]
fn ciede2000_agrees_with_the_published_test_data() {
    // Sharma, Wu and Dalal, "The CIEDE2000 color-difference formula", table 1 (a selection that covers every branch).
    let pairs = [
        ([50.0, 2.6772, -79.7751], [50.0, 0.0, -82.7485], 2.0425),
        ([50.0, -1.3802, -84.2814], [50.0, 0.0, -82.7485], 1.0000),
        ([50.0, 0.0, 0.0], [50.0, -1.0, 2.0], 2.3669),
        ([50.0, 2.49, -0.001], [50.0, -2.49, 0.0009], 7.1792),
        ([50.0, 2.49, -0.001], [50.0, -2.49, 0.0011], 7.2195),
        ([50.0, -0.001, 2.49], [50.0, 0.0009, -2.49], 4.8045),
        ([50.0, 2.5, 0.0], [73.0, 25.0, -18.0], 27.1492),
        ([60.2574, -34.0099, 36.2677], [60.4626, -34.1751, 39.4387], 1.2644),
        ([22.7233, 20.0904, -46.694], [23.0331, 14.973, -42.5619], 2.0373),
        ([90.8027, -2.0831, 1.441], [91.1528, -1.6435, 0.0447], 1.4441),
        ([2.0776, 0.0795, -1.135], [0.9033, -0.0636, -0.5514], 0.9082),
    ];
    let color = |[l, a, b]: [f64; 3]| Lab { l, a, b };
    for (p, q, expected) in pairs {
        let (there, back) = (delta_e2000(color(p), color(q)), delta_e2000(color(q), color(p)));
        assert!((there - expected).abs() < 5e-5, "{p:?} {q:?}: {there}");
        assert!((there - back).abs() < 1e-9, "symmetric");
    }
}

#[test]
fn lab_of_known_colours() {
    // Lindbloom's sRGB D65 values.
    for (rgb, [l, a, b]) in [
        ([255.0, 255.0, 255.0], [100.0, 0.0, 0.0]),
        ([0.0, 0.0, 0.0], [0.0, 0.0, 0.0]),
        ([255.0, 0.0, 0.0], [53.24, 80.09, 67.20]),
        ([0.0, 0.0, 255.0], [32.30, 79.19, -107.86]),
    ] {
        let c = lab(rgb);
        assert!(
            (c.l - l).abs() < 0.02 && (c.a - a).abs() < 0.02 && (c.b - b).abs() < 0.02,
            "{rgb:?} {c:?}"
        );
    }
}
