//! `tassel serve`: pages follow the files, faults are shown on them, and only this machine may look.

use std::fs;
use std::net::TcpListener;

use tassel_tests::site::{SMALL, small_site};
use tassel_tests::{Browser, Preview, Tassel, Tree};

const PAGE: &str = "/demo-2025/";
const ROUTE: &str = "content/campaigns/demo-2025/routes/onsite.yaml";
const OLD: &str = "示例大学";
const NEW: &str = "改过名的大学";

/// Writes the school's name anew.
fn rename(preview: &Preview) {
    preview.edit("content/schools/demo.yaml", |text| text.replace(OLD, NEW));
}

/// Takes the end of the window before its start.
fn break_route(text: String) -> String {
    let broken = text.replace("2025-04-11 17:00", "2025-04-09 17:00");
    assert_ne!(broken, text, "the small site's route has changed: mend this test");
    broken
}

#[test]
fn a_saved_file_changes_the_page_and_tells_it() {
    let preview = Preview::start(small_site());
    let before = Tree::read(preview.root());
    assert!(preview.get(PAGE).text().contains(OLD));
    let mut events = preview.events();
    let first = events.next_data();
    assert!(preview.get(PAGE).text().contains(&format!("data-version=\"{first}\"")));
    rename(&preview);
    let second = events.next_data();
    assert_ne!(first, second);
    let page = preview.get(PAGE).text();
    assert!(page.contains(NEW) && page.contains(&second), "{page}");
    // A late comer hears at once what is shown.
    assert_eq!(preview.events().next_data(), second);
    // Nothing is written beside the content.
    preview.edit("content/schools/demo.yaml", |text| text.replace(NEW, OLD));
    assert_eq!(events.next_data(), first);
    Tree::read(preview.root()).expect_same(&before);
}

#[test]
fn a_fault_keeps_the_last_good_site_and_is_shown_on_it() {
    let preview = Preview::start(small_site());
    let good = preview.get(PAGE).text();
    assert!(!good.contains("tassel-bar"), "{good}");
    let mut events = preview.events();
    let first = events.next_data();
    preview.edit(ROUTE, break_route);
    let broken = events.next_data();
    assert_eq!(first.split(' ').next(), broken.split(' ').next(), "the site stays");
    let page = preview.get(PAGE).text();
    let told = page
        .find("tassel-bar")
        .map(|at| &page[at..])
        .expect("the page has a panel");
    for part in [
        "1 个错误",
        "页面还是改之前的样子",
        &format!("{ROUTE}:"),
        "data-rule=\"T216\"",
        "怎么改：",
        "<mark>",
    ] {
        assert!(told.contains(part), "{part} is missing in {told}");
    }
    assert!(preview.get("/__tassel/").text().contains("data-rule=\"T216\""));
    preview.wait_for_line("预览没有更新");
    preview.edit(ROUTE, |text| text.replace("2025-04-09 17:00", "2025-04-11 17:00"));
    assert_eq!(events.next_data(), first);
    assert_eq!(preview.get(PAGE).text(), good);
    preview.wait_for_line("已更新");
}

#[test]
fn what_is_not_published_yet_is_shown_and_marked() {
    let notice = "content/campaigns/demo-2025/notices/2025-03-01.md";
    let draft = |text: String| text.replacen("---\n", "---\ndraft: true\n", 1);
    let site = small_site().edit(notice, draft).build();
    let path = "demo-2025/notices/2025-03-01/index.html";
    assert!(!site.files().iter().any(|file| file == path));
    let preview = Preview::start(site.change());
    let page = preview.get(&format!("/{path}"));
    assert_eq!(page.status, 200);
    assert!(page.text().contains("草稿"), "{}", page.text());
}

#[test]
fn before_there_is_a_site_every_address_says_why() {
    let preview = Preview::start(small_site().edit(ROUTE, break_route));
    preview.wait_for_line("网站还生成不了");
    for path in ["/", PAGE, "/__tassel/"] {
        let answer = preview.get(path);
        assert!(
            answer.text().contains("网站还生成不了") && answer.text().contains("T216"),
            "{path}"
        );
    }
    assert_eq!(preview.get("/").status, 503);
    let mut events = preview.events();
    preview.edit(ROUTE, |text| text.replace("2025-04-09 17:00", "2025-04-11 17:00"));
    events.until(|| preview.get(PAGE).status == 200);
}

#[test]
fn deleted_content_and_a_broken_theme_are_survived() {
    let preview = Preview::start(small_site());
    let mut events = preview.events();
    let first = events.next_data();
    let (content, aside) = (preview.root().join("content"), preview.root().join("aside"));
    fs::rename(&content, &aside).unwrap();
    events.until(|| preview.get("/__tassel/").text().contains("data-severity=\"error\""));
    assert!(preview.get(PAGE).text().contains(OLD), "the last good site stays");
    fs::rename(&aside, &content).unwrap();
    events.until(|| preview.events().next_data() == first);
    // A folder that was not there when the preview began.
    let templates = preview.root().join("themes/school/templates");
    fs::create_dir_all(&templates).unwrap();
    fs::write(templates.join("home.html"), "{% if %}").unwrap();
    events.until(|| preview.get("/").text().contains("data-rule=\"H101\""));
    fs::write(templates.join("home.html"), "<p>自己的主页</p>").unwrap();
    events.until(|| preview.get("/").text().contains("自己的主页"));
}

#[test]
fn files_come_with_their_types_and_are_never_kept() {
    let preview = Preview::start(small_site());
    let page = preview.get(PAGE).text();
    let style = page
        .split('"')
        .find(|part| part.contains("assets/site.") && part.ends_with(".css"));
    let style = format!("/{}", style.expect("the page has a style").trim_start_matches("../"));
    for (path, kind) in [
        (PAGE, "text/html; charset=utf-8"),
        (&style, "text/css; charset=utf-8"),
        ("/demo-2025/campaign.json", "application/json"),
        ("/demo-2025/campaign.ics", "text/calendar; charset=utf-8"),
        ("/feed.xml", "application/xml; charset=utf-8"),
    ] {
        let answer = preview.get(path);
        assert_eq!(answer.status, 200, "{path}");
        assert_eq!(answer.headers["content-type"], kind, "{path}");
        // What is named by its content never changes.
        let cache = if path.starts_with("/assets/") {
            "public, max-age=31536000, immutable"
        } else {
            "no-store"
        };
        assert_eq!(answer.headers["cache-control"], cache, "{path}");
    }
    let moved = preview.get("/demo-2025/faq");
    assert_eq!(
        (moved.status, moved.headers["location"].as_str()),
        (301, "/demo-2025/faq/")
    );
    let missing = preview.get("/demo-2025/nowhere/");
    assert_eq!(missing.status, 404);
    assert!(missing.text().contains("找不到这个页面") && missing.text().contains("live.js"));
    assert_eq!(preview.ask("HEAD", PAGE, preview.address()).body.len(), 0);
}

#[test]
fn only_this_machine_may_ask_and_only_for_the_site() {
    let preview = Preview::start(small_site());
    for host in [
        "evil.example",
        "evil.example:80",
        "192.168.1.5",
        "localhost.evil.example",
    ] {
        for path in [PAGE, "/__tassel/", "/__tassel/events"] {
            let answer = preview.ask("GET", path, host);
            assert_eq!(answer.status, 403, "{host} {path}");
            assert!(!answer.text().contains(OLD));
        }
    }
    assert_eq!(preview.ask("GET", PAGE, "localhost:1234").status, 200);
    for path in [
        "/../content/site.yaml",
        "/..%2fcontent/site.yaml",
        "/%2e%2e/content/site.yaml",
        "/demo-2025/../../content/site.yaml",
        "/content/site.yaml",
        "//etc/passwd",
        "/%2fetc/passwd",
        "/..%5c..%5ccontent%5csite.yaml",
        "/%00",
        "/%ff",
    ] {
        let answer = preview.get(path);
        assert!(matches!(answer.status, 400 | 404), "{path}: {}", answer.status);
        assert!(
            !answer.text().contains("title:") && !answer.text().contains("root:"),
            "{path}"
        );
    }
    assert_eq!(preview.ask("POST", PAGE, preview.address()).status, 405);
}

#[test]
fn a_taken_port_is_passed_over() {
    let taken = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = taken.local_addr().unwrap().port().to_string();
    let preview = Preview::start_with(small_site(), &["--port", &port]);
    let line = preview.wait_for_line("别的程序在用");
    assert!(line.contains(&port));
    assert_ne!(preview.address(), format!("127.0.0.1:{port}"));
    assert_eq!(preview.get(PAGE).status, 200);
}

#[test]
fn others_may_look_only_when_told_so() {
    let preview = Preview::start(small_site());
    assert!(preview.address().starts_with("127.0.0.1:"));
    let open = Preview::start_with(small_site(), &["--port", "0", "--host", "0.0.0.0"]);
    open.wait_for_line("同一网络里的人都能打开");
    let unknown = Tassel::new(["serve", ".", "--host", "no such host"])
        .within(open.root())
        .run();
    unknown.expect_code(3).expect_text("--host 不认识");
}

#[test]
fn an_open_page_reloads_itself_and_shows_what_is_wrong() {
    let preview = Preview::start(small_site());
    let browser = Browser::start();
    browser.open(&preview.url(PAGE));
    assert!(browser.text("body").contains(OLD));
    rename(&preview);
    browser.wait_until("the new name", || browser.text("body").contains(NEW));
    // The panel comes and goes without a reload.
    browser.run("window.still = true", &[]);
    preview.edit(ROUTE, break_route);
    browser.wait_for("#tassel-panel details[open]");
    assert!(browser.text("#tassel-panel").contains("怎么改"));
    preview.edit(ROUTE, |text| text.replace("2025-04-09 17:00", "2025-04-11 17:00"));
    browser.wait_until("no panel", || browser.text("#tassel-panel").is_empty());
    assert_eq!(browser.run("return window.still", &[]), true);
    // The 404 page, which forbids itself everything elsewhere, turns into the page once it is there.
    browser.open(&preview.url("/demo-2025/notices/2025-03-02/"));
    assert!(browser.text("body").contains("找不到这个页面"));
    let notices = preview.root().join("content/campaigns/demo-2025/notices");
    fs::copy(notices.join("2025-03-01.md"), notices.join("2025-03-02.md")).unwrap();
    browser.wait_until("the notice", || !browser.text("body").contains("找不到这个页面"));
    // The browser complains of the missing address alone: the pages' policy refused nothing.
    let complaints = browser.console();
    assert!(
        complaints.iter().all(|line| line.contains("status of 404")),
        "{complaints:?}"
    );
}

#[test]
fn the_self_check_is_served_as_it_is_built_and_seals_itself() {
    let built = small_site().build();
    let preview = Preview::start(small_site().edit(SMALL, |text| text));
    for path in ["self-check/index.html", "demo-2025/self-check/index.html"] {
        assert_eq!(preview.get(&format!("/{path}")).text(), built.text(path));
    }
    let browser = Browser::start();
    browser.open(&preview.url("/self-check/"));
    browser.wait_for("html[data-sealed='true']");
}
