//! Finds numbers in a resolved profile that contradict each other, before they reach a photo.

use crate::container::Format;
use crate::name;
use crate::profile::{Band, FileRules, Profile};
use crate::profile_spec::ProfileError;

fn wrong(field: impl Into<String>, why: impl Into<String>) -> ProfileError {
    ProfileError::Value {
        field: field.into(),
        why: why.into(),
    }
}

/// Checks every number of a profile against its neighbours.
pub(crate) fn validate(profile: &Profile) -> Result<(), ProfileError> {
    let plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_' || c == '-';
    if profile.id.is_empty() || !profile.id.chars().all(plain) {
        return Err(wrong("id", "只用小写字母、数字、- 和 _，因为它会出现在网址里"));
    }
    file(&profile.file)?;
    for color in &profile.background.colors {
        if !(color.tolerance > 0.0 && color.tolerance <= 50.0) {
            return Err(wrong(
                "background.colors",
                format!("{} 的 tolerance 应在 0 到 50 之间", color.name),
            ));
        }
    }
    for (field, limit) in [
        ("spread_max", profile.background.spread_max),
        ("grain_max", profile.background.grain_max),
    ] {
        if limit.is_some_and(|x| !(x > 0.0 && x <= 100.0)) {
            return Err(wrong(format!("background.{field}"), "应在 0 到 100 之间"));
        }
    }
    let g = &profile.geometry;
    for (field, b) in [
        ("crown", g.crown),
        ("eye_line", g.eye_line),
        ("face_width", g.face_width),
        ("center", g.center),
    ] {
        band(&format!("geometry.{field}"), b)?;
    }
    for (field, degrees) in [
        ("roll", profile.pose.roll),
        ("yaw", profile.pose.yaw),
        ("pitch", profile.pose.pitch),
    ] {
        if degrees.is_some_and(|d| !(d > 0.0 && d <= 90.0)) {
            return Err(wrong(format!("pose.{field}"), "应是 0 到 90 之间的度数"));
        }
    }
    for (key, t) in &profile.thresholds {
        if key != "default" && !crate::words::is_check_or_class(key) {
            return Err(wrong(format!("thresholds.{key}"), "没有这个检查项"));
        }
        if !(0.0 <= t.fail && t.fail <= t.review && t.review <= 1.0) {
            return Err(wrong(format!("thresholds.{key}"), "应满足 0 ≤ fail ≤ review ≤ 1"));
        }
    }
    Ok(())
}

fn file(rules: &FileRules) -> Result<(), ProfileError> {
    if let Some(size) = &rules.size {
        let sides = size
            .exact
            .iter()
            .chain(&size.min)
            .chain(&size.max)
            .chain(&size.ratio)
            .flatten();
        if sides.copied().any(|side| side == 0 || side > 16_384) {
            return Err(wrong("file.size", "宽和高应在 1 到 16384 之间"));
        }
        if let (Some(min), Some(max)) = (size.min, size.max)
            && (min[0] > max[0] || min[1] > max[1])
        {
            return Err(wrong("file.size", "min 比 max 大"));
        }
        if !(0.0..=1.0).contains(&size.ratio_tolerance) {
            return Err(wrong("file.size.ratio_tolerance", "应在 0 到 1 之间"));
        }
    }
    if let Some(bytes) = &rules.bytes {
        if bytes.min.zip(bytes.max).is_some_and(|(min, max)| min > max) {
            return Err(wrong("file.bytes", "min 比 max 大"));
        }
        if !(0.0..=1.0).contains(&bytes.margin) {
            return Err(wrong("file.bytes.margin", "应在 0 到 1 之间"));
        }
    }
    for format in &rules.formats {
        if !Format::ALL.iter().any(|f| f.id() == format) {
            return Err(wrong(
                "file.formats",
                format!("不认识 {format}，可用 jpeg、png、webp 等"),
            ));
        }
    }
    if rules.dpi.is_some_and(|d| d.exact == Some(0)) {
        return Err(wrong("file.dpi", "分辨率应大于 0"));
    }
    if rules.jpeg_quality_min.is_some_and(|q| !(1..=100).contains(&q)) {
        return Err(wrong("file.jpeg_quality_min", "应在 1 到 100 之间"));
    }
    match &rules.name {
        Some(rule) => name::Pattern::parse(&rule.pattern)
            .map(|_| ())
            .map_err(|why| wrong("file.name.pattern", why)),
        None => Ok(()),
    }
}

fn band(field: &str, band: Option<Band>) -> Result<(), ProfileError> {
    let Some(band) = band else { return Ok(()) };
    let finite = |x: Option<f64>| x.is_none_or(|x| x.is_finite() && x >= 0.0);
    if !finite(band.min) || !finite(band.max) {
        return Err(wrong(field, "应是不小于 0 的数"));
    }
    if band.min.zip(band.max).is_some_and(|(min, max)| min > max) {
        return Err(wrong(field, "min 比 max 大"));
    }
    Ok(())
}
