//! Nothing of the self-check knows how to send: the ways out of a browser do not occur in its sources, beside the policy that closes them.

#![allow(clippy::expect_used, reason = "helpers of tests may fail loudly")]

use std::fs;
use std::path::{Path, PathBuf};

/// Scripts and files that ask for something, and how often: the downloads before the seal, and the tests that the seal must refuse.
const FETCHES: [(&str, usize); 3] = [("self-check.js", 2), ("worker.js", 2), ("seal.rs", 1)];

/// What the page is made of: name and text of every source of this crate, and of the script that starts it.
fn sources() -> Vec<(String, String)> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut folders = vec![root.join("src")];
    let mut files = vec![root.join("../themes/school/assets/self-check.js")];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).expect("a folder") {
            let path = entry.expect("an entry").path();
            if path.is_dir() { &mut folders } else { &mut files }.push(path);
        }
    }
    let name = |path: &PathBuf| path.file_name().map(|name| name.to_string_lossy().into_owned());
    let read = |path: &PathBuf| fs::read_to_string(path).expect("a source");
    let files: Vec<_> = files
        .iter()
        .map(|path| (name(path).unwrap_or_default(), read(path)))
        .collect();
    assert!(files.len() > 20, "{}", files.len());
    files
}

const WAYS_OUT: [&str; 12] = [
    "XMLHttpRequest",
    "XmlHttpRequest",
    "WebSocket",
    "EventSource",
    "sendBeacon",
    "send_beacon",
    "importScripts",
    "SharedWorker",
    "serviceWorker",
    "window.open",
    "innerHTML",
    "eval(",
];

#[test]
fn no_way_out_is_used() {
    for (name, text) in sources() {
        for way in WAYS_OUT {
            assert!(!text.contains(way), "{name} uses {way}");
        }
        let calls = text.matches(" fetch(").count() + text.matches("fetch_with").count();
        let known = FETCHES.iter().find(|(known, _)| *known == name);
        assert_eq!(calls, known.map_or(0, |(_, count)| *count), "{name}: calls of fetch");
    }
}

#[test]
fn no_way_out_is_even_compiled_in() {
    let manifest = include_str!("../Cargo.toml");
    for feature in [
        "XmlHttpRequest",
        "WebSocket",
        "EventSource",
        "RtcPeerConnection",
        "ServiceWorker",
        "HtmlFormElement",
    ] {
        assert!(
            !manifest.contains(&format!("\"{feature}\"")),
            "web-sys feature {feature}"
        );
    }
}

#[test]
fn the_worker_comes_from_a_blob_and_nowhere_else() {
    let worker = include_str!("../src/worker.rs");
    assert_eq!(worker.matches("Worker::new(").count(), 1);
    assert!(worker.contains("create_object_url_with_blob"));
    for (name, text) in sources().into_iter().filter(|(name, _)| name != "worker.rs") {
        assert!(
            !text.contains("Worker(") && !text.contains("Worker::new("),
            "{name} makes a worker"
        );
    }
}
