//! `tassel timetable`: who is photographed when, in the terminal; notes announced times down when told to.

use super::args::Timetable as Args;
use super::{Exit, World};
use crate::derive::amend::Ledger;
use crate::derive::campaign::Names;
use crate::derive::timetable::lock::lock_text;
use crate::derive::timetable::view::{TimetableSession, TimetableView, short, timetable_view};
use crate::derive::timetable::{Timetable, timetable};
use crate::diagnostics::{Finding, Severity, harmless, harmless_name, limit, render_human, sort};
use crate::i18n::{Locale, Words};
use crate::model::CampaignFolder;
use crate::rules;
use crate::site::{Checked, checked};
use std::fmt::Write as _;
use std::path::Path;

pub(super) fn run(args: &Args, world: &mut World<'_>) -> Exit {
    let (now, words) = (args.present.now.unwrap_or(world.now), Words::embedded(Locale::Zh));
    let Checked {
        mut loaded,
        mut findings,
    } = match checked(&args.site.root, now) {
        Ok(checked) => checked,
        Err(error) => {
            let _ = writeln!(world.err, "错误：{error}");
            return Exit::System;
        }
    };
    findings.extend(loaded.findings.iter().cloned());
    rules::settle(&loaded.model, &loaded.failed, &mut findings, now);
    rules::privacy::hide(&mut loaded, &mut findings);
    sort(&mut findings);
    let ledger = Ledger::new(loaded.model.clone(), &loaded.model, now, false, words);
    let model = ledger.model();
    let wanted = |folder: &&CampaignFolder| args.campaign.as_ref().is_none_or(|id| *id == folder.id);
    let folders: Vec<&CampaignFolder> = model.campaigns.iter().filter(wanted).collect();
    if let (Some(id), true) = (&args.campaign, folders.is_empty()) {
        let known: Vec<&str> = model.campaigns.iter().map(|folder| folder.id.as_str()).collect();
        let (id, known) = (harmless_name(id), known.join("、"));
        let known = harmless_name(&known);
        let _ = writeln!(world.err, "错误：没有叫“{id}”的届次\n可以写的有：{known}");
        return Exit::Usage;
    }
    findings.retain(|finding| concerns(finding, &folders, args.campaign.is_none()));
    limit(&mut findings);
    let _ = write!(world.err, "{}", render_human(&findings, &loaded.sources, world.color));
    let broken = findings.iter().any(|finding| finding.severity == Severity::Error);

    let mut shown = 0;
    for folder in folders {
        let Some(table) = timetable(model, folder) else {
            continue;
        };
        let names = Names::new(model, folder, words);
        let Some(view) = timetable_view(model, folder, &names, now) else {
            continue;
        };
        if shown > 0 {
            let _ = writeln!(world.out);
        }
        shown += 1;
        if write!(world.out, "{}", harmless(&text(folder, &table, &view))).is_err() {
            return Exit::System;
        }
        if args.lock
            && !broken
            && let Err(exit) = note_down(&args.site.root, folder, &table, world)
        {
            return exit;
        }
    }
    if shown == 0 && !broken {
        let _ = writeln!(
            world.err,
            "没有班级名单：把 classes.csv 或 classes.xlsx 放进 content/campaigns/<届次>/，列名写 学院、专业、班级、人数、校区"
        );
        return Exit::Findings;
    }
    if broken {
        if args.lock {
            let _ = writeln!(world.err, "时间没有记下来：先改好上面的错误，再运行一次");
        }
        return Exit::Findings;
    }
    Exit::Clean
}

/// Whether a finding matters to the timetables that are shown.
fn concerns(finding: &Finding, folders: &[&CampaignFolder], all: bool) -> bool {
    let Some(path) = finding.path() else { return true };
    let own = |folder: &&CampaignFolder| {
        let inside = path
            .strip_prefix("content/campaigns/")
            .and_then(|rest| rest.strip_prefix(folder.id.as_str()));
        let listed = folder.classes.is_some() || path.contains("/classes.");
        listed
            && inside.is_some_and(|rest| {
                ["/classes.", "/routes/", "/timetable."]
                    .iter()
                    .any(|part| rest.starts_with(part))
            })
    };
    // A campaign that could not be read at all has no folder to ask.
    let unread = all && path.starts_with("content/campaigns/") && finding.severity == Severity::Error;
    folders.iter().any(own) || unread || path.starts_with("content/schools/")
}

fn note_down(root: &Path, folder: &CampaignFolder, table: &Timetable<'_>, world: &mut World<'_>) -> Result<(), Exit> {
    let file = format!("content/campaigns/{}/timetable.lock.csv", folder.id);
    let target = root.join(&file);
    let file = harmless_name(&file);
    let text = lock_text(table);
    let placed = table.plan.slots.iter().flatten().count();
    if std::fs::read(&target).is_ok_and(|old| old == text.as_bytes()) {
        let _ = writeln!(world.err, "{file} 已经是这些时间，没有改动");
        return Ok(());
    }
    // Beside the target and under a hidden name, so that a crash leaves the old file and a build passes over the new one.
    let fresh = target.with_file_name(".timetable.lock.csv.new");
    let written = std::fs::write(&fresh, text).and_then(|()| std::fs::rename(&fresh, &target));
    match written {
        Ok(()) => {
            let _ = writeln!(
                world.err,
                "记下了 {placed} 个班的时间：{file}；以后改名单，这些班的时间不动"
            );
            Ok(())
        }
        Err(error) => {
            let _ = writeln!(world.err, "错误：{file} 写不进去：{error}");
            Err(Exit::System)
        }
    }
}

fn text(folder: &CampaignFolder, table: &Timetable<'_>, view: &TimetableView) -> String {
    let mut text = format!("{} {}\n", folder.id, folder.campaign.title);
    let early = view
        .arrive_early
        .map(|minutes| format!("，提前 {minutes} 分钟到"))
        .unwrap_or_default();
    let _ = writeln!(
        text,
        "{}：{} 个班，{} 人{early}",
        view.route_name,
        view.classes.len(),
        view.people
    );
    for session in &view.sessions {
        text.push('\n');
        session_text(&mut text, session, view);
    }
    let open: Vec<String> = view
        .classes
        .iter()
        .filter(|class| class.time.is_none())
        .map(|class| format!("  {}（{} 人）\n", class.name, class.size))
        .collect();
    if !open.is_empty() {
        let _ = write!(text, "\n没有时间的班：\n{}", open.concat());
    }
    changes(&mut text, folder, table);
    text
}

fn session_text(text: &mut String, session: &TimetableSession, view: &TimetableView) {
    let campus = session
        .campus
        .as_ref()
        .map(|campus| format!("{campus} "))
        .unwrap_or_default();
    let pause = if session.breaks.is_empty() {
        String::new()
    } else {
        format!("，{} 休息", session.breaks.join("、"))
    };
    let _ = writeln!(text, "{campus}{} {}{pause}", session.venue, session.time.text);
    let machines = session
        .machines
        .map(|machines| format!("，{machines} 台"))
        .unwrap_or_default();
    let capacity = match &session.capacity {
        Some(one) if one.each => format!("，每台可拍 {} 人", one.people),
        Some(one) => format!("，每小时 {} 人，可拍 {} 人", one.per_hour, one.people),
        None => "，没有同一天的起止钟点或速度，排不了".to_owned(),
    };
    let _ = writeln!(
        text,
        "场次 {}{machines}{capacity}，排了 {} 个班 {} 人",
        session.id,
        session.classes.len(),
        session.people
    );
    let mine = || session.classes.iter().filter_map(|index| view.classes.get(*index));
    let widest = mine().map(|class| width(&class.name)).max().unwrap_or(0);
    for class in mine() {
        let arrive = class.arrive_clock.as_deref().unwrap_or_default();
        let clock = class.clock.as_deref().unwrap_or_default();
        let fill = " ".repeat(widest - width(&class.name));
        let college = class
            .college
            .as_ref()
            .map(|college| format!("  {college}"))
            .unwrap_or_default();
        let locked = if class.locked { "  已锁定" } else { "" };
        let line = format!(
            "  {arrive:>5} 到  {clock:<11}  {}{fill}  {:>4} 人{college}{locked}",
            class.name, class.size
        );
        let _ = writeln!(text, "{}", line.trim_end());
    }
}

/// What differs from the announced times.
fn changes(text: &mut String, folder: &CampaignFolder, table: &Timetable<'_>) {
    let moves = table.moves();
    if !moves.is_empty() {
        text.push_str("\n和公布过的时间不同：\n");
        for one in &moves {
            let _ = writeln!(text, "  {}", table.moved_text(one));
        }
    }
    let new = table.new_classes();
    if !new.is_empty() {
        text.push_str("\n新排进来的班：\n");
        for class in new {
            let slot = table.plan.slots.get(class).and_then(Option::as_ref);
            let name = table.classes.get(class).map_or("", |class| class.name.as_str());
            let time = slot.map_or_else(|| "排不下".to_owned(), |slot| short(slot.start()));
            let _ = writeln!(text, "  {name} {time}");
        }
    }
    if folder.lock.is_some() && moves.is_empty() {
        text.push_str("\n公布过的时间都没有变\n");
    }
    if folder.lock.is_none() {
        text.push_str("\n公布之后运行 tassel timetable --lock 记下这些时间，以后改名单就不会动它们\n");
    }
}

/// Columns in a terminal: Han and full-width signs take two.
fn width(text: &str) -> usize {
    text.chars().map(|c| if c >= '\u{2E80}' { 2 } else { 1 }).sum()
}
