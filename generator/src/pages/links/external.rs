//! Addresses on other sites: collected with their places, for whoever asks. Nothing here touches the network.

use super::Output;
use super::address::{has_scheme, lead};
use super::origin::Finder;
use super::scan::scan;
use crate::diagnostics::{Sources, Span};
use rayon::prelude::*;
use std::collections::{BTreeMap, BTreeSet};

/// An address on another site.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct External {
    /// The address, `http:` or `https:`, without what stands behind `#`.
    pub address: String,
    /// How many pages lead there.
    pub pages: usize,
    /// The first of them, by its path below the output folder.
    pub page: String,
    /// Content file or template that it is written in.
    pub file: String,
    /// Where it is written there, when that is known.
    pub place: Option<Span>,
}

/// All addresses on other sites, sorted, each once.
pub fn external(output: &Output<'_>, sources: &Sources) -> Vec<External> {
    let read: Vec<BTreeSet<String>> = output
        .pages
        .par_iter()
        .map(|page| outside(page.html, output.base))
        .collect();
    let mut all: BTreeMap<&str, (usize, usize)> = BTreeMap::new();
    for (place, addresses) in read.iter().enumerate() {
        for address in addresses {
            all.entry(address).or_insert((place, 0)).1 += 1;
        }
    }
    let mut finder = Finder::new(sources, output.base);
    let one = |(address, (first, pages)): (&str, (usize, usize))| {
        let page = output.pages.get(first)?;
        let origin = finder.find_external(page, address);
        Some(External {
            address: address.to_owned(),
            pages,
            page: page.url.to_owned(),
            place: origin.span(),
            file: origin.file,
        })
    };
    all.into_iter().filter_map(one).collect()
}

fn outside(html: &str, base: Option<&str>) -> BTreeSet<String> {
    let web = |address: &String| {
        has_scheme(address)
            && (address.starts_with("http://") || address.starts_with("https://"))
            && lead("", address, base).is_none()
    };
    let addresses = scan(html).addresses.into_iter().filter(web);
    let whole = |address: String| address.split('#').next().unwrap_or("").to_owned();
    addresses.map(whole).collect()
}
