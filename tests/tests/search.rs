//! Search, as a reader uses it: typing, results, no results, the keyboard, without scripts, from disk; and one rule for cutting texts.

use std::fs;

use serde_json::{Value, json};
use tassel_tests::site::small_site;
use tassel_tests::{Browser, Built, Page, Server, SiteTest, html, repository_site, tests_folder};

const ARROW_DOWN: &str = "\u{e015}";
const ENTER: &str = "\u{e007}";
const ESCAPE: &str = "\u{e00c}";

const SHOWN: &str =
    "return Array.prototype.map.call(document.querySelectorAll('#results h2 a'), a => a.getAttribute('href'))";

fn strings(value: &Value) -> Vec<String> {
    let list = value.as_array().expect("a list");
    list.iter()
        .map(|item| item.as_str().expect("a text").to_owned())
        .collect()
}

/// The search page of a site, with the query in its address, after the results came.
fn asked(browser: &Browser, server: &Server, query: &str) -> Vec<String> {
    browser.open(&server.url(&format!("search/index.html?q={query}")));
    browser.wait_until("an answer", || {
        let count = browser.text("#count");
        !count.is_empty() && !count.contains('…')
    });
    strings(&browser.run(SHOWN, &[]))
}

/// The data of a site's index.
fn index(site: &Built) -> Value {
    let files = site.files();
    let path = files.iter().find(|path| path.starts_with("assets/search-index."));
    let script = site.text(path.expect("the site has an index"));
    let data = script
        .strip_prefix("tasselSearch.index(")
        .and_then(|rest| rest.strip_suffix(");\n"));
    serde_json::from_str(data.expect("the index is one call")).expect("the index is JSON")
}

#[test]
fn typing_finds_and_marks_what_was_typed() {
    let site = repository_site();
    let server = Server::start(&site.out());
    let browser = Browser::start();
    browser.open(&server.url("search/index.html"));
    browser.wait_for("#search:not([hidden])");
    assert!(
        server.requests_for("search-index").is_empty(),
        "the index came before anybody asked"
    );
    browser.type_into("#q", "jf3d34");
    browser.wait_for("#results mark");
    assert_eq!(server.requests_for("search-index").len(), 1);
    let shown = strings(&browser.run(SHOWN, &[]));
    assert!(shown[0].starts_with("../foshan-12736-2025/"), "{shown:?}");
    assert_eq!(browser.text("#results mark"), "JF3D34");
    assert_eq!(browser.text("#count"), format!("找到 {} 条", shown.len()));
    // The address follows a moment after the letters.
    browser.wait_until("the query to stand in the address", || {
        browser.address().ends_with("?q=jf3d34")
    });
    assert_eq!(
        browser.run("return document.getElementById('directory').hidden", &[]),
        true
    );
    // A result leads to its place.
    browser.click("#results h2 a");
    browser.wait_until("the page found", || browser.address().contains("foshan-12736-2025"));
    assert!(browser.text("main").contains("JF3D34"));
}

#[test]
fn the_questions_students_ask_lead_to_their_answers() {
    let site = repository_site();
    let server = Server::start(&site.out());
    let browser = Browser::start();
    let mut wrong = Vec::new();
    for (query, wanted) in [
        ("批次特征码 JF3D34", "foshan-12736-2025/"),
        ("ＪＦ３Ｄ３４", "foshan-12736-2025/"),
        ("采集码会过期吗&in=hqu-2025", "hqu-2025/faq/index.html#code"),
        ("采集码会不会过期&in=hqu-2025", "hqu-2025/faq/index.html#code"),
        ("羽毛球馆", "foshan-12736-2025/"),
        ("港澳台&in=sztu-2022", "sztu-2022/index.html#route-offline"),
        ("眼镜&in=sztu-2023", "sztu-2023/faq/index.html#glasses"),
        ("快递地址", "szu-2020/"),
        ("xueweike", "hqu-2025/"),
        ("2021级博士", "hqu-2025/faq/index.html#phd2021"),
        ("C-5教学楼", "sztu-2023/"),
    ] {
        let shown = asked(&browser, &server, query);
        if !shown.first().is_some_and(|first| first.contains(wanted)) {
            wrong.push(format!("{query}: {:?}", shown.iter().take(3).collect::<Vec<_>>()));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert_eq!(browser.console(), Vec::<String>::new());
}

#[test]
fn what_matches_nearly_is_called_so() {
    let server = Server::start(&repository_site().out());
    let browser = Browser::start();
    asked(&browser, &server, "采集码会不会过期");
    assert!(
        browser.text("#count").starts_with("没有完全对上的"),
        "{}",
        browser.text("#count")
    );
}

#[test]
fn nothing_found_names_the_next_step() {
    let server = Server::start(&repository_site().out());
    let browser = Browser::start();
    assert!(asked(&browser, &server, "zzz不存在的词").is_empty());
    assert_eq!(browser.text("#count"), "没有找到");
    let links = browser.run(
        "return Array.prototype.filter.call(document.querySelectorAll('#none a'), a => a.offsetParent).map(a => a.getAttribute('href'))",
        &[],
    );
    let links = strings(&links);
    assert!(links.iter().any(|link| link.ends_with("/faq/index.html")), "{links:?}");
    assert!(
        links.iter().any(|link| link.ends_with("/index.html#contacts")),
        "{links:?}"
    );
    // Markup and regular expressions are words like any other, or none.
    for odd in ["<b>(.*)", "%5B%5D", "\\\\", "constructor", "。。。"] {
        asked(&browser, &server, odd);
        assert!(
            browser.text("#count").starts_with('没') || browser.text("#count").starts_with('只'),
            "{odd}"
        );
    }
    assert_eq!(browser.console(), Vec::<String>::new());
}

#[test]
fn a_chosen_campaign_narrows_the_search() {
    let server = Server::start(&repository_site().out());
    let browser = Browser::start();
    let all = asked(&browser, &server, "费用");
    let own = asked(&browser, &server, "费用&in=szu-2020");
    assert!(
        !own.is_empty() && own.len() < all.len(),
        "{} of {}",
        own.len(),
        all.len()
    );
    assert!(own.iter().all(|link| link.starts_with("../szu-2020/")), "{own:?}");
    assert_eq!(
        browser.run("return document.getElementById('in').value", &[]),
        "szu-2020"
    );
}

#[test]
fn the_keyboard_is_enough() {
    let server = Server::start(&repository_site().out());
    let browser = Browser::start();
    asked(&browser, &server, "费用");
    let focused = || browser.run("return document.activeElement.getAttribute('href')", &[]);
    let shown = strings(&browser.run(SHOWN, &[]));
    browser.type_into("#q", ARROW_DOWN);
    assert_eq!(focused(), json!(shown[0]));
    browser.type_into("#results a", ARROW_DOWN);
    assert_eq!(focused(), json!(shown[1]));
    browser.type_into("#results li:nth-child(2) a", ESCAPE);
    assert_eq!(browser.run("return document.activeElement.id", &[]), "q");
    browser.type_into("#q", ENTER);
    assert_eq!(browser.run("return document.activeElement.id", &[]), "count");
    let low = browser.run(
        "return Array.prototype.filter.call(document.querySelectorAll('#q, #in, .search button, #more, #results h2 a'), \
         el => el.offsetParent && el.getBoundingClientRect().height < 40).map(el => el.outerHTML)",
        &[],
    );
    assert_eq!(low, json!([]), "targets too small for a finger");
}

#[test]
fn a_class_is_found_by_its_name() {
    let site = SiteTest::new()
        .copy_from(&tests_folder().join("timetable/content"), "content")
        .build();
    let server = Server::start(&site.out());
    let browser = Browser::start();
    let classes: Vec<String> = site
        .files()
        .into_iter()
        .filter(|path| path.contains("/c/") && path.ends_with("/index.html"))
        .collect();
    let page = classes.last().expect("the site has classes");
    let name = site
        .page(page)
        .select("h1")
        .first()
        .map(|h1| html::text_of(*h1))
        .unwrap();
    let shown = asked(&browser, &server, &name);
    assert_eq!(shown.first(), Some(&format!("../{page}")), "{name}: {shown:?}");
}

#[test]
fn what_is_open_comes_before_what_is_over() {
    let later = |text: String| text.replace("2025-", "2999-").replace("2025届", "2999届");
    let demo = tests_folder().join("bad/base/content/campaigns/demo-2025");
    let site = small_site()
        .copy_from(&demo, "content/campaigns/a-2999")
        .edit("content/campaigns/a-2999/campaign.yaml", later)
        .edit("content/campaigns/a-2999/routes/onsite.yaml", later)
        .edit("content/campaigns/demo-2025/campaign.yaml", |text| {
            text.replace("在教务系统登记", "在教务系统登记登记登记")
        })
        .build();
    let server = Server::start(&site.out());
    let browser = Browser::start();
    let shown = asked(&browser, &server, "教务系统登记");
    assert!(shown[0].starts_with("../a-2999/"), "{shown:?}");
    assert!(shown.iter().any(|link| link.starts_with("../demo-2025/")), "{shown:?}");
    assert_eq!(browser.text("#results .badge"), "未开始");
}

#[test]
fn home_and_campaign_pages_have_a_form_that_works() {
    let server = Server::start_under(&repository_site().out(), "/photo/2025/");
    let browser = Browser::start();
    browser.open(&server.url("index.html"));
    browser.type_into("form.search input[name=q]", &format!("采集码{ENTER}"));
    browser.wait_for("#results h2 a");
    browser.open(&server.url("hqu-2025/index.html"));
    browser.type_into("form.search input[name=q]", &format!("采集码{ENTER}"));
    browser.wait_for("#results h2 a");
    let shown = strings(&browser.run(SHOWN, &[]));
    assert!(shown.iter().all(|link| link.starts_with("../hqu-2025/")), "{shown:?}");
    assert_eq!(browser.console(), Vec::<String>::new());
}

#[test]
fn only_pages_with_a_form_may_send_one() {
    for page in repository_site().pages() {
        let policy = page
            .attributes("meta[http-equiv=Content-Security-Policy]", "content")
            .join(" ");
        let allowed = policy.contains("form-action 'self'");
        let form = !page.select("form").is_empty();
        assert_eq!(allowed, form, "{}: {policy}", page.path);
        assert!(
            allowed || policy.contains("form-action 'none'"),
            "{}: {policy}",
            page.path
        );
    }
}

#[test]
fn it_works_from_disk() {
    let site = repository_site();
    let browser = Browser::start();
    browser.open(&format!("file://{}", site.out().join("index.html").display()));
    browser.type_into("form.search input[name=q]", &format!("采集码{ENTER}"));
    browser.wait_for("#results mark");
    browser.type_into("#q", "过期");
    browser.wait_until("the narrower answer", || {
        browser.text("#results mark") == "采集码" && browser.text("#results").contains("过期")
    });
    assert_eq!(browser.console(), Vec::<String>::new());
}

#[test]
fn without_scripts_everything_is_listed() {
    let site = repository_site();
    let page = site.page("search/index.html");
    let listed = page.attributes("#directory a[href]", "href");
    // The directory is Chinese, as the search is.
    for path in site.files().into_iter().filter(|path| !path.contains("/en/")) {
        if path.contains("/notices/") && path.ends_with(".html") {
            assert!(listed.contains(&format!("../{path}").as_str()), "{path} is not listed");
        }
        if path.ends_with("/faq/index.html") {
            let questions: Page = site.page(&path);
            for question in questions.select(".answer[id]") {
                let link = format!("../{path}#{}", question.attr("id").unwrap());
                assert!(listed.contains(&link.as_str()), "{link} is not listed");
            }
        }
    }
    let titles: Vec<String> = page.select("#directory li a").into_iter().map(html::text_of).collect();
    assert!(
        titles.len() > 60 && titles.iter().all(|title| !title.is_empty() && !title.contains('#')),
        "{titles:?}"
    );
    let browser = Browser::start_without_javascript();
    let server = Server::start(&site.out());
    browser.open(&server.url("search/index.html"));
    let seen = browser.text("main");
    assert!(
        seen.contains("搜索要用脚本") && seen.contains("怎么报名") && !seen.contains("范围"),
        "{seen}"
    );
}

#[test]
fn a_lost_index_is_said() {
    let site = repository_site();
    let server = Server::start(&site.out());
    let files = site.files();
    let path = files
        .iter()
        .find(|path| path.starts_with("assets/search-index."))
        .unwrap();
    server.put_status(path, 503, b"");
    let browser = Browser::start();
    browser.open(&server.url("search/index.html?q=费用"));
    browser.wait_until("a word about it", || browser.text("#count").contains("没有下载完整"));
}

#[test]
fn the_browser_cuts_texts_as_the_generator_does() {
    let site = repository_site();
    let server = Server::start(&site.out());
    let browser = Browser::start();
    browser.open(&server.url("search/index.html"));
    browser.wait_for("#search:not([hidden])");
    let examples: Value =
        serde_json::from_str(&fs::read_to_string(tests_folder().join("search/tokens.json")).unwrap()).unwrap();
    let cut = browser.run(
        "const out = {}; for (const text of Object.keys(arguments[0])) out[text] = tasselSearch.tokens(text); return out",
        std::slice::from_ref(&examples),
    );
    assert_eq!(cut, examples);

    // The whole index made again in the browser, out of its own texts.
    let data = index(site);
    let terms = browser.run(
        "const documents = arguments[0].documents, holders = {};
         documents.forEach((d, i) => new Set(tasselSearch.tokens(d[3]).concat(tasselSearch.tokens(d[4]))).forEach(t => (holders[t] = holders[t] || []).push(i)));
         return holders",
        std::slice::from_ref(&data),
    );
    let names: Vec<&str> = data["terms"].as_str().unwrap().split(' ').collect();
    assert!(names.len() > 1000);
    let lists: Vec<Vec<usize>> = data["postings"].as_str().unwrap().split(' ').map(decode).collect();
    assert_eq!(lists.len(), names.len());
    let written: serde_json::Map<String, Value> = names
        .iter()
        .zip(lists)
        .map(|(name, list)| ((*name).to_owned(), json!(list)))
        .collect();
    assert_eq!(terms.as_object().unwrap(), &written);
}

/// Postings as the format describes them, read once more on their own.
fn decode(text: &str) -> Vec<usize> {
    const DIGITS: &str = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
    let (mut all, mut next, mut value, mut unit) = (Vec::new(), 0, 0, 1);
    for letter in text.chars() {
        let digit = DIGITS.find(letter).expect("a digit");
        value += digit % 32 * unit;
        unit *= 32;
        if digit < 32 {
            all.push(next + value);
            (next, value, unit) = (next + value + 1, 0, 1);
        }
    }
    all
}

#[test]
fn a_site_without_anything_to_find_still_has_the_page() {
    let site = SiteTest::new().file("content/site.yaml", "title: 空\n").build();
    let server = Server::start(&site.out());
    let browser = Browser::start();
    assert!(asked(&browser, &server, "费用").is_empty());
    assert_eq!(browser.text("#count"), "没有找到");
    assert_eq!(browser.console(), Vec::<String>::new());
}
