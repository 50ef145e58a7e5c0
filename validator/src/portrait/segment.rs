//! Which pixels are background, hair, skin, clothes or something else: MediaPipe's multiclass selfie segmentation.

use super::crop::{Area, Beyond, sample};
use crate::pixels::Pixels;
use crate::tflite::{Model, ModelError, Workspace};

/// Side of the network's input and output.
const SIDE: usize = 256;
const CLASSES: usize = 6;

/// What a pixel shows, in the order of the network's output.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Class {
    /// Behind the person.
    Background = 0,
    /// Hair.
    Hair = 1,
    /// Neck, hands, arms.
    BodySkin = 2,
    /// Face and ears.
    FaceSkin = 3,
    /// Clothes.
    Clothes = 4,
    /// What a person wears or holds: glasses, hats, masks, jewellery.
    Others = 5,
}

/// How much each class has of each cell of a grid that is laid over the whole photo.
#[derive(Debug, Clone, PartialEq)]
pub struct Masks {
    /// Rows and columns of the grid.
    pub side: usize,
    /// Six shares for each cell, row by row; they add up to 1.
    shares: Vec<[f32; CLASSES]>,
}

impl Masks {
    /// A cell's share of a class, 0…1; cells outside are those at the edge.
    pub fn share(&self, column: usize, row: usize, class: Class) -> f32 {
        let index = row.min(self.side - 1) * self.side + column.min(self.side - 1);
        self.shares.get(index).map_or(0.0, |shares| shares[class as usize])
    }

    /// A class's share at a place of the photo, both sides counted 0…1, between the centres of the cells around it.
    pub fn between(&self, u: f32, v: f32, class: Class) -> f32 {
        let side = self.side as f32;
        let (x, y) = (
            (u * side - 0.5).clamp(0.0, side - 1.0),
            (v * side - 0.5).clamp(0.0, side - 1.0),
        );
        let (left, top) = (x.floor(), y.floor());
        let (across, down) = (x - left, y - top);
        let (left, top) = (left as usize, top as usize);
        let row = |row: usize| {
            let (a, b) = (self.share(left, row, class), self.share(left + 1, row, class));
            a + (b - a) * across
        };
        let (upper, lower) = (row(top), row(top + 1));
        upper + (lower - upper) * down
    }

    /// The class that has the largest share of a cell.
    pub fn class(&self, column: usize, row: usize) -> Class {
        const ALL: [Class; CLASSES] = [
            Class::Background,
            Class::Hair,
            Class::BodySkin,
            Class::FaceSkin,
            Class::Clothes,
            Class::Others,
        ];
        let mut best = Class::Background;
        for class in ALL {
            if self.share(column, row, class) > self.share(column, row, best) {
                best = class;
            }
        }
        best
    }
}

/// Segments a photo, stretched to a square.
///
/// # Errors
/// When `model` is not the multiclass model.
pub fn segment(model: &Model, work: &mut Workspace, pixels: &Pixels) -> Result<Masks, ModelError> {
    let input = sample(
        pixels,
        &Area::whole(pixels),
        [SIDE, SIDE],
        (1.0 / 127.5, -1.0),
        Beyond::Edge,
    );
    let outputs = model.run(work, &input)?;
    let cells = outputs
        .first()
        .map(|values| values.as_chunks::<CLASSES>().0)
        .unwrap_or_default();
    if cells.len() != SIDE * SIDE {
        return Err(ModelError::Unsupported(
            "other outputs than masks of six classes".to_owned(),
        ));
    }
    Ok(Masks {
        side: SIDE,
        shares: cells.iter().map(softmax).collect(),
    })
}

/// The network gives logits.
fn softmax(logits: &[f32; CLASSES]) -> [f32; CLASSES] {
    let largest = logits.iter().copied().fold(f32::MIN, f32::max);
    let mut shares = *logits;
    for share in &mut shares {
        *share = libm::expf(*share - largest);
    }
    let sum: f32 = shares.iter().sum();
    for share in &mut shares {
        *share /= sum;
    }
    shares
}

#[cfg(test)]
impl Masks {
    /// Masks that show one class only in each of `side` × `side` cells, for tests.
    pub(crate) fn painted(side: usize, class: impl Fn(usize, usize) -> Class) -> Self {
        let one = |class: Class| std::array::from_fn(|index| f32::from(u8::from(index == class as usize)));
        let cells = (0..side * side).map(|index| one(class(index % side, index / side)));
        Self {
            side,
            shares: cells.collect(),
        }
    }
}
