//! Nothing personal is published, and what was found is printed nowhere: not in any format, not in a snippet, not in the preview.

use std::fs;
use std::io::{Cursor, Write};

use rust_xlsxwriter::Workbook;
use tassel_tests::site::{SMALL, small_site};
use tassel_tests::{Preview, SiteTest, photos, tree};
use zip::write::SimpleFileOptions;

const NOTICE: &str = "content/campaigns/demo-2025/notices/2025-03-01.md";
const FOLDER: &str = "content/campaigns/demo-2025/attachments";

/// A number of nobody: the place 449999 was never given a code.
const NUMBER: &str = "449999200001010014";
const MOBILE: &str = "13800000001";
const NAME: &str = "赵测试";

/// Everything that must not be said.
const SECRETS: [&str; 6] = [NUMBER, "20000101", MOBILE, "2022010101", NAME, "2345678"];

/// Declares attachments, so that they are published.
fn attached(site: SiteTest, files: &[&str]) -> SiteTest {
    let entry = |(index, file): (usize, &&str)| {
        format!("  - id: a{index}\n    no: 附件{index}\n    title: 说明\n    file: {file}\n")
    };
    let entries: String = files.iter().enumerate().map(entry).collect();
    site.edit(SMALL, |text| format!("{text}attachments:\n{entries}"))
}

fn workbook() -> Vec<u8> {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    sheet.write(0, 0, "班级").unwrap();
    let hidden = book.add_worksheet();
    hidden.set_name("底稿").unwrap().set_hidden(true);
    for (row, cells) in [["姓名", "学号"], [NAME, "2022010101"], ["钱样例", "2022010102"]]
        .iter()
        .enumerate()
    {
        for (column, cell) in cells.iter().enumerate() {
            hidden.write(row as u32, column as u16, *cell).unwrap();
        }
    }
    book.save_to_buffer().unwrap()
}

fn zipped(name: &str, bytes: &[u8]) -> Vec<u8> {
    let mut writer = zip::ZipWriter::new(Cursor::new(Vec::new()));
    writer.start_file(name, SimpleFileOptions::default()).unwrap();
    writer.write_all(bytes).unwrap();
    writer.finish().unwrap().into_inner()
}

fn document() -> Vec<u8> {
    let text = format!(
        "<w:document xmlns:w=\"w\"><w:p><w:r><w:t>证件号 44999920</w:t></w:r><w:r><w:t>{}</w:t></w:r></w:p></w:document>",
        &NUMBER[8..]
    );
    zipped("word/document.xml", text.as_bytes())
}

fn portable() -> Vec<u8> {
    let content = format!("BT /F1 12 Tf 50 700 Td ({MOBILE}) Tj ET");
    format!(
        "%PDF-1.4\n1 0 obj <</Type/Catalog/Pages 2 0 R>> endobj\n2 0 obj <</Type/Pages/Kids[3 0 R]/Count 1>> endobj\n\
         3 0 obj <</Type/Page/Parent 2 0 R/Contents 4 0 R>> endobj\n4 0 obj <</Length {}>>\nstream\n{content}\nendstream endobj\n\
         trailer <</Root 1 0 R>>\n%%EOF",
        content.len()
    )
    .into_bytes()
}

/// A draft with a name in its title, a notice that links to it, and an entry of `allow` with a number in its reason.
fn told_elsewhere(site: SiteTest) -> SiteTest {
    let notice = |title: &str, lines: &str, body: &str| {
        format!("---\ntitle: {title}\noffice: 教务处\npublished: 2025-03-02\n{lines}---\n\n{body}\n")
    };
    let folder = "content/campaigns/demo-2025/notices";
    let allow = format!("allow:\n  - rule: S010\n    because: 问 {NAME}，{MOBILE}\n");
    site.file(
        &format!("{folder}/draft.md"),
        &notice(&format!("{NAME} 2022010101 补拍"), "draft: true\n", "正文。"),
    )
    .file(
        &format!("{folder}/link.md"),
        &notice("补充通知", "", "见[补拍](/demo-2025/notices/draft/)。"),
    )
    .file("content/campaigns/demo-2025/misc/readme.txt", "说明\n")
    .edit(SMALL, |text| text + &allow)
}

/// A site with something personal in every kind of file.
fn leaky() -> SiteTest {
    let site = told_elsewhere(small_site())
        .edit(NOTICE, |text| {
            format!("{text}\n证件号 {NUMBER}，电话 {MOBILE}。\n\n- {NAME} 2022010101\n- 钱样例 2022010102\n")
        })
        // A fault of another kind on a line with a number: its snippet shows that line, and its message quotes the value.
        .edit(SMALL, |text| {
            text.replace("school: demo", &format!("school: s{NUMBER} # 电话 {MOBILE}"))
        })
        .bytes(&format!("{FOLDER}/list.xlsx"), &workbook())
        .bytes(&format!("{FOLDER}/guide.docx"), &document())
        .bytes(&format!("{FOLDER}/guide.pdf"), &portable())
        .bytes(&format!("{FOLDER}/old.zip"), &zipped("guide.docx", &document()))
        .file(
            &format!("{FOLDER}/list.csv"),
            &format!("姓名,学号,证件号\n{NAME},2022010101,E12345678\n"),
        )
        .file(&format!("{FOLDER}/{NUMBER}.txt"), "说明\n");
    attached(site, &["list.xlsx", "guide.docx", "guide.pdf", "old.zip", "list.csv"])
}

#[track_caller]
fn silent(what: &str, said: &str) {
    for secret in SECRETS {
        assert!(!said.contains(secret), "{what} says {secret}:\n{said}");
    }
}

#[test]
fn no_output_shows_what_was_found() {
    for format in ["human", "json", "sarif", "github", "gitlab"] {
        let run = leaky().arg("--format").arg(format).run().expect_code(1);
        silent(format, &run.stdout);
        silent(format, &run.stderr);
        let run = run
            .expect_text("449999********0014")
            .expect_text("138****0001")
            .expect_text("赵**");
        if ["json", "sarif"].contains(&format) {
            // The reason of what is allowed is there, and hidden as everything else.
            assert!(run.stdout.contains("问 赵**，138****0001"), "{}", run.stdout);
        }
        let run = run.expect_text("等“赵** 2022****** 补拍”放进网站");
        for place in [
            "list.xlsx",
            "guide.docx",
            "guide.pdf",
            "old.zip",
            "list.csv",
            "449999********0014.txt",
        ] {
            // An address has its stars encoded.
            let out = run.stdout.replace("%2A", "*");
            assert!(
                out.contains(place) || run.stderr.contains(place),
                "{format} doesn't name {place}: {run:?}"
            );
        }
    }
}

#[test]
fn a_line_that_could_not_be_read_shows_no_number() {
    let site = small_site().edit(SMALL, |text| format!("{text}phon: {MOBILE}\n"));
    let run = site.run().expect_code(1).expect_text("phon");
    silent("a field that nobody knows", &run.stderr);
}

#[test]
fn places_in_documents_are_named() {
    let run = leaky().run().expect_code(1);
    for place in [
        "工作表“底稿”第 2 行 A 列",
        "第 1 段：这里有身份证号",
        "第 1 页：这里有手机号",
        "压缩包里的“guide.docx”第 1 段",
    ] {
        assert!(run.stderr.contains(place), "{place}\n{}", run.stderr);
    }
}

#[test]
fn the_preview_shows_none_of_it_either() {
    let preview = Preview::start(leaky());
    let page = preview.get("/__tassel/").text();
    assert!(page.contains("449999********0014"), "{page}");
    silent("the panel", &page);
}

#[test]
fn a_number_in_a_theme_is_stopped_on_its_way_out() {
    let site = small_site().file(
        "themes/school/templates/not-found.html",
        &format!("<html lang=\"zh\"><body><main id=\"main\">{MOBILE}</main></body></html>"),
    );
    let run = site
        .build_fails()
        .expect_text("错误[P110]")
        .expect_text("138****0001")
        .expect_text("themes/");
    silent("human", &run.stderr);
}

#[test]
fn a_file_named_after_a_number_may_be_allowed_by_that_name() {
    let site = small_site()
        .file(&format!("content/schools/{MOBILE}.txt"), "说明\n")
        .file(
            "content/site.yaml",
            &format!(
                "title: 毕业生图像采集\nallow:\n  - {{rule: S010, in: schools/{MOBILE}.txt, because: 留着}}\n  - {{rule: P110, in: schools/{MOBILE}.txt, because: 值班手机}}\n  - {{rule: K209, in: schools/{MOBILE}.txt, because: 没有这样的提示}}\n"
            ),
        );
    let run = site.lint(&["--format", "json"]).expect_code(1);
    let said = run.stdout.clone();
    assert!(
        said.contains("放过了 content/schools/138****0001.txt 里的 K209"),
        "{said}"
    );
    assert!(said.contains("\"allowed\": 2"), "{said}");
    silent("json", &said);
}

#[test]
fn a_number_in_words_that_only_calendars_say_is_found_without_making_them() {
    let words = format!("alarm:\n  more: \"打 {MOBILE}，看 {{url}}\"\n");
    let site = small_site().file("themes/school/i18n/zh-CN.yaml", &words);
    let lint = site.lint(&["--format", "json"]).expect_code(1);
    let build = site.arg("--format").arg("json").run().expect_code(1);
    assert_eq!(lint.stdout, build.stdout);
    assert!(lint.stdout.contains("themes/school/i18n/zh-CN.yaml"), "{}", lint.stdout);
    silent("json", &lint.stdout);
}

#[test]
fn a_telephone_in_the_contacts_is_public_everywhere() {
    let contact = format!("contacts:\n  - id: duty\n    post: 采集值班\n    phones: [{MOBILE}]\n    hours: 工作日\n");
    let built = small_site()
        .edit(SMALL, |text| text + &contact)
        .edit(NOTICE, |text| format!("{text}\n急事打 138 0000 0001。\n"))
        .build();
    built.check_file("demo-2025/notices/2025-03-01/index.html", "138 0000 0001");
}

/// A photo with the place where it was taken, and lying on its side.
fn photo() -> Vec<u8> {
    let turned = photos::Jpeg {
        orientation: Some(6),
        ..photos::Jpeg::default()
    };
    let mut block = b"Exif\0\0MM\0*\0\0\0\x08\0\x03\x01\x12\0\x03\0\0\0\x01\0\x06\0\0".to_vec();
    block.extend(b"\x01\x3b\0\x02\0\0\0\x04abc\0\x88\x25\0\x04\0\0\0\x01\0\0\0\x32\0\0\0\0");
    block.extend(b"\0\x01\0\x02\0\x05\0\0\0\x03\0\0\0\x44\0\0\0\0");
    block.extend([0, 0, 0, 22, 0, 0, 0, 1, 0, 0, 0, 32, 0, 0, 0, 1, 0, 0, 0, 5, 0, 0, 0, 1]);
    let length = u16::try_from(block.len() + 2).unwrap().to_be_bytes();
    let plain = photos::Jpeg {
        orientation: None,
        ..turned
    };
    let plain = plain.bytes();
    [&plain[..2], b"\xFF\xE1", &length, &block, &plain[2..], b"left over"].concat()
}

#[test]
fn fix_cleans_pictures_and_changes_no_pixel() {
    let site = || {
        attached(
            small_site().bytes(&format!("{FOLDER}/hall.jpg"), &photo()),
            &["hall.jpg"],
        )
    };
    let run = site().build_fails();
    run.expect_text("错误[P114]")
        .expect_text("hall.jpg")
        .expect_text("拍摄地点（GPS）、拍摄者")
        .expect_text("--fix");
    let fixed = site().arg("--fix");
    fixed
        .run()
        .expect_code(0)
        .expect_text("清除了 content/campaigns/demo-2025/attachments/hall.jpg 里的拍摄地点");
    let cleaned = fs::read(fixed.root().join(format!("{FOLDER}/hall.jpg"))).unwrap();
    let pixels = |bytes: &[u8]| image::load_from_memory(bytes).unwrap().into_rgb8();
    assert_eq!(pixels(&cleaned), pixels(&photo()));
    assert!(
        cleaned.windows(6).any(|window| window == b"Exif\0\0"),
        "the turn is kept"
    );
    for gone in [b"abc\0".as_slice(), b"left over"] {
        assert!(!cleaned.windows(gone.len()).any(|window| window == gone));
    }
    let folder = fixed.root().join(FOLDER);
    assert_eq!(tree::list(&folder), ["hall.jpg"], "nothing is left beside it");
    let again = fixed.run().expect_code(0);
    assert!(!again.stderr.contains("清除了"), "{}", again.stderr);
    assert_eq!(fs::read(folder.join("hall.jpg")).unwrap(), cleaned);
}
