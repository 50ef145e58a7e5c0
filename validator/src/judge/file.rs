//! The `file.*` checks: everything but decoding is read from the container.

use super::draft::{Draft, kept};
use super::{Evidence, Picture};
use crate::container::{Channels, Format};
use crate::name::Pattern;
use crate::options::Lang;
use crate::pixels::NoPixels;
use crate::profile::{ByteRange, ColorMode, DpiRule, Profile};
use crate::report::Fix;
use crate::words::{self, Text};

/// All of them, in the order of the report.
pub(super) fn all(evidence: &Evidence, profile: &Profile, lang: Lang) -> Vec<Draft> {
    vec![
        decode(evidence, lang),
        format(evidence, profile, lang),
        size(evidence, profile, lang),
        bytes(evidence, profile, lang),
        dpi(evidence, profile, lang),
        color_mode(evidence, profile, lang),
        jpeg_quality(evidence, profile, lang),
        orientation(evidence, lang),
        name(evidence, profile, lang),
    ]
}

fn no_rule(lang: Lang) -> Text {
    Text::new(
        lang.pick("这个标准没有这项要求。", "This standard has no such rule."),
        "",
    )
}

fn decode(evidence: &Evidence, lang: Lang) -> Draft {
    let result = evidence.picture.as_ref().map(|_| ()).map_err(|why| *why);
    let text = words::decode(lang, result, evidence.len, evidence.container.size);
    let fix = match result {
        Err(NoPixels::Undecoded(f)) if f.is_picture() => Fix::Auto,
        Err(NoPixels::TooManyPixels | NoPixels::Unsupported) => Fix::Auto,
        Err(_) => Fix::Retake,
        Ok(()) => Fix::None,
    };
    Draft::new("file.decode", if result.is_ok() { 1.0 } else { 0.0 }, text, fix)
}

fn format(evidence: &Evidence, profile: &Profile, lang: Lang) -> Draft {
    let rules = &profile.file;
    if rules.formats.is_empty() {
        return Draft::skip("file.format", no_rule(lang));
    }
    let is = evidence.container.format;
    if evidence.len > crate::Limits::STANDARD.max_bytes && is.is_none() || evidence.len == 0 {
        return Draft::skip("file.format", words::no_pixels_reason(lang));
    }
    let right_kind = is.is_some_and(|f| rules.formats.iter().any(|allowed| allowed == f.id()));
    let ending = match evidence.name.rsplit_once('.') {
        Some((_, ending)) => ending.to_ascii_lowercase(),
        None => String::new(),
    };
    // A photo out of the clipboard has no name; then only the content counts.
    let wrong_ending =
        (!rules.extensions.is_empty() && !evidence.name.is_empty() && !rules.extensions.contains(&ending))
            .then_some(ending.as_str());
    let score = if right_kind {
        if wrong_ending.is_some() { 0.4 } else { 1.0 }
    } else {
        0.0
    };
    let fix = if is.is_some_and(Format::is_picture) {
        Fix::Auto
    } else {
        Fix::Retake
    };
    let text = words::format(lang, is, right_kind, wrong_ending, rules);
    Draft::new("file.format", score, text, fix).word(is.map_or("unknown", Format::id))
}

fn size(evidence: &Evidence, profile: &Profile, lang: Lang) -> Draft {
    let Some(rule) = &profile.file.size else {
        return Draft::skip("file.size_px", no_rule(lang));
    };
    let Some((w, h)) = evidence.container.upright_size().filter(|(w, h)| *w > 0 && *h > 0) else {
        return Draft::skip("file.size_px", words::no_pixels_reason(lang));
    };
    let fits = rule.allows(w, h);
    let target = rule.exact.first().copied().or(rule.min).unwrap_or([w, h]);
    let off = |is: u32, wanted: u32| (f64::from(is) - f64::from(wanted)).abs() / f64::from(wanted.max(1));
    let score = kept(fits, off(w, target[0]).max(off(h, target[1])));
    let fix = if w >= target[0] && h >= target[1] {
        Fix::Auto
    } else {
        Fix::Retake
    };
    Draft::new("file.size_px", score, words::size(lang, (w, h), fits, rule), fix).word(format!("{w}×{h}"))
}

fn bytes(evidence: &Evidence, profile: &Profile, lang: Lang) -> Draft {
    let Some(rule) = &profile.file.bytes else {
        return Draft::skip("file.bytes", no_rule(lang));
    };
    // Of a file that is cut off, or no photo yet, the size says nothing.
    let incomplete = matches!(
        evidence.picture,
        Err(NoPixels::Empty | NoPixels::Unknown | NoPixels::Truncated | NoPixels::Damaged | NoPixels::Undecoded(_))
    );
    if incomplete {
        return Draft::skip("file.bytes", words::no_pixels_reason(lang));
    }
    let limits = (rule.min.map(|n| n as f64), rule.max.map(|n| n as f64));
    let text = words::bytes(lang, evidence.len, rule);
    // Too large can be saved smaller; too small has lost what it had.
    let fix = if rule.max.is_some_and(|max| evidence.len > max) {
        Fix::Auto
    } else {
        Fix::Retake
    };
    Draft::new("file.bytes", bytes_score(rule, evidence.len), text, fix).number(
        evidence.len as f64,
        "B",
        limits.0,
        limits.1,
    )
}

/// 1 inside. Outside of a firm limit under 0.5; outside of a "usual" one it sinks from 0.79 to 0.5 over the margin.
fn bytes_score(rule: &ByteRange, len: u64) -> f64 {
    let len = len as f64;
    let over = |limit: f64, by: f64| by / limit.max(1.0);
    let excess = match (rule.min.map(|n| n as f64), rule.max.map(|n| n as f64)) {
        (Some(min), _) if len < min => over(min, min - len),
        (_, Some(max)) if len > max => over(max, len - max),
        _ => return 1.0,
    };
    if excess <= rule.margin {
        0.79 - 0.29 * excess / rule.margin
    } else {
        kept(false, excess)
    }
}

fn dpi(evidence: &Evidence, profile: &Profile, lang: Lang) -> Draft {
    let Some(rule) = &profile.file.dpi else {
        return Draft::skip("file.dpi", no_rule(lang));
    };
    if !matches!(evidence.container.format, Some(Format::Jpeg | Format::Png)) {
        return Draft::skip("file.dpi", words::no_pixels_reason(lang));
    }
    let dpi = evidence.container.dpi;
    // A file cut off before its header ended may have had a resolution.
    if dpi.is_none() && evidence.container.size.is_none() {
        return Draft::skip("file.dpi", words::no_pixels_reason(lang));
    }
    let fits = dpi.is_some_and(|d| [d.x, d.y].iter().all(|v| dpi_fits(rule, *v)));
    let distance = match (dpi, rule.exact.or(rule.min)) {
        (Some(d), Some(wanted)) => (d.x - f64::from(wanted)).abs() / f64::from(wanted),
        _ => 1.0,
    };
    let limits = (rule.exact.or(rule.min).map(f64::from), rule.exact.map(f64::from));
    let draft = Draft::new(
        "file.dpi",
        kept(fits, distance),
        words::dpi(lang, dpi, fits, rule),
        Fix::Auto,
    );
    match dpi {
        Some(d) => draft.number(d.x, "dpi", limits.0, limits.1),
        None => draft,
    }
}

/// Half a dot of rounding is allowed: 300 dpi is 118.11 dots per centimetre, and JFIF stores whole ones.
fn dpi_fits(rule: &DpiRule, value: f64) -> bool {
    let exact = rule.exact.is_none_or(|wanted| (value - f64::from(wanted)).abs() <= 0.5);
    exact && rule.min.is_none_or(|min| value >= f64::from(min) - 0.5)
}

fn color_mode(evidence: &Evidence, profile: &Profile, lang: Lang) -> Draft {
    let Some(mode) = profile.file.color_mode else {
        return Draft::skip("file.color_mode", no_rule(lang));
    };
    let c = &evidence.container;
    let (Some(channels), Some(depth)) = (c.channels, c.bit_depth) else {
        return Draft::skip("file.color_mode", words::no_pixels_reason(lang));
    };
    let fits = depth == 8
        && match mode {
            ColorMode::Rgb24 => channels == Channels::Rgb,
            ColorMode::Any8 => matches!(channels, Channels::Rgb | Channels::Grey),
        };
    let wide_gamut = c.icc.as_deref().is_some_and(is_wide_gamut);
    let score = if !fits {
        0.0
    } else if wide_gamut {
        0.7
    } else {
        1.0
    };
    let fix = if evidence.is_grey() { Fix::Retake } else { Fix::Auto };
    let word = match channels {
        Channels::Grey => "grey",
        Channels::GreyAlpha => "grey+alpha",
        Channels::Rgb => "rgb",
        Channels::Rgba => "rgba",
        Channels::Palette => "palette",
        Channels::Cmyk => "cmyk",
        Channels::Ycck => "ycck",
    };
    let text = words::color_mode(lang, c, fits, wide_gamut, mode);
    Draft::new("file.color_mode", score, text, fix).word(format!("{word}{}", u32::from(depth)))
}

/// Profiles whose colours turn dull where the profile is ignored.
fn is_wide_gamut(name: &str) -> bool {
    let name = name.to_ascii_lowercase();
    [
        "adobe rgb",
        "adobergb",
        "p3",
        "prophoto",
        "wide gamut",
        "rec. 2020",
        "rec2020",
        "bt.2020",
    ]
    .iter()
    .any(|wide| name.contains(wide))
}

fn jpeg_quality(evidence: &Evidence, profile: &Profile, lang: Lang) -> Draft {
    let Some(min) = profile.file.jpeg_quality_min else {
        return Draft::skip("file.jpeg_quality", no_rule(lang));
    };
    let Some(quality) = evidence.container.quality else {
        return Draft::skip(
            "file.jpeg_quality",
            Text::new(
                lang.pick(
                    "只有 JPG 才有压缩质量，这一项没有检查。",
                    "Only a JPG has this quality; not checked.",
                ),
                "",
            ),
        );
    };
    let (value, limit) = (f64::from(quality.value), f64::from(min));
    // An estimate from foreign tables is good to about three steps.
    let near = !quality.exact && (value - limit).abs() < 3.0;
    let score = if near {
        0.65 + 0.04 * (value - limit)
    } else {
        kept(value >= limit, (limit - value) / limit)
    };
    let text = words::jpeg_quality(lang, quality, min);
    Draft::new("file.jpeg_quality", score, text, Fix::Retake).number(value, "q", Some(limit), None)
}

fn orientation(evidence: &Evidence, lang: Lang) -> Draft {
    let exif = evidence.container.orientation;
    if exif != 1 {
        return Draft::new("file.orientation", 0.0, words::orientation(lang, exif, 0), Fix::Auto).number(
            f64::from(exif),
            "exif",
            None,
            None,
        );
    }
    match &evidence.picture {
        Ok(picture) => {
            let turns = turns(picture);
            let score = match &picture.person {
                Some(person) if person.turns != 0 => 0.1,
                Some(person) if person.face.is_some() => 1.0,
                _ => 1.0 - picture.upside_down.max(0.0),
            };
            Draft::new("file.orientation", score, words::orientation(lang, 1, turns), Fix::Auto)
                .number(1.0, "exif", None, None)
        }
        // The header alone can't say that a picture stands upright.
        Err(_) => Draft::skip("file.orientation", words::no_pixels_reason(lang)),
    }
}

/// Quarter turns, clockwise, that would put the picture upright. A face knows best; where there is none, clothes and wall may tell.
pub(super) fn turns(picture: &Picture) -> u8 {
    match &picture.person {
        Some(person) if person.turns != 0 || person.face.is_some() => person.turns,
        // Clear enough to mention it.
        _ if picture.upside_down > 0.2 => 2,
        _ => 0,
    }
}

fn name(evidence: &Evidence, profile: &Profile, lang: Lang) -> Draft {
    let Some(rule) = &profile.file.name else {
        return Draft::skip(
            "file.name",
            Text::new(
                lang.pick("这个标准没有文件名要求。", "This standard has no rule for file names."),
                "",
            ),
        );
    };
    let Ok(pattern) = Pattern::parse(&rule.pattern) else {
        return Draft::skip("file.name", no_rule(lang));
    };
    if evidence.name.is_empty() {
        return Draft::skip(
            "file.name",
            Text::new(
                lang.pick(
                    "照片没有文件名，这一项没有检查。",
                    "The photo has no name; not checked.",
                ),
                "",
            ),
        );
    }
    let result = pattern.check(&evidence.name);
    let score = if result.is_ok() { 1.0 } else { 0.0 };
    Draft::new("file.name", score, words::name(lang, result, &rule.pattern), Fix::Auto)
}
