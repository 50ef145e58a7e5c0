//! A sealed self-check page with all that it stands on, and how a test hands it a photo and reads the report.

use std::collections::BTreeMap;
use std::path::PathBuf;

use tempfile::TempDir;

use crate::{Browser, Server, repository_site};

/// A campaign's self-check, with the profile that the campaign uses.
pub const CAMPAIGN: &str = "szu-2020/self-check/index.html";
/// The site's own self-check, with all profiles; the plain graduation profile leaves names alone.
pub const SITE: &str = "self-check/index.html?profile=xueli2017";

/// A self-check page of the repository's site in a browser of its own, served by a server of its own.
#[derive(Debug)]
pub struct SelfCheck {
    /// The browser that shows the page.
    pub browser: Browser,
    /// The server that it came from.
    pub server: Server,
    folder: TempDir,
}

impl SelfCheck {
    /// Opens `page` and waits until it is sealed and takes photos.
    #[track_caller]
    pub fn open(page: &str) -> Self {
        let check = Self::prepare();
        check.open_again(page);
        check
    }

    /// A browser and a server with no page open yet, so that either can be changed before.
    #[track_caller]
    pub fn prepare() -> Self {
        Self::prepare_in(Browser::start())
    }

    /// As [`Self::prepare`], in a browser that was started before.
    #[track_caller]
    pub fn prepare_in(browser: Browser) -> Self {
        Self {
            browser,
            server: Server::start(&repository_site().out()),
            folder: tempfile::tempdir().expect("a temporary folder can be made"),
        }
    }

    /// Opens a page anew in the same browser, and waits until it is sealed and takes photos.
    #[track_caller]
    pub fn open_again(&self, page: &str) {
        self.open_address(&self.server.url(page));
    }

    /// As [`Self::open_again`], for a whole address, such as one of a file.
    #[track_caller]
    pub fn open_address(&self, address: &str) {
        self.browser.open(address);
        self.browser.wait_for("html[data-sealed='true']");
        self.browser.wait_for("input#photo[type=file]:not([disabled])");
    }

    /// Writes a file that can be chosen.
    pub fn file(&self, name: &str, bytes: &[u8]) -> PathBuf {
        let path = self.folder.path().join(name);
        std::fs::write(&path, bytes).expect("a photo can be written");
        path
    }

    /// Chooses a photo and waits for the verdict.
    #[track_caller]
    pub fn judge(&self, name: &str, bytes: &[u8]) -> String {
        let file = self.file(name, bytes);
        self.browser.choose_file("input#photo", &file);
        self.verdict()
    }

    /// Chooses another photo and waits for the verdict on that one.
    #[track_caller]
    pub fn judge_next(&self, name: &str, bytes: &[u8]) -> String {
        let forget = "const strip = document.querySelector('[data-verdict]'); if (strip) { strip.removeAttribute('data-verdict'); }";
        self.browser.run(forget, &[]);
        self.judge(name, bytes)
    }

    /// Waits for a verdict and gives it back: `pass`, `fail` or `review`.
    #[track_caller]
    pub fn verdict(&self) -> String {
        self.browser.wait_for("[data-verdict]:not([data-verdict=''])");
        self.browser
            .attribute("[data-verdict]", "data-verdict")
            .expect("a verdict has a value")
    }

    /// Which paragraph of trouble is on the screen, if one is: the value of its `data-trouble`.
    #[track_caller]
    pub fn trouble(&self) -> Option<String> {
        let script = "return Array.from(document.querySelectorAll('[data-trouble]')).filter(box => box.offsetHeight > 0).map(box => box.dataset.trouble).join(' ')";
        let shown = self.browser.run(script, &[]);
        shown.as_str().filter(|kinds| !kinds.is_empty()).map(str::to_owned)
    }

    /// Check id → status, as the page shows them.
    #[track_caller]
    pub fn statuses(&self) -> BTreeMap<String, String> {
        let script = "return Array.from(document.querySelectorAll('[data-check]'), line => [line.dataset.check, line.dataset.status])";
        serde_json::from_value::<Vec<(String, String)>>(self.browser.run(script, &[]))
            .expect("lines carry an id and a status")
            .into_iter()
            .collect()
    }

    /// The text that the page shows on one check.
    pub fn line(&self, id: &str) -> String {
        self.browser.text(&format!("[data-check='{id}']"))
    }
}
