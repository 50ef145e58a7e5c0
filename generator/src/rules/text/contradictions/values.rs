//! Amounts, codes, telephone numbers, rooms and other numbers that are written by hand.

use super::super::passage::{Passage, between, clause, is_han, sentence};
use super::Clash;
use super::known::{Known, KnownRoute, digits};
use super::topics::Topics;
use crate::model::Money;
use crate::rules::near::near;
use std::collections::BTreeSet;
use std::ops::Range;

/// Everything in a passage that differs from what is known.
pub(super) fn check(passage: &Passage<'_>, known: &Known<'_>, topics: &Topics<'_>) -> Vec<Clash> {
    let text = passage.prose.as_str();
    let mut found = Vec::new();
    if !text.contains(|c: char| c.is_ascii_digit()) && !text.contains('十') {
        return found;
    }
    codes(text, known, &mut found);
    amounts(text, known, topics, &mut found);
    phones(text, known, &mut found);
    rooms(text, known, &mut found);
    counts(text, known, &mut found);
    found
}

/// Letters and digits right behind a label.
fn behind(text: &str, label: &str) -> Vec<Range<usize>> {
    let filler = |c: char| "为是：:“\"填写成 　=＝｜".contains(c);
    let mut found = Vec::new();
    for (at, _) in text.match_indices(label) {
        let rest = text.get(at + label.len()..).unwrap_or("");
        let skipped = rest.len() - rest.trim_start_matches(filler).len();
        let start = at + label.len() + skipped;
        let value = text.get(start..).unwrap_or("");
        let length = value.len() - value.trim_start_matches(|c: char| c.is_ascii_alphanumeric()).len();
        if length > 0 && skipped <= 24 {
            found.push(start..start + length);
        }
    }
    found
}

fn codes(text: &str, known: &Known<'_>, found: &mut Vec<Clash>) {
    for range in ["特征码", "批次码"].iter().flat_map(|label| behind(text, label)) {
        let code = text.get(range.clone()).unwrap_or("");
        let shaped = code.len() >= 4 && code.bytes().any(|b| b.is_ascii_digit());
        let known_code = known.batch_codes.keys().any(|known| known.eq_ignore_ascii_case(code));
        if let Some((data, fact)) = known.batch_codes.first_key_value().filter(|_| shaped && !known_code) {
            found.push(Clash {
                range,
                what: "批次特征码".to_owned(),
                data: data.clone(),
                fact: Some(fact.clone()),
                place: None,
            });
        }
    }
    let labels: [(&str, &[&str], &BTreeSet<String>); 2] = [
        ("院校代码", &["院校代码", "学校代码"], &known.school_codes),
        ("地区码", &["地区码", "地区代码"], &known.region_codes),
    ];
    for (what, words, data) in labels {
        for range in words.iter().flat_map(|label| behind(text, label)) {
            let code = text.get(range.clone()).unwrap_or("");
            let digits = code.len() >= 2 && code.bytes().all(|b| b.is_ascii_digit());
            if let Some(first) = data.first().filter(|_| digits && !data.contains(code)) {
                found.push(plain(range, what, first.clone()));
            }
        }
    }
}

fn plain(range: Range<usize>, what: &str, data: String) -> Clash {
    Clash {
        range,
        what: what.to_owned(),
        data,
        fact: None,
        place: None,
    }
}

/// Words of a clause whose amount is paid for something else, or isn't a price.
const OTHER_SUMS: &[&str] = &[
    "退",
    "邮",
    "快递",
    "手续费",
    "押金",
    "另",
    "以上",
    "以下",
    "不超过",
    "约",
    "倍",
    "优惠",
    "罚",
    "奖",
    "补贴",
    "合计",
    "总",
    "共",
    "冲印",
    "制作费",
    "处理费",
    "材料费",
];

/// Words of a clause that says what everybody pays.
const PRICES: &[&str] = &["每人", "每位", "每生", "/人", "费用", "收费", "缴费"];

/// Numbers before 元, by the route that the sentence speaks of.
fn amounts(text: &str, known: &Known<'_>, topics: &Topics<'_>, found: &mut Vec<Clash>) {
    for (at, mark) in text.match_indices('元') {
        let Some((start, fen)) = amount_before(text, at) else {
            continue;
        };
        let range = start..at + mark.len();
        let meant = meant_routes(text, &range, known, topics);
        let is_own = |route: &&KnownRoute<'_>| route.fee.as_ref().is_none_or(|(own, ..)| *own == fen);
        if meant.iter().any(is_own) {
            continue;
        }
        let first = meant.first().and_then(|route| Some((route, route.fee.as_ref()?)));
        if let Some((route, (_, data, place))) = first {
            found.push(Clash {
                range,
                what: format!("{}的费用", route.name),
                data: data.clone(),
                fact: Some(format!("route.{}.fee", route.id)),
                place: place.clone(),
            });
        }
    }
}

/// The amount in 分 before 元, and where it begins.
fn amount_before(text: &str, at: usize) -> Option<(usize, u64)> {
    let start = number_start(text, at)?;
    let new_year = text.get(at..)?.starts_with("元旦");
    match text.get(start..at)?.trim().parse() {
        Ok(Money::Fen(fen)) if !new_year => Some((start, fen)),
        _ => None,
    }
}

/// The routes whose price an amount must be; none where it may be for something else.
fn meant_routes<'k>(
    text: &str,
    range: &Range<usize>,
    known: &'k Known<'k>,
    topics: &Topics<'_>,
) -> Vec<&'k KnownRoute<'k>> {
    let own = clause(text, range);
    let says = |words: &[&str]| {
        text.get(own.clone())
            .is_some_and(|own| words.iter().any(|word| own.contains(word)))
    };
    if says(OTHER_SUMS) {
        return Vec::new();
    }
    let price = says(PRICES);
    let row = text.trim_start().starts_with('|');
    // Without such a word the route must be named in the same breath: `…，照片袋2元` is for something else.
    let topic = topics
        .at(range)
        .filter(|topic| price || row || own.start <= topic.range.start);
    let routes = known.routes.iter().enumerate();
    match topic {
        Some(topic) => routes
            .filter(|(i, route)| topic.about.means(*i, route.kind))
            .map(|(_, route)| route)
            .collect(),
        None if price && known.routes.len() == 1 => known.routes.iter().collect(),
        None => Vec::new(),
    }
}

/// Where the number before a byte begins.
fn number_start(text: &str, at: usize) -> Option<usize> {
    let before = text.get(..at)?;
    let tight = before.trim_end_matches(' ');
    let start = tight.trim_end_matches(|c: char| c.is_ascii_digit() || c == '.').len();
    let number = text.get(start..tight.len())?;
    let whole = number.starts_with(|c: char| c.is_ascii_digit());
    let lead = text.get(..start)?.chars().next_back();
    (whole && !lead.is_some_and(|c| matches!(c, '-' | '–' | '—' | '~' | '～' | '至' | '到') || c.is_ascii_alphabetic()))
        .then_some(start)
}

/// Telephone numbers that are a digit or two away from a published one.
fn phones(text: &str, known: &Known<'_>, found: &mut Vec<Clash>) {
    let mut start = None;
    for (at, c) in text.char_indices().chain([(text.len(), ' ')]) {
        if c.is_ascii_digit() || (c == '-' && start.is_some()) {
            start.get_or_insert(at);
            continue;
        }
        let Some(from) = start.take() else { continue };
        let written = text.get(from..at).unwrap_or("").trim_end_matches('-');
        let range = from..from + written.len();
        let digits = digits(written);
        let own = text.get(sentence(text, &range)).unwrap_or(text);
        let labelled = ["电话", "致电", "拨打", "传真", "☎"]
            .iter()
            .any(|label| own.contains(label));
        if !labelled || !(7..=12).contains(&digits.len()) || known.phones.keys().any(|known| same_line(known, &digits))
        {
            continue;
        }
        let near = known.phones.iter().find(|(other, _)| is_slip(other, &digits));
        if let Some((_, data)) = near {
            found.push(plain(range, "电话", data.clone()));
        }
    }
}

/// The same number, with or without its area code.
fn same_line(a: &str, b: &str) -> bool {
    a == b || (a.len().min(b.len()) >= 7 && (a.ends_with(b) || b.ends_with(a)))
}

fn is_slip(a: &str, b: &str) -> bool {
    let tail = a.len().min(b.len());
    let end = |s: &str| s.get(s.len() - tail..).unwrap_or("").to_owned();
    tail >= 7 && near(&end(a), &end(b), 2).is_some()
}

/// `南海校区（6210、6211）` and rows of a table that name a campus: its rooms as the data have them.
fn rooms(text: &str, known: &Known<'_>, found: &mut Vec<Clash>) {
    let row = text.trim_start().starts_with('|');
    let brackets = between(text, "（", "）");
    let named = known.venues.keys().filter(|name| text.contains(name.as_str())).count();
    for (campus, venues) in &known.venues {
        let open = venues.iter().any(|venue| venue == crate::model::scalar::TBA);
        let Some(first) = text.find(campus.as_str()).filter(|_| !open) else {
            continue;
        };
        let mut candidates = Vec::new();
        for bracket in &brackets {
            if text
                .get(..bracket.start)
                .is_some_and(|before| before.ends_with(campus.as_str()))
            {
                candidates.push(bracket.start + '（'.len_utf8()..bracket.end - '）'.len_utf8());
            }
        }
        if row && named == 1 && candidates.is_empty() {
            candidates = cells(text);
            // The campus's own cell says nothing of its rooms.
            candidates.retain(|cell| !cell.contains(&first));
        }
        for range in candidates {
            let place = text.get(range.clone()).unwrap_or("");
            let mut rooms = venues.iter().chain(&known.other_rooms);
            if is_place(place) && !rooms.any(|room| same_place(room, place)) {
                let data = venues.iter().cloned().collect::<Vec<_>>().join("；");
                found.push(plain(range, &format!("{campus}的地点"), data));
            }
        }
    }
}

/// The cells of a row.
fn cells(text: &str) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    let mut start = 0;
    for (at, _) in text.match_indices('|').chain([(text.len(), "")]) {
        let cell = text.get(start..at).unwrap_or("");
        let lead = cell.len() - cell.trim_start().len();
        if !cell.trim().is_empty() {
            found.push(start + lead..start + lead + cell.trim().len());
        }
        start = at + 1;
    }
    found
}

/// Whether a few words name a room or a hall, and nothing else.
fn is_place(text: &str) -> bool {
    let short = (2..=20).contains(&text.chars().count());
    let room = text
        .split(['、', ',', '，', '/', ' '])
        .all(|part| (3..=5).contains(&part.len()) && part.bytes().all(|b| b.is_ascii_digit()));
    let hall = ["馆", "室", "楼", "厅", "礼堂", "操场"]
        .iter()
        .any(|end| text.ends_with(end));
    let numbered = text
        .trim_end_matches(|c: char| c.is_ascii_digit() || "、,，".contains(c))
        .ends_with(['楼', '座', '馆'])
        && text.ends_with(|c: char| c.is_ascii_digit());
    short && (room || hall || numbered) && !text.contains(['：', ':', '。'])
}

/// The same place, whatever stands between its parts.
fn same_place(a: &str, b: &str) -> bool {
    let bare = |text: &str| {
        text.chars()
            .filter(|c| is_han(*c) || c.is_ascii_alphanumeric())
            .collect::<String>()
    };
    bare(a) == bare(b)
}

/// Minutes to come early, days before, people an hour.
fn counts(text: &str, known: &Known<'_>, found: &mut Vec<Clash>) {
    for word in ["提前", "提早"] {
        for (at, _) in text.match_indices(word) {
            let Some(counted) = counted_behind(text, at + word.len()) else {
                continue;
            };
            let (number, unit) = (counted.number, counted.unit);
            let own = text.get(clause(text, &(at..counted.unit_at))).unwrap_or(text);
            if unit.starts_with("分钟")
                && own.contains(['到', '场', '队'])
                && !known.early.is_empty()
                && !known.early.contains(&number)
            {
                found.push(plain(counted.range("分钟"), "提前到场", list(&known.early, "分钟")));
            } else if unit.starts_with('天')
                && own.contains("采集码")
                && let Some(days) = known.lead_days.filter(|days| *days != number)
            {
                found.push(plain(counted.range("天"), "采集码提前几天", format!("{days}天")));
            }
        }
    }
    for (at, _) in text.match_indices("每小时") {
        let Some(counted) = counted_behind(text, at + "每小时".len()) else {
            continue;
        };
        let differs = !known.per_hour.is_empty() && !known.per_hour.contains(&counted.number);
        if counted.unit.starts_with('人') && differs {
            let data = list(&known.per_hour, "人");
            found.push(plain(counted.range("人"), "每小时人数", data));
        }
    }
}

fn list(numbers: &BTreeSet<u32>, unit: &str) -> String {
    numbers
        .iter()
        .map(|n| format!("{n}{unit}"))
        .collect::<Vec<_>>()
        .join("、")
}

/// A number and what is counted; between them may stand spaces and 个.
struct Counted<'t> {
    start: usize,
    number: u32,
    unit_at: usize,
    /// What stands behind the number, to the end of the text.
    unit: &'t str,
}

impl Counted<'_> {
    /// The number together with its unit.
    fn range(&self, unit: &str) -> Range<usize> {
        self.start..self.unit_at + unit.len()
    }
}

/// A number right behind a byte, in digits or as 十五.
fn counted_behind(text: &str, from: usize) -> Option<Counted<'_>> {
    let rest = text.get(from..)?;
    let lead = rest.len() - rest.trim_start_matches([' ', '约']).len();
    let number = rest.get(lead..)?;
    let digits = number.len() - number.trim_start_matches(|c: char| c.is_ascii_digit()).len();
    let (length, value) = if digits > 0 {
        (digits, number.get(..digits)?.parse().ok()?)
    } else {
        chinese(number)?
    };
    let unit = number.get(length..)?.trim_start_matches([' ', '个']);
    Some(Counted {
        start: from + lead,
        number: value,
        unit_at: text.len() - unit.len(),
        unit,
    })
}

/// 十, 十五, 二十, 二十五 and single digits: length in bytes and value.
fn chinese(text: &str) -> Option<(usize, u32)> {
    let digit = |c: char| {
        "一二三四五六七八九"
            .chars()
            .position(|d| d == c)
            .and_then(|at| u32::try_from(at + 1).ok())
    };
    let mut chars = text.chars();
    let (first, second, third) = (chars.next()?, chars.next(), chars.next());
    let width = '十'.len_utf8();
    match (digit(first), first, second) {
        (Some(tens), _, Some('十')) => match third.and_then(digit) {
            Some(ones) => Some((3 * width, tens * 10 + ones)),
            None => Some((2 * width, tens * 10)),
        },
        (Some(ones), _, _) => Some((width, ones)),
        (None, '十', second) => match second.and_then(digit) {
            Some(ones) => Some((2 * width, 10 + ones)),
            None => Some((width, 10)),
        },
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeMap;

    fn written(text: &str, check: impl Fn(&str, &Known<'_>, &mut Vec<Clash>), known: &Known<'_>) -> Vec<String> {
        let mut found = Vec::new();
        check(text, known, &mut found);
        let texts = found.into_iter().map(|clash| text.get(clash.range).unwrap().to_owned());
        texts.collect()
    }

    #[test]
    fn a_desk_where_one_pays_is_not_the_hall() {
        let known = Known {
            venues: BTreeMap::from([("南海校区".to_owned(), BTreeSet::from(["体育馆".to_owned()]))]),
            other_rooms: BTreeSet::from(["行政楼203室".to_owned()]),
            ..Known::default()
        };
        let text = "南海校区（体育馆）拍，在南海校区（行政楼 203 室）缴费，不在南海校区（礼堂）";
        assert_eq!(written(text, rooms, &known), ["礼堂"]);
    }

    #[test]
    fn an_extension_makes_no_other_number() {
        let known = Known {
            phones: BTreeMap::from([(digits("000-12345678 转 12"), "000-12345678 转 12".to_owned())]),
            ..Known::default()
        };
        let text = "电话000-12345678、000-12345678-1、12345678转3，传真000-12345687";
        assert_eq!(written(text, phones, &known), ["000-12345687"]);
    }

    #[test]
    fn a_counted_number_is_quoted_with_its_unit() {
        let known = Known {
            early: BTreeSet::from([20]),
            per_hour: BTreeSet::from([60]),
            lead_days: Some(2),
            ..Known::default()
        };
        for (text, said) in [
            ("请提前 15 分钟到场", "15 分钟"),
            ("请提前十五分钟到场", "十五分钟"),
            ("采集码提前 3 天取", "3 天"),
            ("每小时约 90 个人", "90 个人"),
        ] {
            assert_eq!(written(text, counts, &known), [said], "{text}");
        }
        assert_eq!(written("请提前 20 分钟到场", counts, &known), [""; 0]);
    }
}
