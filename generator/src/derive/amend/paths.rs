//! Which facts a notice can change: their paths, as patterns whose `*` stands for an id.

use super::Kind;
use crate::schema::chinese_of;

/// A fact that can be changed.
#[derive(Debug, Clone, Copy)]
pub struct Path {
    /// Its path; each `*` stands for an id.
    pub pattern: &'static str,
    /// What it is.
    pub kind: Kind,
    /// Key of its name within the thing that it belongs to.
    pub name: &'static str,
}

const fn path(pattern: &'static str, kind: Kind, name: &'static str) -> Path {
    Path { pattern, kind, name }
}

/// All of them.
pub const PATHS: &[Path] = &[
    path("summary", Kind::Text, "amend.name.summary"),
    path("deadlines.*.what", Kind::Text, "amend.name.what"),
    path("deadlines.*.start", Kind::When, "amend.name.start"),
    path("deadlines.*.end", Kind::When, "amend.name.end"),
    path("verification.*.start", Kind::When, "amend.name.check_start"),
    path("verification.*.end", Kind::When, "amend.name.check_end"),
    path("verification.*.if_wrong", Kind::Text, "amend.name.if_wrong"),
    path("capture_code.lead_days", Kind::Number, "amend.name.lead_days"),
    path("capture_code.expires", Kind::Flag, "amend.name.expires"),
    path("capture_code.id_card_needed", Kind::Flag, "amend.name.id_card_needed"),
    path("duties.*.tasks.*.what", Kind::Text, "amend.name.what"),
    path("duties.*.tasks.*.due", Kind::When, "amend.name.due"),
    path("duties.*.tasks.*.to", Kind::Text, "amend.name.to"),
    path("systems.*.name", Kind::Text, "amend.name.name"),
    path("systems.*.url", Kind::Text, "amend.name.url"),
    path("contacts.*.post", Kind::Text, "amend.name.post"),
    path("contacts.*.room", Kind::Text, "amend.name.room"),
    path("contacts.*.phones", Kind::Phones, "amend.name.phones"),
    path("contacts.*.email", Kind::Text, "amend.name.email"),
    path("contacts.*.online", Kind::Text, "amend.name.online"),
    path("contacts.*.hours", Kind::Text, "amend.name.hours"),
    path("routes.*.name", Kind::Text, "amend.name.name"),
    path("routes.*.summary", Kind::Text, "amend.name.summary"),
    path("routes.*.window.start", Kind::When, "amend.name.start"),
    path("routes.*.window.end", Kind::When, "amend.name.end"),
    path("routes.*.sign_up.how", Kind::Text, "amend.name.sign_up_how"),
    path("routes.*.sign_up.start", Kind::When, "amend.name.sign_up_start"),
    path("routes.*.sign_up.end", Kind::When, "amend.name.sign_up_end"),
    path("routes.*.fee.amount", Kind::Money, "amend.name.fee"),
    path("routes.*.fee.refundable", Kind::Flag, "amend.name.refundable"),
    path("routes.*.fee.refund", Kind::Text, "amend.name.refund"),
    path("routes.*.payment.channel", Kind::Text, "amend.name.channel"),
    path("routes.*.payment.start", Kind::When, "amend.name.payment_start"),
    path("routes.*.payment.end", Kind::When, "amend.name.payment_end"),
    path("routes.*.payment.batch_code", Kind::Text, "amend.name.batch_code"),
    path("routes.*.payment.remark", Kind::Text, "amend.name.remark"),
    path("routes.*.payment.onsite", Kind::Flag, "amend.name.onsite"),
    path("routes.*.sessions.*.venue", Kind::Text, "amend.name.venue"),
    path("routes.*.sessions.*.start", Kind::When, "amend.name.start"),
    path("routes.*.sessions.*.end", Kind::When, "amend.name.session_end"),
    path("routes.*.sessions.*.half_day", Kind::HalfDay, "amend.name.half_day"),
    path("routes.*.sessions.*.machines", Kind::Number, "amend.name.machines"),
    path("routes.*.sessions.*.note", Kind::Text, "amend.name.note"),
    path("routes.*.queue", Kind::Text, "amend.name.queue"),
    path("routes.*.arrive_early", Kind::Number, "amend.name.arrive_early"),
    path("routes.*.other_documents", Kind::Text, "amend.name.other_documents"),
    path("routes.*.codes.school", Kind::Text, "amend.name.school_code"),
    path("routes.*.codes.region", Kind::Text, "amend.name.region_code"),
    path("routes.*.review.within_hours", Kind::Number, "amend.name.within_hours"),
    path(
        "routes.*.review.resubmit_hours",
        Kind::Number,
        "amend.name.resubmit_hours",
    ),
    path("routes.*.delivery.*.to", Kind::Text, "amend.name.to"),
    path("routes.*.delivery.*.how", Kind::Text, "amend.name.how"),
    path("routes.*.delivery.*.end", Kind::When, "amend.name.end"),
    path("routes.*.if_missed", Kind::Text, "amend.name.if_missed"),
];

/// Chinese words for the parts of a path that are no field of their own.
const FOLDERS: &[(&str, &str)] = &[("routes", "路线")];

/// Whether a path as written means a canonical one: keys may be in Chinese, ids are what they are.
pub fn is_same(written: &str, canonical: &str) -> bool {
    let (mut said, mut own) = (written.trim().split('.'), canonical.split('.'));
    loop {
        match (said.next(), own.next()) {
            (None, None) => return true,
            (Some(said), Some(own)) if said.trim() == own || is_chinese(said.trim(), own) => {}
            _ => return false,
        }
    }
}

fn is_chinese(word: &str, key: &str) -> bool {
    !word.is_ascii() && (FOLDERS.contains(&(key, word)) || chinese_of(key).contains(word))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_may_be_written_in_chinese_keys() {
        assert!(is_same("路线.onsite.费用.金额", "routes.onsite.fee.amount"));
        assert!(is_same("routes.onsite.fee.amount", "routes.onsite.fee.amount"));
        assert!(!is_same("routes.onsite.fee", "routes.onsite.fee.amount"));
        assert!(!is_same("routes.upload.fee.amount", "routes.onsite.fee.amount"));
    }
}
