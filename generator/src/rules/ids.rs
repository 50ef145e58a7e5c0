//! The ids of all rules, sorted: what `allow` may name.

/// Every id that a finding can carry, each on a line of its own so that changes stay apart.
#[rustfmt::skip]
pub(super) const ALL: &[&str] = &[
    "A403",
    "G101",
    "G102",
    "H101",
    "H102",
    "H103",
    "H104",
    "I101",
    "I102",
    "I103",
    "I104",
    "K101",
    "K102",
    "K103",
    "K104",
    "K106",
    "K201",
    "K202",
    "K203",
    "K204",
    "K205",
    "K206",
    "K207",
    "K208",
    "K209",
    "K210",
    "K211",
    "K212",
    "K213",
    "K214",
    "L601",
    "L603",
    "L604",
    "L605",
    "N104",
    "N105",
    "N106",
    "N107",
    "N108",
    "P110",
    "R902",
    "S001",
    "S002",
    "S003",
    "S004",
    "S005",
    "S006",
    "S007",
    "S008",
    "S009",
    "S010",
    "S011",
    "S012",
    "S013",
    "S601",
    "S602",
    "S603",
    "T212",
    "T214",
    "T216",
    "T217",
    "T218",
    "T219",
    "T220",
    "T221",
    "V101",
    "V102",
    "V103",
    "V104",
    "Y001",
    "Y002",
    "Y003",
    "Y005",
    "Y006",
    "Y007",
    "Y008",
    "Y009",
    "Y010",
    "Y011",
];

#[cfg(test)]
mod tests {
    use super::ALL;
    use std::collections::BTreeSet;
    use std::path::Path;

    /// Ids that stand as texts of their own in the program: a letter and three digits between quotes.
    fn used(folder: &Path, found: &mut BTreeSet<String>) {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                used(&path, found);
            } else if path.extension().is_some_and(|e| e == "rs") && !path.ends_with("ids.rs") {
                let text = std::fs::read_to_string(&path).unwrap();
                let is_id = |part: &&str| {
                    let mut chars = part.chars();
                    part.len() == 4
                        && chars.next().is_some_and(|c| c.is_ascii_uppercase())
                        && chars.all(|c| c.is_ascii_digit())
                };
                found.extend(text.split('"').filter(is_id).map(str::to_owned));
            }
        }
    }

    #[test]
    fn the_list_is_what_the_program_uses() {
        let mut found = BTreeSet::new();
        used(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src"), &mut found);
        let listed: BTreeSet<String> = ALL.iter().map(|id| (*id).to_owned()).collect();
        let missing: Vec<&String> = found.difference(&listed).collect();
        assert!(missing.is_empty(), "not listed: {missing:?}");
        let unused: Vec<&String> = listed.difference(&found).collect();
        assert!(unused.is_empty(), "listed, but nothing says it: {unused:?}");
        assert!(ALL.is_sorted());
    }
}
