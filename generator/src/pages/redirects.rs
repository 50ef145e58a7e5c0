//! Old addresses (`aliases`): each becomes a small page that sends readers on. L608: one that no site can answer at. L609: one that hits
//! something else.

use super::links::shown;
use super::{Content, Page};
use crate::derive::campaign::root;
use crate::diagnostics::{Finding, Rule, Severity, Span};
use crate::i18n::{Locale, Words};
use crate::model::{Model, Spanned};
use crate::rules::span_at;
use std::collections::{BTreeMap, BTreeSet};

pub(crate) static L608: Rule = Rule {
    id: "L608",
    severity: Severity::Error,
    judgement: false,
    title: "旧网址的写法不对",
    why: "网站只能在自己的域名下、用文件回答一个网址；别的旧网址要在原来的服务器上转。",
    fix: "只写域名后面的部分，以 / 开头，例如 /info/1021/2345.htm。",
};

pub(crate) static L609: Rule = Rule {
    id: "L609",
    severity: Severity::Error,
    judgement: false,
    title: "旧网址和别的网址冲突",
    why: "一个网址只能通到一处，另一处就打不开了。",
    fix: "删掉这个旧网址，或改写成真正用过的那一个。",
};

/// Endings of files that browsers show as a page wherever the site stands.
const ENDINGS: &[&str] = &["html", "htm", "shtml"];

/// Endings of what a server runs. Answered by a file, the browser would save it instead of showing it.
const PROGRAMS: &[&str] = &["php", "asp", "aspx", "jsp", "do", "action", "cgi"];

/// Endings of what is saved or shown as itself: a page can't stand in for it.
const DOCUMENTS: &[&str] = &[
    "pdf", "doc", "docx", "xls", "xlsx", "ppt", "pptx", "zip", "rar", "jpg", "jpeg", "png",
];

/// Bytes of a part, which is the name of a file or folder; file systems take 255, and a name is written with something added first.
const LONGEST_PART: usize = 200;

/// Bytes of the whole.
const LONGEST: usize = 1_000;

/// An old address, and where it leads now.
#[derive(Debug, Clone)]
pub struct Redirect {
    /// As staff wrote it.
    pub written: String,
    /// Path of its file below the output folder.
    pub url: String,
    /// Path of the page that it leads to.
    pub target: String,
    /// Title of that page.
    pub title: String,
    /// Content file that names it.
    pub source: String,
    /// Its place there.
    place: Option<Span>,
}

/// The old addresses of all campaigns and notices, published or not, with findings for those that can't be one.
pub fn redirects(model: &Model) -> (Vec<Redirect>, Vec<Finding>) {
    let (mut all, mut findings) = (Vec::new(), Vec::new());
    let mut add = |file: &str, aliases: &[Spanned<String>], target: String, title: &str| {
        for alias in aliases {
            match file_for(&alias.value) {
                Ok(url) => all.push(Redirect {
                    written: alias.value.trim().to_owned(),
                    url,
                    target: target.clone(),
                    title: title.to_owned(),
                    source: file.to_owned(),
                    place: span_at(file, alias),
                }),
                Err(why) => {
                    let message = format!("旧网址“{}”不能用：{}", clipped(alias.value.trim()), why.0);
                    findings.push(Finding::of(&L608, message).at_value(file, alias).help(why.1));
                }
            }
        }
    };
    for folder in &model.campaigns {
        let root = root(&folder.id, Locale::Zh);
        let campaign = &folder.campaign;
        add(
            &campaign.file,
            &campaign.aliases,
            format!("{root}/index.html"),
            &campaign.title,
        );
        for (slug, notice) in &folder.notices {
            add(
                &notice.file,
                &notice.aliases,
                format!("{root}/notices/{slug}/index.html"),
                &notice.title,
            );
        }
    }
    findings.extend(twice(&mut all));
    (all, findings)
}

/// An old address as far as anybody reads it.
fn clipped(written: &str) -> String {
    const SHOWN: usize = 80;
    match written.char_indices().nth(SHOWN) {
        Some((end, _)) => format!("{}…", written.get(..end).unwrap_or_default()),
        None => written.to_owned(),
    }
}

/// The file that answers at an old address, or why none can and what to do.
fn file_for(written: &str) -> Result<String, (&'static str, &'static str)> {
    const SERVER: &str = "写不进这个网站；请在原来的服务器上设置跳转，或删掉这一条";
    let path = written.trim();
    let Some(path) = path.strip_prefix('/') else {
        return Err(if super::has_scheme(path) {
            (
                "带着域名",
                "只写域名后面的部分，例如 /info/1021/2345.htm；旧域名不同的，要在原来的服务器上设置跳转",
            )
        } else {
            ("没有以 / 开头", "写域名后面的全部，例如 /info/1021/2345.htm")
        });
    };
    if path.len() > LONGEST || path.split('/').any(|part| part.len() > LONGEST_PART) {
        return Err((
            "太长了，没有这么长的文件名",
            "核对它的写法：一段最多 200 个字节（约 66 个汉字），全部最多 1000 个字节",
        ));
    }
    if path.contains(['?', '#']) {
        return Err(("里面有 ? 或 #，它们后面的字不会送到网站", SERVER));
    }
    if path.contains('%') {
        return Err(("里面有 %", "把 %E4%B8%80 这样的部分写成它代表的字"));
    }
    if path
        .chars()
        .any(|c| c.is_control() || c.is_whitespace() || "\\:*\"<>|".contains(c))
    {
        return Err(("里面有空格或不能用在文件名里的字符", SERVER));
    }
    let folder = path.ends_with('/');
    let trimmed = path.strip_suffix('/').unwrap_or(path);
    let mut parts = trimmed.split('/');
    if trimmed.is_empty() || parts.any(|part| part.is_empty() || part.starts_with('.') || part.ends_with('.')) {
        let help = "写成 /old/page/ 或 /old/page.html 的样子，中间不要有空的或以 . 开头、结尾的部分";
        return Err(("中间是空的，或有 .. 这样的部分", help));
    }
    let name = trimmed.rsplit('/').next().unwrap_or(trimmed);
    let ending = name.rsplit_once('.').filter(|_| !folder);
    let ending = ending.map_or_else(String::new, |(_, ending)| ending.to_ascii_lowercase());
    let is = |endings: &[&str]| endings.contains(&ending.as_str());
    if is(PROGRAMS) {
        return Err(("结尾是网站程序的扩展名，浏览器会把它当文件下载", SERVER));
    }
    if is(DOCUMENTS) {
        return Err((
            "它是一个文件，不是网页：下载的人会得到一个打不开的文件",
            "请在原来的服务器上设置跳转，或删掉这一条；文件本身放进 attachments/，在 campaign.yaml 的 attachments 里列出",
        ));
    }
    Ok(if is(ENDINGS) {
        trimmed.to_owned()
    } else {
        format!("{trimmed}/index.html")
    })
}

/// Takes out all but the first of the old addresses that lead to two places, or that one entry repeats.
fn twice(all: &mut Vec<Redirect>) -> Vec<Finding> {
    let mut seen: BTreeMap<String, Redirect> = BTreeMap::new();
    let mut findings = Vec::new();
    all.retain(|redirect| {
        let Some(first) = seen.get(&redirect.url.to_lowercase()) else {
            seen.insert(redirect.url.to_lowercase(), redirect.clone());
            return true;
        };
        let message = if first.target == redirect.target {
            format!("旧网址“{}”写了两次", redirect.written)
        } else {
            format!(
                "旧网址“{}”有两个去处：{} 和 {}",
                redirect.written,
                shown(&first.target),
                shown(&redirect.target)
            )
        };
        let mut finding = redirect.finding(message).help("只留一处；另一处删掉");
        if let Some(place) = &first.place {
            finding = finding.label(place.clone(), "第一次写在这里");
        }
        findings.push(finding);
        false
    });
    findings
}

impl Redirect {
    fn finding(&self, message: String) -> Finding {
        let finding = Finding::of(&L609, message);
        match &self.place {
            Some(place) => finding.at(place.clone()),
            None => finding.in_file(&self.source),
        }
    }
}

/// Adds the pages of the old addresses whose new page is there. One that would take the place of a page is left out; [`clashes`] says so.
pub fn add_redirects<'a>(pages: &mut Vec<Page<'a>>, redirects: &'a [Redirect], words: &Words) {
    let taken: BTreeSet<String> = pages.iter().map(|page| page.url.to_lowercase()).collect();
    let live: BTreeSet<&str> = pages.iter().map(|page| page.url.as_str()).collect();
    let add =
        |redirect: &&Redirect| live.contains(redirect.target.as_str()) && !taken.contains(&redirect.url.to_lowercase());
    let added: Vec<Page<'a>> = redirects
        .iter()
        .filter(add)
        .map(|redirect| Page {
            url: redirect.url.clone(),
            title: words.fill("moved.title", &[("title", &redirect.title)]),
            source: redirect.source.clone(),
            content: Content::Moved(redirect),
            locale: words.locale,
            twin: None,
        })
        .collect();
    pages.extend(added);
    pages.sort_by(|a, b| a.url.cmp(&b.url));
}

/// Old addresses that hit a page, another file of the site, or need a folder where there is a file. `files` holds all other files.
pub(crate) fn clashes<'f>(
    pages: &[Page<'_>],
    files: impl Iterator<Item = &'f String>,
    redirects: &[Redirect],
) -> Vec<Finding> {
    if redirects.is_empty() {
        return Vec::new();
    }
    let real = || pages.iter().filter(|page| !matches!(page.content, Content::Moved(_)));
    let live: BTreeSet<&str> = real().map(|page| page.url.as_str()).collect();
    let mut taken: BTreeMap<String, (&str, Option<&str>)> =
        files.map(|file| (file.to_lowercase(), (file.as_str(), None))).collect();
    taken.extend(real().map(|page| (page.url.to_lowercase(), (page.url.as_str(), Some(page.source.as_str())))));
    let others: BTreeMap<String, &Redirect> = redirects
        .iter()
        .map(|redirect| (redirect.url.to_lowercase(), redirect))
        .collect();
    let clash = |redirect: &Redirect| {
        let own = redirect.url.to_lowercase();
        if let Some((url, source)) = taken.get(&own) {
            let source = source.map_or_else(|| "网站自己的文件".to_owned(), |source| format!("由 {source} 生成"));
            let message = format!("旧网址“{}”上已经有一页：{}（{source}）", redirect.written, shown(url));
            return Some(
                redirect
                    .finding(message)
                    .help("删掉这个旧网址；它要通到的页面已经另有网址"),
            );
        }
        // A file can't be a folder as well: `/a.html` and `/a.html/b.html`.
        let slashes = own.match_indices('/').filter_map(|(at, _)| own.get(..at));
        let mut above = slashes.filter(|folder| taken.contains_key(*folder) || others.contains_key(*folder));
        let inside = format!("{own}/");
        let below = |name: &str| name.starts_with(&inside);
        let next = taken.range(inside.clone()..).next().filter(|(name, _)| below(name));
        let file = above.next().or(next.map(|(name, _)| name.as_str()))?;
        let message = format!(
            "旧网址“{}”和网站的 /{file} 不能同时有：一个是文件，一个是文件夹",
            redirect.written
        );
        Some(redirect.finding(message).help("删掉这个旧网址，或核对它的写法"))
    };
    let published = redirects
        .iter()
        .filter(|redirect| live.contains(redirect.target.as_str()));
    published.filter_map(clash).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn old_addresses_become_files() {
        let good = [
            ("/info/1021/2345.htm", "info/1021/2345.htm"),
            ("/old/", "old/index.html"),
            (" /old/notice ", "old/notice/index.html"),
            ("/旧/通知.html", "旧/通知.html"),
            ("/v1.2/", "v1.2/index.html"),
            ("/v1.2", "v1.2/index.html"),
        ];
        for (written, file) in good {
            assert_eq!(file_for(written).as_deref(), Ok(file), "{written}");
        }
        let bad = [
            "",
            "/",
            "old/",
            "//a.cn/x",
            "https://a.cn/x",
            "/a//b",
            "/../x",
            "/a/./b",
            "/a?id=1",
            "/a#b",
            "/a%20b",
            "/a b",
            "/a\\b",
            "/a:b",
            "/x.aspx",
            "/x.PDF",
            "/.git/x",
            "/a./b",
        ];
        for written in bad {
            assert!(file_for(written).is_err(), "{written}: {:?}", file_for(written));
        }
        for long in [format!("/{}/", "a".repeat(300)), "/旧通知".repeat(200)] {
            assert!(file_for(&long).unwrap_err().0.contains("太长"), "{long}");
        }
        assert!(file_for("/x.PDF").unwrap_err().0.contains("不是网页"));
        assert!(file_for("/x.do").unwrap_err().0.contains("网站程序"));
    }

    proptest::proptest! {
        #[test]
        fn no_address_leads_out_of_the_site(written in "[/a.~中\\\\?%: -]{0,12}") {
            if let Ok(file) = file_for(&written) {
                proptest::prop_assert!(!file.starts_with('/') && !file.split('/').any(|part| matches!(part, "" | "." | "..")), "{file}");
            }
        }
    }
}
