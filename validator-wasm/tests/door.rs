//! The worker's call and the page's words, through the crate's public door and without a browser.

#![allow(clippy::expect_used, clippy::panic, reason = "helpers of tests may fail loudly")]

use jpeg_encoder::{ColorType, Encoder, PixelDensity};
use tassel_validator::{Check, Fix, Lang, Options, Photo, Profile, Report, Status, Value, builtin};
use tassel_validator_wasm::{Profiles, measured, report, report_oversize, summary};

fn profile() -> Profile {
    builtin("xueli2017").expect("built in")
}

fn profile_json() -> String {
    serde_json::to_string(&profile()).expect("a profile is JSON")
}

/// A plain light blue picture at 300 dpi.
fn jpeg(width: u16, height: u16) -> Vec<u8> {
    let pixels: Vec<u8> = [100, 197, 255].repeat(usize::from(width) * usize::from(height));
    let mut bytes = Vec::new();
    let mut encoder = Encoder::new(&mut bytes, 92);
    encoder.set_density(PixelDensity::dpi(300));
    encoder.encode(&pixels, width, height, ColorType::Rgb).expect("encodes");
    bytes
}

fn parse(json: &str) -> Report {
    serde_json::from_str(json).expect("a report")
}

fn status(report: &Report, id: &str) -> Status {
    report
        .checks
        .iter()
        .find(|check| check.id == id)
        .unwrap_or_else(|| panic!("no {id}"))
        .status
}

#[test]
fn the_door_says_what_the_validator_says() {
    for (bytes, name) in [
        (jpeg(480, 640), "a.jpg"),
        (jpeg(300, 300), "b.jpg"),
        (b"not a photo".to_vec(), "c.jpg"),
        (Vec::new(), "d.jpg"),
    ] {
        let through_the_door = report(&bytes, name, &profile_json(), "zh").expect("a report");
        let photo = Photo {
            bytes: &bytes,
            file_name: name,
        };
        let options = Options {
            heat: true,
            ..Options::default()
        };
        let direct = tassel_validator::check(&photo, &profile(), &options);
        assert_eq!(
            through_the_door,
            serde_json::to_string(&direct).expect("JSON"),
            "{name}"
        );
    }
}

#[test]
fn english_is_english_and_anything_else_is_chinese() {
    let bytes = jpeg(300, 300);
    let message = |lang| {
        parse(&report(&bytes, "a.jpg", &profile_json(), lang).expect("a report")).checks[0]
            .message
            .clone()
    };
    assert!(message("en").is_ascii());
    assert!(!message("zh").is_ascii());
    assert_eq!(message("xx"), message("zh"));
}

#[test]
fn a_profile_that_is_none_is_an_error_in_words() {
    let error = report(&jpeg(8, 8), "a.jpg", "{\"id\":1}", "zh").expect_err("not a profile");
    assert!(error.starts_with("照片要求读不出来"), "{error}");
}

#[test]
fn two_hundred_megabytes_are_judged_by_their_size_alone() {
    let report = parse(&report_oversize(200 << 20, "big.jpg", &profile_json(), "zh").expect("a report"));
    assert_eq!(report.verdict, tassel_validator::Verdict::Fail);
    assert_eq!(report.photo.bytes, 200 << 20);
    let next = summary(&report, 3, Lang::Zh).next;
    assert!(next.starts_with("先做这一步：") && next.chars().count() > 10, "{next}");
}

#[test]
fn a_failing_photo_hears_what_to_do_first() {
    let small = parse(&report(&jpeg(300, 300), "a.jpg", &profile_json(), "zh").expect("a report"));
    assert_eq!(status(&small, "file.size_px"), Status::Fail);
    let said = summary(&small, 3, Lang::Zh);
    assert_eq!(said.word, "需修改");
    assert!(said.count.contains("项要改"), "{}", said.count);
    let first = small
        .checks
        .iter()
        .find(|check| check.status == Status::Fail && check.fix == Fix::Retake)
        .expect("one needs a new photo");
    assert_eq!(said.next, format!("先做这一步：{}", first.advice));
    // Larger than it should be, and nothing else: a program can help.
    let large = parse(&report(&jpeg(960, 1280), "a.jpg", &profile_json(), "zh").expect("a report"));
    let fails = || large.checks.iter().filter(|check| check.status == Status::Fail);
    assert!(
        fails().count() > 0 && fails().all(|check| check.fix == Fix::Auto),
        "{large:?}"
    );
    let next = summary(&large, 3, Lang::Zh).next;
    assert_eq!(next, "先做这一步：点「自动修正」，改完会再查一遍。");
}

#[test]
fn a_pass_says_what_it_did_not_look_at() {
    let mut report = parse(&report(&jpeg(480, 640), "a.jpg", &profile_json(), "zh").expect("a report"));
    for check in &mut report.checks {
        if check.status != Status::Pass {
            check.status = Status::Skip;
        }
    }
    report.verdict = tassel_validator::Verdict::Pass;
    let files_only = summary(&report, 9, Lang::Zh);
    assert_eq!(files_only.word, "通过");
    assert!(
        files_only.next.contains("没有看人脸") && files_only.next.contains("还有 9 条"),
        "{}",
        files_only.next
    );
    assert!(files_only.decides.contains("采集机构"), "{}", files_only.decides);
    let face = report
        .checks
        .iter_mut()
        .find(|check| check.id == "face.count")
        .expect("a finished report has every check");
    face.status = Status::Pass;
    assert!(!summary(&report, 9, Lang::Zh).next.contains("没有看人脸"));
}

#[test]
fn a_report_that_is_not_finished_promises_nothing() {
    let mut report = parse(&report(&jpeg(480, 640), "a.jpg", &profile_json(), "zh").expect("a report"));
    report
        .checks
        .retain(|check| check.id.starts_with("file.") && check.status == Status::Pass);
    report.verdict = tassel_validator::Verdict::Pass;
    let so_far = summary(&report, 9, Lang::Zh);
    assert!(so_far.pending > 30 && so_far.word != "通过", "{so_far:?}");
    assert!(so_far.count.contains("还在查") && so_far.next.is_empty(), "{so_far:?}");
    report.checks[0].status = Status::Fail;
    report.verdict = tassel_validator::Verdict::Fail;
    assert_eq!(summary(&report, 9, Lang::Zh).word, "需修改");
}

fn check(id: &str, value: Value, unit: &str, limit: Option<tassel_validator::Limit>) -> Check {
    let unit = (!unit.is_empty()).then(|| unit.to_owned());
    let (title, message, advice) = (String::new(), String::new(), String::new());
    Check {
        id: id.to_owned(),
        status: Status::Pass,
        score: None,
        value: Some(value),
        unit,
        limit,
        region: None,
        title,
        message,
        advice,
        fix: Fix::None,
    }
}

#[test]
fn measured_values_read_as_people_write_them() {
    let window = Some(tassel_validator::Limit {
        min: Some(20000.0),
        max: Some(40960.0),
    });
    let mut red = check("bg.color", Value::Number(59.3), "deltaE", None);
    red.message = "现在是 RGB(220,40,41)，要求白 RGB(255,255,255)。".into();
    let cases = [
        (check("file.bytes", Value::Number(31232.0), "B", window), "30.5 KB"),
        (check("file.bytes", Value::Number(19900.0), "B", window), "19.9 KB"),
        (
            check("file.bytes", Value::Number(210_000_000.0), "B", window),
            "200.3 MB",
        ),
        (check("file.dpi", Value::Number(300.0), "dpi", None), "300 dpi"),
        (check("file.format", Value::Text("jpeg".into()), "", None), "JPG"),
        (check("file.format", Value::Text("unknown".into()), "", None), "认不出"),
        (
            check("file.color_mode", Value::Text("cmyk8".into()), "", None),
            "CMYK，每通道 8 位",
        ),
        (
            check("file.orientation", Value::Number(6.0), "exif", None),
            "旋转标记 6",
        ),
        (check("bg.uniform", Value::Number(12.34), "deltaE", None), "色差 12.3"),
        (check("light.under", Value::Number(52.0), "luma", None), "亮度 52"),
        (check("noise", Value::Number(4.31), "luma", None), "起伏 4.3"),
        (check("headwear", Value::Number(0.907), "share", None), "91%"),
        (check("face.count", Value::Number(2.0), "faces", None), "2 张脸"),
        (check("sharp.focus", Value::Number(0.86), "correlation", None), ""),
        (red, "RGB(220,40,41)"),
    ];
    for (check, wanted) in cases {
        assert_eq!(measured(&check, Lang::Zh), wanted);
    }
}

#[test]
fn english_pages_hear_english() {
    let report = parse(&report(&jpeg(300, 300), "a.jpg", &profile_json(), "en").expect("a report"));
    let summary = summary(&report, 3, Lang::En);
    assert_eq!(summary.word, "Needs changes");
    assert!(summary.count.contains(" to mend, "), "{}", summary.count);
    assert!(
        summary.next.starts_with("Do this first: ") && summary.next.is_ascii(),
        "{}",
        summary.next
    );
    let mode = check("file.color_mode", Value::Text("grey8".into()), "", None);
    assert_eq!(measured(&mode, Lang::En), "grey, 8 bits a channel");
    let height = check("geom.crown", Value::Number(80.0), "px", None);
    assert_eq!(measured(&height, Lang::En), "80 px");
}

#[test]
fn profiles_know_their_default() {
    let json = format!(
        "{{\"default\":\"xueli2017\",\"profiles\":{{\"xueli2017\":{}}}}}",
        profile_json()
    );
    let profiles = Profiles::from_json(&json).expect("profiles");
    let unknown = profiles.choose(Some("nowhere")).expect("falls back");
    assert_eq!((unknown.profile.id.as_str(), unknown.unknown), ("xueli2017", true));
    assert!(!profiles.choose(None).expect("the default").unknown);
    assert!(!profiles.choose(Some("xueli2017")).expect("known").unknown);
    assert!(Profiles::from_json(&json.replace("\"default\":\"xueli2017\"", "\"default\":\"gone\"")).is_err());
    assert!(Profiles::from_json("[]").is_err());
}
