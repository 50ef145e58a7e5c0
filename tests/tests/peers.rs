//! Ten faults of content in one site, told in one run. The same ten were tried one by one on four well-known generators: the best of them refuses
//! five of the first eight and points at file and line for one, 6 points of 16 where a point is given for refusing and one for the place.

use std::collections::BTreeMap;

use serde_json::Value;
use tassel_tests::{Run, SiteTest, tests_folder};

const CAMPAIGN: &str = "content/campaigns/demo-2025";

/// One fault: what it is, the finding that it must get, and where.
struct Fault {
    what: &'static str,
    rule: &'static str,
    file: &'static str,
    line: u64,
}

const FAULTS: [Fault; 11] = [
    fault(
        "1 bad indent",
        "Y010",
        "content/campaigns/demo-2025/notices/indent.md",
        5,
    ),
    fault("2 unknown key", "Y005", "content/campaigns/demo-2025/notices/key.md", 2),
    fault("3 missing template", "H101", "themes/school/templates/notice.html", 1),
    fault(
        "4 impossible date",
        "T217",
        "content/campaigns/demo-2025/notices/date.md",
        4,
    ),
    // Two whole files: both are named.
    fault(
        "5 duplicate slug",
        "L606",
        "content/campaigns/demo-2025/notices/twin.md",
        0,
    ),
    fault(
        "6 plain broken link",
        "L601",
        "content/campaigns/demo-2025/notices/2025-03-01.md",
        11,
    ),
    fault(
        "6 broken anchor",
        "L601",
        "content/campaigns/demo-2025/notices/2025-03-01.md",
        11,
    ),
    fault("7 GBK file", "S003", "content/campaigns/demo-2025/notices/gbk.md", 2),
    fault(
        "8 missing attachment",
        "A403",
        "content/campaigns/demo-2025/campaign.yaml",
        22,
    ),
    fault("9 template syntax", "H101", "themes/school/templates/home.html", 2),
    fault(
        "10 undefined variable",
        "H102",
        "themes/school/templates/search.html",
        3,
    ),
];

const fn fault(what: &'static str, rule: &'static str, file: &'static str, line: u64) -> Fault {
    Fault { what, rule, file, line }
}

/// The base of all cases with the ten faults in it.
fn site() -> SiteTest {
    let notice = |fields: &str| format!("---\n{fields}---\n\n内容。\n");
    let twin = notice("title: 通知\noffice: 教务处\npublished: 2025-03-02\n");
    let campaign = format!("{CAMPAIGN}/campaign.yaml");
    SiteTest::new()
        .copy_from(&tests_folder().join("bad/base"), ".")
        .file(
            &format!("{CAMPAIGN}/notices/indent.md"),
            &notice("title: 通知\noffice: 教务处\npublished: 2025-03-02\n   summary: 缩进错了\n"),
        )
        .file(
            &format!("{CAMPAIGN}/notices/key.md"),
            &notice("titel: 通知\ntitle: 通知\noffice: 教务处\npublished: 2025-03-02\n"),
        )
        .file(
            &format!("{CAMPAIGN}/notices/date.md"),
            &notice("title: 通知\noffice: 教务处\npublished: 2026-13-45\n"),
        )
        .bytes(
            &format!("{CAMPAIGN}/notices/gbk.md"),
            // title: 毕业
            b"---\ntitle: \xB1\xCF\xD2\xB5\noffice: x\npublished: 2025-03-02\n---\n\nx\n",
        )
        .edit(&format!("{CAMPAIGN}/notices/2025-03-01.md"), |text| {
            text + "\n见[常见问题](/demo-2025/nowhere/)和[时间](/demo-2025/schedule/#nowhere)。\n"
        })
        .edit(&campaign, |text| {
            text + "attachments:\n  - id: form\n    no: 1\n    title: 登记表\n    file: form.docx\n"
        })
        .file(&format!("{CAMPAIGN}/notices/Twin.md"), &twin)
        .file(&format!("{CAMPAIGN}/notices/twin.md"), &twin)
        .file(
            "themes/school/templates/notice.html",
            "{% extends \"no-such-base.html\" %}\n",
        )
        .file("themes/school/templates/home.html", "<p>\n{% if %}\n</p>\n")
        .file(
            "themes/school/templates/search.html",
            "<!doctype html>\n<title>x</title>\n<p>{{ site.nope }}</p>\n",
        )
}

fn told() -> (Run, Vec<Value>) {
    let run = site().arg("--format").arg("json").build_fails();
    let all: Value = serde_json::from_str(&run.stdout).expect("json");
    let rows = all
        .as_array()
        .or_else(|| all["findings"].as_array())
        .expect("a list of findings");
    let rows = rows.clone();
    (run, rows)
}

/// The finding of a fault at its place, if there is one.
fn found<'r>(fault: &Fault, rows: &'r [Value]) -> Option<&'r Value> {
    rows.iter().find(|row| {
        let message = row["message"].as_str().unwrap_or_default();
        let both = || {
            [fault.file.to_owned(), fault.file.replace("twin", "Twin")]
                .iter()
                .all(|file| message.contains(file.as_str()))
        };
        let placed = if fault.line == 0 {
            both()
        } else {
            row["file"] == fault.file && line(row) == fault.line
        };
        row["rule"] == fault.rule && placed
    })
}

/// The line that a finding names: of a file that is no text it stands in the message.
fn line(row: &Value) -> u64 {
    let message = row["message"].as_str().unwrap_or_default();
    let said = || message.split_once("第 ")?.1.split_once(" 行")?.0.parse().ok();
    row["line"].as_u64().or_else(said).unwrap_or(0)
}

#[test]
fn all_ten_are_told_with_their_places_in_one_run() {
    let (_, rows) = told();
    let mut points = BTreeMap::new();
    for fault in &FAULTS {
        let number: u32 = fault.what.split(' ').next().unwrap().parse().unwrap();
        let row = found(fault, &rows);
        let refused = row.is_some_and(|row| row["severity"] == "error" || row["severity"] == "warning");
        let one = u32::from(refused) + u32::from(row.is_some());
        let worst = points.entry(number).or_insert(one);
        *worst = one.min(*worst);
    }
    let of = |numbers: std::ops::RangeInclusive<u32>| -> u32 { numbers.filter_map(|n| points.get(&n)).sum() };
    let all = serde_json::to_string_pretty(&rows).unwrap();
    assert_eq!((of(1..=8), of(9..=10)), (16, 4), "{points:?}\n{all}");
}
