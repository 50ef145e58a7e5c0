//! Hostile bytes: whatever comes in, a report comes out, with every check in its place.

mod common;

use common::*;
use proptest::prelude::*;
use tassel_validator::{CHECK_IDS, Report};

fn holds(r: &Report) {
    let ids: Vec<&str> = r.checks.iter().map(|c| c.id.as_str()).collect();
    assert_eq!(ids, CHECK_IDS);
    for c in &r.checks {
        assert!(c.score.is_none_or(|s| (0.0..=1.0).contains(&s)), "{}", c.id);
        assert!(!c.message.is_empty() && !c.title.is_empty());
    }
}

fn small(progressive: bool) -> Vec<u8> {
    let saved = Saved {
        progressive,
        at_least: 0,
        exif_orientation: Some(6),
        ..Saved::default()
    };
    jpeg(&Picture::portrait(48, 64, BLUE), &saved)
}

#[test]
fn every_prefix_of_a_small_photo() {
    let pictures = [
        small(false),
        small(true),
        png(&Picture::portrait(24, 32, BLUE)),
        webp(&Picture::portrait(24, 32, BLUE)),
    ];
    for whole in pictures {
        for end in 0..whole.len() {
            let r = report(&whole[..end]);
            holds(&r);
            assert_ne!(
                one(&r, "file.decode").status,
                tassel_validator::Status::Pass,
                "{end} of {}",
                whole.len()
            );
        }
        assert_eq!(
            one(&report(&whole), "file.decode").status,
            tassel_validator::Status::Pass
        );
    }
}

fn mutate(mut bytes: Vec<u8>, changes: &[(usize, u8)], cut: usize) -> Vec<u8> {
    for (at, value) in changes {
        let at = at % bytes.len();
        bytes[at] = *value;
    }
    bytes.truncate(bytes.len() - cut % bytes.len() / 4);
    bytes
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn random_bytes(bytes in proptest::collection::vec(any::<u8>(), 0..2000)) {
        holds(&report(&bytes));
    }

    #[test]
    fn random_bytes_after_a_magic_number(
        magic in prop_oneof![
            Just(b"\xFF\xD8\xFF\xE0\0\x10JFIF\0".to_vec()), Just(b"\xFF\xD8\xFF\xC0".to_vec()), Just(b"\xFF\xD8\xFF\xE1\0\x40Exif\0\0II*\0".to_vec()),
            Just(b"\x89PNG\r\n\x1A\n\0\0\0\rIHDR".to_vec()), Just(b"RIFF\xFF\0\0\0WEBPVP8 ".to_vec()), Just(b"RIFF\xFF\0\0\0WEBPVP8X".to_vec()),
            Just(b"\0\0\0\x18ftypheic".to_vec()), Just(b"BM".to_vec()), Just(b"GIF89a".to_vec()),
        ],
        tail in proptest::collection::vec(any::<u8>(), 0..600),
    ) {
        holds(&report(&[magic, tail].concat()));
    }

    #[test]
    fn mutated_photos(
        kind in 0..4usize,
        changes in proptest::collection::vec((any::<usize>(), any::<u8>()), 1..12),
        cut in any::<usize>(),
    ) {
        let p = Picture::portrait(48, 64, WHITE);
        let whole = match kind { 0 => small(false), 1 => small(true), 2 => png(&p), _ => webp(&p) };
        holds(&report(&mutate(whole, &changes, cut)));
    }

    #[test]
    fn mutated_headers(changes in proptest::collection::vec((0..700usize, any::<u8>()), 1..6), progressive in any::<bool>()) {
        holds(&report(&mutate(small(progressive), &changes, 0)));
    }

    #[test]
    fn any_file_name(name in "\\PC*", pattern in prop_oneof![Just("{id_number}.jpg"), Just("{any}-{name}.jpg"), Just("x.jpg")]) {
        let mut profile = xueli();
        profile.file.name = Some(tassel_validator::NameRule { pattern: pattern.to_owned() });
        holds(&report_as(b"", &name, &profile));
    }
}
