//! What is said about where the head is and how it is held: `face.count`, `geom.*`, `pose.*`.

use super::{Text, decimal, spaced};
use crate::options::Lang;
use crate::profile::{Band, Unit};
use crate::report::Fix;

/// A place or size of the head.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Place {
    /// From the upper edge to the top of the hair.
    Crown,
    /// From the upper edge to the eyes.
    EyeLine,
    /// From cheek to cheek.
    FaceWidth,
    /// From the picture's middle to the face's.
    Center,
}

/// On which side of its limits something is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Side {
    /// Inside.
    Fine,
    /// Too small, or too far left.
    Less,
    /// Too large, or too far right.
    More,
}

/// A way of turning the head.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Turn {
    /// To a shoulder.
    Roll,
    /// Left or right.
    Yaw,
    /// Up or down.
    Pitch,
}

pub(crate) fn no_face(lang: Lang) -> Text {
    Text::new(
        lang.pick(
            "没有找到人脸，看不出这一项。",
            "No face was found, so this can't be told.",
        ),
        "",
    )
}

pub(crate) fn no_crown(lang: Lang) -> Text {
    Text::new(
        lang.pick(
            "头顶和背景分不开，或看轮廓用的模型没有载入，头顶位置没有检查。",
            "The top of the head can't be told from the background, or the model that finds the outline isn't loaded; this was not checked.",
        ),
        "",
    )
}

pub(crate) fn no_pose(lang: Lang) -> Text {
    Text::new(
        lang.pick(
            "看头部转向用的模型没有载入，这一项没有检查。",
            "The model that tells how the head is turned isn't loaded; this was not checked.",
        ),
        "",
    )
}

pub(crate) fn covered(lang: Lang) -> Text {
    Text::new(
        lang.pick(
            "脸的下半部被遮住了，看不出有没有低头或仰头。",
            "The lower face is covered, so a nod can't be told.",
        ),
        "",
    )
}

/// How many faces there are; `head` says that one of them is seen well, `people` that one beside the first is surely a person's.
pub(crate) fn count(lang: Lang, faces: usize, head: bool, people: bool) -> Text {
    match (faces, people) {
        (0, _) => Text::new(
            lang.pick("照片里没有找到人脸。", "No face was found in the photo."),
            lang.pick(
                "换一张正面、清楚、脸没有被遮住的单人照片。",
                "Use a clear photo of one person facing the camera, with nothing over the face.",
            ),
        ),
        (1.., _) if !head => Text::new(
            lang.pick(
                "照片里像是有一张人脸，但看不清楚。",
                "There seems to be a face in the photo, but it can't be seen well.",
            ),
            lang.pick(
                "换一张正面、清楚、脸没有被遮住的照片。",
                "Use a clear photo facing the camera, with nothing over the face.",
            ),
        ),
        (1, _) => Text::new(lang.pick("照片里只有一张人脸。", "There is one face in the photo."), ""),
        (_, true) => Text::new(
            match lang {
                Lang::Zh => format!("照片里有 {faces} 张人脸，要求只有 1 张。"),
                Lang::En => format!("There are {faces} faces in the photo; wanted: 1."),
            },
            lang.pick(
                "用只有你自己的照片：后面不要有别人，也不要把几张照片排在一起。",
                "Use a photo of you alone: nobody behind you, and not several photos on one sheet.",
            ),
        ),
        (_, false) => Text::new(
            lang.pick(
                "除了你的脸，照片里好像还有一张人脸，可能是海报或衣服上的图案。",
                "Beside your face there seems to be another one, perhaps on a poster or printed on clothes.",
            ),
            lang.pick(
                "换单色背景、没有人像图案的衣服更稳妥。",
                "A plain background and clothes without portraits are safer.",
            ),
        ),
    }
}

/// Where something is: `value` and the limits in the band's unit. `scaled` is the finished size that another photo's numbers were
/// told for.
#[expect(clippy::too_many_arguments, reason = "one sentence says all of it")]
pub(crate) fn place(
    lang: Lang,
    which: Place,
    side: Side,
    value: f64,
    band: &Band,
    outside: bool,
    scaled: Option<[f64; 2]>,
    fix: Fix,
) -> Text {
    let is = measured(lang, which, value, band);
    let wanted = limits(lang, which, band);
    let scaled = scaled.map_or(String::new(), |[width, height]| match lang {
        Lang::Zh => format!("（按 {width:.0}×{height:.0} 的成品折算）"),
        Lang::En => format!(" (as in a finished photo of {width:.0}×{height:.0})"),
    });
    let head = match (side, outside) {
        (Side::Fine, _) => String::new(),
        (_, true) => lang.pick(wrong(which, side).0, wrong(which, side).1).to_owned() + lang.pick("：", ": "),
        (_, false) => lang.pick("很接近边界：", "Very near the limit: ").to_owned(),
    };
    let message = match lang {
        Lang::Zh => format!("{head}现在{}，要求{}{scaled}。", spaced(&is), spaced(&wanted)),
        Lang::En => format!("{head}it is {is}; wanted: {wanted}{scaled}."),
    };
    let advice = if side == Side::Fine {
        String::new()
    } else {
        advice(lang, which, side, outside, fix)
    };
    Text::new(capital(lang, &message), advice)
}

fn measured(lang: Lang, which: Place, value: f64, band: &Band) -> String {
    let number = decimal(value.abs(), usize::from(band.unit == Unit::Percent));
    let unit = unit(lang, band.unit);
    match (which, lang) {
        (Place::Center, Lang::Zh) if number == "0" => "正好居中".to_owned(),
        (Place::Center, Lang::En) if number == "0" => "exactly centred".to_owned(),
        (Place::Center, Lang::Zh) => format!("偏{} {number}{unit}", if value < 0.0 { "左" } else { "右" }),
        (Place::Center, Lang::En) => {
            format!(
                "{number}{unit} to the {} of the middle",
                if value < 0.0 { "left" } else { "right" }
            )
        }
        _ => format!("{number}{unit}"),
    }
}

fn unit(lang: Lang, unit: Unit) -> &'static str {
    match unit {
        Unit::Px => lang.pick(" 像素", " px"),
        Unit::Percent => "%",
    }
}

fn limits(lang: Lang, which: Place, band: &Band) -> String {
    let places = usize::from(band.unit == Unit::Percent);
    let (unit, number) = (unit(lang, band.unit), |value: f64| decimal(value, places));
    match (band.min, band.max) {
        (Some(min), Some(max)) => format!("{}–{}{unit}", number(min), number(max)),
        (Some(min), None) => format!("{} {}{unit}", lang.pick("不少于", "at least"), number(min)),
        (None, Some(max)) if which == Place::Center => {
            format!(
                "{} {}{unit}{}",
                lang.pick("左右相差不超过", "at most"),
                number(max),
                lang.pick("", " either way")
            )
        }
        (None, Some(max)) => format!("{} {}{unit}", lang.pick("不超过", "at most"), number(max)),
        (None, None) => String::new(),
    }
}

/// What is wrong, in Chinese and English.
fn wrong(which: Place, side: Side) -> (&'static str, &'static str) {
    match (which, side == Side::Less) {
        (Place::Crown, true) => ("头顶离上边太近", "The top of the head is too near the upper edge"),
        (Place::Crown, false) => ("头顶上方留得太多", "There is too much room above the head"),
        (Place::EyeLine, true) => ("眼睛的位置太高", "The eyes are too high"),
        (Place::EyeLine, false) => ("眼睛的位置太低", "The eyes are too low"),
        (Place::FaceWidth, true) => ("脸在照片里太小", "The face is too small"),
        (Place::FaceWidth, false) => ("脸在照片里太大", "The face is too large"),
        (Place::Center, true) => ("人像偏左", "The head is too far left"),
        (Place::Center, false) => ("人像偏右", "The head is too far right"),
    }
}

fn advice(lang: Lang, which: Place, side: Side, outside: bool, fix: Fix) -> String {
    let how = match (which, side == Side::Less) {
        (Place::Crown, true) => ("裁剪时在头顶多留一点", "leave more room above the head when cropping"),
        (Place::Crown, false) => ("裁剪时头顶少留一点", "leave less room above the head when cropping"),
        (Place::EyeLine, true) => (
            "裁剪时把人像往下移一点",
            "move the crop up, so that the head comes lower",
        ),
        (Place::EyeLine, false) => (
            "裁剪时把人像往上移一点",
            "move the crop down, so that the head comes higher",
        ),
        (Place::FaceWidth, true) => (
            "裁剪得紧一点，让脸大一些",
            "crop more tightly, so that the face gets larger",
        ),
        (Place::FaceWidth, false) => (
            "裁剪得松一点，让脸小一些",
            "crop less tightly, so that the face gets smaller",
        ),
        (Place::Center, true) => (
            "裁剪时把人像往右移一点",
            "move the crop left, so that the head comes to the middle",
        ),
        (Place::Center, false) => (
            "裁剪时把人像往左移一点",
            "move the crop right, so that the head comes to the middle",
        ),
    };
    match (fix, lang) {
        (Fix::Auto, Lang::Zh) if outside => format!("重新裁剪，{}。", how.0),
        (Fix::Auto, Lang::En) if outside => format!("Crop it again: {}.", how.1),
        (Fix::Auto, Lang::Zh) => format!("{}更稳妥。", how.0),
        (Fix::Auto, Lang::En) => format!("Safer: {}.", how.1),
        (_, Lang::Zh) if outside => {
            format!(
                "这张照片周围留的画面不够，裁不出合格的；请照相馆用原片重新裁剪（{}），或重拍。",
                how.0
            )
        }
        (_, Lang::En) if outside => {
            format!(
                "This photo has too little around the head to be cropped right; ask the studio to crop the original ({}), or take it again.",
                how.1
            )
        }
        (_, Lang::Zh) => format!("请照相馆用原片{}更稳妥。", how.0),
        (_, Lang::En) => format!("Safer: ask the studio for a crop of the original; {}.", how.1),
    }
}

/// How the head is turned, degrees.
pub(crate) fn turn(lang: Lang, which: Turn, value: f64, limit: f64, fine: bool, fix: Fix) -> Text {
    let (is, most) = (
        decimal(value.abs(), usize::from(which == Turn::Roll)),
        decimal(limit, 1),
    );
    // Clockwise in the picture is towards the person's left shoulder; yaw counts to the person's left; pitch counts down.
    let (zh, en) = match (which, value > 0.0) {
        (Turn::Roll, true) => ("头歪向你的左肩", "The head leans to your left shoulder"),
        (Turn::Roll, false) => ("头歪向你的右肩", "The head leans to your right shoulder"),
        (Turn::Yaw, true) => ("脸转向你的左边", "The face is turned to your left"),
        (Turn::Yaw, false) => ("脸转向你的右边", "The face is turned to your right"),
        (Turn::Pitch, true) => ("头低了", "The head is bent down"),
        (Turn::Pitch, false) => ("头仰了", "The head is bent back"),
    };
    let about = if which == Turn::Roll {
        ""
    } else {
        lang.pick("大约", "about ")
    };
    if fine {
        let message = match (which, lang) {
            (Turn::Roll, Lang::Zh) => format!("两眼连线倾斜 {is}°，要求不超过 {most}°。"),
            (Turn::Roll, Lang::En) => format!("The line through the eyes leans by {is}°; at most {most}° is wanted."),
            (Turn::Yaw, Lang::Zh) => "脸朝正前方。".to_owned(),
            (Turn::Yaw, Lang::En) => "The face is turned to the camera.".to_owned(),
            (Turn::Pitch, Lang::Zh) => "没有明显低头或仰头。".to_owned(),
            (Turn::Pitch, Lang::En) => "The head is neither bent down nor back noticeably.".to_owned(),
        };
        return Text::new(message, "");
    }
    let message = match lang {
        Lang::Zh => format!("{zh}：{about} {is}°，要求不超过 {most}°。").replace("： ", "："),
        Lang::En => format!("{en}: {about}{is}°; at most {most}° is wanted."),
    };
    let advice = match (which, fix) {
        (Turn::Roll, Fix::Auto) => lang.pick("把照片转正再裁剪。", "Turn the photo straight and crop it again."),
        (Turn::Roll, _) => lang.pick(
            "坐正，两眼一样高再拍一张；也可以请照相馆把原片转正再裁。",
            "Take it again with both eyes level, or ask the studio to turn the original straight.",
        ),
        (Turn::Yaw, _) => lang.pick(
            "脸正对镜头再拍一张，两只耳朵露出一样多。",
            "Take it again facing the camera, with as much of either ear to be seen.",
        ),
        (Turn::Pitch, _) => lang.pick(
            "镜头和眼睛一样高，平视镜头再拍一张。",
            "Take it again with the camera at eye level, looking straight into it.",
        ),
    };
    Text::new(message, advice)
}

/// English sentences begin with a capital.
fn capital(lang: Lang, text: &str) -> String {
    let mut letters = text.chars();
    match (lang, letters.next()) {
        (Lang::En, Some(first)) => first.to_uppercase().chain(letters).collect(),
        _ => text.to_owned(),
    }
}
