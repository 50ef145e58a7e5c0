//! Drafts, times of publication and of taking down: what is on the site at which moment, and what is said of the rest.

use tassel_tests::site::{SMALL, small_site};
use tassel_tests::{Built, SiteTest};

const NOTICES: &str = "content/campaigns/demo-2025/notices";
const SECOND: &str = "demo-2025/notices/second/index.html";
/// A word that stands in the second notice only.
const WORD: &str = "独角兽";

/// The small site with a second notice that has these lines in its front matter.
fn with_second(lines: &str) -> SiteTest {
    small_site().now("2025-03-10T09:00:00+08:00").file(
        &format!("{NOTICES}/second.md"),
        &format!(
            "---\ntitle: 关于{WORD}的补充通知\noffice: 教务处\npublished: 2025-03-05\n{lines}---\n\n{WORD}也要拍照。\n"
        ),
    )
}

/// Files of the site that hold the second notice's word.
fn places(site: &Built) -> Vec<String> {
    let tree = site.tree();
    let holds = |bytes: &[u8]| String::from_utf8_lossy(bytes).contains(WORD);
    tree.0
        .iter()
        .filter(|(_, bytes)| holds(bytes))
        .map(|(path, _)| path.clone())
        .collect()
}

#[test]
fn a_draft_is_nowhere_on_the_site() {
    let shown = with_second("")
        .arg("--base-url")
        .arg("https://a.example.edu.cn")
        .build();
    let everywhere = places(&shown);
    for part in [
        "demo-2025/index.html",
        SECOND,
        "feed.xml",
        "search/index.html",
        "assets/search-index",
        "campaign.json",
    ] {
        assert!(
            everywhere.iter().any(|path| path.contains(part)),
            "{part}: {everywhere:?}"
        );
    }
    let map = shown.text("sitemap.xml");
    assert!(map.contains("notices/second/"), "{map}");

    let site = with_second("draft: true\n")
        .arg("--base-url")
        .arg("https://a.example.edu.cn");
    let run = site.run().expect_code(0);
    run.expect_text("没有放进去：草稿 1");
    let held = site.build();
    assert_eq!(places(&held), Vec::<String>::new());
    assert!(!held.text("sitemap.xml").contains("second"));
    assert!(
        !held.files().iter().any(|path| path.contains("second")),
        "{:?}",
        held.files()
    );
    for channel in ["cms", "wechat", "text"] {
        let build = |lines: &str| with_second(lines).arg("--channel").arg(channel).build();
        assert!(!places(&build("")).is_empty(), "{channel}");
        assert_eq!(places(&build("draft: true\n")), Vec::<String>::new(), "{channel}");
    }
    // The same site as without the file, to the last byte.
    let without = held.change().remove(&format!("{NOTICES}/second.md")).build();
    let fresh = with_second("draft: true\n")
        .arg("--base-url")
        .arg("https://a.example.edu.cn")
        .build();
    without.tree().expect_same(&fresh.tree());
}

#[test]
fn a_draft_is_checked_all_the_same() {
    let text = "---\ntitle: 草稿\noffice: 教务处\npublished: 2025-03-05\n草稿: true\n---\n\n{{ route.nowhere.fee }}，[看](/demo-2025/nothing/)\n";
    let site = small_site().file(&format!("{NOTICES}/second.md"), text);
    site.build_fails()
        .expect_text("错误[H103]")
        .expect_text("notices/second.md");
    let text = text.replace("{{ route.nowhere.fee }}", "");
    let site = site.file(&format!("{NOTICES}/second.md"), &text);
    site.build_fails()
        .expect_text("错误[L601]")
        .expect_text("notices/second.md:8");
    let site = site.file(
        &format!("{NOTICES}/second.md"),
        "---\ntitle: x\ndraft: vielleicht\n---\n",
    );
    site.build_fails().expect_text("notices/second.md:3");
}

#[test]
fn a_notice_appears_at_its_hour() {
    let at = |now: &str| with_second("publish_at: 2025-03-12 09:00\n").now(now);
    let early = at("2025-03-12T08:59:59+08:00");
    let run = early.run().expect_code(0).expect_text("没有放进去：没到发布时间 1");
    run.expect_text("下一次变化：2025年3月12日（周三）9:00发布“关于独角兽的补充通知”");
    assert_eq!(places(&early.build()), Vec::<String>::new());
    let on_time = at("2025-03-12T09:00:00+08:00");
    let run = on_time.run().expect_code(0);
    assert!(
        !run.stderr.contains("没有放进去") && !run.stderr.contains("下一次"),
        "{}",
        run.stderr
    );
    assert!(places(&on_time.build()).contains(&SECOND.to_owned()));
    // The moment is one and the same all over the world.
    assert!(!places(&at("2025-03-12T01:00:00Z").build()).is_empty());
    // A day alone begins at midnight in China; a time that is open never comes.
    let day = |now: &str| with_second("publish_at: 2025-03-12\n").now(now).build();
    assert!(places(&day("2025-03-11T15:59:59Z")).is_empty());
    assert!(!places(&day("2025-03-11T16:00:00Z")).is_empty());
    let open = with_second("publish_at: 待定\n").now("2999-01-01T00:00:00Z");
    open.run().expect_code(0).expect_text("没到发布时间 1");
}

#[test]
fn an_expired_notice_leaves_a_word_at_its_address() {
    let at = |now: &str| {
        with_second("expire_at: 2025-03-20\n")
            .now(now)
            .arg("--base-url")
            .arg("https://a.example.edu.cn")
    };
    let before = at("2025-03-20T23:59:59+08:00");
    before
        .run()
        .expect_text("下一次变化：2025年3月20日（周四）结束时下线“关于独角兽的补充通知”");
    assert!(before.build().text(SECOND).contains("也要拍照"));
    let after = at("2025-03-21T00:00:00+08:00");
    let run = after.run().expect_code(0).expect_text("没有放进去：已下线 1");
    assert!(!run.stderr.contains("警告"), "{}", run.stderr);
    let after = after.build();
    assert_eq!(places(&after), [SECOND], "only the tombstone names it");
    let page = after.page(SECOND);
    assert!(
        page.text().contains("这条通知已下线") && !page.text().contains("也要拍照"),
        "{}",
        page.text()
    );
    assert_eq!(page.attributes("meta[name=robots]", "content"), ["noindex"]);
    assert!(
        page.attributes("main a[href]", "href").contains(&"../../index.html"),
        "the way to the campaign"
    );
    assert!(!after.text("sitemap.xml").contains("second"));
}

#[test]
fn a_whole_campaign_waits_and_goes() {
    let campaign = |line: &str, now: &str| {
        let line = line.to_owned();
        small_site().edit(SMALL, move |text| format!("{text}{line}\n")).now(now)
    };
    let now = "2025-03-10T09:00:00+08:00";
    for line in ["草稿: true", "定时发布: 2025-03-11", "publish_at: 待定"] {
        let site = campaign(line, now).build();
        assert!(
            !site.files().iter().any(|path| path.starts_with("demo-2025")),
            "{line}: {:?}",
            site.files()
        );
        assert!(!site.text("index.html").contains("demo-2025"), "{line}");
        assert!(!site.text("feed.xml").contains("demo-2025"), "{line}");
    }
    let gone = campaign("下线: 2025-03-09", now);
    gone.run().expect_code(0).expect_text("已下线 1");
    let gone = gone.build();
    for page in ["", "schedule/", "faq/", "notices/2025-03-01/"] {
        let page = gone.page(&format!("demo-2025/{page}index.html"));
        assert!(page.text().contains("这次采集的页面已下线"), "{}", page.text());
        assert!(
            page.attributes("main a[href]", "href")
                .iter()
                .any(|href| href.ends_with("../index.html"))
        );
    }
    assert!(
        !gone
            .files()
            .iter()
            .any(|path| path.ends_with(".ics") || path.ends_with("campaign.json"))
    );
    assert!(!gone.text("index.html").contains("demo-2025"));
}

#[test]
fn links_to_what_is_not_there_say_why() {
    let linked = |lines: &str| {
        with_second(lines).edit(&format!("{NOTICES}/2025-03-01.md"), |text| {
            format!("{text}\n见[补充通知](/demo-2025/notices/second/)。\n")
        })
    };
    linked("").build();
    linked("draft: true\n")
        .build_fails()
        .expect_text("不在网站里，还是草稿")
        .expect_text("2025-03-01.md:11:");
    let waiting = linked("publish_at: 2025-03-12 09:00\n").build_fails();
    waiting.expect_text("不在网站里，2025年3月12日（周三）9:00 才发布");
    linked("publish_at: 待定\n").build_fails().expect_text("发布时间待定");
    // What has expired still answers: a warning, so that the nightly build goes on.
    let expired = linked("expire_at: 2025-03-06\n");
    expired
        .run()
        .expect_code(0)
        .expect_text("警告[L605]")
        .expect_text("2025年3月6日（周四）下线");
    // In a preview the link works.
    linked("draft: true\n").arg("--drafts").build();
}

#[test]
fn a_preview_shows_and_marks_them() {
    let site = with_second("publish_at: 2025-03-12 09:00\n")
        .file(
            &format!("{NOTICES}/third.md"),
            "---\ntitle: 再补充\noffice: 教务处\npublished: 2025-03-06\ndraft: true\n---\n\n正文。\n",
        )
        .file(
            &format!("{NOTICES}/fourth.md"),
            "---\ntitle: 旧的\noffice: 教务处\npublished: 2025-03-02\nexpire_at: 2025-03-03\n---\n\n正文。\n",
        )
        .arg("--drafts");
    site.run().expect_code(0).expect_text("只给预览用，不要放到网上");
    let site = site.build();
    assert!(
        site.page(SECOND)
            .text()
            .contains("定时发布：2025年3月12日（周三）9:00放进网站"),
        "{}",
        site.page(SECOND).text()
    );
    assert!(
        site.page("demo-2025/notices/third/index.html")
            .text()
            .contains("这是草稿")
    );
    assert!(
        site.page("demo-2025/notices/fourth/index.html")
            .text()
            .contains("已下线")
    );
    let marks = site
        .page("demo-2025/index.html")
        .attributes("#notices [data-held]", "data-held")
        .join(" ");
    assert_eq!(marks, "waiting draft");
    assert!(!site.text("demo-2025/campaign.json").contains("held"));
    let campaign = small_site()
        .edit(SMALL, |text| format!("{text}draft: true\n"))
        .arg("--drafts")
        .build();
    assert_eq!(
        campaign.page("index.html").attributes("main [data-held]", "data-held"),
        ["draft"]
    );
    assert_eq!(
        campaign
            .page("demo-2025/faq/index.html")
            .attributes("main [data-held]", "data-held"),
        ["draft"]
    );
    // Without such things a preview is the site.
    small_site()
        .arg("--drafts")
        .build()
        .tree()
        .expect_same(&small_site().build().tree());
}

#[test]
fn a_date_that_lies_ahead_is_asked_about() {
    let site = |lines: &str| {
        small_site().now("2025-03-10T09:00:00+08:00").file(
            &format!("{NOTICES}/second.md"),
            &format!("---\ntitle: x\noffice: 教务处\npublished: 2025-03-11\n{lines}---\n\n正文。\n"),
        )
    };
    site("")
        .run()
        .expect_code(0)
        .expect_text("警告[T219]")
        .expect_text("second.md:4");
    for lines in ["publish_at: 2025-03-11\n", "draft: true\n"] {
        let run = site(lines).run().expect_code(0);
        assert!(!run.stderr.contains("T219"), "{}", run.stderr);
    }
    // The sample content of the repository asks nothing.
    let now = "2026-11-22T09:00:00+08:00";
    let run = SiteTest::new().copy_content().now(now).run().expect_code(0);
    assert!(!run.stderr.contains("T219"), "{}", run.stderr);
}

#[test]
fn nothing_left_is_still_a_site() {
    let site = small_site().edit(SMALL, |text| format!("{text}draft: true\n"));
    site.run().expect_code(0).expect_text("0 个届次");
    let home = site.build().page("index.html").text();
    assert!(home.contains("现在没有正在进行的采集"), "{home}");
}

#[test]
fn a_fault_is_told_once_whatever_is_held_back() {
    let told = |fault: &str, lines: &str| {
        let theme = format!(
            "<!doctype html>\n<html lang=zh-CN><head><title>x</title></head><body>\n{fault}{{% block main %}}{{% endblock %}}</body></html>\n"
        );
        let site = with_second(lines).file("themes/school/templates/base.html", &theme);
        site.lint(&[]).expect_code(1).stderr
    };
    for (id, fault) in [("H102", "{{ site.titel }}"), ("L601", "<a href=\"gone.html\">x</a>")] {
        let count = |said: &str| said.matches(&format!("错误[{id}]")).count();
        let (plain, held) = (told(fault, ""), told(fault, "draft: true\n"));
        assert_eq!((count(&plain), count(&held)), (1, 1), "{id}\n{held}");
    }
}
