//! DEPTHWISE_CONV_2D: each channel is a weighted sum over a window of one input channel.

use super::window::{Fields, Window};
use super::{Call, Made, Make, Result, Scratch, misfit, unsupported};
use tassel_kernels::{Activation, depthwise};

#[derive(Debug)]
struct Depthwise {
    window: Window,
    /// Window's row, column, channel.
    weights: Vec<f32>,
    bias: Vec<f32>,
    activation: Activation,
    pictures: usize,
    channels: usize,
}

pub(super) fn read(call: &Call<'_, '_>) -> Result<Made> {
    let [pictures, rows, columns, channels] = call.picture(0)?;
    let [one, height, width, depth] = call.picture(1)?;
    if one != 1 || depth != channels {
        let shapes = [call.shape(0)?, call.shape(1)?];
        return Err(misfit("depthwise weights for another number of channels", &shapes));
    }
    if call.option_size(3, 1)? != 1 {
        return Err(unsupported("a depth multiplier"));
    }
    let fields = Fields {
        stride_x: 1,
        stride_y: 2,
        dilation: Some([5, 6]),
    };
    let window = Window::read(call, [rows, columns], [height, width], &fields)?;
    let shape = vec![pictures, window.output[0], window.output[1], channels];
    let work = shape.iter().product::<usize>().saturating_mul(height * width);
    let step = Depthwise {
        window,
        weights: call.floats(1)?,
        bias: call.bias(2, channels)?,
        activation: call.activation(4)?,
        pictures,
        channels,
    };
    Ok(Made::make(step, vec![call.operand(0)?], shape).costing(work))
}

impl Make for Depthwise {
    fn run(&self, inputs: &[&[f32]], out: &mut [f32], _: &mut Scratch) {
        let &[input] = inputs else { return };
        let (before, after) = (input.len() / self.pictures, out.len() / self.pictures);
        let [_, width] = self.window.output;
        let mut places: Vec<(usize, usize)> = Vec::new();
        for (picture, out) in input.chunks_exact(before).zip(out.chunks_exact_mut(after)) {
            for (row, line) in out.chunks_exact_mut(width * self.channels).enumerate() {
                for (column, pixel) in line.chunks_exact_mut(self.channels).enumerate() {
                    self.places(row, column, &mut places);
                    depthwise(picture, &self.weights, &self.bias, &places, self.activation, pixel);
                }
            }
        }
    }
}

impl Depthwise {
    /// Where the window's weights and the pixels under them begin.
    fn places(&self, row: usize, column: usize, places: &mut Vec<(usize, usize)>) {
        places.clear();
        for (tap_y, y) in self.window.taps(0, row) {
            for (tap_x, x) in self.window.taps(1, column) {
                let weight = (tap_y * self.window.size[1] + tap_x) * self.channels;
                places.push((weight, (y * self.window.input[1] + x) * self.channels));
            }
        }
    }
}
