//! Built-in profiles, inheritance, and the mistakes that are caught.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test may stop where its own input is wrong"
)]

use tassel_validator::{Lang, Profile, ProfileError, ProfileSpec, Status, builtin, builtin_ids, requirements};

mod common;

fn spec(yaml: &str) -> ProfileSpec {
    serde_saphyr::from_str(yaml).unwrap()
}

#[test]
fn every_built_in_profile_resolves_says_where_it_is_from_and_survives_json() {
    for wanted in [
        "xueli2017",
        "xinhua_selfupload",
        "cet",
        "ntce",
        "guokao",
        "idcard",
        "psc",
        "passport",
        "zikao",
        "yanzhao",
        "ncre",
    ] {
        assert!(builtin_ids().contains(&wanted), "{wanted}");
    }
    for id in builtin_ids() {
        let profile = builtin(id).unwrap_or_else(|| panic!("{id} does not resolve"));
        assert_eq!(&profile.id, id);
        assert!(
            !profile.name.is_empty() && !profile.source.document.is_empty() && !profile.rules.is_empty(),
            "{id}"
        );
        assert!(
            profile.name_en.is_ascii() || *id == "zikao",
            "{id}: {}",
            profile.name_en
        );
        assert!(
            profile.rules.iter().all(|r| !r.text.is_empty() && r.text_en.is_some()),
            "{id}"
        );
        let json = serde_json::to_string(&profile).unwrap();
        assert_eq!(serde_json::from_str::<Profile>(&json).unwrap(), profile, "{id}");
    }
    assert_eq!(builtin("nonsense"), None);
}

#[test]
fn what_the_notice_prints_is_what_is_checked() {
    let words: Vec<String> = requirements(&builtin("xueli2017").unwrap(), Lang::Zh)
        .into_iter()
        .map(|r| format!("{} {} {}", r.id, r.title, r.text))
        .collect();
    insta::assert_snapshot!(words.join("\n"));
    let words: Vec<String> = requirements(&builtin("passport").unwrap(), Lang::En)
        .into_iter()
        .map(|r| format!("{} {} {}", r.id, r.title, r.text))
        .collect();
    insta::assert_snapshot!(words.join("\n"));
}

#[test]
fn a_child_changes_what_it_writes_and_keeps_the_rest() {
    let parent = builtin("xueli2017").unwrap();
    let child = spec(
        "id: szu\nextends: xueli2017\nfile:\n  dpi: null\n  name: { pattern: '{id_number}.jpg' }\nbackground:\n  colors:\n    - { name: 蓝, rgb: [100, 197, 255], tolerance: 9 }\nrules:\n  - { id: glasses, text: 不戴眼镜。, policy: forbid }\n  - { id: collar, text: 穿有领子的上衣。 }\n",
    )
    .resolve(Some(&parent))
    .unwrap();
    assert_eq!((child.id.as_str(), child.name.as_str()), ("szu", parent.name.as_str()));
    assert_eq!(child.file.dpi, None);
    assert_eq!(
        (child.file.size.clone(), child.file.bytes),
        (parent.file.size.clone(), parent.file.bytes)
    );
    assert_eq!(child.background.colors.len(), 1);
    assert_eq!(child.background.spread_max, parent.background.spread_max);
    let ids: Vec<&str> = child.rules.iter().map(|r| r.id.as_str()).collect();
    let parents: Vec<&str> = parent.rules.iter().map(|r| r.id.as_str()).collect();
    assert_eq!(&ids[..parents.len()], parents, "order is kept");
    assert_eq!(ids[parents.len()..], ["collar"]);
    assert_eq!(
        child.rules.iter().find(|r| r.id == "glasses").unwrap().text,
        "不戴眼镜。"
    );
}

#[test]
fn thresholds_move_a_status_without_moving_the_score() {
    let mut profile = builtin("xueli2017").unwrap();
    let photo = common::with_density(&common::compliant(), 1, 299, 299);
    let before = common::report_as(&photo, "a.jpg", &profile);
    let kinder = spec("extends: xueli2017\nthresholds: { file.dpi: { fail: 0, review: 0.8 } }")
        .resolve(Some(&profile))
        .unwrap();
    profile = kinder;
    let after = common::report_as(&photo, "a.jpg", &profile);
    let (before, after) = (common::one(&before, "file.dpi"), common::one(&after, "file.dpi"));
    assert_eq!((before.status, after.status), (Status::Fail, Status::Review));
    assert_eq!(before.score, after.score);
}

#[test]
fn mistakes_are_named() {
    let parent = builtin("xueli2017").unwrap();
    let error = |yaml: &str, parent: Option<&Profile>| spec(yaml).resolve(parent).unwrap_err().to_string();
    let cases = [
        error("name: 某标准", None),
        error("id: x", None),
        error("id: x\nextends: xueli2017", None),
        error("id: x\nextends: cet", Some(&parent)),
        error("id: 某校", Some(&parent)),
        error("file: { bytes: { min: 50000, max: 20000 } }", Some(&parent)),
        error("file: { size: { exact: [[0, 640]] } }", Some(&parent)),
        error("file: { formats: [jpg] }", Some(&parent)),
        error("file: { jpeg_quality_min: 0 }", Some(&parent)),
        error("file: { name: { pattern: '{id}.jpg' } }", Some(&parent)),
        error("file: { name: { pattern: '{name}{student_id}.jpg' } }", Some(&parent)),
        error(
            "background: { colors: [{ name: 蓝, rgb: [1, 2, 3], tolerance: 0 }] }",
            Some(&parent),
        ),
        error("geometry: { crown: { min: 110, max: 50 } }", Some(&parent)),
        error("pose: { roll: -3 }", Some(&parent)),
        error("thresholds: { default: { fail: 0.9, review: 0.5 } }", Some(&parent)),
        error("thresholds: { file.dpl: { fail: 0.1, review: 0.5 } }", Some(&parent)),
        error("rules: [{ id: a, text: 一 }, { id: a, text: 二 }]", Some(&parent)),
    ];
    insta::assert_snapshot!(cases.join("\n"));
    assert!(matches!(spec("name: 某标准").resolve(None), Err(ProfileError::NoId)));
}

#[test]
fn unknown_keys_are_refused() {
    for yaml in [
        "idd: x",
        "file: { sizes: 3 }",
        "file: { bytes: { minimum: 3 } }",
        "geometry: { crwn: {} }",
        "rules: [{ id: a, txt: b }]",
    ] {
        assert!(serde_saphyr::from_str::<ProfileSpec>(yaml).is_err(), "{yaml}");
    }
}
