//! The facts of a site as plain types: schools, providers, campaigns, routes, notices, FAQ. No I/O, no clock.
//!
//! Every struct refuses unknown keys. A value that a rule may point at is `Spanned`; ids are stable names, never list positions.

pub mod audience;
pub mod campaign;
pub mod classes;
pub mod holidays;
pub mod levels;
pub mod notice;
pub mod place;
pub mod relative;
pub mod route;
pub mod scalar;
pub mod session;
pub mod site;
pub mod translation;

pub use audience::{Group, GroupSpec, Origin, Study};
pub use campaign::{
    Allow, Attachment, Audience, Campaign, CaptureCode, Consequence, Contact, Deadline, Duty, Subject, System, Task,
    Verification,
};
pub use classes::{ClassGroup, ClassList, LockedSlot, TimetableLock};
pub use holidays::{Holiday, HolidayKind, HolidaySpan, HolidayYear, Holidays};
pub use levels::{AllowIn, Level, RuleLevel};
pub use notice::{Change, Faq, Notice, Topic};
pub use place::{Campus, Office, Provider, School};
pub use relative::{Case, EventKind, EventName, Found, Relative, RelativeSpec, Side, TimeUnit};
pub use route::{Codes, Delivery, Fee, PayPlace, Payment, Review, Route, RouteKind, SignUp, Step, Window};
pub use scalar::{Clock, HalfDay, Money, Phone, Spanned, Stamp, When};
pub use session::{Break, OrderBy, Pace, PaceUnit, Session};
pub use site::Site;
pub use translation::{Coverage, Edition, FaqTranslation, NoticeTranslation, Translation};

use std::collections::BTreeMap;

/// A value together with the file it was read from (path relative to the site's root, `/` separators).
#[derive(Debug, Clone)]
pub struct Sourced<T> {
    /// Where the value was written.
    pub file: String,
    /// The value itself.
    pub value: T,
}

impl<T> std::ops::Deref for Sourced<T> {
    type Target = T;
    fn deref(&self) -> &T {
        &self.value
    }
}

/// One campaign with everything that stands in its folder.
#[derive(Debug, Clone)]
pub struct CampaignFolder {
    /// The folder's name: the campaign's id and the first segment of its URLs.
    pub id: String,
    /// `campaign.yaml`.
    pub campaign: Sourced<Campaign>,
    /// `routes/<id>.yaml`, in the order that the routes give themselves.
    pub routes: Vec<(String, Sourced<Route>)>,
    /// `notices/<slug>.md`, oldest first.
    pub notices: Vec<(String, Sourced<Notice>)>,
    /// `faq/<id>.md`, in the order that the questions give themselves.
    pub faq: Vec<(String, Sourced<Faq>)>,
    /// Files below `attachments/`, as paths relative to that folder.
    pub attachment_files: Vec<String>,
    /// `classes.csv` or `classes.xlsx`, when there is one that could be read.
    pub classes: Option<ClassList>,
    /// `timetable.lock.csv`: the times that were announced, when there is one.
    pub lock: Option<TimetableLock>,
}

/// Everything that `content/` says.
#[derive(Debug, Clone)]
pub struct Model {
    /// `site.yaml`.
    pub site: Sourced<Site>,
    /// `schools/<id>.yaml`.
    pub schools: BTreeMap<String, Sourced<School>>,
    /// `providers/<id>.yaml`.
    pub providers: BTreeMap<String, Sourced<Provider>>,
    /// Built-in photo profiles and those of `photo-profiles/<id>.yaml`, resolved.
    pub profiles: BTreeMap<String, tassel_validator::Profile>,
    /// Days off and weekends that are worked: built in, and those of `holidays/<year>.yaml`.
    pub holidays: Holidays,
    /// `holidays/<year>.yaml`, as written.
    pub holiday_years: Vec<Sourced<HolidayYear>>,
    /// `campaigns/<id>/`, sorted by id.
    pub campaigns: Vec<CampaignFolder>,
}
