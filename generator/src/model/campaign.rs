//! `campaigns/<id>/campaign.yaml`: the facts that all routes share.

use super::scalar::{Phone, Spanned, When};
use serde::Deserialize;

/// One campaign: one cohort of one school, from the first announcement to the printed certificate.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Campaign {
    /// Title of the campaign's pages.
    pub title: String,
    /// School id.
    pub school: Spanned<String>,
    /// Office id within the school: who publishes.
    pub office: Spanned<String>,
    /// 届: the year of graduation.
    pub cohort: Spanned<u16>,
    /// 本科, 专科, 研究生.
    pub level: String,
    /// Day of publication.
    pub published: Spanned<When>,
    /// One or two sentences: what happens and why it matters.
    pub summary: String,
    /// What the pictures are used for.
    #[serde(default)]
    pub purpose: Vec<String>,
    /// Documents that the campaign rests on.
    #[serde(default)]
    pub basis: Vec<String>,
    /// Provider ids; the first is the one in charge.
    #[serde(default)]
    pub providers: Vec<Spanned<String>>,
    /// Route id shown first, whose facts fill the first screen.
    pub main_route: Spanned<String>,
    /// Who takes part, who doesn't.
    pub audience: Audience,
    /// Milestones that belong to no single route.
    #[serde(default)]
    pub deadlines: Vec<Deadline>,
    /// Checking one's own picture afterwards.
    #[serde(default)]
    pub verification: Vec<Verification>,
    /// What happens if it is missed.
    #[serde(default)]
    pub consequences: Vec<Consequence>,
    /// Who else has something to do, and until when.
    #[serde(default)]
    pub duties: Vec<Duty>,
    /// 采集码.
    #[serde(default)]
    pub capture_code: Option<CaptureCode>,
    /// Photo profile id: built in, or `photo-profiles/<id>.yaml`.
    pub photo: Spanned<String>,
    /// Remarks on the photo that are advice rather than rules.
    #[serde(default)]
    pub photo_notes: Vec<String>,
    /// Systems and apps that a student has to use, named once.
    #[serde(default)]
    pub systems: Vec<System>,
    /// Whom to ask.
    #[serde(default)]
    pub contacts: Vec<Contact>,
    /// Files named by the notice.
    #[serde(default)]
    pub attachments: Vec<Attachment>,
    /// What else must be known, each a sentence or two.
    #[serde(default)]
    pub remarks: Vec<String>,
    /// What the published source leaves open or gets wrong, as an editor's note.
    #[serde(default)]
    pub editor_notes: Vec<String>,
}

/// Who takes part: sentences, each about one group of people.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Audience {
    /// Who must or may take part.
    pub include: Vec<String>,
    /// Conditions that all of them meet.
    #[serde(default)]
    pub require: Vec<String>,
    /// Who does not take part.
    #[serde(default)]
    pub exclude: Vec<String>,
    /// Who needs no new picture.
    #[serde(default)]
    pub exempt: Vec<String>,
    /// Who must be photographed again although a picture exists.
    #[serde(default)]
    pub must_retake: Vec<String>,
}

/// A milestone: a moment, or a span of time, by which something is done.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Deadline {
    /// Stable id within the campaign.
    pub id: String,
    /// What is to be done.
    pub what: String,
    /// By whom, such as 学生 or 学院.
    #[serde(default)]
    pub who: Option<String>,
    /// First moment, where it matters.
    #[serde(default)]
    pub start: Option<Spanned<When>>,
    /// Last moment.
    pub end: Spanned<When>,
    /// Where and how, in numbered steps.
    #[serde(default)]
    pub steps: Vec<String>,
    /// Remarks.
    #[serde(default)]
    pub notes: Vec<String>,
}

/// Checking one's own picture in a system: a fixed span, or a time after an event.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Verification {
    /// Stable id within the campaign.
    pub id: String,
    /// Who checks.
    pub who: String,
    /// System id or plain name.
    pub place: String,
    /// First moment.
    #[serde(default)]
    pub start: Option<Spanned<When>>,
    /// Last moment.
    #[serde(default)]
    pub end: Option<Spanned<When>>,
    /// A time that depends on another event, in words, such as 拍摄 40 天后.
    #[serde(default)]
    pub relative: Option<String>,
    /// What to look at.
    #[serde(default)]
    pub items: Vec<String>,
    /// The way through the system.
    #[serde(default)]
    pub steps: Vec<String>,
    /// What to do if something is wrong.
    #[serde(default)]
    pub if_wrong: Option<String>,
    /// Contact id.
    #[serde(default)]
    pub contact: Option<Spanned<String>>,
}

/// What follows if something is missed or done wrong.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Consequence {
    /// In which case.
    pub when: String,
    /// What follows.
    pub then: String,
}

/// The tasks of one role other than the student.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Duty {
    /// The role: 学院, 班级负责人, 研秘.
    pub role: String,
    /// Its tasks.
    pub tasks: Vec<Task>,
}

/// One task of a role.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Task {
    /// What to do.
    pub what: String,
    /// Until when.
    #[serde(default)]
    pub due: Option<Spanned<When>>,
    /// What to hand in, and in which form.
    #[serde(default)]
    pub deliver: Vec<String>,
    /// To whom.
    #[serde(default)]
    pub to: Option<String>,
}

/// The capture code of 学信网.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CaptureCode {
    /// Where to get it.
    pub get: Vec<String>,
    /// How many days before the session it must be at hand.
    #[serde(default)]
    pub lead_days: Option<u16>,
    /// Whether it expires.
    #[serde(default)]
    pub expires: Option<bool>,
    /// Whether an identity card is needed beside it.
    #[serde(default)]
    pub id_card_needed: Option<bool>,
    /// How to use it on the day.
    #[serde(default)]
    pub notes: Vec<String>,
}

/// A system or app by its one name.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct System {
    /// Stable id within the campaign.
    pub id: String,
    /// The name used on all pages.
    pub name: String,
    /// Other names that the source uses.
    #[serde(default)]
    pub aliases: Vec<String>,
    /// Address.
    #[serde(default)]
    pub url: Option<String>,
    /// What it needs: a browser, a VPN.
    #[serde(default)]
    pub notes: Vec<String>,
}

/// Whom to ask: a post and an office line, never a person.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Contact {
    /// Stable id within the campaign.
    pub id: String,
    /// The post or office.
    pub post: String,
    /// What for.
    #[serde(default)]
    pub topic: Option<String>,
    /// Campus id.
    #[serde(default)]
    pub campus: Option<Spanned<String>>,
    /// Building, room, window.
    #[serde(default)]
    pub room: Option<String>,
    /// Office lines.
    #[serde(default)]
    pub phones: Vec<Phone>,
    /// Fax.
    #[serde(default)]
    pub fax: Option<Phone>,
    /// Office mailbox.
    #[serde(default)]
    pub email: Option<String>,
    /// Another way, such as 小程序在线客服.
    #[serde(default)]
    pub online: Option<String>,
    /// Office hours; shown as 待定 when the source has none.
    #[serde(default)]
    pub hours: Option<String>,
}

/// A file that the notice names.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Attachment {
    /// Stable id within the campaign.
    pub id: String,
    /// Number as printed: 附件1.
    pub no: String,
    /// Title without number and extension.
    pub title: String,
    /// Format as published, such as xlsx, where it is known.
    #[serde(default)]
    pub format: Option<String>,
    /// File below `attachments/`; absent when the original was not kept.
    #[serde(default)]
    pub file: Option<Spanned<String>>,
    /// Why there is no file, or what to know about it.
    #[serde(default)]
    pub note: Option<String>,
}
