//! Faults of templates: each is told once, with the pages that it spoils, and rendering goes on behind it to find the next.

use super::Theme;
use super::engine::{H101, H102, LONGEST_TAG};
use super::engine_words;
use crate::diagnostics::{Finding, Sources, Span};
use std::collections::BTreeSet;
use std::ops::Range;

/// How often pages are rendered again to find what stands behind a fault.
const MAX_ROUNDS: usize = 40;

/// Why a template can't be used at all.
#[derive(Debug)]
pub(super) enum Unfit {
    /// One of its tags is too long for the engine.
    Overlong(Range<usize>),
    /// The engine can't read it.
    Error(minijinja::Error),
}

impl Unfit {
    fn finding(&self, theme: &Theme, name: &str, sources: &Sources) -> Finding {
        let range = match self {
            Self::Overlong(range) => range.clone(),
            Self::Error(error) => return template_finding(theme, error, name, sources),
        };
        let length = range.len();
        let message = format!("模板 {name} 里一个标签有 {length} 个字节，超过上限 {LONGEST_TAG} 个");
        let file = template_file(theme, name);
        Finding::of(&H101, message)
            .at(Span { file, range })
            .help("标签多半没有写结束的 }} 或 %}；太长的表达式用 {% set %} 拆成几步")
    }
}

/// What went wrong so far.
#[derive(Debug)]
pub(super) struct Faults<'t> {
    theme: &'t Theme,
    /// The theme with the faults of earlier rounds taken out.
    mended: Theme,
    rounds: usize,
    /// Templates that are not fit for use at all: who needs one of them is not to blame.
    unfit: BTreeSet<String>,
    /// Each fault of the theme with its pages.
    of_theme: Vec<(Finding, BTreeSet<String>)>,
    /// Faults of content, found while a page was rendered.
    others: Vec<Finding>,
    /// Pages of this round with a fault of the theme.
    open: BTreeSet<String>,
    /// Places of this round's new faults.
    places: Vec<Span>,
}

impl<'t> Faults<'t> {
    /// Keeps the theme's texts with the sources, and what is wrong with the templates themselves.
    pub(super) fn new(theme: &'t Theme, sources: &mut Sources, unfit: &[(String, Unfit)]) -> Self {
        for (name, text) in &theme.templates {
            sources.insert(template_file(theme, name), text.clone());
        }
        let told = |(name, why): &(String, Unfit)| (why.finding(theme, name, sources), BTreeSet::new());
        Self {
            theme,
            mended: theme.clone(),
            rounds: 0,
            unfit: unfit.iter().map(|(name, _)| name.clone()).collect(),
            of_theme: unfit.iter().map(told).collect(),
            others: Vec::new(),
            open: BTreeSet::new(),
            places: Vec::new(),
        }
    }

    /// Keeps what went wrong with a page.
    pub(super) fn add(&mut self, url: &str, findings: Vec<Finding>) {
        for finding in findings {
            if ![H101.id, H102.id].contains(&finding.rule.id) {
                if !self.others.contains(&finding) {
                    self.others.push(finding);
                }
            } else if !self.is_excused(&finding) {
                self.open.insert(url.to_owned());
                self.add_of_theme(url, finding);
            }
        }
    }

    fn add_of_theme(&mut self, url: &str, finding: Finding) {
        if let Some((_, pages)) = self.of_theme.iter_mut().find(|(told, _)| *told == finding) {
            pages.insert(url.to_owned());
            return;
        }
        self.places.extend(finding.primary.clone());
        self.of_theme.push((finding, BTreeSet::from([url.to_owned()])));
    }

    /// A template that can't be read is not there for those that extend or include it.
    fn is_excused(&self, finding: &Finding) -> bool {
        let said = finding.message.as_str();
        let misses = said.contains("找不到") || said.contains("没有模板");
        let names = |name: &String| said.contains(&format!("“{name}”")) || said.ends_with(&format!(" {name}"));
        misses && self.unfit.iter().any(names)
    }

    /// Whether a page had a fault of the theme in this round.
    pub(super) fn is_open(&self, url: &str) -> bool {
        self.open.contains(url)
    }

    /// The theme without the faults of this round, if another round may find more.
    pub(super) fn mended(&mut self) -> Option<Theme> {
        self.rounds += 1;
        if self.rounds > MAX_ROUNDS {
            return None;
        }
        let mut changed = false;
        for place in std::mem::take(&mut self.places) {
            let name = place.file.strip_prefix(&template_file(self.theme, ""));
            if let Some(text) = name.and_then(|name| self.mended.templates.get_mut(name))
                && let Some(without) = without(text, &place.range)
            {
                *text = without;
                changed = true;
            }
        }
        changed.then(|| self.mended.clone())
    }

    /// Begins a new round.
    pub(super) fn begin(&mut self) {
        self.open.clear();
    }

    /// All findings; each fault of the theme says on which pages it is seen.
    pub(super) fn findings(self) -> Vec<Finding> {
        let told = self
            .of_theme
            .into_iter()
            .map(|(finding, pages)| match (pages.len(), pages.first()) {
                (1, Some(page)) => finding.note(format!("出在 {page} 这一页")),
                (count, Some(page)) => finding.note(format!("出在 {count} 个页面上，例如 {page}")),
                (_, None) => finding,
            });
        told.chain(self.others).collect()
    }
}

/// A template's text with the expression around a place made empty; every byte after it stays where it is.
///
/// Only what is printed or asked for in an `if` can be empty without making the rest wrong.
fn without(text: &str, place: &Range<usize>) -> Option<String> {
    let before = text.get(..place.start)?;
    let (printed, tag) = (before.rfind("{{"), before.rfind("{%"));
    let range = if printed > tag {
        let start = printed? + 2;
        let end = place.end + text.get(place.end..)?.find("}}")?;
        let inner = text.get(start..end)?;
        let trimmed = inner.trim_matches(['-', '+']);
        let start = start + inner.find(trimmed)?;
        start..start + trimmed.len()
    } else {
        let word = text.get(tag? + 2..)?.trim_start_matches(['-', '+']).trim_start();
        ["if ", "elif "]
            .iter()
            .any(|known| word.starts_with(known))
            .then(|| place.clone())?
    };
    let blank: String = text
        .get(range.clone())?
        .bytes()
        .skip(2)
        .map(|b| if b == b'\n' { '\n' } else { ' ' })
        .collect();
    (range.len() >= 2).then(|| {
        let rest = text.get(range.end..).unwrap_or("");
        format!("{}''{blank}{rest}", text.get(..range.start).unwrap_or(""))
    })
}

/// Where a template lies, for messages.
pub(super) fn template_file(theme: &Theme, name: &str) -> String {
    format!("{}/templates/{name}", theme.folder)
}

/// An error of the engine as a finding at the innermost place that it names.
pub(super) fn template_finding(theme: &Theme, error: &minijinja::Error, fallback: &str, sources: &Sources) -> Finding {
    // The innermost error names the place where things went wrong.
    let mut inner = error;
    while let Some(next) = std::error::Error::source(inner).and_then(|e| e.downcast_ref::<minijinja::Error>()) {
        inner = next;
    }
    let name = inner.name().or_else(|| error.name()).unwrap_or(fallback);
    let file = template_file(theme, name);
    let (rule, message) = engine_words::said(name, inner);
    let finding = Finding::of(rule, message)
        .help("改正主题 templates/ 里的这一行；themes/school/README.md 写着每个模板能用哪些变量");
    let range = inner.range().or_else(|| sources.line_range(&file, inner.line()?));
    match (range, sources.get(&file).map(str::len)) {
        // What misses its end is said to lie one byte behind it.
        (Some(range), Some(end)) => {
            let range = range.start.min(end)..range.end.min(end);
            finding.at(Span { file, range })
        }
        _ => finding.in_file(file),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_fault_is_taken_out_without_moving_the_rest() {
        let cut = |text: &str, word: &str| {
            let start = text.find(word).unwrap();
            let cut = without(text, &(start..start + word.len()));
            assert!(cut.as_ref().is_none_or(|cut| cut.len() == text.len()), "{cut:?}");
            cut
        };
        assert_eq!(cut("<p>{{ a.b }}</p>", "a.b").unwrap(), "<p>{{''   }}</p>");
        assert_eq!(cut("{{- f(a.b)|x -}} y", "a.b").unwrap(), "{{-''        -}} y");
        assert_eq!(
            cut("{% if a.b %}x{% endif %}", "a.b").unwrap(),
            "{% if ''  %}x{% endif %}"
        );
        assert_eq!(cut("{{ x }}{% for y in a.b %}{% endfor %}", "a.b"), None);
        assert_eq!(cut("{% set x = a.b %}", "a.b"), None);
    }
}
