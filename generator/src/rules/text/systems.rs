//! W703: one system under several names.

use super::mark;
use super::passage::{Passage, between, is_han};
use crate::diagnostics::{Finding, Rule, Severity, Span};
use crate::model::{CampaignFolder, Model};
use crate::rules::near::near;
use std::collections::BTreeMap;
use std::ops::Range;

pub(crate) static W703: Rule = Rule {
    id: "W703",
    severity: Severity::Info,
    judgement: true,
    title: "同一个系统有几种叫法",
    why: "学生会以为是两个系统，在手机里找不到另一个。",
    fix: "统一成一个叫法；在 systems 里写一次，正文里用 {{ system.….name }}。别的叫法确实常用，写进 aliases。",
};

/// Systems that nearly every school has, each with the words that mean the same.
const CORES: [&[&str]; 5] = [
    &["办事大厅"],
    &["教务管理系统", "教务信息系统", "教务系统"],
    &["缴费平台", "缴费系统"],
    &["信息门户"],
    &["信息采集平台", "图像采集平台", "图像采集系统"],
];

/// Words before a core that belong to the name and don't make it another system.
const PREFIXES: [&str; 5] = ["网上", "线上", "智慧", "综合", "一站式"];

/// Words before a core that make it another system.
const OTHERS: [&str; 7] = ["本科", "研究生", "财务", "校园", "政务", "后勤", "图书馆"];

/// Name → places, of one core in one campaign.
type Names = BTreeMap<String, Vec<Span>>;

pub(super) fn check(model: &Model, passages: &[Passage<'_>]) -> Vec<Finding> {
    let mut found = Vec::new();
    let mut by_campaign: BTreeMap<&str, Vec<&Passage<'_>>> = BTreeMap::new();
    for passage in passages.iter().filter(|passage| passage.is_readable()) {
        let skipped = passage.tells_of_faults() || matches!(passage.key, "aliases" | "别名");
        if let Some(campaign) = passage.campaign.filter(|_| !skipped) {
            by_campaign.entry(campaign).or_default().push(passage);
        }
    }
    for folder in &model.campaigns {
        let own = by_campaign.remove(folder.id.as_str()).unwrap_or_default();
        let known = Known::new(folder, model);
        for cores in CORES {
            found.extend(one_core(&known, &own, cores));
        }
        found.append(&mut quoted(&known, &own));
    }
    found
}

/// What a campaign's data call its systems.
struct Known<'m> {
    names: Vec<&'m str>,
    aliases: Vec<&'m str>,
}

impl<'m> Known<'m> {
    fn new(folder: &'m CampaignFolder, model: &'m Model) -> Self {
        let systems = &folder.campaign.systems;
        let providers = model.providers.values();
        let of_providers = providers.flat_map(|p| {
            [
                p.mini_program.as_deref(),
                p.official_account.as_deref(),
                Some(p.name.as_str()),
            ]
        });
        Self {
            names: systems
                .iter()
                .map(|system| system.name.as_str())
                .chain(of_providers.flatten())
                .collect(),
            aliases: systems
                .iter()
                .flat_map(|system| &system.aliases)
                .map(String::as_str)
                .collect(),
        }
    }
}

/// A finding where a core stands under more than one name that the data don't know.
fn one_core(known: &Known<'_>, passages: &[&Passage<'_>], cores: &[&str]) -> Option<Finding> {
    let mut names: Names = BTreeMap::new();
    for passage in passages {
        for (range, name) in named(&passage.prose, cores) {
            if !known.aliases.contains(&name.as_str()) {
                names.entry(name).or_default().push(passage.line.span(range));
            }
        }
    }
    let is_declared = |name: &str| known.names.contains(&name);
    // Two that the data tell apart are two systems; the one that is meant most often will be it.
    let declared = names.iter().filter(|(name, _)| is_declared(name));
    let declared = declared
        .max_by_key(|(_, places)| places.len())
        .map(|(name, _)| name.clone());
    names.retain(|name, _| !is_declared(name) || declared.as_ref() == Some(name));
    if names.len() < 2 {
        return None;
    }
    let han = |name: &str| name.chars().filter(|c| is_han(*c)).count();
    let often = names.iter().max_by_key(|(name, places)| (places.len(), han(name)));
    let better = declared.or_else(|| often.map(|(name, _)| name.clone()))?;
    let list: Vec<String> = names
        .iter()
        .map(|(name, places)| format!("“{name}”{} 处", places.len()))
        .collect();
    let message = format!("同一个系统有 {} 种叫法：{}", names.len(), list.join("、"));
    let others = names.into_iter().filter(|(name, _)| *name != better);
    let mut others: Vec<Span> = others.flat_map(|(_, places)| places).collect();
    others.sort_by(|a, b| (&a.file, a.range.start).cmp(&(&b.file, b.range.start)));
    Some(mark(Finding::of(&W703, message), others).help(format!(
        "统一叫“{better}”；是两个系统就不用改，别的叫法确实常用，写进这个系统的 aliases"
    )))
}

/// The whole names that end with one of the cores.
fn named(text: &str, cores: &[&str]) -> Vec<(Range<usize>, String)> {
    let mut found: Vec<(Range<usize>, String)> = Vec::new();
    for core in cores {
        for (at, _) in text.match_indices(core) {
            let end = at + core.len();
            if found.iter().any(|(range, _)| range.start < end && at < range.end) {
                continue;
            }
            let mut start = at;
            while let Some(before) = text.get(..start) {
                let ascii = before.len()
                    - before
                        .trim_end_matches(|c: char| c.is_ascii_alphanumeric() || c == '-')
                        .len();
                let prefix = PREFIXES.iter().find(|prefix| before.ends_with(*prefix));
                match (ascii, prefix) {
                    (1.., _) => start -= ascii,
                    (0, Some(prefix)) => start -= prefix.len(),
                    (0, None) => break,
                }
            }
            let other = text
                .get(..start)
                .is_some_and(|before| OTHERS.iter().any(|other| before.ends_with(other)));
            if let Some(name) = text.get(start..end).filter(|_| !other) {
                found.push((start..end, name.to_owned()));
            }
        }
    }
    found
}

/// Names in quotation marks that are nearly, but not quite, one that the data or an earlier line have.
fn quoted(known: &Known<'_>, passages: &[&Passage<'_>]) -> Vec<Finding> {
    let mut seen: BTreeMap<String, Span> = BTreeMap::new();
    let mut found: BTreeMap<(String, String), Vec<Span>> = BTreeMap::new();
    for passage in passages {
        for (range, name) in apps(&passage.prose) {
            let span = passage.line.span(range);
            if known.names.contains(&name.as_str()) || known.aliases.contains(&name.as_str()) {
                continue;
            }
            let near = |other: &&str| *other != name && alike(other, &name);
            let earlier = seen.keys().map(String::as_str).take(COMPARED);
            let better = known.names.iter().copied().chain(earlier).find(near);
            match better.map(str::to_owned) {
                Some(better) => found.entry((name, better)).or_default().push(span),
                None => {
                    seen.entry(name).or_insert(span);
                }
            }
        }
    }
    let one = |((name, better), places): ((String, String), Vec<Span>)| {
        let message = format!("“{name}”和“{better}”像是同一个系统的两种叫法");
        mark(Finding::of(&W703, message), places)
            .help(format!("统一写“{better}”，学生才搜得到；确实是两个，就在 allow 里说明"))
    };
    found.into_iter().map(one).collect()
}

/// How many earlier names a name is compared with, so that much text costs no more than its length.
const COMPARED: usize = 50;

/// What is quoted right behind or before 小程序, 公众号, 系统, 平台.
fn apps(text: &str) -> Vec<(Range<usize>, String)> {
    const KINDS: [&str; 5] = ["小程序", "公众号", "系统", "平台", "APP"];
    let mut found = Vec::new();
    for range in between(text, "“", "”") {
        let inner = range.start + '“'.len_utf8()..range.end - '”'.len_utf8();
        let before = text.get(..range.start).unwrap_or("");
        let after = text.get(range.end..).unwrap_or("");
        let is_app = KINDS
            .iter()
            .any(|kind| before.ends_with(kind) || after.starts_with(kind));
        if let Some(name) = text
            .get(inner.clone())
            .filter(|name| is_app && name.chars().count() >= 6)
        {
            found.push((inner, name.to_owned()));
        }
    }
    found
}

/// Whether two names differ by so little that one must be meant for the other.
fn alike(a: &str, b: &str) -> bool {
    let longer = a.chars().count().max(b.chars().count());
    near(a, b, longer / 4).is_some()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(text: &str, cores: &[&str]) -> Vec<String> {
        named(text, cores).into_iter().map(|(_, name)| name).collect()
    }

    #[test]
    fn a_name_is_taken_with_what_belongs_to_it() {
        assert_eq!(
            names(
                "网上办事大厅→学生申请；在Ehall办事大厅上传；学校主页→办事大厅",
                &["办事大厅"]
            ),
            ["网上办事大厅", "Ehall办事大厅", "办事大厅"]
        );
        assert_eq!(
            names("登录教务管理系统", &["教务管理系统", "教务系统"]),
            ["教务管理系统"]
        );
        assert!(names("研究生教务系统、政务办事大厅", &["办事大厅", "教务系统"]).is_empty());
        assert!(names("综合服务大厅二楼", &["办事大厅"]).is_empty());
    }

    #[test]
    fn systems_that_are_declared_are_told_apart() {
        let mut sources = crate::diagnostics::Sources::default();
        let text = "---\n---\n在本校教务系统登记，到网上办事大厅查询，或打开综合办事大厅。\n";
        sources.insert("content/campaigns/a/notices/n.md", text);
        let passages = super::super::passage::read(&sources);
        let passages: Vec<&Passage<'_>> = passages.iter().collect();
        let count = |names: &[&'static str]| {
            let known = Known {
                names: names.to_vec(),
                aliases: Vec::new(),
            };
            one_core(&known, &passages, &["办事大厅"]).map(|finding| finding.message)
        };
        let told = "同一个系统有 2 种叫法：“综合办事大厅”1 处、“网上办事大厅”1 处";
        assert_eq!(count(&[]).as_deref(), Some(told));
        assert_eq!(count(&["网上办事大厅"]).as_deref(), Some(told));
        assert_eq!(count(&["网上办事大厅", "综合办事大厅"]), None);
    }

    #[test]
    fn quoted_names_are_compared_with_care() {
        let of = |text: &str| apps(text).into_iter().map(|(_, name)| name).collect::<Vec<_>>();
        assert_eq!(
            of("通过“新华社广东高校图像集采中心”小程序缴费，点“图像采集”进入小程序"),
            ["新华社广东高校图像集采中心"]
        );
        assert!(alike("新华社广东高校图像集采中心", "新华社广东高校图像采集中心"));
        assert!(!alike("新华社广东高校图像集采中心", "大学生图像采集服务中心"));
    }
}
