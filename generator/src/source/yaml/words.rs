//! What the library found, in words that staff understand.

use super::place::word_at;
use super::rules;
use crate::diagnostics::{Finding, Rule};
use crate::schema::{chinese_of, is_chinese_key};
use serde_saphyr::Error;
use std::ops::Range;

/// Whether a message was made by our own scalars, which speak Chinese.
pub(super) fn is_own(message: &str) -> bool {
    !message.is_ascii()
}

/// One of the library's errors as a finding without its place; `place` is what the error marks in `text`.
pub(super) fn describe(error: &Error, place: Option<&Range<usize>>, text: &str) -> Finding {
    let whole = place.map_or("", |place| word_at(text, place)).trim();
    let written = quoted(whole);
    match error {
        Error::SerdeUnknownField { field, expected, .. } => unknown(&rules::Y005, "字段", field, expected),
        Error::SerdeUnknownVariant { variant, expected, .. } => unknown(&rules::Y009, "取值", variant, expected),
        Error::DuplicateMappingKey { key, .. } => twice(key.as_deref().unwrap_or(whole)),
        Error::SerdeMissingField { field, .. } => missing(field, whole),
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
        Error::InvalidScalar { .. } if !whole.is_empty() && whole.bytes().all(|b| b.is_ascii_digit()) => {
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
        other if other.to_string().contains("recursion limit") => {
            Finding::of(&rules::Y011, "这个文件嵌套太深").help("看看括号是否成对；一层一层写开，每层缩进两个空格")
        }
        other => Finding::of(&rules::Y010, format!("YAML 读不通：{}", plain(other))).help(
            "看标出的这一行和上一行：缩进是否对齐，冒号后有没有空格，引号是否成对；含“: ”或“#”的文字要加英文引号",
        ),
    }
}

/// Messages that our own scalars made are sentences with their help behind a semicolon.
fn own_message(message: &str) -> Finding {
    let (message, help) = message.split_once('；').map_or((message, None), |(m, h)| (m, Some(h)));
    let rule = if message.contains("缺少年份") || message.contains("缺少四位年份") {
        &rules::T214
    } else if message.starts_with("没有“") {
        &rules::T217
    } else if message.starts_with("金额“") {
        &rules::F403
    } else {
        &rules::Y007
    };
    let finding = Finding::of(rule, message);
    match help {
        Some(help) => finding.help(help),
        None => finding.help("改成存在的日期"),
    }
}

/// A field that stands there a second time.
pub(super) fn twice(key: &str) -> Finding {
    Finding::of(&rules::Y006, format!("字段“{}”写了两次", quoted(key))).help("留下一个，删掉另一个")
}

/// A field that stands there in English and in Chinese.
pub(super) fn twice_in_two_languages(first: &str, second: &str) -> Finding {
    let message = format!("“{first}”和“{second}”是同一个字段，写了两次");
    Finding::of(&rules::Y006, message).help("留下一个，删掉另一个")
}

/// The canonical key of a field that stands there in English and in Chinese, from serde's own words.
pub(super) fn doubled(error: &Error) -> Option<&str> {
    match error {
        Error::Message { msg, .. } | Error::ExternalMessage { msg, .. } => {
            msg.strip_prefix("duplicate field `")?.split('`').next()
        }
        _ => None,
    }
}

/// A field that is not there, named in the script of the neighbour that is.
pub(super) fn missing(field: &str, neighbour: &str) -> Finding {
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

/// What somebody wrote, as long as it can be quoted: a whole text may stand where a name should.
fn quoted(written: &str) -> String {
    const LONGEST: usize = 40;
    match written.char_indices().nth(LONGEST) {
        Some((end, _)) => format!("{}…", written.get(..end).unwrap_or_default()),
        None => written.to_owned(),
    }
}

fn unknown(rule: &'static Rule, what: &str, written: &str, expected: &[&str]) -> Finding {
    let expected = of_same_script(written, expected);
    let near = nearest(written, &expected);
    let written = quoted(written);
    let message = match near {
        Some(name) => format!("不认识的{what}“{written}”，是不是想写“{name}”"),
        None => format!("不认识的{what}“{written}”"),
    };
    Finding::of(rule, message).help(format!("可以写的有：{}", expected.join("、")))
}

/// The name that an unknown key was most likely meant to be.
pub(super) fn meant(error: &Error) -> Option<&str> {
    let Error::SerdeUnknownField { field, expected, .. } = error else {
        return None;
    };
    nearest(field, &of_same_script(field, expected))
}

/// Every name is there in English and in Chinese; who types one script is not helped by the other.
fn of_same_script<'n>(written: &str, names: &[&'n str]) -> Vec<&'n str> {
    let same = |name: &&&str| name.is_ascii() == written.is_ascii();
    let same: Vec<&str> = names.iter().filter(same).copied().collect();
    if same.is_empty() { names.to_vec() } else { same }
}

/// The name that was most likely meant.
fn nearest<'n>(written: &str, names: &[&'n str]) -> Option<&'n str> {
    // No name is as long, and comparing takes as many steps as both have characters.
    const LONGEST: usize = 64;
    if written.chars().nth(LONGEST).is_some() {
        return None;
    }
    let near = names
        .iter()
        .map(|name| (strsim::damerau_levenshtein(written, name), *name))
        .filter(|(distance, name)| *distance <= slack(name))
        .min();
    near.map(|(_, name)| name)
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
pub(super) const GROUP: &str = "一组“键: 值”";

/// The library's word for a type, as staff would say it.
pub(super) fn kind(expected: &str) -> String {
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_where_a_name_should_be_is_cut_short() {
        let finding = unknown(&rules::Y005, "字段", &"x".repeat(1_000_000), &["title", "标题"]);
        assert_eq!(finding.message, format!("不认识的字段“{}…”", "x".repeat(40)));
        assert_eq!(nearest("titel", &["title"]), Some("title"));
    }
}
