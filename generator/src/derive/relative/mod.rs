//! Works out `即日起` and the times that are counted from an event, for each campaign on its own: the dates go into the model, what
//! can't be worked out is told to the rules.
//!
//! Events are the nodes of a graph: what the timeline holds by its ids, and groups such as all sessions of a route. They are taken in
//! the order in which they depend on each other, without recursion, so that no content is too deep.

mod graph;
mod listing;
mod slots;

use crate::model::{CampaignFolder, Case, EventKind, Found, Model, Relative, Side, Spanned, Stamp, When};
use graph::{Graph, Node, What};
pub(crate) use listing::{Slot, slots};
use slots::{Edge, Place, each_slot};
use std::collections::BTreeMap;
use std::sync::Arc;

/// How many happenings of an event are told one by one; of more only the first and the last.
const FEW: usize = 3;

/// A time that can't be worked out.
#[derive(Debug, Clone)]
pub struct Problem {
    /// The file in which it is written.
    pub file: String,
    /// The value in that file.
    pub when: Spanned<When>,
    /// What is wrong.
    pub fault: Fault,
}

/// What is wrong with a time.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Fault {
    /// The event it is counted from doesn't exist; the ids that do.
    Unknown(Arc<[String]>),
    /// It depends on itself, through these events; the first is the last again.
    Circle(Vec<String>),
    /// `即日起` where something ends.
    NotAStart,
    /// Something other than a date where only a date can stand.
    NotADate,
    /// Beyond the calendar.
    TooFar,
}

/// Works out every such time of the model.
pub fn resolve(model: &mut Model) -> Vec<Problem> {
    model.campaigns.iter_mut().flat_map(resolve_folder).collect()
}

/// Works out those of one campaign; doing it again after a time has changed moves what is counted from it.
pub fn resolve_folder(folder: &mut CampaignFolder) -> Vec<Problem> {
    let mut problems = Vec::new();
    let mut slots: Vec<(Place, Spanned<When>)> = Vec::new();
    each_slot(folder, &mut |place, when| slots.push((place.clone(), when.clone())));
    let is_plain = |when: &When| matches!(when, When::At(_) | When::Tba);
    if slots.iter().all(|(_, when)| is_plain(&when.value)) {
        return problems;
    }
    let published = folder.campaign.published.value.stamp();
    publication(&mut slots, published, &mut problems);
    let graph = Graph::new(folder, &slots);
    Work {
        slots: &mut slots,
        graph: &graph,
        problems: &mut problems,
    }
    .run(published);
    let mut worked = slots.into_iter();
    each_slot(folder, &mut |_, when| {
        if let Some((_, done)) = worked.next() {
            *when = done;
        }
    });
    problems
}

/// Gives `即日起` its day, and refuses it and counted times where they can't stand.
fn publication(slots: &mut [(Place, Spanned<When>)], published: Option<Stamp>, problems: &mut Vec<Problem>) {
    for (place, when) in slots {
        let fault = match (&mut when.value, place.edge) {
            (When::FromPublication(_) | When::Relative(_), Edge::Plain) => Fault::NotADate,
            (When::FromPublication(_), Edge::End) => Fault::NotAStart,
            (When::FromPublication(day), Edge::Start) => {
                *day = published.map(|stamp| Stamp { minutes: None, ..stamp });
                continue;
            }
            _ => continue,
        };
        problems.push(Problem {
            file: place.file.clone(),
            when: when.clone(),
            fault,
        });
    }
}

/// The days on which something happens.
#[derive(Debug, Clone, Default)]
struct Happenings {
    stamps: Vec<Stamp>,
    more: bool,
}

impl Happenings {
    fn new(mut stamps: Vec<Stamp>, more: bool) -> Self {
        stamps.sort();
        stamps.dedup();
        let many = stamps.len() > FEW;
        if let (true, Some(first), Some(last)) = (many, stamps.first().copied(), stamps.last().copied()) {
            stamps = vec![first, last];
        }
        Self {
            stamps,
            more: more || many,
        }
    }

    /// From the first moment of one to the last of another: each day of it.
    fn of_span(first: Stamp, last: Stamp, side: Side) -> Self {
        let bare = |date| Stamp { date, minutes: None };
        if last.date <= first.date {
            let edge = if side == Side::After { last.max(first) } else { first };
            return Self::new(vec![edge], false);
        }
        let (from, to) = match side {
            Side::Before => (first, bare(last.date)),
            Side::After => (bare(first.date), last),
        };
        let inner: Vec<Stamp> = first
            .date
            .series(jiff::Span::new().days(1))
            .skip(1)
            .take_while(|date| *date < last.date)
            .take(FEW - 1)
            .map(bare)
            .collect();
        if inner.len() + 2 > FEW {
            return Self {
                stamps: vec![from, to],
                more: true,
            };
        }
        Self::new([from].into_iter().chain(inner).chain([to]).collect(), false)
    }

    fn union<'a>(all: impl Iterator<Item = &'a Self>) -> Self {
        let (mut stamps, mut more) = (Vec::new(), false);
        for one in all {
            stamps.extend(&one.stamps);
            more |= one.more;
        }
        Self::new(stamps, more)
    }
}

/// What an event comes to for times after it and before it.
#[derive(Debug, Clone, Default)]
struct Worked {
    after: Happenings,
    before: Happenings,
}

impl Worked {
    fn side(&self, side: Side) -> &Happenings {
        match side {
            Side::After => &self.after,
            Side::Before => &self.before,
        }
    }
}

struct Work<'a> {
    slots: &'a mut [(Place, Spanned<When>)],
    graph: &'a Graph,
    problems: &'a mut Vec<Problem>,
}

impl Work<'_> {
    fn run(&mut self, published: Option<Stamp>) {
        for (slot, known) in &self.graph.unknown {
            self.report(*slot, Fault::Unknown(known.clone()));
        }
        let (order, circles) = self.graph.order();
        for circle in circles {
            let slot = circle.iter().find_map(|node| self.graph.relative_slot(*node));
            let mut names: Vec<String> = circle.iter().map(|node| self.graph.name(*node)).collect();
            names.extend(names.first().cloned());
            if let Some(slot) = slot {
                self.report(slot, Fault::Circle(names));
            }
        }
        let mut worked: BTreeMap<usize, Worked> = BTreeMap::new();
        for index in order {
            let Some(node) = self.graph.nodes.get(index) else {
                continue;
            };
            let done = match &node.what {
                What::Published => known(published),
                What::Never => Worked::default(),
                What::Union => Worked {
                    after: Happenings::union(node.needs.iter().filter_map(|i| Some(&worked.get(i)?.after))),
                    before: Happenings::union(node.needs.iter().filter_map(|i| Some(&worked.get(i)?.before))),
                },
                What::Later(by) => self.later(node, by, &worked),
                What::Edges { start, end, each_day } => {
                    for slot in [start, end].into_iter().flatten() {
                        self.fill(*slot, &worked);
                    }
                    self.edges(*start, *end, *each_day)
                }
            };
            worked.insert(index, done);
        }
    }

    fn report(&mut self, slot: usize, fault: Fault) {
        if let Some((place, when)) = self.slots.get(slot) {
            self.problems.push(Problem {
                file: place.file.clone(),
                when: when.clone(),
                fault,
            });
        }
    }

    /// Counts one time from what its event came to.
    fn fill(&mut self, slot: usize, worked: &BTreeMap<usize, Worked>) {
        let Some((target, kind)) = self.graph.targets.get(&slot) else {
            return;
        };
        let Some((_, when)) = self.slots.get_mut(slot) else {
            return;
        };
        let When::Relative(relative) = &mut when.value else {
            return;
        };
        let empty = Happenings::default();
        let event = worked.get(target).map_or(&empty, |worked| worked.side(relative.side));
        let (found, too_far) = count(relative, event, kind.clone());
        relative.found = found;
        if too_far {
            self.report(slot, Fault::TooFar);
        }
    }

    /// What something with a start and an end comes to.
    fn edges(&self, start: Option<usize>, end: Option<usize>, each_day: bool) -> Worked {
        let stamps = |slot: Option<usize>| -> (Vec<Stamp>, bool) {
            match slot.and_then(|slot| self.slots.get(slot)).map(|(_, when)| &when.value) {
                Some(When::Relative(relative)) => {
                    let cases = relative.found.cases.iter().map(|case| case.at);
                    (cases.collect(), relative.found.more)
                }
                Some(when) => (when.stamp().into_iter().collect(), false),
                None => (Vec::new(), false),
            }
        };
        let ((starts, more), (ends, also)) = (stamps(start), stamps(end));
        if !each_day && !starts.is_empty() && !ends.is_empty() {
            return Worked {
                after: Happenings::new(ends, also),
                before: Happenings::new(starts, more),
            };
        }
        let spans: Vec<(Stamp, Stamp)> = match (&starts[..], &ends[..]) {
            ([], ends) => ends.iter().map(|end| (*end, *end)).collect(),
            (starts, []) => starts.iter().map(|start| (*start, *start)).collect(),
            (starts, ends) if starts.len() == ends.len() => starts.iter().copied().zip(ends.iter().copied()).collect(),
            ([first, ..], [.., last]) => vec![(*first, *last)],
        };
        let all = |side| {
            let each: Vec<Happenings> = spans
                .iter()
                .map(|(start, end)| Happenings::of_span(*start, *end, side))
                .collect();
            let whole = Happenings::union(each.iter());
            Happenings {
                more: whole.more || more || also,
                ..whole
            }
        };
        Worked {
            after: all(Side::After),
            before: all(Side::Before),
        }
    }

    /// The same happenings, so much later.
    fn later(&self, node: &Node, by: &Relative, worked: &BTreeMap<usize, Worked>) -> Worked {
        let event = node.needs.first().and_then(|index| worked.get(index));
        let Some(event) = event else { return Worked::default() };
        let (found, _) = count(by, &event.after, EventKind::Review);
        let all = Happenings::new(found.cases.iter().map(|case| case.at).collect(), found.more);
        Worked {
            after: all.clone(),
            before: all,
        }
    }
}

fn known(stamp: Option<Stamp>) -> Worked {
    let all = Happenings::new(stamp.into_iter().collect(), false);
    Worked {
        after: all.clone(),
        before: all,
    }
}

/// The times counted from each happening, and whether one of them is beyond the calendar.
fn count(relative: &Relative, event: &Happenings, kind: EventKind) -> (Found, bool) {
    let mut cases = Vec::new();
    let mut too_far = false;
    for basis in &event.stamps {
        match relative.count_from(*basis) {
            Some(at) => cases.push(Case { basis: *basis, at }),
            None => too_far = true,
        }
    }
    // Days counted from two clock times of one day are one case.
    cases.dedup_by_key(|case| (case.basis.date, case.at));
    let found = Found {
        kind,
        cases,
        more: event.more,
    };
    (found, too_far)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::TimeUnit;
    use proptest::prelude::*;

    fn stamp() -> impl Strategy<Value = Stamp> {
        (1000i16..=9999, 1i8..=12, 1i8..=28, proptest::option::of(0u16..=1440)).prop_map(
            |(year, month, day, minutes)| Stamp {
                date: jiff::civil::date(year, month, day),
                minutes,
            },
        )
    }

    fn relative() -> impl Strategy<Value = Relative> {
        let side = prop_oneof![Just(Side::After), Just(Side::Before)];
        let unit = prop_oneof![
            Just(TimeUnit::Hours),
            Just(TimeUnit::Days),
            Just(TimeUnit::Weeks),
            Just(TimeUnit::Months)
        ];
        (side, unit, prop_oneof![0u32..400, any::<u32>()]).prop_map(|(side, unit, count)| Relative {
            event: "采集".to_owned(),
            side,
            count,
            unit,
            about: false,
            found: Found::default(),
        })
    }

    proptest! {
        #[test]
        fn after_is_not_earlier_and_before_is_not_later(basis in stamp(), relative in relative()) {
            if let Some(at) = relative.count_from(basis) {
                prop_assert!((1000..=9999).contains(&at.date.year()));
                prop_assert!(at.minutes.is_none_or(|minutes| minutes <= 1440));
                match relative.side {
                    Side::After => prop_assert!(at.date >= basis.date),
                    Side::Before => prop_assert!(at.date <= basis.date),
                }
            }
        }

        #[test]
        fn hours_are_exact_where_there_is_a_clock(mut basis in stamp(), hours in 0u32..100_000) {
            basis.minutes.get_or_insert(0);
            for side in [Side::After, Side::Before] {
                let relative = Relative {
                    event: String::new(), side, count: hours, unit: TimeUnit::Hours, about: false, found: Found::default(),
                };
                if let Some(at) = relative.count_from(basis) {
                    let apart = at.first_second() - basis.first_second();
                    let wanted = i64::from(hours) * 3600;
                    prop_assert_eq!(apart, if side == Side::After { wanted } else { -wanted });
                }
            }
        }

        #[test]
        fn any_span_comes_to_few_days_within_it(first in stamp(), last in stamp()) {
            for side in [Side::After, Side::Before] {
                let days = Happenings::of_span(first, last, side);
                prop_assert!(!days.stamps.is_empty() && days.stamps.len() <= FEW);
                prop_assert!(days.stamps.is_sorted());
                if last.date > first.date {
                    prop_assert_eq!(days.stamps[0].date, first.date);
                    prop_assert_eq!(days.stamps[days.stamps.len() - 1].date, last.date);
                }
            }
        }
    }

    #[test]
    fn the_end_of_a_day_and_the_end_of_a_month_stay_in_sight() {
        let stamp = |text: &str| text.parse::<When>().unwrap().stamp().unwrap();
        let count = |side, count, unit, from: &str| {
            let relative = Relative {
                event: String::new(),
                side,
                count,
                unit,
                about: false,
                found: Found::default(),
            };
            relative.count_from(stamp(from))
        };
        let (after, before) = (Side::After, Side::Before);
        for (done, wanted) in [
            (count(after, 40, TimeUnit::Days, "2024-04-28"), "2024-06-07"),
            (count(after, 40, TimeUnit::Days, "2024-04-28 9:00"), "2024-06-07"),
            (count(after, 48, TimeUnit::Hours, "2022-04-07"), "2022-04-09"),
            (
                count(after, 48, TimeUnit::Hours, "2022-04-07 24:00"),
                "2022-04-09 24:00",
            ),
            (count(after, 5, TimeUnit::Hours, "2022-04-07"), "2022-04-08 5:00"),
            (count(before, 5, TimeUnit::Hours, "2022-04-07"), "2022-04-06 19:00"),
            (count(after, 1, TimeUnit::Months, "2025-01-31"), "2025-02-28"),
            (count(before, 3, TimeUnit::Weeks, "2024-03-14"), "2024-02-22"),
        ] {
            assert_eq!(done, Some(stamp(wanted)));
        }
        assert_eq!(count(after, u32::MAX, TimeUnit::Days, "2024-04-28"), None);
        assert_eq!(count(before, u32::MAX, TimeUnit::Months, "2024-04-28"), None);
        assert_eq!(count(after, u32::MAX, TimeUnit::Hours, "9999-12-31 24:00"), None);
    }
}
