//! `feed.xml`: all notices as an Atom feed (RFC 4287), newest first.

use super::{address, first_second, in_china, published, uri, xml};
use crate::derive::CampaignView;
use crate::derive::amend::{AmendmentView, ChangeView};
use crate::derive::campaign::NoticeView;
use crate::i18n::Words;
use crate::model::Site;
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use std::fmt::Write as _;

/// How many notices the feed holds at most.
const CAP: usize = 50;

/// Where ids begin. They must stay the same when a site moves, and before it has an address at all, so they don't name its host;
/// `.invalid` is reserved for that (RFC 2606, 4151).
const TAG: &str = "tag:tassel.invalid,2025:";

struct Entry<'a> {
    view: &'a CampaignView,
    notice: &'a NoticeView,
    /// Seconds since the Unix epoch.
    moment: i64,
    /// The same of the last notice that amended it, or its own.
    updated: i64,
}

/// The feed's text. Links are absolute when `base` is known, else relative to the feed.
pub(super) fn feed(site: &Site, views: &[CampaignView], base: Option<&str>, words: &Words) -> String {
    let mut entries: Vec<Entry<'_>> = views
        .iter()
        .flat_map(|view| view.notices.iter().map(move |notice| entry(view, notice)))
        .collect();
    entries.sort_by(|a, b| (b.moment, &a.notice.url).cmp(&(a.moment, &b.notice.url)));
    entries.truncate(CAP);
    let updated = entries.iter().map(|entry| entry.updated).max();
    let updated = updated
        .or_else(|| views.iter().filter_map(published).max())
        .unwrap_or(0);

    let mut out = String::from("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
    let _ = writeln!(
        out,
        "<feed xmlns=\"http://www.w3.org/2005/Atom\" xml:lang=\"{}\">",
        words.locale.tag()
    );
    let _ = writeln!(out, "<id>{TAG}feed/{}</id>", xml(&tag_part(&site.title)));
    let _ = writeln!(
        out,
        "<title>{}</title>",
        xml(&words.fill("feed.title", &[("site", &site.title)]))
    );
    if !site.description.is_empty() {
        let _ = writeln!(out, "<subtitle>{}</subtitle>", xml(&site.description));
    }
    let _ = writeln!(out, "<updated>{}</updated>", rfc3339(updated));
    let _ = writeln!(out, "<author><name>{}</name></author>", xml(&site.title));
    if let Some(base) = base {
        let own = xml(&address(base, "feed.xml"));
        let _ = writeln!(out, "<link rel=\"self\" type=\"application/atom+xml\" href=\"{own}\"/>");
    }
    let home = xml(&link(base, "index.html"));
    let _ = writeln!(out, "<link rel=\"alternate\" type=\"text/html\" href=\"{home}\"/>");
    for entry in &entries {
        write_entry(&mut out, entry, base, words);
    }
    out.push_str("</feed>\n");
    out
}

fn entry<'a>(view: &'a CampaignView, notice: &'a NoticeView) -> Entry<'a> {
    let moment = first_second(&notice.published).or_else(|| first_second(&view.published));
    let moment = moment.unwrap_or(0);
    let amending = view.amendments.iter().filter(|amendment| {
        let amends = amendment.amends.as_ref();
        amendment.in_force && amends.is_some_and(|amended| amended.slug == notice.slug)
    });
    let updated = amending
        .filter_map(|amendment| first_second(&amendment.notice.published))
        .max();
    Entry {
        view,
        notice,
        moment,
        updated: updated.unwrap_or(moment).max(moment),
    }
}

fn write_entry(out: &mut String, entry: &Entry<'_>, base: Option<&str>, words: &Words) {
    let (view, notice) = (entry.view, entry.notice);
    let id = format!("{}/{}/notices/{}", view.school.id, view.id, notice.slug);
    let amendment = view
        .amendments
        .iter()
        .find(|amendment| amendment.notice.slug == notice.slug);
    let summary = match amendment.and_then(|amendment| changes(amendment, words)) {
        Some(changes) => changes,
        None => notice.summary.as_deref().unwrap_or(&view.summary).to_owned(),
    };
    let moment = rfc3339(entry.moment);
    let href = xml(&link(base, &notice.url));
    out.push_str("<entry>\n");
    let _ = writeln!(out, "<id>{TAG}{}</id>", xml(&tag_part(&id)));
    let _ = writeln!(out, "<title>{}</title>", xml(&notice.title));
    let _ = writeln!(out, "<published>{moment}</published>");
    let _ = writeln!(out, "<updated>{}</updated>", rfc3339(entry.updated));
    let _ = writeln!(out, "<author><name>{}</name></author>", xml(&notice.office));
    let _ = writeln!(out, "<link rel=\"alternate\" type=\"text/html\" href=\"{href}\"/>");
    let _ = writeln!(
        out,
        "<category term=\"{}\" label=\"{}\"/>",
        xml(&view.id),
        xml(&view.title)
    );
    if amendment.is_some() {
        let label = xml(words.get("feed.amendment"));
        let _ = writeln!(out, "<category term=\"amendment\" label=\"{label}\"/>");
    }
    let _ = writeln!(out, "<summary>{}</summary>", xml(&summary));
    out.push_str("</entry>\n");
}

/// Old and new in one line: `更正：现场集中采集·费用由 15 元改为 20 元。`
fn changes(amendment: &AmendmentView, words: &Words) -> Option<String> {
    let one = |change: &ChangeView| {
        let values = [
            ("what", change.what.as_str()),
            ("from", &change.from),
            ("to", &change.to),
        ];
        words.fill("feed.change", &values)
    };
    let all: Vec<String> = amendment.changes.iter().map(one).collect();
    let all = all.join(words.get("feed.between"));
    (!all.is_empty()).then(|| words.fill("feed.changes", &[("changes", &all)]))
}

fn link(base: Option<&str>, path: &str) -> String {
    base.map_or_else(|| uri(path), |base| address(base, path))
}

fn rfc3339(second: i64) -> String {
    in_china(second, "%Y-%m-%dT%H:%M:%S+08:00")
}

/// What a tag may hold (RFC 4151, `specific`) without being mistaken for something else.
const SPECIFIC: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'_').remove(b'.').remove(b'/');

fn tag_part(text: &str) -> String {
    utf8_percent_encode(text, SPECIFIC).to_string()
}
