//! Values that are wrapped in Chinese quotes: YAML takes those for text.

use crate::diagnostics::{Finding, Rule, Severity, Span};
use crate::rules::prose::Blocks;

pub(crate) static Y004: Rule = Rule {
    id: "Y004",
    severity: Severity::Warning,
    judgement: true,
    title: "值被中文引号包住",
    why: "YAML 只认英文引号；中文引号是文字的一部分，会原样显示在页面上。",
    fix: "去掉这一对引号；值里有“: ”或“#”时，改用英文引号。",
};

/// Opening quotes and what closes them.
const PAIRS: [(char, char); 4] = [('“', '”'), ('‘', '’'), ('「', '」'), ('＂', '＂')];

/// Y004: all values of a YAML text that are wrapped as a whole in one pair of Chinese quotes.
pub(in crate::source) fn in_chinese_quotes(file: &str, text: &str) -> Vec<Finding> {
    let mut found = Vec::new();
    let mut offset = 0;
    let mut blocks = Blocks::default();
    for line in text.split_inclusive('\n') {
        if !blocks.hold(line) {
            found.extend(wrapped(line).map(|(start, value)| finding(file, offset + start, value)));
        }
        offset += line.len();
    }
    found
}

/// The value of a line and where it begins, if it is wrapped.
fn wrapped(line: &str) -> Option<(usize, &str)> {
    let rest = line.trim_start_matches([' ', '-']);
    if rest.starts_with('#') {
        return None;
    }
    let lead = line.len() - rest.len();
    let key = rest.split_once(": ").map(|(key, _)| key.len() + 2);
    let is_item = line.trim_start().starts_with("- ");
    let begin = match key {
        Some(length) if !rest.starts_with(|c| PAIRS.iter().any(|(open, _)| c == *open)) => lead + length,
        _ if is_item => lead,
        _ => return None,
    };
    let value = line.get(begin..)?;
    let start = begin + value.len() - value.trim_start().len();
    let value = value.split(" #").next().unwrap_or(value).trim();
    let inner = PAIRS
        .iter()
        .find_map(|(open, close)| Some((open, close, value.strip_prefix(*open)?.strip_suffix(*close)?)));
    let (open, close, inner) = inner?;
    (!inner.contains([*open, *close])).then_some((start, value))
}

fn finding(file: &str, start: usize, value: &str) -> Finding {
    let mut inner = value.chars();
    inner.next();
    inner.next_back();
    let inner = inner.as_str();
    let plain =
        !inner.contains(": ") && !inner.contains(" #") && !inner.starts_with(|c: char| c.is_ascii_punctuation());
    let help = if plain {
        format!("去掉引号，写成 {inner}")
    } else {
        format!(
            "改用英文引号，写成 \"{}\"",
            inner.replace('\\', "\\\\").replace('"', "\\\"")
        )
    };
    Finding::of(&Y004, format!("{value} 外面是中文引号，会原样显示"))
        .at(Span {
            file: file.to_owned(),
            range: start..start + value.len(),
        })
        .help(help)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn said(yaml: &str) -> Vec<String> {
        let found = in_chinese_quotes("a.yaml", yaml);
        let place = |finding: &Finding| yaml[finding.primary.clone().unwrap().range].to_owned();
        found.iter().map(place).collect()
    }

    #[test]
    fn only_a_value_that_is_wrapped_as_a_whole_is_told() {
        assert_eq!(said("title: “毕业照”\n"), ["“毕业照”"]);
        assert_eq!(said("a:\n  - ‘一’\n  - 名称: 「二」 # 注\n"), ["‘一’", "「二」"]);
        for fine in [
            "title: “毕业照”采集\n",
            "title: 关于“毕业照”\n",
            "title: “甲”和“乙”\n",
            "title: \"“毕业照”\"\n",
            "# title: “毕业照”\n",
            "“键”: 值\n",
            "text: |\n  一行\n\n  引: “整行”\n  - “列”\n",
            "text: >-\n  “整行”\n",
            "text: 一行\n  “接着的一行”\n",
        ] {
            assert_eq!(said(fine), [""; 0], "{fine}");
        }
        assert_eq!(said("a:\n  text: |\n    “甲”\n  b: “乙”\n"), ["“乙”"]);
        assert_eq!(
            said("- text: |\n    “甲”\n  b: “乙”\n- |\n  “丙”\n- “丁”\n"),
            ["“乙”", "“丁”"]
        );
        assert_eq!(said("text: 见“须知>”|\n  b: “乙”\n"), ["“乙”"]);
    }

    #[test]
    fn help_says_what_to_write() {
        let help = |yaml| in_chinese_quotes("a.yaml", yaml)[0].help.clone().unwrap();
        assert_eq!(help("title: “毕业照”\n"), "去掉引号，写成 毕业照");
        assert_eq!(help("title: “时间: 九点”\n"), "改用英文引号，写成 \"时间: 九点\"");
    }
}
