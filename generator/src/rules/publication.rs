//! T216: nothing is taken down before it is published. T219: a date of publication that lies ahead needs a time to wait for.

use super::{Context, span_at};
use crate::derive::{Moment, Now};
use crate::diagnostics::{Finding, Rule, Severity};
use crate::i18n::{Locale, Words};
use crate::model::{Spanned, When};

pub(crate) static T219: Rule = Rule {
    id: "T219",
    severity: Severity::Warning,
    judgement: true,
    title: "发布日期还没有到",
    why: "写了将来的日期，内容却现在就公开。",
    fix: "要到那时才放进网站，加一行 publish_at（定时发布）；日期写错了就改正。",
};

/// What notices and campaigns say of their own publication.
struct Publication<'a> {
    file: &'a str,
    draft: bool,
    published: &'a Spanned<When>,
    publish_at: Option<&'a Spanned<When>>,
    expire_at: Option<&'a Spanned<When>>,
}

pub(super) fn check(context: &mut Context<'_>) {
    let now = context.now;
    for folder in &context.model.campaigns {
        let campaign = &folder.campaign;
        let own = Publication {
            file: &campaign.file,
            draft: campaign.draft,
            published: &campaign.published,
            publish_at: campaign.publish_at.as_ref(),
            expire_at: campaign.expire_at.as_ref(),
        };
        context.findings.extend(ends_first(&own));
        context.findings.extend(ahead(&own, now));
        let waits = own.draft || own.publish_at.is_some();
        for (_, notice) in &folder.notices {
            let notice = Publication {
                file: &notice.file,
                draft: notice.draft,
                published: &notice.published,
                publish_at: notice.publish_at.as_ref(),
                expire_at: notice.expire_at.as_ref(),
            };
            context.findings.extend(ends_first(&notice));
            // A notice waits with its campaign.
            if !waits {
                context.findings.extend(ahead(&notice, now));
            }
        }
    }
}

fn ends_first(own: &Publication<'_>) -> Option<Finding> {
    let end = own.expire_at?;
    let start = own.publish_at.unwrap_or(own.published);
    let (first, last) = (start.value.stamp()?, end.value.stamp()?);
    if first.first_second() < last.last_second() {
        return None;
    }
    let words = Words::embedded(Locale::Zh);
    let text = |when: &When| Moment::point(when, words).text;
    let message = format!("下线早于发布：{} → {}", text(&start.value), text(&end.value));
    let finding = Finding::of(&crate::rules::times::T216, message)
        .at_value(own.file, end)
        .help("核对两个时间，改正写错的一个");
    Some(match span_at(own.file, start) {
        Some(span) => finding.label(span, "发布写在这里"),
        None => finding,
    })
}

fn ahead(own: &Publication<'_>, now: Now) -> Option<Finding> {
    if own.draft || own.publish_at.is_some() || own.published.value.stamp()?.first_second() <= now.0 {
        return None;
    }
    let day = Moment::point(&own.published.value, Words::embedded(Locale::Zh)).text;
    let message = format!("发布日期 {day} 还没有到，内容现在就会放进网站");
    let help = "要到那时才放进网站，加一行 publish_at（定时发布）；日期写错了就改正";
    Some(Finding::of(&T219, message).at_value(own.file, own.published).help(help))
}
