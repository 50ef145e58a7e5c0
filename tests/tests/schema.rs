//! The schemas that editors use: kept in `docs/schema/` as the program writes them, true of `content/`, and of one mind with the build.

use std::fs;
use std::path::{Path, PathBuf};

use jsonschema::Validator;
use serde_json::{Map, Value, json};
use tassel_tests::{SiteTest, Tassel, repository, tests_folder, tree};

const KINDS: [&str; 12] = [
    "site",
    "school",
    "provider",
    "campaign",
    "route",
    "notice",
    "faq",
    "holidays",
    "photo-profile",
    "translation",
    "notice-translation",
    "faq-translation",
];

fn schema(kind: &str) -> Value {
    let run = Tassel::new(["schema", kind]).run().expect_code(0);
    serde_json::from_str(&run.stdout).unwrap()
}

fn validator(kind: &str) -> Validator {
    jsonschema::validator_for(&schema(kind)).unwrap()
}

/// What the schema has against a value, one line each.
fn complaints(validator: &Validator, value: &Value) -> Vec<String> {
    let errors = validator.iter_errors(value);
    errors
        .map(|error| format!("{}: {error}", error.instance_path()))
        .collect()
}

fn yaml(text: &str) -> Value {
    serde_saphyr::from_str(text).unwrap()
}

/// The kind of a file of `content/`, by its path below it; `None` for files that have no schema.
fn kind_of(path: &str) -> Option<&'static str> {
    let kind = match path {
        "site.yaml" => "site",
        path if path == "en.yaml" || path.ends_with("/en.yaml") => "translation",
        path if path.contains("/notices/") && path.ends_with(".en.md") => "notice-translation",
        path if path.contains("/faq/") && path.ends_with(".en.md") => "faq-translation",
        path if path.starts_with("schools/") => "school",
        path if path.starts_with("providers/") => "provider",
        path if path.starts_with("holidays/") => "holidays",
        path if path.starts_with("photo-profiles/") => "photo-profile",
        path if path.ends_with("/campaign.yaml") => "campaign",
        path if path.contains("/routes/") => "route",
        path if path.contains("/notices/") => "notice",
        path if path.contains("/faq/") => "faq",
        _ => return None,
    };
    Some(kind)
}

/// A file's YAML and the rest of it: the front matter and the body of Markdown, or all and nothing.
fn parts(path: &str, text: &str) -> (String, String) {
    if !path.ends_with(".md") {
        return (text.to_owned(), String::new());
    }
    let rest = text.strip_prefix("---\n").unwrap();
    let (front, body) = rest.split_once("\n---\n").unwrap();
    (front.to_owned(), body.to_owned())
}

/// All files below a `content/` that have a schema: path, kind, text.
fn files(content: &Path) -> Vec<(String, &'static str, String)> {
    let all: Vec<_> = tree::list(content)
        .into_iter()
        .filter_map(|path| {
            let kind = kind_of(&path)?;
            let text = fs::read_to_string(content.join(&path)).unwrap();
            Some((path, kind, text))
        })
        .collect();
    assert!(all.len() >= 5, "{all:?}");
    all
}

fn docs() -> PathBuf {
    repository().join("docs")
}

/// Compares a kept file with what the program says; `UPDATE=1` keeps what it says now.
fn compare(kept: &Path, said: &str) {
    if std::env::var_os("UPDATE").is_some() {
        fs::create_dir_all(kept.parent().unwrap()).unwrap();
        fs::write(kept, said).unwrap();
    }
    let text = fs::read_to_string(kept).unwrap_or_default().replace("\r\n", "\n");
    assert!(
        text == said,
        "{} is not what `tassel schema` writes; UPDATE=1 cargo test -p tassel-tests --test schema",
        kept.display()
    );
}

#[test]
fn kept_schemas_are_what_the_program_writes() {
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path().join("a/b");
    Tassel::new(["schema", "--out", out.to_str().unwrap()])
        .run()
        .expect_code(0);
    let written = tree::list(&out);
    // What is written by people, and what is printed for programs.
    let all = || KINDS.into_iter().chain(["findings"]);
    let names: Vec<String> = all().map(|kind| format!("{kind}.json")).collect();
    assert_eq!(written.iter().filter(|file| names.contains(file)).count(), names.len());
    assert_eq!(written.len(), names.len());
    for kind in all() {
        let text = fs::read_to_string(out.join(format!("{kind}.json"))).unwrap();
        assert_eq!(text, Tassel::new(["schema", kind]).run().expect_code(0).stdout);
        compare(&docs().join(format!("schema/{kind}.json")), &text);
        let schema: Value = serde_json::from_str(&text).unwrap();
        assert_eq!(schema["$schema"], "https://json-schema.org/draft/2020-12/schema");
        assert!(jsonschema::meta::is_valid(&schema), "{kind}");
    }
    assert_eq!(tree::list(&docs().join("schema")), written);
}

#[test]
fn the_kept_reference_is_what_the_program_writes() {
    let run = Tassel::new(["schema", "--format", "markdown"]).run().expect_code(0);
    compare(&docs().join("content.md"), &run.stdout);
    for row in [
        "| `fee` | `费用` | [费用](#费用) |",
        "| `title` | `标题` | 文字 |",
        "| `onsite` | `现场集中采集` |",
    ] {
        assert!(run.stdout.contains(row), "{row}\n{}", run.stdout);
    }
}

#[test]
fn every_file_of_the_content_is_valid() {
    let content = repository().join("content");
    let validators = KINDS.map(|kind| (kind, validator(kind)));
    let mut wrong = Vec::new();
    for (path, kind, text) in files(&content) {
        let (_, validator) = validators.iter().find(|(name, _)| *name == kind).unwrap();
        let found = complaints(validator, &yaml(&parts(&path, &text).0));
        wrong.extend(found.iter().map(|complaint| format!("{path}: {complaint}")));
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn every_yaml_file_names_its_schema_to_the_editor() {
    let content = repository().join("content");
    for (path, kind, text) in files(&content) {
        if path.ends_with(".md") {
            continue;
        }
        let mut head = text.lines().take(2);
        let named = head.find_map(|line| line.strip_prefix("# yaml-language-server: $schema="));
        let named = named.unwrap_or_else(|| panic!("{path} names no schema"));
        let file = content.join(&path).parent().unwrap().join(named);
        let wanted = docs().join(format!("schema/{kind}.json"));
        assert_eq!(
            fs::canonicalize(&file).unwrap_or_else(|error| panic!("{path}: {named}: {error}")),
            fs::canonicalize(wanted).unwrap(),
            "{path}"
        );
    }
}

#[test]
fn the_settings_in_the_documentation_give_every_yaml_file_its_schema() {
    let text = fs::read_to_string(docs().join("editor.md")).unwrap();
    let block = text.split("```json\n").nth(1).and_then(|rest| rest.split("```").next());
    let settings: Value = serde_json::from_str(block.unwrap()).unwrap();
    let schemas = settings["yaml.schemas"].as_object().unwrap();
    let patterns: Vec<(&str, Vec<&str>)> = schemas
        .iter()
        .map(|(schema, places)| {
            let kind = schema
                .strip_prefix("docs/schema/")
                .unwrap()
                .strip_suffix(".json")
                .unwrap();
            let places = match places {
                Value::Array(all) => all.iter().map(|place| place.as_str().unwrap()).collect(),
                one => vec![one.as_str().unwrap()],
            };
            (kind, places)
        })
        .collect();
    let matches = |pattern: &str, path: &str| {
        let (pattern, path): (Vec<_>, Vec<_>) = (pattern.split('/').collect(), path.split('/').collect());
        let same = |(part, name): (&&str, &&str)| match part.split_once('*') {
            Some((start, end)) => name.starts_with(start) && name.ends_with(end),
            None => part == name,
        };
        pattern.len() == path.len() && pattern.iter().zip(&path).all(same)
    };
    let mut used = std::collections::BTreeSet::new();
    for (path, kind, _) in files(&repository().join("content")) {
        if path.ends_with(".md") {
            continue;
        }
        let path = format!("content/{path}");
        let found = patterns
            .iter()
            .filter(|(_, places)| places.iter().any(|place| matches(place, &path)));
        let found: Vec<&str> = found.map(|(kind, _)| *kind).collect();
        assert_eq!(found, [kind], "{path}");
        used.insert(kind);
    }
    for kind in KINDS
        .iter()
        .filter(|kind| !["notice", "faq", "notice-translation", "faq-translation"].contains(kind))
    {
        assert!(patterns.iter().any(|(known, _)| known == kind), "{kind}");
    }
    assert!(used.len() >= 6, "{used:?}");
}

/// The same value with the names of the other language: keys by `x-keys`, values by `x-values`.
fn in_chinese(root: &Value, schema: &Value, value: &Value) -> Value {
    if let Some(place) = schema["$ref"].as_str() {
        return in_chinese(root, root.pointer(&place[1..]).unwrap(), value);
    }
    if let Some(real) = schema["anyOf"].as_array().filter(|_| schema.get("type").is_none()) {
        return match value {
            Value::Null => Value::Null,
            value => in_chinese(root, &real[0], value),
        };
    }
    match value {
        Value::Object(map) => {
            let one = |(key, inner): (&String, &Value)| {
                let entry = schema["x-keys"]
                    .as_array()
                    .into_iter()
                    .flatten()
                    .find(|entry| entry["key"] == **key);
                let (name, inner_schema) = match entry {
                    Some(entry) => (entry["zh"].as_str().unwrap(), &schema["properties"][key]),
                    None => (key.as_str(), &schema["additionalProperties"]),
                };
                (name.to_owned(), in_chinese(root, inner_schema, inner))
            };
            Value::Object(map.iter().map(one).collect::<Map<_, _>>())
        }
        Value::Array(list) => list
            .iter()
            .map(|inner| in_chinese(root, &schema["items"], inner))
            .collect(),
        value => {
            let entry = schema["x-values"]
                .as_array()
                .into_iter()
                .flatten()
                .find(|entry| entry["value"] == *value);
            let zh = entry.map(|entry| entry["zh"].clone()).filter(Value::is_string);
            zh.unwrap_or_else(|| value.clone())
        }
    }
}

#[test]
fn content_written_with_chinese_keys_gives_the_same_site() {
    let content = repository().join("content");
    let mut site = SiteTest::new().copy_content();
    let schemas = KINDS.map(|kind| (kind, schema(kind), validator(kind)));
    let (mut changed, mut already) = (0, 0);
    for (path, kind, text) in files(&content) {
        let (_, schema, validator) = schemas.iter().find(|(name, ..)| *name == kind).unwrap();
        let (front, body) = parts(&path, &text);
        let english = yaml(&front);
        let chinese = in_chinese(schema, schema, &english);
        if english == chinese {
            already += 1;
            continue;
        }
        assert_eq!(complaints(validator, &chinese), [""; 0], "{path}");
        // JSON is YAML.
        let written = format!("{chinese:#}\n");
        assert!(
            !written.contains("\"title\":") && !written.contains("\"name\":"),
            "{written}"
        );
        let file = format!("content/{path}");
        site = match path.ends_with(".md") {
            true => site.file(&file, &format!("---\n{written}---\n{body}")),
            false => site.file(&file, &written),
        };
        changed += 1;
    }
    // The campaign to begin from is written in Chinese as it stands.
    assert!(changed >= 50 && already >= 8, "{changed} {already}");
    site.build().tree().expect_same(&tassel_tests::repository_site().tree());
}

/// A good route, changed in one place.
fn route(key: &str, value: Value) -> Value {
    let text = fs::read_to_string(tests_folder().join("bad/base/content/campaigns/demo-2025/routes/onsite.yaml"));
    let mut route = yaml(&text.unwrap());
    let place = route.as_object_mut().unwrap();
    if key == "费用" {
        place.remove("fee").unwrap();
    }
    if value == json!({ "away": true }) {
        place.remove(key).unwrap();
    } else {
        place.insert(key.to_owned(), value);
    }
    route
}

/// Whether the build takes a route.
fn builds(route: &Value) -> (bool, String) {
    let site = SiteTest::new().copy_from(&tests_folder().join("bad/base"), ".");
    let run = site
        .file(
            "content/campaigns/demo-2025/routes/onsite.yaml",
            &format!("{route:#}\n"),
        )
        .run();
    (run.code == Some(0), run.stderr)
}

#[test]
fn the_editor_and_the_build_agree() {
    let validator = validator("route");
    let fee = |amount: Value| json!({ "amount": amount });
    let session = |start: &str| json!([{ "id": "s", "venue": "体育馆", "start": start }]);
    let step = |step: Value| json!([step]);
    let cases: Vec<(bool, &str, Value)> = vec![
        (true, "order", json!(3)),
        (true, "顺序", json!(3)),
        (false, "order", json!(-1)),
        (false, "order", json!(65_536)),
        (false, "order", json!("很前")),
        (false, "名称", json!("名称写了两次")),
        (false, "colour", json!("blue")),
        (false, "颜色", json!("蓝")),
        (false, "summary", json!({ "away": true })),
        (false, "audience", json!("全体")),
        (true, "audience", json!([{ "grade": 2022, "学制": 3 }, "其他人"])),
        (
            true,
            "audience",
            json!([{ "学习形式": "非全日制", "origin": "境外", "证件": ["护照"] }]),
        ),
        (false, "audience", json!([{ "grade": 22 }])),
        (false, "audience", json!([{ "years": 0 }])),
        (false, "audience", json!([{ "study": "夜校" }])),
        (false, "audience", json!([{ "grade": 2022, "年级": 2022 }])),
        (false, "audience", json!([{ "colour": "blue" }])),
        (false, "audience", json!([{}])),
        (true, "kind", json!("散拍")),
        (true, "kind", json!("self_upload")),
        (false, "kind", json!("自拍")),
        (true, "fee", fee(json!(15))),
        (true, "fee", fee(json!(13.5))),
        (true, "fee", fee(json!("13.50 元"))),
        (true, "fee", fee(json!("待定"))),
        (true, "费用", json!({ "金额": "Tba", "可退": true })),
        (false, "fee", fee(json!("十五元"))),
        (false, "fee", fee(json!("13.505"))),
        (false, "fee", fee(json!(-1))),
        (false, "fee", json!({ "amount": 1, "金额": 1 })),
        (false, "fee", json!({ "amount": 1, "refundable": "是" })),
        (false, "fee", json!({})),
        (true, "sessions", session("2025-4-1")),
        (true, "sessions", session("2025/04/01 9:00")),
        (true, "sessions", session("2025.4.1T09：00")),
        (true, "sessions", session("2025年4月1日")),
        (true, "sessions", session("2025年4月1日9时30分")),
        (true, "sessions", session("2025年4月1日 24:00")),
        (true, "sessions", session("待定")),
        (false, "sessions", session("4月1日")),
        (false, "sessions", session("25-4-1")),
        (false, "sessions", session("2025-4-1 九点")),
        (false, "sessions", session("2025-4-1 9点")),
        (false, "sessions", session("下周")),
        (
            true,
            "场次",
            json!([{ "代号": "s", "地点": "体育馆", "开始": "2025-4-1", "半天": "下午" }]),
        ),
        (
            true,
            "sessions",
            json!([{ "id": "s", "venue": 237, "start": "2025-4-1", "half_day": "afternoon" }]),
        ),
        (
            false,
            "sessions",
            json!([{ "id": "s", "venue": "x", "start": "2025-4-1", "half_day": "晚上" }]),
        ),
        (true, "steps", step(json!({ "标题": "拍照", "text": "坐正" }))),
        (false, "steps", step(json!("拍照"))),
    ];
    let mut wrong = Vec::new();
    for (good, key, value) in cases {
        let route = route(key, value.clone());
        let complaints = complaints(&validator, &route);
        let (built, said) = builds(&route);
        if complaints.is_empty() != good || built != good {
            wrong.push(format!(
                "{key}: {value} should be {good}\n  schema: {complaints:?}\n  build: {built} {said}"
            ));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn the_editor_and_the_build_agree_about_campaigns() {
    let validator = validator("campaign");
    let base = tests_folder().join("bad/base");
    let text = fs::read_to_string(base.join("content/campaigns/demo-2025/campaign.yaml")).unwrap();
    let deadline = |end: &str| json!([{ "id": "sign_up", "what": "登记", "end": end }]);
    let cases = [
        (true, "cohort", json!(2025)),
        (false, "cohort", json!("二〇二五")),
        (false, "cohort", json!(-2025)),
        (false, "cohort", json!([2025])),
        (true, "draft", json!(false)),
        (false, "draft", json!("否")),
        (false, "draft", json!("yes")),
        (true, "published", json!("2025-03-01")),
        (false, "published", json!("三月一日")),
        (false, "published", json!("")),
        (true, "deadlines", deadline("2025年3月20日17：00")),
        (true, "deadlines", deadline("2025-03-20 17时")),
        (false, "deadlines", deadline("2025-03-20 下午")),
        (false, "deadlines", deadline("20-03-2025")),
        (false, "deadlines", json!([{ "id": "a", "what": "登记" }])),
        (false, "deadlines", json!({ "id": "a" })),
        (
            true,
            "deadlines",
            json!([{ "代号": "sign_up", "what": "登记", "end": { "after": "采集", "天": 3 } }]),
        ),
        (
            false,
            "deadlines",
            json!([{ "id": "a", "what": "登记", "end": { "after": "采集", "days": "三" } }]),
        ),
        (true, "remarks", json!([])),
        (false, "remarks", json!({})),
    ];
    let mut wrong = Vec::new();
    for (good, key, value) in cases {
        let mut campaign = yaml(&text);
        campaign.as_object_mut().unwrap().insert(key.to_owned(), value.clone());
        let complaints = complaints(&validator, &campaign);
        let site = SiteTest::new().copy_from(&base, ".");
        let run = site
            .file("content/campaigns/demo-2025/campaign.yaml", &format!("{campaign:#}\n"))
            .run();
        // What is planned is judged elsewhere; here only the form counts.
        let formal = ["[Y0", "[T214]", "[T217]"].iter().any(|rule| run.stderr.contains(rule));
        if complaints.is_empty() != good || formal == good {
            wrong.push(format!(
                "{key}: {value} should be {good}\n  schema: {complaints:?}\n  build: {}",
                run.stderr
            ));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn phones_are_read_as_the_schema_says() {
    let validator = validator("provider");
    for (good, phone) in [
        (true, json!("0755-26536174")),
        (true, json!("+86 755 26536174 转 12")),
        (true, json!(26_536_174)),
        (false, json!("1234")),
        (false, json!("电话 0755-26536174")),
        (false, json!("123456789012345678901")),
    ] {
        let provider = json!({ "名称": "示例照相馆", "电话": [phone] });
        assert_eq!(complaints(&validator, &provider).is_empty(), good, "{phone}");
        let site = SiteTest::new().copy_from(&tests_folder().join("bad/base"), ".");
        let run = site.file("content/providers/x.yaml", &format!("{provider:#}\n")).run();
        assert_eq!(run.code == Some(0), good, "{phone}\n{}", run.stderr);
    }
}

#[test]
fn photo_profiles_may_take_a_rule_away() {
    let validator = validator("photo-profile");
    let good = json!({ "继承": "xueli2017", "文件": { "分辨率": null, "尺寸": { "最小": [300, 400] } }, "阈值": { "bg": { "不合格": 0.1, "复核": 0.2 } } });
    assert_eq!(complaints(&validator, &good), [""; 0]);
    for bad in [
        json!({ "extends": "xueli2017", "file": { "dpi": 300 } }),
        json!({ "extends": "xueli2017", "file": { "size": { "min": [300] } } }),
        json!({ "extends": "xueli2017", "thresholds": { "bg": { "fail": 0.1 } } }),
        json!({ "extends": "xueli2017", "rules": [{ "id": "glasses", "text": "不戴", "policy": "none" }] }),
    ] {
        assert_ne!(complaints(&validator, &bad), [""; 0], "{bad}");
    }
    for profile in tree::list(&repository().join("validator/profiles")) {
        let text = fs::read_to_string(repository().join("validator/profiles").join(&profile)).unwrap();
        assert_eq!(complaints(&validator, &yaml(&text)), [""; 0], "{profile}");
    }
}

#[test]
fn an_unknown_kind_names_the_known_ones() {
    let run = Tassel::new(["schema", "routes"]).run().expect_code(2);
    let run = run.expect_text("不能写“routes”");
    for kind in KINDS {
        assert!(run.stderr.contains(kind), "{}", run.stderr);
    }
    let list = Tassel::new(["schema"]).run().expect_code(0).stdout;
    assert!(KINDS.iter().all(|kind| list.contains(kind)), "{list}");
}

#[test]
fn the_reference_is_the_same_in_a_file_and_on_the_screen() {
    let folder = tempfile::tempdir().unwrap();
    let said = Tassel::new(["schema", "findings", "--format", "markdown"]).run();
    let out = folder.path().to_str().unwrap();
    Tassel::new(["schema", "findings", "--format", "markdown", "--out", out])
        .run()
        .expect_code(0);
    let written = fs::read_to_string(folder.path().join("content.md")).unwrap();
    assert_eq!(written, said.expect_code(0).stdout);
}
