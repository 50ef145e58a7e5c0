//! File name rules such as `{id_number}.jpg`.

use crate::id_number;

/// One part of a pattern.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Part {
    Literal(String),
    IdNumber,
    StudentId,
    Name,
    Any,
}

/// A parsed name rule.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Pattern(Vec<Part>);

/// Why a name doesn't fit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Mismatch {
    /// The shape is different.
    Shape,
    /// The shape fits, but the identity number in it has this fault.
    IdNumber(id_number::Fault),
}

impl Pattern {
    /// Reads a pattern.
    ///
    /// # Errors
    /// A Chinese sentence when a placeholder is unknown, unclosed, or two stand side by side.
    pub(crate) fn parse(pattern: &str) -> Result<Pattern, String> {
        let mut parts: Vec<Part> = Vec::new();
        let mut rest = pattern;
        while !rest.is_empty() {
            let part = if let Some(after) = rest.strip_prefix('{') {
                let (name, tail) = after.split_once('}').ok_or("有 { 没有对应的 }")?;
                rest = tail;
                match name {
                    "id_number" => Part::IdNumber,
                    "student_id" => Part::StudentId,
                    "name" => Part::Name,
                    "any" => Part::Any,
                    _ => {
                        return Err(format!(
                            "不认识 {{{name}}}，可用 {{id_number}}、{{student_id}}、{{name}}、{{any}}"
                        ));
                    }
                }
            } else {
                let end = rest.find('{').unwrap_or(rest.len());
                let (literal, tail) = rest.split_at(end);
                rest = tail;
                Part::Literal(literal.to_owned())
            };
            let literal = matches!(part, Part::Literal(_));
            if !literal && parts.last().is_some_and(|p| !matches!(p, Part::Literal(_))) {
                return Err("两个占位之间要有分隔的字，例如 {student_id}_{name}.jpg".to_owned());
            }
            parts.push(part);
        }
        // Matching tries every way to share the name out, which grows with the power of the placeholders.
        if parts.iter().filter(|p| !matches!(p, Part::Literal(_))).count() > 4 {
            return Err("最多用四个占位".to_owned());
        }
        if parts.is_empty() {
            Err("不能为空".to_owned())
        } else {
            Ok(Pattern(parts))
        }
    }

    /// The name with the identity number in its place; `None` when the rule asks for something else that isn't known.
    pub(crate) fn fill(&self, id_number: &str) -> Option<String> {
        let text = |part: &Part| match part {
            Part::Literal(literal) => Some(literal.clone()),
            Part::IdNumber => Some(id_number.to_ascii_uppercase()),
            Part::StudentId | Part::Name | Part::Any => None,
        };
        self.0.iter().map(text).collect()
    }

    /// Whether the identity number is all that a name needs.
    pub(crate) fn needs_only_id_number(&self) -> bool {
        let known = |part: &Part| matches!(part, Part::Literal(_) | Part::IdNumber);
        self.0.contains(&Part::IdNumber) && self.0.iter().all(known)
    }

    /// Whether a file name (no folders) fits; literals are compared without regard to ASCII case.
    pub(crate) fn check(&self, name: &str) -> Result<(), Mismatch> {
        fit(&self.0, name)
    }
}

fn fit(parts: &[Part], text: &str) -> Result<(), Mismatch> {
    let Some((part, rest)) = parts.split_first() else {
        return if text.is_empty() { Ok(()) } else { Err(Mismatch::Shape) };
    };
    if let Part::Literal(literal) = part {
        let head = text.get(..literal.len()).ok_or(Mismatch::Shape)?;
        let tail = text.get(literal.len()..).ok_or(Mismatch::Shape)?;
        return if head.eq_ignore_ascii_case(literal) {
            fit(rest, tail)
        } else {
            Err(Mismatch::Shape)
        };
    }
    let mut best = Err(Mismatch::Shape);
    // A file name has at most 255 bytes on every system that matters; longer ones don't fit any rule, and are not searched.
    for (end, _) in text
        .char_indices()
        .chain([(text.len(), ' ')])
        .take_while(|(i, _)| *i <= 255)
    {
        let (head, tail) = text.split_at(end);
        if fills(part, head) {
            match fit(rest, tail).and_then(|()| judge(part, head)) {
                Ok(()) => return Ok(()),
                Err(why @ Mismatch::IdNumber(_)) => best = Err(why),
                Err(Mismatch::Shape) => {}
            }
        }
    }
    best
}

fn fills(part: &Part, text: &str) -> bool {
    let n = text.chars().count();
    match part {
        Part::IdNumber => n == 18 && text.chars().all(|c| c.is_ascii_digit() || c.eq_ignore_ascii_case(&'x')),
        Part::StudentId => (4..=20).contains(&n) && text.chars().all(|c| c.is_ascii_alphanumeric()),
        Part::Name => (2..=30).contains(&n) && text.chars().all(|c| c.is_alphabetic() || c == '·' || c == ' '),
        Part::Any => n > 0,
        Part::Literal(_) => false,
    }
}

fn judge(part: &Part, text: &str) -> Result<(), Mismatch> {
    match part {
        Part::IdNumber => id_number::examine(text).map_err(Mismatch::IdNumber),
        _ => Ok(()),
    }
}
