//! What was measured, as a table: medians, ratios, and the goals beside them.

use std::collections::BTreeMap;

use tassel_tests::Server;

use crate::visit::{SLOWER, Visit};

/// Visits of one kind of page.
#[derive(Default)]
pub(crate) struct Side {
    /// First visits, up to landmarks.
    pub(crate) early: Vec<Visit>,
    /// First visits, up to everything.
    pub(crate) all: Vec<Visit>,
    /// Second visits of the same browser, up to everything.
    pub(crate) again: Vec<Visit>,
}

/// Bytes sent for one visit, as they went over the line.
pub(crate) struct Sizes {
    page: usize,
    wasm: usize,
    models: usize,
}

impl Sizes {
    /// Of all that a server has been asked for, each file once.
    pub(crate) fn of(server: &Server) -> Self {
        let files: BTreeMap<String, usize> = server
            .requests()
            .into_iter()
            .filter(|request| request.status == 200)
            .map(|request| {
                let path = request.target.split('?').next().unwrap_or_default();
                (path.to_owned(), request.sent)
            })
            .collect();
        let sum = |kind: fn(&str) -> bool| files.iter().filter(|(path, _)| kind(path)).map(|(_, sent)| sent).sum();
        let is_page = |path: &str| {
            [".html", ".css", ".js", ".mjs", ".svg"]
                .iter()
                .any(|end| path.ends_with(end))
        };
        Self {
            page: sum(is_page),
            wasm: sum(|path| path.ends_with(".wasm")),
            models: sum(|path| {
                [".tflite", ".tslp", ".task", ".binarypb"]
                    .iter()
                    .any(|end| path.ends_with(end))
            }),
        }
    }
}

/// A line of the table: its name, what is asked of each visit of ours and of theirs, and the goal.
struct Line<'a> {
    name: &'a str,
    ours: [Option<f64>; 2],
    theirs: Option<f64>,
    goal: &'a str,
}

pub(crate) fn print(
    [worker, page, theirs]: &[Side; 3],
    ours_sizes: &Sizes,
    their_sizes: Option<&Sizes>,
    rounds: usize,
) {
    println!(
        "照片自检，处理器慢 {SLOWER} 倍，10 Mbit/s，延迟 40 毫秒，{rounds} 次取中位 | self-check, processor {SLOWER} times slower, median of {rounds}\n\
         处理器只在网页自己的线程里变慢：可比的是「页面里」和 MediaPipe | only the page's own thread is slowed down: compare “in page” with MediaPipe\n\n\
         {:<58}{:>10}{:>10}{:>11}{:>8}  目标 | goal",
        "毫秒 | ms", "worker", "in page", "MediaPipe", "ratio"
    );
    let times: Vec<Line<'_>> = times(worker, page, theirs);
    for line in &times {
        print_line(line);
    }
    println!();
    for (name, ours, theirs) in [
        ("HTML + CSS + JS", ours_sizes.page, their_sizes.map(|sizes| sizes.page)),
        ("wasm", ours_sizes.wasm, their_sizes.map(|sizes| sizes.wasm)),
        (
            "模型 | models",
            ours_sizes.models,
            their_sizes.map(|sizes| sizes.models),
        ),
    ] {
        let kilobytes = |bytes: usize| bytes as f64 / 1000.0;
        print_line(&Line {
            name: &format!("{name}, KB"),
            ours: [Some(kilobytes(ours)); 2],
            theirs: theirs.map(kilobytes),
            goal: if name.starts_with("HTML") { "≤ 60" } else { "" },
        });
    }
    print_line(&Line {
        name: "wasm 用的内存 | memory of the wasm, MB",
        ours: [None, median(&page.all, Visit::memory)],
        theirs: median(&theirs.all, Visit::memory),
        goal: "",
    });
    if let Some(visit) = worker.all.last() {
        println!("\n超过 50 毫秒的帧 | frames of more than 50 ms (worker, last visit):");
        for frame in visit.slow_frames() {
            println!("  {frame}");
        }
    }
}

/// The offline edition, opened from a disk by a browser that has not seen it.
pub(crate) fn print_offline(visits: &[Visit], file: &[u8]) {
    let megabytes = |bytes: usize| bytes as f64 / 1e6;
    println!("\n离线版，从磁盘打开，毫秒 | offline edition, opened from a disk, ms");
    let at = |name: &str| median(visits, |visit| visit.at(name));
    for (name, ours) in [
        ("能读 | readable", at("readable")),
        ("封闭好，能选照片 | sealed, takes photos", at("sealed")),
        ("全部 | everything", at("verdict")),
        (
            "到封闭为止最久的一步 | longest task until sealed",
            median(visits, |visit| visit.longest("", "sealed")),
        ),
    ] {
        print_line(&Line {
            name,
            ours: [ours, None],
            theirs: None,
            goal: "",
        });
    }
    println!("文件 | file: {:.1} MB", megabytes(file.len()));
}

fn times<'a>(worker: &Side, page: &Side, theirs: &Side) -> Vec<Line<'a>> {
    let at = |visits: &[Visit], name: &str| median(visits, |visit| visit.at(name));
    // Without a worker nothing is drawn before everything is done.
    let face = |side: &Side| at(&side.early, "face");
    let longest = |visits: &[Visit], from: &str, to: &str| median(visits, |visit| visit.longest(from, to));
    vec![
        Line {
            name: "能读 | readable",
            ours: [at(&worker.all, "readable"), at(&page.all, "readable")],
            theirs: at(&theirs.all, "readable"),
            goal: "≤ 1000",
        },
        Line {
            name: "不等的话，封闭好 | sealed, for who won't wait",
            ours: [at(&worker.early, "sealed"), at(&page.early, "sealed")],
            theirs: None,
            goal: "",
        },
        Line {
            name: "选好照片 → 文件的结论 | chosen → verdict on the file",
            ours: [median(&worker.all, |visit| visit.between("chosen", "file")), None],
            theirs: None,
            goal: "≤ 300",
        },
        Line {
            name: "人脸位置 | the face's place (landmarks)",
            ours: [face(worker), at(&page.early, "verdict")],
            theirs: at(&theirs.early, "landmarks"),
            goal: "≤ 0.4×",
        },
        Line {
            name: "全部 | everything (with segments)",
            ours: [at(&worker.all, "verdict"), at(&page.all, "verdict")],
            theirs: at(&theirs.all, "segments"),
            goal: "≤ 0.35×",
        },
        Line {
            name: "第二次来，全部 | second visit, everything",
            ours: [at(&worker.again, "verdict"), at(&page.again, "verdict")],
            theirs: at(&theirs.again, "segments"),
            goal: "≤ 3000",
        },
        Line {
            name: "到封闭为止最久的一步 | longest task until sealed",
            ours: [longest(&worker.all, "", "sealed"), longest(&page.all, "", "sealed")],
            theirs: None,
            goal: "0 (≤ 50)",
        },
        Line {
            name: "检查时最久的一步 | longest task while checking",
            ours: [
                longest(&worker.all, "chosen", "verdict"),
                longest(&page.all, "chosen", "verdict"),
            ],
            theirs: longest(&theirs.all, "", "segments"),
            goal: "0 (≤ 50)",
        },
    ]
}

fn print_line(line: &Line<'_>) {
    let number = |value: Option<f64>| value.map_or("–".to_owned(), |value| format!("{value:.0}"));
    let like = line.ours[1].or(line.ours[0]);
    let ratio = like.zip(line.theirs).filter(|(_, theirs)| *theirs > 0.0);
    // Han characters are two columns wide.
    let wide = line.name.chars().filter(|letter| *letter as u32 > 0x2E7F).count();
    println!(
        "{:<width$}{:>10}{:>10}{:>11}{:>8}  {}",
        line.name,
        number(line.ours[0]),
        number(line.ours[1]),
        number(line.theirs),
        ratio.map_or("–".to_owned(), |(ours, theirs)| format!("{:.2}", ours / theirs)),
        line.goal,
        width = 60_usize.saturating_sub(wide),
    );
}

/// The middle one of what all visits say; none when one of them doesn't.
fn median(visits: &[Visit], ask: impl Fn(&Visit) -> Option<f64>) -> Option<f64> {
    let mut numbers = visits.iter().map(ask).collect::<Option<Vec<f64>>>()?;
    numbers.sort_by(f64::total_cmp);
    numbers.get(numbers.len() / 2).copied()
}
