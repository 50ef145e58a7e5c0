//! `sitemap.xml` (sitemaps.org 0.9) and `robots.txt`, for search engines; both need the site's full address.

use super::{address, first_second, in_china, published, uri, xml};
use crate::derive::CampaignView;
use crate::pages::{Content, Page, Part};
use std::fmt::Write as _;

/// All pages but the one for missing addresses and what is left of pages taken down, in the order of their URLs. `lastmod` is the day of publication of what a page shows.
pub(super) fn sitemap(pages: &[Page<'_>], views: &[CampaignView], base: &str) -> String {
    let mut out = String::from(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<urlset xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\">\n",
    );
    for page in pages {
        let changed = match page.content {
            Content::NotFound | Content::Gone(_) => continue,
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
        out.push_str("</url>\n");
    }
    out.push_str("</urlset>\n");
    out
}

/// Everything may be read. Search engines look for this file at the top of a host only, so below a folder it does no more than tell people.
pub(super) fn robots(base: &str) -> String {
    format!("User-agent: *\nAllow: /\n\nSitemap: {}sitemap.xml\n", uri(base))
}
