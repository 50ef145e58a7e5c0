//! `allow` in campaign.yaml and site.yaml: findings that the staff know and mean are not listed, only counted; a reason must stand beside each.

use super::{catalog, levels, span_at};
use crate::derive::{Moment, Now};
use crate::diagnostics::{Allowed, Finding, Rule, Settled, Severity};
use crate::i18n::{Locale, Words};
use crate::model::{Model, Spanned, When};
use std::collections::BTreeSet;

pub(crate) static V101: Rule = Rule {
    id: "V101",
    severity: Severity::Error,
    judgement: false,
    title: "没有这个编号的规则",
    why: "编号写错，这一条就什么也管不到。",
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

/// One `allow`, wherever it stands.
struct Entry<'a> {
    /// The file that it stands in.
    file: &'a str,
    /// Path that it covers, and all below it.
    scope: String,
    rule: &'a Spanned<String>,
    because: &'a Spanned<String>,
    until: Option<&'a Spanned<When>>,
    /// Whether the scope was typed.
    of_site: bool,
}

/// Takes out of `findings` what is allowed or switched off, sets the levels that the site wants, adds what is wrong with these entries.
///
/// A campaign's entry counts for its own files, one of site.yaml for the files under its path; after its `until` it counts no more.
/// With `failed` files, an entry that covers nothing may well cover what could not be looked at: then it isn't called idle.
pub fn settle(model: &Model, failed: &BTreeSet<String>, findings: &mut Vec<Finding>, now: Now) -> Settled {
    let mut said = Vec::new();
    let mut allowed: Vec<Allowed> = Vec::new();
    for entry in entries(model) {
        if let Some(finding) = fault(&entry, now) {
            said.push(finding);
            continue;
        }
        let before = allowed.len();
        let place = span_at(entry.file, entry.because);
        let meant = findings.extract_if(.., |finding| covers(&entry, finding));
        allowed.extend(meant.map(|finding| Allowed {
            finding,
            because: entry.because.value.clone(),
            place: place.clone(),
        }));
        // What may not be allowed says so itself.
        let refused = findings.iter().any(|finding| finding.firm && concerns(&entry, finding));
        if allowed.len() == before && failed.is_empty() && !refused {
            said.push(idle(&entry));
        }
    }
    findings.append(&mut said);
    let off = levels::apply(model, findings);
    Settled { allowed, off }
}

fn entries(model: &Model) -> impl Iterator<Item = Entry<'_>> {
    let of_site = model.site.allow.iter().map(|entry| Entry {
        file: &model.site.file,
        scope: scope(&entry.within.value),
        rule: &entry.rule,
        because: &entry.because,
        until: entry.until.as_ref(),
        of_site: true,
    });
    let of_campaigns = model.campaigns.iter().flat_map(|folder| {
        folder.campaign.allow.iter().map(|entry| Entry {
            file: &folder.campaign.file,
            scope: format!("content/campaigns/{}", folder.id),
            rule: &entry.rule,
            because: &entry.because,
            until: entry.until.as_ref(),
            of_site: false,
        })
    });
    of_site.chain(of_campaigns)
}

/// The typed path as findings have it: from the site's root, without a slash at its end.
fn scope(typed: &str) -> String {
    let path = typed.trim().replace('\\', "/");
    let path = path.trim_start_matches("./").trim_matches('/');
    match path.strip_prefix("content").unwrap_or(path).trim_matches('/') {
        "" | "." => "content".to_owned(),
        _ if path.starts_with("content/") => path.to_owned(),
        _ => format!("content/{path}"),
    }
}

fn covers(entry: &Entry<'_>, finding: &Finding) -> bool {
    concerns(entry, finding) && may_be_meant(finding)
}

/// Whether the entry names the finding's rule and its place.
fn concerns(entry: &Entry<'_>, finding: &Finding) -> bool {
    let inside = |path: &str| {
        let rest = path.strip_prefix(entry.scope.as_str());
        rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
    };
    finding.rule.id == entry.rule.value && finding.path().is_some_and(inside)
}

fn may_be_meant(finding: &Finding) -> bool {
    !finding.firm && (finding.severity != Severity::Error || finding.rule.judgement)
}

/// What keeps an entry from counting.
fn fault(entry: &Entry<'_>, now: Now) -> Option<Finding> {
    let (file, rule) = (entry.file, &entry.rule.value);
    if catalog::find(rule).is_none() {
        let finding = Finding::of(&V101, catalog::unknown(rule)).at_value(file, entry.rule);
        return Some(finding.help("规则的编号写在每条提示开头的方括号里，照抄过来"));
    }
    if entry.because.value.trim().is_empty() {
        let finding = Finding::of(&V102, format!("放过 {rule} 没有写原因")).at_value(file, entry.because);
        return Some(finding.help("在 because 后面写一句为什么确实如此，例如：三年制学生在大二下学期采集"));
    }
    let until = entry.until?;
    let over = until.value.stamp().is_some_and(|stamp| stamp.last_second() <= now.0);
    over.then(|| {
        let when = Moment::point(&until.value, Words::embedded(Locale::Zh)).text;
        Finding::of(&V103, format!("放过 {rule} 的期限（{when}）已经过了，这条规则重新生效"))
            .at_value(file, until)
            .help("问题解决了就删掉这一条；还要放过就改 until")
    })
}

/// An entry that hides nothing may be left over from last year.
fn idle(entry: &Entry<'_>) -> Finding {
    let rule = &entry.rule.value;
    let (message, help) = if entry.of_site {
        let message = format!("放过了 {} 里的 {rule}，但那里现在没有这样的提示", entry.scope);
        let help = "用不着了就删掉这一条；也看看 in 写的是不是 content/ 里的路径，例如 schools/demo.yaml";
        (message, help)
    } else {
        let message = format!("放过了 {rule}，但现在没有这样的提示");
        (message, "用不着了就删掉这一条")
    };
    Finding::of(&V104, message).at_value(entry.file, entry.rule).help(help)
}

#[cfg(test)]
mod tests {
    use super::scope;

    #[test]
    fn paths_mean_the_same_however_they_are_typed() {
        for typed in [
            "schools/demo.yaml",
            "content/schools/demo.yaml",
            "./schools/demo.yaml",
            " /schools\\demo.yaml/ ",
        ] {
            assert_eq!(scope(typed), "content/schools/demo.yaml", "{typed:?}");
        }
        for typed in ["", ".", "./", "content", "content/"] {
            assert_eq!(scope(typed), "content", "{typed:?}");
        }
        assert_eq!(scope("contents/a.md"), "content/contents/a.md");
    }
}
