//! Who can use the self-check page: axe-core finds nothing to object to in any of its states, a keyboard is enough, and nothing is lost when
//! everything is twice as large.

use serde_json::{Value, json};
use tassel_tests::selfcheck::{CAMPAIGN, SITE, SelfCheck};
use tassel_tests::{photos, repository_site};

/// See `tests/data/axe/README.md`.
const AXE: &str = include_str!("../data/axe/axe.min.js");

/// Runs every rule of axe-core but the experimental ones. Nothing is preloaded: a sealed page couldn't.
const LOOK: &str = "
    const found = await axe.run(document, { resultTypes: ['violations'], preload: false });
    return found.violations.map(one => `${one.id} (${one.impact}): ${one.help}\\n` + one.nodes.map(node => `  ${node.target}  ${node.html.slice(0, 160)}\\n    ${node.failureSummary.split('\\n').slice(1).join(' ')}`).join('\\n'));";

/// What axe-core objects to on the page shown.
#[track_caller]
fn objections(check: &SelfCheck, state: &str) -> Vec<String> {
    if check.browser.run("return typeof axe", &[]) != "object" {
        check.browser.run(AXE, &[]);
    }
    let found: Vec<String> = serde_json::from_value(check.browser.run_async(LOOK, &[])).unwrap();
    found.into_iter().map(|one| format!("{state}: {one}")).collect()
}

/// Opens every row and every other fold of the page.
fn unfold(check: &SelfCheck) {
    check.browser.run(
        "document.querySelectorAll('details').forEach(fold => { fold.open = true; })",
        &[],
    );
}

/// Before a photo, while something is missing, after a pass, after a fail with all rows open.
fn objections_in_all_states(check: &SelfCheck, address: &str, way: &str) -> Vec<String> {
    let mut all = Vec::new();
    check.open_address(address);
    all.extend(objections(check, &format!("{way}, before a photo")));
    check.judge("photo.jpg", &photos::compliant());
    all.extend(objections(check, &format!("{way}, after a good photo")));
    check.judge_next("photo.jpg", &photos::wrong_sized());
    unfold(check);
    all.extend(objections(check, &format!("{way}, after a bad photo, unfolded")));
    all.extend(objections_to_several_and_mended(check, way));
    all
}

/// Two photos side by side, then a large one mended, with its frame and sliders unfolded.
fn objections_to_several_and_mended(check: &SelfCheck, way: &str) -> Vec<String> {
    let large = photos::Jpeg {
        width: 960,
        height: 1280,
        quality: Some(90),
        ..photos::Jpeg::default()
    };
    let files = [("small.jpg", photos::wrong_sized()), ("large.jpg", large.bytes())];
    let paths = files.map(|(name, bytes)| check.file(name, &bytes));
    let [small, large] = paths.each_ref().map(|path| path.display().to_string());
    check.browser.type_into("input#photo", &format!("{small}\n{large}"));
    check.browser.wait_for("#shots li:nth-child(2) [data-status='fail']");
    let mut all = objections(check, &format!("{way}, two photos"));
    // Not by the pointer: the page may just be scrolling to the verdict.
    for button in ["#shots li:nth-child(2) button", "button#fix"] {
        check.browser.wait_for(button);
        check
            .browser
            .run("document.querySelector(arguments[0]).click()", &[json!(button)]);
    }
    check
        .browser
        .wait_for("#mend:not([data-mended='']) a#save[href^='blob:']");
    unfold(check);
    all.extend(objections(check, &format!("{way}, mended")));
    all
}

/// A bare path of the site's segmentation model.
fn segmenter() -> String {
    let files = repository_site().files();
    files
        .into_iter()
        .find(|path| path.ends_with(".tslp"))
        .expect("the site has the model")
}

#[test]
fn axe_finds_no_fault() {
    let check = SelfCheck::prepare();
    check
        .server
        .put("bad.html", b"<!doctype html><title>bad</title><p><img src='x.png'>");
    check.browser.open(&check.server.url("bad.html"));
    let bad = objections(&check, "a picture without words");
    assert!(bad.iter().any(|one| one.contains("image-alt")), "axe is blind: {bad:?}");

    // While a model is on its way, and when it never comes.
    check.server.hold(&segmenter());
    check.browser.open(&check.server.url(CAMPAIGN));
    check.browser.wait_for("#start-now:not([disabled])");
    unfold(&check);
    let mut all = objections(&check, "while it loads");
    check.browser.click("#start-now");
    check.browser.wait_for("input#photo:not([disabled])");
    all.extend(objections(&check, "with a model missing"));

    check.server.release();
    all.extend(objections_in_all_states(&check, &check.server.url(SITE), "desk"));
    check.browser.darken();
    let campaign = check.server.url(CAMPAIGN);
    all.extend(objections_in_all_states(&check, &campaign, "desk, dark"));
    hold_as_a_phone(&check);
    all.extend(objections_in_all_states(&check, &campaign, "phone, dark"));
    for page in ["index.html", "szu-2020/index.html"] {
        check.browser.open(&check.server.url(page));
        all.extend(objections(&check, &format!("phone, dark, {page}")));
    }
    assert!(all.is_empty(), "{}", all.join("\n"));
}

#[test]
fn axe_finds_no_fault_in_the_one_file() {
    let check = SelfCheck::prepare();
    check.server.stop();
    let file = |name: &str| {
        format!(
            "file://{}?profile=xueli2017",
            repository_site().out().join(name).display()
        )
    };
    let mut all = objections_in_all_states(&check, &file("en/self-check.html"), "one file, English, desk");
    check.browser.darken();
    hold_as_a_phone(&check);
    all.extend(objections_in_all_states(
        &check,
        &file("self-check.html"),
        "one file, phone, dark",
    ));
    assert!(all.is_empty(), "{}", all.join("\n"));
}

fn hold_as_a_phone(check: &SelfCheck) {
    check.browser.resize(390, 844);
    check.browser.devtools(
        "Emulation.setTouchEmulationEnabled",
        json!({ "enabled": true, "maxTouchPoints": 5 }),
    );
}

/// Presses and releases a key.
fn press(check: &SelfCheck, key: &str) {
    let (code, number, text) = match key {
        "Tab" => ("Tab", 9, ""),
        "Enter" => ("Enter", 13, "\r"),
        _ => ("Space", 32, " "),
    };
    for kind in ["keyDown", "keyUp"] {
        let mut event = json!({ "type": kind, "key": key, "code": code, "windowsVirtualKeyCode": number });
        if kind == "keyDown" && !text.is_empty() {
            event["text"] = json!(text);
        }
        check.browser.devtools("Input.dispatchKeyEvent", event);
    }
}

/// Where the keyboard is, and whether it can be seen there: an outline around the element or, for the file input, around its label.
const STOP: &str = "
    const at = document.activeElement, label = at.id && document.querySelector(`label[for='${at.id}']`), seen = at.type === 'file' ? label : at;
    const style = getComputedStyle(seen);
    return { found: at.matches(arguments[0]), name: at.id || at.className || at.tagName,
        shown: at === document.body || style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2 };";

/// Goes on with Tab until an element that matches is reached; each stop on the way must show where the keyboard is.
#[track_caller]
fn tab_to(check: &SelfCheck, css: &str) {
    let mut stops = Vec::new();
    for _ in 0..60 {
        press(check, "Tab");
        let stop = check.browser.run(STOP, &[json!(css)]);
        let name = stop["name"].as_str().unwrap_or_default().to_owned();
        assert_eq!(stop["shown"], true, "the keyboard can't be seen at {name}");
        stops.push(name);
        if stop["found"] == true {
            return;
        }
    }
    panic!("the keyboard doesn't reach {css}: {stops:?}");
}

fn holds(check: &SelfCheck, what: &str, script: &str) {
    check
        .browser
        .wait_until(what, || check.browser.run(script, &[]) == Value::Bool(true));
}

#[test]
fn a_keyboard_is_enough() {
    let check = SelfCheck::prepare();
    check.server.hold(&segmenter());
    check.browser.open(&check.server.url(SITE));
    check.browser.wait_for("#start-now:not([disabled])");
    check.browser.wait_for("[data-part='2'][data-state='done']");
    tab_to(&check, "#start-now");
    press(&check, "Enter");
    check.browser.wait_for("input#photo:not([disabled])");

    tab_to(&check, "input#photo");
    check
        .browser
        .devtools("Page.setInterceptFileChooserDialog", json!({ "enabled": true }));
    check.browser.run(
        "document.getElementById('photo').addEventListener('click', () => { window.asked = true; })",
        &[],
    );
    press(&check, " ");
    holds(&check, "the file chooser", "return window.asked === true");
    check
        .browser
        .choose_file("input#photo", &check.file("two-inch.jpg", &photos::wrong_sized()));
    assert_eq!(check.verdict(), "fail");

    tab_to(&check, ".sc-proof summary");
    press(&check, " ");
    holds(&check, "the proof", "return document.querySelector('.sc-proof').open");
    tab_to(&check, "[data-check='file.size_px'] summary");
    let folded = "return !document.querySelector('[data-check=\"file.size_px\"] details').open";
    let was_folded = check.browser.run(folded, &[]);
    press(&check, "Enter");
    holds(
        &check,
        "the row turns",
        &format!("return (function () {{ {folded} }})() !== {was_folded}"),
    );
}

#[test]
fn nothing_is_lost_when_everything_is_twice_as_large() {
    let check = SelfCheck::open(CAMPAIGN);
    let seen = objections_to_several_and_mended(&check, "as wide as a desk");
    assert!(seen.is_empty(), "{}", seen.join("\n"));
    let beyond = "
        const width = arguments[0];
        const scrolls = box => box !== document.body && (getComputedStyle(box).overflowX !== 'visible' || scrolls(box.parentElement));
        const wide = Array.from(document.querySelectorAll('body *')).filter(box => box.getBoundingClientRect().right > width + 1 && box.offsetWidth > 1 && !scrolls(box.parentElement));
        return document.scrollingElement.scrollWidth <= width ? '' : document.scrollingElement.scrollWidth + ': ' + wide.slice(0, 5).map(box => box.outerHTML.slice(0, 80)).join(' ')";
    // A phone; a desk of 1280 px at 200 %, a desk at 400 %, a phone of 390 px at 200 %.
    for (width, height) in [(390, 844), (640, 450), (320, 256), (195, 422)] {
        check.browser.resize(width, height);
        let found = check.browser.run(beyond, &[json!(width)]);
        assert_eq!(found, "", "at {width} px one must scroll sideways");
        let layers = check.browser.run(
            "const all = Array.from(document.querySelectorAll('#switches label'), box => box.getBoundingClientRect());
             return all.length > 5 && all.every(box => box.left >= 0 && box.right <= arguments[0] && box.height >= 44 && box.width >= 44)",
            &[json!(width)],
        );
        assert_eq!(layers, true, "at {width} px a layer's switch is out of sight");
        let pick = check.browser.run(
            "const box = document.querySelector('label[for=photo]').getBoundingClientRect(); return box.width > 44 && box.height >= 44",
            &[],
        );
        assert_eq!(pick, true, "at {width} px the button is too small");
    }
}
