//! `allow` in campaign.yaml: findings that the staff know and mean are not listed, only counted; a reason must stand beside each.

use super::ids;
use crate::derive::{Moment, Now};
use crate::diagnostics::{Finding, Severity};
use crate::i18n::{Locale, Words};
use crate::model::{Allow, CampaignFolder, Model};

/// Errors that may be meant, because they judge a plan rather than the form of a file.
const ALLOWABLE_ERRORS: &[&str] = &["S601"];

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
    finding.rule == entry.rule.value && may_be_meant(finding) && finding.path().is_some_and(inside)
}

fn may_be_meant(finding: &Finding) -> bool {
    finding.severity != Severity::Error || ALLOWABLE_ERRORS.contains(&finding.rule)
}

/// What keeps an entry from counting.
fn fault(folder: &CampaignFolder, entry: &Allow, now: Now) -> Option<Finding> {
    let (file, rule) = (&folder.campaign.file, &entry.rule.value);
    if !ids::ALL.contains(&rule.as_str()) {
        let near = ids::ALL.iter().max_by(|a, b| {
            let like = |id: &str| strsim::jaro_winkler(id, rule);
            like(a).total_cmp(&like(b)).then_with(|| b.cmp(a))
        });
        let near = near.map_or(String::new(), |id| format!("；是不是想写 {id}"));
        let finding = Finding::error("V101", format!("没有编号为“{rule}”的规则{near}")).at_value(file, &entry.rule);
        return Some(finding.help("规则的编号写在每条提示开头的方括号里，照抄过来"));
    }
    if entry.because.value.trim().is_empty() {
        let finding = Finding::error("V102", format!("放过 {rule} 没有写原因")).at_value(file, &entry.because);
        return Some(finding.help("在 because 后面写一句为什么确实如此，例如：三年制学生在大二下学期采集"));
    }
    let until = entry.until.as_ref()?;
    let over = until.value.stamp().is_some_and(|stamp| stamp.last_second() <= now.0);
    over.then(|| {
        let when = Moment::point(&until.value, Words::embedded(Locale::Zh)).text;
        Finding::warning(
            "V103",
            format!("放过 {rule} 的期限（{when}）已经过了，这条规则重新生效"),
        )
        .at_value(file, until)
        .help("问题解决了就删掉这一条；还要放过就改 until")
    })
}

/// An entry that hides nothing may be left over from last year.
fn idle(folder: &CampaignFolder, entry: &Allow) -> Finding {
    let message = format!("放过了 {}，但现在没有这样的提示", entry.rule.value);
    Finding::info("V104", message)
        .at_value(&folder.campaign.file, &entry.rule)
        .help("用不着了就删掉这一条")
}
