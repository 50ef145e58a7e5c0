//! P114: what pictures and documents say of themselves.

use super::{P114, person};
use crate::diagnostics::{Finding, Severity};
use crate::source::documents::Document;

/// Findings about what a file says of itself.
pub(super) fn check(file: &str, document: &Document) -> Option<Finding> {
    let tells = document.picture.iter().flat_map(|picture| &picture.tells);
    let tells: Vec<&str> = tells.map(|tell| tell.word()).collect();
    if !tells.is_empty() {
        let own = document.picture.as_ref().is_some_and(|picture| picture.strippable);
        let ends = |ends: &[&str]| ends.iter().any(|end| file.to_lowercase().ends_with(end));
        let (what, help) = if ends(&[".zip"]) {
            (
                "压缩包的图片",
                "解开来，用看图软件把图片另存一次去掉它们，再重新打包；或把图片一张张放进来，运行 tassel build --fix",
            )
        } else if ends(&[".docx", ".pptx", ".xlsx", ".xlsm"]) {
            (
                "文件的图片",
                "在 Word 或 WPS 里选中图片，用“压缩图片”处理后再保存；或换成截图",
            )
        } else if own {
            ("图片", "运行 tassel build --fix 自动清除，画面不变")
        } else {
            ("图片", "用看图软件把它另存为 .jpg 或 .png，再运行 tassel build --fix")
        };
        let message = format!("{what}里写着{}，下载的人都能看到", tells.join("、"));
        return Some(Finding::of(&P114, message).in_file(file).help(help));
    }
    // A department or a program in this place is nobody's affair.
    let author = document.author.as_deref().filter(|author| person::is_name(author))?;
    let message = format!("文件属性里写着作者的名字（{}）", person::mask(author));
    let finding = Finding::of(&P114, message).severity(Severity::Info).in_file(file);
    Some(finding.help("在 Word 或 WPS 里用“文件 → 信息 → 检查文档”删掉作者，再另存一次"))
}
