//! Rules explained: `tassel explain`, `docs/rules.md` and the preview's page of all rules say the same.
//!
//! Examples are real messages: the tests keep `data/rules/examples.txt` equal to what `tests/bad/` shows.

use super::catalog::all;
use crate::diagnostics::{Rule, Severity};
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::sync::OnceLock;

static EXAMPLES: &str = include_str!("../../data/rules/examples.txt");

/// Families by the first letter of an id, in the order in which they are listed.
const FAMILIES: &[(char, &str)] = &[
    ('Y', "YAML 的写法"),
    ('S', "文件、文件夹和场次"),
    ('K', "代号和班级名单"),
    ('T', "时间"),
    ('F', "费用"),
    ('R', "路线和对象"),
    ('C', "联系方式"),
    ('P', "个人信息和照片"),
    ('Q', "二维码和图片"),
    ('A', "附件"),
    ('L', "链接和网址"),
    ('N', "通知和更正"),
    ('W', "文字"),
    ('U', "用语"),
    ('X', "不该出现的内容"),
    ('M', "Markdown"),
    ('H', "模板和插入的事实"),
    ('I', "英文"),
    ('G', "贴到别处的内容"),
    ('V', "放过和级别"),
];

/// What the family of a rule is called; rules of other letters come last.
fn family(rule: &Rule) -> (usize, &'static str) {
    let letter = rule.id.chars().next().unwrap_or_default();
    let known = FAMILIES.iter().position(|(own, _)| *own == letter);
    known.map_or((FAMILIES.len(), "其他"), |index| {
        (index, FAMILIES.get(index).map_or("其他", |(_, name)| name))
    })
}

/// Rules by family, in the order of families and ids.
fn families() -> Vec<(&'static str, Vec<&'static Rule>)> {
    let mut groups: BTreeMap<(usize, &'static str), Vec<&'static Rule>> = BTreeMap::new();
    for rule in all() {
        groups.entry(family(rule)).or_default().push(rule);
    }
    groups.into_iter().map(|((_, name), rules)| (name, rules)).collect()
}

fn word(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "错误",
        Severity::Warning => "警告",
        Severity::Info => "提示",
    }
}

/// What a severity means for the build.
fn effect(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "改好之前不生成网站",
        Severity::Warning => "不影响生成；加 --strict 时不生成",
        Severity::Info => "不影响生成",
    }
}

/// Whether a campaign may allow it and a site set its level.
pub(crate) fn is_flexible(rule: &Rule) -> bool {
    rule.judgement || rule.severity != Severity::Error
}

/// What to do when the content is right as it is.
fn exception(rule: &Rule) -> String {
    if !is_flexible(rule) {
        return "这是写法上的错，不能放过，也不能改轻。".to_owned();
    }
    format!(
        "在这一届的 campaign.yaml 里写明原因就不再列出：allow: [{{rule: {}, because: 为什么确实如此}}]；届次以外的文件写在 site.yaml 的 allow 里，加上 in（哪个文件）。整个网站都要改轻、改重或关掉，写在 site.yaml 的 levels 里。",
        rule.id
    )
}

/// A real message of the rule, as the build prints it; `None` when the tests show none.
pub(crate) fn example(rule: &Rule) -> Option<&'static str> {
    static PARTS: OnceLock<BTreeMap<&str, &str>> = OnceLock::new();
    let parts = PARTS.get_or_init(|| {
        let parts = EXAMPLES.split("=== ").skip(1);
        parts
            .filter_map(|part| part.split_once('\n'))
            .map(|(id, text)| (id.trim(), text.trim_matches('\n')))
            .collect()
    });
    parts.get(rule.id).copied()
}

/// Every rule on a line, by family.
pub(crate) fn list() -> String {
    let mut text = String::new();
    for (name, rules) in families() {
        let _ = writeln!(text, "{name}");
        for rule in rules {
            let _ = writeln!(text, "  {}  {}  {}", rule.id, word(rule.severity), rule.title);
        }
        text.push('\n');
    }
    text.push_str("tassel explain <编号> 看一条，例如 tassel explain T216\n");
    text
}

/// One rule, for people.
pub(crate) fn one(rule: &Rule) -> String {
    let mut text = format!("{} {}\n", rule.id, rule.title);
    let _ = writeln!(text, "{}：{}\n", word(rule.severity), effect(rule.severity));
    let _ = writeln!(text, "为什么：{}", rule.why);
    let _ = writeln!(text, "怎么改：{}", rule.fix);
    let _ = writeln!(text, "确实如此：{}", exception(rule));
    if let Some(example) = example(rule) {
        let _ = writeln!(text, "\n例子：\n\n{example}");
    }
    text
}

const HEAD: &str = "\
# 全部规则

<!-- 这一页由 tassel explain --format markdown 生成；要改说明，改 generator/src/ 里写在检查旁边的 Rule，再生成一次。 -->

`tassel build`、`tassel lint` 和 `tassel serve` 指出的每个问题，开头的方括号里是规则的编号。错误改好之前不生成网站；警告不影响生成，加 `--strict` 时不生成；提示只提一句。

判断计划和措辞的规则，确实如此时可以写明原因放过，见 [content.md](content.md) 里的 `allow` 和 `levels`；写法上的错不能放过。
";

/// All rules as the page `docs/rules.md`.
pub(crate) fn markdown() -> String {
    let mut text = HEAD.to_owned();
    for (name, rules) in families() {
        let _ = writeln!(text, "\n## {name}");
        for rule in rules {
            let _ = write!(text, "\n{}", section(rule));
        }
    }
    text
}

/// One rule as a part of that page; its anchor is the id in small letters.
pub(crate) fn section(rule: &Rule) -> String {
    let anchor = rule.id.to_ascii_lowercase();
    let mut text = format!("### <a id=\"{anchor}\"></a>{} {}\n\n", rule.id, rule.title);
    let _ = writeln!(text, "**{}**：{}。\n", word(rule.severity), effect(rule.severity));
    let _ = writeln!(text, "- 为什么：{}", rule.why);
    let _ = writeln!(text, "- 怎么改：{}", rule.fix);
    let exception = if is_flexible(rule) {
        "可以写明原因放过（`allow`），可以改级别（`levels`）。"
    } else {
        "不能放过。"
    };
    let _ = writeln!(text, "- 确实如此：{exception}");
    if let Some(example) = example(rule) {
        let _ = writeln!(text, "\n```text\n{example}\n```");
    }
    text
}

/// One rule or all of them for programs, with a line break at the end.
pub(crate) fn json(rule: Option<&Rule>) -> String {
    let value = |rule: &Rule| {
        json!({
            "rule": rule.id,
            "family": family(rule).1,
            "severity": rule.severity,
            "title": rule.title,
            "why": rule.why,
            "fix": rule.fix,
            "flexible": is_flexible(rule),
            "example": example(rule),
        })
    };
    let value = match rule {
        Some(rule) => value(rule),
        None => Value::Array(all().iter().map(|rule| value(rule)).collect()),
    };
    format!("{value:#}\n")
}

/// All rules as the body of a page, each with its id for an anchor.
pub(crate) fn html() -> String {
    use crate::derive::moment::escape;
    let mut html = String::new();
    for (name, rules) in families() {
        let _ = write!(html, "<h2>{name}</h2>");
        for rule in rules {
            let _ = write!(
                html,
                "<section id=\"{id}\"><h3>{id} {title}</h3><p><b>{word}</b>：{effect}。</p><p>为什么：{why}</p><p>怎么改：{fix}</p><p>确实如此：{exception}</p>",
                id = rule.id,
                title = escape(rule.title),
                word = word(rule.severity),
                effect = effect(rule.severity),
                why = escape(rule.why),
                fix = escape(rule.fix),
                exception = escape(&exception(rule)),
            );
            if let Some(example) = example(rule) {
                let _ = write!(html, "<pre>{}</pre>", escape(example));
            }
            html.push_str("</section>");
        }
    }
    html
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_rule_has_a_family_and_is_listed_everywhere() {
        let (list, page, html) = (list(), markdown(), html());
        for rule in all() {
            assert_ne!(family(rule).1, "其他", "{}: name its family", rule.id);
            assert!(list.contains(&format!("  {}  ", rule.id)), "{}", rule.id);
            assert!(
                page.contains(&format!("<a id=\"{}\">", rule.id.to_ascii_lowercase())),
                "{}",
                rule.id
            );
            assert!(html.contains(&format!("<section id=\"{}\">", rule.id)), "{}", rule.id);
        }
    }

    #[test]
    fn only_what_can_be_allowed_says_how() {
        for rule in all() {
            let text = one(rule);
            assert_eq!(text.contains("allow:"), is_flexible(rule), "{text}");
            assert_eq!(text.contains("不能放过，也不能改轻"), !is_flexible(rule), "{text}");
        }
    }
}
