//! Where the link of a page was written: in Markdown, in a YAML value, or in a template of the theme.

use super::address::{Lead, decode, lead, shown};
use super::{Ask, Shown};
use crate::diagnostics::{Sources, Span};
use crate::pages::in_chinese;
use crate::render::markdown_links;
use std::collections::BTreeMap;
use std::ops::Range;

/// A place to point at.
#[derive(Debug, Clone)]
pub(super) struct Origin {
    /// The file, and the bytes in it where they are known.
    pub(super) file: String,
    pub(super) range: Option<Range<usize>>,
    /// The address as people see it there, percent signs resolved.
    pub(super) written: String,
    /// Further places of the same address.
    pub(super) also: Vec<Span>,
    /// Whether it is the theme's, not the content's.
    pub(super) of_theme: bool,
}

impl Origin {
    pub(super) fn span(&self) -> Option<Span> {
        self.range.clone().map(|range| Span {
            file: self.file.clone(),
            range,
        })
    }
}

type Text<'a> = (&'a str, &'a str);

/// The template to begin with, and what to look for.
type Search<'a> = (&'a str, Vec<String>);

/// Looks for places; what has been found once is remembered, since one template makes many pages.
pub(super) struct Finder<'a> {
    sources: &'a Sources,
    base: Option<&'a str>,
    /// Texts of the theme that hold markup.
    theme: Vec<Text<'a>>,
    /// YAML of each campaign, and under the empty name what all share.
    values: BTreeMap<&'a str, Vec<Text<'a>>>,
    /// Where the links of the bodies of a page lead, and where each is written; by URL.
    bodies: BTreeMap<&'a str, BTreeMap<Lead, Origin>>,
    in_theme: Memory<Search<'a>>,
    /// By campaign and address.
    in_values: Memory<(Option<&'a str>, String)>,
}

/// A place in a file.
type Found = Option<(String, Range<usize>)>;

/// What was searched for, and where it was found.
struct Memory<K> {
    known: BTreeMap<K, Found>,
    /// How many searches through whole texts are left: thousands of dead links need no place each.
    left: usize,
}

const SEARCHES: usize = 1_000;

/// Further places of a link that are told.
const ALSO: usize = 5;

/// Longest path that is looked for piece by piece, in bytes; nobody writes a longer one by hand.
const LONGEST: usize = 500;

impl<K: Ord> Memory<K> {
    fn new() -> Self {
        Self {
            known: BTreeMap::new(),
            left: SEARCHES,
        }
    }

    /// What was found before, or is found now.
    fn find(&mut self, key: K, search: impl FnOnce(&K) -> Found) -> Found {
        if let Some(found) = self.known.get(&key) {
            return found.clone();
        }
        self.left = self.left.checked_sub(1)?;
        let found = search(&key);
        self.known.insert(key, found.clone());
        found
    }
}

impl<'a> Finder<'a> {
    pub(super) fn new(sources: &'a Sources, base: Option<&'a str>) -> Self {
        let mut finder = Self {
            sources,
            base,
            theme: Vec::new(),
            values: BTreeMap::new(),
            bodies: BTreeMap::new(),
            in_theme: Memory::new(),
            in_values: Memory::new(),
        };
        for (file, text) in sources.iter() {
            if file.starts_with("themes/") {
                finder.theme.push((file, text));
            } else if file.ends_with(".yaml") {
                let campaign = file
                    .strip_prefix("content/campaigns/")
                    .and_then(|rest| rest.split('/').next());
                finder
                    .values
                    .entry(campaign.unwrap_or(""))
                    .or_default()
                    .push((file, text));
            }
        }
        // Templates before the words of i18n/.
        finder.theme.sort_by_key(|(file, _)| (!file.ends_with(".html"), *file));
        finder
    }

    /// The place of one address on a page.
    pub(super) fn find(&mut self, page: &'a Shown<'a>, ask: &Ask) -> Origin {
        let body = self.in_body(page, &ask.lead);
        let found = body.or_else(|| self.in_values(page, &ask.written));
        found.unwrap_or_else(|| self.in_theme(page, ask))
    }

    /// The place of an address on another site.
    pub(super) fn find_external(&mut self, page: &'a Shown<'a>, address: &str) -> Origin {
        let in_body = page.bodies.iter().find_map(|(file, _)| {
            let range = whole(self.sources.get(file)?, address)?;
            Some(((*file).to_owned(), Some(range)))
        });
        let (file, range) = match in_body {
            Some(place) => place,
            None => match self.in_values(page, address) {
                Some(origin) => return origin,
                None => match self.search(page, vec![address.to_owned()]) {
                    Some((file, range)) => (file, Some(range)),
                    None => (page.template.to_owned(), None),
                },
            },
        };
        Origin {
            file,
            range,
            written: decode(address),
            also: Vec::new(),
            of_theme: false,
        }
    }

    fn in_body(&mut self, page: &'a Shown<'a>, wanted: &Lead) -> Option<Origin> {
        let (sources, base) = (self.sources, self.base);
        let links = self
            .bodies
            .entry(page.url)
            .or_insert_with(|| written(page, sources, base));
        let chinese = || {
            // A link in an English body may have been turned to the English edition.
            let file = in_chinese(page.campaign?, &wanted.file)?;
            let anchor = wanted.anchor.clone();
            Some(Lead { file, anchor })
        };
        let found = links.get(wanted).or_else(|| links.get(&chinese()?));
        found.cloned()
    }

    /// An address that a field of the campaign holds.
    fn in_values(&mut self, page: &Shown<'a>, address: &str) -> Option<Origin> {
        // Shorter ones stand in too many other words.
        if address.len() < 5 || address.starts_with(['#', '.']) {
            return None;
        }
        let values = &self.values;
        let (file, range) = self.in_values.find((page.campaign, address.to_owned()), |_| {
            let own = page.campaign.and_then(|id| values.get(id));
            let mut texts = own.into_iter().chain(values.get("")).flatten();
            texts.find_map(|(file, text)| Some(((*file).to_owned(), whole(text, address)?)))
        })?;
        Some(Origin {
            file,
            range: Some(range),
            written: decode(address),
            also: Vec::new(),
            of_theme: false,
        })
    }

    /// The first of these words that the theme holds: the page's own template before the others.
    fn search(&mut self, page: &Shown<'a>, words: Vec<String>) -> Found {
        let theme = &self.theme;
        self.in_theme.find((page.template, words), |(template, words)| {
            let own = theme.iter().filter(|(file, _)| file == template);
            let others = theme.iter().filter(|(file, _)| file != template);
            let texts: Vec<&Text<'_>> = own.chain(others).collect();
            words.iter().find_map(|word| {
                let mut places = texts
                    .iter()
                    .filter_map(|(file, text)| Some((*file, whole(text, word)?)));
                places.next().map(|(file, range)| (file.to_owned(), range))
            })
        })
    }

    fn in_theme(&mut self, page: &Shown<'a>, ask: &Ask) -> Origin {
        let place = self.search(page, spellings(ask));
        let anchor = ask
            .lead
            .anchor
            .as_ref()
            .map_or_else(String::new, |anchor| format!("#{anchor}"));
        let written = if ask.written.starts_with('#') {
            anchor
        } else {
            format!("{}{anchor}", shown(&ask.lead.file))
        };
        let (file, range) = place.map_or_else(|| (page.template.to_owned(), None), |(file, range)| (file, Some(range)));
        Origin {
            file,
            range,
            written,
            also: Vec::new(),
            of_theme: true,
        }
    }
}

/// The links of a page's bodies, each where it is written first, and where else.
fn written(page: &Shown<'_>, sources: &Sources, base: Option<&str>) -> BTreeMap<Lead, Origin> {
    let mut all: BTreeMap<Lead, Origin> = BTreeMap::new();
    for (file, body) in &page.bodies {
        // The body is the end of its file.
        let whole = sources.get(file).map_or(body.len(), str::len);
        let offset = whole.saturating_sub(body.len());
        for (address, range) in markdown_links(body) {
            let Some(lead) = lead(page.url, &address, base) else {
                continue;
            };
            let range = offset + range.start..offset + range.end;
            match all.get_mut(&lead) {
                Some(first) if first.also.len() < ALSO => first.also.push(Span {
                    file: (*file).to_owned(),
                    range,
                }),
                Some(_) => {}
                None => {
                    let origin = Origin {
                        file: (*file).to_owned(),
                        range: Some(range),
                        written: decode(&address),
                        also: Vec::new(),
                        of_theme: false,
                    };
                    all.insert(lead, origin);
                }
            }
        }
    }
    all
}

/// How a template may write an address, the longest first: as it stands on the page, or without what it puts together from values.
fn spellings(ask: &Ask) -> Vec<String> {
    // A path of thousands of parts has as many endings, together as long as its square.
    if ask.written.len().max(ask.lead.file.len()) > LONGEST {
        return Vec::new();
    }
    let mut words = Vec::new();
    if let Some(anchor) = ask.lead.anchor.as_ref().filter(|_| ask.fault_is_anchor) {
        words.push(format!("#{anchor}"));
    }
    let path = ask
        .written
        .split(['#', '?'])
        .next()
        .unwrap_or("")
        .trim_start_matches("../");
    words.extend([ask.written.clone(), path.to_owned()]);
    let mut rest = ask.lead.file.as_str();
    loop {
        words.push(rest.to_owned());
        words.extend(rest.strip_suffix("index.html").map(str::to_owned));
        match rest.split_once('/') {
            Some((_, after)) => rest = after,
            None => break,
        }
    }
    words.extend(ask.lead.anchor.as_ref().map(|anchor| format!("#{anchor}")));
    let mut kept: Vec<String> = Vec::new();
    for word in words {
        // A page's own name stands everywhere and says nothing.
        let plain = word.trim_matches(['/', '.']);
        if plain.chars().count() > 2 && plain != "index.html" && !kept.contains(&word) {
            kept.push(word);
        }
    }
    kept
}

/// Where `word` first stands for itself, not as a part of a longer name.
fn whole(text: &str, word: &str) -> Option<Range<usize>> {
    let part = |c: char| c.is_alphanumeric() || matches!(c, '_' | '-');
    let mut places = text.match_indices(word).map(|(start, _)| start..start + word.len());
    places.find(|range| {
        let before = text.get(..range.start).and_then(|text| text.chars().next_back());
        let after = text.get(range.end..).and_then(|text| text.chars().next());
        let begins = word.starts_with(|c: char| !part(c)) || !before.is_some_and(part);
        let ends = word.ends_with(|c: char| !part(c)) || !after.is_some_and(part);
        begins && ends
    })
}
