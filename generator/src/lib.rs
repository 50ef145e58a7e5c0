//! Tassel's generator: `content/` in, a static site out.
//!
//! One direction: [`source`] → [`model`] → [`derive`](mod@derive) → [`rules`] → [`pages`] → [`render`], [`outputs`], [`channels`] → [`publish`]; [`diagnostics`] stands beside all of them.
//! `serve` shows a site that is being written.
//! The world is injected: no module here reads a clock, the environment or the command line, and nothing prints.

pub mod channels;
pub mod cli;
pub mod derive;
pub mod diagnostics;
pub mod embedded;
pub mod i18n;
pub mod model;
pub mod outputs;
pub mod pages;
pub mod photo;
pub mod publish;
pub mod render;
pub mod rules;
pub mod schema;
pub mod search;
#[cfg(feature = "serve")]
pub mod serve;
pub mod site;
pub mod source;
