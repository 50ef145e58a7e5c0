//! Names of persons: which words look like one, and lists of them in running text.

use super::number::is_date;
use std::ops::Range;

/// The usual surnames, by how many bear them.
const SURNAMES: &str = "王李张刘陈杨黄赵吴周徐孙马朱胡郭何林高罗郑梁谢宋唐许邓韩冯曹彭曾肖田董潘袁蔡蒋余于杜叶程魏苏吕丁任卢姚沈钟姜崔谭陆范汪廖石金韦贾夏付方邹熊白孟秦邱侯江尹薛闫段雷龙黎史陶贺毛郝顾龚邵万覃武钱戴严莫孔向常汤康易乔赖文庄欧倪温殷兰章葛柯施游纪聂焦齐鲁岳涂詹俞翟耿柴符关毕华尤辛凌童费祝柳岑樊麦霍安洪伍简季牛路池甘阮祁骆裴鲍穆蓝卓封管翁左盛栾冼古房";

/// Surnames of two characters.
const DOUBLE: [&str; 14] = [
    "欧阳", "上官", "司马", "诸葛", "夏侯", "皇甫", "尉迟", "公孙", "慕容", "令狐", "司徒", "端木", "南宫", "宇文",
];

/// Names that everybody writes when he means nobody.
const NOBODY: [&str; 12] = [
    "张三", "李四", "王五", "赵六", "孙七", "周八", "小明", "小红", "某某", "张某", "李某", "王某",
];

/// Last characters of words that begin like a name and are none: colleges, places, papers.
const NO_NAME: &str = "院系部处科室所组楼馆厅区校班级号表单费卡证照片图页件店路街市县省镇村站网码格式法则律点时间日月年人员者们等及和或与的了是在于区系类项个份张位名次元天度心门口里外内上下前后左右边面台处理管务通知语学史术业";

/// Provinces that begin like a name.
const PROVINCES: [&str; 4] = ["江苏", "江西", "安徽", "甘肃"];

/// Ends of words that begin like a name: how persons are addressed at work, and colours.
const ENDS: [&str; 13] = [
    "老师",
    "主任",
    "科长",
    "处长",
    "院长",
    "书记",
    "同学",
    "师傅",
    "教授",
    "干事",
    "辅导员",
    "色",
    "底",
];

/// Words on whose lines numbers of seven or eight digits are telephones of offices.
const CALLS: [&str; 4] = ["电话", "联系", "咨询", "传真"];

/// Days of the week, `周四` and `周四晚`: they begin with a surname.
fn is_weekday(word: &str) -> bool {
    let Some(rest) = word.strip_prefix('周') else {
        return false;
    };
    let mut rest = rest.chars();
    let day = rest.next().is_some_and(|c| "一二三四五六日天末".contains(c));
    day && rest.next().is_none_or(|c| "早晚到至和起前".contains(c))
}

/// Whether a word could be the name of a person.
pub(super) fn is_name(word: &str) -> bool {
    if is_weekday(word) || PROVINCES.contains(&word) || ENDS.iter().any(|end| word.ends_with(end)) {
        return false;
    }
    let count = word.chars().count();
    let han = word
        .chars()
        .all(|c| matches!(c, '\u{4e00}'..='\u{9fff}' | '\u{3400}'..='\u{4dbf}' | '·'));
    let first = word.chars().next().is_some_and(|c| SURNAMES.contains(c));
    let double = DOUBLE.iter().any(|surname| word.starts_with(surname));
    let last = word.chars().last().is_some_and(|c| !NO_NAME.contains(c));
    let length = if double {
        (3..=4).contains(&count)
    } else {
        (2..=3).contains(&count)
    };
    han && (first || double) && length && last && !NOBODY.contains(&word)
}

/// Whether what stands below a heading 姓名 is a name, and not a blank to fill in or an example.
pub(super) fn is_name_cell(cell: &str) -> bool {
    let word: String = cell.chars().filter(|c| !c.is_whitespace()).collect();
    let count = word.chars().count();
    let letters = word
        .chars()
        .all(|c| matches!(c, '\u{4e00}'..='\u{9fff}' | '\u{3400}'..='\u{4dbf}' | '·') || c.is_ascii_alphabetic());
    let blank = [
        "姓名", "签名", "签字", "填", "示例", "待定", "合计", "总计", "小计", "某", "无",
    ];
    letters
        && (2..=24).contains(&count)
        && (count <= 6 || word.contains('·') || word.is_ascii())
        && !NOBODY.contains(&word.as_str())
        && !blank.iter().any(|part| word.contains(part))
        && !word.bytes().all(|b| matches!(b, b'X' | b'x'))
}

/// A name with all but its first character hidden.
pub(super) fn mask(name: &str) -> String {
    let mut chars = name.chars();
    let first = chars.next().map(String::from).unwrap_or_default();
    first + &"*".repeat(chars.count().max(1))
}

/// Whether a word could be a student number: digits, perhaps after a few letters.
pub(super) fn is_student_number(word: &str) -> bool {
    let digits = word.trim_start_matches(|c: char| c.is_ascii_alphabetic());
    word.len() - digits.len() <= 4 && (6..=14).contains(&digits.len()) && digits.bytes().all(|b| b.is_ascii_digit())
}

/// A name in a line, and the student number beside it where there is one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Mention {
    /// Where the name stands, bytes.
    pub(super) name: Range<usize>,
    /// Where the number stands, bytes.
    pub(super) number: Option<Range<usize>>,
    /// Whether the number could as well be a day.
    pub(super) dated: bool,
}

/// Words of a line: runs of Han characters and runs of letters and digits.
fn words(line: &str) -> Vec<Range<usize>> {
    let class = |c: char| match c {
        '\u{4e00}'..='\u{9fff}' | '\u{3400}'..='\u{4dbf}' | '·' => 1,
        c if c.is_ascii_alphanumeric() => 2,
        _ => 0,
    };
    let mut words: Vec<Range<usize>> = Vec::new();
    let mut last = 0;
    for (at, c) in line.char_indices() {
        let end = at + c.len_utf8();
        match (class(c), words.last_mut()) {
            (0, _) => {}
            (now, Some(word)) if now == last => word.end = end,
            _ => words.push(at..end),
        }
        last = class(c);
    }
    words
}

/// Whether a number is that of an office: seven or eight digits beside a word for calling.
fn is_office(line: &str, number: &Range<usize>) -> bool {
    // A page of a PDF comes as one line: only what stands nearby is about this number.
    const NEAR: usize = 90;
    let before = line.floor_char_boundary(number.start.saturating_sub(NEAR));
    let after = line.ceil_char_boundary((number.end + NEAR).min(line.len()));
    let around = line.get(before..after).unwrap_or_default();
    (7..=8).contains(&number.len()) && CALLS.iter().any(|word| around.contains(word))
}

/// Names with a student number right beside them, on either side.
pub(super) fn pairs(line: &str) -> Vec<Mention> {
    let words = words(line);
    let text = |range: &Range<usize>| line.get(range.clone()).unwrap_or_default();
    let near = |a: &Range<usize>, b: &Range<usize>| b.start.saturating_sub(a.end) <= 8;
    let mut found = Vec::new();
    let mut at = 0;
    while let (Some(a), Some(b)) = (words.get(at), words.get(at + 1)) {
        let pair = if is_name(text(a)) && is_student_number(text(b)) {
            Some((a, b))
        } else if is_student_number(text(a)) && is_name(text(b)) {
            Some((b, a))
        } else {
            None
        };
        match pair.filter(|(_, number)| near(a, b) && !is_office(line, number)) {
            Some((name, number)) => {
                found.push(Mention {
                    name: name.clone(),
                    number: Some(number.clone()),
                    dated: is_date(text(number)),
                });
                at += 2;
            }
            None => at += 1,
        }
    }
    found
}

/// Names in a row: at least three words side by side, nearly all of which look like names.
pub(super) fn row_of_names(line: &str) -> Vec<Mention> {
    const FEWEST: usize = 3;
    let words = words(line);
    let text = |range: &Range<usize>| line.get(range.clone()).unwrap_or_default();
    let beside = |a: &Range<usize>, b: &Range<usize>| {
        let between = line.get(a.end..b.start).unwrap_or_default();
        let apart = |c: char| c.is_whitespace() || matches!(c, '、' | '，' | ',' | ';' | '；' | '/');
        between.chars().count() <= 3 && between.chars().all(apart)
    };
    let mut best: Vec<Mention> = Vec::new();
    let mut row: Vec<&Range<usize>> = Vec::new();
    let mut close = |row: &mut Vec<&Range<usize>>| {
        let names = row.iter().filter(|word| is_name(text(word)));
        let names: Vec<Mention> = names
            .map(|word| Mention {
                name: (*word).clone(),
                number: None,
                dated: false,
            })
            .collect();
        if names.len() >= FEWEST && names.len() * 5 >= row.len() * 4 {
            best.extend(names);
        }
        row.clear();
    };
    for word in &words {
        if row.last().is_some_and(|last| !beside(last, word)) {
            close(&mut row);
        }
        row.push(word);
    }
    close(&mut row);
    best
}

/// Lines after the word 名单 in which its names stand.
const AFTER_TITLE: usize = 4;

/// Names below a line that announces a list, with the number of their line: several in a row, or one on each of several lines.
pub(super) fn announced(lines: &[&str]) -> Vec<(usize, Mention)> {
    const FEWEST: usize = 3;
    let mut found = Vec::new();
    let mut title: Option<usize> = None;
    let mut below: Vec<(usize, Mention)> = Vec::new();
    let close = |below: &mut Vec<(usize, Mention)>, found: &mut Vec<(usize, Mention)>| {
        if below.len() >= FEWEST {
            found.append(below);
        }
        below.clear();
    };
    for (index, line) in lines.iter().enumerate() {
        if line.trim().is_empty() {
            continue;
        }
        if line.contains("名单") || line.contains("姓名") {
            title = Some(index);
        }
        let near = title.is_some_and(|title| index - title <= AFTER_TITLE);
        match only_name(line).filter(|_| near || !below.is_empty()) {
            Some(name) => below.push((index, name)),
            None => {
                close(&mut below, &mut found);
                if near {
                    found.extend(row_of_names(line).into_iter().map(|mention| (index, mention)));
                }
            }
        }
    }
    close(&mut below, &mut found);
    found
}

/// The name of a line that has nothing else, but for the sign or number of its item.
fn only_name(line: &str) -> Option<Mention> {
    let mark = |c: char| c.is_whitespace() || c.is_ascii_digit() || "-*+.、)）(（|".contains(c);
    let start = line.len() - line.trim_start_matches(mark).len();
    let name = line
        .get(start..)?
        .trim_end_matches(|c: char| c.is_whitespace() || "，,、；;。|".contains(c));
    is_name(name).then_some(Mention {
        name: start..start + name.len(),
        number: None,
        dated: false,
    })
}

/// The student number that follows the word 学号, if one does.
pub(super) fn after_label(line: &str) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    for (at, label) in line.match_indices("学号") {
        let from = at + label.len();
        let rest = line.get(from..).unwrap_or_default();
        let lead = rest.trim_start_matches(|c: char| c.is_whitespace() || matches!(c, '：' | ':' | '为' | '是'));
        let start = from + (rest.len() - lead.len());
        let end = lead.find(|c: char| !c.is_ascii_alphanumeric()).unwrap_or(lead.len());
        if lead.get(..end).is_some_and(is_student_number) {
            found.push(start..start + end);
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_told_from_words() {
        for name in ["赵测试", "钱样例", "欧阳编造", "孙虚构"] {
            assert!(is_name(name) && is_name_cell(name), "{name}");
        }
        for word in [
            "文学院",
            "高明校区",
            "张三",
            "方法",
            "南海",
            "金融学",
            "软件工程",
            "王",
            "白底照片",
            "于是",
            "王老师",
            "李处长",
            "黄色",
            "白底",
            "周四",
            "周六晚",
            "江西",
        ] {
            assert!(!is_name(word), "{word}");
        }
        for blank in ["", "（姓名）", "张三", "XXX", "签名", "12", "合计"] {
            assert!(!is_name_cell(blank), "{blank}");
        }
        assert!(is_name_cell("赵 测"));
        assert_eq!(mask("赵测试"), "赵**");
    }

    #[test]
    fn persons_with_their_numbers_are_found() {
        let count = |line: &str| pairs(line).len();
        assert_eq!(count("1. 赵测试 2022010101"), 1);
        assert_eq!(count("赵测试（2022010101）、钱样例（2022010102）"), 2);
        assert_eq!(count("2022010101,赵测试"), 1);
        assert_eq!(count("软件2201班 38 人"), 0);
        assert_eq!(count("联系教务处 2022010101"), 0);
        assert_eq!(count("咨询：王老师 26536174、李老师 26536175"), 0);
        assert_eq!(count("联系人：赵测试 26536174、钱样例 26536175"), 0);
        assert_eq!(count("赵测试 22010101、钱样例 22010102"), 2);
        assert_eq!(count("20250410（周四）、20250411（周五）、20250412（周六）"), 0);
    }

    #[test]
    fn rows_of_names_are_told_from_rows_of_words() {
        assert_eq!(row_of_names("赵测试、钱样例、孙虚构、李编造").len(), 4);
        assert_eq!(row_of_names("赵测试 钱样例 孙虚构").len(), 3);
        assert_eq!(row_of_names("文学院、法学院、管理学院、马克思主义学院").len(), 0);
        assert_eq!(row_of_names("高明、禅城、南海三个校区").len(), 0);
        assert_eq!(row_of_names("姓名、学号、班级、专业").len(), 0);
        assert_eq!(row_of_names("周一、周三、周五").len(), 0);
        assert_eq!(row_of_names("白色、蓝色、黄色").len(), 0);
        assert_eq!(row_of_names("江苏、江西、安徽").len(), 0);
    }

    #[test]
    fn names_one_below_the_other_are_a_list_where_one_is_announced() {
        let count = |text: &str| announced(&text.lines().collect::<Vec<_>>()).len();
        assert_eq!(count("## 未采集名单\n\n- 赵测试\n- 钱样例\n- 孙虚构\n- 李编造\n"), 4);
        assert_eq!(count("名单\n1. 赵测试；\n2. 钱样例；\n\n3. 孙虚构。\n其他人\n"), 3);
        assert_eq!(count("名单：\n赵测试、钱样例、孙虚构\n"), 3);
        assert_eq!(count("- 赵测试\n- 钱样例\n- 孙虚构\n"), 0);
        assert_eq!(count("## 名单\n\n- 赵测试\n- 以及其他\n- 文学院\n"), 0);
    }

    #[test]
    fn a_number_after_its_label_is_found() {
        assert_eq!(after_label("学号：2022010101 的同学").len(), 1);
        assert_eq!(after_label("按学号升序，学号 20 位").len(), 0);
    }
}
