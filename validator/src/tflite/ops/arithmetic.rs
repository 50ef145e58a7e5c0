//! ADD, SUB, MUL, DIV, SQUARED_DIFFERENCE, with the broadcasting of NumPy.

use super::super::skeleton::Builtin;
use super::{Call, Change, Made, Make, Result, Scratch, misfit, unsupported};
use tassel_kernels::{Activation, add, multiply};

#[derive(Debug, Clone, Copy)]
enum Kind {
    Add,
    Sub,
    Mul,
    Div,
    SquaredDifference,
}

impl Kind {
    #[inline(always)]
    fn apply(self, a: f32, b: f32) -> f32 {
        match self {
            Self::Add => a + b,
            Self::Sub => a - b,
            Self::Mul => a * b,
            Self::Div => a / b,
            Self::SquaredDifference => (a - b) * (a - b),
        }
    }
}

/// Both operands have the shape of the result.
#[derive(Debug)]
struct Same {
    kind: Kind,
    activation: Activation,
}

/// One of them is repeated along some axes.
#[derive(Debug)]
struct Broadcast {
    kind: Kind,
    activation: Activation,
    shape: Vec<usize>,
    /// Numbers to skip for one step along each axis; 0 where the operand is repeated.
    strides: [Vec<usize>; 2],
}

pub(super) fn read(call: &Call<'_, '_>) -> Result<Made> {
    let (kind, activation) = match call.node.code {
        Builtin::Add => (Kind::Add, call.activation(0)?),
        Builtin::Sub => (Kind::Sub, call.activation(0)?),
        Builtin::Mul => (Kind::Mul, call.activation(0)?),
        Builtin::Div => (Kind::Div, call.activation(0)?),
        Builtin::SquaredDifference => (Kind::SquaredDifference, Activation::None),
        _ => return Err(unsupported("this operator here")),
    };
    let operands = vec![call.operand(0)?, call.operand(1)?];
    let (a, b) = (call.shape(0)?, call.shape(1)?);
    if a == b {
        return Ok(Made::change(Same { kind, activation }, operands, a.to_vec()));
    }
    let rank = a.len().max(b.len());
    let size = |shape: &[usize], axis: usize| (axis + shape.len()).checked_sub(rank).map_or(1, |axis| shape[axis]);
    let mut shape = Vec::new();
    for axis in 0..rank {
        shape.push(match (size(a, axis), size(b, axis)) {
            (one, other) if one == other => one,
            (1, other) => other,
            (one, 1) => one,
            _ => return Err(misfit("operands that can't be matched", &[a, b])),
        });
    }
    let strides = [a, b].map(|operand| {
        let mut strides = vec![0; rank];
        let mut step = 1;
        for axis in (0..rank).rev() {
            let size = size(operand, axis);
            strides[axis] = if size == 1 { 0 } else { step };
            step *= size;
        }
        strides
    });
    let broadcast = Broadcast {
        kind,
        activation,
        shape: shape.clone(),
        strides,
    };
    Ok(Made::make(broadcast, operands, shape))
}

impl Change for Same {
    fn run(&self, out: &mut [f32], others: &[&[f32]]) {
        let Some(other) = others.first() else { return };
        match (self.kind, self.activation) {
            (Kind::Add, Activation::None) => add(out, other),
            (Kind::Mul, Activation::None) => multiply(out, other),
            (kind, activation) => {
                for (a, b) in out.iter_mut().zip(*other) {
                    *a = activation.apply(kind.apply(*a, *b));
                }
            }
        }
    }
}

impl Make for Broadcast {
    fn run(&self, inputs: &[&[f32]], out: &mut [f32], _: &mut Scratch) {
        let &[a, b] = inputs else { return };
        let Some((last, outer)) = self.shape.split_last() else {
            return;
        };
        let [by_a, by_b] = &self.strides;
        let mut at = vec![0; outer.len()];
        for row in out.chunks_exact_mut((*last).max(1)) {
            let start = |strides: &[usize]| -> usize { at.iter().zip(strides).map(|(at, stride)| at * stride).sum() };
            let (from_a, from_b) = (start(by_a), start(by_b));
            let (step_a, step_b) = (by_a[outer.len()], by_b[outer.len()]);
            for (index, out) in row.iter_mut().enumerate() {
                let (a, b) = (a[from_a + index * step_a], b[from_b + index * step_b]);
                *out = self.activation.apply(self.kind.apply(a, b));
            }
            advance(&mut at, outer);
        }
    }
}

/// Moves an index one step on, the last axis first.
pub(super) fn advance(at: &mut [usize], shape: &[usize]) {
    for (at, size) in at.iter_mut().zip(shape).rev() {
        *at += 1;
        if *at < *size {
            return;
        }
        *at = 0;
    }
}
