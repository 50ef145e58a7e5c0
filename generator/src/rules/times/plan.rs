//! All dated things of a campaign as they are in force, each time with the place where it was last written and the day it was announced.

use crate::derive::Now;
use crate::derive::amend::{apply, is_in_force, school_of};
use crate::diagnostics::{Finding, Span};
use crate::model::{CampaignFolder, Model, Route, Sourced, Spanned, Stamp, When};
use crate::rules::span_at;
use std::collections::BTreeMap;

/// A campaign's times.
pub(super) struct Plan<'a> {
    pub(super) folder: &'a CampaignFolder,
    /// When the campaign was published; with the clock time of its first notice where that is of the same day.
    pub(super) published: Option<Stamp>,
    pub(super) things: Vec<Thing<'a>>,
    /// Route → its things; what belongs to no route under the empty name.
    of_route: BTreeMap<&'a str, Vec<usize>>,
    /// Deadlines and verifications by their ids.
    by_id: BTreeMap<(Part, String), usize>,
}

/// What kind of thing it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Part {
    Deadline,
    Verification,
    Task,
    Window,
    SignUp,
    Payment,
    Session,
    Delivery,
}

/// Something with a start, an end, or both.
pub(super) struct Thing<'a> {
    pub(super) part: Part,
    /// Id of a deadline, verification, session or delivery; of a task `duty.task`.
    pub(super) id: String,
    /// What it is called in messages.
    pub(super) what: String,
    /// Who acts, where that is said.
    pub(super) who: Option<&'a str>,
    /// Id of its route.
    pub(super) route: Option<&'a str>,
    /// What is handed in.
    pub(super) deliver: &'a [String],
    pub(super) start: Option<Time<'a>>,
    pub(super) end: Option<Time<'a>>,
}

/// One time and its place.
#[derive(Clone)]
pub(super) struct Time<'a> {
    pub(super) when: &'a When,
    /// The file in which it was last written: that of a notice, where one changed it.
    pub(super) file: String,
    pub(super) span: Option<Span>,
    /// When readers were told.
    pub(super) announced: Option<Stamp>,
    /// Whether a notice changed it.
    pub(super) amended: bool,
}

impl Time<'_> {
    /// Points a finding at it.
    pub(super) fn place(&self, finding: Finding) -> Finding {
        match &self.span {
            Some(span) => finding.at(span.clone()),
            None => finding.in_file(self.file.clone()),
        }
    }

    /// Adds it to a finding as a further place.
    pub(super) fn label(&self, finding: Finding, text: impl Into<String>) -> Finding {
        match &self.span {
            Some(span) => finding.label(span.clone(), text),
            None => finding,
        }
    }
}

/// A time that a notice changed.
struct Moved {
    file: String,
    span: Option<Span>,
    announced: Option<Stamp>,
}

impl<'a> Plan<'a> {
    /// `folder` has the times in force, `written` what the files say.
    pub(super) fn new(model: &Model, folder: &'a CampaignFolder, written: &CampaignFolder, now: Now) -> Self {
        let published = published(folder);
        let mut making = Making {
            moved: moves(model, written, now),
            published,
            things: Vec::new(),
        };
        making.campaign(folder);
        for (id, route) in &folder.routes {
            making.route(id, route);
        }
        let mut of_route: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
        let mut by_id = BTreeMap::new();
        for (index, thing) in making.things.iter().enumerate() {
            of_route.entry(thing.route.unwrap_or_default()).or_default().push(index);
            by_id.entry((thing.part, thing.id.clone())).or_insert(index);
        }
        Self {
            folder,
            published,
            things: making.things,
            of_route,
            by_id,
        }
    }

    /// All things of a route.
    pub(super) fn of_route(&self, route: &str) -> impl Iterator<Item = &Thing<'a>> {
        let indices = self.of_route.get(route).into_iter().flatten();
        indices.filter_map(|index| self.things.get(*index))
    }

    /// A deadline or a verification.
    pub(super) fn find(&self, part: Part, id: &str) -> Option<&Thing<'a>> {
        self.things.get(*self.by_id.get(&(part, id.to_owned()))?)
    }

    /// The window of a route, or its sessions.
    fn captures(&self, route: &str) -> impl Iterator<Item = &Thing<'a>> {
        let is_capture = |thing: &&Thing<'_>| matches!(thing.part, Part::Window | Part::Session);
        self.of_route(route).filter(is_capture)
    }

    /// The last moment in which a route's pictures are taken or handed in, with its place.
    pub(super) fn capture_end(&self, route: &str) -> Option<(Stamp, &Time<'a>)> {
        let last = |thing: &'_ Thing<'a>| -> Option<Stamp> {
            let end = thing.end.as_ref().and_then(|end| end.when.last_stamp());
            let day = || {
                thing
                    .start
                    .as_ref()
                    .filter(|_| thing.part == Part::Session)?
                    .when
                    .last_stamp()
            };
            end.or_else(day)
        };
        let ends = self.captures(route).filter_map(|thing| {
            let time = thing.end.as_ref().filter(|end| end.when.last_stamp().is_some());
            Some((last(thing)?, time.or(thing.start.as_ref())?))
        });
        ends.max_by_key(|(stamp, _)| stamp.last_second())
    }

    /// The first moment in which a route's pictures are taken or handed in.
    pub(super) fn capture_start(&self, route: &str) -> Option<(Stamp, &Time<'a>)> {
        let starts = self.captures(route).filter_map(|thing| {
            let time = thing.start.as_ref()?;
            Some((time.when.stamp()?, time))
        });
        starts.min_by_key(|(stamp, _)| stamp.first_second())
    }
}

fn published(folder: &CampaignFolder) -> Option<Stamp> {
    let own = folder.campaign.published.value.stamp()?;
    let clocks = folder
        .notices
        .iter()
        .filter_map(|(_, notice)| notice.published.value.stamp());
    let same_day = clocks.filter(|stamp| stamp.date == own.date && stamp.minutes.is_some());
    Some(if own.minutes.is_some() {
        own
    } else {
        same_day.min().unwrap_or(own)
    })
}

/// Canonical path → where the notices in force last changed it.
fn moves(model: &Model, written: &CampaignFolder, now: Now) -> BTreeMap<String, Moved> {
    let notice = |index: usize| written.notices.get(index).map(|(_, notice)| notice);
    let holds = |index: &usize| notice(*index).is_some_and(|n| !n.changes.is_empty() && is_in_force(n, now));
    let holding: Vec<usize> = (0..written.notices.len()).filter(holds).collect();
    if holding.is_empty() {
        return BTreeMap::new();
    }
    let amended = apply(school_of(model, written), written, holding, super::words());
    let moved = amended.applied.into_iter().filter_map(|applied| {
        let notice = notice(applied.notice)?;
        let moved = Moved {
            file: notice.file.clone(),
            span: span_at(&notice.file, &notice.changes.get(applied.change)?.to),
            announced: notice.published.value.stamp(),
        };
        Some((applied.path, moved))
    });
    moved.collect()
}

struct Making<'a> {
    moved: BTreeMap<String, Moved>,
    published: Option<Stamp>,
    things: Vec<Thing<'a>>,
}

/// What a thing is, without its times.
struct Name<'a> {
    part: Part,
    id: String,
    what: String,
    who: Option<&'a str>,
    route: Option<&'a str>,
    deliver: &'a [String],
}

impl<'a> Making<'a> {
    fn time(&self, path: &str, file: &str, when: &'a Spanned<When>) -> Time<'a> {
        match self.moved.get(path) {
            Some(moved) => Time {
                when: &when.value,
                file: moved.file.clone(),
                span: moved.span.clone(),
                announced: moved.announced,
                amended: true,
            },
            None => Time {
                when: &when.value,
                file: file.to_owned(),
                span: span_at(file, when),
                announced: self.published,
                amended: false,
            },
        }
    }

    /// `path` leads to the thing; its times are `start` and `end`, or `end` has a name of its own.
    fn push(
        &mut self,
        name: Name<'a>,
        file: &str,
        path: &str,
        start: Option<&'a Spanned<When>>,
        end: (&str, Option<&'a Spanned<When>>),
    ) {
        let start = start.map(|when| self.time(&format!("{path}.start"), file, when));
        let end = end.1.map(|when| self.time(&format!("{path}.{}", end.0), file, when));
        let Name {
            part,
            id,
            what,
            who,
            route,
            deliver,
        } = name;
        self.things.push(Thing {
            part,
            id,
            what,
            who,
            route,
            deliver,
            start,
            end,
        });
    }

    fn campaign(&mut self, folder: &'a CampaignFolder) {
        let campaign = &folder.campaign.value;
        let file = &folder.campaign.file;
        let name = |part, id: &str, what: String, who, deliver| Name {
            part,
            id: id.to_owned(),
            what,
            who,
            route: None,
            deliver,
        };
        for one in &campaign.deadlines {
            let own = name(Part::Deadline, &one.id, one.what.clone(), one.who.as_deref(), &[]);
            let path = format!("deadlines.{}", one.id);
            self.push(own, file, &path, one.start.as_ref(), ("end", Some(&one.end)));
        }
        for one in &campaign.verification {
            let what = format!("核对（{}）", one.who);
            let own = name(Part::Verification, &one.id, what, Some(&one.who), &[]);
            let path = format!("verification.{}", one.id);
            self.push(own, file, &path, one.start.as_ref(), ("end", one.end.as_ref()));
        }
        for duty in &campaign.duties {
            for task in &duty.tasks {
                let id = format!("{}.{}", duty.id.value, task.id.value);
                let own = name(Part::Task, &id, task.what.clone(), Some(&duty.role), &task.deliver);
                let path = format!("duties.{}.tasks.{}", duty.id.value, task.id.value);
                self.push(own, file, &path, None, ("due", task.due.as_ref()));
            }
        }
    }

    fn route(&mut self, id: &'a str, route: &'a Sourced<Route>) {
        let (file, route) = (&route.file, &route.value);
        let path = format!("routes.{id}");
        let name = |part, own: &str, what: String| Name {
            part,
            id: own.to_owned(),
            what,
            who: None,
            route: Some(id),
            deliver: &[],
        };
        if let Some(one) = &route.window {
            let own = name(Part::Window, id, route.name.clone());
            let path = format!("{path}.window");
            self.push(own, file, &path, one.start.as_ref(), ("end", one.end.as_ref()));
        }
        if let Some(one) = &route.sign_up {
            let own = name(Part::SignUp, id, format!("{}的报名", route.name));
            let path = format!("{path}.sign_up");
            self.push(own, file, &path, one.start.as_ref(), ("end", one.end.as_ref()));
        }
        if let Some(one) = &route.payment {
            let own = name(Part::Payment, id, format!("{}的缴费", route.name));
            let path = format!("{path}.payment");
            self.push(own, file, &path, one.start.as_ref(), ("end", one.end.as_ref()));
        }
        for one in &route.sessions {
            let own = name(Part::Session, &one.id, format!("{}的场次 {}", route.name, one.id));
            let path = format!("{path}.sessions.{}", one.id);
            self.push(own, file, &path, Some(&one.start), ("end", one.end.as_ref()));
        }
        for one in &route.delivery {
            let mut own = name(Part::Delivery, &one.id.value, format!("交{}", one.what));
            own.who = one.by.as_deref();
            let path = format!("{path}.delivery.{}", one.id.value);
            self.push(own, file, &path, None, ("end", one.end.as_ref()));
        }
    }
}

/// Places that one finding shows beside its own.
pub(super) const LABELS: usize = 8;

/// One finding for each moment of a file: what else has the same one is labelled beside it.
#[derive(Default)]
pub(super) struct Gathered {
    found: BTreeMap<(String, Stamp), Finding>,
}

impl Gathered {
    /// Adds what is found at a time, or a label to what was found there before.
    pub(super) fn add(&mut self, time: &Time<'_>, stamp: Stamp, what: &str, make: impl FnOnce() -> Finding) {
        let key = (time.file.clone(), stamp);
        let finding = match self.found.remove(&key) {
            Some(before) if before.labels.len() >= LABELS => before,
            Some(before) => time.label(before, format!("“{what}”也是这个时间")),
            None => time.place(make()),
        };
        self.found.insert(key, finding);
    }

    pub(super) fn into_findings(self) -> impl Iterator<Item = Finding> {
        self.found.into_values()
    }
}
