//! One real message of each rule, out of the `expected.txt` of `tests/bad/`: what `tassel explain` and `docs/rules.md` show.

use std::collections::BTreeMap;
use std::fs;

use crate::{tests_folder, tree};

/// Rule id → its message as the build prints it, without the reason, which an explanation tells anyway. Where several cases show a
/// rule, the one that shows the fewest findings is taken, then the first by name.
pub fn from_cases() -> BTreeMap<String, String> {
    let folder = tests_folder().join("bad");
    let mut best: BTreeMap<String, (usize, String)> = BTreeMap::new();
    for path in tree::list(&folder) {
        if !path.ends_with("/expected.txt") {
            continue;
        }
        let text = fs::read_to_string(folder.join(&path)).expect("a listed file can be read");
        let found = messages(&text);
        for (id, message) in &found {
            let better = best.get(id).is_none_or(|(number, _)| found.len() < *number);
            if better {
                best.insert(id.clone(), (found.len(), message.clone()));
            }
        }
    }
    best.into_iter().map(|(id, (_, message))| (id, message)).collect()
}

/// All messages of one run: rule id and text.
fn messages(said: &str) -> Vec<(String, String)> {
    let mut found: Vec<(String, String)> = Vec::new();
    let mut inside = false;
    for line in said.lines() {
        if let Some(id) = rule_of(line) {
            found.push((id.to_owned(), line.to_owned()));
            inside = true;
        } else if line.is_empty() || line.starts_with("共 ") {
            inside = false;
        } else if inside
            && !line.trim_start().starts_with("= 为什么: ")
            && let Some((_, text)) = found.last_mut()
        {
            text.push('\n');
            text.push_str(line);
        }
    }
    found
}

/// The rule that a message begins with: `错误[T216]: …`.
fn rule_of(line: &str) -> Option<&str> {
    let rest = ["错误[", "警告[", "提示["]
        .iter()
        .find_map(|start| line.strip_prefix(start))?;
    let (id, rest) = rest.split_once(']')?;
    (rest.starts_with(": ") && id.len() == 4).then_some(id)
}

/// The file that the program carries.
pub fn file(examples: &BTreeMap<String, String>) -> String {
    examples
        .iter()
        .map(|(id, message)| format!("=== {id}\n{message}\n\n"))
        .collect()
}
