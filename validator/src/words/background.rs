//! What is said about the background.

use super::{Text, decimal, rules};
use crate::options::Lang;
use crate::profile::BackgroundColor;

pub(crate) fn bg_color(
    lang: Lang,
    rgb: [u8; 3],
    nearest: &BackgroundColor,
    ratio: f64,
    all: &[BackgroundColor],
) -> Text {
    let [r, g, b] = rgb;
    let is = format!("RGB({r},{g},{b})");
    if ratio <= 0.75 {
        let name = rules::color_name(nearest, lang);
        let message = match lang {
            Lang::Zh => format!("现在是 {is}，属于{name}，要求{}。", rules::colors(all, lang, false)),
            Lang::En => format!(
                "It is {is}, that is {name}; wanted: {}.",
                rules::colors(all, lang, false)
            ),
        };
        return Text::new(message, "");
    }
    let advice = match lang {
        Lang::Zh => format!(
            "请照相馆换成{}的背景；自己抠图换底容易留下边缘，不建议。",
            rules::colors(all, lang, false)
        ),
        Lang::En => format!(
            "Ask the studio for a background in {}; cutting it out yourself tends to leave edges.",
            rules::colors(all, lang, false)
        ),
    };
    Text::new(lang.measured(&is, &rules::colors(all, lang, true)), advice)
}

/// The colour that a photo was found to have, from the message of its `bg.color`: `RGB(220,40,41)`, always the first one named.
pub fn seen_color(message: &str) -> Option<&str> {
    let start = message.find("RGB(")?;
    let length = message.get(start..)?.find(')')? + 1;
    message.get(start..start + length)
}

/// What was found uneven; the first that applies is said.
pub(crate) fn bg_uniform(lang: Lang, no_wall: bool, grainy: bool, fine: bool, value: f64) -> Text {
    if fine {
        return Text::new(
            lang.pick("看得到的背景颜色均匀。", "The visible background is even."),
            "",
        );
    }
    let studio = lang.pick(
        "站在离背景远一点、光线均匀的地方重拍，或请照相馆处理。",
        "Take it again farther from an evenly lit background, or ask the studio.",
    );
    if no_wall {
        let message = lang.pick(
            "照片上方和两侧不是同一块纯色背景，像是有别的东西或花纹。",
            "The top and the sides don't show one plain background; there seem to be other things or a pattern.",
        );
        return Text::new(
            message,
            lang.pick("换成单色背景重拍。", "Take it again in front of a plain background."),
        );
    }
    let amount = decimal(value, 1);
    let message = match (grainy, lang) {
        (true, Lang::Zh) => format!("背景有颗粒或细纹（起伏 {amount}）。"),
        (true, Lang::En) => {
            format!("The background is grainy or has a fine pattern (deviation {amount}).")
        }
        (false, Lang::Zh) => format!("背景深浅不一（色差 {amount}），可能有渐变、阴影或褶皱。"),
        (false, Lang::En) => {
            format!("The background is uneven (colour difference {amount}): a gradient, a shadow or folds.")
        }
    };
    Text::new(message, studio)
}
