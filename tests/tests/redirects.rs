//! Old addresses (`aliases`): a page at each sends readers on, without scripts, from disk and below any folder.

use tassel_tests::site::small_site;
use tassel_tests::{Built, SiteTest};

const NOTICES: &str = "content/campaigns/demo-2025/notices";
const TARGET: &str = "demo-2025/notices/moved/index.html";

/// The small site with a notice that stood elsewhere, with these further lines in its front matter.
fn moved(lines: &str) -> SiteTest {
    small_site().now("2025-03-10T09:00:00+08:00").file(
        &format!("{NOTICES}/moved.md"),
        &format!(
            "---\ntitle: 搬了家的通知\noffice: 教务处\npublished: 2025-03-05\n旧网址:\n  - /info/1021/2345.htm\n  - /旧/通知/\n{lines}---\n\n正文。\n"
        ),
    )
}

/// Where a page sends its readers.
fn sent_on(site: &Built, path: &str) -> String {
    let page = site.page(path);
    let refresh = page.attributes("meta[http-equiv=refresh]", "content");
    let [refresh] = refresh[..] else {
        panic!("{path}: {refresh:?}");
    };
    let target = refresh.strip_prefix("0; url=").unwrap().to_owned();
    assert_eq!(page.attributes("main a", "href"), [target.as_str()]);
    assert!(page.select("script").is_empty());
    target
}

#[test]
fn an_old_address_leads_to_the_notice() {
    let site = moved("").build();
    assert_eq!(sent_on(&site, "info/1021/2345.htm"), format!("../../{TARGET}"));
    assert_eq!(sent_on(&site, "旧/通知/index.html"), format!("../../{TARGET}"));
    let page = site.page("info/1021/2345.htm");
    assert_eq!(page.attributes("meta[name=robots]", "content"), ["noindex"]);
    assert!(page.text().contains("搬了家的通知"), "{}", page.text());
    assert!(page.text().contains("This page has moved"), "{}", page.text());
    assert_eq!(page.attributes("p[lang]", "lang"), ["en"]);
}

#[test]
fn the_site_map_and_search_know_only_the_new_address() {
    let based = moved("").arg("--base-url").arg("https://a.example.edu.cn/photo");
    let site = based.build();
    let map = site.text("sitemap.xml");
    assert!(map.contains("notices/moved/") && !map.contains("2345"), "{map}");
    assert!(!site.text("search/index.html").contains("2345"));
    let canonical = site.page("info/1021/2345.htm");
    let canonical = canonical.attributes("link[rel=canonical]", "href");
    assert_eq!(canonical, ["https://a.example.edu.cn/photo/demo-2025/notices/moved/"]);
}

#[test]
fn an_old_address_appears_and_goes_with_its_notice() {
    let site = moved("draft: true\n").build();
    assert!(!site.files().contains(&"info/1021/2345.htm".to_owned()));
    // What was taken down still says so at its old address, too.
    let site = moved("expire_at: 2025-03-09\n").build();
    assert_eq!(sent_on(&site, "info/1021/2345.htm"), format!("../../{TARGET}"));
    site.check_file(TARGET, "已下线");
}

#[test]
fn a_clash_with_what_is_still_a_draft_is_told_before_its_day() {
    let site = moved("draft: true\n").edit(&format!("{NOTICES}/moved.md"), |text| {
        text.replace("/旧/通知/", "/demo-2025/faq/")
    });
    site.build_fails()
        .expect_text("错误[L609]")
        .expect_text("旧网址“/demo-2025/faq/”上已经有一页");
}
