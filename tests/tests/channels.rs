//! The other channels: fragments for a content system and for WeChat, plain text for chats and text messages, and the page they are
//! copied from.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;

use scraper::{ElementRef, Html};
use serde_json::json;
use tassel_tests::site::{ADDRESS, BASE, NOW, SMALL, small_site};
use tassel_tests::{Browser, Built, Server, SiteTest, Tassel, Tree, codes, html, repository_site, tree};

/// The repository's content for a channel, placed at [`BASE`].
fn placed(channel: &str) -> Built {
    let site = SiteTest::new().copy_content();
    site.arg("--channel").arg(channel).arg("--base-url").arg(BASE).build()
}

/// A small site whose one notice has something of everything that an editor might not take.
fn small(channel: &str) -> SiteTest {
    let body = "\n各位同学：\n\n## 一、**时间**\n\n费用{{ route.onsite.fee }}。见[常见问题](/demo-2025/faq/)、[学信网](https://www.chsi.com.cn/)、\
                [邮箱](mailto:a@b.edu.cn)、c@d.edu.cn和[坏链接](javascript:alert(1))。\n\n| 校区 | 时间 |\n|---|---|\n| 本部 | 上午 |\n\n\
                1. 甲\n   - 乙\n2. 丙\n\n> 引文\n\n![流程图](/demo-2025/attachments/%E6%B5%81%E7%A8%8B.png)\n\n<b class=\"x\">原样</b>\n\n---\n\n```\nls\n```\n";
    let notice = "content/campaigns/demo-2025/notices/2025-03-01.md";
    let site = small_site()
        .bytes("content/campaigns/demo-2025/attachments/流程.png", &tiny_png())
        .bytes("content/campaigns/demo-2025/attachments/table.xlsx", b"not really")
        .edit(SMALL, |text| {
            format!(
                "{text}attachments:\n  - id: a1\n    no: 附件1\n    title: 安排表\n    file: table.xlsx\n    note: 请填好再交\n\
                 \x20 - id: a2\n    no: 附件2\n    title: 流程图\n    file: 流程.png\n"
            )
        })
        .edit(notice, |text| {
            let (front, _) = text.split_once("## ").unwrap();
            format!("{}attachments: [a1]\n---\n{body}", front.trim_end().trim_end_matches("---"))
        });
    site.arg("--channel").arg(channel)
}

fn tiny_png() -> Vec<u8> {
    let mut bytes = std::io::Cursor::new(Vec::new());
    let image = image::GrayImage::new(2, 2);
    image.write_to(&mut bytes, image::ImageFormat::Png).unwrap();
    bytes.into_inner()
}

/// The notices of the repository: each file's name in another channel without its ending, and its page on the site. English ones, too.
fn notices() -> Vec<(String, String)> {
    let files = repository_site().files().into_iter();
    let split = |page: String| {
        let (root, rest) = page.split_once("/notices/")?;
        let slug = rest.strip_suffix("/index.html")?;
        let stem = match root.strip_suffix("/en") {
            Some(id) => format!("{id}/{slug}.en"),
            None => format!("{root}/{slug}"),
        };
        Some((stem, page))
    };
    let found: Vec<_> = files.filter_map(split).collect();
    assert!(
        found.len() >= 6 && found.iter().any(|(stem, _)| stem.ends_with(".en")),
        "{found:?}"
    );
    found
}

fn squeezed_text(html: &str) -> String {
    html::squeeze(&Html::parse_fragment(html).root_element().text().collect::<String>())
}

/// Every element of a fragment, without the two that the parser puts around it.
fn elements(document: &Html) -> Vec<ElementRef<'_>> {
    let all = scraper::Selector::parse("*").unwrap();
    let found = document.select(&all);
    found
        .filter(|element| !matches!(element.value().name(), "html"))
        .collect()
}

/// One line for each element or attribute that isn't in `allowed` (element → its attributes besides `style`), and for each style that
/// moves things or loads something.
fn complaints(fragment: &str, allowed: &BTreeMap<&str, &[&str]>) -> Vec<String> {
    let document = Html::parse_fragment(fragment);
    let mut found = Vec::new();
    for element in elements(&document) {
        let name = element.value().name();
        let Some(attributes) = allowed.get(name) else {
            found.push(format!("<{name}>"));
            continue;
        };
        for (attribute, value) in element.value().attrs() {
            let styled = attribute == "style" && !value.contains("url(") && !value.contains("position");
            if !styled && !attributes.contains(&attribute) {
                found.push(format!("<{name} {attribute}={value:?}>"));
            }
        }
    }
    for raw in ["<html", "<head", "<body", "<script", "<style", "<link", "javascript:"] {
        if fragment.contains(raw) {
            found.push(raw.to_owned());
        }
    }
    found
}

fn cms_allows() -> BTreeMap<&'static str, &'static [&'static str]> {
    let mut allowed = wechat_allows();
    allowed.remove("section");
    allowed.extend([
        ("div", &[][..]),
        ("h2", &[]),
        ("h3", &[]),
        ("h4", &[]),
        ("ol", &["start"]),
        ("ul", &[]),
        ("li", &[]),
        ("a", &["href"]),
    ]);
    allowed
}

fn wechat_allows() -> BTreeMap<&'static str, &'static [&'static str]> {
    BTreeMap::from([
        ("section", &[][..]),
        ("p", &[]),
        ("span", &[]),
        ("strong", &[]),
        ("em", &[]),
        ("br", &[]),
        ("hr", &[]),
        ("blockquote", &[]),
        ("table", &["width", "border", "cellspacing", "cellpadding"]),
        ("tbody", &[]),
        ("tr", &[]),
        ("th", &["width"]),
        ("td", &["width"]),
        ("img", &["src", "alt", "width"]),
    ])
}

#[test]
fn every_notice_is_a_fragment_that_says_all_that_the_page_says() {
    for (channel, allowed) in [("cms", cms_allows()), ("wechat", wechat_allows())] {
        let built = placed(channel);
        for (stem, path) in notices() {
            let fragment = built.text(&format!("{stem}.html"));
            let found = complaints(&fragment, &allowed);
            assert!(found.is_empty(), "{channel} {stem}: {found:?}");
            let page = repository_site().page(&path);
            let title = html::text_of(page.select("h1")[0]);
            assert_eq!(
                html::squeeze(&built.text(&format!("{stem}.title.txt"))),
                html::squeeze(&title)
            );
            let text = squeezed_text(&fragment);
            let mut words = 0;
            let inner = scraper::Selector::parse("a, p, ul, ol").unwrap();
            let pieces = "p, li, h2, h3, td, th"
                .split(", ")
                .map(|tag| format!(".notice-body {tag}"));
            let pieces = page.select(&format!("{}, .signature span", pieces.collect::<Vec<_>>().join(", ")));
            // What holds others is compared piece by piece, and where links can't be, their address stands behind the words.
            for element in pieces.into_iter().filter(|piece| piece.select(&inner).next().is_none()) {
                let said = html::squeeze(&html::text_of(element));
                words += said.chars().count();
                assert!(text.contains(&said), "{channel} {stem}: {said}");
            }
            assert!(words > 60, "{stem} was compared with nothing");
        }
    }
}

#[test]
fn a_content_system_gets_links_files_and_fixed_tables() {
    let built = small("cms").build();
    let path = "demo-2025/2025-03-01.html";
    let fragment = built.text(path);
    assert_eq!(complaints(&fragment, &cms_allows()), Vec::<String>::new());
    for piece in [
        "<h2 style=",
        "费用15 元。",
        "<a href=\"https://www.chsi.com.cn/\"",
        "<a href=\"mailto:a@b.edu.cn\"",
        "<a href=\"mailto:c@d.edu.cn\"",
        "<a href=\"attachments/table.xlsx\"",
        "<img src=\"attachments/流程.png\" alt=\"流程图\"",
        "<table width=\"640\"",
        "<ol style=",
        "&lt;b class=&quot;x&quot;&gt;原样&lt;/b&gt;",
        "请填好再交",
    ] {
        assert!(fragment.contains(piece), "{piece}\n{fragment}");
    }
    // Where the site stands isn't known, so its pages can't be linked to; a script is never linked to.
    assert!(
        fragment.contains("见常见问题、") && fragment.contains("和坏链接。"),
        "{fragment}"
    );
    assert_eq!(
        built.text("demo-2025/2025-03-01.files.txt"),
        "attachments/流程.png\nattachments/table.xlsx\n"
    );
    assert_eq!(built.tree().0["demo-2025/attachments/table.xlsx"], b"not really");

    let there = built.change().arg("--base-url").arg(BASE).build();
    let link = format!("<a href=\"{ADDRESS}demo-2025/faq/\"");
    there.check_file(path, &link);
}

#[test]
fn wechat_gets_addresses_as_text_and_as_codes_to_press() {
    let built = small("wechat").arg("--base-url").arg(BASE).build();
    let fragment = built.text("demo-2025/2025-03-01.html");
    assert_eq!(complaints(&fragment, &wechat_allows()), Vec::<String>::new());
    assert!(fragment.contains("学信网（https://www.chsi.com.cn/）"), "{fragment}");
    assert!(fragment.contains("邮箱（a@b.edu.cn）"), "{fragment}");
    assert!(
        fragment.contains("附件1 安排表") && !fragment.contains("table.xlsx"),
        "{fragment}"
    );
    let files = built.text("demo-2025/2025-03-01.files.txt");
    let files: Vec<&str> = files.lines().collect();
    assert_eq!(files[0], "attachments/流程.png");
    let mut read = Vec::new();
    for file in &files[1..] {
        assert!(fragment.contains(&format!("<img src=\"{file}\"")), "{file}");
        read.extend(codes::read(&built.tree().0[&format!("demo-2025/{file}")]));
    }
    let faq = format!("{ADDRESS}demo-2025/faq/");
    let page = format!("{ADDRESS}demo-2025/");
    assert_eq!(read, [page, faq, "https://www.chsi.com.cn/".to_owned()]);
    for address in read {
        assert!(fragment.contains(&address), "{address} is not written out");
    }
}

#[test]
fn pictures_that_wechat_refuses_are_named() {
    let svg = "content/campaigns/demo-2025/attachments/流程.png";
    let run = small("wechat")
        .bytes(svg, b"<svg xmlns='http://www.w3.org/2000/svg'/>")
        .run();
    let run = run
        .expect_code(0)
        .expect_text("G102")
        .expect_text("流程.png 放不进公众号文章");
    assert!(run.stderr.contains("2025-03-01.md"), "{}", run.stderr);
    let mut large = tiny_png();
    large.resize(2 * 1024 * 1024 + 1, 0);
    let run = small("wechat").bytes(svg, &large).run();
    run.expect_code(0).expect_text("它有 2.1 MB");
    assert!(!small("wechat").run().expect_code(0).stderr.contains("G102"));
}

#[test]
fn a_notice_is_plain_text_in_which_nothing_is_lost() {
    let built = small("text").build();
    let text = built.text("demo-2025/2025-03-01.txt");
    assert_eq!(
        text,
        "关于2025届毕业生图像采集的通知\n\n各位同学：\n\n一、时间\n\n\
         费用15 元。见常见问题、学信网（https://www.chsi.com.cn/）、邮箱（a@b.edu.cn）、c@d.edu.cn和坏链接。\n\n\
         · 本部；时间：上午\n\n1. 甲\n   · 乙\n2. 丙\n\n引文\n\n（图：流程图）\n\n<b class=\"x\">原样</b>\n\n————\n\nls\n\n\
         附件：\n附件1 安排表\n\n教务处\n2025年3月1日\n"
    );
}

#[test]
fn a_correction_travels_with_both_notices() {
    let later = "---\ntitle: 关于更正费用的通知\noffice: 教务处\npublished: 2025-03-10\namends: 2025-03-01\nchanges:\n  - path: routes.onsite.fee.amount\n    \
                 from: 15\n    to: 12\n---\n\n每人{{ route.onsite.fee }}。\n";
    for channel in ["cms", "wechat", "text"] {
        let site = small_site().file("content/campaigns/demo-2025/notices/2025-03-10.md", later);
        let site = site.arg("--channel").arg(channel).build();
        let ending = if channel == "text" { "txt" } else { "html" };
        let old = squeezed_text(&site.text(&format!("demo-2025/2025-03-01.{ending}")));
        let new = squeezed_text(&site.text(&format!("demo-2025/2025-03-10.{ending}")));
        assert!(old.contains("本通知有1处已更正，见《关于更正费用的通知》"), "{old}");
        assert!(old.contains("每人15元") && old.contains("12元"), "{channel}: {old}");
        assert!(
            new.contains("本通知更正《关于2025届毕业生图像采集的通知》（2025年3月1日）的1处。"),
            "{new}"
        );
        assert!(new.contains("15元") && new.contains("每人12元"), "{channel}: {new}");
    }
}

#[test]
fn short_messages_hold_whole_facts_only() {
    let built = placed("text");
    let read = |path: &str| built.text(path).trim_end().to_owned();
    assert_eq!(
        read("sztu-2023/sms-70.txt"),
        "【深圳技术大学】2023届本科毕业生学历电子图像集体采集：11月4日（周五）9:00–12:00，在C-5教学楼111教室，费用15元。"
    );
    for id in repository_site().campaigns() {
        let page = repository_site().page(&format!("{id}/index.html")).squeezed();
        for limit in [70, 140] {
            let text = read(&format!("{id}/sms-{limit}.txt"));
            assert!(
                text.chars().count() <= limit,
                "{id}: {} characters: {text}",
                text.chars().count()
            );
            let (head, rest) = text.split_once('：').unwrap();
            assert!(
                page.contains(&html::squeeze(head.split_once('】').unwrap().1)),
                "{text}"
            );
            assert!(rest.contains('月') || rest.contains("待定"), "no time: {text}");
        }
        let long = read(&format!("{id}/sms-140.txt"));
        assert!(long.ends_with(&format!("详情 {ADDRESS}{id}/")), "{long}");
        let parts: Vec<String> = built
            .files()
            .into_iter()
            .filter(|path| path.starts_with(&format!("{id}/digest-")))
            .collect();
        assert!(!parts.is_empty(), "{id} has no announcement");
        for path in &parts {
            let part = read(path);
            assert!(part.chars().count() <= 600, "{path}: {}", part.chars().count());
        }
        let whole: String = parts.iter().map(|path| read(path)).collect();
        assert!(
            whole.contains(&format!("{ADDRESS}{id}/")) && whole.contains("费用："),
            "{whole}"
        );
    }
}

#[test]
fn a_title_that_leaves_no_room_is_named_and_nothing_is_cut() {
    let long = "关于组织".to_owned() + &"全体".repeat(30) + "毕业生采集";
    let site = small_site().arg("--channel").arg("text");
    let site = site.edit(SMALL, |text| {
        text.replace("title: 2025届毕业生图像采集", &format!("title: {long}"))
    });
    site.run()
        .expect_code(0)
        .expect_text("G101")
        .expect_text("70 字的短信写不下");
    let files = tree::list(&site.out());
    assert!(!files.contains(&"demo-2025/sms-70.txt".to_owned()), "{files:?}");
    assert!(files.contains(&"demo-2025/sms-140.txt".to_owned()), "{files:?}");
}

#[test]
fn a_channel_has_a_folder_of_its_own_and_keeps_the_last_one_when_it_fails() {
    let site = small_site();
    let run = |channel: &str, more: &[&str]| {
        let args = ["build", ".", "--now", NOW, "--channel", channel]
            .into_iter()
            .chain(more.iter().copied());
        Tassel::new(args).within(site.root()).run()
    };
    run("site", &[]).expect_code(0);
    let public = Tree::read(&site.out());
    for channel in ["cms", "wechat", "text"] {
        run(channel, &[])
            .expect_code(0)
            .expect_text(&format!("public-{channel}"));
        let own = site.root().join(format!("public-{channel}"));
        let before = Tree::read(&own);
        assert!(before.0.contains_key("index.html") && before.0.contains_key("manifest.json"));
        run(channel, &["--out", "public"])
            .expect_code(3)
            .expect_text("给别的渠道生成的");
        let notice = site.root().join("content/campaigns/demo-2025/notices/2025-03-01.md");
        let text = fs::read_to_string(&notice).unwrap();
        fs::write(&notice, text.replace("route.onsite.fee", "route.onsite.fees")).unwrap();
        run(channel, &[])
            .expect_code(1)
            .expect_text("route.onsite.fees")
            .expect_text("保持原样");
        fs::write(&notice, text).unwrap();
        Tree::read(&own).expect_same(&before);
    }
    Tree::read(&site.out()).expect_same(&public);
    run("fax", &[]).expect_code(2).expect_text("wechat");
}

#[test]
fn a_channel_is_the_same_bytes_each_time() {
    for channel in ["cms", "wechat", "text"] {
        placed(channel).tree().expect_same(&placed(channel).tree());
    }
}

/// Copies with a button and gives what the clipboard holds then: HTML, or nothing, and plain text.
fn copied(browser: &Browser, button: &str) -> (String, String) {
    browser.click(button);
    let status = || {
        browser.run(
            "return [...document.querySelectorAll('[role=status]')].map(s => s.textContent).join('')",
            &[],
        )
    };
    browser.wait_until("the button to answer", || status() != "");
    let read = "const items = await navigator.clipboard.read(), of = async type => items[0].types.includes(type) ? (await items[0].getType(type)).text() : '';\
                return [await of('text/html'), await of('text/plain')]";
    let found = browser.run_async(read, &[]);
    (
        found[0].as_str().unwrap().to_owned(),
        found[1].as_str().unwrap().to_owned(),
    )
}

#[test]
fn one_click_copies_what_is_to_be_pasted() {
    let built = small("cms").build();
    let server = Server::start(&built.out());
    let browser = Browser::start();
    browser.devtools(
        "Browser.grantPermissions",
        json!({ "permissions": ["clipboardReadWrite", "clipboardSanitizedWrite"] }),
    );
    browser.open(&server.url("index.html"));
    let (html, plain) = copied(&browser, "[data-copy=html]");
    let fragment = built.text("demo-2025/2025-03-01.html");
    assert_eq!(squeezed_text(&html), squeezed_text(&fragment));
    for piece in [
        "<h2 style=",
        "/attachments/table.xlsx\"",
        "width=\"640\"",
        "费用15 元。",
    ] {
        assert!(html.contains(piece), "{piece} in {html}");
    }
    // The page stands above the notice's files; what is pasted must not say so.
    assert!(!html.contains("demo-2025/"), "{html}");
    assert!(plain.contains("费用15 元。") && !plain.contains("<p"), "{plain}");

    browser.open(&server.url("index.html"));
    let (html, plain) = copied(&browser, "[data-copy=title]");
    assert_eq!((html.as_str(), plain.as_str()), ("", "关于2025届毕业生图像采集的通知"));

    // A browser that has no such clipboard still copies, from a selection.
    browser.open(&server.url("index.html"));
    browser.run(
        "Object.defineProperty(navigator, 'clipboard', { value: undefined, configurable: true })",
        &[],
    );
    browser.click("[data-copy=html]");
    browser.wait_until("the button to answer", || !browser.text("[role=status]").is_empty());
    assert!(
        browser.text("[role=status]").contains("已复制"),
        "{}",
        browser.text("[role=status]")
    );
    assert_eq!(browser.console(), Vec::<String>::new());
}

#[test]
fn the_page_to_copy_from_shows_all_and_asks_nobody() {
    for channel in ["cms", "wechat", "text"] {
        let built = placed(channel);
        let page = built.page("index.html");
        let titles: BTreeSet<String> = page.select("[data-title]").into_iter().map(html::text_of).collect();
        for (_, path) in notices() {
            let title = repository_site().page(&path);
            let title = title.attributes("meta[property='og:title']", "content")[0].to_owned();
            assert!(titles.contains(&title), "{channel}: {title}");
        }
        let broken = tassel_tests::links::broken(&built.tree());
        assert!(broken.is_empty(), "{broken:?}");
        if channel == "text" {
            let shown = page.text();
            let text = built.text("sztu-2023/sms-70.txt");
            let length = text.trim_end().chars().count();
            assert!(shown.contains(&format!("{length} 字，最多 70 字")), "{shown}");
        }
    }
}
