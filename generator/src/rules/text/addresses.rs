//! L602: Chinese right behind a web address. L603: `http://` where the site is known to take `https://`.

use super::passage::{Passage, is_han, web_addresses};
use super::{Places, times};
use crate::diagnostics::{Finding, Rule, Severity};
use serde::Deserialize;
use std::collections::BTreeSet;
use std::sync::LazyLock;

pub(crate) static L602: Rule = Rule {
    id: "L602",
    severity: Severity::Warning,
    judgement: true,
    title: "网址后面直接跟了汉字",
    why: "本站会在汉字前断开；粘贴到微信、QQ 和别的系统，后面的汉字会一起变成链接，点开是错的。",
    fix: "网址后面加一个空格，或写成 [文字](网址)。",
};

pub(crate) static L603: Rule = Rule {
    id: "L603",
    severity: Severity::Info,
    judgement: true,
    title: "网址还是 http://",
    why: "不加密的网页会被浏览器标成不安全，手机上有时打不开。",
    fix: "改成 https:// 开头，点开看一看。",
};

/// Hosts that are known to answer over TLS.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct Hosts {
    hosts: Vec<String>,
}

static KNOWN: LazyLock<Hosts> =
    LazyLock::new(|| serde_saphyr::from_str(include_str!("../../../data/words/hosts.yaml")).unwrap_or_default());

pub(super) fn check(passages: &[Passage<'_>]) -> Vec<Finding> {
    let mut secure = BTreeSet::new();
    let mut plain: Vec<(&Passage<'_>, std::ops::Range<usize>, String)> = Vec::new();
    let mut glued = Places::new();
    for passage in passages {
        for range in web_addresses(&passage.plain) {
            let address = passage.plain.get(range.clone()).unwrap_or("");
            if let Some(host) = host_of(address, "https://") {
                secure.insert(host);
            }
            if let Some(host) = host_of(address, "http://") {
                plain.push((passage, range.clone(), host));
            }
            if is_glued(passage, &range) {
                let next: String = passage
                    .plain
                    .get(range.end..)
                    .unwrap_or("")
                    .chars()
                    .take_while(|c| is_han(*c))
                    .take(6)
                    .collect();
                glued.add(passage, (address.to_owned(), next), range);
            }
        }
    }
    let mut found = glued.findings(|(address, next), count| {
        let message = format!("网址后面直接跟了汉字：{address} 后面是“{next}”{}", times(count));
        Finding::of(&L602, message).help(format!("中间加一个空格，或写成 [{next}]({address})"))
    });
    let mut insecure = Places::new();
    for (passage, range, host) in plain {
        let known = KNOWN.hosts.iter().any(|known| is_below(&host, known));
        if known || secure.contains(&host) {
            insecure.add(passage, host, range);
        }
    }
    found.append(&mut insecure.findings(|host, count| {
        let finding = Finding::of(&L603, format!("{host} 支持 https，这里写的是 http{}", times(count)));
        finding.help(format!("把开头改成 https://{host}，再点开看一看"))
    }));
    found
}

fn is_below(host: &str, known: &str) -> bool {
    host == known || host.strip_suffix(known).is_some_and(|front| front.ends_with('.'))
}

fn host_of(address: &str, scheme: &str) -> Option<String> {
    let start = address.get(..scheme.len())?;
    let rest = address
        .get(scheme.len()..)
        .filter(|_| start.eq_ignore_ascii_case(scheme))?;
    let host = rest
        .split(['/', '?', '#', ':', ')', ']', ','])
        .next()?
        .trim_end_matches('.');
    (!host.is_empty()).then(|| host.to_ascii_lowercase())
}

/// Whether Chinese follows without anything between; the target of a link and an address in angle brackets have their own end.
fn is_glued(passage: &Passage<'_>, range: &std::ops::Range<usize>) -> bool {
    let text = passage.plain.as_str();
    let address = text.get(range.clone()).unwrap_or("");
    let before = text.get(..range.start).unwrap_or("");
    let next = text.get(range.end..).and_then(|rest| rest.chars().next());
    next.is_some_and(is_han) && !before.ends_with("](") && !before.ends_with('<') && address.contains('.')
}

#[cfg(test)]
mod tests {
    use super::super::passage::read;
    use super::*;
    use crate::diagnostics::Sources;

    fn ids(text: &str) -> Vec<&'static str> {
        let mut sources = Sources::default();
        sources.insert("content/a.md", format!("---\n---\n{text}\n"));
        check(&read(&sources)).iter().map(|finding| finding.rule.id).collect()
    }

    #[test]
    fn chinese_behind_an_address_is_seen() {
        assert_eq!(ids("40天后登录http://www.chsi.com.cn/核对个人信息"), ["L602", "L603"]);
        assert_eq!(ids("见www.example.edu.cn的通知"), ["L602"]);
    }

    #[test]
    fn addresses_that_end_are_left_alone() {
        for fine in [
            "登录[学信网](https://www.chsi.com.cn/)核对",
            "登录 https://www.chsi.com.cn/ 核对",
            "登录<https://www.chsi.com.cn/>核对",
            "（https://www.chsi.com.cn/）核对",
            "(https://www.chsi.com.cn/)核对",
            "见https://www.chsi.com.cn/，再核对",
            "命令`https://www.chsi.com.cn/核对`",
            "发到xueweike@hqu.edu.cn，抄送",
        ] {
            assert_eq!(ids(fine), [] as [&str; 0], "{fine}");
        }
    }

    #[test]
    fn plain_http_is_told_where_https_is_known() {
        assert_eq!(ids("[甲](http://my.chsi.com.cn/a)"), ["L603"]);
        assert_eq!(
            ids("http://jw.example.edu.cn/ 和 https://jw.example.edu.cn/b"),
            ["L603"]
        );
        assert_eq!(
            ids("http://jw.example.edu.cn/ 和 http://notchsi.com.cn/"),
            [] as [&str; 0]
        );
    }
}
