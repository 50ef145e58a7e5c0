//! A402: numbers of attachments that jump or are written in two styles. A403: an attachment that is spoken of and isn't there. A404: files
//! of old programs.

use super::Context;
use super::prose::{Line, is_han};
use super::references::A403;
use super::written::Wanted;
use crate::diagnostics::{Finding, Rule, Severity};
use crate::model::{Attachment, CampaignFolder};
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

pub(crate) static A402: Rule = Rule {
    id: "A402",
    severity: Severity::Warning,
    judgement: true,
    title: "附件编号不连续或写法混用",
    why: "学生按编号找附件；跳号像是少了一个，两种写法像是两套附件。",
    fix: "从附件1 起连着编号，正文和附件表用同一种写法。",
};

pub(crate) static A404: Rule = Rule {
    id: "A404",
    severity: Severity::Info,
    judgement: true,
    title: "附件是旧格式",
    why: "手机和较新的软件不一定打得开。",
    fix: "用表格或文字软件打开，另存为 xlsx、docx 或 pdf。",
};

pub(super) fn check(context: &mut Context<'_>) {
    let written = context.written;
    let model = context.model;
    for folder in &model.campaigns {
        let table = Table::new(context, folder);
        let mut found = table.numbering();
        found.extend(table.files());
        found.extend(table.mentions(&written.of(&folder.id).lines));
        context.findings.append(&mut found);
    }
}

/// How an attachment is numbered, and where that stands in a text.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Number {
    range: Range<usize>,
    style: Style,
    number: u32,
}

/// `附件1`, `附件一` and `附一` are three styles.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Style {
    whole_word: bool,
    chinese: bool,
}

impl Style {
    fn write(self, number: u32) -> String {
        let word = if self.whole_word { "附件" } else { "附" };
        if self.chinese {
            format!("{word}{}", in_chinese(number))
        } else {
            format!("{word}{number}")
        }
    }
}

const DIGITS: &str = "〇一二三四五六七八九";

fn in_chinese(number: u32) -> String {
    let digit = |n: u32| {
        usize::try_from(n)
            .ok()
            .and_then(|n| DIGITS.chars().nth(n))
            .map(String::from)
    };
    match (number / 10, number % 10) {
        (0, ones) => digit(ones).unwrap_or_default(),
        (tens, ones) => {
            let tens = if tens == 1 {
                String::new()
            } else {
                digit(tens % 10).unwrap_or_default()
            };
            let ones = if ones == 0 {
                String::new()
            } else {
                digit(ones).unwrap_or_default()
            };
            format!("{tens}十{ones}")
        }
    }
}

fn of_chinese(text: &str) -> Option<u32> {
    let digit = |text: &str| {
        let mut chars = text.chars();
        let (c, rest) = (chars.next()?, chars.next());
        let place = DIGITS.chars().position(|digit| digit == c).filter(|_| rest.is_none())?;
        u32::try_from(place).ok()
    };
    match text.split_once('十') {
        None => digit(text),
        Some((tens, ones)) => {
            let tens = if tens.is_empty() { 1 } else { digit(tens)? };
            let ones = if ones.is_empty() { 0 } else { digit(ones)? };
            Some(tens * 10 + ones)
        }
    }
}

/// Characters behind a number that make it a count, or a Chinese numeral part of a word: 附件一并, 附件二维码, 附件 2 份, 附件3天内交回.
const COUNTED: &str = "并起致份同样定般式些个张页次维种套共项者律经旦直切览如分天日月周倍台";

/// All numbered attachments that a text speaks of.
fn numbers(text: &str) -> Vec<Number> {
    text.match_indices('附')
        .filter_map(|(at, _)| number_at(text, at))
        .collect()
}

fn number_at(text: &str, at: usize) -> Option<Number> {
    let before = text.get(..at)?;
    let rest = text.get(at..)?.strip_prefix('附')?;
    let (whole_word, rest) = rest.strip_prefix('件').map_or((false, rest), |rest| (true, rest));
    let rest = rest.strip_prefix(' ').unwrap_or(rest);
    let arabic = rest.len() - rest.trim_start_matches(|c: char| c.is_ascii_digit()).len();
    let chinese = rest.len()
        - rest
            .trim_start_matches(|c: char| c == '十' || c != '〇' && DIGITS.contains(c))
            .len();
    let length = arabic.max(chinese);
    let (written, after) = (rest.get(..length)?, rest.get(length..)?);
    let number = if arabic > 0 {
        written.parse().ok().filter(|n| *n < 100)?
    } else {
        of_chinese(written)?
    };
    let next = after.chars().next();
    let counted = after.trim_start_matches(' ').chars().next();
    if counted.is_some_and(|c| COUNTED.contains(c)) {
        return None;
    }
    // 附 alone is also a verb: 请附2张照片, 另附一份.
    let alone = next.is_none_or(|c| !is_han(c) && !c.is_ascii_alphanumeric());
    let leads = before
        .chars()
        .next_back()
        .is_none_or(|c| !is_han(c) || "见按和与及在照".contains(c));
    if !whole_word && !(alone && leads) {
        return None;
    }
    let end = text.len() - after.len();
    let style = Style {
        whole_word,
        chinese: arabic == 0,
    };
    Some(Number {
        range: at..end,
        style,
        number,
    })
}

/// Whether the attachment is that of another document: 粤教高〔2002〕151号附件2.
fn is_elsewhere(before: &str) -> bool {
    let before = before.trim_end_matches(['的', ' ', '（', '(']);
    let of_notice = before.ends_with("通知") && !before.ends_with("本通知");
    before.ends_with(['号', '》', '〉', '〕', '文']) || of_notice
}

/// The attachments of one campaign.
struct Table<'a, 'c> {
    context: &'c Context<'a>,
    folder: &'a CampaignFolder,
    /// Those whose number could be read.
    numbered: Vec<(&'a Attachment, Number)>,
}

impl<'a, 'c> Table<'a, 'c> {
    fn new(context: &'c Context<'a>, folder: &'a CampaignFolder) -> Self {
        let numbered = folder.campaign.attachments.iter().filter_map(|attachment| {
            let number = number_at(attachment.no.trim(), 0)?;
            Some((attachment, number))
        });
        Self {
            context,
            folder,
            numbered: numbered.collect(),
        }
    }

    fn mark(&self, finding: Finding, attachment: &Attachment, value: &str) -> Finding {
        let wanted = Wanted {
            file: &self.folder.campaign.file,
            key: ["attachments", "附件"],
            id: Some(&attachment.id),
        };
        wanted.mark(finding, self.context.sources, value)
    }

    /// A402 in the table itself.
    fn numbering(&self) -> Vec<Finding> {
        let mut found = Vec::new();
        let Some((_, first)) = self.numbered.first() else {
            return found;
        };
        let list: Vec<&str> = self
            .numbered
            .iter()
            .map(|(attachment, _)| attachment.no.trim())
            .collect();
        if let Some((odd, number)) = self.numbered.iter().find(|(_, number)| number.style != first.style) {
            let finding = Finding::of(&A402, format!("附件编号写法混用：{}", list.join("、")));
            let help = format!("用同一种写法，例如都写成 {}", first.style.write(number.number));
            found.push(self.mark(finding.help(help), odd, &odd.no));
        }
        let present: BTreeSet<u32> = self.numbered.iter().map(|(_, number)| number.number).collect();
        let last = present.last().copied().unwrap_or(0);
        let missing: Vec<u32> = (1..=last).filter(|number| !present.contains(number)).collect();
        if let (Some(gap), Some((behind, _))) = (
            missing.first(),
            self.numbered
                .iter()
                .find(|(_, number)| missing.first().is_some_and(|gap| number.number > *gap)),
        ) {
            let names: Vec<String> = missing.iter().map(|number| first.style.write(*number)).collect();
            let message = format!("附件编号不连续：有 {}，没有 {}", list.join("、"), names.join("、"));
            let help = format!(
                "少了附件就补上；没有少，就从 {} 起重新编号，正文里一起改",
                first.style.write(*gap)
            );
            found.push(self.mark(Finding::of(&A402, message).help(help), behind, &behind.no));
        }
        found.extend(self.twice());
        found
    }

    /// Two notices may each have an attachment 1; one notice may not have two.
    fn twice(&self) -> Vec<Finding> {
        let mut by_number: BTreeMap<u32, Vec<&Attachment>> = BTreeMap::new();
        for (attachment, number) in &self.numbered {
            by_number.entry(number.number).or_default().push(attachment);
        }
        let mut found = Vec::new();
        for same in by_number.into_values().filter(|same| same.len() > 1) {
            let listed = |attachment: &&&Attachment, ids: &BTreeSet<&str>| ids.contains(attachment.id.as_str());
            let lists = self.folder.notices.iter().map(|(_, notice)| {
                let ids: BTreeSet<&str> = notice.attachments.iter().map(|id| id.value.as_str()).collect();
                same.iter().filter(|attachment| listed(attachment, &ids)).count()
            });
            let most = lists.max().unwrap_or(0);
            let (Some(first), Some(second)) = (same.first(), same.get(1)) else {
                continue;
            };
            if most == 1 {
                continue;
            }
            let message = format!(
                "有两个附件都编号为“{}”：{}、{}",
                second.no.trim(),
                first.title,
                second.title
            );
            let finding = Finding::of(&A402, message).help("给其中一个换一个编号，正文里一起改");
            found.push(self.mark(finding, second, &second.title));
        }
        found
    }

    /// A403 for what has neither a file nor a word on where to get it, A404 for old formats.
    fn files(&self) -> Vec<Finding> {
        let mut found = Vec::new();
        for attachment in &self.folder.campaign.attachments {
            let name = format!("{} {}", attachment.no.trim(), attachment.title);
            if attachment.file.is_none() && attachment.note.as_deref().is_none_or(|note| note.trim().is_empty()) {
                let finding = Finding::of(&A403, format!("“{name}”没有文件，也没有说到哪里取"));
                let finding = finding
                    .severity(Severity::Warning)
                    .help("把文件放进 attachments/ 并写上 file；不放在网站上的，在 note 里写明到哪里取");
                found.push(self.mark(finding, attachment, &attachment.title));
            }
            let file = attachment.file.as_ref();
            let extension = file
                .and_then(|file| file.value.rsplit_once('.'))
                .map(|(_, extension)| extension);
            let Some(format) = extension.or(attachment.format.as_deref()) else {
                continue;
            };
            let Some(better) = newer(format) else { continue };
            let finding = Finding::of(&A404, format!("“{name}”是旧格式 .{}", format.to_ascii_lowercase()))
                .help(format!("打开后另存为 .{better}，再换掉这个文件"));
            found.push(match file {
                Some(file) => finding.at_value(&self.folder.campaign.file, file),
                None => self.mark(finding, attachment, format),
            });
        }
        found
    }

    /// A403 and A402 for what notices, questions and routes speak of; once for each file and number.
    fn mentions(&self, lines: &[Line<'_>]) -> Vec<Finding> {
        let mut found = Vec::new();
        let mut seen: BTreeSet<(&str, u32, Style)> = BTreeSet::new();
        for line in lines {
            for mention in numbers(line.text) {
                let before = line.text.get(..mention.range.start).unwrap_or("");
                let own = self
                    .numbered
                    .iter()
                    .filter(|(_, number)| number.number == mention.number);
                let styles: Vec<&Number> = own.map(|(_, number)| number).collect();
                let fits = styles.iter().any(|number| number.style == mention.style);
                let said = (line.file, mention.number, mention.style);
                if fits || is_elsewhere(before) || !seen.insert(said) {
                    continue;
                }
                let written = line.text.get(mention.range.clone()).unwrap_or("");
                let finding = match styles.first() {
                    Some(number) => {
                        let declared = number.style.write(mention.number);
                        Finding::of(
                            &A402,
                            format!("附件编号写法混用：这里写“{written}”，附件表里写“{declared}”"),
                        )
                        .help(format!(
                            "改写成 {declared}；在正文里插入 {{{{ attachment.… }}}}，就总是一致的"
                        ))
                    }
                    None => self.missing(written),
                };
                found.push(finding.at(line.span(mention.range)));
            }
        }
        found
    }

    fn missing(&self, written: &str) -> Finding {
        let known: Vec<&str> = self
            .numbered
            .iter()
            .map(|(attachment, _)| attachment.no.trim())
            .collect();
        let known = if known.is_empty() {
            "现在一个附件也没有写".to_owned()
        } else {
            format!("现在有：{}", known.join("、"))
        };
        Finding::of(&A403, format!("提到了“{written}”，但这一届没有这个附件")).help(format!(
            "在 campaign.yaml 的 attachments 里加上它（no: {written}），文件放进 attachments/；编号写错了就改正。{known}"
        ))
    }
}

/// What replaces a format of the time before 2007, or of one maker only.
fn newer(format: &str) -> Option<&'static str> {
    let format = format.trim_start_matches('.').to_ascii_lowercase();
    Some(match format.as_str() {
        "xls" | "et" => "xlsx",
        "doc" | "wps" => "docx",
        "ppt" | "dps" => "pptx",
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(text: &str) -> Vec<String> {
        let mentions = numbers(text).into_iter();
        mentions.map(|one| one.style.write(one.number)).collect()
    }

    #[test]
    fn numbered_attachments_are_found() {
        assert_eq!(found("见附件1、附件 2和附件十二"), ["附件1", "附件2", "附件十二"]);
        assert_eq!(found("附件1.采集码.docx（附二）"), ["附件1", "附二"]);
        assert_eq!(found("见附一，附件二："), ["附一", "附件二"]);
        assert_eq!(found("附件二十一"), ["附件二十一"]);
    }

    #[test]
    fn counts_and_words_are_no_numbers() {
        for text in [
            "附件一并交来",
            "扫描附件二维码",
            "下附二维码",
            "附件3份",
            "请附2张照片",
            "另附一份说明",
            "附件见下",
            "附近",
            "附",
            "附件100",
            "所有附件一律用PDF",
            "附件一经提交不再更换，附件一旦上传也是",
            "附件十分重要",
            "附件3天内交回",
            "附件 2 份",
        ] {
            assert_eq!(found(text), [""; 0], "{text}");
        }
    }

    #[test]
    fn an_attachment_of_another_document_is_not_ours() {
        for before in ["粤教高〔2002〕151号", "按《采集规范》的", "去年的通知"] {
            assert!(is_elsewhere(before), "{before}");
        }
        for before in ["见本通知", "按", "（", ""] {
            assert!(!is_elsewhere(before), "{before}");
        }
    }
}
