//! Inputs that are made to stall a program or to end it: each is refused with a finding, or is borne. The tests ask for the finding, and
//! `cargo xtask bench limits` measures time and memory.

use std::io::Write as _;

use zip::ZipWriter;
use zip::write::SimpleFileOptions;

use crate::SiteTest;
use crate::site::small_site;

const CAMPAIGN: &str = "content/campaigns/demo-2025";
const NOTICE: &str = "content/campaigns/demo-2025/notices/2025-03-01.md";
const FIELDS: &str = "---\ntitle: 通知\noffice: 教务处\npublished: 2025-03-01\n---\n\n";
/// Bytes of a text just below the limit.
const LONG: usize = 1_000_000;

/// One such input.
#[derive(Debug, Clone, Copy)]
pub struct Input {
    /// What it is.
    pub name: &'static str,
    /// The rule that must speak of it; `None` where it is borne.
    pub rule: Option<&'static str>,
    /// Puts it into the small site.
    pub make: fn(SiteTest) -> SiteTest,
}

impl Input {
    /// The small site with the input in it.
    pub fn site(&self) -> SiteTest {
        (self.make)(small_site())
    }
}

const fn input(name: &'static str, rule: Option<&'static str>, make: fn(SiteTest) -> SiteTest) -> Input {
    Input { name, rule, make }
}

/// `piece` so often that a text of [`LONG`] bytes comes out.
fn filled(piece: &str) -> String {
    piece.repeat(LONG / piece.len())
}

fn notice(site: SiteTest, body: &str) -> SiteTest {
    site.file(NOTICE, &format!("{FIELDS}{body}\n"))
}

fn settings(site: SiteTest, text: &str) -> SiteTest {
    site.file("content/site.yaml", text)
}

fn classes(site: SiteTest, rows: &str) -> SiteTest {
    site.file(&format!("{CAMPAIGN}/classes.csv"), &format!("班级,人数\n{rows}"))
}

fn home(site: SiteTest, template: &str) -> SiteTest {
    site.file("themes/school/templates/home.html", template)
}

/// All inputs.
pub const INPUTS: &[Input] = &[
    input("YAML 10 MB", Some("S006"), |site| {
        settings(site, &"# 说明\n".repeat(1_000_000))
    }),
    input("YAML bomb of aliases", Some("Y005"), |site| {
        let level = |n: usize| format!("a{n}: &a{n} [{}]\n", vec![format!("*a{}", n - 1); 10].join(","));
        let levels: String = (1..10).map(level).collect();
        settings(site, &format!("title: x\na0: &a0 [x,x,x,x,x,x,x,x,x,x]\n{levels}"))
    }),
    input("YAML 100 000 brackets deep", Some("Y011"), |site| {
        settings(site, &format!("title: {}\n", "[".repeat(100_000)))
    }),
    input("YAML 100 000 maps deep", Some("Y007"), |site| {
        settings(
            site,
            &format!("title: {}{}\n", "{a: ".repeat(100_000), "}".repeat(100_000)),
        )
    }),
    input("YAML of 100 000 keys", Some("Y005"), |site| {
        let keys: String = (0..100_000).map(|n| format!("k{n}: 1\n")).collect();
        settings(site, &format!("title: x\n{keys}"))
    }),
    input("Markdown 10 MB", Some("S006"), |site| {
        notice(site, &"图像采集。\n\n".repeat(600_000))
    }),
    input("Markdown 10 MB in one line", Some("S006"), |site| {
        notice(site, &"图像".repeat(1_700_000))
    }),
    input("Markdown 1 MB in one line", None, |site| {
        notice(site, &filled("图像采集"))
    }),
    input("Markdown 1 MB of digits", None, |site| notice(site, &filled("1"))),
    input("Markdown 1 MB of paragraphs", None, |site| {
        notice(site, &filled("图像采集。\n\n"))
    }),
    input("Markdown 1 MB of open quotes", Some("S006"), |site| {
        notice(site, &filled(">"))
    }),
    input("Markdown 1 MB of open lists", None, |site| notice(site, &filled("- "))),
    input("Markdown 1 MB of open brackets", Some("S006"), |site| {
        notice(site, &filled("["))
    }),
    input("Markdown 1 MB of links", None, |site| {
        notice(site, &filled("[a](/demo-2025/faq/) "))
    }),
    input("Markdown 1 MB of dead links", Some("L601"), |site| {
        let links: String = (0..40_000).map(|n| format!("[a](/demo-2025/x{n}/) ")).collect();
        notice(site, &links)
    }),
    input("a dead link of 440 000 parts", Some("L601"), |site| {
        notice(site, &format!("[x]({}{{{{ school.name }}}})", "/a".repeat(440_000)))
    }),
    input("Markdown 1 MB of emphasis", Some("S006"), |site| {
        notice(site, &filled("**注意：**请 "))
    }),
    input("Markdown 1 MB of open emphasis", Some("S006"), |site| {
        notice(site, &filled("*a _b "))
    }),
    input("Markdown 1 MB of equal headings", Some("S006"), |site| {
        notice(site, &filled("## 一样\n\n"))
    }),
    input("Markdown 1 MB of footnotes", Some("S006"), |site| {
        notice(site, &filled("x[^1]\n\n[^1]: a\n\n"))
    }),
    input("Markdown 1 MB of tables", Some("S006"), |site| {
        notice(site, &filled("| a | b |\n|---|---|\n| 1 | 2 |\n\n"))
    }),
    input("facts in 1 MB", Some("H104"), |site| {
        notice(site, &filled("{{ route.onsite.fee }} "))
    }),
    input("a fact of 100 000 parts", Some("H104"), |site| {
        notice(site, &format!("{{{{ route{} }}}}", ".a".repeat(100_000)))
    }),
    input("a fact of 100 000 nots", Some("H104"), |site| {
        notice(site, &format!("{{{{ {}1 }}}}", "not ".repeat(100_000)))
    }),
    input("a loop in a body", Some("H104"), |site| {
        notice(
            site,
            "{% for a in range(9999) %}{% for b in range(9999) %}x{% endfor %}{% endfor %}",
        )
    }),
    input("front matter of 1 MB", None, |site| {
        let comments = "# x\n".repeat(240_000);
        site.file(NOTICE, &FIELDS.replacen("---\n", &format!("---\n{comments}"), 1))
    }),
    input("csv of 300 000 rows", Some("K211"), |site| {
        let rows: String = (0..300_000).map(|n| format!("软件{n},38\n")).collect();
        classes(site, &rows)
    }),
    input("csv with an open quote", Some("K211"), |site| {
        classes(site, &format!("\"{}", "x".repeat(10_000_000)))
    }),
    input("csv of 3 000 000 columns", Some("K209"), |site| {
        classes(site, &",".repeat(3_000_000))
    }),
    input("xlsx of 1 GB in zip", Some("K211"), |site| {
        site.bytes(&format!("{CAMPAIGN}/classes.xlsx"), &bomb(1 << 30))
    }),
    input("xlsx of random bytes", Some("K210"), |site| {
        let bytes: Vec<u8> = (0..10_000_000_u32)
            .map(|n| (n.wrapping_mul(2_654_435_761) >> 24) as u8)
            .collect();
        site.bytes(&format!("{CAMPAIGN}/classes.xlsx"), &bytes)
    }),
    input("a template that loops", Some("H102"), |site| {
        home(
            site,
            "{% for a in range(99999) %}{% for b in range(99999) %}x{% endfor %}{% endfor %}",
        )
    }),
    input("a template that includes itself", Some("H102"), |site| {
        home(site, "{% include \"home.html\" %}")
    }),
    input("a template that extends itself", Some("H102"), |site| {
        home(site, "{% extends \"home.html\" %}")
    }),
    input("a template of 100 000 nots", Some("H101"), |site| {
        home(site, &format!("{{{{ {}1 }}}}", "not ".repeat(100_000)))
    }),
    input("10 000 stray files", Some("S010"), |site| {
        let folder = site.root().join(CAMPAIGN).join("misc");
        std::fs::create_dir_all(&folder).expect("a folder can be made");
        for number in 0..10_000 {
            std::fs::write(folder.join(format!("f{number}.txt")), "").expect("a file can be written");
        }
        site
    }),
    input("photo rules in a circle of 1 000", Some("K104"), |site| {
        (0..1000).fold(site, |site, n| {
            site.file(
                &format!("content/photo-profiles/p{n}.yaml"),
                &format!("extends: p{}\n", (n + 1) % 1000),
            )
        })
    }),
];

/// A zip file whose one entry unpacks to so many bytes.
fn bomb(size: usize) -> Vec<u8> {
    let mut zip = ZipWriter::new(std::io::Cursor::new(Vec::new()));
    zip.start_file("xl/sharedStrings.xml", SimpleFileOptions::default())
        .expect("an entry can be begun");
    let block = vec![b' '; 1 << 20];
    for _ in 0..size >> 20 {
        zip.write_all(&block).expect("memory can be written to");
    }
    zip.finish().expect("a zip file can be closed").into_inner()
}
