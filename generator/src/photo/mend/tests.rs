//! Where mended photos go; what is in them is tested in the validator.

use super::*;
use tassel_validator::{NoClock, builtin};

/// A grey PNG: nobody in it, but the file can be mended.
fn photo(width: u32, height: u32) -> Vec<u8> {
    let mut bytes = Vec::new();
    let mut encoder = png::Encoder::new(&mut bytes, width, height);
    encoder.set_color(png::ColorType::Rgb);
    let mut writer = encoder.write_header().unwrap();
    let rgb: Vec<u8> = (0..width * height * 3)
        .map(|index| (index * 7919 % 90) as u8 + 100)
        .collect();
    writer.write_image_data(&rgb).unwrap();
    writer.finish().unwrap();
    bytes
}

fn run_over(paths: Vec<PathBuf>, out: Option<PathBuf>, number: Option<&str>) -> (String, FixOutcome) {
    let request = FixRequest {
        paths,
        profile: builtin("ntce").unwrap(),
        format: FixFormat::Json,
        lang: Lang::Zh,
        out,
        id_number: number.map(str::to_owned),
    };
    let mut text = Vec::new();
    let outcome = run_fix(&request, &mut text, &NoClock).unwrap();
    (String::from_utf8(text).unwrap(), outcome)
}

fn names(folder: &Path) -> Vec<String> {
    let mut names: Vec<_> = std::fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    names.sort();
    names
}

#[test]
fn what_was_mended_is_not_mended_again_and_nothing_is_replaced() {
    let folder = tempfile::tempdir().unwrap();
    let at = |name: &str| folder.path().join(name);
    std::fs::write(at("a.png"), photo(300, 400)).unwrap();
    std::fs::write(at("a.fixed.jpg"), b"own").unwrap();
    for _ in 0..2 {
        let (text, outcome) = run_over(vec![folder.path().to_owned()], None, None);
        assert_eq!((outcome.good + outcome.open, outcome.refused), (1, 0), "{text}");
    }
    assert_eq!(names(folder.path()), ["a.fixed-2.jpg", "a.fixed.jpg", "a.png"]);
    assert_eq!(std::fs::read(at("a.fixed.jpg")).unwrap(), b"own");
    assert_eq!(std::fs::read(at("a.png")).unwrap(), photo(300, 400));
}

#[test]
fn two_photos_of_one_name_do_not_meet_and_folders_keep_their_shape() {
    let folder = tempfile::tempdir().unwrap();
    let at = |name: &str| folder.path().join(name);
    for place in ["in/x", "in/y"] {
        std::fs::create_dir_all(at(place)).unwrap();
        std::fs::write(at(place).join("1.png"), photo(300, 400)).unwrap();
    }
    let (_, outcome) = run_over(
        vec![at("in"), at("in/x/1.png"), at("in/y/1.png")],
        Some(at("out")),
        None,
    );
    assert_eq!(outcome.refused, 0);
    assert_eq!(names(&at("out")), ["1-2.jpg", "1.jpg", "x", "y"]);
    assert_eq!(names(&at("out/x")), ["1.jpg"]);
    // A folder inside the one that is walked: what is in it isn't mended again.
    for _ in 0..2 {
        let (text, _) = run_over(vec![at("in")], Some(at("in/done")), None);
        assert_eq!(
            text.matches("\"file\":").count(),
            4,
            "two photos and their reports: {text}"
        );
    }
    assert_eq!(names(&at("in/done")), ["x", "y"]);
}

#[test]
fn the_number_is_in_the_name_only() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("me.png");
    std::fs::write(&path, photo(300, 400)).unwrap();
    let number = id_number::example();
    let (text, _) = run_over(vec![path], None, Some(number));
    assert!(
        !text.contains(number) && text.contains("00**************18.jpg"),
        "{text}"
    );
    assert_eq!(names(folder.path()), [format!("{number}.jpg"), "me.png".to_owned()]);
}

#[test]
fn endings_of_mended_photos_are_known() {
    for (name, is) in [
        ("a.fixed.jpg", true),
        ("a.fixed-12.jpg", true),
        ("a.fixed-.jpg", false),
        ("a.fixed-x.jpg", false),
        ("fixed.jpg", false),
    ] {
        assert_eq!(is_mended(Path::new(name)), is, "{name}");
    }
}
