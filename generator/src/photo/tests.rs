//! The run over files and folders, through the library's door.

use super::*;
use tassel_validator::{NoClock, builtin};

fn run_over(paths: Vec<PathBuf>, format: PhotoFormat) -> (String, Outcome) {
    let request = CheckRequest {
        paths,
        profile: builtin("xueli2017").unwrap(),
        format,
        lang: Lang::Zh,
        measures: false,
        progress: false,
    };
    let mut out = Vec::new();
    let outcome = run(&request, &mut out, &NoClock).unwrap();
    (String::from_utf8(out).unwrap(), outcome)
}

/// Names, relative to the folder, in the order of the output.
fn files(text: &str, folder: &Path) -> Vec<String> {
    let prefix = format!("{}/", folder.display());
    let file = |line: &str| {
        serde_json::from_str::<serde_json::Value>(line).unwrap()["file"]
            .as_str()
            .unwrap()
            .to_owned()
    };
    text.lines().map(|line| file(line).replace(&prefix, "")).collect()
}

#[test]
fn folders_are_walked_in_order_and_only_for_photos() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::create_dir(folder.path().join("二班")).unwrap();
    let names = ["b.JPG", "a.jpeg", "notes.txt", "二班/z.png", "二班/c.heic", "d.webp"];
    for name in names {
        std::fs::write(folder.path().join(name), b"no photo").unwrap();
    }
    // Many more than are checked at a time, so that batches meet.
    for i in 0..50 {
        std::fs::write(folder.path().join(format!("n{i:02}.jpg")), b"").unwrap();
    }
    let (text, outcome) = run_over(vec![folder.path().to_owned()], PhotoFormat::Jsonl);
    let mut expected = ["a.jpeg", "b.JPG", "d.webp"].map(str::to_owned).to_vec();
    expected.extend((0..50).map(|i| format!("n{i:02}.jpg")));
    expected.extend(["二班/c.heic", "二班/z.png"].map(str::to_owned));
    assert_eq!(files(&text, folder.path()), expected);
    assert_eq!((outcome.failed, outcome.photos()), (55, 55));
}

#[test]
fn a_named_file_counts_whatever_it_is_called_and_a_missing_one_does_not_stop_the_run() {
    let folder = tempfile::tempdir().unwrap();
    let (there, missing) = (folder.path().join("notes.txt"), folder.path().join("gone.jpg"));
    std::fs::write(&there, b"no photo").unwrap();
    let paths = vec![missing, there];
    let (text, outcome) = run_over(paths.clone(), PhotoFormat::Jsonl);
    assert_eq!(files(&text, folder.path()), ["gone.jpg", "notes.txt"]);
    assert_eq!(
        outcome,
        Outcome {
            failed: 1,
            unreadable: 1,
            ..Outcome::default()
        }
    );
    let (text, _) = run_over(paths.clone(), PhotoFormat::Json);
    assert_eq!(serde_json::from_str::<Vec<serde_json::Value>>(&text).unwrap().len(), 2);
    let (text, _) = run_over(paths, PhotoFormat::Human);
    assert!(
        text.contains("找不到这个文件") && text.contains("不是照片文件") && text.contains("共 1 张"),
        "{text}"
    );
}

#[test]
fn nothing_to_check_is_said() {
    let folder = tempfile::tempdir().unwrap();
    let (text, outcome) = run_over(vec![folder.path().to_owned()], PhotoFormat::Human);
    assert!(text.contains("没有找到照片"), "{text}");
    assert_eq!(outcome, Outcome::default());
    let (text, _) = run_over(vec![folder.path().to_owned()], PhotoFormat::Json);
    assert_eq!(serde_json::from_str::<Vec<serde_json::Value>>(&text).unwrap().len(), 0);
}

#[test]
fn a_huge_file_is_judged_by_its_size() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("huge.jpg");
    // A hole of 4 GiB: reading it would be noticed.
    std::fs::File::create(&path).unwrap().set_len(4 << 30).unwrap();
    let (text, outcome) = run_over(vec![path], PhotoFormat::Human);
    assert!(text.contains("4096 MB"), "{text}");
    assert_eq!(outcome.failed, 1);
}

#[test]
fn a_name_cannot_steer_the_terminal() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a\u{1b}[31m.jpg");
    std::fs::write(&path, b"").unwrap();
    let (text, _) = run_over(vec![path], PhotoFormat::Human);
    assert!(!text.contains('\u{1b}'));
}
