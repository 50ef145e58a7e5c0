//! The spreadsheets for colleges and classes: read back as Excel would, with their lists, and the same bytes each time.

use std::io::{Cursor, Read};

use calamine::{Data, Range, Reader, Xlsx};
use tassel_tests::site::small_site;
use tassel_tests::{Built, Page, links, repository_site};

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
