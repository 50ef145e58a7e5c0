//! What is said about eyes, mouth, glasses, hair, ears and what covers them.

use super::{Text, decimal};
use crate::options::Lang;

/// What is wrong with glasses.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Lens {
    /// Nothing but that they are worn.
    Clear,
    /// Dark, coloured or mirroring lenses.
    Tinted,
    /// The frame lies over the eyes or right at them.
    Frame,
    /// The lenses reflect.
    Glare,
    /// No glasses at all are allowed.
    Forbidden,
}

/// Which jewellery.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Trinket {
    /// At an ear.
    Earrings,
    /// At the neck.
    Necklace,
}

/// Chinese and English sentences: message, then advice.
type Pair<'a> = [&'a str; 2];

/// `fine` from 0.8 on, `wrong` below 0.5, between them `doubt`: a limit that a profile moves changes the status, not the words.
fn said(lang: Lang, score: f64, fine: Pair<'_>, doubt: Pair<'_>, wrong: Pair<'_>, advice: Pair<'_>) -> Text {
    let [zh, en] = match score {
        s if s >= 0.8 => return Text::new(lang.pick(fine[0], fine[1]), ""),
        s if s >= 0.5 => doubt,
        _ => wrong,
    };
    Text::new(lang.pick(zh, en), lang.pick(advice[0], advice[1]))
}

pub(crate) fn no_masks(lang: Lang) -> Text {
    Text::new(
        lang.pick(
            "看轮廓用的模型没有载入，这一项没有检查。",
            "The model that finds the person's outline isn't loaded; this was not checked.",
        ),
        "",
    )
}

pub(crate) fn eyes_hidden(lang: Lang) -> Text {
    Text::new(
        lang.pick(
            "眼睛被挡住了，看不出是否睁开。",
            "The eyes are hidden, so it can't be told whether they are open.",
        ),
        "",
    )
}

pub(crate) fn mouth_hidden(lang: Lang) -> Text {
    Text::new(
        lang.pick(
            "嘴被挡住了，看不出是否闭合。",
            "The mouth is hidden, so it can't be told whether it is closed.",
        ),
        "",
    )
}

pub(crate) fn hidden_by_headwear(lang: Lang) -> Text {
    Text::new(
        lang.pick(
            "摘掉头上的东西之后再看这一项。",
            "This is checked once nothing is worn on the head.",
        ),
        "",
    )
}

pub(crate) fn neck_hidden(lang: Lang) -> Text {
    Text::new(
        lang.pick(
            "脸和脖子被挡住了，看不出有没有首饰。",
            "Face and neck are hidden, so jewellery can't be told.",
        ),
        "",
    )
}

pub(crate) fn eyes_open(lang: Lang, score: f64) -> Text {
    said(
        lang,
        score,
        ["双眼睁开。", "Both eyes are open."],
        [
            "眼睛可能没有完全睁开，要求双眼自然睁开。",
            "The eyes may not be fully open; they should be naturally open.",
        ],
        [
            "有一只或两只眼睛没有睁开，要求双眼自然睁开。",
            "One or both eyes aren't open; they should be naturally open.",
        ],
        [
            "看着镜头，自然睁开眼睛，重新拍一张；怕眨眼就多拍几张挑一张。",
            "Look at the camera with your eyes naturally open and take it again; a few shots in a row help against blinking.",
        ],
    )
}

pub(crate) fn redeye(lang: Lang, score: f64) -> Text {
    said(
        lang,
        score,
        ["没有红眼。", "No red eyes."],
        [
            "瞳孔有些发红，可能是闪光灯造成的红眼。",
            "The pupils look reddish, perhaps from the flash.",
        ],
        [
            "瞳孔发红，是闪光灯造成的红眼，要求没有红眼。",
            "The pupils are red from the flash; red eyes aren't accepted.",
        ],
        [
            "关掉闪光灯，在光线充足的地方重新拍一张。",
            "Turn the flash off and take it again in good light.",
        ],
    )
}

pub(crate) fn mouth(lang: Lang, score: f64, percent: f64) -> Text {
    let gap = decimal(percent, 1);
    let (doubt, wrong) = (
        [
            format!("嘴唇可能没有合上（缝隙是脸高的 {gap}%），要求自然闭合、不露牙齿。"),
            format!("The lips may be apart ({gap} % of the face's height); they should be closed, no teeth showing."),
        ],
        [
            format!("嘴唇是张开的（缝隙是脸高的 {gap}%），要求自然闭合、不露牙齿。"),
            format!("The lips are apart ({gap} % of the face's height); they should be closed, no teeth showing."),
        ],
    );
    said(
        lang,
        score,
        ["嘴唇自然闭合。", "The lips are closed."],
        [&doubt[0], &doubt[1]],
        [&wrong[0], &wrong[1]],
        [
            "放松，嘴唇轻轻合上，不露牙齿，重新拍一张。",
            "Relax, close your lips gently and take it again.",
        ],
    )
}

pub(crate) fn glasses(lang: Lang, score: f64, seen: bool, lens: Lens) -> Text {
    if !seen {
        return Text::new(lang.pick("没有戴眼镜。", "No glasses."), "");
    }
    let sure = score < 0.5;
    let message = match (lens, sure) {
        (Lens::Clear, _) => [
            "戴着眼镜：平时一直戴才可以戴着拍。",
            "Glasses are worn: that is fine only if you always wear them.",
        ],
        (Lens::Tinted, true) => [
            "镜片有颜色或太暗，要求镜片透明。",
            "The lenses are dark or coloured; they must be clear.",
        ],
        (Lens::Tinted, false) => [
            "镜片可能有颜色，要求镜片透明。",
            "The lenses may be tinted; they must be clear.",
        ],
        (Lens::Frame, true) => [
            "镜框挡住了眼睛或紧挨着眼睛，要求不遮挡。",
            "The frame covers the eyes or touches them; it must leave them free.",
        ],
        (Lens::Frame, false) => [
            "镜框离眼睛很近，要求不遮挡眼睛。",
            "The frame is very close to the eyes; it must leave them free.",
        ],
        (Lens::Glare, true) => [
            "镜片反光，要求没有反光。",
            "The lenses reflect; there must be no glare.",
        ],
        (Lens::Glare, false) => [
            "镜片可能有反光，要求没有反光。",
            "The lenses may reflect; there must be no glare.",
        ],
        (Lens::Forbidden, true) => [
            "戴着眼镜，这个标准要求不戴。",
            "Glasses are worn; this standard wants none.",
        ],
        (Lens::Forbidden, false) => [
            "可能戴着眼镜，这个标准要求不戴。",
            "Glasses may be worn; this standard wants none.",
        ],
    };
    let advice = match lens {
        Lens::Clear => [
            "平时不常戴就摘掉眼镜重拍；平时一直戴可以保留，由老师确认。",
            "If you don't always wear them, take them off and take it again; otherwise keep them, a person will confirm.",
        ],
        Lens::Tinted => [
            "摘掉有颜色的眼镜，或换成透明镜片，重新拍一张。",
            "Take the tinted glasses off, or wear clear ones, and take it again.",
        ],
        Lens::Frame => [
            "把眼镜往上推一推，或摘掉、换一副框细的，让两只眼睛完全露出来，重新拍一张。",
            "Push the glasses up, take them off or wear a thinner frame, so that both eyes are free, and take it again.",
        ],
        Lens::Glare => [
            "把镜腿稍稍抬高一点，或移开正前方的灯、避开窗，让镜片不反光；不行就摘掉眼镜，重新拍一张。",
            "Tilt the glasses slightly or move lamps and windows away from the front; if that fails take the glasses off.",
        ],
        Lens::Forbidden => ["摘掉眼镜，重新拍一张。", "Take the glasses off and take it again."],
    };
    Text::new(lang.pick(message[0], message[1]), lang.pick(advice[0], advice[1]))
}

pub(crate) fn headwear(lang: Lang, score: f64) -> Text {
    said(
        lang,
        score,
        ["没有戴帽子或头巾。", "Nothing is worn on the head."],
        [
            "头上可能戴着东西，要求不戴帽子、头巾。",
            "Something may be worn on the head; hats and scarves aren't accepted.",
        ],
        [
            "头上戴着帽子、头巾之类的东西，要求不戴。",
            "A hat, scarf or the like is worn on the head; that isn't accepted.",
        ],
        [
            "摘掉头上的东西，重新拍一张；因民族习惯或医疗需要佩戴的，请先告诉老师。",
            "Take it off and take the photo again; if custom or medicine needs it, tell your teacher first.",
        ],
    )
}

pub(crate) fn brows(lang: Lang, score: f64) -> Text {
    said(
        lang,
        score,
        ["眉毛露出来了。", "The eyebrows are visible."],
        [
            "头发可能挡住了一部分眉毛，要求眉毛完全露出。",
            "Hair may cover part of an eyebrow; both must be visible.",
        ],
        [
            "头发挡住了眉毛，要求眉毛完全露出。",
            "Hair covers the eyebrows; both must be visible.",
        ],
        [
            "把刘海梳开或用发夹别到两边，露出眉毛，重新拍一张。",
            "Comb or pin the fringe to the sides so that both eyebrows show, and take it again.",
        ],
    )
}

pub(crate) fn ears(lang: Lang, score: f64, both: bool) -> Text {
    let wrong = if both {
        [
            "头发挡住了两只耳朵，要求两只耳朵都露出来。",
            "Hair covers both ears; both must be visible.",
        ]
    } else {
        [
            "头发挡住了一只耳朵，要求两只耳朵都露出来。",
            "Hair covers one ear; both must be visible.",
        ]
    };
    said(
        lang,
        score,
        ["两只耳朵没有被头发挡住。", "No hair covers the ears."],
        [
            "头发可能挡住了耳朵，要求两只耳朵都露出来。",
            "Hair may cover an ear; both must be visible.",
        ],
        wrong,
        [
            "把头发别到耳后，露出两只耳朵，重新拍一张。",
            "Tuck your hair behind both ears and take it again.",
        ],
    )
}

pub(crate) fn occlusion(lang: Lang, score: f64, hand: bool) -> Text {
    let advice = if hand {
        [
            "把手放下来，脸上不要有东西，重新拍一张。",
            "Put your hand down, keep the face free and take it again.",
        ]
    } else {
        [
            "摘掉口罩、围巾等挡住脸的东西，重新拍一张。",
            "Take off the mask, scarf or whatever covers the face and take it again.",
        ]
    };
    said(
        lang,
        score,
        ["脸没有被挡住。", "Nothing covers the face."],
        [
            "脸上可能有东西挡着，要求整张脸都露出来。",
            "Something may cover part of the face; all of it must be visible.",
        ],
        [
            "脸被挡住了一部分，要求整张脸都露出来。",
            "Part of the face is covered; all of it must be visible.",
        ],
        advice,
    )
}

pub(crate) fn jewelry(lang: Lang, score: f64, what: Trinket) -> Text {
    let (doubt, wrong, advice) = match what {
        Trinket::Earrings => (
            [
                "耳朵旁边可能有耳环，要求不戴首饰。",
                "There may be earrings; jewellery isn't accepted.",
            ],
            [
                "戴着耳环之类的首饰，要求不戴。",
                "Earrings or the like are worn; jewellery isn't accepted.",
            ],
            [
                "取下耳环、耳钉，重新拍一张。",
                "Take the earrings off and take it again.",
            ],
        ),
        Trinket::Necklace => (
            [
                "脖子上可能有项链，要求不戴首饰。",
                "There may be a necklace; jewellery isn't accepted.",
            ],
            [
                "戴着项链之类的首饰，要求不戴。",
                "A necklace or the like is worn; jewellery isn't accepted.",
            ],
            ["取下项链，重新拍一张。", "Take the necklace off and take it again."],
        ),
    };
    said(
        lang,
        score,
        ["没有看到首饰。", "No jewellery was seen."],
        doubt,
        wrong,
        advice,
    )
}
