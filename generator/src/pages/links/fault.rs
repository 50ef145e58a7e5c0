//! What is wrong with an address, and how to say it.

use super::address::{Lead, shown};
use super::{Ask, Group, L601, L605, Missing, Output};
use crate::derive::{Moment, Standing, Withheld};
use crate::diagnostics::Finding;
use crate::i18n::{Locale, Words};
use crate::model::When;
use std::borrow::Cow;
use std::cell::Cell;
use std::collections::{BTreeMap, BTreeSet};

/// How many files of a campaign are looked through for a name that is near.
const COMPARED: usize = 2_000;

/// How many faults get a guess; a site with more has another trouble than spelling.
const GUESSES: usize = 100;

/// The longest name that gets a guess, in characters.
const LONGEST: usize = 200;

/// How much of an address is said, in characters; a file name may have 255 bytes.
const LONGEST_SAID: usize = 300;

/// What is wrong.
#[derive(Debug, Clone)]
pub(super) enum Fault<'a> {
    /// No such file; perhaps this one.
    NoFile(Option<String>),
    /// There is one in other letters.
    OtherCase(String),
    /// It is a folder, written without its slash.
    Folder(String),
    /// Leads out of the site.
    Outside,
    /// An attachment that the campaign doesn't list.
    Unlisted,
    /// Not on the site now, though it exists.
    Held(&'a Withheld),
    /// No such place on this page; perhaps that one.
    NoAnchor {
        page: String,
        anchor: String,
        near: Option<String>,
    },
}

/// Judges addresses against what there is.
pub(super) struct Judge<'a> {
    output: &'a Output<'a>,
    missing: &'a Missing<'a>,
    ids: &'a BTreeMap<&'a str, &'a BTreeSet<String>>,
    /// Names in small letters.
    small: BTreeMap<String, &'a str>,
    guesses: Cell<usize>,
}

impl<'a> Judge<'a> {
    pub(super) fn new(
        output: &'a Output<'a>,
        missing: &'a Missing<'a>,
        ids: &'a BTreeMap<&'a str, &'a BTreeSet<String>>,
    ) -> Self {
        Self {
            output,
            missing,
            ids,
            small: output
                .names
                .iter()
                .map(|name| (name.to_lowercase(), name.as_str()))
                .collect(),
            guesses: Cell::new(GUESSES),
        }
    }

    /// What is wrong with an address on the page `url`.
    pub(super) fn fault(&self, url: &str, ask: &Ask) -> Option<Fault<'a>> {
        let Lead { file, anchor } = &ask.lead;
        if let Some(one) = self.missing.held(url, file) {
            return Some(Fault::Held(one));
        }
        if self.missing.is_absent(file) {
            return None;
        }
        if !self.output.names.contains(file) {
            return Some(self.no_file(file));
        }
        let anchor = anchor.as_deref()?;
        (!self.has(file, anchor)?).then(|| Fault::NoAnchor {
            page: file.clone(),
            anchor: anchor.to_owned(),
            near: self.near_id(file, anchor),
        })
    }

    fn no_file(&self, file: &str) -> Fault<'a> {
        if file.starts_with("../") {
            return Fault::Outside;
        }
        if self.missing.unlisted.contains(file) {
            return Fault::Unlisted;
        }
        let folder = format!("{file}/index.html");
        if self.output.names.contains(&folder) {
            return Fault::Folder(folder);
        }
        let found = [file, &folder]
            .iter()
            .find_map(|name| self.small.get(&name.to_lowercase()).copied());
        match found {
            Some(found) => Fault::OtherCase(found.to_owned()),
            None => Fault::NoFile(self.near_file(file)),
        }
    }

    /// Whether a file has a place of this name; `None` for files whose places are their program's matter, such as `a.pdf#page=2`.
    fn has(&self, file: &str, anchor: &str) -> Option<bool> {
        if let Some(ids) = self.ids.get(file) {
            return Some(ids.contains(anchor));
        }
        let svg = self.output.files.get(file).filter(|_| file.ends_with(".svg"))?;
        let ids = super::scan(&String::from_utf8_lossy(svg)).ids;
        Some(ids.contains(anchor))
    }

    fn near_id(&self, file: &str, anchor: &str) -> Option<String> {
        let ids = self.ids.get(file)?;
        nearest(anchor, ids.iter().map(String::as_str).take(COMPARED), self.may_guess()?)
    }

    /// A file with a similar name, below the same first folder.
    fn near_file(&self, file: &str) -> Option<String> {
        let campaign = file.split_once('/').map_or("", |(campaign, _)| campaign);
        let inside = format!("{campaign}/");
        let all = match campaign {
            "" => self.output.names.range(String::new()..),
            _ => self.output.names.range(inside.clone()..),
        };
        let names = all
            .map(String::as_str)
            .take_while(|name| campaign.is_empty() || name.starts_with(&inside));
        nearest(file, names.take(COMPARED), self.may_guess()?)
            // The campaign itself may be misspelt.
            .or_else(|| nearest(file, self.output.names.iter().map(String::as_str).take(COMPARED), ()))
    }

    fn may_guess(&self) -> Option<()> {
        let left = self.guesses.get().checked_sub(1)?;
        self.guesses.set(left);
        Some(())
    }
}

/// The most similar of some names, when it is similar enough to be meant.
fn nearest<'n>(name: &str, names: impl Iterator<Item = &'n str>, (): ()) -> Option<String> {
    let length = name.strip_suffix("/index.html").unwrap_or(name).chars().count();
    if length > LONGEST {
        return None;
    }
    let limit = (length / 3).clamp(1, 4);
    let name: Vec<char> = name.chars().collect();
    names
        .filter_map(|other| Some((distance(&name, other, limit)?, other)))
        .min()
        .map(|(_, other)| other.to_owned())
}

/// How many letters were mistyped, swapped ones counted once; `None` for more than `limit`. Thousands of long names are compared, so that only
/// the few letters around the diagonal are looked at.
fn distance(name: &[char], other: &str, limit: usize) -> Option<usize> {
    let other: Vec<char> = other.chars().collect();
    if name.len().abs_diff(other.len()) > limit {
        return None;
    }
    let far = limit + 1;
    let width = other.len() + 1;
    let mut before = vec![far; width];
    let mut last: Vec<usize> = (0..width).map(|column| column.min(far)).collect();
    for (row, letter) in name.iter().enumerate() {
        let mut next = vec![far; width];
        let band = row.saturating_sub(limit)..(row + limit + 1).min(other.len());
        if row < limit {
            put(&mut next, 0, row + 1);
        }
        for column in band {
            let same = other.get(column) == Some(letter);
            let swapped = row > 0
                && column > 0
                && name.get(row - 1) == other.get(column)
                && other.get(column - 1) == Some(letter);
            let mut cost = (at(&last, column) + usize::from(!same))
                .min(at(&last, column + 1) + 1)
                .min(at(&next, column) + 1);
            if swapped {
                cost = cost.min(at(&before, column - 1) + 1);
            }
            put(&mut next, column + 1, cost.min(far));
        }
        if next.iter().all(|cost| *cost > limit) {
            return None;
        }
        before = std::mem::replace(&mut last, next);
    }
    last.last().copied().filter(|cost| *cost <= limit)
}

fn at(costs: &[usize], column: usize) -> usize {
    costs.get(column).copied().unwrap_or(usize::MAX / 2)
}

fn put(costs: &mut [usize], column: usize, cost: usize) {
    if let Some(place) = costs.get_mut(column) {
        *place = cost;
    }
}

/// Says what is wrong with an address, where and on which pages.
pub(super) fn finding(group: &Group<'_>) -> Finding {
    let Group { fault, origin, pages } = group;
    let written = clipped(&origin.written);
    let on = on_pages(pages);
    let found = match fault {
        Fault::NoFile(near) => {
            let finding = Finding::of(&L601, format!("链接失效：网站里没有 {written}{on}"));
            match near {
                Some(near) => finding.help(format!(
                    "是不是想写 {}？不是的话，核对拼写，或删掉这个链接",
                    shown(near)
                )),
                None if written.contains('\\') => finding.help("网址里的分隔用 /，不用 \\"),
                None => finding.help(no_file_help(&written, origin.of_theme)),
            }
        }
        Fault::OtherCase(right) => {
            let message = format!("链接的大小写不对：写的是 {written}，网站里是 {}{on}", shown(right));
            Finding::of(&L601, message).help(format!(
                "改成 {}；网站的服务器分大小写，自己电脑上打得开也不算",
                shown(right)
            ))
        }
        Fault::Folder(folder) => {
            Finding::of(&L601, format!("链接失效：{written} 少了末尾的 /{on}")).help(format!("改成 {}", shown(folder)))
        }
        Fault::Outside => Finding::of(&L601, format!("链接失效：{written} 指到了网站外面{on}"))
            .help("少写几个 ../；站内页面可以写成 /届次/faq/ 这样的网址"),
        Fault::Unlisted => Finding::of(&L601, format!("链接失效：附件 {written} 没有发布{on}")).help(
            "文件在 attachments/ 里，但 campaign.yaml 的 attachments 没有列出它；列上一条，写明标题和 file，就会发布",
        ),
        Fault::NoAnchor { page, anchor, near } => {
            let (page, anchor) = (shown(page), clipped(anchor));
            let message = format!("链接失效：{page} 上没有 #{anchor} 这个位置{on}");
            let finding = Finding::of(&L601, message);
            match near {
                Some(near) => finding.help(format!("是不是想写 #{near}？")),
                None => finding.help("打开那一页，点标题看地址栏里 # 后面的字，照抄过来；或删掉 # 和后面的字"),
            }
        }
        Fault::Held(one) => held(one, &written, &on),
    };
    let found = match origin.span() {
        Some(span) => found.at(span),
        None => found.in_file(&origin.file),
    };
    let also = origin.also.iter().cloned();
    also.fold(found, |found, span| found.label(span, "这里也有"))
}

/// An address as far as anybody reads it.
fn clipped(written: &str) -> Cow<'_, str> {
    match written.char_indices().nth(LONGEST_SAID) {
        Some((end, _)) => Cow::Owned(format!("{}…", written.get(..end).unwrap_or_default())),
        None => Cow::Borrowed(written),
    }
}

fn no_file_help(written: &str, of_theme: bool) -> &'static str {
    if of_theme {
        return "核对模板里的网址：页面用 url(\"…/index.html\")，主题的文件用 asset(\"…\")";
    }
    let name = written.rsplit('/').next().unwrap_or(written);
    match name.rsplit_once('.') {
        Some((_, ending)) if !matches!(ending, "html" | "htm") => {
            "文件先放进 attachments/，并在 campaign.yaml 的 attachments 里列出；然后写成 /届次/attachments/文件名"
        }
        _ => "核对链接的拼写和大小写；站内页面可以写成 /届次/faq/ 这样的网址",
    }
}

/// A link to what is not on the site now, though it exists.
fn held(one: &Withheld, written: &str, on: &str) -> Finding {
    let text = |time| Moment::point(&When::At(time), Words::embedded(Locale::Zh)).text;
    let why = match one.standing {
        // The address still answers, so that a night without anybody at work doesn't stop the site.
        Standing::Expired(until) => {
            let message = format!("链接指向已下线的内容：{written}，{}下线{on}", text(until));
            return Finding::of(&L605, message).help("改成链接到现在的安排，或删掉这个链接");
        }
        Standing::InForce | Standing::Draft => "还是草稿".to_owned(),
        Standing::Waiting(None) => "发布时间待定".to_owned(),
        Standing::Waiting(Some(time)) => format!("{} 才发布", text(time)),
    };
    let help = format!("等“{}”放进网站再链接它；现在先删掉这个链接", one.title);
    Finding::of(&L601, format!("链接失效：{written} 不在网站里，{why}{on}")).help(help)
}

/// Where a link is shown.
pub(super) fn on_pages(pages: &BTreeSet<&str>) -> String {
    let first = pages.first().map_or_else(|| "/".to_owned(), |page| shown(page));
    match pages.len() {
        0 | 1 => format!("（在 {first} 上）"),
        number => format!("（在 {number} 个页面上，例如 {first}）"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    proptest::proptest! {
        #[test]
        fn names_are_as_far_apart_as_they_are_everywhere(a in "[ab/文]{0,12}", b in "[ab/文]{0,12}", limit in 1_usize..5) {
            let letters: Vec<char> = a.chars().collect();
            let whole = strsim::osa_distance(&a, &b);
            proptest::prop_assert_eq!(distance(&letters, &b, limit), (whole <= limit).then_some(whole));
        }
    }
}
