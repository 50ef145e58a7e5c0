//! `tassel lint`: what the build would find, told in every form, each form true to its own schema.

use std::collections::BTreeSet;
use std::fs;
use std::process::Command;

use jsonschema::Validator;
use serde_json::{Value, json};
use tassel_tests::site::{SMALL, small_site};
use tassel_tests::tassel::binary;
use tassel_tests::{Run, Server, SiteTest, photos, repository, tests_folder, tree};

const ROUTE: &str = "content/campaigns/demo-2025/routes/onsite.yaml";

/// The small site with an error of two places, a warning of a whole file whose name is to be encoded, and one that is allowed.
fn faulty() -> SiteTest {
    let allow = "allow:\n  - rule: S010\n    because: 说明“文件”留在这里\n";
    small_site()
        .edit(ROUTE, |text| text.replace("2025-04-11 17:00", "2025-04-09 17:00"))
        .edit(SMALL, |text| text + allow)
        .file("content/campaigns/demo-2025/misc/readme.txt", "说明\n")
        .file("content/旧 稿.txt", "不用了\n")
}

fn parsed(run: &Run) -> Value {
    serde_json::from_str(&run.stdout).unwrap_or_else(|error| panic!("{error}\n{}", run.stdout))
}

#[track_caller]
fn expect_valid(validator: &Validator, value: &Value) {
    let errors = validator.iter_errors(value);
    let wrong: Vec<String> = errors
        .map(|error| format!("{}: {error}", error.instance_path()))
        .collect();
    assert!(wrong.is_empty(), "{}\n{value:#}", wrong.join("\n"));
}

/// What a region of one line points at.
fn marked(site: &SiteTest, file: &str, line: &Value, from: &Value, to: &Value) -> String {
    let number = |value: &Value| usize::try_from(value.as_u64().unwrap()).unwrap();
    let text = fs::read_to_string(site.root().join(file)).unwrap();
    let line = text.lines().nth(number(line) - 1).unwrap().to_owned();
    let (from, to) = (number(from), number(to));
    line.chars().skip(from - 1).take(to - from).collect()
}

#[test]
fn the_sample_content_is_told_like_a_build_tells_it() {
    // Two of the notices of the sample school are that new.
    let site = SiteTest::new().copy_content().now("2026-11-22T09:00:00+08:00");
    let before = tree::list(site.root());
    let lint = site.lint(&["--format", "json"]).expect_code(0);
    assert_eq!(tree::list(site.root()), before, "lint writes nothing");
    let build = site.arg("--format").arg("json").run().expect_code(0);
    assert_eq!(lint.stdout, build.stdout);
    // What the published notices themselves have wrong is allowed, each with its reason; nothing else is found in them.
    let said = parsed(&lint);
    assert_eq!(said["findings"], json!([]));
    let allowed = said["allowed"].as_array().unwrap();
    let reasons: BTreeSet<&str> = allowed.iter().filter_map(|one| one["because"].as_str()).collect();
    assert!(
        allowed.len() > 30 && reasons.len() > 20,
        "{} {}",
        allowed.len(),
        reasons.len()
    );
}

#[test]
fn the_exit_code_says_whether_a_site_could_be_built() {
    let clean = small_site().lint(&[]).expect_code(0);
    assert!(clean.stderr.contains("没有发现问题"), "{}", clean.stderr);
    let warned = small_site().file("content/旧稿.txt", "不用了\n");
    let run = warned.lint(&[]).expect_code(0);
    assert!(
        run.stderr.contains("警告[S010]") && run.stderr.contains("可以生成网站"),
        "{}",
        run.stderr
    );
    assert!(run.stderr.contains("tassel explain S010\n"), "{}", run.stderr);
    warned
        .lint(&["--strict"])
        .expect_code(1)
        .expect_text("--strict 下警告也算");
    let broken = faulty().lint(&[]).expect_code(1);
    assert!(
        broken.stderr.contains("tassel explain T216\n"),
        "the gravest first\n{}",
        broken.stderr
    );
    assert!(broken.stderr.contains("放过了 1 条提示"), "{}", broken.stderr);
    small_site().lint(&["--format", "xml"]).expect_code(2);
}

#[test]
fn json_is_true_to_its_schema() {
    let site = faulty();
    let said = parsed(&site.lint(&["--format", "json"]).expect_code(1));
    let schema = fs::read_to_string(repository().join("docs/schema/findings.json")).unwrap();
    let schema: Value = serde_json::from_str(&schema).unwrap();
    let validator = jsonschema::validator_for(&schema).unwrap();
    expect_valid(&validator, &said);
    assert!(!validator.is_valid(&json!([])), "the schema asks for something");
    let mut other = said.clone();
    other["version"] = json!(2);
    assert!(!validator.is_valid(&other), "another version is another form");

    assert_eq!(said["version"], 1);
    assert_eq!(
        said["summary"],
        json!({ "errors": 1, "warnings": 1, "infos": 0, "allowed": 1, "off": 0 })
    );
    let error = &said["findings"][0];
    assert_eq!(error["rule"], "T216");
    assert_eq!(error["severity"], "error");
    assert_eq!(error["file"], ROUTE);
    let place = |row: &Value| marked(&site, ROUTE, &row["line"], &row["column"], &row["endColumn"]);
    assert_eq!(place(error), "2025-04-09 17:00");
    assert_eq!(error["line"], error["endLine"]);
    assert_eq!(place(&error["labels"][0]), "2025-04-10 09:00");
    let stray = &said["findings"][1];
    assert_eq!(stray["file"], "content/旧 稿.txt");
    assert!(stray.get("line").is_none(), "{stray}");
    assert_eq!(said["allowed"][0]["because"], "说明“文件”留在这里");
    assert_eq!(said["allowed"][0]["rule"], "S010");
}

#[test]
fn sarif_is_true_to_the_standard() {
    let site = faulty();
    let log = parsed(&site.lint(&["--format", "sarif"]).expect_code(1));
    let schema = fs::read_to_string(tests_folder().join("data/sarif/sarif-schema-2.1.0.json")).unwrap();
    // The published schema has a bracket too many in the pattern for languages, which makes it no regular expression.
    let schema = schema.replace("-[a-zA-Z]{2}]?$", "-[a-zA-Z]{2}$");
    let schema: Value = serde_json::from_str(&schema).unwrap();
    let validator = jsonschema::validator_for(&schema).unwrap();
    expect_valid(&validator, &log);
    expect_valid(
        &validator,
        &parsed(&small_site().lint(&["--format", "sarif"]).expect_code(0)),
    );
    assert!(
        !validator.is_valid(&json!({ "version": "2.1.0" })),
        "the schema asks for something"
    );

    let run = &log["runs"][0];
    assert_eq!(run["columnKind"], "unicodeCodePoints");
    let results = run["results"].as_array().unwrap();
    assert_eq!(results.len(), 3);
    for result in results {
        let index = usize::try_from(result["ruleIndex"].as_u64().unwrap()).unwrap();
        let rule = &run["tool"]["driver"]["rules"][index];
        assert_eq!(rule["id"], result["ruleId"]);
        assert!(rule["help"]["text"].as_str().unwrap().contains("怎么改："), "{rule}");
    }
    let error = &results[0];
    assert_eq!((&error["ruleId"], &error["level"]), (&json!("T216"), &json!("error")));
    let physical = &error["locations"][0]["physicalLocation"];
    assert_eq!(
        physical["artifactLocation"],
        json!({ "uri": ROUTE, "uriBaseId": "%SRCROOT%" })
    );
    let region = &physical["region"];
    let place = marked(
        &site,
        ROUTE,
        &region["startLine"],
        &region["startColumn"],
        &region["endColumn"],
    );
    assert_eq!(place, "2025-04-09 17:00");
    assert!(error["relatedLocations"][0]["message"]["text"].is_string(), "{error}");
    let stray = &results[1];
    assert_eq!(stray["level"], "warning");
    assert_eq!(
        stray["locations"][0]["physicalLocation"]["artifactLocation"]["uri"],
        "content/%E6%97%A7%20%E7%A8%BF.txt"
    );
    assert!(stray.get("suppressions").is_none(), "{stray}");
    let allowed = &results[2]["suppressions"][0];
    assert_eq!(allowed["justification"], "说明“文件”留在这里");
    assert_eq!(allowed["status"], "accepted");
    let prints: Vec<&Value> = results
        .iter()
        .map(|result| &result["partialFingerprints"]["tassel/v1"])
        .collect();
    assert!(prints[0] != prints[1] && prints[1] != prints[2], "{prints:?}");
}

#[test]
fn the_same_fault_twice_has_two_fingerprints_that_survive_new_lines() {
    let prints = |site: &SiteTest| -> Vec<String> {
        let rows = parsed(&site.lint(&["--format", "gitlab"]));
        let rows = rows.as_array().unwrap().iter();
        rows.map(|row| row["fingerprint"].as_str().unwrap().to_owned())
            .collect()
    };
    let idle = "allow:\n  - {rule: S010, because: 一}\n  - {rule: S010, because: 二}\n";
    let site = small_site().edit(SMALL, |text| text + idle);
    let first = prints(&site);
    assert_eq!(first.len(), 2);
    assert_ne!(first[0], first[1]);
    let later = site.edit(SMALL, |text| format!("# 新的一行。\n{text}"));
    assert_eq!(prints(&later), first);
}

#[test]
fn addresses_on_other_sites_are_asked_on_request_only() {
    let other = tempfile::tempdir().unwrap();
    fs::write(other.path().join("there.html"), "<p>在</p>").unwrap();
    let server = Server::start(other.path());
    let body = format!(
        "\n见[一]({})和[二]({})。\n",
        server.url("there.html"),
        server.url("gone.html")
    );
    let notice = "content/campaigns/demo-2025/notices/2025-03-01.md";
    // What looks like a pattern must reach the server as it is.
    let lost = format!(
        "<html lang=\"zh\"><body><main id=\"main\"><a href=\"{}\">x</a></main></body></html>",
        server.url("there.html?a[1-3]={b,c}")
    );
    let site = small_site()
        .edit(notice, |text| text + &body)
        .file("themes/school/templates/not-found.html", &lost);
    site.lint(&[]).expect_code(0);
    assert!(server.requests().is_empty(), "nobody is asked by default");
    if Command::new("curl").arg("--version").output().is_err() {
        site.lint(&["--external"]).expect_code(3).expect_text("curl");
        return;
    }
    let run = site.lint(&["--external"]).expect_code(0);
    let run = run.expect_text("警告[L601]: 站外链接打不开");
    let run = run.expect_text("/gone.html（404").expect_text(&format!("{notice}:"));
    let told = run.stderr.matches("站外链接打不开").count();
    assert_eq!(told, 1, "what answers is fine: {}", run.stderr);
    site.lint(&["--external", "--strict"]).expect_code(1);
}

#[cfg(unix)]
#[test]
fn pictures_stay_as_they_are_when_there_is_nothing_to_ask_with() {
    let site = small_site();
    let picture = site.root().join("content/campaigns/demo-2025/attachments/a.jpg");
    fs::create_dir_all(picture.parent().unwrap()).unwrap();
    let plain = photos::Jpeg::default().bytes();
    // The photographer's name.
    let name = b"\xFF\xE1\0\x22Exif\0\0MM\0*\0\0\0\x08\0\x01\x01\x3b\0\x02\0\0\0\x04abc\0\0\0\0\0";
    let bytes = [&plain[..2], name, &plain[2..]].concat();
    fs::write(&picture, &bytes).unwrap();
    let lint = |args: &[&str]| {
        let mut command = Command::new(binary());
        command.args(["lint", ".", "--fix"]).args(args);
        command
            .current_dir(site.root())
            .env("PATH", "/nonexistent")
            .output()
            .unwrap()
    };
    assert_eq!(lint(&["--external"]).status.code(), Some(3));
    assert_eq!(fs::read(&picture).unwrap(), bytes);
    lint(&[]);
    assert_ne!(fs::read(&picture).unwrap(), bytes, "there was something to mend");
}
