//! The output folder: what is ours is replaced in one step, what belongs to somebody else stays.

use std::fs;

use tassel_tests::site::small_site;
use tassel_tests::{Tassel, Tree};

#[test]
fn a_folder_with_other_files_is_not_overwritten() {
    let site = small_site();
    fs::create_dir_all(site.out()).unwrap();
    fs::write(site.out().join("论文.txt"), "三年的心血").unwrap();
    let run = site
        .run()
        .expect_code(3)
        .expect_text("不是 tassel 生成的")
        .expect_text("--out");
    assert!(!run.stderr.contains("panicked"));
    assert_eq!(fs::read_to_string(site.out().join("论文.txt")).unwrap(), "三年的心血");
    assert_eq!(Tree::read(&site.out()).0.len(), 1);
}

#[test]
fn files_of_others_stay_in_a_folder_of_ours() {
    let built = small_site().build();
    fs::write(built.out().join("CNAME"), "photo.example.edu.cn").unwrap();
    fs::create_dir_all(built.out().join(".git")).unwrap();
    fs::write(built.out().join(".git/HEAD"), "ref: refs/heads/main").unwrap();
    let again = built
        .change()
        .edit("content/site.yaml", |text| format!("{text}\nfooter: 换了一句话\n"))
        .build();
    again.check_file("index.html", "换了一句话");
    assert_eq!(again.text("CNAME"), "photo.example.edu.cn");
    assert_eq!(again.text(".git/HEAD"), "ref: refs/heads/main");
}

#[test]
fn the_content_cannot_be_the_output() {
    let site = small_site();
    let before = Tree::read(&site.root().join("content"));
    for out in ["content", "content/public", "."] {
        let run = Tassel::new(["build", ".", "--out", out]).within(site.root()).run();
        run.expect_code(3).expect_text("重叠");
        Tree::read(&site.root().join("content")).expect_same(&before);
    }
}

#[test]
fn an_interrupted_exchange_is_mended() {
    let built = small_site().build();
    let before = built.tree();
    let out = built.out();
    // The moment between the two steps on a system that can't exchange folders: the old site stands aside, the new one is half done.
    let name = out.file_name().unwrap().to_string_lossy().into_owned();
    let aside = out.with_file_name(format!(".{name}.tassel-old"));
    fs::rename(&out, &aside).unwrap();
    let half = out.with_file_name(format!(".{name}.tassel-new"));
    fs::create_dir_all(&half).unwrap();
    fs::write(half.join("index.html"), "half").unwrap();
    let again = built.change().build();
    again.tree().expect_same(&before);
    assert!(!aside.exists() && !half.exists());
}

#[test]
fn the_manifest_names_every_file_with_its_hash() {
    let built = small_site().build();
    let manifest: serde_json::Value = serde_json::from_str(&built.text("manifest.json")).unwrap();
    let listed = manifest["files"].as_object().unwrap();
    let tree = built.tree();
    for (path, bytes) in tree.0.iter().filter(|(path, _)| *path != "manifest.json") {
        assert_eq!(listed[path], blake3::hash(bytes).to_hex().to_string(), "{path}");
    }
    assert_eq!(listed.len() + 1, tree.0.len());
}

#[test]
fn pages_know_their_address_only_when_told() {
    let plain = small_site().build();
    assert!(!plain.text("index.html").contains("canonical"));
    let told = small_site()
        .arg("--base-url")
        .arg("https://photo.example.edu.cn/2027")
        .build();
    told.check_file("index.html", "href=\"https://photo.example.edu.cn/2027/\"");
    told.check_file("404.html", "href=\"/2027/");
}
