//! What is said about the file.

use super::{Text, decimal, rules, spaced};
use crate::container::{Channels, Container, Dpi, Format, Quality};
use crate::id_number::Fault;
use crate::limits::Limits;
use crate::name::Mismatch;
use crate::options::Lang;
use crate::pixels::NoPixels;
use crate::profile::{ByteRange, ColorMode, DpiRule, FileRules, SizeRule};

pub(crate) fn decode(lang: Lang, result: Result<(), NoPixels>, len: u64, size: Option<(u32, u32)>) -> Text {
    let Err(why) = result else {
        return Text::new(lang.pick("文件完整，可以打开。", "The file is complete and opens."), "");
    };
    let again = lang.pick(
        "多半是下载或传送中断了。重新下载一次，或请对方把原文件再发一遍。",
        "A download or transfer was probably cut short. Download it again, or ask for the original file once more.",
    );
    match why {
        NoPixels::Empty => Text::new(
            lang.pick("文件是空的（0 字节）。", "The file is empty (0 bytes)."),
            lang.pick(
                "重新保存或下载照片，再选一次。",
                "Save or download the photo again, then choose it once more.",
            ),
        ),
        NoPixels::Unknown => Text::new(
            lang.pick(
                "这不是照片文件，认不出是什么格式。",
                "This is no photo file; its format is not recognised.",
            ),
            lang.pick(
                "选照相馆给你的 JPG 照片再试。",
                "Choose the JPG photo that the studio gave you.",
            ),
        ),
        NoPixels::Undecoded(format) => undecoded(lang, format),
        NoPixels::TooManyBytes => too_many_bytes(lang, len),
        NoPixels::TooManyPixels => too_many_pixels(lang, size),
        NoPixels::Truncated => Text::new(
            lang.pick(
                "文件不完整，后面一截丢了。",
                "The file is incomplete; its end is missing.",
            ),
            again,
        ),
        NoPixels::Damaged => Text::new(
            lang.pick(
                "文件数据有损坏，画面解不完整。",
                "The file is damaged; the picture can't be decoded whole.",
            ),
            again,
        ),
        NoPixels::Unsupported => Text::new(
            lang.pick(
                "这种编码方式很少见，这里打不开。",
                "This kind of encoding is rare and can't be opened here.",
            ),
            lang.pick(
                "用看图软件打开，另存为普通 JPG 再来。",
                "Open it in a picture program, save it as an ordinary JPG, and come back.",
            ),
        ),
    }
}

fn undecoded(lang: Lang, format: Format) -> Text {
    let label = format.label();
    match format {
        Format::Heic | Format::Avif => Text::new(
            match lang {
                Lang::Zh => format!("这是 {label} 照片（手机常用的格式），这里打不开。"),
                Lang::En => format!("This is a {label} photo, as phones store it; it can't be opened here."),
            },
            lang.pick(
                "在手机相册里把它导出或另存为 JPG 再来；交上去的也要是 JPG。",
                "Export it as JPG in the phone's album and come back; what you hand in has to be JPG too.",
            ),
        ),
        _ if format.is_picture() => Text::new(
            match lang {
                Lang::Zh => format!("这是 {label} 图片，这里打不开。"),
                Lang::En => format!("This is a {label} picture; it can't be opened here."),
            },
            lang.pick(
                "用看图软件另存为 JPG 再来。",
                "Save it as JPG in a picture program and come back.",
            ),
        ),
        _ => Text::new(
            match lang {
                Lang::Zh => format!("这是 {label} 文件，不是照片。"),
                Lang::En => format!("This is a {label} file, not a photo."),
            },
            lang.pick(
                "选照相馆给你的 JPG 照片再试；压缩包要先解压。",
                "Choose the JPG photo that the studio gave you; unpack an archive first.",
            ),
        ),
    }
}

fn too_many_bytes(lang: Lang, len: u64) -> Text {
    let (is, most) = (
        rules::measured_bytes(len, None),
        rules::measured_bytes(Limits::STANDARD.max_bytes, None),
    );
    Text::new(
        match lang {
            Lang::Zh => format!("文件有 {is}，超过这里能看的 {most}，没有打开。"),
            Lang::En => {
                format!("The file has {is}, more than the {most} that can be looked at here; it was not opened.")
            }
        },
        lang.pick(
            "选照相馆给的成品照片（通常几十 KB），或先用看图软件缩小再来。",
            "Choose the finished photo from the studio (a few dozen KB), or make this one smaller first.",
        ),
    )
}

fn too_many_pixels(lang: Lang, size: Option<(u32, u32)>) -> Text {
    let message = match (size, lang) {
        (Some((w, h)), Lang::Zh) => format!("照片有 {w}×{h} 像素，太大了，没有打开。"),
        (Some((w, h)), Lang::En) => {
            format!("The photo has {w}×{h} px, which is too many; it was not opened.")
        }
        (None, Lang::Zh) => "照片的像素太多，没有打开。".to_owned(),
        (None, Lang::En) => "The photo has too many pixels; it was not opened.".to_owned(),
    };
    Text::new(
        message,
        lang.pick(
            "选照相馆给的成品照片，或先用看图软件缩小再来。",
            "Choose the finished photo from the studio, or make this one smaller in a picture program first.",
        ),
    )
}

/// Why a check was skipped that needs an opened picture.
pub(crate) fn no_pixels_reason(lang: Lang) -> Text {
    Text::new(
        lang.pick(
            "照片没能打开，这一项没有检查。",
            "The photo could not be opened, so this was not checked.",
        ),
        "",
    )
}

/// `ending` is what is wrong with the name's ending, if anything.
pub(crate) fn format(
    lang: Lang,
    format: Option<Format>,
    right_kind: bool,
    ending: Option<&str>,
    rules: &FileRules,
) -> Text {
    let wanted = rules::formats(rules, lang);
    let is = format.map_or(lang.pick("认不出的格式", "an unknown format"), Format::label);
    if !right_kind {
        let advice = match format {
            Some(f) if f.is_picture() => lang.pick(
                "用看图软件打开，另存为 JPG；只改扩展名没有用。",
                "Open it in a picture program and save it as JPG; changing the name's ending alone doesn't help.",
            ),
            _ => lang.pick("选 JPG 照片再试。", "Choose a JPG photo."),
        };
        let message = match lang {
            Lang::Zh => format!("文件内容是{}，要求{}。", spaced(is), spaced(&wanted)),
            Lang::En => format!("The content is {is}; wanted: {wanted}."),
        };
        return Text::new(message, advice);
    }
    match ending {
        Some(ending) => {
            let name = if ending.is_empty() {
                lang.pick("没有扩展名", "no ending").to_owned()
            } else {
                format!(".{ending}")
            };
            let first = rules.extensions.first().map_or("jpg", String::as_str);
            let advice = match lang {
                Lang::Zh => format!("内容没有问题，把扩展名改成 .{first} 就行。"),
                Lang::En => format!("The content is fine; rename it to end in .{first}."),
            };
            Text::new(
                lang.measured(&format!("{is}{}{name}", lang.pick("，扩展名：", ", ending: ")), &wanted),
                advice,
            )
        }
        None => Text::new(lang.measured(is, &wanted), ""),
    }
}

pub(crate) fn size(lang: Lang, (w, h): (u32, u32), fits: bool, rule: &SizeRule) -> Text {
    let wanted = rules::size(rule, lang);
    let message = lang.measured(&format!("{w}×{h}"), &wanted);
    if fits {
        return Text::new(message, "");
    }
    let target = rule.exact.first().copied().or(rule.min).unwrap_or([w, h]);
    // Same shape and enough pixels: scaling down is all that is needed.
    let same_shape = u64::from(w) * u64::from(target[1]) == u64::from(h) * u64::from(target[0]);
    let small = w < target[0] || h < target[1];
    let advice = match (small, same_shape) {
        (true, _) => lang.pick(
            "像素不够，放大会变糊；向照相馆要更大的原图，再裁成要求的尺寸。",
            "There are too few pixels, and enlarging blurs; ask the studio for the larger original and crop that.",
        ),
        (false, true) => lang.pick(
            "按比例缩小到要求的尺寸即可，不要拉伸。",
            "Scale it down to the wanted size, keeping its shape.",
        ),
        (false, false) => lang.pick(
            "先按要求的宽高比裁剪，再缩小到要求的尺寸，不要拉伸。",
            "Crop to the wanted shape first, then scale down; don't stretch.",
        ),
    };
    Text::new(message, advice)
}

pub(crate) fn bytes(lang: Lang, len: u64, rule: &ByteRange) -> Text {
    let message = lang.measured(&rules::measured_bytes(len, Some(rule)), &rules::bytes(rule, lang));
    let advice = if rule.max.is_some_and(|max| len > max) {
        lang.pick(
            "另存为 JPG 时把质量调低一点，直到落在范围内；像素尺寸不要变。",
            "Save the JPG with a slightly lower quality until it fits; keep the pixel size.",
        )
    } else if rule.min.is_some_and(|min| len < min) {
        lang.pick(
            "照片被压得太小了。找照相馆要原图，用高一些的质量另存；从聊天软件转来的照片，让对方发原图。",
            "The photo was compressed too much. Ask for the original and save that with a higher quality; in a chat, have it sent as original.",
        )
    } else {
        ""
    };
    Text::new(message, advice)
}

pub(crate) fn dpi(lang: Lang, dpi: Option<Dpi>, fits: bool, rule: &DpiRule) -> Text {
    let wanted = rules::dpi(rule, lang);
    let is = match dpi {
        None => lang.pick("没有写分辨率", "not stated").to_owned(),
        Some(d) if (d.x - d.y).abs() < 0.5 => format!("{} dpi", decimal(d.x, 1)),
        Some(d) => format!("{}×{} dpi", decimal(d.x, 1), decimal(d.y, 1)),
    };
    let advice = lang.pick(
        "用修图软件把分辨率写成要求的值再存；像素不变，不用重拍。",
        "Set the resolution to the wanted value in a picture program; the pixels stay, no new photo is needed.",
    );
    let message = match (dpi, lang) {
        (None, Lang::Zh) => format!("文件里{is}，要求{}。", spaced(&wanted)),
        _ => lang.measured(&is, &wanted),
    };
    Text::new(message, if fits { "" } else { advice })
}

pub(crate) fn color_mode(lang: Lang, container: &Container, fits: bool, wide_gamut: bool, mode: ColorMode) -> Text {
    let channels = match container.channels {
        Some(Channels::Grey | Channels::GreyAlpha) => lang.pick("灰度（黑白）", "grey"),
        Some(Channels::Rgb) => lang.pick("RGB 彩色", "RGB"),
        Some(Channels::Rgba) => lang.pick("带透明的 RGB", "RGB with transparency"),
        Some(Channels::Palette) => lang.pick("索引色", "indexed colours"),
        Some(Channels::Cmyk | Channels::Ycck) => lang.pick("CMYK 印刷色", "CMYK printing colours"),
        None => lang.pick("不明", "unknown"),
    };
    let bits = container.bit_depth.map_or(String::new(), |b| match lang {
        Lang::Zh => format!("，每通道 {b} 位"),
        Lang::En => format!(", {b} bits a channel"),
    });
    let profile = match container.icc.as_deref() {
        Some(name) if wide_gamut => {
            format!("{} {name}", lang.pick("，色彩配置", ", colour profile"))
        }
        _ => String::new(),
    };
    let advice = match (fits, wide_gamut, container.channels) {
        (true, true, _) => lang.pick(
            "上传后颜色可能变淡；用修图软件转换成 sRGB 再存更稳妥。",
            "Colours may look dull after upload; converting to sRGB in a picture program is safer.",
        ),
        (true, ..) => "",
        (false, _, Some(Channels::Grey | Channels::GreyAlpha)) => lang.pick(
            "黑白照片变不回彩色，找照相馆要彩色原图。",
            "Grey can't be turned back into colour; ask the studio for the colour original.",
        ),
        (false, _, Some(Channels::Cmyk | Channels::Ycck)) => lang.pick(
            "请照相馆按 RGB 导出，或用修图软件把模式改成 RGB 再存为 JPG。",
            "Ask the studio to export RGB, or change the mode to RGB in a picture program and save as JPG.",
        ),
        (false, ..) => lang.pick(
            "用看图软件打开，另存为普通 JPG。",
            "Open it in a picture program and save it as an ordinary JPG.",
        ),
    };
    Text::new(
        lang.measured(&format!("{channels}{bits}{profile}"), &rules::color_mode(mode, lang)),
        advice,
    )
}

pub(crate) fn jpeg_quality(lang: Lang, quality: Quality, min: u8) -> Text {
    let about = if quality.exact { "" } else { lang.pick("约 ", "about ") };
    let advice = if quality.value < min || !quality.exact && quality.value < min.saturating_add(3) {
        lang.pick(
            "压缩太重，再存一次补不回细节；用原图按更高的质量导出。",
            "It was compressed too hard, and saving again brings no detail back; export the original with a higher quality.",
        )
    } else {
        ""
    };
    Text::new(
        lang.measured(&format!("{about}{}", quality.value), &rules::quality(min, lang)),
        advice,
    )
}

/// What was seen of the direction: the EXIF mark, or by how many quarter turns, clockwise, the picture itself has to be turned.
pub(crate) fn orientation(lang: Lang, exif: u8, turns: u8) -> Text {
    if exif != 1 {
        let turn = match exif {
            3 => lang.pick("转 180°", "turned by 180°"),
            6 => lang.pick("顺时针转 90°", "turned clockwise by 90°"),
            8 => lang.pick("逆时针转 90°", "turned anticlockwise by 90°"),
            _ => lang.pick("镜像", "mirrored"),
        };
        let message = match lang {
            Lang::Zh => format!("文件里有“显示时{turn}”的标记（EXIF 方向 {exif}），有的系统不认它，照片会变成歪的。"),
            Lang::En => format!(
                "The file is marked \"to be shown {turn}\" (EXIF orientation {exif}); some systems ignore the mark and show it wrong."
            ),
        };
        let advice = lang.pick(
            "用看图软件把照片转正后另存一次，标记就没有了。",
            "Turn the photo upright in a picture program and save it, which removes the mark.",
        );
        return Text::new(message, advice);
    }
    let side = |zh: &'static str, en: &'static str, zh_turn: &'static str, en_turn: &'static str| {
        let advice = match lang {
            Lang::Zh => format!("用看图软件{zh_turn}后另存。"),
            Lang::En => format!("Turn it {en_turn} in a picture program and save it."),
        };
        Text::new(lang.pick(zh, en), advice)
    };
    match turns {
        0 => {}
        1 => {
            let (zh, en) = (
                "照片是横着的，头朝左。",
                "The photo lies on its side, the head to the left.",
            );
            return side(zh, en, "顺时针旋转 90°", "clockwise by 90°");
        }
        3 => {
            let (zh, en) = (
                "照片是横着的，头朝右。",
                "The photo lies on its side, the head to the right.",
            );
            return side(zh, en, "逆时针旋转 90°", "anticlockwise by 90°");
        }
        _ => {
            let (zh, en) = ("照片看上去是倒过来的。", "The photo seems to be upside down.");
            return side(zh, en, "旋转 180°", "by 180°");
        }
    }
    Text::new(
        lang.pick("照片是正的，没有旋转标记。", "Upright, without a rotation mark."),
        "",
    )
}

/// The name itself is never repeated: it may hold an identity number.
pub(crate) fn name(lang: Lang, result: Result<(), Mismatch>, pattern: &str) -> Text {
    let wanted = rules::name(pattern, lang);
    let rename = match lang {
        Lang::Zh => format!("把文件名改成“{wanted}”这样。"),
        Lang::En => format!("Rename the file to look like {wanted}."),
    };
    let look = lang.pick(
        "对照身份证再看一遍，改正文件名。",
        "Compare it with the identity card and correct the name.",
    );
    match result {
        Ok(()) => Text::new(
            match lang {
                Lang::Zh => format!("符合“{wanted}”。"),
                Lang::En => format!("Matches \"{wanted}\"."),
            },
            "",
        ),
        Err(Mismatch::IdNumber(Fault::CheckDigit)) => Text::new(
            lang.pick(
                "文件名里的身份证号校验位对不上，可能有一位打错了。",
                "The identity number's check digit is wrong; a digit may be mistyped.",
            ),
            look,
        ),
        Err(Mismatch::IdNumber(Fault::Birthday)) => Text::new(
            lang.pick(
                "文件名里的身份证号，出生日期那几位不是真实日期。",
                "The identity number's birthday is no day of the calendar.",
            ),
            look,
        ),
        Err(Mismatch::IdNumber(Fault::Form) | Mismatch::Shape) => Text::new(
            match lang {
                Lang::Zh => format!("文件名和要求的“{wanted}”对不上。"),
                Lang::En => format!("The file name is not of the wanted form: {wanted}."),
            },
            rename,
        ),
    }
}
