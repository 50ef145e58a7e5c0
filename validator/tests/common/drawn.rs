//! A drawn face that the face models take for one: ellipses and soft shades, nobody's portrait.

/// Where and how large the face is drawn.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Drawn {
    pub(crate) width: usize,
    pub(crate) height: usize,
    /// The middle between the eyes, px.
    pub(crate) eyes: [f64; 2],
    /// Between the eyes, px; the face is about 2.14 times as wide.
    pub(crate) apart: f64,
    /// Lean, degrees clockwise.
    pub(crate) roll: f64,
}

impl Drawn {
    /// The picture's bytes, R, G, B.
    pub(crate) fn rgb(&self) -> Vec<u8> {
        let (sin, cos) = self.roll.to_radians().sin_cos();
        let mut rgb = Vec::with_capacity(self.width * self.height * 3);
        for y in 0..self.height {
            for x in 0..self.width {
                let dx = (x as f64 + 0.5 - self.eyes[0]) / self.apart;
                let dy = (y as f64 + 0.5 - self.eyes[1]) / self.apart;
                let mut brush = Brush {
                    u: dx * cos + dy * sin,
                    v: dy * cos - dx * sin,
                    color: [100.0, 197.0, 255.0],
                };
                brush.bust();
                brush.face();
                for side in [-1.0, 1.0] {
                    brush.eye(side);
                    brush.nose(side);
                }
                brush.mouth();
                // A little grain, as a camera leaves it.
                let grain = ((x * 7919 + y * 104_729) % 7) as f64 - 3.0;
                rgb.extend(brush.color.map(|value| (value + grain).clamp(0.0, 255.0) as u8));
            }
        }
        rgb
    }
}

/// One px on its way; places are in eye distances from the middle between the eyes.
struct Brush {
    u: f64,
    v: f64,
    color: [f64; 3],
}

const HAIR: [f64; 3] = [38.0, 32.0, 30.0];
const SHADE: [f64; 3] = [196.0, 150.0, 128.0];

/// 1 inside, 0 outside, soft over twice `soft`; `distance` is negative inside.
fn cover(distance: f64, soft: f64) -> f64 {
    let t = (0.5 - distance / (2.0 * soft)).clamp(0.0, 1.0);
    t * t * (3.0 - 2.0 * t)
}

impl Brush {
    fn over(&mut self, color: [f64; 3], alpha: f64) {
        for (own, new) in self.color.iter_mut().zip(color) {
            *own += (new - *own) * alpha;
        }
    }

    fn distance(&self, [x, y]: [f64; 2], [rx, ry]: [f64; 2]) -> f64 {
        (((self.u - x) / rx).hypot((self.v - y) / ry) - 1.0) * rx.min(ry)
    }

    fn ellipse(&mut self, color: [f64; 3], center: [f64; 2], radii: [f64; 2], soft: f64, alpha: f64) {
        let cover = cover(self.distance(center, radii), soft);
        self.over(color, cover * alpha);
    }

    fn bust(&mut self) {
        self.ellipse(HAIR, [0.0, -0.05], [1.22, 1.5], 0.03, 1.0);
        self.ellipse([52.0, 56.0, 84.0], [0.0, 4.2], [2.6, 1.75], 0.03, 1.0);
        if self.v > 1.2 {
            let neck = cover(self.u.abs() - 0.55, 0.04) * cover(self.v - 2.65, 0.05);
            self.over([196.0, 148.0, 124.0], neck);
        }
        for side in [-1.1, 1.1] {
            self.ellipse([214.0, 166.0, 142.0], [side, 0.35], [0.14, 0.33], 0.03, 1.0);
        }
    }

    fn face(&mut self) {
        let oval = cover(self.distance([0.0, 0.38], [1.08, 1.47]), 0.03);
        let round = 1.0 - 0.28 * (self.u / 1.08).powi(2) - 0.1 * (self.v - 1.0).max(0.0).powi(2);
        self.over([232.0, 190.0, 166.0].map(|value| value * round), oval);
        let fringe = cover(self.v + 0.72 - 0.18 * self.u * self.u, 0.06);
        self.over(HAIR, oval * fringe);
    }

    fn eye(&mut self, side: f64) {
        let (u, v, x) = (self.u, self.v, side * 0.5);
        self.ellipse(SHADE, [x, -0.02], [0.36, 0.22], 0.15, 0.6);
        let along = side * u - 0.52;
        let brow = cover(
            ((v + 0.36 - 0.12 * along * along).abs() - 0.055).max(along.abs() - 0.36),
            0.04,
        );
        self.over([52.0, 40.0, 34.0], brow * 0.9);
        self.ellipse([244.0, 240.0, 238.0], [x, 0.0], [0.26, 0.115], 0.03, 1.0);
        if self.distance([x, 0.0], [0.26, 0.115]) < 0.02 {
            self.ellipse([58.0, 36.0, 24.0], [x, -0.01], [0.115, 0.115], 0.02, 1.0);
            self.ellipse([12.0, 10.0, 10.0], [x, -0.01], [0.05, 0.05], 0.02, 1.0);
            self.ellipse([255.0; 3], [x + 0.035, -0.045], [0.022, 0.022], 0.015, 1.0);
        }
        let lid = |height: f64, half: f64, thick: f64| {
            let arc = v + height * (1.0 - ((u - x) / half).powi(2)).max(0.0).sqrt();
            cover((arc.abs() - thick).max((u - x).abs() - half), 0.02)
        };
        let (upper, lower) = (lid(0.115, 0.28, 0.022), lid(-0.11, 0.27, 0.01));
        self.over([44.0, 30.0, 26.0], upper);
        self.over([120.0, 84.0, 70.0], lower * 0.5);
    }

    fn nose(&mut self, side: f64) {
        self.ellipse([188.0, 138.0, 114.0], [side * 0.17, 0.62], [0.07, 0.16], 0.08, 0.55);
        self.ellipse([92.0, 54.0, 46.0], [side * 0.1, 0.75], [0.055, 0.03], 0.03, 0.9);
        self.ellipse([206.0, 150.0, 126.0], [side * 0.19, 0.7], [0.09, 0.09], 0.06, 0.6);
    }

    fn mouth(&mut self) {
        self.ellipse([246.0, 212.0, 190.0], [0.0, 0.35], [0.05, 0.4], 0.06, 0.7);
        self.ellipse([246.0, 210.0, 188.0], [0.0, 0.63], [0.1, 0.09], 0.06, 0.7);
        self.ellipse([180.0, 130.0, 108.0], [0.0, 0.8], [0.2, 0.035], 0.05, 0.6);
        self.ellipse([186.0, 98.0, 92.0], [0.0, 1.12], [0.37, 0.075], 0.03, 1.0);
        self.ellipse([196.0, 108.0, 100.0], [0.0, 1.19], [0.3, 0.085], 0.03, 1.0);
        let line = (self.v - 1.145 - 0.02 * (self.u * 8.0).cos()).abs() - 0.012;
        self.over([104.0, 44.0, 44.0], cover(line.max(self.u.abs() - 0.36), 0.015));
        self.ellipse(SHADE, [0.0, 1.36], [0.22, 0.05], 0.06, 0.5);
    }
}
