//! The interpreter against Google's own: every operator and every face model. `reference/make.py` made the outputs.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test may stop where it finds something else than it expects"
)]

use std::fs;
use std::path::{Path, PathBuf};
use tassel_validator::tflite::{Bits, Model, ModelError, Precision, Workspace, pack};

fn reference() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/reference")
}

fn models() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("models")
}

/// Numbers from −1 to 1, the same as in `make.py`.
fn pattern(count: usize, seed: u32) -> Vec<f32> {
    let mut state = seed;
    let mut next = || {
        state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        (f64::from(state >> 8) / 8_388_608.0 - 1.0) as f32
    };
    (0..count).map(|_| next()).collect()
}

/// A smooth picture, the same as in `make.py`.
fn picture(size: i64, scale: f32, offset: f32) -> Vec<f32> {
    let mut out = Vec::new();
    for y in 0..size {
        for x in 0..size {
            for c in 0..3 {
                let d = (x - size / 2).pow(2) * 3 + (y - size / 2).pow(2) * 2;
                let value = (d / 97 * (c + 3) + x * 2 + y * (c + 1)) % 256;
                out.push(value as f32 * scale + offset);
            }
        }
    }
    out
}

fn floats(path: &Path) -> Vec<f32> {
    let bytes = fs::read(path).unwrap();
    bytes
        .as_chunks()
        .0
        .iter()
        .map(|four| f32::from_le_bytes(*four))
        .collect()
}

/// The largest difference, relative to the largest number there is.
fn difference(is: &[f32], want: &[f32]) -> f32 {
    assert_eq!(is.len(), want.len());
    let largest = want.iter().fold(1e-6_f32, |largest, value| largest.max(value.abs()));
    let distances = is.iter().zip(want).map(|(a, b)| (a - b).abs());
    let worst = distances.fold(0_f32, |worst, d| if d.is_nan() { f32::INFINITY } else { worst.max(d) });
    worst / largest
}

#[test]
fn every_operator_is_that_of_the_reference() {
    let mut cases = 0;
    for entry in fs::read_dir(reference().join("ops")).unwrap() {
        let path = entry.unwrap().path();
        if path.extension().is_none_or(|extension| extension != "tflite") {
            continue;
        }
        let name = path.file_stem().unwrap().to_string_lossy().into_owned();
        let model = Model::read(&fs::read(&path).unwrap(), Precision::Exact).unwrap_or_else(|e| panic!("{name}: {e}"));
        let mut given = pattern(model.input_shape().iter().product(), 7);
        if name.ends_with("sqrt") {
            given.iter_mut().for_each(|value| *value = value.abs() + 0.125);
        }
        let outputs = model.run(&mut Workspace::default(), &given).unwrap();
        let worst = difference(&outputs[0], &floats(&path.with_extension("f32")));
        assert!(worst <= 1e-5, "{name}: {worst:e}");
        cases += 1;
    }
    assert!(cases >= 50, "{cases}");
}

/// Outputs of a face model, thinned as the reference is.
fn outputs(file: &[u8], precision: Precision, given: &[f32]) -> Vec<Vec<f32>> {
    let model = Model::read(file, precision).unwrap();
    let mut work = Workspace::default();
    let first = model.run(&mut work, given).unwrap();
    // What is left of one run must not reach the next.
    model.run(&mut work, &vec![0.5; given.len()]).unwrap();
    assert_eq!(model.run(&mut work, given).unwrap(), first);
    let thin = |values: &Vec<f32>| values.iter().step_by((values.len() / 2000).max(1)).copied().collect();
    first.iter().map(thin).collect()
}

fn check(name: &str, outputs: &[Vec<f32>], limit: f32) {
    for (index, is) in outputs.iter().enumerate() {
        let want = floats(&reference().join(format!("models/{name}.{index}.f32")));
        let worst = difference(is, &want);
        assert!(worst <= limit, "{name}.{index}: {worst:e}");
    }
}

/// The face models with what each is given; those that are packed have references of two kinds.
fn face_models() -> [(&'static str, bool, Vec<f32>); 4] {
    let blend: Vec<f32> = pattern(292, 12).iter().map(|value| value * 100.0 + 300.0).collect();
    [
        ("face_detector", false, picture(128, 1.0 / 127.5, -1.0)),
        ("face_landmarks_detector", true, picture(256, 1.0 / 255.0, 0.0)),
        ("face_blendshapes", true, blend),
        ("selfie_multiclass_256x256", true, picture(256, 1.0 / 127.5, -1.0)),
    ]
}

fn face_model(name: &str, packed: bool) -> Vec<u8> {
    fs::read(models().join(format!("{name}.{}", if packed { "tslp" } else { "tflite" }))).unwrap()
}

#[test]
fn the_face_models_see_what_the_reference_sees() {
    for (name, packed, given) in face_models() {
        let file = face_model(name, packed);
        let reference = if packed {
            format!("{name}.packed")
        } else {
            name.to_owned()
        };
        // Some seventy layers, each within 1e-5.
        check(&reference, &outputs(&file, Precision::Exact, &given), 5e-4);
    }
}

#[test]
fn weights_of_ten_bits_hardly_move_what_the_released_models_see() {
    for (name, packed, given) in face_models() {
        if packed && name.starts_with("face") {
            let outputs = outputs(&face_model(name, packed), Precision::Exact, &given);
            // The landmarks or shapes; the picture is no face, so they are less sure of it than of one, and how sure means nothing.
            check(name, &outputs[..1], 2e-2);
        }
    }
}

/// The largest of each six numbers, by place.
fn classes(shares: &[f32]) -> Vec<usize> {
    let largest = |six: &[f32; 6]| (0..6).reduce(|best, next| if six[next] > six[best] { next } else { best });
    shares.as_chunks().0.iter().filter_map(largest).collect()
}

#[test]
fn weights_as_whole_numbers_tell_the_same_classes() {
    let file = fs::read(models().join("selfie_multiclass_256x256.tslp")).unwrap();
    let given = picture(256, 1.0 / 127.5, -1.0);
    let of = |precision| {
        Model::read(&file, precision)
            .unwrap()
            .run(&mut Workspace::default(), &given)
            .unwrap()
    };
    let (exact, fast) = (of(Precision::Exact), of(Precision::Fast));
    let (exact, fast) = (classes(&exact[0]), classes(&fast[0]));
    assert_eq!(exact.len(), 256 * 256);
    let same = exact.iter().zip(&fast).filter(|(a, b)| a == b).count();
    assert!(same as f64 >= 0.98 * exact.len() as f64, "{same} of {}", exact.len());
    // Every class that is there at all, so that the comparison is one.
    assert!(exact.iter().any(|class| *class != exact[0]));
}

#[test]
fn more_bits_keep_weights_better() {
    // The detector's weights are of 16 bits, as those of all released face models.
    let file = face_model("face_detector", false);
    let given = picture(128, 1.0 / 127.5, -1.0);
    let of = |file: &[u8]| outputs(file, Precision::Exact, &given);
    let exact = of(&file);
    let mut last = (file.len(), 0.0);
    for bits in [Bits::Twelve, Bits::Ten, Bits::Eight] {
        let packed = pack(&file, bits).unwrap();
        assert_eq!(packed, pack(&file, bits).unwrap());
        let off = difference(&of(&packed)[0], &exact[0]);
        assert!(packed.len() < last.0, "{bits:?}: {} bytes", packed.len());
        assert!(off > last.1, "{bits:?}: {off:e}");
        last = (packed.len(), off);
    }
    assert!(last.1 < 0.05, "{}", last.1);
}

#[test]
fn an_input_of_another_length_is_refused() {
    let file = fs::read(models().join("face_detector.tflite")).unwrap();
    let model = Model::read(&file, Precision::Exact).unwrap();
    let error = model.run(&mut Workspace::default(), &[0.0; 7]).unwrap_err();
    assert_eq!(
        error,
        ModelError::Input {
            expected: 128 * 128 * 3,
            given: 7
        }
    );
}

#[test]
fn damaged_models_are_errors_or_models_and_never_stop_the_program() {
    let mut read = 0;
    for entry in fs::read_dir(reference().join("ops")).unwrap() {
        let path = entry.unwrap().path();
        if path.extension().is_none_or(|extension| extension != "tflite") {
            continue;
        }
        let file = fs::read(&path).unwrap();
        let files = [
            file.clone(),
            pack(&file, Bits::Eight).unwrap(),
            pack(&file, Bits::Ten).unwrap(),
        ];
        for file in &files {
            for place in 0..file.len() {
                for byte in [0, 0x7f, 0x80, 0xff] {
                    let mut damaged = file.clone();
                    damaged[place] = byte;
                    if let Ok(model) = Model::read(&damaged, Precision::Fast) {
                        let given = vec![1.0; model.input_shape().iter().product()];
                        // Small models only: a shape that a byte made large is refused or slow, never wrong.
                        if given.len() < 10_000 && model.working_bytes() < 1 << 20 {
                            model.run(&mut Workspace::default(), &given).unwrap();
                            read += 1;
                        }
                    }
                }
            }
            for length in (0..file.len()).step_by(7) {
                let _ = Model::read(&file[..length], Precision::Fast);
            }
        }
    }
    assert!(read > 1000, "{read}");
}
