//! Measures the self-check page: `selfcheck [ROUNDS] [--mediapipe FOLDER]`; `cargo xtask bench selfcheck` calls it.
//!
//! Headless Chromium with a processor four times as slow and a plain mobile line opens the built page, gets a photo as soon as the page
//! takes one, and says when what was there. In the same run, on the same photo and line: MediaPipe's own tasks for the web, where their
//! files could be had. Both sides' files are sent compressed.
//!
//! The browser slows a page's own thread only, not its workers. MediaPipe's tasks run in the page, our checks in a worker; so ours are
//! measured a second time without workers, where the page does the work itself. That column is the one to compare. The offline edition is
//! opened from a disk.

mod press;
mod table;
mod visit;

use std::fs;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use tassel_tests::selfcheck::CAMPAIGN;
use tassel_tests::{Browser, Server, photos, repository_site};

use press::Press;
use table::{Side, Sizes};
use visit::{Visit, Way};

/// So often everything is measured, unless said; the median counts.
const ROUNDS: usize = 3;

fn main() -> ExitCode {
    let mut rounds = ROUNDS;
    let mut mediapipe = None;
    let mut args = std::env::args().skip(1);
    while let Some(arg) = args.next() {
        match (arg.as_str(), arg.parse()) {
            ("--mediapipe", _) => mediapipe = args.next().map(PathBuf::from),
            (_, Ok(number @ 1..)) => rounds = number,
            _ => {
                eprintln!("selfcheck [ROUNDS] [--mediapipe FOLDER]");
                return ExitCode::from(2);
            }
        }
    }
    let photo = photos::compliant();
    let press = Press::new();
    let ours = ours(&press);
    let theirs = mediapipe.map(|folder| theirs(&press, &folder, &photo));
    let mut sides = [Side::default(), Side::default(), Side::default()];
    let mut offline = Vec::new();
    for round in 1..=rounds {
        eprintln!("{round}/{rounds} …");
        for (side, in_page) in [(0, false), (1, true)] {
            let way = |early| Way::Ours {
                photo: &photo,
                early,
                in_page,
            };
            let address = ours.url(CAMPAIGN);
            sides[side].early.push(cold(&address, &way(true)));
            let browser = prepared();
            sides[side].all.push(visit::run(&browser, &address, &way(false)));
            sides[side].again.push(visit::run(&browser, &address, &way(false)));
        }
        let way = Way::Ours {
            photo: &photo,
            early: false,
            in_page: false,
        };
        offline.push(cold(&format!("file://{}", one_file().display()), &way));
        if let Some(server) = &theirs {
            sides[2].early.push(cold(&server.url("index.html"), &Way::Theirs));
            let (browser, address) = (prepared(), server.url("index.html?all"));
            sides[2].all.push(visit::run(&browser, &address, &Way::Theirs));
            sides[2].again.push(visit::run(&browser, &address, &Way::Theirs));
        }
    }
    table::print(
        &sides,
        &Sizes::of(&ours),
        theirs.as_ref().map(Sizes::of).as_ref(),
        rounds,
    );
    table::print_offline(
        &offline,
        &fs::read(one_file()).expect("the site has its offline edition"),
    );
    ExitCode::SUCCESS
}

/// The self-check as one file.
fn one_file() -> PathBuf {
    repository_site().out().join("self-check.html")
}

fn cold(address: &str, way: &Way<'_>) -> Visit {
    visit::run(&prepared(), address, way)
}

/// A browser that has seen nothing yet, slowed down.
fn prepared() -> Browser {
    let browser = Browser::start();
    visit::slow_down(&browser);
    browser
}

/// The built site: one self-check page and all that it can ask for.
fn ours(press: &Press) -> Server {
    let site = repository_site();
    let server = Server::start(&site.out());
    for path in site.files() {
        if path == CAMPAIGN || path.starts_with("assets/") {
            press.put(&server, &path, &site.out().join(&path));
        }
    }
    server
}

/// MediaPipe's page. It may reach this server only: its tasks report their use to another host.
fn theirs(press: &Press, folder: &Path, photo: &[u8]) -> Server {
    let server = Server::start(folder);
    let files = [
        "vision_bundle.mjs",
        "wasm/vision_wasm_internal.js",
        "wasm/vision_wasm_internal.wasm",
        "face_landmarker.task",
        "selfie_multiclass_256x256.tflite",
    ];
    for path in files {
        press.put(&server, path, &folder.join(path));
    }
    server.put("photo.jpg", photo);
    server.put("index.html", include_bytes!("mediapipe.html"));
    let policy = "default-src 'self' 'unsafe-inline' 'unsafe-eval' blob: data:";
    server.headers(&[("Content-Security-Policy", policy)]);
    server
}
