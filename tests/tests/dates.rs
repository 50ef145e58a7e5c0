//! Times counted from events and `即日起`, from the YAML to the pages, the calendar and `campaign.json`.

use std::fmt::Write as _;

use tassel_tests::site::{SMALL, small_site};
use tassel_tests::{Built, html};

const ROUTE: &str = "content/campaigns/demo-2025/routes/onsite.yaml";

/// Every way to count a time, in block and flow style, English and Chinese.
const DEADLINES: &str = "  - id: code
    what: 取得采集码
    end: {before: 采集, days: 3}
  - id: list
    what: 公布名单
    who: 教务处
    start: 即日起
    end: 2025-03-18
  - id: names
    what: 核对名单
    end:
      之后: deadline.list
      小时: 36
  - id: fix
    what: 更正姓名
    start: {after: deadline.names, days: 1}
    end: {after: deadline.names, weeks: 1}
  - id: back
    what: 补交材料
    end: {之后: 返校, 周: 1}
verification:
  - id: chsi
    who: 学生
    place: 学信网
    start:
      after: 采集
      days: 40
  - id: paper
    who: 学生
    place: 学院
    relative: 拍完一个月左右
    start: {after: route.onsite.session.late, months: 1, about: true}
duties:
  - id: agency
    role: 图片社
    tasks:
      - id: review
        what: 审核照片
        due: {after: route.onsite.window, hours: 48}
";

const ROUTE_PARTS: &str = "\
payment:
  channel: 小程序
  start: 即日起
  end: {before: 采集, hours: 24}
sessions:
  - id: early
    venue: 体育馆
    start: 2025-04-10 9:00
    end: 2025-04-10 12:00
  - id: late
    venue: 报告厅
    start: 2025-04-30
    end: 2025-05-01
";

fn site() -> Built {
    let site = small_site()
        .edit(SMALL, |text| text + DEADLINES)
        .edit(ROUTE, |text| text + ROUTE_PARTS)
        .now("2025-03-10T09:00:00+08:00");
    site.build()
}

/// A line for each row of the schedule: what, then when.
fn rows(site: &Built) -> String {
    let page = site.page("demo-2025/schedule/index.html");
    let mut lines = String::new();
    for row in page.select("table.schedule tbody tr") {
        let cell = |css: &str| {
            let selector = scraper::Selector::parse(css).unwrap();
            html::squeeze(&row.select(&selector).map(html::text_of).collect::<String>())
        };
        writeln!(lines, "{}\n    {}", cell("td[data-label=事项]"), cell("th")).unwrap();
    }
    lines
}

#[test]
fn counted_times_are_printed_as_dates() {
    insta::assert_snapshot!(rows(&site()));
}

#[test]
fn a_counted_time_moves_with_its_event() {
    let before = rows(&site());
    let moved = site()
        .change()
        .edit(ROUTE, |text| {
            text.replace("2025-04-10 9:00", "2025-04-11 9:00")
                .replace("2025-04-10 12:00", "2025-04-11 12:00")
        })
        .build();
    let after = rows(&moved);
    assert!(
        before.contains("4月10日拍摄→2025年5月20日") && before.contains("2025年4月7日"),
        "{before}"
    );
    assert!(
        after.contains("4月11日拍摄→2025年5月21日") && after.contains("2025年4月8日"),
        "{after}"
    );
    assert!(!after.contains("4月10日拍摄"), "{after}");
}

#[test]
fn calendars_and_json_have_the_counted_dates() {
    let site = site();
    let calendar: icalendar::Calendar = site.text("demo-2025/campaign.ics").parse().unwrap();
    let mut lines = String::new();
    for event in calendar.events() {
        use icalendar::Component as _;
        let value = |name: &str| event.property_value(name).unwrap_or("-").to_owned();
        writeln!(lines, "{} {} {}", value("UID"), value("DTSTART"), value("DTEND")).unwrap();
    }
    insta::assert_snapshot!(lines);
    let json: serde_json::Value = serde_json::from_str(&site.text("demo-2025/campaign.json")).unwrap();
    let time = &json["verification"][0]["time"];
    assert_eq!(time["start"], "2025-05-20");
    assert!(time["end"].is_null());
    assert!(
        time["text"]
            .as_str()
            .unwrap()
            .starts_with("拍摄后 40 天：4月10日拍摄 → 2025年5月20日"),
        "{time}"
    );
}

#[test]
fn without_its_day_an_event_leaves_words() {
    let site = small_site()
        .edit(SMALL, |text| {
            text.replace("published: 2025-03-01", "published: 待定") + DEADLINES
        })
        .edit(ROUTE, |text| {
            let window = "window:\n  start: 2025-04-10 09:00\n  end: 2025-04-11 17:00\n";
            assert!(text.contains(window));
            text.replace(window, "") + ROUTE_PARTS.split("sessions:").next().unwrap()
        })
        .edit("content/campaigns/demo-2025/notices/2025-03-01.md", |text| {
            text.replace("{{ route.onsite.window }}", "四月")
        })
        .edit(SMALL, |text| {
            text.replace("route.onsite.session.late", "采集")
                .replace("route.onsite.window", "采集")
        })
        .build();
    let rows = rows(&site);
    for words in [
        "拍摄前3天（拍摄日期待定）",
        "拍摄后40天（拍摄日期待定）",
        "返校后1周内（返校日期待定）",
        "拍完一个月左右（拍摄日期待定）",
    ] {
        assert!(rows.contains(words), "{words}\n{rows}");
    }
}

/// Many events, each counted from the one before it, are worked out without running out of room; so is a circle of them.
#[test]
fn long_chains_are_no_trouble() {
    let chain = |first: &str| {
        let mut text = format!("  - id: d0\n    what: 事0\n    end: {first}\n");
        for i in 1..3000 {
            writeln!(
                text,
                "  - id: d{i}\n    what: 事{i}\n    end: {{after: deadline.d{}, days: 1}}",
                i - 1
            )
            .unwrap();
        }
        text
    };
    let built = small_site().edit(SMALL, |text| text + &chain("2025-04-01")).build();
    assert!(
        rows(&built).contains("事2999\n    “事2998”后1天内：2033年6月17日"),
        "{}",
        rows(&built)
    );
    let run = small_site()
        .edit(SMALL, |text| text + &chain("{after: deadline.d2999, days: 1}"))
        .build_fails();
    assert!(run.stdout.contains("T218") || run.stderr.contains("T218"));
}

#[test]
fn an_amendment_moves_what_is_counted_from_it() {
    let site = site()
        .change()
        .file(
            "content/campaigns/demo-2025/notices/2025-03-05.md",
            "---\ntitle: 补充通知\noffice: 教务处\npublished: 2025-03-05\namends: 2025-03-01\nchanges:\n  - path: routes.onsite.sessions.late.end\n    from: 2025-05-01\n    to: 2025-05-03\n---\n\n报告厅多拍两天。\n",
        )
        .build();
    let rows = rows(&site);
    assert!(rows.contains("……5月3日拍摄→6月12日"), "{rows}");
}

/// A catalogue may translate 采集 as a word; as the name of an event it stays what it is.
#[test]
fn an_english_edition_counts_the_same_days() {
    let english = site()
        .change()
        .file(
            "content/campaigns/demo-2025/en.yaml",
            "采集: Photo\n学信网: CHSI\n核对名单: Check the list\n",
        )
        .build();
    let text = english.page("demo-2025/en/schedule/index.html").text();
    for shown in [
        "40 days after the photo session: ",
        "photo session on 10 Apr",
        "from Tue 20 May 2025",
        "from publication (1 Mar 2025) to Tue 18 Mar",
        "1 day after the event “Check the list”",
        "date of the return to campus to be announced",
    ] {
        assert!(text.contains(shown), "{shown}\n{text}");
    }
}

/// The row of the schedule with this title.
fn row(site: &Built, title: &str) -> String {
    let rows = rows(site);
    let found = rows
        .split_once(&format!("{title}\n"))
        .unwrap_or_else(|| panic!("{title}\n{rows}"));
    found.1.lines().next().unwrap().trim().to_owned()
}

/// Published so early that no deadline of these tests is over before it.
fn long_ago(campaign: &str) -> String {
    campaign.replace("published: 2025-03-01", "published: 2022-03-01")
}

#[test]
fn dates_name_holidays_and_working_weekends() {
    let with = |end: &str| {
        let end = end.to_owned();
        small_site().edit(SMALL, move |text| long_ago(&text.replace("2025-03-20 17:00", &end)))
    };
    let shown = |end: &str| row(&with(end).build(), "在教务系统登记");
    for (end, wanted) in [
        ("2024-04-28", "2024年4月28日（周日，调休上班）前（含当日）"),
        ("2024-05-01 17:00", "2024年5月1日（周三，劳动节假期）17:00前"),
        ("2024-06-10", "2024年6月10日（周一，端午节）前（含当日）"),
        ("2025-10-06", "2025年10月6日（周一，国庆节、中秋节假期）前（含当日）"),
        ("2022-12-31", "2022年12月31日（周六，元旦假期）前（含当日）"),
        ("2024-04-27", "2024年4月27日（周六）前（含当日）"),
        // Not announced yet.
        ("2027-05-01", "2027年5月1日（周六）前（含当日）"),
    ] {
        assert_eq!(shown(end), wanted);
    }
}

#[test]
fn a_school_writes_the_holidays_of_a_year_itself() {
    let site = small_site()
        .edit(SMALL, |text| text.replace("2025-03-20 17:00", "2027-05-01"))
        .file(
            "content/holidays/2027.yaml",
            "# 编出来的安排。\n年份: 2027\n依据: 编出来的通知\n日子:\n  - {名称: 劳动节, 开始: 2027-05-01, 截止: 2027-05-05, 类型: 休}\n",
        );
    let built = site.build();
    assert_eq!(
        row(&built, "在教务系统登记"),
        "2027年5月1日（周六，劳动节假期）前（含当日）"
    );
    // A year of the site takes the place of the same one of ours.
    let own = built
        .change()
        .edit(SMALL, |text| long_ago(&text.replace("2027-05-01", "2024-05-01")))
        .file(
            "content/holidays/2024.yaml",
            "year: 2024\nsource: 编出来的通知\ndays:\n  - name: 校庆\n    start: 2024-05-01\n    kind: holiday\n",
        )
        .build();
    assert_eq!(row(&own, "在教务系统登记"), "2024年5月1日（周三，校庆）前（含当日）");
    let calendar = own.text("demo-2025/campaign.ics").replace("\r\n ", "");
    assert!(
        calendar.contains("时间：2024年5月1日（周三，校庆）前（含当日）"),
        "{calendar}"
    );
    // English puts the weekday first.
    let english = own
        .change()
        .edit(SMALL, |text| text.replace("2024-05-01", "2027-05-03"))
        .file("content/campaigns/demo-2025/en.yaml", "在教务系统登记: Sign up\n")
        .build();
    let page = english.page("demo-2025/en/schedule/index.html").text();
    assert!(
        page.contains("by the end of Mon 3 May 2027 (Labour Day holiday)"),
        "{page}"
    );
}
