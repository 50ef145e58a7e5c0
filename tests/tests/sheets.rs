//! The spreadsheets for colleges and classes: read back as Excel would, with their lists, and the same bytes each time.

use std::io::{Cursor, Read};

use calamine::{Data, Range, Reader, Xlsx};
use tassel_tests::site::small_site;
use tassel_tests::{Built, Page, SiteTest, html, links, repository_site, tests_folder};

fn book(site: &Built, path: &str) -> Xlsx<Cursor<Vec<u8>>> {
    let bytes = site
        .tree()
        .0
        .remove(path)
        .unwrap_or_else(|| panic!("the site has no {path}"));
    Xlsx::new(Cursor::new(bytes)).unwrap_or_else(|error| panic!("{path}: {error}"))
}

fn first_sheet(site: &Built, path: &str) -> Range<Data> {
    let mut book = book(site, path);
    let name = book.sheet_names().first().cloned().unwrap();
    book.worksheet_range(&name).unwrap()
}

/// The texts of a row, without empty cells.
fn row(range: &Range<Data>, row: u32) -> Vec<String> {
    let cells = (0..20).filter_map(|column| range.get_value((row, column)));
    cells.map(ToString::to_string).filter(|text| !text.is_empty()).collect()
}

/// The XML of one part of the file: what calamine does not read.
fn part(site: &Built, path: &str, name: &str) -> String {
    let bytes = site.tree().0.remove(path).unwrap();
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).unwrap();
    let mut text = String::new();
    archive.by_name(name).unwrap().read_to_string(&mut text).unwrap();
    text
}

/// The rule of each validated range: range → the whole element.
fn validations(site: &Built, path: &str) -> Vec<(String, String)> {
    let xml = part(site, path, "xl/worksheets/sheet1.xml");
    let document = roxmltree::Document::parse(&xml).unwrap();
    let rules = document
        .descendants()
        .filter(|node| node.has_tag_name("dataValidation"));
    let rule = |node: roxmltree::Node<'_, '_>| {
        (
            node.attribute("sqref").unwrap().to_owned(),
            xml[node.range()].to_owned(),
        )
    };
    rules.map(rule).collect()
}

#[test]
fn forms_are_there_where_a_photographer_comes_and_linked_from_the_pages() {
    let site = repository_site();
    let files = site.files();
    let onsite = ["sztu-2023", "hqu-2025", "foshan-12736-2025"];
    for id in site.campaigns() {
        let there = onsite.contains(&id.as_str()) || id.starts_with("demo");
        for form in ["confirmation", "sign-up"] {
            let path = format!("{id}/{form}.xlsx");
            assert_eq!(files.contains(&path), there, "{path}");
            for page in ["index.html", "schedule/index.html"] {
                let page = site.page(&format!("{id}/{page}"));
                assert_eq!(linked(&page, &path), there, "{} → {path}", page.path);
            }
        }
    }
}

fn linked(page: &Page, path: &str) -> bool {
    let target = links::Target::File(path.to_owned(), None);
    let found = page.attributes("#sheets a[download]", "href");
    found.into_iter().any(|href| links::resolve(&page.path, href) == target)
}

#[test]
fn the_confirmation_sheet_counts_and_names_nobody() {
    let site = repository_site();
    let path = "sztu-2023/confirmation.xlsx";
    let range = first_sheet(site, path);
    assert_eq!(row(&range, 0), ["2023届本科毕业生学历电子图像集体采集：采集确认表"]);
    assert!(row(&range, 1)[0].contains("不写学生姓名"));
    assert_eq!(
        row(&range, 2),
        ["学院", "专业", "班级", "应到", "实到", "未到原因", "负责人签字"]
    );
    for empty in 3..33 {
        assert_eq!(row(&range, empty), Vec::<String>::new(), "row {empty}");
    }
    assert_eq!(row(&range, 33)[0], "合计");
    let rules = validations(site, path);
    let rule = |sqref: &str| {
        &rules
            .iter()
            .find(|(range, _)| range == sqref)
            .unwrap_or_else(|| panic!("{sqref}: {rules:?}"))
            .1
    };
    assert!(rule("D4:D33").contains("type=\"whole\"") && rule("D4:D33").contains("<formula2>9999</formula2>"));
    assert!(
        rule("E4:E33").contains("type=\"whole\"") && rule("E4:E33").contains("IF(D4=&quot;&quot;,9999,D4)")
            || rule("E4:E33").contains("IF(D4=\"\",9999,D4)")
    );
    assert!(
        rule("F4:F33").contains("type=\"list\"") && !rule("F4:F33").contains("showErrorMessage"),
        "own reasons are allowed"
    );
    assert_eq!(
        list(site, path, rule("F4:F33")),
        ["请假", "实习在外", "走其他路线", "延期毕业", "其他"]
    );
}

/// The entries of the list that a rule names: `'选项'!$A$2:$A$6`.
fn list(site: &Built, path: &str, rule: &str) -> Vec<String> {
    let (_, range) = rule.split_once("<formula1>").unwrap();
    let (sheet, cells) = range.split_once("</formula1>").unwrap().0.split_once('!').unwrap();
    let range = book(site, path).worksheet_range(sheet.trim_matches('\'')).unwrap();
    let (first, last) = cells.split_once(':').unwrap();
    let cell = |text: &str| {
        let (column, row) = text.trim_start_matches('$').split_once('$').unwrap();
        (row.parse::<u32>().unwrap() - 1, u32::from(column.as_bytes()[0] - b'A'))
    };
    let ((first, column), (last, _)) = (cell(first), cell(last));
    (first..=last)
        .map(|row| range.get_value((row, column)).unwrap().to_string())
        .collect()
}

#[test]
fn the_sign_up_sheet_offers_documents_and_the_campaigns_own_routes() {
    let site = repository_site();
    for id in ["sztu-2023", "foshan-12736-2025", "hqu-2025"] {
        let path = format!("{id}/sign-up.xlsx");
        let range = first_sheet(site, &path);
        assert_eq!(
            row(&range, 2),
            ["学院", "专业", "班级", "姓名", "学号", "证件类型", "采集方式", "备注"]
        );
        assert!(row(&range, 1)[0].contains("不传到网上"), "{:?}", row(&range, 1));
        assert!((3..63).all(|empty| row(&range, empty).is_empty()));
        let rules = validations(site, &path);
        let of = |sqref: &str| list(site, &path, &rules.iter().find(|(range, _)| range == sqref).unwrap().1);
        assert!(of("F4:F63").contains(&"居民身份证".to_owned()));
        let page = site.page(&format!("{id}/index.html"));
        let routes: Vec<String> = page
            .select("table.compare tbody th a")
            .into_iter()
            .map(tassel_tests::html::text_of)
            .collect();
        assert_eq!(of("G4:G63"), routes);
    }
}

#[test]
fn an_english_page_leads_to_forms_in_english() {
    let site = repository_site();
    let path = "hqu-2025/en/sign-up.xlsx";
    assert!(linked(&site.page("hqu-2025/en/index.html"), path));
    let range = first_sheet(site, path);
    assert_eq!(row(&range, 2)[..4], ["College", "Major", "Class", "Name"]);
    assert!(row(&range, 1)[0].contains("not to group chats"));
}

#[test]
fn sheets_print_on_a4_with_headings_on_every_page() {
    let site = repository_site();
    for form in ["confirmation", "sign-up"] {
        let path = format!("sztu-2023/{form}.xlsx");
        let xml = part(site, &path, "xl/worksheets/sheet1.xml");
        assert!(
            xml.contains("paperSize=\"9\"") && xml.contains("orientation=\"landscape\""),
            "{path}"
        );
        assert!(
            xml.contains("<pane ySplit=\"3\"") && xml.contains("state=\"frozen\""),
            "{path}"
        );
        let names = part(site, &path, "xl/workbook.xml");
        assert!(
            names.contains("_xlnm.Print_Titles") && names.contains("$1:$3"),
            "{names}"
        );
    }
}

#[test]
fn sheets_carry_the_campaigns_date_and_not_the_clocks() {
    let core = part(repository_site(), "sztu-2023/sign-up.xlsx", "docProps/core.xml");
    assert!(core.contains(">2022-10-14T08:32:00Z<"), "{core}");
    let odd = small_site().edit(tassel_tests::site::SMALL, |text| {
        text.replace("published: 2025-03-01", "published: 待定")
    });
    let odd = odd.remove("content/campaigns/demo-2025/notices").build();
    let core = part(&odd, "demo-2025/sign-up.xlsx", "docProps/core.xml");
    assert!(core.contains(">1970-01-01T00:00:00Z<"), "{core}");
}

#[test]
fn long_and_odd_names_harm_no_sheet() {
    let long = "长".repeat(40_000);
    let site = small_site()
        .edit("content/campaigns/demo-2025/routes/onsite.yaml", |text| {
            text.replace("现场集中采集", "=1+1 'a' & <b>")
        })
        .edit(tassel_tests::site::SMALL, |text| {
            text.replace("title: 2025届毕业生图像采集", &format!("title: {long}"))
        });
    let site = site.build();
    let rules = validations(&site, "demo-2025/sign-up.xlsx");
    let routes = list(
        &site,
        "demo-2025/sign-up.xlsx",
        &rules.iter().find(|(range, _)| range == "G4:G63").unwrap().1,
    );
    assert_eq!(routes, ["=1+1 'a' & <b>"]);
    let title = row(&first_sheet(&site, "demo-2025/confirmation.xlsx"), 0).remove(0);
    assert_eq!(title.chars().count(), 32_767, "as much as a cell holds");
}

/// A site with 34 classes on two campuses.
fn with_classes() -> Built {
    let content = tests_folder().join("timetable/content");
    SiteTest::new().copy_from(&content, "content").build()
}

/// Minutes after midnight of a cell that holds a time of day.
fn minutes(range: &Range<Data>, at: (u32, u32)) -> u32 {
    let day = match range.get_value(at) {
        Some(Data::Float(day)) => *day,
        Some(Data::DateTime(time)) => time.as_f64(),
        other => panic!("{at:?} is no time: {other:?}"),
    };
    (day * 24.0 * 60.0).round() as u32
}

fn clock(minutes: u32) -> String {
    format!("{}:{:02}", minutes / 60, minutes % 60)
}

#[test]
fn the_timetable_is_what_the_pages_of_the_classes_say() {
    let site = with_classes();
    let path = "demo-2025/timetable.xlsx";
    let mut workbook = book(&site, path);
    assert_eq!(
        workbook.sheet_names(),
        [
            "总表",
            "北校区 体育馆",
            "南校区 大学生活动中心",
            "南校区 大学生活动中心 2"
        ]
    );
    let all = workbook.worksheet_range("总表").unwrap();
    assert_eq!(row(&all, 0), ["2025届毕业生图像采集：拍摄时间安排表"]);
    assert_eq!(
        row(&all, 2),
        ["学院", "专业", "班级", "人数", "日期", "到场", "开始", "结束", "地点"]
    );
    let list =
        std::fs::read_to_string(tests_folder().join("timetable/content/campaigns/demo-2025/classes.csv")).unwrap();
    let mut counted = 0;
    for (at, line) in (3u32..).zip(list.lines().skip(1)) {
        let cells: Vec<&str> = line.split(',').collect();
        let shown = row(&all, at);
        assert_eq!(shown[..4], cells[..4], "row {at}");
        let page = site.page(&format!("demo-2025/c/{}/index.html", id_of(&site, cells[2])));
        let words = page.squeezed();
        for column in [5, 6, 7] {
            let time = clock(minutes(&all, (at, column)));
            assert!(words.contains(&time), "{line}: {time} is not on {}", page.path);
        }
        assert!(words.contains(&html::squeeze(shown.last().unwrap())), "{shown:?}");
        assert!(words.contains(&html::squeeze(&shown[4])), "{shown:?}");
        counted += 1;
    }
    assert_eq!(counted, 34);
    let mut placed = 0;
    for name in &workbook.sheet_names()[1..] {
        let sheet = workbook.worksheet_range(name).unwrap();
        let starts: Vec<u32> = (3..=sheet.end().unwrap().0)
            .map(|row| minutes(&sheet, (row, 6)))
            .collect();
        assert!(starts.is_sorted(), "{name}: {starts:?}");
        placed += starts.len();
        let lead = row(&sheet, 1).remove(0);
        assert!(
            lead.contains("提前 20 分钟到场") && lead.contains(&format!("共 {} 个班", starts.len())),
            "{lead}"
        );
    }
    assert_eq!(placed, 34);
}

/// The id of a class, from the link on the list of all classes.
fn id_of(site: &Built, name: &str) -> String {
    let page = site.page("demo-2025/schedule/index.html");
    let links = page.select("#classes a[href]").into_iter();
    let link = links.into_iter().find(|link| html::text_of(*link) == name);
    let href = link
        .unwrap_or_else(|| panic!("{name} has no link"))
        .attr("href")
        .unwrap();
    href.trim_end_matches("/index.html")
        .rsplit('/')
        .next()
        .unwrap()
        .to_owned()
}

#[test]
fn forms_know_the_classes_that_the_site_knows() {
    let site = with_classes();
    let confirmation = first_sheet(&site, "demo-2025/confirmation.xlsx");
    assert_eq!(row(&confirmation, 3), ["计算机学院", "软件工程", "软件2201", "38"]);
    assert_eq!(
        row(&confirmation, 36),
        ["医学院", "临床医学（5+3一体化）", "临床2201", "22"]
    );
    assert_eq!(
        row(&confirmation, 37),
        ["合计", "1229", "0"],
        "previews show what is stored"
    );
    let path = "demo-2025/sign-up.xlsx";
    let rules = validations(&site, path);
    let of = |sqref: &str| list(&site, path, &rules.iter().find(|(range, _)| range == sqref).unwrap().1);
    assert_eq!(
        of("A4:A63"),
        [
            "计算机学院",
            "机电学院",
            "外国语学院",
            "经济管理学院",
            "艺术学院",
            "医学院"
        ]
    );
    assert_eq!(of("C4:C63").len(), 34);
    assert_eq!(of("C4:C63")[33], "临床2201");
    for page in ["demo-2025/index.html", "demo-2025/schedule/index.html"] {
        assert!(linked(&site.page(page), "demo-2025/timetable.xlsx"), "{page}");
    }
    let again = with_classes();
    for file in ["timetable", "confirmation", "sign-up"] {
        let path = format!("demo-2025/{file}.xlsx");
        assert!(
            site.tree().0[&path] == again.tree().0[&path],
            "{path} is not the same bytes"
        );
    }
}
