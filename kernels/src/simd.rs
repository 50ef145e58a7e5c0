//! The one small vector type of the interpreter: eight lanes, SSE2 natively and simd128 in the browser, the same bits in both.
//!
//! `wide` maps each operation to one instruction of either; a product and a sum stay two operations, never one fused.

use wide::{f32x4, i16x8, i32x4, i32x8};

/// Lanes of [`Floats`] and [`Sums`]: output channels that are calculated together.
pub(crate) const LANES: usize = 8;

/// Eight numbers.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Floats(f32x4, f32x4);

impl Floats {
    #[inline(always)]
    pub(crate) fn new(values: &[f32; LANES]) -> Self {
        let [a, b, c, d, e, f, g, h] = *values;
        Self(f32x4::new([a, b, c, d]), f32x4::new([e, f, g, h]))
    }

    #[inline(always)]
    pub(crate) fn splat(value: f32) -> Self {
        Self(f32x4::splat(value), f32x4::splat(value))
    }

    /// `self + a × b`, rounded twice.
    #[inline(always)]
    pub(crate) fn add_product(self, a: Self, b: Self) -> Self {
        Self(self.0 + a.0 * b.0, self.1 + a.1 * b.1)
    }

    #[inline(always)]
    pub(crate) fn add(self, other: Self) -> Self {
        Self(self.0 + other.0, self.1 + other.1)
    }

    #[inline(always)]
    pub(crate) fn times(self, other: Self) -> Self {
        Self(self.0 * other.0, self.1 * other.1)
    }

    #[inline(always)]
    pub(crate) fn size(self) -> Self {
        Self(self.0.abs(), self.1.abs())
    }

    /// `yes` where `self > than`, else `no`; what is no number is not larger than anything.
    #[inline(always)]
    pub(crate) fn where_above(self, than: Self, yes: Self, no: Self) -> Self {
        let low = self.0.simd_gt(than.0).bitselect(yes.0, no.0);
        let high = self.1.simd_gt(than.1).bitselect(yes.1, no.1);
        Self(low, high)
    }

    /// The low 16 bits of each number's bits less those of `from`.
    #[inline(always)]
    pub(crate) fn low_bits_less(self, from: f32) -> [i16; LANES] {
        let from = i32x4::splat(from.to_bits().cast_signed());
        let low = |four: f32x4| ((bytemuck::cast::<f32x4, i32x4>(four) - from) << 16_i32) >> 16_i32;
        let eight: i32x8 = bytemuck::cast([low(self.0), low(self.1)]);
        i16x8::from_i32x8_saturate(eight).to_array()
    }

    #[inline(always)]
    pub(crate) fn array(self) -> [f32; LANES] {
        let ([a, b, c, d], [e, f, g, h]) = (self.0.to_array(), self.1.to_array());
        [a, b, c, d, e, f, g, h]
    }
}

/// Weights of [`LANES`] outputs for two inputs: each output's two stand side by side.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Pairs(i16x8, i16x8);

impl Pairs {
    /// Weights in the order output 0 input 0, output 0 input 1, output 1 input 0, …
    pub(crate) fn new(weights: [i16; 2 * LANES]) -> Self {
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
pub(crate) struct Sums(i32x4, i32x4);

impl Sums {
    pub(crate) const ZERO: Self = Self(i32x4::ZERO, i32x4::ZERO);

    /// Adds to each lane the products of a pair of activations with that lane's pair of weights.
    #[inline(always)]
    pub(crate) fn add_pairs(self, pair: [i16; 2], weights: Pairs) -> Self {
        // The pair as one number of 32 bits: that has an instruction which fills all lanes.
        let pair: i16x8 = bytemuck::cast(i32x4::splat(bytemuck::cast(pair)));
        Self(self.0 + pair.dot(weights.0), self.1 + pair.dot(weights.1))
    }

    /// The sums as numbers, each times its factor and with its bias.
    #[inline(always)]
    pub(crate) fn scaled(self, factors: Floats, bias: Floats) -> Floats {
        let low = f32x4::from_i32x4(self.0) * factors.0 + bias.0;
        let high = f32x4::from_i32x4(self.1) * factors.1 + bias.1;
        Floats(low, high)
    }
}
