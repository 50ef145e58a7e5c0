//! What is said about light and colour of the face: `light.*`, `color.*`.

use super::{Text, decimal};
use crate::options::Lang;

/// Which way colours lean.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Tinge {
    Red,
    Green,
    Yellow,
    Blue,
}

/// From this score on, nothing is amiss that a person would have to look at.
const FINE: f64 = 0.8;

pub(crate) fn covered(lang: Lang) -> Text {
    let why = "脸上露出来的皮肤太少，看不出光线和颜色。";
    Text::new(
        lang.pick(why, "Too little bare skin is visible to tell light and colour."),
        "",
    )
}

pub(crate) fn no_color(lang: Lang) -> Text {
    Text::new(
        lang.pick(
            "照片没有颜色，看不出偏色。",
            "The photo has no colour, so a cast can't be told.",
        ),
        "",
    )
}

pub(crate) fn clipped(lang: Lang) -> Text {
    Text::new(
        lang.pick(
            "脸部曝光过度，看不出颜色。",
            "The face is overexposed, so its colour can't be told.",
        ),
        "",
    )
}

fn percent(share: f64) -> String {
    format!("{}%", decimal(share * 100.0, 0))
}

pub(crate) fn over(lang: Lang, share: f64, score: f64) -> Text {
    if score >= FINE {
        return Text::new(lang.pick("脸部没有曝光过度。", "The face is not overexposed."), "");
    }
    let part = percent(share);
    let message = match lang {
        Lang::Zh => format!("脸上有 {part} 的皮肤亮得发白，看不清细节。"),
        Lang::En => format!("{part} of the skin is so bright that its detail is lost."),
    };
    let advice = lang.pick(
        "离灯远一点，或者把曝光调低一些再拍；不要用闪光灯直对着脸。",
        "Move away from the lamp or lower the exposure and take it again; don't point a flash at the face.",
    );
    Text::new(message, advice)
}

pub(crate) fn under(lang: Lang, brightest: f64, score: f64) -> Text {
    if score >= FINE {
        return Text::new(lang.pick("脸部亮度足够。", "The face is bright enough."), "");
    }
    let level = decimal(brightest, 0);
    let message = match lang {
        Lang::Zh => format!("脸部偏暗：最亮的地方也只到 {level}（纯白是 255）。"),
        Lang::En => format!("The face is dark: its brightest parts reach only {level} (pure white is 255)."),
    };
    let advice = lang.pick(
        "换到明亮的地方，让光从正前方照到脸上，再拍一张。",
        "Take it again in a bright place, with the light on your face from the front.",
    );
    Text::new(message, advice)
}

pub(crate) fn even(lang: Lang, stops: f64, darker_left: bool, score: f64) -> Text {
    if score >= FINE {
        return Text::new(
            lang.pick("左右脸的光线均匀。", "Both sides of the face are evenly lit."),
            "",
        );
    }
    let times = decimal(libm::exp2(stops), 1);
    let side = match (lang, darker_left) {
        (Lang::Zh, true) => "右边",
        (Lang::Zh, false) => "左边",
        (Lang::En, true) => "right",
        (Lang::En, false) => "left",
    };
    let message = match lang {
        Lang::Zh => format!("照片{side}的半张脸比另一半亮，是它的 {times} 倍。"),
        Lang::En => format!("The half of the face on the picture's {side} is {times} times as bright as the other."),
    };
    let advice = lang.pick(
        "面对窗户或灯，让光从正前方照过来，两边一样亮，再拍一张。",
        "Face the window or lamp so that both sides are equally bright, and take it again.",
    );
    Text::new(message, advice)
}

pub(crate) fn hotspot(lang: Lang, share: f64, score: f64) -> Text {
    if score >= FINE {
        return Text::new(
            lang.pick("脸上没有明显的反光。", "There are no bright spots on the face."),
            "",
        );
    }
    let part = percent(share);
    let message = match lang {
        Lang::Zh => format!("脸上有反光的亮斑，约占皮肤的 {part}。"),
        Lang::En => format!("There are shiny spots on the face, about {part} of the skin."),
    };
    let advice = lang.pick(
        "擦去脸上的油光，灯前加一层柔光或离远一些，再拍一张。",
        "Dab off shine, soften the lamp or move it away, and take it again.",
    );
    Text::new(message, advice)
}

pub(crate) fn cast(lang: Lang, tinge: Tinge, amount: f64, score: f64) -> Text {
    if score >= FINE {
        return Text::new(lang.pick("肤色自然，没有偏色。", "The skin's colour is natural."), "");
    }
    let amount = decimal(amount, 1);
    let (zh, en) = match tinge {
        Tinge::Red => ("红", "red"),
        Tinge::Green => ("绿", "green"),
        Tinge::Yellow => ("黄", "yellow"),
        Tinge::Blue => ("蓝", "blue"),
    };
    let message = match lang {
        Lang::Zh => format!("脸部颜色偏{zh}（偏差 {amount}）。"),
        Lang::En => format!("The face leans towards {en} (by {amount})."),
    };
    let advice = lang.pick(
        "关掉彩色的灯和滤镜，把白平衡设为自动或日光，再拍一张。",
        "Switch off coloured lamps and filters, set white balance to automatic or daylight, and take it again.",
    );
    Text::new(message, advice)
}

pub(crate) fn contrast(lang: Lang, range: f64, score: f64) -> Text {
    if score >= FINE {
        return Text::new(
            lang.pick("脸部明暗层次清楚。", "Light and dark parts of the face are well apart."),
            "",
        );
    }
    let range = decimal(range, 0);
    let message = match lang {
        Lang::Zh => format!("脸部发灰：最亮和最暗的地方只差 {range} 级（一共 255 级）。"),
        Lang::En => format!("The face looks hazy: light and dark are only {range} of 255 levels apart."),
    };
    let advice = lang.pick(
        "擦干净镜头，避开逆光和雾面滤镜，再拍一张。",
        "Wipe the lens, avoid light from behind and haze filters, and take it again.",
    );
    Text::new(message, advice)
}

pub(crate) fn grey(lang: Lang, score: f64) -> Text {
    if score >= FINE {
        return Text::new(lang.pick("是彩色照片。", "The photo is in colour."), "");
    }
    let message = lang.pick(
        "脸部几乎没有颜色，像是黑白照片。",
        "The face has hardly any colour, as in black and white.",
    );
    Text::new(
        message,
        lang.pick(
            "关掉黑白或褪色滤镜，换一张彩色照片。",
            "Switch off the black-and-white filter and use a colour photo.",
        ),
    )
}
