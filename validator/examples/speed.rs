//! Times each network on a made-up input, the best of several: `speed [RUNS]`; milliseconds a run, on one core.
//!
//! What a network is given makes no difference to its time. `cargo xtask bench portrait` runs this, natively and in wasm.

#![allow(
    clippy::disallowed_methods,
    reason = "this program tells how long something takes; nothing that it prints is compared"
)]

use std::time::Instant;

use tassel_validator::portrait::Part;
use tassel_validator::tflite::{Model, ModelError, Precision, Workspace};

fn main() -> Result<(), ModelError> {
    let runs = std::env::args().nth(1).and_then(|runs| runs.parse().ok()).unwrap_or(9);
    let mut work = Workspace::default();
    let networks = Part::ALL.into_iter().filter(|part| *part != Part::Canonical);
    let fast = networks.map(|part| (part, Precision::Fast));
    // The one network with int8 weights also in f32, to see what whole numbers are worth.
    for (part, precision) in fast.chain([(Part::Segmenter, Precision::Exact)]) {
        let model = Model::read(part.bytes(), precision)?;
        let length = model.input_shape().iter().product::<usize>();
        let input: Vec<f32> = (0..length)
            .map(|index| (index * 7919 % 256) as f32 / 127.5 - 1.0)
            .collect();
        let mut best = f64::INFINITY;
        for _ in 0..runs {
            let start = Instant::now();
            model.run(&mut work, &input)?;
            best = best.min(start.elapsed().as_secs_f64() * 1e3);
        }
        let (planned, held) = (model.working_bytes() as f64 / 1e6, work.bytes() as f64 / 1e6);
        println!(
            "{:<32} {precision:?}  {best:8.1} ms  {planned:6.1} of {held:6.1} MB",
            part.file_name()
        );
    }
    Ok(())
}
