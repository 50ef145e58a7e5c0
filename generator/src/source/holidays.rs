//! The holidays that come with the program, and those that a site writes itself.

use super::yaml;
use crate::model::{HolidayYear, Holidays, Sourced};
use std::collections::BTreeMap;

macro_rules! years {
    ($($year:literal)+) => {
        [$((concat!($year, ".yaml"), include_str!(concat!("../../data/holidays/", $year, ".yaml")))),+]
    };
}

/// Years whose arrangement has been published, as files.
const BUILT_IN: [(&str, &str); 6] = years![2020 2022 2023 2024 2025 2026];

/// Every year's days; a year that the site writes takes the place of the same one of ours.
pub(crate) fn holidays(own: &BTreeMap<String, Sourced<HolidayYear>>) -> Holidays {
    let mut years: BTreeMap<u16, HolidayYear> = built_in().map(|year| (year.year, year)).collect();
    years.extend(own.values().map(|year| (year.year, year.value.clone())));
    let mut all = Holidays::default();
    for year in years.values() {
        all.add(year);
    }
    all
}

fn built_in() -> impl Iterator<Item = HolidayYear> {
    BUILT_IN
        .into_iter()
        .filter_map(|(file, text)| yaml::parse(file, text).ok())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::HolidayKind;
    use jiff::civil::{Weekday, date};

    #[test]
    fn every_kept_year_reads_and_is_possible() {
        let years: Vec<HolidayYear> = built_in().collect();
        assert_eq!(years.len(), BUILT_IN.len());
        let all = holidays(&BTreeMap::new());
        for ((file, _), year) in BUILT_IN.iter().zip(&years) {
            assert_eq!(*file, format!("{}.yaml", year.year));
            assert!(year.source.contains("国办发明电"), "{file}");
            for span in &year.days {
                let first = span.start.value.stamp().unwrap().date;
                let last = span.end.as_ref().map_or(first, |end| end.value.stamp().unwrap().date);
                assert!(first <= last, "{file}: {}", span.name);
                let days: Vec<_> = first
                    .series(jiff::Span::new().days(1))
                    .take_while(|day| *day <= last)
                    .collect();
                assert!(days.len() <= 10, "{file}: {}", span.name);
                for day in days {
                    let weekend = matches!(day.weekday(), Weekday::Saturday | Weekday::Sunday);
                    assert!(
                        span.kind == HolidayKind::Off || weekend,
                        "{file}: {day} is worked anyway"
                    );
                    // No day is said twice with different words.
                    assert_eq!(all.on(day).map(|known| known.kind), Some(span.kind), "{file}: {day}");
                }
            }
        }
    }

    #[test]
    fn days_are_what_the_notices_say() {
        let all = holidays(&BTreeMap::new());
        let kind = |y, m, d| all.on(date(y, m, d)).map(|day| (day.name.as_str(), day.kind));
        assert_eq!(kind(2024, 4, 28), Some(("劳动节", HolidayKind::Work)));
        assert_eq!(kind(2024, 5, 1), Some(("劳动节", HolidayKind::Off)));
        assert_eq!(kind(2022, 12, 31), Some(("元旦", HolidayKind::Off)));
        assert_eq!(kind(2020, 2, 1), Some(("春节", HolidayKind::Off)));
        assert_eq!(kind(2022, 11, 4), None);
        assert_eq!(kind(2027, 5, 1), None, "not announced yet");
    }
}
