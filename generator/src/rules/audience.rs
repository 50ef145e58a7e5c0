//! R902: nobody may be left without a route: holders of a document, students of a campus, people who missed the one session.
//! K101: the campuses and routes that define a group must exist.

use super::references::{campuses, require, route as require_route, school_of};
use super::{Context, span_at};
use crate::derive::campaign::Names;
use crate::diagnostics::{Finding, Rule, Severity, Sources, Span};
use crate::i18n::{Locale, Words};
use crate::model::{CampaignFolder, Group, GroupSpec, Origin, Route, RouteKind, School, Sourced, Spanned, Study};

pub(crate) static R902: Rule = Rule {
    id: "R902",
    severity: Severity::Warning,
    judgement: true,
    title: "有人没有可走的路线",
    why: "这些学生看完通知，不知道自己该怎么办。",
    fix: "给他们一条路线，或在对象里说明他们不参加；错过的人怎么办写在 if_missed。",
};

pub(super) fn check(context: &mut Context<'_>) {
    let sources = context.sources;
    let model = context.model;
    for folder in &model.campaigns {
        references(context, folder);
        // Whose file could not be read may be the very route that is missed here.
        let routes = format!("content/campaigns/{}/routes/", folder.id);
        let unread = context.failed.iter().any(|file| file.starts_with(&routes));
        if unread || folder.routes.is_empty() {
            continue;
        }
        let reach = Reach {
            folder,
            school: school_of(context, folder),
            names: Names::new(model, folder, Words::embedded(Locale::Zh)),
        };
        let mut found = reach.groups();
        found.extend(reach.other_documents(sources));
        found.extend(reach.campuses());
        found.extend(reach.missed());
        context.findings.append(&mut found);
    }
}

fn references(context: &mut Context<'_>, folder: &CampaignFolder) {
    let school = school_of(context, folder);
    let audience = &folder.campaign.audience;
    let own = [
        &audience.include,
        &audience.exclude,
        &audience.exempt,
        &audience.must_retake,
    ];
    let own = own.into_iter().flatten().map(|group| (&folder.campaign.file, group));
    let routes = folder.routes.iter().map(|(_, route)| route);
    let theirs = routes.flat_map(|route| route.audience.iter().map(move |group| (&route.file, group)));
    for (file, group) in own.chain(theirs) {
        if let (Some(id), Some(school)) = (&group.value.campus, school) {
            require(context, file, id, &campuses(Some(school)));
        }
        if let Some(id) = &group.value.missed {
            require_route(context, folder, file, id);
        }
    }
}

/// One person of a group, as far as the group says.
#[derive(Debug, Clone, Copy, Default)]
struct Person<'a> {
    grade: Option<u16>,
    years: Option<u16>,
    study: Option<Study>,
    origin: Option<Origin>,
    status: Option<&'a str>,
    campus: Option<&'a str>,
    document: Option<&'a str>,
    /// Whether a route for those who missed another is no way for this person: nobody begins there.
    in_time: bool,
}

impl<'a> Person<'a> {
    fn of(group: &'a GroupSpec, document: Option<&'a str>) -> Self {
        Self {
            grade: group.grade,
            years: group.years,
            study: group.study,
            origin: group.origin,
            status: group.status.as_deref(),
            campus: group.campus.as_ref().map(|id| id.value.as_str()),
            document,
            in_time: document.is_none() && group.missed.is_none(),
        }
    }

    /// Whether the conditions of a group leave the person out. What neither side says decides nothing.
    fn is_outside(&self, group: &GroupSpec) -> bool {
        fn differ<T: PartialEq>(a: Option<T>, b: Option<T>) -> bool {
            matches!((a, b), (Some(a), Some(b)) if a != b)
        }
        differ(self.grade, group.grade)
            || differ(self.years, group.years)
            || differ(self.study, group.study)
            || differ(self.origin, group.origin)
            || differ(self.status, group.status.as_deref())
            || differ(self.campus, group.campus.as_ref().map(|id| id.value.as_str()))
            || self.document.is_some_and(|held| !takes(&group.documents, held))
    }

    fn may_take(&self, route: &Route) -> bool {
        let admits = |group: &GroupSpec| !self.is_outside(group) && !(self.in_time && group.missed.is_some());
        let admitted = route.audience.iter().any(|group| admits(&group.value));
        let named = |campus: &str| {
            let mut campuses = route.audience.iter().filter_map(|group| group.value.campus.as_ref());
            campuses.any(|id| id.value == campus)
        };
        let there = self.campus.is_none_or(|campus| {
            let here = |id: &Spanned<String>| id.value == campus;
            let mut sessions = route.sessions.iter();
            route.sessions.is_empty() || sessions.any(|s| s.campus.as_ref().is_none_or(here)) || named(campus)
        });
        let listed = &route.id_documents;
        let known = self
            .document
            .is_none_or(|held| listed.is_empty() || listed.iter().any(|one| same(one, held)));
        admitted && there && known
    }
}

/// Whether a list of documents, when there is one, holds this kind.
fn takes(listed: &[Spanned<String>], held: &str) -> bool {
    listed.is_empty() || listed.iter().any(|one| same(&one.value, held))
}

/// Words that tell kinds of documents apart; one document may be of several kinds, as 港澳台证件 is.
const KINDS: [(&str, u8); 12] = [
    ("港澳台", 0b111),
    ("港澳", 0b011),
    ("香港", 0b001),
    ("澳门", 0b010),
    ("回乡证", 0b011),
    ("台湾", 0b100),
    ("台胞", 0b100),
    ("护照", 0b1000),
    ("永久居留", 0b1_0000),
    ("居民身份证", 0b10_0000),
    ("大陆身份证", 0b10_0000),
    ("二代身份证", 0b10_0000),
];

fn kinds(document: &str) -> u8 {
    if document == "身份证" {
        return 0b10_0000;
    }
    let found = KINDS.iter().filter(|(word, _)| document.contains(word));
    found.fold(0, |all, (_, kind)| all | kind)
}

/// Whether who asks for `listed` takes `held`: the same words, or a kind that covers it.
fn same(listed: &str, held: &str) -> bool {
    let (wide, narrow) = (kinds(listed), kinds(held));
    listed.trim() == held.trim() || narrow != 0 && wide & narrow == narrow
}

/// Documents that a sentence may speak of; narrower words than [`KINDS`], since a sentence also names offices and places.
const NAMED: [&str; 9] = [
    "港澳台证件",
    "港澳台居民居住证",
    "港澳居民来往内地通行证",
    "台湾居民来往大陆通行证",
    "港澳居民",
    "台湾居民",
    "回乡证",
    "台胞证",
    "护照",
];

/// The name that stands for most kinds of documents; of several the most exact.
fn widest<'a>(names: impl Iterator<Item = &'a str>) -> Option<&'a str> {
    names.max_by_key(|name| (kinds(name).count_ones(), name.chars().count()))
}

struct Reach<'a> {
    folder: &'a CampaignFolder,
    school: Option<&'a School>,
    names: Names<'a>,
}

impl<'a> Reach<'a> {
    fn has_route(&self, person: Person<'_>) -> bool {
        self.folder
            .routes
            .iter()
            .any(|(_, route)| person.may_take(&route.value))
    }

    /// Groups that the campaign names with conditions that no route meets.
    fn groups(&self) -> Vec<Finding> {
        let audience = &self.folder.campaign.audience;
        let named = audience.include.iter().chain(&audience.must_retake);
        named.flat_map(|group| self.group(group)).collect()
    }

    fn group(&self, group: &Spanned<Group>) -> Vec<Finding> {
        let file = &self.folder.campaign.file;
        let spec: &GroupSpec = &group.value;
        if !spec.is_defined() {
            return Vec::new();
        }
        let sentence = self.names.group(spec);
        if !self.has_route(Person::of(spec, None)) {
            let message = format!("“{sentence}”没有可走的路线：各条路线的对象和场次都不包括他们");
            let help = "在一条路线的 audience 里写上他们；真的不参加，就移到 campaign.yaml 的 audience.exclude";
            // A mapping has no end of its own to underline; the value that tells the group apart has.
            let finding = Finding::of(&R902, message).help(help);
            return vec![match &spec.campus {
                Some(campus) => finding.at_value(file, campus),
                None => finding.at_value(file, group),
            }];
        }
        let without = spec
            .documents
            .iter()
            .filter(|document| !self.has_route(Person::of(spec, Some(&document.value))));
        let finding = |document: &Spanned<String>| {
            let message = format!("持{}的人没有可走的路线：没有一条路线认这种证件", document.value);
            Finding::of(&R902, message)
                .at_value(file, document)
                .help("在一条路线的 id_documents 里写上这种证件，或给他们另写一条路线")
        };
        without.map(finding).collect()
    }

    /// Documents for which a route says what to do, although no route takes them.
    fn other_documents(&self, sources: &Sources) -> Vec<Finding> {
        let mut found = Vec::new();
        for (_, route) in &self.folder.routes {
            let Some(text) = &route.other_documents else { continue };
            let named = NAMED.iter().filter(|name| text.contains(*name));
            // 港澳台证件 stands for each of its parts: the widest name is said once.
            let lost = named.copied().filter(|name| {
                !self.has_route(Person {
                    document: Some(name),
                    ..Person::default()
                })
            });
            let Some(name) = widest(lost) else {
                continue;
            };
            let message = format!("“{}”说到{name}，却没有一条路线认这种证件", route.name);
            let finding = Finding::of(&R902, message)
                .help("在收这种证件的路线的 id_documents 里写上它；没有这样的路线就另写一条");
            found.push(match place_of(route, text, name, sources) {
                Some(span) => finding.at(span),
                None => finding.in_file(&route.file),
            });
        }
        found
    }

    /// Campuses without a session of their own, while others have one, and without another way.
    fn campuses(&self) -> Vec<Finding> {
        let sessions = self.folder.routes.iter().flat_map(|(_, route)| {
            let campuses = route.sessions.iter().filter_map(|session| session.campus.as_ref());
            campuses.map(move |campus| (route, campus))
        });
        let sessions: Vec<_> = sessions.collect();
        let (Some(school), Some((route, first))) = (self.school, sessions.first()) else {
            return Vec::new();
        };
        let audience = &self.folder.campaign.audience;
        let said = |id: &str| {
            let groups = audience
                .include
                .iter()
                .chain(&audience.must_retake)
                .chain(&audience.exclude);
            groups
                .filter_map(|group| group.value.campus.as_ref())
                .any(|campus| campus.value == id)
        };
        let person = |id| Person {
            campus: Some(id),
            ..Person::default()
        };
        let lost = school
            .campuses
            .iter()
            .filter(|campus| !said(&campus.id) && !self.has_route(person(campus.id.as_str())));
        let finding = |campus: &crate::model::Campus| {
            let message = format!("{}的学生没有可走的路线：各场都在别的校区", campus.name);
            let help = format!(
                "给这个校区加一场；他们到别的校区拍，就在这条路线的 audience 里写 campus: {id}；不参加，就在 campaign.yaml 的 audience.exclude 里写 campus: {id}",
                id = campus.id
            );
            Finding::of(&R902, message).at_value(&route.file, first).help(help)
        };
        lost.map(finding).collect()
    }

    /// A campaign with nothing but sessions on campus, and not a word for those who miss them.
    fn missed(&self) -> Option<Finding> {
        let helpless = |route: &Route| {
            let for_missed = route.audience.iter().any(|group| group.value.missed.is_some());
            route.kind == RouteKind::Onsite && route.fallback.is_empty() && route.if_missed.is_none() && !for_missed
        };
        if !self.folder.routes.iter().all(|(_, route)| helpless(&route.value)) {
            return None;
        }
        let campaign = &self.folder.campaign;
        let name = self.folder.routes.iter().map(|(_, route)| route.name.as_str()).next()?;
        let finding = Finding::of(&R902, format!("错过“{name}”的人没有可走的路线：这一届只有现场采集"))
            .help("加一条补拍、散拍或线上的路线；没有别的路，就在现场路线的 if_missed 里写错过了找谁");
        Some(match span_at(&campaign.file, &campaign.main_route) {
            Some(span) => finding.at(span),
            None => finding.in_file(&campaign.file),
        })
    }
}

/// Where a route's sentence about other documents names one. The sentence itself has no place of its own in the model.
fn place_of(route: &Sourced<Route>, sentence: &str, name: &str, sources: &Sources) -> Option<Span> {
    let text = sources.get(&route.file)?;
    let key = ["other_documents", "其他证件"]
        .into_iter()
        .find_map(|key| text.find(key))?;
    let lead: String = sentence.chars().take(4).collect();
    let start = key + text.get(key..)?.find(&lead)?;
    let start = start + text.get(start..)?.find(name)?;
    Some(Span {
        file: route.file.clone(),
        range: start..start + name.len(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_widest_name_stands_for_most_kinds_of_documents() {
        assert_eq!(widest(["台湾居民来往大陆通行证", "回乡证"].into_iter()), Some("回乡证"));
        assert_eq!(
            widest(["港澳居民来往内地通行证", "港澳台证件"].into_iter()),
            Some("港澳台证件")
        );
        assert_eq!(widest(std::iter::empty()), None);
    }
}
