//! CONV_2D: each output channel is a weighted sum over a window and all input channels.

use super::super::graph::{Precision, Value};
use super::super::packed::Bits;
use super::window::{Fields, Window};
use super::{Call, Made, Make, Result, Scratch, misfit};
use tassel_kernels::{Activation, Panels, Whole, WholePanels, lay_out, whole_numbers};

/// Numbers laid out at a time for windows larger than a point: they stay in the second cache.
const LAID_OUT: usize = 32 * 1024;

#[derive(Debug)]
enum Weights {
    Floats(Panels),
    Whole(WholePanels),
}

#[derive(Debug)]
struct Conv {
    window: Window,
    weights: Weights,
    activation: Activation,
    pictures: usize,
    inputs: usize,
    outputs: usize,
}

pub(super) fn read(call: &Call<'_, '_>) -> Result<Made> {
    let [pictures, rows, columns, inputs] = call.picture(0)?;
    let [outputs, height, width, depth] = call.picture(1)?;
    if depth != inputs {
        return Err(misfit(
            "weights for another number of channels",
            &[call.shape(0)?, call.shape(1)?],
        ));
    }
    let fields = Fields {
        stride_x: 1,
        stride_y: 2,
        dilation: Some([4, 5]),
    };
    let window = Window::read(call, [rows, columns], [height, width], &fields)?;
    let bias = call.bias(2, outputs)?;
    let inside = height * width * inputs;
    let weights = match (&call.tensor(1)?.value, call.precision) {
        (Value::Packed(packed), Precision::Fast)
            if packed.bits == Bits::Eight && packed.scales.len() == outputs && packed.inner == inside =>
        {
            Weights::Whole(WholePanels::new(packed.weights, &packed.scales, &bias, inside))
        }
        _ => Weights::Floats(Panels::new(&call.floats(1)?, &bias, inside)),
    };
    let shape = vec![pictures, window.output[0], window.output[1], outputs];
    let work = shape.iter().product::<usize>().saturating_mul(inside);
    let conv = Conv {
        window,
        weights,
        activation: call.activation(3)?,
        pictures,
        inputs,
        outputs,
    };
    Ok(Made::make(conv, vec![call.operand(0)?], shape).costing(work))
}

impl Make for Conv {
    fn run(&self, inputs: &[&[f32]], out: &mut [f32], scratch: &mut Scratch) {
        let &[input] = inputs else { return };
        let (before, after) = (input.len() / self.pictures, out.len() / self.pictures);
        for (picture, out) in input.chunks_exact(before).zip(out.chunks_exact_mut(after)) {
            match &self.weights {
                Weights::Floats(panels) => self.in_floats(panels, picture, out, &mut scratch.floats),
                Weights::Whole(panels) => self.in_whole(panels, picture, out, scratch),
            }
        }
    }
}

impl Conv {
    fn in_floats(&self, panels: &Panels, picture: &[f32], out: &mut [f32], laid: &mut Vec<f32>) {
        if self.window.is_point() {
            return panels.multiply(picture, self.activation, out);
        }
        for (rows, out) in self.in_strips(out) {
            self.lay_out(
                picture,
                rows,
                self.window.size[0] * self.window.size[1] * self.inputs,
                laid,
            );
            panels.multiply(laid, self.activation, out);
        }
    }

    fn in_whole(&self, panels: &WholePanels, picture: &[f32], out: &mut [f32], scratch: &mut Scratch) {
        let (factor, unit) = panels.units(picture);
        let inside = self.window.size[0] * self.window.size[1] * self.inputs;
        let Scratch {
            pixels, laid, fours, ..
        } = scratch;
        whole_numbers(picture, factor, pixels);
        if self.window.is_point() {
            lay_out(pixels, inside, fours);
            let rows = fours;
            return panels.multiply(Whole { rows, unit }, self.activation, out);
        }
        for (rows, out) in self.in_strips(out) {
            self.lay_out(pixels, rows, inside, laid);
            lay_out(laid, inside, fours);
            let rows = &*fours;
            panels.multiply(Whole { rows, unit }, self.activation, out);
        }
    }

    /// The output in strips of rows, so that what is laid out for one stays small.
    fn in_strips<'o>(
        &self,
        out: &'o mut [f32],
    ) -> impl Iterator<Item = (std::ops::Range<usize>, &'o mut [f32])> + use<'o> {
        let [height, width] = self.window.output;
        let per_row = self.window.size[0] * self.window.size[1] * self.inputs * width;
        let rows = (LAID_OUT / per_row.max(1)).clamp(1, height.max(1));
        let strips = out.chunks_mut((rows * width * self.outputs).max(1));
        strips
            .enumerate()
            .map(move |(index, out)| (index * rows..((index + 1) * rows).min(height), out))
    }

    /// Writes the windows of some output rows one after the other; what lies outside the picture is 0.
    fn lay_out<T: Copy + Default>(
        &self,
        picture: &[T],
        rows: std::ops::Range<usize>,
        inside: usize,
        laid: &mut Vec<T>,
    ) {
        let width = self.window.output[1];
        laid.clear();
        laid.resize(rows.len() * width * inside, T::default());
        let line = self.window.input[1] * self.inputs;
        for (row, laid) in rows.zip(laid.chunks_exact_mut(width * inside)) {
            for (tap_y, y) in self.window.taps(0, row) {
                for (column, laid) in laid.chunks_exact_mut(inside).enumerate() {
                    for (tap_x, x) in self.window.taps(1, column) {
                        let to = (tap_y * self.window.size[1] + tap_x) * self.inputs;
                        let from = y * line + x * self.inputs;
                        laid[to..to + self.inputs].copy_from_slice(&picture[from..from + self.inputs]);
                    }
                }
            }
        }
    }
}
