//! Slips of Chinese input methods, for which the library's own words are of no help.

use super::rules;
use super::words::{GROUP, is_own, kind};
use crate::diagnostics::{Finding, Span};
use crate::schema::is_chinese_key;
use serde_saphyr::Error;
use std::collections::BTreeSet;
use std::ops::Range;

/// A slip, and how its line reads once it is mended.
pub(super) struct Slip {
    /// What to say, with its place in the text that was looked at.
    pub(super) finding: Finding,
    /// Line, from 0.
    pub(super) line: usize,
    /// The mended line; several where the wanted depth can only be tried.
    pub(super) mended: Vec<String>,
}

/// The first slip near an error, unless its line is among those `passed`. Only the lines around the error are looked at: full-width
/// colons are ordinary text everywhere else.
pub(super) fn near(file: &str, text: &str, error: &Error, passed: &BTreeSet<usize>) -> Option<Slip> {
    let plain_fault = match error {
        Error::Message { msg, .. } | Error::ExternalMessage { msg, .. } => !is_own(msg),
        Error::Unexpected { .. } | Error::SerdeInvalidType { .. } | Error::SerdeUnknownField { .. } => true,
        Error::IndentationError { .. } | Error::Eof { .. } | Error::QuotingRequired { .. } => true,
        _ => false,
    };
    let line = usize::try_from(error.location()?.line()).ok()?;
    if !plain_fault {
        return None;
    }
    let wants_group = match error {
        Error::Unexpected { expected, .. } => kind(expected) == GROUP,
        Error::SerdeInvalidType { expected, .. } => kind(expected) == GROUP,
        _ => false,
    };
    let (mut offset, mut above) = (0, 0);
    let mut lines = text.split_inclusive('\n').enumerate().peekable();
    while let Some((index, content)) = lines.next() {
        if index > line {
            break;
        }
        if index + 2 >= line
            && !passed.contains(&index)
            && let Some(fault) = in_line(content, wants_group)
        {
            let below = lines.peek().map_or(0, |(_, next)| indent(next));
            let place = Span {
                file: file.to_owned(),
                range: offset + fault.place.start..offset + fault.place.end,
            };
            return Some(Slip {
                finding: fault.finding(index + 1).at(place),
                line: index,
                mended: fault.mended(content, below, above),
            });
        }
        above = indent(content);
        offset += content.len();
    }
    None
}

/// What is wrong in a line, and where in it.
struct Fault {
    kind: Kind,
    place: Range<usize>,
}

enum Kind {
    Tab,
    WideSpace,
    /// After this key.
    Colon(String),
}

impl Fault {
    fn finding(&self, number: usize) -> Finding {
        match &self.kind {
            Kind::Tab => Finding::of(&rules::Y001, format!("第 {number} 行用 Tab 缩进，YAML 只认空格"))
                .help("把 Tab 换成两个空格"),
            Kind::WideSpace => {
                Finding::of(&rules::Y003, format!("第 {number} 行开头有全角空格或不间断空格")).help("换成半角空格")
            }
            Kind::Colon(key) => Finding::of(&rules::Y002, format!("第 {number} 行的“{key}”后面是全角冒号“：”"))
                .help("改为半角冒号加一个空格“: ”"),
        }
    }

    /// The line as it may have been meant. How deep a tab or a wide space goes is told by the lines around it.
    fn mended(&self, line: &str, below: usize, above: usize) -> Vec<String> {
        let line = line.trim_end_matches('\n');
        if let Kind::Colon(_) = self.kind {
            let (before, after) = (line.get(..self.place.start), line.get(self.place.end..));
            let (before, after) = (before.unwrap_or(""), after.unwrap_or("").trim_start());
            return vec![format!("{before}: {after}").trim_end().to_owned()];
        }
        let rest = line.trim_start_matches([' ', '\t', '\u{3000}', '\u{a0}']);
        let blanks = line.get(..line.len() - rest.len()).unwrap_or("").chars().count();
        // What opens a group stands further left than the group.
        let opens = rest.trim_end().ends_with(':');
        let wanted = if opens && below > 0 {
            vec![below.saturating_sub(2), above, below.saturating_sub(4)]
        } else {
            vec![below, above, above + 2, 2 * blanks, blanks, 4 * blanks]
        };
        let mut depths = Vec::new();
        for depth in wanted {
            let fits = if opens { depth < below || below == 0 } else { depth > 0 };
            if fits && !depths.contains(&depth) {
                depths.push(depth);
            }
        }
        depths
            .iter()
            .map(|depth| format!("{}{rest}", " ".repeat(*depth)))
            .collect()
    }
}

/// Spaces at the beginning of a line.
pub(super) fn indent(line: &str) -> usize {
    line.len() - line.trim_start_matches(' ').len()
}

fn in_line(line: &str, wants_group: bool) -> Option<Fault> {
    let lead = indent(line);
    let rest = line.get(lead..)?;
    let first = rest.chars().next()?;
    let kind = match first {
        '\t' => Some(Kind::Tab),
        '\u{3000}' | '\u{a0}' => Some(Kind::WideSpace),
        _ => None,
    };
    if let Some(kind) = kind {
        let place = lead..lead + first.len_utf8();
        return Some(Fault { kind, place });
    }
    let item = rest.len() - rest.trim_start_matches(['-', ' ']).len();
    let key: String = rest
        .get(item..)?
        .chars()
        .take_while(|c| c.is_alphanumeric() || *c == '_')
        .collect();
    let colon = item + key.len();
    // In a list, a sentence may well begin `名称：…`; there a Chinese word counts only where a group of fields is expected.
    let like_key = !key.is_empty() && (item == 0 || key.is_ascii() || wants_group && is_chinese_key(&key));
    let place = lead + colon..lead + colon + '：'.len_utf8();
    (like_key && rest.get(colon..)?.starts_with('：')).then_some(Fault {
        kind: Kind::Colon(key),
        place,
    })
}
