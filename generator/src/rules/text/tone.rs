//! W706: wording that threatens. W702: two facts in one breath. U801: `2016级（含）以上`, which nobody understands alike.

use super::lexicon::{Lexicon, List};
use super::passage::{Passage, clause};
use super::{Places, times};
use crate::diagnostics::{Finding, Rule, Severity};
use std::ops::Range;
use std::sync::LazyLock;

pub(crate) static U801: Rule = Rule {
    id: "U801",
    severity: Severity::Warning,
    judgement: true,
    title: "“以上”“以下”说不清是哪几级",
    why: "“2016级以上”有人读成更早入学的，有人读成更晚入学的，结果两边都有人没来。",
    fix: "写“2016级及更早入学的”或“2016级及更晚入学的”，或把年级一个个列出来。",
};

pub(crate) static W702: Rule = Rule {
    id: "W702",
    severity: Severity::Info,
    judgement: true,
    title: "两件事连在一句里",
    why: "地址后面直接跟着电话，照着抄快递单的学生会把后面的字也抄进地址。",
    fix: "分成两句，或中间加上标点；在 YAML 里各写各的字段。",
};

pub(crate) static W706: Rule = Rule {
    id: "W706",
    severity: Severity::Info,
    judgement: true,
    title: "说法有些吓人",
    why: "学生要知道的是会怎样、还能怎么补；吓人的话没有说这些，只让人不敢来问。",
    fix: "说清楚会怎样，再说还能怎么办。",
};

static LIST: LazyLock<List> = LazyLock::new(|| List::read(include_str!("../../../data/words/tone.yaml")));

pub(super) fn check(passages: &[Passage<'_>]) -> Vec<Finding> {
    let lexicon = Lexicon::new(&LIST.words);
    let (mut threats, mut grades, mut glued) = (Places::new(), Places::new(), Places::new());
    let speaks = |passage: &&Passage<'_>| passage.is_readable() && !passage.tells_of_faults();
    for passage in passages.iter().filter(speaks) {
        for (range, word) in lexicon.find(&passage.prose) {
            threats.add(passage, (word.word.as_str(), word.instead.as_str()), range);
        }
        for range in vague_grades(&passage.prose) {
            let text = passage.prose.get(range.clone()).unwrap_or("").to_owned();
            grades.add(passage, text, range);
        }
        for (range, what) in glued_facts(passage) {
            glued.add(passage, what, range);
        }
    }
    let mut found = threats.findings(|(word, instead), count| {
        Finding::of(&W706, format!("“{word}”听着像吓唬人{}", times(count))).help(*instead)
    });
    found.append(&mut grades.findings(|text, count| {
        let grade: String = text.chars().take(5).collect();
        Finding::of(&U801, format!("“{text}”说不清是更早还是更晚入学的{}", times(count))).help(format!(
            "写“{grade}及更早入学的”或“{grade}及更晚入学的”，或把年级一个个列出来"
        ))
    }));
    found.append(&mut glued.findings(|what, count| {
        Finding::of(&W702, format!("地址后面直接连着{what}{}", times(count)))
            .help(format!("在“{what}”前面断句；在 YAML 里，{what}写到它自己的字段"))
    }));
    found
}

/// `2016级（含）以上`: above and below tell ranks apart, as in 四级以上; of years of entry they may mean earlier or later.
fn vague_grades(text: &str) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    for (at, grade) in text.match_indices('级') {
        let before = text.get(..at).unwrap_or("");
        let digits = before.len() - before.trim_end_matches(|c: char| c.is_ascii_digit()).len();
        if digits != 4 {
            continue;
        }
        let mut end = at + grade.len();
        for word in ["（含）", "(含)", "（含本级）", "含", "及", "和"] {
            if text.get(end..).is_some_and(|rest| rest.starts_with(word)) {
                end += word.len();
            }
        }
        let vague = ["以上", "以下"]
            .into_iter()
            .find(|word| text.get(end..).is_some_and(|rest| rest.starts_with(word)));
        if let Some(word) = vague {
            found.push(at - digits..end + word.len());
        }
    }
    found
}

/// What a facts' name is when it follows an address without a mark between them.
const OTHERS: [&str; 9] = [
    "联系电话",
    "电话",
    "手机号",
    "联系人",
    "收件人",
    "传真",
    "工作时间",
    "办公时间",
    "营业时间",
];

fn glued_facts(passage: &Passage<'_>) -> Vec<(Range<usize>, &'static str)> {
    let text = passage.prose.as_str();
    let mut found: Vec<(Range<usize>, &'static str)> = Vec::new();
    for word in OTHERS {
        for (at, _) in text.match_indices(word) {
            let range = at..at + word.len();
            let taken = found.iter().any(|(other, _)| other.start <= at && at < other.end);
            let own = clause(text, &range);
            let lead = text.get(own.start..at).unwrap_or("");
            if !taken && follows_address(lead) {
                found.push((range, word));
            }
        }
    }
    found
}

/// Whether a text ends with a place: a street's or a building's name and a number, then nothing but white space.
fn follows_address(lead: &str) -> bool {
    let place = lead.trim_end_matches([' ', '\u{3000}']);
    let ends = ["室", "号", "楼", "层", "座", "窗口", "栋"]
        .iter()
        .any(|end| place.ends_with(end));
    let street = ["路", "街", "大道", "区", "市", "巷"]
        .iter()
        .any(|part| place.contains(part));
    ends && street && place.contains(|c: char| c.is_ascii_digit()) && !place.ends_with("短号")
}

#[cfg(test)]
mod tests {
    use super::super::passage::read;
    use super::*;
    use crate::diagnostics::Sources;

    fn grades(text: &str) -> Vec<&str> {
        vague_grades(text)
            .into_iter()
            .filter_map(|range| text.get(range))
            .collect()
    }

    #[test]
    fn years_of_entry_are_vague_with_above_and_below() {
        assert_eq!(
            grades("（包括2016级（含）以上、2017级预计提前毕业的）"),
            ["2016级（含）以上"]
        );
        assert_eq!(grades("2016级以上，2019级及以下"), ["2016级以上", "2019级及以下"]);
        for fine in [
            "2016级及以前入学的",
            "2016级及更早入学的",
            "四级以上",
            "英语四级425分以上",
            "2016级学生以上一届为例",
            "处级以上",
        ] {
            assert!(grades(fine).is_empty(), "{fine}");
        }
    }

    fn glued(text: &str) -> usize {
        let mut sources = Sources::default();
        sources.insert("content/a.md", format!("---\n---\n{text}\n"));
        read(&sources).iter().map(|passage| glued_facts(passage).len()).sum()
    }

    #[test]
    fn an_address_ends_before_the_next_fact() {
        assert_eq!(
            glued("默认邮寄地址为示例市东湖区示例路1号行政楼203室  联系电话为个人手机号"),
            1
        );
        for fine in [
            "示例市东湖区示例路1号行政楼203室，联系电话000-00000001",
            "（示例市东湖区示例路1号，电话000-00000001）",
            "把电话写在快递单上",
            "行政楼203室的联系电话",
        ] {
            assert_eq!(glued(fine), 0, "{fine}");
        }
    }
}
