//! N104–N108: an amendment names an earlier notice, facts that exist, the values in force, and new values of the right kind.

use super::references::{Target, require};
use super::{Context, span_at};
use crate::derive::Moment;
use crate::derive::amend::{Amended, Applied, Fact, Fault, apply, fact_at, is_same_path, school_of};
use crate::diagnostics::{Finding, Rule, Severity};
use crate::i18n::{Locale, Words};
use crate::model::{CampaignFolder, Notice, Sourced, When};

pub(crate) static N104: Rule = Rule {
    id: "N104",
    severity: Severity::Error,
    judgement: false,
    title: "更正写的原值和现在的值不同",
    why: "原值对不上，说明更正是照着别的版本写的，或已经改过一次。",
    fix: "核对现在的值，改正 from；事实文件里保留最初的值。",
};

pub(crate) static N105: Rule = Rule {
    id: "N105",
    severity: Severity::Error,
    judgement: false,
    title: "有更正却没说更正哪一份通知",
    why: "读者要知道哪一份通知不再作数。",
    fix: "写上 amends: 和被更正通知的文件名。",
};

pub(crate) static N106: Rule = Rule {
    id: "N106",
    severity: Severity::Error,
    judgement: false,
    title: "更正的事实不存在",
    why: "更正要指到一个确定的事实，页面、日历和更正表才会一起改。",
    fix: "照提示改成已有的路径。",
};

pub(crate) static N107: Rule = Rule {
    id: "N107",
    severity: Severity::Error,
    judgement: false,
    title: "更正的新值写法不对",
    why: "新值会代替原值，写法要一样。",
    fix: "照提示改写；还不知道就写 待定。",
};

pub(crate) static N108: Rule = Rule {
    id: "N108",
    severity: Severity::Error,
    judgement: false,
    title: "更正早于被更正的通知",
    why: "后发的才能更正先发的。",
    fix: "核对两份通知的发布日期。",
};

/// Findings are in Chinese.
fn words() -> &'static Words {
    Words::embedded(Locale::Zh)
}

pub(super) fn check(context: &mut Context<'_>) {
    let model = context.model;
    for folder in &model.campaigns {
        for (slug, notice) in &folder.notices {
            heading(context, folder, slug, notice);
        }
        // Every notice counts, published or not: a mistake is said before its day comes.
        let Amended { applied, faults, .. } = apply(school_of(model, folder), folder, 0..folder.notices.len(), words());
        for (notice, change, fault) in &faults {
            let earlier = applied.iter().filter(|a| (a.notice, a.change) < (*notice, *change));
            context
                .findings
                .extend(fault_finding(folder, *notice, *change, fault, earlier));
        }
        disorder(context, folder, &applied);
    }
}

/// Whom a notice amends.
fn heading(context: &mut Context<'_>, folder: &CampaignFolder, slug: &str, notice: &Sourced<Notice>) {
    let Some(amends) = &notice.amends else {
        if let Some(first) = notice.changes.first() {
            let finding = Finding::of(&N105, "写了 changes，却没有写 amends：不知道更正的是哪一份通知");
            let finding = finding.at_value(&notice.file, &first.path);
            context.findings.push(finding.help(format!(
                "加一行 amends: 被更正的通知的文件名；可以写的有：{}",
                others(folder, slug)
            )));
        }
        return;
    };
    let unread = format!("content/campaigns/{}/notices/{}.md", folder.id, amends.value);
    if context.failed.contains(&unread) {
        return;
    }
    if amends.value == slug {
        let finding = Finding::of(&crate::rules::references::K101, "通知不能更正它自己").at_value(&notice.file, amends);
        context.findings.push(finding.help(format!(
            "写被更正的那一份的文件名；可以写的有：{}",
            others(folder, slug)
        )));
        return;
    }
    let target = Target {
        what: "通知",
        known: folder
            .notices
            .iter()
            .map(|(id, _)| id.as_str())
            .filter(|id| *id != slug)
            .collect(),
    };
    require(context, &notice.file, amends, &target);
    let Some((_, amended)) = folder.notices.iter().find(|(id, _)| *id == amends.value && id != slug) else {
        return;
    };
    let place = |slug: &str| folder.notices.iter().position(|(id, _)| id == slug);
    if place(slug) >= place(&amends.value) {
        return;
    }
    let text = |notice: &Notice| Moment::point(&notice.published.value, words()).text;
    let message = if notice.published.value == amended.published.value {
        format!("更正和被更正的通知都发布于 {}，分不出先后", text(notice))
    } else {
        format!("更正发布于 {}，却早于被更正的通知（{}）", text(notice), text(amended))
    };
    let mut finding = Finding::of(&N108, message).at_value(&notice.file, &notice.published);
    if let Some(span) = span_at(&amended.file, &amended.published) {
        finding = finding.label(span, "被更正的通知");
    }
    context
        .findings
        .push(finding.help("核对两份通知的 published（同一天的写上钟点），或核对 amends 写的是不是那一份"));
}

fn others(folder: &CampaignFolder, slug: &str) -> String {
    let all: Vec<&str> = folder
        .notices
        .iter()
        .map(|(id, _)| id.as_str())
        .filter(|id| *id != slug)
        .collect();
    all.join("、")
}

fn fault_finding<'a>(
    folder: &CampaignFolder,
    notice: usize,
    change: usize,
    fault: &Fault,
    mut earlier: impl DoubleEndedIterator<Item = &'a Applied>,
) -> Option<Finding> {
    let (_, written) = folder.notices.get(notice)?;
    let said = written.changes.get(change)?;
    let path = &said.path;
    Some(match fault {
        Fault::UnknownPath(near) => Finding::of(&N106, format!("没有“{}”这个可以更正的事实", path.value))
            .at_value(&written.file, path)
            .help(format!(
                "最接近的有：{}；全部写法见 docs/content.md 的“可以更正的事实”",
                near.join("、")
            )),
        Fault::OtherValue(present) => {
            let now = present.as_ref().map(|fact| fact.text(words()));
            let message = match (&said.from, &now) {
                (Some(from), Some(now)) => format!("原值对不上：这里写“{}”，现在是“{now}”", from.value),
                (Some(from), None) => format!("原值对不上：这里写“{}”，现在没有写", from.value),
                (None, now) => format!("缺少原值：现在是“{}”", now.as_deref().unwrap_or_default()),
            };
            let finding = Finding::of(&N104, message);
            let finding = match &said.from {
                Some(from) => finding.at_value(&written.file, from),
                None => finding.at_value(&written.file, path),
            };
            let before = earlier.rfind(|applied| is_same_path(&path.value, &applied.path));
            let before = before.and_then(|applied| {
                folder
                    .notices
                    .get(applied.notice)?
                    .1
                    .changes
                    .get(applied.change)
                    .map(|c| (applied, c))
            });
            let finding = match before.and_then(|(a, c)| span_at(&folder.notices.get(a.notice)?.1.file, &c.to)) {
                Some(span) => finding.label(span, "上一次在这里改过"),
                None => finding,
            };
            match present {
                Some(now) => finding.help(format!("把 from 写成 {}；如果要改的是别的，核对 path", now.written())),
                None => finding.help("删掉 from 这一行；如果要改的是别的，核对 path"),
            }
        }
        Fault::WrongKind(kind, why) => Finding::of(&N107, format!("新值不对，这里要写{}：{why}", kind.word()))
            .at_value(&written.file, &said.to)
            .help("改正 to 这一行"),
    })
}

/// T216 for what only the changes bring about: an end before its start.
fn disorder(context: &mut Context<'_>, folder: &CampaignFolder, applied: &[Applied]) {
    let last = |path: &str| applied.iter().rfind(|applied| applied.path == path);
    let amended = apply(None, folder, 0..folder.notices.len(), words()).folder;
    for applied in applied {
        let Some((stem, edge @ ("start" | "end"))) = applied.path.rsplit_once('.') else {
            continue;
        };
        let is_last = last(&applied.path).is_some_and(|l| (l.notice, l.change) == (applied.notice, applied.change));
        // Where both ends were changed, the end is the one to mend.
        if !is_last || (edge == "start" && last(&format!("{stem}.end")).is_some()) {
            continue;
        }
        let present = |edge: &str| fact_at(&amended, &format!("{stem}.{edge}"));
        let (Some(Fact::When(start)), Some(Fact::When(end))) = (present("start"), present("end")) else {
            continue;
        };
        let (Some(first), Some(after)) = (start.stamp(), end.stamp()) else {
            continue;
        };
        let said = folder
            .notices
            .get(applied.notice)
            .and_then(|(_, notice)| Some((notice, notice.changes.get(applied.change)?)));
        if first.first_second() < after.last_second() {
            continue;
        }
        if let Some((notice, change)) = said {
            let text = |when: &When| Moment::point(when, words()).text;
            let message = format!("更正之后，结束早于开始：{} → {}", text(&start), text(&end));
            let finding = Finding::of(&crate::rules::times::T216, message).at_value(&notice.file, &change.to);
            context
                .findings
                .push(finding.help("核对两个时间；开始和结束都要改，就写两条"));
        }
    }
}
