//! Every fact of the five notices stands on the page where a reader looks for it.
//!
//! The tables in `tests/facts/` were written from the notices themselves, not from `content/`. All misses are reported at once.

use std::collections::BTreeMap;
use std::fs;

use serde::Deserialize;
use tassel_tests::{Page, SiteTest, html, repository, tests_folder, tree};

/// One fact and the signs of it on one page; at least one sign is given.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Fact {
    /// A short name of the fact, for the report.
    fact: String,
    /// The page, such as `szu-2020/index.html`.
    page: String,
    /// Parts of the page's text; white space does not count.
    #[serde(default)]
    text: Vec<String>,
    /// Values that stand in a `<time datetime>`.
    #[serde(default)]
    datetime: Vec<String>,
    /// Values that stand in an `href`.
    #[serde(default)]
    href: Vec<String>,
    /// Parts of text that must not be on the page.
    #[serde(default)]
    absent: Vec<String>,
    /// Names of persons in the notice, which must not be on the page and shall not stand in this repository either:
    /// number of characters, `:`, first 16 digits of the name's BLAKE3.
    #[serde(default)]
    absent_names: Vec<String>,
}

fn facts() -> BTreeMap<String, Vec<Fact>> {
    let folder = tests_folder().join("facts");
    let mut tables = BTreeMap::new();
    for file in tree::list(&folder) {
        let Some(id) = file.strip_suffix(".yaml") else {
            continue;
        };
        let text = fs::read_to_string(folder.join(&file)).unwrap();
        let table = serde_saphyr::from_str(&text).unwrap_or_else(|error| panic!("facts/{file}: {error}"));
        tables.insert(id.to_owned(), table);
    }
    tables
}

/// What `fact` asks for and the page does not give.
fn misses(fact: &Fact, page: &Page) -> Vec<String> {
    let text = page.squeezed();
    let times = page.attributes("time[datetime]", "datetime");
    let links = page.attributes("[href]", "href");
    let mut found = Vec::new();
    let mut miss = |kind: &str, values: Vec<&String>| {
        found.extend(values.into_iter().map(|value| format!("{kind} {value:?}")));
    };
    let there = |wanted: &&String| text.contains(&html::squeeze(wanted));
    miss("text", fact.text.iter().filter(|wanted| !there(wanted)).collect());
    miss(
        "datetime",
        fact.datetime
            .iter()
            .filter(|wanted| !times.contains(&wanted.as_str()))
            .collect(),
    );
    miss(
        "href",
        fact.href
            .iter()
            .filter(|wanted| !links.contains(&wanted.as_str()))
            .collect(),
    );
    miss("must not be there:", fact.absent.iter().filter(there).collect());
    let named = |name: &&String| has_name(&text, name);
    miss("a person's name:", fact.absent_names.iter().filter(named).collect());
    found
}

/// Whether `text` holds the name that `hashed` stands for.
fn has_name(text: &str, hashed: &str) -> bool {
    let (length, hash) = hashed.split_once(':').unwrap();
    let letters: Vec<char> = text.chars().collect();
    letters.windows(length.parse().unwrap()).any(|window| {
        let name: String = window.iter().collect();
        blake3::hash(name.as_bytes()).to_hex().starts_with(hash)
    })
}

#[test]
fn every_campaign_has_a_table_of_facts() {
    let tables = facts();
    let campaigns = tree::list(&repository().join("content/campaigns"));
    for path in campaigns.iter().filter(|path| path.ends_with("/campaign.yaml")) {
        let id = path.split('/').next().unwrap();
        let rows = tables.get(id).map_or(0, Vec::len);
        assert!(rows >= 20, "facts/{id}.yaml has {rows} rows");
    }
    for (id, table) in &tables {
        for fact in table {
            let signs =
                fact.text.len() + fact.datetime.len() + fact.href.len() + fact.absent.len() + fact.absent_names.len();
            assert!(signs > 0, "facts/{id}.yaml: {} asks for nothing", fact.fact);
        }
    }
}

#[test]
fn every_fact_is_on_its_page() {
    // After the last notice of the campaign that is still to come: its correction is in force.
    let site = SiteTest::new().copy_content().now("2026-11-22T09:00:00+08:00").build();
    let files = site.files();
    let mut lines = Vec::new();
    let mut asked = 0;
    for (id, table) in facts() {
        for fact in &table {
            asked += 1;
            if !files.contains(&fact.page) {
                lines.push(format!("{id}: {}: no page {}", fact.fact, fact.page));
                continue;
            }
            let found = misses(fact, &site.page(&fact.page));
            lines.extend(
                found
                    .iter()
                    .map(|what| format!("{id}: {} ({}): {what}", fact.fact, fact.page)),
            );
        }
    }
    assert!(
        lines.is_empty(),
        "{} of {asked} facts have misses:\n{}",
        lines.len(),
        lines.join("\n")
    );
}

#[test]
fn a_fact_that_is_not_there_is_missed() {
    let page = Page::parse(
        "x.html",
        "<p>费用 15\n元</p><time datetime=2020-04-30>30日</time><a href=tel:1>1</a>",
    );
    let fact = |yaml: &str| serde_saphyr::from_str::<Fact>(&format!("fact: f\npage: x.html\n{yaml}")).unwrap();
    assert!(
        misses(
            &fact("text: [费用15元]\ndatetime: [2020-04-30]\nhref: [\"tel:1\"]\nabsent: [16]"),
            &page
        )
        .is_empty()
    );
    let wrong = fact("text: [费用16元]\ndatetime: [2020-04-29]\nhref: [\"tel:2\"]\nabsent: [15 元]");
    assert_eq!(misses(&wrong, &page).len(), 4);
    let (here, elsewhere) = (
        blake3::hash("费用".as_bytes()).to_hex(),
        blake3::hash("某人".as_bytes()).to_hex(),
    );
    let named = fact(&format!(
        "absent_names: [\"2:{}\", \"2:{}\"]",
        &here[..16],
        &elsewhere[..16]
    ));
    assert_eq!(misses(&named, &page).len(), 1);
}
