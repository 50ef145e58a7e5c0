//! Adds what a bare machine lacks: the wasm target, and for the tests a Chromium with its driver and a Chinese font.

use std::env;
use std::path::PathBuf;
use std::process::Command;

use anyhow::{Context, Result, bail};

use crate::run;

const WASM: &str = "wasm32-unknown-unknown";
const CHROMIUM_NAMES: &[&str] = &["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"];
const DRIVER_NAMES: &[&str] = &["chromedriver"];

/// Makes sure that Rust can compile for the browser; asks rustup only when the target is not there yet.
pub(crate) fn wasm_target() -> Result<()> {
    if wasm_is_there() {
        return Ok(());
    }
    if run::find(&["rustup"]).is_none() {
        bail!(
            "缺少编译目标 {WASM}，也没有找到 rustup。请从 https://rustup.rs 安装 rustup，再运行一次这个命令\n\
             the target {WASM} is missing and rustup was not found: install it from https://rustup.rs, then run this again"
        );
    }
    let mut add = Command::new("rustup");
    add.args(["target", "add", WASM]).current_dir(run::root()?);
    if !run::show(&mut add)?.success() {
        bail!(
            "rustup 没能添加编译目标（上面是它的说明，多半是网络不通）。网络恢复后运行：rustup target add {WASM}\n\
             rustup could not add the target (see its words above; often the network): run `rustup target add {WASM}` later"
        );
    }
    Ok(())
}

/// Looks where the compiler itself looks, so that a Rust without rustup but with the target works too.
fn wasm_is_there() -> bool {
    let rustc = env::var_os("RUSTC").unwrap_or_else(|| "rustc".into());
    let mut command = Command::new(rustc);
    command.args(["--print", "target-libdir", "--target", WASM]);
    let Ok(root) = run::root() else { return false };
    run::ask(command.current_dir(root)).is_some_and(|folder| {
        PathBuf::from(folder.trim())
            .read_dir()
            .is_ok_and(|mut files| files.next().is_some())
    })
}

/// Makes sure that the browser tests can run: Chromium, its driver, a Chinese font (for the pictures).
///
/// On Debian and its kin what is missing comes from apt, when this user may install; elsewhere the error says what to install.
pub(crate) fn browser() -> Result<()> {
    let missing = missing_packages()?;
    if missing.is_empty() {
        return Ok(());
    }
    if run::find(&["apt-get"]).is_some() {
        apt_install(&missing)?;
        let still = missing_packages()?;
        if !still.is_empty() {
            bail!(
                "装好后仍然缺少 | still missing after the installation: {}",
                still.join(" ")
            );
        }
        return Ok(());
    }
    if missing == [FONT] {
        eprintln!(
            "提示：没有找到中文字体，测试照常进行，截图里的汉字会是方框 | note: no Chinese font found; tests run, pictures will show boxes"
        );
        return Ok(());
    }
    bail!(
        "测试需要 Chromium（或 Chrome）和版本相同的 chromedriver。请安装后让 PATH 里有 chromium（或 google-chrome）和 chromedriver，\
         或用环境变量 CHROMIUM 和 CHROMEDRIVER 给出它们的位置\n\
         the tests need Chromium (or Chrome) and a chromedriver of the same version: put chromium (or google-chrome) and chromedriver on PATH, \
         or name them in the environment variables CHROMIUM and CHROMEDRIVER"
    )
}

const FONT: &str = "fonts-noto-cjk";

/// Debian's names of the packages whose programs are not here.
fn missing_packages() -> Result<Vec<&'static str>> {
    let mut missing = Vec::new();
    if !program_is_there("CHROMIUM", CHROMIUM_NAMES)? {
        missing.push("chromium");
    }
    if !program_is_there("CHROMEDRIVER", DRIVER_NAMES)? {
        missing.push("chromium-driver");
    }
    let fonts = run::ask(Command::new("fc-list").args([":lang=zh-cn", "family"]));
    let no_fontconfig = cfg!(any(target_os = "macos", target_os = "windows"));
    if !no_fontconfig && fonts.is_none_or(|list| list.trim().is_empty()) {
        missing.push(FONT);
    }
    Ok(missing)
}

fn program_is_there(variable: &str, names: &[&str]) -> Result<bool> {
    match env::var_os(variable) {
        Some(path) if PathBuf::from(&path).is_file() => Ok(true),
        Some(path) => bail!(
            "环境变量 {variable} 指向的文件不存在 | {variable} names a file that does not exist: {}",
            path.display()
        ),
        None => Ok(run::find(names).is_some()),
    }
}

fn apt_install(packages: &[&str]) -> Result<()> {
    let list = packages.join(" ");
    let advice =
        format!("请用有权限的账号运行 | run as a user who may install: apt-get update && apt-get install -y {list}");
    let sudo = match is_root() {
        true => false,
        false if run::ask(Command::new("sudo").args(["-n", "true"])).is_some() => true,
        false => {
            bail!("缺少 | missing: {list}，当前账号不能安装 | this user cannot install. {advice}")
        }
    };
    apt(sudo, &["update"]).context(advice.clone())?;
    let mut install = vec!["install", "-y", "--no-install-recommends"];
    install.extend(packages);
    apt(sudo, &install).context(advice)
}

fn is_root() -> bool {
    run::ask(Command::new("id").arg("-u")).is_some_and(|id| id.trim() == "0")
}

fn apt(sudo: bool, args: &[&str]) -> Result<()> {
    let mut command = if sudo {
        let mut command = Command::new("sudo");
        command.args(["-n", "env", "DEBIAN_FRONTEND=noninteractive", "apt-get"]);
        command
    } else {
        let mut command = Command::new("apt-get");
        command.env("DEBIAN_FRONTEND", "noninteractive");
        command
    };
    let status = run::show(command.args(args))?;
    if !status.success() {
        bail!("apt-get {} 没有成功 | failed ({status})", args.join(" "));
    }
    Ok(())
}
