//! Do all references inside a site lead somewhere? Judged from the set of files alone, letter case included.

use std::collections::{BTreeMap, BTreeSet};

use crate::server::decode;
use crate::{Page, Tree, html};

/// What a reference written on a page means.
#[derive(Debug, PartialEq, Eq)]
pub enum Target {
    /// Another site, a telephone number, a mailbox, data in place: not ours to check.
    Outside,
    /// A file of the site (path from its root, percent-decoded) and, if given, an anchor in it.
    File(String, Option<String>),
    /// It can't work: leads out of the site's folder, or begins at the server's root and so breaks in a sub-folder.
    Broken(&'static str),
}

/// Resolves `reference` as written in the file `from`.
pub fn resolve(from: &str, reference: &str) -> Target {
    let reference = reference.trim();
    if reference.is_empty() {
        return Target::Broken("empty");
    }
    if reference.starts_with("//") || has_scheme(reference) {
        return Target::Outside;
    }
    let (rest, anchor) = match reference.split_once('#') {
        Some((rest, anchor)) => (rest, Some(decode(anchor)).filter(|anchor| !anchor.is_empty())),
        None => (reference, None),
    };
    let path = rest.split('?').next().unwrap_or_default();
    if path.starts_with('/') {
        return Target::Broken("begins at the server's root");
    }
    if path.is_empty() {
        return Target::File(from.to_owned(), anchor);
    }
    let mut parts: Vec<&str> = from.split('/').collect();
    parts.pop();
    let path = decode(path);
    for part in path.split('/') {
        match part {
            "." => {}
            ".." => {
                if parts.pop().is_none() {
                    return Target::Broken("leads out of the site");
                }
            }
            part => parts.push(part),
        }
    }
    Target::File(parts.join("/"), anchor)
}

fn has_scheme(reference: &str) -> bool {
    let Some((scheme, _)) = reference.split_once(':') else {
        return false;
    };
    let letters = |c: char| c.is_ascii_alphanumeric() || matches!(c, '+' | '-' | '.');
    scheme.starts_with(|c: char| c.is_ascii_alphabetic()) && scheme.chars().all(letters)
}

/// One line for each reference of the site's pages and styles that leads nowhere.
///
/// A link must name a file: a link to a folder works on a server, but not where the site is read from disk.
pub fn broken(site: &Tree) -> Vec<String> {
    let mut pages: BTreeMap<&str, Page> = BTreeMap::new();
    let mut references: Vec<(&str, String)> = Vec::new();
    for (path, bytes) in &site.0 {
        let text = String::from_utf8_lossy(bytes);
        if path.ends_with(".html") {
            let page = Page::parse(path, &text);
            references.extend(page.references().into_iter().map(|found| (path.as_str(), found)));
            pages.insert(path, page);
        } else if path.ends_with(".css") {
            let found = html::css_references(&text).into_iter();
            references.extend(found.map(|found| (path.as_str(), found)));
        }
    }
    let ids: BTreeMap<&str, BTreeSet<&str>> = pages
        .iter()
        .map(|(path, page)| (*path, page.ids().into_iter().collect()))
        .collect();
    let problem = |(from, reference): &(&str, String)| {
        let why = judge(site, &ids, from, reference)?;
        Some(format!("{from}: {reference} ({why})"))
    };
    references.iter().filter_map(problem).collect()
}

fn judge(site: &Tree, ids: &BTreeMap<&str, BTreeSet<&str>>, from: &str, reference: &str) -> Option<&'static str> {
    match resolve(from, reference) {
        Target::Outside => None,
        Target::Broken(why) => Some(why),
        Target::File(file, _) if !site.0.contains_key(&file) => {
            let index = format!("{}/index.html", file.trim_end_matches('/'));
            if site.0.contains_key(index.trim_start_matches('/')) {
                Some("a folder, not a file: does not work from disk")
            } else {
                Some("no such file")
            }
        }
        Target::File(file, Some(anchor)) => {
            // `#top` leads to the top of any page by HTML's own rule.
            let known = ids.get(file.as_str()).is_none_or(|ids| ids.contains(anchor.as_str()));
            (!known && anchor != "top").then_some("no such anchor")
        }
        Target::File(_, None) => None,
    }
}
