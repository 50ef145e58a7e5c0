//! C301: two numbers for one name. C302: one number written in two ways.

use super::people::titled;
use super::phone::{Number, number, numbers};
use crate::diagnostics::{Finding, Rule, Severity, Span};
use crate::model::{CampaignFolder, Contact};
use crate::rules::Context;
use crate::rules::prose::campaign_of;
use crate::rules::written::{Folder, Wanted, Written};
use std::collections::{BTreeMap, BTreeSet};

pub(crate) static C301: Rule = Rule {
    id: "C301",
    severity: Severity::Warning,
    judgement: true,
    title: "同一个称呼有两个电话",
    why: "学生分不清该打哪一个，打错了还要再问一次。",
    fix: "按岗位或事项分开写，例如“学籍咨询（一）”“学籍咨询（二）”。",
};

pub(crate) static C302: Rule = Rule {
    id: "C302",
    severity: Severity::Warning,
    judgement: true,
    title: "同一个电话写成了两种样子",
    why: "没有区号，外地的学生打不通；两种写法看起来像两个号码。",
    fix: "都写成“区号-号码”，例如 0755-12345678。",
};

/// How far behind a name its number stands at most, in bytes.
const NEAR: usize = 60;

pub(super) fn check(context: &mut Context<'_>, written: &Written<'_>) {
    let model = context.model;
    let mut found = Vec::new();
    for folder in &model.campaigns {
        found.extend(same_post(context, folder));
        found.extend(same_name(written.of(&folder.id)));
    }
    found.extend(two_ways(written));
    context.findings.append(&mut found);
}

/// The place of a contact's number.
pub(super) fn phone_place<'a>(folder: &'a CampaignFolder, contact: &'a Contact) -> Wanted<'a> {
    Wanted {
        file: &folder.campaign.file,
        key: ["contacts", "联系方式"],
        id: Some(&contact.id),
    }
}

pub(super) fn phones(contact: &Contact) -> Vec<Number> {
    contact.phones.iter().filter_map(|phone| number(&phone.0)).collect()
}

/// Whether two lists have no number in common; an empty one says nothing.
pub(super) fn differ(a: &[Number], b: &[Number]) -> bool {
    !a.is_empty() && !b.is_empty() && !a.iter().any(|one| b.iter().any(|other| one.is_same(other)))
}

/// C301 among the contacts of a campaign: one post, the same matters, the same campus, other numbers.
fn same_post(context: &Context<'_>, folder: &CampaignFolder) -> Vec<Finding> {
    let contacts = &folder.campaign.contacts;
    let mut first: BTreeMap<_, &Contact> = BTreeMap::new();
    let mut found = Vec::new();
    for contact in contacts {
        let campus = contact.campus.as_ref().map(|id| id.value.as_str());
        let key = (contact.post.trim(), contact.topic.as_deref(), campus);
        let earlier = *first.entry(key).or_insert(contact);
        let (mine, theirs) = (phones(contact), phones(earlier));
        let (Some(a), Some(b)) = (earlier.phones.first(), contact.phones.first()) else {
            continue;
        };
        if !differ(&mine, &theirs) {
            continue;
        }
        let message = format!(
            "有两个联系人都叫“{}”，电话不同：{} 和 {}",
            contact.post.trim(),
            a.0,
            b.0
        );
        let finding = Finding::of(&C301, message).help("在 post 里写出岗位的区别，或在 topic 里写各管什么事");
        let finding = phone_place(folder, contact).mark(finding, context.sources, &b.0);
        found.push(match phone_place(folder, earlier).place(context.sources, &a.0) {
            Some(span) => finding.label(span, "另一个在这里"),
            None => finding,
        });
    }
    found
}

/// C301 in sentences: a name with its title, and a number right behind it.
fn same_name(folder: &Folder<'_>) -> Vec<Finding> {
    let mut known: BTreeMap<&str, Vec<(Number, Span)>> = BTreeMap::new();
    for line in &folder.lines {
        let names = titled(line.text);
        for (index, name) in names.iter().enumerate() {
            let until = names.get(index + 1).map_or(line.text.len(), |next| next.start);
            let behind = line.text.get(name.end..until).unwrap_or("");
            let Some(number) = number(behind).filter(|number| number.range.start <= NEAR) else {
                continue;
            };
            let span = line.span(name.end + number.range.start..name.end + number.range.end);
            let Some(name) = line.text.get(name.clone()) else {
                continue;
            };
            let seen = known.entry(name).or_default();
            if !seen.iter().any(|(other, _)| other.is_same(&number)) {
                seen.push((number, span));
            }
        }
    }
    let mut found = Vec::new();
    for (name, seen) in known {
        let mut seen = seen.into_iter();
        let Some((first, place)) = seen.next() else { continue };
        for (number, span) in seen {
            let message = format!("“{name}”有两个不同的电话：{} 和 {}", first.normal(), number.normal());
            let help = "是两位老师，就按岗位分开写；是一位，就把两个号码写在一起";
            let finding = Finding::of(&C301, message).at(span).help(help);
            found.push(finding.label(place.clone(), "另一个在这里"));
        }
    }
    found
}

/// One way of writing one number, where it stands first in a file.
struct Way {
    text: String,
    number: Number,
    span: Span,
}

/// The campaign of a file; empty for what campaigns share.
fn folder_of(file: &str) -> &str {
    campaign_of(file).map_or("", |(id, _)| id)
}

/// C302 over the whole site. A number without its area code is one with it only within the same campaign, or in what campaigns share.
fn two_ways(written: &Written<'_>) -> Vec<Finding> {
    let mut ways: BTreeMap<String, Vec<Way>> = BTreeMap::new();
    let mut short: Vec<Way> = Vec::new();
    // Which full numbers end like this, and in which folder.
    let mut ends: BTreeMap<(String, String), String> = BTreeMap::new();
    let mut seen: BTreeSet<(String, String)> = BTreeSet::new();
    for line in written.all() {
        for number in numbers(line.text) {
            let text = line.text.get(number.range.clone()).unwrap_or("").to_owned();
            if number.area.is_some() {
                ends.entry((folder_of(line.file).to_owned(), number.local.clone()))
                    .or_insert(number.digits());
            }
            if !seen.insert((line.file.to_owned(), text.clone())) {
                continue;
            }
            let span = line.span(number.range.clone());
            let way = Way { text, number, span };
            match way.number.area {
                Some(_) => ways.entry(way.number.digits()).or_default().push(way),
                None => short.push(way),
            }
        }
    }
    for way in short {
        let folders = [folder_of(&way.span.file).to_owned(), String::new()];
        let full = folders
            .into_iter()
            .find_map(|folder| ends.get(&(folder, way.number.local.clone())));
        if let Some(full) = full {
            ways.entry(full.clone()).or_default().push(way);
        }
    }
    ways.values().flat_map(|ways| unlike(ways)).collect()
}

/// A finding for each way of writing a number that isn't the normal one, as soon as there are two.
fn unlike(ways: &[Way]) -> Vec<Finding> {
    let Some(full) = ways.iter().find(|way| way.number.area.is_some()) else {
        return Vec::new();
    };
    let normal = full.number.normal();
    let finding = |way: &Way| {
        let other = ways.iter().filter(|other| other.text != way.text);
        // The right way is the best thing to compare with.
        let other = other.max_by_key(|other| other.text == normal)?;
        let message = format!("电话写法不一致：“{}”，别处写“{}”", way.text, other.text);
        let finding = Finding::of(&C302, message).at(way.span.clone());
        let finding = finding.label(other.span.clone(), "同一个号码的另一种写法");
        Some(finding.help(format!("统一写成 {normal}")))
    };
    ways.iter()
        .filter(|way| way.text != normal)
        .filter_map(finding)
        .collect()
}
