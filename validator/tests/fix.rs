//! What mending does to whole files: to what stands beside the picture, to the picture, and to the name.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test may stop where its own input is wrong"
)]

mod common;

use common::{
    BLUE, Picture, Saved, encode, exif, failed, ids, jpeg, one, png, report_as, webp, with_comment, with_segment, xueli,
};
use jpeg_encoder::ColorType;
use tassel_validator::fix::{Change, Fixed, Left, NotFixed, finished_name, fix, named_by_id_number};
use tassel_validator::{Lang, Options, Photo, Profile, Status, builtin, container, id_number, pixels};

fn mend_as(bytes: &[u8], file_name: &str, profile: &Profile, number: Option<&str>) -> Result<Fixed, NotFixed> {
    fix(&Photo { bytes, file_name }, profile, &Options::default(), number)
}

fn mend(bytes: &[u8]) -> Fixed {
    mend_as(bytes, "photo.jpg", &xueli(), None).unwrap()
}

fn changes(fixed: &Fixed) -> Vec<&'static str> {
    fixed.changes.iter().map(Change::id).collect()
}

fn decoded(bytes: &[u8]) -> pixels::Pixels {
    pixels::decode(bytes, &container::read(bytes), &tassel_validator::Limits::STANDARD).unwrap()
}

/// A portrait with a little more weave, so that a good quality has 20–40 KB.
fn portrait(width: usize, height: usize) -> Picture {
    let mut picture = Picture::portrait(width, height, BLUE);
    picture.paint(|x, y, old| {
        if old == BLUE {
            old
        } else {
            old.map(|c| c.saturating_add(((x * 7919 + y * 104_729) % 5) as u8))
        }
    });
    picture
}

/// A photo that meets every file rule, saved as the settings say but for the quality.
fn fitting(saved: Saved) -> Vec<u8> {
    let tried = (60..=95).rev().map(|quality| {
        jpeg(
            &portrait(480, 640),
            &Saved {
                quality,
                at_least: 0,
                ..saved.clone()
            },
        )
    });
    tried
        .into_iter()
        .find(|bytes| (21_000..39_000).contains(&bytes.len()))
        .unwrap()
}

fn compliant() -> Vec<u8> {
    fitting(Saved::default())
}

#[test]
fn a_photo_that_is_right_stays_the_same_to_the_byte() {
    let photo = compliant();
    assert_eq!(failed(&report_as(&photo, "photo.jpg", &xueli())), Vec::<&str>::new());
    let fixed = mend(&photo);
    assert!(fixed.bytes == photo && fixed.changes.is_empty(), "{fixed:?}");
    // Without the models nothing can be said about the face.
    assert_eq!(fixed.left, [Left::NoModels]);
}

#[test]
fn what_stands_beside_the_picture_goes_and_not_a_px_changes() {
    let plain = compliant();
    let told = with_segment(&plain, 0xE1, &[b"Exif\0\0".as_slice(), &exif(1, Some(72))].concat());
    let told = with_segment(&told, 0xE2, b"ICC_PROFILE\0\x01\x01 sRGB");
    let told = with_segment(&with_comment(&told, 400), 0xED, b"Photoshop 3.0\0 edited by");
    let fixed = mend(&told);
    assert_eq!(changes(&fixed), ["stripped"]);
    assert_eq!(decoded(&fixed.bytes), decoded(&plain));
    for word in [&b"Exif"[..], b"ICC_PROFILE", b"Photoshop", b"    "] {
        assert!(!fixed.bytes.windows(word.len()).any(|part| part == word));
    }
    assert!(
        fixed.changes[0].message(Lang::Zh).contains("拍摄信息")
            && fixed.changes[0].message(Lang::En).contains("colour profile")
    );
}

#[test]
fn another_density_is_stated_without_drawing_anew() {
    for dpi in [None, Some(72)] {
        let photo = fitting(Saved {
            dpi,
            ..Saved::default()
        });
        let fixed = mend(&photo);
        assert_eq!(changes(&fixed), ["density"]);
        assert_eq!(decoded(&fixed.bytes), decoded(&photo));
        assert_eq!(
            ids(&report_as(&fixed.bytes, "a.jpg", &xueli()), Status::Fail),
            Vec::<&str>::new()
        );
    }
}

#[test]
fn every_file_fault_that_can_be_mended_is() {
    let picture = portrait(480, 640);
    let side = {
        // Stored lying on its side, with a note that says so.
        let mut lying = Picture::wall(640, 480, BLUE);
        lying.paint(|x, y, _| {
            let at = ((639 - x) * 480 + y) * 3;
            [picture.rgb[at], picture.rgb[at + 1], picture.rgb[at + 2]]
        });
        jpeg(
            &lying,
            &Saved {
                exif_orientation: Some(8),
                ..Saved::default()
            },
        )
    };
    let cases: [(&str, Vec<u8>); 8] = [
        ("png", png(&picture)),
        ("webp", webp(&picture)),
        (
            "twice as large",
            jpeg(
                &portrait(960, 1280),
                &Saved {
                    at_least: 0,
                    ..Saved::default()
                },
            ),
        ),
        (
            "many bytes",
            jpeg(
                &picture,
                &Saved {
                    quality: 100,
                    at_least: 0,
                    ..Saved::default()
                },
            ),
        ),
        (
            "padded",
            jpeg(
                &picture,
                &Saved {
                    quality: 80,
                    at_least: 60_000,
                    ..Saved::default()
                },
            ),
        ),
        ("on its side", side),
        (
            "progressive",
            jpeg(
                &picture,
                &Saved {
                    progressive: true,
                    quality: 100,
                    at_least: 0,
                    ..Saved::default()
                },
            ),
        ),
        ("four inks", {
            let inks: Vec<u8> = picture
                .rgb
                .as_chunks::<3>()
                .0
                .iter()
                .flat_map(|c| [255 - c[0], 255 - c[1], 255 - c[2], 0])
                .collect();
            encode(&inks, 480, 640, ColorType::Cmyk, &Saved::default())
        }),
    ];
    for (what, bytes) in cases {
        assert!(
            !ids(&report_as(&bytes, "photo.jpg", &xueli()), Status::Fail).is_empty(),
            "{what} is no fault"
        );
        let fixed = mend(&bytes);
        let report = report_as(&fixed.bytes, "photo.jpg", &xueli());
        let open: Vec<_> = report
            .checks
            .iter()
            .filter(|c| c.id.starts_with("file.") && !matches!(c.status, Status::Pass | Status::Skip))
            .collect();
        assert!(open.is_empty(), "{what}: {open:?}");
        assert!(
            !fixed.changes.is_empty() && fixed.size == [480, 640],
            "{what}: {fixed:?}"
        );
        let near = decoded(&fixed.bytes)
            .rgb
            .iter()
            .zip(&picture.rgb)
            .map(|(a, b)| u64::from(a.abs_diff(*b)))
            .sum::<u64>();
        // How inks look in RGB is the decoder's affair; that it is a guess is said.
        let inks = fixed.left.contains(&Left::Colors);
        assert_eq!(inks, what == "four inks", "{what}: {fixed:?}");
        assert!(inks || near / (480 * 640 * 3) < 8, "{what}: the picture is another one");
    }
}

#[test]
fn the_same_photo_gives_the_same_bytes() {
    let photo = jpeg(&portrait(1000, 1333), &Saved::default());
    assert_eq!(mend(&photo).bytes, mend(&photo).bytes);
}

#[test]
fn what_was_lost_is_said() {
    let coarse = mend(&jpeg(
        &portrait(480, 640),
        &Saved {
            quality: 20,
            ..Saved::default()
        },
    ));
    assert!(coarse.left.contains(&Left::Coarse(20)), "{coarse:?}");
    let grey: Vec<u8> = portrait(480, 640)
        .rgb
        .as_chunks::<3>()
        .0
        .iter()
        .map(|px| px[1])
        .collect();
    let grey = mend(&encode(&grey, 480, 640, ColorType::Luma, &Saved::default()));
    assert!(grey.left.contains(&Left::Grey));
    // A wall compresses to next to nothing, and padding is no answer.
    let wall = mend(&jpeg(
        &Picture::wall(480, 640, BLUE),
        &Saved {
            quality: 100,
            at_least: 0,
            ..Saved::default()
        },
    ));
    assert!(
        matches!(wall.left.as_slice(), [_, Left::TooFewBytes(bytes, 20_000)] if *bytes == wall.bytes.len() as u64),
        "{wall:?}"
    );
    // Other proportions can't be had without knowing where the face is.
    let square = mend(&jpeg(&portrait(700, 700), &Saved::default()));
    assert!(square.left.contains(&Left::Size([700, 700])) && square.size == [700, 700]);
    for left in coarse
        .left
        .iter()
        .chain(&grey.left)
        .chain(&wall.left)
        .chain(&square.left)
    {
        assert!(
            !left.message(Lang::Zh).is_empty() && !left.message(Lang::En).contains('。'),
            "{left:?}"
        );
    }
}

#[test]
fn a_profile_that_is_not_understood_and_printing_inks_are_said() {
    let odd = mend(&with_segment(
        &compliant(),
        0xE2,
        b"ICC_PROFILE\0\x01\x01 some other colours",
    ));
    assert!(
        odd.left.contains(&Left::Colors) && changes(&odd) == ["stripped"],
        "{odd:?}"
    );
}

#[test]
fn what_cannot_be_opened_is_refused_with_the_reason() {
    let cut = &compliant()[..9000];
    let why = mend_as(cut, "a.jpg", &xueli(), None).unwrap_err();
    assert!(
        matches!(why, NotFixed::NoPixels(pixels::NoPixels::Truncated, 9000, _)),
        "{why:?}"
    );
    assert!(why.message(Lang::Zh).contains("不完整") && !why.advice(Lang::En).is_empty());
    assert!(mend_as(b"", "a.jpg", &xueli(), None).is_err() && mend_as(b"text", "a.jpg", &xueli(), None).is_err());
    let tiny = jpeg(&portrait(120, 160), &Saved::default());
    assert!(matches!(mend_as(&tiny, "a.jpg", &xueli(), None), Err(NotFixed::TooSmall(by)) if by == 4.0));
}

#[test]
fn an_open_size_gives_way_where_the_file_would_be_too_large() {
    let mut profile = xueli();
    profile.file.size.as_mut().unwrap().exact.clear();
    profile.file.size.as_mut().unwrap().ratio = Some([3, 4]);
    let fixed = mend_as(&jpeg(&portrait(1500, 2000), &Saved::default()), "a.jpg", &profile, None).unwrap();
    assert!(
        (20_000..=40_960).contains(&fixed.bytes.len()) && fixed.size[0] < 1500,
        "{fixed:?}"
    );
    assert_eq!(fixed.left, [Left::NoModels]);
    let size = container::read(&fixed.bytes).size.unwrap();
    assert_eq!([size.0, size.1], fixed.size);
}

#[test]
fn the_number_makes_the_name_and_shows_nowhere_else() {
    let number = id_number::example();
    let mut profile = xueli();
    let named = mend_as(&compliant(), "me.jpg", &profile, Some(number)).unwrap();
    assert_eq!(named.name.as_deref(), Some(format!("{number}.jpg").as_str()));
    assert!(!format!("{named:?}").contains(number));
    profile.file.name = Some(tassel_validator::NameRule {
        pattern: "G-{id_number}.JPG".to_owned(),
    });
    assert!(named_by_id_number(&profile) && !named_by_id_number(&xueli()));
    let named = mend_as(&compliant(), "me.jpg", &profile, Some(number)).unwrap();
    assert_eq!(finished_name("me.jpg", &profile, Some(number)), Ok(named.name.clone()));
    assert_eq!(
        (named.name.as_deref(), changes(&named)),
        (Some(format!("G-{number}.JPG").as_str()), vec!["named"])
    );
    let report = report_as(&named.bytes, named.name.as_deref().unwrap(), &profile);
    assert_eq!(one(&report, "file.name").status, Status::Pass);
    assert!(!format!("{:?}", named.changes).contains(number));
    // No number, and the name isn't right: said. A name that is right stays.
    let left = mend_as(&compliant(), "me.jpg", &profile, None).unwrap();
    assert!(left.name.is_none() && left.left.contains(&Left::Name { id_number: true }));
    let own = format!("G-{number}.jpg");
    assert_eq!(mend_as(&compliant(), &own, &profile, None).unwrap().name, Some(own));
    for wrong in ["000000180001010019", "123", "000000180013010018"] {
        let why = mend_as(&compliant(), "me.jpg", &profile, Some(wrong)).unwrap_err();
        assert!(matches!(why, NotFixed::IdNumber(_)) && !why.message(Lang::Zh).contains(wrong));
    }
}

#[test]
fn every_built_in_profile_can_be_served() {
    for id in tassel_validator::builtin_ids() {
        let profile = builtin(id).unwrap();
        let fixed = mend_as(
            &jpeg(
                &portrait(1200, 1600),
                &Saved {
                    at_least: 0,
                    ..Saved::default()
                },
            ),
            "a.jpg",
            &profile,
            None,
        )
        .unwrap();
        let report = report_as(&fixed.bytes, "a.jpg", &profile);
        let open = report
            .checks
            .iter()
            .filter(|c| c.id.starts_with("file.") && !matches!(c.status, Status::Pass | Status::Skip));
        // Of what stays open everything was said.
        for check in open {
            assert!(
                fixed.left.iter().any(|left| left.check() == check.id),
                "{id}: {check:?} {fixed:?}"
            );
        }
    }
}
