//! T208: “9月23日前” doesn't say whether that day still counts.

use super::written::Text;
use crate::diagnostics::{Finding, Rule, Severity};
use crate::rules::Context;
use crate::rules::prose::Line;

pub(crate) static T208: Rule = Rule {
    id: "T208",
    severity: Severity::Warning,
    judgement: true,
    title: "“某日前”含不含当日",
    why: "有人当天来办，有人以为前一天就截止了。",
    fix: "写钟点（9月23日 17:00 前），或写明“（含）”。",
};

/// Behind 前 these make another word: 前往, 前来, 前一天.
const OTHER_WORDS: &str = "往来台提期夕半一二三四五六七八九十两几数后门厅排沿述言任0123456789";

pub(super) fn line(context: &mut Context<'_>, line: &Line<'_>, text: &Text) {
    for day in text.days() {
        let Some(end) = ambiguous(text, day.after) else {
            continue;
        };
        let range = day.range.start..text.bytes(end, end).start;
        if is_whole_value(line, range.end, range.start) {
            continue;
        }
        let said = line.text.get(day.range.clone()).unwrap_or_default();
        let message = format!("“{}”没有说含不含当日", line.text.get(range.clone()).unwrap_or_default());
        let finding = Finding::of(&T208, message).at(line.span(range));
        context.findings.push(finding.help(format!(
            "写上钟点，例如“{said} 17:00 前”；到当天结束的，写“{said}（含）前”"
        )));
    }
}

/// The index behind 前, 之前 or 以前, where that follows a day without a clock time and nothing says whether the day is meant, too.
fn ambiguous(text: &Text, after: usize) -> Option<usize> {
    let mut at = text.skip(after);
    if let Some((inside, behind)) = text.bracket(at) {
        if inside.contains('含') {
            return None;
        }
        at = text.skip(behind);
    }
    let end = if text.has(at, "之前") || text.has(at, "以前") {
        at + 2
    } else if text.at(at) == '前' && !OTHER_WORDS.contains(text.at(at + 1)) {
        at + 1
    } else {
        return None;
    };
    let said = text
        .bracket(text.skip(end))
        .is_some_and(|(inside, _)| inside.contains('含'));
    (!said).then_some(end)
}

/// Whether nothing else stands in a field: then it is a date that can't be read, and that is said by others.
fn is_whole_value(line: &Line<'_>, end: usize, start: usize) -> bool {
    let quotes = ['"', '\'', ' '];
    let before = line.text.get(..start).unwrap_or_default().trim_end_matches(quotes);
    let after = line.text.get(end..).unwrap_or_default().trim_matches(quotes);
    !line.body && after.is_empty() && before.ends_with(':')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(line: &str) -> bool {
        let text = Text::new(line);
        text.days().iter().any(|day| ambiguous(&text, day.after).is_some())
    }

    #[test]
    fn only_a_bare_day_before_is_ambiguous() {
        assert!(found("于9月23日前发到邮箱"));
        assert!(found("2022年10月27日之前"));
        assert!(found("10月27日（周四）前报名"));
        assert!(found("2024-10-31 以前"));
        for clear in [
            "9月23日17:00前",
            "9月23日（周一）17:00前",
            "9月23日（含）前",
            "9月23日（含当日）之前",
            "9月23日前（含9月23日）",
            "9月23日前往禅城校区",
            "9月23日前后",
            "9月23日前一天",
            "9月23日之后",
            "拍摄3日前",
            "10月前",
            "原文写的是“9月23日前”",
        ] {
            assert!(!found(clear), "{clear}");
        }
    }
}
