//! `tassel serve`: shows a site while it is being written. Builds again when a file changes, tells open pages, and keeps the last good site up when
//! something is wrong.
//!
//! The site lives in memory: nothing is written to disk, and no address can lead to a file that isn't part of it. All requests
//! read one [`State`], which a new build replaces as a whole.

mod panel;
mod watch;
mod web;

pub use web::Hosts;

use crate::channels::Channel;
use crate::derive::Now;
use crate::diagnostics::{Finding, Sources};
use crate::publish::manifest;
use crate::site::{BuildError, Made, Request, make, stops};
use panel::Panel;
use std::collections::BTreeMap;
use std::convert::Infallible;
use std::io;
use std::net::TcpListener;
use std::sync::Arc;
use watch::Watch;

/// Address of the preview's own pages; no campaign's name begins like this.
const OWN: &str = "/__tassel/";

/// What is shown at one moment.
#[derive(Debug)]
struct State {
    /// The last site without errors; `None` before there was one.
    site: Option<Arc<Site>>,
    /// What the last build found.
    panel: Panel,
}

impl State {
    /// Two words that change when the site or the findings do.
    fn version(&self) -> String {
        let site = self.site.as_ref().map_or("none", |site| site.version.as_str());
        format!("{site} {}", self.panel.version)
    }
}

/// A whole site.
#[derive(Debug)]
struct Site {
    files: BTreeMap<String, Vec<u8>>,
    /// Hash of all its files: the same content has the same one, even after a restart.
    version: String,
}

/// What happened, for the command that prints.
#[derive(Debug)]
pub enum Event<'a> {
    /// A build is done. `shown` says whether its site is the one that pages now come from.
    Built {
        /// What was found.
        findings: &'a [Finding],
        /// Texts for snippets.
        sources: &'a Sources,
        /// Whether this build's site is shown.
        shown: bool,
    },
    /// Pages can be opened.
    Ready,
}

/// Serves the site of `request.root` through `listener` until the process ends, and tells what happens. `now` is asked before each build.
///
/// # Errors
/// When the web server can't be started.
pub fn run(
    request: &Request,
    listener: TcpListener,
    hosts: Hosts,
    now: &dyn Fn() -> Now,
    tell: &mut dyn FnMut(Event<'_>),
) -> io::Result<Infallible> {
    let mut watch = Watch::new(&request.root);
    let build = || {
        let request = Request {
            now: now(),
            ..request.clone()
        };
        attempt(|| make(&request))
    };
    let first = build();
    let state = first.state(None);
    let mut version = state.version();
    tell(first.event());
    let sender = web::start(listener, hosts, state)?;
    tell(Event::Ready);
    loop {
        watch.wait();
        let attempt = build();
        let old = sender.borrow().site.clone();
        let state = attempt.state(old);
        // A file that was saved without a change is no news.
        if state.version() != version {
            version = state.version();
            sender.send_replace(Arc::new(state));
            tell(attempt.event());
        }
    }
}

/// One build: what was found, and the site when nothing stopped it.
struct Attempt {
    findings: Vec<Finding>,
    sources: Sources,
    site: Option<Arc<Site>>,
}

impl Attempt {
    fn state(&self, old: Option<Arc<Site>>) -> State {
        let site = self.site.clone().or(old);
        let panel = Panel::new(&self.findings, &self.sources, self.site.is_some(), site.is_some());
        State { site, panel }
    }

    fn event(&self) -> Event<'_> {
        Event::Built {
            findings: &self.findings,
            sources: &self.sources,
            shown: self.site.is_some(),
        }
    }
}

/// Builds in a thread of its own, so that a fault of this program ends the build and not the preview.
fn attempt(make: impl FnOnce() -> Result<Made, BuildError> + Send) -> Attempt {
    let result = std::thread::scope(|scope| scope.spawn(make).join());
    let refused = |finding: Finding| Attempt {
        findings: vec![finding],
        sources: Sources::default(),
        site: None,
    };
    match result {
        Ok(Ok(made)) => finish(made),
        Ok(Err(error)) => refused(
            Finding::of(&crate::source::rules::S004, error.to_string()).help("检查文件夹是否还在、是否有读取权限"),
        ),
        Err(_) => refused(
            Finding::of(&crate::source::rules::S013, "生成网站时程序自己出了错，这不是你写错了")
                .help("撤回刚才的修改，再存一次；把出错的文件交给维护网站的同事，好让他们找到原因"),
        ),
    }
}

fn finish(made: Made) -> Attempt {
    let site = if stops(&made.report.findings, false) {
        None
    } else {
        let listing = manifest(&made.files, Channel::Site).unwrap_or_default();
        let version = blake3::hash(&listing).to_hex().to_string();
        Some(Arc::new(Site {
            files: made.files,
            version,
        }))
    };
    Attempt {
        findings: made.report.findings,
        sources: made.report.sources,
        site,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_fault_of_the_program_is_a_finding() {
        let attempt = attempt(|| panic!("as a fault of the program would"));
        assert_eq!(attempt.findings.len(), 1);
        assert_eq!(attempt.findings[0].rule.id, "S013");
        assert!(attempt.state(None).site.is_none());
    }
}
