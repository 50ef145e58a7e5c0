//! Operators that look at one number, or one row of numbers, at a time: RELU, PRELU, LOGISTIC, NEG, SQRT, RSQRT, SOFTMAX.

use super::super::skeleton::Builtin;
use super::{Call, Change, Made, Result, misfit, unsupported};
use tassel_kernels::{positive, slopes};

#[derive(Debug, Clone, Copy)]
enum Kind {
    Relu,
    Logistic,
    Neg,
    Sqrt,
    Rsqrt,
}

#[derive(Debug)]
struct Each(Kind);

/// Slope of each channel below 0.
#[derive(Debug)]
struct PRelu;

#[derive(Debug)]
struct Softmax {
    row: usize,
    beta: f32,
}

pub(super) fn read(call: &Call<'_, '_>) -> Result<Made> {
    let (operand, shape) = (call.operand(0)?, call.shape(0)?.to_vec());
    let kind = match call.node.code {
        Builtin::Relu => Kind::Relu,
        Builtin::Logistic => Kind::Logistic,
        Builtin::Neg => Kind::Neg,
        Builtin::Sqrt => Kind::Sqrt,
        Builtin::Rsqrt => Kind::Rsqrt,
        Builtin::Softmax => {
            let row = shape.last().copied().filter(|row| *row > 0);
            let row = row.ok_or_else(|| misfit("a softmax over nothing", &[&shape]))?;
            let softmax = Softmax {
                row,
                beta: call.option_f32(0, 1.0)?,
            };
            return Ok(Made::change(softmax, vec![operand], shape));
        }
        Builtin::PRelu => {
            let channels = call.tensor(1)?.len();
            if channels == 0 || shape.last() != Some(&channels) {
                return Err(misfit(
                    "slopes for another number of channels",
                    &[&shape, call.shape(1)?],
                ));
            }
            return Ok(Made::change(PRelu, vec![operand, call.operand(1)?], shape));
        }
        _ => return Err(unsupported("this operator here")),
    };
    Ok(Made::change(Each(kind), vec![operand], shape))
}

/// The logistic function; `libm`'s exponential is the same everywhere.
pub(super) fn logistic(value: f32) -> f32 {
    1.0 / (1.0 + libm::expf(-value))
}

impl Change for Each {
    fn run(&self, out: &mut [f32], _: &[&[f32]]) {
        let each = |f: fn(f32) -> f32, out: &mut [f32]| out.iter_mut().for_each(|value| *value = f(*value));
        match self.0 {
            Kind::Relu => positive(out),
            Kind::Logistic => each(logistic, out),
            Kind::Neg => each(|value| -value, out),
            Kind::Sqrt => each(f32::sqrt, out),
            Kind::Rsqrt => each(|value| 1.0 / value.sqrt(), out),
        }
    }
}

impl Change for PRelu {
    fn run(&self, out: &mut [f32], others: &[&[f32]]) {
        if let &[of_channels] = others {
            slopes(out, of_channels);
        }
    }
}

impl Change for Softmax {
    fn run(&self, out: &mut [f32], _: &[&[f32]]) {
        for row in out.chunks_exact_mut(self.row) {
            let largest = row.iter().copied().fold(f32::MIN, f32::max);
            let mut sum = 0.0;
            for value in row.iter_mut() {
                *value = libm::expf((*value - largest) * self.beta);
                sum += *value;
            }
            for value in row {
                *value /= sum;
            }
        }
    }
}
