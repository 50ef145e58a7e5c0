//! MEAN and SUM over some axes.

use super::super::skeleton::Builtin;
use super::arithmetic::advance;
use super::{Call, Made, Make, Result, Scratch, axis};

#[derive(Debug)]
struct Reduce {
    shape: Vec<usize>,
    /// Numbers to skip in the output for one step along each axis; 0 along those that are summed.
    strides: Vec<usize>,
    /// What a sum is divided by.
    divisor: f32,
}

pub(super) fn read(call: &Call<'_, '_>) -> Result<Made> {
    let shape = call.shape(0)?.to_vec();
    let rank = shape.len();
    let mut summed = vec![false; rank];
    for value in call.ints(1)? {
        summed[axis(*value, rank)?] = true;
    }
    let keeps = call.option_i8(0, 0)? != 0;
    let (mut strides, mut step, mut count) = (vec![0; rank], 1, 1_usize);
    for axis in (0..rank).rev() {
        if summed[axis] {
            count *= shape[axis];
        } else {
            strides[axis] = step;
            step *= shape[axis];
        }
    }
    let kept = shape.iter().zip(&summed).filter(|(_, summed)| keeps || !**summed);
    let result: Vec<usize> = kept.map(|(size, summed)| if *summed { 1 } else { *size }).collect();
    let work = shape.iter().product();
    let reduce = Reduce {
        strides,
        divisor: if call.node.code == Builtin::Mean {
            count as f32
        } else {
            1.0
        },
        shape,
    };
    Ok(Made::make(reduce, vec![call.operand(0)?], result).costing(work))
}

impl Make for Reduce {
    fn run(&self, inputs: &[&[f32]], out: &mut [f32], _: &mut Scratch) {
        let &[input] = inputs else { return };
        out.fill(0.0);
        let Some((last, outer)) = self.shape.split_last() else {
            return;
        };
        let mut at = vec![0; outer.len()];
        let along = self.strides[outer.len()];
        for row in input.chunks_exact((*last).max(1)) {
            let start: usize = at.iter().zip(&self.strides).map(|(at, stride)| at * stride).sum();
            for (index, value) in row.iter().enumerate() {
                out[start + index * along] += value;
            }
            advance(&mut at, outer);
        }
        if self.divisor != 1.0 {
            for value in out {
                *value /= self.divisor;
            }
        }
    }
}
