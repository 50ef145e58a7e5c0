//! N101: nobody signs a notice, or its head has labels with nothing behind them.

use super::Context;
use super::prose::{Line, is_han};
use super::written::Wanted;
use crate::diagnostics::{Finding, Rule, Severity};

pub(crate) static N101: Rule = Rule {
    id: "N101",
    severity: Severity::Warning,
    judgement: true,
    title: "作者、来源或发文部门是空的",
    why: "学生看不出是谁发的，也不知道能不能信。",
    fix: "写上发文的部门；没有内容的“作者：”“来源：”整行删掉。",
};

/// Labels of a notice's head in school systems.
const LABELS: [&str; 9] = [
    "作者",
    "来源",
    "发文单位",
    "发布单位",
    "发布部门",
    "责任编辑",
    "编辑",
    "供稿",
    "撰稿",
];

/// Labels that may follow them on the same line.
const FURTHER: [&str; 6] = ["发布时间", "发布日期", "时间", "日期", "点击", "浏览"];

pub(super) fn check(context: &mut Context<'_>) {
    let written = context.written;
    let model = context.model;
    let mut found = Vec::new();
    for folder in &model.campaigns {
        for (_, notice) in &folder.notices {
            if notice.office.trim().is_empty() {
                let wanted = Wanted {
                    file: &notice.file,
                    key: ["office", "部门"],
                    id: None,
                };
                let finding = Finding::of(&N101, "发文部门是空的").help("写上落款的部门，例如 office: 教务处");
                found.push(wanted.mark(finding, context.sources, ""));
            }
        }
        let notices = |line: &&Line<'_>| line.body && line.file.contains("/notices/");
        found.extend(
            written
                .of(&folder.id)
                .lines
                .iter()
                .filter(notices)
                .filter_map(empty_labels),
        );
    }
    context.findings.append(&mut found);
}

/// One finding for all empty labels of a line.
fn empty_labels(line: &Line<'_>) -> Option<Finding> {
    let mut empty: Vec<(usize, usize, &str)> = Vec::new();
    for label in LABELS {
        for (at, _) in line.text.match_indices(label) {
            let before = line.text.get(..at).unwrap_or("").chars().next_back();
            let after = line.text.get(at + label.len()..).unwrap_or("").trim_start();
            let Some(rest) = after.strip_prefix(['：', ':']) else {
                continue;
            };
            let rest = rest.trim_start_matches([' ', '\u{3000}', '|', '*', '\t']);
            let next = LABELS.iter().chain(&FURTHER).any(|label| rest.starts_with(label));
            if before.is_none_or(|c| !is_han(c)) && (rest.is_empty() || next) {
                empty.push((at, at + label.len(), label));
            }
        }
    }
    empty.sort_unstable();
    let (start, _, _) = *empty.first()?;
    let (_, end, _) = *empty.last()?;
    let names: Vec<&str> = empty.iter().map(|(_, _, label)| *label).collect();
    let finding = Finding::of(&N101, format!("{}是空的", names.join("、"))).at(line.span(start..end));
    Some(finding.help("写上内容，或整行删掉；发文部门已经写在开头的 office 里"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn said(text: &str) -> Option<String> {
        let line = Line {
            file: "content/campaigns/a/notices/n.md",
            start: 0,
            text,
            body: true,
        };
        empty_labels(&line).map(|finding| finding.message)
    }

    #[test]
    fn labels_with_nothing_behind_them_are_found() {
        assert_eq!(
            said("作者：来源： 发布时间：2025-03-01").as_deref(),
            Some("作者、来源是空的")
        );
        assert_eq!(said("责任编辑:").as_deref(), Some("责任编辑是空的"));
    }

    #[test]
    fn filled_labels_and_other_words_are_fine() {
        for text in [
            "作者：教务处  来源：教务处",
            "照片来源：",
            "来源见附件",
            "**来源：**本校",
        ] {
            assert_eq!(said(text), None, "{text}");
        }
    }
}
