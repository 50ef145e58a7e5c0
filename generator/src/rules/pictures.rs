//! Q501: a picture without words for those who don't see it, and a code to scan without its address in plain text.

use super::Context;
use super::prose::Line;
use super::written::Wanted;
use crate::diagnostics::{Finding, Rule, Severity, Span};
use crate::model::{CampaignFolder, Notice};
use pulldown_cmark::{Event, Options, Parser, Tag, TagEnd};
use std::ops::Range;

pub(crate) static Q501: Rule = Rule {
    id: "Q501",
    severity: Severity::Error,
    judgement: true,
    title: "图片或二维码没有文字",
    why: "读屏的人听不到图；二维码在手机上自己扫不了自己，转发以后也常常丢掉。",
    fix: "图片写上替代文字：![画面说的是什么](文件)；二维码旁边写出网址，或公众号、小程序的名称。",
};

/// Names of files and texts that say nothing of the picture.
const EMPTY: [&str; 12] = [
    "图",
    "图片",
    "图像",
    "照片",
    "截图",
    "二维码",
    "image",
    "img",
    "picture",
    "photo",
    "screenshot",
    "untitled",
];

/// What leads to the same place as a code.
const PLAIN: [&str; 8] = [
    "http://",
    "https://",
    "www.",
    "公众号",
    "小程序",
    "搜索",
    "网址",
    "{{ system.",
];

/// A code that should stand beside the sentence.
const BESIDE: [&str; 9] = ["如下", "下方", "下图", "下面", "见下", "以下", "左侧", "右侧", "图中"];

/// Lines before and behind a picture in which its address may stand.
const NEAR: usize = 2;

pub(super) fn check(context: &mut Context<'_>) {
    let written = context.written;
    let model = context.model;
    let mut found = Vec::new();
    for folder in &model.campaigns {
        let bodies = folder
            .notices
            .iter()
            .map(|(_, notice)| (notice.file.as_str(), body(notice)));
        let answers = folder.faq.iter().map(|(_, faq)| (faq.file.as_str(), faq.body.as_str()));
        let mut with_pictures = Vec::new();
        for (file, body) in bodies.chain(answers) {
            let pictures = pictures(body);
            if !pictures.is_empty() {
                with_pictures.push(file);
            }
            let offset = context
                .sources
                .get(file)
                .map_or(0, |text| text.len().saturating_sub(body.len()));
            found.extend(
                pictures
                    .iter()
                    .filter_map(|picture| picture.finding(file, offset, body)),
            );
        }
        let lines = &written.of(&folder.id).lines;
        found.extend(lost_codes(lines, &with_pictures));
        found.extend(attached_codes(context, folder));
    }
    context.findings.append(&mut found);
}

fn body(notice: &Notice) -> &str {
    &notice.body
}

/// A picture of a Markdown body.
#[derive(Debug, PartialEq, Eq)]
struct Picture {
    range: Range<usize>,
    alt: String,
    file: String,
}

fn pictures(body: &str) -> Vec<Picture> {
    // Bodies without pictures are by far the most.
    if !body.contains("![") {
        return Vec::new();
    }
    let mut found: Vec<Picture> = Vec::new();
    let mut open = false;
    for (event, range) in Parser::new_ext(body, Options::ENABLE_TABLES).into_offset_iter() {
        match event {
            Event::Start(Tag::Image { dest_url, .. }) => {
                open = true;
                found.push(Picture {
                    range,
                    alt: String::new(),
                    file: dest_url.into_string(),
                });
            }
            Event::End(TagEnd::Image) => open = false,
            Event::Text(text) | Event::Code(text) if open => {
                if let Some(picture) = found.last_mut() {
                    picture.alt.push_str(&text);
                }
            }
            _ => {}
        }
    }
    found
}

impl Picture {
    fn finding(&self, file: &str, offset: usize, body: &str) -> Option<Finding> {
        let at = Span {
            file: file.to_owned(),
            range: offset + self.range.start..offset + self.range.end,
        };
        let name = self.file.rsplit('/').next().unwrap_or(&self.file);
        if self.is_code() && !has_address(&self.around(body)) {
            let message = format!("二维码“{name}”旁边没有写明它通向哪里");
            let help = "在图的上面或下面写一行网址；公众号和小程序写名称，例如：公众号“示例图像采集”";
            return Some(Finding::of(&Q501, message).at(at).help(help));
        }
        if !self.says_nothing() {
            return None;
        }
        let message = if self.alt.trim().is_empty() {
            format!("图片“{name}”没有替代文字")
        } else {
            format!("图片“{name}”的替代文字“{}”没有说画面是什么", self.alt.trim())
        };
        let help = format!(
            "在方括号里写一句画面说的是什么，例如 ![正确的坐姿：两肩一样高]({})",
            self.file
        );
        Some(Finding::of(&Q501, message).at(at).help(help))
    }

    fn is_code(&self) -> bool {
        let file = self.file.to_ascii_lowercase();
        let word = |c: char| !c.is_ascii_alphanumeric();
        let named = file.split(word).any(|part| matches!(part, "qr" | "qrcode"));
        named
            || [self.alt.as_str(), self.file.as_str()]
                .iter()
                .any(|text| text.contains("二维码") || text.contains("小程序码"))
    }

    fn says_nothing(&self) -> bool {
        let alt = self.alt.trim().to_ascii_lowercase();
        let bare = alt.trim_end_matches(|c: char| c.is_ascii_digit() || " -_.（）()一二三四五六七八九十".contains(c));
        let a_file = [".png", ".jpg", ".jpeg", ".gif", ".webp", ".svg", ".bmp"]
            .iter()
            .any(|end| alt.ends_with(end));
        bare.is_empty() || a_file || EMPTY.contains(&bare)
    }

    /// The lines around the picture, without the picture itself.
    fn around(&self, body: &str) -> String {
        // As far as anybody would look; in a body of pictures alone each of them would read all of it.
        const REACH: usize = 4096;
        let from = body.ceil_char_boundary(self.range.start.saturating_sub(REACH));
        let to = body.floor_char_boundary(self.range.end.saturating_add(REACH));
        let before = body.get(from..self.range.start).unwrap_or("");
        let after = body.get(self.range.end..to).unwrap_or("");
        let full = |line: &&str| !line.trim().is_empty();
        let is_own = |line: &&str| !line.contains("![");
        // What announces something announces the next picture.
        let announces = |line: &&str| !line.trim_end().ends_with(['：', ':']);
        let before = before.rsplit('\n').filter(full).take_while(is_own).take(NEAR);
        let after = after
            .split('\n')
            .filter(full)
            .take_while(is_own)
            .take_while(announces)
            .take(NEAR);
        before.chain(after).collect::<Vec<_>>().join("\n")
    }
}

fn has_address(text: &str) -> bool {
    PLAIN.iter().any(|word| text.contains(word))
}

/// Sentences that point to a code in a file that shows no picture: it was lost on the way.
fn lost_codes(lines: &[Line<'_>], with_pictures: &[&str]) -> Vec<Finding> {
    let mut found = Vec::new();
    for (index, line) in lines.iter().enumerate() {
        let Some(at) = line
            .text
            .find("二维码")
            .filter(|_| line.body && !with_pictures.contains(&line.file))
        else {
            continue;
        };
        if !BESIDE.iter().any(|word| line.text.contains(word)) {
            continue;
        }
        let near = lines.iter().skip(index.saturating_sub(NEAR)).take(2 * NEAR + 1);
        if near
            .filter(|near| near.file == line.file)
            .any(|near| has_address(near.text))
        {
            continue;
        }
        let finding = Finding::of(&Q501, "这里说到二维码，却没有图，也没有网址").at(line.span(at..at + "二维码".len()));
        found.push(finding.help("写出二维码通向的网址，或公众号、小程序的名称；没有，就写到哪里取"));
    }
    found
}

/// Codes that are only in an attachment.
fn attached_codes(context: &Context<'_>, folder: &CampaignFolder) -> Vec<Finding> {
    let codes = folder
        .campaign
        .attachments
        .iter()
        .filter(|attachment| attachment.title.contains("二维码"));
    let silent = codes.filter(|attachment| !attachment.note.as_deref().is_some_and(has_address));
    let finding = |attachment: &crate::model::Attachment| {
        let wanted = Wanted {
            file: &folder.campaign.file,
            key: ["attachments", "附件"],
            id: Some(&attachment.id),
        };
        let message = format!("附件“{}”只有二维码，没有写明它通向哪里", attachment.title);
        let finding = Finding::of(&Q501, message)
            .severity(Severity::Warning)
            .help("在 note 里写出网址，或公众号、小程序的名称");
        wanted.mark(finding, context.sources, &attachment.title)
    };
    silent.map(finding).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn said(body: &str) -> Vec<String> {
        let findings = pictures(body).into_iter();
        findings
            .filter_map(|picture| Some(picture.finding("a.md", 0, body)?.message))
            .collect()
    }

    #[test]
    fn pictures_need_words_and_codes_an_address() {
        assert_eq!(said("![](a/pose.png)"), ["图片“pose.png”没有替代文字"]);
        assert_eq!(
            said("![图1](pose.png)"),
            ["图片“pose.png”的替代文字“图1”没有说画面是什么"]
        );
        assert_eq!(said("![pose.PNG](pose.png)").len(), 1);
        assert_eq!(
            said("扫码缴费：\n\n![缴费二维码](pay.png)\n"),
            ["二维码“pay.png”旁边没有写明它通向哪里"]
        );
        assert_eq!(said("![](qr.png)").len(), 1);
    }

    #[test]
    fn pictures_with_words_are_fine() {
        for body in [
            "![两肩一样高](pose.png)",
            "公众号“示例图像采集”：\n\n![公众号的二维码](qr.png)",
            "![缴费二维码](pay.png)\n\n网址：https://pay.example.edu.cn/",
            "[不是图](a.png) `![](x.png)`",
            "![二维码放在桌上的样子，见小程序“示例”](table.png) 小程序“示例”",
        ] {
            assert_eq!(said(body), [""; 0], "{body}");
        }
    }
}
