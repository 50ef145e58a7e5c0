//! Why each rule exists, in one sentence.

use tassel_validator::Lang;

use crate::say::say;

/// The sentence; "" only for a check that is not one of ours.
pub fn why(id: &str, lang: Lang) -> &'static str {
    let found = WHY.iter().find(|(known, ..)| *known == id);
    found.map_or("", |(_, zh, en)| say(lang, zh, en))
}

/// Check id, Chinese, English.
const WHY: [(&str, &str, &str); 47] = [
    (
        "file.decode",
        "本页打不开的文件，采集系统多半也打不开。",
        "A file that this page cannot open will hardly open in the capture system.",
    ),
    (
        "file.format",
        "系统看的是文件内容，改扩展名不会改变内容。",
        "Systems look at what is in the file; another name ending does not change that.",
    ),
    (
        "file.size_px",
        "像素尺寸统一，头像才能落在证书和档案的相框里。",
        "With one pixel size for all, the head fits the frame on certificates and records.",
    ),
    (
        "file.bytes",
        "太小常是压缩过度，太大可能传不上去。",
        "Too small often means over-compressed; too large may not upload.",
    ),
    (
        "file.dpi",
        "它只影响打印尺寸，不改变画面，但有的系统会核对。",
        "It only affects the printed size, not the picture, but some systems check it.",
    ),
    (
        "file.color_mode",
        "显示和制证都用 RGB 彩色；印刷用的 CMYK 在屏幕上颜色会变。",
        "Screens and certificates use RGB; CMYK, made for print, changes colour on a screen.",
    ),
    (
        "file.jpeg_quality",
        "压缩过重，头发和衣领边会出现小方块。",
        "Compressed too much, hair and collar show small blocks.",
    ),
    (
        "file.orientation",
        "有的系统不认旋转标记，照片在那里会是横的。",
        "Some systems ignore the rotation mark; there the photo lies on its side.",
    ),
    (
        "file.name",
        "系统靠文件名把照片和人对上。",
        "The system matches photo and person by the file name.",
    ),
    (
        "bg.color",
        "背景颜色统一，证书和档案里的照片才一致。",
        "One background colour keeps photos on certificates and in records alike.",
    ),
    (
        "bg.uniform",
        "背景深浅不一，制证时会留下痕迹。",
        "An uneven background leaves marks on the certificate.",
    ),
    (
        "bg.objects",
        "身后的东西会印进证书，也会让头部轮廓看不清。",
        "What stands behind you is printed on the certificate and blurs the outline of your head.",
    ),
    (
        "face.count",
        "系统要凭这张脸认出你，照片里只能有你一个人。",
        "The system knows you by this face, so it must be the only one.",
    ),
    (
        "geom.center",
        "证书的相框从正中裁，脸偏了会被切到。",
        "Certificates are cut around the middle; a face that is off gets cut.",
    ),
    (
        "geom.crown",
        "头顶留一点空，制证裁边时不会切到头发。",
        "A little room above the head keeps the hair whole when the photo is trimmed.",
    ),
    (
        "geom.eye_line",
        "所有人的眼睛在同一高度，人像比对才准。",
        "With everybody's eyes at one height, faces can be compared well.",
    ),
    (
        "geom.face_width",
        "脸太小看不清五官，太大装不下头发和肩膀。",
        "A small face shows too little; a large one leaves no room for hair and shoulders.",
    ),
    (
        "pose.roll",
        "头歪着，左右五官不在一条水平线上，比对会不准。",
        "With a tilted head the features are not level, and faces compare less well.",
    ),
    (
        "pose.yaw",
        "脸转开了，一侧的五官和耳朵会看不到。",
        "When the face is turned, one side of it cannot be seen.",
    ),
    (
        "pose.pitch",
        "低头或仰头，五官的比例会变。",
        "A nod changes the proportions of the face.",
    ),
    (
        "eyes.open",
        "眼睛是认人的主要依据，闭着或半闭都难比对。",
        "Eyes say most about who you are; closed or half closed they are hard to compare.",
    ),
    (
        "eyes.redeye",
        "红眼盖住了瞳孔本来的颜色，系统找不准眼睛。",
        "Red eyes hide the pupils, so the system may miss them.",
    ),
    (
        "mouth.closed",
        "张嘴或露齿会改变脸形，和其他证件照对不上。",
        "An open mouth changes the face, so that it differs from your other photos.",
    ),
    (
        "glasses",
        "镜框和反光会挡住眼睛；各校对眼镜的要求不同，以这里写的为准。",
        "Frames and reflections can hide the eyes; schools differ, and what is said here counts.",
    ),
    (
        "headwear",
        "帽子、头巾和发箍会挡住头发和额头的轮廓。",
        "Hats, scarves and hairbands hide the outline of hair and forehead.",
    ),
    (
        "hair.brows",
        "眉毛也用来认人，被头发遮住就少了一处。",
        "Brows help to know a face; hair must not hide them.",
    ),
    (
        "hair.ears",
        "规范要求看得见两只耳朵，它们也用来判断脸有没有转开。",
        "The rules want both ears to be seen; they also show whether the face is turned.",
    ),
    (
        "face.occlusion",
        "脸上有遮挡，人像比对就缺了一块。",
        "What covers the face is missing when faces are compared.",
    ),
    (
        "jewelry",
        "饰品会反光，也会挡住耳朵和脖子的轮廓。",
        "Jewellery reflects light and hides the outline of ears and neck.",
    ),
    (
        "clothes.contrast",
        "衣服和背景太接近，肩膀的轮廓会和背景混在一起。",
        "Clothes that are too like the background make the shoulders vanish in it.",
    ),
    (
        "light.over",
        "过亮的地方没有细节，修也修不回来。",
        "Where it is too bright there is no detail left, and none can be brought back.",
    ),
    (
        "light.under",
        "太暗，五官看不清，印出来会更暗。",
        "In the dark the features are hard to see, and print makes them darker.",
    ),
    (
        "light.even",
        "一边亮一边暗，就是常说的阴阳脸，五官会看走样。",
        "Half light and half dark, the features look different from what they are.",
    ),
    (
        "light.hotspot",
        "反光和光斑会盖住皮肤和眼睛的细节。",
        "Glare and bright spots hide details of skin and eyes.",
    ),
    (
        "color.cast",
        "整张偏色，肤色和背景都不准。",
        "With a colour cast neither skin nor background is right.",
    ),
    (
        "color.contrast",
        "明暗层次太少，五官显得平，比对会不准。",
        "With little contrast the features look flat and compare less well.",
    ),
    (
        "color.grey",
        "规范要求彩色照片，黑白照看不出肤色和背景颜色。",
        "The rules want colour; black and white hides the colour of skin and background.",
    ),
    (
        "sharp.focus",
        "没有对上焦，放大后五官是糊的。",
        "Out of focus, the features are blurred when enlarged.",
    ),
    (
        "sharp.resolution",
        "小图放大的照片，像素够了细节却不够。",
        "An enlarged small picture has the pixels but not the detail.",
    ),
    (
        "noise",
        "暗处拍出的颗粒会盖住皮肤的细节。",
        "Grain from shooting in the dark hides the detail of the skin.",
    ),
    (
        "retouch",
        "磨皮和瘦脸会改变长相，人像比对可能不通过。",
        "Smoothing and slimming change your face, and the comparison may fail.",
    ),
    (
        "artefact.compression",
        "反复压缩留下的小方块，再存一次会更重。",
        "Blocks from repeated compression get worse with every save.",
    ),
    (
        "artefact.fringe",
        "换过背景的照片，头发边常留一圈别的颜色。",
        "Where a background was replaced, the hair often keeps a rim of another colour.",
    ),
    (
        "overlay.border",
        "边框会占掉照片的尺寸，头像的位置就不准了。",
        "A border takes up part of the photo, and the head is no longer in its place.",
    ),
    (
        "overlay.text",
        "水印和文字会印进证书。",
        "Watermarks and text are printed on the certificate.",
    ),
    (
        "spoof.recapture",
        "翻拍会带来网纹和变形，采集机构一般不收。",
        "A photo of a photo brings patterns and distortion, and is usually not accepted.",
    ),
    (
        "style.cartoon",
        "要用真人照片，画出来或生成的头像不能用来认人。",
        "It must be a real photo; a drawn or generated face cannot show who you are.",
    ),
];

#[cfg(test)]
mod tests {
    use super::*;
    use tassel_validator::CHECK_IDS;

    #[test]
    fn every_check_says_why_in_both_languages() {
        for id in CHECK_IDS {
            for lang in [Lang::Zh, Lang::En] {
                let text = why(id, lang);
                assert!(text.ends_with(['。', '.']), "{id}: {text:?}");
                assert!(!text.contains(['！', '!', '您']), "{id}: {text:?}");
            }
            assert!(why(id, Lang::En).is_ascii(), "{id}");
        }
    }
}
