//! The person's edge, looked at across: what lies on either side of it, and whether something lies between.

use super::field::Field;

/// How far a cut across the edge reaches into the person and into the background, px of a finished photo.
const INTO: i32 = 9;
const OUT: i32 = 14;
/// The person's own colour is taken from this many px at a cut's inner end, the wall's from as many at its outer end.
const ENDS: usize = 4;
/// Where a rim is looked for: first px of the window, from the edge outwards.
const SEARCH: std::ops::RangeInclusive<i32> = -3..=7;
/// Px over which a cut is smoothed: a JPEG stores colour at half the photo's size, and only where lightness is as soft as colour, the way
/// from one surface to another is a straight line of mixtures.
const WINDOW: usize = 4;
/// What is left of the colour's softness, in parts of the step in colour.
const SMEAR: f32 = 0.11;
/// Lightness counts for so much more than colour differences, as eyes see it.
const LIGHTNESS: f32 = 1.6;
/// Px between two cuts.
const EVERY: usize = 3;
/// Colours of person and wall (distance in RGB) that are too close to tell what lies between them.
const CLOSE: f32 = 30.0;
/// A cut that ends on something whose colour is farther (distance in RGB) from the wall's ends on clothes or on a thing.
const WALL: f32 = 60.0;
/// The percentiles of the cuts that are reported: hair may bring its own rims over half of the edge, a cut-out's go all around; but a dark
/// rim hides beside dark hair and clothes, and then it is strong elsewhere.
const PERCENT: [usize; 2] = [60, 80];

/// One cut across the edge.
#[derive(Debug, Clone, Copy, PartialEq)]
struct Cut {
    /// Largest distance of what lies between person and wall from the mixtures of both; see [`Fringe::off`].
    off: f32,
    /// By how much it is lighter there than a mixture, luma; negative where it is darker.
    lighter: f32,
}

/// A rim along the person's edge.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Fringe {
    /// How far the px between person and wall are from the mixtures of their colours: largest distance on each cut across the edge (a
    /// colour is 1.6 Y, B − Y, R − Y, each 0…255), less a ninth of the step in colour; 60th percentile of the cuts. A clean edge, sharp
    /// or soft, has 4 to 11, the remains of another background 12 to 110. Our own.
    pub off: f64,
    /// The same, 80th percentile.
    pub strongest: f64,
    /// Mean by which these px are lighter than a mixture, luma 0…255: above 0 a light rim, below a dark one.
    pub lighter: f64,
    /// Number of cuts that say something.
    pub cuts: usize,
}

/// Looks across the whole edge, where it borders on a wall of this colour.
pub(super) fn fringe(field: &Field<'_>, wall: [f64; 3]) -> Fringe {
    let (width, height) = (field.image.width, field.image.height);
    let wall = wall.map(|channel| channel as f32);
    let mut cuts = Vec::new();
    let mut edge = 0usize;
    for y in 1..height.saturating_sub(1) {
        for x in 1..width.saturating_sub(1) {
            // The outermost px of the person.
            if (-1.4..0.0).contains(&field.away(x, y)) {
                edge += 1;
                if edge.is_multiple_of(EVERY) {
                    cuts.extend(cut(field, x, y, wall));
                }
            }
        }
    }
    cuts.sort_by(|a, b| a.off.total_cmp(&b.off));
    let sum: f64 = cuts.iter().map(|cut| f64::from(cut.lighter)).sum();
    let percentile = |percent: usize| {
        cuts.get(cuts.len().saturating_sub(1) * percent / 100)
            .map_or(0.0, |cut| f64::from(cut.off))
    };
    let [off, strongest] = PERCENT.map(percentile);
    Fringe {
        off,
        strongest,
        lighter: sum / cuts.len().max(1) as f64,
        cuts: cuts.len(),
    }
}

fn cut(field: &Field<'_>, x: usize, y: usize, wall_color: [f32; 3]) -> Option<Cut> {
    let (dx, dy) = normal(field, x, y)?;
    let place = |step: f32, aside: f32| {
        let (step, aside) = (step * field.unit, aside * field.unit);
        let (u, v) = (
            x as f32 + dx * step - dy * aside + 0.5,
            y as f32 + dy * step + dx * aside + 0.5,
        );
        let inside = u >= 0.0 && v >= 0.0 && u < field.image.width as f32 && v < field.image.height as f32;
        inside.then_some((u as usize, v as usize))
    };
    // A cut that leaves a strand of hair on its other side, or ends near another one, says nothing.
    let ((ix, iy), (ox, oy)) = (place(-INTO as f32, 0.0)?, place(OUT as f32, 0.0)?);
    if field.away(ix, iy) > -0.6 * INTO as f32 * field.unit || field.away(ox, oy) < 0.7 * OUT as f32 * field.unit {
        return None;
    }
    let mut colors = Vec::with_capacity((INTO + OUT + 1) as usize);
    for step in -INTO..=OUT {
        let mut beside = [[0.0; 3]; 3];
        for (aside, color) in [-1.0, 0.0, 1.0].into_iter().zip(&mut beside) {
            let (u, v) = place(step as f32, aside)?;
            *color = field.image.at(u, v).map(f32::from);
        }
        colors.push(mean(&beside));
    }
    let (person, wall) = (mean(colors.get(..ENDS)?), mean(colors.get(colors.len() - ENDS..)?));
    if distance(person, wall) < CLOSE || distance(wall, wall_color) > WALL {
        return None;
    }
    let (person, wall) = (seen(person), seen(wall));
    let smear = SMEAR * distance([0.0, person[1], person[2]], [0.0, wall[1], wall[2]]);
    let mut cut = Cut { off: 0.0, lighter: 0.0 };
    for step in SEARCH {
        let from = (step + INTO) as usize;
        let here = seen(mean(colors.get(from..from + WINDOW)?));
        let mixture = nearest(here, wall, person);
        let off = distance(here, mixture) - smear;
        if off > cut.off {
            cut = Cut {
                off,
                lighter: (here[0] - mixture[0]) / LIGHTNESS,
            };
        }
    }
    Some(cut)
}

/// The direction out of the person, of length 1.
fn normal(field: &Field<'_>, x: usize, y: usize) -> Option<(f32, f32)> {
    let (mut dx, mut dy) = (0.0, 0.0);
    for reach in [2_usize, 4, 6] {
        dx += field.away(x + reach, y) - field.away(x.saturating_sub(reach), y);
        dy += field.away(x, y + reach) - field.away(x, y.saturating_sub(reach));
    }
    let length = (dx * dx + dy * dy).sqrt();
    (length > 1.0).then(|| (dx / length, dy / length))
}

/// A colour as lightness and two colour differences.
fn seen([r, g, b]: [f32; 3]) -> [f32; 3] {
    let luma = 0.299 * r + 0.587 * g + 0.114 * b;
    [LIGHTNESS * luma, b - luma, r - luma]
}

fn mean(colors: &[[f32; 3]]) -> [f32; 3] {
    let mut sum = [0.0; 3];
    for color in colors {
        sum = std::array::from_fn(|channel| sum[channel] + color[channel]);
    }
    sum.map(|sum| sum / colors.len().max(1) as f32)
}

fn distance(a: [f32; 3], b: [f32; 3]) -> f32 {
    let [x, y, z] = std::array::from_fn(|channel| a[channel] - b[channel]);
    (x * x + y * y + z * z).sqrt()
}

/// The mixture of two colours that is nearest to another.
fn nearest(here: [f32; 3], from: [f32; 3], to: [f32; 3]) -> [f32; 3] {
    let way: [f32; 3] = std::array::from_fn(|channel| to[channel] - from[channel]);
    let gone: [f32; 3] = std::array::from_fn(|channel| here[channel] - from[channel]);
    let dot = |a: [f32; 3], b: [f32; 3]| a[0] * b[0] + a[1] * b[1] + a[2] * b[2];
    let part = (dot(way, gone) / dot(way, way).max(1.0)).clamp(0.0, 1.0);
    std::array::from_fn(|channel| from[channel] + part * way[channel])
}
