//! A model's tables as they stand in the file: operators, tensors, inputs and outputs, before anything is made of them.

use super::ModelError;
use super::reader::{Bytes, Table, Vector};

type Result<T> = std::result::Result<T, ModelError>;

/// Most numbers in one tensor: four times the largest of the face models.
pub(super) const LARGEST_TENSOR: usize = 16 << 20;
/// Most dimensions of a tensor.
const MOST_DIMENSIONS: usize = 6;

/// The operators of the face models, by their number in `schema.fbs`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Builtin {
    Add,
    Concat,
    Conv,
    DepthwiseConv,
    Dequantise,
    Div,
    Logistic,
    MaxPool,
    Mean,
    Mul,
    Neg,
    Pad,
    PRelu,
    Relu,
    Reshape,
    ResizeBilinear,
    ResizeNearest,
    Rsqrt,
    Softmax,
    Sqrt,
    SquaredDifference,
    StridedSlice,
    Sub,
    Sum,
    TransposeConv,
    Transpose,
}

impl Builtin {
    fn of(code: i32) -> Result<Self> {
        Ok(match code {
            0 => Self::Add,
            2 => Self::Concat,
            3 => Self::Conv,
            4 => Self::DepthwiseConv,
            6 => Self::Dequantise,
            14 => Self::Logistic,
            17 => Self::MaxPool,
            18 => Self::Mul,
            19 => Self::Relu,
            22 => Self::Reshape,
            23 => Self::ResizeBilinear,
            25 => Self::Softmax,
            34 => Self::Pad,
            39 => Self::Transpose,
            40 => Self::Mean,
            41 => Self::Sub,
            42 => Self::Div,
            45 => Self::StridedSlice,
            54 => Self::PRelu,
            59 => Self::Neg,
            67 => Self::TransposeConv,
            74 => Self::Sum,
            75 => Self::Sqrt,
            76 => Self::Rsqrt,
            97 => Self::ResizeNearest,
            99 => Self::SquaredDifference,
            other => return Err(ModelError::Unsupported(format!("operator {other}"))),
        })
    }
}

/// One operator as it stands in the file.
#[derive(Debug)]
pub(super) struct Node<'a> {
    pub(super) code: Builtin,
    /// Tensors by index; `None` where an optional one is left out.
    pub(super) inputs: Vec<Option<usize>>,
    pub(super) output: usize,
    pub(super) options: Option<Table<'a>>,
}

/// A model's tables, before anything is made of them.
#[derive(Debug)]
pub(super) struct Skeleton<'a> {
    pub(super) tensors: Vec<Table<'a>>,
    pub(super) buffers: Vec<Table<'a>>,
    pub(super) nodes: Vec<Node<'a>>,
    pub(super) inputs: Vec<usize>,
    pub(super) outputs: Vec<usize>,
}

impl<'a> Skeleton<'a> {
    pub(super) fn read(bytes: Bytes<'a>) -> Result<Self> {
        let model = bytes.root()?;
        let mut codes = Vec::new();
        for code in model.tables(1)? {
            // Numbers above 127 have a field of their own; the old one then holds 127.
            let code = i32::from(code.i8(0, 0)?).max(code.i32(3, 0)?);
            codes.push(code);
        }
        let graphs = model.tables(2)?;
        let [graph] = graphs[..] else {
            return Err(ModelError::Unsupported("several graphs".to_owned()));
        };
        let tensors = graph.tables(0)?;
        let index = |value: i32| -> Result<usize> {
            let index = usize::try_from(value).map_err(|_| ModelError::Truncated)?;
            (index < tensors.len()).then_some(index).ok_or(ModelError::Truncated)
        };
        let mut nodes = Vec::new();
        for operator in graph.tables(3)? {
            let code = *codes.get(operator.size(0, 0)?).ok_or(ModelError::Truncated)?;
            let inputs = operator.ints(1)?.into_iter();
            let inputs = inputs.map(|value| if value == -1 { Ok(None) } else { index(value).map(Some) });
            let outputs = operator.ints(2)?;
            let [output] = outputs[..] else {
                return Err(ModelError::Unsupported("an operator with several outputs".to_owned()));
            };
            nodes.push(Node {
                code: Builtin::of(code)?,
                inputs: inputs.collect::<Result<_>>()?,
                output: index(output)?,
                options: operator.table(4)?,
            });
        }
        let list = |numbers: Vec<i32>| numbers.into_iter().map(index).collect::<Result<Vec<usize>>>();
        Ok(Self {
            inputs: list(graph.ints(1)?)?,
            outputs: list(graph.ints(2)?)?,
            buffers: model.tables(4)?,
            nodes,
            tensors,
        })
    }

    /// A tensor's shape, the number of its element type, and where its data stands; an empty place for one that is calculated.
    pub(super) fn stored(&self, tensor: usize) -> Result<(Vec<usize>, i8, Vector)> {
        let table = self.tensors.get(tensor).ok_or(ModelError::Truncated)?;
        let sizes = table.ints(0)?.into_iter().map(usize::try_from);
        let shape: Vec<usize> = sizes
            .collect::<std::result::Result<_, _>>()
            .map_err(|_| ModelError::Truncated)?;
        let count = shape.iter().try_fold(1_usize, |all, size| all.checked_mul(*size));
        if shape.len() > MOST_DIMENSIONS || count.is_none_or(|count| count > LARGEST_TENSOR) {
            return Err(ModelError::TooBig);
        }
        let buffer = self.buffers.get(table.size(2, 0)?).ok_or(ModelError::Truncated)?;
        Ok((shape, table.i8(1, 0)?, buffer.vector(0)?))
    }
}
