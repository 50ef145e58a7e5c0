//! JSON Schema of every file that can be written in `content/`, made from the types that read it, and the reference printed from it.

mod keys;
mod markdown;
mod needed;
mod tidy;

pub(crate) use keys::{chinese_of, is_chinese_key};
pub use markdown::reference;
pub(crate) use needed::needed;

use crate::diagnostics::Document;
use crate::model::{
    Campaign, Faq, FaqTranslation, HolidayYear, Notice, NoticeTranslation, Provider, Route, School, Site, Translation,
};
use schemars::generate::SchemaSettings;
use schemars::{JsonSchema, Schema};
use serde_json::Value;
use tassel_validator::ProfileSpec;

/// One kind of file in `content/`.
#[derive(Debug, Clone, Copy)]
pub struct Kind {
    /// The word typed after `tassel schema`, and the stem of the schema's file.
    pub name: &'static str,
    /// Where such files lie, below `content/`.
    pub place: &'static str,
    root: fn() -> Schema,
}

/// What `--format json` prints of findings: not written by people, so that it has no names in Chinese.
pub const FINDINGS: Kind = Kind {
    name: "findings",
    place: "",
    root: printed::<Document<'static>>,
};

/// All kinds of files, in the order in which a new site is written.
pub const KINDS: [Kind; 12] = [
    Kind {
        name: "site",
        place: "site.yaml",
        root: root::<Site>,
    },
    Kind {
        name: "school",
        place: "schools/<学校>.yaml",
        root: root::<School>,
    },
    Kind {
        name: "provider",
        place: "providers/<单位>.yaml",
        root: root::<Provider>,
    },
    Kind {
        name: "campaign",
        place: "campaigns/<届次>/campaign.yaml",
        root: root::<Campaign>,
    },
    Kind {
        name: "route",
        place: "campaigns/<届次>/routes/<路线>.yaml",
        root: root::<Route>,
    },
    Kind {
        name: "notice",
        place: "campaigns/<届次>/notices/<通知>.md",
        root: root::<Notice>,
    },
    Kind {
        name: "faq",
        place: "campaigns/<届次>/faq/<问题>.md",
        root: root::<Faq>,
    },
    Kind {
        name: "holidays",
        place: "holidays/<年>.yaml",
        root: root::<HolidayYear>,
    },
    Kind {
        name: "photo-profile",
        place: "photo-profiles/<规则>.yaml",
        root: root::<ProfileSpec>,
    },
    Kind {
        name: "translation",
        place: "en.yaml 和 content/campaigns/<届次>/en.yaml",
        root: root::<Translation>,
    },
    Kind {
        name: "notice-translation",
        place: "campaigns/<届次>/notices/<通知>.en.md",
        root: root::<NoticeTranslation>,
    },
    Kind {
        name: "faq-translation",
        place: "campaigns/<届次>/faq/<问题>.en.md",
        root: root::<FaqTranslation>,
    },
];

fn root<T: JsonSchema>() -> Schema {
    let mut generator = SchemaSettings::draft2020_12().into_generator();
    let mut schema = generator.root_schema_for::<T>();
    schema.insert("x-type".to_owned(), Value::from(T::schema_name().into_owned()));
    schema
}

fn printed<T: JsonSchema>() -> Schema {
    let settings = SchemaSettings::draft2020_12().for_serialize();
    settings.into_generator().into_root_schema_for::<T>()
}

impl Kind {
    /// The kind of that name.
    pub fn of(name: &str) -> Option<&'static Self> {
        KINDS.iter().chain([&FINDINGS]).find(|kind| kind.name == name)
    }

    /// The schema, JSON Schema 2020-12: Chinese keys stand beside the English ones; `x-keys` lists the fields of each object in the
    /// order of the documentation as `{key, zh, required}`, `x-values` those of each enumeration as `{value, zh, description}`.
    pub fn schema(&self) -> Value {
        let schema = (self.root)().to_value();
        if self.name == FINDINGS.name {
            return tidy::sorted(schema);
        }
        tidy::tidy(schema)
    }

    /// The schema as the text of a file: sorted keys, two spaces, a line end.
    pub fn json(&self) -> String {
        format!("{:#}\n", self.schema())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    /// Every schema object inside a schema, with its path.
    fn walk<'a>(path: String, value: &'a Value, all: &mut Vec<(String, &'a Value)>) {
        match value {
            Value::Object(map) => {
                all.push((path.clone(), value));
                for (key, inner) in map {
                    walk(format!("{path}/{key}"), inner, all);
                }
            }
            Value::Array(list) => {
                for (index, inner) in list.iter().enumerate() {
                    walk(format!("{path}/{index}"), inner, all);
                }
            }
            _ => {}
        }
    }

    #[test]
    fn every_field_has_a_chinese_name_and_a_chinese_description() {
        for kind in KINDS {
            let schema = kind.schema();
            let mut all = Vec::new();
            walk(kind.name.to_owned(), &schema, &mut all);
            let mut fields = 0;
            for (path, value) in all {
                if let Some(text) = value.get("description").and_then(Value::as_str) {
                    assert!(!text.is_ascii(), "{path}: {text}");
                }
                let Some(properties) = value.get("properties").and_then(Value::as_object) else {
                    continue;
                };
                if path.ends_with("/properties") {
                    continue;
                }
                assert_eq!(value["additionalProperties"], false, "{path}");
                let keys = value["x-keys"].as_array().unwrap();
                assert_eq!(properties.len(), keys.len() * 2, "{path}");
                let names: BTreeSet<&str> = keys.iter().filter_map(|key| key["zh"].as_str()).collect();
                assert_eq!(names.len(), keys.len(), "{path}");
                for (name, property) in properties {
                    assert!(property["description"].is_string(), "{path}/{name}");
                }
                fields += keys.len();
            }
            // A catalogue has no fields; its keys are texts.
            assert_eq!(fields == 0, kind.name == "translation", "{}", kind.name);
        }
    }

    #[test]
    fn texts_are_deterministic_and_sorted() {
        for kind in KINDS {
            assert_eq!(kind.json(), kind.json());
            assert!(kind.json().starts_with("{\n  \"$"), "{}", kind.json());
        }
    }
}
