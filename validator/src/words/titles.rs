//! Names of checks, beside the names that the official self-upload tool shows, so that a student who was refused there finds them.

use crate::options::Lang;

/// Check id, Chinese, English.
const TITLES: &[(&str, &str, &str)] = &[
    ("file.decode", "文件能否打开", "File opens"),
    ("file.format", "文件格式", "File format"),
    ("file.size_px", "照片尺寸", "Pixel size"),
    ("file.bytes", "文件大小", "File size"),
    ("file.dpi", "分辨率", "Resolution"),
    ("file.color_mode", "颜色模式", "Colour mode"),
    ("file.jpeg_quality", "压缩质量", "JPEG quality"),
    ("file.orientation", "照片方向", "Orientation"),
    ("file.name", "文件名", "File name"),
    ("bg", "背景", "Background"),
    ("bg.color", "背景颜色", "Background colour"),
    ("bg.uniform", "背景均匀", "Even background"),
    ("bg.objects", "背景杂物", "Nothing in the background"),
    ("face.count", "人脸数量", "One face"),
    ("face.occlusion", "面部遮挡", "Face uncovered"),
    ("geom.center", "左右居中", "Centred"),
    (
        "geom.crown",
        "头顶位置（头顶距离顶部百分比）",
        "Top of the head (头顶距离顶部百分比)",
    ),
    (
        "geom.eye_line",
        "眼睛位置（眼睛中心距离顶部百分比）",
        "Eye line (眼睛中心距离顶部百分比)",
    ),
    ("geom.face_width", "脸部宽度", "Face width"),
    ("pose", "姿势", "Pose"),
    ("pose.roll", "头部歪斜（瞳孔平行角度）", "Head tilt (瞳孔平行角度)"),
    ("pose.yaw", "左右转头", "Head turn"),
    ("pose.pitch", "低头仰头", "Head nod"),
    ("eyes.open", "双眼睁开", "Eyes open"),
    ("eyes.redeye", "红眼", "Red eyes"),
    ("mouth.closed", "嘴唇闭合", "Mouth closed"),
    ("glasses", "眼镜", "Glasses"),
    ("headwear", "头部覆盖物", "Head covering"),
    ("hair.brows", "眉毛露出", "Eyebrows visible"),
    ("hair.ears", "耳朵露出", "Ears visible"),
    ("jewelry", "首饰", "Jewellery"),
    (
        "clothes.contrast",
        "衣服与背景区分（黑边检测）",
        "Clothes stand out (黑边检测)",
    ),
    ("light", "光线", "Light"),
    ("light.over", "曝光过度", "Overexposed"),
    ("light.under", "曝光不足", "Underexposed"),
    ("light.even", "脸部光线均匀", "Even light"),
    ("light.hotspot", "高光光斑", "Bright spots"),
    ("color.cast", "偏色", "Colour cast"),
    ("color.contrast", "明暗层次", "Contrast"),
    ("color.grey", "彩色照片", "Colour photo"),
    ("sharp.focus", "对焦（照片清晰度）", "Focus (照片清晰度)"),
    ("sharp.resolution", "细节（照片清晰度）", "Detail (照片清晰度)"),
    ("noise", "噪点", "Noise"),
    ("retouch", "修图痕迹", "Retouching"),
    ("artefact.compression", "压缩痕迹", "Compression marks"),
    ("artefact.fringe", "抠图边缘（黑边检测）", "Cut-out edge (黑边检测)"),
    ("overlay.border", "边框", "Border"),
    ("overlay.text", "文字水印", "Text or watermark"),
    ("spoof.recapture", "翻拍", "Photo of a photo"),
    ("style.cartoon", "真人照片", "Real photograph"),
    ("clothes", "衣着", "Clothes"),
    ("recent", "拍摄时间", "Recent"),
];

/// Name of a check or printed rule for people; the id itself when it is not one of ours.
pub fn check_title(id: &str, lang: Lang) -> String {
    let known = TITLES.iter().find(|(known, ..)| *known == id);
    known.map_or(id, |(_, zh, en)| lang.pick(zh, en)).to_owned()
}

/// Whether a threshold may be set for this name: a check, or a class of checks such as `file`.
pub(crate) fn is_check_or_class(name: &str) -> bool {
    let in_class = |id: &str| id.strip_prefix(name).is_some_and(|rest| rest.starts_with('.'));
    TITLES.iter().any(|(id, ..)| *id == name || in_class(id))
}
