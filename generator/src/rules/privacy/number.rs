//! Numbers that belong to one person: identity numbers (GB 11643) and mobile numbers, however people write them.

use std::ops::Range;
use tassel_validator::id_number::{self, Fault};

/// What a number is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Kind {
    /// 18 digits, region, birthday and check digit as they should be.
    Identity,
    /// 18 digits with region and birthday as they should be and another check digit: a typing error, or an example.
    NearIdentity,
    /// 18 digits that begin like an identity number and name a day that no calendar has.
    Impossible,
    /// 15 digits of the form that was used until 1999.
    OldIdentity,
    /// A mobile telephone.
    Mobile,
}

impl Kind {
    /// What staff call it.
    pub(super) fn word(self) -> &'static str {
        match self {
            Self::Identity | Self::NearIdentity | Self::Impossible => "身份证号",
            Self::OldIdentity => "15 位的旧身份证号",
            Self::Mobile => "手机号",
        }
    }
}

/// A number in a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Hit {
    /// Where it stands, bytes.
    pub(super) range: Range<usize>,
    pub(super) kind: Kind,
    /// Its digits alone.
    pub(super) digits: String,
}

/// How a number may be written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Reading {
    /// As people write: full-width digits, spaces, dashes and dots in between.
    Loose,
    /// In one piece: where files are made by programs, digits beside digits mean nothing.
    Strict,
}

/// Digits that stand together, and what parts them from those before.
#[derive(Debug)]
struct Group {
    range: Range<usize>,
    digits: String,
    /// The character between this group and the one before it; `None` for the first one.
    joint: Option<char>,
    /// Whether a letter stands right beside it, as in a hash or an order's number.
    bound: bool,
}

/// Joints that may stand in a row between two groups.
const MOST_JOINTS: u8 = 3;

/// Digits of an identity number.
const WHOLE: usize = 18;

/// All numbers of persons in one line of text, in order.
pub(super) fn find(text: &str, reading: Reading) -> Vec<Hit> {
    // Most lines have no long number at all; each digit has at least one byte of its own.
    let digits = text.bytes().filter(u8::is_ascii_digit).count();
    let wide = text.contains(|c: char| ('\u{ff10}'..='\u{ff19}').contains(&c));
    if digits < 11 && !wide {
        return Vec::new();
    }
    let mut hits = Vec::new();
    for run in runs(text, reading) {
        of_run(text, &run, reading, &mut hits);
    }
    hits
}

/// The digits with all that is private in them hidden: `449999********0014`, `138****0000`.
pub(super) fn mask(digits: &str) -> String {
    let (head, tail) = shown(digits.len());
    let stars = digits.len().saturating_sub(head + tail);
    match (digits.get(..head), digits.get(head + stars..)) {
        (Some(first), Some(last)) if stars > 0 => format!("{first}{}{last}", "*".repeat(stars)),
        _ => "*".repeat(digits.chars().count()),
    }
}

/// How many characters of a number are shown at its ends: enough to find the place again. Passports and permits have eight or nine, and
/// nothing in them that is the same for many: most of one is as good as the whole.
pub(super) fn shown(count: usize) -> (usize, usize) {
    match count {
        15.. => (6, 4),
        11.. => (3, 4),
        8.. => (2, 0),
        _ => (0, 0),
    }
}

fn digit(c: char) -> Option<char> {
    match c {
        '0'..='9' => Some(c),
        '\u{ff10}'..='\u{ff19}' => char::from_digit(u32::from(c) - 0xff10, 10),
        _ => None,
    }
}

/// What people put between the groups of a long number.
fn is_joint(c: char) -> bool {
    matches!(
        c,
        ' ' | '\u{a0}' | '\u{3000}' | '\u{2009}' | '\u{202f}' | '-' | '－' | '–' | '—' | '‐' | '‑' | '.' | '．' | '·'
    )
}

/// Characters without width, which come along when text is copied.
fn is_invisible(c: char) -> bool {
    matches!(c, '\u{200b}'..='\u{200d}' | '\u{2060}' | '\u{feff}' | '\u{ad}')
}

/// Whether a character makes the digits beside it a part of something else.
fn binds(c: char) -> bool {
    c.is_ascii_alphanumeric()
}

/// Groups of digits that stand in one row.
fn runs(text: &str, reading: Reading) -> Vec<Vec<Group>> {
    let mut runs = Vec::new();
    let mut run: Vec<Group> = Vec::new();
    // What came last: `Some(None)` a digit, `Some(Some((c, n)))` so many joints after one.
    let mut state: Option<Option<(char, u8)>> = None;
    let mut before = ' ';
    for (at, c) in text.char_indices() {
        let end = at + c.len_utf8();
        let value = digit(c).or_else(|| check_x(c, &run, state));
        match (value, state) {
            (Some(value), None) => {
                run = vec![group(at, end, value, None)];
                run.iter_mut().for_each(|first| first.bound = binds(before));
                state = Some(None);
            }
            (Some(value), Some(None)) => {
                if let Some(last) = run.last_mut() {
                    last.digits.push(value);
                    last.range.end = end;
                }
            }
            (Some(value), Some(joint)) => {
                run.push(group(at, end, value, joint.map(|(joint, _)| joint)));
                state = Some(None);
            }
            (None, Some(None)) if is_joint(c) && (reading == Reading::Loose || matches!(c, '.' | '-')) => {
                state = Some(Some((c, 1)))
            }
            // ` - ` and two spaces are joints as well; what has a space in it counts as one.
            (None, Some(Some((first, count)))) if is_joint(c) && reading == Reading::Loose && count < MOST_JOINTS => {
                let joint = if c.is_whitespace() && !first.is_whitespace() {
                    c
                } else {
                    first
                };
                state = Some(Some((joint, count + 1)));
            }
            (None, _) if is_invisible(c) => continue,
            (None, Some(_)) => {
                if let Some(last) = run.last_mut() {
                    last.bound |= state == Some(None) && binds(c);
                }
                runs.push(std::mem::take(&mut run));
                state = None;
            }
            (None, None) => {}
        }
        before = c;
    }
    runs.push(run);
    runs
}

fn group(start: usize, end: usize, value: char, joint: Option<char>) -> Group {
    Group {
        range: start..end,
        digits: value.to_string(),
        joint,
        bound: false,
    }
}

/// An X as the last of 18: after 17 digits it stands for ten. A number before this one in the row may have ended so, too.
fn check_x(c: char, run: &[Group], state: Option<Option<(char, u8)>>) -> Option<char> {
    if state.is_none() || !matches!(c, 'x' | 'X' | 'ｘ' | 'Ｘ') {
        return None;
    }
    let own = run
        .iter()
        .rev()
        .take(WHOLE)
        .take_while(|group| !group.digits.contains('X'));
    let so_far: usize = own.map(|group| group.digits.len()).sum();
    (so_far >= WHOLE - 1).then_some('X')
}

/// The numbers in one row of groups: identity numbers first, telephones in what is left.
fn of_run(text: &str, run: &[Group], reading: Reading, hits: &mut Vec<Hit>) {
    let mut at = 0;
    while at < run.len() {
        let rest = run.get(at..).unwrap_or_default();
        let whole = |(used, _): &(usize, Hit)| *used == 1 || reading == Reading::Loose;
        match identity(text, rest).or_else(|| mobile(text, rest)).filter(whole) {
            Some((used, hit)) => {
                hits.push(hit);
                at += used;
            }
            None => at += 1,
        }
    }
}

/// The first groups whose digits add up to `wanted`, and how many groups they are; all joints between them are the same.
fn window(run: &[Group], wanted: usize) -> Option<(usize, String)> {
    let mut digits = String::new();
    for (index, group) in run.iter().enumerate() {
        let joints = run.get(1).and_then(|second| second.joint);
        if index > 1 && group.joint != joints {
            return None;
        }
        digits.push_str(&group.digits);
        if digits.len() >= wanted {
            return (digits.len() == wanted).then_some((index + 1, digits));
        }
    }
    None
}

fn hit(run: &[Group], used: usize, kind: Kind, digits: String) -> Option<(usize, Hit)> {
    let start = run.first()?.range.start;
    let end = run.get(used.checked_sub(1)?)?.range.end;
    let range = start..end;
    Some((used, Hit { range, kind, digits }))
}

fn identity(text: &str, run: &[Group]) -> Option<(usize, Hit)> {
    let bound = |used: usize| run.iter().take(used).any(|group| group.bound);
    if let Some((used, digits)) = window(run, WHOLE) {
        let kind = examine(&digits)?;
        // Put together from pieces, or beside a letter, only a number that is right in every place is one.
        let sure = kind == Kind::Identity || (used == 1 && !bound(used));
        let linked = kind != Kind::Identity && in_address(text, run.first()?.range.clone());
        return (sure && !linked).then(|| hit(run, used, kind, digits)).flatten();
    }
    let (used, digits) = window(run, 15)?;
    let linked = in_address(text, run.first()?.range.clone());
    (used == 1 && !bound(used) && is_old(&digits) && !linked)
        .then(|| hit(run, used, Kind::OldIdentity, digits))
        .flatten()
}

/// What an 18-digit number is, if it is one of a person.
fn examine(digits: &str) -> Option<Kind> {
    let year: u32 = digits.get(6..10)?.parse().ok()?;
    if !is_province(digits) || digits.get(2..6)? == "0000" || !(1900..=2099).contains(&year) {
        return None;
    }
    match id_number::examine(digits) {
        Ok(()) => Some(Kind::Identity),
        Err(Fault::CheckDigit) => Some(Kind::NearIdentity),
        // Zeros are how people blot out a birthday; other impossible days are long numbers of some other kind.
        Err(Fault::Birthday) => {
            (digits.get(10..12)? == "00" || digits.get(12..14)? == "00").then_some(Kind::Impossible)
        }
        Err(Fault::Form) => None,
    }
}

/// The old form: region, two digits of the year, month, day, three more.
fn is_old(digits: &str) -> bool {
    let birthday = |from: usize| digits.get(from..from + 2).and_then(|two| two.parse::<u8>().ok());
    is_province(digits)
        && digits.get(2..4) != Some("00")
        && matches!(birthday(8), Some(1..=12))
        && matches!(birthday(10), Some(1..=31))
        && !digits.contains('X')
}

/// Whether the first two digits are those of a province (GB/T 2260).
fn is_province(digits: &str) -> bool {
    let two = digits.get(..2).and_then(|two| two.parse::<u8>().ok());
    matches!(
        two,
        Some(11..=15 | 21..=23 | 31..=37 | 41..=46 | 50..=54 | 61..=65 | 71 | 81..=83)
    )
}

fn mobile(text: &str, run: &[Group]) -> Option<(usize, Hit)> {
    let first = run.first()?;
    // The country's code: as a group of its own, or in one piece after a plus sign.
    let plus = text
        .get(..first.range.start)
        .is_some_and(|before| before.ends_with('+'));
    let coded = matches!(first.digits.as_str(), "86" | "0086") && run.len() > 1;
    let own = if coded { run.get(1..)? } else { run };
    let joined = first.digits.strip_prefix("86").filter(|rest| plus && rest.len() == 11);
    let (used, digits) = match joined {
        Some(rest) => (1, rest.to_owned()),
        None => window(own, 11)?,
    };
    let shape: Vec<usize> = own.iter().take(used).map(|group| group.digits.len()).collect();
    let usual = joined.is_some() || matches!(shape.as_slice(), [11] | [3, 4, 4] | [3, 8] | [7, 4] | [3, 3, 5]);
    let day = |group: Option<&Group>| group.is_some_and(|group| is_date(&group.digits));
    let year = |group: Option<&Group>| group.is_some_and(|group| group.digits.starts_with("20"));
    let dated = (shape == [3, 8] && day(own.get(1))) || (shape == [3, 4, 4] && year(own.get(1)) && year(own.get(2)));
    let bound = own.iter().take(used).any(|group| group.bound);
    let alone = !bound && (used > 1 || stands_alone(own));
    let range = first.range.start..own.get(used.checked_sub(1)?)?.range.end;
    if !is_mobile(&digits) || !usual || dated || !alone || in_address(text, range.clone()) {
        return None;
    }
    let kind = Kind::Mobile;
    Some((used + usize::from(coded), Hit { range, kind, digits }))
}

fn is_mobile(digits: &str) -> bool {
    matches!(digits.as_bytes(), [b'1', b'3'..=b'9', ..]) && !digits.contains('X')
}

/// Whether the first group is not a piece of a longer code: `2025-13…`, `13….5`.
fn stands_alone(run: &[Group]) -> bool {
    let tight = |group: Option<&Group>| group.and_then(|group| group.joint).is_some_and(|c| !c.is_whitespace());
    let prefixed = tight(run.first());
    !prefixed && !tight(run.get(1))
}

/// Whether eight digits are a day of these centuries.
pub(super) fn is_date(digits: &str) -> bool {
    let part = |range: Range<usize>| digits.get(range).and_then(|text| text.parse::<u32>().ok());
    digits.len() == 8
        && matches!(part(0..4), Some(1900..=2099))
        && matches!(part(4..6), Some(1..=12))
        && matches!(part(6..8), Some(1..=31))
}

/// Whether the place lies in a web address, where long numbers are ids.
fn in_address(text: &str, range: Range<usize>) -> bool {
    // No address is longer; a line without spaces would be gone through again for each of its numbers.
    const FARTHEST: usize = 512;
    let is_part = |c: char| c.is_ascii_graphic() && !matches!(c, '"' | '\'' | '<' | '>' | '(' | ')');
    let from = text.floor_char_boundary(range.start.saturating_sub(FARTHEST));
    let head = text.get(from..range.start).unwrap_or_default();
    let lead = head.trim_end_matches(is_part);
    let word = head.get(lead.len()..).unwrap_or_default();
    word.contains("://") || word.contains("www.") || word.contains('?') || word.ends_with('=')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn kinds(text: &str) -> Vec<Kind> {
        find(text, Reading::Loose).into_iter().map(|hit| hit.kind).collect()
    }

    /// A number of nobody: the place 449999 was never given a code.
    const NUMBER: &str = "449999200001010012";

    fn with_check_digit(head: &str) -> String {
        let all = "0123456789X".chars().map(|last| format!("{head}{last}"));
        all.into_iter().find(|number| id_number::is_valid(number)).unwrap()
    }

    #[test]
    fn identity_numbers_are_found_however_they_are_written() {
        let number = with_check_digit(&NUMBER[..17]);
        let part = |range: Range<usize>| &number[range];
        let wide: String = number
            .chars()
            .map(|c| char::from_u32(u32::from(c) + 0xfee0).unwrap())
            .collect();
        for text in [
            format!("证件号{number}，"),
            format!("{} {} {}", part(0..6), part(6..14), part(14..18)),
            format!("{}-{}-{}-{}", part(0..6), part(6..10), part(10..14), part(14..18)),
            format!("{}.{}", part(0..6), part(6..18)),
            format!("号码 {wide}"),
            format!("{}\u{200b}{}", part(0..9), part(9..18)),
            number.chars().map(|c| format!("{c} ")).collect(),
            format!("{number}.jpg"),
        ] {
            let hits = find(&text, Reading::Loose);
            assert_eq!(hits.len(), 1, "{text}");
            assert_eq!(
                (hits[0].kind, hits[0].digits.as_str()),
                (Kind::Identity, number.as_str()),
                "{text}"
            );
            assert!(text.get(hits[0].range.clone()).is_some(), "{text}");
        }
        let tenth = (0..100).map(|n| with_check_digit(&format!("449999200001{:02}{:03}", n % 28 + 1, n)));
        let tenth: Vec<String> = tenth.filter(|number| number.ends_with('X')).collect();
        assert!(!tenth.is_empty());
        for number in &tenth {
            assert_eq!(kinds(&number.to_lowercase()), [Kind::Identity], "{number}");
        }
        assert_eq!(kinds(&tenth[..3].join(" ")), [Kind::Identity; 3]);
    }

    #[test]
    fn near_misses_are_told_apart() {
        let mut wrong = with_check_digit(&NUMBER[..17]);
        let last = if wrong.pop() == Some('1') { '2' } else { '1' };
        wrong.push(last);
        assert_eq!(kinds(&wrong), [Kind::NearIdentity]);
        assert_eq!(kinds("440301200000000000.jpg"), [Kind::Impossible]);
        assert_eq!(kinds("证件号 449999000101001"), [Kind::OldIdentity]);
    }

    #[test]
    fn mobile_numbers_are_found_however_they_are_written() {
        for text in [
            "13800000000",
            "电话13800000000（办公时间）",
            "138 0000 0000",
            "138-0000-0000",
            "138 - 0000 - 0000",
            "138  0000  0000",
            "13800000000 - 2",
            "+86 13800000000",
            "+8613800000000",
            "0086-138-0000-0000",
            "１３８００００００００",
            "0755-26536174 13800000000",
            "tel:13800000000",
        ] {
            let hits = find(text, Reading::Loose);
            assert_eq!(hits.len(), 1, "{text}");
            assert_eq!(
                (hits[0].kind, hits[0].digits.as_str()),
                (Kind::Mobile, "13800000000"),
                "{text}"
            );
        }
    }

    #[test]
    fn other_long_numbers_are_nobody() {
        for text in [
            // The made-up number that the site itself prints.
            id_number::example(),
            "2025-04-28 17:00 至 2025-05-06 12:00",
            "2024.04.28 2024.05.06",
            "0755-26536174",
            "02083302077",
            "https://example.edu.cn/info/1053/13800000000.htm",
            "https://example.edu.cn/a?id=449999200001010011&t=1713772800000",
            "1713772800000",
            "采集批次特征码 JF3D34，院校代码 12736",
            "粤教高〔2002〕151号",
            "13800000000a7f",
            "sha256:9f13800000000",
            "订单 20240428173000123456",
            "100 197 255 240 240 240",
            "150  2024  2025",
            "编号 180-20240428",
            "123456789012345678901234567890",
            "110000000000000000",
            "d=\"M138.0000 0000.5\"",
        ] {
            assert_eq!(kinds(text), [], "{text}");
        }
    }

    #[test]
    fn a_long_line_of_numbers_is_gone_through_once() {
        let line = "13800000000,".repeat(20_000) + &"1 ".repeat(100_000);
        assert_eq!(find(&line, Reading::Loose).len(), 20_000);
    }

    #[test]
    fn programs_write_numbers_in_one_piece() {
        assert!(find("138 0000 0000", Reading::Strict).is_empty());
        assert_eq!(find("\"13800000000\"", Reading::Strict).len(), 1);
    }

    #[test]
    fn masks_leave_enough_to_find_the_place_and_no_more() {
        assert_eq!(mask("449999200001010014"), "449999********0014");
        assert_eq!(mask("13800000000"), "138****0000");
        assert_eq!(mask("449999000101001"), "449999*****1001");
        assert_eq!(mask("E12345678"), "E1*******");
        assert_eq!(mask("H12345678901"), "H12*****8901");
        assert_eq!(mask("123"), "***");
    }
}
