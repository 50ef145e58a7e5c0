//! MAX_POOL_2D: the largest value of each channel under a window.

use super::window::{Fields, Window};
use super::{Call, Made, Make, Result, Scratch};
use tassel_kernels::{Activation, largest};

#[derive(Debug)]
struct MaxPool {
    window: Window,
    activation: Activation,
    pictures: usize,
    channels: usize,
}

pub(super) fn read(call: &Call<'_, '_>) -> Result<Made> {
    let [pictures, rows, columns, channels] = call.picture(0)?;
    let size = [call.option_size(4, 1)?, call.option_size(3, 1)?];
    let fields = Fields {
        stride_x: 1,
        stride_y: 2,
        dilation: None,
    };
    let window = Window::read(call, [rows, columns], size, &fields)?;
    let shape = vec![pictures, window.output[0], window.output[1], channels];
    let work = shape
        .iter()
        .product::<usize>()
        .saturating_mul(size[0].saturating_mul(size[1]));
    let pool = MaxPool {
        window,
        activation: call.activation(5)?,
        pictures,
        channels,
    };
    Ok(Made::make(pool, vec![call.operand(0)?], shape).costing(work))
}

impl Make for MaxPool {
    fn run(&self, inputs: &[&[f32]], out: &mut [f32], _: &mut Scratch) {
        let &[input] = inputs else { return };
        let (before, after) = (input.len() / self.pictures, out.len() / self.pictures);
        let [_, width] = self.window.output;
        for (picture, out) in input.chunks_exact(before).zip(out.chunks_exact_mut(after)) {
            for (row, line) in out.chunks_exact_mut(width * self.channels).enumerate() {
                for (column, pixel) in line.chunks_exact_mut(self.channels).enumerate() {
                    pixel.fill(f32::MIN);
                    for (_, y) in self.window.taps(0, row) {
                        for (_, x) in self.window.taps(1, column) {
                            let place = (y * self.window.input[1] + x) * self.channels;
                            largest(pixel, &picture[place..place + self.channels]);
                        }
                    }
                    for value in pixel {
                        *value = self.activation.apply(*value);
                    }
                }
            }
        }
    }
}
