//! The feed, the site map, the facts as JSON, and what other programs read in a page's head.
//! Everything is read back by somebody else's parser and compared with the pages.

use std::collections::{BTreeMap, BTreeSet};

use roxmltree::{Document, Node};
use serde_json::Value;
use tassel_tests::site::{ADDRESS, BASE, SMALL, placed_site, small_site};
use tassel_tests::{Page, SiteTest, dates, html, links, repository_site};

fn scraper_texts(page: &Page, css: &str) -> Vec<String> {
    page.select(css).into_iter().map(html::text_of).collect()
}

#[test]
fn hostile_words_stay_words() {
    let site = small_site().edit(SMALL, |text| {
        text.replace("title: 2025届", "title: \"<&>\\\"]]>2025届")
            .replace("图像采集\nschool", "图像采集\"\nschool")
    });
    let site = site.build();
    let feed = site.text("feed.xml");
    let feed = Document::parse(&feed).unwrap();
    let labels: Vec<&str> = feed.descendants().filter_map(|node| node.attribute("label")).collect();
    assert_eq!(labels, ["<&>\"]]>2025届毕业生图像采集"]);
}

fn children<'a>(node: Node<'a, 'a>, name: &str) -> Vec<Node<'a, 'a>> {
    node.children()
        .filter(|child| child.tag_name().name() == name)
        .collect()
}

fn only<'a>(node: Node<'a, 'a>, name: &str) -> &'a str {
    let found = children(node, name);
    assert_eq!(found.len(), 1, "{name} in {node:?}");
    found[0].text().unwrap_or_default()
}

/// Checks what RFC 4287 demands and gives each entry's id, link and moment, in order.
fn entries(text: &str) -> Vec<(String, String, String)> {
    let document = Document::parse(text).unwrap_or_else(|error| panic!("{error}\n{text}"));
    let feed = document.root_element();
    assert_eq!(feed.tag_name().namespace(), Some("http://www.w3.org/2005/Atom"));
    assert_eq!(feed.tag_name().name(), "feed");
    assert!(only(feed, "id").starts_with("tag:") && !only(feed, "title").is_empty());
    let entry = |entry: Node<'_, '_>| {
        let text = |name: &str| children(entry, name)[0].text().unwrap_or_default().to_owned();
        for name in ["id", "title", "updated", "published", "summary"] {
            assert!(!text(name).is_empty(), "{name} in {entry:?}");
        }
        let author = children(children(entry, "author")[0], "name")[0];
        assert!(author.text().is_some());
        // A notice that a later one amends counts as changed on that day.
        assert!(text("updated") >= text("published"));
        let link = children(entry, "link")[0].attribute("href").unwrap();
        (text("id"), link.to_owned(), text("published"))
    };
    let entries: Vec<_> = children(feed, "entry").into_iter().map(entry).collect();
    let moments: Vec<&String> = entries.iter().map(|(_, _, moment)| moment).collect();
    assert!(
        moments.windows(2).all(|two| two[0] >= two[1]),
        "newest first: {moments:?}"
    );
    for moment in &moments {
        let clock = moment.strip_suffix("+08:00").unwrap();
        assert!(clock.len() == 19 && dates::is_valid_datetime(clock), "{moment}");
    }
    let updated = children(feed, "entry").into_iter();
    let updated = updated.filter_map(|entry| children(entry, "updated")[0].text());
    assert_eq!(updated.max(), Some(only(feed, "updated")));
    let ids: BTreeSet<&String> = entries.iter().map(|(id, _, _)| id).collect();
    assert_eq!(ids.len(), entries.len());
    assert!(ids.iter().all(|id| id.starts_with("tag:") && id.is_ascii()), "{ids:?}");
    entries
}

#[test]
fn the_feed_has_every_notice_with_a_link_that_works() {
    let site = repository_site();
    let notices: BTreeSet<String> = site
        .files()
        .into_iter()
        .filter(|path| path.contains("/notices/") && !path.contains("/en/"))
        .collect();
    let near = entries(&site.text("feed.xml"));
    let linked: BTreeSet<String> = near.iter().map(|(_, link, _)| link.clone()).collect();
    assert_eq!(linked, notices, "relative links lead from the feed to the pages");
    assert!(!site.text("feed.xml").contains("xml:base"));

    let placed = placed_site();
    let far = entries(&placed.text("feed.xml"));
    for (near, far) in near.iter().zip(&far) {
        assert_eq!(near.0, far.0, "ids stay when the site moves");
        assert_eq!(format!("{ADDRESS}{}", near.1.trim_end_matches("index.html")), far.1);
    }
    let feed = placed.text("feed.xml");
    assert!(feed.contains(&format!(
        "rel=\"self\" type=\"application/atom+xml\" href=\"{ADDRESS}feed.xml\""
    )));
    let page = site.page("sztu-2023/notices/2022-10-14/index.html");
    let title = page.attributes("meta[property='og:title']", "content")[0].to_owned();
    assert!(site.text("feed.xml").contains(&format!("<title>{title}</title>")));
}

#[test]
fn the_feed_keeps_the_fifty_newest_and_stands_without_any() {
    let notice = |day: usize| {
        format!(
            "---\ntitle: 第{day}号\noffice: 教务处\npublished: 2025-{:02}-{:02}\n---\n\n正文。\n",
            day / 28 + 1,
            day % 28 + 1
        )
    };
    let many = (0..60).fold(small_site(), |site, day| {
        site.file(&format!("content/campaigns/demo-2025/notices/n{day}.md"), &notice(day))
    });
    let read = entries(&many.build().text("feed.xml"));
    assert_eq!(read.len(), 50);
    assert!(
        read[0].0.ends_with("/n59") && read[0].2 == "2025-03-04T00:00:00+08:00",
        "{:?}",
        read[0]
    );

    let none = small_site().remove("content/campaigns/demo-2025/notices").build();
    let text = none.text("feed.xml");
    let document = Document::parse(&text).unwrap();
    assert_eq!(only(document.root_element(), "updated"), "2025-03-01T00:00:00+08:00");
    assert!(children(document.root_element(), "entry").is_empty());
}

#[test]
fn search_engines_get_every_page_once_the_address_is_known() {
    let site = repository_site();
    for path in ["sitemap.xml", "robots.txt"] {
        assert!(!site.files().contains(&path.to_owned()), "{path} without an address");
    }
    let site = placed_site();
    let text = site.text("sitemap.xml");
    let document = Document::parse(&text).unwrap();
    let root = document.root_element();
    assert_eq!(
        root.tag_name().namespace(),
        Some("http://www.sitemaps.org/schemas/sitemap/0.9")
    );
    let mut listed = BTreeMap::new();
    for url in children(root, "url") {
        let path = only(url, "loc").strip_prefix(ADDRESS).expect("an address of this site");
        assert!(path.is_empty() || path.ends_with('/'), "{path}");
        let day = children(url, "lastmod").first().and_then(|node| node.text());
        assert!(day.is_none_or(dates::is_valid_datetime), "{day:?}");
        listed.insert(format!("{path}index.html"), day.map(str::to_owned));
    }
    let pages: BTreeSet<String> = site.pages().into_iter().map(|page| page.path).collect();
    let listed_pages: BTreeSet<String> = listed.keys().cloned().chain(["404.html".to_owned()]).collect();
    assert_eq!(listed_pages, pages);
    let day = |path: &str| listed[path].as_deref();
    assert_eq!(day("sztu-2023/notices/2022-10-14/index.html"), Some("2022-10-14"));
    assert_eq!(day("self-check/index.html"), None);
    site.check_file("robots.txt", &format!("Sitemap: {ADDRESS}sitemap.xml\n"));
}

/// Every object of a JSON value, with the key it stands under.
fn objects<'a>(key: &'a str, value: &'a Value, visit: &mut dyn FnMut(&'a str, &'a serde_json::Map<String, Value>)) {
    match value {
        Value::Object(object) => {
            visit(key, object);
            object.iter().for_each(|(key, value)| objects(key, value, visit));
        }
        Value::Array(list) => list.iter().for_each(|value| objects(key, value, visit)),
        _ => {}
    }
}

#[test]
fn other_systems_read_the_facts_that_the_pages_show() {
    // A notice brings new facts: between these two moments there is none in the content.
    let built = |now: &str| SiteTest::new().copy_content().now(now).build();
    let (site, late) = (built("2026-11-21T09:00:00+08:00"), built("2027-02-28T09:00:00+08:00"));
    for id in site.campaigns() {
        let path = format!("{id}/campaign.json");
        let text = site.text(&path);
        assert!(text.ends_with("}\n"), "{path}");
        assert_eq!(text, late.text(&path), "facts don't depend on the moment of the build");
        let value: Value = serde_json::from_str(&text).unwrap();
        assert_eq!(value["format"], "tassel-campaign/1");
        assert_eq!(value["id"], id.as_str());
        let shown = site.page(&format!("{id}/index.html"));
        let words = shown.squeezed();
        for route in value["routes"].as_array().unwrap() {
            for text in [&route["name"], &route["summary"]] {
                assert!(words.contains(&html::squeeze(text.as_str().unwrap())), "{path}: {text}");
            }
        }
        let mut times = BTreeSet::new();
        objects("", &value, &mut |key, object| {
            assert!(object.keys().is_sorted(), "{path}: {key}");
            assert!(
                !object.contains_key("html") && !object.contains_key("state"),
                "{path}: {key}"
            );
            for edge in ["start", "end"].iter().filter_map(|edge| object.get(*edge)?.as_str()) {
                assert!(dates::is_valid_datetime(edge), "{path}: {key}: {edge}");
                times.insert(edge.to_owned());
            }
            let local = |link: &&str| !link.contains("://") && !link.contains("www.");
            for link in ["url", "calendar"]
                .iter()
                .filter_map(|key| object.get(*key)?.as_str())
                .filter(local)
            {
                let links::Target::File(file, _) = links::resolve(&path, link) else {
                    panic!("{path}: {link}");
                };
                assert!(site.files().contains(&file), "{path}: {link}");
            }
        });
        let printed: BTreeSet<String> = shown
            .attributes("time[datetime]", "datetime")
            .into_iter()
            .map(str::to_owned)
            .collect();
        assert!(
            !times.is_empty() && times.iter().any(|time| printed.contains(time)),
            "{path}"
        );
        assert!(!text.contains("<time"), "{path}");
        let linked = shown.attributes("main a[href]", "href");
        assert!(linked.contains(&"campaign.json"), "{id}: no link to the facts");
    }
    let placed: Value = serde_json::from_str(&placed_site().text("sztu-2023/campaign.json")).unwrap();
    assert_eq!(placed["url"], format!("{ADDRESS}sztu-2023/"));
    assert_eq!(placed["calendar"], format!("{ADDRESS}sztu-2023/campaign.ics"));
}

#[test]
fn the_head_of_a_page_says_what_others_show_of_it() {
    let (site, placed) = (repository_site(), placed_site());
    let notice = site.page("sztu-2023/notices/2022-10-14/index.html");
    let shown = notice.attributes("meta[property='og:description']", "content");
    assert!(
        site.text("feed.xml")
            .contains(&format!("<summary>{}</summary>", shown[0]))
    );
    for page in site.pages().iter().filter(|page| page.path != "404.html") {
        let meta = |page: &Page, name: &str| -> Vec<String> {
            let css = format!("head meta[property='og:{name}']");
            page.attributes(&css, "content")
                .into_iter()
                .map(str::to_owned)
                .collect()
        };
        let feed = page.attributes("head link[rel=alternate][type='application/atom+xml']", "href");
        assert_eq!(feed.len(), 1, "{}", page.path);
        assert_eq!(
            links::resolve(&page.path, feed[0]),
            links::Target::File("feed.xml".to_owned(), None)
        );
        let title = meta(page, "title");
        let head = scraper_texts(page, "head > title");
        assert!(
            title.len() == 1 && head[0].starts_with(&title[0]),
            "{}: {title:?} {head:?}",
            page.path
        );
        assert_eq!(
            meta(page, "description"),
            page.attributes("meta[name=description]", "content")
        );
        assert!(!meta(page, "description")[0].is_empty() && meta(page, "url").is_empty());
        assert!(page.select("link[rel=canonical]").is_empty());
        let there = placed.page(&page.path);
        let address = meta(&there, "url");
        assert_eq!(
            address,
            there.attributes("link[rel=canonical]", "href"),
            "{}",
            page.path
        );
        assert!(address[0].starts_with(BASE), "{address:?}");
    }
}
