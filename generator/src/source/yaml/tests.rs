//! Reading goes on behind every fault, says each once and at its place, and blames nobody for what followed from it.

use super::parse;
use crate::diagnostics::Finding;
use crate::model::{Campaign, Route, Site};
use serde::de::DeserializeOwned;

const ROUTE: &str = "\
# 校内集中拍摄。
name: 现场集中采集
kind: onsite
summary: 到体育馆拍摄
audience:
  - 2025届全日制本科毕业生
window:
  start: 2025-04-10 09:00
  end: 2025-04-11 17:00
fee:
  amount: 15
sessions:
  - id: gym
    venue: 体育馆
    start: 2025-04-10 09:00
    end: 2025-04-10 12:00
  - id: hall
    venue: 礼堂
    start: 2025-04-11
    half_day: morning
bring:
  - 身份证
steps:
  - title: 出示采集码
  - title: 拍照
    text: |
      开始：坐正
      title: 看镜头
if_missed: 联系教务处
";

fn faults<T: DeserializeOwned>(text: &str) -> Vec<Finding> {
    match parse::<T>("a.yaml", text) {
        Ok(_) => Vec::new(),
        Err(findings) => {
            assert!(!findings.is_empty(), "{text}");
            for finding in &findings {
                let places = finding
                    .primary
                    .iter()
                    .chain(finding.labels.iter().map(|label| &label.span));
                for place in places {
                    assert!(text.get(place.range.clone()).is_some(), "{finding:?}\n{text}");
                }
            }
            findings
        }
    }
}

/// Rule and marked text of each fault.
fn said<T: DeserializeOwned>(text: &str) -> Vec<(&'static str, String)> {
    let one = |finding: Finding| {
        let marked = finding.primary.and_then(|place| text.get(place.range)).unwrap_or("");
        (finding.rule.id, marked.to_owned())
    };
    faults::<T>(text).into_iter().map(one).collect()
}

fn route(change: &[(&str, &str)]) -> String {
    let mut text = ROUTE.to_owned();
    for (from, to) in change {
        assert!(text.contains(from), "{from}");
        text = text.replacen(from, to, 1);
    }
    text
}

fn expect(change: &[(&str, &str)], expected: &[(&str, &str)]) {
    let text = route(change);
    let said = said::<Route>(&text);
    let said: Vec<(&str, &str)> = said.iter().map(|(rule, marked)| (*rule, marked.as_str())).collect();
    assert_eq!(said, expected, "{text}");
}

#[test]
fn every_fault_of_content_is_told_once_at_its_place() {
    expect(&[], &[]);
    expect(
        &[
            ("kind: onsite", "kind: onsit"),
            ("  start: 2025-04-10 09:00\n  end", "  start: 4-10\n  end"),
            ("  end: 2025-04-11 17:00", "  end: 2025-04-31"),
            ("amount: 15", "amount: 十五"),
            ("    venue: 体育馆\n", ""),
            ("    venue: 礼堂", "    veneu: 礼堂"),
            ("half_day: morning", "half_day: 早上"),
            ("bring:\n  - 身份证", "bring: 身份证"),
            ("  - title: 拍照", "  - title: 拍照\n    title: 再拍"),
        ],
        &[
            ("Y009", "onsit"),
            ("T214", "4-10"),
            ("T217", "2025-04-31"),
            ("F403", "十五"),
            ("Y008", "end"),
            ("Y005", "veneu"),
            ("Y009", "早上"),
            ("Y007", "身份证"),
            ("Y006", "title"),
        ],
    );
}

#[test]
fn several_missing_fields_are_all_told() {
    let found = faults::<Campaign>("title: 甲\nschool: a\ndeadlines:\n  - what: 乙\n");
    let messages: Vec<&str> = found.iter().map(|finding| finding.message.as_str()).collect();
    for field in ["office", "cohort", "level", "published", "main_route", "id", "end"] {
        let of_field = messages
            .iter()
            .filter(|message| message.contains(&format!("“{field}”")));
        assert_eq!(of_field.count(), 1, "{field}: {messages:?}");
    }
    assert!(
        !messages.iter().any(|message| message.contains("“title”")),
        "{messages:?}"
    );
    // A file whose top is wrong says just that.
    assert_eq!(said::<Site>("- a\n- b\n").len(), 1);
}

#[test]
fn nobody_is_blamed_for_what_followed_from_another_fault() {
    // The misspelt field is the one that is missing.
    expect(&[("summary:", "sumary:")], &[("Y005", "sumary")]);
    // A wrong part of a relative time doesn't make the time half said.
    expect(
        &[("start: 2025-04-10 09:00", "start: {after: 采集, days: 三}")],
        &[("Y007", "三")],
    );
    // A group that lost a part is not empty.
    let group = "  - {grade: 二〇二二}\n  - 2025届";
    expect(&[("  - 2025届", group)], &[("Y007", "二〇二二")]);
    // Known to be good: what stands before a fault in its list.
    let twice = ("    half_day: morning", "    half_day: morning\n    venue: 又写");
    expect(
        &[twice, ("amount: 15", "amount: x")],
        &[("F403", "x"), ("Y006", "venue")],
    );
}

#[test]
fn a_field_in_both_languages_hides_nothing() {
    let text = ROUTE.replace("  - title: 拍照", "  - title: 拍照\n    标题: 再拍\n    txt: x");
    assert_eq!(
        said::<Route>(&text),
        [("Y006", "标题".to_owned()), ("Y005", "txt".to_owned())]
    );
    let labels = &faults::<Route>(&text)[0].labels;
    assert_eq!(text.get(labels[0].span.range.clone()), Some("title"));
    assert_eq!(labels[0].span.range.start, text.find("title: 拍照").unwrap());
}

#[test]
fn slips_of_the_input_method_are_all_told_and_read_as_they_were_meant() {
    expect(
        &[
            ("name: 现", "name：现"),
            ("  start: 2025-04-10", "\tstart: 2025-04-10"),
            ("  amount: 15", "　　amount：15"),
            ("    venue: 礼堂", "\u{a0}   venue: 礼堂"),
            ("half_day: morning", "half_day: 早上"),
            ("  - title: 出示采集码", "  - title：出示采集码"),
        ],
        &[
            ("Y002", "："),
            ("Y001", "\t"),
            ("Y003", "　"),
            ("Y002", "："),
            ("Y003", "\u{a0}"),
            ("Y009", "早上"),
            ("Y002", "："),
        ],
    );
}

#[test]
fn full_width_colons_in_texts_are_text() {
    let text = "text: |\n      name：坐正\n      开始：看";
    expect(
        &[("text: |\n      开始：坐正", text), ("if_missed:", "if_mised:")],
        &[("Y005", "if_mised")],
    );
}

#[test]
fn reading_goes_on_behind_lines_that_are_no_yaml() {
    expect(
        &[
            ("summary: 到体育馆拍摄", "summary: 注意: 到体育馆"),
            ("end: 2025-04-11", "end: 2025-04-31"),
            ("venue: 礼堂", "venue: 礼堂: 一楼"),
            ("half_day: morning", "half_day: 早上"),
        ],
        &[
            ("Y010", ":"),
            ("T217", "2025-04-31 17:00"),
            ("Y010", ":"),
            ("Y009", "早上"),
        ],
    );
    // An open quote and an open bracket; what they swallow is no reason for more.
    let rules = |change: &[(&str, &str)]| -> Vec<&str> {
        let text = route(change);
        said::<Route>(&text).into_iter().map(|(rule, _)| rule).collect()
    };
    assert_eq!(
        rules(&[("name: 现", "name: \"现"), ("amount: 15", "amount: x")]),
        ["Y010", "F403"]
    );
    assert_eq!(
        rules(&[("name: 现", "name: [现"), ("amount: 15", "amount: x")]),
        ["Y010", "F403"]
    );
    assert_eq!(
        rules(&[("fee:\n", "fee\n"), ("half_day: morning", "half_day: 早上")]),
        ["Y010", "Y009"]
    );
}

#[test]
fn three_hundred_faults_are_bounded() {
    let mut text = ROUTE.replace("  - title: 出示采集码\n", "");
    let at = text.find("if_missed").unwrap();
    let step = |n: usize| match n % 10 {
        0 => format!("  - title: 第 {n} 步\n    txet: 写错\n"),
        _ => format!("  - title: 第 {n} 步\n"),
    };
    let steps: String = (0..3000).map(step).collect();
    text.insert_str(at, &steps);
    let found = faults::<Route>(&text);
    assert_eq!(found.len(), 201);
    assert!(found[..200].iter().all(|finding| finding.rule.id == "Y005"));
    assert_eq!(found[200].rule.id, "Y012");
}

#[test]
fn a_text_that_is_too_deep_still_tells_what_stands_before() {
    let deep = format!("sumary: x\ntitle: {}{}\n", "[".repeat(200), "]".repeat(200));
    let rules: Vec<&str> = said::<Site>(&deep).iter().map(|(rule, _)| *rule).collect();
    assert_eq!(rules, ["Y005", "Y011"]);
}

/// One thing that can happen to a line.
type Harm = fn(&str) -> String;

#[test]
fn whatever_happens_to_a_line_little_is_said_of_it() {
    let harms: [(&str, Harm); 9] = [
        ("tab", |line| format!("\t{}", line.trim_start())),
        ("wide space", |line| format!("\u{3000}{}", line.trim_start())),
        ("wide colon", |line| line.replacen(": ", "：", 1)),
        ("no colon", |line| line.replacen(':', "", 1)),
        ("two colons", |line| format!("{line}: x")),
        ("open quote", |line| line.replacen(": ", ": \"", 1)),
        ("open bracket", |line| line.replacen(": ", ": [", 1)),
        ("too deep", |line| format!(" {line}")),
        ("star", |line| line.replacen(": ", ": *", 1)),
    ];
    let lines: Vec<&str> = ROUTE.lines().collect();
    let mut noisy = Vec::new();
    for (name, harm) in harms {
        for (number, line) in lines.iter().enumerate() {
            let harmed = harm(line);
            let all = lines.iter().enumerate();
            let text: String = all
                .map(|(at, line)| format!("{}\n", if at == number { harmed.as_str() } else { line }))
                .collect();
            let found = faults::<Route>(&text);
            if found.len() > 2 {
                let said: Vec<&str> = found.iter().map(|finding| finding.message.as_str()).collect();
                noisy.push(format!("{name} in {line:?}: {said:?}"));
            }
        }
    }
    assert!(noisy.is_empty(), "{}", noisy.join("\n"));
}
