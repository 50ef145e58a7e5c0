//! Nothing leaves the self-check page once it is sealed: the servers' own logs are the judges.

use std::collections::BTreeSet;
use std::thread;
use std::time::{Duration, Instant};

use serde_json::json;
use tassel_tests::selfcheck::{SITE, SelfCheck};
use tassel_tests::{Browser, Server, photos, repository_site};

const PROBES: &str = include_str!("seal/probes.js");
/// After this long a request that was going to leave has left; far more than a request to this machine takes.
const GRACE: Duration = Duration::from_secs(2);

/// Runs every probe on the page shown, against `server`, and gives back which of them arrived, and all their names.
fn probe(browser: &Browser, server: &Server, round: &str) -> (BTreeSet<String>, BTreeSet<String>) {
    let mark = format!("leak-{round}-");
    let names = browser.run(PROBES, &[json!(server.url(&mark))]);
    let names: BTreeSet<String> = serde_json::from_value(names).unwrap();
    let arrived = || -> BTreeSet<String> {
        let requests = server.requests_for(&mark);
        let name = |target: &str| {
            target
                .split_once(&mark)
                .unwrap()
                .1
                .split('?')
                .next()
                .unwrap()
                .to_owned()
        };
        requests.iter().map(|request| name(&request.target)).collect()
    };
    let start = Instant::now();
    // A page that may send everything is done when everything is here; one that may send nothing gets the whole time.
    while arrived().len() < names.len() && start.elapsed() < 3 * GRACE {
        thread::sleep(Duration::from_millis(50));
    }
    (arrived(), names)
}

#[test]
fn nothing_leaves_the_sealed_page() {
    let check = SelfCheck::open(SITE);
    let stranger = tempfile::tempdir().unwrap();
    let stranger = Server::start(stranger.path());

    // First the proof that each probe does arrive from a page that is not sealed; a probe that can't leak proves nothing.
    check
        .server
        .put("open.html", b"<!doctype html><title>open</title><body>");
    for (server, round) in [(&check.server, "own"), (&stranger, "stranger")] {
        check.browser.open(&check.server.url("open.html"));
        let (arrived, names) = probe(&check.browser, server, &format!("open-{round}"));
        let mut missing: Vec<_> = names.difference(&arrived).map(String::as_str).collect();
        // Workers and prerendered pages must come from the page's own host, whatever the policy says.
        missing.retain(|name| round == "own" || !matches!(*name, "worker" | "shared-worker" | "speculation-rules"));
        assert!(
            missing.is_empty(),
            "these probes never arrive, not even unsealed: {missing:?}"
        );
        assert!(names.len() >= 30, "{names:?}");
    }

    for (server, round) in [(&check.server, "own"), (&stranger, "stranger")] {
        check.open_again(SITE);
        check.judge("photo.jpg", &photos::compliant());
        let (arrived, _) = probe(&check.browser, server, &format!("sealed-{round}"));
        assert!(arrived.is_empty(), "left the sealed page: {arrived:?}");
    }
    assert!(stranger.requests_for("sealed").is_empty());
}

#[test]
fn nothing_leaves_the_offline_edition() {
    let check = SelfCheck::open(SITE);
    let stranger = tempfile::tempdir().unwrap();
    let stranger = Server::start(stranger.path());
    let file = repository_site().out().join("self-check.html");
    check.open_address(&format!("file://{}", file.display()));
    check.judge("photo.jpg", &photos::compliant());
    let (arrived, names) = probe(&check.browser, &stranger, "offline");
    assert!(arrived.is_empty(), "left the offline edition: {arrived:?}");
    assert!(names.len() >= 30, "{names:?}");
}

#[test]
fn the_page_asks_for_nothing_after_sealing() {
    let check = SelfCheck::open(SITE);
    let before = check.server.requests().len();
    let loaded: Vec<_> = check
        .server
        .requests()
        .iter()
        .map(|request| request.target.clone())
        .collect();
    assert!(
        !loaded.iter().any(|target| target.contains("seal-test")),
        "the seal's own test arrived: {loaded:?}"
    );
    for (name, bytes) in photos::all() {
        check.browser.choose_file("input#photo", &check.file(name, &bytes));
        check.verdict();
    }
    thread::sleep(GRACE);
    let after: Vec<_> = check.server.requests().into_iter().skip(before).collect();
    assert!(after.is_empty(), "asked for after sealing: {after:?}");
    let shown = check.browser.text("body");
    assert!(shown.contains("已封闭") && shown.contains("0 个请求"), "{shown}");
}

#[test]
fn the_check_works_with_the_server_gone() {
    let check = SelfCheck::open(SITE);
    check.server.stop();
    assert_eq!(check.judge("two-inch.jpg", &photos::wrong_sized()), "fail");
    assert_eq!(check.statuses()["file.size_px"], "fail");
    check
        .browser
        .choose_file("input#photo", &check.file("right.jpg", &photos::compliant()));
    check.browser.wait_until("the second report", || {
        check.statuses().get("file.size_px").map(String::as_str) == Some("pass")
    });
}

#[test]
fn what_no_policy_covers_is_taken_away() {
    let check = SelfCheck::open(SITE);
    let kinds = |page: &str| {
        let names = ["RTCPeerConnection", "webkitRTCPeerConnection", "WebTransport"];
        let script = "return arguments[0].map(name => typeof window[name])";
        check.browser.open(&check.server.url(page));
        if page == SITE {
            check.browser.wait_for("html[data-sealed='true']");
        }
        check.browser.run(script, &[json!(names)])
    };
    check
        .server
        .put("open.html", b"<!doctype html><title>open</title><body>");
    assert_eq!(
        kinds("open.html")[0],
        "function",
        "this browser has WebRTC to take away"
    );
    assert_eq!(kinds(SITE), json!(["undefined", "undefined", "undefined"]));
    let back = check.browser.run(
        "try { window.RTCPeerConnection = function () {}; } catch (error) {}
         delete window.RTCPeerConnection;
         return typeof window.RTCPeerConnection",
        &[],
    );
    assert_eq!(back, "undefined", "it can be put back");
}

#[test]
fn the_pages_scripts_know_no_other_way_out() {
    let site = repository_site();
    let scripts: Vec<String> = site.files().into_iter().filter(|path| path.ends_with(".js")).collect();
    assert!(scripts.len() >= 2, "{scripts:?}");
    let words = [
        "iframe",
        "window.open",
        "sendBeacon",
        "WebSocket",
        "EventSource",
        "XMLHttpRequest",
        "serviceWorker",
        ".submit(",
        "eval(",
    ];
    let mut found = Vec::new();
    for path in &scripts {
        let text = site.text(path);
        found.extend(
            words
                .iter()
                .filter(|word| text.contains(**word))
                .map(|word| format!("{path}: {word}")),
        );
    }
    assert!(found.is_empty(), "{found:?}");
}

#[test]
fn nothing_is_kept_in_the_browser() {
    let check = SelfCheck::open(SITE);
    check.judge("000000199001010005.jpg", &photos::compliant());
    let kept = check.browser.run_async(
        "return [localStorage.length, sessionStorage.length, document.cookie, (await indexedDB.databases()).length,
                 (await caches.keys()).length, (await navigator.serviceWorker.getRegistrations()).length]",
        &[],
    );
    assert_eq!(kept, json!([0, 0, "", 0, 0, 0]));
}
