//! What can go wrong on the self-check page, made to go wrong: models missing or damaged, programs that stop, files that are too large or
//! of a foreign kind. The page names the trouble, judges nothing that it can't, and goes on without being loaded again.

use serde_json::json;
use tassel_tests::selfcheck::{CAMPAIGN, SITE, SelfCheck};
use tassel_tests::{browser, photos, repository_site};

/// Address of a model of the built site, by the beginning of its file's name.
fn model(name: &str) -> String {
    let files = repository_site().files();
    let found = files.into_iter().find(|path| path.contains(&format!("/{name}")));
    found.unwrap_or_else(|| panic!("the site has no model {name}"))
}

/// Ids of the checks that were judged, one way or the other.
fn judged(check: &SelfCheck) -> Vec<String> {
    let statuses = check.statuses().into_iter();
    statuses
        .filter(|(_, status)| status != "skip")
        .map(|(id, _)| id)
        .collect()
}

#[test]
fn a_model_that_is_damaged_or_gone_is_named_and_judges_nothing() {
    let check = SelfCheck::prepare();
    let (segmenter, landmarks) = (model("selfie_multiclass"), model("face_landmarks"));
    let mut bytes = std::fs::read(repository_site().out().join(&segmenter)).unwrap();
    let middle = bytes.len() / 2;
    bytes[middle] ^= 0x10;
    check.server.put(&segmenter, &bytes);
    check.open_again(SITE);
    let named = check.browser.text("#models-missing");
    assert_eq!(check.trouble().as_deref(), Some("models"), "{named}");
    assert_eq!(named, "头发、皮肤、衣服和背景");
    check.judge("photo.jpg", &photos::compliant());
    let ids = judged(&check);
    assert!(ids.iter().any(|id| id == "geom.eye_line"), "{ids:?}");
    assert!(
        !ids.iter().any(|id| id == "hair.ears"),
        "judged by a damaged model: {ids:?}"
    );

    check.server.put_status(&landmarks, 404, b"gone");
    check.open_again(SITE);
    assert_eq!(
        check.browser.text("#models-missing"),
        "脸的位置、头发、皮肤、衣服和背景"
    );
    check.judge("photo.jpg", &photos::compliant());
    let ids = judged(&check);
    assert!(ids.iter().any(|id| id == "file.size_px"), "{ids:?}");
    assert!(ids.iter().any(|id| id.starts_with("bg.")), "{ids:?}");
    let of_a_face = ids.iter().find(|id| id.starts_with("geom.") || id.starts_with("eyes."));
    assert_eq!(of_a_face, None, "judged without landmarks: {ids:?}");
    assert_eq!(
        check.trouble().as_deref(),
        Some("models"),
        "the report hides what is missing"
    );
}

#[test]
fn who_does_not_want_to_wait_gets_the_checks_whose_models_are_in() {
    let check = SelfCheck::prepare();
    check.server.hold(&model("selfie_multiclass"));
    check.browser.open(&check.server.url(SITE));
    for place in 0..3 {
        check
            .browser
            .wait_for(&format!("[data-part='{place}'][data-state='done']"));
    }
    assert_eq!(
        check.browser.attribute("html", "data-sealed"),
        None,
        "sealed before all models are in"
    );
    // What is required can be read meanwhile.
    check.browser.wait_for("#checks > .sc-row");
    check.browser.click("#start-now");
    check.browser.wait_for("html[data-sealed='true']");
    check.browser.wait_for("input#photo:not([disabled])");
    assert!(check.browser.text("#models-missing").contains("头发、皮肤、衣服和背景"));
    assert!(
        check.browser.text("[data-trouble='models']").contains("刷新本页"),
        "what brings the rest"
    );
    check.judge("photo.jpg", &photos::compliant());
    let ids = judged(&check);
    assert!(ids.iter().any(|id| id == "geom.eye_line"), "{ids:?}");
    assert!(!ids.iter().any(|id| id == "hair.ears"), "{ids:?}");
    check.server.release();
}

#[test]
fn a_browser_that_may_not_run_the_program_is_told_so_and_shows_the_rules() {
    let check = SelfCheck::prepare();
    let told = |what: &str| {
        check.browser.open(&check.server.url(CAMPAIGN));
        check
            .browser
            .wait_until("a word about the browser", || check.trouble().is_some());
        assert_eq!(check.trouble().as_deref(), Some("browser"), "{what}");
        assert!(
            check.browser.text("#checks").contains("480"),
            "{what}: the rules are gone"
        );
        let spinner = check.browser.run(
            "const bar = document.getElementById('loading-bar'); return Boolean(bar && bar.offsetHeight)",
            &[],
        );
        assert_eq!(spinner, false, "{what}: it still seems to load");
        let disabled = check
            .browser
            .run("return document.getElementById('photo').disabled", &[]);
        assert_eq!(disabled, true, "{what}");
    };
    check
        .server
        .headers(&[("Content-Security-Policy", "script-src 'self'")]);
    told("a policy without wasm");
    check.server.headers(&[]);
    check.browser.before_each_page("delete window.WebAssembly");
    told("no WebAssembly");
}

#[test]
fn without_workers_the_page_does_the_work_itself() {
    let check = SelfCheck::prepare();
    check
        .server
        .headers(&[("Content-Security-Policy", "worker-src 'none'")]);
    let damaged = model("face_blendshapes");
    check.server.put(&damaged, b"not this model");
    check.open_again(SITE);
    check.judge("photo.jpg", &photos::compliant());
    let ids = judged(&check);
    assert!(ids.iter().any(|id| id == "hair.ears"), "{ids:?}");
    assert_eq!(check.browser.text("#models-missing"), "眼睛和嘴");
}

/// Makes the page's first workers fail over a photo: the first dies with an error, the second falls silent while time flies.
const FRAIL: &str = "
    const Real = window.Worker, now = performance.now.bind(performance);
    let photos = 0, later = 0;
    performance.now = () => now() + later;
    window.Worker = function (address) {
      const worker = new Real(address), post = worker.postMessage.bind(worker);
      worker.postMessage = message => {
        photos += message.bytes ? 1 : 0;
        if (!message.bytes || photos > 2) { return post(message); }
        worker.terminate();
        setTimeout(() => photos === 1 ? worker.dispatchEvent(new Event('error')) : (later += 60000), 50);
      };
      return worker;
    };";

#[test]
fn a_worker_that_dies_or_falls_silent_is_named_and_the_photo_looked_at_again() {
    let check = SelfCheck::prepare();
    check.browser.before_each_page(FRAIL);
    check.open_again(SITE);
    let file = check.file("two-inch.jpg", &photos::wrong_sized());
    check.browser.choose_file("input#photo", &file);
    for kind in ["crash", "slow"] {
        check
            .browser
            .wait_until(kind, || check.trouble().as_deref() == Some(kind));
        assert!(
            check.browser.attribute("[data-verdict]", "data-verdict").is_none(),
            "a verdict on nothing"
        );
        check.browser.wait_for("#again");
        check.browser.click("#again");
    }
    assert_eq!(check.verdict(), "fail");
    assert_eq!(check.statuses()["file.size_px"], "fail");
    assert_eq!(check.trouble(), None, "the trouble is over");
}

/// Counts how often the page reads a file's bytes.
const COUNT_READS: &str = "
    const read = Blob.prototype.arrayBuffer;
    window.reads = 0;
    File.prototype.arrayBuffer = function () { window.reads += 1; return read.call(this); };";

#[test]
fn a_file_that_is_no_photo_by_its_size_is_judged_unread() {
    let check = SelfCheck::prepare();
    check.browser.before_each_page(COUNT_READS);
    check.open_again(SITE);
    let film = check.file("film.jpg", b"");
    photos::huge(&film, 200 * 1024 * 1024);
    check.browser.choose_file("input#photo", &film);
    assert_eq!(check.verdict(), "fail");
    assert_eq!(check.statuses()["file.bytes"], "fail", "{:?}", check.statuses());
    assert!(check.line("file.bytes").contains("MB"), "{}", check.line("file.bytes"));
    assert_eq!(check.browser.run("return reads", &[]), 0, "a file of 200 MB was read");
    assert_eq!(check.trouble(), None);
    check.judge_next("photo.jpg", &photos::compliant());
    assert_eq!(check.browser.run("return reads", &[]), 1);
}

/// Draws a photo as large as a good camera's, and chooses it; the browser draws and packs much faster than a test does.
const ENLARGE: &str = "
    const [photo, width, height] = arguments;
    const bytes = Uint8Array.from(atob(photo), letter => letter.charCodeAt(0));
    const sheet = new OffscreenCanvas(width, height);
    sheet.getContext('2d').drawImage(await createImageBitmap(new Blob([bytes])), 0, 0, width, height);
    const large = await sheet.convertToBlob({ type: 'image/jpeg', quality: 0.8 });
    const data = new DataTransfer(), input = document.querySelector('input#photo');
    data.items.add(new File([large], 'original.jpg', { type: 'image/jpeg' }));
    input.files = data.files;
    input.dispatchEvent(new Event('change', { bubbles: true }));";

#[test]
fn an_original_of_fifty_megapixels_is_checked() {
    let check = SelfCheck::open(SITE);
    let photo = browser::encode_base64(&photos::compliant());
    check
        .browser
        .run_async(ENLARGE, &[json!(photo), json!(6120), json!(8160)]);
    assert_eq!(check.verdict(), "fail");
    assert_eq!(check.trouble(), None);
    let statuses = check.statuses();
    assert_eq!(statuses["file.size_px"], "fail");
    assert_eq!(statuses["geom.eye_line"], "pass", "{}", check.line("geom.eye_line"));
}

#[test]
fn a_kind_of_picture_that_systems_refuse_is_named_and_looked_at_where_the_browser_can() {
    let check = SelfCheck::open(SITE);
    assert_eq!(check.judge("photo.bmp", &photos::bmp()), "fail");
    let statuses = check.statuses();
    assert_eq!(statuses["file.format"], "fail");
    assert_eq!(statuses["file.decode"], "pass", "{}", check.line("file.decode"));
    assert_eq!(statuses["geom.eye_line"], "pass", "{}", check.line("geom.eye_line"));
    assert!(
        check.line("file.format").contains("JPG"),
        "{}",
        check.line("file.format")
    );

    // What this browser can't decode is explained.
    assert_eq!(check.judge_next("photo.heic", &photos::heic()), "fail");
    let line = check.line("file.format");
    assert!(line.contains("HEIC") && line.contains("JPG"), "{line}");
    assert!(
        !judged(&check).iter().any(|id| id.starts_with("geom.")),
        "{:?}",
        check.statuses()
    );
    assert_eq!(check.trouble(), None, "a kind of file is no trouble of the page");
}

/// Makes canvases of workers answer with noise, as browsers do that resist being recognised.
const NOISY: &str = "
    const Real = window.Blob;
    const noise = `const read = OffscreenCanvasRenderingContext2D.prototype.getImageData;
      OffscreenCanvasRenderingContext2D.prototype.getImageData = function () {
        const picture = read.apply(this, arguments);
        for (let at = 0; at < picture.data.length; at += 1) { picture.data[at] = at * 7919 % 251; }
        return picture;
      };`;
    window.Blob = function (parts, kind) {
      return new Real(kind && kind.type === 'text/javascript' ? [noise, ...parts] : parts, kind);
    };
    window.Blob.prototype = Real.prototype;";

#[test]
fn a_picture_that_the_browser_gives_back_as_noise_is_not_judged() {
    let check = SelfCheck::prepare();
    check.browser.before_each_page(NOISY);
    check.open_again(SITE);
    assert_eq!(check.judge("photo.bmp", &photos::bmp()), "fail");
    let ids = judged(&check);
    assert_eq!(check.statuses()["file.decode"], "fail", "{:?}", check.statuses());
    assert!(!ids.iter().any(|id| id.starts_with("bg.")), "noise was judged: {ids:?}");
}
