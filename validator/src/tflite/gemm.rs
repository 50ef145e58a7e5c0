//! Matrix products: rows of activations times weights that were laid out for it once.
//!
//! Each output is one sum in the order of its weights, whatever the blocking, so that the result never depends on the machine.

use super::simd::{Floats, LANES, Pairs, Sums};

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
pub(super) enum Activation {
    None,
    Relu,
    Relu6,
}

impl Activation {
    #[inline(always)]
    pub(super) fn apply(self, value: f32) -> f32 {
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

#[inline(always)]
fn positive(value: f32) -> f32 {
    if value > 0.0 { value } else { 0.0 }
}

/// Weights `[outputs, inputs]` in panels of [`LANES`] outputs: for each input, the weights of the panel's outputs side by side.
#[derive(Debug)]
pub(super) struct Panels {
    weights: Vec<[f32; LANES]>,
    bias: Vec<[f32; LANES]>,
    inputs: usize,
    outputs: usize,
}

impl Panels {
    pub(super) fn new(weights: &[f32], bias: &[f32], inputs: usize) -> Self {
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
    pub(super) fn multiply(&self, rows: &[f32], activation: Activation, out: &mut [f32]) {
        let (k, n) = (self.inputs, self.outputs);
        for (rows, out) in rows.chunks(BLOCK * k).zip(out.chunks_mut(BLOCK * n)) {
            for (panel, (weights, bias)) in self.weights.chunks_exact(k).zip(&self.bias).enumerate() {
                let first = panel * LANES;
                let width = LANES.min(n - first);
                let fours = rows.chunks_exact(ROWS * k);
                let ones = fours.remainder().chunks_exact(k);
                let mut targets = out.chunks_exact_mut(n);
                for four in fours {
                    for (sums, target) in tile::<ROWS>(four, weights, bias).iter().zip(&mut targets) {
                        store(sums, activation, &mut target[first..first + width]);
                    }
                }
                for (row, target) in ones.zip(targets) {
                    let [sums] = tile::<1>(row, weights, bias);
                    store(&sums, activation, &mut target[first..first + width]);
                }
            }
        }
    }
}

#[inline(always)]
fn store(sums: &[f32; LANES], activation: Activation, target: &mut [f32]) {
    if let Ok(target) = <&mut [f32; LANES]>::try_from(&mut *target) {
        *target = sums.map(|sum| activation.apply(sum));
    } else {
        for (target, sum) in target.iter_mut().zip(sums) {
            *target = activation.apply(*sum);
        }
    }
}

#[inline(always)]
fn tile<const N: usize>(rows: &[f32], weights: &[[f32; LANES]], bias: &[f32; LANES]) -> [[f32; LANES]; N] {
    let k = weights.len();
    let rows: [&[f32]; N] = std::array::from_fn(|row| &rows[row * k..(row + 1) * k]);
    let mut sums = [Floats::new(bias); N];
    for (index, weights) in weights.iter().enumerate() {
        let weights = Floats::new(weights);
        for (sum, row) in sums.iter_mut().zip(rows) {
            *sum = sum.add_product(Floats::splat(row[index]), weights);
        }
    }
    sums.map(Floats::array)
}

/// The values in groups of [`LANES`], the last one filled up with zeros.
fn in_lanes(values: &[f32]) -> Vec<[f32; LANES]> {
    let lanes = |chunk: &[f32]| std::array::from_fn(|lane| chunk.get(lane).copied().unwrap_or(0.0));
    values.chunks(LANES).map(lanes).collect()
}

/// int8 weights `[outputs, inputs]` in panels, two inputs beside each other, each output with its own scale.
#[derive(Debug)]
pub(super) struct WholePanels {
    weights: Vec<Pairs>,
    bias: Vec<[f32; LANES]>,
    scales: Vec<[f32; LANES]>,
    pairs: usize,
    outputs: usize,
    levels: f32,
}

/// Activations as whole numbers and what one of them stands for.
#[derive(Debug, Clone, Copy)]
pub(super) struct Whole<'a> {
    /// Rows of an even length.
    pub(super) rows: &'a [[i16; 2]],
    pub(super) unit: f32,
}

impl WholePanels {
    /// `weights` are `i8` as bytes, `inputs` of them for each output.
    pub(super) fn new(weights: &[u8], scales: &[f32], bias: &[f32], inputs: usize) -> Self {
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
    pub(super) fn units(&self, values: &[f32]) -> (f32, f32) {
        let largest = values.iter().fold(0_f32, |largest, value| largest.max(value.abs()));
        if largest > 0.0 && largest.is_finite() {
            (self.levels / largest, largest / self.levels)
        } else {
            (0.0, 0.0)
        }
    }

    /// `out[row][output] = activation(bias + scale × unit × Σ rows[row][input] × weights[output][input])`.
    pub(super) fn multiply(&self, whole: Whole<'_>, activation: Activation, out: &mut [f32]) {
        let (k, n) = (self.pairs, self.outputs);
        for (rows, out) in whole.rows.chunks(BLOCK * k).zip(out.chunks_mut(BLOCK * n)) {
            let panels = self.weights.chunks_exact(k).zip(self.bias.iter().zip(&self.scales));
            for (panel, (weights, (bias, scales))) in panels.enumerate() {
                let first = panel * LANES;
                let width = LANES.min(n - first);
                let factors = Floats::new(&scales.map(|scale| scale * whole.unit));
                let bias = Floats::new(bias);
                let fours = rows.chunks_exact(ROWS * k);
                let ones = fours.remainder().chunks_exact(k);
                let mut targets = out.chunks_exact_mut(n);
                for four in fours {
                    for (sums, target) in whole_tile::<ROWS>(four, weights).iter().zip(&mut targets) {
                        store(
                            &sums.scaled(factors, bias).array(),
                            activation,
                            &mut target[first..first + width],
                        );
                    }
                }
                for (row, target) in ones.zip(targets) {
                    let [sums] = whole_tile::<1>(row, weights);
                    store(
                        &sums.scaled(factors, bias).array(),
                        activation,
                        &mut target[first..first + width],
                    );
                }
            }
        }
    }
}

#[inline(always)]
fn whole_tile<const N: usize>(rows: &[[i16; 2]], weights: &[Pairs]) -> [Sums; N] {
    let k = weights.len();
    let rows: [&[[i16; 2]]; N] = std::array::from_fn(|row| &rows[row * k..(row + 1) * k]);
    let mut sums = [Sums::ZERO; N];
    for (index, weights) in weights.iter().enumerate() {
        for (sum, row) in sums.iter_mut().zip(rows) {
            *sum = sum.add_pairs(row[index], *weights);
        }
    }
    sums
}

/// Rounds `value × factor` to a whole number; what is beyond 16 bits wraps, which only values that are no numbers are.
#[inline(always)]
pub(super) fn whole(value: f32, factor: f32) -> i16 {
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
            let pairs: Vec<[i16; 2]> = a
                .chunks_exact(inputs)
                .flat_map(|row| {
                    row.chunks(2)
                        .map(|two| [whole(two[0], factor), two.get(1).map_or(0, |v| whole(*v, factor))])
                })
                .collect();
            let mut out = vec![0.0; rows * outputs];
            panels.multiply(Whole { rows: &pairs, unit }, Activation::Relu6, &mut out);
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
        }
    }
}
