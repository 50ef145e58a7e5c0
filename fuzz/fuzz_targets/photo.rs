//! Any bytes as a photo: container, decoder, face models, all checks, and the mended file.
#![no_main]

use tassel_validator::portrait::Models;
use tassel_validator::{CHECK_IDS, Options, Photo, builtin, check};

libfuzzer_sys::fuzz_target!(|data: &[u8]| {
    let Some(profile) = builtin("xueli2017") else { return };
    let options = Options {
        models: Some(Models::builtin()),
        decoded: None,
        measures: true,
        ..Options::default()
    };
    let report = check(&Photo { bytes: data, file_name: "a.jpg" }, &profile, &options);
    assert_eq!(report.checks.len(), CHECK_IDS.len());
    assert!(report.checks.iter().all(|check| check.score.is_none_or(|score| (0.0..=1.0).contains(&score))));
});
