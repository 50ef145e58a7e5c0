//! A page outlives its build: states and countdowns are judged again in the reader's browser, in China's time.

use tassel_tests::{Browser, Built, Server, SiteTest, tests_folder};

const PAGE: &str = "demo-2025/index.html";

/// The small site with all its dates moved to `year`, built for `now`.
fn site(year: &str, now: &str) -> Built {
    let move_dates = |text: String| text.replace("2025-", &format!("{year}-"));
    SiteTest::new()
        .copy_from(&tests_folder().join("bad/base"), "")
        .edit("content/campaigns/demo-2025/campaign.yaml", move_dates)
        .edit("content/campaigns/demo-2025/routes/onsite.yaml", move_dates)
        .now(now)
        .build()
}

fn badge(browser: &Browser) -> String {
    let script = "return document.querySelector('main .badge').dataset.state";
    browser.run(script, &[]).as_str().unwrap().to_owned()
}

#[test]
fn a_page_built_before_the_end_says_that_it_is_over() {
    let built = site("2025", "2025-03-20T09:00:00+08:00");
    built.check_file(PAGE, "data-state=\"open\"");
    let server = Server::start(&built.out());
    let browser = Browser::start();
    browser.open(&server.url(PAGE));
    assert_eq!(badge(&browser), "closed");
    let seen = browser.text("main");
    assert!(seen.contains("已结束"), "{seen}");
    // Without scripts the state of the build stands, and the page says of which day it is.
    let still = Browser::start_without_javascript();
    still.open(&server.url(PAGE));
    assert!(still.text("body").contains("2025年3月20日"), "{}", still.text("body"));
}

#[test]
fn a_page_built_after_the_end_counts_down_when_the_end_lies_ahead() {
    let built = site("2999", "3000-01-01T00:00:00+08:00");
    built.check_file(PAGE, "data-state=\"closed\"");
    let server = Server::start(&built.out());
    let browser = Browser::start();
    browser.open(&server.url(PAGE));
    assert_eq!(badge(&browser), "upcoming");
    assert!(browser.text("main").contains("还有"), "{}", browser.text("main"));
}

#[test]
fn the_last_day_is_today_in_china_wherever_the_reader_is() {
    // 2025-03-20 17:00 is the last moment to sign up; at 23:30 UTC of the 19th it is already the 20th in China.
    let built = site("2025", "2025-03-19T23:30:00Z");
    let states = |built: &Built| {
        built
            .page("demo-2025/schedule/index.html")
            .attributes("main .badge", "data-state")
            .join(" ")
    };
    assert!(states(&built).contains("today"), "{}", states(&built));
    let before = site("2025", "2025-03-19T15:30:00Z");
    assert!(!states(&before).contains("today"), "{}", states(&before));
}
