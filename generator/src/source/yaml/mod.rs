//! The one door to the YAML library: text → type, or all that keeps it from being one, with the places, in Chinese.

mod audit;
mod mends;
mod outline;
mod patched;
mod place;
mod quotes;
mod slips;
mod watch;
mod words;

#[cfg(test)]
mod tests;

pub(crate) use quotes::Y004;
pub(super) use quotes::in_chinese_quotes;

use super::rules;
use super::translating::{Translate, Translating};
use crate::diagnostics::{Finding, Span};
use serde::de::DeserializeOwned;
use serde_saphyr::{DuplicateKeyPolicy, Error, Options};

/// Pieces that aliases may unfold to in one reading.
const MOST_REPLAYED: usize = 20_000;

/// How YAML is read.
#[derive(Debug, Clone, Copy)]
enum Settings {
    /// As content has to be.
    Strict,
    /// The same, but a key may stand twice: who looks for faults reads on behind it.
    Lenient,
}

impl Settings {
    fn options(self) -> Options {
        let duplicates = match self {
            Self::Strict => DuplicateKeyPolicy::Error,
            Self::Lenient => DuplicateKeyPolicy::PassThrough,
        };
        serde_saphyr::options! {
            strict_booleans: true,
            with_snippet: false,
            duplicate_keys: duplicates,
            // Content has no use for aliases, and each reading of a bomb costs as much as it may unfold.
            alias_limits: serde_saphyr::alias_limits! { max_total_replayed_events: MOST_REPLAYED },
        }
    }
}

/// Reads a file's YAML, or the YAML part of a Markdown file (`text` has the file's own byte offsets).
///
/// # Errors
/// All faults, sorted by place; at least one.
pub(crate) fn parse<T: DeserializeOwned>(file: &str, text: &str) -> Result<T, Vec<Finding>> {
    if text.trim().is_empty() {
        return Err(vec![
            Finding::of(&rules::S007, format!("{file} 是空的"))
                .in_file(file)
                .help("写上字段，或删掉这个文件"),
        ]);
    }
    serde_saphyr::from_str_with_options(text, Settings::Strict.options())
        .map_err(|error| audit::audit::<T>(file, text, error.without_snippet()))
}

/// Reads a file's YAML that was read before, with its texts translated.
///
/// # Errors
/// Whatever the library says; the same file without translation has been read already.
pub(super) fn parse_translated<T: DeserializeOwned, L: Translate>(text: &str, language: &L) -> Result<T, Error> {
    serde_saphyr::with_deserializer_from_str_with_options(text, Settings::Strict.options(), |inner| {
        T::deserialize(Translating::new(inner, language))
    })
}

/// One error by itself.
fn explain(file: &str, text: &str, error: &Error) -> Finding {
    let range = error.location().and_then(|at| place::range_of(text, at));
    let finding = words::describe(error, range.as_ref(), text);
    match range {
        Some(range) => finding.at(Span {
            file: file.to_owned(),
            range,
        }),
        None => finding.in_file(file),
    }
}
