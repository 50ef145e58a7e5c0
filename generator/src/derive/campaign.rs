//! One campaign ready to print: everything its pages show, ids resolved to names.

use super::Now;
use super::faq::questions;
use super::moment::{Bounds, Moment, date_text};
use super::route::{RouteView, derive_route};
use super::standing::Standing;
use super::state::State;
use super::timeline::{Event, timeline};
use super::timetable::view::timetable_view;
pub use super::views::*;
use super::way::way;
use crate::i18n::{Locale, Words};
use crate::model::{
    Attachment, Campaign, CampaignFolder, Contact, Model, Notice, Office, Provider, RouteKind, School, Sourced,
    Subject, Verification, When,
};

/// Looks ids up; an unknown id is printed as it is, since the rules have already refused it.
pub struct Names<'a> {
    model: &'a Model,
    folder: &'a CampaignFolder,
    school: Option<&'a School>,
    pub(super) words: &'a Words,
}

impl<'a> Names<'a> {
    /// For one campaign.
    pub fn new(model: &'a Model, folder: &'a CampaignFolder, words: &'a Words) -> Self {
        let school = model
            .schools
            .get(&folder.campaign.school.value)
            .map(|school| &school.value);
        Self {
            model,
            folder,
            school,
            words,
        }
    }

    pub(super) fn campus(&self, id: &str) -> String {
        let campus = self
            .school
            .and_then(|s| s.campuses.iter().find(|campus| campus.id == id));
        campus.map_or_else(|| id.to_owned(), |campus| campus.name.clone())
    }

    pub(super) fn office(&self, id: &str) -> Option<&'a Office> {
        self.school?.offices.iter().find(|office| office.id == id)
    }

    pub(super) fn provider(&self, id: &str) -> Option<ProviderView> {
        self.model.providers.get(id).map(|provider| provider_view(id, provider))
    }

    pub(super) fn route(&self, id: &str) -> String {
        let route = self.folder.routes.iter().find(|(route, _)| route == id);
        route.map_or_else(|| id.to_owned(), |(_, route)| route.name.clone())
    }

    pub(super) fn has_route(&self, id: &str) -> bool {
        self.folder.routes.iter().any(|(route, _)| route == id)
    }

    pub(super) fn contact(&self, id: &str) -> Option<ContactView> {
        let contact = self.folder.campaign.contacts.iter().find(|contact| contact.id == id)?;
        Some(self.contact_view(contact))
    }

    pub(super) fn attachment(&self, id: &str) -> Option<AttachmentView> {
        let attachment = self
            .folder
            .campaign
            .attachments
            .iter()
            .find(|attachment| attachment.id == id)?;
        Some(attachment_view(&self.folder.id, attachment))
    }

    fn contact_view(&self, contact: &Contact) -> ContactView {
        ContactView {
            id: contact.id.clone(),
            post: contact.post.clone(),
            topic: contact.topic.clone(),
            campus: contact.campus.as_ref().map(|id| self.campus(&id.value)),
            room: contact.room.clone(),
            phones: contact.phones.iter().map(phone_view).collect(),
            fax: contact.fax.as_ref().map(|fax| fax.0.clone()),
            email: contact.email.clone(),
            online: contact.online.clone(),
            hours: contact
                .hours
                .clone()
                .unwrap_or_else(|| self.words.get("time.tba").to_owned()),
        }
    }
}

/// The folder of a campaign's pages in a language.
pub fn root(id: &str, locale: Locale) -> String {
    match locale {
        Locale::Zh => id.to_owned(),
        Locale::En => format!("{id}/en"),
    }
}

/// Prints a campaign.
pub fn derive_campaign(model: &Model, folder: &CampaignFolder, now: Now, words: &Words) -> CampaignView {
    let names = Names::new(model, folder, words);
    let campaign = &folder.campaign.value;
    let mut routes: Vec<RouteView> = folder
        .routes
        .iter()
        .map(|(id, route)| derive_route(id, route, &names, now))
        .collect();
    let events = timeline(folder, |id| names.campus(id), now, words);
    for route in &mut routes {
        let dated = events.iter().any(|e| e.is_dated() && e.is_of_route(&route.id));
        route.calendar = dated.then(|| format!("{}/routes/{}.ics", root(&folder.id, words.locale), route.id));
    }
    let next = events
        .iter()
        .filter(|e| e.due && e.time.end.is_some_and(|end| end > now.0))
        .min_by_key(|e| e.time.end)
        .cloned();
    let mut view = CampaignView {
        id: folder.id.clone(),
        locale: words.locale,
        root: root(&folder.id, words.locale),
        title: campaign.title.clone(),
        school: school_view(&campaign.school.value, names.school),
        office: names
            .office(&campaign.office.value)
            .map_or_else(|| campaign.office.value.clone(), |o| o.name.clone()),
        cohort: campaign.cohort.value,
        level: campaign.level.clone(),
        published: Moment::point(&campaign.published.value, words),
        summary: campaign.summary.clone(),
        purpose: campaign.purpose.clone(),
        basis: campaign.basis.clone(),
        state: State::of_events(
            &events,
            campaign.published.value.stamp().map(|stamp| stamp.first_second()),
            now,
        ),
        next,
        way: way(
            routes.iter().zip(folder.routes.iter().map(|(_, route)| &route.value)),
            words,
        ),
        glance: glance(campaign, &routes, &names),
        audience: audience_view(campaign, &names),
        deadlines: campaign.deadlines.iter().map(|d| deadline_view(d, words)).collect(),
        verification: campaign
            .verification
            .iter()
            .map(|v| verification_view(v, campaign, &names))
            .collect(),
        consequences: campaign
            .consequences
            .iter()
            .map(|c| (c.when.clone(), c.then.clone()))
            .collect(),
        comparison: campaign
            .consequences
            .iter()
            .filter(|c| c.about == Some(Subject::Comparison))
            .map(|c| (c.when.clone(), c.then.clone()))
            .collect(),
        duties: campaign.duties.iter().map(|d| duty_view(d, words)).collect(),
        capture_code: campaign.capture_code.as_ref().map(|code| CaptureCodeView {
            get: code.get.clone(),
            lead_days: code.lead_days,
            expires: code.expires,
            id_card_needed: code.id_card_needed,
            notes: code.notes.clone(),
        }),
        providers: campaign
            .providers
            .iter()
            .filter_map(|id| names.provider(&id.value))
            .collect(),
        systems: systems(campaign),
        contacts: campaign
            .contacts
            .iter()
            .map(|contact| names.contact_view(contact))
            .collect(),
        attachments: campaign
            .attachments
            .iter()
            .map(|a| attachment_view(&folder.id, a))
            .collect(),
        photo_profile: campaign.photo.value.clone(),
        photo_notes: campaign.photo_notes.clone(),
        remarks: campaign.remarks.clone(),
        editor_notes: campaign.editor_notes.clone(),
        notices: folder
            .notices
            .iter()
            .map(|(slug, notice)| notice_view(&folder.id, slug, notice, &names, now))
            .collect(),
        timetable: timetable_view(model, folder, &names, now),
        calendar: events
            .iter()
            .any(Event::is_dated)
            .then(|| format!("{}/campaign.ics", root(&folder.id, words.locale))),
        held: Standing::of_campaign(campaign, now).held(words),
        sheets: Vec::new(),
        routes,
        events,
        faq: Vec::new(),
        amendments: Vec::new(),
    };
    view.sheets = sheets(folder, &view, words);
    view.faq = questions(model, folder, &view, words);
    view
}

/// The timetable where classes are known, and the forms that they fill in where a photographer comes to the school.
fn sheets(folder: &CampaignFolder, view: &CampaignView, words: &Words) -> Vec<SheetView> {
    let onsite = folder.routes.iter().any(|(_, route)| route.kind == RouteKind::Onsite);
    let forms = [
        ("confirmation", "sheet.confirmation", "sheet.confirmation_note"),
        ("sign-up", "sheet.sign_up", "sheet.sign_up_note"),
    ];
    let form = |(id, title, note)| SheetView {
        id,
        title: words.get(title).to_owned(),
        note: words.get(note).to_owned(),
        url: format!("{}/{id}.xlsx", view.root),
    };
    let timetable = ("timetable", "sheet.timetable", "sheet.timetable_note");
    let timetable = view.timetable.iter().map(|_| form(timetable));
    timetable
        .chain(forms.into_iter().filter(|_| onsite).map(form))
        .collect()
}

fn glance(campaign: &Campaign, routes: &[RouteView], names: &Names<'_>) -> Glance {
    let Some(route) = routes.iter().find(|route| route.id == campaign.main_route.value) else {
        return Glance::default();
    };
    let mut place: Vec<String> = route
        .sessions
        .iter()
        .map(|s| {
            s.campus.as_ref().map_or_else(
                || s.venue.clone(),
                |campus| {
                    names
                        .words
                        .fill("place.on_campus", &[("campus", campus), ("venue", &s.venue)])
                },
            )
        })
        .collect();
    place.dedup();
    if place.is_empty() {
        place = route.payment.iter().map(|p| p.channel.clone()).collect();
    }
    let mut when: Vec<Moment> = route.sessions.iter().map(|s| s.time.clone()).collect();
    when.dedup();
    if when.is_empty() {
        when.extend(route.time.clone());
    }
    Glance {
        route: route.name.clone(),
        who: names.groups(&campaign.audience.include),
        when,
        place,
        bring: route.bring.clone(),
        fee: route
            .fee
            .as_ref()
            .map_or_else(|| names.words.get("time.tba").to_owned(), |fee| fee.text.clone()),
        others: routes.len().saturating_sub(1),
    }
}

fn school_view(id: &str, school: Option<&School>) -> SchoolView {
    let name = school.map_or_else(|| id.to_owned(), |s| s.name.clone());
    SchoolView {
        id: id.to_owned(),
        short: school.and_then(|s| s.short.clone()).unwrap_or_else(|| name.clone()),
        name,
        code: school.and_then(|s| s.code.clone()),
        region_code: school.and_then(|s| s.region_code.clone()),
        note: school.and_then(|s| s.note.clone()),
        fictional: school.is_some_and(|s| s.fictional),
    }
}

fn audience_view(campaign: &Campaign, names: &Names<'_>) -> AudienceView {
    let audience = &campaign.audience;
    AudienceView {
        include: names.groups(&audience.include),
        require: audience.require.clone(),
        exclude: names.groups(&audience.exclude),
        exempt: names.groups(&audience.exempt),
        must_retake: names.groups(&audience.must_retake),
    }
}

fn deadline_view(deadline: &crate::model::Deadline, words: &Words) -> DeadlineView {
    let bounds = Bounds {
        start: deadline.start.as_ref(),
        end: Some(&deadline.end),
        relative: None,
    };
    DeadlineView {
        id: deadline.id.clone(),
        what: deadline.what.clone(),
        who: deadline.who.clone(),
        time: Moment::span(bounds, words).unwrap_or_else(|| Moment::tba(words)),
        steps: deadline.steps.clone(),
        notes: deadline.notes.clone(),
    }
}

fn verification_view(verify: &Verification, campaign: &Campaign, names: &Names<'_>) -> VerificationView {
    let system = campaign.systems.iter().find(|system| system.id == verify.place);
    let bounds = Bounds {
        start: verify.start.as_ref(),
        end: verify.end.as_ref(),
        relative: verify.relative.as_deref(),
    };
    VerificationView {
        id: verify.id.clone(),
        who: verify.who.clone(),
        place: system.map_or_else(|| verify.place.clone(), |system| system.name.clone()),
        url: system.and_then(|system| system.url.clone()),
        time: Moment::span(bounds, names.words),
        items: verify.items.clone(),
        steps: verify.steps.clone(),
        if_wrong: verify.if_wrong.clone(),
        contact: verify.contact.as_ref().and_then(|id| names.contact(&id.value)),
    }
}

fn duty_view(duty: &crate::model::Duty, words: &Words) -> DutyView {
    let tasks = duty.tasks.iter().map(|task| TaskView {
        id: task.id.value.clone(),
        what: task.what.clone(),
        due: task.due.as_ref().map(|due| Moment::until(&due.value, words)),
        deliver: task.deliver.clone(),
        to: task.to.clone(),
    });
    DutyView {
        id: duty.id.value.clone(),
        role: duty.role.clone(),
        tasks: tasks.collect(),
    }
}

fn systems(campaign: &Campaign) -> Vec<SystemView> {
    let view = |system: &crate::model::System| SystemView {
        id: system.id.clone(),
        name: system.name.clone(),
        aliases: system.aliases.clone(),
        url: system.url.clone(),
        notes: system.notes.clone(),
    };
    campaign.systems.iter().map(view).collect()
}

fn phone_view(phone: &crate::model::Phone) -> PhoneView {
    PhoneView {
        text: phone.0.clone(),
        dial: phone.dial(),
    }
}

fn provider_view(id: &str, provider: &Sourced<Provider>) -> ProviderView {
    ProviderView {
        id: id.to_owned(),
        name: provider.name.clone(),
        address: provider.address.clone(),
        directions: provider.directions.clone(),
        hours: provider.hours.clone(),
        appointment: provider.appointment.clone(),
        phones: provider.phones.iter().map(phone_view).collect(),
        fax: provider.fax.as_ref().map(|fax| fax.0.clone()),
        mini_program: provider.mini_program.clone(),
        official_account: provider.official_account.clone(),
        website: provider.website.clone(),
        note: provider.note.clone(),
    }
}

fn attachment_view(campaign: &str, attachment: &Attachment) -> AttachmentView {
    AttachmentView {
        id: attachment.id.clone(),
        no: attachment.no.clone(),
        title: attachment.title.clone(),
        format: attachment.format.clone(),
        url: attachment
            .file
            .as_ref()
            .map(|file| format!("{campaign}/attachments/{}", file.value)),
        note: attachment.note.clone(),
    }
}

fn notice_view(campaign: &str, slug: &str, notice: &Sourced<Notice>, names: &Names<'_>, now: Now) -> NoticeView {
    NoticeView {
        slug: slug.to_owned(),
        url: format!("{campaign}/notices/{slug}/index.html"),
        title: notice.title.clone(),
        office: notice.office.clone(),
        published: Moment::point(&notice.published.value, names.words),
        signed: signed(&notice.published.value, names.words),
        series: notice.series.clone(),
        number: notice.number.clone(),
        to: notice.to.clone(),
        summary: notice.summary.clone(),
        attachments: notice
            .attachments
            .iter()
            .filter_map(|id| names.attachment(&id.value))
            .collect(),
        related: notice.related.clone(),
        held: Standing::of_notice(notice, now).held(names.words),
        facts: None,
        in_chinese: false,
    }
}

/// The day alone, as a notice is signed.
pub(super) fn signed(when: &When, words: &Words) -> String {
    when.stamp().map_or_else(
        || words.get("time.tba").to_owned(),
        |stamp| date_text(stamp, "time.signed", words),
    )
}
