//! Any bytes as any file of a site: the first byte picks which.
#![no_main]

#[path = "../../generator/tests/hostile/body.rs"]
mod body;

libfuzzer_sys::fuzz_target!(|data: &[u8]| body::content_file(data));
