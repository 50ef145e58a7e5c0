//! The profiles that come with the validator, from `profiles/*.yaml`.

use crate::profile::Profile;
use crate::profile_spec::ProfileSpec;

/// Id and YAML of each profile; a profile that extends another one stands after it.
const FILES: &[(&str, &str)] = &[
    ("xueli2017", include_str!("../profiles/xueli2017.yaml")),
    ("xinhua_selfupload", include_str!("../profiles/xinhua_selfupload.yaml")),
    ("zikao", include_str!("../profiles/zikao.yaml")),
    ("yanzhao", include_str!("../profiles/yanzhao.yaml")),
    ("cet", include_str!("../profiles/cet.yaml")),
    ("ncre", include_str!("../profiles/ncre.yaml")),
    ("psc", include_str!("../profiles/psc.yaml")),
    ("ntce", include_str!("../profiles/ntce.yaml")),
    ("ntce_cert", include_str!("../profiles/ntce_cert.yaml")),
    ("guokao", include_str!("../profiles/guokao.yaml")),
    ("idcard", include_str!("../profiles/idcard.yaml")),
    ("passport", include_str!("../profiles/passport.yaml")),
    ("xueji", include_str!("../profiles/xueji.yaml")),
];

/// The same ids, in the same order.
const IDS: &[&str] = &[
    "xueli2017",
    "xinhua_selfupload",
    "zikao",
    "yanzhao",
    "cet",
    "ncre",
    "psc",
    "ntce",
    "ntce_cert",
    "guokao",
    "idcard",
    "passport",
    "xueji",
];

/// Ids of the built-in profiles, the most asked-for first.
pub fn builtin_ids() -> &'static [&'static str] {
    IDS
}

/// The built-in profile of that id.
pub fn builtin(id: &str) -> Option<Profile> {
    let (_, yaml) = FILES.iter().find(|(name, _)| *name == id)?;
    let spec: ProfileSpec = serde_saphyr::from_str(yaml).ok()?;
    let parent = match &spec.extends {
        // A profile can only extend one that stands before it, so this ends.
        Some(parent) if precedes(parent, id) => builtin(parent),
        _ => None,
    };
    spec.resolve(parent.as_ref()).ok()
}

fn precedes(a: &str, b: &str) -> bool {
    let place = |id: &str| FILES.iter().position(|(name, _)| *name == id);
    place(a).zip(place(b)).is_some_and(|(a, b)| a < b)
}
