//! One visit of a page on a slow processor and line, and what it said of itself.

use std::thread;
use std::time::{Duration, Instant};

use serde_json::{Value, json};
use tassel_tests::{Browser, browser};

/// How much slower the processor is made: about a phone of a few years ago.
pub(crate) const SLOWER: u32 = 4;
/// Bytes a second, 10 Mbit/s.
const LINE: u32 = 1_250_000;
/// Milliseconds from a request to the beginning of its answer.
const LATENCY: u32 = 40;
/// When a visit is given up.
const PATIENCE: Duration = Duration::from_secs(240);

/// What is visited.
pub(crate) enum Way<'a> {
    /// The self-check page.
    Ours {
        /// The photo that it is given.
        photo: &'a [u8],
        /// Whether the student starts as soon as the models of the face's place are in.
        early: bool,
        /// Whether the page must do without a worker.
        in_page: bool,
    },
    /// MediaPipe's page.
    Theirs,
}

/// Milliseconds since navigation began, and what else was seen.
pub(crate) struct Visit(Value);

impl Visit {
    /// When something was there, in ms since navigation.
    pub(crate) fn at(&self, name: &str) -> Option<f64> {
        self.0["at"][name].as_f64()
    }

    /// From one thing to another, in ms.
    pub(crate) fn between(&self, from: &str, to: &str) -> Option<f64> {
        Some(self.at(to)? - self.at(from)?)
    }

    /// The longest task of the page's thread that began between two things (from navigation, where the first is ""), in ms; 0 when
    /// none took longer than 50.
    pub(crate) fn longest(&self, from: &str, to: &str) -> Option<f64> {
        let (from, to) = (self.at(from).unwrap_or(0.0), self.at(to)?);
        let tasks = self.0["long"].as_array().into_iter().flatten();
        let lengths = tasks.filter_map(|task| {
            let start = task[0].as_f64()?;
            (start >= from && start <= to).then_some(task[1].as_f64()?)
        });
        Some(lengths.fold(0.0, f64::max))
    }

    /// The frames that took longer than 50 ms, a line each: what had happened last, how long after that the frame began, how long it took,
    /// and how much of it were scripts, and style and layout.
    pub(crate) fn slow_frames(&self) -> Vec<String> {
        let marks = self.0["at"].as_object().into_iter().flatten();
        let marks: Vec<(&str, f64)> = marks
            .filter_map(|(name, at)| Some((name.as_str(), at.as_f64()?)))
            .collect();
        let frames = self.0["frames"].as_array().into_iter().flatten();
        let told = frames.filter_map(|frame| {
            let [start, length, scripts, layout] =
                ["start", "length", "scripts", "layout"].map(|part| frame[part].as_f64());
            let start = start?;
            let before = marks.iter().filter(|(_, at)| *at <= start);
            let (name, at) = *before
                .max_by(|(_, one), (_, other)| one.total_cmp(other))
                .unwrap_or(&("navigation", 0.0));
            let after = start - at;
            Some(format!(
                "{name} + {after:.0}: {:.0} (scripts {:.0}, style and layout {:.0})",
                length?, scripts?, layout?
            ))
        });
        told.collect()
    }

    /// Memory of the page's wasm at the end, in MB: it never shrinks.
    pub(crate) fn memory(&self) -> Option<f64> {
        self.0["memory"]
            .as_f64()
            .filter(|bytes| *bytes > 0.0)
            .map(|bytes| bytes / 1e6)
    }
}

/// Slows down all pages that the browser will open.
pub(crate) fn slow_down(browser: &Browser) {
    // Without room for it, no copy of each answer is kept for a developer: putting one together was a task of 50 ms.
    let nothing_kept = json!({ "maxTotalBufferSize": 1, "maxResourceBufferSize": 1 });
    browser.devtools("Network.enable", nothing_kept);
    let line = json!({ "offline": false, "latency": LATENCY, "downloadThroughput": LINE, "uploadThroughput": LINE });
    browser.devtools("Network.emulateNetworkConditions", line);
    browser.devtools("Emulation.setCPUThrottlingRate", json!({ "rate": SLOWER }));
}

/// Opens the page and waits until it is done.
pub(crate) fn run(opened: &Browser, address: &str, way: &Way<'_>) -> Visit {
    let mut script = None;
    if let Way::Ours { photo, early, in_page } = way {
        let given = json!({ "photo": browser::encode_base64(photo), "early": early, "inPage": in_page });
        let source = format!("({})({given})", include_str!("ours.js").trim_end());
        let made = opened.devtools("Page.addScriptToEvaluateOnNewDocument", json!({ "source": source }));
        script = Some(made["identifier"].clone());
    }
    opened.open(address);
    let start = Instant::now();
    while opened.run("return Boolean(window.benched && benched.done)", &[]) != true {
        assert!(
            start.elapsed() < PATIENCE,
            "{address} is not done:\n{}\n{}",
            opened.text("body"),
            opened.console().join("\n")
        );
        thread::sleep(Duration::from_millis(200));
    }
    // Late reports of long tasks.
    thread::sleep(Duration::from_millis(300));
    let seen = opened.run(SEEN, &[]);
    assert!(seen["error"].is_null(), "{address}: {}", seen["error"]);
    if let Some(identifier) = script {
        let gone = json!({ "identifier": identifier });
        opened.devtools("Page.removeScriptToEvaluateOnNewDocument", gone);
    }
    Visit(seen)
}

const SEEN: &str = "
    const paint = performance.getEntriesByName('first-contentful-paint')[0];
    return { ...benched, at: { ...benched.at, readable: paint && paint.startTime },
        memory: benched.memories.reduce((sum, one) => sum + one.buffer.byteLength, 0) }";
