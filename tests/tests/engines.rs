//! The self-check in WebKit and in Firefox, on machines that have them (docs/browsers.md says how to get them); elsewhere a line says
//! what is missing.

use std::thread;
use std::time::Duration;

use serde_json::json;
use tassel_tests::engines::Engine;
use tassel_tests::selfcheck::{SITE, SelfCheck};
use tassel_tests::{Server, photos, repository_site};

const PROBES: &str = include_str!("seal/probes.js");

/// A browser with the page's server beside it, or nothing when the browser isn't installed.
fn in_engine(engine: Engine) -> Option<SelfCheck> {
    match engine.start() {
        Ok(browser) => Some(SelfCheck::prepare_in(browser)),
        Err(missing) => {
            // A test can't be skipped by itself; who reads the output sees that it was.
            eprintln!("{engine:?} was not tried: {missing}");
            None
        }
    }
}

/// Judges a photo on the page of the site and in the edition of one file, and tries every way out of both.
fn holds_everywhere(check: &SelfCheck) {
    let stranger = tempfile::tempdir().unwrap();
    let stranger = Server::start(stranger.path());
    let file = repository_site().out().join("self-check.html");
    let offline = format!("file://{}?profile=xueli2017", file.display());
    let mut reports = Vec::new();
    for address in [check.server.url(SITE), offline] {
        check.open_address(&address);
        let tried = check
            .browser
            .run("return document.getElementById('seal-tried').textContent", &[]);
        let tried = tried.as_str().unwrap_or_default();
        assert!(tried.contains("后台线程"), "{address} checks without a worker: {tried}");
        assert_eq!(check.judge("two-inch.jpg", &photos::wrong_sized()), "fail", "{address}");
        assert_eq!(check.judge_next("photo.jpg", &photos::compliant()), "pass", "{address}");
        reports.push(check.statuses());
        let shown = check.browser.text("#seal-state");
        assert!(shown.contains("0 个请求"), "{address}: {shown}");
        for server in [&check.server, &stranger] {
            check.browser.run(PROBES, &[json!(server.url("leak-"))]);
            thread::sleep(Duration::from_secs(2));
            let left = server.requests_for("leak-");
            assert!(left.is_empty(), "left {address}: {left:?}");
            check.open_address(&address);
        }
    }
    assert_eq!(reports[0], reports[1], "the same photo, the same report");
}

#[test]
fn webkit_seals_judges_and_spaces() {
    let Some(check) = in_engine(Engine::WebKit) else { return };
    holds_everywhere(&check);
    // WebKit 2.50 knows the property and draws digits over each other with it.
    let spaced = check.browser.run(
        "return getComputedStyle(document.body).textAutospace || 'no-autospace'",
        &[],
    );
    assert_eq!(spaced, "no-autospace");
}

#[test]
fn firefox_seals_and_judges() {
    let Some(check) = in_engine(Engine::Firefox) else {
        return;
    };
    holds_everywhere(&check);
}
