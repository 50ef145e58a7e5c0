//! K206–K214: what a class list names must exist, what it fixes must be possible, what was announced should stay.

use super::Context;
use crate::derive::timetable::engine::Trouble;
use crate::derive::timetable::hall::Hall;
use crate::derive::timetable::view::{short, short_span};
use crate::derive::timetable::{Timetable, campus_id, class_route, timetable};
use crate::diagnostics::{Finding, Place, Rule, Severity};
use crate::model::{CampaignFolder, ClassGroup, ClassList, School};
use std::collections::BTreeSet;

pub(crate) static K206: Rule = Rule {
    id: "K206",
    severity: Severity::Error,
    judgement: false,
    title: "班级的校区对不上",
    why: "各校区分场拍摄，不知道校区就不知道排到哪里。",
    fix: "在名单的“校区”一列写学校文件里有的校区。",
};

pub(crate) static K207: Rule = Rule {
    id: "K207",
    severity: Severity::Error,
    judgement: false,
    title: "班级的场次对不上",
    why: "名单里写了没有的场次，就排不进去。",
    fix: "改成路线里有的场次代号，或删掉这一格。",
};

pub(crate) static K208: Rule = Rule {
    id: "K208",
    severity: Severity::Error,
    judgement: false,
    title: "锁定的时间不能用",
    why: "名单里写定的时间要落在一场之内，也要看得懂。",
    fix: "写成 2025-04-10 09:00 的样子，落在场次的起止时间里。",
};

pub(crate) static K212: Rule = Rule {
    id: "K212",
    severity: Severity::Warning,
    judgement: true,
    title: "有班级和公布过的时间不同",
    why: "那些班的学生已经记下了原来的时间。",
    fix: "通知这些班；确认新的时间后运行 tassel timetable --lock 记下来。",
};

pub(crate) static K214: Rule = Rule {
    id: "K214",
    severity: Severity::Error,
    judgement: false,
    title: "有名单却排不出时间",
    why: "没有写好的场次，各班就没有时间可排。",
    fix: "在现场拍摄的路线里写上 sessions（场次）的起止钟点；这一届不到现场拍，就删掉名单。",
};

/// Moved classes that one finding names.
const NAMED: usize = 5;

pub(super) fn check(context: &mut Context<'_>) {
    let model = context.model;
    for folder in &model.campaigns {
        let Some(list) = &folder.classes else { continue };
        let school = model
            .schools
            .get(&folder.campaign.school.value)
            .map(|school| &school.value);
        let Some(table) = timetable(model, folder) else {
            if !routes_failed(context, folder) {
                context.findings.push(no_sessions(list));
            }
            continue;
        };
        let strangers = strangers(context, &table, list, school);
        if table.halls.is_empty() {
            let message = format!(
                "路线“{}”的场次还没有钟点或速度，各班的时间先显示“待定”",
                table.route.name
            );
            let help = "给每一场写上同一天的开始和截止（带钟点），给路线写上速度；跨几天的场次一天写一场";
            context.findings.push(
                Finding::of(&K214, message)
                    .severity(Severity::Warning)
                    .in_file(&table.route.file)
                    .help(help),
            );
            continue;
        }
        fixed_times(context, &table);
        super::capacity::overload(context, &table, school, &strangers);
        moved(context, folder, &table);
    }
}

/// Whether a route could not be read, so that its sessions may only seem to be missing.
fn routes_failed(context: &Context<'_>, folder: &CampaignFolder) -> bool {
    let routes = format!("content/campaigns/{}/routes/", folder.id);
    context.failed.iter().any(|file| file.starts_with(&routes)) && class_route(folder).is_none()
}

fn no_sessions(list: &ClassList) -> Finding {
    Finding::of(&K214, "有班级名单，却没有一条路线写了场次，排不出时间")
        .in_file(&list.file)
        .help("在现场拍摄的路线里写上 sessions（场次）；这一届不到现场拍，就删掉名单")
}

/// Classes that name a campus or a session that doesn't exist, by their place in the list; the fault is said here and nowhere else.
fn strangers(
    context: &mut Context<'_>,
    table: &Timetable<'_>,
    list: &ClassList,
    school: Option<&School>,
) -> BTreeSet<usize> {
    let sessions: Vec<&str> = table.route.sessions.iter().map(|session| session.id.as_str()).collect();
    let of_sessions: BTreeSet<&str> = table
        .route
        .sessions
        .iter()
        .filter_map(|session| Some(session.campus.as_ref()?.value.as_str()))
        .collect();
    let all_have_one = table.route.sessions.iter().all(|session| session.campus.is_some());
    let names: Vec<&str> = school
        .iter()
        .flat_map(|school| &school.campuses)
        .map(|campus| campus.name.as_str())
        .collect();
    let mut strangers = BTreeSet::new();
    for (index, class) in list.classes.iter().enumerate() {
        let unknown = |written: &&String| school.is_some() && campus_id(school, written).is_none();
        let finding = if let Some(written) = class.campus.as_ref().filter(unknown) {
            let help = if names.is_empty() {
                "学校文件里还没有写校区；先在 schools/ 里添上 campuses，或删掉这一列".to_owned()
            } else {
                format!("可以写的有：{}", names.join("、"))
            };
            let finding = Finding::of(&K206, format!("没有叫“{written}”的校区")).help(help);
            class.campus_place.as_ref().unwrap_or(&class.place).mark(finding)
        } else if let Some(written) = class.session.as_ref().filter(|id| !sessions.contains(&id.as_str())) {
            let finding = Finding::of(&K207, format!("路线“{}”没有叫“{written}”的场次", table.route.name));
            let finding = finding.help(format!("可以写的有：{}", sessions.join("、")));
            class.session_place.as_ref().unwrap_or(&class.place).mark(finding)
        } else if class.campus.is_none() && class.session.is_none() && all_have_one && of_sessions.len() > 1 {
            let message = format!(
                "“{}”没有写校区，不知道排到哪里：场次分在 {} 个校区",
                class.name,
                of_sessions.len()
            );
            let finding = Finding::of(&K206, message).help(format!("在“校区”这一列写上：{}", names.join("、")));
            class.campus_place.as_ref().unwrap_or(&class.place).mark(finding)
        } else {
            continue;
        };
        context.findings.push(finding);
        strangers.insert(index);
    }
    strangers
}

/// Times that the list fixes and that can't be.
fn fixed_times(context: &mut Context<'_>, table: &Timetable<'_>) {
    let place = |class: &ClassGroup| -> Place { class.fixed_place.clone().unwrap_or_else(|| class.place.clone()) };
    for trouble in &table.plan.troubles {
        let (Trouble::Outside { class } | Trouble::RunsOver { class, .. } | Trouble::Overlaps { class, .. }) = trouble
        else {
            continue;
        };
        let Some(class) = table.classes.get(*class) else {
            continue;
        };
        let when = class.fixed.map(|stamp| short(stamp.first_second())).unwrap_or_default();
        let finding = match trouble {
            Trouble::Overlaps { other, .. } => {
                let other = table.classes.get(*other);
                let name = other.map_or("", |other| other.name.as_str());
                let message = format!("“{}”锁定在 {when}，这时“{name}”还在拍", class.name);
                let finding =
                    place(class).mark(Finding::of(&K208, message).help("给其中一个班换个时间，或删掉一个锁定"));
                match other {
                    Some(other) => place(other).also(finding, "另一个班"),
                    None => finding,
                }
            }
            Trouble::RunsOver { .. } => {
                let message = format!("“{}”有 {} 人，从 {when} 拍到休息或散场也拍不完", class.name, class.size);
                place(class).mark(Finding::of(&K208, message).help("锁定得早一些，或删掉这个锁定"))
            }
            _ => {
                let message = format!("“{}”锁定在 {when}，那时没有它能去的场次", class.name);
                let help = format!("锁定的时间要在场次里，场次有：{}", sessions(table));
                place(class).mark(Finding::of(&K208, message).help(help))
            }
        };
        context.findings.push(finding);
    }
}

fn sessions(table: &Timetable<'_>) -> String {
    let span = |hall: &Hall| {
        let parts = hall.open.iter().map(short_span);
        format!("{} {}", hall.id, parts.collect::<Vec<_>>().join("，"))
    };
    table.halls.iter().map(span).collect::<Vec<_>>().join("；")
}

/// K212: announced times that could not be kept.
fn moved(context: &mut Context<'_>, folder: &CampaignFolder, table: &Timetable<'_>) {
    let Some(lock) = &folder.lock else { return };
    let moves = table.moves();
    if moves.is_empty() {
        return;
    }
    let text = |one: &crate::derive::timetable::Move| table.moved_text(one);
    let mut named: Vec<String> = moves.iter().take(NAMED).map(text).collect();
    if moves.len() > NAMED {
        named.push(format!("另外 {} 个班见 tassel timetable", moves.len() - NAMED));
    }
    let message = format!("有 {} 个班和公布过的时间不同：{}", moves.len(), named.join("；"));
    let finding = Finding::of(&K212, message).in_file(&lock.file);
    context
        .findings
        .push(finding.help("通知这些班；确认新的时间后运行 tassel timetable --lock 记下来"));
}
