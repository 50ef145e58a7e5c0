//! Same input, same bytes; nothing is touched that did not change; a failed build harms nothing.

use std::fs;
use std::thread;
use std::time::Duration;

use tassel_tests::{SiteTest, Tree, repository, repository_site, tree};

#[test]
fn two_builds_in_different_folders_are_equal() {
    let first = SiteTest::new().copy_content().build();
    // A deeper folder, and files written in another order, as another machine would have it.
    let deep = tempfile::tempdir().unwrap();
    let root = deep.path().join("一个 更深的/folder");
    let mut paths = tree::list(&repository().join("content"));
    paths.reverse();
    for path in paths {
        let target = root.join("content").join(&path);
        fs::create_dir_all(target.parent().unwrap()).unwrap();
        fs::copy(repository().join("content").join(&path), target).unwrap();
    }
    let args = [
        "build",
        root.to_str().unwrap(),
        "--now",
        tassel_tests::site::NOW,
        "--out",
    ];
    let out = deep.path().join("out");
    let args = args
        .iter()
        .map(|arg| (*arg).to_owned())
        .chain([out.display().to_string()]);
    tassel_tests::Tassel::new(args).within(deep.path()).run().expect_code(0);

    let second = Tree::read(&out);
    assert!(second.0.len() > 20, "{second:?}");
    first.tree().expect_same(&second);
}

#[test]
fn the_number_of_jobs_changes_nothing() {
    let with = |jobs: &str| SiteTest::new().copy_content().arg("--jobs").arg(jobs).build().tree();
    let alone = with("1");
    for jobs in ["2", "7"] {
        alone.expect_same(&with(jobs));
    }
    alone.expect_same(&repository_site().tree());
    for wrong in ["0", "-1", "viele", "99999999999999999999"] {
        let site = SiteTest::new().copy_content().arg(&format!("--jobs={wrong}"));
        site.run().expect_code(2).expect_text("请写 1 到 1024 之间的整数");
    }
}

#[test]
fn a_second_build_touches_nothing() {
    let built = SiteTest::new().copy_content().build();
    let before = tree::modified(&built.out());
    thread::sleep(Duration::from_millis(50));
    let again = built.change().build();
    let after = tree::modified(&again.out());
    let touched: Vec<_> = after
        .iter()
        .filter(|(path, time)| before.get(*path) != Some(time))
        .collect();
    assert!(touched.is_empty(), "written again: {touched:?}");
    assert_eq!(before.len(), after.len());
}

#[test]
fn a_changed_campaign_changes_its_pages_and_an_absent_one_goes() {
    let built = SiteTest::new().copy_content().build();
    let campaigns = repository().join("content/campaigns");
    let first = tree::list(&campaigns).remove(0);
    let id = first.split('/').next().unwrap().to_owned();
    let again = built.change().remove(&format!("content/campaigns/{id}")).build();
    let fresh = SiteTest::new()
        .copy_content()
        .remove(&format!("content/campaigns/{id}"))
        .build();
    again.tree().expect_same(&fresh.tree());
    assert!(!again.files().iter().any(|path| path.starts_with(&format!("{id}/"))));
}

#[test]
fn a_failed_build_leaves_the_last_one() {
    let built = SiteTest::new().copy_content().build();
    let (before, times) = (built.tree(), tree::modified(&built.out()));
    let broken = built
        .change()
        .edit("content/site.yaml", |text| format!("{text}\nno_such_key: 1\n"));
    broken.build_fails().expect_text("no_such_key");
    Tree::read(&broken.out()).expect_same(&before);
    assert_eq!(tree::modified(&broken.out()), times);
    let left: Vec<_> = fs::read_dir(broken.root())
        .unwrap()
        .map(|entry| entry.unwrap().file_name())
        .collect();
    assert_eq!(left.len(), 2, "only content and public: {left:?}");
}

#[test]
fn the_moment_of_the_build_is_said_not_looked_up() {
    let now = |now: &str| SiteTest::new().copy_content().now(now).build().tree();
    let (spring, later) = (now("2020-04-20T09:00:00+08:00"), now("2031-01-01T09:00:00+08:00"));
    let home = |tree: &Tree| tree.0["index.html"].clone();
    assert_ne!(
        home(&spring),
        home(&later),
        "the state of a campaign depends on `--now`"
    );
}
