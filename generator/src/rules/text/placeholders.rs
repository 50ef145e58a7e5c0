//! X002: places that somebody wanted to fill in later.

use super::passage::{Passage, between, is_han, sentence};
use super::{Places, times};
use crate::diagnostics::{Finding, Rule, Severity};
use std::collections::BTreeSet;
use std::ops::Range;

pub(crate) static X002: Rule = Rule {
    id: "X002",
    severity: Severity::Error,
    judgement: true,
    title: "还有没填的地方",
    why: "学生会看到 XXXX、TODO 这样的字，不知道该信什么。",
    fix: "填上真正的内容；还不知道就写 待定，页面会说明还没定。",
};

pub(super) fn check(failed: &BTreeSet<String>, passages: &[Passage<'_>]) -> Vec<Finding> {
    let mut places = Places::new();
    for passage in passages {
        // Without its front matter a file's body looks like fields; that has been told.
        let fields = !passage.line.body && !(passage.line.file.ends_with(".md") && failed.contains(passage.line.file));
        for range in found(passage, fields) {
            let text = passage.line.text.get(range.clone()).unwrap_or("").trim().to_owned();
            places.add(passage, text, range);
        }
    }
    places.findings(|text, count| {
        let finding = Finding::of(&X002, format!("“{text}”是还没填的地方{}", times(count)));
        finding.help(if text.starts_with("{{") {
            "YAML 的字段里不能插入事实，直接写出内容；{{ }} 只用在 .md 的正文里"
        } else {
            "填上真正的内容；还不知道就写 待定"
        })
    })
}

fn found(passage: &Passage<'_>, fields: bool) -> Vec<Range<usize>> {
    let text = passage.plain.as_str();
    let mut all = crosses(text);
    all.extend(words(text));
    all.extend(brackets(text));
    all.extend(blanks(text));
    if fields {
        // Facts are put into bodies only; here the braces would be printed.
        let start = text.len() - text.trim_start().len();
        let raw = passage.line.text.get(start..).unwrap_or("");
        all.extend(
            between(raw, "{{", "}}")
                .into_iter()
                .map(|range| range.start + start..range.end + start),
        );
    }
    all.retain(|range| !is_example(text, range));
    all.sort_by_key(|range| range.start);
    merged(all)
}

/// Places that touch are one: `____年__月__日`.
fn merged(places: Vec<Range<usize>>) -> Vec<Range<usize>> {
    let mut kept: Vec<Range<usize>> = Vec::new();
    for place in places {
        match kept.last_mut() {
            Some(last) if place.start <= last.end => last.end = last.end.max(place.end),
            _ => kept.push(place),
        }
    }
    kept
}

/// Rows of crosses: three anywhere, two next to Chinese or digits, as in `XX学院`, `20XX年`; not where they hide a number's digits.
fn crosses(text: &str) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    let mut row: Option<(usize, usize, char)> = None;
    let mut before = ' ';
    for (at, c) in text.char_indices().chain([(text.len(), ' ')]) {
        if matches!(c, 'X' | 'x' | 'Ｘ' | '×' | '╳') {
            let (_, count, _) = row.get_or_insert((at, 0, before));
            *count += 1;
        } else if let Some((start, count, lead)) = row.take() {
            let inside = lead.is_ascii_alphabetic() || c.is_ascii_alphabetic() || matches!(lead, '_' | '%') || c == '_';
            let beside = |c: char| is_han(c) || c.is_ascii_digit();
            if !inside && !masks(text, &(start..at)) && (count >= 3 || (count == 2 && (beside(lead) || beside(c)))) {
                found.push(start..at);
            }
        }
        before = c;
    }
    found
}

/// Whether crosses hide part of a number that is shown as an example: `4403XXXXXXXX1234`, `138XXXX5678`.
fn masks(text: &str, row: &Range<usize>) -> bool {
    let digit = |c: &char| c.is_ascii_digit();
    let before = text
        .get(..row.start)
        .unwrap_or("")
        .chars()
        .rev()
        .take_while(digit)
        .take(4);
    let after = text.get(row.end..).unwrap_or("").chars().take_while(digit).take(3);
    let (before, after) = (before.count(), after.count());
    let length = text.get(row.clone()).unwrap_or("").chars().count();
    (before == 4 && length >= 3) || (before >= 3 && after == 3)
}

/// Words that only a draft has.
fn words(text: &str) -> Vec<Range<usize>> {
    // Whole words in capitals: a student may well have a to-do list.
    const CAPITALS: [&str; 3] = ["TODO", "FIXME", "TBD"];
    // At the end of what they stand in: 待补拍的学生 is something else.
    const ENDING: [&str; 4] = ["待补充", "待补", "待填写", "待填"];
    const ANYWHERE: [&str; 9] = [
        "lorem ipsum",
        "Lorem ipsum",
        "点击此处输入文字",
        "单击此处输入文字",
        "[object Object]",
        "#REF!",
        "#N/A",
        "某某大学",
        "某某学院",
    ];
    let mut found = Vec::new();
    for word in CAPITALS {
        found.extend(
            text.match_indices(word)
                .map(|(at, _)| at..at + word.len())
                .filter(|range| {
                    let part = |c: Option<char>| c.is_some_and(|c| c.is_ascii_alphanumeric() || c == '_');
                    !part(before(text, range)) && !part(after(text, range))
                }),
        );
    }
    for word in ENDING {
        found.extend(
            text.match_indices(word)
                .map(|(at, _)| at..at + word.len())
                .filter(|range| {
                    let quoted = before(text, range).is_some_and(|c| matches!(c, '“' | '「' | '"'));
                    !quoted && !after(text, range).is_some_and(|c| is_han(c) || c.is_ascii_alphanumeric())
                }),
        );
    }
    for word in ANYWHERE {
        found.extend(text.match_indices(word).map(|(at, _)| at..at + word.len()));
    }
    found
}

fn before(text: &str, range: &Range<usize>) -> Option<char> {
    text.get(..range.start)?.chars().next_back()
}

fn after(text: &str, range: &Range<usize>) -> Option<char> {
    text.get(range.end..)?.chars().next()
}

/// `【此处填写学院】`, `（请在此填写）`: a template's own words; not the name of a button that one shall press, and not a link's text.
fn brackets(text: &str) -> Vec<Range<usize>> {
    const PAIRS: [(&str, &str); 5] = [("【", "】"), ("[", "]"), ("（", "）"), ("(", ")"), ("<", ">")];
    const SAYS: [&str; 8] = [
        "此处填",
        "此处输入",
        "在此填",
        "在此输入",
        "这里填",
        "请填写",
        "请输入",
        "待填",
    ];
    // In round brackets a reader may be told what to write; only a template says where.
    const HERE: [&str; 4] = ["此处", "在此", "这里", "待填"];
    let mut found = Vec::new();
    for (open, close) in PAIRS {
        let says: &[&str] = if matches!(open, "（" | "(") { &HERE } else { &SAYS };
        for range in between(text, open, close) {
            let inner = text
                .get(range.start + open.len()..range.end - close.len())
                .unwrap_or("");
            let asked = |inner: &str| {
                SAYS.iter().any(|words| inner.starts_with(words)) && says.iter().any(|words| inner.contains(words))
            };
            let asks = inner.chars().count() <= 20 && (asked(inner) || asked(inner.trim_start_matches('请')));
            let link = open == "[" && text.get(range.end..).is_some_and(|rest| rest.starts_with('('));
            if asks && !link && !is_button(text, range.start) {
                found.push(range);
            }
        }
    }
    found
}

/// Whether the words before a bracket tell to press what is in it.
fn is_button(text: &str, at: usize) -> bool {
    let lead = text.get(..at).unwrap_or("").trim_end_matches(['“', '"', ' ']);
    let verbs = ["点击", "点", "选择", "按", "打开", "进入"];
    verbs.iter().any(|verb| lead.ends_with(verb))
}

/// `____年__月__日`: lines to write on, where a date or an amount belongs; not the end of an emphasis.
fn blanks(text: &str) -> Vec<Range<usize>> {
    const UNITS: [char; 7] = ['年', '月', '日', '元', '点', '时', '室'];
    let mut found = Vec::new();
    let mut start = None;
    let mut before = ' ';
    for (at, c) in text.char_indices() {
        if matches!(c, '_' | '＿') {
            start.get_or_insert((at, before));
        } else if let Some((from, lead)) = start.take() {
            let row = text.get(from..at).unwrap_or("").chars().count();
            let free = !lead.is_alphanumeric() || UNITS.contains(&lead);
            if UNITS.contains(&c) && (row >= 3 || (row == 2 && free)) {
                found.push(from..at + c.len_utf8());
            }
        }
        before = c;
    }
    found
}

/// Whether a form is shown on purpose: quoted, in a sentence that says how something is to be written.
fn is_example(text: &str, range: &Range<usize>) -> bool {
    const SAYS: [&str; 10] = [
        "格式", "例如", "比如", "形如", "命名", "备注", "主题", "写成", "写作", "样式",
    ];
    let own = sentence(text, range);
    let lead = text.get(own.start..range.start).unwrap_or("");
    let Some(open) = lead.rfind(['“', '「', '《', '"']) else {
        return false;
    };
    let quoted = !lead.get(open..).unwrap_or("").contains(['”', '」', '》']);
    quoted && SAYS.iter().any(|says| lead.get(..open).unwrap_or("").contains(says))
}

#[cfg(test)]
mod tests {
    use super::super::passage::read;
    use super::*;
    use crate::diagnostics::Sources;

    fn seen(file: &str, text: &str) -> Vec<String> {
        let mut sources = Sources::default();
        sources.insert(file, text);
        read(&sources)
            .iter()
            .flat_map(|passage| {
                let texts = found(passage, !passage.line.body).into_iter();
                texts
                    .filter_map(|range| passage.line.text.get(range).map(str::to_owned))
                    .collect::<Vec<_>>()
            })
            .collect()
    }

    #[test]
    fn what_is_left_to_fill_in_is_seen() {
        for (text, places) in [
            ("地点：XXXX教室", &["XXXX"][..]),
            ("××学院教务处，20XX年4月", &["××", "XX"]),
            ("网址https://www.xxx.edu.cn/", &["xxx"]),
            ("时间：____年__月__日", &["____年__月__日"]),
            ("TODO：问图片社", &["TODO"]),
            ("电话：TBD", &["TBD"]),
            ("【此处填写学院名称】", &["【此处填写学院名称】"]),
            ("联系人：（请在此填写）", &["（请在此填写）"]),
            ("单位：（此处填写学院）", &["（此处填写学院）"]),
            ("单位：[请填写]", &["[请填写]"]),
            ("2024XX班，20XXXXX", &["XX", "XXXXX"]),
            ("其他要求待补充。", &["待补充"]),
            ("费用（待补）", &["待补"]),
            ("Lorem ipsum dolor", &["Lorem ipsum"]),
            ("某某大学", &["某某大学"]),
        ] {
            let whole = format!("---\n---\n{text}\n");
            let seen = seen("content/a.md", &whole);
            assert_eq!(seen.first().map(String::as_str), places.first().copied(), "{text}");
            for place in places {
                assert!(seen.iter().any(|s| s == place), "{text}: {seen:?}");
            }
        }
        assert_eq!(
            seen("content/a.yaml", "summary: 每人{{ route.onsite.fee }}\n"),
            ["{{ route.onsite.fee }}"]
        );
    }

    #[test]
    fn what_only_looks_like_it_is_left_alone() {
        for fine in [
            "时间：待定",
            "待补拍的学生、待补报的学生、材料待补充完整的学生",
            "照片413×531像素，2×3寸",
            "邮件主题写“XX学院XX班”",
            "文件名格式为“XXXX.jpg”",
            "第XXIX届，C-X教学楼，XXL号",
            "点击【请填写报名表】",
            "在此处填写院校代码",
            "文件名`XXXX.jpg`",
            "证件号4403**********0012",
            "证件号4403XXXXXXXX1234，手机号138XXXX5678",
            "学号2021XXXX",
            "联系电话（请填写本人常用号码）",
            "[请填写采集信息表](https://a.example/)",
            "__强调__年级",
            "todo list",
            "每人{{ route.onsite.fee }}",
        ] {
            assert_eq!(
                seen("content/a.md", &format!("---\n---\n{fine}\n")),
                [] as [&str; 0],
                "{fine}"
            );
        }
        assert_eq!(
            seen("content/a.yaml", "# TODO\nfile: \"{id_number}.jpg\" # XXXX\n"),
            [] as [&str; 0]
        );
    }
}
