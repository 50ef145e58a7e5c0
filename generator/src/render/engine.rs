//! The template engine: loads a theme, renders all pages in parallel, turns template faults into findings.

use super::context::{World, of_page, shown};
use super::english::{Place, finish};
use super::faults::{Faults, Unfit, template_file, template_finding};
use super::offline::{self, Edition};
use super::{Assets, Purpose, Settings, Theme, check_page, search};
use crate::derive::facts::overlong;
use crate::derive::moment::escape;
use crate::derive::{CampaignView, English};
use crate::diagnostics::{Finding, Rule, Severity, Sources};
use crate::i18n::{Locale, Words};
use crate::model::Model;
use crate::pages::{Content, Page};
use minijinja::syntax::SyntaxConfig;
use minijinja::{AutoEscape, Environment, ErrorKind, UndefinedBehavior};
use rayon::prelude::*;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

pub(crate) static H101: Rule = Rule {
    id: "H101",
    severity: Severity::Error,
    judgement: false,
    title: "模板找不到或语法不对",
    why: "页面的样子来自模板，模板读不通就生成不了页面。",
    fix: "照标出的那一行改模板；不会改就删掉 site.yaml 里的 theme，用自带的主题。",
};

pub(crate) static H102: Rule = Rule {
    id: "H102",
    severity: Severity::Error,
    judgement: false,
    title: "模板用了没有的变量，或算不下去",
    why: "写错的变量会让页面上少一段内容，而且没有人会发现。",
    fix: "核对变量的名字；自带主题的模板里有它们的用法。",
};

/// Steps that one page may take: a user's theme must not hang the build.
const FUEL: u64 = 20_000_000;

/// Bytes of one tag of a template, at most: the engine walks an expression by recursion.
pub(super) const LONGEST_TAG: usize = 4000;

/// Rendered files by path below the output folder.
#[derive(Debug, Default)]
pub struct Rendered {
    /// HTML pages.
    pub pages: BTreeMap<String, String>,
    /// Everything else.
    pub files: BTreeMap<String, Vec<u8>>,
    /// Addresses that search leads to, from the site's top.
    pub found: Vec<String>,
}

/// What pages are rendered from.
#[derive(Debug, Clone, Copy)]
pub struct Subject<'a> {
    /// The facts.
    pub model: &'a Model,
    /// Campaigns, ready to print.
    pub views: &'a [CampaignView],
    /// Their English editions.
    pub english: &'a [English<'a>],
    /// The pages to be made.
    pub pages: &'a [Page<'a>],
    /// Words of the Chinese pages.
    pub words: &'a Words,
}

/// Renders every page; faults of one page don't hide those of the next.
pub fn render_site(
    subject: &Subject<'_>,
    theme: &Theme,
    settings: &Settings,
    sources: &mut Sources,
) -> (Rendered, Vec<Finding>) {
    let Subject {
        model,
        views,
        english,
        pages,
        words,
    } = *subject;
    let (environment, errors) = environment(theme);
    let mut faults = Faults::new(theme, sources, &errors);
    let mut world = World {
        model,
        views,
        shown: views.iter().map(|view| (view.id.clone(), shown(view))).collect(),
        sources,
        assets: Arc::new(Assets::new(theme)),
        settings,
        words: Arc::new(words.clone()),
        documents: &[],
        english,
        running: Vec::new(),
        offline: BTreeMap::new(),
    };
    if settings.purpose == Purpose::Publish {
        world.running = check_page::running(&world.assets);
    }
    let urls: BTreeSet<String> = pages.iter().map(|page| page.url.clone()).collect();
    let (editions, offline) = offline_editions(&environment, &world, theme, &urls, &mut faults);
    world.offline = editions;
    let mut render = |world: &World<'_>, last: bool| {
        let now = pages
            .iter()
            .filter(|page| matches!(page.content, Content::Search) == last)
            .collect();
        render_pages(&environment, world, theme, now, &urls, &mut faults)
    };
    // The search page comes last: it names the index, and the index is made of the other pages.
    let mut finished = render(&world, false);
    let documents = search::documents(pages, views, &finished);
    let index = match settings.purpose {
        Purpose::Publish => crate::search::script(&search::campaigns(views, words), &documents),
        Purpose::Check => String::new(),
    };
    Arc::make_mut(&mut world.assets).add("search-index.js", index.into_bytes());
    world.documents = &documents;
    finished.append(&mut render(&world, true));
    // What stands behind a fault of a template is found with the fault taken out; such pages are not kept.
    while let Some(mended) = faults.mended() {
        let (environment, _) = self::environment(&mended);
        let open = pages.iter().filter(|page| faults.is_open(&page.url)).collect();
        faults.begin();
        render_pages(&environment, &world, theme, open, &urls, &mut faults);
    }
    let mut files = Arc::unwrap_or_clone(world.assets).into_files();
    files.extend(offline);
    let rendered = Rendered {
        files,
        pages: finished,
        found: documents.into_iter().map(|document| document.url).collect(),
    };
    (rendered, faults.findings())
}

/// The self-check in one file, in each language that the site has: what the other pages say of it, and the files. They are made first, since
/// each self-check page names its size and its hash.
fn offline_editions(
    environment: &Environment<'_>,
    world: &World<'_>,
    theme: &Theme,
    urls: &BTreeSet<String>,
    faults: &mut Faults<'_>,
) -> (BTreeMap<Locale, Edition>, BTreeMap<String, Vec<u8>>) {
    let english = world.english.first().map(|edition| world.in_english(edition));
    let (mut editions, mut files) = (BTreeMap::new(), BTreeMap::new());
    for world in [Some(world), english.as_ref()].into_iter().flatten() {
        let locale = world.words.locale;
        let page = offline::page(world);
        let html = match render_page(environment, world, theme, &page) {
            Ok(html) => html,
            Err(findings) => {
                faults.add(&page.url, findings);
                continue;
            }
        };
        let place = Place {
            url: &page.url,
            campaign: "",
            pages: urls,
        };
        let html = match locale {
            Locale::Zh => html,
            Locale::En => finish(&html, place),
        };
        let bytes = match world.settings.purpose {
            Purpose::Publish => {
                offline::inline(&html, &page.url, &world.assets, world.settings.base_url.as_deref()).into_bytes()
            }
            Purpose::Check => Vec::new(),
        };
        editions.insert(locale, Edition::of(locale, &bytes));
        files.insert(page.url, bytes);
    }
    (editions, files)
}

/// Renders pages at once; what goes wrong is kept with the faults.
fn render_pages(
    environment: &Environment<'_>,
    world: &World<'_>,
    theme: &Theme,
    pages: Vec<&Page<'_>>,
    urls: &BTreeSet<String>,
    faults: &mut Faults<'_>,
) -> BTreeMap<String, String> {
    // Each English edition is a world of its own, with its model and its words.
    let worlds: BTreeMap<&str, World<'_>> = world
        .english
        .iter()
        .map(|edition| (edition.view.id.as_str(), world.in_english(edition)))
        .collect();
    let one = |page: &Page<'_>| match (page.locale, page.content) {
        (Locale::En, Content::Campaign(folder, ..)) => {
            let own = worlds.get(folder.id.as_str()).unwrap_or(world);
            let place = Place {
                url: &page.url,
                campaign: &folder.id,
                pages: urls,
            };
            render_page(environment, own, theme, page).map(|html| finish(&html, place))
        }
        _ => render_page(environment, world, theme, page),
    };
    let results: Vec<(String, Result<String, Vec<Finding>>)> = pages
        .into_par_iter()
        .map(|page| (page.url.clone(), one(page)))
        .collect();
    let keep = |(url, result): (String, Result<String, Vec<Finding>>)| match result {
        Ok(html) => Some((url, html)),
        Err(findings) => {
            faults.add(&url, findings);
            None
        }
    };
    results.into_iter().filter_map(keep).collect()
}

/// The templates, ready to render, and those that can't be: name and fault.
fn environment(theme: &Theme) -> (Environment<'static>, Vec<(String, Unfit)>) {
    let mut environment = Environment::new();
    environment.set_undefined_behavior(UndefinedBehavior::Strict);
    environment.set_auto_escape_callback(|name| {
        if name.ends_with(".html") {
            AutoEscape::Html
        } else {
            AutoEscape::None
        }
    });
    // The engine's own escaping also turns every slash into an entity; attributes here always stand in double quotes.
    environment.set_formatter(|out, state, value| match (state.auto_escape(), value.as_str()) {
        (AutoEscape::Html, Some(text)) if !value.is_safe() => {
            out.write_str(&escape(text)).map_err(minijinja::Error::from)
        }
        _ => minijinja::escape_formatter(out, state, value),
    });
    // Tags on lines of their own leave no empty lines behind.
    if let Ok(syntax) = SyntaxConfig::builder().trim_blocks(true).lstrip_blocks(true).build() {
        environment.set_syntax(syntax);
    }
    environment.set_fuel(Some(FUEL));
    let mut errors = Vec::new();
    for (name, text) in &theme.templates {
        if let Some(range) = overlong(text, LONGEST_TAG) {
            errors.push((name.clone(), Unfit::Overlong(range)));
            continue;
        }
        if let Err(error) = environment.add_template_owned(name.clone(), text.clone()) {
            errors.push((name.clone(), Unfit::Error(error)));
        }
    }
    (environment, errors)
}

fn render_page(
    environment: &Environment<'_>,
    world: &World<'_>,
    theme: &Theme,
    page: &Page<'_>,
) -> Result<String, Vec<Finding>> {
    let (name, context) = of_page(world, page)?;
    let missing = |error: &minijinja::Error| {
        let file = template_file(theme, name);
        let finding = match error.kind() {
            ErrorKind::TemplateNotFound => Finding::of(&H101, format!("主题里没有模板 {name}"))
                .in_file(file)
                .help("把这个模板补进主题的 templates/，或删掉 site.yaml 里的 theme"),
            _ => template_finding(theme, error, name, world.sources),
        };
        vec![finding]
    };
    let template = environment.get_template(name).map_err(|error| missing(&error))?;
    template
        .render(context)
        .map_err(|error| vec![template_finding(theme, &error, name, world.sources)])
}
