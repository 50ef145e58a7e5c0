//! What may stand in `<time datetime="…">`, as far as this project writes it.

/// Whether `text` is a valid month, date, time of day, or date with time (with or without offset) after HTML's rules.
pub fn is_valid_datetime(text: &str) -> bool {
    if let Some((date, time)) = text.split_once(['T', ' ']) {
        return is_date(date) && is_time_with_offset(time);
    }
    is_date(text) || is_month(text) || is_time(text)
}

fn number(text: &str, digits: usize) -> Option<u32> {
    let plain = text.len() == digits && text.bytes().all(|byte| byte.is_ascii_digit());
    plain.then(|| text.parse().ok()).flatten()
}

fn month_of(text: &str) -> Option<(u32, u32)> {
    let (year, month) = text.split_once('-')?;
    let (year, month) = (number(year, 4)?, number(month, 2)?);
    (year >= 1 && (1..=12).contains(&month)).then_some((year, month))
}

fn is_month(text: &str) -> bool {
    month_of(text).is_some()
}

fn is_date(text: &str) -> bool {
    let parse = || {
        let (month, day) = text.rsplit_once('-')?;
        let (year, month) = month_of(month)?;
        Some((1..=days(year, month)).contains(&number(day, 2)?))
    };
    parse().unwrap_or(false)
}

fn days(year: u32, month: u32) -> u32 {
    let leap = year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400));
    match month {
        2 if leap => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    }
}

fn is_time(text: &str) -> bool {
    let parts: Vec<&str> = text.split(':').collect();
    let limits: &[u32] = &[23, 59, 59];
    let good = |(part, limit): (&&str, &u32)| number(part, 2).is_some_and(|value| value <= *limit);
    matches!(parts.len(), 2 | 3) && parts.iter().zip(limits).all(good)
}

fn is_time_with_offset(text: &str) -> bool {
    if let Some(time) = text.strip_suffix('Z') {
        return is_time(time);
    }
    match text.split_once(['+', '-']) {
        Some((time, offset)) => is_time(time) && offset.len() == 5 && is_time(offset),
        None => is_time(text),
    }
}
