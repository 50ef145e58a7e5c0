//! K101: an id that names something else must name something that exists. A403: a named attachment file must be there.

use super::Context;
use super::near::near;
use crate::diagnostics::{Finding, Rule, Severity};
use crate::model::{CampaignFolder, Route, School, Spanned};

pub(crate) static A403: Rule = Rule {
    id: "A403",
    severity: Severity::Error,
    judgement: true,
    title: "提到的附件没有文件",
    why: "学生点开附件，什么也没有。",
    fix: "把文件放进 attachments/，名字照抄（大小写也要一样）。",
};

pub(crate) static K101: Rule = Rule {
    id: "K101",
    severity: Severity::Error,
    judgement: false,
    title: "指到了不存在的东西",
    why: "代号写错一个字，这里的事实就接不上。",
    fix: "改成已有的代号；可以写的都列在提示里。",
};

/// Where an id may lead, and how that thing is called.
pub(super) struct Target<'a> {
    pub(super) what: &'a str,
    pub(super) known: Vec<&'a str>,
}

pub(super) fn check(context: &mut Context<'_>) {
    let model = context.model;
    for folder in &model.campaigns {
        campaign(context, folder);
        for (_, route) in &folder.routes {
            route_references(context, folder, &route.file, &route.value);
        }
        for (_, notice) in &folder.notices {
            let target = attachments(folder);
            for id in &notice.attachments {
                require(context, &notice.file, id, &target);
            }
        }
    }
    for school in model.schools.values() {
        let target = campuses(Some(&school.value));
        for office in &school.offices {
            for id in office.campus.iter() {
                require(context, &school.file, id, &target);
            }
        }
    }
}

fn campaign(context: &mut Context<'_>, folder: &CampaignFolder) {
    let model = context.model;
    let campaign = &folder.campaign;
    let file = campaign.file.as_str();
    let schools = Target {
        what: "学校",
        known: model.schools.keys().map(String::as_str).collect(),
    };
    if !context
        .failed
        .contains(&format!("content/schools/{}.yaml", campaign.school.value))
    {
        require(context, file, &campaign.school, &schools);
    }
    if let Some(school) = school_of(context, folder) {
        let offices = Target {
            what: "部门",
            known: school.offices.iter().map(|o| o.id.as_str()).collect(),
        };
        require(context, file, &campaign.office, &offices);
        let campuses = campuses(Some(school));
        for contact in &campaign.contacts {
            for id in contact.campus.iter() {
                require(context, file, id, &campuses);
            }
        }
    }
    for id in &campaign.providers {
        provider(context, file, id);
    }
    let profile = campaign.photo.value.as_str();
    if !context
        .failed
        .contains(&format!("content/photo-profiles/{profile}.yaml"))
    {
        let profiles = Target {
            what: "照片规则",
            known: model.profiles.keys().map(String::as_str).collect(),
        };
        require(context, file, &campaign.photo, &profiles);
    }
    route(context, folder, file, &campaign.main_route);
    let contacts = contacts(folder);
    let collected = campaign.deadlines.iter().flat_map(|deadline| &deadline.collects);
    let checked = campaign.verification.iter().filter_map(|verify| verify.routes.as_ref());
    for id in collected.chain(checked.flatten()) {
        route(context, folder, file, id);
    }
    for id in campaign
        .verification
        .iter()
        .filter_map(|verify| verify.contact.as_ref())
    {
        require(context, file, id, &contacts);
    }
    attached_files(context, folder);
}

/// A403 for the files that the table of attachments names.
fn attached_files(context: &mut Context<'_>, folder: &CampaignFolder) {
    let campaign = &folder.campaign;
    for attached in campaign
        .attachments
        .iter()
        .filter_map(|attachment| attachment.file.as_ref())
    {
        if !folder.attachment_files.contains(&attached.value) {
            let message = format!("附件文件“{}”不在 attachments/ 里", attached.value);
            let help = format!(
                "把文件放进 content/campaigns/{}/attachments/（大小写要一致），或删掉 file 这一行",
                folder.id
            );
            context.findings.push(
                Finding::of(&A403, message)
                    .at_value(&campaign.file, attached)
                    .help(help),
            );
        }
    }
}

fn route_references(context: &mut Context<'_>, folder: &CampaignFolder, file: &str, written: &Route) {
    if let Some(school) = school_of(context, folder) {
        let campuses = campuses(Some(school));
        let at_campus = written.sessions.iter().filter_map(|s| s.campus.as_ref());
        let pay_at = written
            .payment
            .iter()
            .flat_map(|p| &p.places)
            .map(|place| &place.campus);
        for id in at_campus.chain(pay_at) {
            require(context, file, id, &campuses);
        }
        let offices = Target {
            what: "部门",
            known: school.offices.iter().map(|o| o.id.as_str()).collect(),
        };
        for id in written.delivery.iter().filter_map(|delivery| delivery.office.as_ref()) {
            require(context, file, id, &offices);
        }
    }
    for id in &written.places {
        provider(context, file, id);
    }
    for id in written.exclusive_with.iter().chain(&written.fallback) {
        route(context, folder, file, id);
    }
    let contacts = contacts(folder);
    for id in written.delivery.iter().filter_map(|delivery| delivery.contact.as_ref()) {
        require(context, file, id, &contacts);
    }
    let attachments = attachments(folder);
    for id in &written.guides {
        require(context, file, id, &attachments);
    }
}

pub(super) fn school_of<'a>(context: &Context<'a>, folder: &CampaignFolder) -> Option<&'a School> {
    context
        .model
        .schools
        .get(&folder.campaign.school.value)
        .map(|school| &school.value)
}

fn provider(context: &mut Context<'_>, file: &str, id: &Spanned<String>) {
    if !context.failed.contains(&format!("content/providers/{}.yaml", id.value)) {
        let known = context.model.providers.keys().map(String::as_str).collect();
        require(
            context,
            file,
            id,
            &Target {
                what: "采集单位",
                known,
            },
        );
    }
}

pub(super) fn route(context: &mut Context<'_>, folder: &CampaignFolder, file: &str, id: &Spanned<String>) {
    let failed = format!("content/campaigns/{}/routes/{}.yaml", folder.id, id.value);
    if !context.failed.contains(&failed) {
        let known = folder.routes.iter().map(|(id, _)| id.as_str()).collect();
        require(
            context,
            file,
            id,
            &Target {
                what: "采集路线",
                known,
            },
        );
    }
}

pub(super) fn campuses(school: Option<&School>) -> Target<'_> {
    Target {
        what: "校区",
        known: school.iter().flat_map(|s| &s.campuses).map(|c| c.id.as_str()).collect(),
    }
}

fn contacts(folder: &CampaignFolder) -> Target<'_> {
    Target {
        what: "联系方式",
        known: folder.campaign.contacts.iter().map(|c| c.id.as_str()).collect(),
    }
}

fn attachments(folder: &CampaignFolder) -> Target<'_> {
    Target {
        what: "附件",
        known: folder.campaign.attachments.iter().map(|a| a.id.as_str()).collect(),
    }
}

pub(super) fn require(context: &mut Context<'_>, file: &str, id: &Spanned<String>, target: &Target<'_>) {
    if target.known.contains(&id.value.as_str()) {
        return;
    }
    let nearest = target
        .known
        .iter()
        .filter_map(|name| Some((near(&id.value, name, name.len().max(3) / 3)?, *name)))
        .min();
    let guess = nearest
        .map(|(_, name)| format!("，是不是想写“{name}”"))
        .unwrap_or_default();
    let message = format!("没有叫“{}”的{}{guess}", id.value, target.what);
    let help = if target.known.is_empty() {
        format!("现在一个{}也没有写，先添上", target.what)
    } else {
        format!("可以写的有：{}", target.known.join("、"))
    };
    context
        .findings
        .push(Finding::of(&K101, message).at_value(file, id).help(help));
}
