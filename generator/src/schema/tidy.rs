//! From what the derive makes to what an editor should get: Chinese keys beside the English ones, no machine formats, sorted.

use super::keys::{Name, names};
use serde_json::{Map, Value, json};

/// Completes a root schema and all its definitions.
pub(super) fn tidy(mut root: Value) -> Value {
    let name = root.as_object_mut().and_then(|root| root.remove("x-type"));
    if let Some(name) = name.as_ref().and_then(Value::as_str) {
        complete(&mut root, &names(name));
    }
    if let Some(definitions) = root.get_mut("$defs").and_then(Value::as_object_mut) {
        for (name, definition) in definitions {
            complete(definition, &names(name));
        }
    }
    strip(&mut root);
    sorted(root)
}

fn complete(schema: &mut Value, names: &[Name]) {
    let Some(schema) = schema.as_object_mut() else { return };
    if schema.contains_key("properties") {
        complete_object(schema, names);
    } else if let Some(values) = schema.remove("oneOf").or_else(|| schema.remove("enum")) {
        complete_values(schema, values, names);
    }
}

/// Lists each property under both names; one of the two is required where the field is, both together never are right.
fn complete_object(schema: &mut Map<String, Value>, names: &[Name]) {
    let required = schema.remove("required").unwrap_or_default();
    let is_required = |key: &str| {
        required
            .as_array()
            .is_some_and(|all| all.iter().any(|name| name == key))
    };
    if let Some(properties) = schema.get_mut("properties").and_then(Value::as_object_mut) {
        for name in names {
            if let (Some(zh), Some(property)) = (name.zh, properties.get(name.key).cloned()) {
                properties.insert(zh.to_owned(), property);
            }
        }
    }
    let table: Vec<Value> = names
        .iter()
        .map(|name| json!({ "key": name.key, "zh": name.zh, "required": is_required(name.key) }))
        .collect();
    let either: Vec<Value> = names
        .iter()
        .filter(|name| is_required(name.key))
        .map(|name| match name.zh {
            Some(zh) => json!({ "anyOf": [{ "required": [name.key] }, { "required": [zh] }] }),
            None => json!({ "required": [name.key] }),
        })
        .collect();
    let both: Vec<Value> = names
        .iter()
        .filter_map(|name| Some(json!({ "required": [name.key, name.zh?] })))
        .collect();
    schema.insert("x-keys".to_owned(), Value::Array(table));
    if !either.is_empty() {
        schema.insert("allOf".to_owned(), Value::Array(either));
    }
    if !both.is_empty() {
        schema.insert("not".to_owned(), json!({ "anyOf": both }));
    }
}

/// Lists each value of an enumeration under both names, with its description.
fn complete_values(schema: &mut Map<String, Value>, values: Value, names: &[Name]) {
    let Value::Array(values) = values else { return };
    let mut all = Vec::new();
    let mut table = Vec::new();
    for value in values {
        let word = value.get("const").unwrap_or(&value).clone();
        let description = value.get("description").cloned().unwrap_or_default();
        let zh = names.iter().find(|name| word == name.key).and_then(|name| name.zh);
        table.push(json!({ "value": word, "zh": zh, "description": description }));
        for word in std::iter::once(word).chain(zh.map(Value::from)) {
            all.push(json!({ "const": word, "description": description }));
        }
    }
    schema.insert("oneOf".to_owned(), Value::Array(all));
    schema.insert("x-values".to_owned(), Value::Array(table));
}

/// Takes away what says nothing to a person: Rust's number formats, and defaults that mean "not written".
fn strip(schema: &mut Value) {
    let Some(schema) = schema.as_object_mut() else { return };
    let number = |format: &Value| {
        format
            .as_str()
            .is_some_and(|format| format.starts_with("uint") || ["float", "double"].contains(&format))
    };
    if schema.get("format").is_some_and(number) {
        schema.remove("format");
    }
    let said = |default: &Value| match default {
        Value::String(text) => !text.is_empty(),
        Value::Number(_) | Value::Bool(_) => true,
        _ => false,
    };
    if schema.get("default").is_some_and(|default| !said(default)) {
        schema.remove("default");
    }
    for (key, inner) in schema.iter_mut() {
        match (key.as_str(), inner) {
            ("properties" | "$defs", Value::Object(all)) => all.values_mut().for_each(strip),
            ("items" | "additionalProperties", inner) => strip(inner),
            ("anyOf" | "oneOf" | "prefixItems", Value::Array(all)) => all.iter_mut().for_each(strip),
            _ => {}
        }
    }
}

/// The same value with all keys in order, whatever order the JSON library keeps.
/// The same with the keys of every object in order.
pub(super) fn sorted(value: Value) -> Value {
    match value {
        Value::Object(map) => {
            let mut all: Vec<(String, Value)> = map.into_iter().collect();
            all.sort_by(|(a, _), (b, _)| a.cmp(b));
            all.into_iter().map(|(key, inner)| (key, sorted(inner))).collect()
        }
        Value::Array(list) => list.into_iter().map(sorted).collect(),
        other => other,
    }
}
