//! The result on the self-check page: what is drawn over the photo is what the report says, each place leads to its rule and back,
//! layers switch, and all of it works by keyboard.

use serde_json::{Value, json};
use tassel_tests::browser::encode_base64;
use tassel_tests::photos::{self, Jpeg, Look};
use tassel_tests::selfcheck::{CAMPAIGN, SITE, SelfCheck};
use tassel_tests::{Tassel, repository_site};

fn photo(look: Look) -> Vec<u8> {
    Jpeg {
        look,
        ..Jpeg::default()
    }
    .bytes()
}

/// What `tassel photo check` says about the same bytes.
fn reported(bytes: &[u8]) -> Value {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("photo.jpg"), bytes).unwrap();
    let args = [
        "photo",
        "check",
        "--profile",
        "xueli2017",
        "--format",
        "json",
        "photo.jpg",
    ];
    let run = Tassel::new(args).within(folder.path()).run();
    let mut reports: Vec<Value> = serde_json::from_str(&run.stdout).expect("--format json prints an array");
    reports.remove(0)
}

/// Upper left corner and size, in px of the photo, of everything that is drawn as measured for a check.
fn drawn(check: &SelfCheck, id: &str) -> [f64; 4] {
    let script = "
        const boxes = Array.from(document.querySelectorAll(`#overlay > [data-mark='${arguments[0]}']:not([hidden]) .sc-rule`), path => path.getBBox());
        if (!boxes.length) return null;
        const left = Math.min(...boxes.map(box => box.x)), top = Math.min(...boxes.map(box => box.y));
        return [left, top, Math.max(...boxes.map(box => box.x + box.width)) - left, Math.max(...boxes.map(box => box.y + box.height)) - top]";
    let found = check.browser.run(script, &[json!(id)]);
    serde_json::from_value(found).unwrap_or_else(|_| panic!("nothing is drawn for {id}"))
}

/// Clicks with a pointer where the photo shows that px.
fn tap(check: &SelfCheck, x: f64, y: f64) {
    let place = check.browser.run(
        "const svg = document.getElementById('overlay'), box = svg.getBoundingClientRect(), size = svg.viewBox.baseVal;
         return [box.x + arguments[0] / size.width * box.width, box.y + arguments[1] / size.height * box.height]",
        &[json!(x), json!(y)],
    );
    for kind in ["mousePressed", "mouseReleased"] {
        check.browser.devtools(
            "Input.dispatchMouseEvent",
            json!({ "type": kind, "x": place[0], "y": place[1], "button": "left", "clickCount": 1 }),
        );
    }
}

/// The check whose row is open and has the focus.
fn open_row(check: &SelfCheck) -> Option<String> {
    let script = "
        const line = document.activeElement, row = line.closest('[data-check]');
        return row && line.tagName === 'SUMMARY' && line.parentElement.open ? row.dataset.check : null";
    check.browser.run(script, &[]).as_str().map(str::to_owned)
}

fn switch(check: &SelfCheck, layer: &str) -> Value {
    let script = "
        const input = document.querySelector(`#switches input[value='${arguments[0]}']`);
        if (!input) return null;
        input.click();
        return input.checked";
    check.browser.run(script, &[json!(layer)])
}

fn press(check: &SelfCheck, key: &str, code: u32) {
    for kind in ["keyDown", "keyUp"] {
        let text = if key == "Enter" { "\r" } else { "" };
        check.browser.devtools(
            "Input.dispatchKeyEvent",
            json!({ "type": kind, "key": key, "code": key, "windowsVirtualKeyCode": code, "text": text }),
        );
    }
}

#[test]
fn lines_stand_where_the_report_says_and_switch_layer_by_layer() {
    let check = SelfCheck::open(SITE);
    let bytes = photo(Look::Plain);
    check.judge("photo.jpg", &bytes);
    let face = &reported(&bytes)["face"];
    let number = |value: &Value| value.as_f64().expect("a number");
    let near = |a: f64, b: f64| assert!((a - b).abs() < 0.2, "{a} is not {b}");
    near(drawn(&check, "geom.crown")[1], number(&face["crown_y"]));
    let eyes = (number(&face["eyes"][0][1]) + number(&face["eyes"][1][1])) / 2.0;
    near(drawn(&check, "geom.eye_line")[1], eyes);
    let [left, _, width, _] = drawn(&check, "geom.face_width");
    near(width, number(&face["face_width"]));
    near(left + width / 2.0, number(&face["center_x"]));
    // The allowed band of the eye line, 200–300 px of the finished photo.
    let band = check.browser.run(
        "const box = document.querySelector(\"[data-mark='geom.eye_line'] .sc-band\").getBBox(); return [box.y, box.height]",
        &[],
    );
    assert_eq!(band, json!([200, 100]));
    let label = check.browser.text("#labels [data-mark='geom.eye_line'].sc-mark");
    assert!(
        label.contains(&eyes.round().to_string()[..2]) && label.contains("200–300"),
        "{label}"
    );

    assert_eq!(switch(&check, "eyes"), false);
    let hidden = "return document.querySelector(\"#overlay [data-mark='geom.eye_line']\").hasAttribute('hidden') \
                  && !document.querySelector(\"#labels [data-mark='geom.eye_line']\")";
    assert_eq!(check.browser.run(hidden, &[]), true);
    assert_eq!(switch(&check, "eyes"), true);
    drawn(&check, "geom.eye_line");
    assert_eq!(switch(&check, "centre"), true);
    near(drawn(&check, "geom.center")[0], number(&face["center_x"]));
    assert_eq!(switch(&check, "chin"), true);
    near(drawn(&check, "chin")[1], number(&face["chin_y"]));
    // Everything on the picture is said in words too.
    let spoken = check
        .browser
        .attribute("#overlay [data-mark='geom.eye_line']", "aria-label");
    assert!(spoken.is_some_and(|text| text.contains("眼睛位置") && text.contains("像素")));
    let small = check.browser.run(
        "return Array.from(document.querySelectorAll('.sc-switch'), box => box.getBoundingClientRect().height).filter(height => height < 44).length",
        &[],
    );
    assert_eq!(small, 0, "switches under 44 px");
}

#[test]
fn what_fails_comes_first_and_leads_to_its_place_and_back() {
    let check = SelfCheck::open(SITE);
    assert_eq!(check.judge("hat.jpg", &photo(Look::Hat)), "fail");
    let first = check.browser.attribute("#checks [data-check]", "data-check");
    let statuses = check.statuses();
    assert_eq!(statuses[&first.expect("there are rows")], "fail");
    assert_eq!(statuses["headwear"], "fail", "{statuses:?}");
    let [x, y, width, height] = drawn(&check, "headwear");
    assert!(y < 200.0 && width > 60.0, "a hat at {x} {y} {width} {height}");

    tap(&check, x + width / 2.0, y + height / 2.0);
    check.browser.wait_until("the row of what was tapped", || {
        open_row(&check).as_deref() == Some("headwear")
    });
    check.browser.wait_for("#overlay [data-mark='headwear'][data-lit]");
    let more = check.browser.text("[data-check='headwear'] .sc-more");
    assert!(more.contains("为什么："), "{more}");

    // Back from the row, by keyboard, to the place and once more to the row.
    check.browser.run(
        "document.querySelector(\"[data-check='headwear'] .sc-show\").focus()",
        &[],
    );
    press(&check, "Enter", 13);
    let focused = "const mark = document.activeElement.dataset.mark; return mark || null";
    check.browser.wait_until("the focus on the mark", || {
        check.browser.run(focused, &[]) == json!("headwear")
    });
    press(&check, "Enter", 13);
    check.browser.wait_until("the focus on the row", || {
        open_row(&check).as_deref() == Some("headwear")
    });

    // A layer that is off comes on with the rule that it belongs to, and goes with it.
    check.browser.run(
        "document.querySelector(\"[data-check='geom.center'] summary\").click()",
        &[],
    );
    check.browser.wait_for("#switches input[value='centre']:checked");
    drawn(&check, "geom.center");
    check.browser.run(
        "document.querySelector(\"[data-check='geom.center'] summary\").click()",
        &[],
    );
    check.browser.wait_for("#switches input[value='centre']:not(:checked)");
}

#[test]
fn the_background_is_a_map_when_it_is_asked_for() {
    let check = SelfCheck::open(SITE);
    let bytes = Jpeg {
        background: [200, 30, 40],
        ..Jpeg::default()
    }
    .bytes();
    assert_eq!(check.judge("red.jpg", &bytes), "fail");
    assert_eq!(check.statuses()["bg.color"], "fail");
    let hot = "const map = document.querySelector('#overlay [data-layer=background]');
        return !map.hasAttribute('hidden') && map.querySelector('.sc-heat[data-step=\"2\"]').getBBox().width";
    assert_eq!(check.browser.run(hot, &[]), false, "it covers the photo unasked");
    assert_eq!(switch(&check, "background"), true);
    // Far outside the wanted colour on both sides of the head: cells of 8 px, 60 across.
    assert_eq!(check.browser.run(hot, &[]), 60);
    let spoken = check
        .browser
        .attribute("#overlay [data-layer=background]", "aria-label");
    assert!(spoken.is_some_and(|text| text.contains("100%")));
}

/// Unfolds the answer in a check's row by its line, and gives back what both say.
fn answer(check: &SelfCheck, id: &str) -> (String, String) {
    let row = format!("[data-check='{id}'] > .sc-faq");
    let click = format!("document.querySelector(\"{row} > summary\").click()");
    check.browser.run(&click, &[]);
    check.browser.wait_for(&format!("{row}[open] > .sc-answer-body"));
    let text = |css: &str| check.browser.text(&format!("{row} > {css}"));
    (text("summary"), text(".sc-answer-body"))
}

#[test]
fn a_refusal_unfolds_its_answer_where_it_stands() {
    let check = SelfCheck::open(CAMPAIGN);
    check.server.stop();
    assert_eq!(check.judge("not-a-number.jpg", &photo(Look::Plain)), "fail");
    let (question, said) = answer(&check, "file.name");
    assert!(
        question.starts_with("常见问题：") && question.contains("怎么命名"),
        "{question}"
    );
    // That campaign has its own answer, written by hand.
    assert!(said.contains("用学籍信息里的证件号"), "{said}");
    let link = "const link = document.querySelector(\"[data-check='file.name'] .sc-answer-body a\");
        return [link.getAttribute('href'), link.target, link.rel]";
    let beside = json!(["../faq/index.html#filename", "_blank", "noopener"]);
    assert_eq!(
        check.browser.run(link, &[]),
        beside,
        "beside this page, so that the result stays"
    );
    let page = repository_site().page("szu-2020/faq/index.html");
    assert_eq!(page.select("#filename").len(), 1);
}

#[test]
fn answers_follow_the_photo_standard() {
    let check = SelfCheck::open(SITE);
    let red = Jpeg {
        background: [200, 30, 40],
        ..Jpeg::default()
    };
    assert_eq!(check.judge("red.jpg", &red.bytes()), "fail");
    assert!(answer(&check, "bg.color").1.contains("浅灰"));
    check.browser.run(
        "document.querySelector('[data-verdict]').removeAttribute('data-verdict');
         const menu = document.getElementById('profile'); menu.value = 'passport'; menu.dispatchEvent(new Event('change'))",
        &[],
    );
    check.verdict();
    check
        .browser
        .wait_for("#answers [data-profiles~='passport']:not([hidden])[data-answers~='bg.color']");
    let shown = "return Array.from(document.querySelectorAll('#answers > details:not([hidden])'), one => one.dataset.answers).join(' ').split(' ')";
    let shown: Vec<String> = serde_json::from_value(check.browser.run(shown, &[])).unwrap();
    let mut once = shown.clone();
    once.sort();
    once.dedup();
    assert_eq!(once.len(), shown.len(), "a check has two answers: {shown:?}");
    let said = answer(&check, "bg.color").1;
    assert!(said.contains("白") && !said.contains("浅灰"), "{said}");
}

#[test]
fn several_photos_stand_side_by_side() {
    let check = SelfCheck::open(SITE);
    let files = [("plain.jpg", Look::Plain), ("hat.jpg", Look::Hat)].map(|(name, look)| {
        let path = check.file(name, &photo(look));
        path.to_str().expect("a temporary path is plain").to_owned()
    });
    check.browser.type_into("input#photo", &files.join("\n"));
    check.browser.wait_for("#shots li:nth-child(2) [data-status='fail']");
    let shots = "return Array.from(document.querySelectorAll('#shots button'), shot => [shot.getAttribute('aria-pressed'), shot.innerText, shot.querySelector('img').naturalWidth])";
    check.browser.wait_until("both pictures", || {
        let shots = check.browser.run(shots, &[]);
        shots[0][2] == 480 && shots[1][2] == 480
    });
    let found = check.browser.run(shots, &[]);
    assert_eq!((&found[0][0], &found[1][0]), (&json!("true"), &json!("false")));
    let hat = found[1][1].as_str().expect("words");
    assert!(
        hat.contains("hat.jpg") && hat.contains("需修改") && hat.contains("项要改"),
        "{hat}"
    );
    assert_ne!(check.statuses()["headwear"], "fail");

    check.browser.click("#shots li:nth-child(2) button");
    check.browser.wait_until("the other photo's rules", || {
        check.statuses().get("headwear").map(String::as_str) == Some("fail")
    });
    assert_eq!(check.browser.run(shots, &[])[1][0], "true");
    let table = check
        .browser
        .run("return document.getElementById('differences').textContent", &[]);
    assert!(
        table.as_str().is_some_and(|text| text.contains("头部覆盖物")),
        "{table}"
    );
    // A single photo needs no strip.
    check.judge("alone.jpg", &photo(Look::Plain));
    check.browser.wait_for("#compare[hidden]");
}

#[test]
fn the_offer_to_mend_belongs_to_the_photo_on_show() {
    let check = SelfCheck::open(SITE);
    let unstated = Jpeg {
        dpi: None,
        ..Jpeg::default()
    };
    let files = [("plain.jpg", Jpeg::default()), ("unstated.jpg", unstated)].map(|(name, jpeg)| {
        let path = check.file(name, &jpeg.bytes());
        path.to_str().expect("a temporary path is plain").to_owned()
    });
    check.browser.type_into("input#photo", &files.join("\n"));
    check.browser.wait_for("#shots li:nth-child(2) [data-status='fail']");
    // There and back again: what one photo is offered is neither left to the other nor offered twice.
    for (place, offers) in [(2, 1), (1, 0), (2, 1)] {
        check.browser.click(&format!("#shots li:nth-child({place}) button"));
        let status = if offers == 1 { "fail" } else { "pass" };
        check.browser.wait_for(&format!("#verdict[data-verdict='{status}']"));
        let count = "return document.querySelectorAll('.mend-offer').length";
        assert_eq!(check.browser.run(count, &[]), json!(offers), "photo {place}");
    }
}

#[test]
fn an_open_row_stays_open_where_its_result_leads_it() {
    let check = SelfCheck::open(SITE);
    check.judge("two-inch.jpg", &photos::wrong_sized());
    check.browser.click("[data-check='file.size_px'] summary");
    check
        .browser
        .wait_for("[data-group=fail] [data-check='file.size_px'] details[open]");
    check
        .browser
        .choose_file("input#photo", &check.file("right.jpg", &photos::compliant()));
    check
        .browser
        .wait_for("[data-group=pass] [data-check='file.size_px'] details[open]");
    // Rows never stand twice, and none is lost on the way.
    check.browser.wait_for("[data-verdict]");
    let rows = "const rows = Array.from(document.querySelectorAll('.sc-row'), row => row.dataset.row);
        return [rows.length, new Set(rows).size, document.querySelectorAll('[data-check]').length]";
    let rows = check.browser.run(rows, &[]);
    assert!(rows[0] == rows[1] && rows[1] == rows[2], "{rows}");
}

/// Writes down what stands each time that something is drawn: the verdict's word, how many rows have a result, and the mark of a finished
/// drawing. At the first verdict it chooses the photo in `arguments[0]`, if there is one.
const WATCH: &str = "
    const next = arguments[0], find = css => document.querySelector(css);
    window.drawn = [];
    new MutationObserver(() => {
        const word = find('#verdict .sc-word'), rows = document.querySelectorAll('[data-check]').length;
        const now = { word: word ? word.textContent : '', rows, verdict: find('#verdict').dataset.verdict || '' };
        drawn.push(now);
        if (!next || !now.word || window.overtaken) return;
        window.overtaken = true;
        const bytes = Uint8Array.from(atob(next), letter => letter.charCodeAt(0)), data = new DataTransfer();
        data.items.add(new File([bytes], 'next.jpg', { type: 'image/jpeg' }));
        find('#photo').files = data.files;
        find('#photo').dispatchEvent(new Event('change', { bubbles: true }));
    }).observe(find('#self-check'), { subtree: true, childList: true, attributes: true, characterData: true })";

#[test]
fn the_verdict_is_shown_before_the_rows_and_a_newer_photo_ends_the_drawing() {
    let check = SelfCheck::open(SITE);
    let statuses = "return Array.from(document.querySelectorAll('[data-check], #overlay > *, #labels > *')).length";
    assert_eq!(
        check.browser.run(statuses, &[]),
        0,
        "something is drawn without a photo"
    );
    check.browser.run(WATCH, &[]);
    check.judge("photo.jpg", &photo(Look::Plain));
    let drawn = check.browser.run("return drawn", &[]);
    let drawn = drawn.as_array().expect("something was drawn");
    let all = drawn.last().expect("something was drawn");
    let first = drawn.iter().find(|now| now["word"] != "").expect("there is a verdict");
    assert_eq!(first["word"], all["word"]);
    let rows = |now: &Value| now["rows"].as_u64().expect("a number");
    assert!(rows(first) < rows(all), "the verdict came with the last row: {first}");
    // The mark comes last: who waits for it finds everything.
    for now in drawn.iter().filter(|now| now["verdict"] != "") {
        assert_eq!(rows(now), rows(all), "{now}");
    }

    check.open_again(SITE);
    check.browser.run(WATCH, &[json!(encode_base64(&photo(Look::Plain)))]);
    check.judge("hat.jpg", &photo(Look::Hat));
    let drawn = check.browser.run("return drawn", &[]);
    let words: Vec<&Value> = drawn.as_array().into_iter().flatten().map(|now| &now["word"]).collect();
    assert!(
        words.contains(&&json!("需修改")),
        "the first photo's verdict was not shown: {words:?}"
    );
    let marks = drawn.as_array().into_iter().flatten().map(|now| &now["verdict"]);
    let marks: Vec<&Value> = marks.filter(|mark| *mark != "").collect();
    assert!(
        !marks.is_empty() && marks.iter().all(|mark| *mark != "fail"),
        "{marks:?}"
    );
    assert_ne!(check.statuses()["headwear"], "fail");
}
