//! The self-check in one file: it is whole, the page names it by its hash, and it checks a photo from a disk.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD as BASE64;
use serde_json::json;
use sha2::{Digest, Sha256};
use tassel_tests::selfcheck::{SITE, SelfCheck};
use tassel_tests::{Browser, Page, Server, photos, repository_site};

/// Both editions, and the page of the site that offers each.
const EDITIONS: [(&str, &str); 2] = [
    ("self-check.html", "self-check/index.html"),
    ("en/self-check.html", "demo-2027/en/self-check/index.html"),
];

/// The data blocks and the published files whose bytes they hold, by parts of their names.
const BLOCKS: [(&str, &str, &str); 7] = [
    ("inline-wasm", "tassel_validator", ".wasm"),
    ("inline-glue", "tassel_validator", ".js"),
    ("inline-model-0", "face_detector", ""),
    ("inline-model-1", "face_landmarks_detector", ""),
    ("inline-model-2", "geometry_pipeline_metadata_landmarks", ""),
    ("inline-model-3", "face_blendshapes", ""),
    ("inline-model-4", "selfie_multiclass_256x256", ""),
];

fn digest(bytes: &[u8]) -> String {
    Sha256::digest(bytes).iter().map(|byte| format!("{byte:02x}")).collect()
}

fn published(part: &str, end: &str) -> Vec<u8> {
    let site = repository_site();
    let files = site.files();
    let found = files
        .iter()
        .find(|path| path.starts_with("assets/") && path.contains(part) && path.ends_with(end));
    std::fs::read(
        site.out()
            .join(found.unwrap_or_else(|| panic!("no asset {part}*{end}"))),
    )
    .unwrap()
}

fn words(page: &Page, css: &str) -> String {
    page.select(css).iter().flat_map(|element| element.text()).collect()
}

#[test]
fn the_file_holds_all_that_it_needs_and_lets_nothing_else_run() {
    for (file, _) in EDITIONS {
        let page = repository_site().page(file);
        let elsewhere: Vec<String> = page
            .references()
            .into_iter()
            .filter(|written| !written.is_empty() && !written.starts_with('#') && !written.starts_with("data:"))
            .collect();
        assert!(elsewhere.is_empty(), "{file} leads out: {elsewhere:?}");
        for (id, part, end) in BLOCKS {
            let text = words(&page, &format!("script[type='application/octet-stream;base64']#{id}"));
            let same = BASE64.decode(text).is_ok_and(|bytes| bytes == published(part, end));
            assert!(same, "{file}: #{id} is not the published {part}*{end}");
        }

        let policies = page.attributes("head meta[http-equiv='Content-Security-Policy']", "content");
        let [policy] = policies.as_slice() else {
            panic!("{file} has {} policies", policies.len());
        };
        for wanted in [
            "default-src 'none'",
            "connect-src 'none'",
            "img-src blob: data:",
            "worker-src blob:",
        ] {
            assert!(policy.contains(wanted), "{file}: {policy}");
        }
        assert!(
            !policy.contains("'self'") && !policy.contains("http"),
            "{file}: {policy}"
        );
        let runs = page.select("script:not([type]), style");
        assert!(runs.len() >= 5, "{file} has its scripts and sheets");
        for element in runs {
            let text: String = element.text().collect();
            let hash = format!("'sha256-{}'", BASE64.encode(Sha256::digest(&text)));
            assert!(policy.contains(&hash), "{file}: the policy forbids {text:.60}");
        }
    }
}

#[test]
fn the_page_offers_the_file_and_says_what_runs() {
    let site = repository_site();
    for (file, path) in EDITIONS {
        let page = site.page(path);
        let bytes = std::fs::read(site.out().join(file)).unwrap();
        let links = page.attributes("#offline a[download]", "href");
        assert!(links.len() == 1 && links[0].ends_with(file), "{path}: {links:?}");
        assert_eq!(words(&page, "#offline-sha256"), digest(&bytes), "{path}");
        let size = format!("{:.1} MB", bytes.len() as f64 / 1_048_576.0);
        assert!(words(&page, "#offline").contains(&size), "{path} does not say {size}");

        let running = words(&page, "#running");
        for (_, part, end) in BLOCKS {
            assert!(
                running.contains(&digest(&published(part, end))),
                "{path} says nothing of {part}*{end}"
            );
        }
        assert!(running.contains(&digest(&published("self-check.", ".js"))), "{path}");
        // It is no page of the site, and no search leads to it.
        assert!(!site.text("search/index.html").contains(file));
    }
}

#[test]
fn a_photo_is_checked_from_a_disk() {
    let check = SelfCheck::open(SITE);
    check.judge("photo.jpg", &photos::compliant());
    let online = check.statuses();
    check.server.stop();
    // What the page of the site said is not of interest here.
    check.browser.console();
    let file = repository_site().out().join("self-check.html");
    check.open_address(&format!("file://{}?profile=xueli2017", file.display()));
    check.judge("photo.jpg", &photos::compliant());
    assert_eq!(check.statuses(), online, "the same photo, the same report");
    assert!(
        check.browser.text("#seal-state").contains('0'),
        "no request since sealing"
    );
    let console = check.browser.console();
    // The seal's own test is refused, as it should be.
    let refused = console
        .iter()
        .filter(|line| line.contains("sha256-") && !line.contains("seal-test"));
    let refused: Vec<&String> = refused.collect();
    assert!(refused.is_empty(), "the file forbids a part of itself: {refused:?}");
    // A neighbour on the disk wouldn't do: there are browsers that refuse it without asking the policy.
    let mut tried = console.iter().filter(|line| line.contains("seal-test")).peekable();
    assert!(tried.peek().is_some(), "the seal was not tried: {console:?}");
    assert!(
        tried.all(|line| line.contains("https://seal-test.invalid/")),
        "{console:?}"
    );
}

/// What the page of an open campaign has asked to be fetched early, on a line as `navigator.connection` tells of it.
fn fetched_early(connection: &str) -> Vec<String> {
    let server = Server::start(&repository_site().out());
    let browser = Browser::start();
    let source = format!("Object.defineProperty(navigator, 'connection', {{ value: {connection} }})");
    browser.devtools("Page.addScriptToEvaluateOnNewDocument", json!({ "source": source }));
    browser.open(&server.url("szu-2020/index.html"));
    let until = "
        const link = document.querySelector('[data-prefetch]');
        link.setAttribute('data-start', 0);
        link.setAttribute('data-end', arguments[0]);
        await new Promise(resolve => setTimeout(resolve, 4000));";
    browser.run_async(until, &[json!(9_999_999_999_u64)]);
    let requests = server.requests();
    let names = requests.iter().map(|request| request.target.clone());
    names
        .filter(|target| target.contains("/models/") || target.ends_with(".wasm"))
        .collect()
}

#[test]
fn an_open_campaign_fetches_the_models_early_but_not_where_data_is_dear() {
    assert_eq!(fetched_early("{ saveData: false, effectiveType: '4g' }").len(), 6);
    assert_eq!(
        fetched_early("{ saveData: true, effectiveType: '4g' }"),
        Vec::<String>::new()
    );
    assert_eq!(
        fetched_early("{ saveData: false, effectiveType: '2g' }"),
        Vec::<String>::new()
    );
}
