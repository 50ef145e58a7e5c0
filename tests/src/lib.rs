//! The harness of the end-to-end tests: the real `tassel` binary, whole sites, a web server that writes down every
//! request, a real browser, and photos made on the spot.
//!
//! Everything here fails a test by panicking with a message that says what was expected and what was found.

pub mod browser;
pub mod codes;
pub mod dates;
pub mod engines;
pub mod examples;
pub mod html;
pub mod limits;
pub mod links;
pub mod photos;
pub mod preview;
pub mod selfcheck;
pub mod server;
pub mod site;
pub mod tassel;
pub mod tree;

pub use browser::Browser;
pub use html::Page;
pub use preview::Preview;
pub use server::Server;
pub use site::{Built, SiteTest, repository_site};
pub use tassel::{Run, Tassel};
pub use tree::Tree;

use std::path::{Path, PathBuf};

/// The repository's root folder.
pub fn repository() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .parent()
        .expect("the tests live in a folder of the repository")
        .to_path_buf()
}

/// The `tests` folder of the repository: `facts/`, `bad/` and the like live in it.
pub fn tests_folder() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}
