//! The chores themselves: `site`, `test`, `screenshots`, `bench` and `accuracy`.

use std::process::ExitCode;

use anyhow::{Result, bail};

use crate::{mediapipe, run, setup};

/// Builds `content/` into `public/`.
///
/// The debug build is used on purpose: its dependencies are optimised anyway (see the root `Cargo.toml`), it compiles
/// sooner than a release build, and `cargo xtask test` uses the same files again.
pub(crate) fn site(args: &[String]) -> Result<ExitCode> {
    if let Some(extra) = args.first() {
        bail!("site 不需要参数 | site takes no arguments: {extra}");
    }
    setup::wasm_target()?;
    let status = build_site()?;
    if !status.success() {
        return Ok(run::exit_code(status));
    }
    println!(
        "\n网站已生成在 public/。用浏览器打开 public/index.html 就能看。\n\
         照片自检页要经过网络服务器打开：\n\
         The site is in public/. Open public/index.html in a browser.\n\
         The photo self-check needs a web server:\n\n\
         \x20   cargo run -p tassel -- serve\n\n\
         然后访问 | then visit http://127.0.0.1:8000/"
    );
    Ok(ExitCode::SUCCESS)
}

fn build_site() -> Result<std::process::ExitStatus> {
    let args = "run --package tassel -- build . --out public";
    run::show(run::cargo()?.args(args.split(' ')))
}

/// Runs every test of the workspace, documentation examples included; `extra` goes to `cargo test` as it is.
pub(crate) fn test(extra: &[String]) -> Result<ExitCode> {
    setup::wasm_target()?;
    setup::browser()?;
    let status = run::show(run::cargo()?.args(["test", "--workspace"]).args(extra))?;
    Ok(run::exit_code(status))
}

/// Builds the site and takes pictures of its main pages.
pub(crate) fn screenshots(args: &[String]) -> Result<ExitCode> {
    let mut folder = None;
    let mut full = false;
    for arg in args {
        match arg.as_str() {
            "--full" => full = true,
            flag if flag.starts_with('-') => {
                bail!("没有这个选项 | no such option: {flag}");
            }
            path if folder.is_none() => folder = Some(path),
            path => bail!("只需要一个文件夹 | one folder is enough: {path}"),
        }
    }
    setup::wasm_target()?;
    setup::browser()?;
    let status = build_site()?;
    if !status.success() {
        return Ok(run::exit_code(status));
    }
    let mut command = run::cargo()?;
    command.args(["run", "--package", "tassel-tests", "--bin", "screenshots", "--"]);
    command.args(["public", folder.unwrap_or("docs/screenshots")]);
    if full {
        command.arg("--full");
    }
    Ok(run::exit_code(run::show(&mut command)?))
}

/// Times search in a real browser and checking beside building; with `lint` as the first argument only the latter, with `limits` inputs
/// that are made to stall a program, with `portrait` the face models, with `selfcheck` the self-check page.
pub(crate) fn bench(args: &[String]) -> Result<ExitCode> {
    if let Some(("portrait", rest)) = args.split_first().map(|(first, rest)| (first.as_str(), rest)) {
        return Ok(run::exit_code(example("speed", rest)?));
    }
    setup::wasm_target()?;
    if let Some(("limits", rest)) = args.split_first().map(|(first, rest)| (first.as_str(), rest)) {
        let mut command = run::cargo()?;
        command.args(["run", "--release", "--package", "tassel-tests", "--bin", "limits", "--"]);
        return Ok(run::exit_code(run::show(command.args(rest))?));
    }
    if let Some(("selfcheck", rest)) = args.split_first().map(|(first, rest)| (first.as_str(), rest)) {
        return selfcheck(rest);
    }
    let is_lint = args.first().is_some_and(|arg| arg == "lint");
    if !is_lint {
        setup::browser()?;
        let status = bench_with(args)?;
        if !status.success() {
            return Ok(run::exit_code(status));
        }
    }
    let lint = ["lint".to_owned()];
    Ok(run::exit_code(bench_with(if is_lint { args } else { &lint })?))
}

/// The self-check page in a browser, beside MediaPipe's tasks where they can be had.
fn selfcheck(args: &[String]) -> Result<ExitCode> {
    setup::browser()?;
    let mut command = run::cargo()?;
    command.args(["run", "--package", "tassel-tests", "--bin", "selfcheck", "--"]);
    command.args(args);
    if let Some(folder) = mediapipe::fetched() {
        command.arg("--mediapipe").arg(folder);
    }
    Ok(run::exit_code(run::show(&mut command)?))
}

fn bench_with(args: &[String]) -> Result<std::process::ExitStatus> {
    let mut command = run::cargo()?;
    command.args(["run", "--package", "tassel-tests", "--bin", "bench", "--"]);
    run::show(command.args(args))
}

/// Scores the photo checks over a labelled folder; see `validator/examples/accuracy`.
pub(crate) fn accuracy(args: &[String]) -> Result<ExitCode> {
    Ok(run::exit_code(example("accuracy", args)?))
}

/// Runs one of the validator's examples in release.
fn example(name: &str, args: &[String]) -> Result<std::process::ExitStatus> {
    let mut command = run::cargo()?;
    command.args([
        "run",
        "--release",
        "--package",
        "tassel-validator",
        "--features",
        "models",
        "--example",
        name,
        "--",
    ]);
    run::show(command.args(args))
}
