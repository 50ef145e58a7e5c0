//! Where a campaign stands at a given moment. The page works it out again in the reader's browser (`site.js`), since it outlives its build.

use super::{Event, Now};
use serde::Serialize;

/// States; their words are `state.…` of the interface's words.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum StateKey {
    /// 进行中
    Open,
    /// 今天截止
    Today,
    /// 未开始
    Upcoming,
    /// 待定
    Tba,
    /// 已截止
    Closed,
}

impl StateKey {
    /// Order on the home page.
    pub fn rank(self) -> u8 {
        match self {
            Self::Today => 0,
            Self::Open => 1,
            Self::Upcoming => 2,
            Self::Tba => 3,
            Self::Closed => 4,
        }
    }
}

/// A state together with the span it was judged from, for the browser to judge again.
#[derive(Debug, Clone, Copy, Serialize)]
pub struct State {
    /// Which state.
    pub key: StateKey,
    /// First moment, seconds since the Unix epoch.
    pub start: Option<i64>,
    /// Last moment.
    pub end: Option<i64>,
}

impl State {
    /// Judges a span: closed from its last moment on, 今天截止 on its last day in China.
    pub fn of(start: Option<i64>, end: Option<i64>, now: Now) -> Self {
        let day = |second: i64| (second + 8 * 3600).div_euclid(24 * 3600);
        let key = match (start, end) {
            (None, None) => StateKey::Tba,
            (_, Some(end)) if now.0 >= end => StateKey::Closed,
            (Some(start), _) if now.0 < start => StateKey::Upcoming,
            (_, Some(end)) if day(end - 1) == day(now.0) => StateKey::Today,
            _ => StateKey::Open,
        };
        Self { key, start, end }
    }

    /// The state of a whole campaign: from the first thing that a student can do to the last of its events. Where nothing is asked of
    /// students, everything counts.
    ///
    /// What has only an end can be done from the day of publication on, if that end lies before everything else begins, like a
    /// deadline to sign up; prints that are handed in after the shoot don't open a campaign.
    pub fn of_events(events: &[Event], published: Option<i64>, now: Now) -> Self {
        let asked = events.iter().any(|e| e.due);
        let begins: Vec<&Event> = events.iter().filter(|e| e.due || !asked).collect();
        let first = begins.iter().filter_map(|e| e.time.start).min();
        let is_open = |e: &&&Event| {
            e.time.start.is_none() && e.time.end.is_some_and(|end| first.is_none_or(|first| end <= first))
        };
        let opened = begins.iter().filter(is_open).filter_map(|e| published.or(e.time.end));
        let ends = events.iter().filter_map(|e| e.time.end.or(e.time.start));
        Self::of(opened.chain(first).min(), ends.max(), now)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::When;

    #[test]
    fn the_last_day_is_today_until_its_last_moment() {
        let at = |text: &str| text.parse::<When>().unwrap().stamp().unwrap();
        let (start, end) = (
            at("2022-10-14 9:00").first_second(),
            at("2022-10-25 17:00").last_second(),
        );
        let key = |now: &str| State::of(Some(start), Some(end), Now(at(now).first_second())).key;
        assert_eq!(key("2022-10-14 8:59"), StateKey::Upcoming);
        assert_eq!(key("2022-10-14 9:00"), StateKey::Open);
        assert_eq!(key("2022-10-25 0:00"), StateKey::Today);
        assert_eq!(key("2022-10-25 16:59"), StateKey::Today);
        assert_eq!(key("2022-10-25 17:00"), StateKey::Closed);
        let whole_day = at("2022-10-25").last_second();
        assert_eq!(
            State::of(None, Some(whole_day), Now(at("2022-10-25 23:59").first_second())).key,
            StateKey::Today
        );
    }
}
