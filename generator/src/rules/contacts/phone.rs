//! Telephone numbers in running text: landlines with or without area code, and 400 numbers. Dates, student numbers and addresses of the
//! web are none.

use std::ops::Range;

/// A number and where it stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::rules) struct Number {
    pub(super) range: Range<usize>,
    /// `0755`, `020` or `400`; `None` where only the local part is written.
    pub(super) area: Option<String>,
    /// The digits behind the area code.
    pub(super) local: String,
}

impl Number {
    /// The same for every way of writing the number.
    pub(in crate::rules) fn digits(&self) -> String {
        format!("{}{}", self.area.as_deref().unwrap_or(""), self.local)
    }

    /// The way in which it should be written: area code, hyphen, local number.
    pub(super) fn normal(&self) -> String {
        match &self.area {
            Some(area) if area == "400" || area == "800" => match (self.local.get(..3), self.local.get(3..)) {
                (Some(first), Some(second)) => format!("{area}-{first}-{second}"),
                _ => self.digits(),
            },
            Some(area) => format!("{area}-{}", self.local),
            None => self.local.clone(),
        }
    }

    /// Whether both are one number, as far as they say.
    pub(super) fn is_same(&self, other: &Self) -> bool {
        let areas = self.area.is_none() || other.area.is_none() || self.area == other.area;
        areas && self.local == other.local
    }
}

/// All numbers of a text.
pub(super) fn numbers(text: &str) -> Vec<Number> {
    let mut found: Vec<Number> = Vec::new();
    let mut before = ' ';
    let mut skip = 0;
    for (at, c) in text.char_indices() {
        let begins =
            at >= skip && c.is_ascii_digit() && !(before.is_ascii_alphanumeric() || "_=/@.&%+-".contains(before));
        if begins && let Some(number) = read(text, at, before) {
            skip = number.range.end;
            found.push(number);
        }
        before = c;
    }
    found
}

/// The number that a field holds.
pub(in crate::rules) fn number(text: &str) -> Option<Number> {
    numbers(text).into_iter().next()
}

fn run(text: &str, at: usize) -> &str {
    let rest = text.get(at..).unwrap_or("");
    let end = rest.find(|c: char| !c.is_ascii_digit()).unwrap_or(rest.len());
    rest.get(..end).unwrap_or("")
}

/// What may stand between the parts of a number.
fn separator(text: &str, at: usize) -> Option<(char, usize)> {
    let c = text.get(at..)?.chars().next()?;
    "-－–— \u{3000})）".contains(c).then(|| (c, at + c.len_utf8()))
}

fn read(text: &str, at: usize, before: char) -> Option<Number> {
    let first = run(text, at);
    let mut range = at..at + first.len();
    let (area, local) = match first.len() {
        3 | 4 if first.starts_with('0') => {
            let (between, next) = separator(text, range.end)?;
            let local = run(text, next);
            if !(7..=8).contains(&local.len()) {
                return None;
            }
            if matches!(between, ')' | '）') && matches!(before, '(' | '（') {
                range.start -= before.len_utf8();
            }
            range.end = next + local.len();
            (Some(first), local.to_owned())
        }
        10..=12 if first.starts_with('0') => {
            let short = ["00", "01", "02"].iter().any(|start| first.starts_with(start));
            let (area, local) = first.split_at_checked(if short { 3 } else { 4 })?;
            (Some(area), (7..=8).contains(&local.len()).then(|| local.to_owned())?)
        }
        10 if is_service(first) => {
            let (area, local) = first.split_at_checked(3)?;
            (Some(area), local.to_owned())
        }
        3 if is_service(first) => {
            let (_, next) = separator(text, range.end)?;
            let mut local = run(text, next).to_owned();
            range.end = next + local.len();
            if local.len() < 7
                && let Some((_, next)) = separator(text, range.end)
            {
                let last = run(text, next);
                local.push_str(last);
                range.end = next + last.len();
            }
            (Some(first), (local.len() == 7).then_some(local)?)
        }
        7 | 8 if !first.starts_with(['0', '1', '9']) && !(first.len() == 8 && first.starts_with("20")) => {
            (None, first.to_owned())
        }
        _ => return None,
    };
    let mut after = text.get(range.end..).unwrap_or("").chars();
    let (next, then) = (after.next().unwrap_or(' '), after.next().unwrap_or(' '));
    let runs_on = next.is_ascii_alphanumeric() || "@_".contains(next);
    let goes_on = then.is_ascii_digit() && (next == '.' || area.is_none() && "-－–—".contains(next));
    (!runs_on && !goes_on).then(|| Number {
        range,
        area: area.map(str::to_owned),
        local,
    })
}

fn is_service(digits: &str) -> bool {
    digits.starts_with("400") || digits.starts_with("800")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn normal(text: &str) -> Vec<String> {
        numbers(text).iter().map(Number::normal).collect()
    }

    #[test]
    fn every_way_of_writing_one_number_is_read() {
        for text in [
            "000-00000001",
            "00000000001",
            "000 00000001",
            "（000）00000001",
            "电话000－00000001，",
            "000-00000001(O)",
            "000-00000001-12",
            "000-00000001 转 12",
        ] {
            assert_eq!(normal(text), ["000-00000001"], "{text}");
        }
        assert_eq!(normal("0000-0000002、0000-0000003"), ["0000-0000002", "0000-0000003"]);
        assert_eq!(normal("400-000-0001 或 4000000001"), ["400-000-0001", "400-000-0001"]);
        assert_eq!(normal("电话：26000001"), ["26000001"]);
        let text = "打（000）00000001问";
        let range = numbers(text).remove(0).range;
        assert_eq!(text.get(range), Some("（000）00000001"));
    }

    #[test]
    fn what_is_no_number_is_left_alone() {
        for text in [
            "2020-04-15 17:00",
            "20240928",
            "1677887075@qq.com",
            "26000001@example.com",
            "https://a.example/02000000001",
            "id=02000000001",
            "采集批次JF26000001",
            "13.5元，480×640",
            "000-000000012345",
            "26000001-3",
            "440301200000000000",
            "（020）",
            "0",
            "",
        ] {
            assert_eq!(normal(text), [""; 0], "{text}");
        }
    }

    proptest::proptest! {
        #[test]
        fn no_text_breaks_it(text in "[0-9（）()－ -@.电话]{0,40}") {
            for number in numbers(&text) {
                proptest::prop_assert!(text.get(number.range).is_some());
            }
        }
    }
}
