//! The decision path on a campaign's page: questions in the order of the routes, without scripts, and past what is over.

use tassel_tests::{Browser, Built, Server, SiteTest, repository};

const PAGE: &str = "foshan-12736-2025/index.html";

/// The sample site on the day after the last session on site, before the routes online and by studio open.
fn built() -> Built {
    SiteTest::new()
        .copy_from(&repository().join("content"), "content")
        .now("2024-05-01T09:00:00+08:00")
        .build()
}

/// What each question's yes leads to that is still to be had, in order, and whether its no stands open.
fn steps(browser: &Browser) -> Vec<(String, bool)> {
    let script = "return [...document.querySelectorAll('[data-way-step]')].map(step => \
        [step.classList.contains('over') ? 'over' : step.querySelector('a').getAttribute('href'), step.querySelector('details').open])";
    let value = browser.run(script, &[]);
    let pair = |step: &serde_json::Value| (step[0].as_str().unwrap().to_owned(), step[1].as_bool().unwrap());
    value.as_array().unwrap().iter().map(pair).collect()
}

#[test]
fn without_scripts_a_yes_leads_to_its_route_and_a_no_to_the_next_question() {
    let built = built();
    let server = Server::start(&built.out());
    let browser = Browser::start_without_javascript();
    browser.open(&server.url(PAGE));
    // The session is over: it is said so, and the question that is still open comes at once.
    let seen = browser.text(".way");
    assert!(seen.contains("“线下集中采集”已经结束"), "{seen}");
    assert!(seen.contains("你能自己在线上采集吗？"), "{seen}");
    assert!(!seen.contains("散拍"), "the third question waits for a no: {seen}");
    browser.resize(800, 2400);
    browser.click(".way-step .way-step > .way-no > summary");
    let seen = browser.text(".way");
    assert!(seen.contains("你能自己去照相馆或图片社拍吗？"), "{seen}");
    let page = built.page(PAGE);
    let links = page.attributes(".way-yes a", "href");
    assert_eq!(
        links,
        ["#route-onsite", "#route-online", "#route-studio", "#route-mini"],
        "in the order of the routes"
    );
}

#[test]
fn the_reader_s_browser_passes_what_ended_after_the_build() {
    let built = built();
    let server = Server::start(&built.out());
    let browser = Browser::start();
    browser.open(&server.url(PAGE));
    // All of it was in 2024: nothing is left but whom to ask.
    assert!(
        steps(&browser).iter().all(|(to, open)| to == "over" && *open),
        "{:?}",
        steps(&browser)
    );
    let seen = browser.text(".way");
    assert!(seen.contains("0757-88269869"), "{seen}");
}

#[test]
fn a_single_route_leaves_nothing_to_decide() {
    let built = SiteTest::new()
        .copy_from(&tassel_tests::tests_folder().join("bad/base"), "")
        .build();
    assert!(
        built
            .page("demo-2025/index.html")
            .attributes("[data-way]", "class")
            .is_empty()
    );
}
