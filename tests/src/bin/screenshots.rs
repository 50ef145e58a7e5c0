//! Takes pictures of a built site's main pages: `screenshots SITE OUT [--full]`; `cargo xtask screenshots` calls it.
//!
//! For each page `OUT/<name>-390.png` (a phone) and `OUT/<name>-1280.png` (a desk); the self-check also with a photo in it.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use tassel_tests::{Browser, Server, photos, tree};

/// Width and height of the two windows, in CSS pixels.
const SIZES: &[(u32, u32)] = &[(390, 844), (1280, 900)];

fn main() -> ExitCode {
    let args: Vec<String> = std::env::args().skip(1).collect();
    let full = args.iter().any(|arg| arg == "--full");
    let paths: Vec<PathBuf> = args.iter().filter(|arg| *arg != "--full").map(PathBuf::from).collect();
    let [site, out] = paths.as_slice() else {
        eprintln!("screenshots SITE OUT [--full]");
        return ExitCode::from(2);
    };
    if !site.join("index.html").is_file() {
        eprintln!("没有找到 | not found: {}", site.join("index.html").display());
        return ExitCode::FAILURE;
    }
    if let Err(error) = fs::create_dir_all(out) {
        eprintln!("无法新建文件夹 | cannot make the folder {}: {error}", out.display());
        return ExitCode::FAILURE;
    }
    let server = Server::start(site);
    let browser = Browser::start();
    for (name, page) in pages(site) {
        browser.open(&server.url(&page));
        shoot(&browser, out, &name, full);
    }
    report(&browser, &server, out, full);
    ExitCode::SUCCESS
}

/// Name → path of the pages worth a picture: the home page, each campaign, and all kinds of pages of the first campaign and of editions in
/// another language.
fn pages(site: &Path) -> Vec<(String, String)> {
    let files = tree::list(site);
    let campaigns = files
        .iter()
        .filter_map(|path| path.strip_suffix("/schedule/index.html"));
    let mut pages = vec![("home".to_owned(), "index.html".to_owned())];
    for (at, id) in campaigns.enumerate() {
        // An edition in another language lies below its campaign.
        let edition = id.split_once('/').map(|(_, language)| format!("-{language}"));
        pages.push((format!("campaign-{}", id.replace('/', "-")), format!("{id}/index.html")));
        if at > 0 && edition.is_none() {
            continue;
        }
        let edition = edition.unwrap_or_default();
        for kind in ["schedule", "photo", "faq", "self-check"] {
            pages.push((format!("{kind}{edition}"), format!("{id}/{kind}/index.html")));
        }
        pages.push(("classes".to_owned(), format!("{id}/c/index.html")));
        let class = format!("{id}/c/");
        let class = files
            .iter()
            .find(|path| path.starts_with(&class) && path.matches('/').count() == 3 && path.ends_with(".html"));
        pages.extend(class.map(|path| ("class".to_owned(), path.clone())));
        let notices = format!("{id}/notices/");
        let notice = files
            .iter()
            .find(|path| path.starts_with(&notices) && path.ends_with("/index.html"));
        pages.extend(notice.map(|path| (format!("notice{edition}"), path.clone())));
    }
    pages.retain(|(_, path)| files.contains(path));
    pages
}

/// The self-check with the report on a photo of the wrong size.
fn report(browser: &Browser, server: &Server, out: &Path, full: bool) {
    let folder = tempfile::tempdir().expect("a temporary folder can be made");
    let photo = folder.path().join("photo.jpg");
    fs::write(&photo, photos::wrong_sized()).expect("a photo can be written");
    browser.open(&server.url("self-check/index.html"));
    browser.wait_for("html[data-sealed='true']");
    browser.wait_for("input#photo:not([disabled])");
    browser.choose_file("input#photo", &photo);
    browser.wait_for("[data-verdict]:not([data-verdict=''])");
    shoot(browser, out, "self-check-report", full);
}

fn shoot(browser: &Browser, out: &Path, name: &str, full: bool) {
    for (width, height) in SIZES {
        browser.resize(*width, *height);
        let file = out.join(format!("{name}-{width}.png"));
        fs::write(&file, browser.screenshot(full)).expect("a picture can be written");
        println!("{}", file.display());
    }
}
