//! What is said about a photo that was mended: what was changed, and what could not be.

use super::{Text, check_title, decimal, spaced};
use crate::container::Format;
use crate::fix::{Change, Left, NotFixed};
use crate::id_number::Fault;
use crate::options::Lang;

pub(crate) fn change(lang: Lang, change: &Change) -> String {
    match (change, lang) {
        (Change::Upright, Lang::Zh) => "把照片转正了。".to_owned(),
        (Change::Upright, Lang::En) => "Turned the photo upright.".to_owned(),
        (Change::Colors, Lang::Zh) => "颜色换算成了 sRGB，看起来和原来一样。".to_owned(),
        (Change::Colors, Lang::En) => "Put the colours into sRGB; they look as before.".to_owned(),
        (Change::Levelled(by), Lang::Zh) => format!("把照片转了 {}°，两眼一样高了。", decimal(by.abs(), 1)),
        (Change::Levelled(by), Lang::En) => format!(
            "Turned the photo by {}° so that the eyes are level.",
            decimal(by.abs(), 1)
        ),
        (Change::Cropped([x, y, w, h]), Lang::Zh) => {
            format!("裁掉了四周多余的部分，留下从左 {x}、上 {y} 起的 {w}×{h} 像素。")
        }
        (Change::Cropped([x, y, w, h]), Lang::En) => {
            format!("Cut away what was too much around; {w}×{h} px from {x} left, {y} top remain.")
        }
        (Change::Resized([w, h], [to_w, to_h]), Lang::Zh) => format!("尺寸从 {w}×{h} 改成 {to_w}×{to_h} 像素。"),
        (Change::Resized([w, h], [to_w, to_h]), Lang::En) => {
            format!("Changed the size from {w}×{h} to {to_w}×{to_h} px.")
        }
        (
            Change::Recoded {
                from,
                quality,
                before,
                after,
            },
            _,
        ) => recoded(lang, *from, *quality, *before, *after),
        (Change::Density(dpi), Lang::Zh) => format!("分辨率标记写成 {dpi} dpi。"),
        (Change::Density(dpi), Lang::En) => format!("Stated {dpi} dpi."),
        (Change::Stripped(told), _) => {
            let names = [
                (
                    told.exif,
                    lang.pick("拍摄信息（相机、时间、地点）", "camera, time and place"),
                ),
                (told.icc, lang.pick("颜色配置文件", "colour profile")),
                (told.comment, lang.pick("注释", "comments")),
                (told.other, lang.pick("软件附带的数据", "data of other programs")),
            ];
            let names: Vec<&str> = names.into_iter().filter(|(is, _)| *is).map(|(_, name)| name).collect();
            match lang {
                Lang::Zh => format!("清除了{}。", names.join("、")),
                Lang::En => format!("Took out: {}.", names.join(", ")),
            }
        }
        (Change::Named, Lang::Zh) => "按要求取了文件名。".to_owned(),
        (Change::Named, Lang::En) => "Named the file as the rule asks.".to_owned(),
    }
}

fn recoded(lang: Lang, from: Option<Format>, quality: u8, before: u64, after: u64) -> String {
    let from = from
        .filter(|format| *format != Format::Jpeg)
        .map(|format| format.label());
    let (before, after) = (kb(before), kb(after));
    match (lang, from) {
        (Lang::Zh, Some(from)) => format!("从 {from} 存成了 JPG，压缩质量 {quality}，{after} KB。"),
        (Lang::En, Some(from)) => format!("Saved as JPG instead of {from}: quality {quality}, {after} KB."),
        (Lang::Zh, None) => format!("重新存成 JPG，压缩质量 {quality}，从 {before} KB 变成 {after} KB。"),
        (Lang::En, None) => format!("Saved again as JPG: quality {quality}, {after} KB instead of {before} KB."),
    }
}

fn kb(bytes: u64) -> String {
    decimal(bytes as f64 / 1024.0, 1)
}

pub(crate) fn left(lang: Lang, left: &Left) -> Text {
    let studio = lang.pick(
        "向照相馆要没有裁剪、没有压缩过的原图，再来一次。",
        "Ask the studio for the original, neither cropped nor compressed, and try again.",
    );
    match left {
        Left::NoModels => Text::new(
            lang.pick(
                "人脸模型没有载入，没有裁剪和转正，只改了文件。",
                "The face models aren't loaded: nothing was cut or levelled, only the file was mended.",
            ),
            "",
        ),
        Left::NoFace => Text::new(
            lang.pick(
                "没有找到人脸，不知道该裁哪里，只改了文件。",
                "No face was found, so there is no telling where to cut; only the file was mended.",
            ),
            lang.pick(
                "确认选的是本人的正面照。",
                "Make sure that this is a frontal photo of you.",
            ),
        ),
        Left::Faces(count) => Text::new(
            match lang {
                Lang::Zh => format!("照片里有 {count} 张脸，按最大的一张裁的。"),
                Lang::En => format!("There are {count} faces; the largest was taken."),
            },
            lang.pick("换一张只有你一个人的照片。", "Take a photo with only you in it."),
        ),
        Left::NoCrown => Text::new(
            lang.pick(
                "头顶的位置没有量出来，裁的时候没有考虑它。",
                "The top of the hair could not be measured and was left out of account.",
            ),
            lang.pick(
                "自己看一下头顶上方留的空够不够。",
                "See for yourself whether there is enough room above the head.",
            ),
        ),
        Left::Band {
            check,
            value,
            min,
            max,
            edge,
        } => band(lang, check, *value, (*min, *max), *edge),
        Left::Roll(degrees) => Text::new(
            match lang {
                Lang::Zh => format!("头还歪着 {}°：再转，照片的边就不够了。", decimal(degrees.abs(), 1)),
                Lang::En => format!(
                    "The head still leans by {}°: turned further, the photo would not reach its edges.",
                    decimal(degrees.abs(), 1)
                ),
            },
            studio,
        ),
        Left::Enlarged(by) => Text::new(
            match lang {
                Lang::Zh => format!("原图里人太小，放大了 {} 倍，放大不会更清楚。", decimal(*by, 2)),
                Lang::En => format!(
                    "The person was too small and was enlarged {} times; that adds no detail.",
                    decimal(*by, 2)
                ),
            },
            studio,
        ),
        Left::Size([w, h]) => Text::new(
            match lang {
                Lang::Zh => format!("尺寸是 {w}×{h} 像素，没有改成要求的。"),
                Lang::En => format!("It is {w}×{h} px, which is not what is asked for."),
            },
            studio,
        ),
        Left::Colors => Text::new(
            lang.pick(
                "原文件用的是印刷颜色或少见的颜色配置，换算以后颜色可能略有不同。",
                "The file has printing inks or an unusual colour profile; its colours may look a little different now.",
            ),
            lang.pick(
                "和原照片对比一下；不一样就请照相馆给一份 sRGB 的 JPG。",
                "Compare it with the original; if it differs, ask the studio for a JPG in sRGB.",
            ),
        ),
        Left::TooManyBytes(..) | Left::TooFewBytes(..) | Left::Grey | Left::Coarse(_) => saved(lang, left, studio),
        Left::Name { id_number } => name(lang, *id_number),
    }
}

fn band(lang: Lang, check: &str, value: f64, (min, max): (Option<f64>, Option<f64>), edge: bool) -> Text {
    let title = check_title(check, lang);
    let px = |value: f64| decimal(value, 0);
    let wanted = match (check, min, max, lang) {
        ("geom.center", _, Some(max), Lang::Zh) => format!("不超过 {} 像素", px(max)),
        ("geom.center", _, Some(max), Lang::En) => format!("at most {} px", px(max)),
        (_, Some(min), Some(max), Lang::Zh) => format!("{}–{} 像素", px(min), px(max)),
        (_, Some(min), Some(max), Lang::En) => format!("{}–{} px", px(min), px(max)),
        (_, Some(min), None, Lang::Zh) => format!("至少 {} 像素", px(min)),
        (_, Some(min), None, Lang::En) => format!("at least {} px", px(min)),
        (_, _, max, Lang::Zh) => format!("不超过 {} 像素", px(max.unwrap_or_default())),
        (_, _, max, Lang::En) => format!("at most {} px", px(max.unwrap_or_default())),
    };
    let value = px(if check == "geom.center" {
        value.abs()
    } else {
        value.max(0.0)
    });
    let (measured, why, advice) = match lang {
        Lang::Zh => (
            format!("{title}：裁好以后是 {value} 像素，要求{}。", spaced(&wanted)),
            if edge {
                "照片的边离人太近，缺的背景不能画上去。"
            } else {
                "几项要求不能同时满足。"
            },
            if edge {
                "向照相馆要四周留空更多的原图，或者重拍。"
            } else {
                "请照相馆按要求的构图重拍。"
            },
        ),
        Lang::En => (
            format!("{title}: {value} px after cutting; wanted: {wanted}. "),
            if edge {
                "The photo ends too close to the person, and missing background is not painted."
            } else {
                "Not all rules can hold at once."
            },
            if edge {
                "Ask the studio for the original with more room around you, or take it again."
            } else {
                "Ask the studio to take it again, framed as the rules say."
            },
        ),
    };
    Text::new(format!("{measured}{why}"), advice)
}

fn saved(lang: Lang, left: &Left, studio: &str) -> Text {
    match left {
        Left::TooManyBytes(bytes, max) => Text::new(
            match lang {
                Lang::Zh => format!(
                    "压缩到允许的最低质量还有 {} KB，要求不超过 {} KB。",
                    kb(*bytes),
                    kb(*max)
                ),
                Lang::En => format!(
                    "Even at the lowest quality allowed it has {} KB; at most {} KB are wanted.",
                    kb(*bytes),
                    kb(*max)
                ),
            },
            lang.pick(
                "多半是背景不平整或噪点多；请照相馆用干净的纯色背景重拍。",
                "A rough background or noise is the usual reason; ask the studio for a clean plain one.",
            ),
        ),
        Left::TooFewBytes(bytes, min) => Text::new(
            match lang {
                Lang::Zh => format!(
                    "用最高质量存也只有 {} KB，要求至少 {} KB；往文件里塞没用的数据不算数，没有这样做。",
                    kb(*bytes),
                    kb(*min)
                ),
                Lang::En => format!(
                    "Even at the best quality it has only {} KB; at least {} KB are wanted. Filling the file up with padding would be no remedy and was not done.",
                    kb(*bytes),
                    kb(*min)
                ),
            },
            studio,
        ),
        Left::Coarse(quality) => Text::new(
            match lang {
                Lang::Zh => format!("原文件以前压得太狠（质量约 {quality}），丢掉的细节补不回来。"),
                Lang::En => format!(
                    "The file was compressed too hard before (quality about {quality}); what was lost can't be brought back."
                ),
            },
            studio,
        ),
        _ => Text::new(
            lang.pick(
                "这是黑白照片，颜色补不出来。",
                "This is a photo without colour, and colour can't be added.",
            ),
            lang.pick("换一张彩色照片。", "Use a colour photo."),
        ),
    }
}

fn name(lang: Lang, id_number: bool) -> Text {
    if id_number {
        Text::new(
            lang.pick(
                "文件名要用证件号，没有改。",
                "The file's name has to be the identity number; it was not changed.",
            ),
            lang.pick(
                "填上证件号再存一次；它只用来取文件名，不会保存。",
                "Give the number and save again; it only makes the name and is not kept.",
            ),
        )
    } else {
        Text::new(
            lang.pick(
                "文件名不合要求，没有改。",
                "The file's name doesn't follow the rule; it was not changed.",
            ),
            lang.pick("按通知里的写法自己改名。", "Rename it yourself as the notice says."),
        )
    }
}

pub(crate) fn not_fixed(lang: Lang, why: &NotFixed) -> Text {
    match why {
        NotFixed::NoPixels(why, len, size) => super::decode(lang, Err(*why), *len, *size),
        NotFixed::TooSmall(by) => Text::new(
            match lang {
                Lang::Zh => format!("照片太小，要放大 {} 倍才够，放大了也不清楚，没有改。", decimal(*by, 1)),
                Lang::En => format!(
                    "The photo is too small: it would have to be enlarged {} times and would only be blurred. Nothing was changed.",
                    decimal(*by, 1)
                ),
            },
            lang.pick("向照相馆要原图。", "Ask the studio for the original."),
        ),
        NotFixed::IdNumber(fault) => Text::new(
            match fault {
                Fault::Form => lang.pick(
                    "证件号应当是 17 位数字加一位数字或 X。",
                    "An identity number is 17 digits and a digit or X.",
                ),
                Fault::Birthday => lang.pick(
                    "证件号第 7 到 14 位不是一个日期。",
                    "Digits 7 to 14 of the identity number are no date.",
                ),
                Fault::CheckDigit => lang.pick(
                    "证件号最后一位对不上，多半输错了一位。",
                    "The identity number's last character doesn't fit; one of the others is probably mistyped.",
                ),
            },
            lang.pick("对照证件重新输入。", "Compare it with your card and type it again."),
        ),
        NotFixed::NotWritten => Text::new(
            lang.pick("照片太大，存不成 JPG。", "The photo is too large for a JPG."),
            lang.pick("先用看图软件缩小一些。", "Make it smaller in a picture program first."),
        ),
    }
}
