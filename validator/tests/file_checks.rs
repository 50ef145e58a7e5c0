//! Each `file.*` rule: what keeps it, what breaks it, and that breaking one leaves the others alone.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test may stop where its own input is wrong"
)]

mod common;

use common::*;
use jpeg_encoder::ColorType;
use tassel_validator::{CHECK_IDS, Fix, Status, Value, Verdict, builtin, container};

#[test]
fn a_compliant_photo_passes_everything_but_the_name_it_need_not_have() {
    for wall in [BLUE, WHITE, GREY] {
        let r = report(&jpeg(&Picture::portrait(480, 640, wall), &Saved::default()));
        assert_eq!(r.verdict, Verdict::Pass, "{r:#?}");
        let skipped = ids(&r, Status::Skip);
        let of_the_file: Vec<&str> = skipped.iter().copied().filter(|id| id.starts_with("file.")).collect();
        assert_eq!(of_the_file, ["file.name"]);
        // Without face models nothing is said of the person, and never that all is well.
        assert_eq!(skipped.len(), 1 + CHECK_IDS.len() - 11);
    }
}

#[test]
fn progressive_is_as_good_as_baseline() {
    let r = report(&jpeg(
        &Picture::portrait(480, 640, BLUE),
        &Saved {
            progressive: true,
            ..Saved::default()
        },
    ));
    assert_eq!(r.verdict, Verdict::Pass, "{r:#?}");
}

#[test]
fn wrong_size_names_both_sizes() {
    let r = report(&jpeg(&Picture::portrait(413, 579, BLUE), &Saved::default()));
    assert_eq!(failed(&r), ["file.size_px"]);
    let c = one(&r, "file.size_px");
    assert!(
        c.message.contains("413×579") && c.message.contains("480×640"),
        "{}",
        c.message
    );
    assert_eq!(c.fix, Fix::Retake, "too few pixels can't be made up");
    let r = report(&jpeg(
        &Picture::portrait(960, 1280, BLUE),
        &Saved {
            quality: 60,
            ..Saved::default()
        },
    ));
    assert_eq!(one(&r, "file.size_px").fix, Fix::Auto);
}

#[test]
fn the_usual_byte_window_passes_whole_and_is_soft_at_its_ends() {
    let small = jpeg(
        &Picture::portrait(480, 640, BLUE),
        &Saved {
            at_least: 0,
            quality: 70,
            ..Saved::default()
        },
    );
    assert!(small.len() < 19_000, "{}", small.len());
    let status = |len: usize| {
        let bytes = with_comment(&small, len - small.len());
        assert_eq!(bytes.len(), len);
        one(&report(&bytes), "file.bytes").status
    };
    for len in [20_000, 20_480, 40_000, 40_960] {
        assert_eq!(status(len), Status::Pass, "{len}");
    }
    for len in [19_990, 41_200] {
        assert_eq!(status(len), Status::Review, "{len}");
    }
    for len in [19_000, 45_000, 180_000] {
        assert_eq!(status(len), Status::Fail, "{len}");
    }
}

#[test]
fn a_firm_byte_limit_has_no_review_band() {
    let profile = builtin("xinhua_selfupload").unwrap();
    let small = jpeg(
        &Picture::portrait(480, 640, BLUE),
        &Saved {
            at_least: 0,
            quality: 70,
            ..Saved::default()
        },
    );
    let status = |len: usize| {
        one(
            &report_as(&with_comment(&small, len - small.len()), "a.jpg", &profile),
            "file.bytes",
        )
        .status
    };
    assert_eq!((status(29_999), status(30_000)), (Status::Fail, Status::Pass));
}

#[test]
fn resolution_in_every_way_it_can_be_stored() {
    let photo = compliant();
    let dpi = |bytes: &[u8]| {
        let r = report(bytes);
        (one(&r, "file.dpi").status, r.photo.dpi)
    };
    assert_eq!(dpi(&photo), (Status::Pass, Some(300.0)));
    assert_eq!(dpi(&with_density(&photo, 1, 72, 72)), (Status::Fail, Some(72.0)));
    assert_eq!(dpi(&with_density(&photo, 1, 300, 72)), (Status::Fail, Some(300.0)));
    // 118 dots per centimetre is what 300 dpi becomes.
    assert_eq!(dpi(&with_density(&photo, 2, 118, 118)).0, Status::Pass);
    assert_eq!(dpi(&with_density(&photo, 0, 1, 1)), (Status::Fail, None));
    // JFIF is silent, EXIF speaks; JFIF speaks, EXIF is not asked.
    let exif = |dpi| [b"Exif\0\0".as_slice(), &exif(1, Some(dpi))].concat();
    assert_eq!(
        dpi(&with_segment(&with_density(&photo, 0, 1, 1), 0xE1, &exif(300))),
        (Status::Pass, Some(300.0))
    );
    assert_eq!(
        dpi(&with_segment(&with_density(&photo, 1, 72, 72), 0xE1, &exif(300))),
        (Status::Fail, Some(72.0))
    );
}

#[test]
fn colour_modes() {
    let p = Picture::portrait(480, 640, BLUE);
    let grey: Vec<u8> = p.rgb.as_chunks::<3>().0.iter().map(|[_, g, _]| *g).collect();
    let r = report(&with_comment(
        &encode(&grey, 480, 640, ColorType::Luma, &Saved::default()),
        10_000,
    ));
    assert_eq!(
        (one(&r, "file.color_mode").status, one(&r, "bg.color").status),
        (Status::Fail, Status::Skip)
    );
    assert_eq!(one(&r, "file.color_mode").value, Some(Value::Text("grey8".into())));

    let cmyk: Vec<u8> = p
        .rgb
        .as_chunks::<3>()
        .0
        .iter()
        .flat_map(|[r, g, b]| [255 - r, 255 - g, 255 - b, 0])
        .collect();
    for (color, word) in [(ColorType::Cmyk, "cmyk8"), (ColorType::CmykAsYcck, "ycck8")] {
        let r = report(&encode(
            &cmyk,
            480,
            640,
            color,
            &Saved {
                quality: 70,
                ..Saved::default()
            },
        ));
        assert_eq!(one(&r, "file.decode").status, Status::Pass);
        assert_eq!(one(&r, "file.color_mode").value, Some(Value::Text(word.into())));
        assert_eq!(
            (one(&r, "file.color_mode").status, one(&r, "file.color_mode").fix),
            (Status::Fail, Fix::Auto)
        );
    }
}

#[test]
fn a_wide_colour_profile_is_mentioned_and_srgb_is_not() {
    let icc = |name: &str| {
        let mut profile = vec![0u8; 128];
        profile.extend(1u32.to_be_bytes());
        profile.extend(b"desc");
        profile.extend(144u32.to_be_bytes());
        profile.extend(100u32.to_be_bytes());
        profile.extend(b"desc\0\0\0\0");
        profile.extend((name.len() as u32 + 1).to_be_bytes());
        profile.extend(name.as_bytes());
        profile.push(0);
        [b"ICC_PROFILE\0\x01\x01".as_slice(), &profile].concat()
    };
    let wide = report(&with_segment(&compliant(), 0xE2, &icc("Display P3")));
    assert_eq!(one(&wide, "file.color_mode").status, Status::Review);
    assert!(one(&wide, "file.color_mode").message.contains("Display P3"));
    let srgb = report(&with_segment(&compliant(), 0xE2, &icc("sRGB IEC61966-2.1")));
    assert_eq!(srgb.verdict, Verdict::Pass);
}

#[test]
fn quality_is_read_back_exactly_from_libjpegs_tables() {
    let p = Picture::portrait(64, 80, BLUE);
    for quality in 1..=100 {
        let c = container::read(&jpeg(
            &p,
            &Saved {
                quality,
                at_least: 0,
                ..Saved::default()
            },
        ));
        let read = c.quality.unwrap();
        assert!(read.exact, "{quality}");
        // At the coarse end several factors give the same tables; then it is the best of them.
        assert!(read.value == quality || quality < 5, "{quality} read as {}", read.value);
    }
}

#[test]
fn quality_under_the_limit_fails() {
    let status = |quality| {
        one(
            &report(&jpeg(
                &Picture::portrait(480, 640, BLUE),
                &Saved {
                    quality,
                    ..Saved::default()
                },
            )),
            "file.jpeg_quality",
        )
        .status
    };
    assert_eq!(
        (status(59), status(60), status(30)),
        (Status::Fail, Status::Pass, Status::Fail)
    );
}

#[test]
fn foreign_tables_are_compared_by_coarseness() {
    let estimate = |quality| {
        let mut bytes = Vec::new();
        let mut encoder = jpeg_encoder::Encoder::new(&mut bytes, quality);
        use jpeg_encoder::QuantizationTableType::ImageMagick;
        encoder.set_quantization_tables(ImageMagick, ImageMagick);
        encoder
            .encode(&Picture::portrait(64, 80, BLUE).rgb, 64, 80, ColorType::Rgb)
            .unwrap();
        container::read(&bytes).quality.unwrap()
    };
    let (low, middle, high) = (estimate(20), estimate(60), estimate(95));
    assert!(!middle.exact);
    assert!(
        low.value < 40 && (35..75).contains(&middle.value) && high.value > 88,
        "{low:?} {middle:?} {high:?}"
    );
}

#[test]
fn every_exif_rotation_fails_and_facts_are_upright() {
    for orientation in 2..=8u8 {
        let (w, h) = if orientation >= 5 { (640, 480) } else { (480, 640) };
        let bytes = jpeg(
            &Picture::wall(w, h, BLUE),
            &Saved {
                exif_orientation: Some(orientation),
                ..Saved::default()
            },
        );
        let r = report(&bytes);
        assert_eq!(one(&r, "file.orientation").status, Status::Fail);
        assert_eq!((r.photo.width, r.photo.height), (Some(480), Some(640)));
        assert_eq!(one(&r, "file.size_px").status, Status::Pass);
    }
    let r = report(&jpeg(
        &Picture::portrait(480, 640, BLUE),
        &Saved {
            exif_orientation: Some(1),
            ..Saved::default()
        },
    ));
    assert_eq!(r.verdict, Verdict::Pass);
}

#[test]
fn a_picture_on_its_head_is_noticed_without_exif() {
    let r = report(&jpeg(
        &Picture::portrait(480, 640, WHITE).upside_down(),
        &Saved::default(),
    ));
    assert_eq!(failed(&r), ["file.orientation"]);
    assert_eq!(one(&r, "bg.uniform").status, Status::Skip);
    // The same photo, marked to be turned by 180°, has only the mark against it, and its background is judged upright.
    let turned = Picture::portrait(480, 640, WHITE).upside_down();
    let r = report(&jpeg(
        &turned,
        &Saved {
            exif_orientation: Some(3),
            ..Saved::default()
        },
    ));
    assert_eq!(
        (one(&r, "file.orientation").value.clone(), one(&r, "bg.uniform").status),
        (Some(Value::Number(3.0)), Status::Pass)
    );
}

#[test]
fn extension_and_content_are_told_apart() {
    let status = |name| {
        let r = report_as(&compliant(), name, &xueli());
        (one(&r, "file.format").status, one(&r, "file.format").fix)
    };
    for name in ["a.jpg", "A.JPG", "目录/照片.jpeg", "C:\\x\\a.Jpg", ""] {
        assert_eq!(status(name).0, Status::Pass, "{name}");
    }
    assert_eq!(status("a.png"), (Status::Fail, Fix::Auto));
    assert_eq!(status("a"), (Status::Fail, Fix::Auto));
    let r = report(&png(&Picture::portrait(480, 640, BLUE)));
    let c = one(&r, "file.format");
    assert_eq!(
        (c.status, c.value.clone()),
        (Status::Fail, Some(Value::Text("png".into())))
    );
    assert!(c.message.contains("PNG"));
    assert_eq!(one(&r, "file.jpeg_quality").status, Status::Skip);
    assert_eq!(
        one(&r, "bg.color").status,
        Status::Pass,
        "pixels of a PNG are looked at all the same"
    );
}

#[test]
fn ratio_and_minimum_of_cet() {
    let cet = builtin("cet").unwrap();
    let status = |w, h| {
        one(
            &report_as(&jpeg(&Picture::portrait(w, h, WHITE), &Saved::default()), "a.jpg", &cet),
            "file.size_px",
        )
        .status
    };
    assert_eq!(
        (status(144, 192), status(300, 400), status(240, 320)),
        (Status::Pass, Status::Pass, Status::Pass)
    );
    assert_eq!(
        (status(120, 160), status(300, 300), status(400, 300)),
        (Status::Fail, Status::Fail, Status::Fail)
    );
}
