//! Runs cargo for `wasm32-unknown-unknown`, then wasm-bindgen as a library.

use std::env;
use std::ffi::{OsStr, OsString};
use std::path::PathBuf;
use std::process::Command;

use anyhow::{Context, Result, bail, ensure};
use wasm_bindgen_cli_support::Bindgen;

use crate::place::{Place, utf8};

const TARGET: &str = "wasm32-unknown-unknown";
const PACKAGE: &str = "tassel-validator-wasm";
const PROFILE: &str = "release-wasm";
const OUT_NAME: &str = "tassel_validator";

/// What wasm-bindgen wrote.
pub(crate) struct Glue {
    /// The module, without names and producers.
    pub(crate) wasm: PathBuf,
    /// The classic script that loads it.
    pub(crate) js: PathBuf,
}

/// Builds the module and its glue into `OUT_DIR`.
pub(crate) fn build(place: &Place) -> Result<Glue> {
    let rustc = env::var_os("RUSTC").unwrap_or_else(|| "rustc".into());
    need_target(&rustc)?;
    compile(place, &rustc)?;
    bind(place)
}

fn need_target(rustc: &OsStr) -> Result<()> {
    let libs = PathBuf::from(ask(rustc, &["--print", "target-libdir", "--target", TARGET])?);
    ensure!(
        libs.is_dir(),
        "浏览器自检要编译到 {TARGET}，这个工具链还没有它。运行下面这一条命令，再重新构建。\nThe target {TARGET} is missing: add it with this one command, then build again.\n    rustup target add {TARGET}"
    );
    Ok(())
}

fn compile(place: &Place, rustc: &OsStr) -> Result<()> {
    let mut cargo = Command::new(env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    forget_outer_cargo(&mut cargo);
    cargo
        .current_dir(&place.root)
        .env("CARGO_ENCODED_RUSTFLAGS", flags(place, rustc)?)
        .args([
            "build",
            "--package",
            PACKAGE,
            "--lib",
            "--target",
            TARGET,
            "--profile",
            PROFILE,
        ])
        .arg("--target-dir")
        .arg(&place.wasm_target);
    if place.root.join("Cargo.lock").is_file() {
        // The outer cargo has just brought it up to date; the wasm is built from the very same crates.
        cargo.arg("--locked");
    }
    let done = cargo
        .output()
        .context("cargo could not be started for the wasm build")?;
    if !done.status.success() {
        bail!(
            "the browser's validator did not compile:\n{}",
            String::from_utf8_lossy(&done.stderr).trim_end()
        );
    }
    Ok(())
}

/// Takes away what the outer cargo (or clippy, or the caller's profile) set for itself and what would change the bytes;
/// keeps where crates come from and the jobserver, so that both cargos together use the promised number of jobs.
fn forget_outer_cargo(command: &mut Command) {
    const KEPT: [&str; 7] = [
        "CARGO_HOME",
        "CARGO_MAKEFLAGS",
        "CARGO_NET_",
        "CARGO_HTTP_",
        "CARGO_REGISTR",
        "CARGO_SOURCE_",
        "CARGO_TERM_",
    ];
    const DROPPED: [&str; 5] = [
        "RUSTFLAGS",
        "RUSTDOCFLAGS",
        "RUSTC_WRAPPER",
        "RUSTC_WORKSPACE_WRAPPER",
        "CLIPPY_ARGS",
    ];
    for (name, _) in env::vars_os() {
        let text = name.to_string_lossy();
        let of_cargo = text.starts_with("CARGO_") && !KEPT.iter().any(|kept| text.starts_with(kept));
        if of_cargo || DROPPED.contains(&text.as_ref()) {
            command.env_remove(&name);
        }
    }
}

/// SIMD, and no path of this machine in the bytes: two checkouts in different folders give the same module.
fn flags(place: &Place, rustc: &OsStr) -> Result<OsString> {
    let mut flags = vec!["-Ctarget-feature=+simd128".to_owned()];
    let mut remap = |from: &str, to: &str| flags.push(format!("--remap-path-prefix={from}={to}"));
    // The later one wins, so the narrower folder stands below the wider one.
    remap(&cargo_home(place)?, "/cargo");
    remap(utf8(&place.root)?, "/tassel");
    remap(utf8(&place.wasm_target)?, "/target");
    // With the component rust-src present, the standard library's paths would be this machine's.
    let version = ask(rustc, &["-vV"])?;
    let commit = version
        .lines()
        .find_map(|line| line.strip_prefix("commit-hash: "))
        .unwrap_or("unknown");
    let sysroot = ask(rustc, &["--print", "sysroot"])?;
    remap(&format!("{sysroot}/lib/rustlib/src/rust"), &format!("/rustc/{commit}"));
    Ok(flags.join("\u{1f}").into())
}

fn cargo_home(place: &Place) -> Result<String> {
    let home = env::var_os("CARGO_HOME")
        .map(PathBuf::from)
        .or_else(|| env::home_dir().map(|home| home.join(".cargo")))
        .context("neither CARGO_HOME nor a home folder is known")?;
    Ok(utf8(&place.root.join(home))?.to_owned())
}

fn ask(rustc: &OsStr, arguments: &[&str]) -> Result<String> {
    let answer = Command::new(rustc)
        .args(arguments)
        .output()
        .context("rustc could not be started")?;
    ensure!(
        answer.status.success(),
        "rustc {}: {}",
        arguments.join(" "),
        String::from_utf8_lossy(&answer.stderr).trim_end()
    );
    Ok(String::from_utf8(answer.stdout)
        .context("rustc answered with a path that is not UTF-8")?
        .trim_end()
        .to_owned())
}

fn bind(place: &Place) -> Result<Glue> {
    let module = place
        .wasm_target
        .join(TARGET)
        .join(PROFILE)
        .join("tassel_validator_wasm.wasm");
    let folder = place.out.join("wasm");
    Bindgen::new()
        .input_path(module)
        .out_name(OUT_NAME)
        .no_modules(true)?
        .typescript(false)
        .remove_name_section(true)
        .remove_producers_section(true)
        .generate(&folder)
        .context("wasm-bindgen")?;
    Ok(Glue {
        wasm: folder.join(format!("{OUT_NAME}_bg.wasm")),
        js: folder.join(format!("{OUT_NAME}.js")),
    })
}
