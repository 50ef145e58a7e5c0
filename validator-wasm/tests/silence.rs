//! Nothing of the self-check knows how to send: the ways out of a browser do not occur in its sources, beside the policy that closes them.

/// What the page is made of, with the number of `fetch` calls each needs: two downloads before the seal share one, each test is one.
const SOURCES: [(&str, &str, usize); 4] = [
    (
        "self-check.js",
        include_str!("../../themes/school/assets/self-check.js"),
        1,
    ),
    ("worker.js", include_str!("../src/worker.js"), 1),
    ("seal.rs", include_str!("../src/seal.rs"), 1),
    ("page.rs", include_str!("../src/page.rs"), 0),
];

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
    for (name, text, fetches) in SOURCES {
        for way in WAYS_OUT {
            assert!(!text.contains(way), "{name} uses {way}");
        }
        let calls = text.matches(" fetch(").count() + text.matches("fetch_with").count();
        assert_eq!(calls, fetches, "{name}: calls of fetch");
    }
}

#[test]
fn no_way_out_is_even_compiled_in() {
    let manifest = include_str!("../Cargo.toml");
    for feature in [
        "XmlHttpRequest",
        "WebSocket",
        "EventSource",
        "Navigator",
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
    for (name, text, _) in SOURCES {
        assert!(
            !text.contains("Worker(") && !text.contains("Worker::new("),
            "{name} makes a worker"
        );
    }
}
