//! What the template engine says, in Chinese; what nobody has put into Chinese yet is quoted as it is.

use super::engine::{H101, H102};
use crate::diagnostics::Rule;
use minijinja::{Error, ErrorKind};

/// The rule and the message for an error in the template `name`.
pub(super) fn said(name: &str, error: &Error) -> (&'static Rule, String) {
    let detail = error.detail().unwrap_or("");
    match error.kind() {
        ErrorKind::SyntaxError => (&H101, format!("模板 {name} 的语法不对{}", syntax(detail))),
        ErrorKind::TemplateNotFound => (&H101, format!("模板找不到{}", named(detail))),
        ErrorKind::UndefinedError => (&H102, format!("模板 {name} 用了不存在的变量{}", named(detail))),
        ErrorKind::UnknownFilter => (&H102, format!("模板 {name} 用了不存在的过滤器{}", named(detail))),
        ErrorKind::UnknownTest => (&H102, format!("模板 {name} 用了不存在的判断{}", named(detail))),
        ErrorKind::UnknownFunction | ErrorKind::UnknownMethod => {
            (&H102, format!("模板 {name} 用了不存在的函数{}", named(detail)))
        }
        ErrorKind::MissingArgument => (&H102, format!("模板 {name} 里一个函数少写了参数{}", quoted(detail))),
        ErrorKind::TooManyArguments => (&H102, format!("模板 {name} 里一个函数多写了参数{}", quoted(detail))),
        ErrorKind::OutOfFuel => (&H102, format!("模板 {name} 算得太久，已停下")),
        // The theme's own functions say in Chinese what they miss.
        ErrorKind::InvalidOperation if !detail.is_ascii() => (&H102, format!("模板 {name}：{detail}")),
        kind => {
            let words = [kind.to_string(), detail.to_owned()];
            let words: Vec<String> = words.into_iter().filter(|words| !words.is_empty()).collect();
            (&H102, format!("模板 {name} 出错{}", quoted(&words.join(": "))))
        }
    }
}

/// The engine's own words, for those who look them up.
fn quoted(detail: &str) -> String {
    if detail.is_empty() {
        String::new()
    } else {
        format!("（模板引擎的原话：{detail}）")
    }
}

/// The name that such words are about: `` `site.titel` is undefined``, `filter foo is unknown`, `template "x" does not exist`.
fn named(detail: &str) -> String {
    let between = |quote: char| {
        let (_, rest) = detail.split_once(quote)?;
        Some(rest.split_once(quote)?.0)
    };
    let before = || {
        let words = detail.strip_suffix(" is unknown")?;
        words.split(' ').next_back()
    };
    match between('`').or_else(|| between('"')).or_else(before) {
        Some(name) => format!("：“{name}”"),
        None => quoted(detail),
    }
}

/// What is wrong with the form of a tag.
fn syntax(detail: &str) -> String {
    let chinese = match detail {
        "unexpected end of comment" => Some("注释没有写结束的 #}".to_owned()),
        "unexpected end of string" => Some("引号没有成对".to_owned()),
        "unexpected end of raw block" => Some("{% raw %} 没有写结束的 {% endraw %}".to_owned()),
        "unexpected input after expression" => Some("表达式后面多了东西".to_owned()),
        "unexpected character" => Some("这里有不能用的字符，多半是全角的标点".to_owned()),
        _ => expected(detail).or_else(|| statement(detail)),
    };
    chinese.map_or_else(|| quoted(detail), |chinese| format!("：{chinese}"))
}

/// `unexpected A, expected B`.
fn expected(detail: &str) -> Option<String> {
    let rest = detail.strip_prefix("unexpected ")?;
    let Some((found, wanted)) = rest.split_once(", expected ") else {
        return Some(format!("这里不该有{}", part(rest)?));
    };
    let wanted = part(wanted)?;
    if found == "end of input" {
        return Some(format!("到文件末尾了，还缺{wanted}"));
    }
    Some(format!("这里应该是{wanted}，写的却是{}", part(found)?))
}

/// A tag of an unknown kind, or one that stands twice.
fn statement(detail: &str) -> Option<String> {
    if let Some(word) = detail.strip_prefix("unknown statement ") {
        return Some(format!("没有 {{% {word} %}} 这样的标签"));
    }
    let name = detail.strip_prefix("block '")?.strip_suffix("' defined twice")?;
    Some(format!("块 {name} 写了两次"))
}

/// A part of a tag as the engine calls it.
fn part(word: &str) -> Option<String> {
    let chinese = match word {
        "end of input" => "文件末尾",
        "end of block" => "标签的结束 %} 或结束的标签（如 {% endif %}）",
        "start of block" => "标签的开头 {%",
        "end of variable block" => "结束的 }}",
        "start of variable block" => "开头的 {{",
        "template-data" => "标签外的文字",
        "identifier" => "名字",
        "identifier or integer" => "名字或数字",
        "string" => "引号里的文字",
        "integer" | "float" => "数字",
        "expression" => "一个值",
        "statement" | "block keyword" => "标签的名字（如 if、for）",
        "comma" => "逗号",
        "assignment operator" => "等号",
        "in" | "as" | "import" => return Some(format!("“{word}”")),
        _ => {
            let sign = word.strip_prefix('`')?.strip_suffix('`')?;
            return Some(format!("“{sign}”"));
        }
    };
    Some(chinese.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_usual_faults_are_said_in_chinese() {
        let cases = [
            (
                "unexpected `}`, expected end of variable block",
                "：这里应该是结束的 }}，写的却是“}”",
            ),
            (
                "unexpected end of input, expected end of block",
                "：到文件末尾了，还缺标签的结束 %} 或结束的标签（如 {% endif %}）",
            ),
            ("unexpected `,`", "：这里不该有“,”"),
            ("unknown statement iff", "：没有 {% iff %} 这样的标签"),
            ("block 'main' defined twice", "：块 main 写了两次"),
            ("something new", "（模板引擎的原话：something new）"),
            ("", ""),
        ];
        for (english, chinese) in cases {
            assert_eq!(syntax(english), chinese);
        }
        assert_eq!(named("`site.titel` is undefined"), "：“site.titel”");
        assert_eq!(named("filter foo is unknown"), "：“foo”");
        assert_eq!(named("template \"a.html\" does not exist"), "：“a.html”");
    }
}
