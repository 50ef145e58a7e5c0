//! `levels` in site.yaml: how much each rule matters to this site.

use super::catalog;
use super::span_at;
use crate::diagnostics::{Finding, Rule, Severity};
use crate::model::{Level, Model, RuleLevel};
use std::collections::BTreeMap;

pub(crate) static V105: Rule = Rule {
    id: "V105",
    severity: Severity::Error,
    judgement: false,
    title: "这条规则不能改轻",
    why: "它管的是文件本身写得对不对；放过去，网站就不知道该写什么。",
    fix: "删掉这一条级别，把它指出的地方改好。",
};

pub(crate) static V106: Rule = Rule {
    id: "V106",
    severity: Severity::Error,
    judgement: false,
    title: "一条规则定了两次级别",
    why: "两处写得不一样时，不知道以哪一处为准。",
    fix: "留下一处，删掉另一处。",
};

/// Sets the severity of findings as the site wants it, takes out those that are off and gives their number; adds what is wrong with the levels.
pub(super) fn apply(model: &Model, findings: &mut Vec<Finding>) -> usize {
    let file = &model.site.file;
    let mut levels: BTreeMap<&str, &RuleLevel> = BTreeMap::new();
    let mut said = Vec::new();
    for entry in &model.site.levels {
        let finding = match levels.get(entry.rule.value.as_str()) {
            Some(first) => Some(twice(file, entry, first)),
            None => fault(file, entry),
        };
        match finding {
            Some(finding) => said.push(finding),
            None => {
                levels.insert(&entry.rule.value, entry);
            }
        }
    }
    let before = findings.len();
    findings.retain_mut(|finding| match levels.get(finding.rule.id) {
        Some(entry) => set(finding, entry.level.value),
        None => true,
    });
    let off = before - findings.len();
    findings.append(&mut said);
    off
}

/// Gives a finding its new severity; `false` when it is not to be listed.
///
/// A case that is milder than its rule becomes no worse by it; an error of form stays one, and so does what nobody may allow.
fn set(finding: &mut Finding, level: Level) -> bool {
    if finding.severity == Severity::Error && (!finding.rule.judgement || finding.firm) {
        return true;
    }
    let wanted = match level {
        Level::Off => return false,
        Level::Info => Severity::Info,
        Level::Warning => Severity::Warning,
        Level::Error => Severity::Error,
    };
    finding.severity = if finding.severity == finding.rule.severity {
        wanted
    } else {
        finding.severity.max(wanted)
    };
    true
}

fn fault(file: &str, entry: &RuleLevel) -> Option<Finding> {
    let id = &entry.rule.value;
    let Some(rule) = catalog::find(id) else {
        let finding = Finding::of(&super::allow::V101, catalog::unknown(id)).at_value(file, &entry.rule);
        return Some(finding.help("规则的编号写在每条提示开头的方括号里，照抄过来"));
    };
    let fixed = rule.severity == Severity::Error && !rule.judgement && entry.level.value != Level::Error;
    fixed.then(|| {
        Finding::of(&V105, format!("{id}（{}）是写法上的错，不能改轻", rule.title))
            .at_value(file, &entry.level)
            .help("删掉这一条级别，把它指出的地方改好")
    })
}

fn twice(file: &str, entry: &RuleLevel, first: &RuleLevel) -> Finding {
    let finding = Finding::of(&V106, format!("{} 的级别定了两次", entry.rule.value))
        .at_value(file, &entry.rule)
        .help("留下一处，删掉另一处");
    match span_at(file, &first.rule) {
        Some(span) => finding.label(span, "第一次写在这里"),
        None => finding,
    }
}
