//! A campaign in a few lines: an announcement for group chats, and text messages of 140 and 70 characters.
//!
//! A message is put together from whole facts. When not all fit, the less important ones stay away; none is ever cut.

use super::Parts;
use crate::derive::{CampaignView, Moment};
use crate::model::scalar::TBA;
use crate::outputs::address;

/// The longest part of an announcement that group chats take.
pub(super) const PART: usize = 600;

/// The lengths of text messages: two and one of the network's own.
pub(super) const MESSAGES: [usize; 2] = [140, 70];

/// Length as phones count it: in UTF-16 units, which for all but rare characters is the number of characters.
pub(super) fn length(text: &str) -> usize {
    text.encode_utf16().count()
}

/// A fact of a message: the same in one or more lengths, the longest first.
struct Fact {
    /// Lower comes first when there isn't room for all.
    rank: u8,
    variants: Vec<String>,
}

/// A message of at most `limit` characters, or `None` where not even the campaign's name and time fit.
pub(super) fn message(view: &CampaignView, parts: &Parts<'_>, limit: usize) -> Option<String> {
    let values = [("school", view.school.short.as_str()), ("title", view.title.as_str())];
    let head = parts.words.fill("sms.head", &values);
    let facts = facts(view, parts);
    let mut chosen: Vec<Option<&str>> = vec![None; facts.len()];
    let mut order: Vec<usize> = (0..facts.len()).collect();
    order.sort_by_key(|place| facts.get(*place).map(|fact| fact.rank));
    // First as many facts as fit in their shortest form, then as much of each as there is room for.
    for shortest in [true, false] {
        for place in &order {
            let Some(fact) = facts.get(*place) else { continue };
            let skip = !shortest && chosen.get(*place).is_none_or(|now| now.is_none());
            let range: Vec<&String> = if shortest {
                fact.variants.last().into_iter().collect()
            } else {
                fact.variants.iter().collect()
            };
            for variant in range.into_iter().filter(|_| !skip) {
                let before = chosen.get(*place).copied().flatten();
                set(&mut chosen, *place, Some(variant));
                if length(&compose(&head, &chosen, parts)) <= limit {
                    break;
                }
                set(&mut chosen, *place, before);
            }
        }
    }
    let time = facts.iter().position(|fact| fact.rank == 0)?;
    chosen.get(time).copied().flatten()?;
    Some(compose(&head, &chosen, parts))
}

fn set<'v>(chosen: &mut [Option<&'v str>], place: usize, value: Option<&'v str>) {
    if let Some(slot) = chosen.get_mut(place) {
        *slot = value;
    }
}

fn compose(head: &str, chosen: &[Option<&str>], parts: &Parts<'_>) -> String {
    let (addresses, said): (Vec<&str>, Vec<&str>) = chosen
        .iter()
        .flatten()
        .partition(|text| text.starts_with("https://") || text.starts_with("http://"));
    let words = parts.words;
    let said = said.join(words.get("sms.comma"));
    let mut text = format!("{head}{}", words.fill("sms.said", &[("facts", &said)]));
    for address in addresses {
        text.push_str(&words.fill("sms.page", &[("url", address)]));
    }
    text
}

/// The facts of a message in the order in which they are read; rank 0 is the one that it can't do without.
fn facts(view: &CampaignView, parts: &Parts<'_>) -> Vec<Fact> {
    let (glance, words) = (&view.glance, parts.words);
    let main = view.routes.iter().find(|route| route.name == glance.route);
    let fact = |rank, variants: Vec<String>| Fact { rank, variants };
    let time = main.and_then(|route| route.time.as_ref()).or(glance.when.first());
    let time = time.map_or_else(|| vec![words.get("sms.time_tba").to_owned()], times);
    let mut facts = vec![fact(0, time)];
    let places = places(view, parts);
    if !places.is_empty() {
        facts.push(fact(1, places));
    }
    facts.push(fact(3, vec![words.fill("sms.fee", &[("fee", &tight(&glance.fee))])]));
    if !glance.bring.is_empty() {
        let things = glance.bring.join(words.get("list.comma"));
        facts.push(fact(4, vec![words.fill("sms.bring", &[("things", &things)])]));
    }
    for (name, moment) in dues(view) {
        let variants = times(moment).into_iter();
        facts.push(fact(5, variants.map(|time| format!("{name}{time}")).collect()));
    }
    let phone = view.contacts.iter().find_map(|contact| contact.phones.first());
    facts.extend(phone.map(|phone| fact(6, vec![words.fill("sms.phone", &[("phone", &phone.text)])])));
    facts.extend(page(view, parts).map(|url| fact(2, vec![url])));
    facts
}

/// Where the main route takes place: every place, only the campuses, only how many.
fn places(view: &CampaignView, parts: &Parts<'_>) -> Vec<String> {
    let (glance, words) = (&view.glance, parts.words);
    let comma = words.get("list.comma");
    let at = |place: &str| words.fill("sms.place", &[("place", place)]);
    let main = view.routes.iter().find(|route| route.name == glance.route);
    let sessions = main.map(|route| route.sessions.as_slice()).unwrap_or_default();
    let mut campuses: Vec<&str> = sessions
        .iter()
        .filter_map(|session| session.campus.as_deref())
        .collect();
    campuses.dedup();
    let open = !sessions.is_empty() && sessions.iter().all(|session| session.venue == TBA);
    let mut variants = Vec::new();
    if open {
        variants.push(match campuses[..] {
            [] => words.get("sms.place_tba").to_owned(),
            _ => words.fill("sms.room_tba", &[("place", &campuses.join(comma))]),
        });
    } else if !glance.place.is_empty() {
        let all: Vec<String> = glance.place.iter().map(|place| tight(place)).collect();
        variants.push(at(&all.join(comma)));
    }
    if campuses.len() > 1 {
        variants.push(at(&campuses.join(comma)));
    }
    if glance.place.len() > 1 {
        let count = glance.place.len().to_string();
        variants.push(words.fill("sms.places", &[("n", &count)]));
    }
    variants
}

/// What has to be done before the main route's own time: its sign-up and payment.
fn dues(view: &CampaignView) -> Vec<(String, &Moment)> {
    let main = view.routes.iter().find(|route| route.name == view.glance.route);
    let Some(main) = main else { return Vec::new() };
    let events = view.events.iter();
    let before = |part: &str| format!("route.{}.{part}", main.id);
    let ids = [before("sign_up"), before("payment")];
    events
        .filter(|event| ids.contains(&event.id) && event.is_dated())
        .map(|event| (event.title.clone(), &event.time))
        .collect()
}

fn page(view: &CampaignView, parts: &Parts<'_>) -> Option<String> {
    parts.base.map(|base| address(base, &format!("{}/index.html", view.id)))
}

/// A time as it is printed, without the year, and without the days of the week; no variant twice.
fn times(moment: &Moment) -> Vec<String> {
    let whole = moment.text.clone();
    let this_year = without_year(&whole);
    let short = without_weekdays(&this_year);
    let mut variants = vec![whole, this_year, short];
    variants.dedup();
    variants
}

/// The year is left out where there is only one; a message is read in the year it is sent.
fn without_year(text: &str) -> String {
    let mut years: Vec<&str> = text
        .match_indices('年')
        .filter_map(|(at, _)| text.get(at.checked_sub(4)?..at))
        .filter(|year| year.bytes().all(|byte| byte.is_ascii_digit()))
        .collect();
    years.sort_unstable();
    years.dedup();
    match years[..] {
        [year] => text.replace(&format!("{year}年"), ""),
        _ => text.to_owned(),
    }
}

fn without_weekdays(text: &str) -> String {
    let mut out = String::new();
    let mut rest = text;
    while let Some((before, after)) = rest.split_once("（周") {
        out.push_str(before);
        rest = after.split_once('）').map_or("", |(_, after)| after);
    }
    out.push_str(rest);
    out
}

/// Without the spaces around numbers, which phones set by themselves.
fn tight(text: &str) -> String {
    text.replace(' ', "")
}

/// The announcement in parts that group chats take; each fact on a line of its own.
pub(super) fn announcement(view: &CampaignView, parts: &Parts<'_>) -> Vec<String> {
    let (glance, words) = (&view.glance, parts.words);
    let mut lines = vec![
        words.fill("sms.title", &[("title", &view.title)]),
        format!("{} {}", view.school.name, view.office),
    ];
    let mut say = |label: &str, text: String| {
        if !text.is_empty() {
            lines.push(words.fill("channel.label", &[("label", label), ("text", &text)]));
        }
    };
    let who: Vec<&str> = glance.who.iter().map(|who| who.trim_end_matches('。')).collect();
    let semicolon = words.get("list.semicolon");
    say(words.get("glance.who"), who.join(semicolon));
    say(&glance.route, sessions(view, parts));
    say(words.get("glance.bring"), glance.bring.join(words.get("list.comma")));
    say(words.get("glance.fee"), glance.fee.clone());
    for (name, moment) in dues(view) {
        say(&name, moment.text.clone());
    }
    for route in view.routes.iter().filter(|route| route.name != glance.route) {
        let facts = [
            route.time.as_ref().map(|time| time.text.clone()),
            route
                .fee
                .as_ref()
                .map(|fee| words.fill("channel.fee", &[("fee", &fee.text)])),
            route.audience.first().cloned(),
        ];
        say(
            &route.name,
            facts.into_iter().flatten().collect::<Vec<_>>().join(semicolon),
        );
    }
    // What the school and its offices have to do by then is not the students' business.
    let mine = |id: &str| {
        view.events
            .iter()
            .any(|event| event.due && event.id == format!("deadline.{id}"))
    };
    for deadline in view.deadlines.iter().filter(|deadline| mine(&deadline.id)) {
        say(&deadline.what, deadline.time.text.clone());
    }
    for verify in &view.verification {
        let time = verify.time.as_ref();
        let time = time.map_or(words.get("time.tba"), |time| time.text.as_str());
        let who = [("text", time), ("more", verify.who.as_str())];
        let what = words.fill("event.verify", &[("place", &verify.place)]);
        say(&what, words.fill("channel.spelled", &who));
    }
    for contact in view.contacts.iter().filter(|contact| !contact.phones.is_empty()) {
        let phones: Vec<&str> = contact.phones.iter().map(|phone| phone.text.as_str()).collect();
        say(&contact.post, phones.join(words.get("list.comma")));
    }
    say(words.get("channel.more"), page(view, parts).unwrap_or_default());
    split(&lines)
}

/// When and where the main route takes place, session by session.
fn sessions(view: &CampaignView, parts: &Parts<'_>) -> String {
    let (glance, words) = (&view.glance, parts.words);
    let comma = words.get("sms.comma");
    let main = view.routes.iter().find(|route| route.name == glance.route);
    let sessions = main.map(|route| route.sessions.as_slice()).unwrap_or_default();
    if sessions.is_empty() {
        let when = glance.when.iter().map(|time| time.text.clone());
        return when.chain(glance.place.iter().cloned()).collect::<Vec<_>>().join(comma);
    }
    let each = sessions.iter().map(|session| {
        let campus = session.campus.as_deref().unwrap_or_default();
        format!("{}{comma}{campus}{}", session.time.text, session.venue)
    });
    each.collect::<Vec<_>>().join(words.get("list.semicolon"))
}

/// Lines put together into as few parts as they fit in, each with its number when there are several.
fn split(lines: &[String]) -> Vec<String> {
    // Room for the line `（12/34）`.
    let room = PART - 10;
    let mut parts: Vec<String> = Vec::new();
    for piece in lines.iter().flat_map(|line| pieces(line, room)) {
        match parts.last_mut() {
            Some(part) if length(part) + 1 + length(&piece) <= room => {
                part.push('\n');
                part.push_str(&piece);
            }
            _ => parts.push(piece),
        }
    }
    let count = parts.len();
    if count > 1 {
        for (place, part) in parts.iter_mut().enumerate() {
            part.insert_str(0, &format!("（{}/{count}）\n", place + 1));
        }
    }
    parts
}

/// A line that is longer than a part, broken after sentences and, where one is still too long, anywhere.
fn pieces(line: &str, room: usize) -> Vec<String> {
    let mut pieces = vec![String::new()];
    for sentence in line.split_inclusive(['。', '；']) {
        let fits = |piece: &String| length(piece) + length(sentence) <= room;
        if pieces.last().is_none_or(|piece| !fits(piece)) {
            pieces.push(String::new());
        }
        for c in sentence.chars() {
            if pieces.last().is_none_or(|piece| length(piece) + c.len_utf16() > room) {
                pieces.push(String::new());
            }
            if let Some(piece) = pieces.last_mut() {
                piece.push(c);
            }
        }
    }
    pieces.retain(|piece| !piece.is_empty());
    pieces
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_time_gets_shorter_without_losing_its_day() {
        let moment = |text: &str| Moment {
            text: text.to_owned(),
            ..Moment::default()
        };
        assert_eq!(
            times(&moment("2024年4月28日（周日）–4月29日（周一）全天")),
            [
                "2024年4月28日（周日）–4月29日（周一）全天",
                "4月28日（周日）–4月29日（周一）全天",
                "4月28日–4月29日全天"
            ]
        );
        assert_eq!(
            times(&moment("2024年12月31日（周二）–2025年1月1日（周三，元旦）")),
            [
                "2024年12月31日（周二）–2025年1月1日（周三，元旦）",
                "2024年12月31日–2025年1月1日"
            ]
        );
        assert_eq!(times(&moment("待定")), ["待定"]);
    }

    proptest! {
        #[test]
        fn parts_are_short_enough_and_lose_nothing(lines in prop::collection::vec("[甲乙丙，。；0-9a-z]{0,900}", 0..12)) {
            let parts = split(&lines);
            for part in &parts {
                prop_assert!(length(part) <= PART, "{}", length(part));
            }
            let bare = |text: &str| text.chars().filter(|c| *c != '\n').collect::<String>();
            let said: String = parts
                .iter()
                .map(|part| bare(part.split_once("）\n").filter(|_| parts.len() > 1).map_or(part.as_str(), |(_, rest)| rest)))
                .collect();
            prop_assert_eq!(said, bare(&lines.concat()));
        }
    }
}
