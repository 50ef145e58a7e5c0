//! What the self-check's pages and the page of photo rules hand to their templates: the photo standards, and what runs on the page.

use super::answers;
use super::assets::{self, Assets};
use super::context::{Map, World, shown};
use super::offline;
use crate::derive::CampaignView;
use minijinja::Value;
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};
use tassel_validator::{Lang, Profile, builtin_ids};

/// The standard that a page begins with where nothing speaks for another one.
const USUAL: &str = "xueli2017";

/// The assets that run on a self-check page, before the face models.
const RUNNING: [&str; 4] = [
    "self-check.js",
    "site.js",
    "tassel_validator.js",
    "tassel_validator.wasm",
];

#[derive(Serialize)]
struct LimitView {
    id: &'static str,
    name: String,
    value: String,
}

/// A file that runs on the page, and the hash by which it can be told.
#[derive(Debug, Clone, Serialize)]
pub(super) struct Running {
    name: String,
    bytes: usize,
    /// SHA-256 as hexadecimal digits.
    sha256: String,
}

/// Everything that runs on a self-check page, in the order of its work.
pub(super) fn running(assets: &Assets) -> Vec<Running> {
    let names = RUNNING.iter().map(|name| (*name).to_owned()).chain(assets::models());
    let one = |name: String| {
        let path = assets.path(&name)?;
        let bytes = assets.bytes(path)?;
        Some(Running {
            name: path.rsplit('/').next().unwrap_or(path).to_owned(),
            bytes: bytes.len(),
            sha256: offline::sha256(bytes),
        })
    };
    names.filter_map(one).collect()
}

/// A profile whose texts are in this language as far as it has them.
pub(super) fn said_in(profile: &Profile, lang: Lang) -> Profile {
    let mut profile = profile.clone();
    if lang == Lang::Zh {
        return profile;
    }
    let put = |text: &mut String, english: &str| {
        if !english.is_empty() {
            english.clone_into(text);
        }
    };
    put(&mut profile.name, &profile.name_en.clone());
    for rule in &mut profile.rules {
        put(&mut rule.text, rule.text_en.clone().as_deref().unwrap_or(""));
    }
    for colour in &mut profile.background.colors {
        put(&mut colour.name, &colour.name_en.clone());
    }
    profile
}

pub(super) fn profile_view(profile: &Profile, lang: Lang) -> Value {
    let limits: Vec<LimitView> = tassel_validator::requirements(profile, lang)
        .into_iter()
        .map(|limit| LimitView {
            id: limit.id,
            name: limit.title,
            value: limit.text,
        })
        .collect();
    minijinja::context! {
        id => profile.id.clone(),
        name => profile.name.clone(),
        source => profile.source.document.clone(),
        rules => shown(&profile.rules),
        background => shown(&profile.background),
        geometry => shown(&profile.geometry),
        file => shown(&profile.file),
        limits => shown(&limits),
    }
}

/// The self-check with every built-in standard.
pub(super) fn of_site(world: &World<'_>, context: &mut Map) {
    let ids: BTreeSet<&str> = builtin_ids().iter().copied().collect();
    answers::of_standards(world, context, &ids, USUAL);
    self_check(world, context, ids, USUAL);
}

/// The self-check of a campaign, with its standard alone.
pub(super) fn of_campaign(world: &World<'_>, context: &mut Map, view: &CampaignView) {
    let id = view.photo_profile.as_str();
    self_check(world, context, BTreeSet::from([id]), id);
}

/// The offline edition: the built-in standards and those of the site's campaigns. It begins with theirs if they agree on one.
pub(super) fn of_offline(world: &World<'_>, context: &mut Map) {
    let used: BTreeSet<&str> = world.views.iter().map(|view| view.photo_profile.as_str()).collect();
    let mut known = used.iter().filter(|id| world.model.profiles.contains_key(**id));
    let default = match (known.next(), known.next()) {
        (Some(only), None) => only,
        _ => USUAL,
    };
    let ids: BTreeSet<&str> = builtin_ids().iter().copied().chain(used.iter().copied()).collect();
    answers::of_standards(world, context, &ids, default);
    self_check(world, context, ids, default);
    context.insert("edition", Value::from("offline"));
}

/// Inserts what each self-check page has, with the profiles that it offers.
fn self_check(world: &World<'_>, context: &mut Map, ids: BTreeSet<&str>, default: &str) {
    let lang = world.lang();
    let known = |id| Some((id, said_in(world.model.profiles.get(id)?, lang)));
    let profiles: BTreeMap<&str, Profile> = ids.into_iter().filter_map(known).collect();
    let choice: Vec<(String, String)> = profiles.values().map(|p| (p.id.clone(), p.name.clone())).collect();
    let json = serde_json::json!({ "default": default, "profiles": profiles });
    let view = profiles.get(default).map(|profile| profile_view(profile, lang));
    context.insert("profile", view.unwrap_or(Value::UNDEFINED));
    context.insert("face_model_sizes", shown(assets::model_sizes()));
    context.insert("wasm_size", Value::from(assets::wasm_size()));
    context.insert("profiles", shown(&choice));
    context.insert("profiles_json", script(&json));
    context.insert("edition", Value::from("site"));
    context.insert("running", shown(&world.running));
    context.insert("offline", shown(world.offline.get(&world.words.locale)));
    context.insert("version", Value::from(env!("CARGO_PKG_VERSION")));
}

/// JSON that can stand inside a script element.
fn script(json: &serde_json::Value) -> Value {
    Value::from_safe_string(json.to_string().replace('<', "\\u003c"))
}
