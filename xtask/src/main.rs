//! `cargo xtask …`: set-up and chores, so that a newcomer needs no tool but Rust itself.

use std::env;
use std::process::ExitCode;

mod mediapipe;
mod models;
mod run;
mod setup;
mod tasks;

const HELP: &str = "\
cargo xtask <命令 | command>

  site                      搭好环境，把 content/ 生成到 public/，并说明怎样查看
                            sets up, builds content/ into public/, says how to look at it
  test [ARGS…]              搭好环境（wasm 目标、Chromium、中文字体），运行全部测试；ARGS 传给 cargo test
                            sets up (wasm target, Chromium, a Chinese font), runs every test; ARGS go to cargo test
  screenshots [DIR] [--full]
                            给主要页面截图（宽 390 和 1280 像素），默认写入 docs/screenshots；--full 截整页
                            pictures of the main pages at 390 and 1280 px, by default into docs/screenshots; --full for whole pages
  bench [NOTICES]           量一量搜索：生成有这么多条通知（默认 1000）的网站，在浏览器里计时；再比一比 lint 和 build
                            times search in a browser, on a site of so many notices (1000 unless said); then lint beside build
  bench lint [NOTICES…]     只比 lint 和 build 的时间和内存（默认 1000 和 10000 条）
                            only lint beside build, time and memory (1000 and 10000 unless said)
  bench limits [WORD]       量一量故意难为程序的输入要多少时间和内存
                            time and memory of inputs that are made to stall a program
  bench portrait            量一量每个人脸模型要多少时间，大照片比小照片多花多少
                            times each face model, and a large photo beside a small one
  bench selfcheck [ROUNDS]  在很慢的手机和网络上量照片自检页，和 MediaPipe 自己的网页版比
                            times the self-check on a slow phone and line, beside MediaPipe's own web tasks
  accuracy DIR [OPTIONS]    用一批有标注的照片量一量检查的对错，打印成表；--write docs/accuracy.md 记下结果
                            how often the checker is right on a labelled folder, as tables; --write FILE keeps them
  models                    重新下载人脸模型，核对哈希值，写入 validator/models
                            fetches the face models again, checks their hashes, writes validator/models
  help                      显示这段说明 | prints this text

环境变量 | environment: CHROMIUM, CHROMEDRIVER 指定浏览器和驱动程序的位置 | paths of the browser and its driver
";

fn main() -> ExitCode {
    let args: Vec<String> = env::args().skip(1).collect();
    let rest = args.get(1..).unwrap_or_default();
    let outcome = match args.first().map(String::as_str) {
        Some("site") => tasks::site(rest),
        Some("test") => tasks::test(rest),
        Some("screenshots") => tasks::screenshots(rest),
        Some("bench") => tasks::bench(rest),
        Some("accuracy") => tasks::accuracy(rest),
        Some("models") => models::models(rest),
        Some("help" | "--help" | "-h") => {
            print!("{HELP}");
            return ExitCode::SUCCESS;
        }
        Some(other) => {
            eprint!("没有这个命令 | no such command: {other}\n\n{HELP}");
            return ExitCode::from(2);
        }
        None => {
            eprint!("{HELP}");
            return ExitCode::from(2);
        }
    };
    match outcome {
        Ok(code) => code,
        Err(error) => {
            // `{:#}` keeps the causes on one line; a backtrace would hide the sentence that helps.
            eprintln!("\n错误 | error: {error:#}");
            ExitCode::FAILURE
        }
    }
}
