//! What the finished file is called.

use super::NotFixed;
use super::change::Left;
use crate::id_number;
use crate::name::Pattern;
use crate::profile::Profile;

/// What a finished file is called: by the profile's rule, or – an identity number but no rule – the number itself; `None` where neither
/// says so, or where the rule asks for what isn't known.
///
/// # Errors
/// [`NotFixed::IdNumber`] for a number that can't be one.
pub fn finished_name(file_name: &str, profile: &Profile, id_number: Option<&str>) -> Result<Option<String>, NotFixed> {
    named(file_name, profile, id_number).map(|named| named.name)
}

/// Whether the profile names files by the identity number, and by nothing else that only the user knows.
pub fn named_by_id_number(profile: &Profile) -> bool {
    let rule = profile.file.name.as_ref();
    rule.and_then(|rule| Pattern::parse(&rule.pattern).ok())
        .is_some_and(|pattern| pattern.needs_only_id_number())
}

/// The finished file's name.
pub(super) struct Named {
    pub(super) name: Option<String>,
    pub(super) changed: bool,
    pub(super) left: Option<Left>,
}

/// Works the name out: by the profile's rule, or – an identity number but no rule – the number itself.
pub(super) fn named(file_name: &str, profile: &Profile, id_number: Option<&str>) -> Result<Named, NotFixed> {
    if let Some(number) = id_number {
        id_number::examine(number).map_err(NotFixed::IdNumber)?;
    }
    let own = file_name.rsplit(['/', '\\']).next().unwrap_or(file_name);
    let pattern = profile
        .file
        .name
        .as_ref()
        .and_then(|rule| Pattern::parse(&rule.pattern).ok());
    let given = match (&pattern, id_number) {
        (Some(pattern), number) => number.and_then(|number| pattern.fill(number)),
        (None, number) => number.map(|number| format!("{}.jpg", number.to_ascii_uppercase())),
    };
    if let Some(name) = given {
        let changed = name != own;
        return Ok(Named {
            name: Some(name),
            changed,
            left: None,
        });
    }
    Ok(match pattern {
        None => Named {
            name: None,
            changed: false,
            left: None,
        },
        Some(pattern) if pattern.check(own).is_ok() => Named {
            name: Some(own.to_owned()),
            changed: false,
            left: None,
        },
        Some(pattern) => Named {
            name: None,
            changed: false,
            left: Some(Left::Name {
                id_number: pattern.needs_only_id_number(),
            }),
        },
    })
}
