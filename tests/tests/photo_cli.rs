//! `tassel photo check` on good, bad and hostile files: what it says, and the exit code.

use std::fs;

use serde_json::Value;
use tassel_tests::{Run, Tassel, photos};
use tempfile::TempDir;

fn folder(files: &[(&str, Vec<u8>)]) -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    for (name, bytes) in files {
        let path = folder.path().join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, bytes).unwrap();
    }
    folder
}

fn check(folder: &TempDir, args: &[&str]) -> Run {
    let all = ["photo", "check", "--profile", "xueli2017"].iter().chain(args);
    Tassel::new(all).within(folder.path()).run()
}

fn report(folder: &TempDir, file: &str) -> Value {
    let run = check(folder, &["--format", "jsonl", file]);
    serde_json::from_str(run.stdout.trim()).unwrap_or_else(|error| panic!("{file}: {error}\n{run:?}"))
}

fn status<'a>(report: &'a Value, id: &str) -> &'a str {
    let checks = report["checks"].as_array().unwrap();
    let check = checks.iter().find(|check| check["id"] == id);
    check.and_then(|check| check["status"].as_str()).unwrap_or("absent")
}

#[test]
fn a_compliant_photo_ends_with_zero() {
    let folder = folder(&[("good.jpg", photos::compliant())]);
    check(&folder, &["good.jpg"]).expect_code(0).expect_text("good.jpg");
    let report = report(&folder, "good.jpg");
    assert_eq!(report["profile"], "xueli2017");
    assert_eq!(report["file"], "good.jpg");
    let photo = &report["photo"];
    assert_eq!(
        (&photo["width"], &photo["height"], &photo["dpi"]),
        (&480.into(), &640.into(), &300.into())
    );
    assert_eq!(photo["bytes"], photos::compliant().len());
    assert!(photo["jpeg_quality"].as_f64().unwrap() >= 60.0);
}

#[test]
fn a_person_who_is_as_the_rules_want_passes_every_check_of_the_person() {
    let folder = folder(&[("good.jpg", photos::compliant())]);
    let report = report(&folder, "good.jpg");
    let checks = report["checks"].as_array().unwrap();
    let skipped: Vec<&str> = checks
        .iter()
        .filter(|check| check["status"] == "skip")
        .filter_map(|check| check["id"].as_str())
        .collect();
    assert_eq!((report["verdict"].as_str(), skipped), (Some("pass"), vec!["file.name"]));
    let face = &report["face"];
    assert!((face["eyes"][0][1].as_f64().unwrap() - 250.0).abs() < 4.0, "{face}");
    assert!((face["crown_y"].as_f64().unwrap() - 78.0).abs() < 8.0, "{face}");
}

#[test]
fn what_is_wrong_with_the_person_is_the_only_fault() {
    let looks = [
        (photos::Look::EyesClosed, "eyes.open"),
        (photos::Look::MouthOpen, "mouth.closed"),
        (photos::Look::Hat, "headwear"),
    ];
    for (look, id) in looks {
        let photo = photos::Jpeg {
            look,
            ..Default::default()
        };
        let folder = folder(&[("look.jpg", photo.bytes())]);
        let report = report(&folder, "look.jpg");
        let failed = report["checks"]
            .as_array()
            .unwrap()
            .iter()
            .filter(|check| check["status"] == "fail");
        let failed: Vec<&str> = failed.filter_map(|check| check["id"].as_str()).collect();
        assert_eq!(failed, [id], "{look:?}");
    }
}

#[test]
fn many_photos_are_summed_up_by_reason_and_fit_a_table() {
    let names: Vec<String> = (0..7).map(|number| format!("{number}.jpg")).collect();
    let files: Vec<(&str, Vec<u8>)> = names
        .iter()
        .map(|name| (name.as_str(), photos::wrong_sized()))
        .collect();
    let folder = folder(&files);
    let text = check(&folder, &["."]).expect_code(1).stdout;
    assert!(
        text.contains("按原因") && text.contains("7 / 0      照片尺寸"),
        "{text}"
    );
    let table = check(&folder, &["--format", "csv", "."]).expect_code(1).stdout;
    let mut lines = table.trim_start_matches('\u{feff}').lines();
    assert!(
        lines
            .next()
            .unwrap()
            .starts_with("文件,结论,需要修改,请人工确认,怎么改,文件能否打开,"),
        "{table}"
    );
    let rows: Vec<&str> = lines.collect();
    assert_eq!(rows.len(), 7);
    assert!(
        rows.iter()
            .all(|row| row.contains(",需要修改,") && row.contains("照片尺寸")),
        "{table}"
    );
}

#[test]
fn a_list_of_files_comes_from_standard_input() {
    let folder = folder(&[
        ("a b.jpg", photos::compliant()),
        ("c.jpg", photos::wrong_sized()),
        ("d.jpg", Vec::new()),
    ]);
    let run = Tassel::new(["photo", "check", "--format", "jsonl", "-"])
        .within(folder.path())
        .given("a b.jpg\r\n\nc.jpg\n")
        .run()
        .expect_code(1);
    let files: Vec<Value> = run
        .stdout
        .lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect();
    let names: Vec<&str> = files.iter().filter_map(|report| report["file"].as_str()).collect();
    assert_eq!(names, ["a b.jpg", "c.jpg"]);
}

#[test]
fn measures_of_the_standard_are_told_on_request() {
    let folder = folder(&[("good.jpg", photos::compliant())]);
    assert!(report(&folder, "good.jpg").get("measures").is_none());
    let run = check(&folder, &["--format", "jsonl", "--measures", "good.jpg"]);
    let report: Value = serde_json::from_str(run.stdout.trim()).unwrap();
    let measures = report["measures"].as_array().unwrap();
    assert_eq!(measures.len(), 17);
    let of = |name: &str| measures.iter().find(|measure| measure["name"] == name).unwrap();
    assert!((of("InterEyeDistance")["native"].as_f64().unwrap() - 86.0).abs() < 5.0);
    assert!(of("EyesOpen")["scalar"].as_f64().unwrap() > 90.0 && of("HeadSize")["scalar"].as_f64().unwrap() < 20.0);
}

#[test]
fn each_bad_file_is_named_with_its_fault() {
    let cases: &[(&str, Vec<u8>, &str)] = &[
        ("two-inch.jpg", photos::wrong_sized(), "file.size_px"),
        ("cut.jpg", photos::truncated(), "file.decode"),
        ("png.jpg", photos::png(), "file.format"),
        ("webp.jpg", photos::webp(), "file.format"),
        ("heic.jpg", photos::heic(), "file.format"),
        ("gif.jpg", photos::gif(), "file.format"),
        ("text.jpg", photos::not_an_image(), "file.format"),
        ("empty.jpg", Vec::new(), "file.decode"),
        ("cmyk.jpg", photos::cmyk(), "file.color_mode"),
        ("grey.jpg", photos::grey(), "file.color_mode"),
        ("sixteen.png", photos::png_16_bit(), "file.color_mode"),
        ("dot.jpg", photos::one_pixel(), "file.size_px"),
        ("bomb.jpg", photos::jpeg_bomb(), "file.decode"),
        ("bomb.png", photos::png_bomb(), "file.decode"),
        (
            "side.jpg",
            photos::Jpeg {
                orientation: Some(6),
                ..Default::default()
            }
            .bytes(),
            "file.orientation",
        ),
        (
            "nodpi.jpg",
            photos::Jpeg {
                dpi: None,
                ..Default::default()
            }
            .bytes(),
            "file.dpi",
        ),
        (
            "coarse.jpg",
            photos::Jpeg {
                quality: Some(30),
                ..Default::default()
            }
            .bytes(),
            "file.jpeg_quality",
        ),
        (
            "heavy.jpg",
            photos::Jpeg {
                quality: Some(100),
                ..Default::default()
            }
            .bytes(),
            "file.bytes",
        ),
        (
            "red.jpg",
            photos::Jpeg {
                background: [200, 30, 40],
                ..Default::default()
            }
            .bytes(),
            "bg.color",
        ),
    ];
    let files: Vec<_> = cases.iter().map(|(name, bytes, _)| (*name, bytes.clone())).collect();
    let folder = folder(&files);
    let mut wrong = Vec::new();
    for (name, _, id) in cases {
        let run = check(&folder, &[name]).expect_code(1).expect_text(name);
        let chinese = run
            .stdout
            .chars()
            .filter(|c| ('\u{4e00}'..='\u{9fff}').contains(c))
            .count();
        if chinese < 10 || run.stdout.contains('！') {
            wrong.push(format!("{name}: says too little, or shouts: {}", run.stdout));
        }
        let report = report(&folder, name);
        if status(&report, id) != "fail" || report["verdict"] != "fail" {
            wrong.push(format!("{name}: {id} is {}: {report}", status(&report, id)));
        }
        for check in report["checks"].as_array().unwrap() {
            if check["message"].as_str().is_none_or(str::is_empty) {
                wrong.push(format!("{name}: {} has no message", check["id"]));
            }
            if check["status"] == "fail" && check["advice"].as_str().is_none_or(str::is_empty) {
                wrong.push(format!("{name}: {} gives no advice", check["id"]));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn a_huge_file_is_refused_unread_and_quickly() {
    let folder = folder(&[]);
    photos::huge(&folder.path().join("huge.jpg"), 200 * 1024 * 1024);
    let run = check(&folder, &["huge.jpg"]).expect_code(1).expect_text("huge.jpg");
    assert!(run.took.as_secs() < 5, "{:?}", run.took);
    assert_eq!(status(&report(&folder, "huge.jpg"), "file.bytes"), "fail");
}

#[test]
fn a_folder_is_walked_in_order_and_one_failure_is_enough() {
    let folder = folder(&[
        ("class/2.jpg", photos::compliant()),
        ("class/10.JPG", photos::wrong_sized()),
        ("class/sub/1.png", photos::png()),
        ("class/notes.txt", b"not a photo".to_vec()),
    ]);
    let run = check(&folder, &["--format", "jsonl", "class"]).expect_code(1);
    let files: Vec<String> = run
        .stdout
        .lines()
        .map(|line| {
            serde_json::from_str::<Value>(line).unwrap()["file"]
                .as_str()
                .unwrap()
                .to_owned()
        })
        .collect();
    assert_eq!(files, ["class/10.JPG", "class/2.jpg", "class/sub/1.png"]);
    let array = check(&folder, &["--format", "json", "class"]).expect_code(1);
    let array: Vec<Value> = serde_json::from_str(&array.stdout).unwrap();
    assert_eq!(array.len(), 3);
}

#[test]
fn a_missing_file_is_said_and_the_others_are_still_checked() {
    let folder = folder(&[("good.jpg", photos::compliant())]);
    check(&folder, &["nowhere.jpg", "good.jpg"])
        .expect_code(3)
        .expect_text("nowhere.jpg")
        .expect_text("good.jpg");
}

#[test]
fn wrong_use_ends_with_two() {
    let folder = folder(&[("good.jpg", photos::compliant())]);
    let run = |args: &[&str]| Tassel::new(args).within(folder.path()).run();
    run(&["photo", "check"]).expect_code(2);
    run(&["photo", "check", "--no-such-flag", "good.jpg"]).expect_code(2);
    run(&["photo", "check", "--profile", "xueli2071", "good.jpg"])
        .expect_code(2)
        .expect_text("xueli2017");
    run(&[
        "photo",
        "check",
        "--profile",
        "xueli2017",
        "--format",
        "xml",
        "good.jpg",
    ])
    .expect_code(2);
}

#[test]
fn an_identity_number_in_a_name_is_not_repeated() {
    // Made up: the area code 000000 belongs to nobody.
    let name = "000000199001010005.jpg";
    let folder = folder(&[(name, photos::compliant())]);
    let report = report(&folder, name);
    let text = report["checks"].to_string();
    assert!(!text.contains("000000199001010005"), "{text}");
}
