//! `tassel photo fix`: what it saves, where, what it says, and the exit code. The originals stay as they are.

#[path = "../../validator/tests/common/drawn.rs"]
mod drawn;

use std::fs;
use std::path::Path;

use drawn::Drawn;
use jpeg_encoder::{ColorType, Encoder, PixelDensity};
use serde_json::Value;
use tassel_tests::{Run, Tassel, photos};
use tempfile::TempDir;

/// Made up: the area code 000000 belongs to nobody, and nobody is that old.
const NUMBER: &str = "000000180001010018";

/// A studio's original of a drawn face: large, leaning, 72 dpi.
fn original() -> Vec<u8> {
    let drawn = Drawn {
        width: 900,
        height: 1200,
        eyes: [420.0, 470.0],
        apart: 120.0,
        roll: 7.0,
    };
    let mut file = Vec::new();
    let mut encoder = Encoder::new(&mut file, 92);
    encoder.set_density(PixelDensity::dpi(72));
    encoder.encode(&drawn.rgb(), 900, 1200, ColorType::Rgb).unwrap();
    file
}

fn folder(files: &[(&str, Vec<u8>)]) -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    for (name, bytes) in files {
        let path = folder.path().join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, bytes).unwrap();
    }
    folder
}

fn fix(folder: &TempDir, args: &[&str]) -> Run {
    let all = ["photo", "fix"].iter().chain(args);
    Tassel::new(all).within(folder.path()).run()
}

fn names(folder: &Path) -> Vec<String> {
    let mut names: Vec<_> = fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    names.sort();
    names
}

fn array(run: &Run) -> Vec<Value> {
    serde_json::from_str(&run.stdout).unwrap_or_else(|error| panic!("{error}: {run:?}"))
}

#[test]
fn an_original_is_mended_beside_itself_and_what_is_saved_has_no_file_or_place_at_fault() {
    let folder = folder(&[("me.jpg", original())]);
    let run = fix(&folder, &["--format", "json", "me.jpg"]);
    let [photo] = array(&run).try_into().unwrap();
    assert_eq!(
        (&photo["file"], &photo["saved"]),
        (&"me.jpg".into(), &"me.fixed.jpg".into())
    );
    let ids: Vec<_> = photo["changes"]
        .as_array()
        .unwrap()
        .iter()
        .map(|change| change["id"].as_str().unwrap())
        .collect();
    assert_eq!(ids, ["levelled", "cropped", "resized", "recoded", "density"]);
    for check in photo["report"]["checks"].as_array().unwrap() {
        let id = check["id"].as_str().unwrap();
        if id.starts_with("file.") || id.starts_with("geom.") || id == "pose.roll" {
            assert!(check["status"] == "pass" || check["status"] == "skip", "{check}");
        }
    }
    assert_eq!(photo["report"]["photo"]["width"], 480);
    assert_eq!(fs::read(folder.path().join("me.jpg")).unwrap(), original());
    assert_eq!(names(folder.path()), ["me.fixed.jpg", "me.jpg"]);
    // Again: the same bytes, so nothing new is saved; as text, in either language.
    fix(&folder, &["me.jpg"])
        .expect_text("me.jpg → me.fixed.jpg")
        .expect_text("两眼一样高")
        .expect_text("共 1 张");
    fix(&folder, &["--lang", "en", "me.jpg"])
        .expect_text("eyes are level")
        .expect_text("1 photos");
    assert_eq!(names(folder.path()), ["me.fixed.jpg", "me.jpg"]);
}

#[test]
fn nothing_is_replaced_unless_out_says_so() {
    let folder = folder(&[("me.jpg", original()), ("me.fixed.jpg", b"somebody's own".to_vec())]);
    fix(&folder, &["me.jpg"]).expect_text("me.fixed-2.jpg");
    assert_eq!(fs::read(folder.path().join("me.fixed.jpg")).unwrap(), b"somebody's own");
    // A folder: what was mended before is left alone, and the original's own folder may be named.
    let run = fix(&folder, &["--format", "json", "--out", "done", "."]);
    assert_eq!(array(&run).len(), 1, "{run:?}");
    assert_eq!(names(&folder.path().join("done")), ["me.jpg"]);
    fix(&folder, &["--out", ".", "me.jpg"]);
    let replaced = fs::read(folder.path().join("me.jpg")).unwrap();
    assert_eq!(replaced, fs::read(folder.path().join("done/me.jpg")).unwrap());
    assert!(names(folder.path()).iter().all(|name| !name.ends_with(".part")));
}

#[test]
fn folders_keep_their_shape_and_photos_of_one_name_do_not_meet() {
    let files = [
        ("a/1.png", photos::png()),
        ("b/1.jpg", photos::compliant()),
        ("b/1.webp", photos::webp()),
    ];
    let folder = folder(&files);
    fix(&folder, &["--out", "done", "a", "b"]);
    assert_eq!(names(&folder.path().join("done")), ["1-2.jpg", "1-3.jpg", "1.jpg"]);
}

#[test]
fn one_bad_photo_does_not_stop_the_rest() {
    let folder = folder(&[
        ("cut.jpg", photos::truncated()),
        ("me.jpg", original()),
        ("text.jpg", photos::not_an_image()),
    ]);
    let run = fix(&folder, &["cut.jpg", "gone.jpg", "me.jpg", "text.jpg"]).expect_code(3);
    run.expect_text("不完整")
        .expect_text("找不到这个文件")
        .expect_text("me.fixed.jpg")
        .expect_text("不是照片文件");
    fix(&folder, &["cut.jpg", "text.jpg"]).expect_code(1);
    assert_eq!(names(folder.path()), ["cut.jpg", "me.fixed.jpg", "me.jpg", "text.jpg"]);
}

#[test]
fn the_number_makes_the_name_and_is_not_repeated() {
    let folder = folder(&[("me.jpg", original()), ("you.jpg", original())]);
    for format in ["human", "json"] {
        let run = fix(&folder, &["--id-number", NUMBER, "--format", format, "me.jpg"]);
        assert!(!run.stdout.contains(NUMBER) && !run.stderr.contains(NUMBER), "{run:?}");
        let name = format!("{NUMBER}.jpg");
        assert_eq!(names(folder.path()), [name.as_str(), "me.jpg", "you.jpg"]);
    }
    let wrong = "000000180001010017";
    let run = fix(&folder, &["--id-number", wrong, "me.jpg"]).expect_code(2);
    assert!(
        run.stderr.contains("最后一位") && !run.stderr.contains(wrong),
        "{run:?}"
    );
    fix(&folder, &["--id-number", NUMBER, "me.jpg", "you.jpg"]).expect_code(2);
    fix(&folder, &["--id-number", NUMBER, "."]).expect_code(2);
    fix(&folder, &["--profile", "xueli2071", "me.jpg"])
        .expect_code(2)
        .expect_text("xueli2017");
    fix(&folder, &[]).expect_code(2);
}

#[test]
fn a_folder_that_cannot_be_written_is_said() {
    let folder = folder(&[("me.jpg", original()), ("taken", b"a file".to_vec())]);
    let run = fix(&folder, &["--out", "taken/below", "me.jpg"]).expect_code(3);
    run.expect_text("写不了");
    assert_eq!(names(folder.path()), ["me.jpg", "taken"]);
}
