//! What each kind of page hands to its template.

use super::check_page::Running;
use super::markdown::{Target, paragraphs, render_markdown};
use super::offline::Edition;
use super::{Assets, Settings, answers, assets, check_page, search};
use crate::derive::campaign::NoticeView;
use crate::derive::facts::facts;
use crate::derive::faq::QuestionView;
use crate::derive::{CampaignView, English, Moment, Now};
use crate::diagnostics::{Finding, Sources};
use crate::i18n::{Locale, Words, json_for_scripts, template_function};
use crate::model::{CampaignFolder, Model, Stamp, When};
use crate::outputs;
use crate::pages::{Content, Page, Part, Tombstone, in_english, relative, root_of};
use crate::search::Document;
use minijinja::value::{Serde, Value};
use minijinja::{Error, ErrorKind};
use serde::Serialize;
use std::collections::BTreeMap;
use std::sync::Arc;
use tassel_validator::Lang;

/// Everything that pages are made from.
pub(super) struct World<'a> {
    pub(super) model: &'a Model,
    pub(super) views: &'a [CampaignView],
    /// The views as templates see them, by id: made once, since a campaign may have a page for each of many classes.
    pub(super) shown: BTreeMap<String, Value>,
    pub(super) sources: &'a Sources,
    pub(super) assets: Arc<Assets>,
    pub(super) settings: &'a Settings,
    pub(super) words: Arc<Words>,
    /// What the other pages say; known only to the search page, which is rendered after them.
    pub(super) documents: &'a [Document],
    /// Campaigns that have an English edition.
    pub(super) english: &'a [English<'a>],
    /// What runs on the self-check's pages.
    pub(super) running: Vec<Running>,
    /// The offline editions of the self-check.
    pub(super) offline: BTreeMap<Locale, Edition>,
}

impl World<'_> {
    /// The world of an English edition's pages.
    pub(super) fn in_english<'e>(&'e self, edition: &'e English<'e>) -> World<'e> {
        World {
            model: edition.model,
            words: Arc::clone(&edition.words),
            assets: Arc::clone(&self.assets),
            shown: BTreeMap::from([(edition.view.id.clone(), shown(&edition.view))]),
            running: self.running.clone(),
            offline: self.offline.clone(),
            ..*self
        }
    }

    pub(super) fn lang(&self) -> Lang {
        match self.words.locale {
            Locale::Zh => Lang::Zh,
            Locale::En => Lang::En,
        }
    }
}

/// A view as templates see it.
pub(super) fn shown(view: impl Serialize) -> Value {
    Value::from(Serde(view))
}

pub(super) type Map = BTreeMap<&'static str, Value>;

/// The template of a page, below the theme's `templates/`.
pub(crate) fn template_of(content: Content<'_>) -> &'static str {
    match content {
        Content::Home => "home.html",
        Content::SelfCheck | Content::Campaign(_, _, Part::SelfCheck) => "self-check.html",
        Content::Offline => "self-check-offline.html",
        Content::Search => "search.html",
        Content::Gone(_) => "gone.html",
        Content::Moved(_) => "moved.html",
        Content::NotFound => "not-found.html",
        Content::Campaign(_, _, Part::Overview) => "campaign.html",
        Content::Campaign(_, _, Part::Schedule) => "schedule.html",
        Content::Campaign(_, _, Part::Photo) => "photo.html",
        Content::Campaign(_, _, Part::Faq) => "faq.html",
        Content::Campaign(_, _, Part::Notice(_)) => "notice.html",
        Content::Campaign(_, _, Part::Classes) => "classes.html",
        Content::Campaign(_, _, Part::Class(_)) => "class.html",
    }
}

/// Template name and context of a page.
///
/// # Errors
/// Findings from its Markdown.
pub(super) fn of_page(world: &World<'_>, page: &Page<'_>) -> Result<(&'static str, Value), Vec<Finding>> {
    let mut context = common(world, page);
    match page.content {
        Content::Home => {
            context.insert("campaigns", shown(world.views));
            let english = world
                .english
                .iter()
                .map(|e| (e.view.id.clone(), format!("{}/index.html", e.view.root)));
            context.insert("english", Value::from(english.collect::<BTreeMap<String, String>>()));
        }
        Content::SelfCheck => {
            check_page::of_site(world, &mut context);
        }
        Content::Offline => {
            check_page::of_offline(world, &mut context);
        }
        Content::Search => {
            context.insert(
                "directory",
                search::directory(world.views, world.documents, &world.words),
            );
        }
        Content::Gone(tombstone) => {
            gone(world, tombstone, &mut context);
        }
        Content::Moved(redirect) => {
            let base = world.settings.base_url.as_ref();
            let moved = minijinja::context! {
                title => redirect.title.clone(),
                path => redirect.target.clone(),
                address => base.map(|base| outputs::address(base, &redirect.target)),
            };
            context.insert("moved", moved);
        }
        Content::NotFound => {
            context.insert("site_root", Value::from(site_root(world.settings)));
        }
        Content::Campaign(folder, view, part) => {
            context.insert("campaign", world.shown.get(&view.id).cloned().unwrap_or_default());
            let chinese = view.notices.iter().filter(|notice| notice.in_chinese);
            context.insert("in_chinese", chinese.map(|notice| notice.slug.clone()).collect());
            campaign_page(world, page, folder, view, part, &mut context)?;
        }
    }
    Ok((template_of(page.content), Value::from(context)))
}

fn common(world: &World<'_>, page: &Page<'_>) -> Map {
    let site = &world.model.site.value;
    let kind = match page.content {
        Content::Home => "home",
        Content::SelfCheck | Content::Offline | Content::Campaign(_, _, Part::SelfCheck) => "self-check",
        Content::Search => "search",
        Content::Gone(_) => "gone",
        Content::Moved(_) => "moved",
        Content::NotFound => "not-found",
        Content::Campaign(_, _, Part::Overview) => "campaign",
        Content::Campaign(_, _, Part::Schedule) => "schedule",
        Content::Campaign(_, _, Part::Photo) => "photo",
        Content::Campaign(_, _, Part::Faq) => "faq",
        Content::Campaign(_, _, Part::Notice(_)) => "notice",
        Content::Campaign(_, _, Part::Classes) => "classes",
        Content::Campaign(_, _, Part::Class(_)) => "class",
    };
    let description = match page.content {
        Content::Campaign(_, view, Part::Notice(index)) => {
            let own = view.notices.get(index).and_then(|notice| notice.summary.as_deref());
            own.unwrap_or(&view.summary)
        }
        Content::Campaign(_, view, _) => view.summary.as_str(),
        _ => site.description.as_str(),
    };
    let canonical = world.settings.base_url.as_ref().map(|base| {
        let path = page.url.strip_suffix("index.html").unwrap_or(&page.url);
        format!("{base}{path}")
    });
    let assets = Arc::clone(&world.assets);
    let address = world.settings.base_url.as_ref();
    let address = address.map(|base| outputs::address(base, &page.url));
    let (from, own) = (page.url.clone(), page.url.clone());
    let asset = Value::from_function(move |name: &str| match assets.path(name) {
        Some(path) => Ok(relative(&from, path)),
        None => Err(Error::new(
            ErrorKind::InvalidOperation,
            format!("主题的 assets/ 里没有 {name}"),
        )),
    });
    let url = Value::from_function(move |to: &str| relative(&own, to));
    let qr = Value::from_function(|text: &str, title: &str| match outputs::qr::svg(text, title) {
        Some(svg) => Value::from_safe_string(svg),
        None => Value::from(()),
    });
    let page_view = minijinja::context! {
        url => page.url.clone(),
        root => root_of(&page.url),
        title => page.title.clone(),
        description => description,
        kind => kind,
        canonical => canonical,
        address => address,
        og_locale => world.words.locale.open_graph(),
        twin => page.twin.as_ref().map(|twin| twin_view(world, page, twin)),
        switch => switch(world, page).map(|to| twin_view(world, page, &to)),
    };
    let site_view = minijinja::context! {
        title => site.title.clone(),
        description => site.description.clone(),
        footer => site.footer.clone(),
    };
    Map::from([
        ("site", site_view),
        ("page", page_view),
        ("built", shown(built(world.settings.now, &world.words))),
        ("lang", Value::from(world.words.locale.tag())),
        ("t", template_function(Arc::clone(&world.words))),
        ("script_words", Value::from_safe_string(json_for_scripts(&world.words))),
        ("asset", asset),
        ("url", url),
        ("qr", qr),
        ("campaign", Value::UNDEFINED),
        ("face_models", shown(assets::models())),
    ])
}

/// Where the language switch leads: to the same page, or to the edition's first one.
fn switch(world: &World<'_>, page: &Page<'_>) -> Option<String> {
    let Content::Campaign(folder, ..) = page.content else {
        return None;
    };
    let edition = world.english.iter().find(|edition| edition.view.id == folder.id)?;
    let first = format!("{}/index.html", edition.view.root);
    Some(page.twin.clone().unwrap_or(first))
}

/// The page in the other language: its tag, its path, its full address where the site's is known.
fn twin_view(world: &World<'_>, page: &Page<'_>, twin: &str) -> Value {
    let other = match page.locale {
        Locale::Zh => Locale::En,
        Locale::En => Locale::Zh,
    };
    let base = world.settings.base_url.as_ref();
    minijinja::context! {
        lang => other.tag(),
        path => twin,
        address => base.map(|base| outputs::address(base, twin)),
    }
}

fn built(now: Now, words: &Words) -> Moment {
    Stamp::of_day(now.0).map_or_else(|| Moment::tba(words), |day| Moment::point(&When::At(day), words))
}

/// What is left of a page, with the way to its campaign where that is still there.
fn gone(world: &World<'_>, tombstone: &Tombstone, context: &mut Map) {
    if let Some(view) = world.views.iter().find(|view| view.id == tombstone.campaign) {
        context.insert("campaign", shown(view));
    }
    let gone = minijinja::context! {
        title => tombstone.title.clone(),
        is_notice => tombstone.is_notice,
        until => shown(Moment::point(&When::At(tombstone.until), &world.words)),
    };
    context.insert("gone", gone);
}

/// The path below which the site stands, for the one page that is served at any depth.
fn site_root(settings: &Settings) -> String {
    let Some(base) = &settings.base_url else {
        return "./".to_owned();
    };
    let rest = base.split_once("://").map_or(base.as_str(), |(_, rest)| rest);
    rest.find('/').and_then(|i| rest.get(i..)).unwrap_or("/").to_owned()
}

fn campaign_page(
    world: &World<'_>,
    page: &Page<'_>,
    folder: &CampaignFolder,
    view: &CampaignView,
    part: Part,
    context: &mut Map,
) -> Result<(), Vec<Finding>> {
    // An unknown profile has been reported already; the pages that need it are left out without a second complaint.
    let profile = world.model.profiles.get(&view.photo_profile).ok_or_else(Vec::new);
    match part {
        Part::Overview | Part::Schedule | Part::Classes => {}
        Part::Photo => {
            context.insert(
                "profile",
                check_page::profile_view(&check_page::said_in(profile?, world.lang()), world.lang()),
            );
        }
        Part::SelfCheck => {
            profile?;
            check_page::of_campaign(world, context, view);
            answers::of_campaign(view, context);
        }
        Part::Faq => {
            let facts = facts(world.model, folder, view, &world.words);
            context.insert("faq", shown(questions(world, page, folder, view, &facts)?));
        }
        Part::Class(index) => {
            let class = view.timetable.as_ref().and_then(|table| table.classes.get(index));
            context.insert("class", shown(class));
        }
        Part::Notice(index) => {
            let then = view.notices.get(index).and_then(|notice| notice.facts.clone());
            let facts = then.unwrap_or_else(|| facts(world.model, folder, view, &world.words));
            notice(world, page, folder, view, index, &facts, context)?;
        }
    }
    Ok(())
}

/// A question with its answer as HTML.
#[derive(Serialize)]
struct Question<'a> {
    #[serde(flatten)]
    view: &'a QuestionView,
    html: String,
}

fn questions<'a>(
    world: &World<'_>,
    page: &Page<'_>,
    folder: &CampaignFolder,
    view: &'a CampaignView,
    facts: &Value,
) -> Result<Vec<Question<'a>>, Vec<Finding>> {
    let mut findings = Vec::new();
    let mut questions = Vec::new();
    for view in &view.faq {
        let written = folder.faq.iter().find(|(id, _)| *id == view.id);
        let html = match written {
            None => Ok(paragraphs(&view.lead, &view.items, &view.next)),
            Some((_, faq)) => {
                let target = Target {
                    file: &faq.file,
                    body: &faq.body,
                    url: &page.url,
                    top_heading: 4,
                };
                render_markdown(&target, facts, world.sources)
            }
        };
        match html {
            Ok(html) => questions.push(Question { view, html }),
            Err(finding) => findings.push(finding),
        }
    }
    if findings.is_empty() {
        Ok(questions)
    } else {
        Err(findings)
    }
}

#[derive(Serialize)]
struct Neighbour {
    url: String,
    title: String,
    published: Moment,
}

fn notice(
    world: &World<'_>,
    page: &Page<'_>,
    folder: &CampaignFolder,
    view: &CampaignView,
    index: usize,
    facts: &Value,
    context: &mut Map,
) -> Result<(), Vec<Finding>> {
    let (Some((_, written)), Some(listed)) = (folder.notices.get(index), view.notices.get(index)) else {
        return Ok(());
    };
    let target = Target {
        file: &written.file,
        body: &written.body,
        url: &page.url,
        top_heading: 2,
    };
    let body = render_markdown(&target, facts, world.sources).map_err(|finding| vec![finding])?;
    let all = notices_of_school(world, &view.school.id);
    let at = all
        .iter()
        .position(|n| in_the_page_s_language(world, n).url == listed.url);
    let neighbour = |index: Option<usize>| {
        let found = index.and_then(|index| all.get(index));
        let found = found.map(|n| in_the_page_s_language(world, n));
        shown(found.map(|n| Neighbour {
            url: n.url.clone(),
            title: n.title.clone(),
            published: n.published.clone(),
        }))
    };
    context.insert("notice", shown(listed));
    context.insert("body", Value::from_safe_string(body));
    context.insert("previous", neighbour(at.and_then(|i| i.checked_sub(1))));
    context.insert("next", neighbour(at.map(|i| i + 1)));
    Ok(())
}

/// On an English page, the English notice where there is one.
fn in_the_page_s_language<'a>(world: &'a World<'_>, notice: &'a NoticeView) -> &'a NoticeView {
    if world.words.locale == Locale::Zh {
        return notice;
    }
    let mut english = world.english.iter().flat_map(|edition| {
        let in_english = in_english(&edition.view.id, &notice.url);
        let notices = edition.view.notices.iter();
        notices.filter(move |n| Some(&n.url) == in_english.as_ref())
    });
    english.next().unwrap_or(notice)
}

/// All notices of one school over all its campaigns, oldest first.
fn notices_of_school<'a>(world: &'a World<'_>, school: &str) -> Vec<&'a NoticeView> {
    let mut all: Vec<_> = world
        .views
        .iter()
        .filter(|v| v.school.id == school)
        .flat_map(|v| &v.notices)
        .collect();
    all.sort_by(|a, b| (a.published.start, &a.url).cmp(&(b.published.start, &b.url)));
    all
}
