//! The calendar files of a site, read back by somebody else's parser and compared with the schedule pages.

use std::collections::{BTreeMap, BTreeSet};

use icalendar::parser::{read_calendar, unfold};
use icalendar::{Calendar, CalendarDateTime, Component as _, DatePerhapsTime};
use tassel_tests::site::{ADDRESS, SMALL, placed_site, small_site};
use tassel_tests::{Built, SiteTest, html, links, repository, repository_site};

const CHINA: i64 = 8 * 3600;
const DAY: i64 = 86_400;

/// A day (days since 1970) or a moment (seconds since 1970).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Edge {
    Day(i64),
    Second(i64),
}

impl Edge {
    /// Seconds since 1970 of its beginning, in China.
    fn first_second(self) -> i64 {
        match self {
            Self::Day(day) => day * DAY - CHINA,
            Self::Second(second) => second,
        }
    }
}

/// Days since 1970 of a day in the Gregorian calendar, counted from the years and months alone.
fn day_number(text: &str) -> i64 {
    let numbers: Vec<i64> = text.split('-').map(|part| part.parse().unwrap()).collect();
    let leap = |year: i64| year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    let years: i64 = (1970..numbers[0]).map(|year| if leap(year) { 366 } else { 365 }).sum();
    let lengths = [
        31,
        if leap(numbers[0]) { 29 } else { 28 },
        31,
        30,
        31,
        30,
        31,
        31,
        30,
        31,
        30,
        31,
    ];
    let months: i64 = lengths.iter().take(numbers[1] as usize - 1).sum();
    years + months + numbers[2] - 1
}

/// Reads `2022-11-04` or `2022-11-04T09:00+08:00`.
fn edge(datetime: &str) -> Edge {
    match datetime.split_once('T') {
        None => Edge::Day(day_number(datetime)),
        Some((date, clock)) => {
            let clock = clock.strip_suffix("+08:00").expect("pages speak China's time");
            let (hours, minutes) = clock.split_once(':').unwrap();
            let minutes = hours.parse::<i64>().unwrap() * 60 + minutes.parse::<i64>().unwrap();
            Edge::Second(day_number(date) * DAY + minutes * 60 - CHINA)
        }
    }
}

/// What a calendar must say for the times that the page prints: whole days with the day after as their end, or moments.
fn expected(times: &[&str]) -> (Edge, Option<Edge>) {
    let mut edges: Vec<Edge> = times.iter().map(|time| edge(time)).collect();
    // A date and the clock time behind it may stand in elements of their own.
    let within = |day: i64, second: i64| (day * DAY..=(day + 1) * DAY).contains(&(second + CHINA));
    let mut at = 0;
    while at + 1 < edges.len() {
        match (edges[at], edges[at + 1]) {
            (Edge::Day(day), Edge::Second(second)) if within(day, second) => {
                edges.remove(at);
            }
            _ => at += 1,
        }
    }
    match edges[..] {
        [Edge::Day(day)] => (Edge::Day(day), Some(Edge::Day(day + 1))),
        [moment] => (moment, None),
        [Edge::Day(first), Edge::Day(last)] => (Edge::Day(first), Some(Edge::Day(last + 1))),
        [first, last] => {
            let end = match last {
                Edge::Day(day) => (day + 1) * DAY - CHINA,
                Edge::Second(second) => second,
            };
            (Edge::Second(first.first_second()), Some(Edge::Second(end)))
        }
        _ => panic!("{times:?}"),
    }
}

fn calendar_edge(date: DatePerhapsTime) -> Edge {
    match date {
        DatePerhapsTime::Date(date) => Edge::Day(date.and_hms_opt(0, 0, 0).unwrap().and_utc().timestamp() / DAY),
        DatePerhapsTime::DateTime(CalendarDateTime::Utc(moment)) => Edge::Second(moment.timestamp()),
        other => panic!("neither a day nor in UTC: {other:?}"),
    }
}

#[derive(Debug)]
struct Event {
    uid: String,
    summary: String,
    stamp: String,
    time: (Edge, Option<Edge>),
}

fn events(text: &str) -> Vec<Event> {
    let calendar: Calendar = text.parse().unwrap_or_else(|error| panic!("{error}\n{text}"));
    let event = |event: &icalendar::Event| Event {
        uid: event.get_uid().expect("UID").to_owned(),
        summary: event.get_summary().expect("SUMMARY").to_owned(),
        stamp: event.property_value("DTSTAMP").expect("DTSTAMP").to_owned(),
        time: (
            calendar_edge(event.get_start().expect("DTSTART")),
            event.get_end().map(calendar_edge),
        ),
    };
    calendar.events().map(event).collect()
}

/// Every calendar of a site by path.
fn calendars(site: &Built) -> BTreeMap<String, String> {
    let files = site.files().into_iter().filter(|path| path.ends_with(".ics"));
    files.map(|path| (path.clone(), site.text(&path))).collect()
}

#[test]
fn the_calendar_of_a_campaign_says_what_its_schedule_says() {
    let site = repository_site();
    for id in site.campaigns() {
        let page = site.page(&format!("{id}/schedule/index.html"));
        let cells = page.select("table.schedule tbody tr td[data-label=事项]");
        let titles: Vec<String> = cells.into_iter().map(html::text_of).collect();
        let rows = page.select("table.schedule tbody tr th");
        assert_eq!(titles.len(), rows.len());
        let time = scraper::Selector::parse("time").unwrap();
        let counted = scraper::Selector::parse(".counted-case").unwrap();
        let shown: Vec<(String, (Edge, Option<Edge>))> = rows
            .iter()
            .zip(titles)
            .filter_map(|(row, title)| {
                let mut times: Vec<&str> = row.select(&time).filter_map(|time| time.attr("datetime")).collect();
                // Of the days counted from several sessions, a beginning is the first and an end the last.
                if row.select(&counted).count() > 1 {
                    let begins = html::text_of(*row).trim_end().ends_with('起');
                    times = vec![if begins { times[0] } else { times[times.len() - 1] }];
                }
                (!times.is_empty()).then(|| (title, expected(&times)))
            })
            .collect();
        assert!(!shown.is_empty(), "{id} has no dated event");
        let read = events(&site.text(&format!("{id}/campaign.ics")));
        assert_eq!(shown.len(), read.len(), "{id}: {shown:?}\n{read:?}");
        for ((title, time), event) in shown.iter().zip(&read) {
            assert_eq!(*time, event.time, "{id}: {title} and {event:?}");
            assert!(event.summary.contains(title), "{id}: {title} and {event:?}");
            assert!(event.uid.ends_with(&format!("@{id}.tassel")), "{event:?}");
        }
    }
}

#[test]
fn calendars_keep_to_the_letter_of_the_standard() {
    let site = placed_site();
    let mut reminders = 0;
    for (path, text) in calendars(&site) {
        assert!(text.starts_with("BEGIN:VCALENDAR\r\nVERSION:2.0\r\n"), "{path}");
        assert!(text.ends_with("END:VCALENDAR\r\n"), "{path}");
        for line in text.split("\r\n") {
            assert!(line.len() <= 75 && !line.contains(['\r', '\n']), "{path}: {line:?}");
        }
        let unfolded = unfold(&text);
        let calendar = read_calendar(&unfolded).unwrap_or_else(|error| panic!("{path}: {error}"));
        let mut ids = BTreeSet::new();
        for event in &calendar.components {
            assert!(event.name == "VEVENT", "{path}: {}", event.name);
            let value = |name: &str| event.find_prop(name).map(|property| property.val.to_string());
            assert!(ids.insert(value("UID").unwrap()), "{path}: {:?} twice", value("UID"));
            assert_eq!(value("SEQUENCE").as_deref(), Some("0"));
            assert!(value("URL").unwrap().starts_with(ADDRESS), "{path}: {:?}", value("URL"));
            assert!(value("DESCRIPTION").unwrap().contains(ADDRESS));
            for alarm in &event.components {
                let part = |name: &str| alarm.find_prop(name).map(|property| property.val.to_string());
                assert!(alarm.name == "VALARM");
                assert!(ids.insert(part("UID").unwrap()), "{path}: {:?} twice", part("UID"));
                assert_eq!(part("ACTION").as_deref(), Some("DISPLAY"));
                assert!(part("TRIGGER").unwrap().starts_with('-') && !part("DESCRIPTION").unwrap().is_empty());
                // Counting from an end needs an end.
                let related = alarm.find_prop("TRIGGER").unwrap().params.len();
                assert!(related == 0 || value("DTEND").is_some(), "{path}: {:?}", value("UID"));
                reminders += 1;
            }
            assert!(matches!(event.components.len(), 0 | 2), "{path}: {:?}", value("UID"));
        }
    }
    assert!(reminders > 20, "{reminders}");
}

#[test]
fn a_session_reminds_before_it_begins_and_a_task_before_it_ends() {
    let site = SiteTest::new().copy_content().build();
    let text = unfold(&site.text("sztu-2023/campaign.ics"));
    let calendar = read_calendar(&text).unwrap();
    let triggers = |part: &str| -> Vec<String> {
        let found = calendar.components.iter().find(|event| {
            let uid = event.find_prop("UID").map(|uid| uid.val.to_string());
            uid.is_some_and(|uid| uid.contains(part))
        });
        let alarms = &found.unwrap_or_else(|| panic!("{part}\n{text}")).components;
        let trigger = |alarm: &icalendar::parser::Component<'_>| {
            let trigger = alarm.find_prop("TRIGGER").unwrap();
            let related: String = trigger.params.iter().map(|p| format!("{}=", p.key)).collect();
            format!("{related}{}", trigger.val)
        };
        alarms.iter().map(trigger).collect()
    };
    assert_eq!(triggers(".session."), ["-P1D", "-PT1H"]);
    assert_eq!(triggers("route.onsite.sign_up@"), ["RELATED=-P1D", "RELATED=-PT1H"]);
    assert!(
        triggers("duty.college.sign_up@").is_empty(),
        "what others have to do rings nobody"
    );
}

#[test]
fn a_route_has_the_events_of_the_route_and_what_everybody_does() {
    let site = repository_site();
    let mut routes = 0;
    for id in site.campaigns() {
        let all = events(&site.text(&format!("{id}/campaign.ics")));
        let known: BTreeSet<String> = all.iter().map(|event| event.uid.clone()).collect();
        let page = site.page(&format!("{id}/schedule/index.html"));
        let linked: BTreeSet<String> = page
            .attributes("main a[href$='.ics']", "href")
            .into_iter()
            .filter_map(|href| match links::resolve(&page.path, href) {
                links::Target::File(file, _) => Some(file),
                _ => None,
            })
            .collect();
        assert!(linked.contains(&format!("{id}/campaign.ics")), "{id}: {linked:?}");
        let folder = repository().join(format!("content/campaigns/{id}/routes"));
        for file in tassel_tests::tree::list(&folder) {
            let route = file.trim_end_matches(".yaml");
            let own = |event: &&Event| event.uid.starts_with(&format!("route.{route}."));
            let path = format!("{id}/routes/{route}.ics");
            let count = all.iter().filter(own).count();
            assert_eq!(site.files().contains(&path), count > 0, "{path}");
            if count == 0 {
                continue;
            }
            routes += 1;
            let read = events(&site.text(&path));
            assert_eq!(read.iter().filter(own).count(), count, "{path}");
            for event in &read {
                assert!(known.contains(&event.uid), "{path}: {event:?}");
                assert!(!event.uid.starts_with("route.") || own(&event), "{path}: {event:?}");
            }
        }
    }
    assert!(routes >= 5, "{routes}");
}

/// A notice is news to calendars: between these two there is none in the content.
const AFTER_THE_LAST_NOTICE: &str = "2026-11-21T09:00:00+08:00";
const BEFORE_THE_NEXT_NOTICE: &str = "2027-02-28T09:00:00+08:00";

#[test]
fn calendars_don_t_know_when_they_were_made() {
    let built = |now: &str| calendars(&SiteTest::new().copy_content().now(now).build());
    let (early, late) = (built(AFTER_THE_LAST_NOTICE), built(BEFORE_THE_NEXT_NOTICE));
    assert_eq!(early, late);
    let event = &events(&early["sztu-2023/campaign.ics"])[0];
    assert_eq!(event.stamp, "20221014T083200Z", "the notice was published at 16:32");
}

#[test]
fn without_a_date_there_is_no_calendar_and_no_link_to_one() {
    let site = small_site()
        .edit(SMALL, |text| text.replace("2025-03-20 17:00", "待定"))
        .edit("content/campaigns/demo-2025/routes/onsite.yaml", |text| {
            text.replace("2025-04-10 09:00", "待定")
                .replace("2025-04-11 17:00", "待定")
        })
        .build();
    assert!(calendars(&site).is_empty());
    for page in site.pages() {
        assert!(page.select("a[href$='.ics']").is_empty(), "{}", page.path);
        assert!(!page.text().contains("加入日历"), "{}", page.path);
    }
    // One more day: the file and the link are there.
    let site = site
        .change()
        .edit(SMALL, |text| text.replace("end: 待定", "end: 2025-03-20"))
        .now("2025-03-10T09:00:00+08:00")
        .build();
    let read = events(&site.text("demo-2025/campaign.ics"));
    let day = day_number("2025-03-20");
    assert_eq!(read[0].time, (Edge::Day(day), Some(Edge::Day(day + 1))));
    assert_eq!(calendars(&site).len(), 1, "the route has no date of its own");
    // 9:00 on the day before and on the day itself, counted back from the midnight that ends it.
    for trigger in ["-P1DT15H", "-PT15H"] {
        site.check_file("demo-2025/campaign.ics", &format!("TRIGGER;RELATED=END:{trigger}\r\n"));
    }
    assert!(
        !site
            .page("demo-2025/index.html")
            .select("a[href='campaign.ics']")
            .is_empty()
    );
    // What is over needs no reminder: the first screen leaves the button out.
    let over = site.change().now("2025-10-20T09:00:00+08:00").build();
    assert!(
        over.page("demo-2025/index.html")
            .select("a[href='campaign.ics']")
            .is_empty()
    );
}

#[test]
fn hostile_words_stay_words() {
    let site = small_site().edit(SMALL, |text| {
        text.replace("what: 在教务系统登记", "what: \"登记, <b>&amp;; \\\\n 第二\\n行\"")
    });
    let site = site.build();
    let read = events(&site.text("demo-2025/campaign.ics"));
    let found = read.iter().find(|event| event.uid.starts_with("deadline.sign_up@"));
    assert_eq!(found.unwrap().summary, "登记, <b>&amp;; \\n 第二\n行");
}
