//! The English edition of a campaign: every fact in English, links that stay inside, leftovers that are marked, and the same calendar.

use std::collections::{BTreeMap, BTreeSet};

use scraper::ElementRef;
use tassel_tests::links::{Target, resolve};
use tassel_tests::selfcheck::SelfCheck;
use tassel_tests::site::{ADDRESS, SMALL, placed_site, small_site};
use tassel_tests::{Built, Page, SiteTest, html, photos, repository_site};

const EDITION: &str = "hqu-2025/en";

fn is_han(c: char) -> bool {
    ('\u{4e00}'..='\u{9fff}').contains(&c)
}

fn english_pages() -> Vec<Page> {
    let pages = repository_site().pages().into_iter();
    let pages: Vec<Page> = pages.filter(|page| page.path.starts_with(EDITION)).collect();
    assert!(pages.len() >= 6, "{}", pages.len());
    pages
}

#[test]
fn the_facts_are_on_the_english_pages() {
    let site = repository_site();
    let page = |path: &str| site.page(&format!("{EDITION}/{path}index.html"));
    let overview = page("");
    let times = overview.attributes("time[datetime]", "datetime");
    for day in ["2024-09-21", "2024-09-23", "2024-09-25", "2024-09-28", "2024-10-31"] {
        assert!(times.contains(&day), "{day}: {times:?}");
    }
    assert!(
        overview
            .attributes("[href]", "href")
            .contains(&"mailto:xueweike@hqu.edu.cn")
    );
    let facts = [
        ("", "20 yuan"),
        ("", "School code 10385"),
        ("", "Sat 28 Sep 2024, exact time to be announced"),
        ("", "by the end of Thu 31 Oct 2024"),
        ("", "at least 3 days before the session"),
        ("", "15 minutes"),
        ("", "Yang Sichun Science Hall (杨思椿科学馆), room 402"),
        ("schedule/", "Get your own image collection code (采集码)"),
        ("faq/", "The session costs 20 yuan a person"),
        ("faq/", "by the end of Mon 23 Sep 2024"),
        ("notices/2024-09-21/", "21 Sep 2024"),
        ("notices/2024-09-21/", "xueweike@hqu.edu.cn"),
        ("photo/", "No heavy make-up"),
        ("photo/", "480×640 px"),
    ];
    for (path, fact) in facts {
        let page = page(path);
        // On screen a comma before words that may stand in the next line is left out.
        let wanted = html::squeeze(&fact.replace(", exact", " exact"));
        assert!(page.squeezed().contains(&wanted), "{path}: {fact}\n{}", page.text());
    }
}

/// Text of a page outside of what is marked as Chinese or can't be marked.
fn english_text(element: ElementRef<'_>, out: &mut String) {
    for child in element.children() {
        if let Some(text) = child.value().as_text() {
            out.push_str(text);
        } else if let Some(inner) = ElementRef::wrap(child) {
            let marked = inner.attr("lang").is_some_and(|lang| lang.starts_with("zh"));
            if !marked && !["script", "style", "svg"].contains(&inner.value().name()) {
                english_text(inner, out);
            }
        }
    }
}

#[test]
fn nothing_is_left_in_chinese_but_names_and_those_are_marked() {
    for page in english_pages() {
        let mut text = String::new();
        english_text(page.select("body")[0], &mut text);
        let left: String = text.chars().filter(|c| is_han(*c)).collect();
        assert_eq!(left, "", "{} has Chinese that is not marked", page.path);
        assert!(
            page.select(".in-part").is_empty(),
            "{} is not fully translated",
            page.path
        );
        for attribute in ["title", "aria-label", "alt", "data-label"] {
            let values = page.attributes(&format!("main [{attribute}]"), attribute);
            let chinese: Vec<_> = values.iter().filter(|value| value.chars().all(is_han)).collect();
            assert!(chinese.is_empty(), "{}: {attribute} {chinese:?}", page.path);
        }
    }
}

#[test]
fn each_page_names_its_language_and_its_twin() {
    let site = placed_site();
    let files: BTreeSet<String> = site.files().into_iter().collect();
    let mut pairs = 0;
    for page in site.pages() {
        let (campaign, _) = page.path.split_once('/').unwrap_or_default();
        let (own, edition) = (format!("{campaign}/"), format!("{campaign}/en/"));
        let english = page.path.starts_with(&edition);
        let lang = page.attributes("html", "lang");
        assert_eq!(lang, [if english { "en" } else { "zh-CN" }], "{}", page.path);
        let alternates: BTreeMap<&str, &str> = page
            .attributes("link[rel=alternate][hreflang]", "hreflang")
            .into_iter()
            .zip(page.attributes("link[rel=alternate][hreflang]", "href"))
            .collect();
        let twin = page.path.replacen(&own, &edition, 1);
        if english || (twin != page.path && files.contains(&twin)) {
            let chinese = page.path.replacen(&edition, &own, 1);
            let address = |path: &str| format!("{ADDRESS}{}", path.trim_end_matches("index.html"));
            let both = BTreeMap::from([
                ("zh-CN", address(&chinese)),
                ("en", address(&chinese.replacen(&own, &edition, 1))),
            ]);
            let both: BTreeMap<&str, &str> = both.iter().map(|(tag, url)| (*tag, url.as_str())).collect();
            assert_eq!(alternates, both, "{}", page.path);
            let switch = page.attributes(".switch", "hreflang");
            assert_eq!(switch, [if english { "zh-CN" } else { "en" }], "{}", page.path);
            let map = site.text("sitemap.xml");
            assert!(
                map.contains(&format!("hreflang=\"en\" href=\"{}\"", both["en"])),
                "{map}"
            );
            pairs += 1;
        } else {
            assert!(alternates.is_empty(), "{}: {alternates:?}", page.path);
        }
    }
    assert!(pairs >= 12, "{pairs}");
}

#[test]
fn links_stay_in_the_edition_or_say_that_they_do_not() {
    let files: BTreeSet<String> = repository_site().files().into_iter().collect();
    for page in english_pages() {
        for link in page.select("a[href]") {
            let href = link.attr("href").unwrap();
            let Target::File(path, _) = resolve(&page.path, href) else {
                continue;
            };
            let twin = path.replacen("hqu-2025/", "hqu-2025/en/", 1);
            let left = twin != path && !path.starts_with(EDITION) && files.contains(&twin);
            assert!(!left || link.attr("hreflang") == Some("zh-CN"), "{}: {href}", page.path);
        }
    }
}

#[test]
fn english_calendars_hold_the_same_events() {
    let site = repository_site();
    let ids = |path: &str| -> BTreeSet<String> {
        let text = site.text(path).replace("\r\n ", "");
        text.lines()
            .filter_map(|line| line.strip_prefix("UID:").map(str::to_owned))
            .collect()
    };
    for file in ["campaign.ics", "routes/onsite.ics", "routes/makeup.ics"] {
        let (zh, en) = (format!("hqu-2025/{file}"), format!("{EDITION}/{file}"));
        assert!(ids(&zh).len() > 2);
        assert_eq!(ids(&zh), ids(&en), "{file}");
        let text = site.text(&en).replace("\r\n ", "");
        assert!(
            !text.contains("截止") && text.contains("SUMMARY:Get your own image collection code"),
            "{text}"
        );
    }
}

const ENGLISH: &str = "\
2025届毕业生图像采集: Graduation photos of the class of 2025
本科: bachelor's students
示例大学: Example University
";

/// A site with one small campaign and a little English.
fn partly() -> SiteTest {
    small_site().file(&SMALL.replace("campaign.yaml", "en.yaml"), ENGLISH)
}

fn partly_built() -> (Built, String) {
    let site = partly();
    let said = site.run().expect_code(0).stderr;
    (site.build(), said)
}

#[test]
fn what_is_not_translated_says_so() {
    let (site, said) = partly_built();
    assert!(
        said.contains("英文：demo-2025 已译 ") && said.contains("还没有译的有"),
        "{said}"
    );
    assert!(said.contains("2025-03-01.en.md") || said.contains("“"), "{said}");
    let page = site.page("demo-2025/en/index.html");
    assert_eq!(
        html::text_of(page.select("h1")[0]),
        "Graduation photos of the class of 2025"
    );
    let note = page.select(".in-part");
    assert_eq!(note.len(), 1, "{}", page.text());
    assert!(html::text_of(note[0]).contains("not translated yet"));
    let back = page.attributes(".in-part a", "href");
    assert_eq!(back, ["../index.html"]);
    let summary = page.select("#routes > p span[lang=zh-CN]");
    assert_eq!(html::text_of(summary[0]), "四月在校内集中拍摄学历电子图像。");
    // The notice is there in Chinese only.
    assert!(
        !site
            .files()
            .iter()
            .any(|file| file.starts_with("demo-2025/en/notices/"))
    );
    let links = page.attributes("#notices a", "href");
    assert_eq!(links, ["../notices/2025-03-01/index.html"]);
    assert!(html::text_of(page.select("#notices")[0]).contains("(in Chinese)"));
    let notice = site.page("demo-2025/notices/2025-03-01/index.html");
    assert_eq!(notice.attributes(".switch", "href"), ["../../en/index.html"]);
    assert!(notice.select("link[hreflang]").is_empty());
    // Chinese pages of a campaign without English have no switch.
    let plain = small_site().build();
    assert!(plain.page("demo-2025/index.html").select(".switch").is_empty());
}

#[test]
fn a_fact_changes_in_both_languages_at_once() {
    let page = |site: SiteTest| site.build().page("demo-2025/en/schedule/index.html");
    let before = page(partly());
    let after = page(partly().edit(SMALL, |text| text.replace("2025-03-20 17:00", "2025-03-21 16:00")));
    let times = |page: &Page| page.attributes("time[datetime]", "datetime").join(" ");
    assert!(times(&before).contains("2025-03-20T17:00+08:00"), "{}", times(&before));
    assert!(times(&after).contains("2025-03-21T16:00+08:00"), "{}", times(&after));
    assert!(after.squeezed().contains("Fri21Mar2025,16:00"), "{}", after.text());
}

#[test]
fn a_notice_with_english_beside_it_has_an_english_page() {
    let text = "---\ntitle: Notice on graduation photos\n---\n\n## Time\n\n{{ route.onsite.window }}, {{ route.onsite.fee }} a person. [Schedule](/demo-2025/schedule/)\n";
    let path = SMALL.replace("campaign.yaml", "notices/2025-03-01.en.md");
    let site = partly().file(&path, text).build();
    let page = site.page("demo-2025/en/notices/2025-03-01/index.html");
    assert_eq!(html::text_of(page.select("h1")[0]), "Notice on graduation photos");
    assert!(page.text().contains("yuan a person"), "{}", page.text());
    let links = page.attributes(".notice-body a", "href");
    assert_eq!(
        links,
        ["../../schedule/index.html"],
        "a link of the body stays in the edition"
    );
    let list = site.page("demo-2025/en/index.html");
    assert_eq!(list.attributes("#notices a", "href"), ["notices/2025-03-01/index.html"]);
}

#[test]
fn the_english_self_check_refuses_in_english_and_stays_sealed() {
    let check = SelfCheck::open(&format!("{EDITION}/self-check/index.html"));
    assert!(check.browser.text("#pick").contains("Choose a photo"));
    assert_eq!(check.judge("two-inch.jpg", &photos::wrong_sized()), "fail");
    assert_eq!(check.statuses()["file.size_px"], "fail");
    let verdict = check.browser.text("#verdict");
    assert!(
        verdict.contains("Needs changes") && verdict.contains("Do this first: "),
        "{verdict}"
    );
    let line = check.line("file.size_px");
    assert!(line.contains("480×640") && line.contains("Required"), "{line}");
    // Names that the official tool shows stay as they are; nothing else is Chinese.
    let chinese = "
        const main = document.querySelector('main').cloneNode(true);
        main.querySelectorAll('[lang^=zh], script, svg').forEach(part => part.remove());
        return main.textContent.replace(/[(（][^)）]*[)）]/g, '').match(/[\\u4e00-\\u9fff]+/g) || []";
    assert_eq!(
        check.browser.run(chinese, &[]),
        serde_json::json!([]),
        "{}",
        check.browser.text("main")
    );
    assert!(check.browser.text("#seal-state").contains("0 requests"));
    let leaked = check.server.requests_for("seal-test");
    assert!(leaked.is_empty(), "{leaked:?}");
}
