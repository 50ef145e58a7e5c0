//! Hostile pictures with the face models at hand: whatever comes in, a report with every check comes out, and every score is one.

#![cfg(feature = "models")]
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test may stop where its own input is wrong"
)]

mod common;

use common::*;
use tassel_validator::portrait::Models;
use tassel_validator::{CHECK_IDS, Options, Photo, Report, check};

fn report(bytes: &[u8]) -> Report {
    let options = Options {
        models: Some(Models::builtin()),
        decoded: None,
        measures: true,
        ..Options::default()
    };
    check(
        &Photo {
            bytes,
            file_name: "a.jpg",
        },
        &xueli(),
        &options,
    )
}

fn holds(r: &Report, what: &str) {
    let ids: Vec<&str> = r.checks.iter().map(|c| c.id.as_str()).collect();
    assert_eq!(ids, CHECK_IDS, "{what}");
    for c in &r.checks {
        assert!(c.score.is_none_or(|s| (0.0..=1.0).contains(&s)), "{what}: {}", c.id);
        assert!(!c.message.is_empty() && !c.title.is_empty(), "{what}: {}", c.id);
    }
    for measure in &r.measures {
        assert!((0.0..=100.0).contains(&measure.scalar), "{what}: {}", measure.name);
    }
}

#[test]
fn odd_shapes_and_patterns_are_reported_on() {
    let noise = |x: usize, y: usize| ((x * 7919 + y * 104_729 + x * y * 31) % 251) as u8;
    type Pattern = fn(usize, usize) -> [u8; 3];
    let patterns: [(&str, Pattern); 4] = [
        ("black", |_, _| [0; 3]),
        ("white", |_, _| [255; 3]),
        ("stripes", |x, _| [(x % 2 * 255) as u8; 3]),
        ("checks", |x, y| [((x / 8 + y / 8) % 2 * 255) as u8, 90, 10]),
    ];
    for (width, height) in [(1, 1), (1, 900), (900, 1), (7, 5), (64, 64), (480, 640), (1200, 300)] {
        for (name, at) in patterns {
            let picture = Picture::from_fn(width, height, at);
            holds(&report(&png(&picture)), &format!("{name} {width}×{height}"));
        }
        let picture = Picture::from_fn(width, height, |x, y| [noise(x, y), noise(y, x), noise(x + y, x)]);
        holds(&report(&png(&picture)), &format!("noise {width}×{height}"));
    }
}

#[test]
fn faces_beyond_the_edges_are_reported_on() {
    let whole = Picture::portrait(480, 640, BLUE);
    for (left, top) in [(200, 0), (0, 250), (240, 320), (-200, -150), (0, 420)] {
        let cut = Picture::from_fn(480, 640, |x, y| {
            let (x, y) = (x as i64 + left, y as i64 + top);
            whole.at(x.clamp(0, 479) as usize, y.clamp(0, 639) as usize)
        });
        holds(&report(&png(&cut)), &format!("moved by {left}, {top}"));
    }
}
