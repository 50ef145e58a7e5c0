//! One route ready to print: names in place of ids, times and amounts as text.

use super::counted::review_ends;
use super::moment::{Bounds, Moment};
use super::state::State;
use super::timetable::view::{CapacityView, breaks, capacity};
use super::{Now, campaign::Names};
use crate::i18n::Words;
use crate::model::{
    Codes, Delivery, Fee, Money, Pace, PaceUnit, Payment, Review, Route, RouteKind, Session, SignUp, Stamp,
};
use serde::Serialize;

/// A route as templates see it. Empty lists and `None` mean that the source says nothing.
#[derive(Debug, Clone, Serialize)]
#[allow(missing_docs)]
pub struct RouteView {
    pub id: String,
    pub name: String,
    pub kind: String,
    pub summary: String,
    pub audience: Vec<String>,
    pub not_for: Vec<String>,
    /// When the picture is taken or uploaded: the sessions' span, or the window.
    pub time: Option<Moment>,
    pub state: State,
    pub window: Option<Moment>,
    pub sign_up: Option<SignUpView>,
    pub fee: Option<FeeView>,
    pub payment: Option<PaymentView>,
    pub sessions: Vec<SessionView>,
    pub pace: Option<String>,
    /// People that the pace gives in the minutes of an ordinary class.
    pub class_people: Option<u32>,
    pub queue: Option<String>,
    pub arrive_early: Option<u16>,
    pub bring: Vec<String>,
    pub photo_source: Vec<String>,
    pub steps: Vec<StepView>,
    pub id_documents: Vec<String>,
    pub other_documents: Option<String>,
    pub places: Vec<super::campaign::ProviderView>,
    pub codes: Option<CodesView>,
    pub review: Option<ReviewView>,
    pub delivery: Vec<DeliveryView>,
    pub exclusive_with: Vec<String>,
    pub fallback: Vec<RouteLink>,
    pub if_missed: Option<String>,
    pub guides: Vec<super::campaign::AttachmentView>,
    pub notes: Vec<String>,
    /// Path of its calendar file from the site's root, when it has dated events.
    pub calendar: Option<String>,
}

/// A route's name and id, for links within the page.
#[derive(Debug, Clone, Serialize)]
#[allow(missing_docs)]
pub struct RouteLink {
    pub id: String,
    pub name: String,
}

#[derive(Debug, Clone, Serialize)]
#[allow(missing_docs)]
pub struct SignUpView {
    pub how: String,
    pub time: Option<Moment>,
}

/// What a route costs; `text` is the amount, the source's words, or 待定.
#[derive(Debug, Clone, Serialize)]
#[allow(missing_docs)]
pub struct FeeView {
    pub text: String,
    /// Whether `text` is an amount.
    pub is_amount: bool,
    pub includes: Vec<String>,
    pub basis: Option<String>,
    pub refundable: Option<bool>,
    pub refund: Option<String>,
    pub collector: Option<String>,
    pub notes: Vec<String>,
}

#[derive(Debug, Clone, Serialize)]
#[allow(missing_docs)]
pub struct PaymentView {
    pub channel: String,
    pub time: Option<Moment>,
    pub batch_code: Option<String>,
    pub remark: Option<String>,
    pub onsite: Option<bool>,
    /// Campus and room.
    pub places: Vec<(String, String)>,
    pub notes: Vec<String>,
}

#[derive(Debug, Clone, Serialize)]
#[allow(missing_docs)]
pub struct SessionView {
    pub id: String,
    pub campus: Option<String>,
    pub venue: String,
    pub time: Moment,
    pub machines: Option<u16>,
    /// Pauses, such as `12:00–14:00`.
    pub breaks: Vec<String>,
    /// How many people it can take; `None` where hours or pace are not known.
    pub capacity: Option<CapacityView>,
    pub note: Option<String>,
    pub state: State,
}

#[derive(Debug, Clone, Serialize)]
#[allow(missing_docs)]
pub struct StepView {
    pub title: String,
    pub text: Option<String>,
}

#[derive(Debug, Clone, Serialize)]
#[allow(missing_docs)]
pub struct CodesView {
    pub school: String,
    pub region: Option<String>,
    pub note: Option<String>,
}

#[derive(Debug, Clone, Serialize)]
#[allow(missing_docs)]
pub struct ReviewView {
    pub within_hours: Option<u16>,
    pub resubmit_hours: Option<u16>,
    /// The last day on which one can upload: `4月7日`.
    pub last_day: Option<String>,
    /// Until when the result is there for what comes on that day.
    pub result: Option<Moment>,
    /// Until when it can be uploaded again after a refusal.
    pub again: Option<Moment>,
    pub notes: Vec<String>,
}

#[derive(Debug, Clone, Serialize)]
#[allow(missing_docs)]
pub struct DeliveryView {
    pub id: String,
    pub what: String,
    pub to: String,
    /// Address and room of the office, where one is named.
    pub address: Option<String>,
    pub contact: Option<super::campaign::ContactView>,
    pub how: Option<String>,
    pub by: Option<String>,
    pub time: Option<Moment>,
}

/// A session's time: clock times, the part of the day, or the day with 具体时间待定.
pub fn session_moment(session: &Session, words: &Words) -> Moment {
    let bounds = Bounds {
        start: Some(&session.start),
        end: session.end.as_ref(),
        relative: None,
    };
    let moment = match (&session.end, &session.start.value) {
        (None, when) => Moment::point(when, words),
        _ => Moment::span(bounds, words).unwrap_or_else(|| Moment::tba(words)),
    };
    let moment = match session.half_day {
        Some(half) => moment.half_day(half, words),
        None => moment,
    };
    if session.hours_tba && !moment.tba {
        moment.with_words(words.get("time.hours_tba"))
    } else {
        moment
    }
}

/// Prints a route.
pub fn derive_route(id: &str, route: &Route, names: &Names<'_>, now: Now) -> RouteView {
    let words = names.words;
    let sessions: Vec<SessionView> = route
        .sessions
        .iter()
        .map(|session| session_view(route, session, names, now))
        .collect();
    let window = route.window.as_ref().and_then(|w| {
        let bounds = Bounds {
            start: w.start.as_ref(),
            end: w.end.as_ref(),
            relative: w.relative.as_deref(),
        };
        Moment::span(bounds, words)
    });
    let time = whole_time(&sessions, window.as_ref(), words);
    let state = route_state(&sessions, time.as_ref(), now);
    RouteView {
        id: id.to_owned(),
        name: route.name.clone(),
        kind: words.get(kind_key(route.kind)).to_owned(),
        summary: route.summary.clone(),
        audience: names.groups(&route.audience),
        not_for: route.not_for.clone(),
        time,
        state,
        window,
        sign_up: route.sign_up.as_ref().map(|part| sign_up_view(part, words)),
        fee: route.fee.as_ref().map(|fee| fee_view(fee, words)),
        payment: route.payment.as_ref().map(|payment| payment_view(payment, names)),
        sessions,
        pace: route.pace.as_ref().map(|pace| pace_text(pace, words)),
        class_people: route.pace.as_ref().and_then(|pace| {
            let minutes = u32::from(pace.class_minutes?);
            Some(pace.per_hour.saturating_mul(minutes) / 60)
        }),
        queue: route.queue.clone(),
        arrive_early: route.arrive_early,
        bring: route.bring.clone(),
        photo_source: route.photo_source.clone(),
        steps: route
            .steps
            .iter()
            .map(|s| StepView {
                title: s.title.clone(),
                text: s.text.clone(),
            })
            .collect(),
        id_documents: route.id_documents.clone(),
        other_documents: route.other_documents.clone(),
        places: route.places.iter().filter_map(|id| names.provider(&id.value)).collect(),
        codes: route.codes.as_ref().map(codes_view),
        review: route.review.as_ref().map(|review| {
            let window = route.window.as_ref().and_then(|window| window.end.as_ref());
            review_view(review, window.and_then(|end| end.value.last_stamp()), words)
        }),
        delivery: route
            .delivery
            .iter()
            .map(|delivery| delivery_view(delivery, names))
            .collect(),
        exclusive_with: route.exclusive_with.iter().map(|id| names.route(&id.value)).collect(),
        fallback: route
            .fallback
            .iter()
            .filter(|id| names.has_route(&id.value))
            .map(|id| RouteLink {
                id: id.value.clone(),
                name: names.route(&id.value),
            })
            .collect(),
        if_missed: route.if_missed.clone(),
        guides: route
            .guides
            .iter()
            .filter_map(|id| names.attachment(&id.value))
            .collect(),
        notes: route.notes.clone(),
        calendar: None,
    }
}

fn kind_key(kind: RouteKind) -> &'static str {
    match kind {
        RouteKind::Onsite => "kind.onsite",
        RouteKind::Online => "kind.online",
        RouteKind::Studio => "kind.studio",
        RouteKind::Upload => "kind.upload",
        RouteKind::SelfUpload => "kind.self_upload",
        RouteKind::Makeup => "kind.makeup",
    }
}

fn pace_text(pace: &Pace, words: &Words) -> String {
    let key = match pace.per {
        PaceUnit::Machine => "pace.machine",
        PaceUnit::Total => "pace.total",
    };
    let mut text = words.fill(key, &[("n", &pace.per_hour.to_string())]);
    if let Some(minutes) = pace.class_minutes {
        text.push_str(&words.fill("pace.class", &[("n", &minutes.to_string())]));
    }
    text
}

/// The span of all sessions; with one session its own words; otherwise the window.
fn whole_time(sessions: &[SessionView], window: Option<&Moment>, words: &Words) -> Option<Moment> {
    match sessions {
        [] => window.cloned(),
        [only] => Some(only.time.clone()),
        [first, rest @ ..] if rest.iter().all(|s| s.time == first.time) => Some(first.time.clone()),
        all => {
            let day = |second: i64| crate::model::Stamp::of_day(second);
            let first = all.iter().filter_map(|s| s.time.start).min().and_then(day);
            let last = all.iter().filter_map(|s| s.time.end).max().and_then(|end| day(end - 1));
            match (first, last) {
                (Some(first), Some(last)) => Some(Moment::between(first, last, words)),
                _ => all.first().map(|s| s.time.clone()),
            }
        }
    }
}

fn route_state(sessions: &[SessionView], time: Option<&Moment>, now: Now) -> State {
    let start = sessions
        .iter()
        .filter_map(|s| s.time.start)
        .min()
        .or_else(|| time.and_then(|t| t.start));
    let end = sessions
        .iter()
        .filter_map(|s| s.time.end)
        .max()
        .or_else(|| time.and_then(|t| t.end));
    State::of(start, end, now)
}

fn session_view(route: &Route, session: &Session, names: &Names<'_>, now: Now) -> SessionView {
    let time = session_moment(session, names.words);
    SessionView {
        id: session.id.clone(),
        campus: session.campus.as_ref().map(|id| names.campus(&id.value)),
        venue: session.venue.clone(),
        state: State::of(time.start, time.end, now),
        time,
        machines: session.machines,
        breaks: breaks(session),
        capacity: capacity(route, session),
        note: session.note.clone(),
    }
}

fn sign_up_view(sign_up: &SignUp, words: &Words) -> SignUpView {
    let bounds = Bounds {
        start: sign_up.start.as_ref(),
        end: sign_up.end.as_ref(),
        relative: None,
    };
    SignUpView {
        how: sign_up.how.clone(),
        time: Moment::span(bounds, words),
    }
}

fn fee_view(fee: &Fee, words: &Words) -> FeeView {
    let amount = fee.amount.value;
    let text = match (&fee.said, amount) {
        (Some(said), Money::Tba) => said.clone(),
        _ => amount_text(amount, words),
    };
    FeeView {
        text,
        is_amount: matches!(amount, crate::model::Money::Fen(_)),
        includes: fee.includes.clone(),
        basis: fee.basis.clone(),
        refundable: fee.refundable,
        refund: fee.refund.clone(),
        collector: fee.collector.clone(),
        notes: fee.notes.clone(),
    }
}

/// `13.5 元`, or that it is not known yet.
pub fn amount_text(amount: Money, words: &Words) -> String {
    match amount.yuan() {
        Some(yuan) => words.fill("money.yuan", &[("amount", &yuan)]),
        None => words.get("time.tba").to_owned(),
    }
}

fn payment_view(payment: &Payment, names: &Names<'_>) -> PaymentView {
    let bounds = Bounds {
        start: payment.start.as_ref(),
        end: payment.end.as_ref(),
        relative: None,
    };
    PaymentView {
        channel: payment.channel.clone(),
        time: Moment::span(bounds, names.words),
        batch_code: payment.batch_code.clone(),
        remark: payment.remark.clone(),
        onsite: payment.onsite,
        places: payment
            .places
            .iter()
            .map(|p| (names.campus(&p.campus.value), p.room.clone()))
            .collect(),
        notes: payment.notes.clone(),
    }
}

fn codes_view(codes: &Codes) -> CodesView {
    CodesView {
        school: codes.school.clone(),
        region: codes.region.clone(),
        note: codes.note.clone(),
    }
}

fn review_view(review: &Review, last: Option<Stamp>, words: &Words) -> ReviewView {
    let (last_day, result, again) = match last.and_then(|last| review_ends(review, last, words)) {
        Some((day, result, again)) => (Some(day), Some(result), again),
        None => (None, None, None),
    };
    ReviewView {
        last_day,
        result,
        again,
        within_hours: review.within_hours,
        resubmit_hours: review.resubmit_hours,
        notes: review.notes.clone(),
    }
}

fn delivery_view(delivery: &Delivery, names: &Names<'_>) -> DeliveryView {
    let bounds = Bounds {
        start: None,
        end: delivery.end.as_ref(),
        relative: delivery.relative.as_deref(),
    };
    let office = delivery.office.as_ref().and_then(|id| names.office(&id.value));
    let address = office.map(|office| {
        let parts = [office.address.as_deref(), office.room.as_deref()];
        parts.into_iter().flatten().collect::<Vec<_>>().join(" ")
    });
    DeliveryView {
        id: delivery.id.value.clone(),
        what: delivery.what.clone(),
        to: delivery.to.clone(),
        address: address.filter(|text| !text.is_empty()),
        contact: delivery.contact.as_ref().and_then(|id| names.contact(&id.value)),
        how: delivery.how.clone(),
        by: delivery.by.clone(),
        time: Moment::span(bounds, names.words),
    }
}
