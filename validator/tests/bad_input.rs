//! Files that are no photo, half a photo, or meant to hurt: a clear sentence and a way out, never a panic.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test may stop where its own input is wrong"
)]

mod common;

use common::*;
use tassel_validator::{Check, Fix, Lang, Limits, Options, Status, Value, Verdict, builtin, check_oversize};

/// `file.decode` fails, nothing that needs pixels is judged, and every open check has a sentence and a next step.
fn refused(bytes: &[u8]) -> Check {
    let r = report(bytes);
    assert_eq!(r.verdict, Verdict::Fail);
    for c in &r.checks {
        assert!(!c.message.is_empty(), "{}", c.id);
        assert_eq!(
            c.advice.is_empty(),
            matches!(c.status, Status::Pass | Status::Skip),
            "{}: {}",
            c.id,
            c.message
        );
    }
    for id in ["bg.color", "bg.uniform", "file.orientation"] {
        assert_eq!(one(&r, id).status, Status::Skip, "{id}");
    }
    let decode = one(&r, "file.decode").clone();
    assert_eq!(decode.status, Status::Fail);
    decode
}

#[test]
fn empty() {
    assert!(refused(b"").message.contains("空"));
}

#[test]
fn text_and_noise() {
    assert!(refused("这不是照片".as_bytes()).message.contains("不是照片"));
    assert!(refused(&[0x55; 4000]).message.contains("不是照片"));
}

#[test]
fn other_files_are_named_for_what_they_are() {
    let ftyp = |brand: &[u8]| [b"\0\0\0\x18ftyp".as_slice(), brand, &[0; 40]].concat();
    let cases: [(Vec<u8>, &str); 9] = [
        (ftyp(b"heic"), "HEIC"),
        (ftyp(b"avif"), "AVIF"),
        (ftyp(b"mp42"), "MP4"),
        (b"GIF89a\x10\0\x10\0\0\0\0;".to_vec(), "GIF"),
        (b"%PDF-1.7\n".to_vec(), "PDF"),
        (b"PK\x03\x04aaaaaaaaaaaaaaaaaa".to_vec(), "ZIP"),
        (b"II*\0\x08\0\0\0\0\0".to_vec(), "TIFF"),
        (
            b"BM\0\0\0\0\0\0\0\0\0\0\0\0\x28\0\0\0\x01\0\0\0\x01\0\0\0".to_vec(),
            "BMP",
        ),
        (b"<!DOCTYPE html><title>login</title>".to_vec(), "HTML"),
    ];
    for (bytes, word) in cases {
        let decode = refused(&bytes);
        assert!(decode.message.contains(word), "{word}: {}", decode.message);
        let r = report(&bytes);
        assert_eq!(one(&r, "file.format").status, Status::Fail);
        assert!(one(&r, "file.format").message.contains(word));
    }
}

#[test]
fn renamed_webp_is_decoded_and_refused_for_its_format_only() {
    let r = report(&webp(&Picture::portrait(480, 640, WHITE)));
    assert_eq!(one(&r, "file.decode").status, Status::Pass);
    assert_eq!((r.photo.width, r.photo.height), (Some(480), Some(640)));
    assert_eq!(one(&r, "file.format").value, Some(Value::Text("webp".into())));
    assert_eq!(one(&r, "bg.color").status, Status::Pass);
}

#[test]
fn truncated_jpeg_with_and_without_a_false_end() {
    for progressive in [false, true] {
        let whole = jpeg(
            &Picture::portrait(480, 640, BLUE),
            &Saved {
                progressive,
                at_least: 0,
                ..Saved::default()
            },
        );
        for percent in [40, 70, 90] {
            let mut cut = whole[..whole.len() * percent / 100].to_vec();
            assert!(refused(&cut).message.contains("不完整"), "{percent} % {progressive}");
            if !progressive {
                cut.extend([0xFF, 0xD9]);
                assert!(refused(&cut).message.contains("不完整"), "{percent} %");
            }
        }
    }
}

#[test]
fn truncated_and_corrupted_png() {
    let whole = png(&Picture::portrait(480, 640, BLUE));
    assert!(refused(&whole[..whole.len() / 2]).message.contains("不完整"));
    let mut flipped = whole.clone();
    let middle = flipped.len() / 2;
    flipped[middle] ^= 0x40;
    assert!(refused(&flipped).message.contains("损坏"), "the checksum tells");
}

#[test]
fn sixteen_bit_and_transparent_png() {
    let deep = image::ImageBuffer::<image::Rgb<u16>, _>::from_pixel(480, 640, image::Rgb([25_700, 50_629, 65_535]));
    let mut bytes = std::io::Cursor::new(Vec::new());
    image::DynamicImage::ImageRgb16(deep)
        .write_to(&mut bytes, image::ImageFormat::Png)
        .unwrap();
    let r = report(bytes.get_ref());
    assert_eq!(one(&r, "file.decode").status, Status::Pass);
    assert_eq!(one(&r, "file.color_mode").value, Some(Value::Text("rgb16".into())));
    assert_eq!(one(&r, "file.color_mode").status, Status::Fail);
    assert_eq!(
        one(&r, "bg.color").status,
        Status::Pass,
        "sixteen bits are brought down to eight"
    );

    let clear = image::RgbaImage::from_pixel(480, 640, image::Rgba([0, 0, 0, 0]));
    let mut bytes = std::io::Cursor::new(Vec::new());
    clear.write_to(&mut bytes, image::ImageFormat::Png).unwrap();
    let r = report(bytes.get_ref());
    assert_eq!(
        one(&r, "bg.color").status,
        Status::Pass,
        "nothing at all is laid on white"
    );
}

#[test]
fn one_pixel() {
    let r = report(&jpeg(&Picture::wall(1, 1, BLUE), &Saved::default()));
    assert_eq!(one(&r, "file.decode").status, Status::Pass);
    assert_eq!(one(&r, "file.size_px").status, Status::Fail);
    assert_eq!(one(&r, "bg.uniform").status, Status::Skip);
    assert!(one(&r, "bg.uniform").message.contains("太小"));
}

#[test]
fn header_bombs_are_refused_before_decoding() {
    let jpeg = with_header_size(&compliant(), 30_000, 30_000);
    let mut png = png(&Picture::wall(8, 8, BLUE));
    png[16..20].copy_from_slice(&30_000u32.to_be_bytes());
    png[20..24].copy_from_slice(&30_000u32.to_be_bytes());
    for bytes in [jpeg, png] {
        let decode = refused(&bytes);
        assert!(decode.message.contains("30000×30000"), "{}", decode.message);
        assert_eq!(decode.fix, Fix::Auto);
        let r = report(&bytes);
        assert_eq!(
            one(&r, "file.size_px").value,
            Some(Value::Text("30000×30000".into())),
            "the header's size is still compared"
        );
    }
    // More picture than data: the header promises 12 megapixels.
    assert!(
        refused(&with_header_size(&compliant(), 3000, 4000))
            .message
            .contains("不完整")
    );
    assert_eq!(refused(&with_header_size(&compliant(), 0, 0)).status, Status::Fail);
}

#[test]
fn two_hundred_megabytes_are_answered_from_the_size_alone() {
    let profile = builtin("xueli2017").unwrap();
    let r = check_oversize(200 * 1024 * 1024, "a.jpg", &profile, &Options::default());
    assert_eq!((r.verdict, r.photo.bytes), (Verdict::Fail, 209_715_200));
    assert!(one(&r, "file.decode").message.contains("200 MB") && one(&r, "file.decode").message.contains("40 MB"));
    assert_eq!(ids(&r, Status::Fail), ["file.decode", "file.bytes"]);
    // The same when somebody read it all the same.
    let bytes = vec![0xFF; Limits::STANDARD.max_bytes as usize + 1];
    assert!(one(&report(&bytes), "file.decode").message.contains("40 MB"));
}

#[test]
fn a_hundred_scans_and_more_are_not_decoded() {
    let whole = jpeg(
        &Picture::portrait(64, 80, BLUE),
        &Saved {
            progressive: true,
            at_least: 0,
            ..Saved::default()
        },
    );
    let sos = whole.windows(2).rposition(|w| w == [0xFF, 0xDA]).unwrap();
    let (head, tail) = whole.split_at(sos);
    let scan = &tail[..tail.len() - 2];
    let mut bytes = head.to_vec();
    // More scans than any camera or program makes.
    for _ in 0..300 {
        bytes.extend(scan);
    }
    bytes.extend([0xFF, 0xD9]);
    assert_eq!(refused(&bytes).status, Status::Fail);
}

#[test]
fn english_has_a_way_out_too() {
    let options = Options {
        lang: Lang::En,
        ..Options::default()
    };
    let r = tassel_validator::check(
        &tassel_validator::Photo {
            bytes: b"",
            file_name: "a.jpg",
        },
        &xueli(),
        &options,
    );
    let is_english = |text: &str| text.chars().all(|x| x < '\u{2E80}');
    for c in &r.checks {
        // In brackets, a title may say what the official tool calls it.
        let title = c.title.split('(').next().unwrap_or_default();
        assert!([title, &c.message, &c.advice].into_iter().all(is_english), "{c:#?}");
    }
}
