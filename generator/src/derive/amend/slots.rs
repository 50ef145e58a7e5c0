//! Where the facts of a campaign lie: each path leads to the one value that it names.

use super::paths::{PATHS, is_same};
use super::{Fact, Kind};
use crate::derive::moment::date_text;
use crate::i18n::Words;
use crate::model::scalar::TBA;
use crate::model::{Campaign, CampaignFolder, HalfDay, Money, Phone, Route, School, Session, Spanned, When};

/// A value that may be changed.
pub(super) struct Slot<'a> {
    pub(super) path: String,
    /// Name in words: the thing and what of it.
    pub(super) what: String,
    place: Place<'a>,
}

enum Place<'a> {
    When(&'a mut When),
    /// The start of a session; a known hour takes away the remark that the hours are still open.
    Start(&'a mut When, &'a mut bool),
    MaybeWhen(&'a mut Option<Spanned<When>>),
    Money(&'a mut Money),
    Text(&'a mut String),
    MaybeText(&'a mut Option<String>),
    Number(&'a mut Option<u16>),
    Flag(&'a mut Option<bool>),
    HalfDay(&'a mut Option<HalfDay>),
    Phones(&'a mut Vec<Phone>),
}

impl Slot<'_> {
    pub(super) fn is_at(&self, written: &str) -> bool {
        is_same(written, &self.path)
    }

    pub(super) fn kind(&self) -> Kind {
        match self.place {
            Place::When(_) | Place::Start(..) | Place::MaybeWhen(_) => Kind::When,
            Place::Money(_) => Kind::Money,
            Place::Text(_) | Place::MaybeText(_) => Kind::Text,
            Place::Number(_) => Kind::Number,
            Place::Flag(_) => Kind::Flag,
            Place::HalfDay(_) => Kind::HalfDay,
            Place::Phones(_) => Kind::Phones,
        }
    }

    /// The value that holds; `None` where nothing is said.
    pub(super) fn fact(&self) -> Option<Fact> {
        match &self.place {
            Place::When(when) | Place::Start(when, _) => Some(Fact::When(plain(when))),
            Place::MaybeWhen(when) => when.as_ref().map(|when| Fact::When(plain(&when.value))),
            Place::Money(money) => Some(Fact::Money(**money)),
            Place::Text(text) => Some(Fact::Text(text.trim().to_owned())),
            Place::MaybeText(text) => text.as_ref().map(|text| Fact::Text(text.trim().to_owned())),
            Place::Number(number) => number.map(|number| Fact::Number(number.into())),
            Place::Flag(flag) => flag.map(Fact::Flag),
            Place::HalfDay(half) => half.map(Fact::HalfDay),
            Place::Phones(phones) if phones.is_empty() => None,
            Place::Phones(phones) => Some(Fact::Phones(phones.to_vec())),
        }
    }

    /// Puts a value of this slot's kind in; `written` is where it stands.
    pub(super) fn set(&mut self, fact: &Fact, written: &Spanned<String>) {
        match (&mut self.place, fact) {
            (Place::When(place), Fact::When(when)) => when.clone_into(place),
            (Place::Start(place, hours_tba), Fact::When(when)) => {
                when.clone_into(place);
                **hours_tba &= when.stamp().is_none_or(|stamp| stamp.minutes.is_none());
            }
            (Place::MaybeWhen(place), Fact::When(when)) => {
                **place = Some(Spanned {
                    value: when.clone(),
                    referenced: written.referenced,
                    defined: written.defined,
                });
            }
            (Place::Money(place), Fact::Money(money)) => **place = *money,
            (Place::Text(place), Fact::Text(text)) => text.clone_into(place),
            (Place::MaybeText(place), Fact::Text(text)) => **place = Some(text.clone()),
            (Place::Number(place), Fact::Number(number)) => **place = u16::try_from(*number).ok(),
            (Place::Flag(place), Fact::Flag(flag)) => **place = Some(*flag),
            (Place::HalfDay(place), Fact::HalfDay(half)) => **place = Some(*half),
            (Place::Phones(place), Fact::Phones(phones)) => phones.clone_into(place),
            _ => {}
        }
    }
}

/// A time as a notice would name it: what was counted from an event or from the publication is a date like any other.
fn plain(when: &When) -> When {
    match when {
        When::Relative(_) | When::FromPublication(_) => when.stamp().map_or(When::Tba, When::At),
        other => other.clone(),
    }
}

/// All values of a campaign that may be changed.
pub(super) fn slots<'a>(folder: &'a mut CampaignFolder, school: Option<&School>, words: &Words) -> Vec<Slot<'a>> {
    let mut all = Slots {
        found: Vec::new(),
        words,
    };
    all.campaign(&mut folder.campaign.value);
    for (id, route) in &mut folder.routes {
        all.route(id, &mut route.value, school);
    }
    all.found
}

/// A session as people tell it from the others: by campus, else by place; with the day where that is not enough.
fn session_names(sessions: &[Session], school: Option<&School>, words: &Words) -> Vec<String> {
    let place = |session: &Session| {
        let campus = session.campus.as_ref().and_then(|id| {
            let mut campuses = school.iter().flat_map(|school| &school.campuses);
            campuses.find(|campus| campus.id == id.value)
        });
        campus.map_or_else(|| session.venue.clone(), |campus| campus.name.clone())
    };
    let day = |session: &Session| match session.start.value.stamp() {
        Some(stamp) => date_text(stamp, "time.signed", words),
        None => session.id.clone(),
    };
    let names: Vec<String> = sessions.iter().map(place).collect();
    let several = |name: &String| names.iter().filter(|other| *other == name).count() > 1;
    let named = names.iter().zip(sessions).map(|(name, session)| match name {
        name if name == TBA => day(session),
        name if several(name) => format!("{name} {}", day(session)),
        name => name.clone(),
    });
    named.collect()
}

struct Slots<'a, 'w> {
    found: Vec<Slot<'a>>,
    words: &'w Words,
}

impl<'a> Slots<'a, '_> {
    /// The value of the pattern whose stars are these ids, in the thing called `of`.
    fn push(&mut self, pattern: &str, ids: &[&str], of: &str, place: Place<'a>) {
        let key = PATHS.iter().find(|path| path.pattern == pattern);
        let name = self.words.get(key.map_or("", |path| path.name));
        let mut ids = ids.iter();
        let parts = pattern.split('.').map(|part| match part {
            "*" => ids.next().copied().unwrap_or(part),
            part => part,
        });
        let path = parts.collect::<Vec<_>>().join(".");
        let what = match of {
            "" => name.to_owned(),
            of => self.words.fill("amend.fact", &[("of", of), ("name", name)]),
        };
        self.found.push(Slot { path, what, place });
    }

    fn campaign(&mut self, campaign: &'a mut Campaign) {
        self.push("summary", &[], "", Place::Text(&mut campaign.summary));
        for deadline in &mut campaign.deadlines {
            let (ids, of) = ([deadline.id.as_str()], deadline.what.clone());
            self.push("deadlines.*.what", &ids, "", Place::Text(&mut deadline.what));
            self.push("deadlines.*.start", &ids, &of, Place::MaybeWhen(&mut deadline.start));
            self.push("deadlines.*.end", &ids, &of, Place::When(&mut deadline.end.value));
        }
        for verify in &mut campaign.verification {
            let (ids, of) = ([verify.id.as_str()], verify.who.clone());
            self.push("verification.*.start", &ids, &of, Place::MaybeWhen(&mut verify.start));
            self.push("verification.*.end", &ids, &of, Place::MaybeWhen(&mut verify.end));
            self.push(
                "verification.*.if_wrong",
                &ids,
                &of,
                Place::MaybeText(&mut verify.if_wrong),
            );
        }
        if let Some(code) = &mut campaign.capture_code {
            let of = self.words.get("answer.basis.code").to_owned();
            self.push("capture_code.lead_days", &[], &of, Place::Number(&mut code.lead_days));
            self.push("capture_code.expires", &[], &of, Place::Flag(&mut code.expires));
            self.push(
                "capture_code.id_card_needed",
                &[],
                &of,
                Place::Flag(&mut code.id_card_needed),
            );
        }
        for duty in &mut campaign.duties {
            for task in &mut duty.tasks {
                let (ids, of) = ([duty.id.value.as_str(), task.id.value.as_str()], duty.role.as_str());
                self.push("duties.*.tasks.*.what", &ids, of, Place::Text(&mut task.what));
                self.push("duties.*.tasks.*.due", &ids, of, Place::MaybeWhen(&mut task.due));
                self.push("duties.*.tasks.*.to", &ids, of, Place::MaybeText(&mut task.to));
            }
        }
        for system in &mut campaign.systems {
            let (ids, of) = ([system.id.as_str()], system.name.clone());
            self.push("systems.*.name", &ids, &of, Place::Text(&mut system.name));
            self.push("systems.*.url", &ids, &of, Place::MaybeText(&mut system.url));
        }
        for contact in &mut campaign.contacts {
            let (ids, of) = ([contact.id.as_str()], contact.post.clone());
            self.push("contacts.*.post", &ids, &of, Place::Text(&mut contact.post));
            self.push("contacts.*.room", &ids, &of, Place::MaybeText(&mut contact.room));
            self.push("contacts.*.phones", &ids, &of, Place::Phones(&mut contact.phones));
            self.push("contacts.*.email", &ids, &of, Place::MaybeText(&mut contact.email));
            self.push("contacts.*.online", &ids, &of, Place::MaybeText(&mut contact.online));
            self.push("contacts.*.hours", &ids, &of, Place::MaybeText(&mut contact.hours));
        }
    }

    fn route(&mut self, id: &str, route: &'a mut Route, school: Option<&School>) {
        let (ids, of) = ([id], route.name.clone());
        self.push("routes.*.name", &ids, &of, Place::Text(&mut route.name));
        self.push("routes.*.summary", &ids, &of, Place::Text(&mut route.summary));
        if let Some(window) = &mut route.window {
            self.push("routes.*.window.start", &ids, &of, Place::MaybeWhen(&mut window.start));
            self.push("routes.*.window.end", &ids, &of, Place::MaybeWhen(&mut window.end));
        }
        if let Some(sign_up) = &mut route.sign_up {
            self.push("routes.*.sign_up.how", &ids, &of, Place::Text(&mut sign_up.how));
            self.push(
                "routes.*.sign_up.start",
                &ids,
                &of,
                Place::MaybeWhen(&mut sign_up.start),
            );
            self.push("routes.*.sign_up.end", &ids, &of, Place::MaybeWhen(&mut sign_up.end));
        }
        if let Some(fee) = &mut route.fee {
            self.push("routes.*.fee.amount", &ids, &of, Place::Money(&mut fee.amount.value));
            self.push("routes.*.fee.refundable", &ids, &of, Place::Flag(&mut fee.refundable));
            self.push("routes.*.fee.refund", &ids, &of, Place::MaybeText(&mut fee.refund));
        }
        if let Some(pay) = &mut route.payment {
            self.push("routes.*.payment.channel", &ids, &of, Place::Text(&mut pay.channel));
            self.push("routes.*.payment.start", &ids, &of, Place::MaybeWhen(&mut pay.start));
            self.push("routes.*.payment.end", &ids, &of, Place::MaybeWhen(&mut pay.end));
            self.push(
                "routes.*.payment.batch_code",
                &ids,
                &of,
                Place::MaybeText(&mut pay.batch_code),
            );
            self.push("routes.*.payment.remark", &ids, &of, Place::MaybeText(&mut pay.remark));
            self.push("routes.*.payment.onsite", &ids, &of, Place::Flag(&mut pay.onsite));
        }
        let names = session_names(&route.sessions, school, self.words);
        for (session, name) in route.sessions.iter_mut().zip(names) {
            let of = self.words.fill("amend.session", &[("route", &of), ("session", &name)]);
            self.session(id, &of, session);
        }
        self.push("routes.*.queue", &ids, &of, Place::MaybeText(&mut route.queue));
        self.push(
            "routes.*.arrive_early",
            &ids,
            &of,
            Place::Number(&mut route.arrive_early),
        );
        self.push(
            "routes.*.other_documents",
            &ids,
            &of,
            Place::MaybeText(&mut route.other_documents),
        );
        for delivery in &mut route.delivery {
            let ids = [id, delivery.id.value.as_str()];
            let of = self
                .words
                .fill("amend.session", &[("route", &of), ("session", &delivery.what)]);
            self.push("routes.*.delivery.*.to", &ids, &of, Place::Text(&mut delivery.to));
            self.push(
                "routes.*.delivery.*.how",
                &ids,
                &of,
                Place::MaybeText(&mut delivery.how),
            );
            self.push(
                "routes.*.delivery.*.end",
                &ids,
                &of,
                Place::MaybeWhen(&mut delivery.end),
            );
        }
        if let Some(codes) = &mut route.codes {
            self.push("routes.*.codes.school", &ids, &of, Place::Text(&mut codes.school));
            self.push("routes.*.codes.region", &ids, &of, Place::MaybeText(&mut codes.region));
        }
        if let Some(review) = &mut route.review {
            self.push(
                "routes.*.review.within_hours",
                &ids,
                &of,
                Place::Number(&mut review.within_hours),
            );
            self.push(
                "routes.*.review.resubmit_hours",
                &ids,
                &of,
                Place::Number(&mut review.resubmit_hours),
            );
        }
        self.push("routes.*.if_missed", &ids, &of, Place::MaybeText(&mut route.if_missed));
    }

    fn session(&mut self, route: &str, of: &str, session: &'a mut Session) {
        let ids = [route, session.id.as_str()];
        self.push("routes.*.sessions.*.venue", &ids, of, Place::Text(&mut session.venue));
        let start = Place::Start(&mut session.start.value, &mut session.hours_tba);
        self.push("routes.*.sessions.*.start", &ids, of, start);
        self.push("routes.*.sessions.*.end", &ids, of, Place::MaybeWhen(&mut session.end));
        self.push(
            "routes.*.sessions.*.half_day",
            &ids,
            of,
            Place::HalfDay(&mut session.half_day),
        );
        self.push(
            "routes.*.sessions.*.machines",
            &ids,
            of,
            Place::Number(&mut session.machines),
        );
        self.push(
            "routes.*.sessions.*.note",
            &ids,
            of,
            Place::MaybeText(&mut session.note),
        );
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn every_path_has_a_place_and_every_place_a_path() {
        let own = include_str!("slots.rs");
        let pushed = own
            .split("self.push(")
            .skip(1)
            .filter_map(|rest| rest.trim_start().strip_prefix('"')?.split('"').next());
        let pushed: BTreeSet<&str> = pushed
            .filter(|path| path.chars().all(|c| c.is_ascii_lowercase() || "._*".contains(c)))
            .collect();
        let listed: BTreeSet<&str> = PATHS.iter().map(|path| path.pattern).collect();
        assert_eq!(pushed, listed);
    }
}
