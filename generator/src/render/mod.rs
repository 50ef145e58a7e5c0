//! Pages → bytes: facts into Markdown, Markdown into HTML, views into templates. Parallel, and the same bytes every time.

mod answers;
mod assets;
mod check_page;
mod context;
pub(crate) mod engine;
mod engine_words;
mod english;
mod faults;
pub(crate) mod markdown;
pub(crate) mod offline;
mod search;
mod stand_in;
mod theme;

pub use assets::Assets;
pub(crate) use context::template_of;
pub use engine::{Rendered, Subject, render_site};
pub(crate) use markdown::links as markdown_links;
pub use markdown::{Target, read_markdown, render_markdown};
pub use stand_in::stand_in;
pub use theme::Theme;

/// Settings of a build that pages may show.
#[derive(Debug, Clone)]
pub struct Settings {
    /// Address under which the site will stand, with a slash at its end; links stay relative all the same.
    pub base_url: Option<String>,
    /// The build's moment.
    pub now: crate::derive::Now,
    /// What the pages are for.
    pub purpose: Purpose,
}

/// What pages are made for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Purpose {
    /// To be read.
    Publish,
    /// To find what is wrong with them: files that no page takes its content from stay empty.
    Check,
}
