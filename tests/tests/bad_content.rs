//! Bad content gets a finding that names the file, the line and the way out; good content in odd dress just works.
//!
//! Each folder of `tests/bad/` is one case: its files lie over those of `tests/bad/base/`, and `expected.txt` is the exit code and
//! all that `tassel build` says. Cases that are a matter of bytes, or of what is not there, are made in [`MADE`]; they have a folder
//! with `expected.txt` only. `UPDATE=1 cargo test -p tassel-tests --test bad_content` writes what is said now; read it before you keep it.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;

use rust_xlsxwriter::{Format, Formula, Workbook};
use tassel_tests::{SiteTest, tests_folder, tree};

type Change = fn(SiteTest) -> SiteTest;

/// Cases that files in a repository can't show.
const MADE: &[(&str, Change)] = &[
    ("gb18030", |site| {
        site.bytes(
            "content/site.yaml",
            b"title: \xB1\xCF\xD2\xB5\xC9\xFA\xCD\xBC\xCF\xF1\xB2\xC9\xBC\xAF\n",
        )
    }),
    // The second of two files that can't be read is not hidden by the first, nor are the faults of a third.
    ("two-files-gb18030", |site| {
        let title = b"title: \xB1\xCF\xD2\xB5\xC9\xFA\xCD\xBC\xCF\xF1\xB2\xC9\xBC\xAF\n";
        site.bytes("content/site.yaml", title)
            .bytes(
                "content/schools/demo.yaml",
                &[b"# \xE5\xAD\xA6\xE6\xA0\xA1\n".as_slice(), title].concat(),
            )
            .edit("content/campaigns/demo-2025/routes/onsite.yaml", |text| {
                text.replace("amount: 15", "amount: 十五")
            })
    }),
    ("utf-16", |site| {
        site.bytes("content/site.yaml", &utf16("title: 毕业生图像采集\n"))
    }),
    ("binary", |site| {
        site.bytes("content/site.yaml", b"\x00\x01\x02\xff\xfe\x80title\x00")
    }),
    ("no-content-folder", |site| site.remove("content")),
    ("empty-content-folder", |site| site.remove("content").dir("content")),
    ("empty-file", |site| site.bytes("content/site.yaml", b"")),
    // Two names that differ in case only: not every file system could hold them side by side in the repository.
    ("duplicate-url", |site| {
        site.copy_from(
            &tests_folder().join("bad/base/content/campaigns/demo-2025"),
            "content/campaigns/Demo-2025",
        )
    }),
    ("attachments-that-differ-in-case", |site| {
        let folder = "content/campaigns/demo-2025/attachments";
        site.bytes(&format!("{folder}/form.pdf"), b"%PDF-1.4\n%%EOF\n")
            .bytes(&format!("{folder}/Form.pdf"), b"%PDF-1.4\n%%EOF\n")
    }),
    // Two classes in one cell of a workbook, and a formula that lost what it pointed at: places are named in words.
    ("classes-workbook", |site| {
        let site = site.edit("content/campaigns/demo-2025/routes/onsite.yaml", |text| {
            format!("{text}sessions:\n  - id: main\n    venue: 体育馆\n    start: 2025-04-10 09:00\n    end: 2025-04-10 12:00\npace:\n  per_hour: 150\n  per: total\n")
        });
        site.bytes("content/campaigns/demo-2025/classes.xlsx", &workbook())
    }),
    ("too-big", |site| {
        site.bytes(
            "content/campaigns/demo-2025/notices/2025-03-02.md",
            &vec![b'a'; 5 << 20],
        )
    }),
    ("no-site-file", |site| site.remove("content/site.yaml")),
    ("no-campaign-file", |site| {
        site.remove("content/campaigns/demo-2025/campaign.yaml")
    }),
];

fn workbook() -> Vec<u8> {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    sheet.set_name("班级名单").unwrap();
    for (row, cells) in [
        ["班级", "人数"],
        ["软件2201", "38"],
        ["软件2202", ""],
        ["软件2203", "x"],
    ]
    .iter()
    .enumerate()
    {
        for (column, cell) in cells.iter().enumerate() {
            sheet.write(row as u32, column as u16, *cell).unwrap();
        }
    }
    let format = Format::new();
    sheet.merge_range(1, 1, 2, 1, "38", &format).unwrap();
    let lost = Formula::new("=Sheet9!A1").set_result("#REF!");
    sheet.write_formula(3, 1, lost).unwrap();
    book.save_to_buffer().unwrap()
}

fn utf16(text: &str) -> Vec<u8> {
    [0xFEFF]
        .into_iter()
        .chain(text.encode_utf16())
        .flat_map(u16::to_le_bytes)
        .collect()
}

fn base() -> SiteTest {
    SiteTest::new().copy_from(&tests_folder().join("bad/base"), ".")
}

/// Case → its site.
fn cases() -> BTreeMap<String, SiteTest> {
    let folder = tests_folder().join("bad");
    let mut names: BTreeSet<String> = tree::list(&folder)
        .iter()
        .filter_map(|path| path.split_once('/'))
        .map(|(name, _)| name.to_owned())
        .filter(|name| name != "base")
        .collect();
    names.extend(MADE.iter().map(|(name, _)| (*name).to_owned()));
    let site = |name: &String| {
        let mut site = base();
        let own = folder.join(name);
        for path in tree::list(&own).iter().filter(|path| *path != "expected.txt") {
            site = site.bytes(path, &fs::read(own.join(path)).unwrap());
        }
        match MADE.iter().find(|(made, _)| made == name) {
            Some((_, change)) => change(site),
            None => site,
        }
    };
    names.iter().map(|name| (name.clone(), site(name))).collect()
}

#[test]
fn the_base_of_all_cases_is_good() {
    let built = base().build();
    built.check_file("demo-2025/index.html", "示例大学");
}

#[test]
fn every_case_says_what_is_expected() {
    let update = std::env::var_os("UPDATE").is_some();
    let mut wrong = Vec::new();
    let cases = cases();
    assert!(cases.len() >= 20, "only {} cases", cases.len());
    for (name, site) in &cases {
        let run = site.run();
        // How big a site came out, when one did, is the theme's matter; where to read on is the same in all cases.
        let heard: Vec<&str> = run
            .stderr
            .lines()
            .filter(|line| !line.starts_with("生成好了") && !line.starts_with("想知道"))
            .collect();
        let said = format!("exit code: {}\n{}\n", run.code.unwrap_or(-1), heard.join("\n"));
        let file = tests_folder().join("bad").join(name).join("expected.txt");
        if update {
            fs::create_dir_all(file.parent().unwrap()).unwrap();
            fs::write(&file, &said).unwrap();
        }
        let expected = fs::read_to_string(&file).unwrap_or_default().replace("\r\n", "\n");
        if said != expected {
            wrong.push(format!("=== {name}: expected\n{expected}--- but was\n{said}"));
        }
        let stops = said.contains("错误[");
        if run.code != Some(i32::from(stops)) || said.contains("panicked") {
            wrong.push(format!(
                "=== {name}: errors end with 1, less with 0; this ended with {:?}\n{said}",
                run.code
            ));
        }
        if stops && site.out().exists() {
            wrong.push(format!(
                "=== {name}: something was published all the same: {:?}",
                tree::list(&site.out())
            ));
        }
    }
    assert!(wrong.is_empty(), "{} complaints\n{}", wrong.len(), wrong.join("\n"));
}

#[test]
fn lint_finds_in_every_case_what_the_build_finds() {
    let mut wrong = Vec::new();
    for (name, site) in cases() {
        let before = tree::list(site.root());
        let lint = site.lint(&["--format", "json"]);
        if tree::list(site.root()) != before {
            wrong.push(format!("=== {name}: lint wrote something"));
        }
        let build = site.arg("--format").arg("json").run();
        if (&lint.stdout, lint.code) != (&build.stdout, build.code) {
            let (found, other) = (lint.stdout, build.stdout);
            wrong.push(format!("=== {name}: lint says\n{found}--- and build\n{other}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn a_warning_lets_the_site_through_unless_told_to_be_strict() {
    // A folder with a typing error: what lies in it would silently be missing from the site.
    let stray = || {
        base().file(
            "content/campaigns/demo-2025/notice/2025-03-02.md",
            "---\ntitle: x\n---\n",
        )
    };
    let run = stray().run().expect_code(0);
    let run = run.expect_text("警告[S010]").expect_text("notice/2025-03-02.md");
    assert!(!run.stderr.contains("错误["), "{}", run.stderr);
    let strict = stray().arg("--strict");
    strict.build_fails().expect_text("notice/2025-03-02.md");
    assert!(!strict.out().exists());
}

/// Applies `change` to the bytes of every text file of the base.
fn in_other_dress(change: fn(String) -> Vec<u8>) -> SiteTest {
    let mut site = base();
    for path in tree::list(site.root()) {
        let text = fs::read_to_string(site.root().join(&path)).unwrap();
        site = site.bytes(&path, &change(text));
    }
    site
}

#[test]
fn byte_order_marks_and_windows_line_ends_just_work() {
    let plain = base().build().tree();
    let marked = in_other_dress(|text| format!("\u{feff}{text}").into_bytes());
    marked.build().tree().expect_same(&plain);
    let windows = in_other_dress(|text| text.replace('\n', "\r\n").into_bytes());
    windows.build().tree().expect_same(&plain);
    let both = in_other_dress(|text| format!("\u{feff}{}", text.replace('\n', "\r\n")).into_bytes());
    both.build().tree().expect_same(&plain);
}

#[test]
fn every_beginning_of_a_file_is_survived() {
    // A file that was cut off by a full disk or a broken transfer: a finding or a page, never a panic.
    for path in [
        "content/campaigns/demo-2025/campaign.yaml",
        "content/campaigns/demo-2025/notices/2025-03-01.md",
    ] {
        let whole = fs::read(base().root().join(path)).unwrap();
        for end in (0..whole.len()).step_by(29) {
            let run = base().bytes(path, &whole[..end]).run();
            assert!(matches!(run.code, Some(0 | 1)), "{path} cut at {end}: {run:?}");
            assert!(!run.stderr.contains("panicked"), "{path} cut at {end}: {run:?}");
        }
    }
}

#[cfg(target_os = "linux")]
#[test]
fn a_file_name_that_is_not_text_is_said() {
    use std::ffi::OsStr;
    use std::os::unix::ffi::OsStrExt;
    let site = base();
    // 附件.md as Chinese Windows packs it.
    let name = OsStr::from_bytes(b"\xb8\xbd\xbc\xfe.md");
    fs::write(
        site.root().join("content/campaigns/demo-2025/notices").join(name),
        "---\n",
    )
    .unwrap();
    let run = site.run().expect_code(0);
    run.expect_text("警告[S012]");
}

#[cfg(target_os = "linux")]
#[test]
fn a_file_that_the_system_refuses_to_read_is_said() {
    let site = base();
    // Its own memory is a file that no process may read from the start, whoever runs the tests.
    let link = site.root().join("content/schools/other.yaml");
    std::os::unix::fs::symlink("/proc/self/mem", link).unwrap();
    let run = site.run().expect_code(1);
    run.expect_text("错误[S004]").expect_text("content/schools/other.yaml");
}

#[test]
fn what_no_memory_holds_is_refused() {
    let many = format!("remarks: [{}]\n", "a,".repeat(300_000));
    let site = base().edit("content/campaigns/demo-2025/campaign.yaml", |text| text + &many);
    site.run().expect_code(1).expect_text("错误[Y011]");
}
