//! All rules, sorted by id: what `allow`, the levels in site.yaml and `tassel explain` may name.

use crate::diagnostics::Rule;

/// Every rule that a finding can carry, each on a line of its own so that changes stay apart.
#[rustfmt::skip]
static ALL: &[&Rule] = &[
    &crate::rules::attachments::A402,
    &crate::rules::references::A403,
    &crate::rules::attachments::A404,
    &crate::rules::contacts::numbers::C301,
    &crate::rules::contacts::numbers::C302,
    &crate::rules::contacts::ways::C303,
    &crate::rules::contacts::ways::C304,
    &crate::rules::contacts::shared::C305,
    &crate::rules::contacts::people::C306,
    &crate::rules::fees::F402,
    &crate::source::rules::F403,
    &crate::channels::G101,
    &crate::channels::G102,
    &crate::render::engine::H101,
    &crate::render::engine::H102,
    &crate::render::markdown::H103,
    &crate::render::markdown::H104,
    &crate::source::rules::I101,
    &crate::source::rules::I102,
    &crate::source::rules::I103,
    &crate::source::rules::I104,
    &crate::rules::references::K101,
    &crate::rules::names::K102,
    &crate::source::rules::K103,
    &crate::source::rules::K104,
    &crate::rules::relative::K106,
    &crate::source::classes::rules::K201,
    &crate::source::classes::rules::K202,
    &crate::source::classes::rules::K203,
    &crate::source::classes::rules::K204,
    &crate::source::classes::rules::K205,
    &crate::rules::classes::K206,
    &crate::rules::classes::K207,
    &crate::rules::classes::K208,
    &crate::source::classes::rules::K209,
    &crate::source::classes::rules::K210,
    &crate::source::classes::rules::K211,
    &crate::rules::classes::K212,
    &crate::source::classes::rules::K213,
    &crate::rules::classes::K214,
    &crate::pages::links::L601,
    &crate::rules::text::L602,
    &crate::rules::text::L603,
    &crate::pages::links::L605,
    &crate::pages::L606,
    &crate::pages::L607,
    &crate::pages::redirects::L608,
    &crate::pages::redirects::L609,
    &crate::rules::text::M101,
    &crate::rules::notices::N101,
    &crate::pages::banners::N103,
    &crate::rules::amendments::N104,
    &crate::rules::amendments::N105,
    &crate::rules::amendments::N106,
    &crate::rules::amendments::N107,
    &crate::rules::amendments::N108,
    &crate::rules::privacy::P101,
    &crate::rules::privacy::P110,
    &crate::rules::privacy::P111,
    &crate::rules::privacy::P112,
    &crate::rules::privacy::P113,
    &crate::rules::privacy::P114,
    &crate::rules::pictures::Q501,
    &crate::rules::audience::R902,
    &crate::rules::routes::R903,
    &crate::rules::photos::R904,
    &crate::rules::photos::R905,
    &crate::rules::photos::R906,
    &crate::source::rules::S001,
    &crate::source::rules::S002,
    &crate::source::rules::S003,
    &crate::source::rules::S004,
    &crate::source::rules::S005,
    &crate::source::rules::S006,
    &crate::source::rules::S007,
    &crate::source::rules::S008,
    &crate::source::rules::S009,
    &crate::source::rules::S010,
    &crate::source::rules::S011,
    &crate::source::rules::S012,
    &crate::source::rules::S013,
    &crate::rules::capacity::S601,
    &crate::rules::capacity::S602,
    &crate::rules::capacity::S603,
    &crate::rules::times::T201,
    &crate::rules::times::T202,
    &crate::rules::times::T203,
    &crate::rules::times::T204,
    &crate::rules::times::T205,
    &crate::rules::times::T206,
    &crate::rules::times::T207,
    &crate::rules::times::T208,
    &crate::rules::times::T209,
    &crate::rules::times::T210,
    &crate::rules::times::T211,
    &crate::rules::holidays::T212,
    &crate::rules::times::T213,
    &crate::source::rules::T214,
    &crate::rules::times::T215,
    &crate::rules::times::T216,
    &crate::source::rules::T217,
    &crate::rules::relative::T218,
    &crate::rules::publication::T219,
    &crate::rules::relative::T220,
    &crate::rules::relative::T221,
    &crate::rules::text::U801,
    &crate::rules::allow::V101,
    &crate::rules::allow::V102,
    &crate::rules::allow::V103,
    &crate::rules::allow::V104,
    &crate::rules::levels::V105,
    &crate::rules::levels::V106,
    &crate::rules::text::W701,
    &crate::rules::text::W702,
    &crate::rules::text::W703,
    &crate::rules::text::W704,
    &crate::rules::text::W705,
    &crate::rules::text::W706,
    &crate::rules::text::X001,
    &crate::rules::text::X002,
    &crate::source::rules::Y001,
    &crate::source::rules::Y002,
    &crate::source::rules::Y003,
    &crate::source::Y004,
    &crate::source::rules::Y005,
    &crate::source::rules::Y006,
    &crate::source::rules::Y007,
    &crate::source::rules::Y008,
    &crate::source::rules::Y009,
    &crate::source::rules::Y010,
    &crate::source::rules::Y011,
    &crate::source::rules::Y012,
];

/// All rules, sorted by id.
pub fn all() -> &'static [&'static Rule] {
    ALL
}

/// The rule with this id.
pub fn find(id: &str) -> Option<&'static Rule> {
    ALL.iter().copied().find(|rule| rule.id == id)
}

/// What to say when there is no rule with this id.
pub(crate) fn unknown(id: &str) -> String {
    let likeliest = |a: &&Rule, b: &&Rule| {
        let like = |rule: &Rule| strsim::jaro_winkler(rule.id, id);
        like(a).total_cmp(&like(b)).then_with(|| b.id.cmp(a.id))
    };
    let near = find(&straightened(id)).or_else(|| ALL.iter().copied().max_by(likeliest));
    let near = near.map_or(String::new(), |rule| format!("；是不是想写 {}", rule.id));
    format!("没有编号为“{id}”的规则{near}")
}

/// An id as it was probably meant: half-width, upper case, and digits where letters look like them.
fn straightened(id: &str) -> String {
    let half = |c: char| match u32::from(c) {
        wide @ 0xFF01..=0xFF5E => char::from_u32(wide - 0xFEE0).unwrap_or(c),
        _ => c,
    };
    let digit = |c: char| match c {
        'O' | 'o' => '0',
        'l' | 'I' | 'i' => '1',
        _ => c,
    };
    let mut letters = id.trim().chars().map(half);
    let first = letters.next().map(|c| c.to_ascii_uppercase());
    first.into_iter().chain(letters.map(digit)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;
    use std::path::Path;

    /// Ids of the rules that are written down anywhere in the program.
    fn written(folder: &Path, found: &mut BTreeSet<String>) {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                written(&path, found);
            } else if path.extension().is_some_and(|e| e == "rs") {
                let text = std::fs::read_to_string(&path).unwrap();
                let statics = text.lines().filter_map(|line| line.strip_prefix("pub(crate) static "));
                found.extend(statics.filter_map(|line| Some(line.split_once(": Rule =")?.0.to_owned())));
            }
        }
    }

    #[test]
    fn every_rule_is_listed_once_in_order() {
        let mut found = BTreeSet::new();
        written(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src"), &mut found);
        let listed: Vec<&str> = ALL.iter().map(|rule| rule.id).collect();
        let missing: Vec<&String> = found.iter().filter(|id| !listed.contains(&id.as_str())).collect();
        assert!(missing.is_empty(), "not listed: {missing:?}");
        assert_eq!(listed.len(), found.len(), "listed twice, or under another name");
        assert!(listed.is_sorted(), "{listed:?}");
    }

    #[test]
    fn a_mistyped_id_leads_to_the_one_that_looks_like_it() {
        for typed in ["S0l0", "s010", "SO10", "Ｓ０１０", " S010"] {
            assert!(
                unknown(typed).ends_with("是不是想写 S010"),
                "{typed}: {}",
                unknown(typed)
            );
        }
        assert!(unknown("X9").contains("是不是想写"));
        assert!(unknown("").contains("“”"));
    }

    #[test]
    fn every_rule_says_what_why_and_how() {
        for rule in ALL {
            for text in [rule.title, rule.why, rule.fix] {
                assert!(!text.is_empty() && !text.is_ascii(), "{}: {text:?}", rule.id);
            }
            assert!(rule.why.ends_with('。') && rule.fix.ends_with('。'), "{}", rule.id);
        }
    }
}
