//! A site on disk for one test: put files in, build, look at what came out.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::OnceLock;

use tempfile::TempDir;

use crate::{Page, Run, Tassel, Tree, repository, tree};

/// The moment that the tests build for, unless they say another one.
pub const NOW: &str = "2025-10-20T09:00:00+08:00";

/// A site still being put together, in a temporary folder of its own.
#[derive(Debug)]
pub struct SiteTest {
    folder: TempDir,
    now: String,
    args: Vec<String>,
}

impl Default for SiteTest {
    fn default() -> Self {
        Self::new()
    }
}

impl SiteTest {
    /// An empty folder.
    pub fn new() -> Self {
        Self {
            folder: tempfile::tempdir().expect("a temporary folder can be made"),
            now: NOW.to_owned(),
            args: Vec::new(),
        }
    }

    /// The folder that holds `content/`.
    pub fn root(&self) -> &Path {
        self.folder.path()
    }

    /// The folder that the site is built into.
    pub fn out(&self) -> PathBuf {
        self.root().join("public")
    }

    /// Writes a text file; `path` is relative to the root, with `/`.
    #[must_use]
    pub fn file(self, path: &str, text: &str) -> Self {
        self.bytes(path, text.as_bytes())
    }

    /// Writes a file with these bytes.
    #[must_use]
    pub fn bytes(self, path: &str, bytes: &[u8]) -> Self {
        let file = self.root().join(path);
        let folder = file.parent().expect("a file lies in a folder");
        fs::create_dir_all(folder).expect("a folder can be made");
        fs::write(file, bytes).expect("a file can be written");
        self
    }

    /// Makes an empty folder.
    #[must_use]
    pub fn dir(self, path: &str) -> Self {
        fs::create_dir_all(self.root().join(path)).expect("a folder can be made");
        self
    }

    /// Changes a text file that is there already.
    #[must_use]
    pub fn edit(self, path: &str, change: impl FnOnce(String) -> String) -> Self {
        let text = fs::read_to_string(self.root().join(path))
            .unwrap_or_else(|error| panic!("{path} cannot be changed: {error}"));
        self.file(path, &change(text))
    }

    /// Removes a file or a whole folder.
    #[must_use]
    pub fn remove(self, path: &str) -> Self {
        let target = self.root().join(path);
        if target.is_dir() {
            fs::remove_dir_all(target).expect("a folder can be removed");
        } else {
            fs::remove_file(target).expect("a file can be removed");
        }
        self
    }

    /// Copies the repository's own `content/`.
    #[must_use]
    pub fn copy_content(self) -> Self {
        self.copy_from(&repository().join("content"), "content")
    }

    /// Copies every file under `from` to `to` in this site.
    #[must_use]
    pub fn copy_from(self, from: &Path, to: &str) -> Self {
        assert!(from.is_dir(), "{} is not a folder", from.display());
        tree::copy(from, &self.root().join(to));
        self
    }

    /// Builds for this moment (RFC 3339) instead of [`NOW`].
    #[must_use]
    pub fn now(mut self, now: &str) -> Self {
        self.now = now.to_owned();
        self
    }

    /// Adds an argument to `tassel build`.
    #[must_use]
    pub fn arg(mut self, arg: &str) -> Self {
        self.args.push(arg.to_owned());
        self
    }

    /// Runs `tassel build` and says how it went; the root is `.`, so that messages show short paths.
    pub fn run(&self) -> Run {
        let mut args = vec!["build", ".", "--out", "public", "--now", &self.now];
        args.extend(self.args.iter().map(String::as_str));
        Tassel::new(args).within(self.root()).run()
    }

    /// Runs `tassel lint` for the same moment, with these arguments.
    pub fn lint(&self, args: &[&str]) -> Run {
        let all = ["lint", ".", "--now", &self.now]
            .into_iter()
            .chain(args.iter().copied());
        Tassel::new(all).within(self.root()).run()
    }

    /// Builds; panics with the findings when that fails.
    #[track_caller]
    pub fn build(self) -> Built {
        self.run().expect_code(0);
        Built { site: self }
    }

    /// Builds content that has errors: panics unless findings (exit code 1) were reported.
    #[track_caller]
    pub fn build_fails(&self) -> Run {
        self.run().expect_code(1)
    }
}

/// A site that was built.
#[derive(Debug)]
pub struct Built {
    site: SiteTest,
}

impl Built {
    /// Where the finished files are.
    pub fn out(&self) -> PathBuf {
        self.site.out()
    }

    /// Back to the source, to change it and build again over the same output.
    pub fn change(self) -> SiteTest {
        self.site
    }

    /// All files of the output, as data.
    pub fn tree(&self) -> Tree {
        Tree::read(&self.out())
    }

    /// The paths of all files of the output, sorted.
    pub fn files(&self) -> Vec<String> {
        tree::list(&self.out())
    }

    /// The ids of the campaigns that have pages; panics when there is none.
    #[track_caller]
    pub fn campaigns(&self) -> Vec<String> {
        let files = self.files();
        let pages = files
            .iter()
            .filter_map(|path| path.strip_suffix("/schedule/index.html"))
            .filter(|id| !id.contains('/'));
        let ids: Vec<String> = pages.map(str::to_owned).collect();
        assert!(!ids.is_empty(), "no campaign has a page");
        ids
    }

    /// The text of one file of the output.
    #[track_caller]
    pub fn text(&self, path: &str) -> String {
        fs::read_to_string(self.out().join(path))
            .unwrap_or_else(|error| panic!("the site has no readable {path}: {error}"))
    }

    /// One page of the output, parsed.
    #[track_caller]
    pub fn page(&self, path: &str) -> Page {
        Page::parse(path, &self.text(path))
    }

    /// Every HTML page of the output, parsed, in order of path; the offline edition of the self-check is no page but a file to download.
    pub fn pages(&self) -> Vec<Page> {
        let files = self.files();
        let html = files
            .iter()
            .filter(|path| path.ends_with(".html") && !path.ends_with("self-check.html"));
        html.map(|path| self.page(path)).collect()
    }

    /// Panics unless the file is there and holds `needle`.
    #[track_caller]
    pub fn check_file(&self, path: &str, needle: &str) -> &Self {
        let text = self.text(path);
        assert!(text.contains(needle), "{path} does not contain {needle:?}:\n{text}");
        self
    }
}

/// The repository's own content, built once per test program.
pub fn repository_site() -> &'static Built {
    static SITE: OnceLock<Built> = OnceLock::new();
    SITE.get_or_init(|| SiteTest::new().copy_content().build())
}

/// An address for a site, as people type it.
pub const BASE: &str = "https://tx.example.edu.cn/照片/";

/// [`BASE`] as addresses in files have it.
pub const ADDRESS: &str = "https://tx.example.edu.cn/%E7%85%A7%E7%89%87/";

/// The campaign of [`small_site`].
pub const SMALL: &str = "content/campaigns/demo-2025/campaign.yaml";

/// A site with one small campaign of its own.
pub fn small_site() -> SiteTest {
    SiteTest::new().copy_from(&crate::tests_folder().join("bad/base/content"), "content")
}

/// The repository's site, built to stand at [`BASE`].
pub fn placed_site() -> Built {
    SiteTest::new().copy_content().arg("--base-url").arg(BASE).build()
}
