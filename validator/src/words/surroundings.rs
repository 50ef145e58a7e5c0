//! What is said about what stands around the person: objects, clothes, edges, overlays, and whether it is a photograph at all.

use super::{Text, decimal};
use crate::options::Lang;

pub(crate) fn no_outline(lang: Lang) -> Text {
    Text::new(
        lang.pick(
            "看轮廓用的模型没有载入，这一项没有检查。",
            "The model that finds the person's outline isn't loaded; this was not checked.",
        ),
        "",
    )
}

pub(crate) fn no_wall(lang: Lang) -> Text {
    Text::new(
        lang.pick(
            "人像周围几乎看不到背景。",
            "There is hardly any background around the person.",
        ),
        "",
    )
}

pub(crate) fn no_shoulders(lang: Lang) -> Text {
    Text::new(
        lang.pick(
            "照片里看不到肩部的衣服。",
            "The clothes at the shoulders can't be seen.",
        ),
        "",
    )
}

pub(crate) fn no_edge(lang: Lang) -> Text {
    Text::new(
        lang.pick(
            "人像的边缘和背景太接近，看不清轮廓。",
            "The person's edge is too close to the background to be told.",
        ),
        "",
    )
}

/// One thing, or a `pattern` of many.
pub(crate) fn objects(lang: Lang, fine: bool, pattern: bool, percent: f64) -> Text {
    if fine {
        return Text::new(
            lang.pick("背景里没有看到杂物。", "Nothing was found in the background."),
            "",
        );
    }
    let percent = decimal(percent, 1);
    let message = match (pattern, lang) {
        (true, Lang::Zh) => {
            format!("背景约 {percent}% 的地方不是同一面墙，像花纹或很多东西，要求是单色背景、没有杂物。")
        }
        (true, Lang::En) => {
            format!(
                "About {percent} % of the background isn't one wall: a pattern or many things; wanted: plain, nothing in it."
            )
        }
        (false, Lang::Zh) => format!("背景里有别的东西（约占背景的 {percent}%），要求没有其他人或物体。"),
        (false, Lang::En) => {
            format!("There is something in the background (about {percent} % of it); wanted: nothing else.")
        }
    };
    let advice = lang.pick(
        "换到没有门框、家具、插座、挂画的纯色墙前重拍。",
        "Take it again in front of a plain wall without frames, furniture or sockets.",
    );
    Text::new(message, advice)
}

/// Too close to the wall, or `striped`.
pub(crate) fn clothes(lang: Lang, fine: bool, striped: bool, distance: f64) -> Text {
    if fine {
        return Text::new(
            lang.pick("衣服和背景分得清楚。", "The clothes stand out from the background."),
            "",
        );
    }
    if striped {
        return Text::new(
            lang.pick(
                "衣服上像有条纹或复杂图案，要求避免。",
                "The clothes seem to have stripes or a busy pattern, which should be avoided.",
            ),
            lang.pick(
                "建议换一件深色、单色的衣服。",
                "Plain, dark clothes are the safe choice.",
            ),
        );
    }
    let distance = decimal(distance, 1);
    let message = match lang {
        Lang::Zh => format!("衣服和背景的颜色太接近（色差 {distance}），要求区分明显。"),
        Lang::En => format!(
            "The clothes are too close to the background (colour difference {distance}); they have to stand out."
        ),
    };
    let advice = lang.pick(
        "换一件和背景颜色不同的衣服重拍，深色最稳妥；白色背景不要穿白色。",
        "Wear clothes of another colour, best a dark one; no white in front of white.",
    );
    Text::new(message, advice)
}

pub(crate) fn fringe(lang: Lang, fine: bool, light: bool) -> Text {
    if fine {
        return Text::new(
            lang.pick(
                "人像边缘自然，没有看到抠图留下的边。",
                "The person's edge looks natural.",
            ),
            "",
        );
    }
    let message = match light {
        true => lang.pick(
            "人像边缘有一圈浅色的边，像抠图换底留下的。",
            "There is a light rim around the person, as a cut-out leaves it.",
        ),
        false => lang.pick(
            "人像边缘有一圈深色或杂色的边，像抠图换底留下的。",
            "There is a dark or coloured rim around the person, as a cut-out leaves it.",
        ),
    };
    let advice = lang.pick(
        "不要自己抠图换底，直接在合格的背景前重拍，或请照相馆重新处理。",
        "Don't replace the background yourself; take it again in front of a proper one, or ask the studio.",
    );
    Text::new(message, advice)
}

pub(crate) fn border(lang: Lang, fine: bool, depth: f64) -> Text {
    if fine {
        return Text::new(
            lang.pick("照片四周没有边框。", "There is no frame around the photo."),
            "",
        );
    }
    let depth = decimal(depth, 0);
    let message = match lang {
        Lang::Zh => format!("照片边上有边框或多余的边（约 {depth} 像素），要求除头像外什么都不加。"),
        Lang::En => format!(
            "There is a frame or a bar along the edges (about {depth} px); nothing may be added to the portrait."
        ),
    };
    let advice = lang.pick(
        "用没有边框的原图，不要用截屏；重新裁剪，把边去掉。",
        "Use the original without a frame, not a screenshot, and crop the edges away.",
    );
    Text::new(message, advice)
}

pub(crate) fn text(lang: Lang, fine: bool) -> Text {
    if fine {
        return Text::new(lang.pick("照片上没有看到文字。", "No text was found on the photo."), "");
    }
    Text::new(
        lang.pick(
            "照片上像有文字、日期或水印，要求除头像外什么都不加。",
            "There seems to be text, a date or a watermark; nothing may be added to the portrait.",
        ),
        lang.pick(
            "用没有水印和日期的原图；如果是衣服上的字，换一件单色的衣服。",
            "Use the original without a watermark or date; if the letters are on the clothes, wear plain ones.",
        ),
    )
}

pub(crate) fn recapture(lang: Lang, fine: bool) -> Text {
    if fine {
        return Text::new(
            lang.pick("没有看到翻拍的痕迹。", "No sign of a photo taken of another photo."),
            "",
        );
    }
    Text::new(
        lang.pick(
            "照片可能是翻拍的：有屏幕的纹路，或者照片外面还有一圈边。",
            "This may be a photo of a photo: it has a screen's pattern, or a sheet's edge around the picture.",
        ),
        lang.pick(
            "不要翻拍旧照片或屏幕，请用照相馆给的原始文件。",
            "Don't photograph a print or a screen; use the studio's original file.",
        ),
    )
}

pub(crate) fn cartoon(lang: Lang, fine: bool) -> Text {
    if fine {
        return Text::new(
            lang.pick("看起来是真实拍摄的照片。", "This looks like a real photograph."),
            "",
        );
    }
    Text::new(
        lang.pick(
            "照片看起来像画出来的，或加了漫画滤镜。",
            "This looks drawn, or like a photo with a cartoon filter.",
        ),
        lang.pick(
            "请用真实拍摄、没有滤镜的照片。",
            "Use a real photograph without filters.",
        ),
    )
}
