//! DEPTHWISE_CONV_2D: each channel is a weighted sum over a window of one input channel.

use super::super::gemm::Activation;
use super::super::simd::{Floats, LANES};
use super::window::{Fields, Window};
use super::{Call, Made, Make, Result, Scratch, misfit, unsupported};

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
    let depthwise = Depthwise {
        window,
        weights: call.floats(1)?,
        bias: call.bias(2, channels)?,
        activation: call.activation(4)?,
        pictures,
        channels,
    };
    Ok(Made::make(depthwise, vec![call.operand(0)?], shape).costing(work))
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
                    self.pixel(picture, &places, pixel);
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

    fn pixel(&self, picture: &[f32], places: &[(usize, usize)], pixel: &mut [f32]) {
        let (lanes, rest) = pixel.as_chunks_mut::<LANES>();
        let whole = lanes.len() * LANES;
        for (index, out) in lanes.iter_mut().enumerate() {
            let first = index * LANES;
            let at = |values: &[f32], place: usize| -> Floats {
                let mut eight = [0.0; LANES];
                eight.copy_from_slice(&values[place + first..place + first + LANES]);
                Floats::new(&eight)
            };
            let mut sum = at(&self.bias, 0);
            for (weight, place) in places {
                sum = sum.add_product(at(picture, *place), at(&self.weights, *weight));
            }
            *out = sum.array().map(|sum| self.activation.apply(sum));
        }
        for (channel, out) in rest.iter_mut().enumerate() {
            let channel = whole + channel;
            let mut sum = self.bias[channel];
            for (weight, place) in places {
                sum += picture[place + channel] * self.weights[weight + channel];
            }
            *out = self.activation.apply(sum);
        }
    }
}
