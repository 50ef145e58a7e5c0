//! Which fields a type can't do without: what reading misses, said all at once.

use super::KINDS;
use super::keys::names;
use serde_json::Value;
use std::collections::BTreeMap;
use std::sync::OnceLock;

/// Type name → canonical names of its required fields.
type Table = BTreeMap<String, Vec<String>>;

/// The required fields of a type, each with its canonical name first and the Chinese one after it; none for unknown types.
pub(crate) fn needed(type_name: &str) -> Vec<Vec<&'static str>> {
    static TABLE: OnceLock<Table> = OnceLock::new();
    let required = TABLE.get_or_init(table).get(type_name);
    let is_required = |key: &str| required.is_some_and(|all| all.iter().any(|name| name == key));
    names(type_name)
        .into_iter()
        .filter(|name| is_required(name.key))
        .map(|name| std::iter::once(name.key).chain(name.zh).collect())
        .collect()
}

fn table() -> Table {
    let mut table = Table::new();
    for kind in KINDS {
        let root = (kind.root)().to_value();
        if let Some(name) = root["x-type"].as_str() {
            table.insert(name.to_owned(), required(&root));
        }
        for (name, definition) in root["$defs"].as_object().into_iter().flatten() {
            table.insert(name.clone(), required(definition));
        }
    }
    table
}

fn required(schema: &Value) -> Vec<String> {
    let names = schema["required"].as_array().into_iter().flatten();
    names.filter_map(Value::as_str).map(str::to_owned).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn required_fields_have_both_names() {
        assert_eq!(needed("Site"), [["title", "标题"]]);
        let campaign = needed("Campaign");
        assert!(campaign.contains(&vec!["level", "层次"]), "{campaign:?}");
        assert!(!campaign.iter().any(|names| names.contains(&"draft")), "{campaign:?}");
        assert!(needed("Deadline").iter().any(|names| names[0] == "what"));
        assert!(needed("Nobody").is_empty());
    }
}
