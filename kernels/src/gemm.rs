//! Matrix products: rows of activations times weights that were laid out for it once.
//!
//! Each output is one sum in the order of its weights, whatever the blocking, so that the result never depends on the machine.

use crate::simd::{Floats, LANES, Pairs, Sums};

/// Rows that are calculated together: their sums fill the registers that both SSE2 and simd128 have.
const ROWS: usize = 4;
/// Rows whose activations stay in the first cache while all weights pass by.
const BLOCK: usize = 64;
/// Largest activation of the whole-number product. 12 bits keep a relative error of 2⁻¹² of the largest one.
const LEVELS: f32 = 2047.0;
/// Added to a number below 2²², it leaves the number, rounded to even, in the low bits.
const ROUNDING: f32 = 12_582_912.0;

/// What follows a sum before it is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Activation {
    /// The sum as it is.
    None,
    /// Nothing below 0.
    Relu,
    /// Nothing below 0 or above 6.
    Relu6,
}

impl Activation {
    /// The numbers that are written for eight sums.
    #[inline(always)]
    pub(crate) fn apply_to_all(self, sums: Floats) -> Floats {
        let none = Floats::splat(0.0);
        match self {
            Self::None => sums,
            Self::Relu => sums.where_above(none, sums, none),
            Self::Relu6 => {
                let (sums, six) = (sums.where_above(none, sums, none), Floats::splat(6.0));
                six.where_above(sums, sums, six)
            }
        }
    }

    /// The number that is written for a sum.
    #[inline(always)]
    pub fn apply(self, value: f32) -> f32 {
        match self {
            Self::None => value,
            // Written so, each is one instruction; what is no number becomes 0.
            Self::Relu => positive(value),
            Self::Relu6 => {
                let value = positive(value);
                if value < 6.0 { value } else { 6.0 }
            }
        }
    }
}

/// The larger one; what is no number is not.
#[inline(always)]
fn larger(a: f32, b: f32) -> f32 {
    if b > a { b } else { a }
}

#[inline(always)]
fn positive(value: f32) -> f32 {
    if value > 0.0 { value } else { 0.0 }
}

/// Weights `[outputs, inputs]` in panels of [`LANES`] outputs: for each input, the weights of the panel's outputs side by side.
#[derive(Debug)]
pub struct Panels {
    weights: Vec<[f32; LANES]>,
    bias: Vec<[f32; LANES]>,
    inputs: usize,
    outputs: usize,
}

impl Panels {
    /// `weights` are `inputs` for each output; there are as many outputs as biases.
    pub fn new(weights: &[f32], bias: &[f32], inputs: usize) -> Self {
        let outputs = bias.len();
        let panels = outputs.div_ceil(LANES);
        let mut laid = vec![[0.0; LANES]; panels * inputs];
        for (output, row) in weights.chunks_exact(inputs.max(1)).enumerate().take(outputs) {
            for (input, weight) in row.iter().enumerate() {
                laid[output / LANES * inputs + input][output % LANES] = *weight;
            }
        }
        Self {
            weights: laid,
            bias: in_lanes(bias),
            inputs,
            outputs,
        }
    }

    /// `out[row][output] = activation(bias + Σ rows[row][input] × weights[output][input])`.
    #[inline(never)]
    pub fn multiply(&self, rows: &[f32], activation: Activation, out: &mut [f32]) {
        let (k, n) = (self.inputs, self.outputs);
        for (rows, out) in rows.chunks(BLOCK * k).zip(out.chunks_mut(BLOCK * n)) {
            for (panel, (weights, bias)) in self.weights.chunks_exact(k).zip(&self.bias).enumerate() {
                let first = panel * LANES;
                let width = LANES.min(n - first);
                let fours = rows.chunks_exact(ROWS * k);
                let ones = fours.remainder().chunks_exact(k);
                let mut targets = out.chunks_exact_mut(n);
                for four in fours {
                    for (sums, target) in tile::<ROWS>(four, weights, bias).into_iter().zip(&mut targets) {
                        store(sums, activation, &mut target[first..first + width]);
                    }
                }
                for (row, target) in ones.zip(targets) {
                    let [sums] = tile::<1>(row, weights, bias);
                    store(sums, activation, &mut target[first..first + width]);
                }
            }
        }
    }
}

#[inline(always)]
fn store(sums: Floats, activation: Activation, target: &mut [f32]) {
    let written = activation.apply_to_all(sums).array();
    if let Ok(target) = <&mut [f32; LANES]>::try_from(&mut *target) {
        *target = written;
    } else {
        for (target, value) in target.iter_mut().zip(written) {
            *target = value;
        }
    }
}

#[inline(always)]
fn tile<const N: usize>(rows: &[f32], weights: &[[f32; LANES]], bias: &[f32; LANES]) -> [Floats; N] {
    let k = weights.len();
    let rows: [&[f32]; N] = std::array::from_fn(|row| &rows[row * k..(row + 1) * k]);
    let mut sums = [Floats::new(bias); N];
    for (index, weights) in weights.iter().enumerate() {
        let weights = Floats::new(weights);
        for (sum, row) in sums.iter_mut().zip(rows) {
            *sum = sum.add_product(Floats::splat(row[index]), weights);
        }
    }
    sums
}

/// The values in groups of [`LANES`], the last one filled up with zeros.
fn in_lanes(values: &[f32]) -> Vec<[f32; LANES]> {
    let lanes = |chunk: &[f32]| std::array::from_fn(|lane| chunk.get(lane).copied().unwrap_or(0.0));
    values.chunks(LANES).map(lanes).collect()
}

/// int8 weights `[outputs, inputs]` in panels, two inputs beside each other, each output with its own scale.
#[derive(Debug)]
pub struct WholePanels {
    weights: Vec<Pairs>,
    bias: Vec<[f32; LANES]>,
    scales: Vec<[f32; LANES]>,
    pairs: usize,
    outputs: usize,
    levels: f32,
}

/// Two activations of each of the rows that are calculated together.
pub type Four = [[i16; 2]; ROWS];

/// Activations as whole numbers and what one of them stands for.
#[derive(Debug, Clone, Copy)]
pub struct Whole<'a> {
    /// Rows, laid out by [`lay_out`].
    pub rows: &'a [Four],
    /// What 1 stands for.
    pub unit: f32,
}

impl WholePanels {
    /// `weights` are `i8` as bytes, `inputs` of them for each output.
    pub fn new(weights: &[u8], scales: &[f32], bias: &[f32], inputs: usize) -> Self {
        let (outputs, pairs) = (bias.len(), inputs.div_ceil(2));
        let mut laid = vec![[0; 2 * LANES]; outputs.div_ceil(LANES) * pairs];
        for (output, row) in weights.chunks_exact(inputs.max(1)).enumerate().take(outputs) {
            for (input, weight) in row.iter().enumerate() {
                let lane = 2 * (output % LANES) + input % 2;
                laid[output / LANES * pairs + input / 2][lane] = i16::from(weight.cast_signed());
            }
        }
        // The sum must stay below 2³¹ even if all activations are as large as can be.
        let room = (i32::MAX as f32) / (128.0 * inputs.max(1) as f32);
        Self {
            weights: laid.into_iter().map(Pairs::new).collect(),
            bias: in_lanes(bias),
            scales: in_lanes(scales),
            pairs,
            outputs,
            levels: LEVELS.min(room.floor()),
        }
    }

    /// The factor that makes `values` whole numbers for these weights, and its inverse.
    pub fn units(&self, values: &[f32]) -> (f32, f32) {
        let (eights, rest) = values.as_chunks::<LANES>();
        let mut lanes = Floats::splat(0.0);
        for eight in eights {
            let size = Floats::new(eight).size();
            lanes = size.where_above(lanes, size, lanes);
        }
        let rest = rest.iter().map(|value| value.abs());
        let largest = rest.chain(lanes.array()).fold(0.0, larger);
        if largest > 0.0 && largest.is_finite() {
            (self.levels / largest, largest / self.levels)
        } else {
            (0.0, 0.0)
        }
    }

    /// `out[row][output] = activation(bias + scale × unit × Σ rows[row][input] × weights[output][input])`.
    #[inline(never)]
    pub fn multiply(&self, whole: Whole<'_>, activation: Activation, out: &mut [f32]) {
        let (k, n) = (self.pairs, self.outputs);
        for (fours, out) in whole.rows.chunks(BLOCK / ROWS * k).zip(out.chunks_mut(BLOCK * n)) {
            let panels = self.weights.chunks_exact(k).zip(self.bias.iter().zip(&self.scales));
            for (panel, (weights, (bias, scales))) in panels.enumerate() {
                let first = panel * LANES;
                let width = LANES.min(n - first);
                let factors = Floats::new(&scales.map(|scale| scale * whole.unit));
                let bias = Floats::new(bias);
                for (four, out) in fours.chunks_exact(k).zip(out.chunks_mut(ROWS * n)) {
                    let sums = whole_tile(four, weights);
                    // The last four may be fewer.
                    for (sums, target) in sums.into_iter().zip(out.chunks_exact_mut(n)) {
                        store(
                            sums.scaled(factors, bias),
                            activation,
                            &mut target[first..first + width],
                        );
                    }
                }
            }
        }
    }
}

#[inline(always)]
fn whole_tile(four: &[Four], weights: &[Pairs]) -> [Sums; ROWS] {
    let mut sums = [Sums::ZERO; ROWS];
    for (pairs, weights) in four.iter().zip(weights) {
        for (sum, pair) in sums.iter_mut().zip(pairs) {
            *sum = sum.add_pairs(*pair, *weights);
        }
    }
    sums
}

/// Lays out rows of `length` whole numbers as [`Whole`] wants them: what is missing is 0.
#[inline(never)]
pub fn lay_out(values: &[i16], length: usize, out: &mut Vec<Four>) {
    out.clear();
    for four in values.chunks(ROWS * length) {
        let row = |row: usize| four.get(row * length..(row + 1) * length).unwrap_or_default();
        let rows: [&[i16]; ROWS] = std::array::from_fn(row);
        let pairs = rows.map(|row| row.as_chunks::<2>().0);
        if four.len() == ROWS * length && length.is_multiple_of(2) {
            let [a, b, c, d] = pairs;
            let fours = a.iter().zip(b).zip(c.iter().zip(d));
            out.extend(fours.map(|((a, b), (c, d))| [*a, *b, *c, *d]));
        } else {
            let value = |row: &[i16], at: usize| row.get(at).copied().unwrap_or(0);
            let pair = |at: usize| rows.map(|row| [value(row, at), value(row, at + 1)]);
            out.extend((0..length).step_by(2).map(pair));
        }
    }
}

/// As [`whole`] for eight numbers.
#[inline(always)]
pub(crate) fn whole_eight(values: &[f32; LANES], factor: f32) -> [i16; LANES] {
    let scaled = Floats::splat(ROUNDING).add_product(Floats::new(values), Floats::splat(factor));
    scaled.low_bits_less(ROUNDING)
}

/// Rounds `value × factor` to a whole number; what is beyond 16 bits wraps, which only values that are no numbers are.
#[inline(always)]
pub(crate) fn whole(value: f32, factor: f32) -> i16 {
    let bits = (value * factor + ROUNDING).to_bits().cast_signed();
    bits.wrapping_sub(ROUNDING.to_bits().cast_signed()) as i16
}

#[cfg(test)]
mod tests {
    use super::*;

    fn numbers(count: usize, seed: u32) -> Vec<f32> {
        let mut state = seed;
        let mut next = || {
            state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            (state >> 8) as f32 / 8_388_608.0 - 1.0
        };
        (0..count).map(|_| next()).collect()
    }

    #[test]
    fn products_are_those_of_the_definition() {
        for (rows, inputs, outputs) in [(1, 1, 1), (5, 3, 7), (67, 16, 8), (130, 33, 20)] {
            let (a, w, bias) = (
                numbers(rows * inputs, 1),
                numbers(outputs * inputs, 2),
                numbers(outputs, 3),
            );
            let mut out = vec![0.0; rows * outputs];
            Panels::new(&w, &bias, inputs).multiply(&a, Activation::None, &mut out);
            for row in 0..rows {
                for output in 0..outputs {
                    let mut sum = bias[output];
                    for input in 0..inputs {
                        sum += a[row * inputs + input] * w[output * inputs + input];
                    }
                    assert_eq!(out[row * outputs + output].to_bits(), sum.to_bits());
                }
            }
        }
    }

    #[test]
    fn whole_products_are_close_to_those_of_numbers() {
        for (rows, inputs, outputs) in [(1, 1, 1), (9, 5, 9), (70, 64, 24)] {
            let (a, bias) = (numbers(rows * inputs, 4), numbers(outputs, 5));
            let bytes: Vec<u8> = numbers(outputs * inputs, 6)
                .iter()
                .map(|w| ((w * 127.0) as i8).cast_unsigned())
                .collect();
            let scales: Vec<f32> = (0..outputs).map(|i| 0.01 + 0.001 * i as f32).collect();
            let panels = WholePanels::new(&bytes, &scales, &bias, inputs);
            let (factor, unit) = panels.units(&a);
            let values: Vec<i16> = a.iter().map(|value| whole(*value, factor)).collect();
            let mut fours = Vec::new();
            lay_out(&values, inputs, &mut fours);
            let mut out = vec![0.0; rows * outputs];
            panels.multiply(Whole { rows: &fours, unit }, Activation::Relu6, &mut out);
            for row in 0..rows {
                for output in 0..outputs {
                    let mut sum = bias[output];
                    for input in 0..inputs {
                        let weight = f32::from(bytes[output * inputs + input].cast_signed()) * scales[output];
                        sum += a[row * inputs + input] * weight;
                    }
                    let (is, want) = (out[row * outputs + output], sum.clamp(0.0, 6.0));
                    assert!((is - want).abs() < 2e-3 * (inputs as f32).sqrt(), "{is} {want}");
                }
            }
        }
    }

    #[test]
    fn rounding_is_to_the_nearest_whole_number() {
        for (value, want) in [(0.4, 0), (0.6, 1), (-0.6, -1), (2.5, 2), (3.5, 4), (-2047.4, -2047)] {
            assert_eq!(whole(value, 1.0), want);
            assert_eq!(whole_eight(&[value; LANES], 1.0), [want; LANES]);
        }
        for odd in [f32::NAN, f32::INFINITY, 1e30, -40_000.0, 70_000.0] {
            assert_eq!(whole_eight(&[odd; LANES], 1.0), [whole(odd, 1.0); LANES]);
        }
    }
}
