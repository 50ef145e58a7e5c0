//! `docs/content.md`: the reference of all files and fields, printed from the schemas.

use super::{KINDS, Kind};
use crate::derive::amend::PATHS;
use crate::i18n::{Locale, Words};
use serde_json::Value;
use std::collections::BTreeSet;
use std::fmt::Write as _;

const HEAD: &str = "\
# `content/` 里能写什么

<!-- 这一页由 tassel schema --format markdown 生成；要改说明，改 generator/src/model/ 里的字段说明，再生成一次。 -->

怎样从头建一个网站，见 [start-a-site.md](start-a-site.md)。这里是全部文件和字段。

- 每个字段有英文和中文两种写法，意思一样，随便用哪一种；同一组里同一个字段只写一次。取值也是这样。
- 必填的字段不写，网站就不会生成；其他的没有就不写。
- 在 YAML 文件开头写一行 `# yaml-language-server: $schema=…/docs/schema/campaign.json`，装了 YAML 插件的编辑器（例如 VS Code 的 redhat.vscode-yaml）就会边写边提示字段、指出写错的地方。`tassel schema --out docs/schema` 把这些描述文件写到自己的网站里；一步一步怎么设置见 [editor.md](editor.md)。

";

const AMENDING: &str = "
## 可以更正的事实

通知发布以后要改一个事实，不改 `campaign.yaml` 和 `routes/`，再发一份通知，在它的字段里写 `amends`（更正哪一份）和 `changes`（改什么）：

```yaml
amends: 2025-03-01
changes:
  - path: routes.onsite.sessions.gym.start
    from: 2025-04-10 09:00
    to: 2025-04-11 09:00
    reason: 场地冲突
```

网站各页从更正的发布时间起写新值；旧通知的正文保留原来的说法，开头自动加上提示和前后对照，两份通知互相链接。`from` 要和现在的值一样，写错了不会生成网站，所以不会改错地方。`*` 代表代号：路线、场次、联系方式等的 id。带什么、步骤这样的列表没有代号，不能这样更正，直接改文件。

| `path` | 是什么 | 写什么 |
|---|---|---|
";

const RELATIVE: &str = "\
start:
  after: 采集
  days: 40
截止: {之前: route.onsite, 天: 3}
";

const SCALARS: [&str; 4] = ["When", "Clock", "Money", "Phone"];

/// The whole reference, or that of one kind; Markdown.
pub fn reference(kind: Option<&Kind>) -> String {
    if let Some(kind) = kind {
        return section(kind, &mut BTreeSet::new());
    }
    let mut text = String::from(HEAD);
    // What several kinds of files share is explained once.
    let mut seen = BTreeSet::new();
    for kind in KINDS {
        text.push_str(&section(&kind, &mut seen));
    }
    text.push_str("## 时间、金额和电话\n\n| 类型 | 写法 | 例子 |\n|---|---|---|\n");
    let schemas: Vec<Value> = KINDS.iter().map(Kind::schema).collect();
    for name in SCALARS {
        let found = schemas.iter().find_map(|schema| schema["$defs"].get(name));
        if let Some(scalar) = found {
            let examples: Vec<String> = list(&scalar["examples"]).iter().map(code).collect();
            let (title, description) = (word(&scalar["title"]), word(&scalar["description"]));
            let _ = writeln!(text, "| {title} | {description} | {} |", examples.join("、"));
        }
    }
    relative(&schemas, &mut text);
    text.push_str(AMENDING);
    let words = Words::embedded(Locale::Zh);
    for path in PATHS {
        let _ = writeln!(
            text,
            "| `{}` | {} | {} |",
            path.pattern,
            words.get(path.name),
            path.kind.word()
        );
    }
    text
}

/// The keys of a time that is counted from an event: any moment may be written so.
fn relative(schemas: &[Value], text: &mut String) {
    let found = schemas
        .iter()
        .find(|schema| schema["$defs"].get("RelativeSpec").is_some());
    let Some(schema) = found else { return };
    let definition = &schema["$defs"]["RelativeSpec"];
    let (title, description) = (word(&definition["title"]), word(&definition["description"]));
    let _ = write!(text, "\n### {title}\n\n{description}。\n\n```yaml\n{RELATIVE}```\n\n");
    fields(schema, definition, text);
}

fn section(kind: &Kind, seen: &mut BTreeSet<String>) -> String {
    let schema = kind.schema();
    let mut text = String::new();
    let _ = write!(
        text,
        "## {}\n\n`content/{}`",
        word(&schema["title"]),
        kind.place.replace(" 和 ", "` 和 `")
    );
    let _ = write!(text, "（`tassel schema {}`）\n\n", kind.name);
    let _ = writeln!(text, "{}。\n", word(&schema["description"]));
    let mut open = fields(&schema, &schema, &mut text);
    while !open.is_empty() {
        let mut next = Vec::new();
        for name in open {
            let definition = &schema["$defs"][&name];
            if !seen.insert(name.clone()) {
                continue;
            }
            if definition.get("x-keys").is_none() && definition.get("x-values").is_none() {
                continue;
            }
            let _ = write!(
                text,
                "### {}\n\n{}。\n\n",
                word(&definition["title"]),
                word(&definition["description"])
            );
            next.extend(fields(&schema, definition, &mut text));
            values(definition, &mut text);
        }
        open = next;
    }
    text
}

/// Prints an object's table; gives the definitions it mentions, in order.
fn fields(root: &Value, object: &Value, text: &mut String) -> Vec<String> {
    let keys = list(&object["x-keys"]);
    let mut mentioned = Vec::new();
    if keys.is_empty() {
        return mentioned;
    }
    text.push_str("| 字段 | 中文写法 | 类型 | 说明 | 必填 |\n|---|---|---|---|---|\n");
    for key in keys {
        let property = &object["properties"][word(&key["key"])];
        let kind = type_word(root, property, &mut mentioned);
        let must = if key["required"] == true { "是" } else { "" };
        let zh = if key["zh"].is_string() {
            code(&key["zh"])
        } else {
            String::new()
        };
        let description = word(&property["description"]);
        let _ = writeln!(
            text,
            "| {} | {zh} | {kind} | {description} | {must} |",
            code(&key["key"])
        );
    }
    text.push('\n');
    mentioned
}

fn values(enumeration: &Value, text: &mut String) {
    let values = list(&enumeration["x-values"]);
    if values.is_empty() {
        return;
    }
    text.push_str("| 取值 | 中文写法 | 说明 |\n|---|---|---|\n");
    for value in values {
        let zh = if value["zh"].is_string() {
            code(&value["zh"])
        } else {
            String::new()
        };
        let _ = writeln!(
            text,
            "| {} | {zh} | {} |",
            code(&value["value"]),
            word(&value["description"])
        );
    }
    text.push('\n');
}

/// A type as staff would say it; definitions become links to their tables.
fn type_word(root: &Value, schema: &Value, mentioned: &mut Vec<String>) -> String {
    if let Some(name) = schema["$ref"].as_str().and_then(|place| place.strip_prefix("#/$defs/")) {
        let title = word(&root["$defs"][name]["title"]);
        if name == "Code" {
            return "文字".to_owned();
        }
        if SCALARS.contains(&name) {
            return format!("[{title}](#时间金额和电话)");
        }
        mentioned.push(name.to_owned());
        return format!("[{title}](#{title})");
    }
    if let Some(either) = schema["anyOf"].as_array() {
        let real = either.iter().filter(|schema| schema["type"] != "null");
        let all: Vec<String> = real.map(|schema| type_word(root, schema, mentioned)).collect();
        return all.join("或");
    }
    let name = match &schema["type"] {
        Value::Array(types) => types.iter().filter_map(Value::as_str).find(|name| *name != "null"),
        one => one.as_str(),
    };
    match name {
        Some("string") => "文字".to_owned(),
        Some("integer") => "整数".to_owned(),
        Some("number") => "数字".to_owned(),
        Some("boolean") => "`true` 或 `false`".to_owned(),
        Some("array") => {
            let item = type_word(root, &schema["items"], mentioned);
            match (schema["minItems"].as_u64(), schema["maxItems"].as_u64()) {
                (Some(least), Some(most)) if least == most => format!("{least} 个{item}"),
                _ => format!("一列{item}"),
            }
        }
        Some("object") => {
            let item = type_word(root, &schema["additionalProperties"], mentioned);
            format!("一组“键: {item}”")
        }
        _ => String::new(),
    }
}

fn list(value: &Value) -> &[Value] {
    value.as_array().map_or(&[], Vec::as_slice)
}

fn word(value: &Value) -> &str {
    value.as_str().unwrap_or("")
}

fn code(value: &Value) -> String {
    value
        .as_str()
        .map_or_else(|| format!("`{value}`"), |text| format!("`{text}`"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn headings_are_unique_and_every_link_has_one() {
        let text = reference(None);
        let headings: Vec<String> = text
            .lines()
            .filter_map(|line| {
                line.trim_start_matches('#')
                    .strip_prefix(' ')
                    .filter(|_| line.starts_with('#'))
            })
            .map(|heading| heading.replace(['、', '`', '/', ' '], ""))
            .collect();
        let unique: BTreeSet<&String> = headings.iter().collect();
        assert_eq!(unique.len(), headings.len(), "{headings:?}");
        for link in text.split("](#").skip(1).filter_map(|rest| rest.split_once(')')) {
            assert!(headings.iter().any(|heading| heading == link.0), "{}", link.0);
        }
    }
}
