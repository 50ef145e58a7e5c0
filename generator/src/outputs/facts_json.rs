//! `<campaign>/campaign.json`: a campaign's facts for the school's other systems, format `tassel-campaign/1`.
//!
//! What the templates see, without what is only true at the moment of the build (states, the next deadline) and without HTML. A time is
//! `{text, start, end, tba}`; its ends are `2022-11-04`, `2022-11-04T09:00+08:00` or null. Links are absolute when the site's address is
//! known, else relative to the file.

use super::address;
use crate::derive::CampaignView;
use serde_json::{Map, Value, json};
use std::collections::BTreeMap;

const FORMAT: &str = "tassel-campaign/1";

/// What depends on the moment of the build, or is a piece of a page.
const LEFT_OUT: &[&str] = &["state", "next", "html", "from_html", "to_html", "held"];

/// The file's text: sorted keys, a newline at the end. `None` only if a view could not be written as JSON at all.
pub(super) fn facts(view: &CampaignView, base: Option<&str>) -> Option<String> {
    let links = Links { id: &view.id, base };
    let mut value = clean(serde_json::to_value(view).ok()?, &links);
    let object = value.as_object_mut()?;
    object.insert("format".to_owned(), json!(FORMAT));
    object.insert("url".to_owned(), json!(links.to(&format!("{}/index.html", view.id))));
    let mut text = serde_json::to_string_pretty(&sorted(value)).ok()?;
    text.push('\n');
    Some(text)
}

struct Links<'a> {
    id: &'a str,
    base: Option<&'a str>,
}

impl Links<'_> {
    /// A path from the site's root as an address, or relative to the campaign's folder.
    fn to(&self, path: &str) -> String {
        let inside = path.strip_prefix(self.id).and_then(|rest| rest.strip_prefix('/'));
        match (self.base, inside) {
            (Some(base), Some(_)) => address(base, path),
            (None, Some(inside)) => super::uri(inside),
            (_, None) => path.to_owned(),
        }
    }
}

fn clean(value: Value, links: &Links<'_>) -> Value {
    match value {
        Value::Object(object) if is_moment(&object) => moment(object),
        Value::Object(object) => {
            let kept = object.into_iter().filter(|(key, _)| !LEFT_OUT.contains(&key.as_str()));
            kept.map(|(key, value)| {
                let value = match (key.as_str(), value) {
                    ("url" | "calendar", Value::String(path)) => json!(links.to(&path)),
                    ("consequences", list) => named(list, ["when", "then"]),
                    ("places", list) => named(clean(list, links), ["campus", "room"]),
                    (_, value) => clean(value, links),
                };
                (key, value)
            })
            .collect()
        }
        Value::Array(list) => list.into_iter().map(|value| clean(value, links)).collect(),
        other => other,
    }
}

fn is_moment(object: &Map<String, Value>) -> bool {
    ["text", "html", "first", "last", "tba"]
        .iter()
        .all(|key| object.contains_key(*key))
}

fn moment(mut object: Map<String, Value>) -> Value {
    let mut take = |key: &str| object.remove(key).unwrap_or(Value::Null);
    json!({ "text": take("text"), "start": take("first"), "end": take("last"), "tba": take("tba") })
}

/// Pairs as objects, since a reader can't guess what the first of two texts is; anything else stays as it is.
fn named(list: Value, names: [&str; 2]) -> Value {
    let Value::Array(list) = list else { return list };
    let name = |item: Value| match item {
        Value::Array(pair) if pair.len() == 2 => {
            let names = names.iter().map(|name| (*name).to_owned());
            Value::Object(names.zip(pair).collect())
        }
        other => other,
    };
    list.into_iter().map(name).collect()
}

/// Keys in order, whatever map serde_json was compiled with.
fn sorted(value: Value) -> Value {
    match value {
        Value::Object(object) => {
            let ordered: BTreeMap<String, Value> =
                object.into_iter().map(|(key, value)| (key, sorted(value))).collect();
            Value::Object(ordered.into_iter().collect())
        }
        Value::Array(list) => list.into_iter().map(sorted).collect(),
        other => other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_moment_is_text_and_iso_and_states_are_gone() {
        let value = json!({
            "time": {"text": "4月1日", "html": "<time>", "start": 1, "end": 2, "first": "2025-04-01", "last": null, "tba": false},
            "state": {"key": "open"},
            "url": "a-1/notices/x/index.html",
            "website": "https://b.cn/a-1/",
            "consequences": [["错过", "没有照片"]],
            "places": [["北校区", "101"], {"name": "照相馆", "url": null}],
        });
        let cleaned = |base| clean(value.clone(), &Links { id: "a-1", base });
        let expected = json!({
            "time": {"text": "4月1日", "start": "2025-04-01", "end": null, "tba": false},
            "url": "notices/x/index.html",
            "website": "https://b.cn/a-1/",
            "consequences": [{"when": "错过", "then": "没有照片"}],
            "places": [{"campus": "北校区", "room": "101"}, {"name": "照相馆", "url": null}],
        });
        assert_eq!(cleaned(None), expected);
        assert_eq!(cleaned(Some("https://c.cn/"))["url"], "https://c.cn/a-1/notices/x/");
    }
}
