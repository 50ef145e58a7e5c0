//! P111–P113: texts that announce a list of persons, or ask students to hand over what others should not get.

use super::{P111, P112, P113};
use crate::diagnostics::{Finding, Span};
use crate::rules::prose::without_comment;
use std::ops::Range;

/// How few persons a list may have before it points at each of them.
const FEW: u32 = 20;

/// Words that make a headcount one of persons who have failed to do something.
const MISSING: [&str; 14] = [
    "名单",
    "未采集",
    "未上传",
    "未缴费",
    "未核对",
    "未提交",
    "未完成",
    "未报名",
    "未拍",
    "未参加",
    "没有采集",
    "缺拍",
    "不合格",
    "逾期",
];

/// Fields of YAML that are titles.
const TITLES: [&str; 5] = ["title", "标题", "what", "name", "名称"];

/// What payment has to do with.
const PAYING: [&str; 9] = ["缴费", "支付", "转账", "付款", "交费", "汇款", "收款", "扫码", "代扣"];

/// Where remarks of a payment stand.
const REMARKS: [&str; 4] = ["备注", "附言", "摘要", "留言"];

/// What should not stand there.
const PERSONAL: [&str; 5] = ["姓名", "学号", "身份证", "证件号", "手机号"];

/// Papers that prove who somebody is.
const PAPERS: [&str; 6] = ["身份证", "通行证", "护照", "居住证", "户口", "证件"];

/// What is made of them to be sent.
const COPIES: [&str; 8] = ["扫描件", "复印件", "正反面", "照片", "图片", "电子版", "拍照", "截图"];

/// Ways on which a copy stays.
const CHANNELS: [&str; 9] = ["邮箱", "邮件", "e-mail", "email", "@", "微信", "QQ", "qq", "钉钉"];

/// Words of sending.
const SENDING: [&str; 5] = ["发", "寄", "传", "交", "提供"];

/// Words that answer what becomes of it.
const KEEPING: [&str; 4] = ["删除", "销毁", "删掉", "清除"];

/// Words that turn a request round.
const NOT: [&str; 10] = [
    "不要", "不用", "不必", "勿", "不收", "别写", "别填", "别发", "别传", "别用",
];

/// Whether a text asks not to do it. `别` also ends words of its own, such as 分别 and 性别.
fn is_refused(text: &str) -> bool {
    let own = |(at, word): (usize, &str)| {
        let before = text.get(..at).and_then(|head| head.chars().next_back());
        !word.starts_with('别') || !before.is_some_and(|c| "分性识区级类个特".contains(c))
    };
    NOT.iter().any(|word| text.match_indices(word).any(own))
}

/// Findings about what the texts of a file announce and ask for.
pub(super) fn check(file: &str, text: &str) -> Vec<Finding> {
    let markdown = file.ends_with(".md");
    let mut findings = Vec::new();
    let (mut start, mut fences) = (0, 0);
    for whole in text.split_inclusive('\n') {
        let line = whole.trim_end_matches(['\n', '\r']);
        let body = markdown && fences >= 2;
        fences += usize::from(markdown && line.trim_end() == "---");
        let line = if body { line } else { without_comment(line) };
        let span = |range: Range<usize>| Span {
            file: file.to_owned(),
            range: start + range.start..start + range.end,
        };
        findings.extend(headcount(line, body, &span));
        findings.extend(remark(line, body, &span));
        findings.extend(copies(line, &span));
        start += whole.len();
    }
    findings
}

/// The first of the words in a text, and where it ends.
fn first<'a>(text: &str, words: &[&'a str]) -> Option<(Range<usize>, &'a str)> {
    let found = words.iter().filter_map(|word| Some((text.find(word)?, *word)));
    let (at, word) = found.min()?;
    Some((at..at + word.len(), word))
}

/// P111: a title with a list's name and the number of persons on it.
fn headcount(line: &str, body: bool, span: &dyn Fn(Range<usize>) -> Span) -> Option<Finding> {
    let trimmed = line.trim_start().trim_start_matches("- ");
    let title = if body {
        // Headings, and links to attachments.
        trimmed.starts_with('#') || trimmed.contains("](")
    } else {
        trimmed
            .split_once(':')
            .is_some_and(|(key, _)| TITLES.contains(&key.trim()))
    };
    if !title {
        return None;
    }
    for (open, bracket) in line.match_indices(['（', '(']) {
        let inside = line.get(open + bracket.len()..)?;
        // A headcount is short; where brackets never close, all of the line would be gone through for each.
        let near = inside.char_indices().take(16).find(|(_, c)| matches!(c, '）' | ')'));
        let Some((close, _)) = near else { continue };
        let count = inside
            .get(..close)?
            .trim()
            .trim_start_matches('共')
            .trim_end_matches('人')
            .trim();
        let is_count = inside.get(..close)?.trim().ends_with('人');
        let (Some(count), true) = (count.parse::<u32>().ok(), is_count) else {
            continue;
        };
        // The word stands at most twelve characters before it.
        let from = line.get(..open)?.char_indices().rev().nth(15).map_or(0, |(at, _)| at);
        let before = line.get(from..open)?;
        let Some((word, _)) = first(before, &MISSING)
            .filter(|(word, _)| before.get(word.end..).is_some_and(|gap| gap.chars().count() <= 12))
        else {
            continue;
        };
        let word = word.start + from..word.end + from;
        let end = open + bracket.len() + close + 1;
        let end = if line.is_char_boundary(end) {
            end
        } else {
            open + bracket.len() + close + '）'.len_utf8()
        };
        let shown = line.get(word.start..end)?;
        let why = if count <= FEW {
            format!("，只有 {count} 人，等于点名")
        } else {
            "，点开就是同学的姓名".to_owned()
        };
        let finding = Finding::of(&P111, format!("标题“{shown}”预告了一份名单{why}"));
        let help = "名单由学院在内部渠道通知本人；标题去掉人数，改成办事的话，例如“还没有采集图像的同学怎么办”";
        return Some(finding.at(span(word.start..end)).help(help));
    }
    None
}

/// P112: what the remark of a payment asks for.
fn remark(line: &str, body: bool, span: &dyn Fn(Range<usize>) -> Span) -> Option<Finding> {
    let field = line
        .trim_start()
        .split_once(':')
        .filter(|(key, _)| !body && matches!(*key, "remark" | "备注"));
    let (range, asked) = match field {
        Some((_, value)) => {
            let start = line.len() - value.trim_start().len();
            (start..line.len(), value)
        }
        None => {
            let (word, _) = first(line, &REMARKS).filter(|_| PAYING.iter().any(|word| line.contains(word)))?;
            let rest = line.get(word.end..)?;
            let end = rest.find(['。', '；', ';']).unwrap_or(rest.len());
            (word.start..word.end + end, rest.get(..end)?)
        }
    };
    if is_refused(asked) {
        return None;
    }
    let mut fields: Vec<&str> = PERSONAL.iter().filter(|word| asked.contains(**word)).copied().collect();
    fields.dedup();
    if fields.is_empty() {
        return None;
    }
    let message = format!("缴费备注要填{}，会留在支付平台的流水里", fields.join("、"));
    let help = "备注改填班级代号或缴费编号；谁缴了费，由班级联络员在校内登记";
    Some(Finding::of(&P112, message).at(span(range)).help(help))
}

/// P113: copies of papers that are to be sent by mail or chat.
fn copies(line: &str, span: &dyn Fn(Range<usize>) -> Span) -> Option<Finding> {
    let mut start = 0;
    for sentence in line.split_inclusive(['。', '；', '!', '！', '？']) {
        let from = start;
        start += sentence.len();
        let has = |words: &[&str]| words.iter().any(|word| sentence.contains(word));
        if !has(&CHANNELS) || !has(&SENDING) || is_refused(sentence) {
            continue;
        }
        let Some(range) = copy_of_paper(sentence) else { continue };
        // Whoever says in the same breath how long it is kept has thought of it.
        if KEEPING.iter().any(|word| line.contains(word)) {
            return None;
        }
        let shown = sentence.get(range.clone())?;
        let (_, channel) = first(sentence, &CHANNELS)?;
        let way = match channel {
            "微信" => "微信",
            "QQ" | "qq" => "QQ",
            "钉钉" => "钉钉",
            _ => "邮件",
        };
        let finding = Finding::of(&P113, format!("用{way}收“{shown}”，没有写保存多久、什么时候删除"));
        let help = "改用学校系统或当面提交；一定要这样收，就在这句后面写明：核对后多少天内删除";
        return Some(finding.at(span(from + range.start..from + range.end)).help(help));
    }
    None
}

/// A paper, and right after it what is made of it. The picture that all this is about is none.
fn copy_of_paper(sentence: &str) -> Option<Range<usize>> {
    let papers = PAPERS.iter().flat_map(|paper| sentence.match_indices(paper));
    let copies = papers.filter_map(|(at, paper)| {
        let rest = sentence.get(at + paper.len()..)?;
        let near: String = rest.chars().take(10).collect();
        let (copy, _) = first(&near, &COPIES)?;
        let portrait = near.starts_with('照') || near.starts_with("相片") || near.starts_with("件照");
        let other = near.get(..copy.start)?.contains(['，', '、', '。']);
        let own = !portrait || near.starts_with("照片");
        (own && !other).then_some(at..at + paper.len() + copy.end)
    });
    copies.min_by_key(|range| range.start)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rules(file: &str, text: &str) -> Vec<&'static str> {
        check(file, text).iter().map(|finding| finding.rule.id).collect()
    }

    fn said(line: &str) -> Vec<&'static str> {
        rules("content/a.md", &format!("---\ntitle: x\n---\n{line}\n"))
    }

    #[test]
    fn titles_of_lists_are_found() {
        assert_eq!(rules("a.yaml", "title: 未采集图像名单（4人）\n"), ["P111"]);
        assert_eq!(
            rules("a.yaml", "  - title: 还没有采集的同学名单 (300 人) # 附件\n"),
            ["P111"]
        );
        assert_eq!(said("## 未核对照片的同学（12人）"), ["P111"]);
        assert_eq!(said("[附件一 未采集图像（4人）](a1.pdf)"), ["P111"]);
        assert_eq!(said(&format!("## {}名单（4人）", "（".repeat(50_000))), ["P111"]);
        for line in [
            "教室可坐（40人）",
            "本次未采集的同学共（4人）",
            "## 每班合影（40人一组）",
            "## 未采集的同学怎么办",
            "## 班级人数（38人）",
        ] {
            assert_eq!(said(line), [] as [&str; 0], "{line}");
        }
    }

    #[test]
    fn remarks_that_ask_for_names_are_found() {
        assert_eq!(rules("a.yaml", "  remark: 姓名+学号+班级+人数\n"), ["P112"]);
        assert_eq!(said("扫财务处二维码缴费，备注写“姓名+学号”。"), ["P112"]);
        assert_eq!(said("扫码缴费，备注写“姓名+性别+学号”。"), ["P112"]);
        for line in [
            "缴费备注只写班级代号。",
            "扫码缴费，备注里不要写姓名。",
            "核对姓名、学号。备注：带好身份证。",
            "缴费后核对姓名。",
        ] {
            assert_eq!(said(line), [] as [&str; 0], "{line}");
        }
    }

    #[test]
    fn copies_of_papers_by_mail_are_found() {
        assert_eq!(said("把身份证正反面扫描件发到 a@example.edu.cn。"), ["P113"]);
        assert_eq!(said("港澳台证件复印件发送至教务部邮箱"), ["P113"]);
        assert_eq!(said("识别不了的，把身份证照片分别发到邮箱。"), ["P113"]);
        for line in [
            "把身份证扫描件发到 a@example.edu.cn，核对后三天内删除。",
            "把证件照发到 a@example.edu.cn。",
            "带身份证原件到现场，有问题发邮件。",
            "不要用微信发身份证照片。",
            "别用微信发身份证照片。",
            "在学信网微信公众号里绑定身份证，上传照片。",
        ] {
            assert_eq!(said(line), [] as [&str; 0], "{line}");
        }
    }
}
