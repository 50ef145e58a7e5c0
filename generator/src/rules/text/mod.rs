//! The words themselves: injected text, placeholders, slips, leftovers of former years, threats, glued addresses, several names for one
//! system, and prose that says other than the data.

mod addresses;
mod contradictions;
mod emphasis;
mod injected;
mod leftovers;
mod lexicon;
mod passage;
mod placeholders;
mod slips;
mod systems;
mod tone;

pub(crate) use addresses::{L602, L603};
pub(crate) use contradictions::W704;
pub(crate) use emphasis::M101;
pub(crate) use injected::X001;
pub(crate) use leftovers::W705;
pub(crate) use placeholders::X002;
pub(crate) use slips::W701;
pub(crate) use systems::W703;
pub(crate) use tone::{U801, W702, W706};

use super::Context;
use crate::diagnostics::{Finding, Span};
use passage::Passage;
use std::collections::BTreeMap;

pub(super) fn check(context: &mut Context<'_>) {
    let passages = passage::read(context.sources);
    let mut found = injected::check(&passages);
    found.append(&mut placeholders::check(context.failed, &passages));
    found.append(&mut slips::check(&passages));
    found.append(&mut tone::check(&passages));
    found.append(&mut addresses::check(&passages));
    found.append(&mut emphasis::check(context.sources));
    found.append(&mut leftovers::check(context.model, &passages));
    found.append(&mut systems::check(context.model, &passages));
    found.append(&mut contradictions::check(context.model, &passages));
    context.findings.append(&mut found);
}

/// How many further places of the same fault are marked.
const MARKED: usize = 4;

/// The places of one and the same fault in one file, so that it is told once with its number.
#[derive(Debug, Default)]
struct Places<'p, K>(BTreeMap<(&'p str, K), Vec<Span>>);

impl<'p, K: Ord> Places<'p, K> {
    fn new() -> Self {
        Self(BTreeMap::new())
    }

    fn add(&mut self, passage: &Passage<'p>, key: K, range: std::ops::Range<usize>) {
        let places = self.0.entry((passage.line.file, key)).or_default();
        places.push(passage.line.span(range));
    }

    /// A finding for each fault of each file; `tell` is given what was found and how often.
    fn findings(self, tell: impl Fn(&K, usize) -> Finding) -> Vec<Finding> {
        let one = |((_, key), places): ((&str, K), Vec<Span>)| {
            let finding = tell(&key, places.len());
            mark(finding, places)
        };
        self.0.into_iter().map(one).collect()
    }
}

/// Points at the first place and shows some of the others.
fn mark(finding: Finding, places: Vec<Span>) -> Finding {
    let mut places = places.into_iter();
    let Some(first) = places.next() else { return finding };
    places
        .take(MARKED)
        .fold(finding.at(first), |finding, place| finding.label(place, "这里也是"))
}

/// ` 3 处` in words, where there is more than one.
fn times(count: usize) -> String {
    if count > 1 {
        format!("（这个文件里 {count} 处）")
    } else {
        String::new()
    }
}
