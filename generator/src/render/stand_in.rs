//! A broken theme doesn't hide what is wrong with the content: pages that it can't make are made with the built-in one, to be looked at and
//! never published.

use super::engine::{H101, H102};
use super::{Rendered, Settings, Subject, Theme, render_site};
use crate::diagnostics::{Finding, Sources};
use crate::pages::Page;

/// Adds the pages of `subject` that `rendered` lacks, and the files that they link to; gives what is found in their texts. A page is lacking
/// only because of an error, so nothing of this reaches an output folder.
pub fn stand_in(
    subject: &Subject<'_>,
    settings: &Settings,
    sources: &Sources,
    rendered: &mut Rendered,
) -> Vec<Finding> {
    let lacking = |page: &&Page<'_>| !rendered.pages.contains_key(&page.url);
    let pages: Vec<Page<'_>> = subject.pages.iter().filter(lacking).cloned().collect();
    if pages.is_empty() {
        return Vec::new();
    }
    let subject = Subject {
        pages: &pages,
        ..*subject
    };
    // The built-in templates are nobody's source: a copy takes them in.
    let (made, mut findings) = render_site(&subject, &Theme::builtin(), settings, &mut sources.clone());
    for (url, html) in made.pages {
        rendered.pages.entry(url).or_insert(html);
    }
    for (path, bytes) in made.files {
        rendered.files.entry(path).or_insert(bytes);
    }
    // Words that the school's theme took away are its own matter.
    findings.retain(|finding| ![H101.id, H102.id].contains(&finding.rule.id));
    findings
}
