//! The 18-digit citizen identity number of GB 11643-1999: form and check digit. Numbers are never kept and never shown whole.

/// Weights of the first 17 digits, 2^(17-i) mod 11 (GB 11643-1999; ISO 7064 MOD 11-2).
const WEIGHTS: [u32; 17] = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];

/// What is wrong with an identity number.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fault {
    /// Not 17 digits followed by a digit or X.
    Form,
    /// Digits 7–14 are no day of the calendar.
    Birthday,
    /// The last character doesn't follow from the other 17.
    CheckDigit,
}

/// Finds the first fault of a number; a lower-case `x` at the end is accepted.
///
/// # Errors
/// The fault, if there is one.
pub fn examine(number: &str) -> Result<(), Fault> {
    let bytes: &[u8; 18] = number.as_bytes().try_into().map_err(|_| Fault::Form)?;
    let (head, last) = (&bytes[..17], bytes[17].to_ascii_uppercase());
    if !head.iter().all(u8::is_ascii_digit) || !(last.is_ascii_digit() || last == b'X') {
        return Err(Fault::Form);
    }
    let digits = |range: std::ops::Range<usize>| head[range].iter().fold(0, |n, d| n * 10 + u32::from(d - b'0'));
    if !is_day(digits(6..10), digits(10..12), digits(12..14)) {
        return Err(Fault::Birthday);
    }
    if check_digit(head) == last {
        Ok(())
    } else {
        Err(Fault::CheckDigit)
    }
}

/// Whether a number has the right form, a possible birthday and the right check digit.
pub fn is_valid(number: &str) -> bool {
    examine(number).is_ok()
}

/// A number that is valid in form and can belong to nobody: no place has the area code 000000, and it was born in 1800.
pub fn example() -> &'static str {
    "000000180001010018"
}

/// The number with everything but its first and last two characters hidden; for any text, of any length.
pub fn mask(text: &str) -> String {
    let n = text.chars().count();
    text.chars()
        .enumerate()
        .map(|(i, c)| if n > 6 && (i < 2 || i + 2 >= n) { c } else { '*' })
        .collect()
}

fn check_digit(head: &[u8]) -> u8 {
    let sum: u32 = head
        .iter()
        .zip(WEIGHTS)
        .map(|(d, w)| u32::from(d.wrapping_sub(b'0')) * w)
        .sum();
    b"10X98765432"[(sum % 11) as usize]
}

fn is_day(year: u32, month: u32, day: u32) -> bool {
    let leap = year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400));
    let days = match month {
        2 => 28 + u32::from(leap),
        4 | 6 | 9 | 11 => 30,
        1..=12 => 31,
        _ => 0,
    };
    year >= 1800 && (1..=days).contains(&day)
}
