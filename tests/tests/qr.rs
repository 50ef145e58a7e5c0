//! QR codes on pages: read as a phone reads them, folded on screen, always there on paper.

use serde_json::json;
use tassel_tests::site::{ADDRESS, placed_site};
use tassel_tests::{Browser, Server, codes, html, repository_site};

const NOTICE: &str = "sztu-2023/notices/2022-10-14/index.html";

fn media(browser: &Browser, media: &str, scheme: &str) {
    let features = json!([{ "name": "prefers-color-scheme", "value": scheme }]);
    browser.devtools(
        "Emulation.setEmulatedMedia",
        json!({ "media": media, "features": features }),
    );
}

fn is_shown(browser: &Browser) -> bool {
    let script = "const code = document.querySelector('.notice-code .qr'); return code.getClientRects().length > 0";
    browser.run(script, &[]) == true
}

#[test]
fn a_notice_carries_the_way_to_its_page_once_the_address_is_known() {
    let plain = repository_site().page(NOTICE);
    assert!(plain.select("figure.qr").is_empty(), "a code without an address");
    let site = placed_site();
    let page = site.page(NOTICE);
    let below: Vec<String> = page
        .select("figure.qr .qr-text")
        .into_iter()
        .map(html::text_of)
        .collect();
    assert_eq!(
        below,
        ["https://tx.example.edu.cn/照片/sztu-2023/notices/2022-10-14/"],
        "people read Chinese, not %E7"
    );
    assert_eq!(
        page.attributes("figure.qr svg[role=img]", "aria-label"),
        ["扫码打开本页"]
    );

    let server = Server::start(&site.out());
    let browser = Browser::start();
    browser.open(&server.url(NOTICE));
    let address = format!("{ADDRESS}sztu-2023/notices/2022-10-14/");
    assert!(!is_shown(&browser), "a phone needs no code of the page that it shows");
    browser.run("document.documentElement.style.scrollBehavior = 'auto'", &[]);
    browser.click(".notice-code summary");
    assert!(is_shown(&browser));
    for scheme in ["light", "dark"] {
        media(&browser, "screen", scheme);
        assert_eq!(
            codes::read(&browser.screenshot(true)),
            std::slice::from_ref(&address),
            "{scheme}"
        );
    }
    browser.open(&server.url(NOTICE));
    media(&browser, "print", "light");
    assert!(is_shown(&browser), "paper can't be clicked");
    assert_eq!(codes::read(&browser.screenshot(true)), [address]);
}

#[test]
fn systems_and_batch_codes_can_be_scanned() {
    let site = repository_site();
    let server = Server::start(&site.out());
    let browser = Browser::start();
    browser.resize(1280, 2000);
    browser.open(&server.url("foshan-12736-2025/index.html"));
    browser.run("document.documentElement.style.scrollBehavior = 'auto'; document.querySelectorAll('.qr-fold').forEach(fold => { fold.open = true })", &[]);
    let mut read = Vec::new();
    for place in ["#route-onsite", "#systems"] {
        browser.run(
            "document.querySelector(arguments[0] + ' .qr').scrollIntoView({ block: 'center' })",
            &[json!(place)],
        );
        read.extend(codes::read(&browser.screenshot(false)));
    }
    assert!(
        read.contains(&"JF3D34".to_owned()) && read.contains(&"https://www.chsi.com.cn/".to_owned()),
        "{read:?}"
    );
    let page = site.page("foshan-12736-2025/index.html");
    for figure in page.select("figure.qr") {
        assert!(!html::text_of(figure).is_empty(), "a code with nothing to read");
    }
    assert!(page.select("svg[style], svg script, svg style").is_empty());
}
