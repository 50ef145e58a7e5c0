//! Whole reports as a reader sees them: the JSON with its field names, and the words in both languages.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test may stop where its own input is wrong"
)]

mod common;

use common::*;
use tassel_validator::{Clock, Lang, Options, Photo, Report, Status, check};

/// 结论 · 量到的值 · 要求 · 怎么改, for every check.
fn words(bytes: &[u8], name: &str, lang: Lang) -> String {
    let r = check(
        &Photo { bytes, file_name: name },
        &xueli(),
        &Options {
            lang,
            ..Options::default()
        },
    );
    let line = |c: &tassel_validator::Check| {
        let status = serde_json::to_string(&c.status).unwrap();
        format!("{} {}: {} {}", status.trim_matches('"'), c.title, c.message, c.advice)
            .trim_end()
            .to_owned()
    };
    r.checks.iter().map(line).collect::<Vec<_>>().join("\n")
}

fn faulty() -> Vec<u8> {
    let mut p = Picture::wall(413, 579, [67, 142, 219]);
    p.paint(|x, _, [r, g, b]| [r + (x / 10) as u8, g + (x / 10) as u8, b]);
    let saved = Saved {
        quality: 50,
        dpi: Some(72),
        exif_orientation: Some(3),
        at_least: 60_000,
        ..Saved::default()
    };
    jpeg(&p.with_sitter().upside_down(), &saved)
}

#[test]
fn json_of_a_compliant_photo() {
    insta::assert_snapshot!(serde_json::to_string_pretty(&report(&compliant())).unwrap());
}

#[test]
fn json_of_an_unreadable_file() {
    let bytes = compliant();
    insta::assert_snapshot!(serde_json::to_string_pretty(&report(&bytes[..bytes.len() / 2])).unwrap());
}

#[test]
fn words_in_chinese() {
    insta::assert_snapshot!(words(&faulty(), "我的照片.png", Lang::Zh));
}

#[test]
fn words_in_english() {
    insta::assert_snapshot!(words(&faulty(), "mine.png", Lang::En));
}

#[test]
fn words_about_a_renamed_png() {
    insta::assert_snapshot!(words(&png(&Picture::portrait(480, 640, BLUE)), "a.jpg", Lang::Zh));
}

#[test]
fn json_comes_back_as_the_same_report() {
    for bytes in [compliant(), faulty(), Vec::new()] {
        let r = report(&bytes);
        let json = serde_json::to_string(&r).unwrap();
        let again: Report = serde_json::from_str(&json).unwrap();
        assert_eq!(serde_json::to_string(&again).unwrap(), json);
        assert!(!json.contains("null"));
    }
}

#[test]
fn same_bytes_same_report() {
    let (bytes, r) = (faulty(), report(&faulty()));
    assert_eq!(
        serde_json::to_string(&r).unwrap(),
        serde_json::to_string(&report(&bytes)).unwrap()
    );
}

#[test]
fn status_follows_from_score_and_thresholds() {
    let r = report(&faulty());
    assert!(ids(&r, Status::Fail).len() >= 6);
    for c in &r.checks {
        let t = xueli().threshold(&c.id);
        let expected = match c.score {
            None => Status::Skip,
            Some(s) if s < t.fail => Status::Fail,
            Some(s) if s < t.review => Status::Review,
            Some(_) => Status::Pass,
        };
        assert_eq!(c.status, expected, "{}", c.id);
    }
}

#[test]
fn times_come_from_the_callers_clock() {
    struct Ticks(std::cell::Cell<f64>);
    impl Clock for Ticks {
        fn now_ms(&self) -> f64 {
            self.0.set(self.0.get() + 10.0);
            self.0.get()
        }
    }
    let clock = Ticks(std::cell::Cell::new(0.0));
    let r = check(
        &Photo {
            bytes: &compliant(),
            file_name: "a.jpg",
        },
        &xueli(),
        &Options {
            lang: Lang::Zh,
            clock: &clock,
            ..Options::default()
        },
    );
    assert_eq!((r.ms.decode, r.ms.total), (10.0, 20.0));
    assert_eq!(report(&compliant()).ms.total, 0.0);
}
