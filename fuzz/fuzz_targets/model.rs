//! Any bytes as a face model: an error, or a model that runs.
#![no_main]

use tassel_validator::tflite::{Bits, Model, Precision, Workspace, pack};

libfuzzer_sys::fuzz_target!(|data: &[u8]| {
    let _ = pack(data, Bits::Eight);
    let _ = pack(data, Bits::Ten);
    let Ok(model) = Model::read(data, Precision::Fast) else { return };
    let length: usize = model.input_shape().iter().product();
    if length < 100_000 && model.working_bytes() < 1 << 24 {
        let outputs = model.run(&mut Workspace::default(), &vec![0.5; length]);
        assert!(outputs.is_ok());
    }
});
