//! A campaign's facts as plain text, for `{{ route.onsite.fee }}` in Markdown, so that a fact is typed once.

use super::campaign::{CampaignView, ProviderView};
use super::moment::Moment;
use super::route::RouteView;
use crate::i18n::Words;
use crate::model::{CampaignFolder, Model};
use minijinja::syntax::SyntaxConfig;
use minijinja::{Environment, Error, ErrorKind, UndefinedBehavior, Value};
use std::collections::BTreeMap;
use std::ops::Range;

type Map = BTreeMap<String, Value>;

/// Steps that a body's `{{ … }}` may take before it is stopped.
const FUEL: u64 = 100_000;

/// Bytes between two braces, at most. The engine walks an expression by recursion: one of a hundred thousand parts would end the program.
pub(crate) const LONGEST: usize = 1000;

/// The first tag of a template that is longer than `most` bytes, braces included.
pub(crate) fn overlong(text: &str, most: usize) -> Option<Range<usize>> {
    let mut at = 0;
    while let Some(start) = text.get(at..).and_then(|rest| rest.find('{')).map(|skip| at + skip) {
        let rest = text.get(start..)?;
        at = start + 1;
        let Some(close) = [("{{", "}}"), ("{%", "%}")]
            .into_iter()
            .find_map(|(open, close)| rest.starts_with(open).then_some(close))
        else {
            continue;
        };
        let end = tag_end(rest, close);
        if end > most {
            return Some(start..start + end);
        }
        at = start + end;
    }
    None
}

/// The beginning of the first statement of a body that does more than to choose: loops and assignments can make gigabytes of a word.
pub(crate) fn statement(body: &str) -> Option<Range<usize>> {
    const PLAIN: [&str; 7] = ["if", "elif", "else", "endif", "raw", "endraw", ""];
    body.match_indices("{%").find_map(|(at, open)| {
        let rest = body.get(at + open.len()..)?;
        let inner = rest.trim_start_matches(['-', '+']).trim_start();
        let length = inner.find(|c: char| !c.is_ascii_alphanumeric()).unwrap_or(inner.len());
        let end = at + open.len() + (rest.len() - inner.len()) + length;
        (!PLAIN.contains(&inner.get(..length)?)).then_some(at..end)
    })
}

/// Length of the tag at the start of `text`; one that isn't closed reaches to the end. Braces in quotes don't close it.
fn tag_end(text: &str, close: &str) -> usize {
    let mut quote = None;
    let mut escaped = false;
    for (at, byte) in text.bytes().enumerate() {
        match (quote, byte) {
            _ if escaped => escaped = false,
            (Some(_), b'\\') => escaped = true,
            (Some(mark), byte) if mark == byte => quote = None,
            (None, b'"' | b'\'') => quote = Some(byte),
            (None, b'}') if text.get(..=at).is_some_and(|read| read.ends_with(close)) => return at + 1,
            _ => {}
        }
    }
    text.len()
}

/// A body with its facts inserted; `file` is for messages.
///
/// # Errors
/// A fact that doesn't exist, or an expression that can't be read.
pub fn insert(file: &str, body: &str, facts: &Value) -> Result<String, Error> {
    if let Some(tag) = overlong(body, LONGEST) {
        let message = format!("一对花括号里最多写 {LONGEST} 个字节，这里有 {} 个", tag.len());
        return Err(Error::new(ErrorKind::SyntaxError, message));
    }
    if let Some(begun) = statement(body) {
        let message = format!("正文里只插入事实，不能写 {} … %}}", body.get(begun).unwrap_or("{%"));
        return Err(Error::new(ErrorKind::SyntaxError, message));
    }
    // Without filters and functions: a few of them in a row can make gigabytes of a word.
    let mut environment = Environment::empty();
    environment.set_undefined_behavior(UndefinedBehavior::Strict);
    if let Ok(syntax) = SyntaxConfig::builder().keep_trailing_newline(true).build() {
        environment.set_syntax(syntax);
    }
    environment.set_fuel(Some(FUEL));
    environment.render_named_str(file, body, facts)
}

/// The context of Markdown bodies. Names that are not here are errors when a body uses them.
pub fn facts(model: &Model, folder: &CampaignFolder, view: &CampaignView, words: &Words) -> Value {
    let mut top = Map::new();
    top.insert("campaign".to_owned(), campaign(view));
    top.insert(
        "school".to_owned(),
        map([
            ("name", text(&view.school.name)),
            ("code", optional(view.school.code.as_deref())),
        ]),
    );
    top.insert("office".to_owned(), offices(model, folder));
    let providers = view
        .providers
        .iter()
        .chain(view.routes.iter().flat_map(|route| &route.places));
    top.insert(
        "provider".to_owned(),
        collect(providers.map(|p| (p.id.replace('-', "_"), provider(p, words)))),
    );
    top.insert(
        "route".to_owned(),
        collect(view.routes.iter().map(|r| (r.id.clone(), route(folder, r, words)))),
    );
    let deadline = |d: &super::campaign::DeadlineView| map([("what", text(&d.what)), ("time", moment(Some(&d.time)))]);
    top.insert(
        "deadline".to_owned(),
        collect(view.deadlines.iter().map(|d| (d.id.clone(), deadline(d)))),
    );
    let verify =
        |v: &super::campaign::VerificationView| map([("place", text(&v.place)), ("time", moment(v.time.as_ref()))]);
    top.insert(
        "verify".to_owned(),
        collect(view.verification.iter().map(|v| (v.id.clone(), verify(v)))),
    );
    top.insert(
        "contact".to_owned(),
        collect(view.contacts.iter().map(|c| (c.id.clone(), contact(c, words)))),
    );
    let system = |s: &super::campaign::SystemView| map([("name", text(&s.name)), ("url", optional(s.url.as_deref()))]);
    top.insert(
        "system".to_owned(),
        collect(view.systems.iter().map(|s| (s.id.clone(), system(s)))),
    );
    let attachment = |a: &super::campaign::AttachmentView| {
        text(&words.fill("attachment.cited", &[("no", &a.no), ("title", &a.title)]))
    };
    top.insert(
        "attachment".to_owned(),
        collect(view.attachments.iter().map(|a| (a.id.clone(), attachment(a)))),
    );
    if let Some(code) = &view.capture_code {
        top.insert(
            "code".to_owned(),
            map([("lead_days", code.lead_days.map_or(Value::UNDEFINED, Value::from))]),
        );
    }
    Value::from(top)
}

fn text(text: &str) -> Value {
    Value::from(text)
}

/// What the source doesn't say stays undefined: using it is an error, not an empty place.
fn optional(text: Option<&str>) -> Value {
    text.map_or(Value::UNDEFINED, Value::from)
}

fn moment(moment: Option<&Moment>) -> Value {
    optional(moment.map(|moment| moment.text.as_str()))
}

fn map<const N: usize>(pairs: [(&str, Value); N]) -> Value {
    let known = pairs.into_iter().filter(|(_, value)| !value.is_undefined());
    Value::from(known.map(|(key, value)| (key.to_owned(), value)).collect::<Map>())
}

fn collect(pairs: impl Iterator<Item = (String, Value)>) -> Value {
    Value::from(pairs.collect::<Map>())
}

fn campaign(view: &CampaignView) -> Value {
    map([
        ("title", text(&view.title)),
        ("cohort", Value::from(view.cohort)),
        ("level", text(&view.level)),
        ("published", text(&view.published.text)),
    ])
}

fn offices(model: &Model, folder: &CampaignFolder) -> Value {
    let school = model.schools.get(&folder.campaign.school.value);
    let offices = school.iter().flat_map(|school| &school.offices);
    collect(offices.map(|office| {
        let facts = map([
            ("name", text(&office.name)),
            ("room", optional(office.room.as_deref())),
            ("address", optional(office.address.as_deref())),
        ]);
        (office.id.replace('-', "_"), facts)
    }))
}

fn phones(phones: &[super::campaign::PhoneView], words: &Words) -> Value {
    let all: Vec<&str> = phones.iter().map(|phone| phone.text.as_str()).collect();
    if all.is_empty() {
        Value::UNDEFINED
    } else {
        Value::from(all.join(words.get("list.comma")))
    }
}

fn provider(provider: &ProviderView, words: &Words) -> Value {
    map([
        ("name", text(&provider.name)),
        ("address", optional(provider.address.as_deref())),
        ("directions", optional(provider.directions.as_deref())),
        ("hours", optional(provider.hours.as_deref())),
        ("appointment", optional(provider.appointment.as_deref())),
        ("phone", phones(&provider.phones, words)),
        ("fax", optional(provider.fax.as_deref())),
        ("website", optional(provider.website.as_deref())),
        ("mini_program", optional(provider.mini_program.as_deref())),
        ("official_account", optional(provider.official_account.as_deref())),
    ])
}

fn route(folder: &CampaignFolder, route: &RouteView, words: &Words) -> Value {
    let written = folder
        .routes
        .iter()
        .find(|(id, _)| *id == route.id)
        .map(|(_, route)| &route.value);
    let edge =
        |when: Option<&crate::model::Spanned<crate::model::When>>| when.map(|when| Moment::point(&when.value, words));
    let window = written.and_then(|route| route.window.as_ref());
    let session = |s: &super::route::SessionView| {
        map([
            ("time", text(&s.time.text)),
            ("venue", text(&s.venue)),
            ("campus", optional(s.campus.as_deref())),
        ])
    };
    let payment = route.payment.as_ref();
    map([
        ("name", text(&route.name)),
        ("fee", optional(route.fee.as_ref().map(|fee| fee.text.as_str()))),
        ("window", moment(route.window.as_ref().or(route.time.as_ref()))),
        ("start", moment(edge(window.and_then(|w| w.start.as_ref())).as_ref())),
        ("end", moment(edge(window.and_then(|w| w.end.as_ref())).as_ref())),
        ("sign_up", moment(route.sign_up.as_ref().and_then(|s| s.time.as_ref()))),
        ("payment", moment(payment.and_then(|p| p.time.as_ref()))),
        ("batch_code", optional(payment.and_then(|p| p.batch_code.as_deref()))),
        ("arrive_early", route.arrive_early.map_or(Value::UNDEFINED, Value::from)),
        (
            "session",
            collect(route.sessions.iter().map(|s| (s.id.clone(), session(s)))),
        ),
    ])
}

fn contact(contact: &super::campaign::ContactView, words: &Words) -> Value {
    map([
        ("post", text(&contact.post)),
        ("phone", phones(&contact.phones, words)),
        ("email", optional(contact.email.as_deref())),
        ("room", optional(contact.room.as_deref())),
    ])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bodies_insert_facts_and_choose_but_do_not_count() {
        let facts = minijinja::context! { fee => "15 元" };
        let insert = |body: &str| insert("a.md", body, &facts);
        assert_eq!(insert("{% if fee %}{{ fee }}{% endif %}，100%").unwrap(), "15 元，100%");
        for body in [
            "{% for a in [1, 2] %}x{% endfor %}",
            "{%- set a = 1 %}",
            "{{ fee|replace(\"1\", \"11\") }}",
            "{{ range(9) }}",
        ] {
            assert!(insert(body).is_err(), "{body}");
        }
        assert_eq!(statement("费{%- set a = 1 %}"), Some(3..10));
    }

    #[test]
    fn endless_tags_are_found_and_braces_in_quotes_close_nothing() {
        let long = format!("x {{{{ a{} }}}}", ".b".repeat(600));
        assert_eq!(overlong(&long, LONGEST), Some(2..long.len()));
        let quoted = format!("{{{{ \"}}}}\" ~ \"{}\" }}}}", "y".repeat(LONGEST));
        assert_eq!(overlong(&quoted, LONGEST), Some(0..quoted.len()));
        let open = format!("{{% if {}", "not ".repeat(300));
        assert_eq!(overlong(&open, LONGEST), Some(0..open.len()));
        assert_eq!(overlong("{{ a }} {b} {{ c }}".repeat(100).as_str(), LONGEST), None);
    }
}
