//! Building by machines: annotations for GitHub and GitLab, and the workflow files, which must parse and name commands that work.

use std::fs;

use serde_json::Value;
use tassel_tests::site::small_site;
use tassel_tests::{SiteTest, Tassel, repository};

const WORKFLOWS: [&str; 4] = [
    ".github/workflows/ci.yml",
    ".github/workflows/site.yml",
    "docs/ci/gitee-go.yml",
    "docs/ci/gitlab-ci.yml",
];
const GUIDES: [&str; 2] = ["docs/ci/README.md", "docs/start-a-site.md"];

fn read(path: &str) -> String {
    fs::read_to_string(repository().join(path)).unwrap_or_else(|error| panic!("{path}: {error}"))
}

fn workflow(path: &str) -> Value {
    serde_saphyr::from_str(&read(path)).unwrap_or_else(|error| panic!("{path}: {error}"))
}

/// The small site in a folder of its own, with one error and one warning of known places.
fn faulty() -> SiteTest {
    let site = small_site();
    let folder = site.root().join("content");
    let site = site.copy_from(&folder, "sites/2027/content");
    site.edit("sites/2027/content/campaigns/demo-2025/routes/onsite.yaml", |text| {
        text.replace("2025-04-11 17:00", "2025-04-09 17:00")
    })
}

#[test]
fn github_shows_findings_beside_their_lines() {
    let site = faulty();
    let run = Tassel::new(["build", "sites/2027", "--out", "public", "--format", "github"])
        .within(site.root())
        .run();
    let run = run.expect_code(1);
    let line = run
        .stdout
        .lines()
        .find(|line| line.starts_with("::error "))
        .expect("an error is told");
    let start =
        "::error file=sites/2027/content/campaigns/demo-2025/routes/onsite.yaml,line=9,col=8,endColumn=24,title=T216::";
    assert!(line.starts_with(start), "{line}");
    assert!(line.contains("%0A怎么改："), "{line}");
    assert!(run.stderr.contains("没有生成网站"), "{}", run.stderr);
    let clean = small_site().arg("--format").arg("github").run().expect_code(0);
    assert_eq!(clean.stdout, "");
}

#[test]
fn gitlab_gets_a_report_of_code_quality() {
    let site = faulty();
    let run = Tassel::new(["build", "./sites/2027", "--out", "public", "--format", "gitlab"])
        .within(site.root())
        .run();
    let rows: Value = serde_json::from_str(&run.expect_code(1).stdout).unwrap();
    let row = &rows[0];
    assert_eq!(row["check_name"], "T216");
    assert_eq!(row["severity"], "critical");
    assert_eq!(
        row["location"]["path"],
        "sites/2027/content/campaigns/demo-2025/routes/onsite.yaml"
    );
    assert_eq!(row["location"]["lines"]["begin"], 9);
    assert_eq!(row["fingerprint"].as_str().map(str::len), Some(64));
    let clean = small_site().arg("--format").arg("gitlab").run().expect_code(0);
    assert_eq!(clean.stdout, "[]\n");
}

#[test]
fn the_site_is_built_at_midnight_in_china_and_may_do_no_more_than_it_must() {
    let site = workflow(WORKFLOWS[1]);
    assert_eq!(site["on"]["schedule"][0]["cron"], "0 16 * * *");
    assert!(site["on"].get("workflow_dispatch").is_some());
    let paths = site["on"]["push"]["paths"].to_string();
    for folder in [
        "content/**",
        "themes/**",
        "generator/**",
        "validator/**",
        "validator-wasm/**",
    ] {
        assert!(paths.contains(folder), "{folder}");
    }
    assert_eq!(site["permissions"], serde_json::json!({ "contents": "read" }));
    for job in ["build", "publish"] {
        let writes = site["jobs"][job]["permissions"].to_string().matches("write").count();
        assert_eq!(writes, if job == "publish" { 2 } else { 0 }, "{job}");
    }
    assert_eq!(workflow(WORKFLOWS[2])["triggers"]["schedule"][0]["cron"], "0 0 * * ?");
}

#[test]
fn actions_are_the_official_ones_at_a_major_version() {
    for path in &WORKFLOWS[..2] {
        let text = read(path);
        let used: Vec<&str> = text
            .lines()
            .filter_map(|line| line.split_once("uses: "))
            .map(|(_, name)| name)
            .collect();
        assert!(!used.is_empty(), "{path}");
        for action in used {
            let (name, version) = action
                .split_once('@')
                .unwrap_or_else(|| panic!("{path}: {action} has no version"));
            assert!(name.starts_with("actions/"), "{path}: {action}");
            assert!(
                version
                    .strip_prefix('v')
                    .is_some_and(|number| number.parse::<u8>().is_ok()),
                "{path}: {action}"
            );
        }
    }
    assert!(repository().join(".ci/run").is_file());
    assert!(read(WORKFLOWS[0]).contains("run: .ci/run"));
}

/// The commands of a file that start `tassel build`, as words, with their variables set.
fn commands(path: &str) -> Vec<Vec<String>> {
    let mut found = Vec::new();
    for line in read(path).lines() {
        let line = line.trim().trim_start_matches("- ").trim_start_matches("run: ");
        let words: Vec<&str> = line.split('>').next().unwrap_or_default().split_whitespace().collect();
        let program = words.first().copied().unwrap_or_default();
        if program == "tassel" || program.ends_with("/tassel") {
            let words = words[1..].iter().map(|word| match word.trim_matches('"') {
                word if word.starts_with('$') => "https://tx.example.edu.cn/photo".to_owned(),
                word => word.to_owned(),
            });
            found.push(words.collect());
        }
    }
    found
}

#[test]
fn the_commands_of_the_workflows_build_a_site() {
    for path in &WORKFLOWS[1..] {
        let commands = commands(path);
        assert!(!commands.is_empty(), "{path} runs no tassel");
        for words in commands {
            let site = small_site();
            Tassel::new(&words).within(site.root()).run().expect_code(0);
            if words.first().is_some_and(|word| word == "lint") {
                continue;
            }
            assert!(site.out().join("index.html").is_file(), "{path}: {words:?}");
        }
    }
}

#[test]
fn the_commands_of_the_guides_are_understood() {
    let site = small_site();
    let mut tried = 0;
    for path in GUIDES {
        for words in commands(path) {
            // With `--help` at the end a command is read like any other and then only explains itself.
            let unknown = Tassel::new(words.iter().map(String::as_str).chain(["--help"]))
                .within(site.root())
                .run();
            unknown.expect_code(0).expect_text("用法");
            tried += 1;
        }
    }
    assert!(tried >= 3, "{tried}");
}
