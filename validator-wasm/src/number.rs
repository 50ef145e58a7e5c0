//! What was measured, in the few characters of a table cell.

use tassel_validator::container::Format;
use tassel_validator::{Check, Value, seen_color};

/// The check's value with its unit, such as `30.5 KB` or `600×800`; "" when nothing was measured.
pub fn measured(check: &Check) -> String {
    match &check.value {
        None => String::new(),
        Some(Value::Text(text)) => word(text, &check.id),
        // A colour says more than its distance from the nearest one allowed.
        Some(Value::Number(number)) if check.id == "bg.color" => {
            seen_color(&check.message).map_or_else(|| with_unit(*number, check), str::to_owned)
        }
        Some(Value::Number(number)) => with_unit(*number, check),
    }
}

/// Names that the report gives for programs, as people write them: `jpeg` → `JPG`.
fn word(text: &str, id: &str) -> String {
    match id {
        "file.format" if text == "unknown" => "认不出".to_owned(),
        "file.format" => Format::ALL
            .iter()
            .find(|format| format.id() == text)
            .map_or(text, |format| format.label())
            .to_owned(),
        "file.color_mode" => color_mode(text),
        _ => text.to_owned(),
    }
}

/// `rgb8` and its like: kind of colour, bits per channel.
fn color_mode(text: &str) -> String {
    let kind = text.trim_end_matches(|c: char| c.is_ascii_digit());
    let bits = text.strip_prefix(kind).unwrap_or_default();
    let name = match kind {
        "rgb" => "RGB 彩色",
        "rgba" => "RGB 带透明",
        "grey" => "灰度",
        "grey+alpha" => "灰度带透明",
        "palette" => "调色板",
        "cmyk" | "ycck" => "CMYK",
        other => other,
    };
    if bits.is_empty() {
        name.to_owned()
    } else {
        format!("{name}，每通道 {bits} 位")
    }
}

fn with_unit(number: f64, check: &Check) -> String {
    match check.unit.as_deref().unwrap_or("") {
        "B" => bytes(number, check),
        "px" => format!("{} 像素", short(number)),
        "deg" => format!("{}°", short(number)),
        "%" => format!("{}%", short(number)),
        "deltaE" => format!("色差 {}", short(number)),
        "luma" => format!("起伏 {}", short(number)),
        "exif" if number <= 1.0 => "没有旋转标记".to_owned(),
        "exif" => format!("旋转标记 {}", short(number)),
        "q" | "" => short(number),
        unit => format!("{} {unit}", short(number)),
    }
}

/// As the validator's message has it: near a lower limit a KB is 1000 bytes and else 1024, so that the number agrees with the verdict.
fn bytes(number: f64, check: &Check) -> String {
    let near_min = check
        .limit
        .and_then(|limit| limit.min)
        .is_some_and(|min| number < min * 1.1);
    let kilo = if near_min { 1000.0 } else { 1024.0 };
    if number >= kilo * kilo {
        format!("{} MB", short(number / (kilo * kilo)))
    } else if number >= kilo {
        format!("{} KB", short(number / kilo))
    } else {
        format!("{} B", short(number))
    }
}

/// At most one decimal, none when it would be 0.
fn short(number: f64) -> String {
    let text = format!("{number:.1}");
    text.strip_suffix(".0").map_or(text.clone(), str::to_owned)
}
