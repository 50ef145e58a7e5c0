//! Google's `.tflite` models, read as they are published and run in f32: the same bits natively and in the browser.
//!
//! `reader` takes a FlatBuffer apart with every offset checked, `packed` does the same for a model whose weights were made int8,
//! `graph` checks every shape once so that running needs no more questions, `plan` lets tensors share memory, and `ops` holds one
//! file per family of operators; their loops are in `tassel-kernels`. Nothing here uses fused multiply-add or a platform's own `exp`, and every sum has a fixed order:
//! that is why both worlds agree.

mod graph;
mod ops;
mod packed;
mod plan;
mod reader;
mod skeleton;

pub use graph::{Model, Precision, Workspace};
pub use packed::{Bits, pack};

use std::fmt;

/// Why bytes are not a model that can be run here.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ModelError {
    /// An offset or a length points outside the file.
    Truncated,
    /// The file is sound, but asks for something that the face models don't need: an operator, a type, an option.
    Unsupported(String),
    /// Shapes that don't fit each other.
    Shape(String),
    /// More memory or work than any face model needs.
    TooBig,
    /// The input given to `run` has another length than the model's input tensor.
    Input {
        /// Numbers that the model expects.
        expected: usize,
        /// Numbers that were given.
        given: usize,
    },
}

impl fmt::Display for ModelError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Truncated => f.write_str("the model file is damaged: it ends too early or points outside itself"),
            Self::Unsupported(what) => write!(f, "the model uses {what}, which is not known here"),
            Self::Shape(what) => write!(f, "the model's shapes don't fit: {what}"),
            Self::TooBig => f.write_str("the model asks for more memory or work than any face model"),
            Self::Input { expected, given } => write!(f, "the model takes {expected} numbers, {given} were given"),
        }
    }
}

impl std::error::Error for ModelError {}
