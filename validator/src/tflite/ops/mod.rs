//! The operators of the face models, one file per family. Each checks its operands once, when the model is read.

mod arithmetic;
mod conv;
mod depthwise;
mod elementwise;
mod pool;
mod reduce;
mod resize;
mod shape;
mod transpose_conv;
mod window;

use super::ModelError;
use super::graph::{Precision, Tensor, Value};
use super::skeleton::{Builtin, Node};
use std::fmt;
use tassel_kernels::{Activation, Four};

type Result<T> = std::result::Result<T, ModelError>;

/// Room for what an operator lays out before it calculates.
#[derive(Debug, Default)]
pub(super) struct Scratch {
    floats: Vec<f32>,
    pixels: Vec<i16>,
    laid: Vec<i16>,
    fours: Vec<Four>,
}

impl Scratch {
    /// Bytes held.
    pub(super) fn bytes(&self) -> usize {
        4 * self.floats.capacity() + 2 * (self.pixels.capacity() + self.laid.capacity()) + 16 * self.fours.capacity()
    }
}

/// A step that makes a tensor from others. All lengths are those that were checked when it was read.
pub(super) trait Make: Send + Sync {
    fn run(&self, inputs: &[&[f32]], out: &mut [f32], scratch: &mut Scratch);
}

/// A step that changes a tensor where it stands: `out` holds its first operand, `others` are the rest.
pub(super) trait Change: Send + Sync {
    fn run(&self, out: &mut [f32], others: &[&[f32]]);
}

/// One of both.
pub(super) enum Step {
    Make(Box<dyn Make>),
    Change(Box<dyn Change>),
}

/// Not derived: each operator would bring a text of its own that nobody reads.
impl fmt::Debug for Step {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Step")
    }
}

/// An operator that was read.
#[derive(Debug)]
pub(super) struct Made {
    pub(super) step: Step,
    /// Tensors that it reads when it runs, in its order.
    pub(super) operands: Vec<usize>,
    /// Shape of its output.
    pub(super) shape: Vec<usize>,
    /// Multiplications of one run, about.
    pub(super) work: usize,
}

impl Made {
    fn make(step: impl Make + 'static, operands: Vec<usize>, shape: Vec<usize>) -> Self {
        let work = shape.iter().product();
        Self {
            step: Step::Make(Box::new(step)),
            operands,
            shape,
            work,
        }
    }

    fn change(step: impl Change + 'static, operands: Vec<usize>, shape: Vec<usize>) -> Self {
        let work = shape.iter().product();
        Self {
            step: Step::Change(Box::new(step)),
            operands,
            shape,
            work,
        }
    }

    fn costing(self, work: usize) -> Self {
        Self { work, ..self }
    }
}

/// Reads one operator.
///
/// # Errors
/// When its operands or options are not those of a face model.
pub(super) fn read(node: &Node<'_>, tensors: &[Tensor<'_>], precision: Precision) -> Result<Made> {
    let call = Call {
        node,
        tensors,
        precision,
    };
    match node.code {
        Builtin::Conv => conv::read(&call),
        Builtin::DepthwiseConv => depthwise::read(&call),
        Builtin::TransposeConv => transpose_conv::read(&call),
        Builtin::MaxPool => pool::read(&call),
        Builtin::Add | Builtin::Sub | Builtin::Mul | Builtin::Div | Builtin::SquaredDifference => {
            arithmetic::read(&call)
        }
        Builtin::Relu
        | Builtin::PRelu
        | Builtin::Logistic
        | Builtin::Neg
        | Builtin::Sqrt
        | Builtin::Rsqrt
        | Builtin::Softmax => elementwise::read(&call),
        Builtin::Mean | Builtin::Sum => reduce::read(&call),
        Builtin::ResizeBilinear | Builtin::ResizeNearest => resize::read(&call),
        Builtin::Concat | Builtin::Pad | Builtin::Reshape | Builtin::StridedSlice | Builtin::Transpose => {
            shape::read(&call)
        }
        Builtin::Dequantise => Err(unsupported("a run-time dequantisation")),
    }
}

fn unsupported(what: &str) -> ModelError {
    ModelError::Unsupported(what.to_owned())
}

fn misfit(what: &str, shapes: &[&[usize]]) -> ModelError {
    ModelError::Shape(format!("{what}: {shapes:?}"))
}

/// An operator's operands and options.
struct Call<'c, 'a> {
    node: &'c Node<'a>,
    tensors: &'c [Tensor<'c>],
    precision: Precision,
}

impl<'c> Call<'c, '_> {
    /// Index of an operand.
    fn operand(&self, number: usize) -> Result<usize> {
        let operand = self.node.inputs.get(number).copied().flatten();
        operand.ok_or_else(|| unsupported("an operator without one of its operands"))
    }

    fn tensor(&self, number: usize) -> Result<&'c Tensor<'c>> {
        self.tensors.get(self.operand(number)?).ok_or(ModelError::Truncated)
    }

    fn shape(&self, number: usize) -> Result<&'c [usize]> {
        Ok(&self.tensor(number)?.shape)
    }

    /// `[pictures, rows, columns, channels]`, none of them 0.
    fn picture(&self, number: usize) -> Result<[usize; 4]> {
        let shape = self.shape(number)?;
        let four = <[usize; 4]>::try_from(shape).map_err(|_| misfit("not a picture", &[shape]))?;
        if four.contains(&0) {
            return Err(misfit("an empty picture", &[shape]));
        }
        Ok(four)
    }

    /// Numbers that are part of the model.
    fn floats(&self, number: usize) -> Result<Vec<f32>> {
        match &self.tensor(number)?.value {
            Value::Floats(floats) => Ok(floats.clone()),
            Value::Packed(packed) => Ok(packed.floats()),
            _ => Err(unsupported("weights that are not constant")),
        }
    }

    /// Whole numbers that are part of the model: axes, paddings, shapes.
    fn ints(&self, number: usize) -> Result<&'c [i32]> {
        match &self.tensor(number)?.value {
            Value::Ints(ints) => Ok(ints),
            _ => Err(unsupported("a shape that is calculated")),
        }
    }

    /// Bias of a convolution; none is zeros.
    fn bias(&self, number: usize, channels: usize) -> Result<Vec<f32>> {
        if self.node.inputs.get(number).copied().flatten().is_none() {
            return Ok(vec![0.0; channels]);
        }
        let bias = self.floats(number)?;
        if bias.len() != channels {
            return Err(misfit("a bias of another length", &[&[bias.len()], &[channels]]));
        }
        Ok(bias)
    }

    fn option_i8(&self, field: usize, default: i8) -> Result<i8> {
        self.node
            .options
            .map_or(Ok(default), |options| options.i8(field, default))
    }

    fn option_size(&self, field: usize, default: i32) -> Result<usize> {
        match self.node.options {
            Some(options) => options.size(field, default),
            None => usize::try_from(default).map_err(|_| ModelError::Truncated),
        }
    }

    fn option_i32(&self, field: usize, default: i32) -> Result<i32> {
        self.node
            .options
            .map_or(Ok(default), |options| options.i32(field, default))
    }

    fn option_f32(&self, field: usize, default: f32) -> Result<f32> {
        self.node
            .options
            .map_or(Ok(default), |options| options.f32(field, default))
    }

    fn activation(&self, field: usize) -> Result<Activation> {
        match self.option_i8(field, 0)? {
            0 => Ok(Activation::None),
            1 => Ok(Activation::Relu),
            3 => Ok(Activation::Relu6),
            other => Err(ModelError::Unsupported(format!("activation {other}"))),
        }
    }
}

/// An axis, counted from the end where it is negative.
fn axis(value: i32, rank: usize) -> Result<usize> {
    let rank_signed = i32::try_from(rank).map_err(|_| ModelError::TooBig)?;
    let value = if value < 0 { value + rank_signed } else { value };
    let axis = usize::try_from(value).ok().filter(|axis| *axis < rank);
    axis.ok_or_else(|| misfit("an axis outside the shape", &[&[rank]]))
}
