//! Any bytes as a file that staff attached: the first byte picks of which kind.
#![no_main]

#[path = "../../generator/tests/hostile/body.rs"]
mod body;

libfuzzer_sys::fuzz_target!(|data: &[u8]| body::attached_file(data));
