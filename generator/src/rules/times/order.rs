//! T216: an end must not lie before its start.

use crate::derive::Moment;
use crate::diagnostics::{Finding, Rule, Severity};
use crate::i18n::{Locale, Words};
use crate::model::{Route, Spanned, When};
use crate::rules::{Context, span_at};

pub(crate) static T216: Rule = Rule {
    id: "T216",
    severity: Severity::Error,
    judgement: false,
    title: "结束早于开始",
    why: "这段时间里没有一刻可以办事。",
    fix: "核对两个时间，改正写错的一个。",
};

type Edge<'a> = Option<&'a Spanned<When>>;

pub(super) fn check(context: &mut Context<'_>) {
    let model = context.model;
    for folder in &model.campaigns {
        let file = &folder.campaign.file;
        for deadline in &folder.campaign.deadlines {
            ordered(
                context,
                file,
                &deadline.what,
                deadline.start.as_ref(),
                Some(&deadline.end),
            );
        }
        for verify in &folder.campaign.verification {
            ordered(context, file, "核对", verify.start.as_ref(), verify.end.as_ref());
        }
        for (_, route) in &folder.routes {
            for (what, start, end) in spans(&route.value) {
                ordered(context, &route.file, &what, start, end);
            }
        }
    }
}

fn spans(route: &Route) -> Vec<(String, Edge<'_>, Edge<'_>)> {
    let mut all = Vec::new();
    if let Some(window) = &route.window {
        all.push((route.name.clone(), window.start.as_ref(), window.end.as_ref()));
    }
    if let Some(sign_up) = &route.sign_up {
        all.push(("报名".to_owned(), sign_up.start.as_ref(), sign_up.end.as_ref()));
    }
    if let Some(payment) = &route.payment {
        all.push(("缴费".to_owned(), payment.start.as_ref(), payment.end.as_ref()));
    }
    for session in &route.sessions {
        all.push((
            format!("场次 {}", session.id),
            Some(&session.start),
            session.end.as_ref(),
        ));
    }
    all
}

fn ordered(context: &mut Context<'_>, file: &str, what: &str, start: Edge<'_>, end: Edge<'_>) {
    let (Some(start), Some(end)) = (start, end) else { return };
    let (Some(first), Some(last)) = (start.value.stamp(), end.value.last_stamp()) else {
        return;
    };
    if first.first_second() < last.last_second() {
        return;
    }
    let text = |stamp| Moment::point(&When::At(stamp), Words::embedded(Locale::Zh)).text;
    let message = format!("“{what}”的结束早于开始：{} → {}", text(first), text(last));
    let mut finding = Finding::of(&T216, message)
        .at_value(file, end)
        .help("核对两个时间，改正写错的一个");
    if let Some(span) = span_at(file, start) {
        finding = finding.label(span, "开始写在这里");
    }
    context.findings.push(finding);
}
