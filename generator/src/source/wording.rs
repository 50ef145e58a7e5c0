//! What can be said of a translation without knowing English: that its original is gone, and that a number is missing.

use super::rules;
use crate::diagnostics::{Finding, Span};
use std::collections::BTreeSet;

/// Texts longer than this are not compared with each other.
const LONGEST: usize = 400;

/// I101: nothing says this any more. Names the text that was most likely meant.
pub(super) fn stale(chinese: &str, seen: &BTreeSet<&str>) -> Finding {
    let finding = Finding::of(&rules::I101, format!("原文里已经没有“{chinese}”，这句译文没有用上"));
    match nearest(chinese, seen) {
        Some(now) => finding.help(format!("现在的原文可能是“{now}”；核对译文，再把左边改成它")),
        None => finding.help("原文删掉了，就把这一行也删掉；通知和常见问题的英文写在 .en.md 里"),
    }
}

fn nearest<'s>(chinese: &str, seen: &BTreeSet<&'s str>) -> Option<&'s str> {
    let length = chinese.chars().count();
    if length > LONGEST {
        return None;
    }
    let close = |text: &&str| text.chars().count().abs_diff(length) * 2 <= length;
    let distances = seen.iter().copied().filter(close);
    let nearest = distances
        .map(|text| (strsim::damerau_levenshtein(chinese, text), text))
        .min();
    nearest
        .filter(|(distance, _)| distance * 2 <= length)
        .map(|(_, text)| text)
}

/// I102: the numbers of a sentence and those of its translation differ. A month's name counts as its number, a spelt number up to
/// twelve as the number.
pub(super) fn numbers(chinese: &str, english: &str) -> Option<Finding> {
    let (there, here) = (digits(chinese), numbers_of(english));
    let list = |numbers: Vec<&String>| numbers.into_iter().map(String::as_str).collect::<Vec<_>>().join("、");
    let lost: Vec<&String> = there.difference(&here.0).collect();
    let added: Vec<&String> = here.1.difference(&there).collect();
    let message = match (lost.is_empty(), added.is_empty()) {
        (true, true) => return None,
        (false, true) => format!("中文里有 {}，英文里没有", list(lost)),
        (true, false) => format!("英文里多了 {}，中文里没有", list(added)),
        (false, false) => format!("中文里有 {}，英文里是 {}", list(lost), list(added)),
    };
    Some(Finding::of(&rules::I102, message).help("对照原文改译文；数字照原文用阿拉伯数字写，月份可以写英文名"))
}

/// Runs of digits without leading zeros.
fn digits(text: &str) -> BTreeSet<String> {
    text.split(|c: char| !c.is_ascii_digit())
        .filter(|run| !run.is_empty())
        .map(|run| run.trim_start_matches('0').to_owned())
        .map(|run| if run.is_empty() { "0".to_owned() } else { run })
        .collect()
}

const SPELT: &[&[&str]] = &[
    &["one", "january", "jan"],
    &["two", "february", "feb"],
    &["three", "march", "mar"],
    &["four", "april", "apr"],
    &["five", "may"],
    &["six", "june", "jun"],
    &["seven", "july", "jul"],
    &["eight", "august", "aug"],
    &["nine", "september", "sep", "sept"],
    &["ten", "october", "oct"],
    &["eleven", "november", "nov"],
    &["twelve", "december", "dec"],
];

/// All numbers of an English text, and those written in digits.
fn numbers_of(english: &str) -> (BTreeSet<String>, BTreeSet<String>) {
    let written = digits(english);
    let mut all = written.clone();
    for word in english.split(|c: char| !c.is_ascii_alphabetic()) {
        let word = word.to_ascii_lowercase();
        if let Some(index) = SPELT.iter().position(|names| names.contains(&word.as_str())) {
            all.insert((index + 1).to_string());
        }
    }
    (all, written)
}

/// Where an entry stands in its file.
pub(super) fn place(file: &str, text: &str, chinese: &str) -> Option<Span> {
    let mut offset = 0;
    for line in text.split_inclusive('\n') {
        let key = line.trim_start_matches(['"', '\'', '?', ' ']);
        if key
            .strip_prefix(chinese)
            .is_some_and(|rest| rest.trim_start_matches(['"', '\'']).starts_with(':'))
        {
            let start = offset + line.len() - key.len();
            return Some(Span {
                file: file.to_owned(),
                range: start..start + chinese.len(),
            });
        }
        offset += line.len();
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_compared_whatever_they_look_like() {
        let message = |chinese, english| numbers(chinese, english).map(|finding| finding.message);
        assert_eq!(message("9月23日前汇总报送", "report by 23 September"), None);
        assert_eq!(message("2寸照片8张", "eight 2-inch photos"), None);
        assert_eq!(message("学校代码10385", "school code 10385"), None);
        assert_eq!(
            message("提前3天", "one day before").as_deref(),
            Some("中文里有 3，英文里没有")
        );
        assert_eq!(
            message("2024年", "2025").as_deref(),
            Some("中文里有 2024，英文里是 2025")
        );
        assert_eq!(
            message("工本费", "20 yuan").as_deref(),
            Some("英文里多了 20，中文里没有")
        );
    }

    #[test]
    fn a_changed_sentence_is_named() {
        let seen = BTreeSet::from(["向本单位研秘报名，请早些", "别的"]);
        let finding = stale("向本单位研秘报名", &seen);
        assert!(finding.help.unwrap().contains("请早些"));
        assert!(stale("完全无关的一句话", &seen).help.unwrap().contains("删掉"));
    }

    #[test]
    fn entries_are_found_in_their_file() {
        let text = "# 译文\n学生: Students\n\"9:00 到\": from 9:00\n";
        assert_eq!(place("en.yaml", text, "学生").unwrap().range, 9..15);
        assert_eq!(&text[place("en.yaml", text, "9:00 到").unwrap().range], "9:00 到");
        assert_eq!(place("en.yaml", text, "没有"), None);
    }
}
