//! L601: every address on the rendered pages must lead to a file of the site, and every anchor to an id. L605: what was taken down.

mod address;
pub(crate) mod css;
mod external;
mod fault;
mod origin;
mod scan;
mod styles;

pub use address::file_of;
pub(crate) use address::{decode, has_scheme, lead, resolve, shown};
pub use external::{External, external};
pub(crate) use scan::links;
pub(crate) use styles::check_styles;

use crate::derive::{Standing, Withheld};
use crate::diagnostics::{Finding, Rule, Severity, Sources};
use address::Lead;
use fault::{Fault, finding};
use origin::{Finder, Origin};
use rayon::prelude::*;
use scan::{Scan, scan};
use std::collections::{BTreeMap, BTreeSet};

pub(crate) static L601: Rule = Rule {
    id: "L601",
    severity: Severity::Error,
    judgement: false,
    title: "站内链接失效",
    why: "学生点开，什么也没有。",
    fix: "核对链接的拼写和大小写；站内页面可以写成 /届次/faq/ 这样的网址。",
};

pub(crate) static L605: Rule = Rule {
    id: "L605",
    severity: Severity::Warning,
    judgement: true,
    title: "链接指向已下线的内容",
    why: "那里只剩一句“已下线”的说明。",
    fix: "改成链接到现在的安排，或删掉这个链接。",
};

/// A page as the checker sees it.
#[derive(Debug, Clone)]
pub struct Shown<'a> {
    /// Path below the output folder.
    pub url: &'a str,
    /// Its HTML.
    pub html: &'a str,
    /// Campaign that it belongs to.
    pub campaign: Option<&'a str>,
    /// File of the template that made it.
    pub template: &'a str,
    /// Content files with Markdown on it: name, Markdown below the front matter.
    pub bodies: Vec<(&'a str, &'a str)>,
}

/// What is about to be published.
#[derive(Debug)]
pub struct Output<'a> {
    /// All pages.
    pub pages: &'a [Shown<'a>],
    /// Every file, pages included.
    pub names: &'a BTreeSet<String>,
    /// The files that are no pages.
    pub files: &'a BTreeMap<String, Vec<u8>>,
    /// The site's full address, with a slash at its end.
    pub base: Option<&'a str>,
    /// Addresses that search leads to, from the site's top.
    pub found: &'a [String],
}

/// What isn't there, and why.
#[derive(Debug, Default)]
pub struct Missing<'a> {
    /// Beginnings of URLs that are only missing because of another fault: nobody is blamed for a link to them.
    pub absent: BTreeSet<String>,
    /// Drafts, what is still to come, what was taken down, by the folder of their pages.
    pub withheld: BTreeMap<&'a str, &'a Withheld>,
    /// Files that lie among the attachments of a campaign, though it doesn't list them.
    pub unlisted: BTreeSet<String>,
}

impl<'a> Missing<'a> {
    /// What holds back a file that a page at `url` asks for. What is left of a page links to itself.
    fn held(&self, url: &str, file: &str) -> Option<&'a Withheld> {
        if self.withheld.is_empty() {
            return None;
        }
        let slashes = file.match_indices('/').map(|(at, _)| at);
        let folders: Vec<&str> = slashes.filter_map(|at| file.get(..=at)).collect();
        let held = folders
            .iter()
            .rev()
            .filter_map(|folder| self.withheld.get(folder).copied());
        let mut others = held.filter(|one| !url.starts_with(&one.folder));
        others.next().filter(|one| one.standing != Standing::InForce)
    }

    fn is_absent(&self, file: &str) -> bool {
        let mut beginnings = (1..=file.len()).filter_map(|end| file.get(..end));
        !self.absent.is_empty() && beginnings.any(|beginning| self.absent.contains(beginning))
    }
}

/// An address on a page that has to be looked after.
#[derive(Debug)]
struct Ask {
    /// As the page has it.
    written: String,
    lead: Lead,
    /// Whether only the place on the page is missing.
    fault_is_anchor: bool,
}

/// Checks all pages of a site. The same address at the same place of a template is said once, with the number of pages.
pub fn check_links(output: &Output<'_>, missing: &Missing<'_>, sources: &Sources) -> Vec<Finding> {
    let read: Vec<(BTreeSet<String>, Vec<Ask>)> = output
        .pages
        .par_iter()
        .map(|page| read(page, output, missing))
        .collect();
    let ids: BTreeMap<&str, &BTreeSet<String>> = output
        .pages
        .iter()
        .zip(&read)
        .map(|(page, (ids, _))| (page.url, ids))
        .collect();
    let judge = fault::Judge::new(output, missing, &ids);
    let mut finder = Finder::new(sources, output.base);
    let mut groups: BTreeMap<(String, usize, String), Group<'_>> = BTreeMap::new();
    for (page, (_, asks)) in output.pages.iter().zip(&read) {
        for ask in asks {
            let Some(fault) = judge.fault(page.url, ask) else {
                continue;
            };
            let origin = finder.find(page, ask);
            let start = origin.range.as_ref().map_or(0, |range| range.start);
            // A template's address looks different on each page; where its place is known, that says which one it is.
            let what = match &origin.range {
                Some(_) if origin.of_theme => String::new(),
                _ => origin.written.clone(),
            };
            let group = groups
                .entry((origin.file.clone(), start, what))
                .or_insert_with(|| Group {
                    fault,
                    origin,
                    pages: BTreeSet::new(),
                });
            group.pages.insert(page.url);
        }
    }
    let mut findings: Vec<Finding> = groups.into_values().map(|group| finding(&group)).collect();
    findings.extend(own_addresses(output, &judge));
    findings
}

/// One mistake, however many pages show it.
struct Group<'a> {
    fault: Fault<'a>,
    origin: Origin,
    pages: BTreeSet<&'a str>,
}

/// A page's ids, and those of its addresses that are not plainly good.
fn read(page: &Shown<'_>, output: &Output<'_>, missing: &Missing<'_>) -> (BTreeSet<String>, Vec<Ask>) {
    let Scan { ids, addresses, base } = scan(page.html);
    let from = match base.as_deref() {
        None => Some(page.url.to_owned()),
        Some(base) => lead(page.url, base, output.base).map(|lead| lead.file),
    };
    let ask = |written: String| {
        // A page whose base is elsewhere has no relative addresses of this site.
        let url = match &from {
            Some(url) => url.as_str(),
            None if has_scheme(&written) => page.url,
            None => return None,
        };
        let lead = lead(url, &written, output.base)?;
        let there = output.names.contains(&lead.file);
        let held = || missing.held(url, &lead.file).is_some();
        (!there || lead.anchor.is_some() || held()).then_some(Ask {
            written,
            lead,
            fault_is_anchor: there,
        })
    };
    (ids, addresses.into_iter().filter_map(ask).collect())
}

/// Addresses of this site in its feed, its site map, its calendars, its pieces for other places, and in the search index. They are made from
/// the pages, so that a dead one is a fault of the program or of a theme: the file is named.
fn own_addresses(output: &Output<'_>, judge: &fault::Judge<'_>) -> Vec<Finding> {
    let ask = |written: &str, lead: Lead| Ask {
        fault_is_anchor: output.names.contains(&lead.file),
        written: written.to_owned(),
        lead,
    };
    let look = |file: &str, written: &str| {
        let fault = judge.fault(file, &ask(written, lead(file, written, output.base)?))?;
        let origin = Origin {
            file: file.to_owned(),
            range: None,
            written: decode(written),
            also: Vec::new(),
            of_theme: true,
        };
        let pages = BTreeSet::from([file]);
        Some(finding(&Group { fault, origin, pages }))
    };
    let found = output.found.iter();
    let mut findings: Vec<Finding> = found
        .filter_map(|address| look("search/index.html", &format!("../{address}")))
        .collect();
    for (file, bytes) in output.files.iter().filter(|(file, _)| !file.contains("/attachments/")) {
        let kind = file.rsplit_once('.').map_or("", |(_, ending)| ending);
        let text = match std::str::from_utf8(bytes) {
            // A calendar's lines are folded.
            Ok(text) if matches!(kind, "xml" | "json" | "txt" | "ics" | "html") => text.replace("\r\n ", ""),
            _ => continue,
        };
        if kind == "xml" {
            findings.extend(scan(&text).addresses.iter().filter_map(|address| look(file, address)));
        }
        for address in output.base.iter().flat_map(|base| with_base(&text, base)) {
            // In a sentence, what follows may be a full stop or a bracket, or belong to a file's name.
            let short = address.trim_end_matches([')', '.', ',', ';', ':', '!', '?', '\'']);
            findings.extend(look(file, address).and_then(|_| look(file, short)));
        }
    }
    findings
}

/// The addresses in a text that begin with the site's own.
fn with_base<'t>(text: &'t str, base: &'t str) -> impl Iterator<Item = &'t str> {
    text.match_indices(base).filter_map(move |(start, _)| {
        let rest = text.get(start..)?;
        let ends = |c: char| c.is_whitespace() || !c.is_ascii() || matches!(c, '"' | '<' | '>' | '\\' | '&');
        let end = rest.find(ends).unwrap_or(rest.len());
        rest.get(..end)
    })
}

#[cfg(test)]
mod tests;
