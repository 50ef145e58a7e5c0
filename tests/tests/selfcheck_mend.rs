//! Mending in the self-check page: what is saved passes the command line's check, nudges reach the file, the identity number goes into
//! the name and nowhere else, and inside WeChat the photo can be pressed and held.

use std::fs;
use std::path::{Path, PathBuf};

use base64::prelude::{BASE64_STANDARD, Engine as _};
use serde_json::{Value, json};
use tassel_tests::selfcheck::{CAMPAIGN, SITE, SelfCheck};
use tassel_tests::{Tassel, photos};

/// Made up: the area code 000000 belongs to nobody, and nobody is that old.
const NUMBER: &str = "000000180001010018";
const WRONG_NUMBER: &str = "000000180001010019";

/// A studio's original: twice as large as asked for, and far too many bytes.
fn original() -> Vec<u8> {
    photos::Jpeg {
        width: 960,
        height: 1280,
        quality: Some(98),
        ..photos::Jpeg::default()
    }
    .bytes()
}

/// Opens a page, chooses the original, and waits until it is mended.
fn mended(page: &str) -> SelfCheck {
    let check = SelfCheck::open(page);
    mend(&check);
    check
}

#[track_caller]
fn mend(check: &SelfCheck) {
    assert_eq!(check.judge("me.jpg", &original()), "fail", "{:?}", check.statuses());
    check.browser.wait_for("button#fix");
    check.browser.run("document.getElementById('fix').click()", &[]);
    finished(check);
}

/// Waits until there is a finished file, and no other is on its way.
#[track_caller]
fn finished(check: &SelfCheck) {
    check
        .browser
        .wait_for("#mend:not([data-mended='']) a#save[href^='blob:']");
}

/// Saves what is mended, as a click does, and gives back the file.
#[track_caller]
fn saved(check: &SelfCheck, folder: &Path) -> PathBuf {
    let behaviour = json!({ "behavior": "allow", "downloadPath": folder.display().to_string() });
    check.browser.devtools("Browser.setDownloadBehavior", behaviour);
    check.browser.run("document.querySelector('a#save').click()", &[]);
    let file = || {
        let mut files = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
        files.find(|path| path.extension().is_some_and(|ending| ending == "jpg"))
    };
    check.browser.wait_until("a saved file", || file().is_some());
    file().unwrap()
}

fn assert_passes(file: &Path) {
    let file = file.to_str().unwrap();
    Tassel::new(["photo", "check", "--profile", "xueli2017", file])
        .run()
        .expect_code(0);
}

/// Check id → px (or degrees), as the rows of the bands show them.
fn bands(check: &SelfCheck) -> Value {
    check.browser.run(
        "return Object.fromEntries(Array.from(document.querySelectorAll('[data-band]'), row =>
             [row.dataset.band, parseFloat(row.querySelector('.mend-value').textContent.replace(/[^0-9.]/g, ''))]))",
        &[],
    )
}

/// On paper nothing stays in place while the rest passes below it, and what only a screen can be used for is left out.
#[track_caller]
fn prints_without_handles(check: &SelfCheck) {
    let media = |media: &str| {
        check
            .browser
            .devtools("Emulation.setEmulatedMedia", json!({ "media": media }))
    };
    media("print");
    let printed = check.browser.run(
        "return [getComputedStyle(document.querySelector('.mend-held')).position,
                 document.getElementById('mend-by-hand').offsetHeight, document.getElementById('save').offsetHeight,
                 document.getElementById('mend-changes').offsetHeight > 0]",
        &[],
    );
    media("");
    assert_eq!(printed, json!(["static", 0, 0, true]));
}

#[test]
fn what_is_mended_nudged_and_saved_passes_the_command_lines_check() {
    let check = mended(SITE);
    let folder = tempfile::tempdir().unwrap();
    let changes = check.browser.text("#mend-changes");
    assert!(changes.contains("480×640") && changes.contains("KB"), "{changes}");
    assert!(check.browser.text("#mend-file").contains("20–40 KB"));
    let first = saved(&check, folder.path());
    assert_eq!(first.file_name().unwrap(), "me.jpg");
    assert_passes(&first);
    // Before and after, by keyboard too.
    let edge = || {
        check.browser.run(
            "return document.getElementById('mend-compare').style.getPropertyValue('--cut')",
            &[],
        )
    };
    check.browser.type_into("#mend-slider", "\u{e014}\u{e014}");
    assert_eq!(edge(), "52%");
    // By keyboard, from the group; the rows say at once what the file will measure.
    let before = bands(&check);
    check.browser.run(
        "document.getElementById('mend-by-hand').open = true; document.getElementById('mend-nudge').focus()",
        &[],
    );
    // The whole photo is used, so there is no room to move it; that is said, and the file stays.
    check.browser.type_into("#mend-nudge", "\u{e015}");
    assert!(check.browser.text("#mend-bands-state").contains("照片的边"));
    assert_eq!(bands(&check), before);
    // Larger by ten steps of 0.5 %, then down: with Shift by 10 px, without by 1.
    check
        .browser
        .type_into("#mend-nudge", "++++++++++\u{e008}\u{e015}\u{e008}\u{e015}");
    let after = bands(&check);
    let moved = |id: &str| after[id].as_f64().unwrap() - before[id].as_f64().unwrap();
    assert!((moved("geom.eye_line") - 11.0).abs() < 0.11, "{before} {after}");
    let wider = after["geom.face_width"].as_f64().unwrap() / before["geom.face_width"].as_f64().unwrap();
    assert!((wider - 1.05).abs() < 0.002, "{before} {after}");
    assert_eq!(
        check.browser.attribute("a#save", "href"),
        None,
        "the old file can still be saved"
    );
    finished(&check);
    prints_without_handles(&check);
    let folder = tempfile::tempdir().unwrap();
    let second = saved(&check, folder.path());
    assert_passes(&second);
    let place = |file: &Path| {
        let run = Tassel::new([
            "photo",
            "check",
            "--profile",
            "xueli2017",
            "--format",
            "jsonl",
            file.to_str().unwrap(),
        ])
        .run();
        let report: Value = serde_json::from_str(run.stdout.trim()).unwrap();
        (report["face"]["eyes"][0][1].as_f64().unwrap() + report["face"]["eyes"][1][1].as_f64().unwrap()) / 2.0
    };
    let down = place(&second) - place(&first);
    assert!((down - 11.0).abs() <= 1.5, "the eyes went down by {down} px");
    // Back to where the program had put it.
    check.browser.run("document.getElementById('mend-reset').click()", &[]);
    assert_eq!(bands(&check), before);
}

#[test]
fn the_identity_number_makes_the_name_and_shows_nowhere_else() {
    let check = mended(CAMPAIGN);
    check.browser.type_into("#mend-number", WRONG_NUMBER);
    assert!(check.browser.text("#mend-number-state").contains("最后一位对不上"));
    let folder = tempfile::tempdir().unwrap();
    check.browser.run("document.querySelector('a#save').click()", &[]);
    assert_eq!(
        check.browser.attribute("#mend-number", "aria-invalid").as_deref(),
        Some("true")
    );
    check
        .browser
        .run("document.getElementById('mend-number').value = ''", &[]);
    check.browser.type_into("#mend-number", NUMBER);
    assert!(check.browser.text("#mend-number-state").contains("校验位对得上"));
    let anywhere = "
        const page = document.documentElement.outerHTML, number = arguments[0];
        return [page, document.cookie, JSON.stringify(localStorage), JSON.stringify(sessionStorage), location.href, document.title]
            .some(text => text.includes(number))";
    assert_eq!(check.browser.run(anywhere, &[json!(NUMBER)]), false);
    let file = saved(&check, folder.path());
    assert_eq!(
        file.file_name().unwrap().to_str(),
        Some(format!("{NUMBER}.jpg").as_str())
    );
    assert_passes(&file);
    assert_eq!(check.browser.run(anywhere, &[json!(NUMBER)]), false);
    assert_eq!(
        check
            .browser
            .run("return document.getElementById('mend-number').value", &[]),
        ""
    );
}

/// A share sheet as phones have it, to be put into a page before its own scripts: keeps what it is given, or refuses as `refusal` says.
const SHEET: &str = "
    window.shared = [];
    window.refusal = '';
    const put = (name, value) => Object.defineProperty(navigator, name, { value, configurable: true });
    put('canShare', data => Object.keys(data).join() === 'files' && data.files.every(file => file instanceof File && file.type === 'image/jpeg'));
    put('share', data => {
        if (!navigator.userActivation.isActive || !navigator.canShare(data)) return Promise.reject(new TypeError('no share'));
        if (refusal) return Promise.reject(new DOMException('refused', refusal));
        shared.push(data);
        return Promise.resolve();
    });";

/// What the share sheet was given: for each time, name, type and bytes in base64 of each file.
fn shared(check: &SelfCheck) -> Value {
    let script = "
        const bytes = async file => btoa(String.fromCharCode(...new Uint8Array(await file.arrayBuffer())));
        return Promise.all(shared.map(data => Promise.all(data.files.map(async file => [file.name, file.type, await bytes(file)]))))";
    check.browser.run_async(script, &[])
}

/// Presses the share button with a key, which allows a page what a finger allows it, and gives back what is said then.
#[track_caller]
fn share(check: &SelfCheck) -> String {
    let said = "return document.getElementById('mend-saved').textContent";
    check
        .browser
        .run("document.getElementById('mend-saved').textContent = ''", &[]);
    check.browser.type_into("#mend-share", "\u{e007}");
    check
        .browser
        .wait_until("words on sharing", || check.browser.run(said, &[]) != "");
    check.browser.text("#mend-saved")
}

#[test]
fn the_share_sheet_gets_the_file_that_is_saved_and_may_refuse() {
    let check = SelfCheck::prepare();
    check.browser.before_each_page(SHEET);
    check.open_again(CAMPAIGN);
    mend(&check);
    check.browser.type_into("#mend-number", NUMBER);

    // Closing the sheet is no fault, and nothing is lost by it; neither by a refusal.
    for (refusal, words) in [("AbortError", "没有发送"), ("NotAllowedError", "发送不了")] {
        check.browser.run("refusal = arguments[0]", &[json!(refusal)]);
        let said = share(&check);
        assert!(
            said.contains(words) && said.contains("「保存照片」"),
            "{refusal}: {said}"
        );
        assert_eq!(check.trouble(), None, "{refusal}");
        let typed = check
            .browser
            .run("return document.getElementById('mend-number').value", &[]);
        assert_eq!(typed, NUMBER, "{refusal}");
    }
    assert_eq!(shared(&check), json!([]));

    check.browser.run("refusal = ''", &[]);
    let said = share(&check);
    assert!(
        said.contains("已交给你选的应用") && said.contains("证件号已从本页清掉"),
        "{said}"
    );
    let typed = "return document.getElementById('mend-number').value";
    assert_eq!(check.browser.run(typed, &[]), "");
    check.browser.type_into("#mend-number", NUMBER);
    let folder = tempfile::tempdir().unwrap();
    let file = saved(&check, folder.path());
    let bytes = BASE64_STANDARD.encode(fs::read(&file).unwrap());
    assert_eq!(
        shared(&check),
        json!([[[format!("{NUMBER}.jpg"), "image/jpeg", bytes]]]),
        "one file, once, the one that is saved"
    );
}

#[test]
fn inside_wechat_the_photo_can_be_pressed_and_held() {
    let check = SelfCheck::open(SITE);
    let agent = "Mozilla/5.0 (Linux; Android 13; wv) AppleWebKit/537.36 (KHTML, like Gecko) Version/4.0 Chrome/116.0.0.0 Mobile Safari/537.36 MicroMessenger/8.0.47";
    check
        .browser
        .devtools("Emulation.setUserAgentOverride", json!({ "userAgent": agent }));
    check.open_again(SITE);
    mend(&check);
    let words = check.browser.text("#mend-press");
    assert!(
        words.contains("长按") && words.contains("在浏览器打开") && words.contains("改名"),
        "{words}"
    );
    assert_eq!(
        check
            .browser
            .run("return document.querySelector('a#save').offsetHeight", &[]),
        0
    );
    let address = check.browser.attribute("#mend-press-image", "src").unwrap();
    let data = address
        .strip_prefix("data:image/jpeg;base64,")
        .expect("the picture carries its own bytes");
    let file = check.file("pressed.jpg", &BASE64_STANDARD.decode(data).unwrap());
    assert_passes(&file);
}
