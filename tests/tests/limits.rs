//! Inputs that are made to stall a program or to end it get the finding that is meant for them, or a site. What they cost is measured by
//! `cargo xtask bench limits`.

use tassel_tests::limits::INPUTS;

#[test]
fn each_gets_its_finding_or_a_site() {
    let mut wrong = Vec::new();
    for input in INPUTS {
        let run = input.site().run();
        let expected = i32::from(input.rule.is_some_and(|rule| rule != "S010"));
        let named = input.rule.is_none_or(|rule| run.stderr.contains(&format!("[{rule}]")));
        if run.code != Some(expected) || !named || run.stderr.contains("panicked") {
            let said: String = run.stderr.chars().take(600).collect();
            wrong.push(format!(
                "{}: wanted {:?}, exit code {:?}\n{said}",
                input.name, input.rule, run.code
            ));
        }
        // What is said stays readable: not a million lines of it.
        if run.stderr.len() > 500_000 {
            wrong.push(format!("{}: {} bytes said", input.name, run.stderr.len()));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n\n"));
}

#[cfg(unix)]
#[test]
fn links_in_circles_and_files_without_leave_are_said() {
    use std::os::unix::fs::symlink;
    use tassel_tests::site::small_site;
    let circle = small_site();
    symlink(circle.root().join("content"), circle.root().join("content/loop")).unwrap();
    let run = circle.run();
    assert!(
        matches!(run.code, Some(1 | 3)) && run.stderr.contains("loop"),
        "{run:?}"
    );
    assert!(!run.stderr.contains("panicked"), "{run:?}");
    let dead = small_site();
    let link = "content/campaigns/demo-2025/notices/dead.md";
    symlink("/nonexistent/file", dead.root().join(link)).unwrap();
    let run = dead.run();
    assert!(
        matches!(run.code, Some(1 | 3)) && run.stderr.contains("dead.md"),
        "{run:?}"
    );
}

#[test]
fn names_with_control_characters_do_not_reach_the_terminal() {
    use tassel_tests::Tassel;
    use tassel_tests::site::{NOW, small_site};
    let site = small_site().file("content/campaigns/demo-2025/notices/a\u{1b}[31m\u{7}b.md", "x\n");
    let run = site.run().expect_code(1);
    assert!(!run.stderr.contains(['\u{1b}', '\u{7}']), "{:?}", run.stderr);
    // Nor does what a list of classes or a title says.
    let title = "---\ntitle: \"明天的\\e[31m通知\"\noffice: 教务处\npublished: 2025-10-19\npublish_at: 2025-10-21\n---\n\n正文。\n";
    let site = small_site()
        .file("content/campaigns/demo-2025/notices/later.md", title)
        .file(
            "content/campaigns/demo-2025/classes.csv",
            "班级,人数\n软件\u{1b}[31m2201,38\n",
        );
    let table = Tassel::new(["timetable", ".", "--now", NOW]).within(site.root()).run();
    for said in [site.run().stderr, table.stdout, table.stderr] {
        assert!(!said.contains('\u{1b}'), "{said:?}");
    }
}
