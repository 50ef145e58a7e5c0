//! The one small vector type of the interpreter: eight lanes, SSE2 natively and simd128 in the browser, the same bits in both.
//!
//! `wide` maps each operation to one instruction of either; a product and a sum stay two operations, never one fused.

use wide::{f32x4, i16x8, i32x4};

/// Lanes of [`Floats`] and [`Sums`]: output channels that are calculated together.
pub(super) const LANES: usize = 8;

/// Eight numbers.
#[derive(Debug, Clone, Copy)]
pub(super) struct Floats(f32x4, f32x4);

impl Floats {
    #[inline(always)]
    pub(super) fn new(values: &[f32; LANES]) -> Self {
        let [a, b, c, d, e, f, g, h] = *values;
        Self(f32x4::new([a, b, c, d]), f32x4::new([e, f, g, h]))
    }

    #[inline(always)]
    pub(super) fn splat(value: f32) -> Self {
        Self(f32x4::splat(value), f32x4::splat(value))
    }

    /// `self + a × b`, rounded twice.
    #[inline(always)]
    pub(super) fn add_product(self, a: Self, b: Self) -> Self {
        Self(self.0 + a.0 * b.0, self.1 + a.1 * b.1)
    }

    #[inline(always)]
    pub(super) fn array(self) -> [f32; LANES] {
        let ([a, b, c, d], [e, f, g, h]) = (self.0.to_array(), self.1.to_array());
        [a, b, c, d, e, f, g, h]
    }
}

/// Weights of [`LANES`] outputs for two inputs: each output's two stand side by side.
#[derive(Debug, Clone, Copy)]
pub(super) struct Pairs(i16x8, i16x8);

impl Pairs {
    /// Weights in the order output 0 input 0, output 0 input 1, output 1 input 0, …
    pub(super) fn new(weights: [i16; 2 * LANES]) -> Self {
        bytemuck::cast::<_, [i16x8; 2]>(weights).into()
    }
}

impl From<[i16x8; 2]> for Pairs {
    fn from([low, high]: [i16x8; 2]) -> Self {
        Self(low, high)
    }
}

/// Eight sums of products of whole numbers.
#[derive(Debug, Clone, Copy)]
pub(super) struct Sums(i32x4, i32x4);

impl Sums {
    pub(super) const ZERO: Self = Self(i32x4::ZERO, i32x4::ZERO);

    /// Adds to each lane the products of a pair of activations with that lane's pair of weights.
    #[inline(always)]
    pub(super) fn add_pairs(self, pair: [i16; 2], weights: Pairs) -> Self {
        // The pair as one number of 32 bits: that has an instruction which fills all lanes.
        let pair: i16x8 = bytemuck::cast(i32x4::splat(bytemuck::cast(pair)));
        Self(self.0 + pair.dot(weights.0), self.1 + pair.dot(weights.1))
    }

    /// The sums as numbers, each times its factor and with its bias.
    #[inline(always)]
    pub(super) fn scaled(self, factors: Floats, bias: Floats) -> Floats {
        let low = f32x4::from_i32x4(self.0) * factors.0 + bias.0;
        let high = f32x4::from_i32x4(self.1) * factors.1 + bias.1;
        Floats(low, high)
    }
}
