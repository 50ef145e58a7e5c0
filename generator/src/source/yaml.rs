//! The one door to the YAML library: text → type, or a finding with the place, in Chinese.

use super::rules;
use super::translating::{Translate, Translating};
use crate::diagnostics::{Finding, Rule, Sources, Span};
use crate::schema::{chinese_of, is_chinese_key};
use serde::de::DeserializeOwned;
use serde_saphyr::{Error, Location};
use std::collections::BTreeMap;
use std::ops::Range;

/// Reads a file's YAML, or the YAML part of a Markdown file (`text` has the file's own byte offsets).
///
/// # Errors
/// The first fault, as a finding.
pub(crate) fn parse<T: DeserializeOwned>(file: &str, text: &str, sources: &Sources) -> Result<T, Finding> {
    let options = serde_saphyr::options! {
        strict_booleans: true,
        with_snippet: false,
        duplicate_keys: serde_saphyr::DuplicateKeyPolicy::Error,
    };
    if text.trim().is_empty() {
        return Err(Finding::of(&rules::S007, format!("{file} 是空的"))
            .in_file(file)
            .help("写上字段，或删掉这个文件"));
    }
    serde_saphyr::from_str_with_options(text, options).map_err(|error| explain(file, text, sources, &error))
}

/// Reads a file's YAML that was read before, with its texts translated.
///
/// # Errors
/// Whatever the library says; the same file without translation has been read already.
pub(super) fn parse_translated<T: DeserializeOwned, L: Translate>(text: &str, language: &L) -> Result<T, Error> {
    let options = serde_saphyr::options! { strict_booleans: true, with_snippet: false };
    serde_saphyr::with_deserializer_from_str_with_options(text, options, |inner| {
        T::deserialize(Translating::new(inner, language))
    })
}

fn explain(file: &str, text: &str, sources: &Sources, error: &Error) -> Finding {
    let error = error.without_snippet();
    let span = error.location().and_then(|location| span_of(file, text, location));
    let finding = typing_slip(file, text, error).unwrap_or_else(|| describe(error, span.as_ref(), text));
    match (&finding.primary, span) {
        (None, Some(span)) => finding.at(span),
        (None, None) => finding.in_file(file),
        _ => finding,
    }
    .with_earlier_key(file, text, sources, error)
}

impl Finding {
    /// Points from a repeated key to its first place, too.
    fn with_earlier_key(self, file: &str, text: &str, _sources: &Sources, error: &Error) -> Self {
        if let Some(key) = written_twice(error) {
            return self.with_both_keys(file, text, key);
        }
        let (Error::DuplicateMappingKey { key: Some(key), .. }, Some(at)) = (error, &self.primary) else {
            return self;
        };
        let indent = line_start(text, at.range.start);
        let column = at.range.start - indent;
        let mut offset = 0;
        let mut found = None;
        for line in text.split_inclusive('\n') {
            if offset >= indent {
                break;
            }
            let rest = line.get(column..).unwrap_or("");
            let lead = line.get(..column).unwrap_or("x");
            if lead.chars().all(|c| c == ' ' || c == '-') && rest.starts_with(&format!("{key}:")) {
                found = Some(offset + column..offset + column + key.len());
            }
            offset += line.len();
        }
        match found {
            Some(range) => self.label(
                Span {
                    file: file.to_owned(),
                    range,
                },
                "第一次写在这里",
            ),
            None => self,
        }
    }

    /// Points at a field that stands there in English and in Chinese; the library gives such a fault no place.
    fn with_both_keys(self, file: &str, text: &str, key: &str) -> Self {
        let names: Vec<&str> = std::iter::once(key).chain(chinese_of(key)).collect();
        let at = |range: Range<usize>| Span {
            file: file.to_owned(),
            range,
        };
        match twins(text, &names) {
            Some((first, second)) => {
                let word = |range: &Range<usize>| text.get(range.clone()).unwrap_or(key);
                let message = format!("“{}”和“{}”是同一个字段，写了两次", word(&first), word(&second));
                doubled_finding(message)
                    .at(at(second))
                    .label(at(first), "第一次写在这里")
            }
            None => self,
        }
    }
}

/// The first two lines of one block that begin with one of the names as their key.
fn twins(text: &str, names: &[&str]) -> Option<(Range<usize>, Range<usize>)> {
    let mut open: BTreeMap<usize, Range<usize>> = BTreeMap::new();
    let mut offset = 0;
    for line in text.split_inclusive('\n') {
        let rest = line.trim_start_matches([' ', '-']);
        let column = line.len() - rest.len();
        let lead = line.get(..column).unwrap_or("");
        if !rest.trim().is_empty() && !rest.starts_with('#') {
            // A line further left ends a block, and so does the next item of a list.
            let new_item = lead.contains('-');
            open.retain(|at, _| *at < column || *at == column && !new_item);
            let key = rest.split(':').next().unwrap_or("");
            if names.contains(&key) && rest.len() > key.len() {
                let place = offset + column..offset + column + key.len();
                if let Some(first) = open.insert(column, place.clone()) {
                    return Some((first, place));
                }
            }
        }
        offset += line.len();
    }
    None
}

/// The canonical key of a field that stands there both in English and in Chinese.
fn written_twice(error: &Error) -> Option<&str> {
    match error {
        Error::Message { msg, .. } | Error::ExternalMessage { msg, .. } => doubled(msg),
        _ => None,
    }
}

fn doubled_finding(message: String) -> Finding {
    Finding::of(&rules::Y006, message).help("留下一个，删掉另一个")
}

/// serde's words for a field under two of its names.
fn doubled(message: &str) -> Option<&str> {
    message.strip_prefix("duplicate field `")?.split('`').next()
}

fn line_start(text: &str, offset: usize) -> usize {
    text.get(..offset)
        .and_then(|before| before.rfind('\n'))
        .map_or(0, |i| i + 1)
}

fn span_of(file: &str, text: &str, location: Location) -> Option<Span> {
    let start = match location.span().byte_offset() {
        Some(offset) => usize::try_from(offset).ok()?,
        None => byte_of(text, location.line(), location.column())?,
    }
    .min(text.len());
    let length = location
        .span()
        .byte_len()
        .and_then(|n| usize::try_from(n).ok())
        .unwrap_or(0);
    let line_end = text.get(start..)?.find('\n').map_or(text.len(), |i| start + i);
    let end = if length > 0 {
        (start + length).min(line_end)
    } else {
        word_end(text, start)
    };
    Some(Span {
        file: file.to_owned(),
        range: start..end.max(start),
    })
}

fn byte_of(text: &str, line: u64, column: u64) -> Option<usize> {
    let line = usize::try_from(line).ok()?.checked_sub(1)?;
    let column = usize::try_from(column).ok()?.checked_sub(1)?;
    let start: usize = text.split_inclusive('\n').take(line).map(str::len).sum();
    let rest = text.get(start..)?;
    Some(start + rest.char_indices().nth(column).map_or(0, |(i, _)| i))
}

fn word_end(text: &str, start: usize) -> usize {
    let rest = text.get(start..).unwrap_or("");
    let line = rest.lines().next().unwrap_or("");
    let word = line.find([':', ' ', '\t']).unwrap_or(line.len());
    start
        + if word == 0 {
            line.chars().next().map_or(0, char::len_utf8)
        } else {
            word
        }
}

/// Slips of Chinese input methods, for which the library's own words are of no help. Only the lines around the error are looked at:
/// full-width colons are ordinary text everywhere else.
fn typing_slip(file: &str, text: &str, error: &Error) -> Option<Finding> {
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
    let mut offset = 0;
    for (index, content) in text.split_inclusive('\n').enumerate() {
        if (line.saturating_sub(2)..=line).contains(&index)
            && let Some(finding) = slip_in_line(file, offset, index + 1, content, wants_group)
        {
            return Some(finding);
        }
        offset += content.len();
    }
    None
}

fn slip_in_line(file: &str, offset: usize, number: usize, line: &str, wants_group: bool) -> Option<Finding> {
    let at = |start: usize, length: usize| Span {
        file: file.to_owned(),
        range: offset + start..offset + start + length,
    };
    let lead = line.len() - line.trim_start_matches(' ').len();
    let rest = line.get(lead..)?;
    let first = rest.chars().next()?;
    if first == '\t' {
        let message = format!("第 {number} 行用 Tab 缩进，YAML 只认空格");
        return Some(
            Finding::of(&rules::Y001, message)
                .at(at(lead, 1))
                .help("把 Tab 换成两个空格"),
        );
    }
    if matches!(first, '\u{3000}' | '\u{a0}') {
        let message = format!("第 {number} 行开头有全角空格或不间断空格");
        return Some(
            Finding::of(&rules::Y003, message)
                .at(at(lead, first.len_utf8()))
                .help("换成半角空格"),
        );
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
    if like_key && rest.get(colon..)?.starts_with('：') {
        let message = format!("第 {number} 行的“{key}”后面是全角冒号“：”");
        let place = at(lead + colon, '：'.len_utf8());
        return Some(
            Finding::of(&rules::Y002, message)
                .at(place)
                .help("改为半角冒号加一个空格“: ”"),
        );
    }
    None
}

/// Whether a message was made by our own scalars, which speak Chinese.
fn is_own(message: &str) -> bool {
    !message.is_ascii()
}

fn describe(error: &Error, span: Option<&Span>, text: &str) -> Finding {
    let written = span.and_then(|span| text.get(span.range.clone())).unwrap_or("").trim();
    match error {
        Error::SerdeUnknownField { field, expected, .. } => unknown(&rules::Y005, "字段", field, expected),
        Error::SerdeUnknownVariant { variant, expected, .. } => unknown(&rules::Y009, "取值", variant, expected),
        Error::DuplicateMappingKey { key, .. } => Finding::of(
            &rules::Y006,
            format!("字段“{}”写了两次", key.as_deref().unwrap_or(written)),
        )
        .help("留下一个，删掉另一个"),
        Error::Message { msg, .. } | Error::ExternalMessage { msg, .. } if doubled(msg).is_some() => {
            let key = doubled(msg).unwrap_or_default();
            doubled_finding(format!("字段“{key}”用英文和中文各写了一次"))
        }
        Error::SerdeMissingField { field, .. } => missing(field, written),
        Error::Message { msg, .. } | Error::ExternalMessage { msg, .. } if is_own(msg) => own_message(msg),
        Error::NullIntoString { .. } => {
            Finding::of(&rules::Y007, "这个字段没有写内容").help("写上内容，或者删掉这一行")
        }
        Error::InvalidBooleanStrict { .. } => {
            Finding::of(&rules::Y007, format!("“{written}”应为 true（是）或 false（否）")).help("改写成 true 或 false")
        }
        Error::SerdeInvalidType { expected, .. } | Error::SerdeInvalidValue { expected, .. } => {
            Finding::of(&rules::Y007, format!("这里的内容类型不对：应为{}", kind(expected)))
                .help("对照文档里同名字段的写法")
        }
        Error::InvalidScalar { .. } if !written.is_empty() && written.bytes().all(|b| b.is_ascii_digit()) => {
            Finding::of(&rules::Y007, format!("“{written}”太大了")).help("核对这个数字，是不是多打了几位")
        }
        Error::InvalidScalar { ty, .. } => {
            Finding::of(&rules::Y007, format!("“{written}”应为{}", kind(ty))).help("只写数字，单位另有字段或不用写")
        }
        Error::Unexpected { expected, .. } => {
            Finding::of(&rules::Y007, format!("这里的内容类型不对：应为{}", kind(expected)))
                .help("一组字段写成“键: 值”，一列内容每行以“- ”开头")
        }
        Error::Budget { .. }
        | Error::AliasReplayLimitExceeded { .. }
        | Error::AliasExpansionLimitExceeded { .. }
        | Error::AliasReplayStackDepthExceeded { .. }
        | Error::AliasReplayCounterOverflow { .. } => {
            Finding::of(&rules::Y011, "这个文件展开后太大或嵌套太深").help("不要用 & 和 * 引用，把内容直接写出来")
        }
        Error::MultipleDocuments { .. } => Finding::of(&rules::Y010, "一个文件里只能有一份内容，不能再写 --- 行")
            .help("删掉多余的 --- 行，或拆成两个文件"),
        other => Finding::of(&rules::Y010, format!("YAML 读不通：{}", plain(other))).help(
            "看标出的这一行和上一行：缩进是否对齐，冒号后有没有空格，引号是否成对；含“: ”或“#”的文字要加英文引号",
        ),
    }
}

/// Messages that our own scalars made are sentences with their help behind a semicolon.
fn own_message(message: &str) -> Finding {
    let (message, help) = message.split_once('；').map_or((message, None), |(m, h)| (m, Some(h)));
    let rule = if message.contains("缺少") && message.contains('年') {
        &rules::T214
    } else if message.starts_with("没有“") {
        &rules::T217
    } else {
        &rules::Y007
    };
    let finding = Finding::of(rule, message);
    match help {
        Some(help) => finding.help(help),
        None => finding.help("改成存在的日期"),
    }
}

/// A field that is not there, named in the script of the neighbour that is.
fn missing(field: &str, neighbour: &str) -> Finding {
    let chinese = chinese_of(field);
    let name = match chinese.first() {
        Some(name) if chinese.len() == 1 && is_chinese_key(neighbour) => name,
        _ => field,
    };
    let help = match field {
        "id" => format!("补上一行“{name}: …”，用英文小写起一个短名字，定了就不再改，例如 {name}: report"),
        _ => format!("补上一行“{name}: …”；还不知道的时间和金额写 待定"),
    };
    let finding = Finding::of(&rules::Y008, format!("缺少必填的字段“{name}”"));
    finding.note("这一组字段里没有它").help(help)
}

fn unknown(rule: &'static Rule, what: &str, written: &str, expected: &[&str]) -> Finding {
    // Every name is there in English and in Chinese; who types one script is not helped by the other.
    let same_script: Vec<&str> = expected
        .iter()
        .copied()
        .filter(|name| name.is_ascii() == written.is_ascii())
        .collect();
    let expected = if same_script.is_empty() { expected } else { &same_script };
    let near = expected
        .iter()
        .map(|name| (strsim::damerau_levenshtein(written, name), *name))
        .filter(|(distance, name)| *distance <= slack(name))
        .min();
    let message = match near {
        Some((_, name)) => format!("不认识的{what}“{written}”，是不是想写“{name}”"),
        None => format!("不认识的{what}“{written}”"),
    };
    Finding::of(rule, message).help(format!("可以写的有：{}", expected.join("、")))
}

/// How many slips a name may be away from what was meant. Chinese words are short: one character has to agree at least.
fn slack(name: &str) -> usize {
    let length = name.chars().count();
    if name.is_ascii() {
        length.max(3) / 3 + 1
    } else {
        length / 2
    }
}

/// What a struct is called to staff.
const GROUP: &str = "一组“键: 值”";

/// The library's word for a type, as staff would say it.
fn kind(expected: &str) -> String {
    let word = match expected {
        e if e.contains("boolean") || e == "bool" => "true 或 false",
        e if e.contains("sequence") => "一列内容（每行以“- ”开头）",
        e if e.contains("mapping") || e.contains("struct") || e.contains("map") => GROUP,
        e if e.contains("string") || e.contains("scalar") => "一段文字",
        e if e.starts_with(['u', 'i', 'f']) || e.contains("integer") || e.contains("number") || e.contains("float") => {
            "数字"
        }
        other => return other.to_owned(),
    };
    word.to_owned()
}

/// The library's commonest complaints in Chinese; others as it words them, without the position that the snippet shows.
fn plain(error: &Error) -> String {
    let text = error.to_string();
    let first = text.lines().next().unwrap_or("");
    let first = first
        .split(" at line ")
        .next()
        .unwrap_or(first)
        .trim_start_matches("error: ")
        .trim();
    let known = [
        ("multiline quoted scalar", "引号没有成对，文字一直连到了下面的行"),
        ("unclosed", "引号或括号没有成对"),
        ("mapping values are not allowed", "一行里有两个“: ”"),
        ("tabs disallowed", "这里有 Tab"),
        (
            "unknown anchor",
            "* 和 & 在 YAML 里有特别的意思，文字里有它们就加英文引号",
        ),
        ("implicit", "这一行像是字段，却没有“: ”"),
        ("did not find expected", "缩进没有对齐，或少了“- ”“: ”"),
        ("expected <block end>", "缩进没有对齐"),
    ];
    let found = known.iter().find(|(part, _)| first.to_lowercase().contains(part));
    found.map_or_else(|| first.to_owned(), |(_, chinese)| (*chinese).to_owned())
}
