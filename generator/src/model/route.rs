//! `campaigns/<id>/routes/<route-id>.yaml`: one way to get the picture taken or handed in.

use super::scalar::{HalfDay, Money, Spanned, When};
use serde::Deserialize;

/// One capture route with everything a student needs to follow it.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Route {
    /// Name, such as 现场集中采集.
    pub name: String,
    /// Which kind of route it is.
    pub kind: RouteKind,
    /// Place in the list of routes; ties are broken by id.
    #[serde(default)]
    pub order: u16,
    /// One sentence: the route in short.
    pub summary: String,
    /// Who takes this route.
    pub audience: Vec<String>,
    /// Who can't take it.
    #[serde(default)]
    pub not_for: Vec<String>,
    /// When the route is open.
    #[serde(default)]
    pub window: Option<Window>,
    /// Signing up beforehand.
    #[serde(default)]
    pub sign_up: Option<SignUp>,
    /// What it costs.
    #[serde(default)]
    pub fee: Option<Fee>,
    /// How and until when it is paid.
    #[serde(default)]
    pub payment: Option<Payment>,
    /// Dates and places of on-site capture.
    #[serde(default)]
    pub sessions: Vec<Session>,
    /// How many people an hour.
    #[serde(default)]
    pub pace: Option<Pace>,
    /// The order of the queue.
    #[serde(default)]
    pub queue: Option<String>,
    /// Minutes to come before one's turn.
    #[serde(default)]
    pub arrive_early: Option<u16>,
    /// What to bring or have ready.
    #[serde(default)]
    pub bring: Vec<String>,
    /// What the photo must come from, and what it must not.
    #[serde(default)]
    pub photo_source: Vec<String>,
    /// The route step by step.
    #[serde(default)]
    pub steps: Vec<Step>,
    /// Identity documents that this route takes.
    #[serde(default)]
    pub id_documents: Vec<String>,
    /// What holders of other documents do.
    #[serde(default)]
    pub other_documents: Option<String>,
    /// Provider ids of places to go to.
    #[serde(default)]
    pub places: Vec<Spanned<String>>,
    /// Codes to write on the provider's form.
    #[serde(default)]
    pub codes: Option<Codes>,
    /// What is reviewed, and how fast.
    #[serde(default)]
    pub review: Option<Review>,
    /// What must be handed in afterwards.
    #[serde(default)]
    pub delivery: Vec<Delivery>,
    /// Route ids that can't be combined with this one.
    #[serde(default)]
    pub exclusive_with: Vec<Spanned<String>>,
    /// Route ids for those who miss this one.
    #[serde(default)]
    pub fallback: Vec<Spanned<String>>,
    /// What happens if this route is missed.
    #[serde(default)]
    pub if_missed: Option<String>,
    /// Attachment ids of guides for this route.
    #[serde(default)]
    pub guides: Vec<Spanned<String>>,
    /// What else must be known.
    #[serde(default)]
    pub notes: Vec<String>,
}

/// Kinds of routes, by who takes the picture and where.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RouteKind {
    /// 现场集中采集: a photographer comes to the school.
    Onsite,
    /// 线上集中采集: through a provider's app in a common window.
    Online,
    /// 散拍: alone, at the provider's studio.
    Studio,
    /// 小程序上传: a studio's photo through an app.
    Upload,
    /// A studio's photo into the school's own system.
    SelfUpload,
    /// 补拍: for those who missed the rest.
    Makeup,
}

impl RouteKind {
    /// The field's word.
    pub fn word(self) -> &'static str {
        match self {
            Self::Onsite => "现场集中采集",
            Self::Online => "线上集中采集",
            Self::Studio => "散拍",
            Self::Upload => "小程序上传",
            Self::SelfUpload => "校内系统上传",
            Self::Makeup => "补拍",
        }
    }
}

/// A span of time; an end without clock time includes the whole day.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Window {
    /// First moment; absent when the source gives none.
    #[serde(default)]
    pub start: Option<Spanned<When>>,
    /// Last moment.
    #[serde(default)]
    pub end: Option<Spanned<When>>,
    /// A time that depends on another event, in words.
    #[serde(default)]
    pub relative: Option<String>,
}

/// Signing up.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SignUp {
    /// How and with whom.
    pub how: String,
    /// First moment.
    #[serde(default)]
    pub start: Option<Spanned<When>>,
    /// Last moment.
    #[serde(default)]
    pub end: Option<Spanned<When>>,
}

/// What a route costs.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Fee {
    /// Yuan for one person, or 待定.
    pub amount: Spanned<Money>,
    /// Words where the source gives no amount, such as 集体采集的 4–6 倍.
    #[serde(default)]
    pub said: Option<String>,
    /// What is included.
    #[serde(default)]
    pub includes: Vec<String>,
    /// The document behind the amount.
    #[serde(default)]
    pub basis: Option<String>,
    /// Whether it is paid back.
    #[serde(default)]
    pub refundable: Option<bool>,
    /// How it is paid back, or why not.
    #[serde(default)]
    pub refund: Option<String>,
    /// Who collects it.
    #[serde(default)]
    pub collector: Option<String>,
    /// Remarks.
    #[serde(default)]
    pub notes: Vec<String>,
}

/// How a fee is paid.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Payment {
    /// Through what: an app, a QR code, the class liaison.
    pub channel: String,
    /// First moment.
    #[serde(default)]
    pub start: Option<Spanned<When>>,
    /// Last moment.
    #[serde(default)]
    pub end: Option<Spanned<When>>,
    /// 采集批次特征码.
    #[serde(default)]
    pub batch_code: Option<String>,
    /// What to write into the payment's remark.
    #[serde(default)]
    pub remark: Option<String>,
    /// Whether one can pay at the session.
    #[serde(default)]
    pub onsite: Option<bool>,
    /// Where, campus by campus.
    #[serde(default)]
    pub places: Vec<PayPlace>,
    /// Remarks.
    #[serde(default)]
    pub notes: Vec<String>,
}

/// A desk where a fee is paid.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PayPlace {
    /// Campus id.
    pub campus: Spanned<String>,
    /// Building and room.
    pub room: String,
}

/// One session of on-site capture at one place.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Session {
    /// Stable id within the route.
    pub id: String,
    /// Campus id.
    #[serde(default)]
    pub campus: Option<Spanned<String>>,
    /// Building and room, or 待定.
    pub venue: String,
    /// First moment, or the day.
    pub start: Spanned<When>,
    /// Last moment, or the last day.
    #[serde(default)]
    pub end: Option<Spanned<When>>,
    /// Part of the day where no clock time is known.
    #[serde(default)]
    pub half_day: Option<HalfDay>,
    /// Says that the hour is still to be announced.
    #[serde(default)]
    pub hours_tba: bool,
    /// Number of cameras.
    #[serde(default)]
    pub machines: Option<u16>,
    /// Remarks.
    #[serde(default)]
    pub note: Option<String>,
}

/// Throughput of on-site capture.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Pace {
    /// People an hour.
    pub per_hour: u32,
    /// Whether the number is for one camera or for all.
    pub per: PaceUnit,
    /// Minutes for an ordinary class.
    #[serde(default)]
    pub class_minutes: Option<u16>,
}

/// What a pace counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PaceUnit {
    /// For one camera.
    Machine,
    /// For the whole session.
    Total,
}

/// One step of a route.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Step {
    /// A few words.
    pub title: String,
    /// What exactly to do.
    #[serde(default)]
    pub text: Option<String>,
}

/// Codes to write on a provider's form; text, because zeros may lead.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Codes {
    /// 院校代码.
    pub school: String,
    /// 地区码.
    #[serde(default)]
    pub region: Option<String>,
    /// What a wrong code leads to.
    #[serde(default)]
    pub note: Option<String>,
}

/// Review of uploaded pictures.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Review {
    /// Hours until the result.
    #[serde(default)]
    pub within_hours: Option<u16>,
    /// Hours to upload again after a refusal.
    #[serde(default)]
    pub resubmit_hours: Option<u16>,
    /// Remarks.
    #[serde(default)]
    pub notes: Vec<String>,
}

/// Something that must be handed in or sent.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Delivery {
    /// What: prints, disc, file.
    pub what: String,
    /// To whom and where.
    pub to: String,
    /// Office id within the school, whose address and room are printed.
    #[serde(default)]
    pub office: Option<Spanned<String>>,
    /// Contact id of the campaign.
    #[serde(default)]
    pub contact: Option<Spanned<String>>,
    /// How: courier, by hand, upload.
    #[serde(default)]
    pub how: Option<String>,
    /// Who sends it.
    #[serde(default)]
    pub by: Option<String>,
    /// Last moment.
    #[serde(default)]
    pub end: Option<Spanned<When>>,
    /// A time that depends on another event, in words.
    #[serde(default)]
    pub relative: Option<String>,
}
