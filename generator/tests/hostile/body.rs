//! Hostile input through the library's own door: what the tests here and the targets in `fuzz/` do with bytes.
//!
//! Whatever the bytes are, a site is made or an error says why not; each finding has a place inside its file, and every format can show it.

#![allow(
    unreachable_pub,
    clippy::unwrap_used,
    clippy::panic,
    reason = "this file is a module of the tests and of each fuzz target, where a panic is what is looked for"
)]

use std::fs;
use std::path::{Path, PathBuf};
use tassel::channels::Channel;
use tassel::derive::Now;
use tassel::diagnostics::{render_github, render_gitlab, render_human, render_json, render_sarif};
use tassel::site::{BuildError, Made, Request, make, stops};

/// The files that hostile bytes may stand in for, one of each kind that is read.
pub const KINDS: [&str; 25] = [
    "content/site.yaml",
    "content/schools/demo.yaml",
    "content/providers/demo.yaml",
    "content/holidays/2025.yaml",
    "content/photo-profiles/own.yaml",
    "content/campaigns/demo-2025/campaign.yaml",
    "content/campaigns/demo-2025/routes/onsite.yaml",
    "content/campaigns/demo-2025/notices/2025-03-01.md",
    "content/campaigns/demo-2025/notices/2025-03-01.en.md",
    "content/campaigns/demo-2025/faq/own.md",
    "content/campaigns/demo-2025/en.yaml",
    "content/campaigns/demo-2025/classes.csv",
    "content/campaigns/demo-2025/classes.xlsx",
    "content/campaigns/demo-2025/classes.xls",
    "content/campaigns/demo-2025/timetable.lock.csv",
    "themes/school/i18n/zh-CN.yaml",
    "themes/school/templates/home.html",
    "content/campaigns/demo-2025/attachments/a.pdf",
    "content/campaigns/demo-2025/attachments/a.xlsx",
    "content/campaigns/demo-2025/attachments/a.xls",
    "content/campaigns/demo-2025/attachments/a.docx",
    "content/campaigns/demo-2025/attachments/a.zip",
    "content/campaigns/demo-2025/attachments/a.jpg",
    "content/campaigns/demo-2025/attachments/a.csv",
    "content/campaigns/demo-2025/attachments/a.html",
];

/// Folder of the small good site that hostile files lie over.
fn base() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../tests/bad/base")
}

fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        let target = to.join(entry.file_name());
        if entry.file_type().unwrap().is_dir() {
            copy(&entry.path(), &target);
        } else {
            fs::copy(entry.path(), target).unwrap();
        }
    }
}

/// Makes the good site with these files over it, and checks what is said; panics when that is not as it must be.
pub fn site(files: &[(&str, &[u8])]) {
    let folder = tempfile::tempdir().unwrap();
    copy(&base(), folder.path());
    for (path, bytes) in files {
        let file = folder.path().join(path);
        fs::create_dir_all(file.parent().unwrap()).unwrap();
        fs::write(file, bytes).unwrap();
    }
    check(folder.path());
}

/// One file of the kind that the first byte picks, with the other bytes in it.
#[allow(dead_code, reason = "each target of the fuzzer uses one of them")]
pub fn content_file(data: &[u8]) {
    if let Some((kind, bytes)) = data.split_first() {
        site(&[(KINDS[usize::from(*kind) % KINDS.len()], bytes)]);
    }
}

/// One attached file of the kind that the first byte picks, behind the first bytes of that kind: readers go by those.
#[allow(dead_code, reason = "each target of the fuzzer uses one of them")]
pub fn attached_file(data: &[u8]) {
    let heads: [(&str, &[u8]); 6] = [
        ("a.pdf", b"%PDF-1.5\n"),
        ("a.xls", b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1"),
        ("a.zip", b"PK\x03\x04"),
        ("a.jpg", b"\xFF\xD8\xFF"),
        ("a.csv", b""),
        ("a.html", b""),
    ];
    if let Some((kind, bytes)) = data.split_first() {
        let (name, head) = heads[usize::from(*kind) % heads.len()];
        let path = format!("content/campaigns/demo-2025/attachments/{name}");
        site(&[(&path, &[head, bytes].concat())]);
    }
}

/// Several files: each is a byte for its kind, two for its length, and that many bytes, or as many as are left.
#[allow(dead_code, reason = "each target of the fuzzer uses one of them")]
pub fn site_tree(data: &[u8]) {
    let mut files: Vec<(&str, &[u8])> = Vec::new();
    let mut rest = data;
    while let [kind, low, high, after @ ..] = rest {
        let length = usize::from(u16::from_le_bytes([*low, *high])).min(after.len());
        let (bytes, others) = after.split_at(length);
        files.push((KINDS[usize::from(*kind) % KINDS.len()], bytes));
        rest = others;
    }
    site(&files);
}

/// Makes the site in a folder, as `build` would but for writing it, and checks what is said.
pub fn check(root: &Path) {
    let request = Request {
        root: root.to_path_buf(),
        out: root.join("public"),
        base_url: None,
        now: Now(1_760_922_000),
        strict: false,
        channel: Channel::Site,
        drafts: false,
    };
    match make(&request) {
        Ok(made) => said(&made),
        // A folder that the system doesn't list: said in one line, without a place.
        Err(error @ BuildError::Read(_)) => assert!(!error.to_string().is_empty()),
        Err(error) => panic!("nothing was to be written: {error}"),
    }
}

fn said(made: &Made) {
    let (findings, sources) = (&made.report.findings, &made.report.sources);
    assert!(
        stops(findings, false) || made.files.contains_key("index.html"),
        "neither a site nor an error: {findings:?}"
    );
    for finding in findings {
        assert!(!finding.message.is_empty(), "{finding:?}");
        let spans = finding
            .primary
            .iter()
            .chain(finding.labels.iter().map(|label| &label.span));
        for span in spans {
            let text = sources
                .get(&span.file)
                .unwrap_or_else(|| panic!("no text for {finding:?}"));
            let inside = span.range.start <= span.range.end && span.range.end <= text.len();
            assert!(inside, "outside of its file of {} bytes: {finding:?}", text.len());
            assert!(
                sources.line_col(&span.file, span.range.start).is_some(),
                "inside a character: {finding:?}"
            );
        }
    }
    let human = render_human(findings, sources, false);
    assert_eq!(human.is_empty(), findings.is_empty());
    render_github(findings, sources, "");
    render_json(findings, &made.report.settled, sources).unwrap();
    render_sarif(findings, &made.report.settled, sources, "").unwrap();
    render_gitlab(findings, sources, "").unwrap();
}
