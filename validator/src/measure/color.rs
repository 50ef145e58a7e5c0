//! Colours as people see them: sRGB → CIELAB and colour differences.

/// A colour in CIELAB (D65, 2°): L* 0…100, a* and b* about −128…127.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Lab {
    /// Lightness.
    pub l: f64,
    /// Green to red.
    pub a: f64,
    /// Blue to yellow.
    pub b: f64,
}

/// sRGB (0…255, fractions allowed) to CIELAB, after IEC 61966-2-1 and CIE 15:2004.
pub fn lab(rgb: [f64; 3]) -> Lab {
    lab_of_light(rgb.map(light))
}

/// One channel of sRGB (0…255, fractions allowed) as light, 0…1, after IEC 61966-2-1.
pub fn light(channel: f64) -> f64 {
    let c = channel / 255.0;
    if c <= 0.04045 {
        c / 12.92
    } else {
        libm::pow((c + 0.055) / 1.055, 2.4)
    }
}

/// The channels' light (0…1, see [`light`]) to CIELAB.
pub fn lab_of_light([r, g, b]: [f64; 3]) -> Lab {
    let x = (0.412_456_4 * r + 0.357_576_1 * g + 0.180_437_5 * b) / 0.950_47;
    let y = 0.212_672_9 * r + 0.715_152_2 * g + 0.072_175 * b;
    let z = (0.019_333_9 * r + 0.119_192 * g + 0.950_304_1 * b) / 1.088_83;
    let [x, y, z] = [x, y, z].map(|t| {
        if t > 216.0 / 24389.0 {
            libm::cbrt(t)
        } else {
            (24389.0 / 27.0 * t + 16.0) / 116.0
        }
    });
    Lab {
        l: 116.0 * y - 16.0,
        a: 500.0 * (x - y),
        b: 200.0 * (y - z),
    }
}

/// Plain distance of two colours in CIELAB (CIE 1976 ΔE*ab); fit for small differences and neighbours.
pub fn delta_e76(p: Lab, q: Lab) -> f64 {
    let (l, a, b) = (p.l - q.l, p.a - q.a, p.b - q.b);
    (l * l + a * a + b * b).sqrt()
}

/// CIEDE2000 colour difference (ISO/CIE 11664-6), checked against the test data of Sharma, Wu and Dalal (2005).
pub fn delta_e2000(p: Lab, q: Lab) -> f64 {
    let pow7 = |x: f64| x * x * x * x * x * x * x;
    const TWENTY_FIVE_POW_7: f64 = 6_103_515_625.0;
    let chroma = |a: f64, b: f64| (a * a + b * b).sqrt();
    let c_bar = (chroma(p.a, p.b) + chroma(q.a, q.b)) / 2.0;
    let g = 0.5 * (1.0 - (pow7(c_bar) / (pow7(c_bar) + TWENTY_FIVE_POW_7)).sqrt());
    let (a1, a2) = (p.a * (1.0 + g), q.a * (1.0 + g));
    let (c1, c2) = (chroma(a1, p.b), chroma(a2, q.b));
    let (h1, h2) = (hue(a1, p.b), hue(a2, q.b));

    let delta_h = match (c1 * c2 == 0.0, h2 - h1) {
        (true, _) => 0.0,
        (_, d) if d > 180.0 => d - 360.0,
        (_, d) if d < -180.0 => d + 360.0,
        (_, d) => d,
    };
    let big_h = 2.0 * (c1 * c2).sqrt() * sin(delta_h / 2.0);
    let (delta_l, delta_c) = (q.l - p.l, c2 - c1);

    let (l_mean, c_mean) = (f64::midpoint(p.l, q.l), f64::midpoint(c1, c2));
    let h_mean = if c1 * c2 == 0.0 {
        h1 + h2
    } else if (h1 - h2).abs() <= 180.0 {
        f64::midpoint(h1, h2)
    } else if h1 + h2 < 360.0 {
        (h1 + h2 + 360.0) / 2.0
    } else {
        (h1 + h2 - 360.0) / 2.0
    };
    let t = 1.0 - 0.17 * cos(h_mean - 30.0) + 0.24 * cos(2.0 * h_mean) + 0.32 * cos(3.0 * h_mean + 6.0)
        - 0.20 * cos(4.0 * h_mean - 63.0);
    let bend = (h_mean - 275.0) / 25.0;
    let rotation =
        -2.0 * (pow7(c_mean) / (pow7(c_mean) + TWENTY_FIVE_POW_7)).sqrt() * sin(60.0 * libm::exp(-bend * bend));
    let from_50 = (l_mean - 50.0) * (l_mean - 50.0);
    let l = delta_l / (1.0 + 0.015 * from_50 / (20.0 + from_50).sqrt());
    let c = delta_c / (1.0 + 0.045 * c_mean);
    let h = big_h / (1.0 + 0.015 * c_mean * t);
    (l * l + c * c + h * h + rotation * c * h).max(0.0).sqrt()
}

/// Hue angle in degrees, 0…360; 0 for grey.
fn hue(a: f64, b: f64) -> f64 {
    if a == 0.0 && b == 0.0 {
        return 0.0;
    }
    let degrees = libm::atan2(b, a) * (180.0 / std::f64::consts::PI);
    if degrees < 0.0 { degrees + 360.0 } else { degrees }
}

fn sin(degrees: f64) -> f64 {
    libm::sin(degrees * (std::f64::consts::PI / 180.0))
}

fn cos(degrees: f64) -> f64 {
    libm::cos(degrees * (std::f64::consts::PI / 180.0))
}
