//! Splits a Markdown file into its YAML front matter and its body, keeping every position of the file.

use super::rules;
use crate::diagnostics::{Finding, Sources, Span};

/// The two halves of a Markdown file.
pub(super) struct Parts {
    /// The YAML, padded so that byte offsets and lines are those of the file.
    pub(super) yaml: String,
    /// The Markdown.
    pub(super) body: String,
    /// Line on which the body begins, from 1.
    pub(super) body_line: usize,
}

/// Splits the file's text.
///
/// # Errors
/// A finding when the opening or the closing `---` line is missing.
pub(super) fn split(file: &str, sources: &Sources) -> Result<Parts, Finding> {
    let text = sources.get(file).unwrap_or("");
    let fault = |message: String| {
        let finding = Finding::of(&rules::S005, message)
            .help("文件开头写一行 ---，接着写 title 等字段，再写一行 ---，然后才是正文");
        match sources.line_range(file, 1).filter(|range| !range.is_empty()) {
            Some(range) => finding.at(Span {
                file: file.to_owned(),
                range,
            }),
            None => finding.in_file(file),
        }
    };
    if text.lines().next().map(str::trim_end) != Some("---") {
        return Err(fault(format!("{file} 开头没有 --- 行，读不到标题等字段")));
    }
    let mut offset = 0;
    for (index, line) in text.split_inclusive('\n').enumerate() {
        if index > 0 && line.trim_end() == "---" {
            let first = text.split_inclusive('\n').next().map_or(0, str::len);
            let padding = format!("{}\n", " ".repeat(first.saturating_sub(1)));
            let yaml = format!("{padding}{}", text.get(first..offset).unwrap_or(""));
            let body = text.get(offset + line.len()..).unwrap_or("").to_owned();
            return Ok(Parts {
                yaml,
                body,
                body_line: index + 2,
            });
        }
        offset += line.len();
    }
    Err(fault(format!("{file} 的字段部分没有结束的 --- 行")))
}
