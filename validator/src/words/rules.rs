//! Limits in words: the same for the notice page, for "wanted" in a message and for the command line.

use super::{check_title, decimal};
use crate::container::Format;
use crate::options::Lang;
use crate::profile::{BackgroundColor, Band, ByteRange, ColorMode, DpiRule, FileRules, Profile, SizeRule, Unit};

/// One file, background, geometry or pose limit in words, for printing beside the human rules.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Requirement {
    /// Check id.
    pub id: &'static str,
    /// Name of the rule.
    pub title: String,
    /// What is wanted, such as `20–40 KB`.
    pub text: String,
}

/// The profile's limits in words, in the order of the report; rules that the profile doesn't have are left out.
pub fn requirements(profile: &Profile, lang: Lang) -> Vec<Requirement> {
    let file = &profile.file;
    let g = &profile.geometry;
    let band = |b: &Option<Band>, across| b.as_ref().map(|b| band(b, across, lang));
    let degrees = |d: Option<f64>| d.map(|d| format!("±{}°", decimal(d, 1)));
    let rows: [(&'static str, Option<String>); 17] = [
        ("file.format", (!file.formats.is_empty()).then(|| formats(file, lang))),
        ("file.size_px", file.size.as_ref().map(|s| size(s, lang))),
        ("file.bytes", file.bytes.as_ref().map(|b| bytes(b, lang))),
        ("file.dpi", file.dpi.as_ref().map(|d| dpi(d, lang))),
        ("file.color_mode", file.color_mode.map(|m| color_mode(m, lang))),
        ("file.jpeg_quality", file.jpeg_quality_min.map(|q| quality(q, lang))),
        (
            "file.orientation",
            Some(
                lang.pick("正着放，没有旋转标记", "upright, without a rotation mark")
                    .to_owned(),
            ),
        ),
        ("file.name", file.name.as_ref().map(|n| name(&n.pattern, lang))),
        (
            "bg.color",
            (!profile.background.colors.is_empty()).then(|| colors(&profile.background.colors, lang, true)),
        ),
        (
            "bg.uniform",
            (profile.background.spread_max.or(profile.background.grain_max)).map(|_| uniform(lang)),
        ),
        ("geom.center", band(&g.center, true)),
        ("geom.crown", band(&g.crown, false)),
        ("geom.eye_line", band(&g.eye_line, false)),
        ("geom.face_width", band(&g.face_width, true)),
        ("pose.roll", degrees(profile.pose.roll)),
        ("pose.yaw", degrees(profile.pose.yaw)),
        ("pose.pitch", degrees(profile.pose.pitch)),
    ];
    let rows = rows.into_iter().filter_map(|(id, text)| Some((id, text?)));
    rows.map(|(id, text)| Requirement {
        id,
        title: check_title(id, lang),
        text,
    })
    .collect()
}

pub(super) fn formats(file: &FileRules, lang: Lang) -> String {
    let label = |id: &String| {
        Format::ALL
            .iter()
            .find(|f| f.id() == id)
            .map_or(id.clone(), |f| f.label().to_owned())
    };
    let kinds = lang.any_of(&file.formats.iter().map(label).collect::<Vec<_>>());
    if file.extensions.is_empty() {
        return kinds;
    }
    let endings = lang.any_of(&file.extensions.iter().map(|e| format!(".{e}")).collect::<Vec<_>>());
    match lang {
        Lang::Zh => format!("{kinds}（扩展名{}）", super::spaced(&endings)),
        Lang::En => format!("{kinds} (name ending {endings})"),
    }
}

pub(super) fn size(rule: &SizeRule, lang: Lang) -> String {
    let pair = |[w, h]: [u32; 2]| format!("{w}×{h}");
    let px = lang.pick(" 像素", " px");
    if !rule.exact.is_empty() {
        return lang.any_of(&rule.exact.iter().map(|s| pair(*s)).collect::<Vec<_>>()) + px;
    }
    let range = match (rule.min, rule.max) {
        (Some(min), Some(max)) => Some(format!("{}–{}{px}", pair(min), pair(max))),
        (Some(min), None) => Some(format!("{} {}{px}", lang.pick("不小于", "at least"), pair(min))),
        (None, Some(max)) => Some(format!("{} {}{px}", lang.pick("不大于", "at most"), pair(max))),
        (None, None) => None,
    };
    let ratio = rule
        .ratio
        .map(|[w, h]| format!("{} {w}:{h}", lang.pick("宽高比", "ratio")));
    range
        .into_iter()
        .chain(ratio)
        .collect::<Vec<_>>()
        .join(lang.pick("，", ", "))
}

/// `20–40 KB`. A limit is shown in whichever KB (1000 or 1024 bytes) it is a whole number of, else in bytes.
pub(super) fn bytes(rule: &ByteRange, lang: Lang) -> String {
    let usually = if rule.margin > 0.0 {
        lang.pick("一般 ", "usually ")
    } else {
        ""
    };
    let range = match (rule.min.map(limit), rule.max.map(limit)) {
        (Some((a, unit)), Some((b, other))) if unit == other => format!("{a}–{b} {unit}"),
        (Some((a, unit)), Some((b, other))) => format!("{a} {unit}–{b} {other}"),
        (Some((a, unit)), None) => format!("{} {a} {unit}", lang.pick("不小于", "at least")),
        (None, Some((b, unit))) => format!("{} {b} {unit}", lang.pick("不超过", "at most")),
        (None, None) => lang.pick("不限", "any").to_owned(),
    };
    usually.to_owned() + &range
}

fn limit(bytes: u64) -> (String, &'static str) {
    const UNITS: [(u64, &str); 4] = [(1024 * 1024, "MB"), (1_000_000, "MB"), (1024, "KB"), (1000, "KB")];
    let whole = UNITS
        .iter()
        .find(|(unit, _)| bytes >= *unit && bytes.is_multiple_of(*unit));
    whole.map_or((bytes.to_string(), "B"), |(unit, name)| {
        ((bytes / unit).to_string(), *name)
    })
}

/// A measured size. Near a lower limit a KB is 1000 bytes and else 1024, so that the number shown agrees with the judgement.
pub(super) fn measured_bytes(len: u64, rule: Option<&ByteRange>) -> String {
    let near_min = rule.and_then(|r| r.min).is_some_and(|min| len < min + min / 10);
    let kilo = if near_min { 1000.0 } else { 1024.0 };
    let len = len as f64;
    if len < kilo {
        format!("{len} B")
    } else if len < kilo * kilo {
        format!("{} KB", decimal(len / kilo, 1))
    } else {
        format!("{} MB", decimal(len / kilo / kilo, 1))
    }
}

pub(super) fn dpi(rule: &DpiRule, lang: Lang) -> String {
    match (rule.exact, rule.min) {
        (Some(exact), _) => format!("{exact} dpi"),
        (None, Some(min)) => format!("{} {min} dpi", lang.pick("不低于", "at least")),
        (None, None) => lang.pick("不限", "any").to_owned(),
    }
}

pub(super) fn color_mode(mode: ColorMode, lang: Lang) -> String {
    let words = match mode {
        ColorMode::Rgb24 => lang.pick(
            "24 位真彩色（RGB，每通道 8 位）",
            "24-bit colour (RGB, 8 bits a channel)",
        ),
        ColorMode::Any8 => lang.pick("彩色或灰度，每通道 8 位", "colour or grey, 8 bits a channel"),
    };
    words.to_owned()
}

pub(super) fn quality(min: u8, lang: Lang) -> String {
    format!("{} {min}", lang.pick("不低于", "at least"))
}

pub(super) fn name(pattern: &str, lang: Lang) -> String {
    let words = [
        ("{id_number}", "身份证号", "<identity number>"),
        ("{student_id}", "学号", "<student number>"),
        ("{name}", "姓名", "<name>"),
        ("{any}", "任意", "<anything>"),
    ];
    words.iter().fold(pattern.to_owned(), |text, (key, zh, en)| {
        text.replace(key, lang.pick(zh, en))
    })
}

/// Names of the accepted colours, with their reference values where asked for.
pub(super) fn colors(colors: &[BackgroundColor], lang: Lang, with_values: bool) -> String {
    let one = |c: &BackgroundColor| {
        let name = color_name(c, lang);
        let [r, g, b] = c.rgb;
        if with_values {
            format!("{name} RGB({r},{g},{b})")
        } else {
            name
        }
    };
    lang.any_of(&colors.iter().map(one).collect::<Vec<_>>())
}

pub(super) fn color_name(color: &BackgroundColor, lang: Lang) -> String {
    let en = if color.name_en.is_empty() {
        &color.name
    } else {
        &color.name_en
    };
    lang.pick(&color.name, en).to_owned()
}

pub(super) fn uniform(lang: Lang) -> String {
    lang.pick(
        "一种颜色，没有渐变、阴影和花纹",
        "one colour, without gradient, shadow or pattern",
    )
    .to_owned()
}

fn band(band: &Band, across: bool, lang: Lang) -> String {
    let unit = match (band.unit, across) {
        (Unit::Px, _) => lang.pick(" 像素", " px"),
        (Unit::Percent, true) => lang.pick("%（占照片宽度）", "% of the width"),
        (Unit::Percent, false) => lang.pick("%（占照片高度）", "% of the height"),
    };
    match (band.min, band.max) {
        (Some(min), Some(max)) => format!("{}–{}{unit}", decimal(min, 1), decimal(max, 1)),
        (Some(min), None) => format!("{} {}{unit}", lang.pick("不小于", "at least"), decimal(min, 1)),
        (None, Some(max)) => format!("{} {}{unit}", lang.pick("不超过", "at most"), decimal(max, 1)),
        (None, None) => lang.pick("不限", "any").to_owned(),
    }
}
