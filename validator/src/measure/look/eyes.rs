//! Eyes: how far they are open by the mesh, by the expression and by what the pixels show; red pupils.

use super::area::{face_box, luma, percentile, region, rgb};
use crate::pixels::Pixels;
use crate::portrait::{Blendshape, Face, Point, Scene, parts};

/// Radius of an iris in eye distances: 11.7 mm across, eyes 63 mm apart (both vary little between adults).
const IRIS: f32 = 0.093;

/// Corners and three pairs of lid points of the right and the left eye.
const LIDS: [([usize; 2], [[usize; 2]; 3]); 2] = [
    ([33, 133], [[159, 145], [158, 153], [160, 144]]),
    ([263, 362], [[386, 374], [385, 380], [387, 373]]),
];

/// What was measured of both eyes; the worse eye counts.
#[derive(Debug, Clone, PartialEq)]
pub struct Eyes {
    /// Smaller eye aspect ratio, see [`aspect`].
    pub aspect: f32,
    /// Larger blink blendshape, 0…1; 0 without the expression model.
    pub blink: f32,
    /// Smaller contrast of the open eye, see [`contrast`].
    pub contrast: f32,
    /// Steepest edge around the eyes, see [`crisp`]: tells whether `contrast` can be trusted.
    pub crisp: f32,
    /// Larger redness, see [`redness`].
    pub redness: f32,
    /// Box around both eyes, px.
    pub region: Option<[u32; 4]>,
}

/// Measures both eyes.
pub fn eyes(scene: &Scene, face: &Face) -> Eyes {
    let image = &scene.image;
    let blink = |shape| face.shapes.as_ref().map_or(0.0, |shapes| shapes.get(shape));
    let [right, left] = face.eyes();
    Eyes {
        aspect: aspect(face, 0).min(aspect(face, 1)),
        blink: blink(Blendshape::EyeBlinkRight).max(blink(Blendshape::EyeBlinkLeft)),
        contrast: contrast(image, face, right).min(contrast(image, face, left)),
        crisp: crisp(image, face),
        redness: redness(image, face, right).max(redness(image, face, left)),
        region: region(&face_box(face, [-0.85, -0.25, 0.85, 0.25]), image),
    }
}

/// Eye aspect ratio: mean gap of three pairs of lid points ÷ distance of the corners (Soukupová & Čech 2016). About 0.3 when open.
/// The mesh keeps its lids apart over eyes that are closed softly, so this alone finds only some of them.
pub fn aspect(face: &Face, eye: usize) -> f32 {
    let Some(([outer, inner], pairs)) = LIDS.get(eye) else {
        return 0.0;
    };
    let at = |index: usize| face.landmarks.point(index);
    let gaps: f32 = pairs.iter().map(|[upper, lower]| at(*upper).distance(at(*lower))).sum();
    gaps / 3.0 / at(*outer).distance(at(*inner)).max(1.0)
}

/// How much of an eye's contrast can be seen: our own. Around the iris, from 0.8 of its radius above to below its centre, each row's
/// range of brightness (5th to 95th percentile over four radii) ÷ the brightness of the skin there (75th percentile); the rows' median.
/// White, iris and pupil side by side have 0.5 and more; a lid over them 0.2–0.4.
pub fn contrast(image: &Pixels, face: &Face, iris: Point) -> f32 {
    const ROWS: usize = 17;
    const COLUMNS: usize = 33;
    let skin = {
        let mut all = Vec::new();
        for row in 0..21 {
            for column in 0..21 {
                all.push(luma(rgb(
                    image,
                    around(face, iris, column as f32 / 5.0 - 2.0, row as f32 / 5.0 - 2.0),
                )));
            }
        }
        percentile(&mut all, 75)
    };
    let range = |row: usize| {
        let y = row as f32 / (ROWS - 1) as f32 * 1.6 - 0.8;
        let at = |column: usize| around(face, iris, column as f32 / 8.0 - 2.0, y);
        let mut line: Vec<f32> = (0..COLUMNS).map(|column| luma(rgb(image, at(column)))).collect();
        percentile(&mut line, 95) - percentile(&mut line, 5)
    };
    let mut ranges: Vec<f32> = (0..ROWS).map(range).collect();
    percentile(&mut ranges, 50) / skin.max(1.0)
}

/// The steepest edges around the eyes: 95th percentile of the brightness step over 1 % of the eye distance in a box from above the
/// brows to below the eyes ÷ the box' median brightness. Our own; low in blurred photos, whose eyes seem closed to [`contrast`].
pub fn crisp(image: &Pixels, face: &Face) -> f32 {
    const STEP: f32 = 0.02;
    let (mut steps, mut all) = (Vec::new(), Vec::new());
    for row in 0..35 {
        for column in 0..90 {
            let (x, y) = (column as f32 * STEP - 0.9, row as f32 * STEP - 0.42);
            let here = luma(rgb(image, face.at(x, y)));
            let across = luma(rgb(image, face.at(x + STEP, y))) - here;
            let down = luma(rgb(image, face.at(x, y + STEP))) - here;
            steps.push((across * across + down * down).sqrt());
            all.push(here);
        }
    }
    percentile(&mut steps, 95) / percentile(&mut all, 50).max(1.0)
}

/// How red an iris is: 75th percentile of R − max(G, B) within 0.8 of its radius, ÷ 255. Our own, after the flash's reflection from
/// the retina, which is red and nothing else; brown eyes stay below 0.12, lids of closed eyes and warm light too.
pub fn redness(image: &Pixels, face: &Face, iris: Point) -> f32 {
    let mut all = Vec::new();
    for row in 0..17 {
        for column in 0..17 {
            let (x, y) = (column as f32 / 10.0 - 0.8, row as f32 / 10.0 - 0.8);
            if x * x + y * y <= 0.64 {
                let [r, g, b] = rgb(image, around(face, iris, x, y));
                all.push(r - g.max(b));
            }
        }
    }
    percentile(&mut all, 75) / 255.0
}

/// A place beside an iris' centre, in iris radii along and across the eye line.
fn around(face: &Face, iris: Point, x: f32, y: f32) -> Point {
    let [right, left] = face.eyes();
    let (dx, dy) = ((left.x - right.x) * IRIS, (left.y - right.y) * IRIS);
    Point::new(iris.x + x * dx - y * dy, iris.y + x * dy + y * dx)
}

/// The larger of the gaps between the inner lips over the face's height, both in px: points 13–14, 82–87 and 312–317 over 10–152.
/// ISO/IEC 29794-5 "mouth closed" takes the same gap over another length.
pub fn mouth_gap(face: &Face) -> f32 {
    let at = |index: usize| face.landmarks.point(index);
    let height = at(parts::FOREHEAD).distance(at(parts::CHIN)).max(1.0);
    [[13, 14], [82, 87], [312, 317]]
        .iter()
        .map(|[upper, lower]| at(*upper).distance(at(*lower)))
        .fold(0.0, f32::max)
        / height
}
