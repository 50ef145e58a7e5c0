//! TRANSPOSE_CONV: each input pixel is spread over a window of the output.

use super::window::is_same;
use super::{Call, Made, Make, Result, Scratch, misfit};
use tassel_kernels::{Activation, Panels, add};

#[derive(Debug)]
struct TransposeConv {
    /// One matrix for each place of the window, row by row.
    taps: Vec<Panels>,
    size: [usize; 2],
    stride: [usize; 2],
    /// Rows and columns of the output that SAME cuts off at the start.
    cut: [usize; 2],
    input: [usize; 2],
    output: [usize; 2],
    outputs: usize,
    bias: Vec<f32>,
    activation: Activation,
    pictures: usize,
}

pub(super) fn read(call: &Call<'_, '_>) -> Result<Made> {
    // Operands: the result's shape, weights, input, bias.
    let [outputs, height, width, depth] = call.picture(1)?;
    let [pictures, rows, columns, inputs] = call.picture(2)?;
    let misplaced = || {
        misfit(
            "a transposed convolution that doesn't fit",
            &[&[outputs, height, width, depth], &[rows, columns, inputs]],
        )
    };
    let sizes: Vec<usize> = call
        .ints(0)?
        .iter()
        .filter_map(|size| usize::try_from(*size).ok())
        .collect();
    let &[result, out_rows, out_columns, channels] = &sizes[..] else {
        return Err(misplaced());
    };
    let stride = [call.option_size(2, 1)?, call.option_size(1, 1)?];
    let same = is_same(call)?;
    let mut cut = [0; 2];
    for (side, (from, to, window)) in [(rows, out_rows, height), (columns, out_columns, width)]
        .into_iter()
        .enumerate()
    {
        let spread = (from - 1)
            .checked_mul(stride[side])
            .and_then(|covered| covered.checked_add(window));
        let spread = spread.filter(|_| stride[side] > 0).ok_or_else(misplaced)?;
        if same {
            cut[side] = spread.saturating_sub(to) / 2;
        } else if spread > to {
            return Err(misplaced());
        }
    }
    if result != pictures
        || channels != outputs
        || depth != inputs
        || sizes.contains(&0)
        || sizes.iter().any(|size| *size > 1 << 16)
    {
        return Err(misplaced());
    }
    let weights = call.floats(1)?;
    let none = vec![0.0; outputs];
    let taps = (0..height * width).map(|tap| {
        let of = |output: usize| &weights[(output * height * width + tap) * inputs..][..inputs];
        let matrix: Vec<f32> = (0..outputs).flat_map(|output| of(output).iter().copied()).collect();
        Panels::new(&matrix, &none, inputs)
    });
    let step = TransposeConv {
        taps: taps.collect(),
        size: [height, width],
        stride,
        cut,
        input: [rows, columns],
        output: [out_rows, out_columns],
        outputs,
        bias: call.bias(3, outputs)?,
        activation: call.activation(3)?,
        pictures,
    };
    let work = [pictures, rows, columns, inputs, outputs, height, width]
        .iter()
        .fold(1_usize, |all, n| all.saturating_mul(*n));
    Ok(Made::make(step, vec![call.operand(2)?], sizes).costing(work))
}

impl Make for TransposeConv {
    fn run(&self, inputs: &[&[f32]], out: &mut [f32], scratch: &mut Scratch) {
        let &[input] = inputs else { return };
        let (before, after) = (input.len() / self.pictures, out.len() / self.pictures);
        let spread = &mut scratch.floats;
        spread.clear();
        spread.resize(self.input[0] * self.input[1] * self.outputs, 0.0);
        for (picture, out) in input.chunks_exact(before).zip(out.chunks_exact_mut(after)) {
            for pixel in out.chunks_exact_mut(self.outputs) {
                pixel.copy_from_slice(&self.bias);
            }
            for (tap, panels) in self.taps.iter().enumerate() {
                panels.multiply(picture, Activation::None, spread);
                self.add(spread, [tap / self.size[1], tap % self.size[1]], out);
            }
            for value in out {
                *value = self.activation.apply(*value);
            }
        }
    }
}

impl TransposeConv {
    /// Adds what one place of the window spreads.
    fn add(&self, spread: &[f32], tap: [usize; 2], out: &mut [f32]) {
        let place = |side: usize, at: usize| {
            let place = (at * self.stride[side] + tap[side]).checked_sub(self.cut[side])?;
            (place < self.output[side]).then_some(place)
        };
        for (index, pixel) in spread.chunks_exact(self.outputs).enumerate() {
            let (row, column) = (index / self.input[1], index % self.input[1]);
            let (Some(row), Some(column)) = (place(0, row), place(1, column)) else {
                continue;
            };
            let at = (row * self.output[1] + column) * self.outputs;
            add(&mut out[at..at + self.outputs], pixel);
        }
    }
}
