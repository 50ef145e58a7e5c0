//! Times each network on a made-up input, then whole checks of a drawn portrait at the size of a finished photo and at 24 megapixels, the
//! best of several: `speed [RUNS]`; milliseconds a run, on one core.
//!
//! What a network is given makes no difference to its time. `cargo xtask bench portrait` runs this.

#![allow(
    clippy::disallowed_methods,
    reason = "this program tells how long something takes; nothing that it prints is compared"
)]

use std::error::Error;
use std::io::Cursor;
use std::time::Instant;

use image::imageops::{FilterType, overlay, resize};
use image::{DynamicImage, ImageFormat, Rgba, RgbaImage};
use tassel_validator::portrait::{Models, Part};
use tassel_validator::tflite::{Model, ModelError, Precision, Workspace};
use tassel_validator::{Clock, Options, Photo, builtin, check};

fn main() -> Result<(), Box<dyn Error>> {
    let runs = std::env::args().nth(1).and_then(|runs| runs.parse().ok()).unwrap_or(9);
    networks(runs)?;
    photos(runs)
}

/// Each network alone.
fn networks(runs: usize) -> Result<(), ModelError> {
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

/// A finished photo and a studio's original of the same portrait. What is looked at is a copy of at most 960 px, so a large photo should
/// cost little more, once it is decoded.
fn photos(runs: usize) -> Result<(), Box<dyn Error>> {
    let profile = builtin("xueli2017").ok_or("the profile is built in")?;
    let start = Stopwatch(Instant::now());
    let options = Options {
        clock: &start,
        models: Some(Models::builtin()),
        ..Options::default()
    };
    println!(
        "\n{:<14}{:>10}{:>10}{:>10}{:>10}{:>16}",
        "ms", "decode", "face", "segment", "rest", "after decoding"
    );
    let mut after = Vec::new();
    for (width, height) in [(480, 640), (4000, 6000)] {
        let bytes = portrait(width, height)?;
        let photo = Photo {
            bytes: &bytes,
            file_name: "photo.jpg",
        };
        // The best of each part: what else the machine does strikes one part or another.
        let mut best = [f64::INFINITY; 4];
        for _ in 0..runs.min(5) {
            let ms = check(&photo, &profile, &options).ms;
            let rest = ms.total - ms.decode - ms.face - ms.segment;
            for (best, time) in best.iter_mut().zip([ms.decode, ms.face, ms.segment, rest]) {
                *best = best.min(time);
            }
        }
        let [decode, face, segment, rest] = best;
        let looked = face + segment + rest;
        let name = format!("{width} × {height}");
        println!("{name:<14}{decode:>10.1}{face:>10.1}{segment:>10.1}{rest:>10.1}{looked:>16.1}");
        after.push(looked);
    }
    if let [small, large] = after.as_slice() {
        println!(
            "24 megapixels : a finished photo = {:.2} (goal: 1.5 at most)",
            large / small
        );
    }
    Ok(())
}

/// The drawn mannequin before the wanted background, as a JPEG; as high as it is asked for, cut at the sides.
fn portrait(width: u32, height: u32) -> Result<Vec<u8>, Box<dyn Error>> {
    let person = image::load_from_memory(include_bytes!("../../tests/data/mannequin/plain.png"))?.into_rgba8();
    let wide = height * person.width() / person.height();
    let person = resize(&person, wide, height, FilterType::Triangle);
    let mut photo = RgbaImage::from_pixel(width, height, Rgba([100, 197, 255, 255]));
    overlay(&mut photo, &person, (i64::from(width) - i64::from(wide)) / 2, 0);
    let mut file = Cursor::new(Vec::new());
    DynamicImage::ImageRgba8(photo)
        .into_rgb8()
        .write_to(&mut file, ImageFormat::Jpeg)?;
    Ok(file.into_inner())
}

/// Time since the start of the program.
struct Stopwatch(Instant);

impl Clock for Stopwatch {
    fn now_ms(&self) -> f64 {
        self.0.elapsed().as_secs_f64() * 1e3
    }
}
