//! Loops that look at one number at a time.

use crate::gemm::{whole, whole_eight};
use crate::simd::{Floats, LANES};

/// Each of `values` by itself and the one of `others` beside it.
#[inline(always)]
fn with(values: &mut [f32], others: &[f32], change: impl Fn(Floats, Floats) -> Floats) {
    let (eights, rest) = values.as_chunks_mut::<LANES>();
    let (other_eights, other_rest) = others.as_chunks::<LANES>();
    for (eight, other) in eights.iter_mut().zip(other_eights) {
        *eight = change(Floats::new(eight), Floats::new(other)).array();
    }
    if rest.is_empty() {
        return;
    }
    let (mut eight, mut other) = ([0.0; LANES], [0.0; LANES]);
    for ((to, other_to), (from, other_from)) in eight.iter_mut().zip(&mut other).zip(rest.iter().zip(other_rest)) {
        (*to, *other_to) = (*from, *other_from);
    }
    let changed = change(Floats::new(&eight), Floats::new(&other)).array();
    for (to, from) in rest.iter_mut().zip(changed) {
        *to = from;
    }
}

/// `a += b`.
#[inline(never)]
pub fn add(a: &mut [f32], b: &[f32]) {
    with(a, b, Floats::add);
}

/// `a *= b`.
#[inline(never)]
pub fn multiply(a: &mut [f32], b: &[f32]) {
    with(a, b, Floats::times);
}

/// 0 for all that is not above it.
#[inline(never)]
pub fn positive(values: &mut [f32]) {
    let none = Floats::splat(0.0);
    let (eights, rest) = values.as_chunks_mut::<LANES>();
    for eight in eights {
        let value = Floats::new(eight);
        *eight = value.where_above(none, value, none).array();
    }
    for value in rest {
        *value = if *value > 0.0 { *value } else { 0.0 };
    }
}

/// What is not above 0 times its channel's slope.
#[inline(never)]
pub fn slopes(values: &mut [f32], slopes: &[f32]) {
    let none = Floats::splat(0.0);
    for pixel in values.chunks_exact_mut(slopes.len().max(1)) {
        with(pixel, slopes, |value, slope| {
            value.where_above(none, value, value.times(slope))
        });
    }
}

/// The larger of each two, the first of what can't be compared.
#[inline(never)]
pub fn largest(values: &mut [f32], others: &[f32]) {
    with(values, others, |value, other| other.where_above(value, other, value));
}

/// `values × factor` as whole numbers.
#[inline(never)]
pub fn whole_numbers(values: &[f32], factor: f32, out: &mut Vec<i16>) {
    out.clear();
    let (eights, rest) = values.as_chunks::<LANES>();
    out.reserve(values.len());
    for eight in eights {
        out.extend_from_slice(&whole_eight(eight, factor));
    }
    out.extend(rest.iter().map(|value| whole(*value, factor)));
}

/// i8 weights, given as bytes, as numbers: weight `i` belongs to the channel `(i / inner) % scales.len()`.
#[inline(never)]
pub fn widen(weights: &[u8], scales: &[f32], inner: usize) -> Vec<f32> {
    let mut out = Vec::with_capacity(weights.len());
    for (row, scale) in weights.chunks(inner.max(1)).zip(scales.iter().cycle()) {
        out.extend(row.iter().map(|byte| f32::from(byte.cast_signed()) * scale));
    }
    out
}

/// As [`widen`], of weights that have `fine` more bits below those of the i8: `lower` holds them, the first weight's in the lowest bits of
/// the first byte. `fine` divides 8.
#[inline(never)]
pub fn widen_fine(upper: &[u8], lower: &[u8], fine: usize, scales: &[f32], inner: usize) -> Vec<f32> {
    let mask = ((1_u16 << fine.min(8)) - 1) as u8;
    let mut below = Vec::with_capacity(upper.len() + 8);
    for byte in lower {
        for shift in (0..8).step_by(fine.max(1)) {
            below.push((byte >> shift) & mask);
        }
    }
    let inner = inner.max(1);
    let rows = upper.chunks(inner).zip(below.chunks(inner));
    let mut out = Vec::with_capacity(upper.len());
    for ((upper, lower), scale) in rows.zip(scales.iter().cycle()) {
        let pairs = upper.iter().zip(lower);
        out.extend(pairs.map(|(upper, lower)| {
            let upper = i16::from(upper.cast_signed()) << fine;
            f32::from(upper | i16::from(*lower)) * scale
        }));
    }
    out
}
