//! A model as a list of steps whose shapes have been checked, ready to run.

use super::ModelError;
use super::ops::{self, Step};
use super::packed::{Packed, Quantised};
use super::plan::{Plan, Use};
use super::reader::{Bytes, floats, halves, ints};
use super::skeleton::{Builtin, LARGEST_TENSOR, Skeleton};

type Result<T> = std::result::Result<T, ModelError>;

/// Most multiplications of one run: four times those of the largest face model.
const MOST_WORK: u64 = 16 << 30;

/// How a model with int8 weights is calculated.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Precision {
    /// Its convolutions in whole numbers: weights of 8 bits, activations of 12. Faster by a third or more.
    #[default]
    Fast,
    /// All of it in f32, with the weights that int8 stands for.
    Exact,
}

/// What a tensor holds before the model runs.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Value<'a> {
    /// Nothing: a step writes it, or the caller.
    Computed,
    Floats(Vec<f32>),
    Ints(Vec<i32>),
    Packed(Quantised<'a>),
}

/// A tensor: numbers in row-major order, for pictures `[picture, row, column, channel]`.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Tensor<'a> {
    pub(super) shape: Vec<usize>,
    pub(super) value: Value<'a>,
}

impl Tensor<'_> {
    pub(super) fn len(&self) -> usize {
        self.shape.iter().product()
    }
}

fn tensor<'a>(skeleton: &Skeleton<'_>, packed: Option<&Packed<'a>>, index: usize) -> Result<Tensor<'a>> {
    let (shape, element, data) = skeleton.stored(index)?;
    let count: usize = shape.iter().product();
    let short = || {
        ModelError::Shape(format!(
            "tensor {index} has less data than its shape {shape:?} asks for"
        ))
    };
    if data.length == 0 {
        let value = Value::Computed;
        return Ok(Tensor { shape, value });
    }
    if let Some(block) = packed.and_then(|packed| packed.block(data.start)) {
        if block.weights.len() != count {
            return Err(short());
        }
        let value = Value::Packed(block.clone());
        return Ok(Tensor { shape, value });
    }
    let table = skeleton.tensors.get(index).ok_or(ModelError::Truncated)?;
    let bytes = table.bytes.slice(data.start, data.length)?;
    let (value, length) = match element {
        0 => (Value::Floats(floats(bytes)), bytes.len() / 4),
        1 => (Value::Floats(halves(bytes)), bytes.len() / 2),
        2 => (Value::Ints(ints(bytes)), bytes.len() / 4),
        other => return Err(ModelError::Unsupported(format!("element type {other}"))),
    };
    if length != count {
        return Err(short());
    }
    Ok(Tensor { shape, value })
}

/// Where a step finds an operand.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Source {
    /// In the workspace.
    Place { start: usize, length: usize },
    /// Among the model's own numbers.
    Constant(usize),
}

#[derive(Debug)]
struct Planned {
    step: Step,
    inputs: Vec<Source>,
    start: usize,
    length: usize,
}

/// The workspace without the part that a step writes.
struct Around<'a> {
    before: &'a [f32],
    after: &'a [f32],
    /// Where `after` begins.
    end: usize,
}

/// A model that has been checked and can be run any number of times, by several threads at once.
#[derive(Debug)]
pub struct Model {
    steps: Vec<Planned>,
    constants: Vec<Vec<f32>>,
    room: usize,
    input: (usize, Vec<usize>),
    outputs: Vec<(Source, Vec<usize>)>,
}

/// The memory of one run, used again by the next. One for each thread; any model may use it.
#[derive(Debug, Default)]
pub struct Workspace {
    memory: Vec<f32>,
    scratch: ops::Scratch,
}

impl Workspace {
    /// Bytes held for the next run.
    pub fn bytes(&self) -> usize {
        4 * self.memory.capacity() + self.scratch.bytes()
    }
}

impl Model {
    /// Reads a `.tflite` file, or one made by [`pack`](super::pack).
    ///
    /// # Errors
    /// When the bytes are not a model, or not one of the kind that finds faces; see [`ModelError`].
    pub fn read(file: &[u8], precision: Precision) -> Result<Self> {
        let packed = Packed::read(file)?;
        let bytes = packed.as_ref().map_or_else(|| Bytes::new(file, &[]), Packed::bytes);
        let skeleton = Skeleton::read(bytes)?;
        let mut tensors = Vec::new();
        for index in 0..skeleton.tensors.len() {
            tensors.push(tensor(&skeleton, packed.as_ref(), index)?);
        }
        // Weights that are stored in 16 bits reach their step through an operator that only widens them.
        for node in skeleton.nodes.iter().filter(|node| node.code == Builtin::Dequantise) {
            let source = node
                .inputs
                .first()
                .copied()
                .flatten()
                .and_then(|index| tensors.get(index).cloned());
            let source = source.filter(|source| source.value != Value::Computed);
            let source = source.ok_or_else(|| ModelError::Unsupported("weights that are calculated".to_owned()))?;
            let target = tensors.get_mut(node.output).ok_or(ModelError::Truncated)?;
            if target.shape != source.shape {
                return Err(ModelError::Shape("a widened tensor changes its shape".to_owned()));
            }
            target.value = source.value;
        }
        Builder::new(&skeleton, tensors, precision)?.build()
    }

    /// Shape of the input, such as `[1, 256, 256, 3]`.
    pub fn input_shape(&self) -> &[usize] {
        &self.input.1
    }

    /// Shapes of the outputs, in the file's order.
    pub fn output_shapes(&self) -> impl Iterator<Item = &[usize]> {
        self.outputs.iter().map(|(_, shape)| shape.as_slice())
    }

    /// Bytes of memory that a run needs beside the model.
    pub fn working_bytes(&self) -> usize {
        4 * self.room
    }

    /// How many numbers each output has, in the file's order.
    pub fn output_lengths(&self) -> impl Iterator<Item = usize> {
        self.output_shapes().map(|shape| shape.iter().product())
    }

    /// Runs the model and gives its outputs, in the file's order, as flat lists in row-major order.
    ///
    /// # Errors
    /// [`ModelError::Input`] when `input` has another length than the product of [`Model::input_shape`].
    pub fn run(&self, work: &mut Workspace, input: &[f32]) -> Result<Vec<Vec<f32>>> {
        let expected = self.input.1.iter().product();
        if input.len() != expected {
            return Err(ModelError::Input {
                expected,
                given: input.len(),
            });
        }
        let Workspace { memory, scratch } = work;
        if memory.len() < self.room {
            // Never more than is needed: a vector that grows by itself would take twice as much.
            memory.reserve_exact(self.room - memory.len());
            memory.resize(self.room, 0.0);
        }
        memory[self.input.0..][..expected].copy_from_slice(input);
        for planned in &self.steps {
            let (before, rest) = memory.split_at_mut(planned.start);
            let (out, after) = rest.split_at_mut(planned.length);
            let around = Around {
                before,
                after,
                end: planned.start + planned.length,
            };
            let source = |source: &Source| self.find(&around, *source);
            match &planned.step {
                Step::Make(make) => {
                    let inputs: Vec<&[f32]> = planned.inputs.iter().map(source).collect();
                    make.run(&inputs, out, scratch);
                }
                Step::Change(change) => {
                    let (first, others) = planned.inputs.split_at(1.min(planned.inputs.len()));
                    if let [first] = first
                        && !matches!(first, Source::Place { start, .. } if *start == planned.start)
                    {
                        out.copy_from_slice(source(first));
                    }
                    let others: Vec<&[f32]> = others.iter().map(source).collect();
                    change.run(out, &others);
                }
            }
        }
        let whole = Around {
            before: memory,
            after: &[],
            end: self.room,
        };
        let output = |(source, _): &(Source, Vec<usize>)| self.find(&whole, *source).to_vec();
        Ok(self.outputs.iter().map(output).collect())
    }

    fn find<'a>(&'a self, around: &Around<'a>, source: Source) -> &'a [f32] {
        match source {
            // What is read lives at the same time as what is written, so it lies on one side of it or the other.
            Source::Place { start, length } if start < around.before.len() => &around.before[start..][..length],
            Source::Place { start, length } => &around.after[start - around.end..][..length],
            Source::Constant(index) => &self.constants[index],
        }
    }
}

/// Steps and their operands by tensor, before memory is planned.
struct Builder<'a> {
    tensors: Vec<Tensor<'a>>,
    steps: Vec<(Step, Vec<usize>, usize)>,
    input: usize,
    outputs: Vec<usize>,
}

impl<'a> Builder<'a> {
    fn new(skeleton: &Skeleton<'_>, tensors: Vec<Tensor<'a>>, precision: Precision) -> Result<Self> {
        let [input] = skeleton.inputs[..] else {
            return Err(ModelError::Unsupported("several inputs".to_owned()));
        };
        let mut known: Vec<bool> = tensors.iter().map(|tensor| tensor.value != Value::Computed).collect();
        known[input] = true;
        let mut builder = Self {
            tensors,
            steps: Vec::new(),
            input,
            outputs: skeleton.outputs.clone(),
        };
        let mut work = 0_u64;
        for node in &skeleton.nodes {
            if node.code == Builtin::Dequantise {
                continue;
            }
            if node.inputs.iter().flatten().any(|index| !known[*index]) {
                return Err(ModelError::Shape("a tensor is used before it is written".to_owned()));
            }
            // A tensor is written once, and never over a constant or the input.
            if std::mem::replace(&mut known[node.output], true) {
                return Err(ModelError::Shape("a tensor is written twice".to_owned()));
            }
            let made = ops::read(node, &builder.tensors, precision)?;
            work = work.saturating_add(made.work as u64);
            if work > MOST_WORK {
                return Err(ModelError::TooBig);
            }
            if made.shape != builder.tensors[node.output].shape {
                let said = &builder.tensors[node.output].shape;
                let message = format!("{:?} gives {:?}, the file says {said:?}", node.code, made.shape);
                return Err(ModelError::Shape(message));
            }
            builder.steps.push((made.step, made.operands, node.output));
        }
        if builder.outputs.iter().any(|output| !known[*output]) {
            return Err(ModelError::Shape("an output is never written".to_owned()));
        }
        Ok(builder)
    }

    fn build(self) -> Result<Model> {
        let uses: Vec<Use> = self
            .steps
            .iter()
            .map(|(step, operands, output)| Use {
                operands,
                output: *output,
                in_place: matches!(step, Step::Change(_)),
            })
            .collect();
        let lengths: Vec<usize> = self.tensors.iter().map(Tensor::len).collect();
        let computed: Vec<bool> = self
            .tensors
            .iter()
            .map(|tensor| tensor.value == Value::Computed)
            .collect();
        let plan = Plan::new(&lengths, &computed, &uses, self.input, &self.outputs);
        if plan.room > 4 * LARGEST_TENSOR {
            return Err(ModelError::TooBig);
        }
        let mut constants: Vec<Vec<f32>> = Vec::new();
        let mut places: Vec<Option<Source>> = vec![None; self.tensors.len()];
        let mut used: Vec<bool> = vec![false; self.tensors.len()];
        for index in self
            .steps
            .iter()
            .flat_map(|(_, operands, _)| operands)
            .chain(&self.outputs)
        {
            used[*index] = true;
        }
        let input = (plan.start(self.input)?, self.tensors[self.input].shape.clone());
        let shapes: Vec<Vec<usize>> = self
            .outputs
            .iter()
            .map(|index| self.tensors[*index].shape.clone())
            .collect();
        for (index, tensor) in self.tensors.into_iter().enumerate() {
            let length = tensor.len();
            places[index] = match tensor.value {
                Value::Computed => plan.start(index).ok().map(|start| Source::Place { start, length }),
                Value::Floats(floats) if used[index] => {
                    constants.push(floats);
                    Some(Source::Constant(constants.len() - 1))
                }
                _ => None,
            };
        }
        let place = |index: &usize| {
            places[*index].ok_or_else(|| ModelError::Unsupported("a constant of this type as an operand".to_owned()))
        };
        let mut steps = Vec::new();
        for (step, operands, output) in self.steps {
            let length = lengths[output];
            steps.push(Planned {
                step,
                inputs: operands.iter().map(place).collect::<Result<_>>()?,
                start: plan.start(output)?,
                length,
            });
        }
        let outputs = self.outputs.iter().map(place).collect::<Result<Vec<Source>>>()?;
        Ok(Model {
            steps,
            constants,
            room: plan.room,
            input,
            outputs: outputs.into_iter().zip(shapes).collect(),
        })
    }
}
