//! The harness itself: what judges the others must be able to say no.

use std::fs;

use serde_json::json;
use tassel_tests::links::{self, Target};
use tassel_tests::{Browser, Page, Server, Tree, browser, dates, photos};

fn folder(files: &[(&str, &str)]) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    for (path, text) in files {
        let file = folder.path().join(path);
        fs::create_dir_all(file.parent().unwrap()).unwrap();
        fs::write(file, text).unwrap();
    }
    folder
}

#[test]
fn links_resolve_as_a_browser_resolves_them() {
    let file = |path: &str| Target::File(path.to_owned(), None);
    assert_eq!(links::resolve("a/b/index.html", "../c.html?x=1"), file("a/c.html"));
    assert_eq!(
        links::resolve("a/index.html", "./%E9%99%84%E4%BB%B6.pdf"),
        file("a/附件.pdf")
    );
    assert_eq!(
        links::resolve("a/index.html", "#fee"),
        Target::File("a/index.html".into(), Some("fee".into()))
    );
    assert_eq!(links::resolve("index.html", "tel:0755-26536174"), Target::Outside);
    assert_eq!(
        links::resolve("index.html", "https://www.chsi.com.cn/"),
        Target::Outside
    );
    assert!(matches!(links::resolve("index.html", "/style.css"), Target::Broken(_)));
    assert!(matches!(links::resolve("index.html", "../up.html"), Target::Broken(_)));
}

#[test]
fn broken_links_are_found() {
    let folder = folder(&[
        (
            "index.html",
            r##"<link rel=stylesheet href=style.css><a href=a/index.html#one>1</a><a href=a/index.html#two>2</a>
                <a href=A/index.html>3</a><a href=a/>4</a><img src=no.png srcset="a/yes.png 1x, no2.png 2x"><a href=#top>5</a>
                <p style="background: url('no3.png')">"##,
        ),
        ("a/index.html", "<h1 id=one>One</h1>"),
        ("a/yes.png", "x"),
        (
            "style.css",
            "@import \"no4.css\"; p { background: url(a/yes.png) } i { background: url(no5.png) }",
        ),
    ]);
    let found = links::broken(&Tree::read(folder.path()));
    let wanted = [
        "index.html: a/index.html#two (no such anchor)",
        "index.html: A/index.html (no such file)",
        "index.html: a/ (a folder, not a file: does not work from disk)",
        "index.html: no.png (no such file)",
        "index.html: no2.png (no such file)",
        "index.html: no3.png (no such file)",
        "style.css: no5.png (no such file)",
        "style.css: no4.css (no such file)",
    ];
    assert_eq!(found, wanted);
}

#[test]
fn a_page_reads_as_people_see_it() {
    let page = Page::parse(
        "x.html",
        "<body><p>现场\n  采集<b>时间</b></p><script>no()</script><table><td>15<td>元</table><noscript>no</noscript>",
    );
    assert_eq!(page.text(), "现场 采集时间 15 元");
    assert_eq!(page.squeezed(), "现场采集时间15元");
}

#[test]
fn dates_are_judged() {
    for good in [
        "2020-04-30",
        "2020-02-29",
        "2020-04",
        "2020-04-30T17:00",
        "2020-04-30T17:00+08:00",
        "17:00",
        "2020-04-30T09:00:00Z",
    ] {
        assert!(dates::is_valid_datetime(good), "{good}");
    }
    for bad in [
        "",
        "2020",
        "2020-2-3",
        "2019-02-29",
        "2020-04-31",
        "2020-13",
        "2020-04-30T25:00",
        "2020-04-30T17:00+8",
        "17点",
        "2020年4月30日",
    ] {
        assert!(!dates::is_valid_datetime(bad), "{bad}");
    }
}

#[test]
fn trees_tell_differences() {
    let first = folder(&[("a", "1"), ("b/c", "same"), ("d", "only here")]);
    let second = folder(&[("a", "2"), ("b/c", "same")]);
    let (first, second) = (Tree::read(first.path()), Tree::read(second.path()));
    let lines = first.differences(&second);
    assert_eq!(lines.len(), 2, "{lines:?}");
    assert!(lines[0].starts_with("differs: a (1 and 1 bytes)"), "{lines:?}");
    assert_eq!(lines[1], "only in the first: d");
    assert!(first.differences(&first.clone()).is_empty());
}

#[test]
fn the_compliant_photo_is_what_it_says() {
    let file = photos::compliant();
    assert!(photos::USUAL_BYTES.contains(&file.len()), "{} bytes", file.len());
    let picture = image::load_from_memory(&file).unwrap();
    assert_eq!((picture.width(), picture.height()), (480, 640));
    // JFIF: units 1 = dots per inch, then both densities.
    assert_eq!(&file[6..11], b"JFIF\0");
    assert_eq!(&file[13..18], &[1, 1, 44, 1, 44]);
    let corner = picture.to_rgb8().get_pixel(3, 3).0;
    let near = corner.iter().zip(photos::BLUE).all(|(a, b)| a.abs_diff(b) <= 2);
    assert!(near, "{corner:?}");
}

#[test]
fn photos_are_the_same_every_time_and_differ_from_each_other() {
    let (first, second) = (photos::all(), photos::all());
    assert_eq!(first, second);
    let mut files: Vec<_> = first.into_iter().map(|(_, bytes)| bytes).collect();
    let count = files.len();
    files.sort();
    files.dedup();
    // The PNG is there twice, under two names.
    assert_eq!(files.len(), count - 1);
}

#[test]
fn the_server_serves_writes_down_and_stops() {
    let site = folder(&[
        ("index.html", "<title>根</title>"),
        ("a/b.html", "<title>B</title>"),
        ("404.html", "<title>没有</title>"),
    ]);
    let server = Server::start_under(site.path(), "/sub/dir/");
    server.put("made.html", b"<title>made</title>");
    let browser = Browser::start();
    let title = |url: &str| {
        browser.open(url);
        browser.run("return document.title", &[])
    };
    assert_eq!(title(&server.url("")), "根");
    assert_eq!(title(&server.url("a/b.html")), "B");
    assert_eq!(title(&server.url("made.html")), "made");
    assert_eq!(title(&server.url("none.html")), "没有");
    assert_eq!(title(&server.url("../index.html")), "");
    let asked = server.requests_for("/sub/");
    let statuses: Vec<_> = asked.iter().map(|request| request.status).collect();
    // The last one was turned into /sub/index.html, above the prefix.
    assert_eq!(statuses, [200, 200, 200, 404, 404], "{asked:?}");

    browser.open(&server.url("made.html"));
    server.clear();
    browser.run("fetch('post', { method: 'POST', body: 'abc' })", &[]);
    browser.wait_until("the POST", || !server.requests_for("/post").is_empty());
    let post = server.requests_for("/post").remove(0);
    assert_eq!(
        (post.method.as_str(), post.body.as_slice()),
        ("POST", b"abc".as_slice())
    );

    server.stop();
    let after = browser.run_async(
        "return fetch('index.html').then(() => 'answered', () => 'refused')",
        &[],
    );
    assert_eq!(after, "refused");
}

#[test]
fn the_browser_uploads_photographs_and_reports_errors() {
    let site = folder(&[(
        "index.html",
        "<meta name=viewport content='width=device-width'><title>t</title><p id=p>字</p><input type=file id=photo><script>document.title = 'ran'</script>",
    )]);
    let server = Server::start(site.path());
    let chosen = site.path().join("照片.jpg");
    fs::write(&chosen, b"12345").unwrap();

    let browser = Browser::start();
    browser.open(&server.url(""));
    browser.choose_file("#photo", &chosen);
    let file = "const file = document.getElementById('photo').files[0]; return [file.name, file.size]";
    assert_eq!(browser.run(file, &[]), json!(["照片.jpg", 5]));
    browser.resize(390, 844);
    assert_eq!(browser.run("return innerWidth", &[]), 390);
    let picture = image::load_from_memory(&browser.screenshot(false)).unwrap();
    assert_eq!((picture.width(), picture.height()), (780, 1688));
    browser.run("console.error('a word from the page')", &[]);
    assert!(
        browser
            .console()
            .iter()
            .any(|line| line.contains("a word from the page"))
    );

    let plain = Browser::start_without_javascript();
    plain.open(&server.url(""));
    assert_eq!(plain.text("#p"), "字");
    assert_eq!(plain.run("return document.title", &[]), "t", "JavaScript ran");
}

#[test]
fn base64_goes_to_the_page_whole() {
    let bytes: Vec<u8> = (0..=255).collect();
    let browser = Browser::start();
    browser.open("about:blank");
    let read = browser.run(
        "return Array.from(atob(arguments[0]), letter => letter.charCodeAt(0))",
        &[json!(browser::encode_base64(&bytes))],
    );
    assert_eq!(read, json!(bytes));
}
