//! Several files of a site at once.
#![no_main]

#[path = "../../generator/tests/hostile/body.rs"]
mod body;

libfuzzer_sys::fuzz_target!(|data: &[u8]| body::site_tree(data));
