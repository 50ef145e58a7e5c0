//! Letters on the photo: numbers in a corner, dates, watermarks.

use super::field::Field;
use crate::portrait::Class;

/// Half of the widest stroke that is looked for, px of a finished photo: twice, for thin and for bold letters.
const REACHES: [f32; 2] = [3.0, 6.0];
/// Smallest contrast of a stroke, luma 0…255.
const FAINT: i16 = 9;
/// Strokes nearer to the person's outline than this are left out, px of a finished photo: hair is made of strokes.
const MARGIN: f32 = 6.0;
/// Heights and widths of letters, px of a finished photo.
const TALL: std::ops::RangeInclusive<f32> = 6.0..=60.0;
/// Widest thing that is looked at, in parts of its height.
const WIDEST: f32 = 12.0;
/// Letters that touch each other are one thing; it counts for at most so many, since folds and seams are long things too.
const TOUCHING: f32 = 2.0;

/// Letters in rows.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Letters {
    /// Number of letters in the longest row.
    pub row: f64,
    /// Where it is: x, y, width, height in px of the scene's image.
    pub place: [u32; 4],
}

/// A thing made of strokes.
#[derive(Clone, Copy)]
struct Mark {
    left: usize,
    top: usize,
    right: usize,
    bottom: usize,
    strokes: usize,
}

impl Mark {
    fn tall(&self) -> f32 {
        (self.bottom + 1 - self.top) as f32
    }

    fn wide(&self) -> f32 {
        (self.right + 1 - self.left) as f32
    }
}

/// Our own: a stroke is lighter or darker than both its sides, which are alike; letters are small things made of strokes; text is a row of
/// letters of like height. Looked for where nothing but wall or cloth should be.
pub(super) fn letters(field: &Field<'_>) -> Letters {
    let bare = bare(field);
    let mut letters = Letters::default();
    for reach in REACHES {
        let reach = ((reach * field.unit + 0.5) as usize).max(2);
        let strokes = strokes(&bare, field, reach);
        for kind in [LIGHT, DARK] {
            let marks = marks(&strokes, field, kind);
            let (many, place) = longest(&marks);
            if many > letters.row {
                letters.row = many;
                letters.place = place;
            }
        }
    }
    letters
}

/// Where nothing but wall or cloth should be: away from the outline, and neither hair nor skin nor what is worn on the head.
fn bare(field: &Field<'_>) -> Vec<bool> {
    let (width, height) = (field.image.width, field.image.height);
    let places = (0..height).flat_map(|y| (0..width).map(move |x| (x, y)));
    let margin = MARGIN * field.unit;
    places
        .map(|(x, y)| {
            let away = field.away(x, y);
            away >= margin
                || away <= -margin && field.share(x, y, Class::Clothes) + field.share(x, y, Class::Background) > 0.7
        })
        .collect()
}

const LIGHT: i8 = 1;
const DARK: i8 = -1;

/// For every px: whether it lies on a stroke that is lighter or darker than its sides; 0 for neither.
fn strokes(bare: &[bool], field: &Field<'_>, reach: usize) -> Vec<i8> {
    let luma = &field.luma;
    let (width, height) = (field.image.width, field.image.height);
    let mut found = vec![0; luma.len()];
    if width <= 2 * reach || height <= 2 * reach {
        return found;
    }
    let row = |y: usize| luma.get(y * width..(y + 1) * width).unwrap_or_default();
    for y in reach..height - reach {
        let (up, here, down) = (row(y - reach), row(y), row(y + reach));
        let start = y * width + reach;
        let out = found.get_mut(start..start + width - 2 * reach).unwrap_or_default();
        let bare = bare.get(start..start + width - 2 * reach).unwrap_or_default();
        let middles = here[reach..].iter().zip(up[reach..].iter().zip(&down[reach..]));
        let sides = here.iter().zip(&here[2 * reach..]);
        for ((mark, bare), ((middle, (up, down)), (left, right))) in out.iter_mut().zip(bare).zip(middles.zip(sides)) {
            let (across, along) = (ridge(*middle, *left, *right), ridge(*middle, *up, *down));
            let stroke = if across.abs() > along.abs() { across } else { along };
            if *bare {
                *mark = stroke.signum() as i8;
            }
        }
    }
    found
}

/// How far a value is above or below both its sides; 0 where they aren't alike or it is hardly different.
fn ridge(here: i16, a: i16, b: i16) -> i16 {
    let (low, high) = (a.min(b), a.max(b));
    let contrast = if here > high { here - high } else { (here - low).min(0) };
    if contrast.abs() >= FAINT && 2 * (high - low) <= contrast.abs() {
        contrast
    } else {
        0
    }
}

/// Connected strokes of one kind that could be letters.
fn marks(strokes: &[i8], field: &Field<'_>, kind: i8) -> Vec<Mark> {
    let (width, height) = (field.image.width, field.image.height);
    let mut seen = vec![false; strokes.len()];
    let mut found = Vec::new();
    for start in 0..strokes.len() {
        if strokes[start] != kind || seen[start] {
            continue;
        }
        seen[start] = true;
        let mut queue = vec![start];
        let mut mark = Mark {
            left: width,
            top: height,
            right: 0,
            bottom: 0,
            strokes: 0,
        };
        while let Some(at) = queue.pop() {
            let (x, y) = (at % width, at / width);
            mark = Mark {
                left: mark.left.min(x),
                top: mark.top.min(y),
                right: mark.right.max(x),
                bottom: mark.bottom.max(y),
                strokes: mark.strokes + 1,
            };
            for v in y.saturating_sub(1)..(y + 2).min(height) {
                for u in x.saturating_sub(1)..(x + 2).min(width) {
                    let next = v * width + u;
                    if strokes[next] == kind && !seen[next] {
                        seen[next] = true;
                        queue.push(next);
                    }
                }
            }
        }
        let tall = mark.tall() / field.unit;
        if TALL.contains(&tall) && mark.wide() <= WIDEST * mark.tall() && mark.strokes as f32 >= 1.5 * mark.tall() {
            found.push(mark);
        }
    }
    found
}

/// Number of letters in the longest row, and where it is.
fn longest(marks: &[Mark]) -> (f64, [u32; 4]) {
    const MOST: usize = 600;
    let marks = marks.get(..marks.len().min(MOST)).unwrap_or_default();
    let mut seen = vec![false; marks.len()];
    let mut best = (0.0, [0; 4]);
    for start in 0..marks.len() {
        if seen[start] {
            continue;
        }
        seen[start] = true;
        let mut row = vec![start];
        let mut next = 0;
        while let Some(index) = row.get(next).copied() {
            next += 1;
            for other in 0..marks.len() {
                if !seen[other] && neighbours(&marks[index], &marks[other]) {
                    seen[other] = true;
                    row.push(other);
                }
            }
        }
        let row: Vec<Mark> = row.into_iter().map(|index| marks[index]).collect();
        let many: f64 = row
            .iter()
            .map(|mark| f64::from((mark.wide() / mark.tall() / 0.8).floor().clamp(1.0, TOUCHING)))
            .sum();
        if many > best.0 {
            best = (many, around(&row));
        }
    }
    best
}

/// Whether two marks can be letters of one row.
fn neighbours(a: &Mark, b: &Mark) -> bool {
    let (small, large) = (a.tall().min(b.tall()), a.tall().max(b.tall()));
    let level = (a.top + a.bottom).abs_diff(b.top + b.bottom) as f32 <= 0.8 * large;
    let gap = a.left.max(b.left) as f32 - a.right.min(b.right) as f32;
    large <= 1.6 * small && level && gap <= 1.5 * large
}

fn around(row: &[Mark]) -> [u32; 4] {
    let least = |of: fn(&Mark) -> usize| row.iter().map(of).min().unwrap_or(0);
    let most = |of: fn(&Mark) -> usize| row.iter().map(of).max().unwrap_or(0);
    let (left, top) = (least(|mark| mark.left), least(|mark| mark.top));
    let (right, bottom) = (most(|mark| mark.right), most(|mark| mark.bottom));
    [left, top, right + 1 - left, bottom + 1 - top].map(|n| n as u32)
}
