//! `allow` in campaign.yaml: findings that the staff know and mean are not listed, only counted; a reason must stand beside each.

use super::catalog;
use crate::derive::{Moment, Now};
use crate::diagnostics::{Finding, Rule, Severity};
use crate::i18n::{Locale, Words};
use crate::model::{Allow, CampaignFolder, Model};

pub(crate) static V101: Rule = Rule {
    id: "V101",
    severity: Severity::Error,
    judgement: false,
    title: "放过了不存在的规则",
    why: "编号写错，就什么也没有放过。",
    fix: "规则的编号写在每条提示开头的方括号里，照抄过来。",
};

pub(crate) static V102: Rule = Rule {
    id: "V102",
    severity: Severity::Error,
    judgement: false,
    title: "放过一条规则没有写原因",
    why: "一年以后接手的人要知道为什么可以不改。",
    fix: "在 because 后面写一句为什么确实如此。",
};

pub(crate) static V103: Rule = Rule {
    id: "V103",
    severity: Severity::Warning,
    judgement: false,
    title: "放过的期限已经过了",
    why: "到了写明的日子，要重新看一次这个问题。",
    fix: "问题解决了就删掉这一条；还要放过就改 until。",
};

pub(crate) static V104: Rule = Rule {
    id: "V104",
    severity: Severity::Info,
    judgement: false,
    title: "放过的规则没有提示",
    why: "多半是去年留下的，或问题已经改好了。",
    fix: "用不着了就删掉这一条。",
};

/// Takes out of `findings` what campaigns allow, adds what is wrong with their `allow`, and gives the number taken out.
///
/// An entry counts for the files of its own campaign; after its `until` it counts no more.
pub fn apply(model: &Model, findings: &mut Vec<Finding>, now: Now) -> usize {
    let mut said = Vec::new();
    let mut hidden = 0;
    for folder in &model.campaigns {
        for entry in &folder.campaign.allow {
            match fault(folder, entry, now) {
                Some(finding) => said.push(finding),
                None => {
                    let before = findings.len();
                    findings.retain(|finding| !covers(folder, entry, finding));
                    hidden += before - findings.len();
                    if before == findings.len() {
                        said.push(idle(folder, entry));
                    }
                }
            }
        }
    }
    findings.append(&mut said);
    hidden
}

fn covers(folder: &CampaignFolder, entry: &Allow, finding: &Finding) -> bool {
    let inside = |path: &str| {
        path.strip_prefix("content/campaigns/")
            .and_then(|rest| rest.strip_prefix(folder.id.as_str()))
            .is_some_and(|rest| rest.starts_with('/'))
    };
    finding.rule.id == entry.rule.value && may_be_meant(finding) && finding.path().is_some_and(inside)
}

fn may_be_meant(finding: &Finding) -> bool {
    finding.severity != Severity::Error || finding.rule.judgement
}

/// What keeps an entry from counting.
fn fault(folder: &CampaignFolder, entry: &Allow, now: Now) -> Option<Finding> {
    let (file, rule) = (&folder.campaign.file, &entry.rule.value);
    if catalog::find(rule).is_none() {
        let finding = Finding::of(&V101, catalog::unknown(rule)).at_value(file, &entry.rule);
        return Some(finding.help("规则的编号写在每条提示开头的方括号里，照抄过来"));
    }
    if entry.because.value.trim().is_empty() {
        let finding = Finding::of(&V102, format!("放过 {rule} 没有写原因")).at_value(file, &entry.because);
        return Some(finding.help("在 because 后面写一句为什么确实如此，例如：三年制学生在大二下学期采集"));
    }
    let until = entry.until.as_ref()?;
    let over = until.value.stamp().is_some_and(|stamp| stamp.last_second() <= now.0);
    over.then(|| {
        let when = Moment::point(&until.value, Words::embedded(Locale::Zh)).text;
        Finding::of(&V103, format!("放过 {rule} 的期限（{when}）已经过了，这条规则重新生效"))
            .at_value(file, until)
            .help("问题解决了就删掉这一条；还要放过就改 until")
    })
}

/// An entry that hides nothing may be left over from last year.
fn idle(folder: &CampaignFolder, entry: &Allow) -> Finding {
    let message = format!("放过了 {}，但现在没有这样的提示", entry.rule.value);
    Finding::of(&V104, message)
        .at_value(&folder.campaign.file, &entry.rule)
        .help("用不着了就删掉这一条")
}
