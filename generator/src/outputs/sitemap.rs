//! `sitemap.xml` (sitemaps.org 0.9) and `robots.txt`, for search engines; both need the site's full address.

use super::{address, first_second, in_china, published, uri, xml};
use crate::derive::CampaignView;
use crate::i18n::Locale;
use crate::pages::{Content, Page, Part};
use std::fmt::Write as _;

/// All pages but the one for missing addresses and what stands at old addresses or is left of pages taken down, in the order of their URLs. `lastmod` is the day of publication of what a page shows.
pub(super) fn sitemap(pages: &[Page<'_>], views: &[CampaignView], base: &str) -> String {
    let mut out = String::from(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<urlset xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\"",
    );
    if pages.iter().any(|page| page.twin.is_some()) {
        out.push_str(" xmlns:xhtml=\"http://www.w3.org/1999/xhtml\"");
    }
    out.push_str(">\n");
    for page in pages {
        let changed = match page.content {
            Content::NotFound | Content::Offline | Content::Gone(_) | Content::Moved(_) => continue,
            Content::SelfCheck | Content::Search => None,
            Content::Home => views.iter().filter_map(published).max(),
            Content::Campaign(_, view, Part::Notice(index)) => view
                .notices
                .get(index)
                .and_then(|notice| first_second(&notice.published)),
            Content::Campaign(_, view, _) => published(view),
        };
        let _ = write!(out, "<url><loc>{}</loc>", xml(&address(base, &page.url)));
        if let Some(second) = changed {
            let _ = write!(out, "<lastmod>{}</lastmod>", in_china(second, "%Y-%m-%d"));
        }
        // Each of a pair names both.
        if let Some(twin) = &page.twin {
            let other = match page.locale {
                Locale::Zh => Locale::En,
                Locale::En => Locale::Zh,
            };
            for (locale, path) in [(page.locale, &page.url), (other, twin)] {
                let (tag, href) = (locale.tag(), xml(&address(base, path)));
                let _ = write!(
                    out,
                    "<xhtml:link rel=\"alternate\" hreflang=\"{tag}\" href=\"{href}\"/>"
                );
            }
        }
        out.push_str("</url>\n");
    }
    out.push_str("</urlset>\n");
    out
}

/// Everything may be read. Search engines look for this file at the top of a host only, so below a folder it does no more than tell people.
pub(super) fn robots(base: &str) -> String {
    format!("User-agent: *\nAllow: /\n\nSitemap: {}sitemap.xml\n", uri(base))
}
