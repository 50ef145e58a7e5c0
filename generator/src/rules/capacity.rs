//! S601–S603 and T217: whether the sessions hold everybody, whether that can be said at all, and pauses that are none.

use super::classes::K214;
use super::{Context, span_at};
use crate::derive::moment::Moment;
use crate::derive::timetable::Timetable;
use crate::derive::timetable::engine::{Trouble, duration};
use crate::derive::timetable::hall::{Hall, open, pace_of};
use crate::derive::timetable::view::capacity;
use crate::diagnostics::{Finding, Rule, Severity};
use crate::i18n::{Locale, Words};
use crate::model::{CampaignFolder, PaceUnit, Route, School, Session, Sourced, Stamp, When};
use crate::source::rules::T217;
use std::collections::{BTreeMap, BTreeSet};

pub(crate) static S601: Rule = Rule {
    id: "S601",
    severity: Severity::Error,
    judgement: true,
    title: "场次排不下所有的人",
    why: "排队的人会在收工时被送走，再来一趟。",
    fix: "延长或加一场，增加机位（machines），或把一些班改到别的场次。",
};

pub(crate) static S602: Rule = Rule {
    id: "S602",
    severity: Severity::Warning,
    judgement: true,
    title: "没有写机位",
    why: "不知道有几台相机，就算不出一场能拍多少人。",
    fix: "问清楚有几台相机，在场次里写 machines: 2 这样一行。",
};

pub(crate) static S603: Rule = Rule {
    id: "S603",
    severity: Severity::Warning,
    judgement: true,
    title: "几个校区同时采集",
    why: "每个校区要有自己的相机和摄影师。",
    fix: "确认有几组设备，再给每一场写上机位（machines）。",
};

/// Classes that one finding names.
const NAMED: usize = 8;

pub(super) fn check(context: &mut Context<'_>) {
    let model = context.model;
    for folder in &model.campaigns {
        for (_, route) in &folder.routes {
            for session in &route.sessions {
                breaks(context, &route.file, session);
            }
            machines(context, folder, route);
        }
        campuses_at_once(context, folder);
    }
}

/// T217: a pause that ends before it begins, or lies outside its session.
fn breaks(context: &mut Context<'_>, file: &str, session: &Session) {
    for pause in &session.breaks {
        let (from, to) = (pause.start.value, pause.end.value);
        if to <= from {
            let message = format!("休息的结束早于开始：{from} → {to}");
            let finding = Finding::of(&T217, message)
                .at_value(file, &pause.end)
                .help("写 24 小时制的钟点，例如 12:00 到 14:00");
            context.findings.push(finding);
            continue;
        }
        let clock = |when: &When| when.stamp().and_then(|stamp| stamp.minutes);
        let (Some(opens), Some(closes)) = (
            clock(&session.start.value),
            session.end.as_ref().and_then(|end| clock(&end.value)),
        ) else {
            continue;
        };
        if from.0 < opens || to.0 > closes {
            let message = format!("休息 {from}–{to} 不在场次“{}”的时间里", session.id);
            let mut finding = Finding::of(&T217, message)
                .severity(Severity::Warning)
                .at_value(file, &pause.start)
                .help("核对休息和场次的钟点");
            if let Some(span) = span_at(file, &session.start) {
                finding = finding.label(span, "场次从这时开始");
            }
            context.findings.push(finding);
        }
    }
}

/// S602: the pace is that of one camera, and nobody says how many there are.
fn machines(context: &mut Context<'_>, folder: &CampaignFolder, route: &Sourced<Route>) {
    let per_machine = |session: &&Session| {
        let pace = pace_of(route, session);
        session.machines.is_none() && pace.is_some_and(|pace| pace.per == PaceUnit::Machine)
    };
    let unknown: Vec<&Session> = route.sessions.iter().filter(per_machine).collect();
    let Some(first) = unknown.first() else { return };
    let known = capacity(route, first).map(|one| format!("“{}”每台可拍 {} 人", first.id, one.people));
    let minutes = pace_of(route, first).and_then(|pace| pace.class_minutes);
    let cannot = match (known, minutes) {
        (Some(known), _) => format!("只能算出{known}"),
        (None, Some(minutes)) => format!("无法核对“每班约 {minutes} 分钟”"),
        (None, None) => "算不出一场能拍多少人".to_owned(),
    };
    let planned = folder.classes.is_some()
        && crate::derive::timetable::class_route(folder).is_some_and(|(_, own)| own.file == route.file);
    let finding = if planned {
        Finding::of(
            &S602,
            format!(
                "{} 个场次没有写机位（几台相机），{cannot}；各班先按 1 台排",
                unknown.len()
            ),
        )
    } else {
        Finding::of(
            &S602,
            format!("{} 个场次没有写机位（几台相机），{cannot}", unknown.len()),
        )
        .severity(Severity::Info)
    };
    let finding = finding
        .at_value(&route.file, &first.start)
        .help("问清楚有几台相机，在场次里写 machines: 2 这样一行");
    context.findings.push(finding);
}

/// S603: two campuses at the same time, and not everywhere is it said how many cameras there are.
fn campuses_at_once(context: &mut Context<'_>, folder: &CampaignFolder) {
    let sessions = folder
        .routes
        .iter()
        .flat_map(|(_, route)| route.sessions.iter().map(move |session| (route, session)));
    let sessions: Vec<(&Sourced<Route>, &Session)> = sessions.filter(|(_, session)| session.campus.is_some()).collect();
    let mut said: BTreeSet<Vec<&str>> = BTreeSet::new();
    for (index, (route, session)) in sessions.iter().enumerate() {
        let beside = sessions
            .iter()
            .filter(|(_, other)| same_day(session, other) && at_once(session, other));
        let mut all: Vec<&Session> = beside.map(|(_, other)| *other).collect();
        let mut campuses: Vec<&str> = all
            .iter()
            .filter_map(|one| Some(one.campus.as_ref()?.value.as_str()))
            .collect();
        campuses.sort_unstable();
        campuses.dedup();
        all.retain(|one| one.machines.is_none());
        if campuses.len() < 2 || all.is_empty() || !said.insert(campuses.clone()) {
            continue;
        }
        let school = context.model.schools.get(&folder.campaign.school.value);
        let name = |id: &&str| {
            let campus = school.and_then(|school| school.campuses.iter().find(|campus| campus.id == *id));
            campus.map_or_else(|| (*id).to_owned(), |campus| campus.name.clone())
        };
        let names: Vec<String> = campuses.iter().map(name).collect();
        let day = session.start.value.stamp().map_or_else(String::new, |stamp| {
            Moment::point(&When::At(Stamp { minutes: None, ..stamp }), Words::embedded(Locale::Zh)).text
        });
        let message = format!("{day} 有 {} 个校区同时采集：{}", names.len(), names.join("、"));
        let finding = if folder.classes.is_some() {
            Finding::of(&S603, message)
        } else {
            Finding::of(&S603, message).severity(Severity::Info)
        };
        let mut finding = finding.at_value(&route.file, &session.start).help(format!(
            "确认有 {} 组相机和摄影师，再给每一场写上机位（machines）",
            names.len()
        ));
        let other = sessions.iter().skip(index + 1).find(|(_, other)| {
            other.campus.as_ref().map(|c| &c.value) != session.campus.as_ref().map(|c| &c.value)
                && at_once(session, other)
        });
        if let Some((route, other)) = other
            && let Some(span) = span_at(&route.file, &other.start)
        {
            finding = finding.label(span, "另一个校区");
        }
        context.findings.push(finding);
    }
}

fn days(session: &Session) -> Option<(i64, i64)> {
    let first = session.start.value.stamp()?;
    let last = session.end.as_ref().and_then(|end| end.value.stamp()).unwrap_or(first);
    Some((
        Stamp { minutes: None, ..first }.first_second(),
        Stamp { minutes: None, ..last }.last_second(),
    ))
}

fn same_day(a: &Session, b: &Session) -> bool {
    days(a).zip(days(b)).is_some_and(|(a, b)| a.0 < b.1 && b.0 < a.1)
}

/// Whether two sessions meet; where hours aren't known, on the same day is enough, but for a forenoon and an afternoon.
fn at_once(a: &Session, b: &Session) -> bool {
    use crate::model::HalfDay::{Afternoon, Morning};
    let (x, y) = (open(a), open(b));
    if !x.is_empty() && !y.is_empty() {
        return x.iter().any(|p| y.iter().any(|q| p.start < q.end && q.start < p.end));
    }
    !matches!(
        (a.half_day, b.half_day),
        (Some(Morning), Some(Afternoon)) | (Some(Afternoon), Some(Morning))
    )
}

/// Where classes may go: to one session, or to a campus, or anywhere.
type Key<'a> = (Option<&'a str>, Option<&'a str>);

fn key_of<'a>(table: &'a Timetable<'_>, class: usize) -> Option<Key<'a>> {
    let group = table.groups.get(class)?;
    Some(match &group.session {
        Some(session) => (None, Some(session.as_str())),
        None => (group.campus.as_deref(), None),
    })
}

/// S601: classes that found no room, campus by campus. `strangers` are classes whose own fault that is.
pub(super) fn overload(
    context: &mut Context<'_>,
    table: &Timetable<'_>,
    school: Option<&School>,
    strangers: &BTreeSet<usize>,
) {
    let mut left: BTreeMap<Key<'_>, Vec<usize>> = BTreeMap::new();
    for trouble in &table.plan.troubles {
        if let Trouble::NoRoom { class } = trouble
            && !strangers.contains(class)
            && let Some(key) = key_of(table, *class)
        {
            left.entry(key).or_default().push(*class);
        }
    }
    for (key, classes) in left {
        context.findings.push(Over::new(table, school, key, &classes).finding());
    }
}

struct Over<'a> {
    table: &'a Timetable<'a>,
    place: String,
    halls: Vec<&'a Hall>,
    /// Sessions that it could go to if their hours were known.
    open: Vec<&'a Session>,
    classes: &'a [usize],
    need: u64,
}

impl<'a> Over<'a> {
    fn new(table: &'a Timetable<'a>, school: Option<&School>, key: Key<'a>, classes: &'a [usize]) -> Self {
        let (campus, session) = key;
        let suits = |hall: &&Hall| match session {
            Some(session) => hall.id == session,
            None => campus.is_none() || hall.campus.is_none() || hall.campus.as_deref() == campus,
        };
        let name = campus.map(|id| {
            let found = school.and_then(|school| school.campuses.iter().find(|one| one.id == id));
            found.map_or_else(|| id.to_owned(), |found| found.name.clone())
        });
        let place = match (session, name) {
            (Some(session), _) => format!("场次“{session}”"),
            (None, Some(name)) => name,
            (None, None) => "全部场次".to_owned(),
        };
        let own = (0..table.groups.len()).filter(|class| key_of(table, *class) == Some(key));
        let sizes = own.filter_map(|class| table.groups.get(class));
        let suitable = |one: &&Session| match (session, &one.campus) {
            (Some(id), _) => one.id == id,
            (None, Some(own)) => campus.is_none_or(|campus| own.value == campus),
            (None, None) => true,
        };
        let without_hours = |session: &&Session| table.halls.iter().all(|hall| hall.id != session.id);
        let sessions = table.route.sessions.iter();
        Self {
            open: sessions.filter(suitable).filter(without_hours).collect(),
            table,
            place,
            halls: table.halls.iter().filter(suits).collect(),
            classes,
            need: sizes.map(|group| u64::from(group.size)).sum(),
        }
    }

    fn finding(&self) -> Finding {
        let names = self.classes.iter().take(NAMED);
        let names: Vec<&str> = names
            .filter_map(|class| Some(self.table.classes.get(*class)?.name.as_str()))
            .collect();
        let more = if self.classes.len() > NAMED {
            format!(" 等 {} 个班", self.classes.len())
        } else {
            String::new()
        };
        // As long as a session has no hours, nobody can say that there is no room.
        let finding = match self.open.first() {
            Some(open) => {
                let help = format!(
                    "给场次“{}”写上同一天的起止钟点和速度，或用更正通知公布；在那之前这些班显示“待定”：{}{more}",
                    open.id,
                    names.join("、")
                );
                Finding::of(&K214, self.message())
                    .severity(Severity::Warning)
                    .at_value(&self.table.route.file, &open.start)
                    .help(help)
            }
            None => {
                let help = format!(
                    "排不下的是：{}{more}。延长或加一场，增加机位（machines），或把它们改到别的场次",
                    names.join("、")
                );
                let finding = Finding::of(&S601, self.message()).help(help);
                match self
                    .halls
                    .last()
                    .and_then(|hall| self.table.route.sessions.iter().find(|session| session.id == hall.id))
                {
                    Some(session) => finding.at_value(&self.table.route.file, &session.start),
                    None => finding.in_file(&self.table.route.file),
                }
            }
        };
        match self.classes.first().and_then(|class| self.table.classes.get(*class)) {
            Some(class) if class.place.span.is_some() => class.place.also(finding, "从这个班起排不下"),
            _ => finding,
        }
    }

    fn message(&self) -> String {
        let (place, need) = (&self.place, self.need);
        let groups = || self.classes.iter().filter_map(|class| self.table.groups.get(*class));
        let people: u64 = groups().map(|group| u64::from(group.size)).sum();
        let left = format!("{} 个班、{people} 人", self.classes.len());
        let Some(rate) = self
            .halls
            .iter()
            .map(|hall| hall.per_hour)
            .filter(|rate| *rate > 0)
            .max()
        else {
            return format!("{place}没有写了钟点和速度的场次，{left}排不进去");
        };
        let seconds = groups()
            .map(|group| duration(group.size, rate))
            .fold(0, i64::saturating_add);
        let minutes = seconds / 60 + i64::from(seconds % 60 > 0);
        let capacity: u64 = self.halls.iter().map(|hall| hall.capacity()).sum();
        let blocks = if capacity >= need {
            "；总数够，但一个班不能拆到两场"
        } else {
            ""
        };
        format!("{place}拍不完：能拍 {capacity} 人，应到 {need} 人，还有 {left}排不下，超出 {minutes} 分钟{blocks}")
    }
}
