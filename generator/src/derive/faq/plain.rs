//! Markdown → plain text, for the search index and for channels that know no markup.

use pulldown_cmark::{Event, Options, Parser, TagEnd};

/// The text of a body with its facts inserted: one line for each paragraph, list item or table row, without markup.
pub fn plain_text(markdown: &str) -> String {
    let mut text = String::new();
    for event in Parser::new_ext(markdown, Options::ENABLE_TABLES | Options::ENABLE_STRIKETHROUGH) {
        match event {
            Event::Text(part) | Event::Code(part) | Event::Html(part) | Event::InlineHtml(part) => text.push_str(&part),
            Event::SoftBreak => text.push(' '),
            Event::HardBreak
            | Event::End(
                TagEnd::Paragraph | TagEnd::Heading(_) | TagEnd::Item | TagEnd::TableRow | TagEnd::TableHead,
            ) => {
                text.push('\n');
            }
            Event::End(TagEnd::TableCell) => text.push(' '),
            _ => {}
        }
    }
    let lines = text.lines().map(str::trim).filter(|line| !line.is_empty());
    lines.collect::<Vec<_>>().join("\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn markup_goes_and_lines_stay() {
        let markdown = "每人**15 元**，见[时间表](/x/)。\n\n- 一\n- 二\n\n| 甲 | 乙 |\n|---|---|\n| 1 | 2 |\n";
        assert_eq!(plain_text(markdown), "每人15 元，见时间表。\n一\n二\n甲 乙\n1 2");
    }
}
