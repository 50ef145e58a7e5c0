//! C306: names of staff. A post stays when people change, and nobody has to find their name on the web.

use crate::diagnostics::{Finding, Rule, Severity};
use crate::model::School;
use crate::rules::Context;
use crate::rules::prose::is_han;
use crate::rules::written::{Wanted, Written};
use std::collections::BTreeSet;
use std::ops::Range;

pub(crate) static C306: Rule = Rule {
    id: "C306",
    severity: Severity::Info,
    judgement: true,
    title: "公开了工作人员的姓名",
    why: "岗位不会调走，姓名会过时；公开姓名和电话，也会给老师招来骚扰和冒充。",
    fix: "只写岗位，例如“教务部学籍咨询”；一定要写姓名，先征得本人同意。",
};

/// The commonest surnames, without those that are mostly ordinary words in such texts (于、向、任、和、时 …).
const SURNAMES: &str = "王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘蒋蔡余杜叶程苏魏吕丁沈姚卢姜崔钟谭陆汪范金石廖贾夏韦付方白邹孟熊秦邱江尹薛闫段雷侯龙史陶黎贺顾毛郝龚邵万钱严覃武戴莫孔汤";

/// How people are addressed behind their surname.
const TITLES: [&str; 8] = ["老师", "主任", "处长", "科长", "部长", "院长", "书记", "教授"];

/// Characters that may stand before a name: others would make it part of a word, as in 课程老师.
const BEFORE: &str = "向找问请与和由给是系询部处室科院办心人者电叫经跟同为交寄送、";

/// Characters of offices and places, which no name of a person has.
const OFFICE: &str = "处部室科院系办社组校区楼馆号市省县路级班师服员位";

/// Words of two characters that begin like a name.
const WORDS: [&str; 18] = [
    "方式", "方法", "方案", "方便", "方面", "金额", "程序", "白色", "黄色", "许可", "周一", "周二", "周三", "周四",
    "周五", "周六", "周日", "周末",
];

pub(super) fn check(context: &mut Context<'_>, written: &Written<'_>) {
    let mut found = Vec::new();
    let places: Vec<&str> = context
        .model
        .schools
        .values()
        .flat_map(|school| places(school))
        .collect();
    for folder in &context.model.campaigns {
        let mut seen: BTreeSet<(&str, &str)> = BTreeSet::new();
        for line in &written.of(&folder.id).lines {
            let names = titled(line.text).into_iter().chain(bare(line.text));
            for name in names {
                let Some(text) = line.text.get(name.clone()) else {
                    continue;
                };
                if !is_place(text, &places) && seen.insert((line.file, text)) {
                    found.push(finding(text).at(line.span(name)));
                }
            }
        }
        for contact in folder
            .campaign
            .contacts
            .iter()
            .filter(|contact| is_name(contact.post.trim()) && !is_place(contact.post.trim(), &places))
        {
            let wanted = Wanted {
                file: &folder.campaign.file,
                key: ["contacts", "联系方式"],
                id: Some(&contact.id),
            };
            found.push(wanted.mark(finding(contact.post.trim()), context.sources, &contact.post));
        }
    }
    context.findings.append(&mut found);
}

fn finding(name: &str) -> Finding {
    Finding::of(&C306, format!("公开了工作人员的姓名“{name}”"))
        .help("改写成岗位，例如“教务部学籍咨询”；非写不可，先征得本人同意")
}

/// What a school and its campuses are called.
fn places(school: &School) -> impl Iterator<Item = &str> {
    let campuses = school.campuses.iter().map(|campus| campus.name.as_str());
    std::iter::once(school.name.as_str()).chain(campuses)
}

/// 高明 may be a teacher; where 高明校区 is, it is none.
fn is_place(text: &str, places: &[&str]) -> bool {
    places.iter().any(|place| place.starts_with(text))
}

/// Names with a title, such as 钱老师, and where they stand.
pub(super) fn titled(text: &str) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    for title in TITLES {
        for (at, _) in text.match_indices(title) {
            let before = text.get(..at).unwrap_or("");
            let mut chars = before.chars().rev();
            let Some(surname) = chars.next().filter(|c| SURNAMES.contains(*c)) else {
                continue;
            };
            if chars.next().is_none_or(|c| !is_han(c) || BEFORE.contains(c)) {
                found.push(at - surname.len_utf8()..at + title.len());
            }
        }
    }
    found.sort_by_key(|range| range.start);
    found
}

/// Lines longer than this, in bytes, are no text that somebody wrote.
const LONGEST: usize = 16 * 1024;

/// Whole names beside words such as 联系人: right behind them, or in brackets behind the first of them.
fn bare(text: &str) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    if text.len() > LONGEST {
        return found;
    }
    let mut first = None;
    for word in ["联系人", "负责人", "收件人"] {
        for (at, _) in text.match_indices(word) {
            let from = at + word.len();
            first = Some(first.map_or(from, |first: usize| first.min(from)));
            let rest = text.get(from..).unwrap_or("");
            let lead = rest.len() - rest.trim_start_matches(['：', ':', ' ', '\u{3000}']).len();
            if lead > 0 {
                found.extend(name_at(text, from + lead));
            }
        }
    }
    if let Some(from) = first {
        let brackets = text.get(from..).unwrap_or("").match_indices(['（', '(']);
        found.extend(brackets.filter_map(|(open, bracket)| name_at(text, from + open + bracket.len())));
    }
    found.sort_by_key(|range| range.start);
    found.dedup();
    found
}

/// A name that makes up the whole run of Chinese characters at a place.
fn name_at(text: &str, at: usize) -> Option<Range<usize>> {
    let rest = text.get(at..)?;
    let end = rest.find(|c| !is_han(c)).unwrap_or(rest.len());
    is_name(rest.get(..end)?).then_some(at..at + end)
}

fn is_name(text: &str) -> bool {
    let mut chars = text.chars();
    let surname = chars.next().is_some_and(|c| SURNAMES.contains(c));
    let rest: Vec<char> = chars.collect();
    let given = (1..=2).contains(&rest.len()) && rest.iter().all(|c| is_han(*c) && !OFFICE.contains(*c));
    surname && given && !WORDS.contains(&text)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(text: &str) -> Vec<&str> {
        let found = titled(text).into_iter().chain(bare(text));
        found.filter_map(|range| text.get(range)).collect()
    }

    #[test]
    fn names_are_found_beside_titles_and_contacts() {
        assert_eq!(names("向钱老师咨询，或找教务部孔主任"), ["钱老师", "孔主任"]);
        assert_eq!(names("钱老师 000-00000001"), ["钱老师"]);
        assert_eq!(names("缴费联系人如下：402室（钱甲乙、东校区）"), ["钱甲乙"]);
        assert_eq!(names("联系人：孔丙"), ["孔丙"]);
    }

    #[test]
    fn campuses_and_schools_are_no_people() {
        assert!(is_place("高明", &["仙溪校区", "高明校区"]));
        assert!(!is_place("高明明", &["高明校区"]));
    }

    #[test]
    fn brackets_are_looked_at_once_and_endless_lines_not_at_all() {
        let text = "联系人（钱甲乙）、".repeat(50);
        assert_eq!(names(&text), vec!["钱甲乙"; 50]);
        assert!(names(&text.repeat(20)).is_empty());
    }

    #[test]
    fn ordinary_words_are_no_names() {
        for text in [
            "课程老师、负责老师、现场老师和班主任",
            "问任课老师，或找辅导员老师",
            "联系人、电话和方式见附件",
            "联系人：教务部",
            "联系人（方式见下）",
            "负责人（高年级）把电话报上来",
            "收件人填学生本人",
            "联系人：周一至周五在",
        ] {
            assert_eq!(names(text), [""; 0], "{text}");
        }
    }
}
