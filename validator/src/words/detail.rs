//! What is said about sharpness and processing: `sharp.*`, `noise`, `retouch`, `artefact.compression`.

use super::{Text, decimal};
use crate::options::Lang;

/// From this score on, nothing is amiss that a person would have to look at.
const FINE: f64 = 0.8;
/// Below this score something is surely amiss; between the two, the words are careful.
const SURE: f64 = 0.5;

pub(crate) fn too_small(lang: Lang) -> Text {
    let why = "脸在照片里太小或露出得太少，看不出这一项。";
    Text::new(lang.pick(why, "The face is too small or too much covered to tell."), "")
}

pub(crate) fn focus(lang: Lang, score: f64) -> Text {
    if score >= FINE {
        return Text::new(lang.pick("眼睛和嘴唇的边缘清楚。", "Eyes and lips are in focus."), "");
    }
    let message = if score < SURE {
        lang.pick(
            "眼睛和嘴唇的边缘模糊，像是没对上焦或者手抖了。",
            "Eyes and lips are blurred: out of focus, or the camera moved.",
        )
    } else {
        lang.pick("眼睛和嘴唇的边缘不够清楚。", "Eyes and lips are a little soft.")
    };
    let advice = lang.pick(
        "擦干净镜头，对焦在眼睛上，固定好手机或相机，再拍一张。",
        "Wipe the lens, focus on the eyes, hold the camera still, and take it again.",
    );
    Text::new(message, advice)
}

pub(crate) fn resolution(lang: Lang, copied: bool, score: f64) -> Text {
    if score >= FINE {
        return Text::new(lang.pick("照片的细节足够。", "The photo has enough detail."), "");
    }
    let message = if copied {
        lang.pick(
            "脸上有方块一样的马赛克，细节不够。",
            "The face is made of squares; detail is missing.",
        )
    } else if score < SURE {
        lang.pick(
            "照片的细节不够，像是由小图放大的。",
            "Detail is missing, as in a small picture made larger.",
        )
    } else {
        lang.pick(
            "照片的细节偏少，可能放大过。",
            "There is little detail; the picture may have been made larger.",
        )
    };
    let advice = lang.pick(
        "找拍摄的原图重新裁剪，不要放大小图，也不要用截图。",
        "Crop it again from the original; don't enlarge a small picture or use a screenshot.",
    );
    Text::new(message, advice)
}

pub(crate) fn noise(lang: Lang, deviation: f64, score: f64) -> Text {
    if score >= FINE {
        return Text::new(lang.pick("画面干净，没有明显噪点。", "The picture is clean."), "");
    }
    let deviation = decimal(deviation, 1);
    let message = match lang {
        Lang::Zh => format!("脸上有明显的噪点（起伏 {deviation}）。"),
        Lang::En => format!("The face is grainy (deviation {deviation})."),
    };
    let advice = lang.pick(
        "光线亮一些再拍，或把感光度（ISO）调低。",
        "Take it again in brighter light or with a lower ISO.",
    );
    Text::new(message, advice)
}

pub(crate) fn retouch(lang: Lang, score: f64) -> Text {
    if score >= FINE {
        return Text::new(lang.pick("皮肤有自然的纹理。", "The skin has its natural texture."), "");
    }
    let message = if score < SURE {
        lang.pick(
            "皮肤过于光滑，边缘有磨皮留下的痕迹。",
            "The skin is too smooth, and edges show traces of a smoothing filter.",
        )
    } else {
        lang.pick(
            "皮肤比较光滑，可能用过美颜，需要人工看一下。",
            "The skin is rather smooth; a person should see whether it was retouched.",
        )
    };
    let advice = lang.pick(
        "如果用过美颜或磨皮，请换没有处理过的原图；没有用过就不用改。",
        "If a beauty filter was used, send the unretouched original; otherwise leave it as it is.",
    );
    Text::new(message, advice)
}

pub(crate) fn compression(lang: Lang, earlier: Option<f64>, score: f64) -> Text {
    if score >= FINE {
        return Text::new(
            lang.pick("没有明显的压缩痕迹。", "There are no marks of compression."),
            "",
        );
    }
    let message = match (lang, earlier) {
        (Lang::Zh, Some(quality)) => {
            format!(
                "照片以前按很低的质量保存过（质量约 {}，要求不低于 60），留下了压缩痕迹。",
                decimal(quality, 0)
            )
        }
        (Lang::En, Some(quality)) => {
            format!(
                "The photo was once saved at a low quality (about {}; 60 is wanted) and shows it.",
                decimal(quality, 0)
            )
        }
        (Lang::Zh, None) => "脸上看得到压缩留下的方格。".to_owned(),
        (Lang::En, None) => "Squares left by compression can be seen on the face.".to_owned(),
    };
    let advice = lang.pick(
        "从拍摄的原图重新导出，不要用聊天软件转发过的图片。",
        "Export it again from the original, not from a picture that a chat app has passed on.",
    );
    Text::new(message, advice)
}
