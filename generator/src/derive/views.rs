//! What templates and outputs see of a campaign: plain data, ids resolved to names, times and amounts as text.

use super::moment::Moment;
use super::route::RouteView;
use super::state::State;
use super::timeline::Event;
use super::timetable::TimetableView;
use crate::i18n::Locale;
use serde::Serialize;

/// A campaign as templates see it. Empty lists and `None` mean that the source says nothing.
#[derive(Debug, Clone, Serialize)]
#[allow(missing_docs)]
pub struct CampaignView {
    pub id: String,
    /// Language of its texts.
    #[serde(skip)]
    pub locale: Locale,
    /// Folder of its pages below the site's root: the id, or `<id>/en`.
    #[serde(skip)]
    pub root: String,
    pub title: String,
    pub school: SchoolView,
    pub office: String,
    pub cohort: u16,
    pub level: String,
    pub published: Moment,
    pub summary: String,
    pub purpose: Vec<String>,
    pub basis: Vec<String>,
    pub state: State,
    /// The nearest end of something a student must do; `None` when all is over or nothing is dated.
    pub next: Option<Event>,
    /// Questions that lead to a route; empty where there is only one.
    pub way: Vec<super::way::WayStep>,
    pub glance: Glance,
    pub audience: AudienceView,
    pub routes: Vec<RouteView>,
    pub events: Vec<Event>,
    pub deadlines: Vec<DeadlineView>,
    pub verification: Vec<VerificationView>,
    pub consequences: Vec<(String, String)>,
    /// Those of a picture that fails 学信网's comparison; they are among the consequences, too.
    #[serde(skip)]
    pub comparison: Vec<(String, String)>,
    pub duties: Vec<DutyView>,
    pub capture_code: Option<CaptureCodeView>,
    pub providers: Vec<ProviderView>,
    pub systems: Vec<SystemView>,
    pub contacts: Vec<ContactView>,
    pub attachments: Vec<AttachmentView>,
    pub photo_profile: String,
    pub photo_notes: Vec<String>,
    pub remarks: Vec<String>,
    pub editor_notes: Vec<String>,
    pub notices: Vec<NoticeView>,
    /// Who is photographed when; `None` without a class list.
    pub timetable: Option<TimetableView>,
    pub faq: Vec<super::faq::QuestionView>,
    /// What notices changed in earlier ones, oldest first; the facts above are those in force.
    pub amendments: Vec<super::amend::AmendmentView>,
    /// Path of its calendar file from the site's root, when anything is dated.
    pub calendar: Option<String>,
    /// Why it is not on the site yet; only a preview shows such things.
    pub held: Option<Held>,
    /// Spreadsheets for colleges and classes.
    pub sheets: Vec<SheetView>,
}

/// A spreadsheet to download.
#[derive(Debug, Clone, Serialize)]
#[allow(missing_docs)]
pub struct SheetView {
    /// `timetable`, `confirmation` or `sign-up`; also the file's name.
    pub id: &'static str,
    pub title: String,
    /// What it is for.
    pub note: String,
    /// Path from the site's root.
    pub url: String,
}

/// The first screen: the main route's answers to who, when, where, what to bring, how much.
#[derive(Debug, Clone, Default, Serialize)]
#[allow(missing_docs)]
pub struct Glance {
    pub route: String,
    pub who: Vec<String>,
    pub when: Vec<Moment>,
    pub place: Vec<String>,
    pub bring: Vec<String>,
    pub fee: String,
    /// How many other routes there are.
    pub others: usize,
}

#[derive(Debug, Clone, Serialize)]
#[allow(missing_docs)]
pub struct SchoolView {
    pub id: String,
    pub name: String,
    pub short: String,
    pub code: Option<String>,
    pub region_code: Option<String>,
    pub note: Option<String>,
    pub fictional: bool,
}

#[derive(Debug, Clone, Serialize)]
#[allow(missing_docs)]
pub struct AudienceView {
    pub include: Vec<String>,
    pub require: Vec<String>,
    pub exclude: Vec<String>,
    pub exempt: Vec<String>,
    pub must_retake: Vec<String>,
}

#[derive(Debug, Clone, Serialize)]
#[allow(missing_docs)]
pub struct DeadlineView {
    pub id: String,
    pub what: String,
    pub who: Option<String>,
    pub time: Moment,
    pub steps: Vec<String>,
    pub notes: Vec<String>,
}

#[derive(Debug, Clone, Serialize)]
#[allow(missing_docs)]
pub struct VerificationView {
    pub id: String,
    pub who: String,
    pub place: String,
    pub url: Option<String>,
    pub time: Option<Moment>,
    pub items: Vec<String>,
    pub steps: Vec<String>,
    pub if_wrong: Option<String>,
    pub contact: Option<ContactView>,
}

#[derive(Debug, Clone, Serialize)]
#[allow(missing_docs)]
pub struct DutyView {
    pub id: String,
    pub role: String,
    pub tasks: Vec<TaskView>,
}

#[derive(Debug, Clone, Serialize)]
#[allow(missing_docs)]
pub struct TaskView {
    pub id: String,
    pub what: String,
    pub due: Option<Moment>,
    pub deliver: Vec<String>,
    pub to: Option<String>,
}

#[derive(Debug, Clone, Serialize)]
#[allow(missing_docs)]
pub struct CaptureCodeView {
    pub get: Vec<String>,
    pub lead_days: Option<u16>,
    pub expires: Option<bool>,
    pub id_card_needed: Option<bool>,
    pub notes: Vec<String>,
}

#[derive(Debug, Clone, Serialize)]
#[allow(missing_docs)]
pub struct ProviderView {
    pub id: String,
    pub name: String,
    pub address: Option<String>,
    pub directions: Option<String>,
    pub hours: Option<String>,
    pub appointment: Option<String>,
    pub phones: Vec<PhoneView>,
    pub fax: Option<String>,
    pub mini_program: Option<String>,
    pub official_account: Option<String>,
    pub website: Option<String>,
    pub note: Option<String>,
}

/// A number as printed and as dialled.
#[derive(Debug, Clone, Serialize)]
#[allow(missing_docs)]
pub struct PhoneView {
    pub text: String,
    pub dial: String,
}

#[derive(Debug, Clone, Serialize)]
#[allow(missing_docs)]
pub struct SystemView {
    pub id: String,
    pub name: String,
    pub aliases: Vec<String>,
    pub url: Option<String>,
    pub notes: Vec<String>,
}

#[derive(Debug, Clone, Serialize)]
#[allow(missing_docs)]
pub struct ContactView {
    pub id: String,
    pub post: String,
    pub topic: Option<String>,
    pub campus: Option<String>,
    pub room: Option<String>,
    pub phones: Vec<PhoneView>,
    pub fax: Option<String>,
    pub email: Option<String>,
    pub online: Option<String>,
    pub hours: String,
}

#[derive(Debug, Clone, Serialize)]
#[allow(missing_docs)]
pub struct AttachmentView {
    pub id: String,
    pub no: String,
    pub title: String,
    pub format: Option<String>,
    /// URL from the site's root, when the file is kept.
    pub url: Option<String>,
    pub note: Option<String>,
}

/// A notice in lists; its body is rendered on its own page.
#[derive(Debug, Clone, Serialize)]
#[allow(missing_docs)]
pub struct NoticeView {
    pub slug: String,
    pub url: String,
    pub title: String,
    pub office: String,
    pub published: Moment,
    /// The day alone, as a notice is signed: `2022年10月14日`.
    pub signed: String,
    pub series: Option<String>,
    pub number: Option<String>,
    pub to: Option<String>,
    pub summary: Option<String>,
    pub attachments: Vec<AttachmentView>,
    pub related: Vec<String>,
    /// The facts that held when it came out, where later notices changed them.
    #[serde(skip)]
    pub facts: Option<minijinja::Value>,
    /// Why it is not on the site yet; only a preview shows such things.
    pub held: Option<Held>,
    /// On an English page: the notice is there in Chinese only.
    #[serde(skip)]
    pub in_chinese: bool,
}

/// Why something that a preview shows is not on the site yet.
#[derive(Debug, Clone, Serialize)]
pub struct Held {
    /// `draft` or `waiting`.
    pub key: &'static str,
    /// From when on it will be on the site; none for a draft.
    pub time: Option<Moment>,
}
