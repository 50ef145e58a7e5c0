//! The `bg.*` checks, as far as the corners and sides can tell.

use super::Evidence;
use super::draft::{Draft, below};
use super::file::turns;
use crate::measure::background::Background;
use crate::measure::color::{delta_e2000, lab};
use crate::options::Lang;
use crate::profile::{BackgroundColor, Profile};
use crate::report::Fix;
use crate::words::{self, Text};

/// All of them, in the order of the report.
pub(super) fn all(evidence: &Evidence, profile: &Profile, lang: Lang) -> Vec<Draft> {
    let seen = see(evidence, lang);
    vec![color(evidence, &seen, profile, lang), uniform(&seen, profile, lang)]
}

/// The background; `Ok(None)` where the picture is fine but shows no plain wall; else why it isn't judged.
fn see(evidence: &Evidence, lang: Lang) -> Result<Option<&Background>, Text> {
    let Ok(picture) = &evidence.picture else {
        return Err(words::no_pixels_reason(lang));
    };
    if !picture.large_enough {
        return Err(Text::new(
            lang.pick("照片太小，看不出背景。", "The photo is too small to see a background."),
            "",
        ));
    }
    if turns(picture) != 0 {
        return Err(Text::new(
            lang.pick(
                "照片转正之后再看背景。",
                "The background is checked once the photo is upright.",
            ),
            "",
        ));
    }
    Ok(picture.background.as_ref())
}

fn no_rule(lang: Lang) -> Text {
    Text::new(
        lang.pick("这个标准没有这项要求。", "This standard has no such rule."),
        "",
    )
}

fn color(evidence: &Evidence, seen: &Result<Option<&Background>, Text>, profile: &Profile, lang: Lang) -> Draft {
    const ID: &str = "bg.color";
    let colors = &profile.background.colors;
    if colors.is_empty() {
        return Draft::skip(ID, no_rule(lang));
    }
    let background = match seen {
        Err(why) => return Draft::skip(ID, why.clone()),
        Ok(None) => {
            return Draft::skip(
                ID,
                Text::new(
                    lang.pick(
                        "没有找到纯色背景，看不出底色。",
                        "There is no plain background whose colour could be told.",
                    ),
                    "",
                ),
            );
        }
        Ok(Some(background)) => background,
    };
    if evidence.is_grey() || evidence.is_cmyk() {
        let why = lang.pick(
            "换成 RGB 彩色照片之后再看底色。",
            "The colour is checked once the photo is RGB.",
        );
        return Draft::skip(ID, Text::new(why, ""));
    }
    let is = lab(background.rgb);
    let distance = |c: &BackgroundColor| delta_e2000(is, lab(c.rgb.map(f64::from)));
    let ratio = |c: &BackgroundColor| distance(c) / c.tolerance;
    let Some(nearest) = colors.iter().reduce(|a, b| if ratio(b) < ratio(a) { b } else { a }) else {
        return Draft::skip(ID, no_rule(lang));
    };
    let rgb = background.rgb.map(|c| c.round().clamp(0.0, 255.0) as u8);
    let text = words::bg_color(lang, rgb, nearest, ratio(nearest), colors);
    Draft::new(ID, below(ratio(nearest)), text, Fix::Retake).number(
        distance(nearest),
        "deltaE",
        None,
        Some(nearest.tolerance),
    )
}

/// Share of sharp steps along the upper edge and the sides that no plain wall has: a head that touches an edge makes two of them, a line
/// of text some more, bricks every third.
const EDGES: f64 = 0.25;

fn uniform(seen: &Result<Option<&Background>, Text>, profile: &Profile, lang: Lang) -> Draft {
    const ID: &str = "bg.uniform";
    let rules = &profile.background;
    let (Some(spread_max), grain_max) = (rules.spread_max, rules.grain_max) else {
        return Draft::skip(ID, no_rule(lang));
    };
    let background = match seen {
        Err(why) => return Draft::skip(ID, why.clone()),
        Ok(None) => {
            return Draft::new(ID, 0.2, words::bg_uniform(lang, true, false, false, 0.0), Fix::Retake);
        }
        Ok(Some(background)) => background,
    };
    // 0.5 where no more than 60 % of the outer cells are one wall, 1 from 90 % on.
    let wall = (0.5 + (background.wall - 0.6) / 0.6).min(below(background.edges / EDGES));
    let spread = below(background.spread / spread_max);
    let grain = grain_max.map_or(1.0, |max| below(background.grain / max));
    let score = wall.min(spread).min(grain);
    let fine = score >= profile.threshold(ID).review;
    let no_wall = wall < spread.min(grain);
    let grainy = grain < spread;
    let (value, unit, max) = match grain_max {
        Some(max) if grainy => (background.grain, "luma", max),
        _ => (background.spread, "deltaE", spread_max),
    };
    let text = words::bg_uniform(lang, no_wall, grainy, fine, value);
    Draft::new(ID, score, text, Fix::Retake)
        .number(value, unit, None, Some(max))
        .at(Some(background.farthest))
}
