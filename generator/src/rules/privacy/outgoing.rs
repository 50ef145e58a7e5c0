//! What is about to be published: a last look at every file, for what came in through a theme, a template or a program's mistake.

use super::number::{self, Kind, Reading};
use super::{P110, P114, Trace, in_words, table};
use crate::diagnostics::Finding;
use crate::render::offline::DATA_TYPE;
use crate::source::documents;
use rayon::prelude::*;
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

/// Endings of files that are text.
const TEXT: [&str; 11] = [
    ".html",
    ".json",
    ".ics",
    ".xml",
    ".txt",
    ".js",
    ".css",
    ".svg",
    ".csv",
    ".webmanifest",
    ".md",
];

/// Endings of files that are looked into as attachments are.
const DOCUMENTS: [&str; 8] = [".xlsx", ".docx", ".pptx", ".pdf", ".jpg", ".jpeg", ".png", ".webp"];

/// Findings about files that will be published; `told` holds the numbers that need not be told again.
pub(crate) fn check(files: &BTreeMap<String, Vec<u8>>, told: &BTreeSet<String>) -> Vec<Finding> {
    // Attachments are looked into where they lie.
    let own = files.par_iter().filter(|(path, _)| !is_attachment(path));
    let found: Vec<(Vec<Trace>, Option<Finding>)> = own.map(|(path, bytes)| of_file(path, bytes)).collect();
    let mut by_number: BTreeMap<(Kind, String), Vec<Trace>> = BTreeMap::new();
    let mut findings = Vec::new();
    for (traces, finding) in found {
        findings.extend(finding);
        for trace in traces {
            for hit in number::find(&trace.secret, Reading::Loose) {
                if !told.contains(&hit.digits) {
                    by_number.entry((hit.kind, hit.digits)).or_default().push(trace.clone());
                }
            }
        }
    }
    findings.extend(
        by_number
            .into_iter()
            .filter_map(|((kind, digits), traces)| finding(kind, &digits, &traces)),
    );
    findings
}

/// Whether a file was attached to a campaign: `demo-2025/attachments/…`. A theme may have a folder of that name, too.
fn is_attachment(path: &str) -> bool {
    let mut folders = path.split('/');
    folders.next() != Some("assets") && folders.next() == Some("attachments")
}

fn finding(kind: Kind, digits: &str, traces: &[Trace]) -> Option<Finding> {
    let pages: BTreeSet<&str> = traces.iter().map(|trace| trace.place.file.as_str()).collect();
    let first = traces.first()?;
    let more = if pages.len() > 1 {
        format!("，一共 {} 个文件里有", pages.len())
    } else {
        String::new()
    };
    let message = format!(
        "要发布的 {} 里有{} {}{more}，而 content/ 里没有",
        first.place.file,
        kind.word(),
        number::mask(digits)
    );
    let help = "它多半写在主题里：在 themes/ 的模板和文字里找到它，删掉";
    Some(Finding::of(&P110, message).help(help))
}

fn of_file(path: &str, bytes: &[u8]) -> (Vec<Trace>, Option<Finding>) {
    let lower = path.to_lowercase();
    let ends = |ends: &[&str]| ends.iter().any(|end| lower.ends_with(end));
    if ends(&DOCUMENTS) {
        let document = documents::read(path, bytes);
        let traces = table::traces(path, &document, &BTreeSet::new());
        let tells = document
            .picture
            .iter()
            .flat_map(|picture| &picture.tells)
            .map(|tell| tell.word());
        let tells: Vec<&str> = tells.collect();
        let finding = (!tells.is_empty()).then(|| {
            let message = format!("要发布的图片 {path} 里写着{}，下载的人都能看到", tells.join("、"));
            Finding::of(&P114, message).help("图片在 themes/ 的 assets/ 里：用看图软件另存一次，去掉这些信息")
        });
        return (traces, finding);
    }
    // The search index is cut out of the pages, in pieces that no longer show what a number was.
    if !ends(&TEXT) || path.contains("search-index") {
        return (Vec::new(), None);
    }
    let text = without_data(&String::from_utf8_lossy(bytes));
    let mut traces = in_lines(path, &text, Reading::Strict);
    if ends(&[".html"]) {
        traces.extend(in_lines(path, &visible(&text), Reading::Loose));
    }
    (traces, None)
}

/// A page without the blocks of data that the offline edition brings along: programs in base64, which no one reads as text.
fn without_data(text: &str) -> String {
    let mark = format!("<script type=\"{DATA_TYPE}\"");
    let mut pieces = text.split(&mark);
    let mut out = pieces.next().unwrap_or_default().to_owned();
    for piece in pieces {
        out.push_str(piece.split_once("</script>").map_or("", |(_, rest)| rest));
    }
    out
}

fn in_lines(path: &str, text: &str, reading: Reading) -> Vec<Trace> {
    let mut traces = Vec::new();
    for line in text.lines() {
        for hit in number::find(line, reading) {
            let sure =
                matches!(hit.kind, Kind::Identity | Kind::Mobile | Kind::Impossible) || reading == Reading::Loose;
            // Programs have numbers of fifteen digits of their own.
            if sure && hit.kind != Kind::OldIdentity {
                let secret = line.get(hit.range.clone()).unwrap_or_default();
                traces.push(Trace::of_number(&hit, secret, in_words(path, "")));
            }
        }
    }
    traces
}

/// What a reader sees of a page, a line for each piece between its tags.
fn visible(html: &str) -> String {
    let pieces = pieces(html).into_iter().filter_map(|range| html.get(range));
    pieces.collect::<Vec<_>>().join("\n")
}

/// Where the text between the tags of a page stands, without scripts, styles and drawings.
pub(super) fn pieces(html: &str) -> Vec<Range<usize>> {
    let mut pieces = Vec::new();
    let mut at = 0;
    while let Some(open) = html.get(at..).and_then(|rest| rest.find('<')) {
        pieces.push(at..at + open);
        at += open;
        let rest = html.get(at..).unwrap_or_default();
        let hidden = ["script", "style", "svg"].into_iter().find(|name| {
            let after = rest.get(1..).and_then(|tag| tag.strip_prefix(name));
            after.is_some_and(|after| after.starts_with([' ', '>', '\n']))
        });
        let end = match hidden {
            Some(name) => {
                let close = format!("</{name}");
                rest.find(&close)
            }
            None => rest.find('>').map(|at| at + 1),
        };
        at += end.map_or(rest.len(), |end| end.max(1));
    }
    pieces.push(at..html.len());
    pieces
}

#[cfg(test)]
mod tests {
    use super::*;

    fn site(files: &[(&str, &str)]) -> BTreeMap<String, Vec<u8>> {
        files
            .iter()
            .map(|(path, text)| ((*path).to_owned(), text.as_bytes().to_vec()))
            .collect()
    }

    #[test]
    fn a_number_in_a_theme_is_told_once_and_masked() {
        let page = "<p>问 <a href=\"tel:13800000000\">138 0000 0000</a></p>";
        let files = site(&[
            ("index.html", page),
            ("a/index.html", page),
            ("a/attachments/x.html", page),
        ]);
        let findings = check(&files, &BTreeSet::new());
        assert_eq!(findings.len(), 1, "{findings:?}");
        assert!(
            findings[0].message.contains("138****0000") && findings[0].message.contains("2 个文件"),
            "{findings:?}"
        );
        assert!(check(&files, &BTreeSet::from(["13800000000".to_owned()])).is_empty());
    }

    #[test]
    fn files_of_a_theme_are_looked_into_whatever_their_names() {
        let files = site(&[
            ("assets/attachments/a.TXT", "13800000000"),
            ("a/attachments/b.txt", "13800000001"),
        ]);
        assert_eq!(check(&files, &BTreeSet::new()).len(), 1);
    }

    #[test]
    fn what_programs_write_is_nobody() {
        let files = site(&[
            (
                "a.html",
                "<script>x=[1,13800000000.5,1713772800000]</script><svg><path d=\"M138 0000 0000\"/></svg><p>12</p>",
            ),
            (
                "b.json",
                "{\"at\":1713772800,\"hash\":\"9f13800000000a\",\"width\":138.0000}",
            ),
            (
                "c.ics",
                "UID:20250410T090000-13@example.edu.cn\r\nDTSTART:20250410T090000\r\n",
            ),
        ]);
        assert_eq!(check(&files, &BTreeSet::new()), []);
    }
}
