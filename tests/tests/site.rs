//! The repository's own content as a finished site: whole, linked, light, and readable by people and machines.

use std::collections::{BTreeMap, BTreeSet};

use tassel_tests::{Browser, Page, Server, Tree, dates, html, links, repository, repository_site, tree};

/// The first page that a phone loads, with everything on it, in bytes.
const FIRST_PAGE_LIMIT: usize = 100_000;
/// HTML, style and script of the self-check without its WebAssembly, compressed.
const PROGRAM_LIMIT: usize = 60 * 1024;

/// The ids of the campaigns in `content/campaigns`, from the disk: a campaign that is added is tested without a word here.
fn campaigns() -> BTreeSet<String> {
    let folder = repository().join("content/campaigns");
    let files = tree::list(&folder);
    files
        .iter()
        .filter_map(|path| path.split_once('/'))
        .map(|(id, _)| id.to_owned())
        .collect()
}

/// Fails with all complaints at once.
#[track_caller]
fn expect_none(what: &str, complaints: &[String]) {
    assert!(
        complaints.is_empty(),
        "{what}: {}\n{}",
        complaints.len(),
        complaints.join("\n")
    );
}

/// Collects the complaints that `judge` has about each page.
#[track_caller]
fn judge_pages(what: &str, judge: impl Fn(&Page) -> Vec<String>) {
    let mut complaints = Vec::new();
    for page in repository_site().pages() {
        complaints.extend(judge(&page).into_iter().map(|line| format!("{}: {line}", page.path)));
    }
    expect_none(what, &complaints);
}

#[test]
fn every_campaign_has_its_pages() {
    let site = repository_site();
    let campaigns = campaigns();
    assert!(campaigns.len() >= 5, "{campaigns:?}");
    let files: BTreeSet<String> = site.files().into_iter().collect();
    let mut wanted: Vec<String> = ["index.html", "self-check/index.html", "404.html"]
        .map(String::from)
        .into();
    for id in &campaigns {
        for page in ["", "schedule/", "photo/", "faq/", "self-check/"] {
            wanted.push(format!("{id}/{page}index.html"));
        }
        let notices = repository().join("content/campaigns").join(id).join("notices");
        for notice in tree::list(&notices) {
            // English stands beside the Chinese file, which says when it is published.
            let chinese = notice.replace(".en.md", ".md");
            let text = std::fs::read_to_string(notices.join(chinese)).unwrap();
            if text.contains("\n草稿: true") || text.contains("\n定时发布: ") {
                continue;
            }
            let slug = notice.trim_end_matches(".md");
            wanted.push(match slug.strip_suffix(".en") {
                Some(slug) => format!("{id}/en/notices/{slug}/index.html"),
                None => format!("{id}/notices/{slug}/index.html"),
            });
        }
    }
    let missing: Vec<String> = wanted.into_iter().filter(|path| !files.contains(path)).collect();
    expect_none("pages that are missing", &missing);

    let home = site.page("index.html");
    let linked: BTreeSet<_> = home.attributes("a[href]", "href").into_iter().collect();
    let unlinked: Vec<String> = campaigns
        .iter()
        .filter(|id| !linked.iter().any(|href| href.starts_with(&format!("{id}/"))))
        .cloned()
        .collect();
    expect_none("campaigns that the home page does not link to", &unlinked);
}

#[test]
fn every_reference_leads_somewhere() {
    expect_none(
        "references that lead nowhere",
        &links::broken(&repository_site().tree()),
    );
}

#[test]
fn every_page_can_be_reached_from_the_home_page() {
    let site = repository_site().tree();
    let mut reached: BTreeSet<String> = BTreeSet::new();
    let mut queue = vec!["index.html".to_owned()];
    while let Some(path) = queue.pop() {
        if !reached.insert(path.clone()) || !path.ends_with(".html") {
            continue;
        }
        let page = Page::parse(&path, &String::from_utf8_lossy(&site.0[&path]));
        for href in page.attributes("a[href]", "href") {
            match links::resolve(&path, href) {
                links::Target::File(file, _) if site.0.contains_key(&file) => queue.push(file),
                _ => {}
            }
        }
    }
    let pages = site
        .0
        .keys()
        .filter(|path| path.ends_with(".html") && *path != "404.html");
    let lonely: Vec<String> = pages.filter(|path| !reached.contains(*path)).cloned().collect();
    expect_none("pages that no link leads to", &lonely);
}

#[test]
fn the_site_works_in_a_sub_folder() {
    let site = repository_site();
    let server = Server::start_under(&site.out(), "/photo/2025/");
    let browser = Browser::start();
    for page in site.files().iter().filter(|path| path.ends_with(".html")) {
        browser.open(&server.url(page));
        let styled = browser.run(
            "return document.styleSheets.length > 0 && document.styleSheets[0].cssRules.length > 0",
            &[],
        );
        assert_eq!(styled, true, "{page} has no style");
    }
    // A browser asks for /favicon.ico of itself when a page names no icon; that request is not the site's.
    let lost: Vec<String> = server
        .requests()
        .iter()
        .filter(|request| request.status != 200 && request.target != "/favicon.ico")
        .map(|request| format!("{} {}", request.status, request.target))
        .collect();
    expect_none("requests that went wrong", &lost);
}

#[test]
fn the_site_reads_from_disk() {
    let site = repository_site();
    let browser = Browser::start();
    for id in campaigns() {
        let file = site.out().join(&id).join("index.html");
        browser.open(&format!("file://{}", file.display()));
        assert!(!browser.text("h1").is_empty(), "{id} has no heading");
        let styled = browser.run("return getComputedStyle(document.body).fontFamily", &[]);
        assert!(!styled.as_str().unwrap().is_empty());
        let sheets = browser.run("return document.styleSheets.length", &[]);
        assert_ne!(sheets, 0, "{id} has no style");
    }
}

#[test]
fn every_page_says_what_it_is() {
    judge_pages("pages without language, title, one h1, or a phone's width", |page| {
        let mut complaints = Vec::new();
        let languages = page.attributes("html", "lang");
        let wanted = if page.path.contains("/en/") { "en" } else { "zh-CN" };
        if languages != [wanted] {
            complaints.push(format!("lang is {languages:?}"));
        }
        let titles = page.select("head > title");
        if titles.len() != 1 || html::text_of(titles[0]).is_empty() {
            complaints.push("no title".to_owned());
        }
        let headings = page.select("h1").len();
        if headings != 1 {
            complaints.push(format!("{headings} h1"));
        }
        if page.select("main").len() != 1 {
            complaints.push("not exactly one main".to_owned());
        }
        if page.attributes("meta[name=viewport]", "content").is_empty() {
            complaints.push("no viewport".to_owned());
        }
        complaints
    });
}

#[test]
fn titles_tell_the_pages_apart() {
    let mut titles: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for page in repository_site().pages() {
        let title = page.select("head > title").first().map(|title| html::text_of(*title));
        titles.entry(title.unwrap_or_default()).or_default().push(page.path);
    }
    let same: Vec<String> = titles
        .iter()
        .filter(|(_, pages)| pages.len() > 1)
        .map(|(title, pages)| format!("{title}: {}", pages.join(", ")))
        .collect();
    expect_none("titles that several pages share", &same);
}

#[test]
fn headings_are_in_order() {
    judge_pages("headings that skip a level or are empty", |page| {
        let mut complaints = Vec::new();
        let mut before = 0;
        for heading in page.select("h1, h2, h3, h4, h5, h6") {
            let level = heading.value().name()[1..].parse::<u32>().unwrap();
            let text = html::text_of(heading);
            if level > before + 1 {
                complaints.push(format!("h{before} is followed by h{level} ({text})"));
            }
            if text.is_empty() {
                complaints.push(format!("an empty h{level}"));
            }
            before = level;
        }
        complaints
    });
}

#[test]
fn tables_can_be_read_aloud() {
    let mut tables = 0;
    for page in repository_site().pages() {
        tables += page.select("table").len();
    }
    assert!(tables > 0, "the site has no table at all");
    judge_pages("tables without caption or scopes", |page| {
        let mut complaints = Vec::new();
        for table in page.select("table") {
            let inside = |css: &str| {
                let selector = scraper::Selector::parse(css).unwrap();
                table.select(&selector).map(html::text_of).collect::<Vec<_>>()
            };
            let start: String = html::text_of(table).chars().take(30).collect();
            if inside("caption").first().is_none_or(String::is_empty) {
                complaints.push(format!("no caption: {start}"));
            }
            if inside("th").is_empty() {
                complaints.push(format!("no th: {start}"));
            }
            let bare = inside("th:not([scope=col]):not([scope=row]):not([scope=colgroup]):not([scope=rowgroup])");
            complaints.extend(bare.into_iter().map(|text| format!("th without scope: {text}")));
        }
        complaints
    });
}

#[test]
fn times_are_machine_readable() {
    let mut times = 0;
    for page in repository_site().pages() {
        times += page.select("time").len();
    }
    assert!(times > 0, "the site has no time at all");
    judge_pages("times that no machine reads", |page| {
        let judge = |time: scraper::ElementRef<'_>| match time.attr("datetime") {
            Some(value) if dates::is_valid_datetime(value) => None,
            Some(value) => Some(format!("datetime {value:?}")),
            None => Some(format!("no datetime: {}", html::text_of(time))),
        };
        page.select("time").into_iter().filter_map(judge).collect()
    });
}

#[test]
fn names_and_labels_are_there() {
    judge_pages(
        "ids that repeat, pictures without alt, fields without label, links without text",
        |page| {
            let mut complaints = Vec::new();
            let mut seen = BTreeSet::new();
            for id in page.ids() {
                if !seen.insert(id) {
                    complaints.push(format!("id {id} twice"));
                }
            }
            if !page.select("img:not([alt])").is_empty() {
                complaints.push("img without alt".to_owned());
            }
            for field in page.select("input:not([type=hidden]), select, textarea") {
                let id = field.attr("id").unwrap_or_default();
                let labelled =
                    field.attr("aria-label").is_some() || !page.select(&format!("label[for=\"{id}\"]")).is_empty();
                if !labelled {
                    complaints.push(format!("field {id:?} without label"));
                }
            }
            for link in page.select("a[href]") {
                if html::text_of(link).is_empty() && link.attr("aria-label").is_none() {
                    complaints.push(format!("link without text: {:?}", link.attr("href")));
                }
            }
            complaints
        },
    );
}

#[test]
fn telephone_and_mail_links_can_be_dialled() {
    let mut telephones = 0;
    let mut complaints = Vec::new();
    for page in repository_site().pages() {
        for href in page.attributes("a[href]", "href") {
            let wrong = match href.split_once(':') {
                Some(("tel", number)) => {
                    telephones += 1;
                    let digits = number.chars().filter(char::is_ascii_digit).count();
                    let plain = number
                        .chars()
                        .all(|c| c.is_ascii_digit() || matches!(c, '+' | '-' | ';' | ',' | '='));
                    !plain && !number.contains("ext=") || digits < 5
                }
                Some(("mailto", address)) => {
                    let parts: Vec<&str> = address.split('@').collect();
                    parts.len() != 2 || parts.iter().any(|part| part.is_empty()) || !address.is_ascii()
                }
                _ => false,
            };
            if wrong {
                complaints.push(format!("{}: {href}", page.path));
            }
        }
    }
    expect_none("tel: and mailto: links that do not work", &complaints);
    assert!(telephones > 0, "the site has no telephone link");
}

/// Bytes after brotli at its best.
fn compressed(bytes: &[u8]) -> usize {
    let mut out = Vec::new();
    let params = brotli::enc::BrotliEncoderParams::default();
    brotli::BrotliCompress(&mut &bytes[..], &mut out, &params).unwrap();
    out.len()
}

#[test]
fn the_first_page_is_light() {
    let site = repository_site();
    let tree = site.tree();
    let mut heavy = Vec::new();
    for page in site.pages() {
        let loaded: BTreeSet<String> = page
            .loads()
            .iter()
            .filter_map(|reference| match links::resolve(&page.path, reference) {
                // The validator comes while the reader is already reading; the page does not wait for it.
                links::Target::File(file, _) if !file.contains("tassel_validator") => Some(file),
                _ => None,
            })
            .collect();
        let files = loaded.iter().chain([&page.path]);
        // The self-check is a program as much as a page; what counts there is what comes over the line.
        let is_program = page.path.ends_with("self-check/index.html");
        let files = files.filter_map(|file| tree.0.get(file));
        let (total, limit) = if is_program {
            (files.map(|bytes| compressed(bytes)).sum::<usize>(), PROGRAM_LIMIT)
        } else {
            (files.map(Vec::len).sum(), FIRST_PAGE_LIMIT)
        };
        if total >= limit {
            heavy.push(format!("{}: {total} bytes with {loaded:?}", page.path));
        }
    }
    expect_none("pages that load too much", &heavy);
}

#[test]
fn a_browser_loads_no_more_than_the_page_says() {
    let site = repository_site();
    let mut pages = vec!["index.html".to_owned()];
    pages.extend(campaigns().iter().map(|id| format!("{id}/index.html")));
    let browser = Browser::start();
    for page in pages {
        let server = Server::start(&site.out());
        browser.open(&server.url(&page));
        let total: usize = server.requests().iter().map(|request| request.sent).sum();
        assert!(total > 1000 && total < FIRST_PAGE_LIMIT, "{page}: {total} bytes");
    }
}

#[test]
fn nothing_is_wider_than_a_phone() {
    let site = repository_site();
    let server = Server::start(&site.out());
    let browser = Browser::start();
    browser.resize(360, 780);
    let mut wide = Vec::new();
    for page in site.files().iter().filter(|path| path.ends_with(".html")) {
        browser.open(&server.url(page));
        let width = browser.run("return document.scrollingElement.scrollWidth", &[]);
        if width.as_u64().unwrap() > 360 {
            wide.push(format!("{page}: {width} px"));
        }
    }
    expect_none("pages that a phone must scroll sideways", &wide);
}

#[test]
fn pages_read_without_javascript() {
    let site = repository_site();
    let server = Server::start(&site.out());
    let with = Browser::start();
    let without = Browser::start_without_javascript();
    for id in campaigns() {
        let url = server.url(&format!("{id}/index.html"));
        with.open(&url);
        without.open(&url);
        let (full, plain) = (with.text("main").chars().count(), without.text("main").chars().count());
        assert!(
            plain * 10 >= full * 9,
            "{id}: {plain} letters without JavaScript, {full} with"
        );
    }
}

#[test]
fn no_other_host_is_asked_for_anything() {
    let tree: &Tree = &repository_site().tree();
    judge_pages("things loaded from elsewhere", |page| {
        let outside = |reference: &String| links::resolve(&page.path, reference) == links::Target::Outside;
        let loads = page.loads().into_iter().filter(outside);
        loads.filter(|reference| !reference.starts_with("data:")).collect()
    });
    for (path, bytes) in tree.0.iter().filter(|(path, _)| path.ends_with(".css")) {
        let found = html::css_references(&String::from_utf8_lossy(bytes));
        let outside = found.iter().any(|target| target.contains("//"));
        assert!(!outside, "{path} loads from elsewhere: {found:?}");
    }
}
