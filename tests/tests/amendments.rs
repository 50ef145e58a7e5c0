//! A notice that changes an earlier one: old and new on both notices, the value in force everywhere else, calendars, feed and data told.

use icalendar::parser::{read_calendar, unfold};
use icalendar::{Calendar, Component, Event, EventLike};
use roxmltree::Document;
use serde_json::Value;
use tassel_tests::{Built, Page, SiteTest, html, site::small_site, tests_folder};

const OLD: &str = "demo-2025/notices/2025-03-01/index.html";
const NEW: &str = "demo-2025/notices/2025-03-10/index.html";

const FIRST: &str = "---
title: 关于2025届毕业生图像采集的通知
office: 教务处
published: 2025-03-01
---

{{ route.onsite.session.gym.time }}，{{ route.onsite.session.gym.venue }}，每人{{ route.onsite.fee }}。
";

const SECOND: &str = "---
标题: 关于更正图像采集安排的通知
部门: 教务处
发布: 2025-03-10 15:00
更正: 2025-03-01
变更:
  - 位置: 路线.onsite.场次.gym.开始
    原值: 2025年4月10日 9:00
    新值: 2025-04-10 14:00
    原因: 体育馆上午有考试
  - path: routes.onsite.sessions.gym.end
    from: 2025-04-10 12:00
    to: 2025-04-10 17:00
  - path: routes.onsite.fee.amount
    from: 13.50元
    to: 12
    reason: 图片社降价
  - path: contacts.jwc.phones
    from: 0101-5550101
    to: 0101-5550102、0101-5550103
  - path: contacts.jwc.hours
    to: 周一至周五
---

拍摄改到{{ route.onsite.session.gym.time }}，每人{{ route.onsite.fee }}。
";

const THIRD: &str = "---
title: 关于再次更正的通知
office: 教务处
published: 2025-03-15
amends: 2025-03-10
changes:
  - path: routes.onsite.sessions.gym.venue
    from: 体育馆
    to: 图书馆报告厅
---

改到{{ route.onsite.session.gym.venue }}。
";

fn notice(slug: &str) -> String {
    format!("content/campaigns/demo-2025/notices/{slug}.md")
}

/// The small site with three routes, before anything was amended.
fn before() -> SiteTest {
    small_site()
        .copy_from(&tests_folder().join("faq/content"), "content")
        .file(&notice("2025-03-01"), FIRST)
}

fn after() -> SiteTest {
    before()
        .file(&notice("2025-03-10"), SECOND)
        .file(&notice("2025-03-15"), THIRD)
}

fn events(site: &Built, path: &str) -> Vec<Event> {
    let text = unfold(&site.text(path));
    let calendar = Calendar::from(read_calendar(&text).unwrap());
    calendar.events().cloned().collect()
}

fn event(site: &Built, uid: &str) -> Event {
    let all = events(site, "demo-2025/campaign.ics");
    all.into_iter()
        .find(|event| event.get_uid().is_some_and(|own| own.starts_with(uid)))
        .unwrap()
}

fn cells(page: &Page, css: &str) -> Vec<Vec<String>> {
    let row = scraper::Selector::parse("th, td").unwrap();
    let rows = page.select(&format!("{css} tbody tr"));
    rows.iter()
        .map(|tr| {
            tr.select(&row)
                .map(|cell| html::text_of(cell).trim().to_owned())
                .collect()
        })
        .collect()
}

fn text(page: &Page, css: &str) -> String {
    page.select(css)
        .into_iter()
        .map(html::text_of)
        .collect::<Vec<_>>()
        .join(" ")
}

#[test]
fn the_pages_of_the_campaign_show_what_is_in_force() {
    let old = before().build();
    assert!(old.page("demo-2025/index.html").squeezed().contains("13.5元"));
    assert!(
        old.page("demo-2025/index.html")
            .select(".amended, .amendment-note")
            .is_empty()
    );

    let site = after().build();
    let page = site.page("demo-2025/index.html");
    for there in ["14:00–17:00", "图书馆报告厅", "每人12元", "0101-5550103", "周一至周五"] {
        assert!(
            site.page("demo-2025/faq/index.html").squeezed().contains(there) || page.squeezed().contains(there),
            "{there}"
        );
    }
    assert!(!page.squeezed().contains("13.5元") && !page.squeezed().contains("9:00–12:00"));
    // Beside each changed fact stands the way to the last notice that changed it.
    let mark = |css: &str| {
        page.attributes(&format!("{css} .amended"), "href")
            .into_iter()
            .map(str::to_owned)
            .collect::<Vec<_>>()
    };
    assert_eq!(
        mark("#route-onsite tbody tr:first-child"),
        ["notices/2025-03-15/index.html"]
    );
    assert!(mark("#route-onsite tbody tr:last-child").is_empty());
    assert_eq!(mark("#contact-jwc"), ["notices/2025-03-10/index.html"]);
    assert!(mark("#route-upload").is_empty());
    let schedule = site.page("demo-2025/schedule/index.html");
    assert_eq!(
        schedule.attributes(".schedule .amended", "href"),
        ["../notices/2025-03-15/index.html"]
    );
    assert!(text(&page, ".amendment-note").contains("2025年3月15日更正了 1 处"));
}

#[test]
fn old_and_new_stand_on_both_notices() {
    let site = after().build();
    let (old, new) = (site.page(OLD), site.page(NEW));
    let rows = cells(&old, ".amendment .changes");
    let expected = [
        [
            "现场集中采集（体育馆）·开始",
            "2025年4月10日（周四）9:00",
            "2025年4月10日（周四）14:00",
            "体育馆上午有考试",
        ],
        [
            "现场集中采集（体育馆）·结束",
            "2025年4月10日（周四）12:00",
            "2025年4月10日（周四）17:00",
            "—",
        ],
        ["现场集中采集·费用", "13.5 元", "12 元", "图片社降价"],
        ["教务处·电话", "0101-5550101", "0101-5550102、0101-5550103", "—"],
        ["教务处·工作时间", "没有写", "周一至周五", "—"],
    ];
    assert_eq!(rows, expected);
    assert!(text(&old, ".amendment").contains("本通知有 5 处已更正"));
    assert_eq!(old.attributes(".amendment p a", "href"), ["../2025-03-10/index.html"]);
    // The amending notice shows the same and leads back; it was amended itself.
    assert_eq!(cells(&new, ".amendment:last-of-type .changes"), expected);
    assert_eq!(
        new.attributes(".amendment p a", "href"),
        ["../2025-03-15/index.html", "../2025-03-01/index.html"]
    );
    assert_eq!(
        cells(&new, ".amendment:first-of-type .changes"),
        [["现场集中采集（体育馆）·地点", "体育馆", "图书馆报告厅"]]
    );
}

#[test]
fn a_notice_says_what_held_when_it_came_out() {
    let site = after().build();
    let body = |path: &str| html::squeeze(&text(&site.page(path), ".notice-body"));
    assert_eq!(body(OLD), "2025年4月10日（周四）9:00–12:00，体育馆，每人13.5元。");
    assert_eq!(body(NEW), "拍摄改到2025年4月10日（周四）14:00–17:00，每人12元。");
    assert_eq!(body("demo-2025/notices/2025-03-15/index.html"), "改到图书馆报告厅。");
}

#[test]
fn calendars_replace_the_events_that_changed() {
    let (old, new) = (before().build(), after().build());
    for uid in [
        "route.onsite.session.gym@",
        "route.onsite.session.south@",
        "route.upload.window@",
    ] {
        let (old, new) = (event(&old, uid), event(&new, uid));
        assert_eq!(old.get_uid(), new.get_uid());
        assert_eq!(old.get_sequence(), Some(0));
        assert_eq!(old.property_value("LAST-MODIFIED"), None);
        let changed = uid.contains("gym");
        // Two notices changed it, five changes or one.
        assert_eq!(new.get_sequence(), Some(if changed { 2 } else { 0 }), "{uid}");
        let modified = changed.then_some("20250314T160000Z");
        assert_eq!(new.property_value("LAST-MODIFIED"), modified, "{uid}");
    }
    let gym = event(&new, "route.onsite.session.gym@");
    assert_eq!(gym.property_value("DTSTART"), Some("20250410T060000Z"));
    assert_eq!(gym.get_location(), Some("图书馆报告厅"));
    assert_eq!(gym.property_value("DTSTAMP"), Some("20250314T160000Z"));
}

#[test]
fn the_feed_says_old_and_new() {
    let site = after().build();
    let feed = site.text("feed.xml");
    let document = Document::parse(&feed).unwrap();
    let child = |entry: roxmltree::Node<'_, '_>, name: &str| {
        let found = entry.children().find(|node| node.tag_name().name() == name);
        found.and_then(|node| node.text().map(str::to_owned)).unwrap()
    };
    let entry = |slug: &str| {
        let mut all = document.descendants().filter(|node| node.tag_name().name() == "entry");
        all.find(|entry| child(*entry, "id").ends_with(slug)).unwrap()
    };
    let (old, new) = (entry("2025-03-01"), entry("2025-03-10"));
    assert_eq!(child(old, "published"), "2025-03-01T00:00:00+08:00");
    assert_eq!(child(old, "updated"), "2025-03-10T15:00:00+08:00");
    assert_eq!(child(new, "updated"), "2025-03-15T00:00:00+08:00");
    assert_eq!(child(document.root_element(), "updated"), "2025-03-15T00:00:00+08:00");
    let summary = child(new, "summary");
    assert!(
        summary.starts_with("更正：现场集中采集（体育馆）·开始由2025年4月10日（周四）9:00改为"),
        "{summary}"
    );
    let category =
        |entry: roxmltree::Node<'_, '_>| entry.children().any(|node| node.attribute("term") == Some("amendment"));
    assert!(category(new) && !category(old));
}

#[test]
fn other_systems_can_read_the_amendments() {
    let site = after().build();
    let facts: Value = serde_json::from_str(&site.text("demo-2025/campaign.json")).unwrap();
    let amendments = facts["amendments"].as_array().unwrap();
    assert_eq!(amendments.len(), 2);
    assert_eq!(amendments[0]["notice"]["slug"], "2025-03-10");
    assert_eq!(amendments[0]["amends"]["url"], "notices/2025-03-01/index.html");
    let fee = &amendments[0]["changes"][2];
    assert_eq!(
        (&fee["path"], &fee["from"], &fee["to"]),
        (&"routes.onsite.fee.amount".into(), &"13.5 元".into(), &"12 元".into())
    );
    assert_eq!(amendments[1]["events"], Value::from(vec!["route.onsite.session.gym"]));
    assert_eq!(facts["routes"][0]["fee"]["text"], "12 元");
}

#[test]
fn changes_hold_from_the_day_of_their_notice() {
    let site = after().now("2025-03-12T09:00:00+08:00").build();
    let page = site.page("demo-2025/index.html");
    assert!(page.squeezed().contains("12元") && page.squeezed().contains("体育馆"));
    assert!(!page.squeezed().contains("图书馆报告厅"));
    assert!(text(&site.page(NEW), ".amendment").contains("关于2025届毕业生图像采集的通知"));
    assert!(!text(&site.page(NEW), ".amendment").contains("图书馆报告厅"));
    let early = after().now("2025-03-02T09:00:00+08:00").build();
    assert!(early.page("demo-2025/index.html").squeezed().contains("13.5元"));
    assert!(early.page(OLD).select(".amendment").is_empty());
}

#[test]
fn an_announced_hour_takes_the_place_of_the_open_one() {
    let route = "content/campaigns/demo-2025/routes/onsite.yaml";
    let open = before().edit(route, |text| {
        text.replace("start: 2025-04-11\n", "start: 2025-04-11\n    hours_tba: true\n")
    });
    let open = open.edit(route, |text| text.replace("    half_day: 上午\n", ""));
    assert!(open.run().code == Some(0));
    let told = open.file(
        &notice("2025-03-10"),
        "---\ntitle: 补充通知\noffice: 教务处\npublished: 2025-03-10\namends: 2025-03-01\nchanges:\n  - path: routes.onsite.sessions.south.start\n    from: 2025-04-11\n    to: 2025-04-11 8:30\n  - path: routes.onsite.sessions.south.venue\n    from: 待定\n    to: 南区礼堂\n---\n\n见上。\n",
    );
    let page = told.build().page("demo-2025/index.html");
    let row = html::squeeze(&text(&page, "#route-onsite tbody tr:last-child"));
    assert!(
        row.contains("2025年4月11日（周五）8:30") && row.contains("南区礼堂") && !row.contains("待定"),
        "{row}"
    );
}

#[test]
fn a_notice_elsewhere_says_so_too() {
    let site = after().arg("--channel").arg("cms").build();
    let fragment = |slug: &str| {
        let page = Page::parse(slug, &site.text(&format!("demo-2025/{slug}.html")));
        page.squeezed()
    };
    let old = fragment("2025-03-01");
    assert!(
        old.contains("本通知有5处已更正，见《关于更正图像采集安排的通知》（2025年3月10日）"),
        "{old}"
    );
    assert!(old.contains("9:00–12:00，体育馆，每人13.5元"), "{old}");
    let new = fragment("2025-03-10");
    assert!(
        new.contains("本通知更正《关于2025届毕业生图像采集的通知》（2025年3月1日）的5处"),
        "{new}"
    );
    assert!(new.contains("13.5元12元图片社降价"), "{new}");
}

#[test]
fn what_was_amended_stays_so_when_the_notice_is_taken_down() {
    let site = after().edit(&notice("2025-03-10"), |text| {
        text.replace("更正: ", "expire_at: 2025-06-30\n更正: ")
    });
    let site = site.build();
    let page = site.page("demo-2025/index.html");
    assert!(page.squeezed().contains("12元") && !page.squeezed().contains("13.5元"));
    // The banner leads to the page that says that the notice was taken down.
    assert_eq!(
        site.page(OLD).attributes(".amendment p a", "href"),
        ["../2025-03-10/index.html"]
    );
    assert!(!site.page(NEW).squeezed().contains("拍摄改到"));
}

#[test]
fn a_draft_changes_nothing_but_the_preview() {
    let draft = || {
        after().edit(&notice("2025-03-15"), |text| {
            text.replace("office", "draft: true\noffice")
        })
    };
    let site = draft().build();
    assert!(site.page("demo-2025/index.html").squeezed().contains("体育馆"));
    assert!(!site.files().iter().any(|file| file.contains("2025-03-15")));
    let preview = draft().arg("--drafts").build();
    assert!(preview.page("demo-2025/index.html").squeezed().contains("图书馆报告厅"));
}

#[test]
fn classes_are_placed_into_the_sessions_in_force() {
    let listed = after().file(
        "content/campaigns/demo-2025/classes.csv",
        "学院,专业,班级,人数\n理学院,数学,数学1班,30\n",
    );
    let route = "content/campaigns/demo-2025/routes/onsite.yaml";
    let listed = listed.edit(route, |text| format!("{text}pace:\n  per_hour: 60\n  per: total\n"));
    let site = listed.build();
    let classes: Vec<String> = site
        .files()
        .into_iter()
        .filter(|path| path.starts_with("demo-2025/c/") && path.ends_with("/index.html"))
        .collect();
    assert!(classes.len() >= 2, "{classes:?}");
    for page in classes.iter().filter(|path| path.matches('/').count() > 2) {
        let said = site.page(page).text();
        assert!(said.contains("14:") && !said.contains("9:"), "{page}: {said}");
    }
    let files = site.files();
    let calendar = files
        .iter()
        .find(|path| path.starts_with("demo-2025/c/") && path.ends_with(".ics"));
    let class = &events(&site, calendar.unwrap())[0];
    assert_eq!(class.get_sequence(), Some(2), "{class:?}");
}

#[test]
fn what_is_counted_from_a_changed_time_changes_with_it() {
    let campaign = "content/campaigns/demo-2025/campaign.yaml";
    let route = "content/campaigns/demo-2025/routes/onsite.yaml";
    let site = after()
        .edit(route, |text| text.replace("    start: 2025-04-11\n    half_day: 上午\n", "    start: 2025-04-09\n"))
        .edit(campaign, |text| text.replace("    relative: 拍摄40天后\n", "    start:\n      after: 拍摄\n      days: 40\n"))
        .file(
            &notice("2025-03-16"),
            "---\ntitle: 延期\noffice: 教务处\npublished: 2025-03-16\namends: 2025-03-01\nchanges:\n  - path: routes.onsite.sessions.south.start\n    from: 2025-04-09\n    to: 2025-04-20\n---\n\n延期。\n",
        );
    let site = site.build();
    let check = event(&site, "verify.chsi@");
    assert!(check.get_sequence().is_some_and(|sequence| sequence > 0), "{check:?}");
    assert_eq!(event(&site, "route.upload.window@").get_sequence(), Some(0));
}
