//! Tests of the check of links.

use super::*;

fn page<'a>(url: &'a str, html: &'a str) -> Shown<'a> {
    Shown {
        url,
        html,
        campaign: Some("a"),
        template: "themes/own/templates/page.html",
        bodies: Vec::new(),
    }
}

fn sources() -> Sources {
    let mut sources = Sources::default();
    sources.insert(
        "themes/own/templates/page.html",
        "<a href=\"{{ url(\"gone.html\") }}\">x</a>\n<a href='#nowhere'>",
    );
    sources.insert(
        "content/campaigns/a/notices/n.md",
        "---\ntitle: x\n---\n见[甲](/a/Faq/)和[乙](/a/faq/#fees)。\n",
    );
    sources.insert("content/campaigns/a/campaign.yaml", "url: /a/form.html\n");
    sources
}

fn found(pages: &[Shown<'_>], base: Option<&str>) -> Vec<Finding> {
    let mut names: BTreeSet<String> = pages.iter().map(|page| page.url.to_owned()).collect();
    names.extend(
        [
            "assets/x.css",
            "assets/i.svg",
            "a/attachments/表.pdf",
            "a/faq/index.html",
        ]
        .map(str::to_owned),
    );
    let files = BTreeMap::from([("assets/i.svg".to_owned(), b"<svg><g id='pen'/></svg>".to_vec())]);
    let missing = Missing {
        absent: BTreeSet::from(["lost/".to_owned()]),
        withheld: BTreeMap::new(),
        unlisted: BTreeSet::from(["a/attachments/b.pdf".to_owned()]),
    };
    let output = Output {
        pages,
        names: &names,
        files: &files,
        base,
        found: &[],
    };
    check_links(&output, &missing, &sources())
}

fn messages(html: &str) -> Vec<String> {
    let pages = [
        page("index.html", html),
        page("a/faq/index.html", "<h2 id=\"fee\">x</h2>"),
    ];
    let findings = found(&pages, Some("https://s.cn/x/"));
    findings.into_iter().map(|finding| finding.message).collect()
}

#[test]
fn good_links_are_left_alone() {
    let good = "<a href='a/faq/#fee'>x</a><a href=a/faq/index.html>x</a><a href='https://b.cn/z'>x</a><a href='#'>x</a><a href='#top'>x</a>\
                <a href='tel:1'>x</a><a href='lost/faq/index.html#x'>x</a><a href='a/attachments/%E8%A1%A8.pdf#page=2'>x</a>\
                <link rel=canonical href='https://s.cn/x/a/faq/'><svg><use href='assets/i.svg#pen'/></svg><a href=''>x</a>";
    assert!(messages(good).is_empty(), "{:?}", messages(good));
}

#[test]
fn each_kind_of_dead_link_is_named() {
    let cases = [
        (
            "<a href='A/faq/index.html'>",
            "链接的大小写不对：写的是 /A/faq/，网站里是 /a/faq/（在 / 上）",
        ),
        (
            "<a href='a/faq/index.html#gone'>",
            "链接失效：/a/faq/ 上没有 #gone 这个位置（在 / 上）",
        ),
        (
            "<img alt='a > b' src='pic.png'>",
            "链接失效：网站里没有 /pic.png（在 / 上）",
        ),
        (
            "<a href='../up.html'>",
            "链接失效：/../up.html 指到了网站外面（在 / 上）",
        ),
        ("<a href='a/faq'>", "链接失效：/a/faq 少了末尾的 /（在 / 上）"),
        (
            "<a href='a/attachments/b.pdf'>",
            "链接失效：附件 /a/attachments/b.pdf 没有发布（在 / 上）",
        ),
        (
            "<svg><use href='assets/i.svg#pencil'/></svg>",
            "链接失效：/assets/i.svg 上没有 #pencil 这个位置（在 / 上）",
        ),
        (
            "<meta property=og:url content='https://s.cn/x/b/'>",
            "链接失效：网站里没有 /b/（在 / 上）",
        ),
        (
            "<a href='a/attachments/50%2525.pdf'>",
            "链接失效：网站里没有 /a/attachments/50%25.pdf（在 / 上）",
        ),
        (
            "<base href='a/'><a href='x.html'>",
            "链接失效：网站里没有 /a/x.html（在 / 上）",
        ),
    ];
    for (html, message) in cases {
        assert_eq!(messages(html), [message], "{html}");
    }
}

#[test]
fn a_fault_of_a_template_is_said_once_at_its_place() {
    let html = "<a href='../gone.html'>x</a><a href='#nowhere'>x</a>";
    let urls: Vec<String> = (0..60).map(|number| format!("p{number:02}/index.html")).collect();
    let pages: Vec<Shown<'_>> = urls.iter().map(|url| page(url, html)).collect();
    let findings = found(&pages, None);
    let said: Vec<&str> = findings.iter().map(|finding| finding.message.as_str()).collect();
    assert_eq!(
        said,
        [
            "链接失效：网站里没有 /gone.html（在 60 个页面上，例如 /p00/）",
            "链接失效：/p00/ 上没有 #nowhere 这个位置（在 60 个页面上，例如 /p00/）"
        ]
    );
    let text = sources();
    let marked = findings.iter().map(|finding| {
        let span = finding.primary.clone().unwrap();
        text.get(&span.file).unwrap()[span.range].to_owned()
    });
    assert_eq!(marked.collect::<Vec<_>>(), ["gone.html", "#nowhere"]);
}

#[test]
fn a_link_of_a_body_is_marked_where_it_is_written() {
    let text = sources();
    let file = "content/campaigns/a/notices/n.md";
    let body = text.get(file).unwrap().rsplit_once("---\n").unwrap().1;
    let mut notice = page(
        "a/notices/n/index.html",
        "<a href='../../Faq/index.html'>x</a><a href='../../faq/index.html#fees'>x</a><a href='/a/form.html'>x</a>",
    );
    notice.bodies.push((file, body));
    let pages = [notice, page("a/faq/index.html", "<h2 id=fee>x</h2>")];
    let findings = found(&pages, None);
    let marked = findings.iter().map(|finding| {
        let span = finding.primary.clone().unwrap();
        (
            text.get(&span.file).unwrap()[span.range].to_owned(),
            finding.help.clone().unwrap(),
        )
    });
    let marked: Vec<(String, String)> = marked.collect();
    let places: Vec<&str> = marked.iter().map(|(place, _)| place.as_str()).collect();
    assert_eq!(places, ["/a/form.html", "/a/Faq/", "/a/faq/#fees"]);
    assert!(marked[1].1.starts_with("改成 /a/faq/"), "{}", marked[1].1);
    assert_eq!(marked[2].1, "是不是想写 #fee？");
}

#[test]
fn a_second_link_to_the_same_dead_page_is_marked_too() {
    let mut text = Sources::default();
    let file = "content/campaigns/a/notices/n.md";
    let body = "见[甲](/a/x/)，又见[甲](../../x/)。\n".repeat(5);
    text.insert(file, format!("---\ntitle: x\n---\n{body}"));
    let mut notice = page("a/notices/n/index.html", "<a href='../../x/index.html'>x</a>");
    notice.bodies.push((file, &body));
    let output = Output {
        pages: &[notice],
        names: &BTreeSet::new(),
        files: &BTreeMap::new(),
        base: None,
        found: &[],
    };
    let findings = check_links(&output, &Missing::default(), &text);
    assert_eq!(findings.len(), 1);
    let labels = findings[0].labels.iter().map(|label| &label.span);
    let spans = findings[0].primary.iter().chain(labels);
    let marked: Vec<&str> = spans
        .map(|span| &text.get(&span.file).unwrap()[span.range.clone()])
        .collect();
    assert_eq!(marked, ["/a/x/", "../../x/", "/a/x/", "../../x/", "/a/x/", "../../x/"]);
}

#[test]
fn a_dead_value_on_thousands_of_pages_is_said_once() {
    let urls: Vec<String> = (0..1_200).map(|number| format!("p{number}/index.html")).collect();
    let pages: Vec<Shown<'_>> = urls
        .iter()
        .map(|url| page(url, "<a href='/a/form.html'>x</a>"))
        .collect();
    let findings = found(&pages, None);
    assert_eq!(findings.len(), 1, "{:?}", findings.last());
    assert_eq!(findings[0].path(), Some("content/campaigns/a/campaign.yaml"));
}

#[test]
fn addresses_on_other_sites_are_collected_with_their_places() {
    let mut text = Sources::default();
    let file = "content/campaigns/a/notices/n.md";
    let body = "见[学信网](https://www.chsi.com.cn/#a)。\n";
    text.insert(file, format!("---\ntitle: x\n---\n{body}"));
    text.insert("content/campaigns/a/campaign.yaml", "url: https://s.example.edu.cn/x\n");
    let html = "<a href='https://www.chsi.com.cn/#a'>x</a><a href=https://s.example.edu.cn/x>x</a><a href='mailto:a@b.cn'>x</a>\
                <a href='https://own.cn/a/'>x</a><a href=other.html>x</a>";
    let mut notice = page("a/n/index.html", html);
    notice.bodies.push((file, body));
    let pages = [
        page("a/index.html", "<a href='https://s.example.edu.cn/x'>x</a>"),
        notice,
    ];
    let output = Output {
        pages: &pages,
        names: &BTreeSet::new(),
        files: &BTreeMap::new(),
        base: Some("https://own.cn/"),
        found: &[],
    };
    let found = external(&output, &text);
    let said: Vec<(&str, usize, &str, &str)> = found
        .iter()
        .map(|one| (one.address.as_str(), one.pages, one.page.as_str(), one.file.as_str()))
        .collect();
    assert_eq!(
        said,
        [
            (
                "https://s.example.edu.cn/x",
                2,
                "a/index.html",
                "content/campaigns/a/campaign.yaml"
            ),
            ("https://www.chsi.com.cn/", 1, "a/n/index.html", file),
        ]
    );
    assert!(found.iter().all(|one| one.place.is_some()));
}

#[test]
fn own_addresses_in_other_files_are_looked_after_wherever_a_sentence_ends() {
    let pages = [page("a/index.html", "<p id=here>x</p>")];
    let names: BTreeSet<String> = ["a/index.html", "a/attachments/b(1).pdf"].map(str::to_owned).into();
    let check = |file: &str, text: &str, found: &[String]| {
        let files = BTreeMap::from([(file.to_owned(), text.as_bytes().to_vec())]);
        let output = Output {
            pages: &pages,
            names: &names,
            files: &files,
            base: Some("https://s.cn/x/"),
            found,
        };
        let findings = check_links(&output, &Missing::default(), &Sources::default());
        findings
            .into_iter()
            .map(|finding| finding.message)
            .collect::<Vec<String>>()
    };
    let good = "（https://s.cn/x/a/#here）；see (https://s.cn/x/a/). https://s.cn/x/a/attachments/b(1).pdf https://other.cn/b/";
    assert!(
        check("a/n.txt", good, &[]).is_empty(),
        "{:?}",
        check("a/n.txt", good, &[])
    );
    let calendar = "URL:https://s.cn/x/\r\n a/\r\nURL:https://s.cn/x/b/\r\n c/\r\n";
    assert_eq!(check("a/c.ics", calendar, &[]).len(), 1);
    assert_eq!(
        check("feed.xml", "<link href='b/'/><loc>https://s.cn/x/c/</loc>", &[]).len(),
        2
    );
    assert_eq!(check("x.json", "{}", &["a/index.html#gone".to_owned()]).len(), 1);
    assert!(check("a/attachments/y.txt", "https://s.cn/x/none/", &[]).is_empty());
}
