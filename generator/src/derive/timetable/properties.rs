//! What holds for every timetable, whatever the list and the sessions.

use super::engine::{Group, Kept, Plan, Slot, Trouble, duration, plan};
use super::hall::{Hall, Stretch, number_machines};
use proptest::prelude::*;

const DAY: i64 = 1_799_020_800;

fn campus() -> impl Strategy<Value = Option<String>> {
    prop_oneof![
        Just(None),
        Just(Some("north".to_owned())),
        Just(Some("south".to_owned()))
    ]
}

/// A session of up to three stretches on one of two days, in whole minutes, perhaps without cameras.
fn hall() -> impl Strategy<Value = Hall> {
    let stretches = prop::collection::vec((0_i64..120, 0_i64..200), 0..3);
    let shape = (campus(), 0..2_u8, 0..2_i64, 0..600_i64, stretches);
    (shape, prop_oneof![Just(0_u64), 1..400_u64], 0..6_u32).prop_map(
        |((campus, venue, day, first, stretches), per_hour, machines)| {
            let mut at = DAY + day * 86_400 + first * 60;
            let mut open = Vec::new();
            for (gap, length) in stretches {
                let start = at + gap * 60 + 60;
                at = start + length * 60;
                open.push(Stretch { start, end: at });
            }
            Hall {
                id: String::new(),
                campus,
                venue: format!("hall {venue}"),
                open,
                per_hour,
                machines: (1, machines.max(1)),
            }
        },
    )
}

fn halls() -> impl Strategy<Value = Vec<Hall>> {
    prop::collection::vec(hall(), 0..5).prop_map(|mut halls| {
        halls.sort_by_key(|hall| hall.open.first().copied());
        for (index, hall) in halls.iter_mut().enumerate() {
            hall.id = format!("s{index}");
        }
        number_machines(&mut halls);
        halls
    })
}

fn free_group() -> impl Strategy<Value = Group> {
    let size = prop_oneof![8 => 1..80_u32, 1 => 80..600_u32, 1 => any::<u32>()];
    let session = prop_oneof![6 => Just(None), 1 => (0..6_u8).prop_map(|n| Some(format!("s{n}")))];
    (size, campus(), session).prop_map(|(size, campus, session)| Group {
        size,
        campus,
        session,
        ..Group::default()
    })
}

fn moment() -> impl Strategy<Value = i64> {
    prop_oneof![9 => (0..3000_i64).prop_map(|minute| DAY + minute * 60), 1 => any::<i64>()]
}

fn any_group() -> impl Strategy<Value = Group> {
    let kept = (moment(), 0..6_u8, prop::option::of(1..80_u32)).prop_map(|(start, session, size)| Kept {
        session: format!("s{session}"),
        start,
        size,
    });
    (
        free_group(),
        prop::option::weighted(0.2, moment()),
        prop::option::weighted(0.3, kept),
    )
        .prop_map(|(group, fixed, kept)| Group { fixed, kept, ..group })
}

fn in_order(groups: &[Group]) -> Vec<usize> {
    (0..groups.len()).collect()
}

/// Slots with their class, in the order of time.
fn of_hall(plan: &Plan, hall: usize) -> Vec<(usize, &Slot)> {
    let slots = plan.slots.iter().enumerate();
    let mut mine: Vec<(usize, &Slot)> = slots
        .filter_map(|(class, slot)| Some((class, slot.as_ref().filter(|s| s.hall == hall)?)))
        .collect();
    mine.sort_by_key(|(_, slot)| slot.start());
    mine
}

fn class_of(trouble: &Trouble) -> usize {
    match trouble {
        Trouble::Outside { class }
        | Trouble::RunsOver { class, .. }
        | Trouble::Overlaps { class, .. }
        | Trouble::NoRoom { class } => *class,
    }
}

proptest! {
    #[test]
    fn no_camera_has_two_classes_and_no_session_too_many(halls in halls(), groups in prop::collection::vec(any_group(), 0..60)) {
        let made = plan(&halls, &groups, &in_order(&groups));
        prop_assert_eq!(made.slots.len(), groups.len());
        let mut cameras: Vec<(&str, Option<&str>, u32, Stretch)> = Vec::new();
        for (index, hall) in halls.iter().enumerate() {
            let mine = of_hall(&made, index);
            let people: u64 = mine.iter().map(|(class, _)| u64::from(groups[*class].size)).sum();
            prop_assert!(people <= hall.capacity(), "{people} people in {hall:?}");
            for (class, slot) in mine {
                let group = &groups[class];
                let length: i64 = slot.parts.iter().map(|part| part.end - part.start).sum();
                prop_assert_eq!(length, duration(group.size, hall.per_hour));
                prop_assert!(group.session.as_ref().is_none_or(|id| *id == hall.id));
                let suits = group.session.is_some() || group.campus.is_none() || hall.campus.is_none() || group.campus == hall.campus;
                prop_assert!(suits, "{group:?} in {hall:?}");
                for part in &slot.parts {
                    let inside = hall.open.iter().any(|open| open.start <= part.start && part.end <= open.end);
                    prop_assert!(part.start < part.end && inside, "{part:?} in {hall:?}");
                    cameras.extend((hall.machines.0..=hall.machines.1).map(|n| (hall.venue.as_str(), hall.campus.as_deref(), n, *part)));
                }
                // Only what is longer than any stretch is parted.
                let longest = hall.open.iter().map(|open| open.end - open.start).max().unwrap_or(0);
                prop_assert_eq!(slot.parts.len() > 1, length > longest);
                if let Some(fixed) = group.fixed {
                    prop_assert!((fixed..fixed.saturating_add(60)).contains(&slot.start()));
                }
            }
        }
        cameras.sort_unstable_by_key(|(venue, campus, number, part)| (*venue, *campus, *number, *part));
        for pair in cameras.windows(2) {
            let same = (pair[0].0, pair[0].1, pair[0].2) == (pair[1].0, pair[1].1, pair[1].2);
            prop_assert!(!same || pair[0].3.end <= pair[1].3.start, "{pair:?}");
        }
        // Everybody has a place or a reason.
        let without: Vec<usize> = (0..groups.len()).filter(|class| made.slots[*class].is_none()).collect();
        let reasons: Vec<usize> = made.troubles.iter().map(class_of).collect();
        prop_assert_eq!(without, reasons);
    }

    #[test]
    fn classes_come_in_the_order_of_the_list(halls in halls(), groups in prop::collection::vec(free_group(), 0..60)) {
        let made = plan(&halls, &groups, &in_order(&groups));
        for index in 0..halls.len() {
            let turns: Vec<usize> = of_hall(&made, index).iter().filter(|(_, slot)| !slot.early).map(|(class, _)| *class).collect();
            prop_assert!(turns.is_sorted(), "{turns:?}");
        }
        // Classes with the same choice go through the sessions in their order.
        for (class, group) in groups.iter().enumerate() {
            let later = groups.iter().enumerate().skip(class + 1).filter(|(_, other)| (&other.campus, &other.session) == (&group.campus, &group.session));
            for (other, _) in later {
                if let (Some(a), Some(b)) = (&made.slots[class], &made.slots[other]) {
                    prop_assert!(a.early || b.early || a.hall <= b.hall);
                }
            }
        }
    }

    #[test]
    fn a_class_added_at_the_end_moves_nobody(halls in halls(), groups in prop::collection::vec(any_group(), 1..40)) {
        let free: Vec<Group> = groups.iter().map(|group| Group { fixed: None, kept: None, ..group.clone() }).collect();
        let all = plan(&halls, &free, &in_order(&free));
        let before = plan(&halls, &free[..free.len() - 1], &in_order(&free[..free.len() - 1]));
        prop_assert_eq!(&all.slots[..free.len() - 1], &before.slots[..]);
    }

    #[test]
    fn announced_times_stay(halls in halls(), groups in prop::collection::vec(free_group(), 1..40), new in prop::collection::vec(free_group(), 0..5), gone in any::<prop::sample::Index>()) {
        let first = plan(&halls, &groups, &in_order(&groups));
        let mut announced: Vec<Group> = groups
            .iter()
            .zip(&first.slots)
            .map(|(group, slot)| Group {
                kept: slot.as_ref().map(|slot| Kept {
                    session: halls[slot.hall].id.clone(),
                    // What a person reads and writes down are minutes.
                    start: slot.start().div_euclid(60) * 60,
                    size: Some(group.size),
                }),
                ..group.clone()
            })
            .collect();
        let again = plan(&halls, &announced, &in_order(&announced));
        let starts = |plan: &Plan| -> Vec<Option<(usize, i64)>> {
            plan.slots.iter().map(|slot| slot.as_ref().map(|slot| (slot.hall, slot.start().div_euclid(60)))).collect()
        };
        prop_assert_eq!(starts(&again), starts(&first));
        // One class goes, others come to the front of the list: who stays keeps the minute.
        let gone = gone.index(announced.len());
        announced.remove(gone);
        let mut expected = starts(&first);
        expected.remove(gone);
        let changed: Vec<Group> = new.into_iter().chain(announced).collect();
        let made = plan(&halls, &changed, &in_order(&changed));
        let offset = changed.len() - expected.len();
        for (class, old) in expected.iter().enumerate() {
            let Some((hall, start)) = old else { continue };
            let now = made.slots[offset + class].as_ref().map(|slot| (slot.hall, slot.start().div_euclid(60)));
            prop_assert_eq!(now, Some((*hall, *start)));
        }
    }
}

#[test]
fn a_fixed_time_that_cannot_be_says_why() {
    let at = |minute: i64| DAY + minute * 60;
    let hall = Hall {
        id: "s".to_owned(),
        campus: Some("north".to_owned()),
        venue: "hall".to_owned(),
        open: vec![
            Stretch {
                start: at(540),
                end: at(720),
            },
            Stretch {
                start: at(840),
                end: at(1020),
            },
        ],
        per_hour: 60,
        machines: (1, 1),
    };
    let group = |size, fixed: Option<i64>| Group {
        size,
        fixed: fixed.map(at),
        ..Group::default()
    };
    let groups = [
        group(30, Some(540)),
        group(30, Some(560)),
        group(30, Some(700)),
        group(30, Some(780)),
        group(200, None),
        group(500, None),
    ];
    let made = plan(&[hall], &groups, &in_order(&groups));
    assert_eq!(
        made.troubles,
        [
            Trouble::Overlaps { class: 1, other: 0 },
            Trouble::RunsOver { class: 2, hall: 0 },
            Trouble::Outside { class: 3 },
            Trouble::NoRoom { class: 5 },
        ]
    );
    // 200 people fit into no stretch of 180 minutes: the class is parted at the break.
    let parts = &made.slots[4].as_ref().unwrap().parts;
    assert_eq!(
        parts[..],
        [
            Stretch {
                start: at(570),
                end: at(720)
            },
            Stretch {
                start: at(840),
                end: at(890)
            }
        ]
    );
}

#[test]
fn sessions_in_one_hall_at_one_time_share_no_camera() {
    let hall = |id: &str, venue: &str, start: i64, machines: u32| Hall {
        id: id.to_owned(),
        campus: None,
        venue: venue.to_owned(),
        open: vec![Stretch {
            start,
            end: start + 3600,
        }],
        per_hour: 100,
        machines: (1, machines),
    };
    let mut halls = [
        hall("a", "gym", 0, 2),
        hall("b", "gym", 1800, 3),
        hall("c", "gym", 3600, 2),
        hall("d", "room", 0, 1),
    ];
    number_machines(&mut halls);
    let numbers: Vec<(u32, u32)> = halls.iter().map(|hall| hall.machines).collect();
    assert_eq!(numbers, [(1, 2), (3, 5), (1, 2), (1, 1)]);
}
