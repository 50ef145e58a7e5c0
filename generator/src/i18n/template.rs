//! `t("campaign.routes", n=3)` in templates, and the words that scripts need.

use super::Words;
use minijinja::value::{Kwargs, Value};
use minijinja::{Error, ErrorKind};
use std::sync::Arc;

/// Keys whose texts hold markup end so; the values in them are made safe.
const MARKUP: &str = "_html";

/// Keys below this are for the page's scripts.
const SCRIPT: &str = "script.";

/// The function `t` of a page's templates.
pub fn template_function(words: Arc<Words>) -> Value {
    Value::from_function(move |key: &str, values: Kwargs| -> Result<Value, Error> {
        let markup = key.ends_with(MARKUP);
        let mut given = Vec::new();
        for name in values.args() {
            let value: Value = values.get(name)?;
            let text = value.to_string();
            let text = if markup && !value.is_safe() {
                crate::derive::moment::escape(&text)
            } else {
                text
            };
            given.push((name, text));
        }
        let given: Vec<(&str, &str)> = given.iter().map(|(name, text)| (*name, text.as_str())).collect();
        let text = words
            .try_fill(key, &given)
            .map_err(|unknown| Error::new(ErrorKind::InvalidOperation, unknown.to_string()))?;
        Ok(if markup {
            Value::from_safe_string(text)
        } else {
            Value::from(text)
        })
    })
}

/// The words of the page's scripts as JSON that can stand inside a script element; keys without `script.` in front.
pub fn json_for_scripts(words: &Words) -> String {
    let own = words
        .iter()
        .filter_map(|(key, text)| Some((key.strip_prefix(SCRIPT)?, text)));
    let map: std::collections::BTreeMap<&str, &str> = own.collect();
    serde_json::json!(map).to_string().replace('<', "\\u003c")
}
