//! Dates, clock times and weekdays in running text, with their places; what is quoted, a link, code or an inserted fact is not looked at.

use std::cell::OnceCell;
use std::ops::Range;

/// A line whose quotations, links, code and inserted facts are blanked out; places stay what they are.
pub(in crate::rules) struct Text {
    chars: Vec<(usize, char)>,
    end: usize,
    /// All days, once something asked for them.
    days: OnceCell<Vec<Day>>,
}

/// A day as somebody wrote it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::rules) struct Day {
    pub(in crate::rules) year: Option<i16>,
    pub(in crate::rules) month: i8,
    pub(in crate::rules) day: i8,
    /// Bytes of the line.
    pub(in crate::rules) range: Range<usize>,
    /// Whether a word such as 去年 in front says which year.
    pub(in crate::rules) other_year: bool,
    /// Index of its first character, and of the first one behind it.
    pub(in crate::rules) first: usize,
    pub(in crate::rules) after: usize,
}

/// A weekday as somebody wrote it: 0 is Monday.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::rules) struct Weekday {
    pub(in crate::rules) number: i8,
    /// Bytes of the line.
    pub(in crate::rules) range: Range<usize>,
}

/// Characters that join a weekday or a date to another one: a list or a span says more than one day.
const JOINS: &[char] = &['至', '到', '、', '-', '–', '—', '~', '～', '和', '及', '与', '或', '每'];

/// Behind 周日 without brackets these make another word: 周日程, 周日常.
const NOT_A_DAY: &[char] = &['程', '常', '志', '报', '期', '历', '记', '均', '刊', '内', '中'];

impl Text {
    pub(in crate::rules) fn new(line: &str) -> Self {
        let mut chars: Vec<(usize, char)> = line.char_indices().collect();
        blank(&mut chars);
        Self {
            chars,
            end: line.len(),
            days: OnceCell::new(),
        }
    }

    /// The character at an index; a space beyond the line.
    pub(in crate::rules) fn at(&self, index: usize) -> char {
        self.chars.get(index).map_or(' ', |(_, c)| *c)
    }

    fn before(&self, index: usize) -> char {
        index.checked_sub(1).map_or(' ', |index| self.at(index))
    }

    fn byte(&self, index: usize) -> usize {
        self.chars.get(index).map_or(self.end, |(byte, _)| *byte)
    }

    pub(in crate::rules) fn len(&self) -> usize {
        self.chars.len()
    }

    /// Whether these words stand at an index.
    pub(in crate::rules) fn has(&self, index: usize, words: &str) -> bool {
        words.chars().enumerate().all(|(n, c)| self.at(index + n) == c)
    }

    /// The first index from here on that is no space and no mark of emphasis.
    pub(in crate::rules) fn skip(&self, mut index: usize) -> usize {
        while index < self.len() && (self.at(index).is_whitespace() || self.at(index) == '*') {
            index += 1;
        }
        index
    }

    /// Bytes of the line between two indices.
    pub(in crate::rules) fn bytes(&self, from: usize, to: usize) -> Range<usize> {
        self.byte(from)..self.byte(to)
    }

    /// A number of at most four digits, and the index behind it.
    pub(in crate::rules) fn number(&self, index: usize) -> Option<(i16, usize)> {
        let (mut value, mut at) = (0, index);
        while let Some(digit) = digit(self.at(at)) {
            if at - index >= 4 {
                return None;
            }
            value = value * 10 + digit;
            at += 1;
        }
        (at > index).then_some((value, at))
    }

    /// All days, in order.
    pub(in crate::rules) fn days(&self) -> &[Day] {
        self.days.get_or_init(|| self.find_days())
    }

    fn find_days(&self) -> Vec<Day> {
        let (mut found, mut at) = (Vec::new(), 0);
        while at < self.len() {
            let starts = digit(self.at(at)).is_some() && digit(self.before(at)).is_none();
            let day = if starts { self.day(at) } else { None };
            at = day.as_ref().map_or(at + 1, |day| day.after);
            found.extend(day);
        }
        found
    }

    fn day(&self, first: usize) -> Option<Day> {
        let (year, month, day, after) = self.in_characters(first).or_else(|| self.in_figures(first))?;
        let real = (1..=12).contains(&month) && (1..=31).contains(&day);
        let years = [
            "去年", "前年", "往年", "上年", "明年", "后年", "次年", "翌年", "每年", "历年",
        ];
        let said = |back: usize| {
            first
                .checked_sub(back)
                .is_some_and(|from| years.iter().any(|y| self.has(from, y)))
        };
        real.then(|| Day {
            year,
            month: i8::try_from(month).unwrap_or_default(),
            day: i8::try_from(day).unwrap_or_default(),
            range: self.bytes(first, after),
            other_year: year.is_none() && (said(2) || said(3)),
            first,
            after,
        })
    }

    /// `2024年9月28日`, `9 月 28 号`.
    fn in_characters(&self, first: usize) -> Option<(Option<i16>, i16, i16, usize)> {
        let (number, after) = self.number(first)?;
        let sign = self.spaces(after);
        let (year, month, after) = match self.at(sign) {
            '年' if number >= 1000 => {
                let (month, after) = self.number(self.spaces(sign + 1))?;
                (Some(number), month, self.spaces(after))
            }
            '月' => (None, number, sign),
            _ => return None,
        };
        if self.at(after) != '月' || (year.is_none() && self.before(first) == '年') {
            return None;
        }
        let (day, after) = self.number(self.spaces(after + 1))?;
        let sign = self.spaces(after);
        matches!(self.at(sign), '日' | '号').then_some((year, month, day, sign + 1))
    }

    /// `2024-09-28`, `2024/9/28`, `2024.9.28`.
    fn in_figures(&self, first: usize) -> Option<(Option<i16>, i16, i16, usize)> {
        let joined = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '/' | '.' | '_');
        let (year, after) = self.number(first)?;
        let sign = self.at(after);
        if year < 1000 || !matches!(sign, '-' | '/' | '.') || joined(self.before(first)) {
            return None;
        }
        let (month, after) = self.number(after + 1)?;
        if self.at(after) != sign {
            return None;
        }
        let (day, after) = self.number(after + 1)?;
        (!joined(self.at(after))).then_some((Some(year), month, day, after))
    }

    fn spaces(&self, mut index: usize) -> usize {
        while self.at(index) == ' ' && index < self.len() {
            index += 1;
        }
        index
    }

    /// Bytes of the sentence around some bytes, no longer than anybody reads at once.
    pub(in crate::rules) fn sentence(&self, first: usize, after: usize) -> Range<usize> {
        const LONGEST: usize = 200;
        let stops = |at: &usize| matches!(self.at(*at), '。' | '；' | ';' | '？' | '！');
        let from = (first.saturating_sub(LONGEST)..first)
            .rev()
            .find(stops)
            .map(|at| at + 1);
        let to = (after..self.len()).take(LONGEST).find(stops);
        let from = from.unwrap_or_else(|| first.saturating_sub(LONGEST));
        self.bytes(from, to.unwrap_or_else(|| self.len().min(after + LONGEST)))
    }

    /// What stands in brackets at an index, and the index behind them.
    pub(in crate::rules) fn bracket(&self, index: usize) -> Option<(String, usize)> {
        const LONGEST: usize = 24;
        let close = match self.at(index) {
            '（' | '(' => ['）', ')'],
            '【' | '[' => ['】', ']'],
            _ => return None,
        };
        let inner = (index + 1..self.len()).take(LONGEST);
        let end = inner.clone().find(|at| close.contains(&self.at(*at)))?;
        Some(((index + 1..end).map(|at| self.at(at)).collect(), end + 1))
    }

    /// Minutes after midnight of a clock time at an index, and the index behind it: `17:00`, `下午5点`, `17时30分`.
    pub(in crate::rules) fn clock(&self, index: usize) -> Option<(u16, usize)> {
        let mut at = self.skip(index);
        let halves = [
            ("上午", 0),
            ("中午", 0),
            ("早上", 0),
            ("下午", 12),
            ("晚上", 12),
            ("晚", 12),
        ];
        let half = halves.iter().find(|(word, _)| self.has(at, word));
        if let Some((word, _)) = half {
            at = self.skip(at + word.chars().count());
        }
        let (hour, after) = self.number(at)?;
        let (minutes, after) = match self.at(after) {
            ':' | '：' => self.number(after + 1)?,
            '时' | '点' if self.at(after + 1) == '半' => (30, after + 2),
            '时' | '点' => match self.number(after + 1) {
                Some((minutes, end)) if self.at(end) == '分' => (minutes, end + 1),
                _ => (0, after + 1),
            },
            _ => return None,
        };
        let later = if hour < 12 {
            half.map_or(0, |(_, hours)| *hours)
        } else {
            0
        };
        // Asked before anything is added up: four digits of hours are more minutes than the number holds.
        let real = hour <= 24 && minutes < 60 && (hour < 24 || minutes == 0);
        let total = || u16::try_from((hour + later) * 60 + minutes).ok();
        Some((real.then(total)??, after))
    }

    /// The weekday at an index, where exactly one stands there.
    fn weekday_at(&self, index: usize) -> Option<(Weekday, usize)> {
        let words = ["周", "星期", "礼拜"];
        let word = words.iter().find(|word| self.has(index, word))?;
        let at = index + word.chars().count();
        let number = weekday_number(self.at(at))?;
        // 周六日, 周一二: more than one.
        if weekday_number(self.at(at + 1)).is_some() || JOINS.contains(&self.before(index)) {
            return None;
        }
        let range = self.bytes(index, at + 1);
        Some((Weekday { number, range }, at + 1))
    }

    /// The weekday that stands with a day: `9月28日（周六）`, `9月28日 星期六`, `周六（9月28日）`. A list or a span of weekdays is none.
    pub(in crate::rules) fn weekday_of(&self, day: &Day) -> Option<Weekday> {
        let at = self.skip(day.after);
        if let Some((inside, after)) = self.bracket(at) {
            return self.weekday_in(at + 1, after - 1, &inside);
        }
        if let Some((weekday, after)) = self.weekday_at(at) {
            let next = self.at(self.skip(after));
            return (!JOINS.contains(&next) && !NOT_A_DAY.contains(&self.at(after))).then_some(weekday);
        }
        let is_inside = matches!(self.before(day.first), '（' | '(') && matches!(self.at(day.after), '）' | ')');
        let name = day.first.checked_sub(1)?;
        let starts = [2, 3].into_iter().filter_map(|back| name.checked_sub(back));
        let mut found = starts
            .filter_map(|at| self.weekday_at(at))
            .filter(|(_, after)| *after == name);
        found.next().filter(|_| is_inside).map(|(weekday, _)| weekday)
    }

    /// The only weekday between two indices, at their beginning or behind a word such as 本.
    fn weekday_in(&self, from: usize, to: usize, inside: &str) -> Option<Weekday> {
        let signs = inside.matches(['周', '期', '拜']).count();
        let lead = usize::from(['本', '这', '下', '即', '为'].contains(&self.at(from)));
        let (weekday, after) = self.weekday_at(self.skip(from + lead))?;
        let alone = after >= to || !JOINS.contains(&self.at(self.skip(after)));
        (signs == 1 && alone && after <= to).then_some(weekday)
    }
}

fn digit(c: char) -> Option<i16> {
    let wide = |c: char| char::from_u32(u32::from(c).checked_sub(0xFEE0)?);
    let c = if c.is_ascii() { c } else { wide(c)? };
    i16::try_from(c.to_digit(10)?).ok()
}

fn weekday_number(c: char) -> Option<i8> {
    Some(match c {
        '一' => 0,
        '二' => 1,
        '三' => 2,
        '四' => 3,
        '五' => 4,
        '六' => 5,
        '日' | '天' => 6,
        _ => return None,
    })
}

/// Puts spaces over quotations, code, links and inserted facts.
fn blank(chars: &mut [(usize, char)]) {
    const ADDRESS: &[char] = &[' ', ')', '）', '，', '。', '、', '；'];
    let at = |chars: &[(usize, char)], index: usize| chars.get(index).map_or('\0', |(_, c)| *c);
    // A mark that is never closed must not be looked for again and again.
    let last = |close: char| chars.iter().rposition(|(_, c)| *c == close).unwrap_or(0);
    let lasts = ['”', '」', '`', '}'].map(|close| (close, last(close)));
    let mut index = 0;
    while index < chars.len() {
        let close: &[char] = match (at(chars, index), at(chars, index + 1)) {
            ('“', _) => &['”'],
            ('「', _) => &['」'],
            ('`', _) => &['`'],
            ('{', '{') => &['}'],
            (':', '/') if at(chars, index + 2) == '/' => ADDRESS,
            _ => &[],
        };
        let closes = lasts.iter().any(|(c, last)| close.contains(c) && *last > index);
        if !closes && close != ADDRESS {
            index += 1;
            continue;
        }
        let mut rest = index + 1..chars.len();
        let end = rest.find(|end| close.contains(&at(chars, *end))).unwrap_or(chars.len());
        for (_, c) in chars.iter_mut().take(end).skip(index) {
            *c = '\u{0}';
        }
        index = end + 1;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn days(line: &str) -> Vec<(Option<i16>, i8, i8)> {
        let text = Text::new(line);
        let days = text.days();
        for day in days {
            assert!(line.get(day.range.clone()).is_some(), "{line}: {day:?}");
        }
        days.iter().map(|day| (day.year, day.month, day.day)).collect()
    }

    fn weekday(line: &str) -> Option<i8> {
        let text = Text::new(line);
        let day = text.days().first()?.clone();
        let found = text.weekday_of(&day)?;
        assert!(
            line.get(found.range.clone())
                .unwrap()
                .ends_with(['一', '二', '三', '四', '五', '六', '日', '天'])
        );
        Some(found.number)
    }

    #[test]
    fn days_are_found_in_every_usual_form() {
        assert_eq!(days("2024年9月28日和9 月 30 日"), [(Some(2024), 9, 28), (None, 9, 30)]);
        assert_eq!(
            days("１０月８号，2024-09-28、2024/9/28"),
            [(None, 10, 8), (Some(2024), 9, 28), (Some(2024), 9, 28)]
        );
        assert_eq!(days("2024.9.28 截止"), [(Some(2024), 9, 28)]);
    }

    #[test]
    fn other_numbers_are_no_days() {
        for line in [
            "电话 0755-2653-6174",
            "版本 1.2024.9.28",
            "https://a.example/2024/9/28",
            "第13月40日",
            "粤教高〔2002〕151号",
            "提前3日",
            "10月底",
            "原文写“9月28日（周五）”",
            "{{ deadline.x 9月28日 }}",
            "2024年9月",
        ] {
            assert_eq!(days(line), [], "{line}");
        }
    }

    #[test]
    fn a_weekday_belongs_to_its_day() {
        assert_eq!(weekday("9月28日（周六）"), Some(5));
        assert_eq!(weekday("9月28日(星期天)上午"), Some(6));
        assert_eq!(weekday("2024-09-28 周六"), Some(5));
        assert_eq!(weekday("**9月28日**（本周六，调休上班）"), Some(5));
        assert_eq!(weekday("周六（9月28日）"), Some(5));
        assert_eq!(weekday("礼拜天（9月29日）"), Some(6));
    }

    #[test]
    fn spans_and_lists_of_weekdays_are_left_alone() {
        for line in [
            "9月28日（周六、周日）",
            "9月28日（周六至周日）",
            "9月28日 周六日",
            "9月23日周一至周五",
            "9月28日周日程",
            "9月28日每周六",
            "周一至周五（9月23日）",
            "9月28日（含周六）",
            "9月28日，周六休息",
            "9月28日（第3周）",
        ] {
            assert_eq!(weekday(line), None, "{line}");
        }
    }

    #[test]
    fn clock_times_are_read_as_people_write_them() {
        let clock = |line: &str| Text::new(line).clock(0).map(|(minutes, _)| minutes);
        assert_eq!(clock("17:00前"), Some(17 * 60));
        assert_eq!(clock(" 下午5点半"), Some(17 * 60 + 30));
        assert_eq!(clock("24时"), Some(24 * 60));
        assert_eq!(clock("9时30分"), Some(9 * 60 + 30));
        assert_eq!(clock("前"), None);
        assert_eq!(clock("25:00"), None);
        assert_eq!(clock("24:30"), None);
        assert_eq!(clock("9999:00"), None);
        assert_eq!(clock("9:9999"), None);
    }
}
