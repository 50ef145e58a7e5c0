//! Places in tables: a csv file has text to point at, a workbook has only words for its cells.

use super::{Finding, Span};

/// Where a row or a cell of a table stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Place {
    /// The table's file, relative to the site's root.
    pub file: String,
    /// The place in the file's text, for a table that is text.
    pub span: Option<Span>,
    /// The same in words, for one that isn't: `工作表“x”第 12 行 C 列`.
    pub words: Option<String>,
}

impl Place {
    /// Makes a finding point here; a place that no snippet can show stands in the message.
    #[must_use]
    pub fn mark(&self, mut finding: Finding) -> Finding {
        if let Some(words) = &self.words {
            finding.message = format!("{words}：{}", finding.message);
        }
        match &self.span {
            Some(span) => finding.at(span.clone()),
            None => finding.in_file(&self.file),
        }
    }

    /// Adds this place to a finding as a second one: as a label where text can be shown, else as words that follow the message.
    #[must_use]
    pub fn also(&self, mut finding: Finding, text: &str) -> Finding {
        match (&self.span, &self.words) {
            (Some(span), _) => finding.label(span.clone(), text),
            (None, Some(words)) => {
                finding.message.push_str(&format!("（{text}：{words}）"));
                finding
            }
            (None, None) => finding,
        }
    }
}
