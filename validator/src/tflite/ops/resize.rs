//! RESIZE_BILINEAR and RESIZE_NEAREST_NEIGHBOR, with TensorFlow's two ways of placing pixels.

use super::super::skeleton::Builtin;
use super::{Call, Made, Make, Result, Scratch, misfit, unsupported};
use tassel_kernels::{Blend, blend};

/// One output row or column: the two input ones that it lies between, and how far it is from the first.
type Between = (usize, usize, f32);

#[derive(Debug)]
struct Bilinear {
    rows: Vec<Between>,
    columns: Vec<Between>,
    width: usize,
    channels: usize,
    pictures: usize,
}

#[derive(Debug)]
struct Nearest {
    rows: Vec<usize>,
    columns: Vec<usize>,
    width: usize,
    channels: usize,
    pictures: usize,
}

/// How pixels of both sizes are laid over each other.
#[derive(Clone, Copy)]
struct Placing {
    corners: bool,
    centres: bool,
}

impl Placing {
    fn scale(self, from: usize, to: usize) -> f32 {
        if self.corners && to > 1 {
            (from - 1) as f32 / (to - 1) as f32
        } else {
            from as f32 / to as f32
        }
    }

    fn between(self, from: usize, to: usize) -> Vec<Between> {
        let scale = self.scale(from, to);
        let place = |index: usize| {
            let shift = if self.centres { 0.5 } else { 0.0 };
            let at = (index as f32 + shift) * scale - shift;
            let below = at.floor();
            // Before the first pixel there is only the first.
            let first = (below.max(0.0) as usize).min(from - 1);
            let second = ((below + 1.0).max(0.0) as usize).min(from - 1);
            (first, second, at - below.max(0.0))
        };
        (0..to).map(place).collect()
    }

    fn nearest(self, from: usize, to: usize) -> Vec<usize> {
        let scale = self.scale(from, to);
        let place = |index: usize| {
            let at = (index as f32 + if self.centres { 0.5 } else { 0.0 }) * scale;
            let at = if self.corners { at.round() } else { at.floor() };
            (at as usize).min(from - 1)
        };
        (0..to).map(place).collect()
    }
}

pub(super) fn read(call: &Call<'_, '_>) -> Result<Made> {
    let [pictures, height, width, channels] = call.picture(0)?;
    let &[rows, columns] = call.ints(1)? else {
        return Err(unsupported("a resize without a size"));
    };
    let size = |value: i32| usize::try_from(value).ok().filter(|size| (1..=4096).contains(size));
    let (Some(rows), Some(columns)) = (size(rows), size(columns)) else {
        return Err(misfit("a resize to nothing, or to too much", &[call.shape(0)?]));
    };
    let bilinear = call.node.code == Builtin::ResizeBilinear;
    let field = if bilinear { 2 } else { 0 };
    let placing = Placing {
        corners: call.option_i8(field, 0)? != 0,
        centres: call.option_i8(field + 1, 0)? != 0,
    };
    let (operands, shape) = (vec![call.operand(0)?], vec![pictures, rows, columns, channels]);
    if bilinear {
        let step = Bilinear {
            rows: placing.between(height, rows),
            columns: placing.between(width, columns),
            width,
            channels,
            pictures,
        };
        return Ok(Made::make(step, operands, shape));
    }
    let step = Nearest {
        rows: placing.nearest(height, rows),
        columns: placing.nearest(width, columns),
        width,
        channels,
        pictures,
    };
    Ok(Made::make(step, operands, shape))
}

impl Make for Bilinear {
    fn run(&self, inputs: &[&[f32]], out: &mut [f32], _: &mut Scratch) {
        let &[input] = inputs else { return };
        let (before, after) = (input.len() / self.pictures, out.len() / self.pictures);
        for (picture, out) in input.chunks_exact(before).zip(out.chunks_exact_mut(after)) {
            let at = |row: usize, column: usize| (row * self.width + column) * self.channels;
            let lines = out.chunks_exact_mut(self.columns.len() * self.channels);
            for ((top, bottom, down), line) in self.rows.iter().zip(lines) {
                for ((left, right, across), out) in self.columns.iter().zip(line.chunks_exact_mut(self.channels)) {
                    let place = Blend {
                        corners: [
                            at(*top, *left),
                            at(*top, *right),
                            at(*bottom, *left),
                            at(*bottom, *right),
                        ],
                        across: *across,
                        down: *down,
                    };
                    blend(picture, &place, out);
                }
            }
        }
    }
}

impl Make for Nearest {
    fn run(&self, inputs: &[&[f32]], out: &mut [f32], _: &mut Scratch) {
        let &[input] = inputs else { return };
        let (before, after) = (input.len() / self.pictures, out.len() / self.pictures);
        for (picture, out) in input.chunks_exact(before).zip(out.chunks_exact_mut(after)) {
            let lines = out.chunks_exact_mut(self.columns.len() * self.channels);
            for (row, line) in self.rows.iter().zip(lines) {
                for (column, out) in self.columns.iter().zip(line.chunks_exact_mut(self.channels)) {
                    let at = (row * self.width + column) * self.channels;
                    out.copy_from_slice(&picture[at..at + self.channels]);
                }
            }
        }
    }
}
