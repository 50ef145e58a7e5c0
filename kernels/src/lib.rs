//! The loops in which a photo's check spends its time: matrix products, windows, numbers one by one.
//!
//! They are a crate of their own because a compiler's choice between quick and small is made for a whole crate: here it is quick (see
//! the profile `release-wasm`), in all others small. Every function works on slices whose lengths its caller has checked, uses no fused
//! multiply-add and adds in a fixed order, so that every machine gives the same bits.

mod each;
mod gemm;
mod simd;
mod window;

pub use each::{add, largest, multiply, positive, slopes, whole_numbers, widen, widen_fine};
pub use gemm::{Activation, Four, Panels, Whole, WholePanels, lay_out};
pub use window::{Blend, blend, depthwise};
