//! What each bad site says alone, one big site says together: all cases of `tests/bad/` that lie within one campaign, each in a campaign and a school
//! of its own, in one run. Every fault is found at its line, and nothing else is.
//!
//! The planted faults and what must be said of them are the cases' own files and their `expected.txt`.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use serde_json::Value;
use tassel_tests::{SiteTest, tests_folder, tree};

/// The campaign that every case changes.
const CAMPAIGN: &str = "content/campaigns/demo-2025/";

/// Faults that are planted at least.
const ENOUGH: usize = 100;

/// Cases that can't stand beside others: whether an allowance is idle is known only when every file could be read; an old address that
/// one page has is taken when the next campaign asks for it; and two files whose names differ in case are made by the tests of each case.
const APART: [&str; 3] = ["allow-idle", "alias-of-two-pages", "attachments-that-differ-in-case"];

/// What is said of a fault: rule, file, and its line; 0 for a whole file.
type Said = (String, String, u64);

/// The headings of findings in `expected.txt`.
const HEADS: [&str; 3] = ["错误[", "警告[", "提示["];

/// The findings that a case expects, as they are when its campaign is called `name`.
fn expected(text: &str, name: &str) -> Vec<Said> {
    let mut all: Vec<Said> = Vec::new();
    for line in text.lines() {
        if let Some(head) = HEADS.iter().find_map(|head| line.strip_prefix(head)) {
            let rule = head.split(']').next().unwrap_or_default();
            all.push((rule.to_owned(), String::new(), 0));
        } else if let Some(place) = line.trim_start().strip_prefix("--> ") {
            let mut parts = place.rsplitn(3, ':');
            let (_, row, file) = (parts.next(), parts.next(), parts.next());
            let placed = row.and_then(|row| row.parse().ok()).zip(file);
            let (row, file) = placed.unwrap_or((0, place));
            let last = all.last_mut().expect("a place follows a heading");
            if last.1.is_empty() {
                (last.1, last.2) = (rename(file, name), row);
            }
        }
    }
    all
}

fn rename(text: &str, name: &str) -> String {
    text.replace("demo-2025", name)
}

/// Whether all files of a case lie in its campaign, so that it can stand beside others.
fn stands_alone(folder: &Path) -> bool {
    let files = tree::list(folder);
    let inside = |path: &String| path.starts_with(CAMPAIGN) || path == "expected.txt";
    files.len() > 1 && files.iter().all(inside) && folder.join("expected.txt").is_file()
}

/// Adds the base's campaign with a case's files over it, called `name`, with a school of its own.
fn plant(mut site: SiteTest, case: &Path, name: &str) -> SiteTest {
    let base = tests_folder().join("bad/base");
    let school = fs::read(base.join("content/schools/demo.yaml")).unwrap();
    site = site.bytes(&format!("content/schools/{name}.yaml"), &school);
    for folder in [base.as_path(), case] {
        for path in tree::list(folder).iter().filter(|path| path.starts_with(CAMPAIGN)) {
            let bytes = fs::read(folder.join(path)).unwrap();
            let bytes = match String::from_utf8(bytes) {
                Ok(text) => rename(&text, name)
                    .replace("\nschool: demo\n", &format!("\nschool: {name}\n"))
                    .into_bytes(),
                Err(error) => error.into_bytes(),
            };
            site = site.bytes(&rename(path, name), &bytes);
        }
    }
    site
}

/// How often each thing is said.
fn counted(all: impl Iterator<Item = Said>) -> BTreeMap<Said, usize> {
    let mut counts = BTreeMap::new();
    for said in all {
        *counts.entry(said).or_default() += 1;
    }
    counts
}

#[test]
fn a_hundred_faults_are_all_found_in_one_run_and_nothing_else_is() {
    let bad = tests_folder().join("bad");
    let mut names: Vec<String> = fs::read_dir(&bad)
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .filter(|name| name != "base" && !APART.contains(&name.as_str()) && stands_alone(&bad.join(name)))
        .collect();
    names.sort();
    let mut site = SiteTest::new().copy_from(&bad.join("base"), ".");
    let mut planted = Vec::new();
    for name in &names {
        let case = bad.join(name);
        site = plant(site, &case, name);
        planted.extend(expected(&fs::read_to_string(case.join("expected.txt")).unwrap(), name));
    }
    let planted = counted(planted.into_iter());
    let number: usize = planted.values().sum();
    let rules: std::collections::BTreeSet<&str> = planted.keys().map(|(rule, ..)| rule.as_str()).collect();
    assert!(number >= ENOUGH, "only {number} faults");

    let run = site.arg("--format").arg("json").run().expect_code(1);
    let all: Value = serde_json::from_str(&run.stdout).expect("json");
    let rows = all
        .as_array()
        .or_else(|| all["findings"].as_array())
        .expect("a list of findings");
    let text = |row: &Value, key: &str| row[key].as_str().unwrap_or_default().to_owned();
    let found = counted(
        rows.iter()
            .map(|row| (text(row, "rule"), text(row, "file"), row["line"].as_u64().unwrap_or(0))),
    );
    let missed: Vec<_> = planted
        .iter()
        .filter(|(said, count)| found.get(*said) != Some(count))
        .collect();
    let extra: Vec<_> = found
        .iter()
        .filter(|(said, count)| planted.get(*said) != Some(count))
        .collect();
    assert!(
        missed.is_empty() && extra.is_empty(),
        "{number} faults of {} rules planted\nmissed: {missed:#?}\nextra: {extra:#?}",
        rules.len()
    );
}
