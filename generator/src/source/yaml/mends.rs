//! Ways past a place that is no YAML: what may have to be given up so that the rest can be read.

use super::patched::{Change, Patched};
use super::slips::indent;

/// How far above a fault an open quote or bracket is looked for.
const LOOK_BACK: usize = 40;

/// What can be tried at a fault in a line (from 0), what gives up least first.
pub(super) fn candidates(text: &Patched<'_>, line: usize) -> Vec<Change> {
    let mut all = Vec::new();
    all.extend(without_value(text, line));
    all.push(Change::blank(block(text, line)));
    if let Some(above) = (0..line).rev().find(|above| !text.line(*above).trim().is_empty()) {
        all.extend(without_value(text, above));
        all.push(Change::blank(block(text, above)));
        all.push(Change::blank(above..above + 1));
    }
    let mut near = (line.saturating_sub(LOOK_BACK)..=line).rev();
    if let Some(open) = near.find(|number| is_open(text.line(*number))) {
        all.extend(without_value(text, open));
    }
    all
}

/// The last resort: everything from a line on.
pub(super) fn rest(text: &Patched<'_>, line: usize) -> Change {
    Change::blank(line..text.lines())
}

/// The line with its key kept and its value given up.
fn without_value(text: &Patched<'_>, number: usize) -> Option<Change> {
    let line = text.line(number);
    let rest = line.trim_start_matches([' ', '-']);
    let lead = line.get(..line.len() - rest.len())?;
    let key = rest.split_once(':').map(|(key, _)| key);
    let kept = match key {
        Some(key) if !key.trim().is_empty() && !key.contains(['"', '\'', '[', '{']) => format!("{lead}{key}: 0"),
        _ if lead.contains('-') && !rest.is_empty() => format!("{lead}0"),
        _ => return None,
    };
    (kept != line).then(|| Change::give_up(number, kept))
}

/// A line and what is written below it, further in.
fn block(text: &Patched<'_>, line: usize) -> std::ops::Range<usize> {
    let depth = indent(text.line(line));
    let mut end = line + 1;
    let deeper = |number: usize| {
        let content = text.line(number);
        content.trim().is_empty() || indent(content) > depth
    };
    while end < text.lines() && deeper(end) {
        end += 1;
    }
    line..end
}

/// Whether a quote or a bracket that begins in the line doesn't end in it.
fn is_open(line: &str) -> bool {
    let value = line.split_once(": ").map_or(line, |(_, value)| value);
    let value = value.trim_start_matches([' ', '-']);
    let count = |c: char| value.matches(c).count();
    match value.chars().next() {
        Some(quote @ ('"' | '\'')) => count(quote) % 2 == 1,
        Some('[' | '{') => count('[') != count(']') || count('{') != count('}'),
        _ => false,
    }
}
