//! File name rules and identity numbers.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test may stop where its own input is wrong"
)]

mod common;

use common::*;
use tassel_validator::{NameRule, Profile, Status, id_number};

fn with_pattern(pattern: &str) -> Profile {
    let mut profile = xueli();
    profile.file.name = Some(NameRule {
        pattern: pattern.to_owned(),
    });
    profile
}

fn status(pattern: &str, name: &str) -> Status {
    one(&report_as(&compliant(), name, &with_pattern(pattern)), "file.name").status
}

#[test]
fn the_example_number_is_valid_in_form_and_its_neighbours_are_not() {
    let example = id_number::example();
    assert!(id_number::is_valid(example) && example.starts_with("000000"));
    // GB 11643's own worked example.
    assert!(id_number::is_valid("11010519491231002X") && id_number::is_valid("11010519491231002x"));
    for at in 0..18 {
        let mut digits: Vec<u8> = example.bytes().collect();
        digits[at] = if digits[at] == b'9' { b'0' } else { digits[at] + 1 };
        assert!(!id_number::is_valid(&String::from_utf8(digits).unwrap()), "digit {at}");
    }
    for bad in [
        "",
        "1",
        "11010519490231002X",
        "1101051949123100",
        "11010519491231002Y",
        "１１０１０５１９４９１２３１００２Ｘ",
    ] {
        assert!(!id_number::is_valid(bad), "{bad}");
    }
}

#[test]
fn masks_show_almost_nothing() {
    assert_eq!(id_number::mask("11010519491231002X"), "11**************2X");
    assert_eq!(id_number::mask("张三"), "**");
}

#[test]
fn id_number_rule() {
    let good = format!("{}.jpg", id_number::example());
    assert_eq!(status("{id_number}.jpg", &good), Status::Pass);
    assert_eq!(status("{id_number}.jpg", &format!("some/folder/{good}")), Status::Pass);
    assert_eq!(status("{id_number}.jpg", &good.to_uppercase()), Status::Pass);
    assert_eq!(status("{id_number}.jpg", "000000180001010019.jpg"), Status::Fail);
    assert_eq!(status("{id_number}.jpg", "photo.jpg"), Status::Fail);
    assert_eq!(status("{id_number}.jpg", ""), Status::Skip);
}

#[test]
fn no_message_repeats_the_number() {
    for name in [
        "11010519491231002X.jpg",
        "110105194912310021.jpg",
        "110105194902310020.jpg",
    ] {
        let r = report_as(&compliant(), name, &with_pattern("{id_number}.jpg"));
        let words: String = r
            .checks
            .iter()
            .map(|c| format!("{}{}{:?}", c.message, c.advice, c.value))
            .collect();
        assert!(!words.contains(&name[..8]), "{words}");
    }
    let wrong = report_as(&compliant(), "110105194912310021.jpg", &with_pattern("{id_number}.jpg"));
    assert!(one(&wrong, "file.name").message.contains("校验位"));
}

#[test]
fn composed_rules() {
    let rule = "{student_id}-{name}.jpg";
    assert_eq!(status(rule, "2021010203-张三.jpg"), Status::Pass);
    assert_eq!(status(rule, "2021010203-阿依古丽·买买提.JPG"), Status::Pass);
    for bad in [
        "张三-2021010203.jpg",
        "2021010203.jpg",
        "2021010203-张三.png",
        "-张三.jpg",
    ] {
        assert_eq!(status(rule, bad), Status::Fail, "{bad}");
    }
}

#[test]
fn a_very_long_name_is_answered_at_once() {
    let name = "a".repeat(100_000) + ".jpg";
    assert_eq!(status("{any}-{any}-{any}-{any}.jpg", &name), Status::Fail);
}
