//! T207: words for a time that no calendar can hold: counted from a day that nobody has named, or 左右.

use super::plan::{LABELS, Plan};
use super::written::Text;
use crate::diagnostics::{Finding, Rule, Severity, Sources, Span};
use crate::model::scalar::TBA;
use crate::model::{CampaignFolder, EventKind, Relative, When};
use crate::rules::Context;
use crate::rules::prose::Line;
use crate::rules::relative::event_span;
use std::collections::BTreeMap;
use std::ops::Range;

pub(crate) static T207: Rule = Rule {
    id: "T207",
    severity: Severity::Warning,
    judgement: true,
    title: "换算不成日期的时间",
    why: "日历、倒计时和提醒都要一个日期；同学也不知道最晚是哪一天。",
    fix: "写成日期，或从一件有日期的事算起，例如 after: 采集 和 days: 40；还不知道就写 待定。",
};

/// Words that leave a time open on purpose: it is still to be told.
const OPEN: [&str; 5] = [TBA, "另行通知", "另行公布", "另行安排", "以后通知"];

/// Days of coming back: counted from as soon as somebody names the day.
const RETURNS: [&str; 4] = ["返校", "开学", "复课", "复学"];

/// Id of the deadline that says when students are back.
const RETURN_DEADLINE: &str = "return_to_school";

pub(super) fn check(context: &mut Context<'_>, plan: &Plan<'_>) {
    counted(context, plan);
    let mut search = Search {
        sources: context.sources,
        places: BTreeMap::new(),
    };
    let findings: Vec<Finding> = in_fields(plan)
        .map(|(file, what, said)| {
            let finding = Finding::of(&T207, format!("“{what}”的时间“{said}”只是一句话，换算不成日期"));
            let finding = match search.next(file, said) {
                Some(span) => finding.at(span),
                None => finding.in_file(file),
            };
            finding.help("写上日期，或写从哪件事算起、隔几天，例如 after: 采集 和 days: 40；还不知道就写 待定")
        })
        .collect();
    context.findings.extend(findings);
}

/// Times counted from something that has no day and never gets one.
fn counted(context: &mut Context<'_>, plan: &Plan<'_>) {
    let mut found: BTreeMap<(&str, &str), Finding> = BTreeMap::new();
    for thing in &plan.things {
        for time in [&thing.start, &thing.end].into_iter().flatten() {
            let When::Relative(relative) = time.when else { continue };
            if !relative.found.cases.is_empty() || is_known(plan.folder, relative) {
                continue;
            }
            let place = time
                .span
                .as_ref()
                .and_then(|span| event_span(&span.file, span.range.start, &relative.event, context.sources));
            let key = (time.file.as_str(), relative.event.as_str());
            let finding = match (found.remove(&key), place.or_else(|| time.span.clone())) {
                (Some(before), Some(span)) if before.labels.len() < LABELS => before.label(span, "这里也从它算起"),
                (Some(before), _) => before,
                (None, span) => {
                    let event = &relative.event;
                    let message = format!("“{}”从“{event}”算起，而“{event}”没有日期，换算不成日期", thing.what);
                    let finding = Finding::of(&T207, message).help(no_day(relative));
                    match span {
                        Some(span) => finding.at(span),
                        None => finding.in_file(time.file.clone()),
                    }
                }
            };
            found.insert(key, finding);
        }
    }
    context.findings.extend(found.into_values());
}

fn no_day(relative: &Relative) -> String {
    match EventKind::named(&relative.event) {
        Some(EventKind::Return) => format!(
            "在 deadlines 里加一条 id: {RETURN_DEADLINE}，end 写返校的日期；还不知道就写 待定，知道了再改，这里会自动算"
        ),
        _ => format!("给“{}”写上日期，还不知道就写 待定；或改从别的事算起", relative.event),
    }
}

/// Whether anything says when the event is, be it 待定; an event by its id exists, or is reported for not existing.
fn is_known(folder: &CampaignFolder, relative: &Relative) -> bool {
    let routes = || folder.routes.iter().map(|(_, route)| &route.value);
    match EventKind::named(&relative.event) {
        Some(EventKind::Return) => folder.campaign.deadlines.iter().any(|one| one.id == RETURN_DEADLINE),
        Some(EventKind::SignUp) => routes()
            .filter_map(|route| route.sign_up.as_ref())
            .any(|one| one.start.is_some() || one.end.is_some()),
        Some(EventKind::Pay) => routes()
            .filter_map(|route| route.payment.as_ref())
            .any(|one| one.start.is_some() || one.end.is_some()),
        Some(EventKind::Upload) => routes()
            .filter_map(|route| route.window.as_ref())
            .any(|one| one.start.is_some() || one.end.is_some()),
        Some(EventKind::Review) => {
            routes().any(|route| route.review.as_ref().is_some_and(|r| r.within_hours.is_some()))
        }
        Some(EventKind::Shoot) => routes().any(|route| !route.sessions.is_empty() || route.window.is_some()),
        _ => true,
    }
}

/// `relative` texts that stand for a time by themselves: file, thing, words.
fn in_fields<'a>(plan: &'a Plan<'_>) -> impl Iterator<Item = (&'a str, String, &'a str)> {
    let campaign = &plan.folder.campaign;
    let checks = campaign.verification.iter().filter_map(|one| {
        let alone = one.start.is_none() && one.end.is_none();
        let said = one.relative.as_deref().filter(|_| alone)?;
        Some((campaign.file.as_str(), format!("核对（{}）", one.who), said))
    });
    let windows = plan.folder.routes.iter().filter_map(|(_, route)| {
        let window = route.window.as_ref()?;
        let alone = window.start.is_none() && window.end.is_none();
        Some((
            route.file.as_str(),
            route.name.clone(),
            window.relative.as_deref().filter(|_| alone)?,
        ))
    });
    let deliveries = plan.folder.routes.iter().flat_map(|(_, route)| {
        route.delivery.iter().filter_map(|one| {
            let said = one.relative.as_deref().filter(|_| one.end.is_none())?;
            Some((route.file.as_str(), format!("交{}", one.what), said))
        })
    });
    let all = checks.chain(windows).chain(deliveries);
    all.filter(|(_, _, said)| !OPEN.iter().any(|open| said.contains(open)))
}

/// Finds `relative` texts, which carry no place of their own: for each file, value → the places where it stands, last one first.
struct Search<'a> {
    sources: &'a Sources,
    places: BTreeMap<String, BTreeMap<&'a str, Vec<Range<usize>>>>,
}

impl<'a> Search<'a> {
    /// The next place of a text.
    fn next(&mut self, file: &str, said: &str) -> Option<Span> {
        if !self.places.contains_key(file) {
            let found = values(self.sources.get(file)?);
            self.places.insert(file.to_owned(), found);
        }
        let range = self.places.get_mut(file)?.get_mut(said.trim())?.pop()?;
        Some(Span {
            file: file.to_owned(),
            range,
        })
    }
}

/// The values of all `relative` fields of a file.
fn values(text: &str) -> BTreeMap<&str, Vec<Range<usize>>> {
    let mut found: BTreeMap<&str, Vec<Range<usize>>> = BTreeMap::new();
    let mut end = text.len();
    for line in text.split_inclusive('\n').rev() {
        let start = end - line.len();
        end = start;
        let own = line.trim_start().trim_start_matches("- ");
        let value = ["relative:", "相对时间:"].iter().find_map(|key| own.strip_prefix(key));
        let Some(value) = value.map(|value| value.trim().trim_matches(['"', '\''])) else {
            continue;
        };
        if let Some(at) = line.find(value).filter(|_| !value.is_empty()) {
            let range = start + at..start + at + value.len();
            found.entry(value).or_default().push(range);
        }
    }
    found
}

/// What a line says in words: `拍摄后1个月左右`, and `返校后一周内` where nobody has said when that is.
pub(super) fn line(context: &mut Context<'_>, line: &Line<'_>, text: &Text, plan: Option<&Plan<'_>>) {
    // What stands beside a counted time in a field of its own is its wording.
    let key = line.text.trim_start().trim_start_matches("- ");
    if !line.body && (key.starts_with("relative") || key.starts_with("相对时间")) {
        return;
    }
    for at in (0..text.len()).filter(|at| text.at(*at) == '后') {
        let Some((from, to, why)) = vague(text, at, plan) else {
            continue;
        };
        let range = text.bytes(from, to);
        let said = line.text.get(range.clone()).unwrap_or_default();
        let finding = Finding::of(&T207, format!("“{said}”换算不成日期：{why}")).at(line.span(range));
        context
            .findings
            .push(finding.help("写明最晚是哪一天；由别的日期决定的，用相对时间写进数据，再用 {{ … }} 插入"));
    }
}

/// The words around 后 at an index, and what is vague about them.
fn vague(text: &Text, at: usize, plan: Option<&Plan<'_>>) -> Option<(usize, usize, &'static str)> {
    // With the word in front, so that one sees what it is counted from.
    let is_word = |back: &usize| at.checked_sub(*back).is_some_and(|from| text.at(from).is_alphabetic());
    let from = at - (1..=2).take_while(is_word).count();
    let mut next = text.skip(at + 1);
    let about = ["大约", "大概", "约"].into_iter().find(|word| text.has(next, word));
    next = text.skip(next + about.map_or(0, |word| word.chars().count()));
    let after = amount(text, next)?;
    let end = text.skip(after);
    if text.has(end, "左右") || text.has(end, "前后") {
        return Some((from, end + 2, "“左右”没有界限"));
    }
    if about.is_some() {
        return Some((from, after, "“大约”没有界限"));
    }
    let returns = |word: &&&str| {
        at.checked_sub(word.chars().count())
            .is_some_and(|from| text.has(from, word))
    };
    let word = RETURNS.iter().find(returns)?;
    let deadlines = plan.map(|plan| &plan.folder.campaign.deadlines)?;
    let known = deadlines.iter().any(|one| one.id == RETURN_DEADLINE);
    let end = text.skip(after);
    (!known && (text.at(end) == '内' || text.has(end, "之内"))).then_some((
        at - word.chars().count(),
        end + 1,
        "没有写是哪一天",
    ))
}

/// The index behind a number of days, weeks or months.
fn amount(text: &Text, index: usize) -> Option<usize> {
    let digits = text.number(index).map(|(_, after)| after);
    let words = (index..text.len()).take_while(|at| "一二两三四五六七八九十半几".contains(text.at(*at)));
    let after = digits.or_else(|| words.last().map(|at| at + 1))?;
    let mut after = text.skip(after);
    let units = ["个星期", "个月", "星期", "天", "日", "周", "月"];
    let unit = units.iter().find(|unit| text.has(after, unit))?;
    after += unit.chars().count();
    Some(after)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(line: &str) -> bool {
        let text = Text::new(line);
        (0..text.len()).any(|at| text.at(at) == '后' && vague(&text, at, None).is_some())
    }

    #[test]
    fn about_a_month_later_is_vague_and_forty_days_later_is_not() {
        assert!(found("拍摄后1个月左右登录学信网"));
        assert!(found("采集后大约 40 天"));
        assert!(found("上传后两周左右"));
        for clear in [
            "拍摄40天后登录学信网",
            "审核后48小时内重新提交",
            "拍摄后 40 天",
            "一个班大约15分钟",
            "之后约好时间",
            "原文写“拍摄后1个月左右”",
            "拍完后约十分钟",
        ] {
            assert!(!found(clear), "{clear}");
        }
    }
}
