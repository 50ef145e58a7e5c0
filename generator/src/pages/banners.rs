//! N103: a notice that was amended says so on its own page, whatever theme a school uses.

use super::links::{lead, links};
use super::{Content, Page, Part};
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

/// Looks on the page of each amended notice for a link to every notice in force that amends it. `rendered` holds pages by their URL, `base` is
/// the site's own full address.
pub fn check_banners(
    pages: &[Page<'_>],
    rendered: &BTreeMap<String, String>,
    now: Now,
    base: Option<&str>,
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
            if !rendered.contains_key(&target) || leads_to(html, &page.url, base, &target) {
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

/// Where the title is written: on its own line, for a summary may hold the same words before it.
fn title_place(file: &str, title: &str, sources: &Sources) -> Option<Span> {
    let (text, title) = (sources.get(file)?, title.trim());
    let is_title = |line: &str| {
        let key = line.split([':', '：']).next().unwrap_or_default();
        matches!(key.trim().trim_matches(['"', '\'']), "title" | "标题")
    };
    let mut start = 0;
    let mut lines = text.split_inclusive('\n').map(|line| {
        start += line.len();
        (start - line.len(), line)
    });
    let on_its_line = lines.find_map(|(start, line)| {
        let at = line.find(title).filter(|_| is_title(line))?;
        Some(start + at)
    });
    let at = on_its_line.or_else(|| text.find(title))?;
    Some(Span {
        file: file.to_owned(),
        range: at..at + title.len(),
    })
}

/// Whether a page has a link to a file of the site, but for those around its content.
fn leads_to(html: &str, url: &str, base: Option<&str>, target: &str) -> bool {
    let files = links(html, &AROUND).into_iter();
    let mut files = files.filter_map(|written| lead(url, &written, base));
    files.any(|lead| lead.file == target)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_title_is_marked_and_not_what_repeats_it() {
        let mut sources = Sources::default();
        let text = "---\nsummary: 补拍通知的摘要\n标题: \"补拍通知\"\n---\n";
        sources.insert("a.md", text);
        let place = title_place("a.md", "补拍通知", &sources).unwrap();
        assert_eq!(place.range.start, text.rfind("补拍通知").unwrap());
    }

    #[test]
    fn links_around_the_content_don_t_count() {
        let found = |html: &str| {
            let base = Some("https://a.cn/x/");
            let leads = |target: &&str| leads_to(html, "k/notices/a/index.html", base, &format!("{target}/index.html"));
            ["k/notices/b", "k/notices/c", "d", "e"]
                .into_iter()
                .filter(leads)
                .collect::<Vec<_>>()
                .join(" ")
        };
        let html = "<nav><a href=\"../b/index.html\">下一篇</a></nav><p><a class=\"x\" href=\"../c/index.html#y\">更正</a>\
                    <a href=\"/d/\">站内</a></p><footer><a href=\"../../../e/\">页脚</a></footer>";
        assert_eq!(found(html), "k/notices/c d");
        // However a theme writes its markup.
        for html in [
            "<p><a href='../c/'>",
            "<A title=\"a > b\" HREF=../c/>",
            "<a href=https://a.cn/x/k/notices/c/>",
            "<!-- <nav> --><a href=../c/>",
            "<script>'<nav>'</script><a href=../c/>",
            "<NAV></NAV><a href=../c/>",
        ] {
            assert_eq!(found(html), "k/notices/c", "{html}");
        }
        for html in [
            "<NAV><a href=../c/></NAV>",
            "<!-- <a href=../c/> -->",
            "<script>'<a href=\"../c/\">'</script>",
            "<a data-href=../c/>",
        ] {
            assert_eq!(found(html), "", "{html}");
        }
    }
}
