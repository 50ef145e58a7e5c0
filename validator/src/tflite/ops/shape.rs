//! Operators that only move numbers: RESHAPE, PAD, CONCATENATION, TRANSPOSE, STRIDED_SLICE.

use super::super::skeleton::Builtin;
use super::arithmetic::advance;
use super::{Call, Change, Made, Make, ModelError, Result, Scratch, axis, misfit, unsupported};
use tassel_kernels::Activation;

/// The same numbers under another shape.
#[derive(Debug)]
struct Reshape;

/// Takes the numbers of the input in another order, some of them, or with zeros between.
#[derive(Debug)]
struct Pad {
    /// Shape of the input.
    shape: Vec<usize>,
    /// Numbers to skip in the output for one step along each axis of the input.
    strides: Vec<usize>,
    /// Where the first number goes.
    start: usize,
}

#[derive(Debug)]
struct Gather {
    /// Shape of the output.
    shape: Vec<usize>,
    /// Numbers to skip in the input for one step along each axis of the output.
    strides: Vec<usize>,
    /// Where the first number stands.
    start: usize,
}

#[derive(Debug)]
struct Concat {
    /// Length of one piece of each operand.
    pieces: Vec<usize>,
}

pub(super) fn read(call: &Call<'_, '_>) -> Result<Made> {
    match call.node.code {
        Builtin::Reshape => reshape(call),
        Builtin::Pad => pad(call),
        Builtin::Concat => concat(call),
        Builtin::Transpose => transpose(call),
        Builtin::StridedSlice => slice(call),
        _ => Err(unsupported("this operator here")),
    }
}

/// Numbers to skip for one step along each axis.
fn strides(shape: &[usize]) -> Vec<usize> {
    let mut strides = vec![1; shape.len()];
    for axis in (1..shape.len()).rev() {
        strides[axis - 1] = strides[axis] * shape[axis];
    }
    strides
}

fn reshape(call: &Call<'_, '_>) -> Result<Made> {
    // The file gives the result's shape twice; that of the tensor has no −1 to be worked out.
    let shape = &call.tensors.get(call.node.output).ok_or(ModelError::Truncated)?.shape;
    if shape.iter().product::<usize>() != call.tensor(0)?.len() {
        return Err(misfit(
            "a reshape that loses or invents numbers",
            &[call.shape(0)?, shape],
        ));
    }
    Ok(Made::change(Reshape, vec![call.operand(0)?], shape.clone()))
}

impl Change for Reshape {
    fn run(&self, _: &mut [f32], _: &[&[f32]]) {}
}

fn pad(call: &Call<'_, '_>) -> Result<Made> {
    let shape = call.shape(0)?;
    let amounts = call.ints(1)?;
    if amounts.len() != 2 * shape.len() || shape.is_empty() {
        return Err(misfit("paddings for another number of axes", &[shape, call.shape(1)?]));
    }
    let mut padded = Vec::new();
    let mut before = Vec::new();
    for (size, [front, back]) in shape.iter().zip(amounts.as_chunks::<2>().0) {
        let amount = |value: &i32| usize::try_from(*value).ok().filter(|amount| *amount <= 4096);
        let (Some(front), Some(back)) = (amount(front), amount(back)) else {
            return Err(misfit("a padding that is none", &[shape]));
        };
        padded.push(size + front + back);
        before.push(front);
    }
    let strides = strides(&padded);
    let pad = Pad {
        start: before
            .iter()
            .zip(&strides)
            .map(|(before, stride)| before * stride)
            .sum(),
        shape: shape.to_vec(),
        strides,
    };
    Ok(Made::make(pad, vec![call.operand(0)?], padded))
}

impl Make for Pad {
    fn run(&self, inputs: &[&[f32]], out: &mut [f32], _: &mut Scratch) {
        let &[input] = inputs else { return };
        out.fill(0.0);
        let Some((last, outer)) = self.shape.split_last() else {
            return;
        };
        let mut at = vec![0; outer.len()];
        for row in input.chunks_exact((*last).max(1)) {
            let offset: usize = at.iter().zip(&self.strides).map(|(at, stride)| at * stride).sum();
            let to = self.start + offset;
            out[to..to + row.len()].copy_from_slice(row);
            advance(&mut at, outer);
        }
    }
}

fn concat(call: &Call<'_, '_>) -> Result<Made> {
    let first = call.shape(0)?;
    let axis = axis(call.option_i32(0, 0)?, first.len())?;
    if call.activation(1)? != Activation::None {
        return Err(unsupported("a concatenation with an activation"));
    }
    let (mut shape, mut operands, mut pieces) = (first.to_vec(), Vec::new(), Vec::new());
    shape[axis] = 0;
    for number in 0..call.node.inputs.len() {
        let other = call.shape(number)?;
        let alike = |(index, (one, other)): (usize, (&usize, &usize))| index == axis || one == other;
        if other.len() != first.len() || !first.iter().zip(other).enumerate().all(alike) {
            return Err(misfit("parts that don't fit side by side", &[first, other]));
        }
        shape[axis] += other[axis];
        operands.push(call.operand(number)?);
        pieces.push(other[axis..].iter().product());
    }
    Ok(Made::make(Concat { pieces }, operands, shape))
}

impl Make for Concat {
    fn run(&self, inputs: &[&[f32]], out: &mut [f32], _: &mut Scratch) {
        let whole: usize = self.pieces.iter().sum();
        for (index, out) in out.chunks_exact_mut(whole.max(1)).enumerate() {
            let mut left = out;
            for (input, piece) in inputs.iter().zip(&self.pieces) {
                let (to, after) = left.split_at_mut(*piece);
                to.copy_from_slice(&input[index * piece..(index + 1) * piece]);
                left = after;
            }
        }
    }
}

fn transpose(call: &Call<'_, '_>) -> Result<Made> {
    let shape = call.shape(0)?;
    let order = call.ints(1)?;
    let from = strides(shape);
    let mut seen = vec![false; shape.len()];
    let mut gather = Gather {
        shape: Vec::new(),
        strides: Vec::new(),
        start: 0,
    };
    for value in order {
        let axis = axis(*value, shape.len())?;
        if std::mem::replace(&mut seen[axis], true) {
            return Err(misfit("a transposition that names an axis twice", &[shape]));
        }
        gather.shape.push(shape[axis]);
        gather.strides.push(from[axis]);
    }
    if seen.contains(&false) {
        return Err(misfit("a transposition that leaves out an axis", &[shape]));
    }
    let result = gather.shape.clone();
    Ok(Made::make(gather, vec![call.operand(0)?], result))
}

/// STRIDED_SLICE: fields 0, 1 and 4 of its options are bit sets of axes whose begin or end is not given, or that vanish.
fn slice(call: &Call<'_, '_>) -> Result<Made> {
    let shape = call.shape(0)?;
    let (begins, ends, steps) = (call.ints(1)?, call.ints(2)?, call.ints(3)?);
    let [no_begin, no_end, ellipsis, new_axis, shrunk] = [
        call.option_i32(0, 0)?,
        call.option_i32(1, 0)?,
        call.option_i32(2, 0)?,
        call.option_i32(3, 0)?,
        call.option_i32(4, 0)?,
    ];
    if ellipsis != 0 || new_axis != 0 {
        return Err(unsupported("a slice with an ellipsis or a new axis"));
    }
    let rank = shape.len();
    if [begins.len(), ends.len(), steps.len()]
        .iter()
        .any(|length| *length != rank)
    {
        return Err(misfit("a slice for another number of axes", &[shape, &[begins.len()]]));
    }
    let from = strides(shape);
    let mut gather = Gather {
        shape: Vec::new(),
        strides: Vec::new(),
        start: 0,
    };
    for axis in 0..rank {
        let size = i32::try_from(shape[axis]).map_err(|_| ModelError::TooBig)?;
        let within = |value: i32| if value < 0 { value.saturating_add(size) } else { value }.clamp(0, size);
        let is = |mask: i32| mask >> axis & 1 == 1;
        let (begin, step) = (if is(no_begin) { 0 } else { within(begins[axis]) }, steps[axis]);
        let end = match (is(shrunk), is(no_end)) {
            (true, _) => begin.saturating_add(1),
            (false, true) => size,
            (false, false) => within(ends[axis]),
        };
        if step < 1 || end <= begin || end > size {
            return Err(misfit("a slice of nothing", &[shape]));
        }
        let (begin, count) = (
            begin.unsigned_abs() as usize,
            ((end - begin - 1) / step + 1).unsigned_abs() as usize,
        );
        gather.start += begin * from[axis];
        if !is(shrunk) {
            gather.shape.push(count);
            gather.strides.push(from[axis] * step.unsigned_abs() as usize);
        }
    }
    let result = gather.shape.clone();
    Ok(Made::make(gather, vec![call.operand(0)?], result))
}

impl Make for Gather {
    fn run(&self, inputs: &[&[f32]], out: &mut [f32], _: &mut Scratch) {
        let &[input] = inputs else { return };
        let Some((last, outer)) = self.shape.split_last() else {
            out.copy_from_slice(&input[self.start..self.start + out.len()]);
            return;
        };
        let mut at = vec![0; outer.len()];
        let along = self.strides[outer.len()];
        for row in out.chunks_exact_mut((*last).max(1)) {
            let offset: usize = at.iter().zip(&self.strides).map(|(at, stride)| at * stride).sum();
            let from = self.start + offset;
            if along == 1 {
                row.copy_from_slice(&input[from..from + last]);
            } else {
                for (index, value) in row.iter_mut().enumerate() {
                    *value = input[from + index * along];
                }
            }
            advance(&mut at, outer);
        }
    }
}
