//! The rules themselves: each is shown by a test, explained in the terminal, in `docs/rules.md` and in the preview.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use serde_json::Value;
use tassel_tests::site::small_site;
use tassel_tests::{Preview, Tassel, examples, repository};

/// Rules that no folder of `tests/bad/` can show, and the test that does: file and function.
const ELSEWHERE: &[(&str, &str, &str)] = &[
    // Only other channels than the site have them.
    (
        "G101",
        "tests/tests/channels.rs",
        "a_title_that_leaves_no_room_is_named_and_nothing_is_cut",
    ),
    (
        "G102",
        "tests/tests/channels.rs",
        "pictures_that_wechat_refuses_are_named",
    ),
    (
        "K211",
        "tests/tests/timetable.rs",
        "ten_thousand_rows_are_read_and_sixty_thousand_refused",
    ),
    (
        "K212",
        "tests/tests/timetable.rs",
        "announced_times_stay_and_the_command_says_who_moved",
    ),
    (
        "L605",
        "tests/tests/publication.rs",
        "links_to_what_is_not_there_say_why",
    ),
    // Matters of bytes and of the file system.
    (
        "S004",
        "tests/tests/bad_content.rs",
        "a_file_that_the_system_refuses_to_read_is_said",
    ),
    (
        "Y012",
        "generator/src/source/yaml/tests.rs",
        "three_hundred_faults_are_bounded",
    ),
    ("Y011", "tests/tests/bad_content.rs", "what_no_memory_holds_is_refused"),
    (
        "S012",
        "tests/tests/bad_content.rs",
        "a_file_name_that_is_not_text_is_said",
    ),
    // A fault of the program itself: no content has one.
    (
        "S013",
        "generator/src/serve/mod.rs",
        "a_fault_of_the_program_is_a_finding",
    ),
];

/// All rules as `tassel explain --format json` gives them.
fn rules() -> Vec<Value> {
    let run = Tassel::new(["explain", "--format", "json"]).run().expect_code(0);
    serde_json::from_str(&run.stdout).unwrap()
}

fn text(value: &Value) -> &str {
    value.as_str().unwrap()
}

/// Compares a kept file with what it should be; `UPDATE=1` keeps that.
fn compare(kept: &Path, wanted: &str) {
    if std::env::var_os("UPDATE").is_some() {
        fs::create_dir_all(kept.parent().unwrap()).unwrap();
        fs::write(kept, wanted).unwrap();
    }
    let text = fs::read_to_string(kept).unwrap_or_default().replace("\r\n", "\n");
    assert!(
        text == wanted,
        "{} is old; run `UPDATE=1 cargo test -p tassel-tests --test rules` twice: the program carries the examples, and the page shows them",
        kept.display()
    );
}

#[test]
fn the_examples_in_the_program_are_those_of_the_bad_cases() {
    compare(
        &repository().join("generator/data/rules/examples.txt"),
        &examples::file(&examples::from_cases()),
    );
}

#[test]
fn the_kept_page_of_rules_is_what_the_program_writes() {
    let run = Tassel::new(["explain", "--format", "markdown"]).run().expect_code(0);
    compare(&repository().join("docs/rules.md"), &run.stdout);
}

#[test]
fn every_rule_is_shown_by_a_test() {
    let shown = examples::from_cases();
    let elsewhere: BTreeMap<&str, (&str, &str)> =
        ELSEWHERE.iter().map(|(id, file, name)| (*id, (*file, *name))).collect();
    let mut wrong = Vec::new();
    let rules = rules();
    let ids: BTreeSet<&str> = rules.iter().map(|rule| text(&rule["rule"])).collect();
    for id in &ids {
        match (shown.contains_key(*id), elsewhere.get(id)) {
            (true, None) => {}
            (true, Some(_)) => wrong.push(format!(
                "{id}: a case of tests/bad/ shows it now; take it out of ELSEWHERE"
            )),
            (false, None) => wrong.push(format!(
                "{id}: no test shows it; make a folder tests/bad/<case>/ with the fault, or name the test in ELSEWHERE"
            )),
            (false, Some((file, name))) => {
                let code = fs::read_to_string(repository().join(file)).unwrap_or_default();
                let rest = code.split_once(&format!("fn {name}(")).map_or("", |(_, rest)| rest);
                let test = rest.split("#[test]").next().unwrap_or_default();
                if name.is_empty() || !test.contains(*id) {
                    wrong.push(format!("{id}: {file} has no test {name} that names it"));
                }
            }
        }
    }
    let gone = shown.keys().map(String::as_str).chain(elsewhere.keys().copied());
    wrong.extend(
        gone.filter(|id| !ids.contains(id))
            .map(|id| format!("{id} is no rule any more")),
    );
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn a_rule_is_explained_to_the_end() {
    for typed in ["T216", "t216", " T216 "] {
        let said = Tassel::new(["explain", typed]).run().expect_code(0).stdout;
        for part in [
            "T216 结束早于开始",
            "错误：改好之前不生成网站",
            "为什么：",
            "怎么改：",
            "不能放过",
            "例子：\n\n错误[T216]: ",
        ] {
            assert!(said.contains(part), "{part}\n{said}");
        }
    }
    let flexible = Tassel::new(["explain", "T219"]).run().expect_code(0).stdout;
    assert!(flexible.contains("allow: [{rule: T219, because:"), "{flexible}");
    let all = Tassel::new(["explain"]).run().expect_code(0).stdout;
    for rule in rules() {
        let line = format!("  {}  ", text(&rule["rule"]));
        assert!(all.contains(&line) && all.contains(text(&rule["title"])), "{rule}");
    }
}

#[test]
fn an_unknown_rule_leads_to_the_one_that_was_meant() {
    let run = Tassel::new(["explain", "T2l6"]).run().expect_code(2);
    run.expect_text("没有编号为“T2l6”的规则；是不是想写 T216");
}

#[test]
fn the_preview_links_each_finding_to_its_rule() {
    let preview = Preview::start(small_site());
    let mut events = preview.events();
    events.next_data();
    preview.edit("content/campaigns/demo-2025/routes/onsite.yaml", |text| {
        text.replace("2025-04-11 17:00", "2025-04-09 17:00")
    });
    events.until(|| {
        preview
            .get("/__tassel/")
            .text()
            .contains("href=\"/__tassel/rules#T216\"")
    });
    let page = preview.get("/__tassel/rules").text();
    for rule in rules() {
        assert!(
            page.contains(&format!("<section id=\"{}\">", text(&rule["rule"]))),
            "{rule}"
        );
    }
}
