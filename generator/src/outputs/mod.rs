//! What a site has besides its pages: calendars, a feed, a site map, sheets, and each campaign's facts for other programs.
//! Pure functions of the views; every moment in them is the school's own, never the clock's.

mod atom;
mod facts_json;
mod ics;
pub mod qr;
mod sheets;
mod sitemap;

use crate::derive::{CampaignView, English, Moment};
use crate::i18n::Words;
use crate::model::Model;
use crate::pages::Page;
use crate::render::Settings;
use jiff::Timestamp;
use percent_encoding::{AsciiSet, CONTROLS, utf8_percent_encode};
use rayon::prelude::*;
use std::collections::BTreeMap;

/// All of these files by path below the output folder: `feed.xml`; for each campaign `campaign.json`, the sheets that its view lists and,
/// where something is dated, `campaign.ics` and `routes/<route>.ics`, in English below `en/`; `sitemap.xml` and `robots.txt` only when
/// the site's address is known.
pub fn files(
    model: &Model,
    views: &[CampaignView],
    english: &[English<'_>],
    pages: &[Page<'_>],
    settings: &Settings,
    words: &Words,
) -> BTreeMap<String, Vec<u8>> {
    let base = settings.base_url.as_deref();
    let mut files = BTreeMap::from([(
        "feed.xml".to_owned(),
        atom::feed(&model.site, views, base, words).into_bytes(),
    )]);
    let editions = english.iter().map(|edition| (&edition.view, &*edition.words));
    let all: Vec<(&CampaignView, &Words)> = views.iter().map(|view| (view, words)).chain(editions).collect();
    let sheets: Vec<(String, Vec<u8>)> = all
        .par_iter()
        .flat_map(|(view, words)| sheets::sheets(view, words))
        .collect();
    files.extend(sheets);
    for view in views {
        let calendars = ics::calendars(view, base, words);
        files.extend(calendars.into_iter().map(|(path, text)| (path, text.into_bytes())));
        if let Some(text) = facts_json::facts(view, base) {
            files.insert(format!("{}/campaign.json", view.id), text.into_bytes());
        }
    }
    for edition in english {
        let calendars = ics::calendars(&edition.view, base, &edition.words);
        files.extend(calendars.into_iter().map(|(path, text)| (path, text.into_bytes())));
    }
    if let Some(base) = base {
        files.insert(
            "sitemap.xml".to_owned(),
            sitemap::sitemap(pages, views, base).into_bytes(),
        );
        files.insert("robots.txt".to_owned(), sitemap::robots(base).into_bytes());
    }
    files
}

/// The paths of [`files`] of a site without an address: the feed, whose links are looked at, and of everything else only the name.
pub fn names(
    model: &Model,
    views: &[CampaignView],
    english: &[English<'_>],
    words: &Words,
) -> BTreeMap<String, Vec<u8>> {
    let mut names = Vec::new();
    names.extend(views.iter().map(|view| format!("{}/campaign.json", view.id)));
    for view in views.iter().chain(english.iter().map(|edition| &edition.view)) {
        names.extend(view.sheets.iter().map(|sheet| sheet.url.clone()));
        names.extend(view.calendar.clone());
        names.extend(view.routes.iter().filter_map(|route| route.calendar.clone()));
        let classes = view.timetable.iter().flat_map(|table| &table.classes);
        names.extend(classes.filter_map(|class| class.event.as_ref().and(class.calendar.clone())));
    }
    let feed = (
        "feed.xml".to_owned(),
        atom::feed(&model.site, views, None, words).into_bytes(),
    );
    names.into_iter().map(|name| (name, Vec::new())).chain([feed]).collect()
}

/// Address of a file of the site; a folder stands for its `index.html`. Other letters than ASCII are percent-encoded.
pub(crate) fn address(base: &str, path: &str) -> String {
    uri(&format!("{base}{}", path.strip_suffix("index.html").unwrap_or(path)))
}

/// What no address may hold as it is (RFC 3986); percent signs are left, since they may already stand for something.
const UNSAFE: &AsciiSet = &CONTROLS
    .add(b' ')
    .add(b'"')
    .add(b'<')
    .add(b'>')
    .add(b'\\')
    .add(b'^')
    .add(b'`')
    .add(b'{')
    .add(b'|')
    .add(b'}');

fn uri(text: &str) -> String {
    utf8_percent_encode(text, UNSAFE).to_string()
}

/// When a campaign last had something published: the campaign itself or one of its notices. Seconds since the Unix epoch.
fn published(view: &CampaignView) -> Option<i64> {
    let notices = view.notices.iter().map(|notice| &notice.published);
    notices.chain([&view.published]).filter_map(first_second).max()
}

fn first_second(moment: &Moment) -> Option<i64> {
    moment.first.map(|stamp| stamp.first_second())
}

/// A second since the Unix epoch in China's time, after a `strftime` pattern; empty for years that no calendar has.
fn in_china(second: i64, pattern: &str) -> String {
    Timestamp::from_second(second.saturating_add(8 * 3600))
        .map(|moment| moment.strftime(pattern).to_string())
        .unwrap_or_default()
}

/// Text made safe for XML 1.0: markup escaped, and without the characters that no XML may hold.
fn xml(text: &str) -> String {
    let allowed = |c: &char| matches!(c, '\t' | '\n' | ' '..='\u{d7ff}' | '\u{e000}'..='\u{fffd}' | '\u{10000}'..);
    let text: String = text.chars().filter(allowed).collect();
    crate::derive::moment::escape(&text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_are_plain_ascii() {
        assert_eq!(address("https://a.cn/x/", "b/index.html"), "https://a.cn/x/b/");
        assert_eq!(address("https://a.cn/", "b/一.ics"), "https://a.cn/b/%E4%B8%80.ics");
        assert_eq!(address("https://a.cn/", "index.html"), "https://a.cn/");
    }

    #[test]
    fn xml_holds_nothing_that_xml_forbids() {
        assert_eq!(xml("a\u{0}\u{b}<b> & \"c\"\u{ffff}"), "a&lt;b&gt; &amp; &quot;c&quot;");
    }

    #[test]
    fn moments_are_shown_in_chinas_time() {
        assert_eq!(
            in_china(-8 * 3600, "%Y-%m-%dT%H:%M:%S+08:00"),
            "1970-01-01T00:00:00+08:00"
        );
    }
}
