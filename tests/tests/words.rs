//! The interface's words: the same keys and places for values in every language, each of them used, none missing.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;

use serde_json::Value;
use tassel_tests::site::small_site;
use tassel_tests::{SiteTest, html, repository};

/// Key → text of one language's file.
fn words(name: &str) -> BTreeMap<String, String> {
    let file = repository().join("themes/school/i18n").join(name);
    let tree: Value = serde_saphyr::from_str(&fs::read_to_string(file).unwrap()).unwrap();
    let mut all = BTreeMap::new();
    flatten("", &tree, &mut all);
    all
}

fn flatten(key: &str, node: &Value, all: &mut BTreeMap<String, String>) {
    match node {
        Value::Object(group) => {
            for (name, node) in group {
                let inner = if key.is_empty() {
                    name.clone()
                } else {
                    format!("{key}.{name}")
                };
                flatten(&inner, node, all);
            }
        }
        Value::String(text) => {
            all.insert(key.to_owned(), text.clone());
        }
        other => panic!("{key} is no text: {other}"),
    }
}

/// Names in `{…}`.
fn places(text: &str) -> BTreeSet<&str> {
    text.split('{')
        .skip(1)
        .filter_map(|rest| Some(rest.split_once('}')?.0))
        .collect()
}

#[test]
fn both_languages_say_the_same_things() {
    let (zh, en) = (words("zh-CN.yaml"), words("en.yaml"));
    let keys = |words: &BTreeMap<String, String>| words.keys().cloned().collect::<BTreeSet<_>>();
    let lacking: Vec<_> = keys(&zh).symmetric_difference(&keys(&en)).cloned().collect();
    assert!(lacking.is_empty(), "only in one language: {lacking:?}");
    for (key, chinese) in &zh {
        let english = &en[key];
        assert_eq!(places(chinese), places(english), "{key}: {chinese:?} / {english:?}");
        let han = |c: char| ('\u{4e00}'..='\u{9fff}').contains(&c);
        assert!(
            // Both stand on pages of the other language.
            !english.contains(han) || ["language.switch", "moved.other"].contains(&key.as_str()),
            "{key} is not English: {english:?}"
        );
        assert!(!chinese.contains(['！', '您']), "{key}: {chinese:?}");
    }
}

/// Everything that templates, scripts and the generator are made of.
fn code() -> String {
    let mut text = String::new();
    for folder in ["themes/school/templates", "themes/school/assets", "generator/src"] {
        for entry in walkdir::WalkDir::new(repository().join(folder)) {
            let entry = entry.unwrap();
            let name = entry.file_name().to_string_lossy();
            if entry.file_type().is_file() && [".html", ".js", ".rs"].iter().any(|end| name.ends_with(end)) {
                text.push_str(&fs::read_to_string(entry.path()).unwrap());
            }
        }
    }
    text
}

#[test]
fn every_word_is_used() {
    let code = code();
    let unused: Vec<String> = words("zh-CN.yaml")
        .into_keys()
        .filter(|key| {
            let name = key.strip_prefix("script.").unwrap_or(key);
            // A group is used where its beginning is joined with the rest.
            let (group, _) = name.rsplit_once('.').unwrap_or(("", name));
            let signs = [format!("\"{name}\""), format!("\"{group}.\""), format!("\"{group}.{{")];
            !signs.iter().any(|sign| code.contains(sign))
        })
        .collect();
    assert!(unused.is_empty(), "no template, script or Rust file uses {unused:?}");
}

#[test]
fn a_site_replaces_single_words() {
    let site = small_site().file("themes/school/i18n/zh-CN.yaml", "nav: {schedule: 日程}\n");
    let page = site.build().page("demo-2025/schedule/index.html");
    assert_eq!(html::text_of(page.select("h1")[0]), "日程");
    assert!(page.squeezed().contains("常见问题"), "the rest stays: {}", page.text());
}

fn complaint(site: SiteTest) -> String {
    site.build_fails().stderr
}

#[test]
fn unknown_words_and_missing_values_are_found_at_their_line() {
    let template = |body: &str| {
        let text = format!("{{% extends \"base.html\" %}}\n{{% block main %}}\n{body}\n{{% endblock %}}\n");
        small_site().file("themes/school/templates/schedule.html", &text)
    };
    let unknown = complaint(template("{{ t(\"no.such_word\") }}"));
    assert!(
        unknown.contains("H102") && unknown.contains("no.such_word") && unknown.contains("schedule.html:3:"),
        "{unknown}"
    );
    let value = complaint(template("{{ t(\"glance.sessions\") }}"));
    assert!(value.contains("glance.sessions") && value.contains("{n}"), "{value}");
    let broken = small_site().file("themes/school/i18n/en.yaml", "nav: [a\n");
    let broken = complaint(broken);
    assert!(broken.contains("themes/school/i18n/en.yaml"), "{broken}");
}
