//! Jewellery at ears and neck: what the segmentation calls "others", and small golden things that it overlooks.

use super::area::{face_box, peak_share, percentile, places, region, rgb};
use crate::pixels::Pixels;
use crate::portrait::{Class, Face, Masks, Scene};

/// What was found at ears and neck.
#[derive(Debug, Clone, PartialEq)]
pub struct Jewelry {
    /// Largest share of "others" beside the jaw and below the ears, 0…1; the 98th percentile of the places there.
    pub ears: f32,
    /// The same at the neck.
    pub neck: f32,
    /// How much more golden small things at the ears are than the skin, 0…255; the ear that has less of it. See [`gold`].
    pub ear_gold: f32,
    /// The same at the neck.
    pub neck_gold: f32,
    /// Box around ears or neck, wherever more was found, px.
    pub ear_region: Option<[u32; 4]>,
    /// Box around the neck, px.
    pub neck_region: Option<[u32; 4]>,
}

/// Where earrings hang, eye distances from the eyes' middle.
const EARS: [[f32; 4]; 2] = [[-1.45, 0.45, -0.85, 1.25], [0.85, 0.45, 1.45, 1.25]];
/// Where necklaces lie.
const NECK: [f32; 4] = [-0.8, 1.75, 0.8, 2.6];

/// Measures ears and neck. Our own.
pub fn jewelry(scene: &Scene, face: &Face, masks: &Masks) -> Jewelry {
    let others = |area: [f32; 4]| peak_share(scene, masks, &face_box(face, area), &[Class::Others]);
    let golden = |area: [f32; 4]| gold(&scene.image, face, area);
    let [right, left] = EARS.map(golden);
    Jewelry {
        ears: others(EARS[0]).max(others(EARS[1])),
        neck: others(NECK),
        ear_gold: right.min(left),
        neck_gold: golden(NECK),
        ear_region: region(&face_box(face, [-1.45, 0.3, 1.45, 1.3]), &scene.image),
        neck_region: region(&face_box(face, NECK), &scene.image),
    }
}

/// How much yellow there is to a colour: min(R, G) − B. Gold and brass have 80 and more, skin 20–50, white and silver 0.
fn yellow([r, g, b]: [f32; 3]) -> f32 {
    r.min(g) - b
}

/// Side of the cells that are looked at, eye distances.
const CELL: f32 = 0.025;
/// Half the width of the window that small things don't fill, in cells: together 0.175 eye distances, about 11 mm.
const WINDOW: usize = 3;

/// How much more yellow than the skin small things are: the white top-hat (image − its opening by a square, Serra 1982) of the
/// yellowness above the cheeks', 98th percentile over a box. Collars and hair are wider than the window and leave nothing.
pub fn gold(image: &Pixels, face: &Face, [left, top, right, bottom]: [f32; 4]) -> f32 {
    let mut cheeks: Vec<f32> = [[-0.65, 0.5, -0.4, 0.75], [0.4, 0.5, 0.65, 0.75]]
        .into_iter()
        .flat_map(|area| places(&face_box(face, area), image))
        .map(|at| yellow(rgb(image, at)))
        .collect();
    let base = percentile(&mut cheeks, 50).max(0.0) + 12.0;
    let (columns, rows) = (((right - left) / CELL) as usize, ((bottom - top) / CELL) as usize);
    let mut cells = Vec::with_capacity(columns * rows);
    for row in 0..rows {
        for column in 0..columns {
            let at = face.at(left + column as f32 * CELL, top + row as f32 * CELL);
            cells.push(yellow(rgb(image, at)).max(base));
        }
    }
    let opened = slid(&slid(&cells, columns, f32::min), columns, f32::max);
    let inner = |index: usize| {
        let (column, row) = (index % columns.max(1), index / columns.max(1));
        (WINDOW..columns - WINDOW).contains(&column) && (WINDOW..rows - WINDOW).contains(&row)
    };
    let mut rest: Vec<f32> = (0..cells.len())
        .filter(|index| inner(*index))
        .map(|index| cells[index] - opened[index])
        .collect();
    percentile(&mut rest, 98)
}

/// The least or the most of the window around each cell, cut off at the edges: first along rows, then along columns.
fn slid(cells: &[f32], columns: usize, of: fn(f32, f32) -> f32) -> Vec<f32> {
    let columns = columns.max(1);
    let rows = cells.len() / columns;
    let mut across = Vec::with_capacity(cells.len());
    for line in cells.chunks_exact(columns) {
        for column in 0..columns {
            let window = &line[column.saturating_sub(WINDOW)..(column + WINDOW + 1).min(columns)];
            across.push(window.iter().copied().fold(line[column], of));
        }
    }
    let mut down = Vec::with_capacity(cells.len());
    for row in 0..rows {
        for column in 0..columns {
            let window = row.saturating_sub(WINDOW)..(row + WINDOW + 1).min(rows);
            down.push(
                window
                    .map(|row| across[row * columns + column])
                    .fold(across[row * columns + column], of),
            );
        }
    }
    down
}
