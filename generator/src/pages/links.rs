//! L601: every href and src of the rendered pages must lead to a file of the site, and every anchor to an id.

use crate::derive::{Moment, Standing, Withheld};
use crate::diagnostics::{Finding, Rule, Severity, Sources, Span};
use crate::i18n::{Locale, Words};
use crate::model::When;
use std::collections::{BTreeMap, BTreeSet};

pub(crate) static L601: Rule = Rule {
    id: "L601",
    severity: Severity::Error,
    judgement: false,
    title: "站内链接失效",
    why: "学生点开，什么也没有。",
    fix: "核对链接的拼写和大小写；站内页面可以写成 /届次/faq/ 这样的网址。",
};

pub(crate) static L605: Rule = Rule {
    id: "L605",
    severity: Severity::Warning,
    judgement: true,
    title: "链接指向已下线的内容",
    why: "那里只剩一句“已下线”的说明。",
    fix: "改成链接到现在的安排，或删掉这个链接。",
};

/// What one rendered page offers and asks for.
#[derive(Debug, Default)]
struct Scan<'a> {
    ids: BTreeSet<&'a str>,
    targets: BTreeSet<&'a str>,
}

/// A page as the checker sees it.
#[derive(Debug, Clone, Copy)]
pub struct Shown<'a> {
    /// Path below the output folder.
    pub url: &'a str,
    /// Content file that it comes from.
    pub source: &'a str,
    /// Its HTML.
    pub html: &'a str,
}

/// Checks all pages of a site. `files` holds every file that will be published. Nobody is blamed for a link to what is only
/// missing because of another fault: `absent` holds the beginnings of such URLs. What is `withheld` is said to be.
pub fn check_links(
    files: &BTreeSet<String>,
    absent: &[String],
    withheld: &[Withheld],
    pages: &[Shown<'_>],
    sources: &Sources,
) -> Vec<Finding> {
    let pages: Vec<(&str, &str, &str)> = pages.iter().map(|page| (page.url, page.source, page.html)).collect();
    let scans: BTreeMap<&str, Scan<'_>> = pages.iter().map(|(url, _, html)| (*url, scan(html))).collect();
    let mut findings = Vec::new();
    for (url, source, _) in &pages {
        let Some(scan) = scans.get(url) else { continue };
        for target in &scan.targets {
            if let Some(finding) = unpublished(url, target, withheld) {
                findings.push(place(finding, source, target, sources));
            } else if let Some(message) = broken(url, target, files, absent, &scans) {
                let help = "核对链接的拼写和大小写；站内页面可以写成 /届次/faq/ 这样的网址";
                let finding = Finding::of(&L601, message).help(help);
                findings.push(place(finding, source, target, sources));
            }
        }
    }
    findings
}

fn place(finding: Finding, source: &str, target: &str, sources: &Sources) -> Finding {
    let written = target.replace("&amp;", "&");
    let text = sources.get(source).unwrap_or("");
    let last = written.trim_end_matches("index.html").trim_matches(['.', '/']);
    match text.find(&written).map(|i| i..i + written.len()).or_else(|| {
        (!last.is_empty())
            .then(|| text.find(last).map(|i| i..i + last.len()))
            .flatten()
    }) {
        Some(range) => finding.at(Span {
            file: source.to_owned(),
            range,
        }),
        None => finding.in_file(source),
    }
}

/// The file of the site that a link on the page `url` asks for, and the anchor in it; `None` for other sites.
fn asked<'t>(url: &str, target: &'t str) -> Option<(String, Option<&'t str>)> {
    if target.is_empty() || has_scheme(target) {
        return None;
    }
    let (path, anchor) = target
        .split_once('#')
        .map_or((target, None), |(path, anchor)| (path, Some(anchor)));
    let path = path.split('?').next().unwrap_or(path).replace("&amp;", "&");
    // The page for missing addresses is served at any depth and may only use the site's base.
    if url == "404.html" && path.starts_with('/') {
        return None;
    }
    let page = if path.is_empty() {
        url.to_owned()
    } else {
        file_of(url, &path)?
    };
    Some((page, anchor))
}

/// A link to a page that is not on the site now, though it exists.
fn unpublished(url: &str, target: &str, withheld: &[Withheld]) -> Option<Finding> {
    let (page, _) = asked(url, target)?;
    // What is left of a page links to itself.
    let mut others = withheld.iter().filter(|one| !url.starts_with(&one.folder));
    let one = others.find(|one| page.starts_with(&one.folder))?;
    let words = Words::embedded(Locale::Zh);
    let place = url.trim_end_matches("index.html");
    let dead = |why: &str| {
        let message = format!("链接失效：{target} 不在网站里，{why}（在 /{place} 上）");
        let help = format!("等“{}”放进网站再链接它；现在先删掉这个链接", one.title);
        Finding::of(&L601, message).help(help)
    };
    match one.standing {
        Standing::InForce => None,
        Standing::Draft => Some(dead("还是草稿")),
        Standing::Waiting(None) => Some(dead("发布时间待定")),
        Standing::Waiting(Some(time)) => Some(dead(&format!("{} 才发布", Moment::point(&When::At(time), words).text))),
        // The address still answers, so that a night without anybody at work doesn't stop the site.
        Standing::Expired(until) => {
            let until = Moment::point(&When::At(until), words).text;
            let message = format!("链接指向已下线的内容：{target}，{until}下线（在 /{place} 上）");
            Some(Finding::of(&L605, message).help("改成链接到现在的安排，或删掉这个链接"))
        }
    }
}

fn broken(
    url: &str,
    target: &str,
    files: &BTreeSet<String>,
    absent: &[String],
    scans: &BTreeMap<&str, Scan<'_>>,
) -> Option<String> {
    let (page, anchor) = asked(url, target)?;
    if absent.iter().any(|beginning| page.starts_with(beginning)) {
        return None;
    }
    if !files.contains(&page) {
        return Some(format!(
            "链接失效：{target}（在 /{} 上）",
            url.trim_end_matches("index.html")
        ));
    }
    let anchor = anchor.filter(|anchor| !anchor.is_empty())?;
    let known = scans
        .get(page.as_str())
        .is_some_and(|scan| scan.ids.contains(anchor) || scan.ids.contains(percent_decode(anchor).as_str()));
    (!known).then(|| {
        format!(
            "链接失效：页面上没有 #{anchor} 这个位置（在 /{} 上）",
            url.trim_end_matches("index.html")
        )
    })
}

fn has_scheme(target: &str) -> bool {
    let scheme = target.split([':', '/', '?', '#']).next().unwrap_or("");
    target.starts_with("//")
        || (target.get(scheme.len()..).is_some_and(|rest| rest.starts_with(':'))
            && scheme.starts_with(|c: char| c.is_ascii_alphabetic())
            && scheme.bytes().all(|b| b.is_ascii_alphanumeric() || b"+-.".contains(&b)))
}

/// The file of the site that `path`, written on the page `url` and percent-encoded or not, leads to; a folder stands for its
/// `index.html`. `None` when nothing is written.
pub fn file_of(url: &str, path: &str) -> Option<String> {
    resolve(url, &percent_decode(path))
}

/// The file that a relative link leads to; a folder stands for its `index.html`. `None` when it climbs out of the site.
pub(crate) fn resolve(url: &str, path: &str) -> Option<String> {
    let folder = url.rsplit_once('/').map_or("", |(folder, _)| folder);
    let mut parts: Vec<&str> = if path.starts_with('/') {
        Vec::new()
    } else {
        folder.split('/').filter(|p| !p.is_empty()).collect()
    };
    for part in path.split('/') {
        match part {
            "" | "." => {}
            ".." => {
                if parts.pop().is_none() {
                    return Some(format!("../{path}"));
                }
            }
            part => parts.push(part),
        }
    }
    let mut file = parts.join("/");
    if file.is_empty() {
        file.push_str("index.html");
    } else if path.ends_with(['/', '.']) {
        file.push_str("/index.html");
    }
    Some(file)
}

fn percent_decode(text: &str) -> String {
    let bytes = text.as_bytes();
    let mut out = Vec::with_capacity(bytes.len());
    let mut i = 0;
    while let Some(byte) = bytes.get(i) {
        let hex = text.get(i + 1..i + 3).and_then(|hex| u8::from_str_radix(hex, 16).ok());
        match (byte, hex) {
            (b'%', Some(value)) => {
                out.push(value);
                i += 3;
            }
            _ => {
                out.push(*byte);
                i += 1;
            }
        }
    }
    String::from_utf8_lossy(&out).into_owned()
}

/// Collects ids and link targets from the start tags of a page that our own templates made.
fn scan(html: &str) -> Scan<'_> {
    let mut scan = Scan::default();
    let mut rest = html;
    while let Some(open) = rest.find('<') {
        rest = rest.get(open + 1..).unwrap_or("");
        if let Some(comment) = rest.strip_prefix("!--") {
            rest = comment.split_once("-->").map_or("", |(_, after)| after);
            continue;
        }
        let raw = ["script", "style"].into_iter().find(|name| {
            rest.strip_prefix(name)
                .is_some_and(|after| after.starts_with(['>', ' ', '\n']))
        });
        let mut attributes = rest;
        while let Some((name, value, after)) = attribute(attributes) {
            match name {
                "id" => {
                    scan.ids.insert(value);
                }
                "href" | "src" | "poster" => {
                    scan.targets.insert(value);
                }
                _ => {}
            }
            attributes = after;
        }
        rest = attributes;
        if let Some(name) = raw {
            rest = rest
                .find(&format!("</{name}"))
                .and_then(|i| rest.get(i..))
                .unwrap_or("");
        }
    }
    scan
}

/// The next `name="value"` of a tag, and what follows it; `None` at the tag's end.
fn attribute(text: &str) -> Option<(&str, &str, &str)> {
    let end = text.find('>')?;
    let equals = text.find("=\"")?;
    if equals > end {
        return None;
    }
    let name = text.get(..equals)?.rsplit([' ', '\n', '\t', '"']).next()?;
    let (value, after) = text.get(equals + 2..)?.split_once('"')?;
    Some((name, value, after))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(html: &str) -> Vec<String> {
        let files: BTreeSet<String> = ["index.html", "a/index.html", "assets/x.css"].map(str::to_owned).into();
        let other = "<h2 id=\"there\">x</h2>";
        let pages = [
            Shown {
                url: "index.html",
                source: "content/site.yaml",
                html,
            },
            Shown {
                url: "a/index.html",
                source: "content/a.md",
                html: other,
            },
        ];
        let absent = ["lost/".to_owned()];
        check_links(&files, &absent, &[], &pages, &Sources::default())
            .into_iter()
            .map(|f| f.message)
            .collect()
    }

    #[test]
    fn finds_dead_files_anchors_and_wrong_case() {
        assert!(check("<a href=\"a/index.html#there\">x</a><a href=\"a/\">y</a><a href=\"https://b.cn/z\">z</a><a href=\"#\">t</a>").is_empty());
        assert!(check("<a href=\"lost/faq/index.html#x\">x</a>").is_empty());
        assert_eq!(check("<a href=\"A/index.html\">x</a>").len(), 1);
        assert_eq!(
            check("<p id=\"x\"><a class=\"k\" href=\"a/index.html#gone\">x</a>").len(),
            1
        );
        assert_eq!(check("<img alt=\"a > b\" src=\"pic.png\">").len(), 1);
        assert_eq!(check("<a href=\"../up.html\">x</a>").len(), 1);
        assert!(check("<script>var a = '<a href=\"no\">';</script>").is_empty());
    }
}
