//! The index as the browser reads it: `tasselSearch.index({…})`, format `tassel-search/1`.
//!
//! `documents` are `[kind, campaign, path, title, text, published]`, newest first; `campaign` counts in `campaigns`, `[id, name, start, end]`.
//! `terms` are joined by spaces, `postings` hold for each of them, in the same order, the numbers of its documents: each less the one
//! before less one, in digits of five bits with the lowest first; a digit from 32 on is followed by another.

use super::tokens::tokens;
use rayon::prelude::*;
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};

/// The digits of postings: the 64 of base64url.
const DIGITS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

/// A campaign as results name it.
#[derive(Debug, Clone, Serialize)]
pub struct Campaign {
    /// Its id.
    pub id: String,
    /// School, cohort and level in a few words.
    pub name: String,
    /// First moment, seconds since the Unix epoch.
    pub start: Option<i64>,
    /// Last moment.
    pub end: Option<i64>,
}

/// Something that can be found.
#[derive(Debug, Clone, Serialize)]
pub struct Document {
    /// What it is: `notice`, `question`, `route` …
    pub kind: String,
    /// Place of its campaign in the list of campaigns.
    pub campaign: usize,
    /// Path below the site's root, with its anchor.
    pub url: String,
    /// Title.
    pub title: String,
    /// Everything else that it says.
    pub text: String,
    /// When it was published, seconds since the Unix epoch; 0 when that is open.
    pub published: i64,
}

/// The index as a script. The order of `documents` is of no account.
pub fn script(campaigns: &[Campaign], documents: &[Document]) -> String {
    let mut documents: Vec<&Document> = documents.iter().collect();
    documents.sort_by(|a, b| (b.published, &a.url).cmp(&(a.published, &b.url)));
    let terms: Vec<BTreeSet<String>> = documents
        .par_iter()
        .map(|document| {
            tokens(&document.title)
                .into_iter()
                .chain(tokens(&document.text))
                .collect()
        })
        .collect();
    let mut postings: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
    for (number, terms) in terms.iter().enumerate() {
        for term in terms {
            postings.entry(term).or_default().push(number);
        }
    }
    let names: Vec<&str> = postings.keys().copied().collect();
    let lists: Vec<String> = postings.values().map(|list| encode(list)).collect();
    let campaigns: Vec<_> = campaigns.iter().map(|c| (&c.id, &c.name, c.start, c.end)).collect();
    let documents: Vec<_> = documents
        .iter()
        .map(|d| (&d.kind, d.campaign, &d.url, &d.title, &d.text, d.published))
        .collect();
    let data = serde_json::json!({
        "campaigns": campaigns,
        "documents": documents,
        "format": "tassel-search/1",
        "postings": lists.join(" "),
        "terms": names.join(" "),
    });
    // Line ends that JSON allows and older scripts don't.
    let data = data
        .to_string()
        .replace('\u{2028}', "\\u2028")
        .replace('\u{2029}', "\\u2029");
    format!("tasselSearch.index({data});\n")
}

/// Numbers in rising order as text.
fn encode(numbers: &[usize]) -> String {
    let mut out = String::with_capacity(numbers.len());
    let mut next = 0;
    for number in numbers {
        let mut rest = number - next;
        next = number + 1;
        while rest >= 32 {
            out.push(digit(32 + rest % 32));
            rest /= 32;
        }
        out.push(digit(rest));
    }
    out
}

fn digit(value: usize) -> char {
    DIGITS.get(value).map_or('A', |byte| char::from(*byte))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn postings_are_differences_in_base_32() {
        assert_eq!(encode(&[0, 1, 2]), "AAA");
        assert_eq!(encode(&[31, 32]), "fA");
        assert_eq!(encode(&[32]), "gB");
        assert_eq!(encode(&[5, 1030]), "FggB");
    }

    #[test]
    fn the_script_can_be_read_by_a_person() {
        let campaign = Campaign {
            id: "a-2025".to_owned(),
            name: "示例大学 2025届本科".to_owned(),
            start: Some(1),
            end: None,
        };
        let document = |url: &str, title: &str, text: &str, published| Document {
            kind: "notice".to_owned(),
            campaign: 0,
            url: url.to_owned(),
            title: title.to_owned(),
            text: text.to_owned(),
            published,
        };
        let documents = [
            document("a-2025/x/index.html", "采集通知", "JF3D34", 5),
            document("a-2025/y/index.html", "更正采集", "", 7),
        ];
        insta::assert_snapshot!(script(&[campaign], &documents), @r##"
        tasselSearch.index({"campaigns":[["a-2025","示例大学 2025届本科",1,null]],"documents":[["notice",0,"a-2025/y/index.html","更正采集","",7],["notice",0,"a-2025/x/index.html","采集通知","JF3D34",5]],"format":"tassel-search/1","postings":"B A A B AA B","terms":"jf3d34 更正 正采 通知 采集 集通"});
        "##);
    }
}
