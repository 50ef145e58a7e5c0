//! The self-check page in a real browser: it judges photos, however they come, and says what is wrong when something is.

use serde_json::{Value, json};
use tassel_tests::selfcheck::{CAMPAIGN, SITE, SelfCheck};
use tassel_tests::{Browser, Server, browser, photos, repository_site};

#[test]
fn a_compliant_photo_passes_every_file_check() {
    let check = SelfCheck::open(SITE);
    check.judge("photo.jpg", &photos::compliant());
    let statuses = check.statuses();
    for id in [
        "decode",
        "format",
        "size_px",
        "bytes",
        "dpi",
        "color_mode",
        "jpeg_quality",
        "orientation",
    ] {
        let id = format!("file.{id}");
        assert_eq!(
            statuses.get(&id).map(String::as_str),
            Some("pass"),
            "{id}: {}",
            check.line(&id)
        );
    }
    for id in ["bg.color", "bg.uniform"] {
        assert_eq!(
            statuses.get(id).map(String::as_str),
            Some("pass"),
            "{id}: {}",
            check.line(id)
        );
    }
    assert!(!statuses.values().any(|status| status == "fail"), "{statuses:?}");
}

#[test]
fn bad_photos_fail_with_the_right_id_and_say_what_to_do() {
    let check = SelfCheck::open(SITE);
    let cases = [
        ("two-inch.jpg", photos::wrong_sized(), "file.size_px"),
        ("renamed.jpg", photos::png(), "file.format"),
        ("cut.jpg", photos::truncated(), "file.decode"),
        ("text.jpg", photos::not_an_image(), "file.format"),
        ("empty.jpg", Vec::new(), "file.decode"),
        ("bomb.jpg", photos::jpeg_bomb(), "file.decode"),
    ];
    for (name, bytes, id) in cases {
        check.open_again(SITE);
        assert_eq!(check.judge(name, &bytes), "fail", "{name}: {:?}", check.statuses());
        let statuses = check.statuses();
        assert_eq!(
            statuses.get(id).map(String::as_str),
            Some("fail"),
            "{name}: {statuses:?}"
        );
        let line = check.line(id);
        assert!(line.chars().count() > 12, "{name}: only {line:?} is said");
        assert!(!line.contains("不合格"), "{name}: {line}");
    }
    check.open_again(SITE);
    check.judge("two-inch.jpg", &photos::wrong_sized());
    let line = check.line("file.size_px");
    for number in ["413", "579", "480", "640"] {
        assert!(line.contains(number), "what was measured and what is wanted: {line}");
    }
}

#[test]
fn a_second_photo_replaces_the_first_report() {
    let check = SelfCheck::open(SITE);
    check.judge("two-inch.jpg", &photos::wrong_sized());
    assert_eq!(check.statuses()["file.size_px"], "fail");
    check
        .browser
        .choose_file("input#photo", &check.file("right.jpg", &photos::compliant()));
    check.browser.wait_until("the second report", || {
        check.statuses().get("file.size_px").map(String::as_str) == Some("pass")
    });
    let ids = check.browser.run(
        "return document.querySelectorAll('[data-check=\"file.size_px\"]').length",
        &[],
    );
    assert_eq!(ids, 1);
}

#[test]
fn the_campaigns_own_profile_is_used() {
    let check = SelfCheck::open(CAMPAIGN);
    check.judge("photo.jpg", &photos::compliant());
    let statuses = check.statuses();
    // Shenzhen University wants the identity number as the name; the built-in profile asks for none.
    assert_eq!(
        statuses.get("file.name").map(String::as_str),
        Some("fail"),
        "{statuses:?}"
    );
    check.open_again(SITE);
    check.judge("photo.jpg", &photos::compliant());
    assert_ne!(check.statuses().get("file.name").map(String::as_str), Some("fail"));
}

#[test]
fn a_dropped_and_a_pasted_photo_are_checked() {
    for event in ["drop", "paste"] {
        let check = SelfCheck::open(SITE);
        let bytes = browser::encode_base64(&photos::wrong_sized());
        let script = "
            const bytes = Uint8Array.from(atob(arguments[0]), letter => letter.charCodeAt(0));
            const data = new DataTransfer();
            data.items.add(new File([bytes], 'moved.jpg', { type: 'image/jpeg' }));
            const event = arguments[1] === 'drop'
                ? new DragEvent('drop', { dataTransfer: data, bubbles: true, cancelable: true })
                : new ClipboardEvent('paste', { clipboardData: data, bubbles: true, cancelable: true });
            const zone = document.querySelector('label[for=photo]') || document.body;
            (arguments[1] === 'drop' ? zone : document.body).dispatchEvent(event);";
        check.browser.run(script, &[json!(bytes), json!(event)]);
        assert_eq!(check.verdict(), "fail", "{event}");
        assert_eq!(check.statuses()["file.size_px"], "fail", "{event}");
    }
}

#[test]
fn a_file_dragged_from_the_desktop_is_checked() {
    let check = SelfCheck::open(SITE);
    let file = check.file("dragged.jpg", &photos::wrong_sized());
    let place = check.browser.run(
        "const zone = document.querySelector('label[for=photo]'); zone.scrollIntoView({ block: 'center' });
         const box = zone.getBoundingClientRect(); return [box.x + box.width / 2, box.y + box.height / 2]",
        &[],
    );
    let data = json!({ "items": [], "files": [file.display().to_string()], "dragOperationsMask": 1 });
    for kind in ["dragEnter", "dragOver", "drop"] {
        check.browser.devtools(
            "Input.dispatchDragEvent",
            json!({ "type": kind, "x": place[0], "y": place[1], "data": data }),
        );
    }
    assert_eq!(check.verdict(), "fail");
    assert_eq!(check.statuses()["file.size_px"], "fail");
    assert!(
        check.browser.address().starts_with("http://"),
        "the photo replaced the page"
    );
}

/// A new frame brings fresh copies of what was taken away, and nothing can forbid a page its own frames or navigations.
/// So the page's own scripts are searched for the words: they make no frame, and open no other page.
/// Opens the page with one file answered differently, and gives back the page's text once it complains.
fn trouble(change: impl Fn(&Server)) -> (String, Value) {
    let server = Server::start(&repository_site().out());
    change(&server);
    let browser = Browser::start();
    browser.open(&server.url(SITE));
    let visible = "return Array.from(document.querySelectorAll('[role=alert], [data-trouble]')).filter(box => box.offsetHeight > 0).map(box => box.innerText).join(' ').trim()";
    browser.wait_until("a word about the trouble", || {
        browser.run(visible, &[]).as_str().is_some_and(|text| !text.is_empty())
    });
    let enabled = browser.run(
        "const input = document.getElementById('photo'); return Boolean(input && !input.disabled)",
        &[],
    );
    (browser.run(visible, &[]).as_str().unwrap().to_owned(), enabled)
}

#[test]
fn trouble_on_the_way_is_said_and_nothing_can_be_chosen() {
    let files = repository_site().files();
    let wasm = files
        .iter()
        .find(|path| path.ends_with(".wasm"))
        .expect("the site has a wasm file");
    let glue = files
        .iter()
        .find(|path| path.contains("tassel_validator") && path.ends_with(".js"))
        .expect("the site has the glue of the wasm");
    let not_found = trouble(|server| server.put_status(wasm, 404, b"gone"));
    let damaged = trouble(|server| server.put(wasm, b"\0asm this is not a module"));
    let broken_script = trouble(|server| server.put(glue, b"throw new Error('broken on purpose')"));
    for (text, enabled) in [not_found, damaged, broken_script] {
        assert!(
            text.chars().any(|c| ('\u{4e00}'..='\u{9fff}').contains(&c)),
            "in Chinese: {text:?}"
        );
        assert_eq!(enabled, false, "a photo can be chosen although: {text}");
    }
}

#[test]
fn without_javascript_the_rules_are_there() {
    let server = Server::start(&repository_site().out());
    let browser = Browser::start_without_javascript();
    for page in [SITE, CAMPAIGN] {
        browser.open(&server.url(page));
        let text = browser.text("body");
        for part in ["480", "640", "300"] {
            assert!(
                text.contains(part),
                "{page} without JavaScript does not say {part}:\n{text}"
            );
        }
        assert!(
            text.contains("脚本") || text.contains("JavaScript"),
            "{page} does not say what is missing:\n{text}"
        );
        assert_eq!(browser.attribute("html", "data-sealed"), None);
    }
}

#[test]
fn an_unknown_profile_is_said() {
    let check = SelfCheck::open("self-check/index.html?profile=no-such-profile");
    let text = check.browser.text("main");
    assert!(text.contains("no-such-profile"), "{text}");
    check.judge("two-inch.jpg", &photos::wrong_sized());
    assert_eq!(check.statuses()["file.size_px"], "fail");
}

#[test]
fn the_page_can_be_used_by_keyboard_and_read_aloud() {
    let check = SelfCheck::open(SITE);
    let live = "return Boolean(document.querySelector('[aria-live=polite]'))";
    assert_eq!(check.browser.run(live, &[]), true);
    let focused = "
        const input = document.querySelector('input#photo'); input.focus();
        return document.activeElement === input";
    assert_eq!(
        check.browser.run(focused, &[]),
        true,
        "the file input cannot be reached with the keyboard"
    );
    let size = check.browser.run(
        "const box = document.querySelector('label[for=photo]').getBoundingClientRect(); return [box.width, box.height]",
        &[],
    );
    assert!(
        size[0].as_f64().unwrap() >= 44.0 && size[1].as_f64().unwrap() >= 44.0,
        "{size}"
    );
}
