//! N103: a notice that was amended says so on its own page, whatever theme a school uses.

use super::{Content, Page, Part, file_of};
use crate::derive::Now;
use crate::derive::amend::is_in_force;
use crate::diagnostics::{Finding, Rule, Severity, Sources, Span};
use std::collections::BTreeMap;

pub(crate) static N103: Rule = Rule {
    id: "N103",
    severity: Severity::Error,
    judgement: false,
    title: "被更正的通知没有提示",
    why: "从搜索或转发进来的学生，会照着旧的时间地点走。",
    fix: "在主题的 notice.html 里放上更正提示；自带主题的写法是 {{ a.banners(notice) }}。",
};

/// Parts of a page that lead from page to page: a link there tells nobody that the notice was amended.
const AROUND: [&str; 3] = ["nav", "footer", "aside"];

/// Looks on the page of each amended notice for a link to every notice in force that amends it. `rendered` holds pages by their URL.
pub fn check_banners(
    pages: &[Page<'_>],
    rendered: &BTreeMap<String, String>,
    now: Now,
    sources: &Sources,
) -> Vec<Finding> {
    let mut found = Vec::new();
    for page in pages {
        let Content::Campaign(folder, view, Part::Notice(index)) = page.content else {
            continue;
        };
        let (Some((slug, amended)), Some(html)) = (folder.notices.get(index), rendered.get(&page.url)) else {
            continue;
        };
        let amending = folder.notices.iter().filter(|(other, notice)| {
            let meant = notice.amends.as_ref().is_some_and(|amends| amends.value == *slug);
            meant && other != slug && is_in_force(notice, now)
        });
        for (other, notice) in amending {
            let target = format!("{}/notices/{other}/index.html", view.root);
            // What has no page can't be linked.
            if !rendered.contains_key(&target) || links(html, &page.url).any(|link| link == target) {
                continue;
            }
            let message = format!("“{}”已被“{}”更正，它的页面上却没有提示", amended.title, notice.title);
            let help = "在主题的 notice.html 里放上更正提示：页面导航以外，要有一个链接通向更正它的通知；自带主题的写法是 {{ a.banners(notice) }}";
            let finding = Finding::of(&N103, message).help(help);
            let finding = match title_place(&amended.file, &amended.title, sources) {
                Some(span) => finding.at(span),
                None => finding.in_file(&amended.file),
            };
            found.push(
                match notice
                    .amends
                    .as_ref()
                    .and_then(|by| crate::rules::span_at(&notice.file, by))
                {
                    Some(span) => finding.label(span, "在这里更正了它"),
                    None => finding,
                },
            );
        }
    }
    found
}

fn title_place(file: &str, title: &str, sources: &Sources) -> Option<Span> {
    let at = sources.get(file)?.find(title.trim())?;
    Some(Span {
        file: file.to_owned(),
        range: at..at + title.trim().len(),
    })
}

/// The files of the site that the links of a page lead to, but for those around its content.
fn links<'h>(html: &'h str, url: &'h str) -> impl Iterator<Item = String> + 'h {
    let mut depth = 0_usize;
    let tags = html.split('<').skip(1);
    tags.filter_map(move |tag| {
        let name = |text: &'h str| text.split(|c: char| !c.is_ascii_alphanumeric()).next().unwrap_or("");
        if let Some(closing) = tag.strip_prefix('/') {
            depth = depth.saturating_sub(usize::from(AROUND.contains(&name(closing))));
            return None;
        }
        if AROUND.contains(&name(tag)) {
            depth += 1;
        }
        if depth > 0 || name(tag) != "a" {
            return None;
        }
        let (_, rest) = tag.split_once("href=\"")?;
        let (target, _) = rest.split_once('"')?;
        let path = target.split(['#', '?']).next().unwrap_or(target);
        Some(file_of(url, path))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn links_around_the_content_don_t_count() {
        let html = "<nav><a href=\"../b/index.html\">下一篇</a></nav><p><a class=\"x\" href=\"../c/index.html#y\">更正</a>\
                    <a href=\"/d/\">站内</a></p><footer><a href=\"../e/\">页脚</a></footer>";
        let found: Vec<String> = links(html, "k/notices/a/index.html").collect();
        assert_eq!(found, ["k/notices/c/index.html", "d/index.html"]);
    }
}
