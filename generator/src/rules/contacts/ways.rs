//! C303: a private mailbox as a public address. C304: only one way to ask, and nobody says when.

use super::numbers::phone_place;
use crate::diagnostics::{Finding, Rule, Severity};
use crate::model::{CampaignFolder, Contact};
use crate::rules::Context;
use crate::rules::prose::Line;
use crate::rules::written::Written;
use std::collections::BTreeSet;

pub(crate) static C303: Rule = Rule {
    id: "C303",
    severity: Severity::Warning,
    judgement: true,
    title: "对外公布的是个人邮箱",
    why: "换了人，信就没人收；学生也分不清是不是冒充的。学生的材料会留在个人邮箱里。",
    fix: "换成单位邮箱，例如 xueji@学校的域名。",
};

pub(crate) static C304: Rule = Rule {
    id: "C304",
    severity: Severity::Warning,
    judgement: true,
    title: "联系方式只有一种，也没有办公时间",
    why: "电话没人接或邮件没人回时，学生不知道还能怎么问、要等多久。",
    fix: "再写一种联系方式，或写上 hours（办公时间）。",
};

/// Providers of private mailboxes.
const PRIVATE: [&str; 20] = [
    "qq.com",
    "foxmail.com",
    "163.com",
    "126.com",
    "yeah.net",
    "sina.com",
    "sina.cn",
    "sohu.com",
    "139.com",
    "189.cn",
    "wo.cn",
    "21cn.com",
    "tom.com",
    "aliyun.com",
    "gmail.com",
    "outlook.com",
    "hotmail.com",
    "live.com",
    "icloud.com",
    "yahoo.com",
];

pub(super) fn check(context: &mut Context<'_>, written: &Written<'_>) {
    let mut found: Vec<Finding> = Vec::new();
    let mut seen = BTreeSet::new();
    for line in written.all() {
        for (range, domain) in private(line.text) {
            let address = line.text.get(range.clone()).unwrap_or("").to_ascii_lowercase();
            if seen.insert((line.file, address)) {
                found.push(mailbox(line, range, domain));
            }
        }
    }
    let only = context
        .model
        .campaigns
        .iter()
        .filter_map(|folder| only_one(context, folder));
    found.extend(only);
    context.findings.append(&mut found);
}

fn mailbox(line: &Line<'_>, range: std::ops::Range<usize>, domain: &str) -> Finding {
    Finding::of(&C303, format!("对外公布的是个人邮箱（…@{domain}）"))
        .at(line.span(range))
        .help("换成单位邮箱；暂时没有，先只写办公电话")
}

/// Addresses of private mailboxes in a line, each with the domain of its provider.
fn private(text: &str) -> Vec<(std::ops::Range<usize>, &'static str)> {
    let part = |c: char| c.is_ascii_alphanumeric() || "._%+-".contains(c);
    let address = |(at, _): (usize, &str)| {
        let (before, after) = (text.get(..at)?, text.get(at + 1..)?);
        let start = before.trim_end_matches(part).len();
        let domain = after.len()
            - after
                .trim_start_matches(|c: char| c.is_ascii_alphanumeric() || c == '.' || c == '-')
                .len();
        let domain = after.get(..domain)?.trim_end_matches(['.', '-']);
        let lower = domain.to_ascii_lowercase();
        let found = PRIVATE
            .iter()
            .find(|one| lower == **one || lower.strip_prefix("vip.") == Some(one))?;
        (start < at).then_some((start..at + 1 + domain.len(), *found))
    };
    text.match_indices('@').filter_map(address).collect()
}

/// C304: the ways to ask of a whole campaign. A chat window of somebody's app counts only where there is nothing else.
fn only_one(context: &Context<'_>, folder: &CampaignFolder) -> Option<Finding> {
    let contacts = &folder.campaign.contacts;
    if contacts.iter().any(|contact| contact.hours.is_some()) {
        return None;
    }
    let offices: Vec<&Contact> = contacts
        .iter()
        .filter(|contact| !contact.phones.is_empty() || contact.email.is_some())
        .collect();
    let by_phone = offices
        .iter()
        .find_map(|contact| contact.phones.first().map(|phone| (*contact, phone.0.as_str(), "电话")));
    let by_mail = offices
        .iter()
        .find_map(|contact| contact.email.as_deref().map(|mail| (*contact, mail, "邮箱")));
    let (contact, value, kind) = match (by_phone, by_mail) {
        (Some(_), Some(_)) => return None,
        (Some(one), None) | (None, Some(one)) => one,
        (None, None) => contacts
            .iter()
            .find_map(|contact| contact.online.as_deref().map(|online| (contact, online, "在线咨询")))?,
    };
    let more = match kind {
        "电话" => "单位邮箱（email）",
        "邮箱" => "办公电话（phones）",
        _ => "办公电话（phones）或单位邮箱（email）",
    };
    let help = format!("再写一种，例如{more}；或写上办公时间，例如 hours: 工作日 8:30–11:30，14:00–17:00");
    let message = format!("联系方式只有一种（{kind}），也没有办公时间");
    let finding = Finding::of(&C304, message).help(help);
    Some(phone_place(folder, contact).mark(finding, context.sources, value))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn private_mailboxes_are_told_from_those_of_offices() {
        let text = "写信到 example.1@QQ.com，或a@vip.163.com。";
        let found: Vec<(&str, &str)> = private(text)
            .into_iter()
            .map(|(range, domain)| (text.get(range).unwrap(), domain))
            .collect();
        assert_eq!(found, [("example.1@QQ.com", "qq.com"), ("a@vip.163.com", "163.com")]);
        for text in [
            "a@example.edu.cn",
            "@qq.com",
            "a@notqq.com",
            "a@qq.com.example.org",
            "a@",
            "@",
        ] {
            assert!(private(text).is_empty(), "{text}");
        }
    }
}
