//! Numbers only: each measure gives its unit, formula and source, and knows no limit.
//!
//! Arithmetic is integers, `+ - * /`, `sqrt` and libm, in a fixed order, so that every platform computes the same bits.

pub mod background;
pub mod color;
mod grid;
mod shade;
pub mod upside_down;

pub use grid::{Cell, Grid};
