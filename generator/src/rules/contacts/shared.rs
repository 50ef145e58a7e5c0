//! C305: one provider, but another telephone number here than there.

use super::numbers::{differ, phone_place, phones};
use super::phone::{Number, number, numbers};
use crate::diagnostics::{Finding, Rule, Severity, Span};
use crate::model::{CampaignFolder, Contact, Model, Provider, Sourced};
use crate::rules::Context;
use crate::rules::prose::Line;
use crate::rules::written::{Wanted, Written};
use std::collections::BTreeMap;
use std::ops::Range;

pub(crate) static C305: Rule = Rule {
    id: "C305",
    severity: Severity::Warning,
    judgement: true,
    title: "同一个采集单位有两个电话",
    why: "至少有一个可能是旧的，学生会打不通。",
    fix: "问清楚现在用哪一个；号码只写在 providers/ 里，别处用 {{ provider.….phone }} 插入。",
};

/// Words between a provider's name and a number that make the number somebody else's.
const OTHERS: [&str; 7] = ["教务", "学院", "学校", "办公室", "研究生院", "老师", "客服"];

/// How far behind a provider's name its number stands at most, in characters.
const NEAR: usize = 30;

/// A provider with the numbers that it gives itself.
struct Known<'a> {
    provider: &'a Sourced<Provider>,
    numbers: Vec<Number>,
}

impl Known<'_> {
    fn first(&self) -> String {
        self.numbers.first().map(Number::normal).unwrap_or_default()
    }

    fn place(&self, context: &Context<'_>) -> Option<Span> {
        let wanted = Wanted {
            file: &self.provider.file,
            key: ["phones", "电话"],
            id: None,
        };
        wanted.place(context.sources, &self.provider.phones.first()?.0)
    }
}

pub(super) fn check(context: &mut Context<'_>, written: &Written<'_>) {
    let known = known(context.model);
    let mut found = twice(context, &known);
    found.extend(across(context, &known));
    for folder in &context.model.campaigns {
        for contact in &folder.campaign.contacts {
            found.extend(as_contact(context, &known, folder, contact));
        }
        for line in &written.of(&folder.id).lines {
            found.extend(in_line(context, &known, line));
        }
    }
    context.findings.append(&mut found);
}

fn known(model: &Model) -> Vec<Known<'_>> {
    let with_numbers = model.providers.values().map(|provider| {
        let phones = provider.phones.iter().chain(&provider.fax);
        Known {
            provider,
            numbers: phones.filter_map(|phone| number(&phone.0)).collect(),
        }
    });
    with_numbers.collect()
}

/// Two files for one provider: the same name, or the same address.
fn twice(context: &Context<'_>, known: &[Known<'_>]) -> Vec<Finding> {
    let mut first: BTreeMap<String, &Known<'_>> = BTreeMap::new();
    let mut found = Vec::new();
    for one in known.iter().filter(|one| !one.numbers.is_empty()) {
        let address = one.provider.address.as_deref().map(plain);
        let address = address.filter(|address| address.chars().count() > 6);
        for (key, what) in [(Some(plain(&one.provider.name)), "名称"), (address, "地址")] {
            let Some(key) = key else { continue };
            let other = *first.entry(key).or_insert(one);
            if !differ(&one.numbers, &other.numbers) {
                continue;
            }
            let (here, there) = (one.first(), other.first());
            let message = format!(
                "“{}”和“{}”{what}相同，电话不同：{here} 和 {there}",
                one.provider.name, other.provider.name
            );
            found.push(marked(
                context,
                Finding::of(&C305, message),
                one.place(context),
                &one.provider.file,
                other,
            ));
            break;
        }
    }
    found
}

/// White space and the last word of a room don't make another address.
fn plain(text: &str) -> String {
    let text: String = text.chars().filter(|c| !c.is_whitespace()).collect();
    text.trim_end_matches(['室', '号']).to_owned()
}

fn marked(context: &Context<'_>, finding: Finding, at: Option<Span>, file: &str, other: &Known<'_>) -> Finding {
    let finding = match at {
        Some(span) => finding.at(span),
        None => finding.in_file(file),
    };
    let finding = match other.place(context) {
        Some(span) => finding.label(span, "另一个电话"),
        None => finding,
    };
    finding.help("问清楚现在用哪一个，改掉旧的；两个都能用，就都写上")
}

/// The provider whose name a contact's post begins with; of several the first with the longest name.
fn called<'k, 'a>(known: &'k [Known<'a>], post: &str) -> Option<&'k Known<'a>> {
    let named = known.iter().filter(|one| post.starts_with(&one.provider.name));
    named.rev().max_by_key(|one| one.provider.name.len())
}

/// A provider with the others of its name: which of them is meant nobody can tell.
fn same_name<'k, 'a>(known: &'k [Known<'a>], one: &Known<'a>) -> impl Iterator<Item = &'k Known<'a>> {
    let name = one.provider.name.as_str();
    known.iter().filter(move |other| other.provider.name == name)
}

/// Words of those who take pictures; a service desk or an office of that name is another one at every school.
const PROVIDERS: [&str; 4] = ["图片社", "采集中心", "分社", "新华社"];

/// Contacts of different campaigns that are one provider's, as far as there is no file for it.
fn across(context: &Context<'_>, known: &[Known<'_>]) -> Vec<Finding> {
    let mut first: BTreeMap<&str, (&CampaignFolder, &Contact)> = BTreeMap::new();
    let mut found = Vec::new();
    for folder in &context.model.campaigns {
        for contact in &folder.campaign.contacts {
            let post = contact.post.trim();
            let (Some(phone), true) = (contact.phones.first(), PROVIDERS.iter().any(|word| post.contains(word))) else {
                continue;
            };
            let (there, other) = *first.entry(post).or_insert((folder, contact));
            if there.id == folder.id || called(known, post).is_some() || !differ(&phones(contact), &phones(other)) {
                continue;
            }
            let theirs = other.phones.first().map_or("", |phone| phone.0.as_str());
            let message = format!(
                "“{post}”在这里的电话是 {}，在“{}”里是 {theirs}",
                phone.0, there.campaign.title
            );
            let finding = phone_place(folder, contact).mark(Finding::of(&C305, message), context.sources, &phone.0);
            let finding = match phone_place(there, other).place(context.sources, theirs) {
                Some(span) => finding.label(span, "另一个电话"),
                None => finding,
            };
            found.push(finding.help("问清楚现在用哪一个，改掉旧的；两个都能用，就都写上"));
        }
    }
    found
}

fn as_contact(
    context: &Context<'_>,
    known: &[Known<'_>],
    folder: &CampaignFolder,
    contact: &Contact,
) -> Option<Finding> {
    let one = called(known, &contact.post)?;
    let phones = phones(contact);
    if !same_name(known, one).all(|one| differ(&phones, &one.numbers)) {
        return None;
    }
    let written = &contact.phones.first()?.0;
    let name = &one.provider.name;
    let message = format!("“{name}”在这里的电话是 {written}，采集单位的文件里是 {}", one.first());
    let place = phone_place(folder, contact).place(context.sources, written);
    Some(marked(
        context,
        Finding::of(&C305, message),
        place,
        &folder.campaign.file,
        one,
    ))
}

/// A provider's name in a sentence with a number right behind it.
fn in_line(context: &Context<'_>, known: &[Known<'_>], line: &Line<'_>) -> Vec<Finding> {
    if !line.body || numbers(line.text).is_empty() {
        return Vec::new();
    }
    let names = names(known, line.text);
    let mut found = Vec::new();
    for (index, (range, one)) in names.iter().enumerate() {
        let next = names.get(index + 1).map_or(line.text.len(), |(next, _)| next.start);
        let behind = line.text.get(range.end..next).unwrap_or("");
        let behind = behind.split(['。', '；']).next().unwrap_or("");
        let Some(number) = number(behind) else { continue };
        let between = behind.get(..number.range.start).unwrap_or("");
        let others = between.chars().count() > NEAR || OTHERS.iter().any(|word| between.contains(word));
        if others
            || one.numbers.is_empty()
            || same_name(known, one).any(|one| one.numbers.iter().any(|own| own.is_same(&number)))
        {
            continue;
        }
        let name = &one.provider.name;
        let message = format!(
            "“{name}”在这里的电话是 {}，采集单位的文件里是 {}",
            number.normal(),
            one.first()
        );
        let place = line.span(range.end + number.range.start..range.end + number.range.end);
        found.push(marked(
            context,
            Finding::of(&C305, message),
            Some(place),
            line.file,
            one,
        ));
    }
    found
}

/// Where providers are named; a name within a longer one is not meant.
fn names<'k, 'a>(known: &'k [Known<'a>], text: &str) -> Vec<(Range<usize>, &'k Known<'a>)> {
    let mut all: Vec<(Range<usize>, &Known<'a>)> = Vec::new();
    for one in known.iter().filter(|one| one.provider.name.chars().count() > 2) {
        let name = one.provider.name.as_str();
        all.extend(text.match_indices(name).map(|(at, _)| (at..at + name.len(), one)));
    }
    all.sort_by_key(|(range, _)| (range.start, std::cmp::Reverse(range.end)));
    let mut end = 0;
    all.retain(|(range, _)| {
        let own = range.end > end;
        end = end.max(range.end);
        own
    });
    all
}
