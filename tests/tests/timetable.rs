//! From a class list to each class's time: what the command prints, what the pages, calendars and `campaign.json` say, and what stays
//! when the list changes.

use std::collections::BTreeMap;

use icalendar::{Calendar, CalendarDateTime, Component as _, DatePerhapsTime, EventLike as _};
use rust_xlsxwriter::{ExcelDateTime, Format, Workbook};
use tassel_tests::site::{ADDRESS, BASE};
use tassel_tests::{Built, Run, SiteTest, Tassel, html, links, repository_site, tests_folder};

const CAMPAIGN: &str = "content/campaigns/demo-2025";
const ROUTE: &str = "content/campaigns/demo-2025/routes/onsite.yaml";

/// Two campuses, three sessions, 34 classes.
fn site() -> SiteTest {
    SiteTest::new()
        .copy_from(&tests_folder().join("timetable/content"), "content")
        .now("2025-04-05T09:00:00+08:00")
}

/// The same with another list.
fn site_with(list: &str) -> SiteTest {
    site().file(&format!("{CAMPAIGN}/classes.csv"), list)
}

fn timetable(site: &SiteTest, args: &[&str]) -> Run {
    let args = ["timetable", "."].iter().chain(args);
    Tassel::new(args).within(site.root()).run()
}

/// Class → when it has to be there and when it is photographed, as the command prints them.
fn times(printed: &str) -> BTreeMap<String, String> {
    let line = |line: &str| {
        let (arrive, rest) = line.split_once(" 到  ")?;
        let mut words = rest.split_whitespace();
        let clock = words.next()?;
        Some((words.next()?.to_owned(), format!("{} {clock}", arrive.trim())))
    };
    printed.lines().filter_map(line).collect()
}

#[test]
fn the_timetable_of_34_classes() {
    let run = timetable(&site(), &[]).expect_code(0);
    assert_eq!(run.stderr, "");
    insta::assert_snapshot!("timetable_of_34_classes", run.stdout);
}

#[test]
fn every_class_has_a_page_with_its_facts() {
    let site = site().arg("--base-url").arg(BASE).build();
    let printed = times(&timetable(&self::site(), &[]).stdout);
    assert_eq!(printed.len(), 34);
    for (class, times) in &printed {
        let page = site.page(&format!("demo-2025/c/{class}/index.html"));
        let (arrive, clock) = times.split_once(' ').unwrap();
        let squeezed = page.squeezed();
        let day = if clock_is_south(&page.text()) {
            "2025年4月11日（周五）"
        } else {
            "2025年4月10日（周四）"
        };
        for fact in [
            format!("哪一天{day}"),
            format!("几点到{arrive}"),
            format!("几点拍{clock}"),
            "带什么身份证原件".to_owned(),
            "费用15元".to_owned(),
        ] {
            assert!(squeezed.contains(&fact), "{class}: {fact}\n{squeezed}");
        }
        // The code on the door leads back here.
        assert!(page.text().contains(&format!("{BASE}demo-2025/c/{class}/")), "{class}");
        assert_eq!(page.select("figure.qr svg").len(), 1);
        let linked: Vec<String> = page
            .attributes("main a", "href")
            .into_iter()
            .filter_map(|href| match links::resolve(&page.path, href) {
                links::Target::File(file, _) => Some(file),
                _ => None,
            })
            .collect();
        for file in [
            "demo-2025/c/index.html".to_owned(),
            "demo-2025/self-check/index.html".to_owned(),
            format!("demo-2025/c/{class}/{class}.ics"),
        ] {
            assert!(linked.contains(&file), "{class}: {file} not in {linked:?}");
        }
    }
}

fn clock_is_south(text: &str) -> bool {
    text.contains("南校区 大学生活动中心")
}

#[test]
fn the_schedule_and_the_list_of_classes_lead_to_every_class() {
    let site = site().build();
    let schedule = site.page("demo-2025/schedule/index.html");
    let list = site.page("demo-2025/c/index.html");
    for page in [&schedule, &list] {
        let names: Vec<String> = page
            .select(".slots tbody th a")
            .into_iter()
            .map(html::text_of)
            .collect();
        assert_eq!(names.len(), 34, "{}", page.path);
        for (name, href) in names.iter().zip(page.attributes(".slots tbody th a", "href")) {
            assert!(href.ends_with(&format!("{name}/index.html")), "{name}: {href}");
        }
    }
    let order: Vec<String> = schedule
        .select("#classes-n1 tbody td:first-child")
        .into_iter()
        .map(html::text_of)
        .collect();
    assert_eq!(order[..3], ["8:40", "8:51", "9:03"]);
    assert_eq!(list.select(".colleges a").len(), 6);
    let overview = site.page("demo-2025/index.html");
    assert_eq!(
        overview
            .attributes(".lead .buttons a", "href")
            .iter()
            .filter(|href| **href == "c/index.html")
            .count(),
        1
    );
}

#[test]
fn what_a_hall_can_take_is_computed_where_it_is_known() {
    let schedule = |id: &str| repository_site().page(&format!("{id}/schedule/index.html")).squeezed();
    assert!(schedule("sztu-2023").contains("能拍多少人3小时，每小时150人，最多拍450人"));
    let foshan = schedule("foshan-12736-2025");
    assert!(
        foshan.contains("能拍多少人一个班的时间里约拍40人。整场的人数，等公布了起止钟点才算得出来。"),
        "{foshan}"
    );
    assert!(!schedule("hqu-2025").contains("能拍多少人"));
    // Pauses count for nothing; without a number of cameras it is said for each.
    let site = site_with(SMALL).edit(&format!("{CAMPAIGN}/routes/onsite.yaml"), |text| {
        text.replacen("    machines: 2\n", "", 1)
    });
    let run = site
        .run()
        .expect_code(0)
        .expect_text("警告[S602]: 1 个场次没有写机位（几台相机），只能算出“n1”每台可拍 600 人");
    drop(run);
    let page = site.build().page("demo-2025/schedule/index.html").squeezed();
    assert!(
        page.contains("北校区体育馆：6小时，每台每小时100人，每台最多拍600人"),
        "{page}"
    );
}

fn second(date: DatePerhapsTime) -> i64 {
    match date {
        DatePerhapsTime::DateTime(CalendarDateTime::Utc(moment)) => moment.timestamp(),
        other => panic!("not in UTC: {other:?}"),
    }
}

#[test]
fn the_calendar_of_a_class_says_when_to_be_there() {
    let site = site().arg("--base-url").arg(BASE).build();
    let text = site.text("demo-2025/c/临床2201/临床2201.ics");
    let calendar: Calendar = text.parse().unwrap();
    let events: Vec<&icalendar::Event> = calendar.events().collect();
    let [event] = events[..] else { panic!("{text}") };
    assert_eq!(event.get_uid(), Some("class.临床2201@demo-2025.tassel"));
    assert_eq!(
        event.get_summary(),
        Some("现场集中采集·临床2201：15:41 到场，16:01–16:15 拍摄")
    );
    assert_eq!(event.get_location(), Some("南校区 大学生活动中心"));
    // 2025-04-11 15:41 and 16:15 in China.
    assert_eq!(second(event.get_start().unwrap()), 1_744_357_260);
    assert_eq!(second(event.get_end().unwrap()), 1_744_357_260 + 34 * 60);
    assert!(
        event.get_url().unwrap().starts_with(&format!("{ADDRESS}demo-2025/c/")),
        "{text}"
    );
    assert_eq!(text.matches("BEGIN:VALARM").count(), 2);
}

#[test]
fn campaign_json_has_every_class_and_nobody_s_name() {
    let site = site().build();
    let facts: serde_json::Value = serde_json::from_str(&site.text("demo-2025/campaign.json")).unwrap();
    let table = &facts["timetable"];
    let classes = table["classes"].as_array().unwrap();
    assert_eq!((classes.len(), &table["people"]), (34, &serde_json::json!(1229)));
    let class = &classes[0];
    assert_eq!(class["name"], "软件2201");
    assert_eq!(class["time"]["start"], "2025-04-10T09:00+08:00");
    assert_eq!(class["arrive"]["start"], "2025-04-10T08:40+08:00");
    assert_eq!(class["url"], "c/%E8%BD%AF%E4%BB%B62201/index.html");
    assert_eq!(table["sessions"][0]["capacity"]["people"], 1200);
}

const SMALL: &str = "班级,人数,校区\n软件2201,38,北校区\n软件2202,40,北校区\n英语2201,25,北校区\n";

#[test]
fn announced_times_stay_and_the_command_says_who_moved() {
    let site = site_with(SMALL);
    let first = timetable(&site, &["--lock"]).expect_code(0);
    let lock = format!("{CAMPAIGN}/timetable.lock.csv");
    assert_eq!(
        std::fs::read_to_string(site.root().join(&lock)).unwrap(),
        "\u{feff}代号,班级,场次,开始时间,人数\n软件2201,软件2201,n1,2025-04-10 9:00,38\n软件2202,软件2202,n1,2025-04-10 9:11,40\n英语2201,英语2201,n1,2025-04-10 9:23,25\n"
    );
    let before = times(&first.stdout);

    // A class at the head of the list, and one that is gone: the others keep their times.
    let site = site.edit(&format!("{CAMPAIGN}/classes.csv"), |text| {
        text.replace("软件2201,38,北校区\n", "网络2201,30,北校区\n")
    });
    let run = timetable(&site, &[])
        .expect_code(0)
        .expect_text("公布过的时间都没有变")
        .expect_text("新排进来的班：\n  网络2201 4月10日 9:00");
    let after = times(&run.stdout);
    assert_eq!(
        (&after["软件2202"], &after["英语2201"]),
        (&before["软件2202"], &before["英语2201"])
    );

    // A class that grew does not push the others aside: it moves itself, and the build says so.
    let site = site.edit(&format!("{CAMPAIGN}/classes.csv"), |text| {
        text.replace("软件2202,40", "软件2202,60")
    });
    let run = timetable(&site, &[])
        .expect_code(0)
        .expect_text("软件2202 4月10日 9:11 → 9:30");
    assert_eq!(times(&run.stdout)["英语2201"], before["英语2201"]);
    site.run()
        .expect_code(0)
        .expect_text("警告[K212]: 有 1 个班和公布过的时间不同：软件2202 4月10日 9:11 → 9:30");

    // Nothing is written without being told to; told to, the next run has nothing to say.
    let kept = std::fs::read(site.root().join(&lock)).unwrap();
    timetable(&site, &[]).expect_code(0);
    assert_eq!(std::fs::read(site.root().join(&lock)).unwrap(), kept);
    timetable(&site, &["--lock"]).expect_code(0);
    timetable(&site, &["--lock"]).expect_code(0).expect_text("没有改动");
    assert_eq!(site.run().expect_code(0).stderr.matches("警告").count(), 0);
}

#[test]
fn hours_that_a_later_notice_announces_make_the_timetable() {
    let site = site_with(SMALL).edit(&format!("{CAMPAIGN}/routes/onsite.yaml"), |text| {
        text.replacen("2025-04-10 09:00", "2025-04-10", 1)
            .replacen("    end: 2025-04-10 17:00\n", "", 1)
    });
    let built = site.build();
    assert!(
        built
            .page("demo-2025/c/软件2201/index.html")
            .squeezed()
            .contains("哪一天待定")
    );
    assert!(
        !built
            .files()
            .iter()
            .any(|file| file.contains("/c/") && file.ends_with(".ics"))
    );
    let site = built.change();
    site.run()
        .expect_code(0)
        .expect_text("警告[K214]: 北校区没有写了钟点和速度的场次，3 个班、103 人排不进去");
    let notice = |head: &str| format!("---\ntitle: 采集的{head}\noffice: 教务处\n");
    let site = site
        .file(&format!("{CAMPAIGN}/notices/first.md"), &format!("{}published: 2025-03-01\n---\n\n时间另行通知。\n", notice("通知")))
        .file(
            &format!("{CAMPAIGN}/notices/second.md"),
            &format!(
                "{}published: 2025-03-20\namends: first\nchanges:\n  - path: routes.onsite.sessions.n1.start\n    from: 2025-04-10\n    to: 2025-04-10 09:00\n  - path: routes.onsite.sessions.n1.end\n    from: 待定\n    to: 2025-04-10 17:00\n---\n\n时间定了。\n",
                notice("补充通知")
            ),
        );
    let run = timetable(&site, &["--now", "2025-04-05T09:00:00+08:00"]).expect_code(0);
    assert_eq!(run.stderr, "");
    assert_eq!(times(&run.stdout)["软件2201"], "8:40 9:00–9:11");
    let built = site.build();
    assert!(
        built
            .page("demo-2025/c/软件2201/index.html")
            .squeezed()
            .contains("几点到8:40几点拍9:00–9:11")
    );
}

#[test]
fn hours_counted_from_another_session_are_the_same_hours() {
    let plain = timetable(&site(), &[]).expect_code(0).stdout;
    let counted = site().edit(ROUTE, |text| {
        let start = "    start: 2025-04-11 14:00\n";
        assert!(text.contains(start), "{text}");
        text.replace(start, "    start: {after: route.onsite.session.s1, hours: 2}\n")
    });
    let said = timetable(&counted, &[]).expect_code(0).stdout;
    assert!(said.contains("14:00–17:00（拍摄后 2 小时）"), "{said}");
    assert_eq!(said.replace("（拍摄后 2 小时）", ""), plain);
    let lost = counted.edit(ROUTE, |text| text.replace("session.s1,", "session.s9,"));
    timetable(&lost, &[]).expect_code(1).expect_text("K106");
}

#[test]
fn a_time_in_the_list_is_kept_and_marked() {
    let site = site_with(
        "班级,人数,校区,锁定\n软件2201,38,北校区,\n软件2202,40,北校区,2025年4月10日 14:30\n英语2201,25,北校区,\n",
    );
    let run = timetable(&site, &[])
        .expect_code(0)
        .expect_text("14:10 到  14:30–14:42  软件2202    40 人  已锁定");
    let times = times(&run.stdout);
    assert_eq!(
        (times["软件2201"].as_str(), times["英语2201"].as_str()),
        ("8:40 9:00–9:11", "8:51 9:11–9:18")
    );
}

#[test]
fn colleges_stay_together_when_the_route_says_so() {
    let list = "学院,班级,人数,校区\n甲,甲1,10,北校区\n乙,乙1,10,北校区\n甲,甲2,10,北校区\n";
    let order = |site: &SiteTest| -> Vec<String> {
        let run = timetable(site, &[]).expect_code(0);
        let lines = run.stdout.lines().filter(|line| line.contains(" 到  "));
        lines
            .map(|line| line.split_whitespace().nth(3).unwrap().to_owned())
            .collect()
    };
    let site = site_with(list);
    assert_eq!(order(&site), ["甲1", "乙1", "甲2"]);
    let site = site.edit(&format!("{CAMPAIGN}/routes/onsite.yaml"), |text| {
        format!("{text}次序依据: 学院\n")
    });
    assert_eq!(order(&site), ["甲1", "甲2", "乙1"]);
}

#[test]
fn a_class_longer_than_any_stretch_is_parted_at_the_break_and_its_page_says_so() {
    let site = site_with("班级,人数,校区\n全体,700,北校区\n").build();
    let page = site.page("demo-2025/c/全体/index.html");
    let text = page.squeezed();
    assert!(
        text.contains("分几段拍2025年4月10日（周四）9:00–12:002025年4月10日（周四）14:00–14:30"),
        "{text}"
    );
}

/// The class list of the small site as a workbook: a title, merged cells, numbers as numbers, a true date, sums, a hidden sheet.
fn workbook() -> Vec<u8> {
    let mut book = Workbook::new();
    let hidden = book.add_worksheet();
    hidden.set_hidden(true);
    hidden.write(0, 0, "班级").unwrap().write(0, 1, "人数").unwrap();
    hidden.write(1, 0, "隐藏的班").unwrap().write(1, 1, 99).unwrap();
    let sheet = book.add_worksheet();
    sheet.set_active(true);
    let plain = Format::new();
    sheet
        .merge_range(0, 0, 0, 5, "2025届毕业生图像采集班级名单", &plain)
        .unwrap();
    for (column, header) in ["院系", "专业", "行政班", "应到人数（人）", "所在校区", "锁定时间"]
        .iter()
        .enumerate()
    {
        sheet.write(1, column as u16, *header).unwrap();
    }
    sheet.merge_range(2, 0, 3, 0, "计算机学院", &plain).unwrap();
    sheet.merge_range(2, 4, 4, 4, "北校区", &plain).unwrap();
    for (row, (class, size)) in [("软件2201", 38), ("软件2202", 40), ("英语2201", 25)]
        .iter()
        .enumerate()
    {
        sheet.write(row as u32 + 2, 2, *class).unwrap();
        sheet.write(row as u32 + 2, 3, *size).unwrap();
    }
    let date = Format::new().set_num_format("yyyy-mm-dd hh:mm");
    let moment = ExcelDateTime::parse_from_str("2025-04-10 14:30").unwrap();
    sheet.write_with_format(3, 5, &moment, &date).unwrap();
    sheet
        .write(5, 0, "合计")
        .unwrap()
        .write_formula(5, 3, "=SUM(D3:D5)")
        .unwrap();
    sheet.write(7, 0, "注：延期毕业的同学随原班拍摄").unwrap();
    // A stray format far below must cost neither time nor memory.
    sheet.write_blank(1_048_575, 16_383, &plain).unwrap();
    book.save_to_buffer().unwrap()
}

#[test]
fn a_list_is_read_from_whatever_an_office_saves() {
    let printed = |site: SiteTest| -> BTreeMap<String, String> {
        let run = timetable(&site, &[]).expect_code(0);
        assert_eq!(run.stderr, "");
        times(&run.stdout)
    };
    let locked = "班级,人数,校区,锁定\n软件2201,38,北校区,\n软件2202,40,北校区,2025-4-10 14:30\n英语2201,25,北校区,\n";
    let csv = printed(site_with(locked));
    assert_eq!(csv.len(), 3);
    let book = |name: &str, bytes: &[u8]| {
        site()
            .remove(&format!("{CAMPAIGN}/classes.csv"))
            .bytes(&format!("{CAMPAIGN}/{name}"), bytes)
    };
    assert_eq!(printed(book("classes.xlsx", &workbook())), csv);
    // The old format, as Excel 97 writes it; without the locked time.
    let old = std::fs::read(tests_folder().join("timetable/classes.xls")).unwrap();
    assert_eq!(printed(book("classes.xls", &old)), printed(site_with(SMALL)));
    // Encodings and delimiters of a csv.
    let windows = SMALL.replace('\n', "\r\n");
    let utf16: Vec<u8> = std::iter::once(0xFEFF)
        .chain(SMALL.replace(',', "\t").encode_utf16())
        .flat_map(u16::to_le_bytes)
        .collect();
    let gbk: Vec<u8> = gb18030(&windows);
    for bytes in [
        format!("\u{feff}{windows}").into_bytes(),
        SMALL.replace(',', ";").into_bytes(),
        utf16,
        gbk,
    ] {
        assert_eq!(printed(book("classes.csv", &bytes)), printed(site_with(SMALL)));
    }
}

/// The few characters of the list in GB18030.
fn gb18030(text: &str) -> Vec<u8> {
    let known: BTreeMap<char, [u8; 2]> = "班级人数校区软件北英语"
        .chars()
        .zip([
            *b"\xb0\xe0",
            *b"\xbc\xb6",
            *b"\xc8\xcb",
            *b"\xca\xfd",
            *b"\xd0\xa3",
            *b"\xc7\xf8",
            *b"\xc8\xed",
            *b"\xbc\xfe",
            *b"\xb1\xb1",
            *b"\xd3\xa2",
            *b"\xd3\xef",
        ])
        .collect();
    text.chars()
        .flat_map(|c| known.get(&c).map_or_else(|| vec![c as u8], |bytes| bytes.to_vec()))
        .collect()
}

#[test]
fn ten_thousand_rows_are_read_and_sixty_thousand_refused() {
    let rows = |count: usize| -> String {
        let line = |n: usize| format!("班{n},1,北校区\n");
        format!("班级,人数,校区\n{}", (0..count).map(line).collect::<String>())
    };
    let roomy = |text: String| text.replace("per_hour: 100", "per_hour: 100000");
    let site = site_with(&rows(10_000)).edit(&format!("{CAMPAIGN}/routes/onsite.yaml"), roomy);
    let run = timetable(&site, &[]).expect_code(0).expect_text("10000 个班，10000 人");
    assert_eq!(times(&run.stdout).len(), 10_000);
    let site = site_with(&rows(60_000));
    site.build_fails()
        .expect_text("错误[K211]")
        .expect_text("超过 50000 行");
}

#[test]
fn a_list_cut_off_anywhere_is_survived() {
    let whole = workbook();
    for end in (0..whole.len()).step_by(whole.len() / 40) {
        let site = site()
            .remove(&format!("{CAMPAIGN}/classes.csv"))
            .bytes(&format!("{CAMPAIGN}/classes.xlsx"), &whole[..end]);
        site.build_fails().expect_text("错误[K210]");
    }
    let old = std::fs::read(tests_folder().join("timetable/classes.xls")).unwrap();
    for end in (0..old.len()).step_by(old.len() / 40) {
        let site = site()
            .remove(&format!("{CAMPAIGN}/classes.csv"))
            .bytes(&format!("{CAMPAIGN}/classes.xls"), &old[..end]);
        let run = timetable(&site, &[]);
        assert!(matches!(run.code, Some(0 | 1)), "{end}: {run:?}");
    }
}

#[test]
fn two_builds_of_a_timetable_are_equal() {
    let tree = |site: Built| site.tree();
    tree(site().build()).expect_same(&tree(site().build()));
}

#[test]
fn a_campaign_without_a_list_is_told_what_to_do() {
    let site = site().remove(&format!("{CAMPAIGN}/classes.csv"));
    timetable(&site, &[])
        .expect_code(1)
        .expect_text("没有班级名单：把 classes.csv 或 classes.xlsx 放进");
    timetable(&site, &["--campaign", "demo-2026"])
        .expect_code(2)
        .expect_text("可以写的有：demo-2025");
    let built = site.build();
    assert!(!built.files().iter().any(|file| file.contains("/c/")));
    assert!(!built.page("demo-2025/index.html").text().contains("我的班级"));
}
