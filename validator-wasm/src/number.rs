//! What was measured, in the few characters of a table cell.

use tassel_validator::container::Format;
use tassel_validator::{Check, Lang, Value, seen_color};

use crate::say::{many, say};

/// The check's value with its unit, such as `30.5 KB` or `600×800`; "" when nothing was measured.
pub fn measured(check: &Check, lang: Lang) -> String {
    match &check.value {
        None => String::new(),
        Some(Value::Text(text)) => word(text, &check.id, lang),
        // A colour says more than its distance from the nearest one allowed.
        Some(Value::Number(number)) if check.id == "bg.color" => {
            seen_color(&check.message).map_or_else(|| with_unit(*number, check, lang), str::to_owned)
        }
        Some(Value::Number(number)) => with_unit(*number, check, lang),
    }
}

/// A check's limit in words, for rules that the profile does not print; "" when there is none.
pub(crate) fn range(check: &Check, lang: Lang) -> String {
    // A limit means as little as the value where that is left out.
    let Some(limit) = check.limit.filter(|_| !measured(check, lang).is_empty()) else {
        return String::new();
    };
    let number = |number: f64| with_unit(number, check, lang);
    match (limit.min, limit.max) {
        (Some(min), Some(max)) if min == max => number(min),
        (Some(min), Some(max)) => format!("{}–{}", number(min), number(max)),
        (Some(min), None) => format!("{} {}", say(lang, "不小于", "at least"), number(min)),
        (None, Some(max)) => format!("{} {}", say(lang, "不大于", "at most"), number(max)),
        (None, None) => String::new(),
    }
}

/// Whole px, as nobody measures finer; beside a limit a tenth, so that the number agrees with the verdict.
fn px(number: f64, check: &Check) -> String {
    let limit = check.limit.unwrap_or_default();
    let near = [limit.min, limit.max]
        .into_iter()
        .flatten()
        .any(|limit| (number.abs() - limit).abs() < 1.0);
    short(if near { number } else { number.round() })
}

/// The check's number in as few characters as a label on the photo has room for: `246`, `1.2°`.
pub(crate) fn brief(number: f64, check: &Check) -> String {
    let number = number.abs();
    match check.unit.as_deref() {
        Some("px") => px(number, check),
        Some("deg") => format!("{}°", short(number)),
        Some("%") => format!("{}%", short(number)),
        _ => short(number),
    }
}

/// A limit in as few characters as a label on the photo has room for: `50–110`, `≤ 5°`.
pub(crate) fn span(check: &Check) -> String {
    let unit = match check.unit.as_deref() {
        Some("deg") => "°",
        Some("%") => "%",
        _ => "",
    };
    let limit = check.limit.unwrap_or_default();
    match (limit.min, limit.max) {
        (Some(min), Some(max)) if min == -max => format!("±{}{unit}", short(max)),
        (None, Some(max)) if check.id == "geom.center" || check.id.starts_with("pose.") => {
            format!("±{}{unit}", short(max))
        }
        (Some(min), Some(max)) => format!("{}–{}{unit}", short(min), short(max)),
        (Some(min), None) => format!("≥ {}{unit}", short(min)),
        (None, Some(max)) => format!("≤ {}{unit}", short(max)),
        (None, None) => String::new(),
    }
}

/// Whether a check's number says something to who reads it: a length, a size, an angle. The rest are shares and scores that mean nothing
/// without their definition; what the check says in words tells more.
pub(crate) fn speaks(id: &str) -> bool {
    matches!(id, "bg.color" | "face.count") || ["file.", "geom.", "pose."].iter().any(|class| id.starts_with(class))
}

/// What was seen, as a number where that speaks, else in the check's own sentence.
pub(crate) fn seen(check: &Check, lang: Lang) -> String {
    if speaks(&check.id) {
        measured(check, lang)
    } else {
        check.message.trim_end_matches(['。', '.']).to_owned()
    }
}

/// Names that the report gives for programs, as people write them: `jpeg` → `JPG`.
fn word(text: &str, id: &str, lang: Lang) -> String {
    match id {
        "file.format" if text == "unknown" => say(lang, "认不出", "unknown").to_owned(),
        "file.format" => Format::ALL
            .iter()
            .find(|format| format.id() == text)
            .map_or(text, |format| format.label())
            .to_owned(),
        "file.color_mode" => color_mode(text, lang),
        _ => text.to_owned(),
    }
}

/// `rgb8` and its like: kind of colour, bits per channel.
fn color_mode(text: &str, lang: Lang) -> String {
    let kind = text.trim_end_matches(|c: char| c.is_ascii_digit());
    let bits = text.strip_prefix(kind).unwrap_or_default();
    let name = match kind {
        "rgb" => say(lang, "RGB 彩色", "RGB colour"),
        "rgba" => say(lang, "RGB 带透明", "RGB with transparency"),
        "grey" => say(lang, "灰度", "grey"),
        "grey+alpha" => say(lang, "灰度带透明", "grey with transparency"),
        "palette" => say(lang, "调色板", "palette"),
        "cmyk" | "ycck" => "CMYK",
        other => other,
    };
    if bits.is_empty() {
        name.to_owned()
    } else {
        match lang {
            Lang::Zh => format!("{name}，每通道 {bits} 位"),
            Lang::En => format!("{name}, {bits} bits a channel"),
        }
    }
}

fn with_unit(number: f64, check: &Check, lang: Lang) -> String {
    if check.id == "geom.center" && number < 0.0 {
        let side = say(lang, "偏左 ", "to the left: ");
        return format!("{side}{}", with_unit(-number, check, lang));
    }
    // Which way a head leans or turns is said in words; a minus is none.
    let number = if check.id.starts_with("pose.") {
        number.abs()
    } else {
        number
    };
    match check.unit.as_deref().unwrap_or("") {
        "B" => bytes(number, check),
        "px" => format!("{} {}", px(number, check), say(lang, "像素", "px")),
        "deg" => format!("{}°", short(number)),
        "%" => format!("{}%", short(number)),
        "deltaE" => format!("{} {}", say(lang, "色差", "difference"), short(number)),
        "luma" if check.id.starts_with("light.") || check.id.starts_with("color.") => {
            format!("{} {}", say(lang, "亮度", "brightness"), short(number))
        }
        "luma" => format!("{} {}", say(lang, "起伏", "unevenness"), short(number)),
        "chroma" => format!("{} {}", say(lang, "彩度", "colourfulness"), short(number)),
        "share" => format!("{}%", short((number * 100.0).round())),
        "EV" => format!("{} {}", short(number), say(lang, "档", "stops")),
        "faces" => format!(
            "{} {}",
            short(number),
            say(lang, "张脸", many(number as usize, "face", "faces"))
        ),
        "letters" => format!(
            "{} {}",
            short(number),
            say(lang, "个字", many(number as usize, "letter", "letters"))
        ),
        // Numbers that mean nothing to who has not read how they come about: the message says what they say.
        "correlation" | "ratio" | "rgb" => String::new(),
        "exif" if number <= 1.0 => say(lang, "没有旋转标记", "no rotation mark").to_owned(),
        "exif" => format!("{} {}", say(lang, "旋转标记", "rotation mark"), short(number)),
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
pub(crate) fn short(number: f64) -> String {
    let text = format!("{number:.1}");
    text.strip_suffix(".0").map_or(text.clone(), str::to_owned)
}
