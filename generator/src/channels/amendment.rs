//! What a notice was changed by, or changes itself, in front of its body: the same words and table as on its page.

use crate::derive::CampaignView;
use crate::derive::amend::ChangeView;
use crate::derive::campaign::NoticeView;
use crate::i18n::Words;
use pulldown_cmark::{Alignment, Event, Tag, TagEnd};

/// Paragraphs and tables of old and new values; nothing for a notice that has to do with no amendment.
pub(super) fn banners(view: &CampaignView, notice: &NoticeView, words: &Words) -> Vec<Event<'static>> {
    let mut events = Vec::new();
    for amendment in &view.amendments {
        let amended = amendment.amends.as_ref().filter(|amended| amended.slug == notice.slug);
        let (key, other) = if amended.is_some() && amendment.in_force {
            (["amend.changed", "amend.supplemented"], Some(&amendment.notice))
        } else if amendment.notice.slug == notice.slug {
            (["amend.changes", "amend.supplements"], amendment.amends.as_ref())
        } else {
            continue;
        };
        let count = amendment.changes.len().to_string();
        let [changes, supplement] = key;
        if let Some(other) = other {
            let values = [("n", count.as_str()), ("title", &other.title), ("day", &other.signed)];
            let key = if amendment.changes.is_empty() {
                supplement
            } else {
                changes
            };
            events.extend([
                Event::Start(Tag::Paragraph),
                text(&words.fill(key, &values)),
                Event::End(TagEnd::Paragraph),
            ]);
        }
        if !amendment.changes.is_empty() {
            table(&amendment.changes, words, &mut events);
        }
    }
    events
}

fn table(changes: &[ChangeView], words: &Words, events: &mut Vec<Event<'static>>) {
    let reasons = changes.iter().any(|change| change.reason.is_some());
    let columns = if reasons { 4 } else { 3 };
    let cells = |cells: [&str; 4]| {
        let cell = |cell: &&str| [Event::Start(Tag::TableCell), text(cell), Event::End(TagEnd::TableCell)];
        cells.iter().take(columns).flat_map(cell).collect::<Vec<_>>()
    };
    events.push(Event::Start(Tag::Table(vec![Alignment::None; columns])));
    events.push(Event::Start(Tag::TableHead));
    events.extend(cells(
        ["amend.what", "amend.from", "amend.to", "amend.reason"].map(|key| words.get(key)),
    ));
    events.push(Event::End(TagEnd::TableHead));
    for change in changes {
        let reason = change.reason.as_deref().unwrap_or("—");
        events.push(Event::Start(Tag::TableRow));
        events.extend(cells([&change.what, &change.from, &change.to, reason]));
        events.push(Event::End(TagEnd::TableRow));
    }
    events.push(Event::End(TagEnd::Table));
}

fn text(text: &str) -> Event<'static> {
    Event::Text(text.to_owned().into())
}
